//! Fault trees as drawings, against the numbers that are published for them.
//!
//! By duality: a gate that fails when any input fails needs all of them; one that fails when all fail needs any. A gate
//! is an application server that somebody else runs, its inputs stand in slots, an event is a database of ours. The
//! trees of a few gates are written here. Larger ones of the Aralia benchmark are read from a folder that the variable
//! `TOPOBOARD_FAULT_TREES` names, as equations (`g1:=(e1 | g2)`), for they are not ours to pass on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use topoboard::analysis::availability::{Estimate, availabilities};
use topoboard::analysis::cut_set::{BUDGET, Level, cut_sets};
use topoboard::model::{
    Change, Document, Edit, Id, Kind, Link, LinkId, Node, Probability, RequestClass, Transaction,
};

/// A gate: whether any input is enough to fail it, and its inputs.
#[derive(Debug)]
struct Gate {
    any: bool,
    inputs: Vec<String>,
}

/// A tree in lines: `top = or a b`, `b = and c d`. The first line has the top.
fn tree(text: &str) -> (String, BTreeMap<String, Gate>) {
    let rows: Vec<(String, Gate)> = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, rest)| {
            let mut words = rest.split_whitespace();
            let any = words.next() == Some("or");
            (name.trim().to_owned(), Gate { any, inputs: words.map(str::to_owned).collect() })
        })
        .collect();
    (rows[0].0.clone(), rows.into_iter().collect())
}

/// A tree in equations: `g1:=(e1 | g2)`, `g2:=@(2,[a,b,c])`. The first one has the top.
fn equations(text: &str) -> (String, BTreeMap<String, Gate>) {
    let (mut top, mut gates) = (None, BTreeMap::new());
    for (name, rest) in text.lines().filter_map(|line| line.split_once(":=")) {
        top.get_or_insert(name.trim().to_owned());
        gate(name.trim(), rest.trim(), &mut gates);
    }
    (top.expect("an equation"), gates)
}

/// Adds the gate of an equation; one that fails when so many of its inputs do is spelt as all such choices.
fn gate(name: &str, rest: &str, gates: &mut BTreeMap<String, Gate>) {
    let names = |text: &str, between: &[char]| -> Vec<String> {
        text.split(between).map(|input| input.trim().to_owned()).collect()
    };
    let Some((count, list)) = rest.strip_prefix("@(").and_then(|rest| rest.split_once(",[")) else {
        let inner = rest.trim_matches(['(', ')']);
        let inputs = names(inner, &['&', '|']);
        gates.insert(name.to_owned(), Gate { any: !inner.contains('&'), inputs });
        return;
    };
    let (count, all) = (count.parse::<u32>().expect("a number"), names(list.trim_end_matches("])"), &[',']));
    let choices = (0..1_u32 << all.len()).filter(|bits| bits.count_ones() == count);
    let mut inputs = Vec::new();
    for bits in choices {
        let chosen = all.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
        let choice = format!("{name}-{bits}");
        let chosen = chosen.map(|(_, input)| input.clone()).collect();
        gates.insert(choice.clone(), Gate { any: false, inputs: chosen });
        inputs.push(choice);
    }
    gates.insert(name.to_owned(), Gate { any: true, inputs });
}

fn id(name: &str) -> Id {
    Id::new(&name.to_lowercase().replace('_', "-")).expect("an id")
}

/// The drawing in which a request is served exactly while the top of the tree has not failed.
fn drawing(top: &str, gates: &BTreeMap<String, Gate>) -> Document {
    let mut edits =
        vec![Edit::Node(Change::birth(id("client"), Arc::new(Node::new(Kind::Client, "".into()))))];
    let events: BTreeSet<&String> =
        gates.values().flat_map(|gate| &gate.inputs).filter(|input| !gates.contains_key(*input)).collect();
    for event in events {
        let node = Node::new(Kind::Database, "".into());
        edits.push(Edit::Node(Change::birth(id(event), Arc::new(node))));
    }
    for (name, gate) in gates {
        let node = Node { managed: Some(true), ..Node::new(Kind::AppServer, "".into()) };
        edits.push(Edit::Node(Change::birth(id(name), Arc::new(node))));
        for (place, input) in gate.inputs.iter().enumerate() {
            let slot = if gate.any { format!("needs {place}") } else { "any".to_owned() };
            let link =
                Link { slot: Some(slot.as_str().into()), ..Link::new(LinkId::new(id(name), id(input))) };
            edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
        }
    }
    let asked = Link::new(LinkId::new(id("client"), id(top)));
    edits.push(Edit::Link(Change::birth(asked.id.clone(), Arc::new(asked))));
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).expect("a valid drawing");
    document
}

