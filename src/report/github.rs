//! Findings as annotations of a GitHub workflow: one command line a finding, which the runner takes from the log.
//!
//! Invariant: no text of a drawing can end its command or add a property: line ends, per cent signs, and in
//! properties commas and colons are escaped as the runner reads them.

use super::{Examined, Inked, Show};
use crate::analysis::{Finding, Severity};

/// The findings of some drawings, a line each.
pub fn findings(drawings: &[Examined], show: Show) -> Inked {
    let mut page = Inked::new();
    for drawing in drawings {
        let shown =
            drawing.report.findings.iter().filter(|finding| show.allowed || finding.allowed.is_none());
        for finding in shown {
            page.plain(annotation(drawing, finding)).end();
        }
    }
    page
}

fn annotation(drawing: &Examined, finding: &Finding) -> String {
    let mut properties = Vec::new();
    if drawing.path != "-" {
        properties.push(format!("file={}", property(&drawing.path)));
        let line = finding.subjects.iter().find_map(|subject| drawing.lines.line(subject)).unwrap_or(1);
        properties.push(format!("line={line}"));
    }
    let title = format!("{} {}", finding.rule.code, finding.rule.name);
    properties.push(format!("title={}", property(&title)));
    format!("::{} {}::{}", level(finding), properties.join(","), data(&said(finding)))
}

/// What is true, why, and what to do; an allowed finding with the reason.
fn said(finding: &Finding) -> String {
    let proof = finding.proof();
    let mut lines = vec![finding.message.clone()];
    lines.extend(proof.why.lines);
    lines.extend(proof.assumes.iter().map(|assumed| format!("assumes: {assumed}")));
    lines.extend(Some(format!("fix: {}", proof.fix)).filter(|_| !proof.fix.is_empty()));
    lines.extend(finding.allowed.iter().map(|allowance| format!("allowed: {}", allowance.reason)));
    lines.join("\n")
}

/// What is allowed is only noted.
fn level(finding: &Finding) -> &'static str {
    match finding.severity {
        _ if finding.allowed.is_some() => "notice",
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("50 %\r\n::error::x"), "50 %25%0D%0A::error::x");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
