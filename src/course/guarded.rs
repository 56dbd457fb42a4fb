//! What the third task asks for: firewalls that guard something, encryption on the way in, and somebody who watches.

use super::requirement::Answer;
use super::stack::every;
use super::survey::Survey;
use crate::analysis::{LinkFacts, NodeIx};
use crate::model::{Capability, Encryption, Kind, LinkKind, Subject};

/// Every server has a firewall before it.
pub fn every_server_guarded(survey: &Survey<'_>) -> Answer {
    let open = |server: &NodeIx| !is_guarded(survey, *server);
    every(survey, Kind::Server, open, ["has a firewall before it", "have firewalls before them"], |them| {
        let it = them.verb("it", "each");
        format!(
            "no firewall stands before {them}: let one guard {it} (`guards`), so that only the ports that are needed \
             are open"
        )
    })
}

/// Whether it is guarded, or reached through firewalls only.
pub fn is_guarded(survey: &Survey<'_>, server: NodeIx) -> bool {
    let facts = &survey.facts;
    if facts.is_guarded(server) {
        return true;
    }
    let inside: Vec<NodeIx> = std::iter::once(server).chain(facts.inside(server)).collect();
    let from_outside = |link: &LinkFacts<'_>| link.is_request() && !link.local;
    let links = inside.iter().flat_map(|node| facts.links_to(*node)).filter(from_outside);
    let mut sources = links.flat_map(|link| link.sources.to_vec()).peekable();
    sources.peek().is_some() && sources.all(|source| facts.does(source, Capability::Filters))
}

/// Every firewall is somewhere: it guards, or requests pass through it.
pub fn firewalls_work(survey: &Survey<'_>) -> Answer {
    let facts = &survey.facts;
    let loose = |wall: &NodeIx| {
        let names = facts.node(*wall).guards.is_empty() && facts.parent(*wall).is_none();
        names && !facts.is_inline(*wall)
    };
    every(survey, Kind::Firewall, loose, ["guards something", "guard something"], |them| {
        let (guards, it) = (them.verb("guards", "guard"), them.verb("it", "them"));
        let it_guards = them.verb("it guards", "they guard");
        format!(
            "{them} {guards} nothing and no request passes {it}: say what {it_guards}, or draw the lines of the \
             requests through {it}"
        )
    })
}

/// The user's requests are encrypted.
pub fn https(survey: &Survey<'_>) -> Answer {
    let clients = survey.of(Kind::Client);
    let links = || clients.iter().flat_map(|client| survey.links_from(*client, LinkKind::Request));
    if links().next().is_none() {
        return Answer::missing(
            "the user asks nobody yet: draw the line of the request, with https on port 443",
        );
    }
    let open = links().find(|link| link.encryption() != Encryption::Encrypted);
    let Some(open) = open else { return Answer::met("the user's requests are encrypted") };
    let mut answer = Answer::missing(format!(
        "the user's request travels as {}: make it https on port 443",
        open.link.protocol.as_ref().map_or("nothing stated", |protocol| protocol.as_str())
    ));
    answer.at = vec![Subject::Link(open.link.id.clone())];
    answer
}

/// The certificate is where encrypted requests arrive.
pub fn certificate_used(survey: &Survey<'_>) -> Answer {
    let facts = &survey.facts;
    let idle = |certificate: &NodeIx| {
        let holder = facts.parent(*certificate);
        let inside = holder.map(|holder| facts.components(holder)).unwrap_or_default();
        !holder.into_iter().chain(inside).any(|node| facts.receives_tls(node))
    };
    let does = ["is used where requests arrive", "are used where requests arrive"];
    every(survey, Kind::Certificate, idle, does, |them| {
        let (is, it) = (them.verb("is", "are"), them.verb("it", "them"));
        format!(
            "{them} {is} not where an encrypted request arrives: put {it} on the load balancer or the web server, and \
             make the line there https"
        )
    })
}

/// Every server has somebody who watches it.
pub fn every_server_watched(survey: &Survey<'_>) -> Answer {
    let blind = |server: &NodeIx| !survey.facts.is_monitored(*server);
    every(survey, Kind::Server, blind, ["is watched", "are watched"], |them| {
        format!("nobody watches {them}: put a monitoring client on {}", them.verb("it", "each"))
    })
}

/// What the clients measure arrives somewhere.
pub fn agents_report(survey: &Survey<'_>) -> Answer {
    let mute =
        |agent: &NodeIx| survey.links_from(*agent, LinkKind::Monitoring).all(|link| link.targets.is_empty());
    every(survey, Kind::MonitorAgent, mute, ["reports", "report"], |them| {
        let measures = them.verb("measures, but sends", "measure, but send");
        format!(
            "{them} {measures} it nowhere: draw a monitoring line to the service that collects, as Sumo Logic"
        )
    })
}
