//! Who serves in up to `64 · N` scenarios at once: a bit a scenario.
//!
//! Invariant: after [`Evaluation::run`] every live vertex has the value that the design defines: in a knot, the
//! greatest fixed point over services and, inside it, the least over loops of forwarders. Both are reached by chaotic
//! iteration: a service starts at true and can only fall, a loop is worked out anew from false whenever something it
//! needs falls. Everything is monotone, so the order of work decides the time only.
#![expect(clippy::indexing_slicing, reason = "every number comes from the net, which sizes every array")]

use std::collections::VecDeque;

use super::frame::{Frame, NodeIx};
use super::net::{Net, Step};
use crate::model::RequestClass;

/// One bit a scenario.
pub type Bits<const N: usize> = [u64; N];

/// The binary digits that count any number of targets.
const ALL_DIGITS: usize = 32;
/// Those that count the targets of nearly every slot.
const FEW_DIGITS: usize = 6;

/// What every vertex of a net is worth in several scenarios.
#[derive(Clone, Debug)]
pub struct Values<const N: usize> {
    /// For which class.
    pub(super) class: RequestClass,
    /// The scenarios in which a node and all that holds it are up.
    pub(super) up: Vec<Bits<N>>,
    /// The scenarios in which a vertex serves.
    pub(super) value: Vec<Bits<N>>,
}

impl<const N: usize> Values<N> {
    /// The scenarios in which a vertex serves.
    pub fn of(&self, vertex: u32) -> Bits<N> {
        self.value[vertex as usize]
    }

    /// Whether a vertex serves in the first scenario.
    pub fn serves(&self, vertex: u32) -> bool {
        self.value[vertex as usize][0] & 1 == 1
    }

    /// Whether a node and all that holds it are up in the first scenario.
    pub fn is_up(&self, node: NodeIx) -> bool {
        self.up[node.index()][0] & 1 == 1
    }
}

/// The work of finding the values of all vertices of a net.
pub struct Evaluation<'n, const N: usize> {
    net: &'n Net,
    pub(super) values: Values<N>,
    queue: Queue,
    /// Of the loop that is being worked out.
    inner: Queue,
}

/// An evaluation put aside, without its net.
#[derive(Debug)]
pub struct Paused {
    values: Values<1>,
    queue: Queue,
    inner: Queue,
}

/// Vertices that wait, each once; a loop of forwarders waits as its first vertex.
#[derive(Debug)]
struct Queue {
    waiting: VecDeque<u32>,
    waits: Vec<bool>,
}

impl Queue {
    fn new(net: &Net) -> Self {
        Self { waiting: VecDeque::new(), waits: vec![false; net.len()] }
    }

    fn push(&mut self, vertex: u32) {
        if !std::mem::replace(&mut self.waits[vertex as usize], true) {
            self.waiting.push_back(vertex);
        }
    }

    fn pop(&mut self) -> Option<u32> {
        let vertex = self.waiting.pop_front()?;
        self.waits[vertex as usize] = false;
        Some(vertex)
    }
}

impl<'n, const N: usize> Evaluation<'n, N> {
    /// Scenarios in which nothing has failed.
    pub fn new(net: &'n Net, class: RequestClass) -> Self {
        let (up, value) = (vec![[u64::MAX; N]; net.nodes()], vec![[0; N]; net.len()]);
        Self::resumed(net, Values { class, up, value })
    }

    /// Goes on from values of the same net.
    pub fn resumed(net: &'n Net, values: Values<N>) -> Self {
        Self { net, values, queue: Queue::new(net), inner: Queue::new(net) }
    }

    /// What was found.
    pub fn values(&self) -> &Values<N> {
        &self.values
    }

    /// What was found.
    pub fn into_values(self) -> Values<N> {
        self.values
    }

    /// Lets exactly these fail: `(node, scenario)`, with all that they hold.
    pub fn set_failed(&mut self, frame: &Frame, failed: impl IntoIterator<Item = (NodeIx, usize)>) {
        self.values.up.fill([u64::MAX; N]);
        for (node, scenario) in failed {
            self.values.up[node.index()][scenario / 64] &= !(1 << (scenario % 64));
        }
        for node in frame.top_down() {
            if let Some(holder) = frame.parent(*node) {
                self.values.up[node.index()] =
                    and(self.values.up[node.index()], self.values.up[holder.index()]);
            }
        }
    }

    /// Works everything out; with `live_only`, what some service depends on.
    pub fn run(&mut self, live_only: bool) {
        for step in self.net.steps() {
            match step {
                Step::Vertex(vertex) if live_only && !self.net.is_live(*vertex) => {}
                _ => self.take(*step),
            }
        }
    }

