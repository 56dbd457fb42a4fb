//! The engine against the design's tables: single points of failure of the stages, what the plain graph gets wrong,
//! simulations, the story of each step; and what must stay true under any change of a drawing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use topoboard::analysis::blast::ranking;
use topoboard::analysis::difference::{RuleStep, Turn, findings};
use topoboard::analysis::failure::{Condition, Simulation, simulate};
use topoboard::analysis::{Context, Facts, Lack, Loss, Report, SpofLine, analyse};
use topoboard::codec;
use topoboard::model::{
    Allowance, Capability, Change, Date, Document, Edit, Group, Id, Kind, Link, LinkId, Mode, Node,
    RequestClass, RequestClasses, Transaction,
};
use topoboard::stage;

use crate::random::{Dice, Flavour, drawing, id, put_link, put_node};

// Drawings.

fn drawn(body: &str) -> Document {
    let text = format!("#![enable(implicit_some)]\nDiagram(format: 1, {body})");
    codec::decode(&text, "test").unwrap_or_else(|error| panic!("{}", error.render(false))).document
}

fn built_in(address: &str) -> Document {
    let (series, number) = address.split_once('/').unwrap();
    let series = stage::built_in(series).unwrap();
    let number = number.parse().unwrap();
    series.stage(number).unwrap().decode().unwrap().document
}

fn report(document: &Document) -> Report {
    analyse(document, &Context::default(), &|| false).unwrap()
}

// Words for results, so that the tables below read as those of the design.

fn classes(requests: RequestClasses) -> String {
    requests.iter().map(RequestClass::name).collect::<Vec<_>>().join(" ")
}

fn kind(loss: Loss) -> &'static str {
    match loss {
        Loss::Total => "REL001",
        Loss::Writes => "REL002",
        Loss::Partial => "REL003",
        Loss::Zone => "REL004",
        Loss::SharedHost => "REL005",
    }
}

fn line(facts: &Facts, line: &SpofLine) -> String {
    let ids = line.also().into_iter().map(|node| facts.id(node).as_str()).collect::<Vec<_>>().join(" ");
    format!("{} {} ({ids}) [{}]", kind(line.kind), facts.id(line.atom), classes(line.lost))
}

fn lines(document: &Document) -> Vec<String> {
    let facts = Facts::new(document);
    facts.spof_lines().map(|(_, spof)| line(&facts, spof)).collect()
}

fn losses(document: &Document) -> BTreeMap<String, String> {
    let facts = Facts::new(document);
    let all = facts.services().iter().flat_map(|service| service.losses.iter());
    all.map(|(node, lost)| (facts.id(*node).to_string(), classes(*lost))).collect()
}

fn killed(document: &Document, ids: &[&str]) -> Simulation {
    simulate(document, &ids.iter().map(|text| id(text)).collect::<Vec<_>>()).unwrap()
}

fn lost(document: &Document, ids: &[&str]) -> String {
    killed(document, ids).services.iter().map(|outcome| classes(outcome.lost())).collect()
}

// Section 7: single points of failure of the stages.

#[test]
fn the_stages_have_exactly_their_single_points_of_failure() {
    let expected: &[(&str, &[&str])] = &[
        ("tiers/0", &["REL001 server-1 (app-1 db-1 web-1) [static read write]"]),
        ("tiers/1", &["REL002 db-1 (server-1) [write]", "REL001 lb-1 (server-lb) [static read write]"]),
        ("tiers/2", &["REL002 db-1 (server-1) [write]", "REL001 lb-1 (server-lb) [static read write]"]),
        ("tiers/3", &[]),
        ("roles/0", &["REL001 server-1 (app-1 db-1 web-1) [static read write]"]),
        ("roles/1", &["REL001 db-1 (server-1) [read write]", "REL001 lb-1 (server-lb) [static read write]"]),
        ("roles/2", &["REL001 db-1 (server-1) [read write]", "REL001 lb-1 (server-lb) [static read write]"]),
        (
            "roles/3",
            &[
                "REL001 app-1 (server-app-1) [read write]",
                "REL001 db-1 (server-db-1) [read write]",
                "REL001 web-1 (server-web-1) [static read write]",
            ],
        ),
    ];
    for (stage, expected) in expected {
        assert_eq!(lines(&built_in(stage)), *expected, "{stage}");
    }
}

/// What a step did: each rule with the first subjects of its findings.
fn story(steps: &[RuleStep]) -> Vec<String> {
    let subjects =
        |step: &RuleStep| step.subjects.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    steps.iter().map(|step| format!("{} {}", step.rule.code, subjects(step))).collect()
}

/// From, to; what was fixed, is new, moved, is still there. What the design's column leaves unsaid (new on servers that
/// are new) is here.
type Step = (&'static str, &'static str, [&'static [&'static str]; 4]);

