//! Bringing the marked boxes into line, and spreading them evenly.

use std::collections::BTreeSet;

use super::Area;
use crate::draft::{Berth, Draft};
use crate::editor::Editor;
use crate::editor::command::{Command, CommandError, Context};
use crate::geometry::Rect;
use crate::model::Id;

pub const AREA: Area = Area {
    title: "Align what is marked",
    commands: &[
        Command::new("align.left", "Align left edges", |context| {
            align(context, |rect, all| (all.left() - rect.left(), 0))
        })
        .repeats(),
        Command::new("align.right", "Align right edges", |context| {
            align(context, |rect, all| (all.right() - rect.right(), 0))
        })
        .repeats(),
        Command::new("align.top", "Align top edges", |context| {
            align(context, |rect, all| (0, all.top() - rect.top()))
        })
        .repeats(),
        Command::new("align.bottom", "Align bottom edges", |context| {
            align(context, |rect, all| (0, all.bottom() - rect.bottom()))
        })
        .repeats(),
        Command::new("align.column", "Align centres in a column", |context| {
            align(context, |rect, all| (all.center().x - rect.center().x, 0))
        })
        .repeats(),
        Command::new("align.row", "Align centres in a row", |context| {
            align(context, |rect, all| (0, all.center().y - rect.center().y))
        })
        .repeats(),
        Command::new("align.spread-across", "Spread evenly from left to right", |context| {
            spread(context, ACROSS)
        })
        .repeats(),
        Command::new("align.spread-down", "Spread evenly from top to bottom", |context| {
            spread(context, DOWN)
        })
        .repeats(),
    ],
};

/// A box and where it stands.
type Placed = (Id, Rect);

/// How far a box moves, given where all stand.
type Shift = fn(Rect, Rect) -> (i32, i32);

/// A way to look at boxes along one axis.
#[derive(Clone, Copy)]
struct Axis {
    begin: fn(Rect) -> i32,
    length: fn(Rect) -> i32,
    shift: fn(i32) -> (i32, i32),
    /// The least gap between two boxes, in cells.
    gap: i32,
}

const ACROSS: Axis = Axis { begin: Rect::left, length: |rect| rect.size.width, shift: |by| (by, 0), gap: 2 };
const DOWN: Axis = Axis { begin: Rect::top, length: |rect| rect.size.height, shift: |by| (0, by), gap: 1 };

fn align(context: &mut Context<'_>, shift: Shift) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let boxes = editor.lined_up(2)?;
    let all = boxes.iter().fold(Rect::default(), |all, (_, rect)| all.union(*rect));
    let moves: Vec<_> = boxes.into_iter().map(|(id, rect)| (id, rect, shift(rect, all))).collect();
    editor.line_up("align", &moves)
}

fn spread(context: &mut Context<'_>, axis: Axis) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let mut boxes = editor.lined_up(3)?;
    boxes.sort_by_key(|(id, rect)| ((axis.begin)(*rect) * 2 + (axis.length)(*rect), id.clone()));
    let places = spread_out(&boxes, axis);
    let moves: Vec<_> = boxes
        .into_iter()
        .zip(places)
        .map(|((id, rect), place)| (id, rect, (axis.shift)(place - (axis.begin)(rect))))
        .collect();
    editor.line_up("spread", &moves)
}

/// Where boxes in their order begin, so that the first and the last stay where there is room and all gaps are equal
/// to a cell.
fn spread_out(boxes: &[Placed], axis: Axis) -> Vec<i32> {
    let begin = boxes.first().map_or(0, |(_, rect)| (axis.begin)(*rect));
    let end = boxes.last().map_or(0, |(_, rect)| (axis.begin)(*rect) + (axis.length)(*rect));
    let taken: i32 = boxes.iter().map(|(_, rect)| (axis.length)(*rect)).sum();
    let gaps = i32::try_from(boxes.len()).unwrap_or(i32::MAX).saturating_sub(1).max(1);
    let free = (end - begin - taken).max(axis.gap * gaps);
    let mut places = Vec::new();
    let (mut at, mut number) = (begin, 0);
    for (_, rect) in boxes {
        places.push(at + free * number / gaps);
        at += (axis.length)(*rect);
        number += 1;
    }
    places
}

impl Editor {
    /// The marked boxes that are in no other marked one; at least so many.
    fn lined_up(&mut self, least: usize) -> Result<Vec<Placed>, CommandError> {
        self.refresh();
        let layout = self.at_full_zoom();
        let topology = self.document().topology();
        let covered =
            |id: &Id| topology.ancestors(id.as_str()).any(|(holder, _)| self.marked.contains(holder));
        let roots = self.marked.iter().filter(|id| !covered(id));
        let found: Vec<Placed> = roots.filter_map(|id| Some((id.clone(), *layout.boxes.get(id)?))).collect();
        match (found.len() < least, least) {
            (false, _) => Ok(found),
            (true, 2) => {
                Err(CommandError::Needs("mark two boxes or more first: `v` marks, `V` draws around"))
            }
            (true, _) => {
                Err(CommandError::Needs("mark three boxes or more first: `v` marks, `V` draws around"))
            }
        }
    }

    /// Moves boxes and pins them there, unless they would cover each other.
    fn line_up(&mut self, verb: &str, lines: &[(Id, Rect, (i32, i32))]) -> Result<(), CommandError> {
        let moved: Vec<Rect> = lines.iter().map(|(_, rect, (dx, dy))| rect.offset(*dx, *dy)).collect();
        let clash = |(n, rect): (usize, &Rect)| moved.iter().skip(n + 1).any(|other| other.intersects(*rect));
        if moved.iter().enumerate().any(clash) {
            return Err(CommandError::Needs(
                "they would cover each other: align them the other way, or spread them first",
            ));
        }
        let layout = self.at_full_zoom();
        let mut draft = Draft::new(self.board.document());
        for (id, _, (dx, dy)) in lines {
            let one = BTreeSet::from([id.clone()]);
            draft.carry(&one, &layout.boxes, (*dx, *dy), &Berth::Same);
        }
        let transaction = draft.finish();
        self.commit(format!("{verb} {} boxes", lines.len()), transaction, self.focus.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_equal_and_the_ends_stay() {
        let placed = |x: i32, width: i32| (Id::new("a").unwrap(), Rect::new(x, 0, width, 3));
        let boxes = [placed(0, 10), placed(11, 5), placed(40, 10)];
        assert_eq!(spread_out(&boxes, ACROSS), [0, 22, 40]);
        let crowded = [placed(0, 10), placed(2, 10), placed(4, 10)];
        assert_eq!(spread_out(&crowded, ACROSS), [0, 12, 24], "where there is no room they move apart");
    }
}
