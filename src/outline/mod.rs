//! A drawing as a tree of sentences: what `describe` prints and what the editor shows instead of the canvas. It is
//! written to be heard: each row says by itself what it is about, nothing rests on its place, its sign or its colour.
//!
//! Invariant: every node, link, group, service, note and finding of the drawing is in it.

mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::{Finding, Report, Severity};
use crate::model::{Document, Id, Link, Node, NoteId, Subject};
use crate::scene::{self, Names};
use crate::text::Label;

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A node, a link, a group or a service.
    Thing(Subject),
    /// A free text.
    Note(NoteId),
    /// A finding, by its index in the report.
    Finding(usize),
}

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How deep it stands; 0: not in anything.
    pub depth: usize,
    /// What it is about.
    pub about: About,
    /// What it says.
    pub text: String,
}

/// A drawing as a tree of sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// What the drawing is called, and how much is in it.
    pub heading: String,
    /// The rows in reading order: a node, its links and findings, what it holds.
    pub rows: Vec<Row>,
}

impl Outline {
    /// The outline of a drawing with what is true of it.
    pub fn of(document: &Document, report: &Report) -> Self {
        let mut writer = Writer {
            document,
            report,
            names: Names::of(document),
            findings: by_subject(report),
            children: children(document),
            rows: Vec::new(),
        };
        writer.services();
        writer.nodes_in(None, 0);
        writer.groups();
        writer.notes();
        writer.homeless();
        Self { heading: words::heading(document, report), rows: writer.rows }
    }

    /// The whole as plain text, two blanks a level.
    pub fn page(&self) -> String {
        let mut page = format!("{}\n\n", self.heading);
        for row in &self.rows {
            page.extend(std::iter::repeat_n("  ", row.depth));
            page.push_str(&row.text);
            page.push('\n');
        }
        page
    }

    /// Whether anything stands under a row.
    pub fn holds(&self, row: usize) -> bool {
        let depth = |row: usize| self.rows.get(row).map(|row| row.depth);
        depth(row + 1) > depth(row)
    }
}

/// The findings about each thing, as indices into the report.
fn by_subject(report: &Report) -> BTreeMap<&Subject, Vec<usize>> {
    let mut findings = BTreeMap::<&Subject, Vec<usize>>::new();
    for (index, finding) in report.findings.iter().enumerate() {
        for subject in &finding.subjects {
            findings.entry(subject).or_default().push(index);
        }
    }
    findings
}

/// What each container holds, in reading order.
fn children(document: &Document) -> BTreeMap<Option<Id>, Vec<Id>> {
    let mut children = BTreeMap::<Option<Id>, Vec<Id>>::new();
    for id in document.reading_order() {
        let parent = document.topology().node(id.as_str()).and_then(|node| node.parent.clone());
        children.entry(parent).or_default().push(id);
    }
    children
}

struct Writer<'a> {
    document: &'a Document,
    report: &'a Report,
    names: Names<'a>,
    findings: BTreeMap<&'a Subject, Vec<usize>>,
    children: BTreeMap<Option<Id>, Vec<Id>>,
    rows: Vec<Row>,
}

impl Writer<'_> {
    fn say(&mut self, depth: usize, about: About, text: String) {
        self.rows.push(Row { depth, about, text });
    }

    /// A row about a thing, and what is found about it in the rows under it.
    fn thing(&mut self, depth: usize, subject: Subject, text: String) {
        let found = self.findings.get(&subject).cloned().unwrap_or_default();
        self.say(depth, About::Thing(subject), text);
        for index in found {
            self.finding(depth + 1, index);
        }
    }

    fn finding(&mut self, depth: usize, index: usize) {
        if let Some(finding) = self.report.findings.get(index) {
            self.say(depth, About::Finding(index), words::finding(finding));
        }
    }

    fn services(&mut self) {
        for (domain, service) in self.document.services() {
            let text = format!("service {}", scene::service_words(&self.names, service));
            self.thing(0, Subject::Service(Label::clone(domain)), text);
        }
    }

    fn nodes_in(&mut self, parent: Option<&Id>, depth: usize) {
        for id in self.children.remove(&parent.cloned()).unwrap_or_default() {
            let Some(node) = self.document.topology().node(id.as_str()) else { continue };
            self.node(depth, &id, node);
            self.nodes_in(Some(&id), depth + 1);
        }
    }

    fn node(&mut self, depth: usize, id: &Id, node: &Node) {
        let text = words::node(self.document, &self.names, id, node);
        self.thing(depth, Subject::Node(id.clone()), text);
        let topology = self.document.topology();
        let (inbound, outbound): (Vec<&Arc<Link>>, Vec<&Arc<Link>>) =
            (topology.links_to(id.as_str()), topology.links_from(id.as_str()));
        for link in inbound {
            let text =
                format!("from {}: {}", self.names.name(&link.id.from), words::link(self.document, link));
            self.say(depth + 1, About::Thing(Subject::Link(link.id.clone())), text);
        }
        for link in outbound {
            self.outbound(depth + 1, link);
        }
    }

    fn outbound(&mut self, depth: usize, link: &Link) {
        let text = format!("to {}: {}", self.names.name(&link.id.to), words::link(self.document, link));
        self.thing(depth, Subject::Link(link.id.clone()), text);
    }

    fn groups(&mut self) {
        let document = self.document;
        for (id, group) in document.topology().groups() {
            let text = format!("group {}", scene::group_words(&self.names, id, group));
            self.thing(0, Subject::Group(id.clone()), text);
            for link in document.topology().links_from(id.as_str()) {
                self.outbound(1, link);
            }
        }
    }

    fn notes(&mut self) {
        for (id, note) in self.document.notes() {
            let text = note.text.as_str().lines().collect::<Vec<_>>().join(" ");
            self.say(0, About::Note(*id), format!("note: {text}"));
        }
    }

    /// Findings about nothing that has a row of its own, such as a drawing without an entry.
    fn homeless(&mut self) {
        let shown = |index: usize| self.rows.iter().any(|row| row.about == About::Finding(index));
        let rest: Vec<usize> = (0..self.report.findings.len()).filter(|index| !shown(*index)).collect();
        for index in rest {
            self.finding(0, index);
        }
    }
}

/// How many open findings there are, in words.
fn counts(report: &Report) -> String {
    let kinds = [("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Info)];
    let counted = kinds.map(|(word, severity)| words::some(report.count(severity), word));
    counted.join(", ")
}

/// Whether somebody accepted a finding.
fn is_allowed(finding: &Finding) -> bool {
    finding.allowed.is_some()
}
