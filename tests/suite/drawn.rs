//! The built-in stages drawn from nothing with keys: the drawing is the stage, and how many keys it takes.
//!
//! Two drawings are the same when their boxes can be paired so that kinds, roles, holders, guards, links with what
//! they carry, and groups agree. `UPDATE=1 cargo test drawn` writes the table of README.md anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use topoboard::model::{Document, Id, Mode, Role};
use topoboard::stage::Address;

use crate::editor::Desk;

/// The part of the model that is drawn, with numbers for boxes and groups.
#[derive(Clone, Debug, PartialEq)]
struct Shape {
    /// Kind, role or mode of every box and group.
    things: Vec<String>,
    /// What joins two of them, and how.
    ties: BTreeSet<(usize, usize, String)>,
}

impl Shape {
    fn of(document: &Document) -> Self {
        let topology = document.topology();
        let nodes = topology.nodes().map(|(id, node)| {
            let role = node.role.filter(|role| *role != Role::Standalone);
            (id.clone(), format!("{} {role:?}", node.kind.name()))
        });
        let groups =
            topology.groups().map(|(id, group)| (id.clone(), mode(&group.mode, group.members.len())));
        let all: Vec<(Id, String)> = nodes.chain(groups).collect();
        let number: BTreeMap<&Id, usize> = all.iter().enumerate().map(|(n, (id, _))| (id, n)).collect();
        let mut ties = BTreeSet::new();
        for (id, node) in topology.nodes() {
            ties.extend(node.parent.iter().map(|parent| (number[id], number[parent], "in".to_owned())));
            ties.extend(node.guards.iter().map(|target| (number[id], number[target], "guards".to_owned())));
        }
        for (id, group) in topology.groups() {
            ties.extend(group.members.iter().map(|member| (number[id], number[member], "has".to_owned())));
            if let Mode::ActivePassive { active, .. } = &group.mode {
                ties.insert((number[id], number[active], "active".to_owned()));
            }
        }
        for link in topology.links() {
            let carries = format!("{:?} {:?} {:?}", link.kind, link.access, link.need);
            ties.insert((number[&link.id.from], number[&link.id.to], carries));
        }
        Self { things: all.iter().map(|(_, what)| what.clone()).collect(), ties }
    }

    /// Colours that tell things apart by what they are and what they are joined with, as far as that does; things
    /// that may be paired have equal colours in both drawings.
    fn colours(&self, mut colours: Vec<String>) -> Vec<String> {
        for _ in 0..8 {
            let mut next = colours.clone();
            for (n, colour) in next.iter_mut().enumerate() {
                let out = self
                    .ties
                    .iter()
                    .filter(|tie| tie.0 == n)
                    .map(|tie| format!(">{}{}", tie.2, colours[tie.1]));
                let back = self
                    .ties
                    .iter()
                    .filter(|tie| tie.1 == n)
                    .map(|tie| format!("<{}{}", tie.2, colours[tie.0]));
                let mut around: Vec<String> = out.chain(back).collect();
                around.sort();
                *colour = digest(&format!("{colour}{around:?}"));
            }
            colours = next;
        }
        colours
    }

    /// Whether the things of both can be paired so that everything agrees.
    fn is_same(&self, other: &Self) -> bool {
        self.things.len() == other.things.len()
            && self.ties.len() == other.ties.len()
            && self.pairs(other, &self.colours(self.things.clone()), &other.colours(other.things.clone()))
    }

    fn pairs(&self, other: &Self, mine: &[String], theirs: &[String]) -> bool {
        let (mut a, mut b) = (mine.to_vec(), theirs.to_vec());
        a.sort();
        b.sort();
        if a != b {
            return false;
        }
        let twin = a.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone());
        let Some(twin) = twin else {
            let seat: BTreeMap<&String, usize> =
                theirs.iter().enumerate().map(|(n, colour)| (colour, n)).collect();
            let moved = |n: usize| seat[&mine[n]];
            return self
                .ties
                .iter()
                .all(|(from, to, how)| other.ties.contains(&(moved(*from), moved(*to), how.clone())));
        };
        // Of things that look alike, one is told apart in both, in every way that is possible.
        let told = |shape: &Self, colours: &[String], n: usize| {
            let mut colours = colours.to_vec();
            colours[n].push('!');
            shape.colours(colours)
        };
        let first = mine.iter().position(|colour| *colour == twin).unwrap();
        let mine = told(self, mine, first);
        let seats = theirs.iter().enumerate().filter(|(_, colour)| **colour == twin).map(|(n, _)| n);
        seats.into_iter().any(|n| self.pairs(other, &mine, &told(other, theirs, n)))
    }

    /// What one has and the other has not, as far as names can tell.
    fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for thing in &self.things {
            *counts.entry(thing.clone()).or_default() += 1;
        }
        for (from, to, how) in &self.ties {
            *counts.entry(format!("{} {how} {}", self.things[*from], self.things[*to])).or_default() += 1;
        }
        counts
    }
}

