//! What can be wrong with a layout, looked for without knowing how it was made.

use std::collections::{BTreeMap, BTreeSet};

use topoboard::geometry::{Direction, Point, Rect};
use topoboard::layout::{Layout, Route, Zoom};
use topoboard::model::{Capability, Document, Id};

use super::sketch::run;

/// Everything that is wrong with a layout of a drawing, in words.
pub(super) fn faults(document: &Document, layout: &Layout, crowded: bool) -> Vec<String> {
    let mut faults = Vec::new();
    containment(document, layout, &mut faults);
    if !crowded {
        overlaps(document, layout, &mut faults);
        lines(document, layout, &mut faults);
    }
    for route in &layout.routes {
        shape(layout, route, &mut faults);
    }
    missing(document, layout, &mut faults);
    faults
}

fn is_inside(document: &Document, inner: &Id, outer: &Id) -> bool {
    document.topology().ancestors(inner.as_str()).any(|(ancestor, _)| ancestor == outer)
}

fn containment(document: &Document, layout: &Layout, faults: &mut Vec<String>) {
    for (id, node) in document.topology().nodes() {
        let Some(rect) = layout.boxes.get(id) else {
            faults.push(format!("{id} has no box"));
            continue;
        };
        if rect.is_empty() {
            faults.push(format!("the box of {id} is empty"));
        }
        let parent = node.parent.as_ref().and_then(|parent| layout.boxes.get(parent));
        // At a smaller zoom what is attached to a row is a row beside it.
        let boxed =
            parent.filter(|_| layout.zoom == Zoom::Full || !is_row(layout, node.parent.as_ref().unwrap()));
        if boxed.is_some_and(|parent| !parent.encloses(*rect)) {
            faults.push(format!("{id} {rect:?} is outside {parent:?}"));
        }
    }
}

/// Whether at this zoom a box is only a row of another, or inside a chip.
pub(super) fn is_row(layout: &Layout, id: &Id) -> bool {
    let rect = layout.boxes[id];
    let chip = |other: &Rect| other.encloses(rect) && *other != rect;
    layout.rows.contains_key(id) || rect.size.height == 1 && layout.boxes.values().any(chip)
}

fn overlaps(document: &Document, layout: &Layout, faults: &mut Vec<String>) {
    let boxes: Vec<(&Id, Rect)> = layout.boxes.iter().map(|(id, rect)| (id, *rect)).collect();
    for (n, (a, first)) in boxes.iter().enumerate() {
        for (b, second) in &boxes[n + 1..] {
            let related = is_inside(document, a, b) || is_inside(document, b, a);
            let row = is_row(layout, a) || is_row(layout, b) || first == second;
            if first.intersects(*second) && !related && !(row && layout.zoom != Zoom::Full) {
                faults.push(format!("{a} {first:?} and {b} {second:?} overlap"));
            }
        }
    }
}

/// A line is made of straight pieces and begins and ends beside its boxes.
fn shape(layout: &Layout, route: &Route, faults: &mut Vec<String>) {
    let name = format!("{:?}", route.links);
    for two in route.points.windows(2) {
        if two[0] == two[1] || two[0].x != two[1].x && two[0].y != two[1].y {
            faults.push(format!("{name} is not straight at {:?}", two[0]));
        }
    }
    for (end, id) in [(route.points.first(), &route.from), (route.points.last(), &route.to)] {
        let (Some(end), Some(rect)) = (end, layout.boxes.get(id)) else {
            faults.push(format!("{name} has no end"));
            continue;
        };
        let seat = layout.rows.get(id).map(|seat| layout.boxes[seat]);
        let around = seat.unwrap_or(*rect);
        // A holder's own line begins inside its border.
        let reach = if around.contains(*end) { 2 } else { 1 };
        let beside = Direction::ALL
            .into_iter()
            .any(|way| (1..=reach).any(|n| around.contains(end.step(way, n)) != around.contains(*end)));
        if let Some(seat) = seat.filter(|seat| route.clear && !row_owns(*rect, *seat, *end)) {
            faults.push(format!("{name} ends at {end:?}, not at the row {id} {rect:?} of {seat:?}"));
        }
        if route.clear && !beside {
            faults.push(format!("{name} ends at {end:?}, not beside {id} {rect:?}"));
        }
    }
}

