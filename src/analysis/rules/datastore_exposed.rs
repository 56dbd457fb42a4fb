//! SEC007 datastore-exposed: a database or cache that clients or load balancers reach directly.

use super::{Check, Hit, Pack, Rule, evidence, wording};
use crate::analysis::{Facts, LinkFacts, NodeIx, Prover, Severity};
use crate::model::{Capability, Kind, Subject, Tier};

/// SEC007: a database or cache that clients or load balancers reach directly.
pub static RULE: Rule = Rule {
    code: "SEC007",
    name: "datastore-exposed",
    severity: Severity::Error,
    pack: Pack::Standard,
    summary: "A database or cache that clients or load balancers reach past the application.",
    why: "The application decides who may see and change which data. Whoever reaches the database past it \
        needs one stolen password or one unpatched flaw to have everything. Databases and caches are \
        built to be reached by application servers only.",
    remedy: "Let only application servers reach the data, and remove the direct link.",
    false_positive: "The load balancer serves nobody but the application servers, as in front of a database cluster: \
        draw the links from the application servers to it, and nothing is reported.",
    references: &["AWS Well-Architected Framework, SEC05-BP01", "CWE-501: Trust Boundary Violation"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// Data that is meant for application servers alone; files in an object store may be for everybody.
const INNER: &[Kind] = &[Kind::Database, Kind::Cache];

fn check(facts: &Facts) -> Vec<Hit> {
    facts.links().filter(LinkFacts::is_request).filter_map(|link| hit(facts, link)).collect()
}

fn hit(facts: &Facts, link: LinkFacts<'_>) -> Option<Hit> {
    let stores: Vec<NodeIx> =
        link.targets.iter().copied().filter(|node| INNER.contains(&facts.node(*node).kind)).collect();
    let source = link.sources.iter().copied().find(|node| is_outside(facts, *node))?;
    if stores.is_empty() {
        return None;
    }
    let number = link.number;
    let (from, store) = (wording::name(facts, source), wording::names(facts, &stores));
    Some(Hit {
        subjects: vec![Subject::Link(link.link.id.clone())],
        also: stores.iter().map(|node| facts.id(*node).clone()).collect(),
        message: format!("{from} reaches {store} directly, past the application"),
        prover: Prover::new(move |facts| {
            let why = evidence::of_links(facts, &[number], &stores);
            evidence::proof(why, "remove the link, and let an application server ask in its place")
        }),
        ..Hit::default()
    })
}

/// Whether requests from there have not passed an application.
fn is_outside(facts: &Facts, node: NodeIx) -> bool {
    match facts.tier(node) {
        Tier::Client => true,
        Tier::Edge => !facts.does(node, Capability::Filters),
        Tier::Balancer => !serves_applications_only(facts, node),
        Tier::Naming
        | Tier::Proxy
        | Tier::Web
        | Tier::App
        | Tier::Cache
        | Tier::Data
        | Tier::External
        | Tier::Container
        | Tier::Beside => false,
    }
}

/// A load balancer in front of a database cluster is asked by applications, and by nobody else.
fn serves_applications_only(facts: &Facts, balancer: NodeIx) -> bool {
    let mut askers = facts.links_to(balancer).filter(LinkFacts::is_request).flat_map(|link| link.sources);
    let application = |node: &NodeIx| facts.does(*node, Capability::Serves) || facts.tier(*node) == Tier::App;
    let first = askers.next();
    first.is_some_and(application) && askers.all(application)
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        c: client
        lb: load_balancer
        d: database
        k: cache
        c > lb
        lb > d                             ! SEC007
        c > k                              ! SEC007
        = SEC007 lb reaches d directly, past the application
        ",
    ),
    super::board::positive(
        "
        cdn: cdn
        i: internet
        d: database
        cdn > d                            ! SEC007
        i > d                              ! SEC007
        ",
    ),
    super::board::negative(
        "
        c: client
        lb: load_balancer
        a: app_server
        d: database
        c > lb
        lb > a
        a > d
        ",
    ),
    super::board::near_miss(
        "
        # A load balancer for the applications alone, and files meant for everybody.
        c: client
        a1: app_server
        a2: app_server
        lb: load_balancer
        d1: database
        d2: database
        pictures: object_store
        c > a1,a2,pictures
        a1 > lb
        a2 > lb
        lb > d1,d2
        ",
    ),
    super::board::unstated(
        "
        # Nothing says who asks the database.
        c: client
        lb: load_balancer
        d: database
        c > lb
        ",
    ),
];
