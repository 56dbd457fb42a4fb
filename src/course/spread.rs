//! What the second task asks for: requests spread over two stacks, and data that is copied.

use super::requirement::Answer;
use super::stack::{Them, every};
use super::survey::Survey;
use crate::analysis::NodeIx;
use crate::model::{Access, Algorithm, Kind, LinkKind, Mode, RequestClass, Role};

/// What says that one of two waits.
const PASSIVE: &str = "active-passive";

/// Every load balancer leads to every web server.
pub fn balanced(survey: &Survey<'_>) -> Answer {
    let webs = survey.of(Kind::WebServer);
    let partial =
        |balancer: &NodeIx| survey.asked_by(*balancer, Kind::WebServer).len() < webs.len() || webs.is_empty();
    let does = ["leads to every web server", "lead to every web server"];
    every(survey, Kind::LoadBalancer, partial, does, |them| {
        let (lead, reach) = (them.verb("does not lead", "do not lead"), them.verb("it does", "they do"));
        format!(
            "{them} {lead} to every web server ({}): one that {reach} not reach serves nobody; draw a line from {them} \
             to each",
            survey.names(&webs)
        )
    })
}

/// The user comes in through a load balancer, not beside it.
pub fn enters_balanced(survey: &Survey<'_>) -> Answer {
    let clients = survey.of(Kind::Client);
    let around: Vec<NodeIx> =
        clients.iter().flat_map(|client| survey.asked_by(*client, Kind::WebServer)).collect();
    if around.is_empty() {
        return Answer::met("users reach the web servers through the load balancer only");
    }
    Answer::missing(format!(
        "the user reaches {} without the load balancer: draw the line to the load balancer instead",
        survey.names(&around)
    ))
    .about(survey, &around)
}

/// How the load balancer chooses is stated.
pub fn algorithm(survey: &Survey<'_>) -> Answer {
    let silent = |balancer: &NodeIx| survey.facts.node(*balancer).algorithm.is_none();
    let stated = survey.of(Kind::LoadBalancer).into_iter();
    let stated = stated.filter_map(|balancer| survey.facts.node(balancer).algorithm).map(words).next();
    let stated = stated.unwrap_or_default();
    let does = [&*format!("uses {stated}"), &*format!("use {stated}")];
    every(survey, Kind::LoadBalancer, silent, does, |them| {
        let choose = them.verb("chooses", "choose");
        format!(
            "the drawing does not say how {them} {choose} a server: state the algorithm, as round robin (each in \
             turn), and be ready to say how it works"
        )
    })
}

const fn words(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::RoundRobin => "round robin",
        Algorithm::LeastConn => "least connections",
        Algorithm::IpHash => "IP hash",
        Algorithm::Random => "random choice",
        Algorithm::Weighted => "weights",
    }
}

/// What the drawing claims about the two stacks is what the load balancer does: it uses both, so both are active.
pub fn claim_fits(survey: &Survey<'_>) -> Answer {
    let spreading: Vec<NodeIx> =
        survey.of(Kind::LoadBalancer).into_iter().filter(|balancer| spreads(survey, *balancer)).collect();
    let claims = claims_passive(survey);
    if spreading.is_empty() || claims.is_empty() {
        return Answer::met("nothing that is said about the two stacks contradicts the load balancer");
    }
    let (claimed, sender) = (Them::of(survey, &claims), Them::of(survey, &spreading));
    Answer::missing(format!(
        "{claimed} {} called active-passive, but {sender} {} requests to both servers: that is active-active; in an \
         active-passive pair one waits and gets nothing until the other fails",
        claimed.verb("is", "are"),
        sender.verb("sends", "send"),
    ))
    .about(survey, &claims)
}

fn spreads(survey: &Survey<'_>, balancer: NodeIx) -> bool {
    survey.facts.node(balancer).algorithm.is_some() && survey.asked_by(balancer, Kind::WebServer).len() > 1
}

/// The backends of a group in which one waits, and what calls itself so while it spreads requests.
fn claims_passive(survey: &Survey<'_>) -> Vec<NodeIx> {
    let tier = [Kind::Server, Kind::WebServer, Kind::AppServer];
    let grouped = survey.facts.groups().iter().filter(|group| {
        let members = group.members.iter().all(|member| tier.contains(&survey.facts.node(*member).kind));
        matches!(group.group.mode, Mode::ActivePassive { .. }) && members
    });
    let mut found: Vec<NodeIx> = grouped.flat_map(|group| group.members.clone()).collect();
    let alone = |node: &NodeIx| survey.facts.group_of(*node).is_none();
    found.extend(survey.of(Kind::LoadBalancer).into_iter().filter(alone).filter(|balancer| {
        let node = survey.facts.node(*balancer);
        let words = node.tags.iter().chain([&node.name]);
        words.map(|word| word.as_str().to_lowercase().replace(' ', "-")).any(|word| word.contains(PASSIVE))
    }));
    found
}