const STEPS: &[Step] = &[
    (
        "tiers/0",
        "tiers/1",
        [
            &["REL001 server-1", "OPS001 www.foobar.com", "PERF002 www.foobar.com"],
            &[
                "REL001 lb-1",
                "REL002 db-1",
                "OPS002 server-2 server-lb",
                "PERF001 server-2",
                "SEC002 server-1 server-2",
            ],
            &["SEC001 server-lb", "SEC003 client->lb-1"],
            &["OPS002 server-1", "PERF001 server-1"],
        ],
    ),
    (
        "tiers/1",
        "tiers/2",
        [
            &[
                "SEC001 server-lb",
                "SEC003 client->lb-1",
                "OPS002 server-1 server-2 server-lb",
                "SEC002 server-1 server-2",
            ],
            &["SEC004 lb-1->web-1"],
            &[],
            &["REL001 lb-1", "REL002 db-1", "PERF001 server-1 server-2"],
        ],
    ),
    (
        "tiers/2",
        "tiers/3",
        [
            &["REL001 lb-1", "REL002 db-1", "PERF001 server-1 server-2"],
            &["SEC004 web-1->app-1"],
            &[],
            &["SEC004 lb-1->web-1"],
        ],
    ),
    (
        "roles/0",
        "roles/1",
        [
            &["REL001 server-1", "OPS001 www.foobar.com", "PERF002 www.foobar.com"],
            &["REL001 db-1 lb-1", "OPS002 server-2 server-lb", "SEC002 server-1 server-2"],
            &["SEC001 server-lb", "SEC003 client->lb-1"],
            &["OPS002 server-1", "PERF001 server-1"],
        ],
    ),
    (
        "roles/1",
        "roles/2",
        [
            &[
                "SEC001 server-lb",
                "SEC003 client->lb-1",
                "OPS002 server-1 server-2 server-lb",
                "SEC002 server-1 server-2",
            ],
            &[],
            &[],
            &["REL001 db-1 lb-1", "PERF001 server-1"],
        ],
    ),
    (
        "roles/2",
        "roles/3",
        [
            &["REL001 lb-1", "PERF001 server-1"],
            &["REL001 app-1 web-1", "OPS001 www.foobar.com", "SEC004 web-1->app-1"],
            &[],
            &["REL001 db-1"],
        ],
    ),
];

#[test]
fn every_step_tells_the_story_of_its_lesson() {
    for (from, to, expected) in STEPS {
        let (old, new) = (built_in(from), built_in(to));
        let found = findings(&report(&old), &report(&new));
        let told = [found.fixed_by_rule(), found.new_by_rule(), found.moved_by_rule(), found.still_by_rule()];
        for (part, expected) in told.iter().zip(expected) {
            let (part, expected): (BTreeSet<_>, BTreeSet<_>) =
                (story(part).into_iter().collect(), expected.iter().map(ToString::to_string).collect());
            assert_eq!(part, expected, "{from} to {to}");
        }
    }
}

#[test]
fn a_stage_does_not_differ_from_itself() {
    let document = built_in("tiers/2");
    let report = report(&document);
    let same = topoboard::analysis::difference::difference((&document, &report), (&document, &report));
    assert!(same.is_empty(), "{same:?}");
    assert_eq!(same.findings.still.len(), 5);
}

#[test]
fn a_drawing_says_in_words_what_changed() {
    let (old, new) = (built_in("tiers/1"), built_in("tiers/2"));
    let changes = topoboard::analysis::difference::drawings(&old, &new);
    let of = |name: &str| {
        changes.iter().find(|change| change.subject.to_string() == name).map(|change| &change.turn)
    };
    assert_eq!(of("fw-1"), Some(&Turn::Added));
    assert_eq!(
        of("client->lb-1"),
        Some(&Turn::Changed(vec!["protocol: http → https".into(), "port: 80 → 443".into()]))
    );
    assert_eq!(of("web-1"), None, "what stays as it is has no line");
    let back = topoboard::analysis::difference::drawings(&new, &old);
    assert!(back.iter().any(|change| change.subject.to_string() == "fw-1" && change.turn == Turn::Removed));
}

#[test]
fn an_allowance_holds_through_its_last_day_and_for_its_rule_and_subject_only() {
    let mut document = built_in("tiers/1");
    let until = Date::parse("2027-01-31");
    let key = ("REL002".into(), "db-1".into());
    let allowance = Allowance {
        rule: "REL002".into(),
        subject: "db-1".into(),
        severity: None,
        reason: "read-mostly".into(),
        until,
    };
    document
        .apply(&Transaction::from_distinct(vec![Edit::Allowance(Change::birth(key, allowance))]))
        .unwrap();
    let allowed = |today: &str| {
        let report =
            analyse(&document, &Context { today: Date::parse(today), ..Context::default() }, &|| false)
                .unwrap();
        let allowed = report.findings.iter().filter(|finding| finding.allowed.is_some());
        allowed.map(|finding| finding.rule.code).collect::<Vec<_>>()
    };
    assert_eq!(allowed("2027-01-31"), ["REL002"]);
    assert_eq!(allowed("2027-02-01"), Vec::<&str>::new());
}

// Section 2: where the plain graph answer is wrong.