    /// Works out one step; what it needs must stand.
    pub fn take(&mut self, step: Step) {
        match step {
            Step::Vertex(vertex) => self.values.value[vertex as usize] = self.worth(vertex),
            Step::Knot(knot) => self.untie(knot),
        }
    }

    /// The greatest fixed point of a knot.
    fn untie(&mut self, knot: u32) {
        let net = self.net;
        if net.is_tight(knot, self.values.class) {
            return self.untie_tight(knot);
        }
        for vertex in net.knot(knot) {
            self.values.value[*vertex as usize] = self.bound(*vertex);
        }
        // There and back once: in a long row of parts that need each other, whatever falls falls all the way along it,
        // where the queue would carry every scenario along by itself.
        for vertex in net.knot(knot).iter().chain(net.knot(knot).iter().rev()) {
            if net.loop_of(*vertex).is_none() {
                self.values.value[*vertex as usize] = self.worth(*vertex);
            }
        }
        for vertex in net.knot(knot) {
            self.queue.push(leader(net, *vertex));
        }
        self.settle(Some(knot), |_| true);
    }

    /// All members of a knot in which each needs each other one stand together, or none does: what the worst off is
    /// worth while the others serve.
    fn untie_tight(&mut self, knot: u32) {
        let members = self.net.knot(knot);
        for vertex in members {
            self.values.value[*vertex as usize] = [u64::MAX; N];
        }
        let all = members.iter().map(|vertex| self.worth(*vertex)).fold([u64::MAX; N], and);
        for vertex in members {
            self.values.value[*vertex as usize] = all;
        }
    }

    /// Works off the queue; only falls within `knot` spread where one is given. `fell` hears of every vertex that
    /// falls and says whether to go on.
    fn settle(&mut self, knot: Option<u32>, mut fell: impl FnMut(u32) -> bool) {
        let net = self.net;
        while let Some(vertex) = self.queue.pop() {
            let single = [vertex];
            let unit = net.loop_of(vertex).map_or(&single[..], |number| net.forwarding_loop(number));
            let before: Vec<Bits<N>> =
                unit.iter().map(|member| self.values.value[*member as usize]).collect();
            self.work_out(vertex, unit);
            let mut enough = false;
            for (member, before) in unit.iter().zip(before) {
                if self.values.value[*member as usize] != before {
                    enough |= !fell(*member);
                    self.spread(*member, knot);
                }
            }
            if enough {
                while self.queue.pop().is_some() {}
            }
        }
    }

    fn spread(&mut self, vertex: u32, knot: Option<u32>) {
        let net = self.net;
        let own = net.loop_of(vertex);
        for dependent in net.dependents(vertex) {
            let inside = knot.is_none() || net.knot_of(*dependent) == knot;
            if inside && (own.is_none() || net.loop_of(*dependent) != own) {
                self.queue.push(leader(net, *dependent));
            }
        }
    }

    fn work_out(&mut self, vertex: u32, unit: &[u32]) {
        if unit.len() == 1 {
            self.values.value[vertex as usize] = self.worth(vertex);
            return;
        }
        for member in unit {
            self.values.value[*member as usize] = [0; N];
        }
        let number = self.net.loop_of(vertex);
        for member in unit {
            self.inner.push(*member);
        }
        while let Some(member) = self.inner.pop() {
            let worth = self.worth(member);
            if worth == std::mem::replace(&mut self.values.value[member as usize], worth) {
                continue;
            }
            let asking = self.net.dependents(member).iter();
            for dependent in asking.filter(|dependent| self.net.loop_of(**dependent) == number) {
                self.inner.push(*dependent);
            }
        }
    }

    /// What a vertex could be at most: able, and up.
    fn bound(&self, vertex: u32) -> Bits<N> {
        if !self.net.is_able(vertex, self.values.class) {
            return [0; N];
        }
        self.net.up_of(vertex).map_or([u64::MAX; N], |node| self.values.up[node as usize])
    }

    /// What a vertex is, given what it needs.
    fn worth(&self, vertex: u32) -> Bits<N> {
        let mut worth = self.bound(vertex);
        for slot in self.net.table(self.values.class).of(vertex) {
            if worth == [0; N] {
                break;
            }
            worth = and(worth, self.filled(slot.needed, slot.vertices));
        }
        worth
    }

