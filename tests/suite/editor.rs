//! The editor on a desk of its own, and what must hold after any keys.
//!
//! In a script of keys, blanks only separate; a key with a name stands in angle brackets, text to type in double quotes.

use std::sync::Arc;

use proptest::prelude::*;
use topoboard::analysis::{Context, Report, analyse};
use topoboard::codec::Comments;
use topoboard::editor::{
    Button, Editor, Effect, FormEntry, Input, Key, KeyCode, Keymap, Options, Overlay, Place, Pointer,
    PointerKind, Progress, Source, Tool,
};
use topoboard::geometry::{Point, Size};
use topoboard::layout::arrange_for;
use topoboard::model::{Document, LinkKind, Subject};
use topoboard::stage::Address;

/// An editor with an empty drawing on a large screen; analyses are answered at once. Wishes for better lines than those
/// that follow wait until [`Desk::rest`], unless they are to be among the effects.
pub struct Desk {
    pub editor: Editor,
    pub wishes: bool,
    wish: Option<Effect>,
    pub effects: Vec<Effect>,
}

impl Desk {
    pub fn new() -> Self {
        Self::with(Options::default())
    }

    pub fn with(options: Options) -> Self {
        let mut desk = Self { editor: Editor::new(options), wishes: false, wish: None, effects: Vec::new() };
        desk.feed(Input::Canvas(Size::new(160, 60)));
        desk.keys("n");
        desk
    }

    pub fn stage(text: &str) -> Self {
        let mut desk = Self::new();
        desk.feed(Input::GoTo(Address::parse(text).unwrap().unwrap()));
        desk
    }

    pub fn feed(&mut self, input: Input) {
        for effect in self.editor.handle(input) {
            if let Effect::Analyse { generation, document, baseline } = &effect {
                let report = |document: &Document| -> Arc<Report> {
                    Arc::new(analyse(document, &Context::default(), &|| false).unwrap())
                };
                let baseline = baseline.as_ref().map(report);
                let answer = Input::Analysed { generation: *generation, report: report(document), baseline };
                // An answer lights other findings, which may make room for better lines; it does nothing else.
                for effect in self.editor.handle(answer) {
                    assert!(matches!(effect, Effect::Arrange { .. }), "{effect:?}");
                    self.wish = Some(effect);
                }
            } else if matches!(effect, Effect::Arrange { .. }) && !self.wishes {
                self.wish = Some(effect);
            } else {
                self.effects.push(effect);
            }
        }
    }

    /// The picture comes to rest: the latest wish for better lines is answered.
    pub fn rest(&mut self) {
        if let Some(Effect::Arrange { generation, document, zoom, charset }) = self.wish.take() {
            let layout = Box::new(arrange_for(&document, zoom, charset.glyphs()));
            self.feed(Input::Arranged { generation, layout });
        }
    }

    pub fn keys(&mut self, script: &str) -> &mut Self {
        self.press(script);
        self
    }

    /// Presses the keys of a script; answers how many they were. `<at db-1>` presses the jump label of a node.
    pub fn press(&mut self, script: &str) -> usize {
        let mut pressed = 0;
        for stroke in strokes(script) {
            pressed += self.stroke(stroke);
        }
        pressed
    }

    /// Does a stroke; answers how many keys it was.
    pub fn stroke(&mut self, stroke: Stroke) -> usize {
        let keys = match stroke {
            Stroke::Key(key) => vec![key],
            Stroke::At(id) => label(self, &id).chars().map(Key::char).collect(),
        };
        for key in &keys {
            self.feed(Input::Key(*key));
        }
        keys.len()
    }

    pub fn pointer(&mut self, kind: PointerKind, at: Point) -> &mut Self {
        self.feed(Input::Pointer(Pointer { kind, place: Place::Canvas(at) }));
        self
    }

    pub fn model(&self) -> Vec<String> {
        outline(self.editor.document())
    }

