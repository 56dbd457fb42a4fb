//! The key under the drawing: texts that found no room at their lines, and what of the model has no shape: links
//! between rows of one box, groups, guards and services. With it, nothing of the model is missing from a text.

use std::collections::{BTreeMap, BTreeSet};

use super::build::spelled;
use super::glyph::Charset;
use super::place::Homeless;
use super::shape::KeyLine;
use super::{Options, Scene};
use crate::geometry::Point;
use crate::layout::{Layout, Zoom};
use crate::model::{
    Document, Failover, Group, Id, Link, LinkId, LinkKind, Mode, Record, RecordKind, Service, Subject,
};
use crate::text;

/// The narrowest key, in cells, however narrow the drawing is.
const NARROWEST: i32 = 56;

/// The lines of the key, under everything that is drawn.
pub(super) fn lines(
    document: &Document,
    layout: &Layout,
    scene: &Scene,
    homeless: Vec<Homeless>,
    options: &Options,
) -> Vec<KeyLine> {
    let names = Names::of(document);
    let mut entries: Vec<(Option<Subject>, String)> =
        homeless.into_iter().filter_map(|text| label(scene, &names, &text)).collect();
    entries.extend(inner(document, layout, options).into_iter().map(|text| (None, text)));
    if options.key {
        let groups = document.topology().groups();
        entries.extend(groups.map(|(id, it)| (Some(Subject::Group(id.clone())), group(&names, id, it))));
        entries.extend(guards(document, &names));
        let services = document.services().values();
        entries.extend(services.map(|it| (Some(Subject::Service(it.domain.clone())), service(&names, it))));
    }
    let entries = entries.into_iter().map(|(subject, text)| (subject, spelled(&text, scene.charset)));
    laid_out(scene, entries, options.width)
}

/// Puts the entries under the drawing, wrapped to its width.
fn laid_out(
    scene: &Scene,
    entries: impl Iterator<Item = (Option<Subject>, String)>,
    most: Option<i32>,
) -> Vec<KeyLine> {
    let width = scene.bounds.size.width.max(NARROWEST).min(most.unwrap_or(i32::MAX));
    let width = usize::try_from(width).unwrap_or(0).max(8);
    let mut at = Point::new(scene.bounds.left(), scene.bounds.bottom() + i32::from(!scene.bounds.is_empty()));
    let mut lines = Vec::new();
    for (subject, entry) in entries {
        for (number, line) in text::wrap(&entry, width - 2).into_iter().enumerate() {
            let text = if number == 0 { line } else { format!("  {line}") };
            let width = i32::try_from(text::width(&text)).unwrap_or(i32::MAX / 4);
            lines.push(KeyLine { at, text, width, subject: subject.clone() });
            at = at.offset(0, 1);
        }
    }
    lines
}

/// The links between rows of one box, which have no line at compact zoom, by box.
fn inner(document: &Document, layout: &Layout, options: &Options) -> Vec<String> {
    if layout.zoom != Zoom::Compact {
        return Vec::new();
    }
    let drawn: BTreeSet<&LinkId> = layout.routes.iter().flat_map(|route| &route.links).collect();
    let mut boxes = BTreeMap::<&Id, Vec<&Link>>::new();
    for link in document.topology().links_sorted() {
        let shown = options.monitoring || link.kind != LinkKind::Monitoring;
        if let Some(seat) = layout.rows.get(&link.id.from).filter(|_| shown && !drawn.contains(&link.id)) {
            boxes.entry(seat).or_default().push(link);
        }
    }
    boxes.into_iter().map(|(seat, links)| inner_line(document, seat, &links, options)).collect()
}

/// `In Server 1: Nginx ▸ App: http; App ▸ MySQL: mysql`, in the order of the flow.
fn inner_line(document: &Document, seat: &Id, links: &[&Link], options: &Options) -> String {
    let arrow = arrow(options.charset);
    let tier = |id: &Id| document.topology().node(id.as_str()).map(|node| node.kind.tier());
    let mut links = links.to_vec();
    links.sort_by_key(|link| (tier(&link.id.from), tier(&link.id.to)));
    let words = links.iter().map(|link| {
        let text = document.topology().caption(link);
        let text = if options.labels && !text.is_empty() { format!(": {text}") } else { String::new() };
        format!("{} {arrow} {}{text}", document.title(&link.id.from), document.title(&link.id.to))
    });
    format!("In {}: {}", document.title(seat), words.collect::<Vec<_>>().join("; "))
}

