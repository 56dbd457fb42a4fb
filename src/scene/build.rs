//! Document and layout become shapes.

use std::collections::{BTreeMap, BTreeSet};

use super::glyph::{Charset, Stroke};
use super::shape::{Badge, NodeBox, Note, Outline, Run, Tail, Wire};
use super::{Options, Scene, ascii, key, place};
use crate::analysis::Report;
use crate::geometry::{Direction, Point, Rect};
use crate::layout::{self, Layout, Route};
use crate::model::{Capability, Document, Encryption, Id, Kind, Link, LinkKind, Shape, Subject, Vertex};

impl Scene {
    /// The picture of `document` as `layout` places it, with the badges of `report`.
    ///
    /// Boxes of the layout that the document does not have are left out, so that a layout of an earlier state can be
    /// shown while the new one is made.
    pub fn build(document: &Document, layout: &Layout, report: Option<&Report>, options: &Options) -> Self {
        Self::after(None, document, layout, report, options)
    }

    /// What [`Scene::build`] makes, quickly, for while a person still moves things: the text of lines that run as in
    /// `before` stays where it stands there, unless something else is there now. Both show the same nodes and links
    /// with the same options.
    pub fn follow(
        before: &Self,
        document: &Document,
        layout: &Layout,
        report: Option<&Report>,
        options: &Options,
    ) -> Self {
        Self::after(Some(before), document, layout, report, options)
    }

    fn after(
        before: Option<&Self>,
        document: &Document,
        layout: &Layout,
        report: Option<&Report>,
        options: &Options,
    ) -> Self {
        let mut scene = Self {
            charset: options.charset,
            zoom: layout.zoom,
            monitoring_above: options.monitoring_above,
            ..Self::default()
        };
        scene.boxes = boxes(document, layout, &badges(report), options.charset);
        scene.wires = wires(document, layout, options);
        scene.notes = notes(document, layout, options.charset);
        let placed = place::captions(document, &scene, options, before);
        scene.captions = placed.captions;
        scene.drawn = scene.around();
        scene.bounds = scene.drawn;
        scene.key = key::lines(document, layout, &scene, placed.homeless, options);
        scene.bounds = scene
            .key
            .iter()
            .fold(scene.bounds, |all, line| all.union(Rect::new(line.at.x, line.at.y, line.width, 1)));
        scene
    }

    /// The rectangle around everything but the key.
    fn around(&self) -> Rect {
        let boxes = self.boxes.iter().map(|shape| shape.area);
        let wires = self.wires.iter().map(|wire| wire.area);
        let notes = self.notes.iter().map(|note| note.area);
        let captions = self.captions.iter().map(super::Caption::area);
        boxes.chain(wires).chain(notes).chain(captions).fold(Rect::default(), Rect::union)
    }
}

/// The text in the characters of the scene.
pub(super) fn spelled(text: &str, charset: Charset) -> String {
    match charset {
        Charset::Unicode => text.to_owned(),
        Charset::Ascii => ascii(text).into_owned(),
    }
}

/// The worst findings of every node.
fn badges(report: Option<&Report>) -> BTreeMap<&Id, Badge> {
    let mut badges = BTreeMap::<&Id, Badge>::new();
    for finding in report.into_iter().flat_map(Report::open) {
        for subject in &finding.subjects {
            let (Subject::Node(id) | Subject::Group(id)) = subject else { continue };
            let badge = badges.entry(id).or_insert(Badge { severity: finding.severity, count: 0 });
            if finding.severity < badge.severity {
                *badge = Badge { severity: finding.severity, count: 0 };
            }
            badge.count += usize::from(finding.severity == badge.severity);
        }
    }
    badges
}

