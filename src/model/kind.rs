//! Node kinds: one row each. Whoever wants to know what a kind can do asks its row, never matches on the kind.
//!
//! Invariant: [`Kind::all`] has every kind once, in the order of the request flow; names, stems and ASCII tags are
//! unique. To add a kind, add a variant and its row.

/// What a thing on the whiteboard is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Who asks: the root of requests, on the untrusted side.
    Client,
    /// The open internet; passes requests through, untrusted.
    Internet,
    /// Name resolution.
    Dns,
    /// A content delivery network.
    Cdn,
    /// A firewall: *inline* with request links, a *guard* without.
    Firewall,
    /// A web application firewall; behaves like a firewall.
    Waf,
    /// A load balancer.
    LoadBalancer,
    /// A proxy that forwards requests.
    Proxy,
    /// A region holding zones.
    Region,
    /// An availability zone holding servers.
    Zone,
    /// A network: a frame without a life of its own.
    Network,
    /// A host or virtual machine.
    Server,
    /// A web server: serves static content, passes the rest on.
    WebServer,
    /// An application server: executes the code.
    AppServer,
    /// A background worker.
    Worker,
    /// A cache.
    Cache,
    /// A message queue.
    Queue,
    /// A database.
    Database,
    /// An object store.
    ObjectStore,
    /// A third party's service.
    External,
    /// The application's files (code base), an artefact of its parent.
    Files,
    /// A certificate, an artefact of its parent.
    Certificate,
    /// A monitoring agent.
    MonitorAgent,
    /// Where agents report to.
    MonitorCollector,
}

/// What a kind can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// Requests begin here.
    Originates,
    /// Lies on the untrusted side.
    Untrusted,
    /// Passes requests on; cannot answer alone.
    Forwards,
    /// Keeps unwanted traffic out (firewall, WAF).
    Filters,
    /// Stands at the edge by trade: its being reached from outside needs no firewall before it (firewall, WAF, CDN).
    Fronts,
    /// TLS may end here.
    TerminatesTls,
    /// Runs code that needs what it is linked to.
    Serves,
    /// Can answer static requests alone (web server, app server, CDN).
    AnswersStatic,
    /// Ends a request by holding data.
    Stores,
    /// Can be copied by replication links.
    Replicates,
    /// A machine: what it holds fails with it.
    Hosts,
    /// A zone or region: holds machines, fails with all it holds.
    Groups,
    /// May be the parent of other nodes.
    Contains,
    /// Can fail.
    Fails,
    /// Operated by somebody else by default.
    Managed,
    /// Watches other nodes, or collects what watchers report.
    Watches,
    /// Resolves names.
    Resolves,
    /// Belongs to its parent as a thing, not as a process.
    Artefact,
}

/// Where a kind stands in the request flow; the order is the order of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Clients and the internet.
    Client,
    /// DNS.
    Naming,
    /// CDN, firewall, WAF.
    Edge,
    /// Load balancers.
    Balancer,
    /// Proxies.
    Proxy,
    /// Web servers.
    Web,
    /// Application servers and workers.
    App,
    /// Caches and queues.
    Cache,
    /// Databases and object stores.
    Data,
    /// Third parties.
    External,
    /// Containers: no tier of their own.
    Container,
    /// Beside the flow: monitoring and artefacts.
    Beside,
}

/// The outline a kind is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Rounded corners: what lies outside.
    Rounded,
    /// A plain light box.
    Plain,
    /// A frame with the title in its top border.
    Frame,
    /// Double top and bottom: what keeps data.
    Drum,
    /// Shaded side walls: what filters.
    Wall,
    /// Dashed: an artefact or a note.
    Slip,
}

/// One row of the table of kinds.
#[derive(Debug)]
struct Row {
    kind: Kind,
    /// The word in files.
    name: &'static str,
    /// The words on screen.
    title: &'static str,
    /// The beginning of generated ids: `web` gives `web-1`.
    stem: &'static str,
    /// Two ASCII letters.
    tag: &'static str,
    /// One cell.
    sign: char,
    shape: Shape,
    tier: Tier,
    does: &'static [Capability],
}

use Capability as C;