    /// What the open form or the saved text says; what holds is answered as it was expected.
    pub fn form_says(&mut self, what: &str, expected: &str) -> String {
        if what == "undo" {
            while self.editor.form().is_some() {
                self.keys("<esc>");
            }
            self.keys("u");
            return self.message().to_owned();
        }
        if what == "file" {
            let text = topoboard::codec::encode(self.editor.document(), &Comments::default());
            return if text.contains(expected) { expected.to_owned() } else { text };
        }
        let Some(form) = self.editor.form() else { return "no form is open".to_owned() };
        let rows: Vec<_> = form.rows.iter().map(|row| format!("{} | {}", row.name, row.value)).collect();
        let found = |holds: bool| if holds { expected.to_owned() } else { rows.join("\n    ") };
        match what {
            "row" => rows[form.selected].clone(),
            "shows" => found(rows.iter().any(|row| row == expected)),
            "hides" => found(form.rows.iter().all(|row| row.name != expected)),
            "problem" => form.problem.clone(),
            "help" => form.help.clone(),
            "list" => match form.entry {
                FormEntry::List { rows, .. } => {
                    rows.iter().map(|row| row.title.trim()).collect::<Vec<_>>().join(", ")
                }
                other => format!("{other:?}"),
            },
            _ => form.title.clone(),
        }
    }

    pub fn message(&self) -> &str {
        self.editor.message().map_or("", |message| &message.text)
    }
}

/// What a script says to press.
pub enum Stroke {
    /// A key.
    Key(Key),
    /// The label that a hint shows for a node.
    At(String),
}

/// The strokes of a script.
pub fn strokes(script: &str) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let (taken, found) = match c {
            ' ' | '\n' => (1, Vec::new()),
            '"' => {
                let end = rest[1..].find('"').unwrap();
                (end + 2, rest[1..=end].chars().map(|c| Stroke::Key(Key::char(c))).collect())
            }
            '<' if rest.find('>').is_some_and(|end| end > 1) => {
                let end = rest.find('>').unwrap();
                let name = &rest[1..end];
                let stroke = match name.strip_prefix("at ") {
                    Some(id) => Stroke::At(id.to_owned()),
                    None => Stroke::Key(named(name)),
                };
                (end + 1, vec![stroke])
            }
            c => (c.len_utf8(), vec![Stroke::Key(Key::char(c))]),
        };
        strokes.extend(found);
        rest = &rest[taken..];
    }
    strokes
}

fn named(name: &str) -> Key {
    if let Some(c) = name.strip_prefix("ctrl-") {
        return Key::ctrl(c.chars().next().unwrap());
    }
    if let Some(c) = name.strip_prefix("alt-") {
        return Key { alt: true, ..Key::char(c.chars().next().unwrap()) };
    }
    let codes = [
        ("esc", KeyCode::Esc),
        ("enter", KeyCode::Enter),
        ("tab", KeyCode::Tab),
        ("shift-tab", KeyCode::BackTab),
        ("up", KeyCode::Up),
        ("down", KeyCode::Down),
        ("left", KeyCode::Left),
        ("right", KeyCode::Right),
        ("space", KeyCode::Char(' ')),
        ("backspace", KeyCode::Backspace),
        ("delete", KeyCode::Delete),
        ("home", KeyCode::Home),
        ("end", KeyCode::End),
        ("less", KeyCode::Char('<')),
        ("home", KeyCode::Home),
        ("end", KeyCode::End),
    ];
    Key::plain(codes.iter().find(|row| row.0 == name).unwrap_or_else(|| panic!("no key {name}")).1)
}

/// The whole model, one line a thing.
pub fn outline(document: &Document) -> Vec<String> {
    let topology = document.topology();
    let mut lines = Vec::new();
    for (id, node) in topology.nodes() {
        let name = Some(format!(" {:?}", node.name.as_str())).filter(|_| !node.name.is_empty());
        let parent = node.parent.as_ref().map(|parent| format!(" in {parent}"));
        let role = node.role.map(|role| format!(" {role:?}").to_lowercase());
        let guards = node.guards.iter().map(|id| format!(" guards {id}")).collect::<Vec<_>>().concat();
        let pinned = document.placements().get(id).and_then(|place| place.at);
        let pinned = pinned.map(|_| " pinned".to_owned());
        let parts = [name, parent, role, Some(guards), pinned];
        lines.push(format!("{id} {}{}", node.kind.name(), parts.into_iter().flatten().collect::<String>()));
    }
    for (id, group) in topology.groups() {
        let members: Vec<_> = group.members.iter().map(ToString::to_string).collect();
        lines.push(format!("{id} {} {}", group.mode.name(), members.join(" ")));
    }
    for link in topology.links_sorted() {
        let kind =
            Some(format!(" {:?}", link.kind).to_lowercase()).filter(|_| link.kind != LinkKind::Request);
        let stated = link.protocol.as_ref().map(|protocol| format!(" {}", protocol.as_str()));
        let suggested = topology.suggested(link).map(|protocol| format!(" ({})", protocol.as_str()));
        let protocol = stated.or(suggested);
        let port = link.port.map(|port| format!(":{port}"));
        let tls = link.tls.map(|tls| format!(" tls={tls:?}").to_lowercase());
        let access =
            Some(format!(" {:?}", link.access).to_lowercase()).filter(|access| access != " readwrite");
        let label = Some(format!(" {:?}", link.label.as_str())).filter(|_| !link.label.is_empty());
        let parts = [kind, protocol, port, tls, access, label];
        lines.push(format!("{}{}", link.id, parts.into_iter().flatten().collect::<String>()));
    }
    lines.extend(document.notes().values().map(|note| format!("note {:?}", note.text.as_str())));
    lines
}