/// The minimal cuts for reads of at most so many events.
fn cuts(document: &Document, order: usize) -> BTreeSet<Vec<String>> {
    let all = cut_sets(document, order, Level::Component, BUDGET * 20);
    let read = all.into_iter().find(|found| found.class == RequestClass::Read).expect("reads are offered");
    assert!(!read.truncated);
    read.cuts.iter().map(|cut| cut.iter().map(ToString::to_string).collect()).collect()
}

/// How likely a read is served when every event stays away with this chance.
fn read_availability(document: &Document, chance: f64) -> f64 {
    let all = availabilities(document, Probability::new(chance).expect("a probability"));
    let read = all.into_iter().find(|one| one.class == RequestClass::Read).expect("reads are offered");
    let Estimate::Exact(value) = read.estimate else { panic!("{:?}", read.estimate) };
    value
}

fn sets(expected: &[&[&str]]) -> BTreeSet<Vec<String>> {
    expected.iter().map(|cut| cut.iter().map(|name| (*name).to_owned()).collect()).collect()
}

fn drawn(text: &str) -> Document {
    let (top, gates) = tree(text);
    drawing(&top, &gates)
}

#[test]
fn the_theatre_stands_dark_without_the_mains_and_what_replaces_them() {
    let theatre = "
        dark = and mains-fail no-backup
        no-backup = or gen-fail relay-fail";
    assert_eq!(cuts(&drawn(theatre), 9), sets(&[&["gen-fail", "mains-fail"], &["mains-fail", "relay-fail"]]));
}

#[test]
fn two_trains_of_a_valve_and_a_pump_fail_in_four_ways() {
    let trains = "
        no-flow = and train-one train-two
        train-one = or valve-one pump-one
        train-two = or valve-two pump-two";
    let expected: &[&[&str]] = &[
        &["pump-one", "pump-two"],
        &["pump-one", "valve-two"],
        &["pump-two", "valve-one"],
        &["valve-one", "valve-two"],
    ];
    assert_eq!(cuts(&drawn(trains), 9), sets(expected));
}

#[test]
fn a_small_tree_with_a_repeated_event_has_two_cuts() {
    // The repeated event makes {a, b, c} no minimal cut, although the gates spell it.
    let small = "
        top = and left right
        left = or a both
        both = and b c
        right = or b spare
        spare = and a d";
    assert_eq!(cuts(&drawn(small), 9), sets(&[&["a", "b"], &["a", "d"], &["b", "c"]]));
}

#[test]
fn every_one_of_twelve_parts_stops_a_lift() {
    let lift = "
        stuck = or motor brake control doors
        motor = or winding bearing supply
        brake = or disc spring release
        control = or board sensor cable
        doors = or drive lock contact";
    let found = cuts(&drawn(lift), 3);
    assert_eq!((found.len(), found.iter().all(|cut| cut.len() == 1)), (12, true));
}

#[test]
fn two_channels_behind_a_switch_fail_to_brake_in_ten_ways() {
    // The braking computer of the aircraft in ARP 4761: a switch that is stuck at a channel needs that channel.
    let brakes = "
        no-braking = or monitor channels switch
        channels = and channel-one channel-two
        channel-one = or electronics-one power-one
        channel-two = or electronics-two power-two
        switch = or stuck-between at-one at-two
        at-one = and channel-one stuck-at-one
        at-two = and channel-two stuck-at-two";
    let expected: &[&[&str]] = &[
        &["monitor"],
        &["stuck-between"],
        &["electronics-one", "electronics-two"],
        &["electronics-one", "power-two"],
        &["electronics-two", "power-one"],
        &["power-one", "power-two"],
        &["electronics-one", "stuck-at-one"],
        &["power-one", "stuck-at-one"],
        &["electronics-two", "stuck-at-two"],
        &["power-two", "stuck-at-two"],
    ];
    assert_eq!(cuts(&drawn(brakes), 9), sets(expected));
}

