//! Exports say what the model says: every text is read back and compared with the document.

mod soak;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use topoboard::export::{self, ExportOptions};
use topoboard::layout::Zoom;
use topoboard::model::{
    Capability, Change, Document, Edit, Encryption, Id, Kind, Link, LinkId, LinkKind, Node, Protocol,
    Transaction, Vertex,
};
use topoboard::scene;

use crate::forms::unplaced;
use crate::readback::{self, ReadLink, ReadNode, Script, Stroke};

/// A drawing as a reader should find it.
#[derive(Clone, Copy)]
struct Look<'a> {
    document: &'a Document,
    script: Script,
    zoom: Zoom,
}

/// What a reader must find: nodes, lines, and what only the key says.
type Expected = (Vec<ReadNode>, Vec<ReadLink>, Vec<(String, String, String)>);

fn expected(look: Look<'_>) -> Expected {
    let topology = look.document.topology();
    let node = |(id, node): (&Id, &Arc<Node>)| ReadNode {
        path: path(look, id),
        sign: match look.script {
            Script::Unicode => node.kind.sign().to_string(),
            Script::Ascii => node.kind.tag().to_owned(),
        },
    };
    let mut nodes: Vec<ReadNode> = topology.nodes().map(node).collect();
    let (mut links, mut inner) = (Vec::<ReadLink>::new(), Vec::new());
    let mut known = BTreeMap::new();
    for link in topology.links_sorted() {
        for line in read_links(look, link) {
            match holder_of_rows(&line.from).filter(|holder| Some(*holder) == holder_of_rows(&line.to)) {
                Some(_) if look.zoom == Zoom::Compact && in_one_list(look, link) => {
                    inner.push((line.from, line.to, line.label));
                }
                _ if look.zoom == Zoom::Compact => {
                    let alike = (line.from.clone(), line.to.clone(), link.kind, link.encryption());
                    let number = *known.entry(alike).or_insert(links.len());
                    match links.get_mut(number) {
                        Some(other) => other.label = both(&other.label, &line.label),
                        None => links.push(line),
                    }
                }
                _ => links.push(line),
            }
        }
    }
    nodes.sort();
    links.sort();
    inner.sort();
    (nodes, links, inner)
}

/// Links of one kind and protection between the same two are one line at compact zoom, which says what each says, once.
fn both(said: &str, label: &str) -> String {
    let mut words: Vec<&str> = said.split(", ").filter(|word| !word.is_empty()).collect();
    if !label.is_empty() && !words.contains(&label) {
        words.push(label);
    }
    words.join(", ")
}

fn holder_of_rows(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(holder, _)| holder)
}

/// Whether both ends are rows of one server at compact zoom.
fn in_one_list(look: Look<'_>, link: &Link) -> bool {
    let (from, to) = (list_of(look.document, &link.id.from), list_of(look.document, &link.id.to));
    from.is_some() && from == to
}

/// The server that a node is a row of at compact zoom: one that holds components only, or that a guard without
/// lines is for.
fn list_of<'a>(document: &'a Document, id: &'a Id) -> Option<&'a Id> {
    let topology = document.topology();
    let lists = |holder: &&Id| {
        let hosts = topology.node(holder.as_str()).is_some_and(|node| node.does(Capability::Hosts));
        let children: Vec<_> = topology.children(holder.as_str()).collect();
        let framed = |id: &Id| {
            topology.node(id.as_str()).is_some_and(|node| node.does(Capability::Contains))
                && topology.children(id.as_str()).next().is_some()
        };
        hosts && !children.is_empty() && !children.iter().any(|(child, _)| framed(child))
    };
    let around = topology.ancestors(id.as_str()).map(|(holder, _)| holder).find(lists);
    let linked = topology.links().any(|link| link.id.from == *id || link.id.to == *id);
    let guarded = || topology.node(id.as_str())?.guards.iter().find(lists);
    around.or_else(|| guarded().filter(|_| !linked))
}

/// A link to or from a group is a line to or from each member.
fn read_links(look: Look<'_>, link: &Link) -> Vec<ReadLink> {
    let Look { document, script, .. } = look;
    let ends = |id: &Id| match document.topology().vertex(id.as_str()) {
        Some(Vertex::Group(_, group)) => group.members.clone(),
        _ => vec![id.clone()],
    };
    let mut lines = Vec::new();
    for from in ends(&link.id.from) {
        for to in ends(&link.id.to) {
            lines.push(ReadLink {
                from: path(look, &from),
                to: path(look, &to),
                stroke: stroke(document, link),
                label: spelled(&document.topology().caption(link), script),
            });
        }
    }
    lines
}