#[test]
fn every_command_has_a_way_to_be_called_and_names_are_unique() {
    let mut names = std::collections::BTreeSet::new();
    for area in topoboard::editor::areas() {
        for command in area.commands {
            assert!(names.insert(command.name), "{} twice", command.name);
            assert!(!command.title.is_empty());
        }
    }
    let mut help = Desk::new();
    help.keys("?");
    let Some(Overlay::Help { areas, .. }) = help.editor.overlay() else { panic!("no help") };
    let rows: Vec<_> = areas.iter().flat_map(|area| &area.rows).collect();
    assert!(rows.len() > 60);
    let unreachable: Vec<_> =
        rows.iter().filter(|row| row.keys.is_empty()).map(|row| row.what.as_str()).collect();
    // `link.to` is what `.` does after a link was drawn.
    assert_eq!(unreachable, ["Link to the same target again"]);
}

#[test]
fn which_key_hint_comes_after_a_pause() {
    let mut desk = Desk::stage("@tiers/0");
    desk.keys("s");
    assert!(desk.editor.overlay().is_none() && desk.editor.wants_tick());
    desk.feed(Input::Tick);
    let Some(Overlay::WhichKey { prefix, rows }) = desk.editor.overlay() else { panic!("no hint") };
    assert_eq!(prefix, "s");
    assert!(rows.iter().any(|row| row.keys == "3" && row.what.contains("stage")));
    desk.keys("<esc>");
    assert!(desk.editor.overlay().is_none());
}

#[test]
fn messages_go_away() {
    let mut desk = Desk::new();
    desk.keys("u");
    assert_eq!(desk.message(), "nothing is left to undo");
    for _ in 0..12 {
        assert!(desk.editor.wants_tick());
        desk.feed(Input::Tick);
    }
    assert_eq!(desk.message(), "");
    assert!(!desk.editor.wants_tick());
}

#[test]
fn the_palette_finds_commands_and_takes_typed_ones() {
    let mut desk = Desk::new();
    desk.keys(":\"add server\"");
    let Some(Overlay::Palette { rows, selected, .. }) = desk.editor.overlay() else { panic!("no palette") };
    assert_eq!(selected, 0);
    assert!(rows.iter().any(|row| row.title == "Add server" && row.note == "a s"), "{rows:?}");
    desk.keys("<esc>:\"w /tmp/x.ron\"<enter>");
    assert!(
        matches!(&desk.effects[..], [Effect::Save { path, replace: false, .. }] if path.ends_with("x.ron"))
    );
}

#[test]
fn quit_asks_when_something_is_unsaved() {
    let mut desk = Desk::new();
    desk.keys("<ctrl-q>");
    assert_eq!(desk.effects, [Effect::Quit]);
    let mut desk = Desk::new();
    desk.keys("as<ctrl-q>");
    assert!(desk.effects.is_empty());
    assert!(matches!(desk.editor.overlay(), Some(Overlay::Question { .. })));
    desk.keys("<esc>");
    assert!(desk.effects.is_empty() && *desk.editor.tool() == Tool::Idle);
    desk.keys(":\"q\"<enter>");
    assert!(matches!(desk.editor.overlay(), Some(Overlay::Question { .. })));
    desk.keys("q");
    assert!(matches!(&desk.effects[..], [Effect::Forsake(boards), Effect::Quit] if boards.len() == 1));
    let mut desk = Desk::new();
    desk.keys("as:\"q!\"<enter>");
    assert!(matches!(&desk.effects[..], [Effect::Forsake(boards), Effect::Quit] if boards.len() == 1));
}

