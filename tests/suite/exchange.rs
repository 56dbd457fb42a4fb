//! Copying through the clipboard of the terminal, between two real programs.

use std::fs;

use crate::pty::{ENTER, Session, Spec};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The texts that a program put on the clipboard, in their order.
fn clipboard(session: &Session) -> Vec<String> {
    let written = String::from_utf8_lossy(&session.written).into_owned();
    written
        .split("\x1b]52;c;")
        .skip(1)
        .map(|rest| decoded(rest.split(['\x07', '\x1b']).next().unwrap()))
        .collect()
}

/// Base64.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let value = LETTERS.iter().position(|it| *it == letter).expect("a letter of base64");
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn drawn(line: &str) -> Session {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("analysed");
    session.send("A").wait_for("quick line").send(line).send(ENTER).wait_for("drew ");
    session
}

#[test]
fn boxes_go_from_one_program_to_another_through_the_terminal() {
    let mut giver = drawn("lb>2s(w>p>d~)");
    giver.send("ga").wait_for("marked").send("y").wait_for("copied 9 boxes");
    let texts = clipboard(&giver);
    let [text] = &texts[..] else { panic!("{texts:?}") };
    assert!(text.starts_with("Fragment("), "{text}");
    let mut taker = Spec::default().start();
    taker.wait_for("new drawing").send("n").wait_for("analysed");
    taker.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r"))).wait_for("pasted 9 boxes");
    for name in ["lb-1", "web-1", "app-2", "db-2"] {
        taker.wait_for(name);
    }
    taker.send("u").wait_gone("lb-1");
}

#[test]
fn the_drawing_goes_to_the_clipboard_as_text_and_says_how_to_get_it_otherwise() {
    let mut session = drawn("lb>w");
    session.send("Y").wait_for("if the terminal lets programs use its clipboard").wait_for(":copy FILE");
    let texts = clipboard(&session);
    let [text] = &texts[..] else { panic!("{texts:?}") };
    assert!(text.contains("lb-1") && text.contains("web-1") && text.ends_with('\n'), "{text}");
    session.send(":copy part.txt").send(ENTER).wait_for("wrote ");
    assert_eq!(
        &fs::read_to_string(session.home().join("part.txt")).unwrap(),
        text,
        "the same text as a file"
    );
}

#[test]
fn more_than_a_clipboard_takes_becomes_a_file() {
    let far = |n: i32| format!("(id: \"far-{n}\", kind: server, at: (9000, {})),", 6 * n);
    let nodes: String = (0..5).map(far).collect();
    let text = format!("Diagram(format: 1, nodes: [(id: \"near\", kind: server, at: (0, 0)), {nodes}])");
    let mut session = Spec::new(&["wide.ron"]).with_file("wide.ron", &text).start();
    session.wait_for("near").wait_for("analysed").send("Y");
    session.wait_for("too much for the clipboard").wait_for("wide.txt");
    assert!(clipboard(&session).is_empty());
    let text = fs::read_to_string(session.home().join("wide.txt")).unwrap();
    assert!(text.len() > 74_000 && text.contains("far-4"), "{}", text.len());
}
