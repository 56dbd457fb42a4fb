//! What can be stated about a redundancy group: how its members stand in for each other, and who they are.

use super::field::{Choice, Fault, Field, Options, Sheet, Value, Widget};
use super::node::thing;
use super::topic::Topic;
use super::words::{self, FACT, FAILOVERS, choices, count, id, ids, label, meant, told};
use crate::draft::{Draft, mode_for};
use crate::model::{Capability, Document, Failover, Group, Id, Mode, Node};

impl Sheet for Group {
    const FIELDS: &'static [Field<Self>] = FIELDS;

    fn load(document: &Document, topic: &Topic) -> Option<Self> {
        let Topic::Group(id) = topic else { return None };
        document.topology().group(id.as_str()).map(|group| Self::clone(group))
    }

    fn store(self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault> {
        let Topic::Group(id) = topic else { return Err("this is no group".into()) };
        draft.put_group(id.clone(), self);
        Ok(topic.clone())
    }
}

/// The words for the modes, in the order of the form.
const MODES: words::Words<Switch> = &[
    (|_| Some(Mode::ActiveActive { min: 1 }), "active-active", "all work"),
    (
        |group| {
            let active = group.members.first()?.clone();
            Some(Mode::ActivePassive { active, failover: switch(group, Failover::Auto) })
        },
        "active-passive",
        "one works, others wait",
    ),
    (
        |group| Some(Mode::PrimaryReplica { failover: switch(group, Failover::None) }),
        "primary-replica",
        "one writes, all read",
    ),
    (|_| Some(Mode::Quorum { votes: None, stale_reads: false }), "quorum", "a majority decides"),
];

/// What a group works like after it was switched to a mode; `None`: it has nobody for that.
type Switch = fn(&Group) -> Option<Mode>;

/// The word for a mode.
pub fn mode_word(mode: &Mode) -> &'static str {
    match mode {
        Mode::ActiveActive { .. } => "active-active",
        Mode::ActivePassive { .. } => "active-passive",
        Mode::PrimaryReplica { .. } => "primary-replica",
        Mode::Quorum { .. } => "quorum",
    }
}

