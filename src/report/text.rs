//! Findings for people, in the manner of a compiler: what, where, why, what to do.

use super::{Examined, Ink, Inked, Show};
use crate::analysis::{Finding, Severity};
use crate::model::{Document, Id, Subject};
use crate::stage::Lesson;

/// The most subjects of one finding that are shown; formats for programs have all.
const SUBJECTS: usize = 12;

/// The findings of some drawings, a summary after each, and one of all where there are several.
pub fn findings(drawings: &[Examined], show: Show) -> Inked {
    let mut page = Inked::new();
    for (n, drawing) in drawings.iter().enumerate() {
        if n > 0 {
            page.end();
        }
        one_drawing(&mut page, drawing, show);
    }
    if drawings.len() > 1 {
        total(&mut page, drawings);
    }
    page
}

fn one_drawing(page: &mut Inked, drawing: &Examined, show: Show) {
    let shown = drawing.report.findings.iter().filter(|finding| show.allowed || finding.allowed.is_none());
    for finding in shown {
        one_finding(page, drawing, finding);
        page.end();
    }
    summary(page, drawing);
}

fn one_finding(page: &mut Inked, drawing: &Examined, finding: &Finding) {
    headline(page, finding);
    places(page, drawing, finding);
    for line in &finding.why.lines {
        page.ink(Ink::Faint, "   |  ").plain(line.as_str()).end();
    }
    for assumed in &finding.assumes {
        remark(page, "assumes", assumed);
    }
    if !finding.fix.is_empty() {
        remark(page, "fix", &finding.fix);
    }
    if let Some(allowance) = &finding.allowed {
        let until = allowance.until.map(|day| format!(" (until {day})")).unwrap_or_default();
        remark(page, "allowed", &format!("{}{until}", allowance.reason));
    }
}

fn headline(page: &mut Inked, finding: &Finding) {
    let word = if finding.allowed.is_some() { "allowed" } else { finding.severity.name() };
    page.ink(ink(finding), format!("{word}[{}]", finding.rule.code));
    page.ink(Ink::Strong, format!(" {}: {}", finding.rule.name, finding.message)).end();
}

/// The ink of a finding's severity; faint when it is allowed.
fn ink(finding: &Finding) -> Ink {
    match (&finding.allowed, finding.severity) {
        (Some(_), _) => Ink::Faint,
        (None, Severity::Error) => Ink::Error,
        (None, Severity::Warning) => Ink::Warning,
        (None, Severity::Info) => Ink::Info,
    }
}

fn places(page: &mut Inked, drawing: &Examined, finding: &Finding) {
    for (n, subject) in finding.subjects.iter().take(SUBJECTS).enumerate() {
        page.ink(Ink::Faint, if n == 0 { "  --> " } else { "  ::: " });
        page.plain(place(drawing, subject)).end();
    }
    let more = finding.subjects.len().saturating_sub(SUBJECTS);
    if more > 0 {
        page.ink(Ink::Faint, format!("  ::: and {more} more")).end();
    }
    if !finding.also.is_empty() {
        let also: Vec<_> = finding.also.iter().map(|id| drawing.document.title(id)).collect();
        remark(page, "also", &also.join(", "));
    }
}

fn place(drawing: &Examined, subject: &Subject) -> String {
    let line = drawing.lines.line(subject).map(|line| format!(":{line}")).unwrap_or_default();
    let host = host(&drawing.document, subject).map(|host| format!(" (in {host})")).unwrap_or_default();
    format!("{}{line}  {subject}{host}", drawing.path)
}

/// The container that a subject stands in.
fn host<'a>(document: &'a Document, subject: &Subject) -> Option<&'a str> {
    let Subject::Node(id) = subject else { return None };
    document.topology().node(id.as_str())?.parent.as_ref().map(Id::as_str)
}

fn remark(page: &mut Inked, word: &str, text: &str) {
    page.ink(Ink::Faint, "   = ").ink(Ink::Strong, format!("{word}:")).plain(format!(" {text}")).end();
}

fn summary(page: &mut Inked, drawing: &Examined) {
    page.ink(Ink::Strong, format!("{}: {}", drawing.path, counts(std::slice::from_ref(drawing))));
    let lesson = Lesson::of(&drawing.report, &drawing.document.header().lesson);
    if !lesson.taught.is_empty() {
        page.plain(format!("; the lesson of this stage names {} of them", lesson.taught.len()));
    }
    if let Some(finding) = drawing.report.open().next() {
        page.plain(format!(" (`topoboard explain {}` for more)", finding.rule.code));
    }
    page.end();
    for missing in lesson.missing {
        remark(page, "lesson", &format!("names {missing}, which is not found in this drawing"));
    }
}

fn total(page: &mut Inked, drawings: &[Examined]) {
    page.end();
    page.ink(Ink::Strong, format!("{} drawings: {}", drawings.len(), counts(drawings))).end();
}

/// `4 errors, 5 warnings, 2 notes`, without the kinds of which there are none.
fn counts(drawings: &[Examined]) -> String {
    let of = |severity| drawings.iter().map(|drawing| drawing.report.count(severity)).sum::<usize>();
    let allowed = |drawing: &Examined| drawing.report.findings.len() - drawing.report.open().count();
    let rows = [
        (of(Severity::Error), "error", "s"),
        (of(Severity::Warning), "warning", "s"),
        (of(Severity::Info), "note", "s"),
        (drawings.iter().map(allowed).sum(), "allowed", ""),
    ];
    let words = rows.iter().filter(|(count, ..)| *count > 0).map(|(count, word, plural)| {
        let ending = if *count == 1 { "" } else { plural };
        format!("{count} {word}{ending}")
    });
    let words: Vec<_> = words.collect();
    if words.is_empty() { "no findings".to_owned() } else { words.join(", ") }
}
