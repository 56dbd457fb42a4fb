//! OPS001 maintenance-downtime: restarting a web or application server stops requests.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Evidence, Facts, NodeIx, Proof, Prover, ServiceFacts, Severity};
use crate::model::{RequestClasses, Subject};

/// OPS001: restarting a web or application server stops requests.
pub static RULE: Rule = Rule {
    code: "OPS001",
    name: "maintenance-downtime",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "Restarting a web or application server stops requests: there is no second one.",
    why: "A deployment usually restarts the web or application server, and so does a security update. With \
        one instance the users see every restart, so updates are put off or done at night.",
    remedy: "Add a second instance behind a load balancer; then take one out, update it, put it back, and go \
        on with the other.",
    false_positive: "A short interruption is acceptable, or the server restarts without dropping requests.",
    references: &["kube-score: deployment strategy, pod disruption budget"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// The most instances that the proof has a sentence about.
const LINES: usize = 8;

fn check(facts: &Facts) -> Vec<Hit> {
    facts.services().iter().filter_map(|service| hit(facts, service)).collect()
}

fn hit(facts: &Facts, service: &ServiceFacts) -> Option<Hit> {
    let deployed: Vec<(NodeIx, RequestClasses)> = service
        .losses
        .iter()
        .copied()
        .filter(|(node, lost)| !lost.is_empty() && is_deployed(facts, *node))
        .collect();
    if deployed.is_empty() {
        return None;
    }
    let offered = service.offered;
    let nodes: Vec<NodeIx> = deployed.iter().map(|(node, _)| *node).collect();
    let requests = deployed.iter().fold(RequestClasses::NONE, |all, (_, lost)| all.union(*lost));
    Some(Hit {
        service: Some(service.name.clone()),
        requests,
        subjects: vec![Subject::Service(service.name.clone())],
        also: nodes.iter().map(|node| facts.id(*node).clone()).collect(),
        message: message(facts, service, &nodes, requests),
        prover: Prover::new(move |facts| prove(facts, offered, &deployed)),
        ..Hit::default()
    })
}

fn prove(facts: &Facts, offered: RequestClasses, deployed: &[(NodeIx, RequestClasses)]) -> Proof {
    let why = Evidence {
        lines: deployed.iter().take(LINES).map(|(node, lost)| line(facts, offered, *node, *lost)).collect(),
        path: deployed.iter().map(|(node, _)| facts.subject(*node)).collect(),
        ..Evidence::default()
    };
    evidence::proof(
        why,
        "add a second instance of each behind a load balancer, and update one after the other",
    )
}

/// Whether it runs our code, in one instance as far as the drawing says.
fn is_deployed(facts: &Facts, node: NodeIx) -> bool {
    facts.is_component(node) && facts.is_single_compute(node)
}

fn message(facts: &Facts, service: &ServiceFacts, nodes: &[NodeIx], lost: RequestClasses) -> String {
    let names =
        wording::either(wording::in_flow(facts, nodes).iter().map(|node| wording::name(facts, *node)));
    let all = lost == service.offered;
    let what = if all { "every request".to_owned() } else { wording::requests(lost) };
    format!("updating {names} stops {what}: no second instance takes over meanwhile")
}

fn line(facts: &Facts, offered: RequestClasses, node: NodeIx, lost: RequestClasses) -> String {
    let effect = wording::consequence(lost, offered);
    format!("{} has no second instance: without it {effect}", wording::name(facts, node))
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        s: server
          w: web_server
          a: app_server
          d: database
        c > w
        w > a
        a > d
        ! OPS001 c also=a,w requests=static,read,write
        = OPS001 updating w or a stops every request: no second instance takes over meanwhile
        ",
    ),
    super::board::positive(
        "
        # A server that holds nothing runs the application itself.
        service shop.example: c
        c: client
        s: server
        c > s
        ! OPS001 shop.example also=s
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
        w1: web_server
        w2: web_server
        c > lb
        lb > w1,w2
        ",
    ),
    super::board::near_miss(
        "
        # The database is a single point of failure, but a deployment does not restart it; several instances are stated.
        c: client
        w: web_server instances=3
        d: database
        c > w
        w > d
        ",
    ),
    super::board::unstated(
        "
        # Nobody asks, so nobody notices a restart.
        w: web_server
        a: app_server
        w > a
        ",
    ),
];