const fn row(
    kind: Kind,
    [name, title, stem, tag]: [&'static str; 4],
    sign: char,
    shape: Shape,
    tier: Tier,
    does: &'static [Capability],
) -> Row {
    Row { kind, name, title, stem, tag, sign, shape, tier, does }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(Kind::Client,       ["client",        "client",        "client",   "CL"], '◌', Shape::Rounded, Tier::Client,    &[C::Originates, C::Untrusted]),
    row(Kind::Internet,     ["internet",      "internet",      "internet", "IN"], '◍', Shape::Rounded, Tier::Client,    &[C::Untrusted, C::Forwards]),
    row(Kind::Dns,          ["dns",           "DNS",           "dns",      "DN"], '@', Shape::Rounded, Tier::Naming,    &[C::Forwards, C::Resolves, C::Fails, C::Managed]),
    row(Kind::Cdn,          ["cdn",           "CDN",           "cdn",      "CD"], '◎', Shape::Plain,   Tier::Edge,      &[C::Forwards, C::Fronts, C::AnswersStatic, C::TerminatesTls, C::Fails, C::Managed]),
    row(Kind::Firewall,     ["firewall",      "firewall",      "fw",       "FW"], '▒', Shape::Wall,    Tier::Edge,      &[C::Forwards, C::Filters, C::Fronts, C::Fails]),
    row(Kind::Waf,          ["waf",           "WAF",           "waf",      "WF"], '▓', Shape::Wall,    Tier::Edge,      &[C::Forwards, C::Filters, C::Fronts, C::TerminatesTls, C::Fails]),
    row(Kind::LoadBalancer, ["load_balancer", "load balancer", "lb",       "LB"], '⇄', Shape::Plain,   Tier::Balancer,  &[C::Forwards, C::TerminatesTls, C::Fails]),
    row(Kind::Proxy,        ["proxy",         "proxy",         "proxy",    "PX"], '⇉', Shape::Plain,   Tier::Proxy,     &[C::Forwards, C::TerminatesTls, C::Fails]),
    row(Kind::Region,       ["region",        "region",        "region",   "RG"], '◰', Shape::Frame,   Tier::Container, &[C::Contains, C::Groups, C::Fails]),
    row(Kind::Zone,         ["zone",          "zone",          "zone",     "ZN"], '▣', Shape::Frame,   Tier::Container, &[C::Contains, C::Groups, C::Fails]),
    row(Kind::Network,      ["network",       "network",       "net",      "NT"], '◫', Shape::Frame,   Tier::Container, &[C::Contains]),
    row(Kind::Server,       ["server",        "server",        "server",   "SV"], '▤', Shape::Frame,   Tier::Container, &[C::Contains, C::Hosts, C::Fails]),
    row(Kind::WebServer,    ["web_server",    "web server",    "web",      "WB"], '◇', Shape::Plain,   Tier::Web,       &[C::Serves, C::AnswersStatic, C::TerminatesTls, C::Fails]),
    row(Kind::AppServer,    ["app_server",    "app server",    "app",      "AP"], 'λ', Shape::Plain,   Tier::App,       &[C::Serves, C::AnswersStatic, C::TerminatesTls, C::Fails]),
    row(Kind::Worker,       ["worker",        "worker",        "worker",   "WK"], '⚙', Shape::Plain,   Tier::App,       &[C::Serves, C::Fails]),
    row(Kind::Cache,        ["cache",         "cache",         "cache",    "CA"], '≋', Shape::Drum,    Tier::Cache,     &[C::Stores, C::Replicates, C::Fails]),
    row(Kind::Queue,        ["queue",         "queue",         "queue",    "QU"], '⋯', Shape::Drum,    Tier::Cache,     &[C::Stores, C::Replicates, C::Fails]),
    row(Kind::Database,     ["database",      "database",      "db",       "DB"], '≡', Shape::Drum,    Tier::Data,      &[C::Stores, C::Replicates, C::Fails]),
    row(Kind::ObjectStore,  ["object_store",  "object store",  "store",    "OS"], '▥', Shape::Drum,    Tier::Data,      &[C::Stores, C::Replicates, C::Fails, C::Managed]),
    row(Kind::External,     ["external",      "third party",   "ext",      "EX"], '◊', Shape::Rounded, Tier::External,  &[C::Fails, C::Managed]),
    row(Kind::Files,        ["files",         "code base",     "files",    "FI"], '▱', Shape::Slip,    Tier::Beside,    &[C::Artefact]),
    row(Kind::Certificate,  ["certificate",   "certificate",   "cert",     "CE"], '✓', Shape::Slip,    Tier::Beside,    &[C::Artefact]),
    row(Kind::MonitorAgent, ["monitor_agent", "monitor agent", "agent",    "MA"], '◦', Shape::Slip,    Tier::Beside,    &[C::Watches]),
    row(Kind::MonitorCollector, ["monitor_collector", "monitoring", "collector", "MC"], '◉', Shape::Rounded, Tier::Beside, &[C::Watches]),
];

impl Kind {
    /// Every kind once, in the order of the request flow.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.kind)
    }

    /// The kind that files call `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.kind)
    }

    fn row(self) -> &'static Row {
        // The rows stand in the order of the variants: a test holds it.
        #[expect(clippy::indexing_slicing, reason = "one row a variant, held by a test")]
        &ROWS[self as usize]
    }

    /// The word in files, as `load_balancer`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The words on screen, as `load balancer`.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// The beginning of generated ids, as `lb` for `lb-1`.
    pub fn stem(self) -> &'static str {
        self.row().stem
    }

    /// The two ASCII letters that stand for the kind.
    pub fn tag(self) -> &'static str {
        self.row().tag
    }

    /// The one-cell sign that stands for the kind.
    pub fn sign(self) -> char {
        self.row().sign
    }

    /// The outline.
    pub fn shape(self) -> Shape {
        self.row().shape
    }

    /// Where it stands in the request flow.
    pub fn tier(self) -> Tier {
        self.row().tier
    }

    /// All that the kind can do.
    pub fn capabilities(self) -> &'static [Capability] {
        self.row().does
    }

    /// Whether the kind can do it.
    pub fn does(self, capability: Capability) -> bool {
        self.row().does.contains(&capability)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::text;

    #[test]
    fn rows_stand_in_the_order_of_the_variants() {
        for (index, row) in ROWS.iter().enumerate() {
            assert_eq!(row.kind as usize, index, "{}", row.name);
        }
    }

    #[test]
    fn names_stems_and_tags_are_unique() {
        let unique = |of: fn(&Row) -> &str| ROWS.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(unique(|row| row.name), ROWS.len());
        assert_eq!(unique(|row| row.stem), ROWS.len());
        assert_eq!(unique(|row| row.tag), ROWS.len());
        assert_eq!(ROWS.iter().map(|row| row.sign).collect::<BTreeSet<_>>().len(), ROWS.len());
    }

    #[test]
    fn signs_take_one_cell_and_tags_two_letters() {
        for row in ROWS {
            assert_eq!(text::width(&row.sign.to_string()), 1, "{}", row.name);
            assert!(row.tag.len() == 2 && row.tag.is_ascii(), "{}", row.name);
        }
    }
}