#[test]
fn write_and_quit_waits_for_the_file() {
    let mut desk = Desk::new();
    desk.keys("as:\"wq a.ron\"<enter>");
    let [Effect::Save { path, revision, .. }] = &desk.effects[..] else { panic!("{:?}", desk.effects) };
    let saved = Input::Saved { path: path.clone(), revision: *revision };
    desk.effects.clear();
    desk.feed(saved);
    assert_eq!(desk.effects, [Effect::Quit]);
    assert!(!desk.editor.is_modified());
}

#[test]
fn undoing_to_what_was_saved_is_unmodified() {
    let mut desk = Desk::new();
    desk.keys("as:\"w a.ron\"<enter>");
    let Some(Effect::Save { path, revision, .. }) = desk.effects.pop() else { panic!() };
    desk.keys("aw");
    desk.feed(Input::Saved { path, revision });
    assert!(desk.editor.is_modified(), "what was added while the file was written is not in it");
    desk.keys("u");
    assert!(!desk.editor.is_modified());
    desk.keys("u");
    assert!(desk.editor.is_modified());
}

#[test]
fn a_failed_save_keeps_the_drawing_and_does_not_quit() {
    let mut desk = Desk::new();
    desk.keys("as:\"wq a.ron\"<enter>");
    desk.effects.clear();
    desk.feed(Input::Failed("a.ron: the disk is full".to_owned()));
    assert!(desk.effects.is_empty() && desk.editor.is_modified());
    assert_eq!(desk.message(), "a.ron: the disk is full");
}

#[test]
fn a_conflict_asks_before_it_replaces() {
    let mut desk = Desk::new();
    desk.keys("as:\"w a.ron\"<enter>");
    desk.effects.clear();
    desk.feed(Input::Conflict("a.ron".into()));
    assert!(matches!(desk.editor.overlay(), Some(Overlay::Question { .. })));
    desk.keys("r");
    assert!(matches!(&desk.effects[..], [Effect::Save { replace: true, .. }]));
}

#[test]
fn results_of_older_generations_are_dropped() {
    let mut desk = Desk::new();
    let first = desk.editor.handle(Input::Key(Key::char('a')));
    assert!(first.is_empty());
    let asked = desk.editor.handle(Input::Key(Key::char('s')));
    let [Effect::Analyse { generation: old, .. }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(desk.editor.status().progress, Progress::Analysing);
    desk.editor.handle(Input::Key(Key::char('i')));
    let asked = desk.editor.handle(Input::Key(Key::char('w')));
    let [Effect::Analyse { generation: new, document, .. }] = &asked[..] else { panic!("{asked:?}") };
    let report = Arc::new(analyse(document, &Context::default(), &|| false).unwrap());
    desk.editor.handle(Input::Analysed { generation: *old, report: Arc::clone(&report), baseline: None });
    assert_eq!(desk.editor.status().progress, Progress::Analysing);
    desk.editor.handle(Input::Analysed { generation: *new, report, baseline: None });
    assert_eq!(desk.editor.status().progress, Progress::Analysed);
}

#[test]
fn moving_asks_for_no_analysis() {
    let mut desk = Desk::new();
    desk.keys("asm");
    assert!(desk.editor.handle(Input::Key(Key::char('l'))).is_empty());
    assert!(desk.editor.is_modified());
}

#[test]
fn stages_are_walked_and_keep_what_was_drawn() {
    let mut desk = Desk::stage("@tiers/0");
    assert_eq!(desk.editor.status().source, "@tiers/0");
    desk.keys("aw>");
    assert_eq!(desk.editor.status().source, "@tiers/1");
    let bar = desk.editor.stage_bar().unwrap();
    assert_eq!(
        bar.stages.iter().map(|tab| (tab.current, tab.modified)).collect::<Vec<_>>(),
        [(false, true), (true, false), (false, false), (false, false)]
    );
    assert!(!bar.fixed.is_empty() && !bar.broke.is_empty(), "{bar:?}");
    desk.keys("s0");
    assert!(desk.model().iter().any(|line| line == "web-2 web_server"));
    desk.keys("s7");
    assert!(desk.message().contains("has no stage 7"), "{}", desk.message());
}

#[test]
fn the_lesson_and_the_rest_are_two_groups() {
    let desk = Desk::stage("@tiers/1");
    let titles: Vec<_> = desk.editor.findings().groups.iter().map(|group| group.title).collect();
    assert_eq!(titles, ["In this lesson", "Also true here"]);
    let rows = |group: usize| desk.editor.findings().groups[group].rows.clone();
    assert!(rows(0).iter().any(|row| row.code == "REL001"));
    assert!(rows(1).iter().all(|row| row.code == "PERF001"), "{:?}", rows(1));
}

#[test]
fn findings_are_walked_and_explained_on_the_canvas() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("n");
    assert_eq!(desk.editor.focus().node().unwrap().as_str(), "lb-1");
    assert!(desk.message().starts_with("REL001"), "{}", desk.message());
    desk.keys("w");
    let lit = desk.editor.emphasis().path;
    assert!(lit.contains(&Subject::Node("lb-1".parse_id())), "{lit:?}");
    assert!(!desk.editor.findings().why.is_empty());
    desk.keys("<esc>");
    assert!(desk.editor.emphasis().path.is_empty());
    desk.keys("nN");
    assert_eq!(desk.editor.focus().node().unwrap().as_str(), "lb-1");
}

