//! Which rank (row of boxes) a part of one container belongs to: request flow downwards, equals side by side.
//!
//! Invariants: parts of one class share a rank; a flow that goes round is turned at one place; ranks start at 0
//! and none is empty.

#![expect(clippy::indexing_slicing, reason = "part and class numbers are dense")]

use crate::geometry::Size;
use crate::model::Tier;

/// What is placed as one: a box or a frame, with the guards that stand on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub size: Size,
    pub tier: Tier,
    /// Whether it holds others.
    pub holds: bool,
    /// Rows taken by what stands on it.
    pub head: i32,
}

/// How a line bears on the ranks of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// The target comes after the source.
    Flow,
    /// Both are of one rank if they are of one tier.
    Peer,
    /// Not at all.
    Loose,
}

/// A line between two parts of one container.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub from: usize,
    pub to: usize,
    pub bond: Bond,
    /// Column of the line's end within the source part.
    pub from_x: i32,
    /// Column of the line's end within the target part.
    pub to_x: i32,
    /// Cells of the words beside it.
    pub label: i32,
    /// Whether there is a line at all; equals are tied without.
    pub drawn: bool,
}

/// The rank of every part.
pub(super) fn ranks(parts: &[Part], ties: &[Tie]) -> Vec<usize> {
    let classes = classes(parts, ties);
    let mut flows: Vec<(usize, usize)> = ties
        .iter()
        .filter(|tie| tie.bond == Bond::Flow)
        .map(|flow| (classes[flow.from], classes[flow.to]))
        .filter(|(from, to)| from != to)
        .collect();
    flows.sort_unstable();
    flows.dedup();
    let tiers = class_tiers(parts, &classes);
    let flows = acyclic(&tiers, flows);
    let ranks = longest_paths(&tiers, &flows);
    normalised(classes.iter().map(|class| ranks[*class]).collect())
}

/// The number of the class of every part: the smallest part in it.
fn classes(parts: &[Part], ties: &[Tie]) -> Vec<usize> {
    let mut leader: Vec<usize> = (0..parts.len()).collect();
    let before = sources(parts, ties);
    for tie in ties {
        let same_tier = parts[tie.from].tier == parts[tie.to].tier;
        let equals = match tie.bond {
            Bond::Peer => same_tier,
            Bond::Flow => same_tier && parts[tie.from].holds && parts[tie.to].holds && related(&before, tie),
            Bond::Loose => false,
        };
        if equals {
            let (a, b) = (find(&mut leader, tie.from), find(&mut leader, tie.to));
            leader[a.max(b)] = a.min(b);
        }
    }
    (0..parts.len()).map(|part| find(&mut leader, part)).collect()
}

/// What flows into every part, sorted.
fn sources(parts: &[Part], ties: &[Tie]) -> Vec<Vec<usize>> {
    let mut before = vec![Vec::new(); parts.len()];
    for tie in ties.iter().filter(|tie| tie.bond == Bond::Flow) {
        before[tie.to].push(tie.from);
    }
    for list in &mut before {
        list.sort_unstable();
        list.dedup();
    }
    before
}

/// Whether two holders of one tier are siblings: each feeds the other, or something else feeds both.
fn related(before: &[Vec<usize>], tie: &Tie) -> bool {
    let (from, to) = (&before[tie.from], &before[tie.to]);
    from.binary_search(&tie.to).is_ok() || from.iter().any(|source| to.binary_search(source).is_ok())
}