const STACK: &str = r#"
    nodes: [
        (id: "client", kind: client), (id: "web-1", kind: web_server), (id: "app-1", kind: app_server),
        (id: "db-1", kind: database), (id: "pay", kind: external), (id: "dns", kind: dns),
    ],
    links: [
        (from: "client", to: "web-1"), (from: "web-1", to: "app-1"), (from: "app-1", to: "db-1"),
        (from: "app-1", to: "pay"), (from: "app-1", to: "dns", kind: resolution),
    ]"#;

#[test]
fn a_leaf_is_a_single_point_of_failure() {
    let found = losses(&drawn(STACK));
    assert_eq!(found["db-1"], "read write");
    assert_eq!(found["web-1"], "static read write");
}

#[test]
fn what_no_request_passes_is_none() {
    let found = losses(&built_in("tiers/2"));
    assert!(!found.contains_key("collector") && !found.keys().any(|id| id.starts_with("agent")), "{found:?}");
    assert!(!losses(&built_in("roles/1")).keys().any(|id| id.starts_with("files") || id.starts_with("app")));
}

#[test]
fn reads_survive_the_primary() {
    let found = losses(&built_in("tiers/1"));
    assert_eq!(found["db-1"], "write");
    assert!(!found.contains_key("db-2"));
}

#[test]
fn a_standby_without_a_route_cannot_serve() {
    let document = drawn(
        r#"nodes: [
            (id: "client", kind: client), (id: "lb-1", kind: load_balancer), (id: "lb-2", kind: load_balancer),
            (id: "web-1", kind: web_server), (id: "web-2", kind: web_server),
        ],
        groups: [(id: "lb", mode: active_passive(active: "lb-1", failover: auto), members: ["lb-1", "lb-2"])],
        links: [
            (from: "client", to: "lb"), (from: "lb-1", to: "web-1"), (from: "lb-1", to: "web-2"),
            (from: "lb-1", to: "lb-2", kind: heartbeat),
        ]"#,
    );
    assert_eq!(lines(&document), ["REL001 lb-1 () [static read write]"]);
    let facts = Facts::new(&document);
    assert!(!facts.serves(facts.find("lb-2").unwrap(), RequestClass::Read));
}

#[test]
fn a_shared_host_undoes_redundancy() {
    let document = drawn(
        r#"nodes: [
            (id: "client", kind: client), (id: "server", kind: server),
            (id: "lb-1", kind: load_balancer, parent: "server"), (id: "lb-2", kind: load_balancer, parent: "server"),
            (id: "web-1", kind: web_server), (id: "web-2", kind: web_server),
        ],
        groups: [(id: "lb", mode: active_active(min: 1), members: ["lb-1", "lb-2"])],
        links: [
            (from: "client", to: "lb"), (from: "lb", to: "web-1"), (from: "lb", to: "web-2"),
        ]"#,
    );
    assert_eq!(lines(&document), ["REL005 server () [static read write]"]);
}

#[test]
fn every_hard_dependency_counts() {
    let found = losses(&drawn(STACK));
    for dependency in ["db-1", "pay", "dns"] {
        assert_eq!(found[dependency], "read write", "{dependency}");
    }
    let reported: Vec<String> = lines(&drawn(STACK));
    assert!(
        !reported.iter().any(|line| line.contains("pay") || line.contains("dns")),
        "managed: {reported:?}"
    );
}

#[test]
fn a_quorum_falls_in_pairs() {
    let document = built_in("tiers/3");
    let servers = ["server-db-1", "server-db-2", "server-db-3"];
    for server in servers {
        assert_eq!(lost(&document, &[server]), "", "{server}");
    }
    for pair in [[0, 1], [0, 2], [1, 2]] {
        assert_eq!(lost(&document, &pair.map(|place| servers[place])), "read write");
    }
}

#[test]
fn pinned_to_the_local_database_only_one_side_can_write() {
    let document = drawn(
        r#"nodes: [
            (id: "client", kind: client), (id: "lb-1", kind: load_balancer),
            (id: "server-1", kind: server), (id: "web-1", kind: web_server, parent: "server-1"),
            (id: "app-1", kind: app_server, parent: "server-1"),
            (id: "db-1", kind: database, parent: "server-1", role: primary),
            (id: "server-2", kind: server), (id: "web-2", kind: web_server, parent: "server-2"),
            (id: "app-2", kind: app_server, parent: "server-2"),
            (id: "db-2", kind: database, parent: "server-2", role: replica),
        ],
        groups: [(id: "db", mode: primary_replica(failover: none), members: ["db-1", "db-2"])],
        links: [
            (from: "client", to: "lb-1"), (from: "lb-1", to: "web-1"), (from: "lb-1", to: "web-2"),
            (from: "web-1", to: "app-1"), (from: "web-2", to: "app-2"),
            (from: "app-1", to: "db-1"), (from: "app-2", to: "db-2"),
            (from: "db-1", to: "db-2", kind: replication),
        ]"#,
    );
    assert_eq!(
        lines(&document),
        ["REL001 lb-1 () [static read write]", "REL002 server-1 (app-1 db-1 web-1) [write]"]
    );
    let facts = Facts::new(&document);
    let serves = |name, class| facts.serves(facts.find(name).unwrap(), class);
    assert!(serves("web-2", RequestClass::Read) && !serves("web-2", RequestClass::Write));
}

