//! The canvas as it is shown: cells, what is emphasised in them, jump labels and the marquee over them.

use std::collections::{BTreeMap, BTreeSet};

use super::Editor;
use super::focus::Focus;
use super::lens::{self, Lens};
use super::seat::Seats;
use super::tool::{Question, Tool};
use crate::analysis::failure::{Condition, simulate_with};
use crate::analysis::{Basis, Finding};
use crate::geometry::{Point, Rect};
use crate::model::{Id, Link, LinkKind, Subject, Vertex};
use crate::scene::{Emphasis, Grid, Mark, Scene};

impl Editor {
    /// The cells of the canvas that are on the screen.
    pub fn grid(&self) -> Grid {
        self.picture.paint(self.window.area(), &self.emphasis())
    }

    /// The positioned shapes of the drawing.
    pub fn scene(&self) -> &Scene {
        self.picture.scene()
    }

    /// Where a thing is on the canvas; of a link, its middle cell.
    pub fn position(&self, subject: &Subject) -> Option<Rect> {
        self.picture.scene().position(subject)
    }

    /// The jump labels that are still possible: where, and what is left to type.
    pub fn labels(&self) -> Vec<(Point, String)> {
        let Tool::Hint(hints) = &self.tool else { return Vec::new() };
        let grid = self.grid();
        let mut seats = Seats::new(&self.picture, &grid);
        let mut placed = Vec::new();
        for (focus, label) in hints.open() {
            let cells = i32::try_from(label.len()).unwrap_or(i32::MAX);
            placed.extend(seats.seat(focus, cells).map(|at| (at, label.to_owned())));
        }
        placed
    }

    /// What is special about things right now.
    pub fn emphasis(&self) -> Emphasis {
        Emphasis {
            hover: self.hovered(),
            focus: self
                .looked_at()
                .or_else(|| self.searched().unwrap_or_else(|| self.focus.clone()).subject()),
            note: if let Focus::Note(id) = &self.focus { Some(*id) } else { None },
            selected: self.marked.iter().cloned().chain(self.caught()).map(Subject::Node).collect(),
            path: self
                .evidence()
                .into_iter()
                .chain(self.form_subjects())
                .chain(self.answer_lit())
                .chain(self.lesson_lit())
                .chain(self.lit_by_task())
                .flat_map(|subject| self.seen_of(subject))
                .collect(),
            marks: self.shown_marks(),
        }
    }

    /// What stands for a thing on the screen: itself; where the zoom does not draw it, the ends of a link and what
    /// holds a node.
    pub(super) fn seen_of(&self, subject: Subject) -> Vec<Subject> {
        if self.position(&subject).is_some() {
            return vec![subject];
        }
        match &subject {
            Subject::Link(id) => {
                let ends = [&id.from, &id.to].into_iter().filter_map(|end| self.vertex_called(end));
                ends.flat_map(|end| self.seen_of(end)).collect()
            }
            Subject::Node(id) => {
                let parent =
                    self.document().topology().node(id.as_str()).and_then(|node| node.parent.clone());
                parent.map_or_else(|| vec![subject], |parent| self.seen_of(Subject::Node(parent)))
            }
            Subject::Group(_) | Subject::Service(_) => vec![subject],
        }
    }

    /// The node or group with this id.
    fn vertex_called(&self, id: &Id) -> Option<Subject> {
        self.document().topology().vertex(id.as_str()).map(|vertex| match vertex {
            Vertex::Node(..) => Subject::Node(id.clone()),
            Vertex::Group(..) => Subject::Group(id.clone()),
        })
    }

    /// The marks, what is not there yet, and where what is in hand would go.
    fn shown_marks(&self) -> BTreeMap<Subject, Mark> {
        let mut marks = self.marks.1.clone();
        if let Tool::Sketch(sketch) = &self.tool {
            marks.extend(sketch.ghosts().map(|subject| (subject.clone(), Mark::Ghost)));
        }
        if let Tool::Ask(Question::Mend(mending)) = &self.tool {
            marks.extend(mending.ghosts().map(|subject| (subject, Mark::Ghost)));
        }
        marks.extend(self.aftermath());
        marks.extend(self.target().map(|subject| (subject, Mark::Target)));
        marks
    }