/// The first of the parts that are joined with `part`.
pub(super) fn find(leader: &mut [usize], part: usize) -> usize {
    let mut at = part;
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

/// The earliest tier of every class; `None` where no class has this number.
fn class_tiers(parts: &[Part], classes: &[usize]) -> Vec<Option<Tier>> {
    let mut tiers: Vec<Option<Tier>> = vec![None; parts.len()];
    for (part, class) in classes.iter().enumerate() {
        let tier = parts[part].tier;
        tiers[*class] = Some(tiers[*class].map_or(tier, |other| other.min(tier)));
    }
    tiers
}

fn adjacency(count: usize, flows: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut after = vec![Vec::new(); count];
    for (from, to) in flows {
        after[*from].push(*to);
    }
    after
}

/// The flows with those turned that close a circle; found by a walk from the sources, then from the earliest tiers.
fn acyclic(tiers: &[Option<Tier>], mut flows: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let after = adjacency(tiers.len(), &flows);
    let mut fed = vec![false; tiers.len()];
    for (_, to) in &flows {
        fed[*to] = true;
    }
    let mut roots: Vec<usize> = (0..tiers.len()).filter(|class| tiers[*class].is_some()).collect();
    roots.sort_by_key(|class| (fed[*class], tiers[*class], *class));
    let left = walk_ends(&after, &roots);
    for flow in &mut flows {
        if left[flow.0] < left[flow.1] {
            *flow = (flow.1, flow.0);
        }
    }
    flows.sort_unstable();
    flows.dedup();
    flows
}

/// When a depth-first walk leaves every class for good. A flow whose source is left before its target goes back.
fn walk_ends(after: &[Vec<usize>], roots: &[usize]) -> Vec<usize> {
    let mut left = vec![0; after.len()];
    let mut entered = vec![false; after.len()];
    let mut clock = 0;
    let mut open: Vec<(usize, usize)> = Vec::new();
    for root in roots {
        if !std::mem::replace(&mut entered[*root], true) {
            open.push((*root, 0));
        }
        while let Some((class, next)) = open.last_mut() {
            if let Some(target) = after[*class].get(*next).copied() {
                *next += 1;
                if !std::mem::replace(&mut entered[target], true) {
                    open.push((target, 0));
                }
                continue;
            }
            clock += 1;
            left[*class] = clock;
            open.pop();
        }
    }
    left
}

/// The longest way from a source to every class; sources that are no clients stand right before what they feed.
fn longest_paths(tiers: &[Option<Tier>], flows: &[(usize, usize)]) -> Vec<usize> {
    let after = adjacency(tiers.len(), flows);
    let mut waiting = vec![0_usize; tiers.len()];
    for (_, to) in flows {
        waiting[*to] += 1;
    }
    let mut ready: Vec<usize> = (0..tiers.len()).filter(|class| waiting[*class] == 0).collect();
    let sources = ready.clone();
    let mut ranks = vec![0; tiers.len()];
    while let Some(class) = ready.pop() {
        for target in &after[class] {
            ranks[*target] = ranks[*target].max(ranks[class] + 1);
            waiting[*target] -= 1;
            if waiting[*target] == 0 {
                ready.push(*target);
            }
        }
    }
    for class in sources.into_iter().filter(|class| tiers[*class] > Some(Tier::Client)) {
        let nearest = after[class].iter().map(|target| ranks[*target]).min();
        ranks[class] = nearest.map_or(0, |rank| rank - 1);
    }
    ranks
}

fn normalised(mut ranks: Vec<usize>) -> Vec<usize> {
    let mut used = ranks.clone();
    used.sort_unstable();
    used.dedup();
    for rank in &mut ranks {
        *rank = used.binary_search(rank).unwrap_or(0);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(tier: Tier, holds: bool) -> Part {
        Part { size: Size::new(13, 3), tier, holds, head: 0 }
    }

    fn tie(from: usize, to: usize, bond: Bond) -> Tie {
        Tie { from, to, bond, from_x: 6, to_x: 6, label: 0, drawn: true }
    }

    #[test]
    fn a_flow_goes_down() {
        let parts = [part(Tier::Client, false), part(Tier::Web, false), part(Tier::App, false)];
        assert_eq!(ranks(&parts, &[tie(0, 1, Bond::Flow), tie(1, 2, Bond::Flow)]), [0, 1, 2]);
    }

    #[test]
    fn a_circle_is_turned_where_it_closes() {
        let parts = [part(Tier::Web, false), part(Tier::App, false), part(Tier::Data, false)];
        let ties = [tie(0, 1, Bond::Flow), tie(1, 2, Bond::Flow), tie(2, 0, Bond::Flow)];
        assert_eq!(ranks(&parts, &ties), [0, 1, 2]);
    }

    #[test]
    fn replicas_share_a_rank() {
        let parts = [part(Tier::App, false), part(Tier::Data, false), part(Tier::Data, false)];
        assert_eq!(ranks(&parts, &[tie(0, 1, Bond::Flow), tie(1, 2, Bond::Peer)]), [0, 1, 1]);
    }

    #[test]
    fn servers_that_use_each_other_are_siblings() {
        let parts = [part(Tier::Balancer, false), part(Tier::Web, true), part(Tier::Web, true)];
        let ties = [tie(0, 1, Bond::Flow), tie(0, 2, Bond::Flow), tie(2, 1, Bond::Flow)];
        assert_eq!(ranks(&parts, &ties), [0, 1, 1]);
    }

    #[test]
    fn a_source_stands_right_before_what_it_feeds() {
        let parts = [Tier::Client, Tier::Web, Tier::App, Tier::Data, Tier::App].map(|tier| part(tier, false));
        let flows = [(0, 1), (1, 2), (2, 3), (4, 3)].map(|(a, b)| tie(a, b, Bond::Flow));
        assert_eq!(ranks(&parts, &flows), [0, 1, 2, 3, 2]);
    }

    #[test]
    fn nothing_has_no_ranks() {
        assert!(ranks(&[], &[]).is_empty());
    }
}
