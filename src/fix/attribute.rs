//! Fixes that state something else of what is drawn.

use super::case::{Case, Proposal, list, propose};
use crate::model::{
    Change, Edit, Failover, Group, Kind, Link, LinkId, LinkKind, Mode, Need, Node, Protocol, Subject, Tls,
    Transaction,
};
use crate::text::Label;

/// A plain protocol and the encrypted one in its place, with the port that it had and the one it gets.
const ENCRYPTED: [(&str, u16, &str, u16); 7] = [
    ("http", 80, "https", 443),
    ("ws", 80, "wss", 443),
    ("grpc", 50_051, "grpcs", 50_051),
    ("ldap", 389, "ldaps", 636),
    ("amqp", 5672, "amqps", 5671),
    ("redis", 6379, "rediss", 6379),
    ("telnet", 23, "ssh", 22),
];

/// Protocols on a port that belongs to another one: the port that is theirs.
const USUAL_PORT: [(&str, u16); 4] = [("https", 443), ("http", 80), ("ws", 80), ("wss", 443)];

/// Lets a group switch by itself.
pub(super) fn switch_by_itself(case: &Case<'_>) -> Vec<Proposal> {
    let Some(group) = case.group() else { return Vec::new() };
    let mut draft = case.draft();
    let Some(mut changed) = draft.group(&group).map(|group| Group::clone(group)) else { return Vec::new() };
    match &mut changed.mode {
        Mode::ActivePassive { failover, .. } | Mode::PrimaryReplica { failover } => {
            *failover = Failover::Auto;
        }
        Mode::ActiveActive { .. } | Mode::Quorum { .. } => return Vec::new(),
    }
    draft.put_group(group.clone(), changed);
    vec![propose(draft, format!("let {group} switch by itself (failover: auto)"))]
}

/// Lets dispatchers check who is up.
pub(super) fn check_health(case: &Case<'_>) -> Vec<Proposal> {
    let (ids, mut draft) = (case.ids(&case.nodes()), case.draft());
    for id in &ids {
        draft.change_node(id, |node| node.health_check = Some(true));
    }
    vec![propose(draft, format!("let {} check its backends (health_check: true)", list(&ids)))]
}

/// Lets whoever asks a third party do without the answer.
pub(super) fn do_without(case: &Case<'_>) -> Vec<Proposal> {
    let mut draft = case.draft();
    let ids = case.ids(&case.nodes());
    for link in ids.iter().flat_map(|id| case.document.topology().links_to(id.as_str())) {
        draft.change_link(&link.id, |link| link.need = Some(Need::Soft));
    }
    vec![propose(draft, format!("let requests go on without {} (need: soft)", list(&ids)))]
}

/// Encrypts the links that the finding is about.
pub(super) fn encrypt(case: &Case<'_>) -> Vec<Proposal> {
    encrypted(case, &case.links())
}

/// Encrypts the requests that come to the holder of an unused certificate.
pub(super) fn encrypt_inbound(case: &Case<'_>) -> Vec<Proposal> {
    let links = case.finding.proof().why.path;
    let link = |subject| if let Subject::Link(id) = subject { Some(id) } else { None };
    encrypted(case, &links.into_iter().filter_map(link).collect::<Vec<_>>())
}

fn encrypted(case: &Case<'_>, links: &[LinkId]) -> Vec<Proposal> {
    let mut draft = case.draft();
    let public = links
        .iter()
        .any(|id| case.facts.find(id.from.as_str()).is_some_and(|node| case.facts.is_untrusted(node)));
    for id in links {
        draft.change_link(id, encrypt_link);
        if public {
            add_certificate(case, &mut draft, id);
        }
    }
    let name = |id: &LinkId| id.to_string();
    let words = match links {
        [only] => name(only),
        several => format!("{} links", several.len()),
    };
    vec![propose(draft, format!("encrypt {words}"))]
}

