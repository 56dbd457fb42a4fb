//! The quick line while it is typed: what it would draw is shown as a ghost, and is drawn for good by Enter.
//!
//! Invariant: until Enter the drawing and its history are untouched; Esc brings back the very view there was.

use super::Editor;
use super::command::CommandError;
use super::field::Line;
use super::focus::Focus;
use super::input::{Key, KeyCode};
use super::tool::Tool;
use super::view::{LineNote, Tone};
use super::window::Window;
use crate::geometry::Rect;
use crate::model::{Document, Id, Subject};
use crate::quick::{self, Drawn, Mistake};

/// The longest name of a step in the history, in characters of the line.
const NAMED: usize = 40;
/// How many shorter beginnings of a line with a mistake are tried for a preview.
const TRIES: usize = 48;

/// A quick line being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// The line.
    pub line: Line,
    /// What is shown of it: all of it, or the longest beginning that can be drawn.
    ghost: Option<Ghost>,
    /// What is wrong with it.
    mistake: Option<Mistake>,
    /// Whether a person wanted it drawn although it is not finished.
    insisted: bool,
    /// How often the ghost has changed.
    serial: u64,
    /// The view before.
    window: Window,
}

/// What a line would draw.
#[derive(Clone, Debug, PartialEq)]
struct Ghost {
    drawn: Drawn,
    /// The drawing with it.
    document: Document,
}

impl Sketch {
    /// The drawing with the ghost in it, and a number that tells it from all others since the line was opened.
    pub fn preview(&self) -> Option<(u64, &Document)> {
        self.ghost.as_ref().map(|ghost| (self.serial, &ghost.document))
    }

    /// The nodes and links that are not there yet.
    pub fn ghosts(&self) -> impl Iterator<Item = &Subject> {
        self.ghost.iter().flat_map(|ghost| &ghost.drawn.added)
    }

    /// What is said of the line: its mistake, else what it draws.
    pub fn note(&self) -> LineNote {
        let text = self.line.text();
        match (&self.mistake, &self.ghost) {
            (Some(mistake), _) => LineNote {
                at: Some(mistake.cell(&text)),
                words: mistake.words.clone(),
                tone: if mistake.unfinished && !self.insisted { Tone::Info } else { Tone::Error },
            },
            (None, Some(ghost)) => {
                LineNote { at: None, words: format!("draws {}", counted(&ghost.drawn)), tone: Tone::Info }
            }
            (None, None) => LineNote {
                at: None,
                words: "as lb>2s(w>p>d~): a load balancer, two servers with web, app and database".to_owned(),
                tone: Tone::Info,
            },
        }
    }
}

impl Editor {
    /// Opens the quick line.
    pub(super) fn sketch(&mut self) {
        self.tool = Tool::Sketch(Box::new(Sketch {
            line: Line::default(),
            ghost: None,
            mistake: None,
            insisted: false,
            serial: 0,
            window: self.window,
        }));
        self.window.keep_view();
    }

    pub(super) fn sketch_key(&mut self, mut sketch: Sketch, key: Key) {
        match key.code {
            KeyCode::Esc => self.leave_sketch(&sketch),
            KeyCode::Enter => self.draw_sketch(sketch),
            _ => {
                if sketch.line.handle(key) {
                    self.resketch(sketch);
                } else {
                    self.tool = Tool::Sketch(Box::new(sketch));
                }
            }
        }
    }

    /// Shows the ghost of a line that has changed.
    pub(super) fn resketch(&mut self, mut sketch: Sketch) {
        let text = sketch.line.text();
        sketch.insisted = false;
        sketch.serial += 1;
        sketch.mistake = self.read_line(&text).err();
        sketch.ghost = self.beginning_of(&text).filter(|ghost| !ghost.drawn.transaction.is_idle());
        self.tool = Tool::Sketch(Box::new(sketch));
        self.show_ghost();
    }

    fn read_line(&self, text: &str) -> Result<Ghost, Mistake> {
        let drawn = quick::draw(&quick::parse(text)?, self.document(), self.focus.node())?;
        let mut document = self.document().clone();
        match document.apply(&drawn.transaction) {
            Ok(()) => Ok(Ghost { drawn, document }),
            Err(error) => Err(Mistake::new(0, error)),
        }
    }

    /// The longest beginning of a line that can be drawn, with what it left open closed.
    fn beginning_of(&self, text: &str) -> Option<Ghost> {
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let ends: Vec<usize> = ends.rev().take(TRIES).collect();
        ends.into_iter().find_map(|end| {
            let begun = text.get(..end)?;
            let open = begun.matches('(').count().saturating_sub(begun.matches(')').count());
            self.read_line(&format!("{begun}{}", ")".repeat(open))).ok()
        })
    }

    /// Looks at the ghost: all of a drawing that was empty before, else as little as has to move.
    fn show_ghost(&mut self) {
        self.refresh();
        let Tool::Sketch(sketch) = &self.tool else { return };
        let added = sketch.ghosts().filter_map(|subject| match subject {
            Subject::Node(id) => self.picture.rect(&Focus::Node(id.clone())),
            Subject::Link(_) | Subject::Group(_) | Subject::Service(_) => None,
        });
        let Some(bounds) = added.reduce(Rect::union) else { return };
        let room = self.window.area().size;
        let fits = bounds.size.width <= room.width && bounds.size.height <= room.height;
        if self.document().topology().is_empty() || !fits {
            self.fit();
        } else {
            self.window.reveal(bounds);
        }
    }

    fn leave_sketch(&mut self, sketch: &Sketch) {
        let size = self.window.area().size;
        self.window = sketch.window;
        self.window.resize(size);
    }

    /// Draws the line for good; one with a mistake stays open.
    fn draw_sketch(&mut self, mut sketch: Sketch) {
        match self.read_line(&sketch.line.text()) {
            Ok(ghost) if ghost.drawn.transaction.is_idle() => self.leave_sketch(&sketch),
            Ok(ghost) => {
                if let Err(error) = self.commit_drawn(&sketch.line.text(), ghost.drawn) {
                    self.refuse(&error);
                }
            }
            Err(mistake) => {
                sketch.mistake = Some(mistake);
                sketch.insisted = true;
                self.tool = Tool::Sketch(Box::new(sketch));
            }
        }
    }

    /// Draws a whole line at once, as `:line lb>2w` does.
    pub(super) fn draw_line(&mut self, text: &str) -> Result<(), CommandError> {
        let ghost = self.read_line(text).map_err(|mistake| {
            CommandError::Missing(format!("column {}: {}", mistake.column + 1, mistake.words))
        })?;
        self.commit_drawn(text, ghost.drawn)
    }

    fn commit_drawn(&mut self, text: &str, drawn: Drawn) -> Result<(), CommandError> {
        let focus = drawn.first.clone().map_or_else(|| self.focus.clone(), |first: Id| Focus::Node(first));
        let name: String = text.trim().chars().take(NAMED).collect();
        let said = counted(&drawn);
        self.commit(format!("draw {name}"), drawn.transaction, focus)?;
        if self.message.is_none() {
            self.say(format!("drew {said}: u takes it back"));
        }
        Ok(())
    }
}

/// `9 things and 7 links`
fn counted(drawn: &Drawn) -> String {
    let (nodes, links) = drawn.counts();
    let some = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    format!("{} and {}", some(nodes, "thing"), some(links, "link"))
}
