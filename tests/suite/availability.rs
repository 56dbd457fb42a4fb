//! Availability and minimal cut sets of the stages, to the digits of the design (`analysis.md`, section 8).

use std::collections::BTreeSet;

use topoboard::analysis::availability::{Estimate, availabilities};
use topoboard::analysis::cut_set::{BUDGET, Level, cut_sets};
use topoboard::model::{Document, Probability, RequestClass};

fn stage(name: &str) -> Document {
    let (series, number) = name.split_once('/').expect("series/number");
    let series = topoboard::stage::built_in(series).expect("a built-in series");
    let stage = series.stage(number.parse().expect("a number")).expect("a stage").clone();
    stage.decode().unwrap_or_else(|error| panic!("{name}: {}", error.render(false))).document
}

/// Stages, and static, read, write at 0.99 and write at 0.999, every unmanaged part alike.
const TABLE: &[(&[&str], [f64; 4])] = &[
    (&["tiers/0", "roles/0"], [0.980_100_000, 0.960_596_010, 0.960_596_010, 0.996_005_996]),
    (&["tiers/1", "tiers/2"], [0.979_711_871, 0.978_949_186, 0.960_028_250, 0.996_000_029]),
    (&["tiers/3"], [0.999_208_137, 0.997_641_564, 0.997_641_564, 0.999_976_040]),
    (&["roles/1", "roles/2"], [0.979_711_871, 0.960_028_250, 0.960_028_250, 0.996_000_029]),
    (&["roles/3"], [0.979_711_871, 0.941_107_314, 0.941_107_314, 0.994_011_008]),
];

fn availability(document: &Document, class: RequestClass, p: f64) -> f64 {
    let all = availabilities(document, Probability::new(p).expect("a probability"));
    let one = all.iter().find(|one| one.class == class).expect("the class is offered");
    match one.estimate {
        Estimate::Exact(value) => value,
        other => panic!("not exact: {other:?}"),
    }
}

#[test]
fn the_table_of_the_design_to_nine_digits() {
    for (names, expected) in TABLE {
        for name in *names {
            let document = stage(name);
            let [r#static, read, write] = RequestClass::ALL;
            let found = [(r#static, 0.99), (read, 0.99), (write, 0.99), (write, 0.999)]
                .map(|(class, p)| availability(&document, class, p));
            for (found, expected) in found.into_iter().zip(expected) {
                assert!((found - expected).abs() < 5.1e-10, "{name}: {found:.10} is not {expected}");
            }
        }
    }
}

fn cuts(name: &str, class: RequestClass, level: Level) -> BTreeSet<Vec<String>> {
    let all = cut_sets(&stage(name), 2, level, BUDGET);
    let one = all.into_iter().find(|one| one.class == class).expect("the class is offered");
    assert!(!one.truncated);
    one.cuts.iter().map(|cut| cut.iter().map(ToString::to_string).collect()).collect()
}

fn sets(expected: &[&[&str]]) -> BTreeSet<Vec<String>> {
    expected.iter().map(|cut| cut.iter().map(|id| (*id).to_owned()).collect()).collect()
}

#[test]
fn cuts_of_hosts() {
    let host = Level::Host;
    assert_eq!(cuts("tiers/1", RequestClass::Read, host), sets(&[&["server-lb"], &["server-1", "server-2"]]));
    assert_eq!(cuts("tiers/1", RequestClass::Write, host), sets(&[&["server-lb"], &["server-1"]]));
    let pairs = sets(&[
        &["server-lb-1", "server-lb-2"],
        &["server-web-1", "server-web-2"],
        &["server-app-1", "server-app-2"],
        &["server-db-1", "server-db-2"],
        &["server-db-1", "server-db-3"],
        &["server-db-2", "server-db-3"],
    ]);
    assert_eq!(cuts("tiers/3", RequestClass::Read, host), pairs);
    assert_eq!(cuts("tiers/3", RequestClass::Write, host), pairs);
    let roles =
        sets(&[&["server-web-1"], &["server-app-1"], &["server-db-1"], &["server-lb-1", "server-lb-2"]]);
    assert_eq!(cuts("roles/3", RequestClass::Write, host), roles);
}

#[test]
fn cuts_of_all_parts_are_as_many_as_the_design_says() {
    let count = |name, class| cuts(name, class, Level::All).len();
    assert_eq!(count("tiers/1", RequestClass::Read), 14);
    assert_eq!(count("tiers/1", RequestClass::Write), 10);
    assert_eq!(count("tiers/3", RequestClass::Read), 24);
    assert_eq!(count("tiers/3", RequestClass::Write), 24);
    assert_eq!(count("roles/1", RequestClass::Read), 10);
    assert_eq!(count("roles/3", RequestClass::Read), 10);
}

#[test]
fn the_weakest_part_of_the_second_stage_is_the_balancer_for_reads() {
    let all = availabilities(&stage("tiers/1"), Probability::new(0.99).expect("a probability"));
    let read = all.iter().find(|one| one.class == RequestClass::Read).expect("offered");
    let first: BTreeSet<&str> = read.weakest.iter().take(2).map(|weak| weak.part.as_str()).collect();
    assert_eq!(first, BTreeSet::from(["lb-1", "server-lb"]));
    assert!(read.unstated.iter().any(|id| id.as_str() == "lb-1"), "nothing is stated: {:?}", read.unstated);
}

#[test]
fn a_spent_budget_is_told() {
    let all = cut_sets(&stage("tiers/3"), 3, Level::All, 10);
    assert!(all.iter().all(|one| one.truncated));
}