fn boxes(
    document: &Document,
    layout: &Layout,
    badges: &BTreeMap<&Id, Badge>,
    charset: Charset,
) -> Vec<NodeBox> {
    let mut held = BTreeMap::<&Id, Vec<Kind>>::new();
    let holders = holders(document);
    let mut boxes = Vec::with_capacity(layout.boxes.len());
    for (id, area) in &layout.boxes {
        let Some(vertex) = document.topology().vertex(id.as_str()) else { continue };
        if let Some(chip) = chip_of(document, layout, id, *area) {
            if let Vertex::Node(_, node) = vertex {
                held.entry(chip).or_default().push(node.kind);
            }
            continue;
        }
        let is_row = layout.rows.contains_key(id);
        let mut shape = node_box(document, vertex, *area, is_row, charset);
        shape.badge = badges.get(id).copied();
        shape.is_leaf = shape.outline == Outline::Chip || !holders.contains(id);
        boxes.push(shape);
    }
    for shape in boxes.iter_mut().filter(|shape| shape.outline == Outline::Chip) {
        shape.holds = shape.id().and_then(|id| held.remove(id)).unwrap_or_default();
        shape.holds.sort_unstable();
    }
    boxes.sort_by_key(|shape| shape.depth);
    boxes
}

/// All nodes that hold others.
fn holders(document: &Document) -> BTreeSet<&Id> {
    document.topology().nodes().filter_map(|(_, node)| node.parent.as_ref()).collect()
}

/// The outermost container that is drawn in the same single line, as at chip zoom; of a guard, what it guards.
fn chip_of<'a>(document: &'a Document, layout: &Layout, id: &Id, area: Rect) -> Option<&'a Id> {
    if area.size.height != 1 {
        return None;
    }
    let same = |holder: &&Id| layout.boxes.get(*holder) == Some(&area);
    let holder = document.topology().ancestors(id.as_str()).map(|(holder, _)| holder).filter(same).last();
    holder.or_else(|| document.topology().node(id.as_str())?.guards.iter().find(same))
}

fn node_box(document: &Document, vertex: &Vertex, area: Rect, is_row: bool, charset: Charset) -> NodeBox {
    let (subject, node, title) = match vertex {
        Vertex::Node(id, node) => {
            (Subject::Node(id.clone()), Some(std::sync::Arc::clone(node)), layout::caption(id, node))
        }
        Vertex::Group(id, group) => (Subject::Group(id.clone()), None, group.title(id).into()),
    };
    let outline = if is_row { Outline::Row } else { outline(node.as_ref().map(|node| node.kind), area) };
    NodeBox {
        subject,
        area,
        outline,
        depth: document.topology().ancestors(vertex.id().as_str()).count(),
        title: spelled(&title, charset),
        titled_border: outline == Outline::Frame || area.size.height == 2,
        node,
        is_leaf: true,
        holds: Vec::new(),
        badge: None,
    }
}

fn outline(kind: Option<Kind>, area: Rect) -> Outline {
    let container = kind.is_some_and(|kind| kind.does(Capability::Contains));
    match kind.map(Kind::shape) {
        _ if area.size.height <= 1 && container => Outline::Chip,
        _ if area.size.height <= 1 => Outline::Row,
        None => Outline::Cluster,
        Some(Shape::Frame) => Outline::Frame,
        Some(shape) => Outline::Closed(shape),
    }
}

fn wires(document: &Document, layout: &Layout, options: &Options) -> Vec<Wire> {
    let mut wires: Vec<Wire> =
        layout.routes.iter().filter_map(|route| wire(document, layout, route)).collect();
    if !options.monitoring {
        wires.retain(|wire| wire.stroke != Stroke::Dotted);
    }
    wires.sort_by_key(|wire| (wire.stroke != Stroke::Dotted) != options.monitoring_above);
    wires
}

fn wire(document: &Document, layout: &Layout, route: &Route) -> Option<Wire> {
    let link = route.links.iter().find_map(|id| document.topology().link(id))?;
    let first = *route.points.first()?;
    let (tail, head) = ends(layout, route, first);
    let cells = route.points.iter().map(|point| Rect::new(point.x, point.y, 1, 1));
    Some(Wire {
        links: route.links.clone(),
        net: route.net,
        from: route.from.clone(),
        to: route.to.clone(),
        stroke: stroke(document, link),
        points: route.points.clone(),
        area: cells.fold(Rect::default(), Rect::union),
        tail,
        head,
    })
}

