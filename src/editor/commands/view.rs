//! How closely the drawing is looked at, and where.

use super::Area;
use crate::editor::Editor;
use crate::editor::command::{Act, Argument, Command, CommandError, Context, Takes};
use crate::editor::focus::Focus;
use crate::editor::palette::{Item, Palette, Pick, Scope};
use crate::editor::tool::Tool;
use crate::geometry::{Direction, Rect, Size};
use crate::layout::Zoom;

/// The command that a row of the list of themes calls.
const THEME: &str = "view.theme";

pub const AREA: Area = Area {
    title: "View",
    commands: &[
        Command::new("view.in", "Zoom in", |context| zoom(context, closer)),
        Command::new("view.out", "Zoom out", |context| zoom(context, farther)),
        Command::new("view.reset", "Full zoom", reset),
        Command::new("view.fit", "Fit the whole drawing", fit),
        Command::new("view.minimap", "Show or hide the overview", minimap),
        Command::new("view.strip", "Show or hide the palette strip", strip),
        Command::new("view.center", "Bring the focus into the middle", center),
        Command::new("view.page-up", "Scroll up", |context| page(context, Direction::Up)),
        Command::new("view.page-down", "Scroll down", |context| page(context, Direction::Down)),
        Command::new("view.page-left", "Scroll left", |context| page(context, Direction::Left)),
        Command::new("view.page-right", "Scroll right", |context| page(context, Direction::Right)),
        Command::new("view.panel", "Hide or show the findings", panel),
        Command::new(THEME, "Choose the colours", theme).takes(Takes::Words("theme")).typed(&["theme"]),
    ],
};

/// What stays where it is on the screen while the picture changes: a thing, and how far from the corner of the window.
pub(in crate::editor) struct Held {
    focus: Focus,
    from_corner: (i32, i32),
}

fn closer(zoom: Zoom) -> Option<Zoom> {
    match zoom {
        Zoom::Chip => Some(Zoom::Compact),
        Zoom::Compact => Some(Zoom::Full),
        Zoom::Full => None,
    }
}

fn farther(zoom: Zoom) -> Option<Zoom> {
    match zoom {
        Zoom::Full => Some(Zoom::Compact),
        Zoom::Compact => Some(Zoom::Chip),
        Zoom::Chip => None,
    }
}

const NO_CLOSER: CommandError = CommandError::Needs("this is the closest: everything is shown");
const NO_FARTHER: CommandError =
    CommandError::Needs("this is the farthest: a server is one line; z m shows an overview beside it");

/// Full zoom, with as much of the drawing on the screen as has room there.
fn reset(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.show_at(Zoom::Full);
    editor.window.keep_whole(editor.picture.scene().drawn());
    Ok(())
}

fn zoom(context: &mut Context<'_>, change: fn(Zoom) -> Option<Zoom>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let now = editor.window.zoom();
    let zoom = change(now).ok_or(if now == Zoom::Full { NO_CLOSER } else { NO_FARTHER })?;
    editor.show_at(zoom);
    Ok(())
}

fn fit(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.fit();
    Ok(())
}

fn minimap(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.appearance.minimap = !editor.appearance.minimap;
    if editor.appearance.minimap && editor.minimap().is_none() {
        editor.say("the overview is shown as soon as the window has room for it");
    }
    Ok(())
}

fn strip(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.toggle_strip();
    Ok(())
}

fn center(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.refresh();
    if let Some(rect) = editor.picture.rect(&editor.focus) {
        editor.window.center_on(rect);
    }
    Ok(())
}

impl Editor {
    /// Changes the zoom, with the focus where it is on the screen.
    pub(in crate::editor) fn show_at(&mut self, zoom: Zoom) {
        let held = self.hold();
        self.window.set_zoom(zoom);
        self.refresh();
        self.release(held);
    }

    /// Remembers where the focus is on the screen; where it is not in sight, the thing in the middle.
    pub(in crate::editor) fn hold(&mut self) -> Option<Held> {
        self.refresh();
        let window = self.window.area();
        let in_sight = |focus: &Focus| self.picture.rect(focus).is_some_and(|rect| rect.intersects(window));
        let focus = if in_sight(&self.focus) && !matches!(self.focus, Focus::Cell { .. }) {
            self.focus.clone()
        } else {
            let middle = window.center();
            let middle = Rect::new(middle.x, middle.y, 1, 1);
            self.picture.targets(window, middle, false).into_iter().next()?
        };
        let center = self.picture.rect(&focus)?.center();
        Some(Held { focus, from_corner: (center.x - window.left(), center.y - window.top()) })
    }

