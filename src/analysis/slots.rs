//! What a node needs: slots, of which all must be filled, each by enough of its alternatives.

use super::frame::NodeIx;

/// A need of a node that enough of its alternatives must fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot<'f> {
    /// How many of the targets must do their part.
    pub needed: u32,
    /// Who would do, ordered by id.
    pub targets: &'f [NodeIx],
}
