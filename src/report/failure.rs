//! What still works after a failure: for people and for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cut::named;
use super::json::written;
use super::{Format, Ink, Inked, WriteFailure, rank};
use crate::analysis::failure::{Condition, Outcome, Simulation};
use crate::model::{Document, Id, RequestClass, RequestClasses};

/// For people: each service with its kinds of request, then the nodes by what became of them.
pub(super) const TEXT: Format<WriteFailure> = Format {
    name: "text",
    title: "for people: what is still served",
    write: WriteFailure { one: text, rank: rank::text },
};
/// For programs: one object.
pub(super) const JSON: Format<WriteFailure> =
    Format { name: "json", title: "for programs", write: WriteFailure { one: json, rank: rank::json } };

/// A drawing in which something failed.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Where it came from, as it was asked for.
    pub path: String,
    /// The drawing.
    pub document: Document,
    /// What became of it.
    pub simulation: Simulation,
}

fn text(failed: &Failed) -> Inked {
    let mut page = Inked::new();
    let links = failed.simulation.links.iter().map(ToString::to_string);
    let parts = failed.simulation.failed.iter().map(|id| named(&failed.document, id));
    let names: Vec<_> = parts.chain(links).collect();
    page.ink(
        Ink::Strong,
        format!("{}: {} fail{}", failed.path, names.join(", "), if names.len() == 1 { "s" } else { "" }),
    );
    page.end();
    for outcome in &failed.simulation.services {
        page.end();
        service(&mut page, outcome);
    }
    nodes(&mut page, failed);
    page.end();
    verdict(&mut page, &failed.simulation);
    page
}

fn service(page: &mut Inked, outcome: &Outcome) {
    page.ink(Ink::Strong, outcome.service.as_str()).end();
    for class in outcome.requested.iter() {
        let (ink, word) = fate(outcome, class);
        page.plain(format!("  {:<8}", class.name())).ink(ink, word).end();
    }
}

fn fate(outcome: &Outcome, class: RequestClass) -> (Ink, &'static str) {
    match (outcome.offered.contains(class), outcome.served.contains(class)) {
        (_, true) => (Ink::Good, "served"),
        (true, false) => (Ink::Error, "LOST"),
        (false, false) => (Ink::Faint, "not served, and was not before"),
    }
}

fn nodes(page: &mut Inked, failed: &Failed) {
    let mut rows = BTreeMap::<(usize, &'static str), Vec<String>>::new();
    for (id, condition) in &failed.simulation.nodes {
        let (row, more) = words(*condition);
        rows.entry(row).or_default().push(format!("{id}{more}"));
    }
    if !rows.is_empty() {
        page.end();
    }
    for ((_, word), ids) in rows {
        page.ink(Ink::Strong, format!("{word:<10}")).plain(ids.join(", ")).end();
    }
}

/// The rank and word of a condition, and what is said behind the id.
fn words(condition: Condition) -> ((usize, &'static str), String) {
    match condition {
        Condition::Down => ((0, "down"), String::new()),
        Condition::Starved { lost } => ((1, "starved"), format!(" ({})", classes(lost).join(", "))),
        Condition::Degraded { serving, of } => ((2, "degraded"), format!(" ({serving} of {of})")),
    }
}

fn verdict(page: &mut Inked, simulation: &Simulation) {
    let lost: usize = simulation.services.iter().map(|outcome| outcome.lost().iter().count()).sum();
    let offered: usize = simulation.services.iter().map(|outcome| outcome.offered.iter().count()).sum();
    match (offered, lost) {
        (0, _) => page.plain("nothing is served in this drawing, with or without the failure"),
        (_, 0) => page.ink(Ink::Good, "every request is still served"),
        (all, lost) if all == lost => page.ink(Ink::Error, "no request is served any more"),
        (all, 1) => page.ink(Ink::Error, format!("1 of {all} kinds of request is lost")),
        (all, lost) => page.ink(Ink::Error, format!("{lost} of {all} kinds of request are lost")),
    };
    page.end();
}

fn classes(classes: RequestClasses) -> Vec<&'static str> {
    classes.iter().map(RequestClass::name).collect()
}

#[derive(Serialize)]
struct Whole<'a> {
    path: &'a str,
    failed: Vec<String>,
    services: Vec<Answers<'a>>,
    nodes: Vec<Changed<'a>>,
}

#[derive(Serialize)]
struct Answers<'a> {
    service: &'a str,
    offered: Vec<&'a str>,
    served: Vec<&'a str>,
    lost: Vec<&'a str>,
}

#[derive(Serialize)]
struct Changed<'a> {
    id: &'a str,
    condition: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lost: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serving: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u32>,
}

fn json(failed: &Failed) -> Inked {
    written(&Whole {
        path: &failed.path,
        failed: failed_things(&failed.simulation),
        services: failed.simulation.services.iter().map(served).collect(),
        nodes: failed.simulation.nodes.iter().map(|(id, condition)| changed(id, *condition)).collect(),
    })
}

fn failed_things(simulation: &Simulation) -> Vec<String> {
    let links = simulation.links.iter().map(ToString::to_string);
    simulation.failed.iter().map(ToString::to_string).chain(links).collect()
}

fn served(outcome: &Outcome) -> Answers<'_> {
    Answers {
        service: outcome.service.as_str(),
        offered: classes(outcome.offered),
        served: classes(outcome.served),
        lost: classes(outcome.lost()),
    }
}

fn changed(id: &Id, condition: Condition) -> Changed<'_> {
    let ((_, word), _) = words(condition);
    let bare = Changed { id: id.as_str(), condition: word, lost: None, serving: None, of: None };
    match condition {
        Condition::Down => bare,
        Condition::Starved { lost } => Changed { lost: Some(classes(lost)), ..bare },
        Condition::Degraded { serving, of } => Changed { serving: Some(serving), of: Some(of), ..bare },
    }
}
