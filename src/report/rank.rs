//! What each part takes with it when it fails, for people and for programs.

use serde::Serialize;

use super::json::written;
use super::{Ink, Inked};
use crate::analysis::blast::Blast;
use crate::model::{Document, RequestClass, RequestClasses};
use crate::text::width;

/// The parts of a drawing by what they take with them.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// Where it came from, as it was asked for.
    pub path: String,
    /// The drawing.
    pub document: Document,
    /// The parts, the worst first.
    pub parts: Vec<Blast>,
}

/// The most parts that take nothing with them and are named; JSON has all.
const NAMED: usize = 40;

/// For people: a table, the worst first.
pub(super) fn text(ranked: &Ranked) -> Inked {
    let mut page = Inked::new();
    page.ink(Ink::Strong, format!("{}: what each part takes with it, the worst first", ranked.path)).end();
    page.end();
    let (losing, harmless): (Vec<_>, Vec<_>) =
        ranked.parts.iter().partition(|part| part.kinds_lost() + part.starved as usize > 0);
    let names: Vec<String> =
        losing.iter().map(|part| super::cut::named(&ranked.document, &part.part)).collect();
    let wide = names.iter().map(|name| width(name)).max().unwrap_or(0).max(4);
    if !losing.is_empty() {
        page.ink(Ink::Faint, format!("{:wide$}  down  starved  loses", "part")).end();
    }
    for (part, name) in losing.iter().zip(&names) {
        row(&mut page, part, &format!("{name}{}", " ".repeat(wide - width(name))));
    }
    if !harmless.is_empty() {
        let ids: Vec<&str> = harmless.iter().take(NAMED).map(|part| part.part.as_str()).collect();
        let more = match harmless.len() - ids.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        page.plain(format!("nothing but itself: {}{more}", ids.join(", "))).end();
    }
    if ranked.parts.is_empty() {
        page.plain("nothing in this drawing can fail").end();
    }
    page
}

fn row(page: &mut Inked, part: &Blast, name: &str) {
    page.ink(Ink::Strong, name);
    page.plain(format!("  {:>4}  {:>7}  ", part.down, part.starved));
    let several = part.lost.len() > 1;
    let words = part.lost.iter().map(|(service, classes)| {
        let classes = names(*classes).join(", ");
        if several { format!("{service}: {classes}") } else { classes }
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() {
        page.ink(Ink::Good, "nothing that is asked for").end();
    } else {
        page.ink(Ink::Error, words.join("; ")).end();
    }
}

fn names(classes: RequestClasses) -> Vec<&'static str> {
    classes.iter().map(RequestClass::name).collect()
}

#[derive(Serialize)]
struct Part<'a> {
    id: &'a str,
    lost: Vec<Lost<'a>>,
    down: u32,
    starved: u32,
}

#[derive(Serialize)]
struct Lost<'a> {
    service: &'a str,
    classes: Vec<&'a str>,
}

/// For programs: an array with one object a part.
pub(super) fn json(ranked: &Ranked) -> Inked {
    written(&ranked.parts.iter().map(as_part).collect::<Vec<_>>())
}

fn as_part(part: &Blast) -> Part<'_> {
    let lost = part
        .lost
        .iter()
        .map(|(service, classes)| Lost { service: service.as_str(), classes: names(*classes) });
    Part { id: part.part.as_str(), lost: lost.collect(), down: part.down, starved: part.starved }
}