/// The load balancer has a machine of its own.
pub fn balancer_apart(survey: &Survey<'_>) -> Answer {
    let homeless: Vec<NodeIx> =
        survey.of(Kind::LoadBalancer).into_iter().filter(|one| survey.facts.host(*one).is_none()).collect();
    if !homeless.is_empty() {
        let them = Them::of(survey, &homeless);
        let (stand, run) = (them.verb("stands", "stand"), them.verb("it runs", "they run"));
        return Answer::missing(format!("{them} {stand} on no server: draw the server that {run} on"))
            .about(survey, &homeless);
    }
    let stacks: Vec<NodeIx> =
        [Kind::WebServer, Kind::AppServer].into_iter().flat_map(|kind| survey.of(kind)).collect();
    let shared = |balancer: &NodeIx| stacks.iter().any(|other| survey.together(*balancer, *other));
    let does = ["has a server of its own", "have servers of their own"];
    every(survey, Kind::LoadBalancer, shared, does, |them| {
        let together =
            them.verb("shares a server with what it balances", "share a server with what they balance");
        format!("{them} {together}: if that server fails, all is gone; give {them} a server of its own")
    })
}

/// There are two databases, or one that is said to be the primary.
pub fn two_databases(survey: &Survey<'_>) -> Answer {
    let all = survey.of(Kind::Database);
    let primary = survey.databases(Role::Primary);
    match (all.len(), primary.is_empty()) {
        (0, _) => Answer::missing("no database is drawn: add a primary and a replica"),
        (1, true) => Answer::missing(
            "one database is drawn and it plays no part: add a second one as a replica, or mark this one as the \
             primary and be ready to say what a replica would do",
        )
        .about(survey, &all),
        (1, false) => Answer::met(format!(
            "{} alone: the task accepts it where you explain what a replica would do",
            survey.names(&all)
        )),
        _ => Answer::met(survey.names(&all)),
    }
    .about(survey, &all)
}

/// The data is copied from the primary to every replica, in that direction.
pub fn replicated(survey: &Survey<'_>) -> Answer {
    let (all, primary) = (survey.of(Kind::Database), survey.databases(Role::Primary));
    if all.len() < 2 {
        return Answer::met("one database, nothing to copy");
    }
    if primary.len() != 1 {
        return Answer::missing(format!(
            "{} primaries are drawn: mark one database as the primary, which takes the writes, and the others as \
             replicas",
            if primary.is_empty() { "no".to_owned() } else { primary.len().to_string() }
        ))
        .about(survey, &all);
    }
    match backwards(survey, &primary) {
        Some(answer) => answer,
        None => fed(survey, &primary),
    }
}

/// Copies that run towards the primary.
fn backwards(survey: &Survey<'_>, primary: &[NodeIx]) -> Option<Answer> {
    let mut others = survey.of(Kind::Database).into_iter().filter(|other| !primary.contains(other));
    let wrong = others
        .find(|other| primary.iter().any(|primary| survey.leads(*other, *primary, LinkKind::Replication)))?;
    let answer = Answer::missing(format!(
        "the copy runs from {} to {}: replication goes from the primary to the replica; turn the line around",
        survey.name(wrong),
        survey.names(primary)
    ));
    Some(answer.about(survey, &[wrong]))
}

/// Databases that no copy reaches.
fn fed(survey: &Survey<'_>, primary: &[NodeIx]) -> Answer {
    let all = survey.of(Kind::Database);
    let others: Vec<NodeIx> = all.iter().copied().filter(|other| !primary.contains(other)).collect();
    let receives =
        |to: &NodeIx| all.iter().any(|from| survey.leads(*from, *to, LinkKind::Replication) && from != to);
    let hungry: Vec<NodeIx> = others.iter().copied().filter(|other| !receives(other)).collect();
    if hungry.is_empty() {
        return Answer::met(format!("{} copies to {}", survey.names(primary), survey.names(&others)));
    }
    Answer::missing(format!(
        "no copy reaches {}: draw a replication line from {} to it",
        survey.names(&hungry),
        survey.names(primary)
    ))
    .about(survey, &hungry)
}

/// No application writes to a replica, and every one can write somewhere.
pub fn writes_to_primary(survey: &Survey<'_>) -> Answer {
    let replicas = survey.databases(Role::Replica);
    let writing: Vec<NodeIx> =
        replicas.iter().copied().filter(|replica| is_written(survey, *replica)).collect();
    let stuck: Vec<NodeIx> = survey
        .of(Kind::AppServer)
        .into_iter()
        .filter(|app| !survey.facts.serves(*app, RequestClass::Write))
        .collect();
    let them = Them::of(survey, &stuck);
    match (stuck.is_empty(), writing.is_empty()) {
        (true, true) => Answer::met("writes go to the primary only"),
        (false, _) if survey.serves(RequestClass::Write) => Answer::missing(format!(
            "{them} {} no database that takes writes, so the writes that the load balancer sends there fail: let \
             {} write to the primary, not to the database that happens to stand beside",
            them.verb("reaches", "reach"),
            them.verb("it", "them"),
        ))
        .about(survey, &stuck),
        (_, false) => Answer::missing(format!(
            "an application writes to {}: a replica only follows the primary and answers reads; mark that line as \
             `access: read` and let writes go to the primary",
            survey.names(&writing)
        ))
        .about(survey, &writing),
        (false, true) => Answer::missing("no application server reaches a database that takes writes")
            .about(survey, &stuck),
    }
}

/// Whether a line that is drawn to this very database lets somebody write. A line to its group is for the group.
fn is_written(survey: &Survey<'_>, replica: NodeIx) -> bool {
    let links = survey.document.topology().links_to(survey.facts.id(replica).as_str());
    links.iter().any(|link| link.kind == LinkKind::Request && link.access != Access::Read)
}
