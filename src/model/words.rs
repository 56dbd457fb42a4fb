//! The words that a drawing shows beside a link: one source for whoever measures and whoever paints.
//!
//! Invariant: what nobody stated stands in brackets, so that no drawing and no text of one states a guess.

use super::id::Id;
use super::kind::Kind;
use super::link::{Access, Encryption, Link, LinkKind, Protocol, Tls};
use super::topology::{Topology, Vertex};

impl Topology {
    /// The protocol that the ends of a link suggest where none is stated. It is a guess for the eye: no part of the
    /// model, of the file or of any analysis.
    pub fn suggested(&self, link: &Link) -> Option<Protocol> {
        let is_open = link.protocol.is_none() && link.label.is_empty() && link.speaks();
        let usual = Protocol::usual(self.end_kind(&link.id.to)?).filter(|_| is_open)?;
        let contradicts = link.tls == Some(Tls::No) && usual.encryption() == Encryption::Encrypted;
        Some(if contradicts { Protocol::new("http") } else { usual })
    }

    /// The text beside the line of a link: its caption, with the suggested protocol in brackets where none is stated.
    pub fn caption(&self, link: &Link) -> String {
        let suggested = self.suggested(link).map(|protocol| format!("({})", protocol.as_str()));
        link.caption_speaking(suggested.as_deref())
    }

    /// What stands at an end; of a group, its first member tells.
    fn end_kind(&self, id: &Id) -> Option<Kind> {
        match self.vertex(id.as_str())? {
            Vertex::Node(_, node) => Some(node.kind),
            Vertex::Group(_, group) => self.node(group.members.first()?.as_str()).map(|node| node.kind),
        }
    }
}

impl Link {
    /// The text that the link itself states: the label, else what is spoken and what the link is for; may be empty.
    pub fn caption(&self) -> String {
        self.caption_speaking(None)
    }

    /// The caption, with these words in place of a protocol that is not stated.
    fn caption_speaking(&self, unstated: Option<&str>) -> String {
        if !self.label.is_empty() {
            return self.label.as_str().to_owned();
        }
        let words = [self.purpose().to_owned(), self.spoken(unstated), self.access_word().to_owned()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What a link is for, where that is not to serve requests.
    fn purpose(&self) -> &'static str {
        match self.kind {
            LinkKind::Request => "",
            LinkKind::Resolution => "resolves",
            LinkKind::Replication => "replicates",
            LinkKind::Heartbeat => "heartbeat",
            LinkKind::Monitoring => "reports",
            LinkKind::Management => "manages",
            LinkKind::Async => "async",
        }
    }

    /// Protocol, port and added protection, as `http:80` or `mysql+tls`. Beside another purpose than requests the
    /// protocol alone says little and is left out.
    fn spoken(&self, unstated: Option<&str>) -> String {
        if !self.speaks() {
            return String::new();
        }
        let stated = self.protocol.as_ref().map(Protocol::as_str);
        let protocol = stated.or(unstated).unwrap_or_default();
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let spoken = format!("{protocol}{port}{}", self.added_protection());
        spoken.trim_start_matches('+').to_owned()
    }

    /// Whether its protocol is part of what it says.
    fn speaks(&self) -> bool {
        matches!(self.kind, LinkKind::Request | LinkKind::Async)
    }

    /// What is stated about protection beyond what the protocol says by itself.
    fn added_protection(&self) -> &'static str {
        let encrypted =
            self.protocol.as_ref().is_some_and(|protocol| protocol.encryption() == Encryption::Encrypted);
        match self.tls {
            Some(Tls::Yes) if !encrypted => "+tls",
            Some(Tls::Mutual) => "+mtls",
            Some(Tls::Tunnel) => "+tunnel",
            Some(Tls::Yes | Tls::No) | None => "",
        }
    }

    fn access_word(&self) -> &'static str {
        match self.access {
            Access::Read => "read",
            Access::Write => "write",
            Access::ReadWrite => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Document, Edit, Id, LinkId, Node, Transaction};

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    #[test]
    fn captions_say_what_is_spoken() {
        let link = Link::new(LinkId::new(id("a"), id("b")));
        assert_eq!(link.caption(), "");
        let http = Link { protocol: Some(Protocol::new("http")), port: Some(80), ..link.clone() };
        assert_eq!(http.caption(), "http:80");
        let reads = Link { protocol: Some(Protocol::new("mysql")), access: Access::Read, ..link.clone() };
        assert_eq!(reads.caption(), "mysql read");
        assert_eq!(Link { tls: Some(Tls::Yes), ..reads }.caption(), "mysql+tls read");
        assert_eq!(Link { kind: LinkKind::Replication, ..http.clone() }.caption(), "replicates");
        assert_eq!(Link { label: "API".into(), ..http }.caption(), "API");
    }

    #[test]
    fn what_nobody_stated_stands_in_brackets() {
        let mut document = Document::default();
        let node = |name, kind| Edit::Node(Change::birth(id(name), Node::new(kind, "".into()).into()));
        let (web, app) = (node("web", Kind::WebServer), node("app", Kind::AppServer));
        document.apply(&Transaction::from_distinct(vec![web, app])).unwrap();
        let says = |link: &Link| document.topology().caption(link);
        let link = Link::new(LinkId::new(id("app"), id("web")));
        assert_eq!(says(&link), "(https)");
        assert_eq!(says(&Link { tls: Some(Tls::Yes), ..link.clone() }), "(https)+tls");
        assert_eq!(says(&Link { tls: Some(Tls::No), ..link.clone() }), "(http)");
        assert_eq!(says(&Link { protocol: Some(Protocol::new("ws")), ..link.clone() }), "ws");
        assert_eq!(says(&Link { label: "API".into(), ..link.clone() }), "API");
        assert_eq!(says(&Link { kind: LinkKind::Monitoring, ..link.clone() }), "reports");
        assert_eq!(link.encryption(), Encryption::Unstated, "a guess protects nothing");
    }
}
