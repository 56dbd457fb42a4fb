//! What a newcomer meets: the start screen, the guided tour, and screens with nothing on them yet.

use topoboard::editor::{
    Button, Editor, Effect, Input, Key, KeyCode, Options, Overlay, Place, Pointer, PointerKind, StartLine,
    Tool,
};
use topoboard::geometry::Size;

use crate::editor::Desk;
use crate::pty::{ESC, Session, Spec, click};

/// An editor that shows the start screen.
fn start(recent: &[&str]) -> Editor {
    let recent = recent.iter().map(Into::into).collect();
    let mut editor = Editor::new(Options { recent, ..Options::default() });
    editor.handle(Input::Canvas(Size::new(120, 35)));
    editor
}

fn press(editor: &mut Editor, keys: &str) -> Vec<Effect> {
    let key = |c| if c == '\u{1b}' { Key::plain(KeyCode::Esc) } else { Key::char(c) };
    keys.chars().flat_map(|c| editor.handle(Input::Key(key(c)))).collect()
}

fn lines(editor: &Editor) -> Vec<StartLine> {
    let Some(Overlay::Start { lines, .. }) = editor.overlay() else { panic!("no start screen") };
    lines
}

#[test]
fn the_start_screen_offers_every_way_to_begin() {
    let editor = start(&["/home/me/shop.ron"]);
    let shown: Vec<String> = lines(&editor)
        .iter()
        .map(|line| match line {
            StartLine::Heading(words) => words.clone(),
            StartLine::Row { key, title, .. } => format!("{key:>1} {title}"),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Begin",
            "t guided tour",
            "n new drawing",
            "A quick line",
            "p practice",
            "? help",
            "Opened lately",
            "  shop.ron",
            "Stages of @tiers",
            "0 simple web stack",
            "1 distributed web infrastructure",
            "2 secured and monitored",
            "3 scale up",
            "Stages of @roles",
            "  simple web stack",
            "  distributed web infrastructure",
            "  secured and monitored",
            "  scale up",
        ]
    );
}

#[test]
fn the_keys_of_the_start_screen_do_what_they_say() {
    let opened = |keys: &str| {
        let mut editor = start(&[]);
        let effects = press(&mut editor, keys);
        (editor.status().source, editor.status().state, effects)
    };
    let (source, state, effects) = opened("2");
    assert_eq!((source.as_str(), state.as_str()), ("@tiers/2", ""));
    assert!(matches!(&effects[..], [Effect::Analyse { baseline: Some(_), .. }]));
    assert_eq!(opened("n").0, "new drawing");
    assert_eq!(opened("t").1, "tour");
    assert_eq!(opened("A").1, "quick line");
    assert_eq!(opened("?").1, "help");
    assert_eq!(opened(":").1, "palette");
    assert_eq!(opened("q").2, [Effect::Quit]);
}

#[test]
fn every_row_can_be_reached_by_arrows_and_by_the_pointer() {
    let rows =
        lines(&start(&["/a/b.ron"])).iter().filter(|line| matches!(line, StartLine::Row { .. })).count();
    for row in 0..rows {
        let (mut walked, mut clicked) = (start(&["/a/b.ron"]), start(&["/a/b.ron"]));
        press(&mut walked, &"j".repeat(row));
        let by_key = walked.handle(Input::Key(Key::plain(KeyCode::Enter)));
        let by_click = clicked.handle(Input::Pointer(Pointer {
            kind: PointerKind::Down(Button::Left),
            place: Place::Start(row),
        }));
        assert_eq!(by_key.len(), by_click.len(), "row {row}");
        assert_eq!(walked.status(), clicked.status(), "row {row}");
    }
}

#[test]
fn what_is_opened_over_the_start_screen_leads_back_to_it() {
    for keys in ["?\u{1b}", ":\u{1b}", "A\u{1b}", "Alb\u{1b}"] {
        let mut editor = start(&[]);
        press(&mut editor, keys);
        assert!(matches!(editor.tool(), Tool::Start { .. }), "{keys:?}: {:?}", editor.tool());
    }
    let mut editor = start(&[]);
    press(&mut editor, "Alb");
    editor.handle(Input::Key(Key::plain(KeyCode::Enter)));
    assert_eq!(*editor.tool(), Tool::Idle, "what was drawn is there to be drawn on");
    press(&mut editor, "u");
    assert_eq!(*editor.tool(), Tool::Idle, "also when it was taken back: it can be done again");
}

