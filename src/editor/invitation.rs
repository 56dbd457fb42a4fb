//! What an empty drawing says to somebody who has not read anything: the first keys.
//!
//! Invariant: it is shown only while nothing is drawn and nothing else is going on.

use super::Editor;
use super::tool::Tool;

/// A key, and what it brings.
const FIRST: &[(&str, &str)] = &[
    ("a c", "a client"),
    ("a l", "a load balancer"),
    ("a s", "a server"),
    ("o w", "a web server, linked to the focus"),
    ("A", "a whole site: c>lb>2s(w>p>d~)"),
    ("?", "all keys"),
];

impl Editor {
    /// The first keys and what they bring; none when there is something to look at.
    pub fn invitation(&self) -> &'static [(&'static str, &'static str)] {
        let document = self.document();
        let empty = document.topology().is_empty() && document.notes().is_empty();
        if empty && matches!(self.tool, Tool::Idle | Tool::Prefix(_)) { FIRST } else { &[] }
    }
}
