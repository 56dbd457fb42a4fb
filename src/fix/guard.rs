//! Fixes that put firewalls before things and watchers on them.

use super::case::{Case, Proposal, add_guard, add_link, list, propose};
use crate::model::{Kind, LinkKind};

/// A firewall that guards each of the subjects.
pub(super) fn firewall(case: &Case<'_>) -> Vec<Proposal> {
    let (ids, mut draft) = (case.ids(&case.nodes()), case.draft());
    let guards: Vec<_> = ids.iter().filter_map(|id| add_guard(&mut draft, id)).collect();
    vec![propose(draft, format!("add {} that guards {}", list(&guards), list(&ids)))]
}

/// A monitoring agent on each of the subjects.
pub(super) fn watch(case: &Case<'_>) -> Vec<Proposal> {
    let (ids, mut draft) = (case.ids(&case.nodes()), case.draft());
    let model = case.facts.of_kind(Kind::MonitorAgent).next();
    let agents: Vec<_> = ids.iter().filter_map(|id| case.add_agent(&mut draft, id, model)).collect();
    vec![propose(draft, format!("add {} that watches {}", list(&agents), list(&ids)))]
}

/// A collector for an agent to report to: the one that is there, else a new one.
pub(super) fn report(case: &Case<'_>) -> Vec<Proposal> {
    let (ids, mut draft) = (case.ids(&case.nodes()), case.draft());
    let Some(collector) = case.collector(&mut draft) else { return Vec::new() };
    for id in &ids {
        add_link(&mut draft, id, &collector, LinkKind::Monitoring);
    }
    vec![propose(draft, format!("let {} report to {collector}", list(&ids)))]
}
