//! `topoboard explain`: the page of a rule or of a term, or the list of both.

use super::arguments::Explain;
use super::failure::{Failure, Status};
use super::output::Output;
use crate::analysis::rules::{self, Pack};
use crate::codec;
use crate::quick;
use crate::report::{Ink, Inked};
use crate::stage::glossary;
use crate::text;

/// How wide the list of terms is, in cells.
const WIDTH: usize = 80;

/// Prints the page, or the list.
pub fn run(asked: &Explain, output: Output) -> Result<Status, Failure> {
    let word = asked.words.join(" ");
    let page = if word.trim().is_empty() { list() } else { page(&word)? };
    output.result(&page)?;
    Ok(Status::Fine)
}

fn page(word: &str) -> Result<Inked, Failure> {
    if let Some(rule) = rules::find(word) {
        // A rule may be called like the term that it is about.
        let term = glossary::find(word).map(|term| term.page() + "\n").unwrap_or_default();
        return Ok(Inked::from(term + &rule.page()));
    }
    if word.replace(' ', "-") == quick::NAME {
        return Ok(Inked::from(quick::page()));
    }
    let term = glossary::find(word).map_err(|near| unknown(word, near))?;
    Ok(Inked::from(term.page()))
}

fn unknown(word: &str, mut near: Vec<&'static str>) -> Failure {
    let names = rules::ALL.iter().flat_map(|rule| [rule.code, rule.name]).chain([quick::NAME]);
    if let Some(rule) = codec::nearest(word, names.clone()) {
        near.splice(..0, names.filter(|name| *name == rule));
    }
    let what = format!("there is no rule and no term called `{word}`");
    Failure::unknown(what, &near, "`topoboard explain` lists them all")
}

fn list() -> Inked {
    let mut page = Inked::new();
    page.ink(Ink::Strong, "Rules").end();
    for rule in rules::ALL {
        page.ink(Ink::Strong, format!("  {:<8}", rule.code));
        page.plain(format!(" {:<26} {}", rule.name, rule.summary));
        if rule.pack == Pack::Strict {
            page.ink(Ink::Faint, " (strict)");
        }
        page.end();
    }
    page.end();
    page.ink(Ink::Strong, "Terms").end();
    let names: Vec<_> = glossary::all().iter().map(|term| term.name.as_str()).collect();
    for line in text::wrap(&names.join(", "), WIDTH - 2) {
        page.plain(format!("  {line}")).end();
    }
    page.end();
    page.ink(Ink::Strong, "Pages").end();
    page.plain(format!("  {:<14} a drawing in one line of text: `lb>2s(w>p>d~)`", quick::NAME)).end();
    page.end();
    page.ink(Ink::Faint, "`topoboard explain REL001` or `topoboard explain round robin` shows one.").end();
    page
}
