//! The rules: one file each, and their table.
//!
//! To add a rule, write its file (texts, check, fixtures) and add its two lines here. A rule reads the facts and
//! nothing else; it never fires on what is merely unstated, and every file proves that with a fixture.

#[cfg(test)]
mod board;
mod folded;
mod hit;
mod page;
mod wording;

mod agent_reports_nowhere;
mod certificate_unused;
mod datastore_exposed;
mod disconnected;
mod edge_without_firewall;
mod failover_undetected;
mod host_without_firewall;
mod maintenance_downtime;
mod manual_failover;
mod no_entry;
mod no_horizontal_scaling;
mod no_quorum;
mod partial_spof;
mod plaintext_behind_tls;
mod plaintext_public;
mod replica_not_fed;
mod request_cannot_complete;
mod resource_contention;
mod shared_host_redundancy;
mod spof;
mod standby_cannot_serve;
mod uneven_backends;
mod unmonitored;
mod write_spof;
mod zone_spof;

use super::{Facts, Severity};

pub use hit::Hit;

/// Every rule once: reliability, security, operations, performance, model; each by code.
pub static ALL: &[&Rule] = &[
    &spof::RULE,
    &write_spof::RULE,
    &partial_spof::RULE,
    &zone_spof::RULE,
    &shared_host_redundancy::RULE,
    &standby_cannot_serve::RULE,
    &uneven_backends::RULE,
    &manual_failover::RULE,
    &no_quorum::RULE,
    &failover_undetected::RULE,
    &replica_not_fed::RULE,
    &edge_without_firewall::RULE,
    &host_without_firewall::RULE,
    &plaintext_public::RULE,
    &plaintext_behind_tls::RULE,
    &datastore_exposed::RULE,
    &certificate_unused::RULE,
    &maintenance_downtime::RULE,
    &unmonitored::RULE,
    &agent_reports_nowhere::RULE,
    &resource_contention::RULE,
    &no_horizontal_scaling::RULE,
    &disconnected::RULE,
    &no_entry::RULE,
    &request_cannot_complete::RULE,
];

/// What a rule is called, says and looks for.
#[derive(Debug)]
pub struct Rule {
    /// `REL001`; never reused.
    pub code: &'static str,
    /// `spof`.
    pub name: &'static str,
    /// How much its findings matter, unless the finding says otherwise.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// When the finding is not a problem.
    pub false_positive: &'static str,
    /// Where the rule comes from; empty: our own.
    pub references: &'static [&'static str],
    /// Looks for it.
    pub check: fn(&Facts<'_>) -> Vec<Hit>,
    /// Boards on which it must and must not fire.
    #[cfg(test)]
    pub(crate) fixtures: &'static [board::Fixture],
}

impl PartialEq for Rule {
    /// Rules are equal when their codes are.
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// The rule with this code or name, in any case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let asked = code_or_name.trim();
    let is = |rule: &&&Rule| asked.eq_ignore_ascii_case(rule.code) || asked.eq_ignore_ascii_case(rule.name);
    ALL.iter().find(is).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::board::{Board, Sort};
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_in_order() {
        let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        let groups = ["REL", "SEC", "OPS", "PERF", "MOD"];
        let place =
            |code: &&str| (groups.iter().position(|group| code.starts_with(group)), (*code).to_owned());
        assert!(codes.is_sorted_by_key(place), "{codes:?}");
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), ALL.len());
        assert_eq!(ALL.iter().map(|rule| rule.name).collect::<BTreeSet<_>>().len(), ALL.len());
    }

    #[test]
    fn rules_are_found_by_code_and_name_in_any_case() {
        assert_eq!(find("rel001").map(|rule| rule.name), Some("spof"));
        assert_eq!(find(" Write-SPOF ").map(|rule| rule.code), Some("REL002"));
        assert_eq!(find("REL999"), None);
    }

    #[test]
    fn every_rule_says_all_there_is_to_say() {
        for rule in ALL {
            for text in [rule.summary, rule.why, rule.remedy, rule.false_positive] {
                assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", rule.code);
            }
        }
    }

    #[test]
    fn pages_name_the_rule_and_fit_eighty_cells() {
        for rule in ALL {
            let page = rule.page();
            assert!(page.starts_with(&format!("{} {} (", rule.code, rule.name)));
            assert!(page.lines().all(|line| crate::text::width(line) <= 80), "{page}");
        }
    }

    #[test]
    fn every_rule_has_all_four_sorts_of_fixtures() {
        for rule in ALL {
            for sort in [Sort::Positive, Sort::Negative, Sort::NearMiss, Sort::Unstated] {
                assert!(rule.fixtures.iter().any(|fixture| fixture.sort == sort), "{} {sort:?}", rule.code);
            }
            for fixture in rule.fixtures {
                let fires = Board::parse(fixture.board).expects(rule);
                assert_eq!(fires, fixture.sort == Sort::Positive, "{} {}", rule.code, fixture.board);
            }
        }
    }

    #[test]
    fn every_fixture_has_exactly_its_findings() {
        let mut wrong = Vec::new();
        for rule in ALL {
            for fixture in rule.fixtures {
                if let Some(mismatch) = Board::parse(fixture.board).mismatch(rule) {
                    wrong.push(format!("{} {:?}{}\n{mismatch}", rule.code, fixture.sort, fixture.board));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }
}