/// The titles of what holds a node, and its own; at compact zoom a row stands in its server whatever it is attached to.
fn path(look: Look<'_>, id: &Id) -> String {
    let Look { document, script, zoom } = look;
    let mut path = title(document, id, script);
    let mut at = id;
    if let Some(list) = list_of(document, id).filter(|_| zoom == Zoom::Compact) {
        path = format!("{}/{path}", title(document, list, script));
        at = list;
    }
    for (holder, _) in document.topology().ancestors(at.as_str()) {
        path = format!("{}/{path}", title(document, holder, script));
    }
    path
}

fn title(document: &Document, id: &Id, script: Script) -> String {
    let node = document.topology().node(id.as_str()).unwrap();
    spelled(&topoboard::layout::caption(id, node), script)
}

fn spelled(text: &str, script: Script) -> String {
    match script {
        Script::Unicode => text.to_owned(),
        Script::Ascii => scene::ascii(text).into_owned(),
    }
}

fn stroke(document: &Document, link: &Link) -> Stroke {
    let host = |id: &Id| {
        let topology = document.topology();
        let hosts = |id: &Id| topology.node(id.as_str()).is_some_and(|node| node.does(Capability::Hosts));
        let mut around =
            std::iter::once(id.clone()).chain(topology.ancestors(id.as_str()).map(|(id, _)| id.clone()));
        around.find(hosts).unwrap_or_else(|| id.clone())
    };
    let local = host(&link.id.from) == host(&link.id.to);
    match (link.kind, link.encryption()) {
        (LinkKind::Monitoring, _) => Stroke::Dotted,
        (_, Encryption::Plain) if !local => Stroke::Dashed,
        _ => Stroke::Solid,
    }
}

/// Exports and checks what a reader finds.
fn assert_reads_back(document: &Document, script: Script, zoom: Zoom) -> Result<(), TestCaseError> {
    let name = if script == Script::Ascii { "ascii" } else { "unicode" };
    let options = ExportOptions { zoom: Some(zoom), ..ExportOptions::default() };
    let text = (export::find(name).unwrap().write)(document, &options);
    let text = text.map_err(|error| TestCaseError::fail(format!("{name}: {error}")))?;
    let read = readback::read(&text, script);
    let (nodes, links, inner) = expected(Look { document, script, zoom });
    prop_assert_eq!(&read.nodes, &nodes, "{}", text);
    prop_assert_eq!(&read.inner, &inner, "{}", text);
    let lost: Vec<_> = links.iter().filter(|link| !read.links.contains(link)).collect();
    let invented: Vec<_> = read.links.iter().filter(|link| !links.contains(link)).collect();
    let right = lost.is_empty() && invented.is_empty() && links.len() == read.links.len();
    prop_assert!(right, "lost {:#?} invented {:#?} faults {:#?}\n{}", lost, invented, read.faults, text);
    prop_assert_eq!(&read.faults, &Vec::<String>::new(), "{}", text);
    if script == Script::Ascii {
        prop_assert!(text.bytes().all(|byte| byte == b'\n' || (0x20..=0x7E).contains(&byte)), "{}", text);
    }
    prop_assert!(text.lines().all(|line| !line.ends_with(' ')), "trailing blanks");
    Ok(())
}

fn stages() -> Vec<(String, Document)> {
    let series = ["tiers", "roles"].map(|name| topoboard::stage::built_in(name).unwrap());
    let stages = series.iter().flat_map(|series| series.stages().iter().map(move |stage| (series, stage)));
    stages
        .map(|(series, stage)| {
            (format!("{}/{}", series.name(), stage.number()), stage.decode().unwrap().document)
        })
        .collect()
}

