//! Whatever goes on, at whatever width, the line names it and the way out of it.
//!
//! The table must have a row for every variant of every state there is: the test reads their names in the source of
//! the editor, so that a new one cannot be forgotten.

mod sizes;

use std::collections::BTreeSet;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::editor::{Button, Editor, Input, Key, KeyCode, Options, Place, Pointer, PointerKind, Tone};
use crate::geometry::Point;
use crate::model::{Id, Subject};
use crate::scene::Charset;
use crate::stage::Address;
use crate::tui::theme::Theme;
use crate::tui::view::{Look, canvas_size, paint};

/// The widths and heights of terminals.
const SCREENS: [(u16, u16); 3] = [(120, 36), (80, 24), (40, 12)];

/// How a state is reached, what the line calls it, and the way out.
struct Row {
    reach: fn(&mut Desk),
    name: &'static str,
    exit: &'static str,
}

const fn keys(reach: fn(&mut Desk), name: &'static str, exit: &'static str) -> Row {
    Row { reach, name, exit }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    keys(|_| {}, "", "? help"),
    keys(Desk::start, "start", "q quit"),
    keys(|desk| desk.keys("3"), "count", "Esc cancel"),
    keys(|desk| desk.keys("z"), "keys", "Esc cancel"),
    keys(|desk| desk.keys("3o"), "keys", "Esc cancel"),
    keys(|desk| desk.keys("f"), "jump", "Esc stay"),
    keys(|desk| desk.keys("c"), "connect", "Esc cancel"),
    keys(|desk| desk.keys("C"), "connect", "Esc done"),
    keys(|desk| desk.keys("asalgi"), "put into", "Esc cancel"),
    keys(|desk| desk.keys("e"), "text", "Esc cancel"),
    keys(|desk| desk.keys("at"), "text", "Esc cancel"),
    keys(|desk| desk.keys(":title\n"), "text", "Esc cancel"),
    keys(|desk| desk.keys(":w\n"), "text", "Esc cancel"),
    keys(|desk| desk.keys(":e\n"), "text", "Esc cancel"),
    keys(|desk| desk.keys(":report\n"), "text", "Esc cancel"),
    keys(|desk| desk.keys(":export\n"), "text", "Esc cancel"),
    keys(|desk| desk.keys(":new-service\n"), "text", "Esc cancel"),
    keys(|desk| desk.keys("E"), "form", "Esc close"),
    keys(|desk| desk.keys("E\n"), "form", "Esc cancel"),
    keys(|desk| desk.keys("E\t\n"), "form", "Esc back"),
    keys(|desk| desk.keys("afE\t\t\t\n"), "form", "Esc done"),
    keys(|desk| desk.keys("A"), "quick line", "Esc cancel"),
    keys(|desk| desk.keys("m"), "move", "Esc done"),
    keys(|desk| desk.keys("m12"), "move", "Esc drop count"),
    keys(|desk| desk.keys("asM"), "resize", "Esc done"),
    keys(|desk| desk.keys("V"), "select", "Esc cancel"),
    keys(|desk| desk.drag(Point::new(1, 1)), "drag", "Esc put back"),
    keys(|desk| desk.drag(Point::new(0, 1)), "link", "Esc cancel"),
    keys(Desk::stretch, "resize", "Esc put back"),
    keys(|desk| desk.press(PointerKind::Down(Button::Middle), Place::Canvas(Point::default())), "pan", "Esc done"),
    keys(|desk| desk.press(PointerKind::Down(Button::Left), Place::Strip(0)), "place", "Esc done"),
    keys(|desk| desk.keys("gm"), "menu", "Esc close"),
    keys(|desk| desk.keys(":"), "palette", "Esc close"),
    keys(|desk| desk.keys("/"), "find", "Esc close"),
    keys(|desk| desk.keys("zt"), "theme", "Esc close"),
    keys(|desk| desk.keys("?"), "help", "Esc close"),
    keys(|desk| desk.keys("asidR"), "question", "Esc no"),
    keys(|desk| desk.keys("nF"), "question", "Esc leave"),
    keys(|desk| desk.keys("ng!"), "text", "Esc cancel"),
    keys(|desk| desk.keys("as:q\n"), "question", "Esc stay"),
    keys(|desk| desk.keys("as:new\n"), "question", "Esc stay"),
    keys(|desk| desk.feed(Input::Conflict("a.ron".into())), "question", "Esc stay"),
    keys(|desk| desk.feed(Input::Left(Box::default())), "question", "Esc later"),
    keys(Desk::drop_what_was_left, "question", "Esc back"),
    keys(|desk| desk.keys("W"), "read", "Esc close"),
    keys(|desk| desk.keys("L"), "lesson", "Esc leave"),
    keys(|desk| desk.keys("U"), "history", "Esc close"),
    keys(|desk| desk.keys("K"), "signs", "Esc close"),
    keys(|desk| desk.keys("nw"), "why", "Esc close"),
    keys(|desk| desk.keys("jD"), "simulation", "Esc restore"),
    keys(|desk| desk.keys("v"), "marked", "Esc unmark"),
    keys(|desk| desk.keys("ts"), "security", "Esc leave"),
    keys(|desk| desk.keys("ta"), "availability", "Esc leave"),
    keys(|desk| desk.keys("tm"), "monitoring", "Esc leave"),
    keys(|desk| desk.keys("td"), "difference", "Esc leave"),
    keys(|desk| desk.keys("rr"), "answers", "Esc close"),
    keys(|desk| desk.keys("rb"), "answers", "Esc close"),
    keys(|desk| desk.keys("zl"), "outline", "Esc canvas"),
];

