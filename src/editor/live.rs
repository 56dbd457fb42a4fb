//! What is known about the drawing right now: the latest report, how far behind it is, which finding is looked at,
//! and what has been failed in the simulation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::effect::Generation;
use super::view::{FindingGroup, FindingRow, FindingsPanel, Progress};
use crate::analysis::{Finding, Fingerprint, Report, Severity};
use crate::model::{Document, Subject};
use crate::stage::Lesson;

/// What the panel says of a drawing that no rule finds anything in.
const NOT_FOUND: &str = "nothing to complain about";
/// What it says of one that has nothing in it yet.
const NOT_DRAWN: &str = "nothing is drawn yet: what breaks a site is told here while you draw it";

/// What is known about the drawing right now.
#[derive(Clone, Debug, Default)]
pub struct Live {
    asked: Generation,
    answered: Generation,
    report: Arc<Report>,
    baseline: Option<Arc<Report>>,
    /// The fingerprint of the finding that `n` and `N` stand on. Indices change with every report.
    current: Option<Fingerprint>,
    /// Whether its evidence is drawn.
    pub explained: bool,
    /// The first line of the panel, where somebody scrolled it.
    pub top: Option<usize>,
    /// What has been failed in the simulation.
    pub failed: BTreeSet<Subject>,
}

impl Live {
    /// The next generation: whatever is still under way for an earlier one is stale from now on.
    pub fn ask(&mut self) -> Generation {
        self.asked.0 += 1;
        self.asked
    }

    /// Takes a report in, unless it is stale.
    pub fn answer(&mut self, generation: Generation, report: Arc<Report>, baseline: Option<Arc<Report>>) {
        if generation != self.asked {
            return;
        }
        self.answered = generation;
        self.report = report;
        self.baseline = baseline.or_else(|| self.baseline.take());
    }

    /// Forgets everything about the drawing that was shown; generations go on counting.
    pub fn forget(&mut self) {
        *self = Self { asked: self.asked, answered: self.answered, ..Self::default() };
    }

    /// The generation of the latest report.
    pub fn answered(&self) -> Generation {
        self.answered
    }

    /// How far the analysis is.
    pub fn progress(&self) -> Progress {
        if self.asked == self.answered { Progress::Analysed } else { Progress::Analysing }
    }

    /// The latest report; it may belong to an earlier state, see [`Live::progress`].
    pub fn report(&self) -> &Arc<Report> {
        &self.report
    }

    /// The report of the previous stage, where there is one.
    pub fn baseline(&self) -> Option<&Arc<Report>> {
        self.baseline.as_ref()
    }

    /// The finding that is looked at.
    pub fn current(&self) -> Option<&Finding> {
        let fingerprint = self.current?;
        self.report.findings.iter().find(|finding| finding.fingerprint == fingerprint)
    }

    /// Looks at a finding by its index in the report.
    pub fn look_at(&mut self, index: usize) -> Option<&Finding> {
        let finding = self.report.findings.get(index)?;
        self.current = Some(finding.fingerprint);
        self.top = None;
        Some(finding)
    }

    /// Looks at the next or previous finding, in the order of the panel; goes round.
    pub fn step(&mut self, document: &Document, back: bool) -> Option<&Finding> {
        let order: Vec<usize> =
            self.panel(document).groups.iter().flat_map(|group| &group.rows).map(|row| row.index).collect();
        let fingerprint = |index: &usize| self.report.findings.get(*index).map(|finding| finding.fingerprint);
        let at = order.iter().position(|index| self.current.is_some() && fingerprint(index) == self.current);
        let last = order.len().checked_sub(1)?;
        let next = match (at, back) {
            (None, false) => 0,
            (None | Some(0), true) => last,
            (Some(at), true) => at - 1,
            (Some(at), false) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
        };
        self.look_at(*order.get(next)?)
    }

    /// The findings about a thing, as indices into the report, the most severe first.
    pub fn about(&self, subject: &Subject) -> Option<usize> {
        let open = |finding: &Finding| finding.allowed.is_none();
        self.report.findings.iter().position(|finding| open(finding) && finding.subjects.contains(subject))
    }

    /// The panel.
    pub fn panel(&self, document: &Document) -> FindingsPanel {
        let lesson = &document.header().lesson;
        let counts =
            [Severity::Error, Severity::Warning, Severity::Info].map(|severity| self.report.count(severity));
        let index = self.index();
        let group = |title, findings: &[&Finding]| self.group(title, findings, &index, document);
        let groups = if lesson.is_empty() {
            vec![group("", &self.report.open().collect::<Vec<_>>())]
        } else {
            let sorted = Lesson::of(&self.report, lesson);
            vec![group("In this lesson", &sorted.taught), group("Also true here", &sorted.beside)]
        };
        FindingsPanel {
            counts,
            groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
            why: self.why(),
            top: self.top,
            nothing: if document.topology().is_empty() { NOT_DRAWN } else { NOT_FOUND },
        }
    }

    /// Where every finding stands in the report.
    fn index(&self) -> BTreeMap<Fingerprint, usize> {
        let findings = self.report.findings.iter().enumerate();
        findings.map(|(index, finding)| (finding.fingerprint, index)).collect()
    }

    fn group(
        &self,
        title: &'static str,
        findings: &[&Finding],
        index: &BTreeMap<Fingerprint, usize>,
        document: &Document,
    ) -> FindingGroup {
        let at = |finding: &Finding| index.get(&finding.fingerprint).copied().unwrap_or(0);
        let rows = findings.iter().map(|finding| self.row(at(finding), finding, document)).collect();
        FindingGroup { title, rows }
    }

    fn row(&self, index: usize, finding: &Finding, document: &Document) -> FindingRow {
        FindingRow {
            index,
            severity: finding.severity,
            code: finding.rule.code,
            subject: subject_words(&finding.subjects, document),
            message: finding.message.clone(),
            current: self.current == Some(finding.fingerprint),
            allowed: finding.allowed.is_some(),
        }
    }

    /// The evidence of the finding that is explained, and what to do.
    fn why(&self) -> Vec<String> {
        let Some(finding) = self.current().filter(|_| self.explained) else { return Vec::new() };
        let proof = finding.proof();
        let assumed = proof.assumes.iter().map(|line| format!("assumed: {line}"));
        let fix = Some(format!("fix: {}", proof.fix)).filter(|_| !proof.fix.is_empty());
        proof.why.lines.iter().cloned().chain(assumed).chain(fix).collect()
    }
}

/// Subjects in words: their names while they are few, else how many.
pub fn subject_words(subjects: &[Subject], document: &Document) -> String {
    match subjects {
        [] => String::new(),
        [only] => words(only, document),
        [first, second] => format!("{}, {}", words(first, document), words(second, document)),
        [first, rest @ ..] => format!("{} and {} more", words(first, document), rest.len()),
    }
}

/// A thing in words: its name, or for a link the names of its ends.
pub fn words(subject: &Subject, document: &Document) -> String {
    match subject {
        Subject::Node(id) | Subject::Group(id) => document.title(id).to_owned(),
        Subject::Link(id) => format!("{} → {}", document.title(&id.from), document.title(&id.to)),
        Subject::Service(domain) => domain.as_str().to_owned(),
    }
}