const FIELDS: &[Field<Group>] = &[
    Field::<Group>::new(
        ("mode", "How the members stand in for each other when one of them fails."),
        Widget::Choice(Options::Words(|_| choices(MODES))),
        |group| Value::of(Some(mode_word(&group.mode))),
        |group, value| {
            let word = value.one().ok_or("a group has a mode: Enter lists them")?;
            if word == mode_word(&group.mode) {
                return Ok(());
            }
            let switch = MODES.iter().find(|row| row.1 == word).map(|row| row.0);
            let mode = switch.ok_or("this is no mode: Enter lists them")?(group);
            group.mode = mode.ok_or("nobody could be the active one: add a member first")?;
            Ok(())
        },
    )
    .required(),
    Field::<Group>::new(
        ("members", "The boxes that stand in for each other. A box is in one group at most."),
        Widget::Set(Options::Things(candidates)),
        |group| Value::all(&group.members),
        |group, value| {
            let members = ids(value)?;
            if members.is_empty() {
                return Err("a group needs a member: the last row dissolves it".into());
            }
            group.mode = mode_for(&group.mode, &members);
            group.members = members;
            Ok(())
        },
    )
    .required(),
    Field::<Group>::new(
        ("active", "The member that works; the others wait for it to fail."),
        Widget::Choice(Options::Things(members)),
        |group| match &group.mode {
            Mode::ActivePassive { active, .. } => Value::of(Some(active)),
            Mode::ActiveActive { .. } | Mode::PrimaryReplica { .. } | Mode::Quorum { .. } => Value::Unstated,
        },
        |group, value| {
            let member = id(value.one().ok_or("one member has to be the active one: Enter lists them")?)?;
            if let Mode::ActivePassive { active, .. } = &mut group.mode {
                *active = member;
            }
            Ok(())
        },
    )
    .fits(|group| matches!(group.mode, Mode::ActivePassive { .. }))
    .required(),
    Field::<Group>::new(
        ("failover", "Who notices that a member failed, and lets another one take over."),
        Widget::Choice(Options::Words(|_| choices(FAILOVERS))),
        |group| told(FAILOVERS, stated_failover(&group.mode)),
        |group, value| {
            let stated = meant(FAILOVERS, value)?.ok_or("it has to be stated: none, manual or automatic")?;
            if let Mode::ActivePassive { failover, .. } | Mode::PrimaryReplica { failover } = &mut group.mode
            {
                *failover = stated;
            }
            Ok(())
        },
    )
    .fits(|group| stated_failover(&group.mode).is_some())
    .required(),
    Field::<Group>::new(
        ("needed", "How many members have to work for all requests to be served."),
        Widget::Number(""),
        |group| match group.mode {
            Mode::ActiveActive { min } => Value::of(Some(min)),
            Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } | Mode::Quorum { .. } => Value::Unstated,
        },
        |group, value| {
            let needed = count(value)?.unwrap_or(1);
            let most = group.members.len();
            if let Mode::ActiveActive { min } = &mut group.mode {
                *min = within(needed, most)?;
            }
            Ok(())
        },
    )
    .fits(|group| matches!(group.mode, Mode::ActiveActive { .. }))
    .required(),
    Field::<Group>::new(
        ("votes", "How many members have to agree for a write to count."),
        Widget::Number(""),
        |group| match group.mode {
            Mode::Quorum { votes, .. } => Value::of(votes),
            Mode::ActiveActive { .. } | Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } => {
                Value::Unstated
            }
        },
        |group, value| {
            let most = group.members.len();
            let stated = count(value)?.map(|count| within(count, most)).transpose()?;
            if let Mode::Quorum { votes, .. } = &mut group.mode {
                *votes = stated;
            }
            Ok(())
        },
    )
    .fits(|group| matches!(group.mode, Mode::Quorum { .. }))
    .assumed(|group, _| group.votes().map(|votes| format!("a majority, {votes}"))),
    Field::<Group>::new(
        ("stale reads", "Whether members without a majority still answer reads, perhaps from old data."),
        Widget::Choice(Options::Words(|_| choices(FACT))),
        |group| match group.mode {
            Mode::Quorum { stale_reads, .. } => told(FACT, Some(stale_reads)),
            Mode::ActiveActive { .. } | Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } => {
                Value::Unstated
            }
        },
        |group, value| {
            let stale = meant(FACT, value)?.unwrap_or(false);
            if let Mode::Quorum { stale_reads, .. } = &mut group.mode {
                *stale_reads = stale;
            }
            Ok(())
        },
    )
    .fits(|group| matches!(group.mode, Mode::Quorum { .. }))
    .required(),
    Field::<Group>::new(
        ("name", "What the group is called in the key under the drawing."),
        Widget::Text,
        |group| Value::of(Some(&group.name).filter(|name| !name.is_empty())),
        |group, value| {
            group.name = label(value).unwrap_or_default();
            Ok(())
        },
    )
    .assumed(|_, _| Some("its id is shown".to_owned())),
    Field::<Group>::new(
        ("vip", "The address that the members share, and that moves to whoever works."),
        Widget::Text,
        |group| Value::of(group.vip.as_ref()),
        |group, value| {
            group.vip = label(value);
            Ok(())
        },
    ),
];

/// The failover that the mode states; a quorum states none, it switches by itself.
fn stated_failover(mode: &Mode) -> Option<Failover> {
    match mode {
        Mode::ActivePassive { failover, .. } | Mode::PrimaryReplica { failover } => Some(*failover),
        Mode::ActiveActive { .. } | Mode::Quorum { .. } => None,
    }
}

fn switch(group: &Group, usual: Failover) -> Failover {
    stated_failover(&group.mode).unwrap_or(usual)
}

fn within(count: u32, most: usize) -> Result<u32, Fault> {
    if count as usize <= most {
        return Ok(count);
    }
    Err(Fault(format!("expected 1 to {most}: the group has {most} members")))
}

fn members(document: &Document, topic: &Topic) -> Vec<Choice> {
    let group = Group::load(document, topic);
    group.into_iter().flat_map(|group| group.members).map(|id| thing(document, &id)).collect()
}

/// Every box that can fail; of one that is in another group the note says so.
fn candidates(document: &Document, topic: &Topic) -> Vec<Choice> {
    let topology = document.topology();
    let can_fail = |node: &Node| node.does(Capability::Fails);
    let order = document.reading_order();
    let fitting = order.iter().filter(|id| topology.node(id.as_str()).is_some_and(|node| can_fail(node)));
    let choice = |id: &Id| {
        let taken = topology.group_of(id).filter(|(group, _)| *topic != Topic::Group((*group).clone()));
        let choice = thing(document, id);
        let note = taken.map_or(choice.note.clone(), |(group, _)| format!("in {}", document.title(group)));
        Choice { note, ..choice }
    };
    fitting.map(choice).collect()
}
