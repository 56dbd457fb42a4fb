//! How closely the drawing is looked at, and where.

use super::Area;
use crate::editor::Editor;
use crate::editor::command::{Command, CommandError, Context};
use crate::geometry::Direction;
use crate::layout::Zoom;

pub const AREA: Area = Area {
    title: "View",
    commands: &[
        Command::new("view.in", "Zoom in", |context| zoom(context, closer)),
        Command::new("view.out", "Zoom out", |context| zoom(context, farther)),
        Command::new("view.reset", "Full zoom", |context| zoom(context, |_| Zoom::Full)),
        Command::new("view.fit", "Fit the whole drawing", fit),
        Command::new("view.center", "Bring the focus into the middle", center),
        Command::new("view.page-up", "Scroll up", |context| page(context, Direction::Up)),
        Command::new("view.page-down", "Scroll down", |context| page(context, Direction::Down)),
    ],
};

fn closer(zoom: Zoom) -> Zoom {
    match zoom {
        Zoom::Chip => Zoom::Compact,
        Zoom::Compact | Zoom::Full => Zoom::Full,
    }
}

fn farther(zoom: Zoom) -> Zoom {
    match zoom {
        Zoom::Full => Zoom::Compact,
        Zoom::Compact | Zoom::Chip => Zoom::Chip,
    }
}

fn zoom(context: &mut Context<'_>, change: fn(Zoom) -> Zoom) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.window.set_zoom(change(editor.window.zoom()));
    editor.refresh();
    editor.center();
    Ok(())
}

fn fit(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.fit();
    Ok(())
}

fn center(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.center();
    Ok(())
}

impl Editor {
    /// Looks at the middle of the focus.
    fn center(&mut self) {
        self.refresh();
        if let Some(rect) = self.picture.rect(&self.focus) {
            self.window.center_on(rect);
        }
    }

    /// Whether there are few enough boxes for the screen: saves the layout of a large drawing that cannot fit.
    fn may_fit(&self, zoom: Zoom) -> bool {
        let room = self.window.area().size;
        let cells = usize::try_from(i64::from(room.width) * i64::from(room.height)).unwrap_or(0);
        self.document().topology().len() * least_cells(zoom) <= cells
    }

    /// Looks as closely as possible while the whole drawing is on the screen, and centres it. What does not fit at
    /// any zoom is shown from its top left.
    pub(in crate::editor) fn fit(&mut self) {
        if self.window.is_closed() {
            return self.window.fit_later();
        }
        let room = self.window.area().size;
        let mut zooms = vec![Zoom::Full, Zoom::Compact, Zoom::Chip];
        zooms.retain(|zoom| self.may_fit(*zoom));
        for zoom in zooms {
            self.window.set_zoom(zoom);
            self.refresh();
            let size = self.picture.layout().bounds().size;
            if size.width <= room.width && size.height <= room.height {
                break;
            }
        }
        let bounds = self.picture.layout().bounds();
        self.window.center_on(bounds);
        let origin = self.window.area().origin;
        self.window.move_to(crate::geometry::Point::new(
            if bounds.size.width > room.width { bounds.left() } else { origin.x },
            if bounds.size.height > room.height { bounds.top() } else { origin.y },
        ));
    }
}

/// The fewest cells that a box takes at a zoom, its share of the space between boxes included.
fn least_cells(zoom: Zoom) -> usize {
    match zoom {
        Zoom::Full => 8,
        Zoom::Compact => 4,
        Zoom::Chip => 0,
    }
}

fn page(context: &mut Context<'_>, way: Direction) -> Result<(), CommandError> {
    let half = (context.editor.window.area().size.height / 2).max(1);
    context.editor.window.pan(way, half);
    Ok(())
}
