//! Adding: what holds the new thing, what it is linked with, where it stands.

use std::collections::BTreeSet;

use thiserror::Error;

use super::brick::Brick;
use super::focus::Focus;
use crate::draft::{ConnectError, Draft, attaches};
use crate::geometry::Point;
use crate::model::{Capability, Id, Kind, Link, LinkId, Node, Role};
use crate::text::Label;

/// Where something new goes, seen from the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Toward {
    /// Beside it, without a link.
    Here,
    /// Into the container that it is, or that holds it; into a link: between its ends.
    Inside,
    /// Behind it in the flow, linked.
    Downstream,
    /// Before it in the flow, linked.
    Upstream,
}

/// Why nothing was added.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum GrowError {
    /// There is nothing to link with.
    #[error("there is nothing to link with here: focus a box first, or press `a` to add beside")]
    NoEnd,
    /// There is nothing to put it into.
    #[error("nothing here holds a {0}: focus a server first, or press `a` to add beside")]
    NoHolder(&'static str),
    /// Too few for a cluster.
    #[error("a cluster needs two boxes: mark them with `v` first")]
    TooFew,
    /// Already in a group.
    #[error("one of the marked boxes is in a group already; a node is in at most one")]
    Grouped,
    /// No name is free.
    #[error("no name is free for a new {0}")]
    NoName(&'static str),
    /// The link could not be drawn.
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

/// Where something is added.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    /// Seen from the focus.
    pub toward: Toward,
    /// The focus.
    pub focus: &'a Focus,
    /// What is marked, for a cluster.
    pub marked: &'a BTreeSet<Id>,
    /// The container under a cell that was chosen.
    pub under: Option<Id>,
}

/// What was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grown {
    /// What the focus goes to.
    pub focus: Focus,
    /// Its name in the history.
    pub name: String,
}

