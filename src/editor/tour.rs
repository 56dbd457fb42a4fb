//! The guided tour beside the drawing: it goes on as a person does what it tells, and never stands in the way.
//!
//! Invariants: what it waits for is read off the editor after every input, so that it does not matter how a step was
//! done: by its key, the palette, or the pointer. What it had a person draw is undone when it ends, and can be done
//! again; whatever else was drawn meanwhile stays.

use super::Editor;
use super::board::Board;
use super::brick::Brick;
use super::command::{Argument, CommandError};
use super::commands;
use super::course::Course;
use super::focus::Focus;
use super::view::TourView;
use crate::course::{Deed, Sight, tour};
use crate::model::Id;
use crate::stage::{Address, built_in_names};

/// The tour in progress.
#[derive(Clone, Debug)]
pub struct Tour {
    step: usize,
    /// How everything was after the input before.
    seen: Seen,
    /// The states of boards, by number and serial, that steps of the tour led to.
    drawn: Vec<(u64, u64)>,
}

/// What steps wait for a change of.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    focus: Focus,
    explained: bool,
    failed: bool,
    nodes: usize,
    links: usize,
    /// How many steps of the history are done.
    position: usize,
    stage: Option<u32>,
}

impl Seen {
    /// Whether a deed was done since.
    fn has_come(&self, now: &Self, deed: Deed) -> bool {
        match deed {
            Deed::Moved => self.focus != now.focus,
            Deed::Explained => !self.explained && now.explained,
            Deed::Left => self.explained && !now.explained,
            Deed::Restored => self.failed && !now.failed,
            Deed::Added => self.nodes < now.nodes,
            Deed::Linked => self.links < now.links,
            Deed::Undone => self.position > now.position,
            Deed::WentOn => self.stage != now.stage,
        }
    }
}

impl Editor {
    /// Begins the tour on the first stage, as its file has it.
    pub(super) fn begin_tour(&mut self) {
        let Some(series) = built_in_names().next() else { return };
        self.go_to(Address { series, stage: None });
        self.message = None;
        self.lesson = None;
        self.tour = Some(Tour { step: 0, seen: self.seen(), drawn: Vec::new() });
    }

    /// Goes to the next step without waiting for anything.
    pub(super) fn skip_sight(&mut self) -> Result<(), CommandError> {
        let at = self
            .tour
            .as_ref()
            .ok_or(CommandError::Needs(
                "no lesson and no tour is open: L opens the lesson of a stage, `:tour` the tour",
            ))?
            .step;
        self.show_sight(at + 1);
        Ok(())
    }

    /// Leaves the tour; it can be begun again.
    pub(in crate::editor) fn leave_tour(&mut self) {
        self.end_tour("the tour is left: `:tour` begins it again");
    }

    /// Ends the tour, if one is open, with these words.
    pub(in crate::editor) fn end_tour(&mut self, words: &str) {
        let Some(tour) = self.tour.take() else { return };
        if self.undo_drawn(&tour.drawn) {
            let redo = self.keys_named("history.redo");
            self.say(format!("{words}; what it drew is undone ({redo} does it again)"));
        } else {
            self.say(words);
        }
    }

    /// Undoes the steps that led to these states, as far as nothing else was done after them and no file keeps them;
    /// answers whether any was.
    fn undo_drawn(&mut self, drawn: &[(u64, u64)]) -> bool {
        let parked = self.course.iter_mut().flat_map(Course::parked_mut);
        let mut any = false;
        for board in parked.chain([&mut self.board]) {
            let is_left = |board: &Board| {
                board.is_modified() && drawn.contains(&(board.number(), board.history().serial()))
            };
            while is_left(board) && board.undo().is_ok() {
                any = true;
            }
        }
        any
    }

    /// Goes on when what the step waits for has happened. Another drawing ends the tour.
    pub(super) fn follow_tour(&mut self) {
        let Some(tour) = self.tour.take() else { return };
        let home = self.course.as_ref().map(|course| course.series().name());
        if home != built_in_names().next() {
            return;
        }
        let now = self.seen();
        let asked = sight(tour.step).map(|sight| sight.done);
        let done = asked.is_some_and(|deed| tour.seen.has_come(&now, deed));
        let (step, mut drawn) = (tour.step, tour.drawn);
        if done && matches!(asked, Some(Deed::Added | Deed::Linked)) {
            drawn.push((self.board.number(), self.board.history().serial()));
        }
        self.tour = Some(Tour { step, seen: now, drawn });
        if done {
            self.show_sight(step + 1);
        }
    }

    fn show_sight(&mut self, step: usize) {
        if sight(step).is_none() {
            self.end_tour(
                "that was the tour: `?` lists all keys, `:` all commands, `L` goes through the lesson of a stage",
            );
        } else if let Some(tour) = &mut self.tour {
            tour.step = step;
        }
    }

    fn seen(&self) -> Seen {
        let topology = self.document().topology();
        Seen {
            focus: self.focus.clone(),
            explained: self.live.explained,
            failed: !self.live.failed.is_empty(),
            nodes: topology.nodes().count(),
            links: topology.links().count(),
            position: self.board.history().position(),
            stage: self.course.as_ref().map(|course: &Course| course.number),
        }
    }

    /// The step that is shown.
    pub fn tour(&self) -> Option<TourView> {
        let at = self.tour.as_ref()?.step;
        let sight = sight(at)?;
        let press: Vec<String> = sight.press.iter().map(|asked| self.asked_for(asked)).collect();
        Some(TourView {
            name: "tour",
            number: at + 1,
            of: tour().len(),
            title: sight.title.clone(),
            text: sight.text.clone(),
            press: press.join(", then "),
            rows: 0,
        })
    }

    /// What a step asks for, as keys of the person's keymap.
    fn asked_for(&self, asked: &str) -> String {
        if let Some(id) = asked.strip_prefix('@') {
            let title = Id::new(id).map(|id| self.document().title(&id).to_owned());
            return format!("the letters on {}", title.as_deref().unwrap_or(id));
        }
        let (name, brick) = asked.split_once(' ').unwrap_or((asked, ""));
        let argument = Brick::from_name(brick).map_or(Argument::None, Argument::Brick);
        self.keys_of(name, &argument)
    }

    /// The keys of a command that is given nothing.
    fn keys_named(&self, name: &str) -> String {
        self.keys_of(name, &Argument::None)
    }

    /// The keys of a command in the person's keymap; where it has none, the way through the palette.
    fn keys_of(&self, name: &str, argument: &Argument) -> String {
        let keys = commands::find(name).map(|command| self.keymap.keys_of(command, argument));
        keys.into_iter().flatten().next().unwrap_or_else(|| format!(": {name}"))
    }
}

fn sight(step: usize) -> Option<&'static Sight> {
    tour().get(step)
}
