//! What a line of a drawing does, by its kind and what it speaks. The texts are in `assets/course/lines.ron`.
//!
//! Invariant, held by a test: every line has a row, and every term is in the glossary.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Link;

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| ron::from_str(TEXT).unwrap_or_default());

const TEXT: &str = include_str!("../../assets/course/lines.ron");

/// What lines of a kind do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    kind: String,
    #[serde(default)]
    protocols: Vec<String>,
    /// What they do, in a sentence.
    pub why: String,
    /// The terms of the glossary that say more, the most fitting first.
    pub terms: Vec<String>,
}

/// What a link does.
pub fn line(link: &Link) -> Option<&'static Line> {
    let spoken = link.protocol.as_ref().map_or("", |protocol| protocol.as_str());
    let fits = |row: &&Line| {
        let speaks = row.protocols.is_empty() || row.protocols.iter().any(|known| known == spoken);
        row.kind == link.kind.name() && speaks
    };
    LINES.iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Id, LinkId, LinkKind, Protocol};
    use crate::stage::glossary;

    fn link(kind: LinkKind, protocol: Option<&str>) -> Link {
        let id = LinkId::new(Id::new("a").unwrap(), Id::new("b").unwrap());
        Link { kind, protocol: protocol.map(Protocol::new), ..Link::new(id) }
    }

    #[test]
    fn every_line_has_a_reason_and_terms() {
        ron::from_str::<Vec<Line>>(TEXT).unwrap();
        for kind in LinkKind::ALL {
            assert!(line(&link(kind, None)).is_some(), "{kind:?}");
        }
        for row in LINES.iter() {
            assert!(row.why.ends_with('.') && !row.terms.is_empty(), "{}", row.why);
            assert!(row.terms.iter().all(|term| glossary::find(term).is_ok()), "{:?}", row.terms);
        }
    }

    #[test]
    fn what_a_link_speaks_decides() {
        let first = |protocol| line(&link(LinkKind::Request, protocol)).unwrap().terms[0].as_str();
        assert_eq!(first(Some("https")), "HTTPS");
        assert_eq!(first(Some("mysql")), "database");
        assert_eq!(first(Some("gopher")), "HTTP request");
    }
}