#[test]
fn inline_firewalls_are_in_the_way_and_guards_are_not() {
    let body = |wall: &str, links: &str| {
        drawn(&format!(
            r#"nodes: [
                (id: "client", kind: client), {wall}, (id: "lb-1", kind: load_balancer),
                (id: "web-1", kind: web_server), (id: "web-2", kind: web_server),
            ],
            links: [{links}, (from: "lb-1", to: "web-1"), (from: "lb-1", to: "web-2")]"#
        ))
    };
    let inline =
        body(r#"(id: "fw", kind: firewall)"#, r#"(from: "client", to: "fw"), (from: "fw", to: "lb-1")"#);
    assert_eq!(lines(&inline), ["REL001 fw () [static read write]", "REL001 lb-1 () [static read write]"]);
    let guard = body(r#"(id: "fw", kind: firewall, guards: ["lb-1"])"#, r#"(from: "client", to: "lb-1")"#);
    assert_eq!(lines(&guard), ["REL001 lb-1 () [static read write]"]);
    let facts = Facts::new(&guard);
    assert!(facts.is_guarded(facts.find("lb-1").unwrap()) && !facts.is_guarded(facts.find("web-1").unwrap()));
}

// Section 1: cycles, slots, what a node can do.

#[test]
fn balancers_that_point_at_each_other_serve_nothing() {
    let document = drawn(
        r#"nodes: [(id: "client", kind: client), (id: "a", kind: load_balancer), (id: "b", kind: load_balancer)],
        links: [(from: "client", to: "a"), (from: "a", to: "b"), (from: "b", to: "a")]"#,
    );
    let facts = Facts::new(&document);
    assert!(facts.services()[0].offered.is_empty());
    let short = facts.shortfalls(&facts.services()[0], RequestClass::Read);
    let who: Vec<&str> = short.iter().map(|shortfall| facts.id(shortfall.node).as_str()).collect();
    assert_eq!(who, ["client", "a", "b"]);
}

#[test]
fn apps_that_need_each_other_are_both_needed() {
    let document = drawn(
        r#"nodes: [(id: "client", kind: client), (id: "a", kind: app_server), (id: "b", kind: app_server)],
        links: [(from: "client", to: "a"), (from: "a", to: "b"), (from: "b", to: "a")]"#,
    );
    let found = losses(&document);
    assert_eq!((found["a"].as_str(), found["b"].as_str()), ("static read write", "read write"));
}

#[test]
fn a_replica_alone_cannot_complete_a_write() {
    let document = drawn(
        r#"nodes: [(id: "client", kind: client), (id: "app", kind: app_server), (id: "db", kind: database, role: replica)],
        links: [(from: "client", to: "app"), (from: "app", to: "db")]"#,
    );
    let facts = Facts::new(&document);
    assert_eq!(classes(facts.services()[0].offered), "static read");
    let short = facts.shortfalls(&facts.services()[0], RequestClass::Write);
    assert_eq!(short.last().map(|shortfall| &shortfall.lack), Some(&Lack::ReadOnly));
}

#[test]
fn a_soft_cache_is_no_dependency_and_a_hard_one_is() {
    let with = |need: &str| {
        drawn(&format!(
            r#"nodes: [(id: "client", kind: client), (id: "app", kind: app_server), (id: "cache", kind: cache)],
            links: [(from: "client", to: "app"), (from: "app", to: "cache"{need})]"#
        ))
    };
    assert!(!losses(&with("")).contains_key("cache"));
    assert_eq!(losses(&with(", need: hard"))["cache"], "read write");
}

#[test]
fn two_unrelated_databases_are_both_needed_and_replicas_are_alternatives() {
    let with = |replication: &str| {
        drawn(&format!(
            r#"nodes: [(id: "client", kind: client), (id: "app", kind: app_server), (id: "a", kind: database), (id: "b", kind: database)],
            links: [(from: "client", to: "app"), (from: "app", to: "a"), (from: "app", to: "b"){replication}]"#
        ))
    };
    let apart = losses(&with(""));
    assert_eq!((apart["a"].as_str(), apart["b"].as_str()), ("read write", "read write"));
    let joined = losses(&with(
        r#", (from: "a", to: "b", kind: replication), (from: "b", to: "a", kind: replication)"#,
    ));
    assert!(!joined.contains_key("a") && !joined.contains_key("b"), "{joined:?}");
}

#[test]
fn a_named_slot_makes_alternatives_of_anything() {
    let document = drawn(
        r#"nodes: [(id: "client", kind: client), (id: "app", kind: app_server), (id: "a", kind: external), (id: "b", kind: external)],
        links: [(from: "client", to: "app"), (from: "app", to: "a", slot: "pay"), (from: "app", to: "b", slot: "pay")]"#,
    );
    assert_eq!(losses(&document).keys().collect::<Vec<_>>(), ["app"]);
}

#[test]
fn a_link_to_a_server_reaches_its_front() {
    let document = drawn(
        r#"nodes: [
            (id: "client", kind: client), (id: "server", kind: server),
            (id: "web", kind: web_server, parent: "server"), (id: "db", kind: database, parent: "server"),
            (id: "bare", kind: server),
        ],
        links: [(from: "client", to: "server"), (from: "server", to: "bare"), (from: "web", to: "db")]"#,
    );
    assert_eq!(
        lines(&document),
        ["REL001 bare () [read write]", "REL001 server (db web) [static read write]"]
    );
}