/// How members stand in for each other; a stated majority is the majority.
fn mode(mode: &Mode, members: usize) -> String {
    match mode {
        Mode::Quorum { votes, stale_reads } => {
            let majority = u32::try_from(members / 2 + 1).unwrap();
            format!("quorum of {} {stale_reads}", votes.unwrap_or(majority))
        }
        Mode::ActiveActive { min } => format!("active active {min}"),
        other => format!("{} {:?}", other.name(), other.failover()),
    }
}

/// A short text for a long one (FNV).
fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Every stage with the keys that draw it.
fn scripts() -> Vec<(String, String)> {
    let text = include_str!("../drawn/stages.txt");
    let mut scripts = Vec::<(String, String)>::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.strip_prefix("=== ") {
            Some(name) => scripts.push((name.to_owned(), String::new())),
            None => scripts.last_mut().unwrap().1.extend([line, "\n"]),
        }
    }
    scripts
}

fn stage(name: &str) -> Document {
    let address = Address::parse(name).unwrap().unwrap();
    let series = topoboard::stage::built_in(address.series).unwrap();
    let stage = series.stages().iter().find(|stage| Some(stage.number()) == address.stage).unwrap();
    stage.decode().unwrap().document
}

/// Draws a stage; answers how many keys that took.
fn draw(name: &str, script: &str) -> usize {
    let mut desk = Desk::new();
    let keys = desk.press(script);
    let (drawn, wanted) = (Shape::of(desk.editor.document()), Shape::of(&stage(name)));
    assert!(desk.editor.overlay().is_none(), "{name} ends in an open state");
    if !drawn.is_same(&wanted) {
        let (drawn, wanted) = (drawn.counts(), wanted.counts());
        let more: Vec<_> = drawn.iter().filter(|(what, n)| wanted.get(*what) != Some(n)).collect();
        let less: Vec<_> = wanted.iter().filter(|(what, n)| drawn.get(*what) != Some(n)).collect();
        panic!("{name}: drawn {more:#?}\nwanted {less:#?}\n{}", desk.model().join("\n"));
    }
    keys
}

#[test]
fn every_stage_is_drawn_from_nothing() {
    let scripts = scripts();
    assert_eq!(scripts.len(), 8);
    for (name, script) in &scripts {
        draw(name, script);
    }
}

#[test]
fn readme_tells_how_many_keys_a_stage_takes() {
    let mut table = String::from("| stage | boxes | links | keys | keys a thing |\n|---|---|---|---|---|\n");
    for (name, script) in scripts() {
        let document = stage(&name);
        let (boxes, links) = (document.topology().nodes().count(), document.topology().links().count());
        let keys = draw(&name, &script);
        let things = boxes + links;
        let tenths = (keys * 10).div_ceil(things);
        let row = format!(
            "| `{name}` {} | {boxes} | {links} | {keys} | {}.{} |\n",
            document.header().title,
            tenths / 10,
            tenths % 10
        );
        table.push_str(&row);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- keys of the stages -->\n", "<!-- end -->\n");
    let from = text.find(begin).expect("the place of the table") + begin.len();
    let to = from + text[from..].find(end).expect("the end of the table");
    let fresh = format!("{}{table}{}", &text[..from], &text[to..]);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    } else {
        assert!(fresh == text, "README.md is stale: UPDATE=1 cargo test drawn");
    }
}

#[test]
fn drawings_that_differ_are_told_apart() {
    let (one, other) = (Shape::of(&stage("@tiers/1")), Shape::of(&stage("@roles/1")));
    assert!(one.is_same(&one.clone()) && !one.is_same(&other));
    let mut turned = one.clone();
    let tie = turned.ties.iter().find(|tie| tie.2.starts_with("Request")).unwrap().clone();
    turned.ties.remove(&tie);
    turned.ties.insert((tie.1, tie.0, tie.2));
    assert!(!one.is_same(&turned));
}
