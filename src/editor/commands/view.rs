//! How closely the drawing is looked at, and where.

use super::Area;
use crate::editor::Editor;
use crate::editor::command::{Act, Argument, Command, CommandError, Context, Takes};
use crate::editor::palette::{Item, Palette, Pick, Scope};
use crate::editor::tool::Tool;
use crate::geometry::Direction;
use crate::layout::Zoom;

/// The command that a row of the list of themes calls.
const THEME: &str = "view.theme";

pub const AREA: Area = Area {
    title: "View",
    commands: &[
        Command::new("view.in", "Zoom in", |context| zoom(context, closer)),
        Command::new("view.out", "Zoom out", |context| zoom(context, farther)),
        Command::new("view.reset", "Full zoom", |context| zoom(context, |_| Zoom::Full)),
        Command::new("view.fit", "Fit the whole drawing", fit),
        Command::new("view.strip", "Show or hide the palette strip", strip),
        Command::new("view.center", "Bring the focus into the middle", center),
        Command::new("view.panel", "Hide or show the findings", panel),
        Command::new(THEME, "Choose the colours", theme).takes(Takes::Words("theme")).typed(&["theme"]),
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

fn strip(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.toggle_strip();
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
            "there is no such theme{near} There are {}",
            known.join(", ")
        )));
    };
    appearance.theme = found;
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
    let half = (context.editor.window.area().size.height / 2).max(1);
    context.editor.window.pan(way, half);
    Ok(())
}
