//! Placement and routing: what holds for every drawing, and for the stages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use topoboard::geometry::{Direction, Point, Rect};
use topoboard::layout::{self, Layout, Route, Zoom};
use topoboard::model::{
    Capability, Change, Document, Edit, Group, Id, Kind, Link, LinkId, LinkKind, Mode, Node, Placement,
    Transaction,
};

/// Boxes as outlines with their ids, lines as they run: to be looked at, not to be shown.
fn sketch(layout: &Layout) -> String {
    let mut cells = BTreeMap::<(i32, i32), char>::new();
    let mut put = |x: i32, y: i32, c: char| cells.insert((y, x), c);
    for (id, rect) in &layout.boxes {
        outline(*rect, &mut put);
        let y = if rect.size.height > 1 && !is_frame(layout, *rect) { rect.top() + 1 } else { rect.top() };
        for (n, c) in id.as_str().chars().take(usize::try_from(rect.size.width).unwrap()).enumerate() {
            put(rect.left() + i32::from(rect.size.height > 1) + i32::try_from(n).unwrap(), y, c);
        }
    }
    for rect in layout.notes.values() {
        outline(*rect, &mut put);
    }
    for route in &layout.routes {
        for (cell, vertical) in run(&route.points) {
            let crossed = matches!(cells.get(&(cell.y, cell.x)), Some('|' | '-' | ':' | '='));
            let c = match (crossed, vertical) {
                (true, _) => '+',
                (false, true) => '|',
                (false, false) => '-',
            };
            cells.insert((cell.y, cell.x), c);
        }
        for bend in &route.points {
            cells.insert((bend.y, bend.x), '*');
        }
        let head = route.points.last().unwrap();
        cells.insert((head.y, head.x), if route.clear { '@' } else { '!' });
    }
    text(&cells)
}

fn is_frame(layout: &Layout, rect: Rect) -> bool {
    layout.boxes.values().any(|other| *other != rect && rect.encloses(*other) && other.size.height > 1)
}

fn outline(rect: Rect, put: &mut impl FnMut(i32, i32, char) -> Option<char>) {
    if rect.size.height < 2 {
        return;
    }
    for x in rect.left()..rect.right() {
        put(x, rect.top(), '=');
        put(x, rect.bottom() - 1, '=');
    }
    for y in rect.top()..rect.bottom() {
        put(rect.left(), y, ':');
        put(rect.right() - 1, y, ':');
    }
}

fn text(cells: &BTreeMap<(i32, i32), char>) -> String {
    let left = cells.keys().map(|(_, x)| *x).min().unwrap_or(0);
    let mut out = String::new();
    let (mut row, mut column) = (cells.keys().next().map_or(0, |(y, _)| *y), left);
    for ((y, x), c) in cells {
        while row < *y {
            out.push('\n');
            (row, column) = (row + 1, left);
        }
        while column < *x {
            out.push(' ');
            column += 1;
        }
        let _ = write!(out, "{c}");
        column += 1;
    }
    out
}

/// The cells of a line with whether it runs along the column there.
fn run(points: &[Point]) -> Vec<(Point, bool)> {
    if let [only] = points {
        return vec![(*only, true)];
    }
    let mut cells = Vec::new();
    for two in points.windows(2) {
        let vertical = two[0].x == two[1].x;
        for x in two[0].x.min(two[1].x)..=two[0].x.max(two[1].x) {
            for y in two[0].y.min(two[1].y)..=two[0].y.max(two[1].y) {
                cells.push((Point::new(x, y), vertical));
            }
        }
    }
    cells
}