/// The keys of a script that the tour asks for, as it shows them.
fn shown_keys(press: &str) -> String {
    let one = |asked: &str| match asked.strip_prefix("the letters on ") {
        Some(title) => format!("<at {}>", if title == "MySQL" { "db-1" } else { title }),
        None => asked.replace("Esc", "<esc>"),
    };
    press.split(", then ").map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_tour_is_done_by_the_keys_that_it_tells() {
    let mut desk = Desk::new();
    desk.keys(":\"tour\"<enter>");
    for number in 1..=8 {
        let view = desk.editor.tour().unwrap_or_else(|| panic!("the tour ended before step {number}"));
        assert_eq!((view.number, view.of), (number, 8), "{view:?}");
        let above = if number == 3 { "why" } else { "tour" };
        assert_eq!(desk.editor.status().state, above, "before step {number}");
        desk.keys(&shown_keys(&view.press));
    }
    assert_eq!(desk.editor.tour(), None);
    assert!(desk.message().starts_with("that was the tour"), "{}", desk.message());
    assert_eq!(desk.editor.status().source, "@tiers/1");
    assert!(desk.effects.is_empty(), "nothing is written: {:?}", desk.effects);
}

#[test]
fn a_step_is_not_done_before_all_of_it_was() {
    let mut desk = Desk::new();
    desk.keys(":\"tour\"<enter>");
    let number = |desk: &Desk| desk.editor.tour().map_or(0, |view| view.number);
    desk.keys("<esc>");
    assert_eq!(number(&desk), 0, "Esc leaves it at once when nothing else is there to be left");
    assert!(desk.message().contains(":tour"), "{}", desk.message());
    desk.keys(":\"tour\"<enter> zo");
    assert_eq!(number(&desk), 1, "another key than the one that was told");
    desk.keys("j n");
    assert_eq!(number(&desk), 2, "half of what the second step asks for");
    desk.keys("w");
    assert_eq!(number(&desk), 3);
    desk.keys("<esc> :<esc>");
    assert_eq!(number(&desk), 4, "what lies over it is left first");
}

#[test]
fn space_skips_and_the_pointer_does_what_keys_do() {
    let mut desk = Desk::new();
    desk.keys(":\"tour\"<enter>");
    let skip = desk.editor.status().hints.iter().position(|hint| hint.what == "next step").unwrap();
    for _ in 0..3 {
        desk.feed(Input::Pointer(Pointer {
            kind: PointerKind::Down(Button::Left),
            place: Place::Hint(skip),
        }));
    }
    assert_eq!(desk.editor.tour().map(|view| view.number), Some(4));
    desk.keys("<space><space><space><space><space>");
    assert_eq!(desk.editor.tour(), None);
    desk.keys("<space>");
    assert!(desk.message().contains(":tour"), "{}", desk.message());
}

#[test]
fn the_tour_asks_before_it_takes_the_place_of_unsaved_work() {
    let mut desk = Desk::new();
    desk.keys("as:\"tour\"<enter>");
    assert_eq!(desk.editor.status().state, "question");
    desk.keys("<esc>");
    assert_eq!(desk.model(), ["server-1 server"]);
    desk.keys(":\"tour\"<enter>d");
    assert_eq!(desk.editor.status().state, "tour");
}

/// The stage that the tour drew on is as it was, and nothing asks about it; redo brings the work of the tour back.
#[test]
fn the_end_of_the_tour_takes_back_what_it_drew() {
    let pristine = Desk::stage("@tiers/0").model();
    let mut desk = Desk::new();
    desk.keys(":\"tour\"<enter>");
    for _ in 1..=8 {
        let press = desk.editor.tour().expect("the tour goes on").press;
        desk.keys(&shown_keys(&press));
    }
    assert!(desk.message().contains("what it drew is undone"), "{}", desk.message());
    assert!(!desk.editor.is_modified());
    let mut fresh = Desk::stage("@tiers/1");
    for desk in [&mut desk, &mut fresh] {
        desk.keys("L");
    }
    let compared = |desk: &Desk| desk.editor.emphasis().marks;
    assert_eq!(compared(&desk), compared(&fresh), "the next stage is compared with the first as it was");
    desk.keys("<esc> <");
    assert_eq!(desk.model(), pristine);
    desk.keys("<ctrl-r>");
    assert!(desk.model().iter().any(|line| line.contains("cache")), "{:?}", desk.model());
}

#[test]
fn leaving_the_tour_takes_back_what_it_drew_and_nothing_else() {
    let mut desk = Desk::new();
    let pristine = Desk::stage("@tiers/0").model();
    let to_the_link = |desk: &mut Desk| {
        desk.keys(":\"tour\"<enter>");
        for _ in 1..=6 {
            let press = desk.editor.tour().expect("the tour goes on").press;
            desk.keys(&shown_keys(&press));
        }
    };
    to_the_link(&mut desk);
    assert_ne!(desk.model(), pristine);
    desk.keys("<esc>");
    assert_eq!((desk.editor.tour(), desk.model()), (None, pristine.clone()));
    to_the_link(&mut desk);
    desk.keys(":\"q\"<enter>");
    assert!(desk.effects.contains(&Effect::Quit), "nothing is asked: {}", desk.editor.status().state);

    let mut desk = Desk::new();
    to_the_link(&mut desk);
    desk.keys("ac<esc>");
    assert!(desk.model().len() > pristine.len() + 2, "what one drew oneself stays: {:?}", desk.model());
    desk.keys(":\"q\"<enter>");
    assert_eq!(desk.editor.status().state, "question");
}

#[test]
fn another_drawing_ends_the_tour() {
    let mut desk = Desk::new();
    desk.keys(":\"tour\"<enter>:\"new\"<enter>");
    assert_eq!(desk.editor.tour(), None);
}

fn shown(session: &mut Session, words: &[&str]) {
    for word in words {
        session.wait_for(word);
    }
}

#[test]
fn the_start_screen_can_be_read_on_every_screen() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut session = Spec::default().sized(columns, rows).start();
        shown(&mut session, &["topoboard", "guided tour", "new drawing", "quick line", "q quit"]);
        let (column, row) = session.find("new drawing").unwrap();
        session.send(click(column, row)).wait_for("? help");
    }
    let mut session = Spec::default().sized(80, 24).start();
    shown(
        &mut session,
        &["Stages of @tiers", "one server runs the whole site", "Stages of @roles", "one role a server"],
    );
}

