//! Findings for people, in the manner of a compiler: what, where, why, what to do.

use super::{Examined, Ink, Inked, Show};
use crate::analysis::{Basis, Evidence, Finding, Severity};
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
        one_finding(page, drawing, finding, show);
        page.end();
    }
    summary(page, drawing);
}

fn one_finding(page: &mut Inked, drawing: &Examined, finding: &Finding, show: Show) {
    let proof = finding.proof();
    headline(page, finding);
    places(page, drawing, finding);
    for line in &proof.why.lines {
        page.ink(Ink::Faint, "   |  ").plain(line.as_str()).end();
    }
    if show.explained {
        rests_on(page, &proof.why);
    }
    if !finding.also.is_empty() {
        let also: Vec<_> = finding.also.iter().map(|id| drawing.document.title(id)).collect();
        remark(page, "also", &also.join(", "));
    }
    for assumed in &proof.assumes {
        remark(page, "assumes", assumed);
    }
    if !proof.fix.is_empty() {
        remark(page, "fix", &proof.fix);
    }
    if let Some(weighed) = &finding.weighed {
        let usual = finding.rule.severity.name();
        remark(
            page,
            "severity",
            &format!("{} here, usually {usual}: {}", finding.severity.name(), weighed.reason),
        );
    }
    if let Some(allowance) = &finding.allowed {
        let until = allowance.until.map(|day| format!(" (until {day})")).unwrap_or_default();
        remark(page, "allowed", &format!("{}{until}", allowance.reason));
    }
}

/// What a proof rests on, by id: as the canvas lights it up.
fn rests_on(page: &mut Inked, why: &Evidence) {
    let (path, frontier) = match why.basis {
        Basis::Way => ("before", "cannot go on"),
        Basis::Links => ("links", "lead to"),
        Basis::Things => ("rests on", "concerns"),
    };
    let between = if why.basis == Basis::Way { " → " } else { ", " };
    for (word, subjects, between) in [(path, &why.path, between), (frontier, &why.frontier, ", ")] {
        if !subjects.is_empty() {
            let ids: Vec<String> = subjects.iter().map(ToString::to_string).collect();
            remark(page, word, &ids.join(between));
        }
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
pub(super) fn counts(drawings: &[Examined]) -> String {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::analysis::rules;
    use crate::analysis::{Facts, Fingerprint, Grounds, Proof, Prover, Report};
    use crate::codec::LineIndex;
    use crate::model::{Allowance, Date, RequestClasses};

    fn finding(subjects: &[&str]) -> Finding {
        Finding {
            rule: rules::find("REL001").unwrap(),
            severity: Severity::Error,
            service: None,
            requests: RequestClasses::ALL,
            subjects: subjects.iter().map(|id| Subject::Node(Id::new(id).unwrap())).collect(),
            also: Vec::new(),
            message: "if it fails, all fails".into(),
            grounds: Grounds::new(Arc::new(Facts::new(&Document::default())), Prover::new(|_| proof())),
            fingerprint: Fingerprint(0),
            allowed: None,
            weighed: None,
        }
    }

    fn proof() -> Proof {
        Proof {
            why: Evidence { lines: vec!["client needs lb-1".into()], ..Evidence::default() },
            assumes: vec!["health checks are on".into()],
            fix: "add a second one".into(),
        }
    }

    fn examined(findings: Vec<Finding>) -> Examined {
        Examined {
            path: "site.ron".into(),
            document: Document::default(),
            lines: LineIndex::default(),
            report: Report { findings, ..Report::default() },
        }
    }

    fn allowed(mut finding: Finding) -> Finding {
        finding.allowed = Some(Allowance {
            rule: "REL001".into(),
            subject: "lb-1".into(),
            severity: None,
            reason: "one hour is fine".into(),
            until: Date::new(2027, 1, 31),
        });
        finding
    }

    #[test]
    fn a_finding_reads_like_a_compiler() {
        let page = findings(&[examined(vec![finding(&["lb-1", "lb-2"])])], Show::default());
        let expected = "\
error[REL001] spof: if it fails, all fails
  --> site.ron  lb-1
  ::: site.ron  lb-2
   |  client needs lb-1
   = assumes: health checks are on
   = fix: add a second one

site.ron: 1 error (`topoboard explain REL001` for more)
";
        assert_eq!(page.to_plain(), expected);
    }

    #[test]
    fn nothing_found_is_said() {
        assert_eq!(findings(&[examined(Vec::new())], Show::default()).to_plain(), "site.ron: no findings\n");
    }

    #[test]
    fn allowed_findings_are_counted_and_shown_when_asked() {
        let drawing = [examined(vec![allowed(finding(&["lb-1"]))])];
        assert_eq!(findings(&drawing, Show::default()).to_plain(), "site.ron: 1 allowed\n");
        let page = findings(&drawing, Show { allowed: true, ..Show::default() }).to_plain();
        assert!(page.starts_with("allowed[REL001] spof:"), "{page}");
        assert!(page.contains("   = allowed: one hour is fine (until 2027-01-31)\n"), "{page}");
    }

    #[test]
    fn many_subjects_are_cut_with_a_count() {
        let ids: Vec<_> = (1..=SUBJECTS + 5).map(|n| format!("web-{n}")).collect();
        let ids: Vec<_> = ids.iter().map(String::as_str).collect();
        let page = findings(&[examined(vec![finding(&ids)])], Show::default()).to_plain();
        assert!(page.contains("  ::: and 5 more\n") && !page.contains("web-13\n"), "{page}");
    }

    #[test]
    fn several_drawings_have_a_total() {
        let drawings = [examined(vec![finding(&["lb-1"])]), examined(vec![finding(&["lb-1"])])];
        let page = findings(&drawings, Show::default()).to_plain();
        assert!(page.ends_with("\n2 drawings: 2 errors\n"), "{page}");
    }
}
