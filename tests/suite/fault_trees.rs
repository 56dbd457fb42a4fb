//! Fault trees as drawings, against the numbers that are published for them.
//!
//! By duality: a gate that fails when any input fails needs all of them; one that fails when all fail needs any; one
//! that fails when `k` of `n` fail needs `n - k + 1`. A gate is an application server that somebody else runs, its inputs
//! stand in slots, a vote is a group of such servers, an event is a database of ours.
//!
//! What trees say and what is published of them are facts: the tests of the fault-tree program SCRAM have the numbers of
//! all of them. The words are ours. Trees of a few gates are written here, larger ones in `tests/fault_trees/`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use topoboard::analysis::availability::{Estimate, availabilities};
use topoboard::analysis::cut_set::{BUDGET, Level, cut_sets};
use topoboard::model::{
    Change, Document, Edit, Group, Id, Kind, Link, LinkId, Mode, Node, Probability, RequestClass, Transaction,
};

/// When a gate fails.
#[derive(Clone, Copy, Debug)]
enum Fails {
    /// With any input.
    Any,
    /// With all inputs.
    All,
    /// With so many of them.
    Count(usize),
}

/// A tree: its gates, and what is known of how likely an event is.
#[derive(Debug)]
struct Tree {
    top: Id,
    gates: BTreeMap<Id, (Fails, Vec<Id>)>,
    chances: BTreeMap<Id, f64>,
}

fn id(name: &str) -> Id {
    Id::new(name.trim()).expect("an id")
}

impl Tree {
    /// A tree in lines: `top = or a b`, `b = and c d`, `d = 2 of e f g`, `a: 0.1`. The first gate is the top; `#`
    /// begins a line of words.
    fn read(text: &str) -> Self {
        let lines = || text.lines().filter(|line| !line.trim_start().starts_with('#'));
        let gates: Vec<(Id, (Fails, Vec<Id>))> = lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, rest)| (id(name), gate(rest)))
            .collect();
        let chance = |(name, chance): (&str, &str)| (id(name), chance.trim().parse().expect("a number"));
        let chances = lines().filter_map(|line| line.split_once(':')).map(chance).collect();
        Self { top: gates[0].0.clone(), gates: gates.into_iter().collect(), chances }
    }

    fn events(&self) -> BTreeSet<&Id> {
        self.gates
            .values()
            .flat_map(|(_, inputs)| inputs)
            .filter(|input| !self.gates.contains_key(*input))
            .collect()
    }

    /// The drawing in which a request is served exactly while the top has not failed.
    fn drawing(&self) -> Document {
        let mut edits =
            vec![node(&id("client"), Node::new(Kind::Client, "".into())), link("client", &self.top, "any")];
        for event in self.events() {
            let up =
                self.chances.get(event).map(|chance| Probability::new(1.0 - chance).expect("a probability"));
            edits.push(node(event, Node { availability: up, ..Node::new(Kind::Database, "".into()) }));
        }
        for (name, (fails, inputs)) in &self.gates {
            edits.push(node(name, theirs()));
            match fails {
                Fails::All => edits.extend(inputs.iter().map(|input| link(name.as_str(), input, "any"))),
                Fails::Any => {
                    edits.extend(inputs.iter().enumerate().map(|(n, input)| needed(name, n, input)));
                }
                Fails::Count(count) => edits.extend(vote(name, inputs, inputs.len() - count + 1)),
            }
        }
        let mut document = Document::default();
        document.apply(&Transaction::from_distinct(edits)).expect("a valid drawing");
        document
    }
}

fn gate(text: &str) -> (Fails, Vec<Id>) {
    let mut words = text.split_whitespace();
    let fails = match words.next() {
        Some("or") => Fails::Any,
        Some("and") => Fails::All,
        Some(count) => Fails::Count(count.parse().expect("a number")),
        None => panic!("a gate without inputs"),
    };
    (fails, words.filter(|word| *word != "of").map(id).collect())
}

