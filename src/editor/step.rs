//! What the step from the previous stage changed in the findings, for the bar.

use super::live;
use super::view::{StageBar, Told};
use crate::analysis::Report;
use crate::analysis::difference::{RuleStep, findings};
use crate::model::Document;

/// Writes what a step fixed, newly broke and left into the bar.
pub fn fill(bar: &mut StageBar, old: (&Document, &Report), new: (&Document, &Report)) {
    let steps = findings(old.1, new.1);
    bar.fixed = told(steps.fixed.len(), &steps.fixed_by_rule(), old.0);
    bar.broke = told(steps.new.len(), &steps.new_by_rule(), new.0);
    bar.moved = told(steps.moved.len(), &steps.moved_by_rule(), new.0);
    bar.still = told(steps.still.len(), &steps.still_by_rule(), new.0);
}

/// How many findings, and rule by rule what they are about: `SPOF HAProxy`.
fn told(count: usize, steps: &[RuleStep], document: &Document) -> Told {
    let words = |step: &RuleStep| {
        let subjects = live::subject_words(&step.subjects, document);
        format!("{} {subjects}", plain(step.rule.name)).trim_end().to_owned()
    };
    Told { count, words: steps.iter().map(words).collect() }
}

/// Rules whose name says too much or too little for one line beside others; the others read well as they are.
const PLAIN: &[(&str, &str)] = &[
    ("spof", "SPOF"),
    ("write-spof", "write SPOF"),
    ("partial-spof", "partial SPOF"),
    ("zone-spof", "zone SPOF"),
    ("maintenance-downtime", "downtime on update"),
    ("no-horizontal-scaling", "no scaling"),
    ("edge-without-firewall", "no firewall before"),
    ("host-without-firewall", "no firewall on"),
    ("plaintext-public", "plaintext"),
    ("resource-contention", "all tiers on"),
];

fn plain(name: &str) -> String {
    let known = PLAIN.iter().find(|row| row.0 == name).map(|row| row.1.to_owned());
    known.unwrap_or_else(|| name.replace('-', " ").replace("tls", "TLS"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules;

    #[test]
    fn plain_words_are_those_of_rules_that_there_are() {
        for (name, _) in PLAIN {
            assert!(rules::ALL.iter().any(|rule| rule.name == *name), "{name}");
        }
        assert_eq!(plain("plaintext-behind-tls"), "plaintext behind TLS");
    }
}
