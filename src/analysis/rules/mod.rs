//! The rules: one file each, and their table.
//!
//! To add a rule, write its file (texts, check, fixtures) and add its two lines here. A rule reads the facts and
//! nothing else; it never fires on what is merely unstated, and every file proves that with a fixture. Only rules of
//! the strict pack may ask what the drawing leaves open, and they run only for those who want to be asked.

#[cfg(test)]
pub(crate) mod board;
mod evidence;
mod folded;
mod hit;
mod page;
mod wording;

mod agent_reports_nowhere;
mod allowance_ended;
mod allowance_unused;
mod certificate_unused;
mod confusable_name;
mod cyclic_dependency;
mod datastore_exposed;
mod disconnected;
mod dns_is_not_failover;
mod duplicate_name;
mod edge_without_firewall;
mod empty_group;
mod encryption_unstated;
mod failover_undetected;
mod firewall_bypass;
mod hard_third_party;
mod host_without_firewall;
mod maintenance_downtime;
mod management_exposed;
mod manual_failover;
mod monitoring_shares_fate;
mod no_entry;
mod no_health_check;
mod no_horizontal_scaling;
mod no_quorum;
mod no_second_copy;
mod partial_spof;
mod plaintext_behind_tls;
mod plaintext_internal;
mod plaintext_public;
mod protocol_mismatch;
mod record_mismatch;
mod replica_idle;
mod replica_not_fed;
mod request_cannot_complete;
mod resource_contention;
mod shared_host_redundancy;
mod slo_missed;
mod spof;
mod standby_cannot_serve;
mod uneven_backends;
mod unmonitored;
mod write_spof;
mod zone_spof;

use super::ledger::Ledger;
use super::{Facts, Severity};

pub use hit::Hit;

/// Every rule once: reliability, security, operations, performance, model, allowances; each by code.
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
    &no_health_check::RULE,
    &dns_is_not_failover::RULE,
    &hard_third_party::RULE,
    &replica_not_fed::RULE,
    &no_second_copy::RULE,
    &slo_missed::RULE,
    &edge_without_firewall::RULE,
    &host_without_firewall::RULE,
    &plaintext_public::RULE,
    &plaintext_behind_tls::RULE,
    &plaintext_internal::RULE,
    &encryption_unstated::RULE,
    &datastore_exposed::RULE,
    &certificate_unused::RULE,
    &firewall_bypass::RULE,
    &management_exposed::RULE,
    &maintenance_downtime::RULE,
    &unmonitored::RULE,
    &agent_reports_nowhere::RULE,
    &monitoring_shares_fate::RULE,
    &resource_contention::RULE,
    &no_horizontal_scaling::RULE,
    &replica_idle::RULE,
    &disconnected::RULE,
    &no_entry::RULE,
    &request_cannot_complete::RULE,
    &cyclic_dependency::RULE,
    &record_mismatch::RULE,
    &protocol_mismatch::RULE,
    &duplicate_name::RULE,
    &empty_group::RULE,
    &confusable_name::RULE,
    &allowance_ended::RULE,
    &allowance_unused::RULE,
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
    /// When it runs.
    pub pack: Pack,
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
    pub check: Check,
    /// Boards on which it must and must not fire.
    #[cfg(test)]
    pub(crate) fixtures: &'static [board::Fixture],
}

impl Rule {
    /// What it is about, in one word: the pack of the design that it belongs to.
    pub fn family(&self) -> &'static str {
        let families = [
            ("REL", "availability"),
            ("SEC", "security"),
            ("OPS", "operations"),
            ("PERF", "performance"),
            ("MOD", "model"),
            ("META", "allowances"),
        ];
        families.iter().find(|(code, _)| self.code.starts_with(code)).map_or("", |(_, family)| family)
    }
}

impl PartialEq for Rule {
    /// Rules are equal when their codes are.
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The drawing.
    Drawing(fn(&Facts) -> Vec<Hit>),
    /// What the allowances did for the findings of all other rules.
    Allowances(fn(&Ledger<'_>) -> Vec<Hit>),
}

/// When a rule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pack {
    /// Always.
    Standard,
    /// Where strictness is asked for: it asks about what most drawings leave open.
    Strict,
}

/// The rules that run: the standard ones, with `strict` all.
pub fn chosen(strict: bool) -> impl Iterator<Item = &'static Rule> {
    ALL.iter().copied().filter(move |rule| match rule.pack {
        Pack::Standard => true,
        Pack::Strict => strict,
    })
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
        let groups = ["REL", "SEC", "OPS", "PERF", "MOD", "META"];
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
    fn strict_rules_are_asked_for() {
        let strict = chosen(true).filter(|rule| !chosen(false).any(|standard| standard == *rule));
        assert_eq!(strict.map(|rule| rule.code).collect::<Vec<_>>(), ["REL015", "SEC006"]);
        assert_eq!(chosen(true).count(), ALL.len());
    }