#[test]
fn a_manual_standby_does_not_take_over() {
    let with = |failover: &str| {
        drawn(&format!(
            r#"nodes: [
                (id: "client", kind: client), (id: "lb-1", kind: load_balancer), (id: "lb-2", kind: load_balancer),
                (id: "web-1", kind: web_server), (id: "web-2", kind: web_server),
            ],
            groups: [(id: "lb", mode: active_passive(active: "lb-1", failover: {failover}), members: ["lb-1", "lb-2"])],
            links: [(from: "client", to: "lb"), (from: "lb", to: "web-1"), (from: "lb", to: "web-2")]"#
        ))
    };
    assert_eq!(lines(&with("auto")), Vec::<String>::new());
    assert_eq!(lines(&with("manual")), ["REL001 lb-1 () [static read write]"]);
}

#[test]
fn a_zone_stands_beside_what_it_holds() {
    let document = drawn(
        r#"nodes: [
            (id: "client", kind: client), (id: "zone", kind: zone),
            (id: "s-1", kind: server, parent: "zone"), (id: "lb", kind: load_balancer, parent: "s-1"),
            (id: "s-2", kind: server, parent: "zone"), (id: "web-1", kind: web_server, parent: "s-2"),
            (id: "s-3", kind: server, parent: "zone"), (id: "web-2", kind: web_server, parent: "s-3"),
            (id: "s-4", kind: server, parent: "zone"), (id: "db", kind: database, parent: "s-4"),
        ],
        links: [
            (from: "client", to: "lb"), (from: "lb", to: "web-1"), (from: "lb", to: "web-2"),
            (from: "web-1", to: "db"), (from: "web-2", to: "db"),
        ]"#,
    );
    assert_eq!(
        lines(&document),
        [
            "REL001 db (s-4) [read write]",
            "REL001 lb (s-1) [static read write]",
            "REL004 zone () [static read write]",
        ]
    );
}

// Section 8: simulation.

#[test]
fn simulations_are_as_pinned() {
    let all = "static read write";
    let pinned: &[(&str, &str, &str)] = &[
        ("tiers/2", "server-1", "write"),
        ("tiers/2", "server-2", ""),
        ("tiers/2", "server-lb", all),
        ("roles/2", "server-1", "read write"),
        ("roles/3", "server-lb-1", ""),
        ("roles/3", "lb-1", ""),
        ("roles/3", "server-web-1", all),
        ("roles/3", "server-app-1", "read write"),
        ("roles/3", "server-db-1", "read write"),
    ];
    for (stage, server, expected) in pinned {
        assert_eq!(lost(&built_in(stage), &[server]), *expected, "{stage} {server}");
    }
    let document = built_in("tiers/3");
    for (server, node) in document.topology().nodes().filter(|(_, node)| node.kind == Kind::Server) {
        assert_eq!(lost(&document, &[server.as_str()]), "", "{server} {}", node.name);
    }
}

#[test]
fn host_cuts_of_two_are_as_pinned() {
    let expected: &[(&str, RequestClass, &[&str])] = &[
        ("tiers/1", RequestClass::Read, &["server-1 server-2"]),
        ("tiers/1", RequestClass::Write, &[]),
        (
            "tiers/3",
            RequestClass::Write,
            &[
                "server-app-1 server-app-2",
                "server-db-1 server-db-2",
                "server-db-1 server-db-3",
                "server-db-2 server-db-3",
                "server-lb-1 server-lb-2",
                "server-web-1 server-web-2",
            ],
        ),
        ("roles/3", RequestClass::Read, &["server-lb-1 server-lb-2"]),
    ];
    for (stage, class, expected) in expected {
        let document = built_in(stage);
        let servers: Vec<Id> = document
            .topology()
            .nodes()
            .filter(|(_, node)| node.kind == Kind::Server)
            .map(|(server, _)| server.clone())
            .filter(|server| !fails(&document, std::slice::from_ref(server), *class))
            .collect();
        let mut cuts = Vec::new();
        for (place, first) in servers.iter().enumerate() {
            for second in &servers[place + 1..] {
                if fails(&document, &[first.clone(), second.clone()], *class) {
                    cuts.push(format!("{first} {second}"));
                }
            }
        }
        assert_eq!(cuts, *expected, "{stage} {}", class.name());
    }
}

