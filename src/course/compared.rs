//! What the text version of the course compares: labels, boundaries, directions, and nothing of later tasks.

use super::exact;
use super::guarded;
use super::requirement::Answer;
use super::survey::{Survey, listed};
use crate::analysis::{LinkFacts, NodeIx};
use crate::model::{Encryption, Kind, LinkKind, RequestClass, Role, Subject};

/// What the tasks before the one that brings it must not show, and what it is called.
const LATER: &[(u8, Kind, &str)] = &[
    (1, Kind::LoadBalancer, "a load balancer"),
    (2, Kind::Firewall, "a firewall"),
    (2, Kind::Certificate, "a certificate"),
    (2, Kind::MonitorAgent, "a monitoring agent"),
    (2, Kind::MonitorCollector, "a monitoring system"),
];

/// The name of the site stands there once.
pub fn site(survey: &Survey<'_>) -> Answer {
    let named = survey.facts.nodes().filter(|node| survey.facts.title(*node) == exact::SITE).count();
    let services = survey.document.services().keys().filter(|name| name.as_str() == exact::SITE).count();
    match (named, services) {
        (0, 0) => Answer::missing("no service is called `www.foobar.com`: name what the user asks for"),
        (0 | 1, 0 | 1) => Answer::met("the user asks for www.foobar.com"),
        _ => Answer::missing("`www.foobar.com` stands there more than once"),
    }
}

/// No two lines run against each other.
pub fn directed(survey: &Survey<'_>) -> Answer {
    let topology = survey.document.topology();
    let back = topology.links_sorted().into_iter().find(|link| {
        let twins = topology.links_from(link.id.to.as_str());
        twins.iter().any(|twin| {
            twin.id.to == link.id.from
                && twin.kind == LinkKind::Request
                && link.kind == LinkKind::Request
                && twin.id != link.id
        })
    });
    let Some(back) = back else { return Answer::met("every line has one direction") };
    let mut answer = Answer::missing(format!(
        "{} and {} ask each other: keep the line from whoever asks to whoever answers; the answer comes back on the \
         same line",
        survey.document.title(&back.id.from),
        survey.document.title(&back.id.to)
    ));
    answer.at = vec![Subject::Link(back.id.clone())];
    answer
}

/// Nothing of a later task is there yet.
pub fn nothing_later(survey: &Survey<'_>) -> Answer {
    let task = survey.task.number();
    let early = LATER.iter().filter(|(first, kind, _)| task < *first && !survey.of(*kind).is_empty());
    let mut words: Vec<&str> = early.map(|(_, _, words)| *words).collect();
    if task < 1 && !survey.databases(Role::Replica).is_empty() {
        words.push("a replica");
    }
    if task == 1 && encrypts(survey) {
        words.push("HTTPS");
    }
    if task < 3 && survey.of(Kind::LoadBalancer).len() > 1 {
        words.push("a second load balancer");
    }
    if words.is_empty() {
        return Answer::met("nothing of a later task is there");
    }
    let (belong, it) = if words.len() == 1 { ("belongs", "it") } else { ("belong", "them") };
    Answer::missing(format!("{} {belong} to a later task: leave {it} out of this one", listed(&words)))
}

fn encrypts(survey: &Survey<'_>) -> bool {
    let clients = survey.of(Kind::Client);
    let mut links = clients.iter().flat_map(|client| survey.links_from(*client, LinkKind::Request));
    links.any(|link| link.encryption() == Encryption::Encrypted)
}

/// Nothing is said to be built: the task is a design.
pub fn a_design(survey: &Survey<'_>) -> Answer {
    let header = survey.document.header();
    let notes = survey.document.notes().values().map(|note| note.text.as_str());
    let claims = |text: &str| text.to_lowercase().contains("implemented");
    if [header.title.as_str(), header.about.as_str()].into_iter().chain(notes).any(claims) {
        return Answer::missing(
            "the text says that something is implemented: the task is a design, say what it would do",
        );
    }
    Answer::met("nothing is said to be implemented")
}