/// Whether a cell beside a box belongs to a row of it: beside the row; above the first one, below the last one.
fn row_owns(row: Rect, seat: Rect, end: Point) -> bool {
    if (row.top()..row.bottom()).contains(&end.y) {
        return end.x == seat.left() - 1 || end.x == seat.right();
    }
    let over = (row.left()..row.right()).contains(&end.x) || row.size.width + 4 >= seat.size.width;
    let first = row.top() == seat.top() + 1 && end.y == seat.top() - 1;
    let last = row.bottom() == seat.bottom() - 1 && end.y == seat.bottom();
    first && (row.left() <= seat.left() + 2 || over) || last && over
}

/// No line shares a cell with another net's except straight across, none enters a box, none runs along a frame.
fn lines(document: &Document, layout: &Layout, faults: &mut Vec<String>) {
    let solid: Vec<(&Id, Rect)> = layout
        .boxes
        .iter()
        .filter(|(id, _)| !is_row(layout, id) && !holds_boxes(document, layout, id))
        .map(|(id, rect)| (id, *rect))
        .collect();
    let frames: Vec<(&Id, Rect)> = layout
        .boxes
        .iter()
        .filter(|(id, _)| !is_row(layout, id) && holds_boxes(document, layout, id))
        .map(|(id, rect)| (id, *rect))
        .collect();
    let mut taken = BTreeMap::<Point, Vec<(usize, bool)>>::new();
    for route in &layout.routes {
        if !route.clear {
            faults.push(format!("{:?} is not clear", route.links));
        }
        let corners: BTreeSet<Point> = route.points.iter().copied().collect();
        let cells: BTreeSet<(Point, bool)> = run(&route.points).into_iter().collect();
        for (cell, vertical) in cells {
            let users = taken.entry(cell).or_default();
            if !users.contains(&(route.net, vertical)) {
                users.push((route.net, vertical));
            }
            if let Some((id, _)) = solid.iter().find(|(_, rect)| rect.contains(cell)) {
                faults.push(format!("{:?} enters {id} at {cell:?}", route.links));
            }
            for (id, rect) in &frames {
                let frame = on_frame(*rect, cell);
                if frame.is_some() && (corners.contains(&cell) || frame == Some(vertical)) {
                    faults.push(format!("{:?} runs along the frame of {id} at {cell:?}", route.links));
                }
            }
        }
    }
    for (cell, users) in taken {
        let owners: BTreeSet<usize> = users.iter().map(|(number, _)| *number).collect();
        let straight = users.iter().filter(|(_, vertical)| *vertical).count() == 1 && users.len() == 2;
        if owners.len() > 1 {
            let nets = layout.routes.iter().filter(|route| owners.contains(&route.net));
            let bends = nets.into_iter().any(|route| route.points.contains(&cell));
            if !straight || bends {
                faults.push(format!("{owners:?} share {cell:?}"));
            }
        }
    }
}

/// Whether a cell is on the frame's border, and if so whether the border runs along the column there.
fn on_frame(rect: Rect, cell: Point) -> Option<bool> {
    if !rect.contains(cell) {
        return None;
    }
    if cell.x == rect.left() || cell.x == rect.right() - 1 {
        return Some(true);
    }
    (cell.y == rect.top() || cell.y == rect.bottom() - 1).then_some(false)
}

/// Whether boxes that are no rows stand in it.
fn holds_boxes(document: &Document, layout: &Layout, id: &Id) -> bool {
    let boxed = |child: &Id| {
        layout.boxes.get(child).is_some_and(|rect| rect.size.height > 1 || layout.zoom == Zoom::Chip)
    };
    let host = document.topology().node(id.as_str()).is_some_and(|node| node.does(Capability::Hosts));
    let leaves = document.topology().children(id.as_str()).all(|(child, _)| {
        document.topology().children(child.as_str()).next().is_none()
            || !document.topology().node(child.as_str()).is_some_and(|node| node.does(Capability::Contains))
    });
    let listed = layout.zoom != Zoom::Full && host && leaves;
    !listed && document.topology().children(id.as_str()).any(|(child, _)| boxed(child))
}

/// Every link has a line, unless at a smaller zoom both its ends are in one box.
fn missing(document: &Document, layout: &Layout, faults: &mut Vec<String>) {
    for link in document.topology().links_sorted() {
        if layout.zoom == Zoom::Full && layout.routes_of(&link.id).next().is_none() {
            faults.push(format!("{} has no line", link.id));
        }
    }
}
