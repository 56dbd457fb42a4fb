//! The drawing and every way in which it can change.
//!
//! Invariant: a [`Document`] changes through [`Document::apply`] only, and every document that exists is valid:
//! ids are unique, every link, parent, member, guard and client names something that is there, containment is a
//! forest, and a node is a member of at most one group. Nothing here knows files, screens or time.

mod deed;
mod document;
mod edit;
mod fragment;
mod group;
mod history;
mod id;
mod kind;
mod link;
mod merge;
mod node;
mod order;
mod service;
mod severity;
mod shelf;
mod topology;
mod validate;
mod words;

pub use deed::Deed;
pub use document::{Allowance, Date, Document, Header, LessonRef, Note, NoteId, Placement, Revision};
pub use edit::{Change, Edit, EditError, Transaction};
pub use fragment::Fragment;
pub use group::{Failover, Group, Mode};
pub use history::{Branch, History, Step};
pub use id::{Id, IdError, LinkId, Subject};
pub use kind::{Capability, Kind, Shape, Tier};
pub use link::{Access, Encryption, Link, LinkKind, Need, Protocol, Tls};
pub use merge::{Clash, Conflict, Merge, Part, merge};
pub use node::{Algorithm, Hours, Node, Probability, Role, Trust};
pub use order::natural;
pub use service::{Record, RecordKind, RequestClass, RequestClasses, Service};
pub use severity::Severity;
pub use topology::{Topology, Vertex};
pub use validate::Violation;
