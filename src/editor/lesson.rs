//! The lesson of a stage beside the drawing, step by step: each step looks at the things that it speaks of.
//!
//! Invariants: a lesson changes nothing of the drawing; what a step looks at is lit only while it is shown; another
//! stage goes on with its own lesson, and a drawing that has none ends it.

use std::collections::BTreeSet;

use super::Editor;
use super::command::CommandError;
use super::commands;
use super::course::Course;
use super::lens::Lens;
use super::view::TourView;
use crate::course::{Lesson, Part, Step};
use crate::geometry::Rect;
use crate::model::{Id, LinkId, Subject};
use crate::text;

/// A lesson in progress.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The board that it is about.
    board: u64,
    step: usize,
    /// The page of a step whose text has no room at once.
    page: usize,
    /// Whether the finding that the step speaks of is still to be looked at: the analysis may not have it yet.
    unfound: bool,
}

/// Columns and rows of text that what stands beside the drawing has; none: as many as it likes.
pub type GuideRoom = Option<(usize, usize)>;

impl Editor {
    /// Tells how many columns and rows of text there are for a step of a lesson, or for the list of a task.
    pub fn set_guide_room(&mut self, columns: usize, rows: usize) {
        let room = Some((columns.max(1), rows.max(1)));
        if self.guide_room != room {
            self.guide_room = room;
            self.first_page_of_hint();
            if let Some(walk) = &mut self.lesson {
                walk.page = 0;
            }
        }
    }

