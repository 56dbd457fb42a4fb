//! What changed between two drawings: for people and for programs.

use serde::Serialize;

use super::json::written;
use super::{Examined, Format, Ink, Inked, WriteDifference};
use crate::analysis::Finding;
use crate::analysis::difference::{Difference, ModelChange, Moved, Turn};

/// For people: what was drawn, then what that did to the findings.
pub(super) const TEXT: Format<WriteDifference> =
    Format { name: "text", title: "for people: what was drawn, and what that did", write: text };
/// For programs: one object.
pub(super) const JSON: Format<WriteDifference> = Format { name: "json", title: "for programs", write: json };

/// Two drawings and what changed between them.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The one before.
    pub old: Examined,
    /// The one after.
    pub new: Examined,
    /// What changed.
    pub difference: Difference,
}

fn text(compared: &Compared) -> Inked {
    let mut page = Inked::new();
    page.ink(Ink::Strong, format!("{} → {}", headed(&compared.old), headed(&compared.new))).end();
    if compared.difference.is_empty() {
        page.plain("what is drawn is the same, and so is what is found").end();
        return page;
    }
    if !compared.difference.drawing.is_empty() {
        drawing(&mut page, &compared.difference.drawing);
    }
    findings(&mut page, &compared.difference);
    page.end();
    summary(&mut page, &compared.difference);
    page
}

/// The path, and the title where there is one.
fn headed(drawing: &Examined) -> String {
    let title = drawing.document.header().title.as_str();
    if title.is_empty() { drawing.path.clone() } else { format!("{} {title}", drawing.path) }
}

fn drawing(page: &mut Inked, changes: &[ModelChange]) {
    page.end();
    page.ink(Ink::Strong, "Drawing").end();
    for change in changes {
        let (ink, sign) = match change.turn {
            Turn::Added => (Ink::Good, "+"),
            Turn::Removed => (Ink::Error, "-"),
            Turn::Changed(_) => (Ink::Warning, "~"),
        };
        let id = change.subject.to_string();
        page.ink(ink, format!("  {sign} {id}"));
        if id != change.title {
            page.plain(format!("  {}", change.title));
        }
        page.end();
        if let Turn::Changed(facts) = &change.turn {
            for fact in facts {
                page.ink(Ink::Faint, "      ").plain(fact.as_str()).end();
            }
        }
    }
}

fn findings(page: &mut Inked, difference: &Difference) {
    let steps = &difference.findings;
    group(page, Ink::Good, "Fixed", &steps.fixed);
    group(page, Ink::Error, "New", &steps.new);
    if !steps.moved.is_empty() {
        heading(page, Ink::Warning, "Moved", steps.moved.len());
        for Moved { from, to } in &steps.moved {
            row(page, to, &format!("{} → {}", subjects(from), subjects(to)));
        }
    }
    group(page, Ink::Strong, "Still", &steps.still);
}

fn group(page: &mut Inked, ink: Ink, word: &str, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    heading(page, ink, word, findings.len());
    for finding in findings {
        row(page, finding, &subjects(finding));
    }
}

fn heading(page: &mut Inked, ink: Ink, word: &str, count: usize) {
    page.end();
    page.ink(ink, format!("{word} {count}")).end();
}

fn row(page: &mut Inked, finding: &Finding, subjects: &str) {
    page.ink(Ink::Strong, format!("  {}", finding.rule.code));
    page.plain(format!(" {}  {subjects}", finding.rule.name)).end();
    page.ink(Ink::Faint, "      ").plain(finding.message.as_str()).end();
}

fn subjects(finding: &Finding) -> String {
    finding.subjects.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn summary(page: &mut Inked, difference: &Difference) {
    let steps = &difference.findings;
    let found = [
        (steps.fixed.len(), "fixed"),
        (steps.new.len(), "new"),
        (steps.moved.len(), "moved"),
        (steps.still.len(), "still"),
    ];
    let line = format!("drawing: {}; findings: {}", turned(&difference.drawing), counted(&found));
    page.ink(Ink::Strong, line).end();
}

/// `3 added, 2 changed`.
pub(super) fn turned(changes: &[ModelChange]) -> String {
    let turns = |is: fn(&Turn) -> bool| changes.iter().filter(|change| is(&change.turn)).count();
    counted(&[
        (turns(|turn| *turn == Turn::Added), "added"),
        (turns(|turn| *turn == Turn::Removed), "removed"),
        (turns(|turn| matches!(turn, Turn::Changed(_))), "changed"),
    ])
}

/// `3 fixed, 2 new`, without what there is none of.
fn counted(rows: &[(usize, &str)]) -> String {
    let words = rows.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let words: Vec<_> = words.collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

#[derive(Serialize)]
struct Whole<'a> {
    old: &'a str,
    new: &'a str,
    same: bool,
    drawing: Vec<Drawn<'a>>,
    findings: Found<'a>,
}

#[derive(Serialize)]
struct Drawn<'a> {
    subject: String,
    title: &'a str,
    change: &'a str,
    facts: &'a [String],
}

#[derive(Serialize)]
struct Found<'a> {
    fixed: Vec<One<'a>>,
    new: Vec<One<'a>>,
    moved: Vec<Pair<'a>>,
    still: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    rule: &'a str,
    name: &'a str,
    severity: &'a str,
    subjects: Vec<String>,
    message: &'a str,
    fingerprint: String,
}

#[derive(Serialize)]
struct Pair<'a> {
    from: One<'a>,
    to: One<'a>,
}

fn json(compared: &Compared) -> Inked {
    let Difference { drawing, findings } = &compared.difference;
    written(&Whole {
        old: &compared.old.path,
        new: &compared.new.path,
        same: compared.difference.is_empty(),
        drawing: drawing.iter().map(drawn).collect(),
        findings: Found {
            fixed: findings.fixed.iter().map(one).collect(),
            new: findings.new.iter().map(one).collect(),
            moved: findings
                .moved
                .iter()
                .map(|moved| Pair { from: one(&moved.from), to: one(&moved.to) })
                .collect(),
            still: findings.still.iter().map(one).collect(),
        },
    })
}

fn drawn(change: &ModelChange) -> Drawn<'_> {
    let (word, facts) = match &change.turn {
        Turn::Added => ("added", &[][..]),
        Turn::Removed => ("removed", &[][..]),
        Turn::Changed(facts) => ("changed", &facts[..]),
    };
    Drawn { subject: change.subject.to_string(), title: &change.title, change: word, facts }
}

fn one(finding: &Finding) -> One<'_> {
    One {
        rule: finding.rule.code,
        name: finding.rule.name,
        severity: finding.severity.name(),
        subjects: finding.subjects.iter().map(ToString::to_string).collect(),
        message: &finding.message,
        fingerprint: finding.fingerprint.to_string(),
    }
}
