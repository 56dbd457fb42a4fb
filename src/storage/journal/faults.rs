//! A journal on a machine that fails: at every call, in every way, with and without the power going.
//!
//! The promise held here: what was answered to be recorded comes back after any end of the program; what the device was
//! asked for comes back after a loss of power, whatever a weak file system makes of the rest; and nothing else does.

use std::io::{self, ErrorKind};

use super::{Journal, Journals, Origin, Recovered};
use crate::codec::Comments;
use crate::model::{Change, Deed, Document, Edit, History, Note, NoteId, Transaction};
use crate::storage::simulated::{Plan, Simulated};

/// How far a life of a journal came.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    /// Whether the journal was begun.
    begun: bool,
    /// How many notes were recorded, as was answered.
    recorded: usize,
    /// How many of them the device was asked for.
    kept: usize,
}

fn note(number: usize) -> Deed {
    let note = Note { text: format!("note {number}").as_str().into(), ..Note::default() };
    let birth = Edit::Note(Change::birth(NoteId(u32::try_from(number).unwrap()), note));
    Deed::Commit { name: format!("note {number}"), transaction: Transaction::from_distinct(vec![birth]) }
}

struct Life {
    journals: Journals<Simulated>,
    document: Document,
    history: History,
    progress: Progress,
}

impl Life {
    fn record(&mut self, journal: &mut Journal<Simulated>) -> io::Result<()> {
        let deed = note(self.progress.recorded + 1);
        let (mut document, mut history) = (self.document.clone(), self.history.clone());
        history.do_again(&mut document, deed.clone()).unwrap();
        journal.record(&[deed], &document)?;
        (self.document, self.history) = (document, history);
        self.progress.recorded += 1;
        Ok(())
    }

    fn keep(&mut self, journal: &Journal<Simulated>) -> io::Result<()> {
        journal.sync()?;
        self.progress.kept = self.progress.recorded;
        Ok(())
    }

    /// A journal is begun, written, kept, moved, and another one takes its place.
    fn live(&mut self) -> io::Result<()> {
        let (nowhere, nothing) = (Document::default(), Comments::default());
        let mut first = self.journals.begin(&Origin::Unnamed, &nowhere, &nothing)?;
        self.progress.begun = true;
        self.record(&mut first)?;
        self.record(&mut first)?;
        self.keep(&first)?;
        self.record(&mut first)?;
        first.moved(&Origin::File("/home/a.ron".into()))?;
        self.journals.rename(&mut first);
        self.record(&mut first)?;
        let mut second = self.journals.begin(first.origin(), &nowhere, &nothing)?;
        second.record(&self.history.deeds(None), &self.document)?;
        self.keep(&second)?;
        self.journals.remove(first.path())?;
        drop(first);
        self.record(&mut second)?;
        self.keep(&second)?;
        self.record(&mut second)
    }
}

/// A life on a machine; it ends at the first call that fails.
fn life(plan: Plan) -> (Simulated, Progress, bool) {
    let disk = Simulated::new(plan, None, false);
    let journals = Journals::on(disk.clone()).unwrap();
    let (document, history, progress) = (Document::default(), History::default(), Progress::default());
    let mut life = Life { journals, document, history, progress };
    let done = life.live();
    (disk, life.progress, done.is_ok())
}

/// The furthest that any journal on the machine leads to: how many notes. Each has them from the first one on.
fn led_to(disk: &Simulated) -> Option<usize> {
    let left = Journals::on(disk.clone()).unwrap().all_left();
    left.iter().map(|left| notes(&left.recovered)).max()
}

fn notes(recovered: &Recovered) -> usize {
    let texts: Vec<_> = recovered.document.notes().values().map(|note| note.text.to_string()).collect();
    let expected: Vec<_> = (1..=texts.len()).map(|number| format!("note {number}")).collect();
    assert_eq!(texts, expected, "a drawing that nobody saw");
    texts.len()
}

#[test]
fn whatever_call_fails_what_was_recorded_comes_back() {
    for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
        for for_good in [false, true] {
            for from in 0.. {
                let plan = Plan { from: Some(from), for_good, kind: Some(kind), ..Plan::fine() };
                let (disk, progress, done) = life(plan);
                let now = disk.snapshot();
                disk.plan(Plan::fine());
                disk.start_again(now);
                let found = led_to(&disk);
                let what = format!("call {from} fails with {kind:?}, for good: {for_good}: {progress:?}");
                assert!(!progress.begun || found.is_some(), "{what}");
                assert!(found.unwrap_or(0) >= progress.recorded, "{what}: {found:?}");
                // What was written when the call failed may be there, unless it was taken back.
                assert!(found.unwrap_or(0) <= progress.recorded + usize::from(for_good), "{what}: {found:?}");
                if done {
                    break;
                }
            }
        }
    }
}

#[test]
fn whenever_the_power_goes_what_the_device_has_comes_back() {
    let mut states = 0;
    for from in 0.. {
        let plan = Plan { from: Some(from), for_good: true, kind: Some(ErrorKind::Other), ..Plan::fine() };
        let (disk, progress, done) = life(plan);
        for held in disk.crash_states() {
            let after = Simulated::new(Plan::fine(), None, false);
            after.start_again(held);
            let found = led_to(&after);
            assert!(!progress.begun || found.is_some(), "power gone at call {from}: {progress:?}");
            assert!(
                found.unwrap_or(0) >= progress.kept,
                "power gone at call {from}: {progress:?}, {found:?}"
            );
            states += 1;
        }
        if done {
            break;
        }
    }
    assert!(states > 300, "{states}");
}

/// Dropping what was left marks its journal; nothing of it goes, whenever the power does.
#[test]
fn whenever_the_power_goes_what_is_dropped_stays() {
    for from in 0.. {
        let (disk, progress, _) = life(Plan::fine());
        let now = disk.snapshot();
        disk.start_again(now);
        let journals = Journals::on(disk.clone()).unwrap();
        let path = journals.all_left().remove(0).path;
        disk.plan(Plan { from: Some(from), for_good: true, kind: Some(ErrorKind::Other), ..Plan::fine() });
        let done = journals.forsake(&path).is_ok();
        for held in disk.crash_states() {
            let after = Simulated::new(Plan::fine(), None, false);
            after.start_again(held);
            assert_eq!(led_to(&after), Some(progress.recorded), "power gone at call {from}");
            let forsaken = Journals::on(after).unwrap().all_left().iter().all(|left| left.recovered.forsaken);
            assert!(forsaken || !done, "it was noted, they said: call {from}");
        }
        if done {
            break;
        }
    }
}