    /// The scenarios in which at least `needed` of `targets` serve.
    fn filled(&self, needed: u32, targets: &[u32]) -> Bits<N> {
        let values = targets.iter().map(|target| self.values.value[*target as usize]);
        match needed as usize {
            0 => [u64::MAX; N],
            1 => values.fold([0; N], or),
            all if all == targets.len() => values.fold([u64::MAX; N], and),
            more if more > targets.len() => [0; N],
            _ if targets.len() >> FEW_DIGITS == 0 => at_least::<N, FEW_DIGITS>(needed, values),
            _ => at_least::<N, ALL_DIGITS>(needed, values),
        }
    }
}

impl<'n> Evaluation<'n, 1> {
    /// Goes on with the evaluation of the same net that was put aside.
    pub fn unpaused(net: &'n Net, paused: Paused) -> Self {
        Self { net, values: paused.values, queue: paused.queue, inner: paused.inner }
    }

    /// Puts it aside.
    pub fn pause(self) -> Paused {
        Paused { values: self.values, queue: self.queue, inner: self.inner }
    }

    /// Takes back what [`Evaluation::fail_more`] did to values in which nothing had failed: `fallen` is its answer.
    pub fn restore(&mut self, frame: &Frame, failed: &[NodeIx], fallen: &[u32]) {
        for node in failed.iter().flat_map(|node| std::iter::once(*node).chain(frame.descendants(*node))) {
            self.values.up[node.index()] = [u64::MAX];
        }
        for vertex in fallen {
            self.values.value[*vertex as usize] = [u64::MAX];
        }
    }

    /// Lets more fail, with all that they hold, and works out what that changes: time and answer are those who fall.
    ///
    /// Answers the vertices that served before and no longer do, the nearest to the failure first; stops soon after
    /// `most`, whose values alone stand then.
    pub fn fail_more(&mut self, frame: &Frame, failed: &[NodeIx], most: usize) -> Vec<u32> {
        for node in failed.iter().flat_map(|node| std::iter::once(*node).chain(frame.descendants(*node))) {
            if std::mem::take(&mut self.values.up[node.index()]) != [0] {
                for vertex in self.net.hanging_on(node) {
                    self.queue.push(leader(self.net, vertex));
                }
            }
        }
        let mut fallen = Vec::new();
        self.settle(None, |vertex| {
            fallen.push(vertex);
            fallen.len() < most
        });
        fallen
    }
}

/// The vertex as which a loop of forwarders waits.
fn leader(net: &Net, vertex: u32) -> u32 {
    let first = net.loop_of(vertex).and_then(|number| net.forwarding_loop(number).first());
    first.copied().unwrap_or(vertex)
}

fn and<const N: usize>(a: Bits<N>, b: Bits<N>) -> Bits<N> {
    std::array::from_fn(|word| a[word] & b[word])
}

fn or<const N: usize>(a: Bits<N>, b: Bits<N>) -> Bits<N> {
    std::array::from_fn(|word| a[word] | b[word])
}

fn not<const N: usize>(a: Bits<N>) -> Bits<N> {
    a.map(|word| !word)
}

/// Where at least `needed` of `values` are set: counts in binary, a plane a digit, and compares from the top.
/// Fewer than 2 to the power of `DIGITS` values may come.
fn at_least<const N: usize, const DIGITS: usize>(
    needed: u32,
    values: impl Iterator<Item = Bits<N>>,
) -> Bits<N> {
    let mut planes = [[0_u64; N]; DIGITS];
    for value in values {
        let mut carry = value;
        for plane in &mut planes {
            if carry == [0; N] {
                break;
            }
            let sum = std::array::from_fn(|word| plane[word] ^ carry[word]);
            carry = and(*plane, carry);
            *plane = sum;
        }
    }
    let (mut more, mut equal) = ([0; N], [u64::MAX; N]);
    for (digit, plane) in planes.iter().enumerate().rev() {
        if needed >> digit & 1 == 0 {
            more = or(more, and(equal, *plane));
            equal = and(equal, not(*plane));
        } else {
            equal = and(equal, *plane);
        }
    }
    or(more, equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_is_exact() {
        for scenario in 0_u32..32 {
            let values = (0..5).map(|place| [u64::from(scenario >> place & 1)]);
            for needed in 0..=6 {
                let expected = u64::from(scenario.count_ones() >= needed);
                let few = at_least::<1, 3>(needed, values.clone());
                let any = at_least::<1, ALL_DIGITS>(needed, values.clone());
                assert_eq!([few[0] & 1, any[0] & 1], [expected; 2], "{scenario:b} {needed}");
            }
        }
    }
}
