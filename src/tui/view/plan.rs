//! Which part of the screen shows what, for every size of the screen.
//!
//! Invariant: the parts lie inside the screen and do not overlap; the canvas is the last thing to give up room.

use ratatui::layout::Rect;

use crate::editor::Panel;

/// From this width on the findings stand at the right.
const WIDE: u16 = 100;
/// From this width on they stand there for who wants them there.
const WIDE_ENOUGH: u16 = 70;

/// The parts of the screen; an empty one is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One row: name, title, stages.
    pub title: Rect,
    /// One row: what the step to this stage changed.
    pub step: Rect,
    /// One row: a line under these two.
    pub rule: Rect,
    /// The drawing.
    pub canvas: Rect,
    /// Some rows under the drawing: the quick line, while one is typed.
    pub entry: Rect,
    /// Answers to a question, in the place of the findings.
    pub answers: Rect,
    /// Some rows at the foot of the canvas, or at the head of the panel beside it: the guided tour.
    pub tour: Rect,
    /// One column: a line between the canvas and the panel at its right.
    pub wall: Rect,
    /// One row above the findings where they stand below.
    pub heading: Rect,
    /// The findings.
    pub panel: Rect,
    /// Whether the panel stands below, in one line a finding, without the inspector.
    pub narrow: bool,
    /// One row: a line above the status.
    pub floor: Rect,
    /// One row: the palette strip, on the floor where there is one.
    pub strip: Rect,
    /// One row: the status.
    pub status: Rect,
}

impl Plan {
    /// The parts of a screen. `staged`: whether a series is open.
    pub fn new(area: Rect, staged: bool, panel: Panel) -> Self {
        let beside = match panel {
            Panel::Auto => area.width >= WIDE,
            Panel::Right => area.width >= WIDE_ENOUGH,
            Panel::Below | Panel::Hidden => false,
        };
        let mut plan = Self { narrow: !beside, ..Self::default() };
        let mut rest = area;
        if area.height >= 3 {
            plan.status = cut_bottom(&mut rest, 1);
        }
        if area.height >= 6 {
            plan.title = cut_top(&mut rest, 1);
        }
        if staged && area.height >= 20 {
            plan.step = cut_top(&mut rest, 1);
        }
        if area.height >= 30 {
            plan.rule = cut_top(&mut rest, 1);
            plan.floor = cut_bottom(&mut rest, 1);
        }
        match panel {
            Panel::Hidden => Self { canvas: rest, ..plan },
            _ if beside => plan.beside(rest),
            _ => plan.below(rest, area.height),
        }
    }

    /// Whether the palette strip has room without taking any from the canvas: on the line below it.
    pub fn has_strip_room(&self) -> bool {
        !self.floor.is_empty()
    }

    /// The same with a palette strip below the canvas, where there is any room for one.
    #[must_use]
    pub fn with_strip(mut self) -> Self {
        if self.has_strip_room() {
            self.strip = Rect { width: self.canvas.width, ..self.floor };
        } else if self.canvas.height >= 6 {
            self.strip = cut_bottom(&mut self.canvas, 1);
        }
        self
    }

    /// A screen that shows one thing only, and the status.
    pub fn whole(area: Rect) -> Self {
        let mut rest = area;
        let status = if area.height >= 3 { cut_bottom(&mut rest, 1) } else { Rect::default() };
        Self { canvas: rest, status, ..Self::default() }
    }

    /// The same with rows for a line to type, as many as leave most of the drawing in sight.
    pub fn with_entry(mut self) -> Self {
        let rows = match self.canvas.height {
            0..=2 => 0,
            3..=5 => 1,
            6..=11 => 2,
            _ => 4,
        };
        self.entry = cut_bottom(&mut self.canvas, rows);
        self
    }

    /// The columns that a tour has.
    pub fn tour_width(&self) -> u16 {
        if self.narrow { self.canvas.width } else { self.panel.width }
    }

    /// The most rows that a tour has: half of where it stands, of a low canvas what leaves four rows of the drawing.
    pub fn tour_most(&self) -> u16 {
        if self.narrow {
            let height = self.canvas.height;
            (height / 2).max(height.saturating_sub(4).min(5))
        } else {
            self.panel.height / 2
        }
    }

    /// The most rows that a task has: beside the canvas two thirds, because its list is what one works through.
    pub fn task_most(&self) -> u16 {
        if self.narrow { self.tour_most() } else { self.panel.height * 2 / 3 }
    }

    /// The same with so many rows for a tour or a task: at the head of the panel beside the canvas, else under the
    /// canvas.
    pub fn with_tour(mut self, rows: u16) -> Self {
        if self.narrow {
            self.tour = cut_bottom(&mut self.canvas, rows);
        } else {
            self.tour = cut_top(&mut self.panel, rows);
        }
        self
    }