/// An editor in a window of a size.
struct Desk {
    editor: Editor,
    screen: (u16, u16),
}

impl Desk {
    fn new(screen: (u16, u16)) -> Self {
        let themes = vec![("dark".to_owned(), "for dark grounds".to_owned())];
        let editor = Editor::new(Options { themes, ..Options::default() });
        let mut desk = Self { editor, screen };
        desk.fit();
        desk.feed(Input::GoTo(Address::parse("@tiers/1").unwrap().unwrap()));
        desk.fit();
        desk
    }

    fn start(&mut self) {
        self.editor = Editor::new(Options::default());
        self.fit();
    }

    fn drop_what_was_left(&mut self) {
        self.feed(Input::Left(Box::default()));
        self.keys("d");
    }

    fn fit(&mut self) {
        let size = canvas_size(self.screen.into(), &self.editor);
        self.feed(Input::Canvas(size));
    }

    fn feed(&mut self, input: Input) {
        for effect in self.editor.handle(input) {
            if let crate::editor::Effect::Analyse { generation, document, .. } = effect {
                let context = crate::analysis::Context::default();
                let report = crate::analysis::analyse(&document, &context, &|| false).unwrap();
                self.feed(Input::Analysed { generation, report: report.into(), baseline: None });
            }
        }
    }

    fn keys(&mut self, script: &str) {
        for c in script.chars() {
            self.feed(Input::Key(match c {
                '\n' => Key::plain(KeyCode::Enter),
                '\t' => Key::plain(KeyCode::Tab),
                c => Key::char(c),
            }));
        }
    }

    fn press(&mut self, kind: PointerKind, place: Place) {
        self.feed(Input::Pointer(Pointer { kind, place }));
    }

    /// The corner of a box.
    fn corner(&self, id: &str) -> Point {
        self.editor.position(&Subject::Node(Id::new(id).unwrap())).unwrap().origin
    }

    /// Presses on a cell of the client, counted from its corner.
    fn drag(&mut self, by: Point) {
        self.keys("z0");
        let at = self.corner("client").offset(by.x, by.y);
        self.press(PointerKind::Down(Button::Left), Place::Canvas(at));
    }

    fn stretch(&mut self) {
        self.keys("z0");
        let at = self.corner("server-1");
        self.press(PointerKind::Down(Button::Left), Place::Canvas(at));
    }