fn stage(path: &str, pinned: bool) -> Document {
    let source = std::fs::read_to_string(format!("{}/diagrams/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let source = if pinned { source } else { unpinned(&source) };
    topoboard::codec::decode(&source, path).unwrap_or_else(|e| panic!("{path}: {e:?}")).document
}

/// A file's text without the places of nodes.
fn unpinned(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(start) = [", at: (", ", size: ("].iter().filter_map(|key| rest.find(key)).min() {
        out.push_str(&rest[..start]);
        let end = rest[start..].find(')').unwrap();
        rest = &rest[start + end + 1..];
    }
    out + rest
}

#[test]
fn look() {
    let Ok(which) = std::env::var("LOOK") else { return };
    let zoom = match std::env::var("ZOOM").as_deref() {
        Ok("compact") => Zoom::Compact,
        Ok("chip") => Zoom::Chip,
        _ => Zoom::Full,
    };
    for path in which.split(',') {
        let document = stage(path, std::env::var("PINNED").is_ok());
        let layout = layout::arrange(&document, zoom);
        let bounds = layout.bounds();
        eprintln!("{path} {bounds:?}\n{}", sketch(&layout));
    }
}

const STAGES: [&str; 8] = [
    "tiers/0-simple-web-stack.ron",
    "tiers/1-distributed-web-infrastructure.ron",
    "tiers/2-secured-and-monitored.ron",
    "tiers/3-scale-up.ron",
    "roles/0-simple-web-stack.ron",
    "roles/1-distributed-web-infrastructure.ron",
    "roles/2-secured-and-monitored.ron",
    "roles/3-scale-up.ron",
];

const ZOOMS: [Zoom; 3] = [Zoom::Full, Zoom::Compact, Zoom::Chip];

/// Everything that is wrong with a layout of a drawing, in words.
fn faults(document: &Document, layout: &Layout, crowded: bool) -> Vec<String> {
    let mut faults = Vec::new();
    containment(document, layout, &mut faults);
    if !crowded {
        overlaps(document, layout, &mut faults);
        lines(document, layout, &mut faults);
    }
    for route in &layout.routes {
        shape(document, layout, route, &mut faults);
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
        let boxed = parent.filter(|parent| {
            layout.zoom == Zoom::Full || !is_row(document, layout, node.parent.as_ref().unwrap())
        });
        if boxed.is_some_and(|parent| !parent.encloses(*rect)) {
            faults.push(format!("{id} {rect:?} is outside {parent:?}"));
        }
    }
}

/// Whether something is attached to a component.
fn is_attached(document: &Document, id: &Id) -> bool {
    let parent = document.topology().node(id.as_str()).and_then(|node| node.parent.as_ref());
    parent
        .and_then(|parent| document.topology().node(parent.as_str()))
        .is_some_and(|p| !p.does(Capability::Contains))
}

/// Whether at this zoom a box is only a row of another.
fn is_row(document: &Document, layout: &Layout, id: &Id) -> bool {
    let rect = layout.boxes[id];
    let held = |other: &Rect| other.encloses(rect) && *other != rect;
    is_attached(document, id) || rect.size.height == 1 && layout.boxes.values().any(held)
}

fn overlaps(document: &Document, layout: &Layout, faults: &mut Vec<String>) {
    let boxes: Vec<(&Id, Rect)> = layout.boxes.iter().map(|(id, rect)| (id, *rect)).collect();
    for (n, (a, first)) in boxes.iter().enumerate() {
        for (b, second) in &boxes[n + 1..] {
            let related = is_inside(document, a, b) || is_inside(document, b, a);
            let row = is_row(document, layout, a) || is_row(document, layout, b) || first == second;
            if first.intersects(*second) && !related && !(row && layout.zoom != Zoom::Full) {
                faults.push(format!("{a} {first:?} and {b} {second:?} overlap"));
            }
        }
    }
}

/// A line is made of straight pieces and begins and ends beside its boxes.
fn shape(document: &Document, layout: &Layout, route: &Route, faults: &mut Vec<String>) {
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
        // A row of a component lies one column inside its border; a holder's own line begins inside its border.
        let reach = if is_attached(document, id) || rect.contains(*end) { 2 } else { 1 };
        let beside = Direction::ALL
            .into_iter()
            .any(|way| (1..=reach).any(|n| rect.contains(end.step(way, n)) != rect.contains(*end)));
        if route.clear && !beside {
            faults.push(format!("{name} ends at {end:?}, not beside {id} {rect:?}"));
        }
    }
}

/// No line shares a cell with another except straight across, none enters a box, none runs along a frame.
fn lines(document: &Document, layout: &Layout, faults: &mut Vec<String>) {
    let solid: Vec<(&Id, Rect)> = layout
        .boxes
        .iter()
        .filter(|(id, _)| !is_row(document, layout, id) && !holds_boxes(document, layout, id))
        .map(|(id, rect)| (id, *rect))
        .collect();
    let frames: Vec<(&Id, Rect)> = layout
        .boxes
        .iter()
        .filter(|(id, _)| !is_row(document, layout, id) && holds_boxes(document, layout, id))
        .map(|(id, rect)| (id, *rect))
        .collect();
    let mut taken = BTreeMap::<Point, Vec<(usize, bool)>>::new();
    for (number, route) in layout.routes.iter().enumerate() {
        if !route.clear {
            faults.push(format!("{:?} is not clear", route.links));
        }
        let corners: BTreeSet<Point> = route.points.iter().copied().collect();
        let cells: BTreeSet<(Point, bool)> = run(&route.points).into_iter().collect();
        for (cell, vertical) in cells {
            taken.entry(cell).or_default().push((number, vertical));
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
            let bends = owners.iter().any(|number| layout.routes[*number].points.contains(&cell));
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

#[test]
fn the_stages_are_right_at_every_zoom_without_any_place() {
    for path in STAGES {
        let document = stage(path, false);
        for zoom in ZOOMS {
            let layout = layout::arrange(&document, zoom);
            assert_eq!(faults(&document, &layout, false), [""; 0], "{path} {zoom:?}\n{}", sketch(&layout));
        }
    }
}

#[test]
fn the_stages_stand_where_they_are_placed() {
    for path in STAGES {
        let document = stage(path, true);
        let layout = layout::arrange(&document, Zoom::Full);
        for (id, placement) in document.placements() {
            if let Some(at) = placement.at {
                assert_eq!(layout.boxes[id].origin, at, "{path} {id}");
            }
        }
        for zoom in ZOOMS {
            let layout = layout::arrange(&document, zoom);
            assert_eq!(faults(&document, &layout, false), [""; 0], "{path} {zoom:?}\n{}", sketch(&layout));
        }
    }
}

#[test]
fn the_stages_fit_a_terminal_at_compact_zoom() {
    for path in STAGES {
        for pinned in [false, true] {
            let layout = layout::arrange(&stage(path, pinned), Zoom::Compact);
            let bounds = layout.boxes.values().fold(Rect::default(), |all, one| all.union(*one));
            assert!(bounds.size.width <= 118 && bounds.size.height <= 36, "{path} {pinned} {bounds:?}");
        }
    }
}

/// A drawing by numbers: what `drawing` makes of it is valid whatever the numbers are.
#[derive(Clone, Debug)]
struct Numbers {
    nodes: Vec<(usize, usize, usize)>,
    links: Vec<(usize, usize, usize)>,
    pins: Vec<(usize, i32, i32)>,
    group: Vec<usize>,
}

fn numbers(nodes: usize, links: usize, pins: usize) -> impl Strategy<Value = Numbers> {
    (
        prop::collection::vec((0..1_000_usize, 0..1_000_usize, 0..30_usize), 1..nodes),
        prop::collection::vec((0..1_000_usize, 0..1_000_usize, 0..12_usize), 0..links),
        prop::collection::vec((0..1_000_usize, -40..40_i32, -20..20_i32), 0..=pins),
        prop::collection::vec(0..1_000_usize, 0..4),
    )
        .prop_map(|(nodes, links, pins, group)| Numbers { nodes, links, pins, group })
}

fn id(number: usize) -> Id {
    Id::new(&format!("n{number}")).unwrap()
}

/// Nodes of any kind; an earlier one that can hold a node may be its parent; links of any kind, also to a group and
/// from a thing to itself.
fn drawing(numbers: &Numbers) -> Document {
    let kinds: Vec<Kind> = Kind::all().collect();
    let mut edits: Vec<Edit> = Vec::new();
    let mut depths: Vec<(Kind, usize)> = Vec::new();
    for (number, (kind, parent, width)) in numbers.nodes.iter().enumerate() {
        let mut node = Node::new(kinds[kind % kinds.len()], "x".repeat(*width).as_str().into());
        let holder = parent % (2 * number + 1);
        let attached = node.does(Capability::Artefact) || node.does(Capability::Watches);
        let holds = depths.get(holder).is_some_and(|(kind, depth)| {
            *depth < 4 && (kind.does(Capability::Contains) || attached && kind.does(Capability::Fails))
        });
        if holds {
            node.parent = Some(id(holder));
        }
        if node.does(Capability::Filters) && number > 0 {
            node.guards = vec![id(parent % number)];
        }
        depths.push((node.kind, if holds { depths[holder].1 + 1 } else { 0 }));
        edits.push(Edit::Node(Change::birth(id(number), node.into())));
    }
    let count = numbers.nodes.len();
    let members: BTreeSet<Id> = numbers.group.iter().map(|member| id(member % count)).collect();
    let mode = Mode::ActiveActive { min: 1 };
    let group = Group { name: "".into(), mode, members: members.into_iter().collect(), vip: None };
    let name = Id::new("group").unwrap();
    edits.push(Edit::Group(Change::birth(name.clone(), group.into())));
    let mut links = BTreeMap::new();
    for (number, (from, to, kind)) in numbers.links.iter().enumerate() {
        let end = |number: usize| if number % 23 == 22 { name.clone() } else { id(number % count) };
        let mut link = LinkId::new(end(*from), end(*to));
        link.key = (number % 5 == 0).then(|| id(number));
        let mut value = Link::new(link.clone());
        value.kind = [
            LinkKind::Request,
            LinkKind::Request,
            LinkKind::Request,
            LinkKind::Replication,
            LinkKind::Heartbeat,
            LinkKind::Monitoring,
        ][kind % 6];
        value.label = if kind % 2 == 0 { "".into() } else { "label".into() };
        links.insert(link, value);
    }
    edits.extend(links.into_iter().map(|(link, value)| Edit::Link(Change::birth(link, value.into()))));
    let pins: BTreeMap<usize, (i32, i32)> =
        numbers.pins.iter().map(|(n, x, y)| (n % count, (*x, *y))).collect();
    let placed = pins.into_iter().map(|(number, (x, y))| {
        Edit::Placement(Change::birth(id(number), Placement::pinned(Point::new(x, y))))
    });
    edits.extend(placed);
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_and_every_link_has_its_own_way(numbers in numbers(40, 60, 0)) {
        let document = drawing(&numbers);
        let layout = layout::arrange(&document, Zoom::Full);
        prop_assert_eq!(faults(&document, &layout, false), [""; 0], "\n{}", sketch(&layout));
    }

    #[test]
    fn smaller_zooms_are_right_too(numbers in numbers(30, 30, 0)) {
        let document = drawing(&numbers);
        for zoom in [Zoom::Compact, Zoom::Chip] {
            let layout = layout::arrange(&document, zoom);
            prop_assert_eq!(faults(&document, &layout, false), [""; 0], "{:?}\n{}", zoom, sketch(&layout));
        }
    }

    #[test]
    fn what_is_pinned_stands(numbers in numbers(30, 30, 8)) {
        let document = drawing(&numbers);
        let layout = layout::arrange(&document, Zoom::Full);
        prop_assert_eq!(faults(&document, &layout, true), [""; 0], "\n{}", sketch(&layout));
        for (id, placement) in document.placements() {
            let row = is_row(&document, &layout, id);
            let holds = document.topology().children(id.as_str()).next().is_some();
            if !row && !holds {
                prop_assert_eq!(Some(layout.boxes[id].origin), placement.at, "{}", id);
            }
        }
    }
}

#[test]
fn an_empty_drawing_has_nothing() {
    for zoom in ZOOMS {
        let layout = layout::arrange(&Document::default(), zoom);
        assert_eq!(layout, Layout { zoom, ..Layout::default() });
    }
}

/// A drawing of many nodes, in servers of four or flat, each linked with later ones.
fn many(count: usize, compound: bool) -> Document {
    let kinds = [Kind::LoadBalancer, Kind::WebServer, Kind::AppServer, Kind::Database];
    let mut edits = Vec::new();
    let server = |number: usize| Id::new(&format!("s{}", number / 4)).unwrap();
    for number in 0..count {
        if compound && number % 4 == 0 {
            edits.push(Edit::Node(Change::birth(server(number), Node::new(Kind::Server, "".into()).into())));
        }
        let mut node = Node::new(kinds[number % 4], "".into());
        node.parent = compound.then(|| server(number));
        edits.push(Edit::Node(Change::birth(id(number), node.into())));
    }
    for number in 0..count * 3 / 2 {
        let from = number * 7919 % count;
        let to = from + 1 + number * 104_729 % 40;
        if to < count {
            let link = LinkId { from: id(from), to: id(to), key: Some(id(number)) };
            edits.push(Edit::Link(Change::birth(link.clone(), Link::new(link).into())));
        }
    }
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}

#[test]
fn a_thousand_nodes_are_laid_out() {
    for compound in [false, true] {
        let document = many(std::env::var("MANY").map_or(1_000, |n| n.parse().unwrap()), compound);
        let start = std::time::Instant::now();
        let layout = layout::arrange(&document, Zoom::Full);
        eprintln!("{:?} {:?}", start.elapsed(), layout.bounds());
        let lost: Vec<&Route> = layout.routes.iter().filter(|route| !route.clear).collect();
        assert_eq!(layout.routes.len(), document.topology().links_sorted().len());
        assert!(lost.is_empty(), "{} of {} lines are not clear", lost.len(), layout.routes.len());
    }
}

#[test]
fn the_same_drawing_has_the_same_layout() {
    for path in STAGES {
        let (a, b) = (stage(path, false), stage(path, false));
        for zoom in ZOOMS {
            assert_eq!(layout::arrange(&a, zoom), layout::arrange(&b, zoom), "{path}");
        }
    }
}

#[test]
fn replication_runs_straight_from_side_to_side() {
    let layout = layout::arrange(&stage(STAGES[1], false), Zoom::Full);
    let (primary, replica) = (layout.boxes.keys().find(|id| id.as_str() == "db-1").unwrap(), "db-2");
    let route = layout.routes.iter().find(|r| r.from == *primary && r.to.as_str() == replica).unwrap();
    assert_eq!(route.points.len(), 2, "{route:?}");
    assert_eq!(route.points[0].y, route.points[1].y);
}

#[test]
fn a_hub_of_forty_is_wide_enough_for_all() {
    let mut edits =
        vec![Edit::Node(Change::birth(id(0), Node::new(Kind::MonitorCollector, "".into()).into()))];
    for number in 1..=40 {
        edits.push(Edit::Node(Change::birth(id(number), Node::new(Kind::WebServer, "".into()).into())));
        let link = LinkId::new(id(number), id(0));
        let value = Link { kind: LinkKind::Monitoring, ..Link::new(link.clone()) };
        edits.push(Edit::Link(Change::birth(link, value.into())));
    }
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    let layout = layout::arrange(&document, Zoom::Full);
    assert_eq!(faults(&document, &layout, false), [""; 0], "\n{}", sketch(&layout));
}

#[test]
fn what_is_not_pinned_takes_a_free_place() {
    let (client, web) = (Node::new(Kind::Client, "".into()), Node::new(Kind::WebServer, "".into()));
    let mut edits: Vec<Edit> = vec![Edit::Node(Change::birth(id(0), client.into()))];
    for number in 1..4 {
        edits.push(Edit::Node(Change::birth(id(number), web.clone().into())));
        let link = LinkId::new(id(0), id(number));
        edits.push(Edit::Link(Change::birth(link.clone(), Link::new(link).into())));
    }
    edits.push(Edit::Placement(Change::birth(id(0), Placement::pinned(Point::new(10, -7)))));
    edits.push(Edit::Placement(Change::birth(id(1), Placement::pinned(Point::new(10, 2)))));
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    let layout = layout::arrange(&document, Zoom::Full);
    assert_eq!(layout.boxes[&id(0)].origin, Point::new(10, -7));
    assert_eq!(layout.boxes[&id(1)].origin, Point::new(10, 2));
    assert_eq!(faults(&document, &layout, false), [""; 0], "\n{}", sketch(&layout));
}
