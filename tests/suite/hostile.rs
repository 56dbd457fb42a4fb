//! Input that means harm: characters that steer, texts that break programs, files that explode.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use topoboard::analysis::{Context, analyse};
use topoboard::codec::{Comments, FORMAT, LineIndex, decode, encode};
use topoboard::export::{self, ExportOptions, Page};
use topoboard::limits::{ERROR_COLUMNS, NODES, PROBLEMS};
use topoboard::model::Document;
use topoboard::outline::Outline;
use topoboard::report::{self, Examined, Show};
use topoboard::text::{Label, is_unsafe};

use crate::cli::{folder, run_in};

/// Texts that broke other programs: markup, quoting, paths, numbers, scripts, directions, piles of marks.
const NAUGHTY: &[&str] = &[
    "undefined",
    "null",
    "None",
    "Some(1)",
    "true",
    "NaN",
    "1e999",
    "-1",
    "0x0",
    "1/0",
    "--",
    "-",
    ".",
    "..",
    "/",
    "\\",
    "\\\\",
    "\"",
    "'",
    "`",
    "''''\"",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]>",
    "<!--",
    "-->",
    "&amp;&lt;",
    "&#0;",
    "%s%s%n",
    "%00",
    "${HOME}",
    "$(reboot)",
    "`reboot`",
    "| rm -rf /",
    "; true",
    "{{7*7}}",
    "../../etc/passwd",
    "C:\\con",
    "javascript:alert(1)",
    "data:text/html,x",
    "[x](javascript:y)",
    "::error::x",
    "::set-output name=x::y",
    "#REF!",
    "=1+1",
    "+1",
    "@SUM(1)",
    "```",
    "~~~",
    "| a | b |",
    "# x",
    "> x",
    "- [ ] x",
    "\u{202e}desrever",
    "a\u{200b}b",
    "\u{feff}",
    "\u{1b}[2J",
    "\u{1b}]0;x\u{7}",
    "\u{9b}2J",
    "\u{90}x\u{9c}",
    "\r\nx",
    "\0",
    "\u{8}",
    "\u{7f}",
    "\u{2028}",
    "\u{e0001}",
    "\u{fff9}x\u{fffb}",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "👩‍👩‍👧‍👦",
    "🇩🇪🇫🇷",
    "1️⃣",
    "❤️",
    "한글",
    "กำ",
    "क्षि",
    "日本語",
    "ﷺ",
    "𝕳𝖊𝖑𝖑𝖔",
    "Ω≈ç√∫",
    "ｆｕｌｌ",
    "اختبار",
    "לבדיקה",
    "a\tb",
    "  ",
    "x  ",
];

/// A drawing whose every text is one of these.
fn drawing(texts: &[String]) -> Document {
    let quoted = |text: &String| {
        let escaped = text.chars().map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() || is_unsafe(c) => format!("\\u{{{:x}}}", u32::from(c)),
            c => c.to_string(),
        });
        format!("\"{}\"", escaped.collect::<String>())
    };
    let nodes = (0..).zip(texts).map(|(number, text)| {
        let text = quoted(text);
        format!("(id: \"n{number}\", kind: web_server, name: {text}, address: {text}, tags: [{text}]),")
    });
    let remarks = texts.iter().map(|text| format!("(text: {}),", quoted(text)));
    let first = quoted(&texts[0]);
    let text = format!(
        "#![enable(implicit_some)]\nDiagram(format: 1, title: {first}, nodes: [{}], links: [(from: \"n0\", to: \
         \"n1\", label: {first})], notes: [{}])",
        nodes.collect::<String>(),
        remarks.collect::<String>(),
    );
    decode(&text, "hostile").unwrap_or_else(|error| panic!("{error}")).document
}

/// Everything that can be made of a drawing as text.
fn renderings(document: &Document) -> Vec<(&'static str, String)> {
    let found = analyse(document, &Context::default(), &|| false).unwrap();
    let mut all = vec![("file", encode(document, &Comments::default()))];
    all.push(("outline", Outline::of(document, &found).page()));
    for format in export::FORMATS {
        let options = ExportOptions { badges: Some(&found), ..ExportOptions::default() };
        let written = match format.together {
            Some(together) => together(&[Page::of(document)], &options),
            None => (format.write)(document, &options),
        };
        all.push((format.name, written.unwrap_or_default()));
    }
    let lines = LineIndex::default();
    let examined = [Examined { path: "a.ron".into(), document: document.clone(), lines, report: found }];
    for format in report::FINDINGS {
        let show = Show { allowed: true, explained: true };
        let inked = (format.write)(&examined, show);
        all.push((format.name, inked.parts().map(|(_, part)| part).collect()));
    }
    all
}

fn assert_harmless(texts: &[String]) {
    for (name, rendering) in renderings(&drawing(texts)) {
        let bad = rendering.chars().find(|c| is_unsafe(*c) && *c != '\n');
        assert!(bad.is_none(), "{name} of {texts:?} has {bad:?}");
    }
}

#[test]
fn naughty_texts_reach_nothing_raw() {
    let texts: Vec<String> = NAUGHTY.iter().map(ToString::to_string).collect();
    for few in texts.chunks(8) {
        assert_harmless(few);
    }
    assert_harmless(&[format!("a{}", "\u{301}".repeat(100_000)), "👩\u{200d}".repeat(1000)]);
}

/// All 1,112,064 characters in texts of so many, every `stride`th drawing of them.
fn all_characters(stride: usize) -> usize {
    let characters: Vec<char> = (char::MIN..=char::MAX).collect();
    let texts: Vec<String> = characters.chunks(300).map(|few| few.iter().collect()).collect();
    let drawings = texts.chunks(10).step_by(stride);
    drawings.map(assert_harmless).count()
}

