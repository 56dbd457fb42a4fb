//! What is wrong: what the task wants named, what the analysis finds beside it, and what is accepted.

use super::Chapter;
use super::markdown::{Markdown, capital, plain};
use crate::analysis::availability::{Availability, availabilities};
use crate::analysis::rules::Rule;
use crate::analysis::{Finding, Severity};
use crate::course;
use crate::model::Probability;

/// Every open finding once, with what it means and what to do.
pub fn write(chapter: &Chapter<'_>, text: &mut Markdown) {
    let named = chapter
        .task
        .map(|task| course::named_issues(chapter.document, &chapter.report, chapter.options.course, task))
        .unwrap_or_default();
    let mut told: Vec<&Finding> = Vec::new();
    let asked: Vec<String> = named
        .iter()
        .map(|named| {
            told.extend(&named.findings);
            named_issue(named)
        })
        .collect();
    if !asked.is_empty() {
        text.paragraph("The task asks for these:");
        text.list(asked);
    }
    let beside: Vec<&Finding> = chapter.report.open().filter(|finding| !told.contains(finding)).collect();
    if !beside.is_empty() && !told.is_empty() {
        text.paragraph("The analysis also finds:");
    }
    text.list(beside.iter().map(|finding| said(finding)));
    let all: Vec<&Finding> = chapter.report.open().collect();
    if all.is_empty() {
        text.paragraph("The analysis finds nothing wrong with this drawing.");
    } else {
        explained(text, &all);
    }
    accepted(chapter, text);
    availability(chapter, text);
}

fn named_issue(named: &course::Named<'_>) -> String {
    let found: Vec<String> =
        named.findings.iter().map(|finding| format!("\n  - {}", said(finding))).collect();
    if found.is_empty() {
        return format!("{}.\n  - not in this drawing: {}.", capital(named.issue.says), named.issue.absent);
    }
    format!("{}.{}", capital(named.issue.says), found.concat())
}

/// `REL001 spof (error): if HAProxy fails, every request fails. Remedy: …`
fn said(finding: &Finding) -> String {
    let proof = finding.proof();
    let fix = if proof.fix.is_empty() { String::new() } else { format!(" Remedy: {}.", plain(&proof.fix)) };
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let rule = finding.rule;
    format!("**{} {}** ({severity}): {}.{fix}", rule.code, rule.name, plain(&finding.message))
}

/// Why each of the rules matters, once.
fn explained(text: &mut Markdown, findings: &[&Finding]) {
    let mut rules: Vec<&Rule> = findings.iter().map(|finding| finding.rule).collect();
    rules.dedup_by_key(|rule| rule.code);
    rules.sort_by_key(|rule| rule.code);
    rules.dedup_by_key(|rule| rule.code);
    text.paragraph("Why these matter:");
    text.list(rules.iter().map(|rule| format!("**{} {}**: {}", rule.code, rule.name, rule.why)));
}

/// What the owner of the drawing accepts, and why.
fn accepted(chapter: &Chapter<'_>, text: &mut Markdown) {
    let accepted =
        chapter.report.findings.iter().filter_map(|finding| Some((finding, finding.allowed.as_ref()?)));
    let items: Vec<String> = accepted
        .map(|(finding, allowance)| {
            let until = allowance.until.map(|day| format!(" (until {day})")).unwrap_or_default();
            format!("{} Accepted: {}{until}.", said(finding), plain(allowance.reason.as_str()))
        })
        .collect();
    if !items.is_empty() {
        text.paragraph("Accepted:");
        text.list(items);
    }
}

/// What the structure makes of parts that fail now and then; of the stage before as well, to compare.
fn availability(chapter: &Chapter<'_>, text: &mut Markdown) {
    let Some(assumed) = Probability::new(super::ASSUMED) else { return };
    let now = availabilities(chapter.document, assumed);
    if now.is_empty() {
        return;
    }
    let before =
        chapter.before.as_ref().map(|(document, _)| availabilities(document, assumed)).unwrap_or_default();
    let items: Vec<String> = now.iter().map(|one| class(one, &before)).collect();
    text.paragraph(&format!(
        "If every part that states nothing else is up {} % of the time, independently of the others, this share of the requests is answered: {}.",
        percent(assumed.get()),
        items.join("; ")
    ));
}

fn class(one: &Availability, before: &[Availability]) -> String {
    let same = before.iter().find(|other| other.service == one.service && other.class == one.class);
    let then = same.map(|other| format!(" (the stage before: {} %)", percent(other.estimate.value())));
    format!("{} {} %{}", one.class.name(), percent(one.estimate.value()), then.unwrap_or_default())
}

/// A share as a percentage with one digit after the point, `99` without any where it is whole.
fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
