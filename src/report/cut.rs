//! Minimal cut sets, for people and for programs.

use serde::Serialize;

use super::json::written;
use super::{Format, Ink, Inked, WriteCuts};
use crate::analysis::cut_set::{CutSets, Level};
use crate::model::{Document, Id};

/// For people: by service, the smallest sets first.
pub(super) const TEXT: Format<WriteCuts> =
    Format { name: "text", title: "for people: the smallest sets first", write: text };
/// For programs: an array with one object a service and class.
pub(super) const JSON: Format<WriteCuts> = Format { name: "json", title: "for programs", write: json };

/// The minimal cut sets of a drawing.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Where it came from, as it was asked for.
    pub path: String,
    /// The drawing.
    pub document: Document,
    /// The most parts that a set may have.
    pub order: usize,
    /// Which parts may fail.
    pub level: Level,
    /// The sets, by service and class.
    pub sets: Vec<CutSets>,
}

fn text(cut: &Cut) -> Inked {
    let mut page = Inked::new();
    page.ink(Ink::Strong, format!("{}: what loses requests when it fails together", cut.path));
    page.plain(format!(" (up to {}; each set minimal)", counted(cut.order, cut.level))).end();
    if cut.sets.is_empty() {
        page.plain("nothing is served in this drawing, so nothing can be lost").end();
    }
    for group in cut.sets.chunk_by(|a, b| a.service == b.service) {
        page.end();
        if let Some(first) = group.first() {
            page.ink(Ink::Strong, first.service.as_str()).end();
        }
        for alike in alike(group) {
            classes(&mut page, &alike, cut);
        }
    }
    page
}

/// Neighbours with the same sets together: a service often loses all its classes in the same way.
fn alike(sets: &[CutSets]) -> Vec<Vec<&CutSets>> {
    let mut found: Vec<Vec<&CutSets>> = Vec::new();
    for set in sets {
        let same = |others: &&mut Vec<&CutSets>| {
            others.first().is_some_and(|other| other.cuts == set.cuts && other.truncated == set.truncated)
        };
        match found.iter_mut().find(same) {
            Some(others) => others.push(set),
            None => found.push(vec![set]),
        }
    }
    found
}

fn classes(page: &mut Inked, alike: &[&CutSets], cut: &Cut) {
    let Some(first) = alike.first() else { return };
    let names: Vec<&str> = alike.iter().map(|set| set.class.name()).collect();
    page.plain("  ").ink(Ink::Strong, names.join(", "));
    page.plain(format!("  {}", tally(&first.cuts))).end();
    for set in &first.cuts {
        let ink = if set.len() == 1 { Ink::Error } else { Ink::Plain };
        let names: Vec<String> = set.iter().map(|id| named(&cut.document, id)).collect();
        page.plain("    ").ink(ink, names.join(" + ")).end();
    }
    if first.truncated {
        page.ink(
            Ink::Warning,
            "    the search was ended early: there may be more; ask for a smaller --order",
        )
        .end();
    }
}

/// `1 alone, 6 pairs, 2 sets of 3`.
fn tally(cuts: &[Vec<Id>]) -> String {
    if cuts.is_empty() {
        return "none: so few cannot stop it".to_owned();
    }
    let word = |same: &[Vec<Id>]| match (same.first().map_or(0, Vec::len), same.len()) {
        (1, count) => format!("{count} alone"),
        (2, 1) => "1 pair".to_owned(),
        (2, count) => format!("{count} pairs"),
        (size, count) => format!("{count} set{} of {size}", if count == 1 { "" } else { "s" }),
    };
    cuts.chunk_by(|a, b| a.len() == b.len()).map(word).collect::<Vec<_>>().join(", ")
}

fn counted(order: usize, level: Level) -> String {
    let (one, many) = match level {
        Level::All => ("part", "parts"),
        Level::Component => ("component", "components"),
        Level::Host => ("host", "hosts"),
        Level::Zone => ("zone", "zones"),
    };
    format!("{order} {}", if order == 1 { one } else { many })
}

/// The id, and the name where it says more.
pub(super) fn named(document: &Document, id: &Id) -> String {
    let title = document.title(id);
    if title == id.as_str() { title.to_owned() } else { format!("{id} ({title})") }
}

#[derive(Serialize)]
struct Sets<'a> {
    service: &'a str,
    class: &'a str,
    cuts: Vec<Vec<&'a str>>,
    truncated: bool,
}

fn json(cut: &Cut) -> Inked {
    written(&cut.sets.iter().map(sets).collect::<Vec<_>>())
}

fn sets(found: &CutSets) -> Sets<'_> {
    Sets {
        service: found.service.as_str(),
        class: found.class.name(),
        cuts: found.cuts.iter().map(|cut| cut.iter().map(Id::as_str).collect()).collect(),
        truncated: found.truncated,
    }
}
