//! The whole screen, from what the editor shows. Paints and decides nothing.

mod canvas;
mod chrome;
mod ink;
mod list;
mod overlay;
mod panel;
mod plan;
mod reading;
mod regions;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

pub use regions::Regions;

use self::ink::Ink;
use self::overlay::Stage;
use self::plan::Plan;
use super::theme::Theme;
use crate::editor::{Editor, Overlay, StageBar, StatusLine};
use crate::geometry::{self, Point};
use crate::layout;
use crate::scene::{self, Charset, Grid, Scene};

/// How everything is shown.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// Characters.
    pub charset: Charset,
}

/// How large the canvas is on a screen of this size.
pub fn canvas_size(screen: Size, editor: &Editor) -> geometry::Size {
    let staged = editor.stage_bar().is_some();
    let canvas = Plan::new(Rect::new(0, 0, screen.width, screen.height), staged).canvas;
    geometry::Size::new(i32::from(canvas.width), i32::from(canvas.height))
}

/// Paints a frame; answers what is where.
pub fn paint(frame: &mut Frame<'_>, editor: &Editor, look: Look) -> Regions {
    let (bar, status) = (editor.stage_bar(), editor.status());
    let plan = Plan::new(frame.area(), bar.is_some());
    let viewport = editor.viewport();
    let mut regions = Regions::new(plan.canvas, viewport.origin);
    let overlay = editor.overlay();
    let ink = &mut Ink::new(frame.buffer_mut(), look.theme, look.charset);
    canvas::paint(ink, plan.canvas, &grid(editor, look));
    around(ink, &plan, editor, &status, bar.as_ref(), &mut regions);
    let stage =
        Stage { room: plan.canvas, near: overlay.as_ref().and_then(|over| near(editor, over, &plan)) };
    let typing = overlay.as_ref().and_then(|overlay| overlay::paint(ink, stage, overlay, &mut regions));
    let focus =
        editor.cursor().filter(|_| overlay.is_none()).and_then(|at| on_screen(&plan, viewport.origin, at));
    if let Some(cursor) = typing.or(focus) {
        frame.set_cursor_position(cursor);
    }
    regions
}

/// The cells of the drawing that are in sight.
fn grid(editor: &Editor, look: Look) -> Grid {
    let layout = layout::arrange_for(editor.document(), layout::Zoom::Full, look.charset.glyphs());
    let options = scene::Options { charset: look.charset, ..scene::Options::default() };
    let emphasis = scene::Emphasis { focus: editor.focus().subject(), ..scene::Emphasis::default() };
    Scene::build(editor.document(), &layout, None, &options).paint(editor.viewport(), &emphasis)
}

/// Everything around the canvas.
fn around(
    ink: &mut Ink<'_>,
    plan: &Plan,
    editor: &Editor,
    status: &StatusLine,
    bar: Option<&StageBar>,
    regions: &mut Regions,
) {
    let title = editor.document().header().title.as_str();
    if !plan.title.is_empty() {
        chrome::title(ink, plan.title, title, status, bar, regions);
    }
    if let Some(bar) = bar.filter(|_| !plan.step.is_empty()) {
        chrome::step(ink, plan.step, bar);
    }
    for line in [plan.rule, plan.floor] {
        if !line.is_empty() {
            ink.rule(line.x, line.y, line.width);
        }
    }
    findings(ink, plan, editor, regions);
    if !plan.status.is_empty() {
        regions.mark(plan.status, crate::editor::Place::Status);
        chrome::status(ink, plan.status, status, editor.message());
    }
}

fn findings(ink: &mut Ink<'_>, plan: &Plan, editor: &Editor, regions: &mut Regions) {
    let panel = editor.findings();
    if plan.narrow {
        panel::below(ink, plan.heading, plan.panel, &panel, regions);
        return;
    }
    ink.wall(plan.wall.x, plan.wall.y, plan.wall.height);
    for (line, joint) in [(plan.rule, "┬"), (plan.floor, "┴")] {
        if !line.is_empty() {
            ink.words(plan.wall.x, line.y, 1, joint, super::theme::Tint::Rule);
        }
    }
    panel::beside(ink, plan.panel, &panel, &editor.inspector(), regions);
}

/// The screen cell under the thing that a field is about, if that is in sight.
fn near(editor: &Editor, overlay: &Overlay, plan: &Plan) -> Option<Position> {
    let Overlay::Field { at: Some(_subject), .. } = overlay else { return None };
    let place = None::<geometry::Rect>?;
    on_screen(plan, editor.viewport().origin, Point::new(place.left(), place.bottom()))
}

fn on_screen(plan: &Plan, origin: Point, cell: Point) -> Option<Position> {
    let x = u16::try_from(cell.x - origin.x).ok().filter(|x| *x < plan.canvas.width)?;
    let y = u16::try_from(cell.y - origin.y).ok().filter(|y| *y < plan.canvas.height)?;
    Some(Position::new(plan.canvas.x + x, plan.canvas.y + y))
}
