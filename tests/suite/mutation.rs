//! What is almost right: files, journals, fragments and lines with bytes flipped, doubled, cut and swapped. Nothing
//! may panic, and what is taken for a drawing must be one that reads back.

use std::fs;
use std::path::Path;

use topoboard::codec::{Comments, decode, decode_bytes, decode_fragment, encode};
use topoboard::model::Document;
use topoboard::quick;
use topoboard::storage::recover;

/// Numbers that look like chance and are the same in every run.
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
];

fn mutated(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let doubled = bytes[at..end].to_vec();
                bytes.splice(at..at, doubled);
            }
            3 => {
                let piece = PIECES[chance.below(PIECES.len())].bytes().collect::<Vec<_>>();
                bytes.splice(at..at, piece);
            }
            4 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            _ => bytes[at..end].reverse(),
        }
    }
    bytes
}

fn assert_reads_back(document: &Document) {
    let text = encode(document, &Comments::default());
    assert_eq!(decode(&text, "").unwrap().document, *document, "{text}");
}

/// Reads so many near misses of everything that is read.
fn near_misses(rounds: usize) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/format-1");
    let files: Vec<_> =
        fs::read_dir(corpus).unwrap().map(|it| fs::read(it.unwrap().path()).unwrap()).collect();
    let lines = ["lb>2s(w>p>d~)", "c>https lb>2s(nginx>gunicorn>mysql~)", "web & app > db:5432 @zone"];
    let mut chance = Chance(42);
    let mut opened = 0;
    for round in 0..rounds {
        let file = mutated(&files[round % files.len()], &mut chance);
        if let Ok(decoded) = decode_bytes(&file, "x.ron") {
            assert_reads_back(&decoded.document);
            opened += 1;
        }
        let text = String::from_utf8_lossy(&file);
        let _ = decode_fragment(&text.replace("Diagram", "Fragment"));
        let _ = recover(&file);
        let line = mutated(lines[round % lines.len()].as_bytes(), &mut chance);
        let line = String::from_utf8_lossy(&line).into_owned();
        if let Ok(read) = quick::parse(&line) {
            let _ = quick::draw(&read, &Document::default(), None);
        }
    }
    eprintln!("{rounds} near misses, {opened} of them drawings, 0 panics");
    assert!(opened > 0);
}

#[test]
fn near_misses_hurt_nobody() {
    near_misses(1500);
}

#[test]
#[ignore = "long: .ci/run runs it"]
fn many_near_misses_hurt_nobody() {
    near_misses(100_000);
}
