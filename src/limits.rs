//! The most that is taken of anything that comes from outside: files, pastes, typed lines.
//!
//! Whatever is larger is refused with a sentence that says so, or cut where the sign of the cut is seen. Invariant:
//! within these limits nothing overflows a stack, wraps a number or takes more than a few seconds; `bombs` and
//! `bad_files` of the tests hold that.

/// Bytes of a file, or of standard input.
pub const FILE_BYTES: usize = 64 * 1024 * 1024;
/// Nodes of a drawing; groups, services, notes and allowances have the same limit, each.
pub const NODES: usize = 100_000;
/// Links of a drawing.
pub const LINKS: usize = 500_000;
/// Links from one node to another one.
pub const PARALLEL_LINKS: usize = 10_000;
/// Levels of containment: a region's zone's network's server's component is 5.
pub const DEPTH: usize = 16;
/// Canvas cells from the middle, in each direction.
pub const CANVAS: i32 = 1_000_000;
/// Canvas cells of a side of a box.
pub const SIDE: i32 = 10_000;
/// Graphemes of a label.
pub const LABEL_GRAPHEMES: usize = 1024;
/// Bytes of a grapheme cluster; a longer pile of marks is replaced.
pub const CLUSTER_BYTES: usize = 64;
/// Bytes of an id.
pub const ID_BYTES: usize = 128;
/// Bytes of a paste.
pub const PASTE_BYTES: usize = 1024 * 1024;
/// Bytes of a quick line.
pub const QUICK_BYTES: usize = 4096;
/// Brackets within brackets of a quick line.
pub const QUICK_DEPTH: usize = 16;
/// Problems of one file that are told; the rest is counted.
pub const PROBLEMS: usize = 20;
/// Cells of a file's content that a sentence quotes.
pub const QUOTE_CELLS: usize = 40;
/// Columns of a line of an error.
pub const ERROR_COLUMNS: usize = 200;
