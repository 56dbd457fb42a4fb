//! The words that a drawing shows beside a link: one source for whoever measures and whoever paints.

use super::link::{Access, Encryption, Link, LinkKind, Tls};

impl Link {
    /// The text beside the line: the stated label, else what is spoken and what the link is for; may be empty.
    pub fn caption(&self) -> String {
        if !self.label.is_empty() {
            return self.label.as_str().to_owned();
        }
        let words = [self.purpose().to_owned(), self.spoken(), self.access_word().to_owned()];
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
    fn spoken(&self) -> String {
        if self.kind != LinkKind::Request && self.kind != LinkKind::Async {
            return String::new();
        }
        let protocol = self.protocol.as_ref().map_or("", |protocol| protocol.as_str());
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let spoken = format!("{protocol}{port}{}", self.added_protection());
        spoken.trim_start_matches('+').to_owned()
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
    use crate::model::{Id, LinkId, Protocol};

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
}