const fn arrow(charset: Charset) -> &'static str {
    match charset {
        Charset::Ascii => "->",
        Charset::Unicode => "▸",
    }
}

/// Titles of nodes and groups; where two have the same, with the id.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    document: &'a Document,
    uses: BTreeMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    /// The titles of a drawing.
    pub fn of(document: &'a Document) -> Self {
        let mut uses = BTreeMap::new();
        for vertex in document.topology().vertices() {
            *uses.entry(document.title(vertex.id())).or_insert(0) += 1;
        }
        Self { document, uses }
    }

    /// The title of a node or group, with its id where another has the same title.
    pub fn name(&self, id: &Id) -> String {
        let title = self.document.title(id);
        let is_shared = self.uses.get(title).is_some_and(|uses| *uses > 1);
        if is_shared && title != id.as_str() { format!("{title} ({id})") } else { title.to_owned() }
    }

    /// Titles, set apart by commas.
    pub fn list<'b>(&self, ids: impl IntoIterator<Item = &'b Id>) -> String {
        ids.into_iter().map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
    }
}

fn label(scene: &Scene, names: &Names<'_>, homeless: &Homeless) -> Option<(Option<Subject>, String)> {
    let wire = scene.wires.get(homeless.wire)?;
    let arrow = arrow(scene.charset);
    let number = homeless.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    let net = || scene.wires.iter().filter(|other| other.net == wire.net);
    let mut seen = BTreeSet::new();
    let sources: Vec<&Id> = net().map(|wire| &wire.from).filter(|id| seen.insert(*id)).collect();
    seen.clear();
    let targets: Vec<&Id> = net().map(|wire| &wire.to).filter(|id| seen.insert(*id)).collect();
    let ends = format!("{} {arrow} {}", names.list(sources), names.list(targets));
    let subject = wire.links.first().cloned().map(Subject::Link);
    Some((subject, format!("{number}{ends}: {}", homeless.text)))
}

/// A group in words: how its members stand in for each other, and who they are.
pub fn group(names: &Names<'_>, id: &Id, group: &Group) -> String {
    let vip = group.vip.as_ref().map(|vip| format!(" at {vip}")).unwrap_or_default();
    let members = names.list(&group.members);
    format!("{}: {}{vip}: {members}", names.name(id), mode(names, group))
}

fn mode(names: &Names<'_>, group: &Group) -> String {
    match &group.mode {
        Mode::ActiveActive { min } => format!("active-active, {min} needed"),
        Mode::ActivePassive { active, failover } => {
            format!("active-passive, {} active, {}", names.name(active), switch(*failover))
        }
        Mode::PrimaryReplica { failover } => format!("primary and replicas, {}", switch(*failover)),
        Mode::Quorum { .. } => {
            format!("quorum of {} in {}", group.votes().unwrap_or_default(), group.members.len())
        }
    }
}

const fn switch(failover: Failover) -> &'static str {
    match failover {
        Failover::None => "no failover",
        Failover::Manual => "failover by hand",
        Failover::Auto => "automatic failover",
    }
}

/// Which firewall guards what.
fn guards(document: &Document, names: &Names<'_>) -> Vec<(Option<Subject>, String)> {
    let guards = document.topology().nodes().filter(|(_, node)| !node.guards.is_empty());
    guards
        .map(|(id, node)| {
            let text = format!("{} guards {}", names.name(id), names.list(&node.guards));
            (Some(Subject::Node(id.clone())), text)
        })
        .collect()
}

/// A service in words: who asks for it, and its records.
pub fn service(names: &Names<'_>, service: &Service) -> String {
    let records: Vec<String> = service.records.iter().map(|it| record(names, it)).collect();
    let clients = if service.clients.is_empty() {
        String::new()
    } else {
        format!(" for {}", names.list(&service.clients))
    };
    let records = if records.is_empty() { String::new() } else { format!(": {}", records.join(", ")) };
    format!("{}{clients}{records}", service.domain)
}

fn record(names: &Names<'_>, record: &Record) -> String {
    let target = record.target.as_ref().map(|id| format!(" ({})", names.name(id))).unwrap_or_default();
    format!("{} {} {}{target}", record_type(record.kind), record.name, record.value)
}

const fn record_type(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::A => "A",
        RecordKind::Aaaa => "AAAA",
        RecordKind::Cname => "CNAME",
        RecordKind::Mx => "MX",
        RecordKind::Txt => "TXT",
        RecordKind::Ns => "NS",
    }
}
