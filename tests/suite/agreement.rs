//! What the questions say of a drawing agrees with what the simulation says of it, on random drawings: the ranking, the
//! walk of a request, what is needed, and links that fail.

use std::collections::BTreeSet;

use topoboard::analysis::blast;
use topoboard::analysis::failure::{Condition, simulate, simulate_with};
use topoboard::analysis::reach;
use topoboard::analysis::trace::{Ending, trace};
use topoboard::model::{Capability, Id, RequestClasses};

use crate::random::{Dice, Flavour, drawing};

const DRAWINGS: u64 = 150;

fn random_drawings() -> impl Iterator<Item = (u64, topoboard::model::Document)> {
    let flavours = [Flavour::Site, Flavour::Wild, Flavour::Cycles];
    (0..DRAWINGS).flat_map(move |seed| {
        flavours.into_iter().map(move |flavour| (seed, drawing(&mut Dice::new(seed), flavour)))
    })
}

#[test]
fn the_ranking_says_of_every_part_what_its_failure_says() {
    for (seed, document) in random_drawings() {
        for blast in blast::ranking(&document) {
            let simulation = simulate(&document, std::slice::from_ref(&blast.part)).expect("it is there");
            let of = |wanted: fn(&Condition) -> bool| {
                u32::try_from(simulation.nodes.values().filter(|condition| wanted(condition)).count())
                    .unwrap()
            };
            let lost: BTreeSet<(String, RequestClasses)> = simulation
                .services
                .iter()
                .filter(|outcome| !outcome.lost().is_empty())
                .map(|outcome| (outcome.service.to_string(), outcome.lost()))
                .collect();
            let said = blast.lost.iter().map(|(service, classes)| (service.to_string(), *classes)).collect();
            let what = format!("seed {seed}, {}", blast.part);
            assert_eq!(lost, said, "{what}");
            assert_eq!(of(|condition| *condition == Condition::Down), blast.down, "{what}");
            assert_eq!(
                of(|condition| matches!(condition, Condition::Starved { .. })),
                blast.starved,
                "{what}"
            );
        }
    }
}

#[test]
fn a_walk_is_answered_exactly_when_the_client_is_served() {
    for (seed, document) in random_drawings() {
        let parts: Vec<Id> = document.topology().nodes().map(|(id, _)| id.clone()).collect();
        let mut dice = Dice::new(seed ^ 0x77);
        let failed: Vec<Id> = parts.iter().filter(|_| dice.chance(15)).cloned().collect();
        for failed in [Vec::new(), failed] {
            let simulation = simulate(&document, &failed).expect("they are there");
            let walks = trace(&document, RequestClasses::ALL, &failed, &[]).expect("they are there");
            for outcome in simulation.services {
                for class in outcome.requested.iter() {
                    let mut of = walks.iter().filter(|w| w.service == outcome.service && w.class == class);
                    let answered =
                        of.clone().count() > 0 && of.all(|walk| matches!(walk.ending, Ending::Answered(_)));
                    let what = format!("seed {seed}, {} {class:?} {failed:?}", outcome.service);
                    assert_eq!(answered, outcome.served.contains(class), "{what}");
                }
            }
        }
    }
}

#[test]
fn a_dependency_takes_what_its_failure_takes() {
    for (seed, document) in random_drawings().take(150) {
        let nodes: Vec<Id> = document.topology().nodes().map(|(id, _)| id.clone()).collect();
        let subject = &nodes[usize::try_from(seed).unwrap() % nodes.len()];
        let found = reach::dependencies(&document, subject).expect("it is there");
        let alone = simulate(&document, std::slice::from_ref(subject)).expect("it is there");
        for row in &found.needed_by {
            let lost = match alone.nodes.get(&row.id) {
                Some(Condition::Starved { lost }) => *lost,
                _ => RequestClasses::NONE,
            };
            assert!(
                lost == row.loses || alone.nodes.get(&row.id) == Some(&Condition::Down),
                "{seed} {}",
                row.id
            );
        }
        let named: BTreeSet<&Id> = found.needed_by.iter().map(|row| &row.id).collect();
        for (id, condition) in &alone.nodes {
            let starved = matches!(condition, Condition::Starved { .. });
            let quorum = document.topology().groups().any(|(_, group)| group.votes().is_some());
            assert!(!starved || quorum || named.contains(id), "seed {seed}: {id} starves without {subject}");
        }
    }
}

#[test]
fn what_all_links_to_a_part_take_with_them_is_what_its_failure_takes_from_others() {
    for (seed, document) in random_drawings().take(150) {
        let topology = document.topology();
        for (id, node) in topology.nodes().filter(|(_, node)| !node.does(Capability::Contains)).take(4) {
            let links: Vec<_> = topology.links_to(id.as_str()).iter().map(|link| link.id.clone()).collect();
            let held = node.parent.is_some() || topology.group_of(id).is_some();
            if held || node.does(Capability::Originates) || links.is_empty() {
                continue;
            }
            let alone = simulate(&document, std::slice::from_ref(id)).expect("it is there");
            let cut = simulate_with(&document, &[], &links).expect("no part is named");
            for (service, other) in alone.services.iter().zip(&cut.services) {
                assert_eq!(service.served, other.served, "seed {seed}: {id} or its links {links:?}");
            }
        }
    }
}
