//! Ways through a drawing and what needs what, for people and for programs.

use serde::Serialize;

use super::cut::named;
use super::json::written;
use super::{Format, Ink, Inked, WriteDependencies, WriteWays};
use crate::analysis::reach::{Dependencies, Dependency, Ways};
use crate::model::{Document, Id, RequestClass};
use crate::text;

/// Ways for people: a line each.
pub(super) const WAYS_TEXT: Format<WriteWays> =
    Format { name: "text", title: "for people: a line a way", write: ways_text };
/// Ways for programs: one object.
pub(super) const WAYS_JSON: Format<WriteWays> =
    Format { name: "json", title: "for programs", write: ways_json };
/// Dependencies for people: what is needed, then what needs it.
pub(super) const DEPENDENCIES_TEXT: Format<WriteDependencies> =
    Format { name: "text", title: "for people: the nearest first", write: dependencies_text };
/// Dependencies for programs: one object.
pub(super) const DEPENDENCIES_JSON: Format<WriteDependencies> =
    Format { name: "json", title: "for programs", write: dependencies_json };

/// The ways from one thing to another.
#[derive(Clone, Debug)]
pub struct Between {
    /// Where the drawing came from, as it was asked for.
    pub path: String,
    /// From what.
    pub from: Id,
    /// To what.
    pub to: Id,
    /// The ways.
    pub ways: Ways,
}

/// What a thing needs, and what needs it.
#[derive(Clone, Debug)]
pub struct Depends {
    /// Where the drawing came from, as it was asked for.
    pub path: String,
    /// The drawing.
    pub document: Document,
    /// The thing.
    pub id: Id,
    /// What was found.
    pub found: Dependencies,
}

fn ways_text(between: &Between) -> Inked {
    let mut page = Inked::new();
    let Between { path, from, to, ways } = between;
    let count = match (ways.all.len(), ways.truncated) {
        (0, _) => "no request gets".to_owned(),
        (1, false) => "1 way".to_owned(),
        (all, false) => format!("{all} ways"),
        (all, true) => format!("the first {all} ways"),
    };
    page.ink(Ink::Strong, format!("{path}: {count} from {from} to {to}")).end();
    for way in &ways.all {
        page.plain(format!("  {}", way.iter().map(Id::as_str).collect::<Vec<_>>().join(" → "))).end();
    }
    page
}

fn dependencies_text(depends: &Depends) -> Inked {
    let mut page = Inked::new();
    let name = named(&depends.document, &depends.id);
    page.ink(Ink::Strong, format!("{}: {name}", depends.path)).end();
    let Dependencies { needs, needed_by } = &depends.found;
    page.end();
    table(&mut page, depends, "it needs", "without it lost", needs);
    page.end();
    table(&mut page, depends, "it is needed by", "loses", needed_by);
    page
}

fn table(page: &mut Inked, depends: &Depends, title: &str, lost: &str, rows: &[Dependency]) {
    if rows.is_empty() {
        page.ink(Ink::Strong, title).plain(" nothing").end();
        return;
    }
    let names: Vec<String> = rows.iter().map(|row| named(&depends.document, &row.id)).collect();
    let wide = names.iter().map(|name| text::width(name)).max().unwrap_or(0).max(text::width(title));
    page.ink(Ink::Strong, title)
        .ink(Ink::Faint, format!("{}    hops  {lost}", " ".repeat(wide - text::width(title))))
        .end();
    for (row, name) in rows.iter().zip(&names) {
        page.plain(format!("  {name}{}  {:>4}  ", " ".repeat(wide - text::width(name)), row.hops));
        if row.loses.is_empty() {
            page.ink(Ink::Good, "nothing").end();
        } else {
            page.ink(Ink::Error, classes(row).join(", ")).end();
        }
    }
}

fn classes(row: &Dependency) -> Vec<&'static str> {
    row.loses.iter().map(RequestClass::name).collect()
}

#[derive(Serialize)]
struct WaysOut<'a> {
    from: &'a str,
    to: &'a str,
    paths: Vec<Vec<&'a str>>,
    truncated: bool,
}

fn ways_json(between: &Between) -> Inked {
    written(&WaysOut {
        from: between.from.as_str(),
        to: between.to.as_str(),
        paths: between.ways.all.iter().map(|way| way.iter().map(Id::as_str).collect()).collect(),
        truncated: between.ways.truncated,
    })
}

#[derive(Serialize)]
struct DependsOut<'a> {
    id: &'a str,
    needs: Vec<Row<'a>>,
    needed_by: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    hops: u32,
    loses: Vec<&'a str>,
}

fn dependencies_json(depends: &Depends) -> Inked {
    written(&DependsOut {
        id: depends.id.as_str(),
        needs: depends.found.needs.iter().map(as_row).collect(),
        needed_by: depends.found.needed_by.iter().map(as_row).collect(),
    })
}

fn as_row(row: &Dependency) -> Row<'_> {
    Row { id: row.id.as_str(), hops: row.hops, loses: classes(row) }
}
