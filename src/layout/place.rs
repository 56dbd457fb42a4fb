//! Boxes at full zoom: containers inside out, each a drawing of its own; then what persons pinned, and the rest of
//! its container around it.
//!
//! Invariant: `sizes` and `offsets` are those of the items below the present one, because parents come first.

#![expect(clippy::indexing_slicing, reason = "item numbers are dense")]

use crate::geometry::{Point, Rect, Size};

use super::anchor;
use super::board::{Board, Form};
use super::layered::Arranged;
use super::measure::{self, Glyphs};
use super::pack;
use super::rank::{Bond, Part, Tie};

/// Columns and rows between a frame and what it holds, the border included.
pub(super) const INSET: Size = Size::new(3, 2);
/// Most columns that contents move right to keep the way in clear of the title.
const LEAD_LIMIT: i32 = 40;

/// A wire as the level sees it whose two children it joins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lifted {
    pub wire: usize,
    pub from: usize,
    pub to: usize,
}

/// Sizes of items and offsets in their parents, as automatic placement finds them.
pub(super) struct Placing<'b, 'a> {
    pub board: &'b Board<'a>,
    /// The box of every item, without the guards on it.
    pub sizes: Vec<Size>,
    /// From the parent's top-left cell to the item's.
    pub offsets: Vec<Point>,
    /// The wires between the children of every item; the last entry is the canvas.
    pub levels: Vec<Vec<Lifted>>,
    /// Neighbours in a group, by level.
    peers: Vec<Vec<(usize, usize)>>,
    /// Of every frame: what in it has a flow to or from outside.
    doors: Vec<Vec<usize>>,
    glyphs: Glyphs,
}

/// The rectangle of every item.
pub(super) fn place(board: &Board<'_>, glyphs: Glyphs) -> Vec<Rect> {
    let mut placing = Placing::new(board, glyphs);
    placing.measure_leaves();
    for number in (0..board.items.len()).rev() {
        if board.items[number].form == Form::Frame {
            placing.arrange_frame(number);
        }
    }
    anchor::settle(&placing)
}

impl<'b, 'a> Placing<'b, 'a> {
    fn new(board: &'b Board<'a>, glyphs: Glyphs) -> Self {
        let count = board.items.len();
        let mut placing = Self {
            board,
            sizes: vec![Size::default(); count],
            offsets: vec![Point::default(); count],
            levels: vec![Vec::new(); count + 1],
            peers: vec![Vec::new(); count + 1],
            doors: vec![Vec::new(); count],
            glyphs,
        };
        for (wire, line) in board.wires.iter().enumerate() {
            if let Some((level, from, to)) = placing.lifted(line.from, line.to) {
                placing.levels[level].push(Lifted { wire, from, to });
            }
            if line.flows() {
                placing.open_doors(line.from, line.to);
                placing.open_doors(line.to, line.from);
            }
        }
        for (a, b) in &board.peers {
            if let Some((level, from, to)) = placing.lifted(*a, *b) {
                placing.peers[level].push((from, to));
            }
        }
        placing
    }

    /// The level where two items part, and their ancestors there; `None` where one holds the other.
    fn lifted(&self, a: usize, b: usize) -> Option<(usize, usize, usize)> {
        let (a, b) = (self.seat(a), self.seat(b));
        let holder = self.board.common_holder(a, b);
        let from = self.board.ancestor_below(a, holder)?;
        let to = self.board.ancestor_below(b, holder)?;
        (from != to).then_some((holder.unwrap_or(self.board.items.len()), from, to))
    }

    /// Notes a flow's end with every frame that the flow leaves.
    fn open_doors(&mut self, end: usize, other: usize) {
        let holder = self.board.common_holder(end, other);
        let mut above = self.board.items[end].parent;
        while let Some(frame) = above.filter(|_| above != holder) {
            self.doors[frame].push(end);
            above = self.board.items[frame].parent;
        }
    }

    /// The box that an item is drawn in.
    fn seat(&self, item: usize) -> usize {
        let it = &self.board.items[item];
        if it.form == Form::Row { it.parent.unwrap_or(item) } else { item }
    }

    fn measure_leaves(&mut self) {
        let board = self.board;
        let mut lines = vec![(0, 0); board.items.len()];
        for wire in &board.wires {
            lines[wire.from].0 += 1;
            lines[wire.to].1 += 1;
        }
        for number in (0..board.items.len()).rev() {
            match board.items[number].form {
                Form::Leaf => self.sizes[number] = self.leaf(number, lines[number]),
                // Two lines end at every row of cells: one on each side.
                Form::Row => {
                    let both = lines[number].0 + lines[number].1;
                    self.sizes[number] = Size::new(1, ((both + 1) / 2).max(1));
                }
                Form::Frame => {}
            }
        }
    }

    /// The box of a component: as its words, its rows and its lines need it, and no smaller than a person wants.
    fn leaf(&self, number: usize, (outgoing, incoming): (i32, i32)) -> Size {
        let item = &self.board.items[number];
        let rows = item.children.iter().map(|row| (self.board.items[*row].id, self.sizes[*row].height));
        let needed = measure::component(self.board.document, item.id, rows, self.glyphs);
        let stated = self.stated(number);
        let ports = if stated.width == 0 { 2 * outgoing.max(incoming) + 3 } else { 0 };
        Size::new(needed.width.max(stated.width).max(ports), needed.height.max(stated.height))
    }

    /// The size that a person gave, else nothing.
    pub fn stated(&self, item: usize) -> Size {
        let placements = self.board.document.placements();
        placements.get(self.board.items[item].id).and_then(|placement| placement.size).unwrap_or_default()
    }

