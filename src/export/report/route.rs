//! How a request travels, step by step: every step is a link of the drawing.

use std::collections::BTreeSet;

use super::Chapter;
use super::markdown::{Markdown, plain};
use crate::analysis::{Facts, LinkFacts, NodeIx, ServiceFacts};
use crate::model::{Access, Algorithm, Capability, Encryption, Kind, LinkKind, RecordKind};

/// The most steps that are told; a longer way is cut.
const STEPS: usize = 24;

/// The steps of every service.
pub fn write(chapter: &Chapter<'_>, text: &mut Markdown) {
    let services = chapter.facts.services();
    for service in services {
        if services.len() > 1 {
            text.paragraph(&format!("**{}**", plain(service.name.as_str())));
        }
        let steps = steps(&chapter.facts, service);
        text.numbered(steps.iter().map(|step| plain(step)));
    }
}

/// A node's name, with its id where another is called the same.
pub fn name(facts: &Facts, node: NodeIx) -> String {
    let (title, id) = (facts.title(node), facts.id(node));
    if facts.shares_title(node) && title != id.as_str() {
        format!("{title} ({id})")
    } else {
        title.to_owned()
    }
}

fn steps(facts: &Facts, service: &ServiceFacts) -> Vec<String> {
    let mut steps: Vec<String> = resolution(facts, service).into_iter().collect();
    let mut seen: BTreeSet<NodeIx> = service.clients.iter().copied().collect();
    let mut layer = service.clients.clone();
    while !layer.is_empty() && steps.len() < STEPS {
        let hops = hops(facts, &layer);
        steps.extend(told(facts, &hops));
        let next: BTreeSet<NodeIx> = hops.iter().flat_map(|hop| hop.to.iter().copied()).collect();
        layer = next.into_iter().filter(|node| seen.insert(*node)).collect();
    }
    if seen.len() > service.clients.len() {
        steps.push(home(facts, service));
    }
    steps
}

/// How the name becomes an address.
fn resolution(facts: &Facts, service: &ServiceFacts) -> Option<String> {
    let asks = service.clients.iter().flat_map(|client| facts.links_from(*client));
    let resolver =
        asks.filter(|link| link.kind == LinkKind::Resolution).flat_map(|link| link.targets.to_vec()).next();
    let record = service.declared.as_ref().and_then(|declared| declared.records.first());
    let user = list(facts, &service.clients);
    let asked = resolver.map_or_else(|| "DNS".to_owned(), |node| name(facts, node));
    match record {
        Some(record) => Some(format!(
            "{user} wants {}: the computer asks {asked} for the name, and {} record {} answers with {}.",
            service.name,
            record_kind(record.kind),
            record.name,
            record.value
        )),
        None => resolver
            .map(|_| format!("{user} wants {}: the computer asks {asked} for the address.", service.name)),
    }
}

const fn record_kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::A => "the A",
        RecordKind::Aaaa => "the AAAA",
        RecordKind::Cname => "the CNAME",
        RecordKind::Mx => "the MX",
        RecordKind::Txt => "the TXT",
        RecordKind::Ns => "the NS",
    }
}

/// Links of the same kind of sender that lead to the same place the same way.
struct Hop {
    kind: Kind,
    from: Vec<NodeIx>,
    to: Vec<NodeIx>,
    /// The words for where it leads: the group that the links are written to, else the nodes.
    towards: String,
    access: Access,
    over: String,
}