fn fails(document: &Document, failed: &[Id], class: RequestClass) -> bool {
    simulate(document, failed).unwrap().services.iter().any(|outcome| outcome.lost().contains(class))
}

#[test]
fn a_simulation_says_who_is_down_starved_and_degraded() {
    let simulation = killed(&built_in("tiers/2"), &["server-1"]);
    let condition = |name: &str| simulation.nodes.get(&id(name)).copied();
    for name in ["server-1", "web-1", "app-1", "db-1", "agent-1"] {
        assert_eq!(condition(name), Some(Condition::Down), "{name}");
    }
    let write = RequestClasses::NONE.with(RequestClass::Write);
    for name in ["app-2", "web-2", "lb-1", "client"] {
        assert_eq!(condition(name), Some(Condition::Starved { lost: write }), "{name}");
    }
    assert_eq!(condition("db-2"), None);
    let simulation = killed(&built_in("tiers/2"), &["server-2"]);
    assert_eq!(simulation.nodes.get(&id("lb-1")), Some(&Condition::Degraded { serving: 1, of: 2 }));
    assert!(!simulation.loses_requests());
}

#[test]
fn the_worst_off_of_several_slots_is_told() {
    // On one machine: four of eight that would do for one need, and one of three for another.
    let mut edits = vec![
        node("client", Kind::Client, None),
        node("lb", Kind::LoadBalancer, None),
        node("machine", Kind::Server, None),
        link("client", "lb"),
    ];
    for (slot, count, held) in [("few", 3, 1), ("many", 8, 4)] {
        for place in 0..count {
            let name = format!("{slot}-{place}");
            edits.push(node(&name, Kind::WebServer, (place < held).then_some("machine")));
            edits.push(slotted("lb", &name, slot));
        }
    }
    let simulation = killed(&applied(edits), &["machine"]);
    assert!(!simulation.loses_requests());
    assert_eq!(simulation.nodes.get(&id("lb")), Some(&Condition::Degraded { serving: 4, of: 8 }));
}

#[test]
fn a_group_of_many_needs_as_many_as_it_says() {
    let name = |place: usize| format!("web-{place:02}");
    let members: Vec<Id> = (0..70).map(|place| id(&name(place))).collect();
    let mut edits = vec![node("client", Kind::Client, None), node("lb", Kind::LoadBalancer, None)];
    edits.extend(members.iter().map(|member| node(member.as_str(), Kind::WebServer, None)));
    let group =
        Group { name: "".into(), mode: Mode::ActiveActive { min: 60 }, members: members.clone(), vip: None };
    edits.push(Edit::Group(Change::birth(id("webs"), Arc::new(group))));
    edits.extend([link("client", "lb"), link("lb", "webs")]);
    let document = applied(edits);
    assert!(fails(&document, &members[..11], RequestClass::Static));
    assert!(!fails(&document, &members[..10], RequestClass::Static));
    assert_eq!(losses(&document).keys().collect::<Vec<_>>(), ["lb"]);
}

#[test]
fn a_group_fails_by_its_members_and_a_stranger_is_refused() {
    assert_eq!(lost(&built_in("tiers/3"), &["lb"]), "static read write");
    let error = simulate(&built_in("tiers/3"), &[id("nobody")]).unwrap_err();
    assert_eq!(error.to_string(), "there is no node or group called nobody in the drawing");
}

// What must stay true under any change.

#[test]
fn failing_more_never_restores() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let document = drawing(&mut dice, Flavour::Site);
        let ids: Vec<Id> = document.topology().nodes().map(|(name, _)| name.clone()).collect();
        let more: Vec<Id> = (0..4).map(|_| dice.pick(&ids)).collect();
        let served = |failed: &[Id]| {
            let simulation = simulate(&document, failed).unwrap();
            simulation.services.iter().map(|outcome| outcome.served).collect::<Vec<_>>()
        };
        for (few, many) in served(&more[..2]).into_iter().zip(served(&more)) {
            assert_eq!(few.intersection(many), many, "site {seed}");
        }
    }
}