#[test]
fn the_difference_marks_what_is_new() {
    let mut desk = Desk::stage("@tiers/1");
    desk.keys("s=");
    let marks = desk.editor.emphasis().marks;
    assert_eq!(marks.get(&Subject::Node("lb-1".parse_id())), Some(&topoboard::scene::Mark::Added));
    desk.keys("<esc>");
    assert!(desk.editor.emphasis().marks.is_empty());
    let mut first = Desk::stage("@tiers/0");
    first.keys("s=");
    assert!(first.message().contains("first stage"));
}

#[test]
fn failing_a_box_shows_what_it_takes_along() {
    let mut desk = Desk::stage("@tiers/0");
    let server = Subject::Node("server-1".parse_id());
    let web = Subject::Node("web-1".parse_id());
    while desk.editor.focus().subject() != Some(server.clone()) {
        desk.keys("<tab>");
    }
    desk.keys("D");
    let marks = desk.editor.emphasis().marks;
    assert_eq!(marks.get(&server), Some(&topoboard::scene::Mark::Failed));
    assert_eq!(marks.get(&web), Some(&topoboard::scene::Mark::Failed));
    desk.keys("D");
    assert!(desk.editor.emphasis().marks.is_empty());
}

#[test]
fn a_click_focuses_and_a_drag_moves_as_one_step() {
    let mut desk = Desk::new();
    desk.keys("as iw");
    let web = Subject::Node("web-1".parse_id());
    let at = desk.editor.position(&web).unwrap();
    let inside = at.origin.offset(2, 1);
    desk.keys("-").pointer(PointerKind::Down(Button::Left), inside);
    assert_eq!(desk.editor.focus().subject(), Some(web.clone()));
    for step in 1..=10 {
        desk.pointer(PointerKind::Drag(Button::Left), inside.offset(step, step / 2));
    }
    desk.pointer(PointerKind::Up(Button::Left), inside.offset(10, 5));
    let moved = desk.editor.position(&web).unwrap();
    assert_eq!(moved.origin, at.origin.offset(10, 5));
    desk.keys("u");
    assert_eq!(desk.model(), ["server-1 server", "web-1 web_server in server-1"]);
    desk.keys("u");
    assert_eq!(desk.model(), ["server-1 server"]);
}

#[test]
fn escape_puts_back_what_is_dragged() {
    let mut desk = Desk::new();
    desk.keys("as");
    let before = desk.editor.document().clone();
    let at = desk.editor.position(&Subject::Node("server-1".parse_id())).unwrap().origin;
    desk.pointer(PointerKind::Down(Button::Left), at)
        .pointer(PointerKind::Drag(Button::Left), at.offset(9, 9));
    assert_ne!(*desk.editor.document(), before);
    desk.keys("<esc>");
    assert_eq!(*desk.editor.document(), before);
    desk.keys("u");
    assert!(desk.model().is_empty(), "the drag left no step");
}

