//! The requirements of the version that is drawn on a whiteboard: what each task must contain, cumulative.
//!
//! The course leaves two counts open, and this table says how it reads them: one database is enough in the second
//! task if it is marked as the primary ("even if only the primary is implemented"), and the last task, which adds one
//! server to three and splits three roles, asks for at least four servers and one of each role. It does not mention the
//! certificate again, so encrypted requests are enough there.

use super::premise::Premise::{Asks, Database, Node};
use super::requirement::Amount::{AtLeast, Exactly};
use super::requirement::{Amount, Requirement, Wants};
use super::{guarded, scaled, spread, stack};
use crate::model::{Kind, Role};

const ALL: &[u8] = &[0, 1, 2, 3];
const FROM_1: &[u8] = &[1, 2, 3];
const FROM_2: &[u8] = &[2, 3];
const LAST: &[u8] = &[3];

const fn count(kind: Kind, amount: [Amount; 4], few: &'static str, many: &'static str) -> Wants {
    Wants::Count { kind, amount, few, many }
}

/// Every requirement, in the order in which a request meets them.
pub const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        name: "user",
        tasks: ALL,
        asks: "user{s} who wants the site",
        wants: count(
            Kind::Client,
            [AtLeast(1); 4],
            "the drawing starts with a user: add a client and draw the request from there",
            "",
        ),
    },
    Requirement {
        name: "domain",
        tasks: ALL,
        asks: "the domain name foobar.com",
        wants: Wants::Shape(&[], stack::domain),
    },
    Requirement {
        name: "www-record",
        tasks: ALL,
        asks: "a www record of foobar.com that leads to the address 8.8.8.8",
        wants: Wants::Shape(&[], stack::record),
    },
    Requirement {
        name: "servers",
        tasks: ALL,
        asks: "server{s}",
        wants: count(
            Kind::Server,
            [Exactly(1), Exactly(3), Exactly(3), AtLeast(4)],
            "draw the machines, and the programs inside them; a server is not the same as a web server",
            "the task asks for fewer; draw only what it mentions",
        ),
    },
    Requirement {
        name: "load-balancer",
        tasks: FROM_1,
        asks: "load balancer{s} (HAProxy)",
        wants: count(
            Kind::LoadBalancer,
            [Amount::Any, Exactly(1), Exactly(1), Exactly(2)],
            "a load balancer takes the requests and spreads them over the servers; add it between the user and the \
             web servers",
            "the task asks for fewer; the second one comes with the last task",
        ),
    },
    Requirement {
        name: "web-servers",
        tasks: ALL,
        asks: "web server{s} (Nginx)",
        wants: count(
            Kind::WebServer,
            [Exactly(1), Exactly(2), Exactly(2), AtLeast(1)],
            "add a web server such as Nginx inside the server; it takes the requests and serves static files",
            "the task asks for fewer; draw only what it mentions",
        ),
    },
    Requirement {
        name: "app-servers",
        tasks: ALL,
        asks: "application server{s}",
        wants: count(
            Kind::AppServer,
            [Exactly(1), Exactly(2), Exactly(2), AtLeast(1)],
            "add an application server, which runs the code; the web server does not",
            "the task asks for fewer; draw only what it mentions",
        ),
    },
    Requirement {
        name: "code-base",
        tasks: ALL,
        asks: "the application files (code base) with every application server",
        wants: Wants::Shape(&[Node(Kind::AppServer)], stack::code_base),
    },
    Requirement {
        name: "database",
        tasks: &[0, 3],
        asks: "database{s} (MySQL)",
        wants: count(
            Kind::Database,
            [Exactly(1), Amount::Any, Amount::Any, AtLeast(1)],
            "add a database, which keeps what must outlive a request",
            "the task asks for one; the second one comes with the next task",
        ),
    },
    Requirement {
        name: "databases",
        tasks: &[1, 2],
        asks: "2 databases (MySQL), a primary and a replica, or the primary alone",
        wants: Wants::Shape(&[], spread::two_databases),
    },
    Requirement {
        name: "balanced",
        tasks: FROM_1,
        asks: "the load balancer leads to every web server",
        wants: Wants::Shape(&[Node(Kind::LoadBalancer), Node(Kind::WebServer)], spread::balanced),
    },
    Requirement {
        name: "entry",
        tasks: FROM_1,
        asks: "the user comes in through the load balancer",
        wants: Wants::Shape(&[Asks(Kind::Client, Kind::LoadBalancer)], spread::enters_balanced),
    },
    Requirement {
        name: "algorithm",
        tasks: FROM_1,
        asks: "the distribution algorithm of the load balancer",
        wants: Wants::Shape(&[Node(Kind::LoadBalancer)], spread::algorithm),
    },
    Requirement {
        name: "active",
        tasks: FROM_1,
        asks: "active-active or active-passive, as the load balancer really works",
        wants: Wants::Shape(&[Asks(Kind::LoadBalancer, Kind::WebServer)], spread::claim_fits),
    },
    Requirement {
        name: "balancer-apart",
        tasks: FROM_1,
        asks: "the load balancer on a server of its own",
        wants: Wants::Shape(&[Node(Kind::LoadBalancer), Node(Kind::WebServer)], spread::balancer_apart),
    },
    Requirement {
        name: "web-to-app",
        tasks: ALL,
        asks: "the web server passes dynamic requests to the application server",
        wants: Wants::Shape(&[Node(Kind::WebServer), Node(Kind::AppServer)], stack::web_to_app),
    },
    Requirement {
        name: "app-to-data",
        tasks: ALL,
        asks: "the application server asks the database",
        wants: Wants::Shape(&[Node(Kind::AppServer), Node(Kind::Database)], stack::app_to_data),
    },
    Requirement {
        name: "data-behind-app",
        tasks: ALL,
        asks: "nobody else asks the database",
        wants: Wants::Shape(&[Asks(Kind::AppServer, Kind::Database)], stack::data_behind_app),
    },
    Requirement {
        name: "replication",
        tasks: FROM_1,
        asks: "the primary copies its data to the replica",
        wants: Wants::Shape(&[Database(Role::Primary)], spread::replicated),
    },
    Requirement {
        name: "writes",
        tasks: FROM_1,
        asks: "writes go to the primary",
        wants: Wants::Shape(
            &[Database(Role::Primary), Asks(Kind::AppServer, Kind::Database)],
            spread::writes_to_primary,
        ),
    },
    Requirement {
        name: "answered",
        tasks: ALL,
        asks: "a request of the user is answered",
        wants: Wants::Shape(&[], stack::answered),
    },
    Requirement {
        name: "firewalls",
        tasks: FROM_2,
        asks: "firewall{s}",
        wants: count(
            Kind::Firewall,
            [Amount::Any, Amount::Any, Exactly(3), AtLeast(3)],
            "one for each server: before the load balancer and before each of the two stacks",
            "the task asks for three, one for each server",
        ),
    },
    Requirement {
        name: "firewalls-guard",
        tasks: FROM_2,
        asks: "every firewall guards something",
        wants: Wants::Shape(&[Node(Kind::Firewall)], guarded::firewalls_work),
    },
    Requirement {
        name: "servers-guarded",
        tasks: FROM_2,
        asks: "a firewall before every server",
        wants: Wants::Shape(&[Node(Kind::Firewall), Node(Kind::Server)], guarded::every_server_guarded),
    },
    Requirement {
        name: "certificate",
        tasks: &[2],
        asks: "SSL certificate{s} for www.foobar.com",
        wants: count(
            Kind::Certificate,
            [Amount::Any, Amount::Any, AtLeast(1), Amount::Any],
            "put a certificate where TLS ends: on the load balancer, or on the web servers",
            "",
        ),
    },
    Requirement {
        name: "https",
        tasks: FROM_2,
        asks: "https from the user to the site",
        wants: Wants::Shape(&[], guarded::https),
    },
    Requirement {
        name: "certificate-used",
        tasks: &[2],
        asks: "the certificate is where encrypted requests arrive",
        wants: Wants::Shape(&[Node(Kind::Certificate)], guarded::certificate_used),
    },
    Requirement {
        name: "monitoring",
        tasks: FROM_2,
        asks: "monitoring client{s}",
        wants: count(
            Kind::MonitorAgent,
            [Amount::Any, Amount::Any, Exactly(3), AtLeast(3)],
            "put a monitoring client on every server; it collects logs and measurements and sends them away",
            "the task asks for three, one on each server",
        ),
    },
    Requirement {
        name: "servers-watched",
        tasks: FROM_2,
        asks: "a monitoring client on every server",
        wants: Wants::Shape(&[Node(Kind::MonitorAgent), Node(Kind::Server)], guarded::every_server_watched),
    },
    Requirement {
        name: "clients-report",
        tasks: FROM_2,
        asks: "the monitoring clients send what they collect to a service, as Sumo Logic",
        wants: Wants::Shape(&[Node(Kind::MonitorAgent)], guarded::agents_report),
    },
    Requirement {
        name: "cluster",
        tasks: LAST,
        asks: "the load balancers form a cluster",
        wants: Wants::Shape(&[], scaled::clustered),
    },
    Requirement {
        name: "split",
        tasks: LAST,
        asks: "web server, application server and database on servers of their own",
        wants: Wants::Shape(
            &[Node(Kind::WebServer), Node(Kind::AppServer), Node(Kind::Database)],
            scaled::split,
        ),
    },
];
