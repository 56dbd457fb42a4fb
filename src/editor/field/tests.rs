//! Typing: letters, words, lines, the undo of typing, and what a paste may bring.

use super::*;

fn typed(keys: &[Key]) -> Line {
    let mut line = Line::default();
    for key in keys {
        assert!(line.handle(*key));
    }
    line
}

#[test]
fn backspace_takes_a_whole_letter() {
    let mut line = Line::new("cafe\u{301}");
    line.handle(Key::plain(KeyCode::Backspace));
    assert_eq!(line.text(), "caf");
}

#[test]
fn the_cursor_counts_cells() {
    let mut line = Line::new("日本");
    assert_eq!(line.cursor(), 4);
    line.handle(Key::plain(KeyCode::Left));
    assert_eq!(line.cursor(), 2);
    line.insert("x");
    assert_eq!(line.text(), "日x本");
}

#[test]
fn typing_replaces_what_is_proposed_and_other_keys_keep_it() {
    let mut line = Line::proposing("drawing.ron");
    line.handle(Key::char('z'));
    line.handle(Key::char('z'));
    assert_eq!(line.text(), "zz");
    let mut line = Line::proposing("drawing.ron");
    line.handle(Key::plain(KeyCode::Home));
    line.handle(Key::char('z'));
    assert_eq!(line.text(), "zdrawing.ron");
}

#[test]
fn words_go_as_a_whole() {
    let mut line = Line::new("web server one ");
    line.handle(Key::ctrl('w'));
    assert_eq!(line.text(), "web server ");
}

#[test]
fn the_cursor_goes_by_words() {
    let alt = |c| Key { alt: true, ..Key::char(c) };
    let mut line = Line::new("web-1 https");
    for (key, cursor) in [(alt('b'), 6), (alt('b'), 4), (alt('b'), 0), (alt('f'), 3), (Key::ctrl('e'), 11)] {
        assert!(line.handle(key));
        assert_eq!(line.cursor(), cursor, "{key:?}");
    }
    line.handle(Key::ctrl('a'));
    line.handle(alt('d'));
    assert_eq!(line.text(), "-1 https");
    line.handle(Key::ctrl('e'));
    line.handle(Key::ctrl('y'));
    assert_eq!(line.text(), "-1 httpsweb");
}

#[test]
fn typing_has_its_own_undo() {
    let mut line = Line::new("web");
    for c in "-12".chars() {
        line.handle(Key::char(c));
    }
    line.handle(Key::ctrl('u'));
    assert_eq!(line.text(), "");
    for text in ["web-12", "web", "web"] {
        line.handle(Key::ctrl('_'));
        assert_eq!(line.text(), text);
    }
    for text in ["web-12", "", ""] {
        line.handle(Key::ctrl('r'));
        assert_eq!(line.text(), text);
    }
}

#[test]
fn a_paste_is_one_harmless_line() {
    let mut line = Line::default();
    line.insert("a\r\nb\u{1b}[2J");
    assert_eq!(line.text(), "a b\u{FFFD}[2J");
    line.insert(&"x".repeat(1_000_000));
    assert_eq!(line.text().chars().count(), LIMIT);
}

#[test]
fn a_note_has_lines() {
    let mut line = Line::prose("");
    line.insert("reads\r\nand writes\u{1b}");
    line.handle(LINE_BREAK);
    line.handle(Key::char('x'));
    assert_eq!(line.text(), "reads\nand writes\u{FFFD}\nx");
    line.handle(Key::plain(KeyCode::Up));
    line.handle(Key::plain(KeyCode::End));
    assert_eq!(line.before(), "reads\nand writes\u{FFFD}");
    line.handle(Key::plain(KeyCode::Up));
    assert_eq!((line.before(), line.cursor()), ("reads", 5), "no further than the line goes");
    line.handle(Key::plain(KeyCode::Home));
    line.handle(Key::plain(KeyCode::Up));
    assert_eq!(line.before(), "");
    line.handle(Key::plain(KeyCode::Down));
    line.handle(Key::ctrl('k'));
    assert_eq!(line.text(), "reads\n\nx");
    line.handle(Key::plain(KeyCode::Backspace));
    assert_eq!(line.text(), "reads\nx");
}

#[test]
fn letters_are_typed_and_controls_are_not() {
    let line = typed(&[Key::char('a'), Key::char('b'), Key::ctrl('a'), Key::char('c')]);
    assert_eq!(line.text(), "cab");
    assert!(!Line::default().handle(Key::plain(KeyCode::Enter)));
    assert!(!Line::default().handle(Key::ctrl('q')));
}