#[test]
fn an_alternative_never_adds_a_single_point_of_failure() {
    let mut tried = 0;
    for seed in 0..400 {
        let document = drawing(&mut Dice::new(seed), Flavour::Site);
        let stateless =
            |(_, node): &(&Id, &Arc<Node>)| matches!(node.kind, Kind::WebServer | Kind::AppServer);
        // Only links between two nodes: with others, the twin would be asked by its original.
        let simple = |link: &Arc<Link>| {
            let ends = [&link.id.from, &link.id.to].map(|end| document.topology().node(end.as_str()));
            link.id.from != link.id.to
                && ends.into_iter().all(|end| end.is_some_and(|node| !node.does(Capability::Contains)))
        };
        let plain = |(name, _): &(&Id, &Arc<Node>)| {
            let links =
                [document.topology().links_from(name.as_str()), document.topology().links_to(name.as_str())];
            document.topology().group_of(name).is_none() && links.concat().into_iter().all(simple)
        };
        let Some((name, node)) = document.topology().nodes().filter(stateless).find(plain) else { continue };
        let mut more = document.clone();
        let twin = id("twin");
        assert!(put_node(&mut more, &twin, Node { parent: None, ..Node::clone(node) }));
        for link in document.topology().links_from(name.as_str()) {
            let again = LinkId { from: twin.clone(), ..link.id.clone() };
            assert!(put_link(&mut more, Link { id: again, ..Link::clone(link) }));
        }
        for link in document.topology().links_to(name.as_str()) {
            let again = LinkId { to: twin.clone(), ..link.id.clone() };
            assert!(put_link(&mut more, Link { id: again, ..Link::clone(link) }));
        }
        tried += 1;
        let (before, after) = (Facts::new(&document), Facts::new(&more));
        for (old, new) in before.services().iter().zip(after.services()) {
            for (atom, lost) in &new.losses {
                let known =
                    before.find(after.id(*atom).as_str()).map(|atom| old.loss(atom)).unwrap_or_default();
                let now = lost.intersection(old.offered);
                assert_eq!(now.intersection(known), now, "site {seed}: {}", after.id(*atom));
            }
        }
    }
    assert!(tried > 200, "{tried}");
}

/// The same drawing, its parts put in in another order and called otherwise.
fn shuffled(document: &Document, dice: &mut Dice) -> Document {
    let mut edits = Vec::new();
    for (name, node) in document.topology().nodes() {
        let renamed = Node { name: format!("name {}", dice.below(5)).as_str().into(), ..Node::clone(node) };
        edits.push(Edit::Node(Change::birth(name.clone(), Arc::new(renamed))));
    }
    for (name, group) in document.topology().groups() {
        edits.push(Edit::Group(Change::birth(name.clone(), Arc::clone(group))));
    }
    for link in document.topology().links() {
        edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::clone(link))));
    }
    for place in (1..edits.len()).rev() {
        edits.swap(place, dice.below(place + 1));
    }
    let mut copy = Document::default();
    copy.apply(&Transaction::from_distinct(edits)).unwrap();
    copy
}

#[test]
fn order_and_names_leave_fingerprints_alone() {
    // MOD007 is about names, so what it finds comes and goes with them.
    let prints = |document: &Document| {
        let findings = report(document).findings.into_iter().filter(|finding| finding.rule.code != "MOD007");
        findings.map(|finding| finding.fingerprint).collect::<Vec<_>>()
    };
    for seed in 0..150 {
        let mut dice = Dice::new(seed);
        let document = drawing(&mut dice, Flavour::Wild);
        let found = prints(&document);
        assert_eq!(prints(&shuffled(&document, &mut dice)), found, "wild {seed}");
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "wild {seed}: twice the same");
    }
}

#[test]
fn random_drawings_have_something_to_lose() {
    let mut with_losses = 0;
    let mut with_partial_losses = 0;
    for seed in 0..300 {
        let document = drawing(&mut Dice::new(seed), Flavour::Site);
        let found = losses(&document);
        with_losses += u32::from(!found.is_empty());
        with_partial_losses += u32::from(found.values().collect::<BTreeSet<_>>().len() > 1);
    }
    assert!(with_losses > 150 && with_partial_losses > 40, "{with_losses} {with_partial_losses}");
}

// Size.

/// A site of layers: `width` machines a layer, each with a component that needs one of the next layer and, in every
/// third layer, another one as well. The client needs all of the first.
fn layered(width: usize, layers: usize) -> Document {
    let mut edits = vec![node("client", Kind::Client, None)];
    let kind = |layer: usize| match layer {
        0 => Kind::LoadBalancer,
        last if last + 1 == layers => Kind::Database,
        _ => Kind::AppServer,
    };
    for layer in 0..layers {
        for place in 0..width {
            let (machine, part) = (format!("m-{layer}-{place}"), format!("c-{layer}-{place}"));
            edits.push(node(&machine, Kind::Server, None));
            edits.push(node(&part, kind(layer), Some(&machine)));
            if layer > 0 {
                let above = |offset: usize| format!("c-{}-{}", layer - 1, (place + offset) % width);
                let also = if layer % 3 == 1 { "other" } else { "" };
                edits.push(slotted(&above(0), &part, ""));
                edits.push(slotted(&above(1), &part, also));
            }
        }
    }
    edits
        .extend((0..width).map(|place| slotted("client", &format!("c-0-{place}"), &format!("slot-{place}"))));
    applied(edits)
}

fn node(name: &str, kind: Kind, parent: Option<&str>) -> Edit {
    let node = Node { parent: parent.map(id), ..Node::new(kind, "".into()) };
    Edit::Node(Change::birth(id(name), Arc::new(node)))
}

fn link(from: &str, to: &str) -> Edit {
    let link = Link::new(LinkId::new(id(from), id(to)));
    Edit::Link(Change::birth(link.id.clone(), Arc::new(link)))
}