#[test]
fn the_tour_is_beside_the_drawing_on_every_screen() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut session = Spec::default().sized(columns, rows).start();
        session.wait_for("guided tour").send("t");
        shown(&mut session, &["1/8 Look around", "press j", "Esc leave", "User"]);
        session.send("j").wait_for("2/8 See what breaks").send("nw").wait_for("3/8 Leave a state");
        session.send(ESC).wait_for("4/8 Let it fail").send(ESC).wait_gone("4/8");
    }
}

#[test]
fn screens_with_nothing_on_them_say_what_to_press() {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("nothing is drawn yet: what breaks");
    session.send("/").wait_for("press `a` and a kind");
    session.send("U").wait_for("nothing was done yet").send(ESC).wait_gone("nothing was done yet");
    session
        .send("zl")
        .wait_for("nothing is drawn yet: `a` and")
        .send(ESC)
        .wait_gone("nothing is drawn yet: `a`");
    session.send("s1").wait_for("@tiers/0");
    session.send("td").wait_for("the same as what is saved").send(ESC).wait_gone("difference");
    session.send(":zzzz").wait_for("Backspace takes a letter back");
}

#[test]
fn help_is_searched_for_a_topic_and_explains_the_words_of_the_trade() {
    let mut desk = Desk::new();
    desk.keys(":\"help zoom\"<enter>");
    let Some(Overlay::Help { query, areas, .. }) = desk.editor.overlay() else { panic!("no help") };
    assert_eq!(query, "zoom");
    assert!(areas.iter().flat_map(|area| &area.rows).all(|row| row.what.to_lowercase().contains("zoom")));
    desk.keys("<esc>:\"help quorum\"<enter>");
    let Some(Overlay::Text { title, .. }) = desk.editor.overlay() else { panic!("no page") };
    assert_eq!(title, "quorum");
}