/// The line to DNS says which record leads where.
pub fn record_line(survey: &Survey<'_>) -> Answer {
    let links = survey.document.topology().links_sorted();
    let to_dns = links.into_iter().find(|link| link.kind == LinkKind::Resolution);
    match to_dns {
        None => Answer::missing(
            "no line leads from the user to DNS: draw one of the kind resolution, labelled `A record → 8.8.8.8`",
        ),
        Some(link) if link.label.as_str() == exact::RECORD_LINE => Answer::met("`A record → 8.8.8.8`"),
        Some(link) => {
            let mut answer = Answer::missing(format!(
                "the line to DNS says `{}`; it must say `{}`",
                link.caption(),
                exact::RECORD_LINE
            ));
            answer.at = vec![Subject::Link(link.id.clone())];
            answer
        }
    }
}

/// Answers come back the way the request went, not through DNS.
pub fn answers_directly(survey: &Survey<'_>) -> Answer {
    let inside = [Kind::WebServer, Kind::AppServer, Kind::Database, Kind::LoadBalancer, Kind::Server];
    let names = survey.of(Kind::Dns);
    let askers: Vec<NodeIx> = inside
        .into_iter()
        .flat_map(|kind| survey.of(kind))
        .filter(|node| {
            let links = survey.facts.links_from(*node);
            links.flat_map(|link| link.targets.to_vec()).any(|target| names.contains(&target))
        })
        .collect();
    if !askers.is_empty() {
        return Answer::missing(format!(
            "a line leads from {} to DNS: DNS gives the address once, before the request; the answer goes straight \
             back to the user",
            survey.names(&askers)
        ))
        .about(survey, &askers);
    }
    let through = names.iter().any(|dns| survey.links_from(*dns, LinkKind::Request).next().is_some());
    if through {
        return Answer::missing(
            "requests pass through DNS: it only answers with the address; the request goes from the user straight \
             to the server",
        )
        .about(survey, &names);
    }
    if survey.serves(RequestClass::Read) {
        return Answer::met("the request goes to the data and the answer comes back on the same lines");
    }
    Answer::missing("the request does not reach the data yet, so there is no way back")
}

/// Two servers with a web and an application server each, called by the names of the course.
pub fn boundaries(survey: &Survey<'_>) -> Answer {
    let both = exact::nodes_of_both(survey.document);
    if both.len() != 2 {
        return Answer::missing(format!(
            "{} holds a web server and an application server: draw two of them, `Web/App node 1` and `Web/App node 2`",
            match both.len() {
                0 => "no server".to_owned(),
                1 => "one server".to_owned(),
                more => format!("{more} servers"),
            }
        ));
    }
    let wanted = ["Web/App node 1", "Web/App node 2"];
    let wrong = both.iter().zip(wanted).find(|(id, name)| survey.document.title(id) != *name);
    match wrong {
        None => {
            Answer::met("`Web/App node 1` and `Web/App node 2` hold a web and an application server each")
        }
        Some((id, name)) => Answer::missing(format!(
            "{} must be called `{name}` to the letter: rename it, or let `export --labels text` write it so",
            survey.document.title(id)
        )),
    }
}

/// The copy has a direction and a label.
pub fn replication_line(survey: &Survey<'_>) -> Answer {
    let (primary, replicas) = (survey.databases(Role::Primary), survey.databases(Role::Replica));
    let links = || primary.iter().flat_map(|from| survey.links_from(*from, LinkKind::Replication));
    let right = |link: &LinkFacts<'_>| link.targets.iter().any(|target| replicas.contains(target));
    match links().find(right) {
        None => Answer::missing(
            "no replication line leads from the primary to the replica: draw it in that direction, labelled \
             `replication`",
        ),
        Some(link) if link.link.label.as_str() == exact::REPLICATION_LINE => {
            Answer::met("the primary copies to the replica")
        }
        Some(link) => Answer::missing(format!(
            "the line from the primary to the replica says `{}`; it must say `replication`",
            link.link.caption()
        )),
    }
}

/// A firewall before the load balancer and before each of the two groups.
pub fn three_firewalls_placed(survey: &Survey<'_>) -> Answer {
    let both = exact::nodes_of_both(survey.document);
    let groups = both.iter().filter_map(|id| survey.facts.find(id.as_str()));
    let balancers = survey.of(Kind::LoadBalancer).into_iter();
    let open: Vec<NodeIx> =
        balancers.chain(groups).filter(|node| !guarded::is_guarded(survey, *node)).collect();
    if open.is_empty() {
        return Answer::met("a firewall stands before the load balancer and before each web/app group");
    }
    Answer::missing(format!("no firewall stands before {}: put one there", survey.names(&open)))
        .about(survey, &open)
}

