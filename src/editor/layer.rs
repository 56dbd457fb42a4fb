//! What lies over the drawing while nothing goes on: each is a state that Esc leaves, one after the other.
//!
//! Invariant: what the status line names and what Esc leaves are the same row of the table.

use super::Editor;
use super::lens::Lens;

/// Something that lies over the drawing until somebody leaves it.
struct Layer {
    /// The state in a word, if it lies there.
    name: fn(&Editor) -> Option<&'static str>,
    /// What Esc does about it, in a word.
    exit: &'static str,
    /// Takes it away.
    leave: fn(&mut Editor),
}

/// The layers, the uppermost first.
const LAYERS: &[Layer] = &[
    Layer {
        name: |editor| editor.appearance.legend.then_some("signs"),
        exit: "close",
        leave: |editor| editor.appearance.legend = false,
    },
    Layer {
        name: |editor| editor.live.explained.then_some("why"),
        exit: "close",
        leave: |editor| editor.live.explained = false,
    },
    Layer {
        name: |editor| (!editor.live.failed.is_empty()).then_some("simulation"),
        exit: "restore",
        leave: |editor| editor.live.failed.clear(),
    },
    Layer {
        name: |editor| editor.is_taught().then_some("lesson"),
        exit: "leave",
        leave: Editor::leave_lesson,
    },
    Layer {
        name: |editor| editor.chosen_lens().map(Lens::name),
        exit: "leave",
        leave: |editor| editor.look_through(Lens::Topology),
    },
    Layer {
        name: |editor| (!editor.marked.is_empty()).then_some("marked"),
        exit: "unmark",
        leave: |editor| editor.marked.clear(),
    },
    Layer {
        name: |editor| editor.tour.is_some().then_some("tour"),
        exit: "leave",
        leave: Editor::leave_tour,
    },
];

impl Editor {
    /// The state that Esc leaves first while nothing else goes on, and what leaving it is called.
    pub(super) fn peeled(&self) -> Option<(&'static str, &'static str)> {
        LAYERS.iter().find_map(|layer| Some(((layer.name)(self)?, layer.exit)))
    }

    /// Leaves that state; answers whether there was one.
    pub(super) fn peel(&mut self) -> bool {
        let uppermost = LAYERS.iter().find(|layer| (layer.name)(self).is_some());
        uppermost.map(|layer| (layer.leave)(self)).is_some()
    }

    /// The lens that somebody looks through; the one that a lesson compares with is left with the lesson.
    fn chosen_lens(&self) -> Option<Lens> {
        let taught = self.is_taught() && self.appearance.lens == Lens::Difference;
        Some(self.appearance.lens).filter(|lens| *lens != Lens::Topology && !taught)
    }

    /// How many states Esc has to leave until nothing goes on; a form in which something is typed is two.
    pub fn depth(&self) -> usize {
        let layers = LAYERS.iter().filter(|layer| (layer.name)(self).is_some()).count();
        let typing = usize::from(self.count.is_some() && !matches!(self.tool, super::Tool::Prefix(_)));
        self.tool.depth() + layers + typing + usize::from(self.is_outlined())
    }
}