#[test]
fn a_box_goes_where_was_clicked() {
    let mut desk = Desk::new();
    let at = Point::new(30, 12);
    desk.pointer(PointerKind::Down(Button::Left), at).pointer(PointerKind::Up(Button::Left), at).keys("as");
    let place = desk.editor.document().placements().values().next().unwrap().at;
    assert_eq!(place, Some(at));
}

#[test]
fn a_marquee_marks_what_lies_in_it() {
    let mut desk = Desk::new();
    desk.keys("3as");
    let bounds = desk.editor.scene().bounds().grown(2, 2);
    let (from, to) = (bounds.origin, Point::new(bounds.right(), bounds.bottom()));
    desk.pointer(PointerKind::Down(Button::Left), from).pointer(PointerKind::Drag(Button::Left), to);
    assert!(desk.editor.marquee().is_some());
    desk.pointer(PointerKind::Up(Button::Left), to);
    assert_eq!(desk.editor.marked().len(), 3);
    desk.keys("d");
    assert!(desk.model().is_empty());
}

#[test]
fn the_wheel_scrolls_and_the_middle_button_pans() {
    let mut desk = Desk::new();
    let before = desk.editor.viewport().origin;
    desk.pointer(PointerKind::ScrollDown, Point::default());
    assert_eq!(desk.editor.viewport().origin, before.offset(0, 3));
    let at = desk.editor.viewport().origin.offset(20, 20);
    desk.pointer(PointerKind::Down(Button::Middle), at)
        .pointer(PointerKind::Drag(Button::Middle), at.offset(5, 2));
    assert_eq!(desk.editor.viewport().origin, before.offset(-5, 1));
}

#[test]
fn a_click_on_a_finding_goes_to_its_subject() {
    let mut desk = Desk::stage("@tiers/1");
    let panel = desk.editor.findings();
    let row = panel.groups.iter().flat_map(|group| &group.rows).find(|row| row.code == "REL002").unwrap();
    desk.feed(Input::Pointer(Pointer {
        kind: PointerKind::Down(Button::Left),
        place: Place::Finding(row.index),
    }));
    assert_eq!(desk.editor.focus().node().unwrap().as_str(), "db-1");
}

#[test]
fn every_stage_can_be_seen_as_a_whole_when_opened() {
    for address in
        ["@tiers/0", "@tiers/1", "@tiers/2", "@tiers/3", "@roles/0", "@roles/1", "@roles/2", "@roles/3"]
    {
        let desk = Desk::stage(address);
        let (window, drawing) = (desk.editor.viewport(), desk.editor.layout().bounds());
        assert!(
            window.encloses(drawing),
            "{address}: {drawing:?} in {window:?} at {:?}",
            desk.editor.layout().zoom
        );
    }
}

#[test]
fn a_person_may_rebind_keys_and_hears_of_mistakes() {
    let keymap = |text: &str| Keymap::built_in().with(text, "keymap.ron");
    let options =
        Options { keymap: Some(keymap("(keys: {\"Q\": \"file.quit\"})").unwrap()), ..Options::default() };
    let mut editor = Editor::new(options);
    editor.handle(Input::Key(Key::char('n')));
    assert_eq!(editor.handle(Input::Key(Key::char('Q'))), [Effect::Quit]);
    let wrong = |text: &str| keymap(text).unwrap_err().to_string();
    assert_eq!(
        wrong("(keys: {\n  \"Q\": \"file.qit\",\n})"),
        "keymap.ron:2:8: unknown command `file.qit`; expected a known command; did you mean `file.quit`?"
    );
    let said = wrong("(keys: {\n  \"Q\": \"file.quit\",\n  \"Q Q\": \"file.save\",\n})");
    assert!(said.starts_with("keymap.ron:3:3: Q Q is bound twice"), "{said}");
    let said = wrong("(keys: {\n\n  \"Q\": \"add.here\"})");
    assert!(said.starts_with("keymap.ron:3:3: add.here needs <kind>"), "{said}");
    let said = wrong("(keys: {\"entr\": \"file.save\"})");
    assert!(said.contains("did you mean `enter`?"), "{said}");
}

#[test]
fn a_key_of_a_kind_counts_for_all_bindings() {
    let keymap = Keymap::built_in().with("(kinds: {\"l\": \"cache\"})", "keymap.ron").unwrap();
    let mut desk = Desk::with(Options { keymap: Some(keymap), ..Options::default() });
    desk.keys("al");
    assert_eq!(desk.model(), ["cache-1 cache"]);
}