    /// The same with answers in the place of the findings: all of it at the side; below, so many rows, and half of the
    /// canvas at most.
    pub fn with_answers(mut self, rows: u16) -> Self {
        if !self.narrow {
            self.answers = std::mem::take(&mut self.panel);
            return self;
        }
        let below = self.heading.height + self.panel.height;
        let room = Rect { height: self.canvas.height + below, ..self.canvas };
        let height = rows.min(below.max(room.height / 2));
        self.answers = Rect { y: room.bottom() - height, height, ..room };
        self.canvas.height = room.height - height;
        (self.heading, self.panel) = (Rect::default(), Rect::default());
        self
    }

    fn beside(mut self, mut rest: Rect) -> Self {
        let width = (rest.width * 31 / 100).clamp(33, 48);
        self.panel = cut_right(&mut rest, width);
        self.wall = cut_right(&mut rest, 1);
        self.canvas = rest;
        self
    }

    fn below(mut self, mut rest: Rect, height: u16) -> Self {
        if height >= 16 {
            self.panel = cut_bottom(&mut rest, (height / 6).min(8));
        }
        if height >= 9 {
            self.heading = cut_bottom(&mut rest, 1);
        }
        self.canvas = rest;
        self
    }

    /// Every part.
    #[cfg(test)]
    fn parts(&self) -> [Rect; 11] {
        [
            self.title,
            self.step,
            self.rule,
            self.canvas,
            self.entry,
            self.tour,
            self.wall,
            self.heading,
            self.panel,
            self.floor,
            self.status,
        ]
    }
}

fn cut_top(rest: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(rest.height);
    let part = Rect { height: rows, ..*rest };
    rest.y += rows;
    rest.height -= rows;
    part
}

fn cut_bottom(rest: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(rest.height);
    rest.height -= rows;
    Rect { y: rest.bottom(), height: rows, ..*rest }
}

fn cut_right(rest: &mut Rect, columns: u16) -> Rect {
    let columns = columns.min(rest.width);
    rest.width -= columns;
    Rect { x: rest.right(), width: columns, ..*rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_never_overlap_and_never_leave_the_screen() {
        for (width, height) in (0..=160).flat_map(|width| (0..=60).map(move |height| (width, height))) {
            for (staged, panel) in [
                (false, Panel::Auto),
                (true, Panel::Auto),
                (true, Panel::Right),
                (true, Panel::Below),
                (false, Panel::Hidden),
            ] {
                let screen = Rect::new(0, 0, width, height);
                let parts = Plan::new(screen, staged, panel).with_entry().parts();
                let shown = parts.iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
                for (n, part) in shown.iter().enumerate() {
                    assert_eq!(part.intersection(screen), **part, "{width}×{height}: {part}");
                    let clash = shown.iter().skip(n + 1).find(|other| part.intersects(***other));
                    assert_eq!(clash, None, "{width}×{height}: {part}");
                }
                let covered: u32 = shown.iter().map(|part| part.area()).sum();
                assert_eq!(covered, screen.area(), "{width}×{height}");
            }
        }
    }

    #[test]
    fn the_strip_stands_on_the_floor_or_takes_a_row_of_the_canvas() {
        let high = Plan::new(Rect::new(0, 0, 120, 36), true, Panel::Auto);
        assert!(high.has_strip_room());
        assert_eq!(high.with_strip(), Plan { strip: Rect::new(0, 34, 82, 1), ..high });
        let low = Plan::new(Rect::new(0, 0, 80, 24), true, Panel::Auto);
        let stripped = low.with_strip();
        assert_eq!((stripped.canvas.height, stripped.strip), (15, Rect::new(0, 17, 80, 1)));
        let least = Plan::new(Rect::new(0, 0, 9, 6), true, Panel::Auto);
        assert_eq!(least.with_strip(), least);
    }

    #[test]
    fn the_sizes_that_people_have() {
        assert_eq!(Plan::new(Rect::new(0, 0, 120, 36), true, Panel::Auto).canvas, Rect::new(0, 3, 82, 31));
        assert_eq!(Plan::new(Rect::new(0, 0, 80, 24), true, Panel::Auto).canvas, Rect::new(0, 2, 80, 16));
        assert_eq!(Plan::new(Rect::new(0, 0, 40, 12), true, Panel::Auto).canvas, Rect::new(0, 1, 40, 9));
        assert_eq!(Plan::new(Rect::new(0, 0, 1, 1), true, Panel::Auto).canvas, Rect::new(0, 0, 1, 1));
    }
}
