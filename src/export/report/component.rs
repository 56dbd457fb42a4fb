//! The parts of a drawing, what they are, and why each is there.

use super::Chapter;
use super::markdown::{Markdown, plain};
use super::route::name;
use crate::analysis::NodeIx;
use crate::course;
use crate::model::{Kind, Role};

/// Parts that are there for the same reason.
struct Row {
    like: (Kind, Option<Role>),
    nodes: Vec<NodeIx>,
}

/// One row for the parts of a kind, in the order of the request flow.
pub fn write(chapter: &Chapter<'_>, text: &mut Markdown) {
    let rows = rows(chapter);
    if rows.is_empty() {
        return;
    }
    text.table(["Component", "Which", "Why it is there"], rows.iter().map(|row| cells(chapter, row)));
}

fn rows(chapter: &Chapter<'_>) -> Vec<Row> {
    let facts = &chapter.facts;
    let mut nodes: Vec<NodeIx> = facts.nodes().collect();
    nodes.sort_by_key(|node| (facts.node(*node).kind, facts.node(*node).role, *node));
    let mut rows: Vec<Row> = Vec::new();
    for node in nodes {
        let like = (facts.node(node).kind, facts.node(node).role);
        match rows.last_mut().filter(|row| course::shares_reason(row.like, like)) {
            Some(row) => row.nodes.push(node),
            None => rows.push(Row { like, nodes: vec![node] }),
        }
    }
    rows
}

fn cells(chapter: &Chapter<'_>, row: &Row) -> [String; 3] {
    let (kind, role) = row.like;
    let part = match role.filter(|_| kind == Kind::Database) {
        Some(Role::Primary) => " (primary)",
        Some(Role::Replica) => " (replica)",
        Some(Role::Member) => " (member)",
        Some(Role::Standalone) | None => "",
    };
    let which: Vec<String> = row.nodes.iter().map(|node| plain(&placed(chapter, *node))).collect();
    let why = row.nodes.first().and_then(|node| course::reason(chapter.facts.node(*node)));
    let count = if row.nodes.len() > 1 { format!("{} × ", row.nodes.len()) } else { String::new() };
    [
        format!("{count}{}{part}", kind.title()),
        which.join(", "),
        why.map(|reason| reason.why.clone()).unwrap_or_default(),
    ]
}

/// A part with what the drawing says about it: where it stands, its address, what it guards.
fn placed(chapter: &Chapter<'_>, node: NodeIx) -> String {
    let facts = &chapter.facts;
    let stated = facts.node(node);
    let mut remarks = Vec::new();
    remarks.extend(facts.parent(node).map(|parent| format!("on {}", name(facts, parent))));
    remarks.extend(stated.address.as_ref().map(|address| format!("at {address}")));
    let guarded: Vec<String> =
        stated.guards.iter().filter_map(|id| facts.find(id.as_str())).map(|node| name(facts, node)).collect();
    if !guarded.is_empty() {
        remarks.push(format!("before {}", guarded.join(", ")));
    }
    let called = name(facts, node);
    if remarks.is_empty() { called } else { format!("{called} {}", remarks.join(", ")) }
}
