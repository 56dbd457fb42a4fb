//! A redundancy group: nodes that stand in for each other, and how.

use super::id::Id;
use crate::text::Label;

/// Who notices a failure and acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failover {
    /// Nobody: another member does not take over.
    None,
    /// A person.
    Manual,
    /// The system itself.
    Auto,
}

/// How the members stand in for each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// All work; at least `min` must.
    ActiveActive {
        /// How many members are needed, at least 1.
        min: u32,
    },
    /// One works, the others wait.
    ActivePassive {
        /// The member that works.
        active: Id,
        /// Who switches.
        failover: Failover,
    },
    /// One takes the writes, all answer reads.
    PrimaryReplica {
        /// Who promotes a replica.
        failover: Failover,
    },
    /// A majority decides.
    Quorum {
        /// How many must agree; `None`: more than half of the members.
        votes: Option<u32>,
        /// Whether a minority still answers reads.
        stale_reads: bool,
    },
}

impl Mode {
    /// The word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ActiveActive { .. } => "active_active",
            Self::ActivePassive { .. } => "active_passive",
            Self::PrimaryReplica { .. } => "primary_replica",
            Self::Quorum { .. } => "quorum",
        }
    }

    /// Who switches, where the mode has a switch. A quorum switches by itself.
    pub fn failover(&self) -> Option<Failover> {
        match self {
            Self::ActiveActive { .. } => None,
            Self::ActivePassive { failover, .. } | Self::PrimaryReplica { failover } => Some(*failover),
            Self::Quorum { .. } => Some(Failover::Auto),
        }
    }
}

/// A redundancy group. A node is in at most one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// What it is called; empty: its id is shown.
    pub name: Label,
    /// How the members stand in for each other.
    pub mode: Mode,
    /// Its members, sorted.
    pub members: Vec<Id>,
    /// The shared address.
    pub vip: Option<Label>,
}

impl Group {
    /// The votes that a quorum needs: as stated, else the majority of the members. `None` for other modes.
    pub fn votes(&self) -> Option<u32> {
        let majority = u32::try_from(self.members.len() / 2 + 1).unwrap_or(u32::MAX);
        match self.mode {
            Mode::Quorum { votes, .. } => Some(votes.unwrap_or(majority)),
            _ => None,
        }
    }

    /// The name to show: the stated one, else the id.
    pub fn title<'a>(&'a self, id: &'a Id) -> &'a str {
        if self.name.is_empty() { id.as_str() } else { self.name.as_str() }
    }
}