/// What stands for a gate: a server that never fails, for others run it.
fn theirs() -> Node {
    Node { managed: Some(true), ..Node::new(Kind::AppServer, "".into()) }
}

fn node(name: &Id, node: Node) -> Edit {
    Edit::Node(Change::birth(name.clone(), Arc::new(node)))
}

fn link(from: &str, to: &Id, slot: &str) -> Edit {
    let link = Link { slot: Some(slot.into()), ..Link::new(LinkId::new(id(from), to.clone())) };
    Edit::Link(Change::birth(link.id.clone(), Arc::new(link)))
}

fn needed(name: &Id, place: usize, input: &Id) -> Edit {
    link(name.as_str(), input, &format!("needs {place}"))
}

/// A gate that needs `min` of its inputs, each through a voter of its own, for an input may stand in several votes.
fn vote(name: &Id, inputs: &[Id], min: usize) -> Vec<Edit> {
    let members: Vec<Id> = (0..inputs.len()).map(|place| id(&format!("{name}-voter-{place}"))).collect();
    let votes = id(&format!("{name}-votes"));
    let mut edits = Vec::new();
    for (member, input) in members.iter().zip(inputs) {
        edits.extend([node(member, theirs()), link(member.as_str(), input, "any")]);
    }
    let mode = Mode::ActiveActive { min: u32::try_from(min).expect("few inputs") };
    let group = Group { name: "".into(), mode, members, vip: None };
    edits.push(Edit::Group(Change::birth(votes.clone(), Arc::new(group))));
    let asked = Link::new(LinkId::new(name.clone(), votes));
    edits.push(Edit::Link(Change::birth(asked.id.clone(), Arc::new(asked))));
    edits
}

/// The minimal cuts for reads of at most so many events.
fn cuts(document: &Document, order: usize) -> BTreeSet<Vec<String>> {
    let all = cut_sets(document, order, Level::Component, BUDGET * 20);
    let read = all.into_iter().find(|found| found.class == RequestClass::Read).expect("reads are offered");
    assert!(!read.truncated);
    read.cuts.iter().map(|cut| cut.iter().map(ToString::to_string).collect()).collect()
}

/// How likely the top fails, when events of which nothing is known fail with this chance.
fn failing(document: &Document, chance: f64) -> f64 {
    let all = availabilities(document, Probability::new(1.0 - chance).expect("a probability"));
    let read = all.into_iter().find(|one| one.class == RequestClass::Read).expect("reads are offered");
    let Estimate::Exact(value) = read.estimate else { panic!("{:?}", read.estimate) };
    1.0 - value
}

/// Holds the minimal cuts of a tree, one a line, and the chance of its top against what is published.
fn published(tree: &str, expected: &str, chance: f64, precision: f64) {
    let document = Tree::read(tree).drawing();
    let sorted = |line: &str| -> Vec<String> {
        let events: BTreeSet<String> = line.split_whitespace().map(str::to_owned).collect();
        events.into_iter().collect()
    };
    let expected = expected.lines().map(sorted).filter(|cut| !cut.is_empty()).collect();
    assert_eq!(cuts(&document, 9), expected);
    let found = failing(&document, 0.0);
    assert!((found - chance).abs() < precision, "published: {chance}, found: {found}");
}

#[test]
fn the_theatre_stands_dark_without_the_mains_and_what_replaces_them() {
    let theatre = "
        dark = and mains no-backup
        no-backup = or generator relay
        mains: 0.03
        generator: 0.02
        relay: 0.05";
    published(theatre, "generator mains\n mains relay", 0.00207, 1e-14);
}

#[test]
fn two_trains_of_a_valve_and_a_pump_fail_in_four_ways() {
    let trains = "
        no-flow = and train-1 train-2
        train-1 = or valve-1 pump-1
        train-2 = or valve-2 pump-2
        valve-1: 0.5
        valve-2: 0.5
        pump-1: 0.7
        pump-2: 0.7";
    published(trains, "pump-1 pump-2\n pump-1 valve-2\n pump-2 valve-1\n valve-1 valve-2", 0.7225, 1e-14);
}