#[test]
fn a_paste_types_no_commands() {
    let mut desk = Desk::new();
    desk.keys("as");
    desk.feed(Input::Paste("ddddu:q!\n".to_owned()));
    assert_eq!(desk.model(), ["server-1 server"]);
    desk.keys("e");
    desk.feed(Input::Paste("two\nlines\u{1b}[2J".to_owned()));
    desk.keys("<enter>");
    assert_eq!(desk.model(), ["server-1 server \"two lines\u{FFFD}[2J\""]);
}

#[test]
fn opening_a_file_of_a_folder_opens_its_series() {
    let file = |number: u32| {
        topoboard::stage::Stage::new(
            topoboard::stage::FileName::parse(&format!("{number}-x.ron")).unwrap(),
            format!("(format: 1, title: \"T{number}\")"),
        )
    };
    let series = Arc::new(topoboard::stage::Series::new("s", vec![file(0), file(4)]).unwrap());
    let mut desk = Desk::new();
    desk.feed(Input::Opened {
        source: Source::File("/d/0-x.ron".into()),
        document: Document::default(),
        comments: Comments::default(),
        series: Some(series),
    });
    desk.keys(">");
    assert_eq!(desk.editor.document().header().title.as_str(), "T4");
    assert_eq!(desk.editor.status().source, "/d/4-x.ron");
}

/// A shorthand for ids that are known to be good.
trait ParseId {
    fn parse_id(&self) -> topoboard::model::Id;
}

impl ParseId for str {
    fn parse_id(&self) -> topoboard::model::Id {
        topoboard::model::Id::new(self).unwrap()
    }
}

/// Keys as a person with more zeal than care presses them.
pub fn any_key() -> impl Strategy<Value = Key> {
    let letters = "abcdefghijklmnopqrstuvwxyzCDHJKLMNOPRUVWY0123456789<>=[]*.:?/- ";
    prop_oneof![
        30 => prop::sample::select(letters.chars().collect::<Vec<_>>()).prop_map(Key::char),
        4 => prop::sample::select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::BackTab, KeyCode::Backspace, KeyCode::Delete,
            KeyCode::Up, KeyCode::Down, KeyCode::Left, KeyCode::Right, KeyCode::Home, KeyCode::End,
            KeyCode::PageUp, KeyCode::PageDown, KeyCode::F(1),
        ]).prop_map(Key::plain),
        1 => Just(Key::ctrl('r')),
    ]
}

/// What a person does who knows the keys: gestures that do something.
#[rustfmt::skip]
const GESTURES: &[&str] = &[
    "as", "aw", "al", "iw", "ip", "id", "if", "ik", "os", "ow", "op", "od", "or", "oc", "on", "of", "ok",
    "am", "Ol", "Oc", "3ow", "ay", "Ry", "R<esc>", "d", "u", "<ctrl-r>", "-", "<enter><esc>", "<tab>",
    "<shift-tab>", "h", "j", "k", "l", "x", "gr", "mll<esc>", "mJ<esc>", "p", "=", "g=", "v", "*", "ag",
    "gs", "gp", ".", "gy", "ga", "gh", "gk", "gH", "gV", "g|", "VLJv", "gc", ";", ",", "5u", "y", "P", "cf", "cj", "Cfj<esc>", "ff", "fj", "e\"name\"<enter>", "at\"note\"<enter>",
    "zo", "zi", "z0", "zf", "D", "w", "n",
];

pub fn any_gesture() -> impl Strategy<Value = String> {
    prop::sample::select(GESTURES).prop_map(str::to_owned)
}