    #[test]
    fn every_rule_says_all_there_is_to_say() {
        for rule in ALL {
            assert!(crate::text::width(rule.summary) <= 80, "{}: one line of a list", rule.code);
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
            assert_eq!(page.contains("strict pack"), rule.pack == Pack::Strict, "{page}");
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
    fn every_finding_can_be_allowed() {
        for rule in ALL.iter().filter(|rule| matches!(rule.check, Check::Drawing(_))) {
            for fixture in rule.fixtures.iter().filter(|fixture| fixture.sort == Sort::Positive) {
                let left = Board::parse(fixture.board).left_when_allowed(rule);
                assert!(left.is_empty(), "{}: {left:?} in {}", rule.code, fixture.board);
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

    /// Everything that the lessons teach, done: two of each, apart, watched, guarded, encrypted to the end.
    const HARDENED: &str = "
        whole
        service shop.example: c
        c: client
        dns: dns
        n: network internal
          slb1: server
            lb1: load_balancer
              cert1: certificate
            al1: monitor_agent
          slb2: server
            lb2: load_balancer
              cert2: certificate
            al2: monitor_agent
          sw1: server
            w1: web_server
            aw1: monitor_agent
          sw2: server
            w2: web_server
            aw2: monitor_agent
          sd1: server
            d1: database primary
            ad1: monitor_agent
          sd2: server
            d2: database replica
            ad2: monitor_agent
          sd3: server
            d3: database replica
            ad3: monitor_agent
        fw: firewall guards=n
        collector: monitor_collector
        group lb active_passive auto lb1: lb1 lb2
        group db quorum: d1 d2 d3
        c > dns resolution
        c > lb https:443
        lb1 > lb2 heartbeat
        lb1 > w1,w2 https
        lb2 > w1,w2 https
        w1 > db mysql
        w2 > db mysql
        d1 > d2,d3 replication
        al1 > collector monitoring
        al2 > collector monitoring
        aw1 > collector monitoring
        aw2 > collector monitoring
        ad1 > collector monitoring
        ad2 > collector monitoring
        ad3 > collector monitoring
        ";

    /// A first sketch: boxes and lines, nothing stated.
    const SKETCH: &str = "
        whole
        c: client
        w: web_server              ! REL001 ! OPS002 ! SEC001
        a: app_server              ! REL001 ! OPS002 ! SEC002
        d: database                ! REL001 ! OPS002 ! SEC002
        c > w
        w > a
        a > d
        ! OPS001 c also=a,w
        ! PERF002 c
        ";

    #[test]
    fn what_is_done_right_has_no_finding_at_all() {
        assert_eq!(Board::parse(HARDENED).mismatch(&spof::RULE), None);
    }

    #[test]
    fn a_sketch_is_told_what_it_shows_and_nothing_else() {
        assert_eq!(Board::parse(SKETCH).mismatch(&spof::RULE), None);
    }

    #[test]
    fn an_empty_drawing_has_no_finding() {
        assert_eq!(Board::parse("whole").mismatch(&spof::RULE), None);
    }

    #[test]
    fn a_board_tells_what_is_missing_and_what_is_too_much() {
        let wrong = Board::parse("d: database ! OPS003\nl: load_balancer");
        assert!(wrong.mismatch(find("OPS003").unwrap()).unwrap().contains("missing"));
        assert!(wrong.mismatch(find("OPS002").unwrap()).unwrap().contains("not expected: OPS002"));
        let unsaid = Board::parse("d: database ! OPS002\n= OPS002 nothing of the sort");
        assert!(unsaid.mismatch(find("OPS002").unwrap()).unwrap().contains("nobody says"));
    }

    #[test]
    fn subjects_are_sorted_as_they_are_written() {
        for rule in ALL {
            for fixture in rule.fixtures {
                let document = Board::parse(fixture.board).document();
                let facts = Facts::new(&document);
                let Check::Drawing(check) = rule.check else { continue };
                for hit in check(&facts) {
                    let written: Vec<String> = hit.subjects.iter().map(ToString::to_string).collect();
                    assert!(!written.is_empty() && written.is_sorted(), "{} {written:?}", rule.code);
                    assert!(
                        !hit.message.is_empty() && !hit.prover.prove(&facts).fix.is_empty(),
                        "{}",
                        rule.code
                    );
                    assert!(!hit.message.contains('\n') && !hit.message.ends_with('.'), "{}", hit.message);
                }
            }
        }
    }
}
