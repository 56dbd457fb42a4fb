//! Why a component is there, by kind. The texts are in `assets/course/components.ron`.
//!
//! Invariant, held by a test: every kind has a reason, and every term is in the glossary.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Kind, Node, Role};

static REASONS: LazyLock<Vec<Reason>> =
    LazyLock::new(|| ron::from_str(include_str!("../../assets/course/components.ron")).unwrap_or_default());

/// Why components of a kind are there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    kind: String,
    #[serde(default)]
    role: String,
    /// The reason, in a sentence.
    pub why: String,
    /// The term of the glossary that says more.
    pub term: String,
}

/// Why the node is there.
pub fn reason(node: &Node) -> Option<&'static Reason> {
    let (kind, role) = (node.kind.name(), node.role.map_or("", role));
    REASONS.iter().find(|row| row.kind == kind && (row.role.is_empty() || row.role == role))
}

/// Nodes of a kind share a reason unless they play different parts.
pub fn shares_reason(a: (Kind, Option<Role>), b: (Kind, Option<Role>)) -> bool {
    a.0 == b.0 && (a.0 != Kind::Database || a.1 == b.1)
}

/// The word for a part that a database plays.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Standalone => "standalone",
        Role::Primary => "primary",
        Role::Replica => "replica",
        Role::Member => "member",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::glossary;

    #[test]
    fn every_kind_has_a_reason_and_a_term() {
        for kind in Kind::all() {
            for role in
                [None, Some(Role::Primary), Some(Role::Replica), Some(Role::Member), Some(Role::Standalone)]
            {
                let node = Node { role, ..Node::new(kind, "".into()) };
                let reason = reason(&node).unwrap_or_else(|| panic!("{} has no reason", kind.name()));
                assert!(reason.why.ends_with('.'), "{}", reason.why);
                assert!(glossary::find(&reason.term).is_ok(), "{}", reason.term);
            }
        }
        let known = |row: &Reason| Kind::from_name(&row.kind).is_some();
        assert!(REASONS.iter().all(known));
    }
}