/// The line of the user's request says HTTPS.
pub fn https_line(survey: &Survey<'_>) -> Answer {
    let clients = survey.of(Kind::Client);
    let mut links = clients.iter().flat_map(|client| survey.links_from(*client, LinkKind::Request));
    let Some(first) = links.next() else {
        return Answer::missing("the user asks nobody yet: draw the line to the entry, labelled `HTTPS`");
    };
    if first.link.label.as_str() == exact::HTTPS_LINE && first.encryption() == Encryption::Encrypted {
        return Answer::met("the user's request is labelled `HTTPS`");
    }
    let mut answer = Answer::missing(format!(
        "the user's line says `{}`; it must be https and say `HTTPS`",
        first.link.caption()
    ));
    answer.at = vec![Subject::Link(first.link.id.clone())];
    answer
}

/// Who must be measured: load balancer, web servers, application servers, the primary.
fn measured(survey: &Survey<'_>) -> Vec<NodeIx> {
    let kinds = [Kind::LoadBalancer, Kind::WebServer, Kind::AppServer].into_iter();
    kinds.flat_map(|kind| survey.of(kind)).chain(survey.databases(Role::Primary)).collect()
}

/// Each of the six has a line of its own to the monitoring system, one way.
pub fn metric_lines(survey: &Survey<'_>) -> Answer {
    let collectors = survey.of(Kind::MonitorCollector);
    let reports = |node: &NodeIx| collectors.iter().any(|to| survey.leads(*node, *to, LinkKind::Monitoring));
    let mute: Vec<NodeIx> = measured(survey).into_iter().filter(|node| !reports(node)).collect();
    let asked = collectors.iter().any(|from| survey.facts.links_from(*from).next().is_some());
    match (mute.is_empty(), asked) {
        (true, false) => Answer::met("every component that is measured sends its metrics, one way"),
        (true, true) => Answer::missing("a line leads out of the monitoring system: metrics flow one way, into it")
            .about(survey, &collectors),
        (false, _) => Answer::missing(format!(
            "no metric line leads from {} to the monitoring system: draw one of the kind monitoring from each (an \
             agent on the server does not count here)",
            survey.names(&mute)
        ))
        .about(survey, &mute),
    }
}

/// At least one line of a web server says QPS metrics.
pub fn qps_line(survey: &Survey<'_>) -> Answer {
    let webs = survey.of(Kind::WebServer);
    let mut links = webs.iter().flat_map(|web| survey.links_from(*web, LinkKind::Monitoring));
    if links.any(|link| link.link.label.as_str() == exact::QPS_LINE) {
        return Answer::met("a web server sends `QPS metrics`");
    }
    Answer::missing("no web server sends `QPS metrics`: label the metric line of at least one of them so")
        .about(survey, &webs)
}

/// Metrics look different from traffic.
pub fn metric_style(survey: &Survey<'_>) -> Answer {
    let collectors = survey.of(Kind::MonitorCollector);
    let plain = collectors.iter().flat_map(|to| survey.facts.links_to(*to)).find(LinkFacts::is_request);
    match plain {
        None => Answer::met("metrics are drawn dotted, traffic is not"),
        Some(link) => {
            let mut answer = Answer::missing(
                "a line to the monitoring system is drawn like traffic: give it the kind monitoring, so that it is \
                 dotted",
            );
            answer.at = vec![Subject::Link(link.link.id.clone())];
            answer
        }
    }
}

/// The line between the load balancers says failover.
pub fn failover_line(survey: &Survey<'_>) -> Answer {
    let balancers = survey.of(Kind::LoadBalancer);
    let topology = survey.document.topology();
    let between = topology.links_sorted().into_iter().find(|link| {
        let ends = [&link.id.from, &link.id.to];
        ends.iter().all(|id| survey.facts.find(id.as_str()).is_some_and(|node| balancers.contains(&node)))
    });
    match between {
        Some(link) if link.label.as_str() == exact::FAILOVER_LINE => {
            Answer::met("`failover` joins the load balancers")
        }
        Some(link) => Answer::missing(format!(
            "the line between the load balancers says `{}`; it must say `failover`",
            link.caption()
        )),
        None => Answer::missing(
            "nothing joins the load balancers: draw a heartbeat between them, labelled `failover`",
        )
        .about(survey, &balancers),
    }
}