#[test]
fn the_reader_reads_what_a_person_reads() {
    let text = "
╭──────────╮      ┌─ ▤ Server 1 ─────┐
│ ◌ User   ├╌╌╌╌╌╌┼╌ http ╌╌╌╌╌┐     │
╰──────────╯      │            ▾     │
                  │     ┌─────────┐  │
┌────────┐        │     │ ◇ Nginx ├──┼──┐
│ λ App  ├┈┈①┈┈┈▸ │     └─────────┘  │  │ sql
└────────┘        │                  │  ▾
                  └──────────────────┘ ╒═════╕
                                       │ ≡ D │
                                       ╘═════╛
① App ▸ Server 1: reports
";
    let text = text.replace("┈▸ │", "┈┈▸│");
    let read = readback::read(text.trim_start_matches('\n'), Script::Unicode);
    let link = |from: &str, to: &str, stroke, label: &str| ReadLink {
        from: from.into(),
        to: to.into(),
        stroke,
        label: label.into(),
    };
    assert_eq!(read.faults, Vec::<String>::new());
    let mut links = vec![
        link("User", "Server 1/Nginx", Stroke::Dashed, "http"),
        link("App", "Server 1", Stroke::Dotted, "reports"),
        link("Server 1/Nginx", "D", Stroke::Solid, "sql"),
    ];
    links.sort();
    assert_eq!(read.links, links);
    let paths: Vec<&str> = read.nodes.iter().map(|node| node.path.as_str()).collect();
    assert_eq!(paths, ["App", "D", "Server 1", "Server 1/Nginx", "User"]);
}

