//! Nothing that was done is lost: journals say exactly what was done, survive what happens to their bytes, and what
//! they lead to is what was seen.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use proptest::prelude::*;
use topoboard::codec::{Comments, decode_deed, encode_deed};
use topoboard::model::{Change, Deed, Document, Edit, History, Note, NoteId, Transaction};
use topoboard::storage::{Journals, Leftover, Origin, recover};

use crate::arbitrary;

/// A fresh state folder.
fn state(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("journal").join(name);
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).unwrap();
    path
}

/// Everything of a document as one transaction, from nothing to it.
fn birth(document: &Document) -> Transaction {
    let mut edits = vec![Document::default().header_edit(document.header().clone())];
    let topology = document.topology();
    edits.extend(topology.nodes().map(|(id, node)| Edit::Node(Change::birth(id.clone(), node.clone()))));
    edits.extend(topology.groups().map(|(id, group)| Edit::Group(Change::birth(id.clone(), group.clone()))));
    edits.extend(topology.links().map(|link| Edit::Link(Change::birth(link.id.clone(), link.clone()))));
    edits
        .extend(document.placements().iter().map(|(id, at)| Edit::Placement(Change::birth(id.clone(), *at))));
    edits.extend(document.notes().iter().map(|(id, note)| Edit::Note(Change::birth(*id, note.clone()))));
    edits.extend(
        document.services().iter().map(|(id, it)| Edit::Service(Change::birth(id.clone(), it.clone()))),
    );
    let allowances = document.allowances().iter();
    edits.extend(allowances.map(|(id, it)| Edit::Allowance(Change::birth(id.clone(), it.clone()))));
    Transaction::from_distinct(edits)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Every edit of every element, there and back.
    #[test]
    fn a_deed_is_read_as_it_was_written(document in arbitrary::document(), name in arbitrary::text()) {
        let there = birth(&document);
        let back = there.clone().inverted();
        for (deed, before) in [
            (Deed::Commit { name: name.clone(), transaction: there.clone() }, Document::default()),
            (Deed::Amend(there), Document::default()),
            (Deed::Commit { name, transaction: back }, document),
        ] {
            prop_assert_eq!(decode_deed(&encode_deed(&deed), &before), Some(deed));
        }
    }

    /// Whatever is read as a deed, reading it panics never.
    #[test]
    fn no_text_hurts(text in any::<String>(), document in arbitrary::document()) {
        let _ = decode_deed(&text, &document);
        let _ = recover(text.as_bytes());
    }
}

#[test]
fn marks_and_turns_are_read_as_they_were_written() {
    for deed in [Deed::Withdraw, Deed::Undo, Deed::Redo, Deed::BringBack(3), Deed::Saved] {
        assert_eq!(decode_deed(&encode_deed(&deed), &Document::default()), Some(deed));
    }
}

fn note(number: u32) -> Deed {
    let note = Note { text: format!("note {number}").as_str().into(), ..Note::default() };
    let birth = Edit::Note(Change::birth(NoteId(number), note));
    Deed::Commit { name: format!("note {number}"), transaction: Transaction::from_distinct(vec![birth]) }
}

/// A drawing that is worked on with a journal.
struct Work {
    journals: Journals,
    journal: topoboard::storage::Journal,
    document: Document,
    history: History,
}

impl Work {
    fn begin(state: &Path, origin: &Origin) -> Self {
        let journals = Journals::in_state(state);
        let document = Document::default();
        let journal = journals.begin(origin, &document, &Comments::default()).unwrap();
        Self { journals, journal, document, history: History::default() }
    }

    fn act(&mut self, deed: Deed) {
        self.history.do_again(&mut self.document, deed.clone()).unwrap();
        self.journal.record(&[deed], &self.document).unwrap();
    }
}

fn only(journals: &Journals, origin: &Origin) -> Leftover {
    let mut left = journals.left_of(origin);
    assert_eq!(left.len(), 1);
    left.remove(0)
}

#[test]
fn what_was_done_comes_back_with_its_history() {
    let state = state("history");
    let origin = Origin::File("/somewhere/a.ron".into());
    let mut work = Work::begin(&state, &origin);
    for number in 0..200 {
        work.act(note(number));
    }
    for deed in [Deed::Undo, Deed::Undo, Deed::Saved, note(777), Deed::Undo, Deed::BringBack(0)] {
        work.act(deed);
    }
    let Work { journals, journal, document, history } = work;
    assert!(journals.left_of(&origin).is_empty(), "somebody writes it");
    drop(journal);
    let left = only(&journals, &origin).recovered;
    assert_eq!((&left.document, left.history.position()), (&document, history.position()));
    assert_eq!(left.history, history);
    assert_eq!((left.edits, left.cut, left.forsaken), (3, false, false));
    assert_eq!(left.saved.unwrap().1.notes().len(), 198);
    assert!(journals.left_of(&Origin::File("/elsewhere/a.ron".into())).is_empty());
}