/// A drawing is valid when it is read back from its file as it is.
pub fn assert_valid(document: &Document) {
    let text = topoboard::codec::encode(document, &Comments::default());
    let read = topoboard::codec::decode(&text, "drawn").unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(read.document, *document, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_leave_a_valid_drawing(keys in prop::collection::vec(any_key(), 0..120)) {
        let mut desk = Desk::new();
        for (count, key) in keys.into_iter().enumerate() {
            desk.feed(Input::Key(key));
            if count % 8 > 0 {
                continue;
            }
            let _ = (desk.editor.grid(), desk.editor.overlay(), desk.editor.status(), desk.editor.labels());
        }
        assert_valid(desk.editor.document());
    }

    #[test]
    fn undo_all_is_the_start_and_redo_all_the_end(gestures in prop::collection::vec(any_gesture(), 0..40)) {
        let mut desk = Desk::new();
        for gesture in gestures {
            desk.keys(&gesture);
        }
        desk.keys("<esc>99<ctrl-r>");
        let end = desk.editor.document().clone();
        assert_valid(&end);
        desk.keys("99u99u");
        prop_assert_eq!(desk.editor.document(), &Document::default());
        desk.keys("99<ctrl-r>99<ctrl-r>");
        prop_assert_eq!(desk.editor.document(), &end);
    }

    #[test]
    fn gestures_of_the_pointer_leave_a_valid_drawing(
        moves in prop::collection::vec((0..6usize, -10..80i32, -5..40i32), 0..60),
    ) {
        let mut desk = Desk::stage("@roles/1");
        let start = desk.editor.document().clone();
        let kinds = [
            PointerKind::Down(Button::Left), PointerKind::Drag(Button::Left), PointerKind::Drag(Button::Left),
            PointerKind::Up(Button::Left), PointerKind::Down(Button::Middle), PointerKind::ScrollLeft,
        ];
        for (kind, x, y) in moves {
            desk.pointer(kinds[kind], Point::new(x, y));
        }
        desk.keys("<esc>");
        assert_valid(desk.editor.document());
        desk.keys("99u");
        prop_assert_eq!(desk.editor.document(), &start);
    }
}

/// The label that a hint shows for a node.
fn label(desk: &Desk, id: &str) -> String {
    let Tool::Hint(hints) = desk.editor.tool() else { panic!("no labels are shown") };
    let wanted = topoboard::editor::Focus::Node(id.parse_id());
    hints
        .labels
        .iter()
        .find(|(target, _)| *target == wanted)
        .unwrap_or_else(|| panic!("no label for {id} in\n{}", desk.model().join("\n")))
        .1
        .clone()
}

/// A load balancer and two servers of three tiers each, with their links: what sixteen keys draw, and one quick line.
pub const STAGE_ONE: [&str; 16] = [
    "app-1 app_server in server-1",
    "app-2 app_server in server-2",
    "db-1 database in server-1",
    "db-2 database in server-2",
    "lb-1 load_balancer",
    "server-1 server",
    "server-2 server",
    "web-1 web_server in server-1",
    "web-2 web_server in server-2",
    "app-1->db-1 (sql)",
    "app-2->db-2 (sql)",
    "db-1->db-2 replication",
    "lb-1->web-1 (https)",
    "lb-1->web-2 (https)",
    "web-1->app-1 (http)",
    "web-2->app-2 (http)",
];

#[test]
fn stage_one_is_drawn_with_sixteen_keys() {
    let mut desk = Desk::new();
    assert_eq!(desk.press("al os iw op od - R C <at db-1> <at db-2> <esc>"), 16);
    assert_eq!(desk.model(), STAGE_ONE);
    assert_eq!(*desk.editor.tool(), Tool::Idle);
}

#[test]
fn the_last_link_can_be_drawn_again_from_elsewhere() {
    let mut desk = Desk::new();
    desk.keys("al 2aw c");
    let balancer = label(&desk, "lb-1");
    desk.keys(&balancer).keys("<shift-tab>.");
    let links: Vec<_> = desk.model().into_iter().filter(|line| line.contains("->")).collect();
    assert_eq!(links, ["web-1->lb-1 (https)", "web-2->lb-1 (https)"]);
}

#[test]
fn a_copy_of_what_a_person_placed_stands_beside_it_and_moves_nothing() {
    let mut desk = Desk::stage("@tiers/0");
    let before = desk.editor.layout().boxes.clone();
    while desk.editor.focus().node().is_none_or(|id| id.as_str() != "server-1") {
        desk.keys("<tab>");
    }
    desk.keys("R<esc>");
    let after = &desk.editor.layout().boxes;
    for (id, rect) in &before {
        assert_eq!(after.get(id), Some(rect), "{id} moved");
    }
    let copy = after["server-2"];
    assert!(before.values().all(|rect| !rect.intersects(copy)), "{copy:?}");
    for id in ["web-2", "app-2", "db-2"] {
        assert!(copy.encloses(after[id]), "{id}: {:?} in {copy:?}", after[id]);
    }
}