#[test]
fn a_small_tree_of_two_pairs_has_two_cuts() {
    // Over 8,760 hours, at 2 and 1 failures in 100,000 hours.
    let small = "
        top = or left right
        left = and a b
        right = and c d
        a: 0.1607108538
        b: 0.0838727457
        c: 0.1607108538
        d: 0.0838727457";
    published(small, "a b\n c d", 0.02678, 5e-6);
}

#[test]
fn what_stops_the_door_of_a_lift_are_twelve_parts_alone() {
    // Two more events stand in the tree, and in no minimal cut: what needs them needs a part that is enough alone.
    let lift = "
        door-fails = or starts-open opens-moving refuses ignores
        starts-open = or motion position motor-and-position slow
        motor-and-position = and motor position
        slow = or supply hindered
        hindered = or obstacle leaf
        opens-moving = or late-stop uncommanded-moving panel-moving
        uncommanded-moving = and uncommanded blind
        uncommanded = or wiring panel late-stop
        blind = and motion second-motion
        panel-moving = and panel blind
        refuses = or panel motion-at-rest landing still
        still = or motor supply
        ignores = or obstacle wrong-obstacle stop";
    let twelve = "motion\n position\n motor\n supply\n obstacle\n leaf\n late-stop\n panel\n motion-at-rest
        landing\n wrong-obstacle\n stop";
    let document = Tree::read(lift).drawing();
    assert_eq!(document.topology().nodes().filter(|(_, node)| node.kind == Kind::Database).count(), 14);
    let expected = twelve.split_whitespace().map(|part| vec![part.to_owned()]).collect();
    assert_eq!(cuts(&document, 9), expected);
    assert!((failing(&document, 1e-6) - 1.199_99e-5).abs() < 1e-10);
}

#[test]
fn two_channels_behind_a_switch_fail_to_brake_in_ten_ways() {
    // The braking computer of the aircraft in ARP 4761: a switch that is stuck at a channel needs that channel. Over
    // 8,760 hours, the switch being looked at after twenty times as long.
    let brakes = "
        no-braking = or monitor channels switch
        channels = and channel-1 channel-2
        channel-1 = or electronics-1 power-1
        channel-2 = or electronics-2 power-2
        switch = or between at-1 at-2
        at-1 = and channel-1 stuck-1
        at-2 = and channel-2 stuck-2
        monitor: 0.0014006182
        electronics-1: 0.2311043389
        electronics-2: 0.2311043389
        power-1: 0.1115349783
        power-2: 0.1115349783
        between: 0.0011381518
        stuck-1: 0.0225185849
        stuck-2: 0.0225185849";
    let ten = "
        monitor
        between
        electronics-1 electronics-2
        electronics-1 power-2
        electronics-2 power-1
        power-1 power-2
        electronics-1 stuck-1
        power-1 stuck-1
        electronics-2 stuck-2
        power-2 stuck-2";
    published(brakes, ten, 0.112_408_7, 5e-8);
}

#[test]
fn sensors_that_vote_and_valves_in_two_wells_fail_in_nine_ways() {
    // A high-integrity pressure protection system: two of three sensors, a logic solver, a pair of valves a well;
    // 120 hours after their last test, the solver repaired when it fails.
    let protection = "
        no-trip = or sensors solver well-1 well-2
        sensors = or common-cause votes
        votes = 2 of sensor-a sensor-b sensor-c
        well-1 = or solenoid-1 shutdown-1
        well-2 = or solenoid-2 shutdown-2
        common-cause: 0.0000041999912
        solver: 0.0000099999
        sensor-a: 0.0000839964721
        sensor-b: 0.0000839964721
        sensor-c: 0.0000839964721
        solenoid-1: 0.0003119513331
        solenoid-2: 0.0003119513331
        shutdown-1: 0.0004918789878
        shutdown-2: 0.0004918789878";
    let nine = "common-cause\n solver\n solenoid-1\n shutdown-1\n solenoid-2\n shutdown-2
        sensor-a sensor-b\n sensor-a sensor-c\n sensor-b sensor-c";
    published(protection, nine, 0.001_620_9, 5e-8);
}

