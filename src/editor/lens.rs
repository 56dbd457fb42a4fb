//! Lenses: what the canvas tells of besides the drawing. A lens puts a letter before the signs of boxes and changes how
//! lines are shown; it changes nothing of the drawing.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::rules::{self, Check};
use crate::analysis::{Facts, Report};
use crate::model::{Capability, Document, Encryption, LinkKind, Subject};
use crate::scene::Mark;

/// What the canvas tells of besides the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lens {
    /// Nothing.
    #[default]
    Topology,
    /// Who can read along, and who stands where anybody may be.
    Security,
    /// What stops requests when it fails, and what stands in.
    Availability,
    /// Who sees when something fails.
    Monitoring,
    /// What is different from before.
    Difference,
}

/// The lenses and their names, in the order in which they follow each other.
pub const ALL: [(Lens, &str); 5] = [
    (Lens::Topology, "topology"),
    (Lens::Security, "security"),
    (Lens::Availability, "availability"),
    (Lens::Monitoring, "monitoring"),
    (Lens::Difference, "difference"),
];

/// What marks say of things.
pub type Marks = BTreeMap<Subject, Mark>;

impl Lens {
    /// Its name.
    pub fn name(self) -> &'static str {
        ALL.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The one called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The one after it; after the last the first.
    #[must_use]
    pub fn following(self) -> Self {
        let at = ALL.iter().position(|row| row.0 == self).unwrap_or(0);
        ALL.get(at + 1).map_or(Self::Topology, |row| row.0)
    }
}

/// Who can read along on the links; who is on the untrusted side, guarded or not; where TLS ends.
pub fn security(document: &Document) -> Marks {
    let facts = Facts::structure(document);
    let unguarded = found(&facts, &["SEC001", "SEC002"]);
    let mut marks = Marks::new();
    for node in facts.nodes() {
        let (subject, guarded) = (facts.subject(node), facts.is_guarded(node));
        let shown = facts.does(node, Capability::Hosts) || facts.host(node).is_none();
        let mark = match () {
            () if facts.is_untrusted(node) => Some(Mark::Untrusted),
            () if facts.receives_tls(node) => Some(Mark::EndsTls),
            () if unguarded.contains(&subject) => Some(Mark::Unguarded),
            () if guarded && shown => Some(Mark::Guarded),
            () => None,
        };
        marks.extend(mark.map(|mark| (subject, mark)));
    }
    for link in facts.links().filter(|link| !link.local && link.kind != LinkKind::Monitoring) {
        let mark = match link.encryption() {
            Encryption::Encrypted => Mark::Encrypted,
            Encryption::Plain => Mark::Readable,
            Encryption::Unstated => Mark::Unstated,
        };
        marks.insert(Subject::Link(link.link.id.clone()), mark);
    }
    marks
}

/// What rules find when they are asked right now.
fn found(facts: &Facts, codes: &[&str]) -> BTreeSet<Subject> {
    let check = |rule: &&rules::Rule| match rule.check {
        Check::Drawing(check) if codes.contains(&rule.code) => Some(check),
        Check::Drawing(_) | Check::Allowances(_) => None,
    };
    let checks = rules::ALL.iter().filter_map(check);
    checks.flat_map(|check| check(facts)).flat_map(|hit| hit.subjects).collect()
}

/// What stops requests when it fails, as the report says, and what another stands in for.
pub fn availability(document: &Document, report: &Report) -> Marks {
    let mut marks = Marks::new();
    for (_, group) in document.topology().groups() {
        let stands_in = group.members.len() > 1;
        let members = group.members.iter().filter(|_| stands_in);
        marks.extend(members.map(|id| (Subject::Node(id.clone()), Mark::StandIn)));
    }
    for finding in report.findings.iter().rev() {
        let Some(mark) = loss_of(finding.rule.code) else { continue };
        let also = finding.also.iter().cloned().map(Subject::Node);
        marks.extend(finding.subjects.iter().cloned().chain(also).map(|subject| (subject, mark)));
    }
    marks
}

/// The mark of a finding about something whose failure stops requests.
fn loss_of(code: &str) -> Option<Mark> {
    match code {
        "REL001" | "REL004" | "REL005" => Some(Mark::LosesAll),
        "REL002" => Some(Mark::LosesWrites),
        "REL003" => Some(Mark::LosesSome),
        _ => None,
    }
}

/// Who sees when something fails: what is watched and what is not; all links but those of monitoring step back.
pub fn monitoring(document: &Document) -> Marks {
    let facts = Facts::structure(document);
    let mut marks = Marks::new();
    for node in facts.nodes().filter(|node| is_ours(&facts, *node)) {
        let mark = if facts.is_monitored(node) { Mark::Watched } else { Mark::Unwatched };
        marks.insert(facts.subject(node), mark);
    }
    let others = document.topology().links().filter(|link| link.kind != LinkKind::Monitoring);
    marks.extend(others.map(|link| (Subject::Link(link.id.clone()), Mark::Aside)));
    marks
}

/// Our servers, and our components that are drawn without one: what the rule asks of, too.
fn is_ours(facts: &Facts, node: crate::analysis::NodeIx) -> bool {
    let server = facts.does(node, Capability::Hosts);
    let alone = facts.is_component(node) && facts.is_atom(node) && facts.host(node).is_none();
    (server || alone) && !facts.node(node).is_managed()
}
