//! How what happens becomes a change of state: keys go to the tool that is active, else through the keymap.

use super::board::Board;
use super::command::{Act, Context};
use super::course::Course;
use super::effect::{Effect, Source};
use super::field::LINE_BREAK;
use super::focus::Focus;
use super::input::{Input, Key, KeyCode};
use super::keymap::Meaning;
use super::sketch::Sketch;
use super::tool::{Prefix, Question, Tool};
use super::{Editor, commands};
use crate::codec::is_fragment;
use crate::geometry::Size;
use crate::model::Subject;
use crate::stage::{Address, built_in};

/// After so many pauses a message goes away.
const MESSAGE_PAUSES: u8 = 12;

impl Editor {
    /// Takes in what happened; answers what is to be done outside.
    pub fn handle(&mut self, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::Key(key) => self.key(key, &mut effects),
            Input::Paste(text) => self.paste(&text),
            Input::Pointer(pointer) => self.pointer(pointer, &mut effects),
            Input::Canvas(size) => self.resize(size),
            Input::Tick => self.tick(),
            Input::Analysed { generation, report, baseline } => {
                self.live.answer(generation, report, baseline);
            }
            Input::Arranged { generation, layout } => self.picture.grant(generation, *layout),
            Input::Opened { source, document, comments, series } => {
                self.course = series.and_then(|series| Course::of_file(series, &source));
                drop(self.show(Board::new(document, comments, source)));
            }
            Input::GoTo(address) => self.go_to(address),
            Input::Practise { course, task: Some(task), clock } => self.practise(course, task, clock),
            Input::Practise { task: None, .. } => self.choose_practice(),
            Input::Minutes(minutes) => self.minutes_gone(minutes),
            Input::NewAt(path) => self.begin(Source::File(path)),
            Input::Saved { path, revision } => self.was_saved(path, revision, &mut effects),
            Input::Done(text) => self.say(text),
            Input::Failed(text) => {
                self.quitting = false;
                self.complain(text);
            }
            Input::Conflict(path) => {
                self.quitting = false;
                self.tool = Tool::Ask(Question::Replace { path });
            }
            Input::Outside(outside) => self.changed_outside(*outside),
            Input::Held { source, why } => self.set_held(&source, why),
            Input::Left(left) => self.was_left(*left),
            Input::Remembered(left) => self.remember(*left),
            Input::Unguarded(why) => self.unguarded(why),
        }
        self.settle(&mut effects);
        effects
    }

    /// Brings everything that follows from the document up to date.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        self.take_outside();
        self.say_cut();
        self.follow_tour();
        if !self.focus.exists(self.board.document()) {
            self.focus = self.fallback_focus();
        }
        let topology = self.board.document().topology();
        self.marked.retain(|id| topology.node(id.as_str()).is_some());
        self.live.failed.retain(|subject| match subject {
            Subject::Node(id) => topology.node(id.as_str()).is_some(),
            Subject::Link(id) => topology.link(id).is_some(),
            Subject::Group(_) | Subject::Service(_) => false,
        });
        self.ask(effects);
        self.drop_stale_answers();
        self.picture.set_loose(self.tool.moves());
        self.refresh();
        self.wish(effects);
        self.follow_focus();
        self.follow_lesson();
        self.follow_task();
        self.return_to_start();
        self.mark();
    }

    /// Where the focus goes when what it was on is gone: to the nearest place, as an empty cell.
    fn fallback_focus(&self) -> Focus {
        let at = self.picture.rect(&self.focus).map_or(self.window.area().origin, |rect| rect.origin);
        Focus::Cell { at, chosen: false }
    }

    /// Asks for an analysis when analysis can see a difference to what it was asked last.
    fn ask(&mut self, effects: &mut Vec<Effect>) {
        let now = (self.board_number, self.board.document().semantics());
        if self.asked == Some(now) || matches!(self.tool, Tool::Start { .. }) {
            return;
        }
        let fresh = self.asked.is_none_or(|(board, _)| board != now.0);
        if fresh {
            self.baseline = self.course.as_ref().and_then(Course::before);
        }
        let baseline = self.baseline.clone().filter(|_| fresh || self.live.baseline().is_none());
        self.asked = Some(now);
        let generation = self.live.ask();
        effects.push(Effect::Analyse { generation, document: self.board.document().clone(), baseline });
    }

    /// Asks for the better picture of what is shown, where there is one.
    fn wish(&mut self, effects: &mut Vec<Effect>) {
        let Some((generation, charset)) = self.picture.wish() else { return };
        let (stamp, document) = self.drawn();
        effects.push(Effect::Arrange { generation, document: document.clone(), zoom: stamp.zoom, charset });
    }

    fn resize(&mut self, size: Size) {
        // What is being drawn stays where it is on the screen.
        let fitted = self.window.is_fitted() && !self.board.is_modified();
        self.window.resize(size);
        // While a button is held, what is in hand stays under the pointer.
        if matches!(self.tool, Tool::Gesture(_)) {
            return;
        }
        if self.window.take_unfitted() || fitted {
            self.fit();
        }
        self.reveal();
        self.reveal_step();
    }

    fn tick(&mut self) {
        if let Tool::Prefix(prefix) = &mut self.tool {
            prefix.shown = true;
        }
        if let Some((_, age)) = &mut self.message {
            *age += 1;
            if *age >= MESSAGE_PAUSES {
                self.message = None;
            }
        }
    }

    /// A key goes to the tool that is active. Keys with control that end or save work everywhere.
    pub(super) fn key(&mut self, key: Key, effects: &mut Vec<Effect>) {
        self.message = None;
        self.hover = None;
        self.dim_task();
        let key = self.as_enter(key);
        if let Some(act) = self.everywhere(key) {
            self.run(&act, effects);
            return;
        }
        match std::mem::take(&mut self.tool) {
            Tool::Idle => self.press(Vec::new(), key, effects),
            Tool::Marquee { from, to } => self.marquee_key(from, to, key, effects),
            Tool::Prefix(prefix) => self.press(prefix.keys, key, effects),
            Tool::Hint(hints) => self.hint_key(hints, key),
            Tool::Field(field) => self.field_key(field, key, effects),
            Tool::Form(form) => self.form_key(form, key, effects),
            Tool::Sketch(sketch) => self.sketch_key(*sketch, key),
            Tool::Moving { begun } => self.moving_key(begun, key, effects),
            Tool::Resizing { begun } => self.resizing_key(begun, key, effects),
            Tool::Gesture(gesture) => self.gesture_key(gesture, key, effects),
            Tool::Armed(brick) => self.armed_key(brick, key, effects),
            Tool::Menu(menu) => self.menu_key(menu, key, effects),
            Tool::Palette(palette) => self.palette_key(palette, key, effects),
            Tool::Help { query, scroll } => self.help_key(query, scroll, key),
            Tool::Ask(question) => self.question_key(question, key, effects),
            Tool::Start { selected } => self.start_key(selected, key, effects),
            Tool::Reading(reader) => self.reading_key(reader, key, effects),
            Tool::History { selected } => self.history_key(selected, key),
            Tool::Inquiry(inquiry) => self.inquiry_key(inquiry, key, effects),
        }
    }

    /// A line feed is what some terminals send for Enter; only where lines are typed, or lists go down, it is its own.
    fn as_enter(&self, key: Key) -> Key {
        let own = match &self.tool {
            Tool::Field(field) => field.line.is_prose(),
            Tool::Palette(_) => true,
            _ => false,
        };
        if key == LINE_BREAK && !own { Key::plain(KeyCode::Enter) } else { key }
    }

    /// What a key with control means in every state.
    fn everywhere(&self, key: Key) -> Option<Act> {
        let Meaning::Act(act) = self.keymap.meaning(&[key]) else { return None };
        (key.ctrl && commands::is_everywhere(act.command)).then(|| act.clone())
    }

    /// A key of a sequence: a digit of a count, the end of a command, or the beginning of one.
    pub(super) fn press(&mut self, mut keys: Vec<Key>, key: Key, effects: &mut Vec<Effect>) {
        if keys.is_empty() && self.count_digit(key) {
            return;
        }
        if key.code == KeyCode::Esc && !(keys.is_empty() && self.count.is_none()) {
            self.count = None;
            return;
        }
        keys.push(key);
        match self.keymap.meaning(&keys) {
            Meaning::Act(act) => {
                let act = Act { count: self.count.take(), ..act.clone() };
                self.run(&act, effects);
            }
            Meaning::Prefix => self.tool = Tool::Prefix(Prefix { keys, shown: false }),
            Meaning::Nothing => {
                self.count = None;
                self.advise(self.keymap.nothing(&keys));
            }
        }
    }

    /// Takes a digit of a count; a zero only behind another digit.
    pub(super) fn count_digit(&mut self, key: Key) -> bool {
        let digit = key.typed().and_then(|c| c.to_digit(10));
        let Some(digit) = digit.filter(|digit| *digit > 0 || self.count.is_some()) else { return false };
        self.count = Some(self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit));
        true
    }

    /// Does a command; what it cannot do, it says.
    pub(super) fn run(&mut self, act: &Act, effects: &mut Vec<Effect>) {
        if self.walk_outline(act) {
            return;
        }
        let mut context = Context { editor: self, argument: act.argument.clone(), count: act.count, effects };
        match (act.command.run)(&mut context) {
            Ok(()) if act.command.repeats => self.last = Some(act.clone()),
            Ok(()) => {}
            Err(error) => self.refuse(&error),
        }
    }

    /// Pasted text is typed where text is typed; elsewhere the text of a fragment becomes boxes, and any other does
    /// nothing: it is no sequence of commands.
    fn paste(&mut self, text: &str) {
        match &mut self.tool {
            Tool::Sketch(sketch) => {
                sketch.line.insert(text);
                let sketch = Sketch::clone(sketch);
                self.resketch(sketch);
            }
            Tool::Field(field) => field.line.insert(text),
            Tool::Palette(palette) => {
                palette.line.insert(text);
                palette.search();
            }
            Tool::Help { query, .. } => query.insert(text),
            Tool::Form(_) => self.form_paste(text),
            Tool::Idle | Tool::Moving { .. } | Tool::Marquee { .. } if is_fragment(text) => {
                self.tool = Tool::Idle;
                self.paste_text(text);
            }
            _ => self.say("text is pasted into a text field: press e to edit a text, P to paste boxes"),
        }
    }

    /// Begins an empty drawing.
    pub(super) fn begin(&mut self, source: Source) {
        self.course = None;
        drop(self.show(Board::begun(source)));
    }

    /// Shows a built-in stage.
    pub(super) fn go_to(&mut self, address: Address) {
        let Some(series) = built_in(address.series) else { return };
        let first = series.stages().first().map_or(0, crate::stage::Stage::number);
        let number = address.stage.unwrap_or(first);
        match Course::built_in(series.into(), number) {
            Ok((course, board)) => {
                self.course = Some(course);
                drop(self.show(board));
            }
            Err(problem) => self.complain(problem),
        }
    }
}