    /// Moves the window so that what was held is where it was, and the focus in sight if it was.
    pub(in crate::editor) fn release(&mut self, held: Option<Held>) {
        let Some(held) = held else { return };
        let Some(rect) = self.picture.rect(&held.focus) else { return };
        let center = rect.center();
        self.window.move_to(center.offset(-held.from_corner.0, -held.from_corner.1));
        self.window.reveal(rect);
    }

    /// Whether there are few enough boxes for the screen, and what is pinned stands close enough together: saves the
    /// layout of a drawing that cannot fit.
    fn may_fit(&self, zoom: Zoom) -> bool {
        let room = self.window.area().size;
        if zoom == Zoom::Full && !self.pins_fit(room) {
            return false;
        }
        let cells = usize::try_from(i64::from(room.width) * i64::from(room.height)).unwrap_or(0);
        self.document().topology().len() * least_cells(zoom) <= cells
    }

    /// Whether the corners of all that is pinned lie within so much room. At full zoom they stand where they are pinned.
    fn pins_fit(&self, room: Size) -> bool {
        let pins = self.document().placements().values().filter_map(|placement| placement.at);
        let span = pins.map(|at| Rect::at(at, Size::new(1, 1))).fold(Rect::default(), Rect::union);
        span.size.width <= room.width && span.size.height <= room.height
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
            let size = self.picture.scene().drawn().size;
            if size.width <= room.width && size.height <= room.height {
                break;
            }
        }
        let scene = self.picture.scene();
        self.window.fit_to(scene.drawn(), scene.bounds());
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

fn panel(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.appearance.toggle_panel();
    Ok(())
}

/// Takes the theme that is named, or shows all of them, each tried on while it is chosen.
fn theme(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    let Argument::Words(name) = &context.argument else {
        editor.tool = Tool::Palette(editor.theme_list());
        return Ok(());
    };
    let appearance = &mut editor.appearance;
    let Some(found) = appearance.find_theme(name).map(str::to_owned) else {
        let known: Vec<&str> = appearance.themes.iter().map(|theme| theme.0.as_str()).collect();
        let near = crate::codec::nearest(name, known.iter().copied());
        let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Err(CommandError::Missing(format!(
            "there is no such theme{near}; there are {}",
            known.join(", ")
        )));
    };
    appearance.theme.clone_from(&found);
    editor.say(format!("theme {found}"));
    Ok(())
}

impl Editor {
    /// The theme to show: while one is being chosen, the chosen one.
    pub fn theme(&self) -> &str {
        let tried = match &self.tool {
            Tool::Palette(palette) if palette.scope == Scope::Themes => theme_of(palette.pick()),
            _ => None,
        };
        tried.and_then(|name| self.appearance.find_theme(&name)).unwrap_or(&self.appearance.theme)
    }

    fn theme_list(&self) -> Palette {
        let row = |(name, about): &(String, String)| {
            let command = super::find(THEME)?;
            let argument = Argument::Words(name.clone());
            let pick = Pick::Act(Act { command, argument, count: None });
            Some(Item { title: name.clone(), note: about.clone(), pick })
        };
        let themes = &self.appearance.themes;
        let mut list = Palette::new(Scope::Themes, themes.iter().filter_map(row).collect(), "");
        list.selected = themes.iter().position(|theme| theme.0 == self.appearance.theme).unwrap_or(0);
        list
    }
}

fn theme_of(pick: Option<Pick>) -> Option<String> {
    match pick? {
        Pick::Act(Act { argument: Argument::Words(name), .. }) => Some(name),
        Pick::Act(_) | Pick::Go(_) | Pick::State(_) => None,
    }
}

fn page(context: &mut Context<'_>, way: Direction) -> Result<(), CommandError> {
    let size = context.editor.window.area().size;
    let half = if way.is_horizontal() { size.width / 2 } else { size.height / 2 };
    context.editor.pan(way, half.max(1));
    Ok(())
}