/// How a line leaves its source, and which way its head points.
fn ends(layout: &Layout, route: &Route, first: Point) -> (Option<Tail>, Direction) {
    let (source, target) = (seat(layout, &route.from), seat(layout, &route.to));
    let mut points = route.points.iter().copied();
    let last = route.points.last().copied().unwrap_or(first);
    let in_frame = source.size.height > 1 && is_border(source, first);
    let departure = points.nth(1).and_then(|second| Run::between(first, second)).map(|run| run.direction);
    let before = route.points.iter().rev().nth(1).copied();
    let arrival = before.and_then(|before| Run::between(before, last)).map(|run| run.direction);
    let own = layout.boxes.get(&route.from).copied().unwrap_or_default();
    let tail = beside(if in_frame { own } else { source }, first, departure).map(|direction| Tail {
        direction,
        joins: source.size.height > 1 && !in_frame,
        reaches: !in_frame,
    });
    let straight = arrival.or(tail.map(|tail| tail.direction));
    let end = layout.boxes.get(&route.to).copied().filter(|_| is_border(target, last)).unwrap_or(target);
    let head = beside(end, last, straight.map(Direction::opposite)).map(Direction::opposite);
    (tail, head.or(straight).unwrap_or(Direction::Down))
}

/// The box that a node is drawn in: its own, or the one that it is a row of.
fn seat(layout: &Layout, id: &Id) -> Rect {
    let seat = layout.rows.get(id).unwrap_or(id);
    layout.boxes.get(seat).copied().unwrap_or_default()
}

/// The way from the border of `area` to the cell `point` beside it; `prefer` where several sides touch.
fn beside(area: Rect, point: Point, prefer: Option<Direction>) -> Option<Direction> {
    let ways = prefer.into_iter().chain(Direction::ALL);
    ways.into_iter().find(|way| is_border(area, point.step(way.opposite(), 1)))
}

/// Whether `point` is on the border of `area`, corners excluded (unless the box is a single line).
fn is_border(area: Rect, point: Point) -> bool {
    if !area.contains(point) {
        return false;
    }
    let column = point.x == area.left() || point.x == area.right() - 1;
    let row = point.y == area.top() || point.y == area.bottom() - 1;
    area.size.height <= 1 || column != row
}

/// How a link is drawn: dotted for monitoring, dashed where it can be read on the way from host to host.
fn stroke(document: &Document, link: &Link) -> Stroke {
    if link.kind == LinkKind::Monitoring {
        return Stroke::Dotted;
    }
    let readable = link.encryption() == Encryption::Plain && !is_local(document, link);
    if readable { Stroke::Dashed } else { Stroke::Solid }
}

/// Whether both ends are on one host.
pub(super) fn is_local(document: &Document, link: &Link) -> bool {
    let (from, to) = (hosts(document, &link.id.from), hosts(document, &link.id.to));
    from.len() == 1 && from == to
}

/// The hosts of an end: of a node the server around it, else itself; of a group those of its members.
fn hosts<'a>(document: &'a Document, id: &'a Id) -> BTreeSet<&'a Id> {
    match document.topology().vertex(id.as_str()) {
        Some(Vertex::Group(_, group)) => group.members.iter().map(|member| host(document, member)).collect(),
        _ => BTreeSet::from([host(document, id)]),
    }
}

fn host<'a>(document: &'a Document, id: &'a Id) -> &'a Id {
    let topology = document.topology();
    if topology.node(id.as_str()).is_some_and(|node| node.does(Capability::Hosts)) {
        return id;
    }
    let mut around = topology.ancestors(id.as_str());
    around.find(|(_, node)| node.does(Capability::Hosts)).map_or(id, |(host, _)| host)
}

fn notes(document: &Document, layout: &Layout, charset: Charset) -> Vec<Note> {
    let note = |(id, area): (&crate::model::NoteId, &Rect)| {
        let lines = layout::note_lines(document.notes().get(id)?);
        let lines = lines.iter().map(|line| spelled(line, charset)).collect();
        Some(Note { id: *id, area: *area, lines })
    };
    layout.notes.iter().filter_map(note).collect()
}
