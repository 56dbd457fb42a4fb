//! What the last task asks for: load balancers that stand in for each other, and a server for every role.

use super::requirement::Answer;
use super::stack::Them;
use super::survey::Survey;
use crate::analysis::NodeIx;
use crate::model::Kind;

/// The roles that the task splits.
const ROLES: [Kind; 3] = [Kind::WebServer, Kind::AppServer, Kind::Database];

/// The load balancers are one cluster.
pub fn clustered(survey: &Survey<'_>) -> Answer {
    let balancers = survey.of(Kind::LoadBalancer);
    let group = balancers.first().and_then(|first| survey.facts.group_of(*first));
    let together = group.is_some_and(|group| {
        balancers.iter().all(|balancer| survey.facts.group_of(*balancer) == Some(group))
    });
    if together && balancers.len() > 1 {
        return Answer::met(format!("{} are one cluster", survey.names(&balancers)));
    }
    if balancers.len() < 2 {
        return Answer::missing("a cluster needs a second load balancer").about(survey, &balancers);
    }
    Answer::missing(format!(
        "{} stand side by side without being a cluster: group them as active-passive with a shared address, or \
         nobody takes over",
        survey.names(&balancers)
    ))
    .about(survey, &balancers)
}

/// Web server, application server and database never share a machine.
pub fn split(survey: &Survey<'_>) -> Answer {
    let all: Vec<(Kind, NodeIx)> = ROLES
        .into_iter()
        .flat_map(|kind| survey.of(kind).into_iter().map(move |node| (kind, node)))
        .collect();
    let shares = |(kind, node): &&(Kind, NodeIx)| {
        all.iter().any(|(other, twin)| other != kind && survey.together(*node, *twin))
    };
    let mixed: Vec<NodeIx> = all.iter().filter(shares).map(|(_, node)| *node).collect();
    let homeless: Vec<NodeIx> =
        all.iter().map(|(_, node)| *node).filter(|node| survey.facts.host(*node).is_none()).collect();
    let them = Them::of(survey, &homeless);
    match (mixed.is_empty(), homeless.is_empty()) {
        (true, true) => Answer::met("web servers, application servers and databases have servers of their own"),
        (false, _) => Answer::missing(format!(
            "{} still share servers: move the web server, the application server and the database each to a server \
             of its own",
            survey.names(&mixed)
        ))
        .about(survey, &mixed),
        (true, false) => Answer::missing(format!(
            "{them} {} on no server: draw the server that {} on",
            them.verb("stands", "stand"),
            them.verb("it runs", "each of them runs"),
        ))
        .about(survey, &homeless),
    }
}
