//! What the canvas tells of besides the drawing, and what its signs mean.

use super::Area;
use crate::editor::Editor;
use crate::editor::command::{Argument, Command, CommandError, Context, Takes};
use crate::editor::lens::{self, Lens};

pub const AREA: Area = Area {
    title: "Lenses",
    commands: &[
        Command::new("lens.next", "Next lens", next).takes(Takes::Words("lens")).typed(&["lens"]),
        Command::new("lens.topology", "Lens: the drawing alone", |context| look(context, Lens::Topology)),
        Command::new("lens.security", "Lens: security", |context| look(context, Lens::Security)),
        Command::new("lens.availability", "Lens: availability", |context| look(context, Lens::Availability)),
        Command::new("lens.monitoring", "Lens: monitoring", |context| look(context, Lens::Monitoring)),
        Command::new("lens.difference", "Lens: difference from before", |context| {
            look(context, Lens::Difference)
        }),
        Command::new("lens.links", "Hide or show monitoring links", links),
        Command::new("lens.legend", "Explain the signs in use", legend),
    ],
};

/// The lens that is named, else the next one.
fn next(context: &mut Context<'_>) -> Result<(), CommandError> {
    let lens = match &context.argument {
        Argument::Words(name) => Lens::from_name(name).ok_or_else(|| unknown(name))?,
        _ => context.editor.appearance.lens.following(),
    };
    look(context, lens)
}

fn unknown(name: &str) -> CommandError {
    let names = lens::ALL.map(|row| row.1);
    let near = crate::codec::nearest(name, names).map(|near| format!(" Did you mean {near}?"));
    let near = near.unwrap_or_default();
    CommandError::Missing(format!("there is no such lens, but {}.{near}", names.join(", ")))
}

fn look(context: &mut Context<'_>, lens: Lens) -> Result<(), CommandError> {
    context.editor.look_through(lens);
    Ok(())
}

fn links(context: &mut Context<'_>) -> Result<(), CommandError> {
    let editor = &mut *context.editor;
    editor.appearance.monitoring = !editor.appearance.monitoring;
    let shown = if editor.appearance.monitoring { "shown" } else { "hidden" };
    editor.say(format!("monitoring links are {shown}"));
    Ok(())
}

fn legend(context: &mut Context<'_>) -> Result<(), CommandError> {
    context.editor.appearance.legend = !context.editor.appearance.legend;
    Ok(())
}

impl Editor {
    /// Looks through a lens. The focus stays where it is on the screen, also where ghosts come or go.
    pub(in crate::editor) fn look_through(&mut self, lens: Lens) {
        let held = self.hold();
        self.appearance.lens = lens;
        self.refresh();
        self.release(held);
        self.say(match lens {
            Lens::Topology => "the drawing alone",
            Lens::Security => "security: who can read along, who is guarded (K explains the signs)",
            Lens::Availability => "availability: what stops requests when it fails (K explains the signs)",
            Lens::Monitoring => "monitoring: who sees when something fails (K explains the signs)",
            Lens::Difference => self.compared_words(),
        });
    }

    fn compared_words(&self) -> &'static str {
        let same = self.comparison.as_ref().is_none_or(|comparison| comparison.marks.is_empty());
        match (same, self.baseline.is_some()) {
            (true, true) => "difference: the same as the previous stage",
            (true, false) => "difference: the same as what is saved",
            (false, true) => "difference from the previous stage (K explains the signs)",
            (false, false) => "difference from what is saved (K explains the signs)",
        }
    }
}