#[test]
fn two_trains_that_share_a_part_fail_in_seven_ways() {
    // A lecture's exercise (NE 574): the shared part alone is a cut, and no cut with it in it is another.
    let trains = "
        system = and train-1 train-2
        train-1 = or inlet b shared
        inlet = or f g
        train-2 = or shared d pair
        pair = and h i
        b: 0.1
        shared: 0.3
        d: 0.5
        f: 0.7
        g: 0.2
        h: 0.4
        i: 0.8";
    published(trains, "shared\n b d\n d f\n d g\n b h i\n f h i\n g h i", 0.662_208, 5e-7);
}

#[test]
fn a_repeated_event_makes_what_the_gates_spell_no_minimal_cut() {
    // The gates spell {b, c, a} too, which {a, b} makes redundant.
    let small = "
        top = and left right
        left = or a both
        both = and b c
        right = or b spare
        spare = and a d
        a: 0.5
        b: 0.5
        c: 0.5
        d: 0.5";
    // Of the 16 states these fail: a and b (4), a and d without b (2), b and c without a (2).
    published(small, "a b\n a d\n b c", 0.5, 1e-14);
}

#[test]
fn two_of_three_by_a_vote_are_the_three_pairs() {
    let document = Tree::read("top = 2 of a b c").drawing();
    let pairs = [["a", "b"], ["a", "c"], ["b", "c"]].map(|pair| pair.map(str::to_owned).to_vec());
    assert_eq!(cuts(&document, 3), BTreeSet::from(pairs));
    let value = 1.0 - failing(&document, 0.01);
    assert!((value - 0.999_702).abs() < 1e-12, "2 of 3 at 0.99: {value}");
}

/// How many minimal cuts of a tree there are of one event, of two, and so on.
fn by_size(tree: &str, order: usize) -> Vec<usize> {
    let found = cuts(&Tree::read(tree).drawing(), order);
    (1..=order).map(|size| found.iter().filter(|cut| cut.len() == size).count()).collect()
}

#[test]
fn the_chinese_tree_has_392_cuts_and_its_chance() {
    let tree = include_str!("../fault_trees/chinese.txt");
    assert_eq!(Tree::read(tree).events().len(), 25);
    assert_eq!(by_size(tree, 25), [&[0, 12, 0, 24, 188, 168][..], &[0; 19]].concat());
    let chance = failing(&Tree::read(tree).drawing(), 0.02);
    assert!((chance - 0.004_569_1).abs() < 5e-7, "as published: {chance}");
    assert!((chance - 0.004_569_321_780_497).abs() < 1e-14, "as all 2^25 states say: {chance}");
}

#[test]
fn the_first_baobab_has_472_cuts_of_at_most_five_events() {
    let tree = include_str!("../fault_trees/baobab-1.txt");
    assert_eq!(Tree::read(tree).events().len(), 61);
    assert_eq!(by_size(tree, 5), [0, 1, 1, 70, 400]);
}

#[test]
fn the_second_baobab_has_395_cuts_of_at_most_four_events() {
    let tree = include_str!("../fault_trees/baobab-2.txt");
    assert_eq!(Tree::read(tree).events().len(), 32);
    assert_eq!(by_size(tree, 4), [0, 6, 121, 268]);
}

#[test]
#[ignore = "a quarter of a minute; .ci/run has it"]
fn the_second_baobab_has_4805_cuts() {
    let tree = include_str!("../fault_trees/baobab-2.txt");
    assert_eq!(by_size(tree, 6), [0, 6, 121, 268, 630, 3780]);
}