#[test]
fn sensors_that_vote_and_valves_in_two_wells_fail_in_nine_ways() {
    // A high-integrity pressure protection system: two of three sensors, a logic solver, a pair of valves a well.
    let protection = "
        no-trip = or sensors solver well-one well-two
        sensors = or common-cause votes
        votes = or vote-ab vote-ac vote-bc
        vote-ab = and sensor-a sensor-b
        vote-ac = and sensor-a sensor-c
        vote-bc = and sensor-b sensor-c
        well-one = or solenoid-one shutdown-one
        well-two = or solenoid-two shutdown-two";
    let expected: &[&[&str]] = &[
        &["common-cause"],
        &["solver"],
        &["solenoid-one"],
        &["shutdown-one"],
        &["solenoid-two"],
        &["shutdown-two"],
        &["sensor-a", "sensor-b"],
        &["sensor-a", "sensor-c"],
        &["sensor-b", "sensor-c"],
    ];
    assert_eq!(cuts(&drawn(protection), 9), sets(expected));
}

#[test]
fn two_trains_that_share_a_part_fail_in_seven_ways() {
    // A lecture's exercise (NE 574): the shared part alone is a cut, and no cut with it in it is another.
    let trains = "
        system = and train-one train-two
        train-one = or inlet b shared
        inlet = or f g
        train-two = or shared d pair
        pair = and h i";
    let expected: &[&[&str]] = &[
        &["shared"],
        &["b", "d"],
        &["d", "f"],
        &["d", "g"],
        &["b", "h", "i"],
        &["f", "h", "i"],
        &["g", "h", "i"],
    ];
    assert_eq!(cuts(&drawn(trains), 9), sets(expected));
}

#[test]
fn two_of_three_trains_by_majority() {
    // A gate that fails when two of three inputs do, spelt as its three pairs.
    let majority = "
        top = or ab ac bc
        ab = and a b
        ac = and a c
        bc = and b c";
    let document = drawn(majority);
    assert_eq!(cuts(&document, 3), sets(&[&["a", "b"], &["a", "c"], &["b", "c"]]));
    let value = read_availability(&document, 0.99);
    assert!((value - 0.999_702).abs() < 1e-12, "2 of 3 at 0.99: {value}");
}

/// A tree of the benchmark and what is published of it.
struct Published {
    file: &'static str,
    /// How many minimal cuts there are of one event, of two, and so on.
    by_size: &'static [usize],
    /// With this chance of each event, the chance of the top.
    chance: Option<(f64, f64)>,
}

const ARALIA: &[Published] = &[
    Published { file: "chinese.txt", by_size: &[0, 12, 0, 24, 188, 168], chance: Some((0.02, 0.004_569_1)) },
    Published { file: "baobab1.txt", by_size: &[0, 1, 1, 70, 400], chance: None },
    Published { file: "baobab2.txt", by_size: &[0, 6, 121, 268, 630, 3780], chance: None },
];

/// `TOPOBOARD_FAULT_TREES=folder cargo test --release --test suite -- --ignored aralia`
#[test]
#[ignore = "needs files that are not ours"]
fn larger_trees_of_the_aralia_benchmark_have_their_published_numbers() {
    let Some(folder) = std::env::var_os("TOPOBOARD_FAULT_TREES") else {
        eprintln!("SKIPPED: TOPOBOARD_FAULT_TREES names no folder with the trees");
        return;
    };
    for Published { file, by_size, chance } in ARALIA {
        let Ok(text) = fs::read_to_string(Path::new(&folder).join(file)) else {
            eprintln!("SKIPPED: {file} is not there");
            continue;
        };
        let (top, gates) = equations(&text);
        let document = drawing(&top, &gates);
        let found = cuts(&document, by_size.len());
        let of_size = |size| found.iter().filter(|cut| cut.len() == size).count();
        let sizes: Vec<usize> = (1..=by_size.len()).map(of_size).collect();
        eprintln!("{file}: {} cuts {sizes:?}", found.len());
        assert_eq!(sizes, *by_size, "{file}");
        if let Some((event, expected)) = chance {
            let value = 1.0 - read_availability(&document, 1.0 - event);
            eprintln!("{file}: the top fails with {value}");
            assert!((value - expected).abs() < 5e-7, "{file}: {value}");
        }
    }
}
