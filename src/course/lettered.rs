//! The requirements of the text version: exact labels, exact counts, and nothing of later tasks.
//!
//! Where the curriculum is quoted (labels, its misspelling, the six metric lines) the rows hold it to the letter. That
//! the drawing can be rendered needs no row: an export that would lose something fails by itself.

use super::premise::Premise::{Anything, Asks, Database, Links, Node, Stack};
use super::requirement::Amount::{Any, AtLeast, Exactly};
use super::requirement::{Amount, Requirement, Wants};
use super::{compared, exact, scaled, spread, stack};
use crate::model::{Kind, LinkKind, Role};

const fn label(kind: Kind, label: &'static str, amount: [Amount; 4]) -> Wants {
    Wants::Label { kind, label, amount }
}

/// Every requirement, in the order of the drawing.
pub const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        name: "label-user",
        tasks: &[0, 1, 2, 3],
        asks: "",
        wants: label(Kind::Client, exact::USER, [Exactly(1); 4]),
    },
    Requirement {
        name: "site",
        tasks: &[0, 1, 2, 3],
        asks: "the label `www.foobar.com` exactly once",
        wants: Wants::Shape(&[], compared::site),
    },
    Requirement {
        name: "label-dns",
        tasks: &[0],
        asks: "",
        wants: label(Kind::Dns, exact::DNS, [Exactly(1), Any, Any, Any]),
    },
    Requirement {
        name: "label-web",
        tasks: &[0, 1, 2, 3],
        asks: "",
        wants: label(Kind::WebServer, exact::WEB, [Exactly(1), Exactly(2), Exactly(2), AtLeast(2)]),
    },
    Requirement {
        name: "label-app",
        tasks: &[0, 1, 2, 3],
        asks: "",
        wants: label(Kind::AppServer, exact::APP, [Exactly(1), Exactly(2), Exactly(2), AtLeast(2)]),
    },
    Requirement {
        name: "label-code",
        tasks: &[0],
        asks: "",
        wants: label(Kind::Files, exact::CODE, [Exactly(1), Any, Any, Any]),
    },
    Requirement {
        name: "label-database",
        tasks: &[0],
        asks: "",
        wants: label(Kind::Database, exact::DATABASE, [Exactly(1), Any, Any, Any]),
    },
    Requirement {
        name: "label-balancer",
        tasks: &[1, 2, 3],
        asks: "",
        wants: label(Kind::LoadBalancer, exact::BALANCER, [Any, Exactly(1), Exactly(1), Exactly(2)]),
    },
    Requirement {
        name: "label-primary",
        tasks: &[1, 2, 3],
        asks: "",
        wants: label(Kind::Database, exact::PRIMARY, [Any, Exactly(1), Exactly(1), Exactly(1)]),
    },
    Requirement {
        name: "label-replica",
        tasks: &[1, 2, 3],
        asks: "",
        wants: label(Kind::Database, exact::REPLICA, [Any, Exactly(1), Exactly(1), AtLeast(1)]),
    },
    Requirement {
        name: "boundary",
        tasks: &[0],
        asks: "server boundary",
        wants: Wants::Count {
            kind: Kind::Server,
            amount: [Exactly(1), Any, Any, Any],
            few: "draw the server around the programs that run on it",
            many: "the first task has one server",
        },
    },
    Requirement {
        name: "boundaries",
        tasks: &[1, 2],
        asks: "the boundaries `Web/App node 1` and `Web/App node 2`, each with a web and an application server",
        wants: Wants::Shape(&[], compared::boundaries),
    },
    Requirement {
        name: "record-line",
        tasks: &[0],
        asks: "the line to DNS labelled `A record → 8.8.8.8`",
        wants: Wants::Shape(&[], compared::record_line),
    },
    Requirement {
        name: "answers",
        tasks: &[0, 1, 2, 3],
        asks: "a request and an answer, and the answer does not pass through DNS",
        wants: Wants::Shape(&[Asks(Kind::AppServer, Kind::Database)], compared::answers_directly),
    },
    Requirement {
        name: "directed",
        tasks: &[0, 1, 2, 3],
        asks: "every line has one direction",
        wants: Wants::Shape(&[Links(LinkKind::Request)], compared::directed),
    },
    Requirement {
        name: "entry",
        tasks: &[1, 2, 3],
        asks: "the user comes in through the load balancer",
        wants: Wants::Shape(&[Asks(Kind::Client, Kind::LoadBalancer)], spread::enters_balanced),
    },
    Requirement {
        name: "balanced",
        tasks: &[1, 2, 3],
        asks: "the load balancer leads to every web server",
        wants: Wants::Shape(&[Node(Kind::LoadBalancer), Node(Kind::WebServer)], spread::balanced),
    },
    Requirement {
        name: "web-to-app",
        tasks: &[0, 1, 2, 3],
        asks: "the web server passes requests to the application server",
        wants: Wants::Shape(&[Node(Kind::WebServer), Node(Kind::AppServer)], stack::web_to_app),
    },
    Requirement {
        name: "app-to-data",
        tasks: &[0, 1, 2, 3],
        asks: "the application server asks the database",
        wants: Wants::Shape(&[Node(Kind::AppServer), Node(Kind::Database)], stack::app_to_data),
    },
    Requirement {
        name: "data-behind-app",
        tasks: &[0, 1, 2, 3],
        asks: "nobody else asks the database",
        wants: Wants::Shape(&[Asks(Kind::AppServer, Kind::Database)], stack::data_behind_app),
    },
    Requirement {
        name: "replication-line",
        tasks: &[1, 2, 3],
        asks: "the primary leads to the replica with a line labelled `replication`",
        wants: Wants::Shape(&[], compared::replication_line),
    },
    Requirement {
        name: "writes",
        tasks: &[1, 2, 3],
        asks: "writes go to the primary, the replica takes none",
        wants: Wants::Shape(
            &[Database(Role::Primary), Asks(Kind::AppServer, Kind::Database)],
            spread::writes_to_primary,
        ),
    },
    Requirement {
        name: "label-firewall",
        tasks: &[2],
        asks: "",
        wants: label(Kind::Firewall, exact::FIREWALL, [Any, Any, Exactly(3), Any]),
    },
    Requirement {
        name: "firewalls-placed",
        tasks: &[2],
        asks: "a firewall before the load balancer and before each web/app group",
        wants: Wants::Shape(
            &[Node(Kind::Firewall), Node(Kind::LoadBalancer), Stack],
            compared::three_firewalls_placed,
        ),
    },
    Requirement {
        name: "https-line",
        tasks: &[2],
        asks: "the user's line is encrypted and labelled `HTTPS`",
        wants: Wants::Shape(&[], compared::https_line),
    },
    Requirement {
        name: "label-monitoring",
        tasks: &[2],
        asks: "",
        wants: label(Kind::MonitorCollector, exact::MONITORING, [Any, Any, Exactly(1), Any]),
    },
    Requirement {
        name: "metric-lines",
        tasks: &[2],
        asks: "metric lines from the load balancer, both web servers, both application servers and the primary, one way",
        wants: Wants::Shape(
            &[
                Node(Kind::MonitorCollector),
                Node(Kind::LoadBalancer),
                Node(Kind::WebServer),
                Node(Kind::AppServer),
                Database(Role::Primary),
            ],
            compared::metric_lines,
        ),
    },
    Requirement {
        name: "qps-line",
        tasks: &[2],
        asks: "a metric line of a web server labelled `QPS metrics`",
        wants: Wants::Shape(&[], compared::qps_line),
    },
    Requirement {
        name: "metric-style",
        tasks: &[2],
        asks: "metric lines that look different from traffic",
        wants: Wants::Shape(&[Links(LinkKind::Monitoring)], compared::metric_style),
    },
    Requirement {
        name: "failover-line",
        tasks: &[3],
        asks: "the load balancers joined by a line labelled `failover`",
        wants: Wants::Shape(&[], compared::failover_line),
    },
    Requirement {
        name: "split",
        tasks: &[3],
        asks: "separate servers for the web, application and database tiers",
        wants: Wants::Shape(
            &[Node(Kind::WebServer), Node(Kind::AppServer), Node(Kind::Database)],
            scaled::split,
        ),
    },
    Requirement {
        name: "nothing-later",
        tasks: &[0, 1, 2, 3],
        asks: "nothing of a later task",
        wants: Wants::Shape(&[Anything], compared::nothing_later),
    },
    Requirement {
        name: "design",
        tasks: &[0, 1, 2, 3],
        asks: "no claim that anything is implemented",
        wants: Wants::Shape(&[Anything], compared::a_design),
    },
];
