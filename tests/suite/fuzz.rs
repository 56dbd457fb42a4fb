//! What comes from outside, almost right: bytes flipped, doubled, cut, swapped and spliced, for a while. Nothing may
//! panic, what is taken for a drawing must read back, and what is told must be short and harmless.
//!
//! Each target begins with the files of `tests/corpus/fuzz/NAME` and with what other tests have, and goes on from
//! whatever was accepted. A second each in `cargo test`, always the same; `TOPOBOARD_FUZZ_SECONDS` says for how long else,
//! and then every run is another one. An input that hurts is written down, to be put into the corpus.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use topoboard::codec::{Comments, DecodeError, decode, decode_bytes, decode_fragment, encode, view_bytes};
use topoboard::editor::{
    DEFAULT_KEYMAP, DEFAULT_SETTINGS, Editor, Input, Key, KeyCode, Keymap, Options, Settings,
};
use topoboard::geometry::Size;
use topoboard::limits::ERROR_COLUMNS;
use topoboard::model::{Change, Deed, Document, Edit, History, Note, NoteId, Transaction, merge};
use topoboard::quick;
use topoboard::storage::{Journals, Origin, recover};
use topoboard::text::is_unsafe;
use topoboard::tui::decode::Decoder;
use topoboard::tui::theme::Themes;

/// What is tried.
struct Target {
    /// As the folder of its corpus.
    name: &'static str,
    /// What it begins with, besides its corpus.
    seeds: fn() -> Vec<Vec<u8>>,
    /// Takes an input; answers whether it was accepted, and panics when something is wrong.
    accepts: fn(&[u8]) -> bool,
}

const TARGETS: &[Target] = &[
    Target { name: "file", seeds: drawings, accepts: file },
    Target { name: "journal", seeds: journals, accepts: journal },
    Target { name: "line", seeds: lines, accepts: line },
    Target { name: "terminal", seeds: terminal_bytes, accepts: terminal },
    Target { name: "config", seeds: configs, accepts: config },
    Target { name: "paste", seeds: pastes, accepts: paste },
    Target { name: "merge", seeds: triples, accepts: merged },
];

/// The most accepted inputs that are gone on from.
const POOL: usize = 400;
/// The largest input.
const LARGEST: usize = 64 << 10;
/// Between the three files of a merge.
const BETWEEN: &str = "\n=======\n";

/// Numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }
}

/// Pieces that mean something somewhere.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    ",",
    ":",
    "//",
    "/*",
    "*/",
    "Some(",
    "None",
    "-",
    "1e999",
    "NaN",
    "\\u{202e}",
    "\u{feff}",
    "\0",
    "\r\n",
    "parent: \"a\"",
    "id: \"\"",
    "format: 2",
    "0x",
    "r#\"",
    "#![",
    "<<<<<<<",
    "99999999999999999999",
    "\u{1b}[",
    "\u{1b}[200~",
    "\u{1b}[201~",
    "\u{1b}]",
    "\u{7}",
    ";",
    "M",
    "~",
    "u",
    ">",
    "&",
    "@",
    "|",
    "2",
    "\u{301}",
    "\u{200d}",
    "🦀",
    "\u{1b}[<0;1;1M",
    "ctrl-",
    "<kind>",
    BETWEEN,
];

fn mutated(bytes: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let doubled = bytes[at..end].to_vec();
                bytes.splice(at..at, doubled);
            }
            3 | 4 => {
                let piece = PIECES[chance.below(PIECES.len())].bytes().collect::<Vec<_>>();
                bytes.splice(at..at, piece);
            }
            5 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            6 => {
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            _ => bytes[at..end].reverse(),
        }
    }
    bytes.truncate(LARGEST);
    bytes
}

impl Target {
    fn corpus(&self) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/fuzz").join(self.name);
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let mut all: Vec<_> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
        all.extend((self.seeds)());
        all
    }

    /// Whether an input is accepted; one that hurts is written down.
    fn take(&self, input: &[u8]) -> bool {
        catch_unwind(AssertUnwindSafe(|| (self.accepts)(input))).unwrap_or_else(|_| {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", self.name));
            fs::write(&path, input).unwrap();
            panic!(
                "this hurts: {}; put it into tests/corpus/fuzz/{}/ with the mend",
                path.display(),
                self.name
            );
        })
    }

    /// Tries it for so long.
    fn fuzz(&self, time: Duration, chance: &mut Chance) {
        let mut pool = self.corpus();
        let seeds = pool.len();
        let accepted = pool.iter().filter(|input| self.take(input)).count();
        assert!(accepted > 0, "{}: nothing that it begins with is accepted", self.name);
        let (begun, mut rounds, mut found) = (Instant::now(), 0_u64, 0_u64);
        while begun.elapsed() < time || rounds < 20 {
            let input = {
                let (one, other) = (chance.below(pool.len()), chance.below(pool.len()));
                mutated(&pool[one], &pool[other], chance)
            };
            rounds += 1;
            if self.take(&input) {
                found += 1;
                if pool.len() < POOL {
                    pool.push(input);
                } else {
                    let place = seeds + chance.below(POOL - seeds);
                    pool[place] = input;
                }
            }
        }
        eprintln!("fuzz {}: {rounds} inputs, {found} accepted, 0 panics", self.name);
    }
}