#[test]
fn the_stages_read_back() {
    for (name, document) in stages() {
        for (script, zoom) in
            [(Script::Unicode, Zoom::Full), (Script::Ascii, Zoom::Full), (Script::Unicode, Zoom::Compact)]
        {
            assert_reads_back(&document, script, zoom).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

/// As a person has them who has drawn a stage and placed nothing. In ASCII at compact zoom bends and tees come closest to
/// each other.
#[test]
fn the_stages_can_be_followed_without_any_place() {
    for (name, document) in stages() {
        let options = ExportOptions { zoom: Some(Zoom::Compact), ..ExportOptions::default() };
        let text = (export::find("ascii").unwrap().write)(&unplaced(document), &options);
        text.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// A drawing as the numbers that make it.
#[derive(Clone, Debug)]
struct Plan {
    servers: usize,
    /// Kind, server (past the last: none), words of the name.
    nodes: Vec<(usize, usize, usize)>,
    /// From, to, kind, protocol.
    links: Vec<(usize, usize, usize, usize)>,
}

const KINDS: [Kind; 9] = [
    Kind::Client,
    Kind::Dns,
    Kind::Firewall,
    Kind::LoadBalancer,
    Kind::WebServer,
    Kind::AppServer,
    Kind::Cache,
    Kind::Database,
    Kind::External,
];
const NAMES: [&str; 6] = ["a", "Nginx", "MySQL primary", "Zürich", "北京", "a rather long name"];
const LINKS: [LinkKind; 4] =
    [LinkKind::Request, LinkKind::Replication, LinkKind::Monitoring, LinkKind::Heartbeat];
const PROTOCOLS: [&str; 4] = ["http", "https", "mysql", ""];

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

impl Plan {
    fn document(&self) -> Document {
        let mut edits = Vec::new();
        for server in 0..self.servers {
            let node = Node::new(Kind::Server, format!("Server {server}").as_str().into());
            edits.push(Edit::Node(Change::birth(id(&format!("s-{server}")), Arc::new(node))));
        }
        for (index, (kind, server, name)) in self.nodes.iter().enumerate() {
            let name = format!("{} {index}", NAMES[name % NAMES.len()]);
            let mut node = Node::new(KINDS[kind % KINDS.len()], name.as_str().into());
            node.parent = (*server < self.servers).then(|| id(&format!("s-{server}")));
            edits.push(Edit::Node(Change::birth(id(&format!("n-{index}")), Arc::new(node))));
        }
        edits.extend(self.links());
        let mut document = Document::default();
        document.apply(&Transaction::from_distinct(edits)).unwrap();
        document
    }

    fn links(&self) -> Vec<Edit> {
        let mut seen = BTreeSet::new();
        let mut edits = Vec::new();
        for (from, to, kind, protocol) in &self.links {
            let (from, to) = (from % self.nodes.len(), to % self.nodes.len());
            if !seen.insert((from, to)) {
                continue;
            }
            let link_id = LinkId::new(id(&format!("n-{from}")), id(&format!("n-{to}")));
            let protocol = PROTOCOLS[protocol % PROTOCOLS.len()];
            let link = Link {
                kind: LINKS[kind % LINKS.len()],
                protocol: (!protocol.is_empty()).then(|| Protocol::new(protocol)),
                ..Link::new(link_id.clone())
            };
            edits.push(Edit::Link(Change::birth(link_id, Arc::new(link))));
        }
        edits
    }
}

fn plans() -> impl Strategy<Value = Plan> {
    let node = (0..64_usize, 0..5_usize, 0..64_usize);
    let link = (0..64_usize, 0..64_usize, 0..16_usize, 0..16_usize);
    (0..4_usize, prop::collection::vec(node, 1..10), prop::collection::vec(link, 0..14))
        .prop_map(|(servers, nodes, links)| Plan { servers, nodes, links })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn random_drawings_read_back_in_unicode(plan in plans()) {
        assert_reads_back(&plan.document(), Script::Unicode, Zoom::Full)?;
    }

    #[test]
    fn random_drawings_read_back_at_compact_zoom(plan in plans()) {
        assert_reads_back(&plan.document(), Script::Unicode, Zoom::Compact)?;
    }

    #[test]
    fn random_drawings_read_back_in_ascii(plan in plans()) {
        assert_reads_back(&plan.document(), Script::Ascii, Zoom::Full)?;
    }
}

/// The stages as they are drawn; `UPDATE=1` writes them anew. Look at what changed before you commit it.
#[test]
fn the_stages_look_as_they_did() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut changed = Vec::new();
    for (stage, document) in stages() {
        for (format, zoom, word) in LOOKS {
            let options = ExportOptions { zoom: Some(*zoom), ..ExportOptions::default() };
            let text = (export::find(format).unwrap().write)(&document, &options).unwrap();
            let path = folder.join(format!("{}-{word}-{format}.txt", stage.replace('/', "-")));
            if std::env::var_os("UPDATE").is_some() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &text).unwrap();
            }
            if std::fs::read_to_string(&path).unwrap_or_default() != text {
                changed.push(path);
            }
        }
    }
    assert!(changed.is_empty(), "drawn differently, see with UPDATE=1 and git diff: {changed:#?}");
}

const LOOKS: &[(&str, Zoom, &str)] = &[
    ("unicode", Zoom::Full, "full"),
    ("ascii", Zoom::Full, "full"),
    ("unicode", Zoom::Compact, "compact"),
    ("unicode", Zoom::Chip, "chip"),
];

#[test]
fn json_says_what_the_file_says() {
    for (name, document) in stages() {
        let text = (export::find("json").unwrap().write)(&document, &ExportOptions::default()).unwrap();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["format"], 1, "{name}");
        let ids: BTreeSet<&str> =
            read["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
        let drawn: BTreeSet<&str> = document.topology().nodes().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, drawn, "{name}");
        assert_eq!(read["links"].as_array().unwrap().len(), document.topology().links().count(), "{name}");
        assert!(text.find("\"format\"") < text.find("\"nodes\""), "the order of the file");
    }
}

#[test]
fn a_width_chooses_the_largest_zoom_that_fits() {
    let (_, document) = stages().into_iter().nth(2).unwrap();
    let unicode = export::find("unicode").unwrap();
    let at =
        |zoom| (unicode.write)(&document, &ExportOptions { zoom: Some(zoom), ..ExportOptions::default() });
    let within =
        |width| (unicode.write)(&document, &ExportOptions { width: Some(width), ..ExportOptions::default() });
    let columns = |text: &str| text.lines().map(topoboard::text::width).max().unwrap();
    let full = at(Zoom::Full).unwrap();
    assert_eq!(within(200).unwrap(), full);
    let narrower = u16::try_from(columns(&full) - 1).unwrap();
    let smaller = within(narrower).unwrap();
    assert!(columns(&smaller) <= usize::from(narrower) && smaller != full);
    assert!(matches!(within(5), Err(export::ExportError::TooWide { width: 5, fixed: false, .. })));
}

#[test]
fn a_drawing_too_large_for_a_text_is_refused() {
    use topoboard::geometry::Point;
    use topoboard::model::Placement;
    let mut edits = Vec::new();
    for (name, at) in [("a", -900_000), ("b", 900_000)] {
        let node = Node::new(Kind::AppServer, name.into());
        edits.push(Edit::Node(Change::birth(id(name), Arc::new(node))));
        edits.push(Edit::Placement(Change::birth(id(name), Placement::pinned(Point::new(at, at)))));
    }
    let mut document = Document::default();
    document.apply(&Transaction::from_distinct(edits)).unwrap();
    let text = (export::find("unicode").unwrap().write)(&document, &ExportOptions::default());
    assert!(matches!(text, Err(export::ExportError::TooLarge { .. })), "{text:?}");
}
