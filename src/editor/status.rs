//! The status line and the inspector: state, focus and facts in words.

use super::Editor;
use super::course::Course;
use super::focus::Focus;
use super::keymap::written;
use super::tool::Tool;
use super::view::{FindingsPanel, Inspector, KeyHint, StageBar, StageTab, StatusLine};
use super::{live, step};
use crate::geometry::Point;
use crate::model::{Document, Encryption, Group, Id, Link, Mode, Node, Subject, Topology};

/// What is hinted at when nothing else is going on.
const IDLE: &[(&str, &str)] = &[
    ("a", "add"),
    ("o", "downstream"),
    ("c", "link"),
    ("e", "text"),
    ("m", "move"),
    ("n", "finding"),
    ("w", "why"),
    (":", "commands"),
    ("?", "help"),
];

impl Editor {
    /// The status line.
    pub fn status(&self) -> StatusLine {
        StatusLine {
            state: self.state().to_owned(),
            focus: self.focus_words(),
            hints: self.hints(),
            pending: self.pending(),
            progress: self.live.progress(),
            modified: self.is_modified(),
            source: self.board.source.words(),
        }
    }

    fn state(&self) -> &'static str {
        let peeled = [
            (self.live.explained, "why"),
            (self.live.compared, "difference"),
            (!self.live.failed.is_empty(), "simulation"),
            (!self.marked.is_empty(), "marked"),
        ];
        let idle = peeled.iter().find(|(on, _)| *on).map_or("", |(_, name)| *name);
        if self.tool == Tool::Idle { idle } else { self.tool.name() }
    }

    fn hints(&self) -> Vec<KeyHint> {
        let mut hints = self.tool.exits();
        if self.tool == Tool::Idle {
            if !self.state().is_empty() {
                hints.push(KeyHint::new("Esc", "leave"));
            }
            hints.extend(IDLE.iter().map(|(keys, what)| KeyHint::new(*keys, *what)));
        }
        hints
    }

    /// The keys of an unfinished command.
    fn pending(&self) -> String {
        let count = self.count.map(|count| count.to_string());
        let keys = match &self.tool {
            Tool::Prefix(prefix) => Some(written(&prefix.keys)),
            Tool::Hint(hints) => Some(hints.typed.clone()),
            _ => None,
        };
        count.into_iter().chain(keys).collect::<Vec<_>>().join(" ")
    }

    /// The focus in words: `HAProxy · load balancer · in LB server`.
    pub fn focus_words(&self) -> String {
        let parts = [self.focus_title(&self.focus), self.focus_kind(&self.focus)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The name of a focus.
    pub(super) fn focus_title(&self, focus: &Focus) -> String {
        let document = self.document();
        match focus {
            Focus::Node(id) => document.title(id).to_owned(),
            Focus::Link(id) => live::words(&Subject::Link(id.clone()), document),
            Focus::Note(id) => {
                let first = document.notes().get(id).and_then(|note| note.text.as_str().lines().next());
                format!("note {}", first.unwrap_or_default())
            }
            Focus::Cell { at, chosen: true } => format!("cell {}, {}", at.x, at.y),
            Focus::Cell { .. } => String::new(),
        }
    }

    /// What kind of thing a focus is, and where it is.
    pub(super) fn focus_kind(&self, focus: &Focus) -> String {
        let topology = self.document().topology();
        match focus {
            Focus::Node(id) => {
                let Some(node) = topology.node(id.as_str()) else { return String::new() };
                let holder = node.parent.as_ref().map(|id| format!(" · in {}", self.document().title(id)));
                format!("{}{}", node.kind.title(), holder.unwrap_or_default())
            }
            Focus::Link(id) => topology.link(id).map(|link| link_words(topology, link)).unwrap_or_default(),
            Focus::Note(_) => "note".to_owned(),
            Focus::Cell { .. } => String::new(),
        }
    }

    /// Where the hardware cursor belongs while no text is typed: on the focus, in canvas cells.
    pub fn cursor(&self) -> Option<Point> {
        self.picture.rect(&self.focus).map(|rect| {
            let inside = rect.size.height > 2 && rect.size.width > 2;
            rect.origin.offset(i32::from(inside), i32::from(inside))
        })
    }

    /// The findings panel.
    pub fn findings(&self) -> FindingsPanel {
        self.live.panel(self.document())
    }

    /// What the inspector says of the focus.
    pub fn inspector(&self) -> Inspector {
        let document = self.document();
        let rows = match &self.focus {
            Focus::Node(id) => {
                document.topology().node(id.as_str()).map(|node| node_rows(document, id, node))
            }
            Focus::Link(id) => document.topology().link(id).map(|link| link_rows(document, link)),
            Focus::Note(_) | Focus::Cell { .. } => None,
        };
        Inspector { title: self.focus_title(&self.focus), rows: rows.unwrap_or_default() }
    }

    /// Opens the inspector as a text, for screens that have no room for it beside the canvas.
    pub(super) fn inspect(&mut self) {
        let inspector = self.inspector();
        if inspector.rows.is_empty() {
            return;
        }
        let rows = inspector.rows.iter().map(|(name, value)| format!("{name}: {value}"));
        let text = rows.collect::<Vec<_>>().join("\n");
        self.tool = Tool::Reading { title: inspector.title, text, scroll: 0 };
    }

    /// The bar of the open series, if there is one.
    pub fn stage_bar(&self) -> Option<StageBar> {
        let course = self.course.as_ref()?;
        let tab = |stage: &crate::stage::Stage| {
            let current = stage.number() == course.number;
            StageTab {
                number: stage.number(),
                title: Course::title(stage),
                current,
                modified: if current { self.board.is_modified() } else { course.is_modified(stage.number()) },
            }
        };
        let stages = course.series().stages().iter().map(tab).collect();
        let mut bar = StageBar { series: course.series().name().to_owned(), stages, ..StageBar::default() };
        if let (Some(old), Some(report)) = (&self.baseline, self.live.baseline()) {
            step::fill(&mut bar, (old, report), (self.document(), self.live.report()));
        }
        Some(bar)
    }
}

fn link_words(topology: &Topology, link: &Link) -> String {
    let caption = topology.caption(link);
    let protection = match link.encryption() {
        Encryption::Encrypted => "encrypted",
        Encryption::Plain => "not encrypted",
        Encryption::Unstated => "encryption unstated",
    };
    if caption.is_empty() {
        format!("link · {protection}")
    } else {
        format!("link · {caption} · {protection}")
    }
}

const UNSTATED: &str = "not stated";

fn yes_no(value: Option<bool>) -> String {
    value.map_or(UNSTATED, |yes| if yes { "yes" } else { "no" }).to_owned()
}

fn node_rows(document: &Document, id: &Id, node: &Node) -> Vec<(&'static str, String)> {
    let topology = document.topology();
    let (inbound, outbound) = (topology.links_to(id.as_str()).len(), topology.links_from(id.as_str()).len());
    let mut rows = vec![("kind", node.kind.title().to_owned()), ("id", id.to_string())];
    let stated: [(&'static str, Option<String>); 12] = [
        ("in", node.parent.as_ref().map(|id| document.title(id).to_owned())),
        ("role", node.role.map(|role| format!("{role:?}").to_lowercase())),
        ("address", node.address.as_ref().map(ToString::to_string)),
        ("domain", node.domain.as_ref().map(ToString::to_string)),
        ("port", node.port.map(|port| port.to_string())),
        ("algorithm", node.algorithm.map(algorithm_words)),
        (
            "health",
            node.algorithm
                .or(node.health_check.map(|_| crate::model::Algorithm::Random))
                .map(|_| yes_no(node.health_check)),
        ),
        ("availab.", node.availability.map(|value| value.get().to_string())),
        ("runs", node.instances.map(|count| format!("{count} times"))),
        ("managed", node.managed.map(|managed| yes_no(Some(managed)))),
        ("guards", Some(titles(document, &node.guards)).filter(|text| !text.is_empty())),
        ("group", topology.group_of(id).map(|(id, group)| group_words(id, group))),
    ];
    rows.extend(stated.into_iter().filter_map(|(name, value)| Some((name, value?))));
    rows.push(("links", format!("{inbound} in, {outbound} out")));
    rows.push(("place", if document.is_pinned(id) { "pinned" } else { "by the layout" }.to_owned()));
    rows
}

fn algorithm_words(algorithm: crate::model::Algorithm) -> String {
    use crate::model::Algorithm;
    match algorithm {
        Algorithm::RoundRobin => "round robin",
        Algorithm::LeastConn => "least connections",
        Algorithm::IpHash => "by client address",
        Algorithm::Random => "random",
        Algorithm::Weighted => "weighted",
    }
    .to_owned()
}

fn group_words(id: &Id, group: &Group) -> String {
    let failover = group.mode.failover().map(|failover| match failover {
        crate::model::Failover::None => ", no failover",
        crate::model::Failover::Manual => ", manual failover",
        crate::model::Failover::Auto => ", automatic failover",
    });
    let failover = failover.filter(|_| !matches!(group.mode, Mode::Quorum { .. })).unwrap_or_default();
    format!("{} ({}{failover})", group.title(id), group.mode.name().replace('_', "-"))
}

fn titles(document: &Document, ids: &[Id]) -> String {
    ids.iter().map(|id| document.title(id)).collect::<Vec<_>>().join(", ")
}

fn link_rows(document: &Document, link: &Link) -> Vec<(&'static str, String)> {
    let or_unstated = |value: Option<String>| value.unwrap_or_else(|| UNSTATED.to_owned());
    vec![
        ("from", document.title(&link.id.from).to_owned()),
        ("to", document.title(&link.id.to).to_owned()),
        ("carries", format!("{:?}", link.kind).to_lowercase()),
        ("protocol", or_unstated(link.protocol.as_ref().map(|protocol| protocol.as_str().to_owned()))),
        ("port", or_unstated(link.port.map(|port| port.to_string()))),
        ("tls", or_unstated(link.tls.map(|tls| format!("{tls:?}").to_lowercase()))),
        ("access", access_words(link.access).to_owned()),
        ("label", link.label.to_string()),
    ]
}

fn access_words(access: crate::model::Access) -> &'static str {
    match access {
        crate::model::Access::Read => "read",
        crate::model::Access::Write => "write",
        crate::model::Access::ReadWrite => "read and write",
    }
}