#[test]
fn no_character_reaches_anything_raw() {
    // The first ones hold all that is special; the rest is sampled here and done in full by `.ci/run`.
    assert!(all_characters(24) > 10);
    let special: Vec<char> = (char::MIN..=char::MAX).filter(|c| is_unsafe(*c)).collect();
    let texts: Vec<String> = special.chunks(300).map(|few| few.iter().collect()).collect();
    texts.chunks(10).for_each(assert_harmless);
}

#[test]
#[ignore = "long: .ci/run runs it"]
fn none_of_all_characters_reaches_anything_raw() {
    let drawings = all_characters(1);
    eprintln!("1,112,064 characters in {drawings} drawings, through every format: 0 raw");
}

/// What a label makes of a character is shown by every text that shows labels.
#[test]
fn labels_keep_what_is_harmless() {
    for c in char::MIN..=char::MAX {
        let label = Label::new(&c.to_string());
        let expected = if is_unsafe(c) { '\u{FFFD}' } else { c };
        assert_eq!(label.as_str().chars().next(), Some(expected), "{c:?}");
    }
}

/// The program as it is delivered where that was built, else the one of the tests.
fn program() -> PathBuf {
    let release = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/release/topoboard");
    if release.exists() { release } else { env!("CARGO_BIN_EXE_topoboard").into() }
}

/// Files that explode: what they are, and whether they are drawings.
fn bombs(size: usize) -> Vec<(&'static str, Vec<u8>, bool)> {
    let nodes = |count: usize, of: &dyn Fn(usize) -> String| (0..count).map(of).collect::<String>();
    let whole = |nodes: String, links: String| {
        format!("#![enable(implicit_some)]\nDiagram(format: 1, nodes: [{nodes}], links: [{links}])")
            .into_bytes()
    };
    let plain = |n: usize| format!("(id: \"n{n}\", kind: web_server),");
    let chain = |n: usize| format!("(from: \"n{n}\", to: \"n{}\"),", n + 1);
    let many = (size / 80).min(NODES);
    vec![
        ("deep brackets", "[".repeat(size).into_bytes(), false),
        (
            "deep records",
            format!("Diagram(format: 1, nodes: {})", "(id: ".repeat(size / 5)).into_bytes(),
            false,
        ),
        ("zeros", vec![0; size], false),
        ("one long word", vec![b'x'; size], false),
        ("one long text", format!("Diagram(format: 1, title: \"{}\")", "x".repeat(size)).into_bytes(), true),
        ("only comments", "// x\n".repeat(size / 5).into_bytes(), false),
        ("deep comments", "/*".repeat(size / 2).into_bytes(), false),
        ("noise", (0..size).map(|n| u8::try_from(n * 7919 % 251).unwrap()).collect(), false),
        ("a chain", whole(nodes(many, &plain), nodes(many - 1, &chain)), true),
        ("too many nodes", whole(nodes(NODES + 1, &plain), String::new()), false),
        (
            "faults",
            whole(nodes(size / 30, &|n| format!("(id: \"n{n}\", kind: sever),")), String::new()),
            false,
        ),
        (
            "a ring of parents",
            whole(
                nodes(size / 80, &|n| {
                    format!("(id: \"n{n}\", kind: zone, parent: \"n{}\"),", (n + 1) % (size / 80))
                }),
                String::new(),
            ),
            false,
        ),
    ]
}

/// Reads them all with the real program; none may take long, take much, or be told in many words.
fn explode(size: usize) {
    let folder = folder(&format!("bombs-{size}"));
    for (name, bytes, valid) in bombs(size) {
        let path = folder.join("bomb.ron");
        fs::write(&path, &bytes).unwrap();
        // 1.5 GB of memory, 10 times the 5 s that a machine may take: what is held here is that it ends.
        let script = "ulimit -v 1572864; ulimit -t 50; exec \"$0\" fmt --check \"$1\"";
        let mut command = Command::new("sh");
        command.args(["-c", script]).arg(program()).arg(&path);
        let output = command.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code();
        let expected = if valid { [Some(0), Some(1)].contains(&code) } else { code == Some(2) };
        assert!(expected, "{name}: {:?} {}", output.status, said.chars().take(500).collect::<String>());
        let longest = said.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(longest <= ERROR_COLUMNS, "{name}: {longest} columns");
        assert!(said.lines().count() <= 15 * PROBLEMS, "{name}: {}", said.lines().count());
    }
}

#[test]
fn files_that_explode_are_survived() {
    explode(1 << 20);
}

#[test]
#[ignore = "long: .ci/run runs it, with the release program"]
fn the_largest_files_that_explode_are_survived() {
    explode(60 << 20);
    eprintln!("12 kinds of 60 MB through {}: all ended within 1.5 GB", program().display());
}

#[test]
fn a_file_that_is_too_large_is_refused_at_once() {
    let folder = folder("too-large");
    fs::File::create(folder.join("a.ron")).unwrap().set_len(1 << 36).unwrap();
    let ran = run_in(&folder, &["check", "a.ron"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("larger than 64 MB"), "{}", ran.err);
}

/// Every released format, for ever: each file of the corpus opens, and those in canonical form stay as they are.
#[test]
fn every_file_of_every_released_format_opens() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut seen = 0;
    for format in 1..=FORMAT {
        let folder = corpus.join(format!("format-{format}"));
        for file in fs::read_dir(folder).expect("a released format without files") {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let decoded = decode(&text, "corpus").unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(encode(&decoded.document, &decoded.comments), text, "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 9, "{seen}");
}