    /// Lays out what a frame holds and makes it as large as that needs.
    fn arrange_frame(&mut self, frame: usize) {
        let members = self.members(Some(frame));
        let arranged = self.arrange_members(&members, frame);
        let board = self.board;
        for (member, origin) in members.iter().zip(&arranged.origins) {
            for (item, at) in self.seats(*member, *origin) {
                self.offsets[item] = at;
            }
        }
        let lead = self.lead(frame);
        let entry = self.entry(frame).map_or(lead, |entry| entry + INSET.width);
        let shift = (lead - entry).clamp(0, LEAD_LIMIT);
        let title = self.title(frame);
        let stated = self.stated(frame);
        let contents = arranged.size.width + 2 * shift;
        let width = (contents + 2 * INSET.width).max(title + 10).max(stated.width);
        let height = (arranged.size.height + 2 * INSET.height).max(stated.height);
        self.sizes[frame] = Size::new(width, height);
        let dx = INSET.width + shift + (width - contents - 2 * INSET.width) / 2;
        let dy = INSET.height + (height - arranged.size.height - 2 * INSET.height) / 2;
        for child in &board.items[frame].children {
            self.offsets[*child] = self.offsets[*child].offset(dx, dy);
        }
    }

    /// The children of a level that are placed by themselves: guards go with what they stand on.
    pub fn members(&self, level: Option<usize>) -> Vec<usize> {
        let items = &self.board.items;
        let free = |item: &usize| items[*item].stands_on.is_none() && items[*item].form != Form::Row;
        match level {
            Some(item) => items[item].children.iter().copied().filter(free).collect(),
            None => (0..items.len()).filter(|item| items[*item].parent.is_none()).filter(free).collect(),
        }
    }

    /// Where a member, and the guards on it, stand when their part stands at `origin`.
    pub fn seats(&self, member: usize, origin: Point) -> Vec<(usize, Point)> {
        let head = self.head(member);
        let mut seats = vec![(member, origin.offset(0, head.height))];
        let mut x = origin.x;
        for guard in &self.board.items[member].guards {
            let size = self.sizes[*guard];
            seats.push((*guard, Point::new(x, origin.y + head.height - size.height)));
            x += size.width + 1;
        }
        seats
    }

    /// The room above an item that the guards on it take.
    pub fn head(&self, item: usize) -> Size {
        let guards = self.board.items[item].guards.iter().map(|guard| self.sizes[*guard]);
        guards.fold(Size::default(), |all, one| {
            Size::new(all.width + one.width + i32::from(all.width > 0), all.height.max(one.height))
        })
    }

    pub fn part(&self, item: usize) -> Part {
        let (size, head) = (self.sizes[item], self.head(item));
        Part {
            size: Size::new(size.width.max(head.width), size.height + head.height),
            tier: self.board.items[item].tier,
            holds: self.board.items[item].form == Form::Frame,
            head: head.height,
        }
    }

    /// Lays out some of the children of a level; `level` is a frame, or the number of items for the canvas.
    pub fn arrange_members(&self, members: &[usize], level: usize) -> Arranged {
        let parts: Vec<Part> = members.iter().map(|member| self.part(*member)).collect();
        pack::arrange(&parts, &self.ties(members, level))
    }

    /// The ties among some of the children of a level, which stand in order.
    fn ties(&self, members: &[usize], level: usize) -> Vec<Tie> {
        let local = |item: usize| members.binary_search(&item).ok();
        let lines = self.levels[level].iter().filter_map(|lifted| {
            Some(Tie { from: local(lifted.from)?, to: local(lifted.to)?, ..self.tie(*lifted) })
        });
        let peers = self.peers[level].iter().filter_map(|(a, b)| {
            let (from, to) = (local(*a)?, local(*b)?);
            Some(Tie { from, to, bond: Bond::Peer, from_x: 0, to_x: 0, label: 0, drawn: false })
        });
        lines.chain(peers).collect()
    }

    fn tie(&self, lifted: Lifted) -> Tie {
        let wire = &self.board.wires[lifted.wire];
        let bond = match (wire.flows(), wire.joins_peers()) {
            (true, _) => Bond::Flow,
            (false, true) => Bond::Peer,
            (false, false) => Bond::Loose,
        };
        Tie {
            from: lifted.from,
            to: lifted.to,
            bond,
            from_x: self.column(wire.from, lifted.from),
            to_x: self.column(wire.to, lifted.to),
            label: self.glyphs.cells(&measure::label(self.board.document.topology(), wire.link)),
            drawn: true,
        }
    }

    /// The middle column of an item's box within an ancestor's.
    pub fn column(&self, item: usize, ancestor: usize) -> i32 {
        let seat = self.seat(item);
        let mut column = (self.sizes[seat].width - 1) / 2;
        let mut at = seat;
        while at != ancestor {
            column += self.offsets[at].x;
            let Some(parent) = self.board.items[at].parent else { break };
            at = parent;
        }
        column
    }

    /// Cells of the title of a frame.
    pub fn title(&self, frame: usize) -> i32 {
        measure::title_cells(self.board.document, self.board.items[frame].id, self.glyphs)
    }

    /// The columns at the left of a frame's top that the title or guards take.
    fn lead(&self, frame: usize) -> i32 {
        (self.title(frame) + 5).max(self.head(frame).width + 2)
    }

    /// The leftmost column of the contents where a flow comes in or goes out.
    fn entry(&self, frame: usize) -> Option<i32> {
        self.doors[frame].iter().map(|end| self.column(*end, frame)).min()
    }
}