#[test]
fn a_drawing_that_moves_takes_its_journal_along() {
    let state = state("moved");
    let mut work = Work::begin(&state, &Origin::Unnamed);
    work.act(note(1));
    let named = Origin::File("/named.ron".into());
    work.journal.moved(&named).unwrap();
    work.journals.rename(&mut work.journal);
    work.act(note(2));
    drop(work.journal);
    assert!(work.journals.left_of(&Origin::Unnamed).is_empty());
    assert_eq!(only(&work.journals, &named).recovered.document, work.document);
}

#[test]
fn what_a_person_forsook_is_not_offered_until_something_is_done_again() {
    let state = state("forsaken");
    let mut work = Work::begin(&state, &Origin::Unnamed);
    work.act(note(1));
    work.journal.forsake().unwrap();
    let Work { journals, journal, .. } = work;
    drop(journal);
    assert!(!only(&journals, &Origin::Unnamed).is_wanted(None));
}

/// Every truncation of a journal leads to a state that was seen, the last that its bytes can hold.
#[test]
fn every_truncation_leads_to_a_state_that_was_seen() {
    let state = state("truncated");
    let mut work = Work::begin(&state, &Origin::Unnamed);
    let mut seen = vec![(fs::metadata(work.journal.path()).unwrap().len(), work.document.clone())];
    for number in 0..40 {
        work.act(if number % 7 == 6 { Deed::Undo } else { note(number) });
        seen.push((work.journal.length(), work.document.clone()));
    }
    let bytes = fs::read(work.journal.path()).unwrap();
    for length in 0..=bytes.len() {
        let last = seen.iter().rev().find(|(end, _)| *end <= length as u64).map(|(_, document)| document);
        let recovered = recover(&bytes[..length]).map(|recovered| recovered.document);
        assert_eq!(recovered.as_ref(), last, "{length} bytes");
    }
}

/// 20,000 corruptions of single bytes: what is recovered is a state that was seen.
#[test]
fn no_corruption_leads_to_a_state_that_was_not_seen() {
    let state = state("corrupted");
    let mut work = Work::begin(&state, &Origin::Unnamed);
    let mut seen = vec![work.document.clone()];
    for number in 0..12 {
        work.act(note(number));
        seen.push(work.document.clone());
    }
    let bytes = fs::read(work.journal.path()).unwrap();
    let mut random = 7_u64;
    for _ in 0..20_000 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut bad = bytes.clone();
        let at = usize::try_from(random >> 33).unwrap() % bad.len();
        bad[at] ^= u8::try_from(1 + (random >> 20) % 255).unwrap();
        if let Some(recovered) = recover(&bad) {
            assert!(recovered.cut && seen.contains(&recovered.document), "byte {at}");
        }
    }
}

/// Names the state folder of the process that [`become_a_worker`] is.
const WORKER: &str = "TOPOBOARD_JOURNAL_WORKER";

/// No test by itself: the process that is killed. It says every deed after it was recorded.
#[test]
fn become_a_worker() {
    let Some(state) = std::env::var_os(WORKER) else { return };
    let mut work = Work::begin(Path::new(&state), &Origin::Unnamed);
    let mut out = std::io::stdout().lock();
    for number in 0.. {
        work.act(note(number));
        writeln!(out, "done {number}").unwrap();
        out.flush().unwrap();
    }
}

/// Kills a worker at a random moment so many times; answers how many deeds it had said were done.
fn kill(times: u32, name: &str) -> u64 {
    let mut acknowledged = 0;
    for round in 0..times {
        let state = state(&format!("{name}-{round}"));
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "journal::become_a_worker", "--nocapture", "--test-threads=1"]);
        let mut child =
            command.env(WORKER, &state).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("done 0") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the worker did not begin");
        }
        std::thread::sleep(Duration::from_micros(u64::from(round * 7919 % 20_011)));
        child.kill().unwrap();
        child.wait().unwrap();
        let said =
            out.lines().map_while(Result::ok).filter(|line| line.starts_with("done ")).count() as u64 + 1;
        let left = only(&Journals::in_state(&state), &Origin::Unnamed).recovered;
        let recovered = left.document.notes().len() as u64;
        assert!(recovered >= said, "round {round}: {said} were done, {recovered} came back");
        assert!(recovered <= said + 1, "round {round}: {said} were done, {recovered} came back");
        acknowledged += said;
        fs::remove_dir_all(&state).unwrap();
    }
    acknowledged
}

#[test]
fn killed_at_any_moment_it_loses_nothing_that_was_done() {
    assert!(kill(12, "killed") > 12);
}

#[test]
#[ignore = "long: .ci/run runs it"]
fn killed_five_hundred_times_it_loses_nothing_that_was_done() {
    let acknowledged = kill(500, "killed-500");
    eprintln!("500 kills, {acknowledged} deeds acknowledged, 0 lost");
}
