//! Findings that went, came, stayed and moved.
//!
//! Decisions where the design is silent:
//! - A finding stays when its fingerprint does, or when one of the same rule and service shares a subject with it: a
//!   bundle that grew is still the same bundle.
//! - Of what then is left of a rule, one that went and one that came are one that *moved*: `client->web-1` in clear
//!   became `client->lb-1` in clear. Not so the findings about what fails when something fails (`REL…`): to be rid of
//!   one single point of failure is worth a word, and so is the next one.
//! - Accepted findings neither go nor come; one that is accepted no longer comes, one that now is goes without a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::rules::Rule;
use crate::analysis::{Finding, Fingerprint, Report};
use crate::model::Subject;

/// What became of the findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steps {
    /// No longer there.
    pub fixed: Vec<Finding>,
    /// Newly there.
    pub new: Vec<Finding>,
    /// There before, elsewhere now.
    pub moved: Vec<Moved>,
    /// Still there, as they are now.
    pub still: Vec<Finding>,
}

/// A finding that went from one subject to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// As it was.
    pub from: Finding,
    /// As it is.
    pub to: Finding,
}

/// What became of the findings of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleStep {
    /// The rule.
    pub rule: &'static Rule,
    /// The subjects concerned, of each finding the first; of one that moved, the new one.
    pub subjects: Vec<Subject>,
}

impl Steps {
    /// Whether no finding went, came or moved.
    pub fn is_same(&self) -> bool {
        self.fixed.is_empty() && self.new.is_empty() && self.moved.is_empty()
    }

    /// What was fixed, rule by rule in their order of severity and code.
    pub fn fixed_by_rule(&self) -> Vec<RuleStep> {
        by_rule(self.fixed.iter())
    }

    /// What is new, rule by rule.
    pub fn new_by_rule(&self) -> Vec<RuleStep> {
        by_rule(self.new.iter())
    }

    /// What moved, rule by rule.
    pub fn moved_by_rule(&self) -> Vec<RuleStep> {
        by_rule(self.moved.iter().map(|moved| &moved.to))
    }

    /// What is still there, rule by rule.
    pub fn still_by_rule(&self) -> Vec<RuleStep> {
        by_rule(self.still.iter())
    }
}

fn by_rule<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<RuleStep> {
    let mut steps = Vec::<RuleStep>::new();
    for finding in findings {
        let subject = finding.subjects.first().cloned();
        match steps.iter_mut().find(|step| step.rule == finding.rule) {
            Some(step) => step.subjects.extend(subject),
            None => steps.push(RuleStep { rule: finding.rule, subjects: subject.into_iter().collect() }),
        }
    }
    steps
}

/// What became of the findings of `old` in `new`.
pub fn findings(old: &Report, new: &Report) -> Steps {
    let mut pairing = Pairing::new(old, new);
    pairing.pair_by(|finding| vec![finding.fingerprint]);
    pairing.pair_by(shared_subjects);
    let mut steps = pairing.stayed();
    let (gone, come) = (pairing.gone(), pairing.come());
    let mut movable = BTreeMap::<&str, Vec<&Finding>>::new();
    for finding in gone.into_iter().rev() {
        movable.entry(finding.rule.code).or_default().push(finding);
    }
    for finding in come {
        let from = movable.get_mut(finding.rule.code).filter(|_| can_move(finding.rule)).and_then(Vec::pop);
        match from {
            Some(from) => steps.moved.push(Moved { from: from.clone(), to: finding.clone() }),
            None => steps.new.push(finding.clone()),
        }
    }
    let moved: BTreeSet<Fingerprint> = steps.moved.iter().map(|moved| moved.from.fingerprint).collect();
    let left = pairing.gone().into_iter().filter(|finding| !moved.contains(&finding.fingerprint));
    steps.fixed = left.cloned().collect();
    steps
}

fn can_move(rule: &Rule) -> bool {
    !rule.code.starts_with("REL")
}

/// A key for each subject, within rule and service.
fn shared_subjects(finding: &Finding) -> Vec<String> {
    let service = finding.service.as_ref().map_or("", |service| service.as_str());
    let key = |subject: &Subject| format!("{} {service} {subject}", finding.rule.code);
    finding.subjects.iter().map(key).collect()
}

/// Which finding of one report is which of the other.
struct Pairing<'r> {
    old: Vec<&'r Finding>,
    new: Vec<&'r Finding>,
    /// By place in `old`: the place in `new`.
    kept: BTreeMap<usize, usize>,
    taken: BTreeSet<usize>,
}

impl<'r> Pairing<'r> {
    fn new(old: &'r Report, new: &'r Report) -> Self {
        let (old, new) = (old.findings.iter().collect(), new.findings.iter().collect());
        Self { old, new, kept: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// Pairs what is not paired yet and has a key in common, in order.
    fn pair_by<K: Ord>(&mut self, keys: impl Fn(&Finding) -> Vec<K>) {
        let mut places = BTreeMap::<K, Vec<usize>>::new();
        for (place, finding) in self.new.iter().enumerate().filter(|(place, _)| !self.taken.contains(place)) {
            for key in keys(finding) {
                places.entry(key).or_default().push(place);
            }
        }
        for (place, finding) in self.old.iter().enumerate() {
            if self.kept.contains_key(&place) {
                continue;
            }
            let found =
                keys(finding).iter().filter_map(|key| places.get(key)).flatten().copied().collect::<Vec<_>>();
            if let Some(partner) = found.into_iter().find(|partner| !self.taken.contains(partner)) {
                self.kept.insert(place, partner);
                self.taken.insert(partner);
            }
        }
    }

    fn stayed(&self) -> Steps {
        let mut steps = Steps::default();
        let pairs =
            self.kept.iter().filter_map(|(old, new)| Some((self.old.get(*old)?, self.new.get(*new)?)));
        for (old, new) in pairs.filter(|(_, new)| new.allowed.is_none()) {
            let list = if old.allowed.is_some() { &mut steps.new } else { &mut steps.still };
            list.push((*new).clone());
        }
        steps
    }

    fn gone(&self) -> Vec<&'r Finding> {
        let all = self.old.iter().enumerate();
        let left = all.filter(|(place, finding)| !self.kept.contains_key(place) && finding.allowed.is_none());
        left.map(|(_, finding)| *finding).collect()
    }

    fn come(&self) -> Vec<&'r Finding> {
        let all = self.new.iter().enumerate();
        let left = all.filter(|(place, finding)| !self.taken.contains(place) && finding.allowed.is_none());
        left.map(|(_, finding)| *finding).collect()
    }
}