/// For how long each is tried, and where chance begins.
fn budget() -> (Duration, Chance) {
    let seconds = std::env::var("TOPOBOARD_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let chance = Chance(seconds.map_or(42, |_| now));
    (Duration::from_secs(seconds.unwrap_or(1)), chance)
}

#[test]
fn what_is_almost_right_hurts_nobody() {
    let (time, mut chance) = budget();
    for target in TARGETS {
        target.fuzz(time, &mut chance);
    }
}

fn assert_reads_back(document: &Document) {
    let text = encode(document, &Comments::default());
    assert_eq!(decode(&text, "").unwrap().document, *document, "{text}");
}

fn assert_harmless(error: &DecodeError) {
    for line in error.render(false).lines() {
        assert!(topoboard::text::width(line) <= ERROR_COLUMNS, "{line}");
        assert!(!line.chars().any(is_unsafe), "{line:?}");
    }
}

fn files_in(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn drawings() -> Vec<Vec<u8>> {
    [files_in("format-1"), files_in("newer")].concat()
}

fn file(bytes: &[u8]) -> bool {
    let viewed = view_bytes(bytes, "x.ron");
    match (decode_bytes(bytes, "x.ron"), &viewed) {
        (Ok(decoded), Ok(viewed)) => {
            assert!(viewed.newer.is_none() && viewed.decoded.document == decoded.document);
            assert_reads_back(&decoded.document);
        }
        (Err(error), Ok(viewed)) => {
            assert!(viewed.newer.is_some(), "looked at, but refused: {error}");
            assert_reads_back(&viewed.decoded.document);
        }
        (Err(error), Err(_)) => assert_harmless(&error),
        (Ok(_), Err(error)) => panic!("opened, but not to be looked at: {error}"),
    }
    viewed.inspect_err(assert_harmless).is_ok()
}

fn note(number: u32) -> Deed {
    let note = Note { text: format!("note {number}").as_str().into(), ..Note::default() };
    let birth = Edit::Note(Change::birth(NoteId(number), note));
    Deed::Commit { name: format!("note {number}"), transaction: Transaction::from_distinct(vec![birth]) }
}

fn journals() -> Vec<Vec<u8>> {
    let state = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-journal-{}", std::process::id()));
    let (mut document, mut history) = (Document::default(), History::default());
    let mut journal =
        Journals::in_state(&state).begin(&Origin::Unnamed, &document, &Comments::default()).unwrap();
    for deed in [note(1), note(2), Deed::Undo, Deed::Redo, Deed::Saved, note(3), Deed::Withdraw] {
        history.do_again(&mut document, deed.clone()).unwrap();
        journal.record(&[deed], &document).unwrap();
    }
    journal.forsake().unwrap();
    let bytes = fs::read(journal.path()).unwrap();
    fs::remove_dir_all(state).unwrap();
    vec![bytes]
}

fn journal(bytes: &[u8]) -> bool {
    let Some(recovered) = recover(bytes) else { return false };
    assert_reads_back(&recovered.base);
    assert_reads_back(&recovered.document);
    true
}

fn lines() -> Vec<Vec<u8>> {
    let lines = [
        "lb>2s(w>p>d~)",
        "c>https lb>2s(nginx>gunicorn>mysql~)",
        "web & app > db:5432 @zone",
        "w \"a b\" | d",
    ];
    lines.iter().map(|line| line.as_bytes().to_vec()).collect()
}

fn line(bytes: &[u8]) -> bool {
    let Ok(read) = quick::parse(&String::from_utf8_lossy(bytes)) else { return false };
    if let Ok(drawn) = quick::draw(&read, &Document::default(), None) {
        let mut document = Document::default();
        document.apply(&drawn.transaction).unwrap();
        assert_reads_back(&document);
    }
    true
}

fn terminal_bytes() -> Vec<Vec<u8>> {
    let sequences = [
        "aZ?日é\r\t\u{7f}\u{1b}[A\u{1b}OD\u{1b}[Z\u{1b}[3~\u{1b}[15~\u{1b}[1;5C",
        "\u{1b}[<0;1;1M\u{1b}[<32;300;7M\u{1b}[<2;4;5m\u{1b}[<65;4;5M",
        "\u{1b}[200~dd\u{1b}[3~\u{1b}\u{1b}[201~q",
        "\u{1b}]11;rgb:0000/0000/0000\u{7}\u{1b}P>|x\u{1b}\\\u{1b}[?62;4c\u{1b}[1;2R\u{1b}[I\u{1b}[O",
        "\u{1b}[97;5u\u{1b}[27;5;97~\u{1b}x\u{1b}\u{1b}",
    ];
    sequences.iter().map(|sequence| sequence.as_bytes().to_vec()).collect()
}

/// However the bytes arrive, they say the same.
fn terminal(bytes: &[u8]) -> bool {
    let decoded = |parts: &[&[u8]]| {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for part in parts {
            decoder.feed(part, &mut out);
        }
        decoder.settle(&mut out);
        out
    };
    let whole = decoded(&[bytes]);
    let (first, second) = bytes.split_at(bytes.len() / 2);
    assert_eq!(decoded(&[first, second]), whole, "in two parts");
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(decoded(&single), whole, "byte by byte");
    !whole.is_empty()
}

fn configs() -> Vec<Vec<u8>> {
    let theme = "Theme(from: \"dark\", styles: {\"focus\": \"bold #ffffff on #aa0000\", \"error\": \"red\"})";
    let own = "(theme: \"mine\", panel: hidden)";
    let texts = [
        DEFAULT_SETTINGS,
        DEFAULT_KEYMAP,
        theme,
        own,
        "(keys: {\"Q\": \"file.quit\", \"g t\": \"move.tidy\"})",
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// What a person's own is read on top of.
static KEYMAP: LazyLock<Keymap> = LazyLock::new(Keymap::built_in);
static THEMES: LazyLock<Themes> = LazyLock::new(Themes::built_in);

fn config(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let settings = Settings::read(&text, "config.ron", &["dark"]).map(drop);
    let keymap = KEYMAP.clone().with(&text, "keymap.ron").map(drop);
    let theme = THEMES.clone().add("mine", &text, "mine.ron");
    let read = [settings, keymap, theme];
    read.iter().filter_map(|read| read.as_ref().err()).for_each(assert_harmless);
    read.iter().any(Result::is_ok)
}

fn pastes() -> Vec<Vec<u8>> {
    let fragment = "Fragment(\n    format: 1,\n    nodes: [\n        (id: \"s\", kind: server),\n        (id: \"w\", kind: \
                    web_server, parent: \"s\"),\n    ],\n    links: [\n        (from: \"w\", to: \"s\"),\n    ],\n)\n";
    vec![fragment.as_bytes().to_vec(), b"Nginx\nHAProxy".to_vec(), "dd\u{1b}:q!\r".as_bytes().to_vec()]
}

/// Pasted into a drawing, into a field and into the quick line: a valid drawing, and undo takes all of it back.
fn paste(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let _ = decode_fragment(&text);
    let mut changed = false;
    for keys in ["", "aw", "A", ":", "e"] {
        let mut editor = Editor::new(Options::default());
        editor.handle(Input::Canvas(Size::new(80, 24)));
        for c in "n".chars().chain(keys.chars()) {
            editor.handle(Input::Key(Key::char(c)));
        }
        let before = editor.document().clone();
        editor.handle(Input::Paste(text.clone()));
        assert_reads_back(editor.document());
        changed |= *editor.document() != before;
        for _ in 0..3 {
            editor.handle(Input::Key(Key::plain(KeyCode::Esc)));
        }
        for _ in 0..3 {
            editor.handle(Input::Key(Key::char('u')));
        }
        assert_eq!(editor.document(), &Document::default(), "after {keys:?}");
    }
    changed
}

/// Each drawing with two of its changes.
fn triples() -> Vec<Vec<u8>> {
    let triple = |file: Vec<u8>| {
        let base = String::from_utf8(file).unwrap();
        let ours = base.replacen("name: \"", "name: \"our ", 2);
        let theirs = base.replacen("nodes: [\n", "nodes: [\n        (id: \"new\", kind: cache),\n", 1);
        [base, ours, theirs].join(BETWEEN).into_bytes()
    };
    files_in("format-1").into_iter().map(triple).collect()
}

fn merged(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut read = text.splitn(3, BETWEEN).map(|part| decode(part, "").map(|decoded| decoded.document));
    let (Some(Ok(base)), Some(Ok(ours)), Some(Ok(theirs))) = (read.next(), read.next(), read.next()) else {
        return false;
    };
    let mut joined = ours.clone();
    joined.apply(&merge(&base, &ours, &theirs).transaction).expect("a merge can be applied");
    assert_reads_back(&joined);
    let mut same = ours.clone();
    same.apply(&merge(&base, &ours, &base).transaction).unwrap();
    assert_eq!(same, ours, "nothing changed on their side");
    true
}
