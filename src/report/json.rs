//! Findings for programs. The fields are a promise of the command line: add, never rename or remove.

use serde::Serialize;

use super::{Examined, Inked, Show};
use crate::analysis::{Evidence, Finding, Proof, Report, Severity};
use crate::model::{Allowance, Id, RequestClass, Subject};
use crate::text::Label;

#[derive(Serialize)]
struct Drawing<'a> {
    path: &'a str,
    title: &'a str,
    findings: Vec<Found<'a>>,
    summary: Summary,
    lesson: Vec<String>,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    name: &'a str,
    severity: &'a str,
    subjects: Vec<String>,
    also: Vec<&'a str>,
    requests: Vec<&'a str>,
    service: Option<&'a str>,
    message: &'a str,
    why: Vec<String>,
    evidence: Rests,
    fix: String,
    line: Option<usize>,
    fingerprint: String,
    allowed: Option<Allowed<'a>>,
}

/// What the proof rests on: the way of a request and who cannot go on (`way`), links and what they lead to (`links`),
/// or things (`things`).
#[derive(Serialize)]
struct Rests {
    basis: &'static str,
    path: Vec<String>,
    frontier: Vec<String>,
}

#[derive(Serialize)]
struct Allowed<'a> {
    reason: &'a str,
    until: Option<String>,
}

/// How many open findings there are, by severity, and how many are accepted.
#[derive(Serialize)]
pub(super) struct Summary {
    error: usize,
    warning: usize,
    info: usize,
    allowed: usize,
}

/// The findings of some drawings: an array with one object a drawing.
pub fn findings(drawings: &[Examined], show: Show) -> Inked {
    let drawings: Vec<_> = drawings.iter().map(|drawing| one_drawing(drawing, show)).collect();
    written(&drawings)
}

/// A value as indented JSON with a final line feed.
pub(super) fn written(value: &impl Serialize) -> Inked {
    // Writing our own structs of texts and numbers to memory cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    Inked::from(text)
}

fn one_drawing(drawing: &Examined, show: Show) -> Drawing<'_> {
    let shown = drawing.report.findings.iter().filter(|finding| show.allowed || finding.allowed.is_none());
    let header = drawing.document.header();
    Drawing {
        path: &drawing.path,
        title: header.title.as_str(),
        findings: shown.map(|finding| found(drawing, finding)).collect(),
        summary: summary(&drawing.report),
        lesson: header.lesson.iter().map(ToString::to_string).collect(),
    }
}

fn found<'a>(drawing: &'a Examined, finding: &'a Finding) -> Found<'a> {
    let proof = finding.proof();
    Found {
        rule: finding.rule.code,
        name: finding.rule.name,
        severity: finding.severity.name(),
        subjects: finding.subjects.iter().map(ToString::to_string).collect(),
        also: finding.also.iter().map(Id::as_str).collect(),
        requests: finding.requests.iter().map(RequestClass::name).collect(),
        service: finding.service.as_ref().map(Label::as_str),
        message: &finding.message,
        why: why(&proof),
        evidence: rests(&proof.why),
        fix: proof.fix,
        line: finding.subjects.iter().find_map(|subject| drawing.lines.line(subject)),
        fingerprint: finding.fingerprint.to_string(),
        allowed: finding.allowed.as_ref().map(allowed),
    }
}

/// The proof, and what it takes for granted.
pub(super) fn why(proof: &Proof) -> Vec<String> {
    let assumed = proof.assumes.iter().map(|assumed| format!("assumes: {assumed}"));
    proof.why.lines.iter().cloned().chain(assumed).collect()
}

fn rests(why: &Evidence) -> Rests {
    let ids = |subjects: &[Subject]| subjects.iter().map(ToString::to_string).collect();
    Rests { basis: why.basis.name(), path: ids(&why.path), frontier: ids(&why.frontier) }
}

fn allowed(allowance: &Allowance) -> Allowed<'_> {
    Allowed { reason: allowance.reason.as_str(), until: allowance.until.map(|day| day.to_string()) }
}

/// Counts the findings of a report.
pub(super) fn summary(report: &Report) -> Summary {
    Summary {
        error: report.count(Severity::Error),
        warning: report.count(Severity::Warning),
        info: report.count(Severity::Info),
        allowed: report.findings.len() - report.open().count(),
    }
}