fn encrypt_link(link: &mut Link) {
    let known = link.protocol.as_ref().map_or("", Protocol::as_str).to_owned();
    let row = ENCRYPTED.iter().find(|(plain, ..)| *plain == known);
    let row =
        row.or_else(|| ENCRYPTED.first().filter(|_| known.is_empty() && link.kind == LinkKind::Request));
    match row {
        Some((_, old, encrypted, new)) => {
            link.protocol = Some(Protocol::new(encrypted));
            link.port = link.port.map(|port| if port == *old { *new } else { port });
            link.tls = link.tls.filter(|tls| *tls != Tls::No);
        }
        None => link.tls = Some(Tls::Yes),
    }
}

/// Whoever ends an encrypted link from outside shows a certificate, if none is drawn there.
fn add_certificate(case: &Case<'_>, draft: &mut crate::draft::Draft<'_>, link: &LinkId) {
    for target in case.facts.nodes_called(&link.to) {
        let id = case.id(target).clone();
        let has = case.facts.artefacts(target).any(|other| case.facts.node(other).kind == Kind::Certificate);
        let fresh =
            draft.fresh_id(Kind::Certificate.stem()).filter(|_| !has && case.facts.is_component(target));
        if let Some(certificate) = fresh {
            let node = Node { parent: Some(id), ..Node::new(Kind::Certificate, Label::default()) };
            draft.put_node(certificate, node);
        }
    }
}

/// Lets administrators come through a tunnel.
pub(super) fn tunnel(case: &Case<'_>) -> Vec<Proposal> {
    let mut draft = case.draft();
    for id in case.links() {
        draft.change_link(&id, |link| link.tls = Some(Tls::Tunnel));
    }
    vec![propose(draft, "let administrators come through a tunnel (tls: tunnel)")]
}

/// Lets a record say the address of what it points at; else lets that have the address of the record.
pub(super) fn correct_record(case: &Case<'_>) -> Vec<Proposal> {
    let Some(service) = case.finding.service.as_ref().and_then(|name| case.document.services().get(name))
    else {
        return Vec::new();
    };
    let mut proposals = Vec::new();
    for (place, record) in service.records.iter().enumerate() {
        let Some(target) = &record.target else { continue };
        if !case.finding.subjects.iter().any(|subject| subject.to_string() == target.as_str()) {
            continue;
        }
        let topology = case.document.topology();
        let shared = topology.group_of(target).and_then(|(_, group)| group.vip.clone());
        let own = topology.node(target.as_str()).and_then(|node| node.address.clone());
        let vip = topology.group(target.as_str()).and_then(|group| group.vip.clone());
        let around = topology.ancestors(target.as_str()).find_map(|(_, node)| node.address.clone());
        let Some(address) = vip.or(shared).or(own).or(around) else { continue };
        let bare = address.as_str().split('/').next().unwrap_or_default().trim().to_owned();
        let mut changed = service.clone();
        if let Some(record) = changed.records.get_mut(place) {
            record.value = Label::new(&bare);
        }
        let mut draft = case.draft();
        draft.put_service(changed);
        proposals.push(propose(draft, format!("let the record answer {bare}, the address of {target}")));
    }
    proposals
}

/// Gives a link the port of its protocol.
pub(super) fn usual_port(case: &Case<'_>) -> Vec<Proposal> {
    let mut draft = case.draft();
    for id in case.links() {
        draft.change_link(&id, |link| {
            let spoken = link.protocol.as_ref().map_or("", Protocol::as_str);
            let row = USUAL_PORT.iter().find(|(protocol, _)| *protocol == spoken);
            link.port = row.map(|(_, port)| *port).or(link.port);
        });
    }
    vec![propose(draft, "use the port of the protocol")]
}

/// Takes away an allowance that allows nothing or has ended.
pub(super) fn forget_allowance(case: &Case<'_>) -> Vec<Proposal> {
    let about =
        |label: &Label| case.finding.subjects.iter().any(|subject| subject.to_string() == label.as_str());
    let named = case.document.allowances().iter().filter(|((_, subject), _)| about(subject));
    let mut proposals = Vec::new();
    for (key, allowance) in named {
        let death = Edit::Allowance(Change::death(key.clone(), allowance.clone()));
        let sentence = format!("remove the allowance of {} for {}", key.0, key.1);
        proposals.push(Proposal { sentence, transaction: Transaction::from_distinct(vec![death]) });
    }
    proposals
}