    /// What the rectangle that is being drawn would mark.
    fn caught(&self) -> BTreeSet<Id> {
        self.marquee().map(|area| self.boxes_in(area)).unwrap_or_default()
    }

    /// What a search of things stands on: it is shown as the focus that it would become.
    fn searched(&self) -> Option<Focus> {
        let Tool::Palette(palette) = &self.tool else { return None };
        palette.thing()
    }

    /// The evidence of the finding that is explained; of the way of a request, with the links that it takes.
    fn evidence(&self) -> BTreeSet<Subject> {
        let Some(finding) = self.explained() else { return BTreeSet::new() };
        let why = finding.proof().why;
        let mut lit: BTreeSet<Subject> =
            why.path.into_iter().chain(finding.subjects.iter().cloned()).collect();
        if why.basis == Basis::Way {
            let on_way = |id: &Id| lit.contains(&Subject::Node(id.clone()));
            let carries = |link: &Link| matches!(link.kind, LinkKind::Request | LinkKind::Resolution);
            let links = self.document().topology().links();
            let taken = links.filter(|link| carries(link) && on_way(&link.id.from) && on_way(&link.id.to));
            lit.extend(taken.map(|link| Subject::Link(link.id.clone())).collect::<Vec<_>>());
        }
        lit
    }

    /// What the failure that a finding speaks of does: its subject is down, and who cannot go on is starved.
    fn aftermath(&self) -> Vec<(Subject, Mark)> {
        let Some(finding) = self.explained() else { return Vec::new() };
        let why = finding.proof().why;
        if why.basis != Basis::Way || why.frontier.is_empty() {
            return Vec::new();
        }
        let down = finding.subjects.iter().filter(|subject| matches!(subject, Subject::Node(_)));
        let starved = why.frontier.into_iter().map(|subject| (subject, Mark::Starved));
        starved.chain(down.map(|subject| (subject.clone(), Mark::Failed))).collect()
    }

    fn explained(&self) -> Option<&Finding> {
        self.live.current().filter(|_| self.live.explained)
    }

    /// Brings the marks up to date: those of the lens; in the lenses that tell what works, those of the simulation.
    pub(super) fn mark(&mut self) {
        let compared = self.comparison.as_ref().map(|comparison| comparison.of);
        let (revision, answered) = (self.document().revision(), self.live.answered());
        let failed = self.down_now();
        let stamp = (self.board_number, revision, answered, self.appearance.lens, compared, failed);
        if self.marks.0.as_ref() != Some(&stamp) {
            let marks = self.marks_now(&stamp.5);
            self.marks = (Some(stamp), marks);
        }
    }

    fn marks_now(&self, down: &BTreeSet<Subject>) -> BTreeMap<Subject, Mark> {
        let simulated = !down.is_empty();
        match self.appearance.lens {
            _ if down.len() > self.live.failed.len() => self.failures(down),
            Lens::Topology | Lens::Availability if simulated => self.failures(down),
            Lens::Topology => BTreeMap::new(),
            Lens::Security => lens::security(self.document()),
            Lens::Availability => lens::availability(self.document(), self.live.report()),
            Lens::Monitoring => lens::monitoring(self.document()),
            Lens::Difference => self.comparison.as_ref().map(|both| both.marks.clone()).unwrap_or_default(),
        }
    }

    /// What failures do to every node.
    fn failures(&self, down: &BTreeSet<Subject>) -> BTreeMap<Subject, Mark> {
        let (mut failed, mut links) = (Vec::new(), Vec::new());
        for subject in down {
            match subject {
                Subject::Node(id) | Subject::Group(id) => failed.push(id.clone()),
                Subject::Link(id) => links.push(id.clone()),
                Subject::Service(_) => {}
            }
        }
        let Ok(simulation) = simulate_with(self.document(), &failed, &links) else { return BTreeMap::new() };
        let mark = |condition| match condition {
            Condition::Down => Mark::Failed,
            Condition::Starved { .. } => Mark::Starved,
            Condition::Degraded { .. } => Mark::Degraded,
        };
        let broken = simulation.links.into_iter().map(|id| (Subject::Link(id), Mark::Failed));
        let nodes = simulation.nodes.into_iter().map(|(id, condition)| (Subject::Node(id), mark(condition)));
        nodes.chain(broken).collect()
    }
}
