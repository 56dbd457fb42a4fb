//! Every state at every size: nothing panics, whatever size the editor believes in.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{Desk, ROWS};
use crate::codec::{self, Comments};
use crate::editor::{Input, Source};
use crate::scene::Charset;
use crate::tui::theme::Theme;
use crate::tui::view::{Look, paint};

/// The widest and the highest.
const LARGEST: (u16, u16) = (60, 30);

/// Names that take more room, or less, than they have characters.
fn nasty() -> String {
    let stacked = format!("a{}", "\u{301}".repeat(200));
    let names = [
        "日本語サーバー",
        &stacked,
        "👩‍💻🏳️‍🌈",
        "שלום עולם",
        &"x".repeat(600),
        "",
        "e\u{301}\u{302}",
        "ﷺ",
        "〰️1️⃣",
        "กำ",
    ];
    let node = |(number, name): (usize, &&str)| {
        let parent = if number % 3 == 2 { ", parent: \"n0\"" } else { "" };
        let kind = if number == 0 { "server" } else { "web_server" };
        format!("(id: \"n{number}\", kind: {kind}, name: \"{name}\"{parent}),")
    };
    let nodes: String = names.iter().enumerate().map(node).collect();
    format!(
        "Diagram(format: 1, title: \"{stacked}\", nodes: [{nodes}], links: [(from: \"n1\", to: \"n3\", label: \"日本\"), \
             (from: \"n3\", to: \"n4\")], notes: [(text: \"{stacked}\\n\\n日\")])"
    )
}

fn show(desk: &Desk, charset: Charset) {
    let (width, height) = desk.screen;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let theme = Theme::default();
    terminal.draw(|frame| drop(paint(frame, &desk.editor, Look { theme: &theme, charset }))).unwrap();
}

/// All sizes, each followed by one that is far from it.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let (columns, rows) = (LARGEST.0 + 1, LARGEST.1 + 1);
    let all = u32::from(columns) * u32::from(rows);
    (0..all).map(move |number| {
        // Every number once, in an order that jumps: the factor has no divisor in common with the count.
        let at = u16::try_from(number * 1009 % all).unwrap();
        (at % columns, at / columns)
    })
}

/// Every state at every `step`th size, first as it was at the size before.
fn at_sizes(step: usize) -> usize {
    let mut frames = 0;
    for (offset, row) in ROWS.iter().enumerate() {
        // What is drawn matters to the canvas, and that is the same in every state.
        for is_nasty in [false, true].into_iter().take(1 + usize::from(offset == 0)) {
            let mut desk = Desk::new((80, 24));
            if is_nasty {
                let document = codec::decode(&nasty(), "").unwrap_or_else(|error| panic!("{error}")).document;
                let (source, comments) = (Source::Unnamed, Comments::default());
                desk.feed(Input::Opened { source, document, comments, series: None });
            } else {
                (row.reach)(&mut desk);
            }
            for (number, size) in sizes().enumerate().skip(offset % step).step_by(step) {
                let charset = if number % 2 == 0 { Charset::Unicode } else { Charset::Ascii };
                desk.screen = size;
                show(&desk, charset);
                desk.fit();
                show(&desk, charset);
                frames += 2;
            }
        }
    }
    frames
}

#[test]
fn all_sizes_come_once() {
    let mut all: Vec<_> = sizes().collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 61 * 31);
}

#[test]
fn every_state_fits_many_sizes() {
    at_sizes(307);
}

#[test]
#[ignore = "long: .ci/run runs it"]
#[expect(clippy::print_stderr, reason = "how many there were is told")]
fn every_size_fits_four_states_and_more() {
    eprintln!("{} frames of {} states, 0 panics", at_sizes(13), ROWS.len());
}