impl Draft<'_> {
    /// Adds a brick; a note is not added here, it is written first.
    ///
    /// # Errors
    /// When there is nothing to link with or to put it into, or too little for a cluster.
    pub fn grow(&mut self, brick: Brick, site: &Site<'_>) -> Result<Option<Grown>, GrowError> {
        match brick {
            Brick::Kind(kind) => self.grow_kind(kind, site).map(Some),
            Brick::Replica => self.grow_replica(site).map(Some),
            Brick::Cluster => self.grow_cluster(site).map(Some),
            Brick::Note => Ok(None),
        }
    }

    fn grow_kind(&mut self, kind: Kind, site: &Site<'_>) -> Result<Grown, GrowError> {
        if let (Toward::Inside, Focus::Link(link)) = (site.toward, site.focus) {
            return self.splice(kind, link);
        }
        let end = site.focus.node().cloned();
        if matches!(site.toward, Toward::Downstream | Toward::Upstream) && end.is_none() {
            return Err(GrowError::NoEnd);
        }
        let holder = self.holder(kind, site)?;
        let id = self.bear(kind, holder.clone())?;
        match (site.toward, end) {
            (Toward::Here, Some(end)) => self.stand_guard(&id, &end),
            (Toward::Inside, _) => self.stand_guard_in(&id, holder.as_ref()),
            (Toward::Downstream, Some(end)) if !attaches(kind) => self.join(&end, &id)?,
            (Toward::Upstream, Some(end)) if !attaches(kind) => self.join(&id, &end)?,
            _ => {}
        }
        self.take_inbound(&id);
        Ok(grown(id))
    }

    /// Adds a brick linked behind `from`, in the container under it where that suits it.
    ///
    /// # Errors
    /// When no name is free for it, or it cannot be linked.
    pub fn grow_behind(&mut self, brick: Brick, from: &Id, under: Option<Id>) -> Result<Grown, GrowError> {
        let kind = if let Brick::Kind(kind) = brick { kind } else { Kind::Database };
        let holder = under.filter(|under| self.suits(kind, under));
        let id = self.bear(kind, holder)?;
        if brick == Brick::Replica {
            self.change_node(&id, |node| node.role = Some(Role::Replica));
            self.follow(from, &id);
        } else {
            self.join(from, &id)?;
        }
        self.take_inbound(&id);
        Ok(grown(id))
    }

    fn bear(&mut self, kind: Kind, parent: Option<Id>) -> Result<Id, GrowError> {
        let id = self.fresh_id(kind.stem()).ok_or(GrowError::NoName(kind.title()))?;
        let node = Node { parent, ..Node::new(kind, Label::default()) };
        self.put_node(id.clone(), node);
        Ok(id)
    }

    /// Draws the link between the old and the new; what the old end is, it stays: a new thing may need a frame as
    /// its end, until a component appears in it.
    fn join(&mut self, from: &Id, to: &Id) -> Result<(), GrowError> {
        let nested = self.ancestors(from).contains(to) || self.ancestors(to).contains(from);
        if !nested {
            self.connect(from, to)?;
        }
        Ok(())
    }

    /// A filter that is added without links guards what it was added to.
    fn stand_guard(&mut self, id: &Id, target: &Id) {
        if self.node(id).is_some_and(|node| node.does(Capability::Filters)) {
            self.change_node(id, |node| node.guards = vec![target.clone()]);
        }
    }

    fn stand_guard_in(&mut self, id: &Id, holder: Option<&Id>) {
        if let Some(holder) = holder {
            self.stand_guard(id, holder);
        }
    }

    /// Puts a new node into a link: the old link ends at it, a new one goes on from it.
    fn splice(&mut self, kind: Kind, link: &LinkId) -> Result<Grown, GrowError> {
        let old = self.link(link).cloned().ok_or(GrowError::NoEnd)?;
        let outside = self.outer_holder(kind, &link.to);
        let id = self.bear(kind, outside)?;
        self.drop_link(link);
        let first = LinkId::new(link.from.clone(), id.clone());
        self.put_link(Link { id: first, slot: old.slot.clone(), ..Link::clone(&old) });
        let second = LinkId::new(id.clone(), link.to.clone());
        self.put_link(Link { id: second, slot: None, ..Link::clone(&old) });
        Ok(grown(id))
    }

    fn grow_replica(&mut self, site: &Site<'_>) -> Result<Grown, GrowError> {
        let original = self.original_for(site);
        let holder = match (site.toward, &original) {
            (Toward::Inside, _) | (_, None) => self.holder(Kind::Database, site)?,
            (_, Some(original)) => self.outside_hosts(original),
        };
        let id = self.bear(Kind::Database, holder)?;
        self.change_node(&id, |node| node.role = Some(Role::Replica));
        if let Some(original) = original {
            self.follow(&original, &id);
        }
        Ok(grown(id))
    }

    /// What a new replica follows: the focus if it holds data, else the only database that does not follow already.
    fn original_for(&self, site: &Site<'_>) -> Option<Id> {
        if let Some(focus) = site.focus.node().filter(|id| self.is_stateful(id)) {
            return Some(focus.clone());
        }
        let leads = |kind: Kind, role: Option<Role>| kind == Kind::Database && role != Some(Role::Replica);
        let nodes = self.document().topology().nodes();
        let mut leaders = nodes.filter(|(_, node)| leads(node.kind, node.role)).map(|(id, _)| id);
        leaders.next().filter(|_| leaders.next().is_none()).cloned()
    }

    fn grow_cluster(&mut self, site: &Site<'_>) -> Result<Grown, GrowError> {
        if site.marked.len() < 2 {
            return Err(GrowError::TooFew);
        }
        let id = self.cluster(site.marked).ok_or(GrowError::Grouped)?;
        Ok(Grown { focus: site.focus.clone(), name: format!("cluster {id}") })
    }

    /// What will hold a new node.
    fn holder(&self, kind: Kind, site: &Site<'_>) -> Result<Option<Id>, GrowError> {
        let Some(focus) = site.focus.node() else {
            let under = site.under.clone().filter(|under| self.suits(kind, under));
            let missing = site.toward == Toward::Inside && under.is_none();
            return if missing { Err(GrowError::NoHolder(kind.title())) } else { Ok(under) };
        };
        if site.toward == Toward::Inside {
            let inside = self.with_ancestors(focus).into_iter().find(|id| self.may_hold(kind, id));
            return inside.map(Some).ok_or(GrowError::NoHolder(kind.title()));
        }
        if attaches(kind) {
            return Ok(self.attachment(kind, focus));
        }
        Ok(self.outer_holder(kind, focus))
    }

    /// The innermost container whose box, as `boxes` has it, covers a cell.
    pub fn container_at(
        &self,
        boxes: &std::collections::BTreeMap<Id, crate::geometry::Rect>,
        at: Point,
    ) -> Option<Id> {
        let contains = |id: &Id| self.node(id).is_some_and(|node| node.does(Capability::Contains));
        let covering = boxes.iter().filter(|(id, rect)| rect.contains(at) && contains(id));
        covering
            .min_by_key(|(_, rect)| i64::from(rect.size.width) * i64::from(rect.size.height))
            .map(|(id, _)| id.clone())
    }
}

fn grown(id: Id) -> Grown {
    Grown { name: format!("add {id}"), focus: Focus::Node(id) }
}
