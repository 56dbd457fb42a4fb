//! The structure function of a service: which combinations of parts serve a request, as a decision diagram.
//!
//! Works a net out once with diagrams for values, as [`super::super::evaluation`] does with bits: a vertex is able,
//! and up, and all its slots are filled; in a cycle the greatest fixed point over services and the least over loops
//! of forwarders. Parts that never fail are no variables.
#![expect(clippy::indexing_slicing, reason = "every number comes from the net, which sizes every array")]

use super::bdd::{Bdd, FALSE, Function, TRUE, TooLarge};
use crate::analysis::frame::{Frame, NodeIx};
use crate::analysis::net::{Net, Step};
use crate::analysis::rows::dense;
use crate::model::RequestClass;

/// A service's requests of one class as a function of its parts.
#[derive(Debug)]
pub struct Structure {
    /// The table that the function is in.
    pub bdd: Bdd,
    /// True where the request is served.
    pub function: Function,
    /// The part that each variable stands for.
    pub parts: Vec<NodeIx>,
}

struct Work<'w> {
    frame: &'w Frame,
    net: &'w Net,
    class: RequestClass,
    bdd: Bdd,
    /// Which vertices the service needs, in whatever way.
    needed: Vec<bool>,
    /// The variable of a node, where it can fail.
    variable: Vec<Option<u32>>,
    parts: Vec<NodeIx>,
    /// Whether a node and all that holds it are up.
    up: Vec<Option<Function>>,
    value: Vec<Function>,
}

/// The structure of one service for one class; `fails` says which nodes can fail.
///
/// # Errors
/// When the diagram needs more than `limit` nodes.
pub fn structure(
    frame: &Frame,
    net: &Net,
    root: u32,
    class: RequestClass,
    fails: &dyn Fn(NodeIx) -> bool,
    limit: usize,
) -> Result<Structure, TooLarge> {
    let mut work = Work {
        frame,
        net,
        class,
        bdd: Bdd::new(limit),
        needed: vec![false; net.len()],
        variable: vec![None; frame.len()],
        parts: Vec::new(),
        up: vec![None; frame.len()],
        value: vec![FALSE; net.len()],
    };
    work.number_parts(root, fails);
    work.run()?;
    Ok(Structure { function: work.value[root as usize], bdd: work.bdd, parts: work.parts })
}

impl Work<'_> {
    /// Numbers the parts depth first from the root, containers before what they hold: parts that are decided on
    /// together stand together, which keeps diagrams of layered sites small.
    fn number_parts(&mut self, root: u32, fails: &dyn Fn(NodeIx) -> bool) {
        let net = self.net;
        let mut open = vec![root];
        while let Some(vertex) = open.pop() {
            if std::mem::replace(&mut self.needed[vertex as usize], true) {
                continue;
            }
            if let Some(node) = net.up_of(vertex) {
                self.number_node(NodeIx(node), fails);
            }
            let slots: Vec<u32> =
                net.table(self.class).of(vertex).flat_map(|slot| slot.vertices).copied().collect();
            open.extend(slots.into_iter().rev());
        }
    }

    fn number_node(&mut self, node: NodeIx, fails: &dyn Fn(NodeIx) -> bool) {
        let mut around: Vec<NodeIx> = std::iter::once(node).chain(self.frame.ancestors(node)).collect();
        around.reverse();
        for part in around {
            if self.variable[part.index()].is_none() && fails(part) {
                self.variable[part.index()] = Some(dense(self.parts.len()));
                self.parts.push(part);
            }
        }
    }

    fn run(&mut self) -> Result<(), TooLarge> {
        let net = self.net;
        for step in net.steps() {
            match *step {
                Step::Vertex(vertex) if !self.needed[vertex as usize] => {}
                Step::Vertex(vertex) => self.value[vertex as usize] = self.worth(vertex)?,
                Step::Knot(knot) => self.untie(knot)?,
            }
        }
        Ok(())
    }

    /// The greatest fixed point of a knot: everything starts at its bound and falls until nothing falls any more.
    fn untie(&mut self, knot: u32) -> Result<(), TooLarge> {
        let net = self.net;
        let members: Vec<u32> = net.knot(knot).iter().copied().filter(|v| self.needed[*v as usize]).collect();
        for vertex in &members {
            self.value[*vertex as usize] = self.bound(*vertex)?;
        }
        loop {
            let mut fell = false;
            for vertex in &members {
                let before = self.value[*vertex as usize];
                match net.loop_of(*vertex) {
                    Some(number) => self.close_loop(number)?,
                    None => self.value[*vertex as usize] = self.worth(*vertex)?,
                }
                fell |= self.value[*vertex as usize] != before;
            }
            if !fell {
                return Ok(());
            }
        }
    }

    /// The least fixed point of a loop of forwarders, given all else.
    fn close_loop(&mut self, number: u32) -> Result<(), TooLarge> {
        let members = self.net.forwarding_loop(number).to_vec();
        for member in &members {
            self.value[*member as usize] = FALSE;
        }
        loop {
            let mut rose = false;
            for member in &members {
                let worth = self.worth(*member)?;
                rose |= worth != std::mem::replace(&mut self.value[*member as usize], worth);
            }
            if !rose {
                return Ok(());
            }
        }
    }

    /// What a vertex could be at most: able, and up.
    fn bound(&mut self, vertex: u32) -> Result<Function, TooLarge> {
        if !self.net.is_able(vertex, self.class) {
            return Ok(FALSE);
        }
        self.net.up_of(vertex).map_or(Ok(TRUE), |node| self.up(NodeIx(node)))
    }

    fn up(&mut self, node: NodeIx) -> Result<Function, TooLarge> {
        if let Some(known) = self.up[node.index()] {
            return Ok(known);
        }
        let own = self.variable[node.index()];
        let own = own.map_or(Ok(TRUE), |variable| self.bdd.variable(variable))?;
        let holder = self.frame.parent(node).map_or(Ok(TRUE), |holder| self.up(holder))?;
        let up = self.bdd.and(own, holder)?;
        self.up[node.index()] = Some(up);
        Ok(up)
    }

    /// What a vertex is, given what it needs.
    fn worth(&mut self, vertex: u32) -> Result<Function, TooLarge> {
        let net = self.net;
        let mut worth = self.bound(vertex)?;
        for slot in net.table(self.class).of(vertex) {
            let targets: Vec<Function> =
                slot.vertices.iter().map(|target| self.value[*target as usize]).collect();
            let filled = self.bdd.at_least(slot.needed as usize, &targets)?;
            worth = self.bdd.and(worth, filled)?;
        }
        Ok(worth)
    }
}
