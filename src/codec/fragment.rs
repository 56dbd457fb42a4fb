//! Part of a drawing as text, the way it goes over a clipboard: `Fragment(format: 1, nodes: […], links: […])`.
//!
//! The elements are those of a drawing, line by line, so that a fragment can be read, cut and put into a file by hand.
//! Links and guards may name what is not in it: those ids are its outside. A whole drawing is a fragment, too.

use std::collections::BTreeSet;

use ron::value::RawValue;
use serde::Deserialize;

use super::encode::written;
use super::{DecodeError, decode, v1};
use crate::model::{Fragment, Id};

/// What a fragment begins with.
const HEAD: &str = "Fragment";
/// The name that problems of a fragment are told under.
const NAME: &str = "pasted text";

/// The elements of a fragment as they stand in the text.
#[derive(Deserialize)]
#[serde(rename = "Fragment")]
struct Elements {
    #[serde(default)]
    nodes: Vec<Box<RawValue>>,
    #[serde(default)]
    groups: Vec<Box<RawValue>>,
    #[serde(default)]
    links: Vec<Box<RawValue>>,
}

/// Writes a fragment.
pub fn encode_fragment(fragment: &Fragment) -> String {
    written(HEAD, fragment.document(), fragment.outside())
}

/// Whether a text looks like a fragment or a drawing.
pub fn is_fragment(text: &str) -> bool {
    let body = text.trim_start();
    let body = body.strip_prefix("#![enable(implicit_some)]").unwrap_or(body).trim_start();
    [HEAD, "Diagram"]
        .iter()
        .any(|head| body.strip_prefix(head).is_some_and(|rest| rest.trim_start().starts_with('(')))
}

/// Reads a fragment, or a whole drawing.
///
/// # Errors
/// As [`decode`].
pub fn decode_fragment(text: &str) -> Result<Fragment, DecodeError> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    let Some(rest) = text.strip_prefix(HEAD) else {
        return Ok(Fragment::from_document(decode(text, NAME)?.document, BTreeSet::new()));
    };
    let outside = v1::parse::<Elements>(text).map(|elements| outside(&elements)).unwrap_or_default();
    let decoded = decode(&as_drawing(rest, &outside), NAME)?;
    Ok(Fragment::from_document(decoded.document, outside))
}

/// The ids that are named but not defined.
fn outside(elements: &Elements) -> BTreeSet<Id> {
    let nodes: Vec<v1::Node> = parsed(&elements.nodes);
    let links: Vec<v1::Link> = parsed(&elements.links);
    let groups: Vec<v1::Group> = parsed(&elements.groups);
    let own: BTreeSet<&str> = nodes
        .iter()
        .map(|node| node.id.as_str())
        .chain(groups.iter().map(|group| group.id.as_str()))
        .collect();
    let ends = links.iter().flat_map(|link| [link.from.as_str(), link.to.as_str()]);
    let guards = nodes.iter().flat_map(|node| node.guards.iter().map(String::as_str));
    let named = ends.chain(guards).filter(|id| !own.contains(id));
    named.filter_map(|id| Id::new(id).ok()).collect()
}

fn parsed<T: serde::de::DeserializeOwned>(elements: &[Box<RawValue>]) -> Vec<T> {
    elements.iter().filter_map(|element| v1::parse(element.get_ron())).collect()
}

/// The text of a drawing that has something in place of everything outside; `rest` is what follows the head.
fn as_drawing(rest: &str, outside: &BTreeSet<Id>) -> String {
    let stand_ins: Vec<String> = outside.iter().map(|id| format!("(id: \"{id}\", kind: server), ")).collect();
    let list = rest.find("nodes:").and_then(|at| Some(at + rest.get(at..)?.find('[')? + 1));
    let (head, tail) = rest.split_at(list.unwrap_or(0));
    let stand_ins = if list.is_some() { stand_ins.concat() } else { String::new() };
    format!("Diagram{head}{stand_ins}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Comments;

    const DRAWING: &str = r#"(format: 1,
        nodes: [
            (id: "lb", kind: load_balancer), (id: "s", kind: server, name: "Fragment nodes: ["),
            (id: "web", kind: web_server, parent: "s"), (id: "db-1", kind: database, parent: "s", role: primary),
            (id: "db-2", kind: database, parent: "s", role: replica), (id: "fw", kind: firewall, guards: ["s"]),
        ],
        groups: [(id: "db", mode: primary_replica(failover: none), members: ["db-1", "db-2"])],
        links: [(from: "lb", to: "web", protocol: http), (from: "web", to: "db"), (from: "db-1", to: "db-2", kind: replication)],
        notes: [(text: "hello")],
    )"#;

    fn fragment(ids: &[&str]) -> Fragment {
        let document = decode(DRAWING, "drawing").unwrap().document;
        let notes: Vec<_> = document.notes().keys().copied().collect();
        Fragment::of(&document, &ids.iter().map(|id| Id::new(id).unwrap()).collect(), &notes)
    }

    #[test]
    fn a_fragment_comes_back_as_it_was() {
        for ids in [&["s"][..], &["web"], &["fw"], &["db-1"], &["db-1", "db-2"], &["lb", "s", "fw"], &[]] {
            let fragment = fragment(ids);
            let text = encode_fragment(&fragment);
            assert!(is_fragment(&text), "{text}");
            assert_eq!(decode_fragment(&text).unwrap(), fragment, "{text}");
            assert_eq!(
                decode_fragment(&text.replace('\n', "\r")).unwrap(),
                fragment,
                "as terminals paste it"
            );
        }
    }

    #[test]
    fn it_is_short_and_reads_like_a_drawing() {
        let expected = "Fragment(
    format: 1,
    nodes: [
        (id: \"web\", kind: web_server),
    ],
    links: [
        (from: \"lb\", to: \"web\", protocol: http),
        (from: \"web\", to: \"db\"),
    ],
    notes: [
        (text: \"hello\"),
    ],
)
";
        assert_eq!(encode_fragment(&fragment(&["web"])), expected);
    }

    #[test]
    fn a_whole_drawing_is_a_fragment_and_other_text_is_none() {
        let document = decode(DRAWING, "drawing").unwrap().document;
        let text = super::super::encode(&document, &Comments::default());
        assert!(is_fragment(&text));
        assert_eq!(decode_fragment(&text).unwrap().document(), &document);
        assert!(!is_fragment("Fragments of a text") && !is_fragment("hello"));
        let error = decode_fragment("Fragment(format: 1, nodes: [(id: \"a\", kind: sever)])").unwrap_err();
        assert!(error.to_string().contains("server"), "{error}");
    }
}
