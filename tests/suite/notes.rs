//! Free texts: their lines and their width, on the canvas, in files and in every export.

use topoboard::codec::{Comments, decode, encode};
use topoboard::editor::{Button, PointerKind};
use topoboard::export::{self, ExportOptions};
use topoboard::geometry::{Point, Rect, Size};
use topoboard::model::{Note, NoteId};

use crate::editor::Desk;
use crate::pty::{ENTER, ESC, Spec, drag};

const LONG: &str = "every answer passes through here, and nobody knows why it takes so long on a Monday";

fn noted(text: &str) -> Desk {
    let mut desk = Desk::new();
    desk.keys(&format!("at\"{text}\"<enter>"));
    desk
}

fn area(desk: &Desk) -> Rect {
    desk.editor.layout().notes[&NoteId(0)]
}

fn note(desk: &Desk) -> Note {
    desk.editor.document().notes()[&NoteId(0)].clone()
}

fn drag_by(desk: &mut Desk, from: Point, by: (i32, i32)) {
    desk.pointer(PointerKind::Down(Button::Left), from);
    for step in 1..=4 {
        desk.pointer(PointerKind::Drag(Button::Left), from.offset(by.0 * step / 4, by.1 * step / 4));
    }
    desk.pointer(PointerKind::Up(Button::Left), from.offset(by.0, by.1));
}

#[test]
fn a_note_is_as_wide_as_it_is_told_and_as_high_as_its_text() {
    let mut desk = noted(LONG);
    let before = area(&desk);
    desk.keys("M 20h <esc>");
    let narrow = area(&desk);
    assert_eq!(narrow.size.width, before.size.width - 20);
    assert!(narrow.size.height > before.size.height, "{narrow:?}");
    assert_eq!(narrow.origin, before.origin);
    let shown = desk.editor.grid().text();
    for word in LONG.split(' ') {
        assert!(shown.contains(word), "{word} in\n{shown}");
    }
    desk.keys("e <ctrl-j> \"more\" <enter>");
    assert_eq!(
        area(&desk).size,
        Size::new(narrow.size.width, narrow.size.height + 1),
        "it grows with its text"
    );
    desk.keys("uu");
    assert_eq!(area(&desk), before);
}

#[test]
fn its_corner_is_drawn_with_the_pointer_and_the_other_stays() {
    let mut desk = noted(LONG);
    let before = area(&desk);
    let corner = Point::new(before.right() - 1, before.bottom() - 1);
    drag_by(&mut desk, corner, (-12, 5));
    assert_eq!(area(&desk).origin, before.origin);
    assert_eq!(area(&desk).size.width, before.size.width - 12);
    desk.keys("u");
    assert_eq!(area(&desk), before, "one step");
    drag_by(&mut desk, before.origin, (8, 0));
    assert_eq!(area(&desk).right(), before.right());
    assert_eq!(area(&desk).size.width, before.size.width - 8);
    desk.keys("u");
    desk.pointer(PointerKind::Down(Button::Left), corner);
    desk.pointer(PointerKind::Drag(Button::Left), corner.offset(9, 0));
    assert_eq!(desk.editor.status().state, "resize");
    desk.keys("<esc>");
    assert_eq!(area(&desk), before, "Esc puts it back");
    assert_eq!(note(&desk).width, None);
}

#[test]
fn what_is_written_reads_back_and_stands_in_every_drawing() {
    let mut desk = noted("first");
    desk.keys("e <ctrl-j> \"the second one is longer\" <enter> M 9h <esc>");
    let text = encode(desk.editor.document(), &Comments::default());
    let read = decode(&text, "a.ron").unwrap().document;
    assert_eq!(&read, desk.editor.document(), "{text}");
    assert_eq!(note(&desk).text.as_str(), "first\nthe second one is longer");
    for format in export::FORMATS.iter().filter(|format| ["unicode", "ascii", "json"].contains(&format.name))
    {
        let drawn = (format.write)(&read, &ExportOptions::default()).unwrap();
        for word in ["first", "second", "longer"] {
            assert!(drawn.contains(word), "{word} in {}:\n{drawn}", format.name);
        }
    }
    let json = export::find("json").unwrap();
    assert!((json.write)(&read, &ExportOptions::default()).unwrap().contains("\"width\""));
}

#[test]
fn the_focus_on_a_note_can_be_seen() {
    let mut desk = noted("look");
    assert_eq!(desk.editor.emphasis().note, Some(NoteId(0)));
    let with = desk.editor.grid().text();
    desk.keys("as");
    assert_ne!(with.lines().find(|line| line.contains("look")), None);
    assert!(with.contains('┏') || with.contains('┅') || with.contains('┃') || with.contains('┇'), "{with}");
}

#[test]
fn in_a_terminal_lines_are_typed_pasted_and_resized() {
    let mut session = Spec::default().start();
    session
        .wait_for("new drawing")
        .send("n")
        .wait_for("analysed")
        .send("at")
        .wait_for("Ctrl-J begins a line");
    session.send("reads\nand writes").wait_for("and writes");
    session.send("\x1b[200~\rpasted\nlines\x1b[201~").wait_for("lines").send(ENTER).wait_gone("Ctrl-J");
    for line in ["reads", "and writes", "pasted", "lines"] {
        session.wait_for(line);
    }
    session.settle();
    let corner = session.find("┛").expect("the corner of the note");
    session.send(drag(corner, (corner.0 + 9, corner.1)));
    session.wait_until("a wider note", |screen| {
        screen.contents_between(corner.1, corner.0 + 9, corner.1, corner.0 + 10) == "┛"
    });
    session.send("e").wait_for("Ctrl-J begins a line").send("\nx").send(ESC).wait_gone("Ctrl-J");
}