fn slotted(from: &str, to: &str, slot: &str) -> Edit {
    let slot = (!slot.is_empty()).then(|| slot.into());
    let link = Link { slot, ..Link::new(LinkId::new(id(from), id(to))) };
    Edit::Link(Change::birth(link.id.clone(), Arc::new(link)))
}

fn applied(edits: Vec<Edit>) -> Document {
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    document
}

/// A row of balancers; both ways it is one loop of forwarders, at whose end a CDN answers static requests: a web
/// server there would be another need of the last balancer, beside the way back.
fn chain(length: usize, both_ways: bool) -> Document {
    let last = if both_ways { Kind::Cdn } else { Kind::WebServer };
    let mut edits = vec![node("client", Kind::Client, None), node("last", last, None)];
    let name = |place: usize| format!("lb-{place}");
    for place in 0..length {
        edits.push(node(&name(place), Kind::LoadBalancer, None));
        if place > 0 {
            edits.push(link(&name(place - 1), &name(place)));
        }
        if place > 0 && both_ways {
            edits.push(link(&name(place), &name(place - 1)));
        }
    }
    edits.push(link("client", &name(0)));
    edits.push(link(&name(length - 1), "last"));
    applied(edits)
}

#[test]
fn many_candidates_are_tried_in_blocks() {
    for (document, all) in [(chain(700, false), "static read write"), (chain(700, true), "static")] {
        let found = losses(&document);
        assert_eq!(found.len(), 701);
        assert!(found.values().all(|lost| lost == all));
    }
}

#[test]
fn failing_one_by_one_gives_the_same_losses() {
    let document = layered(12, 9);
    let found = losses(&document);
    assert!(found.len() >= 48, "the first two layers at least: {found:?}");
    for (name, node) in document.topology().nodes().filter(|(_, node)| node.kind != Kind::Client) {
        let expected = found.get(name.as_str()).map_or("", String::as_str);
        assert_eq!(lost(&document, &[name.as_str()]), expected, "{name} {}", node.name);
    }
}

#[test]
fn what_several_blocks_say_is_what_each_failure_says() {
    let document = layered(30, 10);
    let found = losses(&document);
    let ranked = ranking(&document);
    assert_eq!(ranked.len(), 600, "more than one block of 512");
    for blast in ranked.iter().step_by(13) {
        let expected = lost(&document, &[blast.part.as_str()]);
        assert_eq!(found.get(blast.part.as_str()).map_or("", String::as_str), expected, "{}", blast.part);
        let said = blast.lost.first().map_or(String::new(), |(_, lost)| classes(*lost));
        assert_eq!(said, expected, "{}", blast.part);
    }
}

#[test]
fn ten_thousand_in_a_row_end() {
    for both_ways in [false, true] {
        let document = chain(10_000, both_ways);
        assert_eq!(Facts::new(&document).services()[0].losses.len(), 10_001);
        assert_eq!(killed(&document, &["lb-9999"]).nodes.len(), 10_001);
    }
}

#[test]
fn ten_thousand_in_a_mesh_end() {
    let mut dice = Dice::new(7);
    let name = |place: usize| format!("app-{place}");
    let mut edits = vec![node("client", Kind::Client, None), link("client", "app-0")];
    for place in 0..10_000 {
        edits.push(node(&name(place), Kind::AppServer, None));
        let targets: BTreeSet<usize> = (0..3).map(|_| dice.below(10_000)).collect();
        edits.extend(
            targets
                .into_iter()
                .filter(|target| *target != place)
                .map(|target| link(&name(place), &name(target))),
        );
    }
    let document = applied(edits);
    let facts = Facts::new(&document);
    assert_eq!(classes(facts.services()[0].offered), "static read write");
    assert_eq!(facts.services()[0].losses.len(), 1, "only the entry");
}

#[test]
fn evidence_of_one_failure_leaves_no_trace_in_the_next() {
    for (document, name) in
        [(built_in("tiers/2"), "server-1"), (chain(50, true), "lb-20"), (chain(600, false), "lb-590")]
    {
        let facts = Facts::new(&document);
        let node = facts.find(name).unwrap();
        for class in RequestClass::ALL {
            let first = facts.aftermath(&[node], class);
            facts.aftermath(&facts.nodes().take(3).collect::<Vec<_>>(), class);
            assert_eq!(facts.aftermath(&[node], class), first, "{name} {}", class.name());
            assert_eq!(Facts::new(&document).aftermath(&[node], class), first, "{name} {}", class.name());
        }
    }
}

#[test]
fn a_cancelled_analysis_stops() {
    let document = layered(12, 9);
    assert!(analyse(&document, &Context::default(), &|| true).is_none());
}

#[test]
fn nothing_drawn_is_nothing_found_and_no_service() {
    let empty = Document::default();
    assert!(Facts::new(&empty).services().is_empty());
    assert!(report(&empty).findings.iter().all(|finding| finding.rule.code.starts_with("MOD")));
}