fn hops(facts: &Facts, layer: &[NodeIx]) -> Vec<Hop> {
    let mut hops: Vec<Hop> = Vec::new();
    for node in layer {
        let links = facts.links_from(*node).filter(LinkFacts::is_request);
        let components = |link: &LinkFacts<'_>| link.targets.iter().any(|target| facts.is_component(*target));
        for link in links.filter(components) {
            let (kind, over) = (facts.node(*node).kind, over(facts, &link));
            let group = facts.groups().iter().find(|group| group.id == link.link.id.to);
            let towards = group.map(|group| group.group.title(&group.id).to_owned()).unwrap_or_default();
            let same = |hop: &&mut Hop| {
                let ends =
                    hop.from.contains(node) || link.targets.iter().any(|target| hop.to.contains(target));
                let like = hop.kind == kind && hop.access == link.link.access && hop.over == over;
                like && ends && hop.towards == towards
            };
            match hops.iter_mut().find(same) {
                Some(hop) => {
                    hop.from.push(*node);
                    hop.to.extend(link.targets);
                }
                None => hops.push(Hop {
                    kind,
                    from: vec![*node],
                    to: link.targets.to_vec(),
                    towards,
                    access: link.link.access,
                    over,
                }),
            }
        }
    }
    for hop in &mut hops {
        for nodes in [&mut hop.from, &mut hop.to] {
            nodes.sort_unstable();
            nodes.dedup();
        }
    }
    hops
}

/// What is spoken, and who can read it.
fn over(facts: &Facts, link: &LinkFacts<'_>) -> String {
    let port = link.link.port.map(|port| format!(", port {port}")).unwrap_or_default();
    let entry = link.sources.iter().any(|source| facts.is_untrusted(*source));
    let (network, comma) = if entry { (" by TCP/IP", ",") } else { ("", "") };
    let protocol = link.link.protocol.as_ref();
    let protocol = protocol.map(|protocol| format!("{comma} over {}{port}", protocol.as_str()));
    let shield = match link.encryption() {
        _ if link.local => ", on the same server",
        Encryption::Encrypted => ", encrypted",
        Encryption::Plain => ", in clear",
        Encryption::Unstated if entry && protocol.is_none() => {
            " (the drawing does not say whether over HTTP or HTTPS)"
        }
        Encryption::Unstated => "",
    };
    format!("{network}{}{shield}", protocol.unwrap_or_default())
}

fn told(facts: &Facts, hops: &[Hop]) -> Vec<String> {
    hops.iter().map(|hop| sentence(facts, hop)).collect()
}

fn sentence(facts: &Facts, hop: &Hop) -> String {
    let from = list(facts, &hop.from);
    let to = match hop.towards.as_str() {
        "" => list(facts, &hop.to),
        group => format!("{group} ({})", list(facts, &hop.to)),
    };
    format!("{from} {} {to}{}.", verb(facts, hop), hop.over)
}

fn verb(facts: &Facts, hop: &Hop) -> String {
    let chooses = hop.from.iter().find_map(|node| facts.node(*node).algorithm);
    let does = match hop.kind {
        Kind::Client | Kind::Internet => "sends the request to",
        Kind::LoadBalancer => match chooses.filter(|_| hop.to.len() > 1) {
            Some(algorithm) => return format!("chooses {} and passes the request on to", choice(algorithm)),
            None => "passes the request on to",
        },
        Kind::Firewall | Kind::Waf => "lets the request through to",
        Kind::WebServer => "answers static files itself and passes dynamic requests on to",
        Kind::AppServer | Kind::Worker | Kind::Server => return code(facts, hop).to_owned(),
        _ => "passes it on to",
    };
    does.to_owned()
}

/// What code does with what it is linked to.
fn code(facts: &Facts, hop: &Hop) -> &'static str {
    let data = hop.to.iter().all(|node| facts.does(*node, Capability::Stores));
    match hop.access {
        Access::ReadWrite if data => "runs the code, and reads and writes",
        Access::ReadWrite => "runs the code and asks",
        Access::Read => "may also read",
        Access::Write => "writes to",
    }
}

const fn choice(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::RoundRobin => "in turn (round robin)",
        Algorithm::LeastConn => "the one with the fewest connections",
        Algorithm::IpHash => "by the address of the user (IP hash)",
        Algorithm::Random => "at random",
        Algorithm::Weighted => "by weight",
    }
}

/// The names with an `or` before the last.
fn list(facts: &Facts, nodes: &[NodeIx]) -> String {
    let names: Vec<String> = nodes.iter().map(|node| name(facts, *node)).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The way back.
fn home(facts: &Facts, service: &ServiceFacts) -> String {
    let user = list(facts, &service.clients);
    format!("The answer goes back the same way to {user}, over the same connections and not through DNS.")
}