    fn open_lesson(&self) -> Option<&'static Lesson> {
        self.course.as_ref().and_then(Course::lesson)
    }

    fn step_shown(&self) -> Option<&'static Step> {
        self.open_lesson()?.steps.get(self.lesson.as_ref()?.step)
    }

    /// Whether the stage that is shown has a lesson.
    pub(super) fn has_lesson(&self) -> bool {
        self.open_lesson().is_some()
    }

    /// Whether a lesson stands beside the drawing.
    pub(super) fn is_taught(&self) -> bool {
        self.lesson.is_some()
    }

    /// Begins the lesson of this stage; answers whether it has one.
    pub(super) fn begin_lesson(&mut self) -> bool {
        let known = self.open_lesson().is_some();
        if known {
            self.tour = None;
            self.show_step(0);
        }
        known
    }

    /// Leaves the lesson; the drawing is shown as before.
    pub(super) fn leave_lesson(&mut self) {
        if self.lesson.take().is_some() && self.appearance.lens == Lens::Difference {
            self.look_through(Lens::Topology);
        }
        self.message = None;
    }

    fn show_step(&mut self, step: usize) {
        self.lesson = Some(Walk { board: self.board_number, step, page: 0, unfound: true });
        self.message = None;
        self.point();
    }

    /// The next page, step or stage. The last step of the last stage ends the lesson.
    pub(super) fn next_step(&mut self) -> Result<(), CommandError> {
        let Some(walk) = &self.lesson else { return self.skip_sight() };
        let (step, page) = (walk.step, walk.page);
        if page + 1 < self.pages().len() {
            self.turn_to(page + 1);
        } else if self.open_lesson().is_some_and(|lesson| step + 1 < lesson.steps.len()) {
            self.show_step(step + 1);
        } else {
            self.end_stage()?;
        }
        Ok(())
    }

    /// The page, step or stage before.
    pub(super) fn previous_step(&mut self) -> Result<(), CommandError> {
        let walk =
            self.lesson.as_ref().ok_or(CommandError::Needs("no lesson is open: L opens it; d deletes"))?;
        match (walk.step, walk.page) {
            (step, page @ 1..) => {
                self.lesson = self.lesson.take().map(|walk| Walk { step, page: page - 1, ..walk });
            }
            (step @ 1.., 0) => self.show_step(step - 1),
            (0, 0) => {
                let course = self.course.as_ref();
                let before = course.and_then(|course| course.series().before(course.number));
                let number = before.map(crate::stage::Stage::number);
                self.enter_stage(number.ok_or(CommandError::Needs("this is where the lessons begin"))?)?;
                self.follow_lesson();
                let last = self.open_lesson().map_or(0, |lesson| lesson.steps.len().saturating_sub(1));
                self.show_step(last);
            }
        }
        Ok(())
    }

    fn turn_to(&mut self, page: usize) {
        if let Some(walk) = &mut self.lesson {
            walk.page = page;
        }
    }

    fn end_stage(&mut self) -> Result<(), CommandError> {
        let course = self.course.as_ref();
        let next =
            course.and_then(|course| course.series().after(course.number)).map(crate::stage::Stage::number);
        if let Some(number) = next {
            return self.enter_stage(number);
        }
        self.leave_lesson();
        self.say("that was the last lesson: `:practice` lets you draw the stages yourself");
        Ok(())
    }

    /// Goes on with the lesson of the stage that is shown now, and looks at a finding as soon as it is known.
    pub(super) fn follow_lesson(&mut self) {
        let Some(walk) = &self.lesson else { return };
        if walk.board != self.board_number {
            if self.open_lesson().is_some() {
                self.show_step(0);
            } else {
                self.lesson = None;
            }
        }
        self.point_at_finding();
    }

    /// Looks at what the step speaks of: the focus goes to the first of it, the window shows as much as it can.
    pub(super) fn point(&mut self) {
        let Some(step) = self.step_shown() else { return };
        self.compare_for(step.part);
        let order = step.look.iter().find_map(|name| self.subject_called(name));
        let first = order.and_then(|subject| commands::place_of(&subject, self.document()));
        if let Some(focus) = first {
            self.set_focus(focus);
        }
        self.reveal_step();
    }

    /// Moves the window so that all of what the step speaks of is in it, where that has room.
    pub(super) fn reveal_step(&mut self) {
        let looked = self.lesson_lit().into_iter().flat_map(|subject| self.seen_of(subject));
        let places = looked.filter_map(|subject| self.position(&subject));
        let all = places.reduce(Rect::union);
        let room = self.window.area().size;
        if let Some(all) = all.filter(|all| all.size.width <= room.width && all.size.height <= room.height) {
            self.window.reveal(all);
        }
    }

    /// What is new is shown as the difference from the stage before.
    fn compare_for(&mut self, part: Part) {
        let wanted =
            if part == Part::New && self.baseline.is_some() { Lens::Difference } else { Lens::Topology };
        let lens = self.appearance.lens;
        if lens != wanted && (wanted == Lens::Difference || lens == Lens::Difference) {
            self.look_through(wanted);
            self.message = None;
        }
    }

    fn point_at_finding(&mut self) {
        let wanted = self.step_shown().filter(|_| self.lesson.as_ref().is_some_and(|walk| walk.unfound));
        let Some(step) = wanted else { return };
        let named = |text: &str, code: &str, subject: &Subject| {
            text.split_once(' ') == Some((code, &subject.to_string()))
        };
        let findings = &self.live.report().findings;
        let found = findings.iter().position(|finding| {
            let first = finding.subjects.first();
            step.finds.iter().any(|text| first.is_some_and(|first| named(text, finding.rule.code, first)))
        });
        let known = found.and_then(|index| self.live.look_at(index)).is_some();
        if let Some(walk) = self.lesson.as_mut().filter(|_| known || step.finds.is_empty()) {
            walk.unfound = false;
        }
    }

    /// What the step that is shown lights up, as far as it is drawn.
    pub(super) fn lesson_lit(&self) -> BTreeSet<Subject> {
        let Some(step) = self.step_shown() else { return BTreeSet::new() };
        step.look.iter().filter_map(|name| self.subject_called(name)).collect()
    }

    /// The node, group or link of the drawing that is called so.
    fn subject_called(&self, name: &str) -> Option<Subject> {
        let topology = self.document().topology();
        if name.contains("->") {
            let link = topology.links().find(|link| link.id.to_string() == name)?;
            return Some(Subject::Link(LinkId::clone(&link.id)));
        }
        let id = Id::new(name).ok()?;
        if topology.node(name).is_some() {
            return Some(Subject::Node(id));
        }
        topology.group(name).map(|_| Subject::Group(id))
    }

    /// The text of the step in pages that have room.
    fn pages(&self) -> Vec<String> {
        let Some(step) = self.step_shown() else { return Vec::new() };
        let Some((columns, rows)) = self.guide_room else { return vec![step.text.clone()] };
        text::wrap(&step.text, columns).chunks(rows).map(|lines| lines.join("\n")).collect()
    }

    /// The rows that the longest step of the lesson takes: from step to step nothing else on the screen moves.
    fn most_rows(&self) -> usize {
        let (columns, rows) = self.guide_room.unwrap_or((usize::MAX, usize::MAX));
        let steps = self.open_lesson().into_iter().flat_map(|lesson| &lesson.steps);
        steps.map(|step| text::wrap(&step.text, columns).len()).max().unwrap_or(1).min(rows)
    }

    /// The step of the lesson that is shown.
    pub fn lesson(&self) -> Option<TourView> {
        let (lesson, walk, step) = (self.open_lesson()?, self.lesson.as_ref()?, self.step_shown()?);
        let pages = self.pages();
        let page = walk.page.min(pages.len().saturating_sub(1));
        let more =
            if pages.len() > 1 { format!(" ({} of {})", page + 1, pages.len()) } else { String::new() };
        Some(TourView {
            name: "lesson",
            number: walk.step + 1,
            of: lesson.steps.len(),
            title: format!("{}{more}", step.part.title()),
            text: pages.get(page).cloned().unwrap_or_default(),
            press: String::new(),
            rows: self.most_rows(),
        })
    }

    /// What stands beside the drawing and is gone through step by step.
    pub fn guide(&self) -> Option<TourView> {
        self.lesson().or_else(|| self.tour())
    }
}