    /// What the last row of the screen shows.
    fn line(&self) -> String {
        let (width, height) = self.screen;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let theme = Theme::default();
        let look = Look { theme: &theme, charset: Charset::Unicode };
        terminal.draw(|frame| drop(paint(frame, &self.editor, look))).unwrap();
        let cells = terminal.backend().buffer().content();
        cells[cells.len() - usize::from(width)..].iter().map(ratatui::buffer::Cell::symbol).collect()
    }
}

#[test]
fn the_state_and_its_exit_are_named_whatever_goes_on_and_however_narrow_the_screen() {
    for screen in SCREENS {
        for row in ROWS {
            let mut desk = Desk::new(screen);
            (row.reach)(&mut desk);
            desk.fit();
            let named = |desk: &Desk, when: &str| {
                let line = desk.line();
                let badge =
                    if row.name.is_empty() { String::new() } else { format!("  {}  {}", row.name, row.exit) };
                assert!(
                    line.starts_with(&badge),
                    "{screen:?} {when}: {:?} is not named in\n{line}",
                    row.name
                );
                assert!(line.contains(row.exit), "{screen:?} {when}: no {:?} in\n{line}", row.exit);
            };
            named(&desk, "before");
            desk.feed(Input::Done("something happened that takes a great many words to be told ".repeat(2)));
            named(&desk, "with a message");
        }
    }
}

#[test]
fn a_message_is_told_in_full_on_every_screen() {
    let told = "the disk is full: nothing was written, and the drawing is still here";
    for screen in SCREENS {
        let mut desk = Desk::new(screen);
        desk.feed(Input::Failed(told.to_owned()));
        assert_eq!(desk.editor.message().unwrap().tone, Tone::Error);
        let (width, height) = screen;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let theme = Theme::default();
        let look = Look { theme: &theme, charset: Charset::Unicode };
        terminal.draw(|frame| drop(paint(frame, &desk.editor, look))).unwrap();
        let shown: String =
            terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
        let words: Vec<&str> = shown.split_whitespace().collect();
        assert!(words.join(" ").contains(told), "{screen:?}:\n{shown}");
    }
}

/// The enums whose variants are states, and the source that has them.
const STATES: &[(&str, &str)] = &[
    ("Tool", include_str!("../../../editor/tool.rs")),
    ("FieldTarget", include_str!("../../../editor/tool.rs")),
    ("Question", include_str!("../../../editor/tool.rs")),
    ("Gesture", include_str!("../../../editor/gesture/state.rs")),
    ("Purpose", include_str!("../../../editor/hint.rs")),
    ("Lens", include_str!("../../../editor/lens.rs")),
    ("Entry", include_str!("../../../editor/form/mod.rs")),
    ("Scope", include_str!("../../../editor/palette.rs")),
];

/// The names of the variants of an enum, as its source has them.
fn variants<'s>(name: &str, source: &'s str) -> Vec<&'s str> {
    let (_, body) = source.split_once(&format!("enum {name} {{\n")).unwrap();
    let (body, _) = body.split_once("\n}\n").unwrap();
    let own = body.lines().filter_map(|line| line.strip_prefix("    "));
    own.filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap())
        .collect()
}

#[test]
fn no_state_is_forgotten() {
    let mut seen = BTreeSet::new();
    for row in ROWS {
        let mut desk = Desk::new((120, 36));
        (row.reach)(&mut desk);
        let told = format!("{:?} {}", desk.editor.tool(), desk.editor.status().state);
        seen.extend(told.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase));
    }
    // The lens that shows nothing but the drawing is no state.
    seen.insert("topology".to_owned());
    for (name, source) in STATES {
        let names = variants(name, source);
        assert!(names.len() > 2, "{name}: {names:?}");
        for variant in names {
            assert!(seen.contains(&variant.to_lowercase()), "no row of the table is in {name}::{variant}");
        }
    }
}
