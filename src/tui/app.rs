//! The main loop: takes events, lets the editor answer, performs what it wants, paints what it shows.
//!
//! Invariants: everything arrives over one channel; all that waits is taken before one frame is drawn; there are at
//! most 60 frames a second; without events nothing is written.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use ratatui::Terminal;

use super::clock::Clock;
use super::coalesce::coalesce;
use super::decode::Incoming;
use super::effects::Hands;
use super::event::Event;
use super::pointer::Tracker;
use super::terminal::Screen;
use super::theme::{Theme, Themes};
use super::view::{self, Look, Regions};
use super::{Ending, TuiError};
use crate::editor::{Editor, Effect, Input, Pointer, PointerKind};
use crate::scene::Charset;

/// The shortest time between two frames.
const FRAME: Duration = Duration::from_millis(16);
/// How long a pause of the person is before the editor hears of it.
const PAUSE: Duration = Duration::from_millis(500);
/// The most events that are taken before a frame is drawn.
const BATCH: usize = 4096;

/// How this terminal shows things.
#[derive(Debug)]
pub struct Dress {
    /// All themes, in the colours that the terminal has.
    pub themes: Themes,
    /// Characters.
    pub charset: Charset,
    /// Whether the width that the terminal reports may change the characters.
    pub probed: bool,
}

/// The running program.
pub struct App {
    editor: Editor,
    hands: Hands,
    dress: Dress,
    terminal: Terminal<Screen>,
    tracker: Tracker,
    regions: Regions,
    clock: Clock,
    /// For a name that no theme has.
    fallback: Theme,
    ending: Option<Ending>,
    /// Whether the screen may differ from what the editor shows.
    stale: bool,
}

impl App {
    /// A program about an editor, on a terminal that is already ours.
    ///
    /// # Errors
    /// When the size of the terminal cannot be had.
    pub fn new(editor: Editor, hands: Hands, dress: Dress) -> io::Result<Self> {
        let terminal = Terminal::new(Screen::default())?;
        let (tracker, regions, clock) = (Tracker::default(), Regions::default(), Clock::default());
        Ok(Self {
            editor,
            hands,
            dress,
            terminal,
            tracker,
            regions,
            clock,
            fallback: Theme::default(),
            ending: None,
            stale: true,
        })
    }

    /// Runs until somebody ends it, beginning with `first`.
    ///
    /// # Errors
    /// When the terminal does not take a frame, or a thread of ours broke down.
    pub fn run(mut self, first: Vec<Input>, events: &Receiver<Event>) -> Result<Ending, TuiError> {
        self.repaint()?;
        for input in first {
            self.take_in(input);
        }
        self.draw()?;
        let (mut next_frame, mut pause) = (Instant::now() + FRAME, Instant::now() + PAUSE);
        while self.ending.is_none() {
            let wanted = match (self.stale, self.editor.wants_tick()) {
                (true, _) => Some(next_frame),
                (false, true) => Some(pause),
                (false, false) => None,
            };
            let due = wanted.into_iter().chain(self.clock.due(self.editor.clock())).min();
            if let Some(batch) = wait(events, due) {
                self.absorb(batch)?;
                pause = Instant::now() + PAUSE;
            } else if !self.stale && Instant::now() >= pause {
                self.take_in(Input::Tick);
                pause = Instant::now() + PAUSE;
            }
            if let Some(minutes) = self.clock.tell(self.editor.clock(), Instant::now()) {
                self.take_in(Input::Minutes(minutes));
            }
            if self.stale && Instant::now() >= next_frame {
                self.draw()?;
                next_frame = Instant::now() + FRAME;
            }
        }
        Ok(self.ending.unwrap_or(Ending::Quit))
    }

    fn absorb(&mut self, batch: Vec<Event>) -> Result<(), TuiError> {
        for event in coalesce(batch) {
            match event {
                Event::Incoming(incoming) => self.incoming(incoming),
                Event::Resized | Event::Resumed => {
                    self.stale = true;
                    self.repaint()?;
                }
                Event::Worked(input) => self.take_in(input),
                Event::Changed(path) => {
                    if let Some(input) = self.hands.changed(&path) {
                        self.take_in(input);
                    }
                }
                Event::TakenOver(path) => self.take_in(Hands::taken_over(&path)),
                Event::Gone => self.ending = Some(Ending::Gone),
                Event::Broken(name) => return Err(TuiError::Broken(name)),
            }
        }
        Ok(())
    }

    fn incoming(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Key(key) => {
                super::rehearse_panic(key);
                self.take_in(Input::Key(key));
            }
            Incoming::Paste(text) => self.take_in(Input::Paste(text)),
            Incoming::Mouse(mouse) => {
                if self.tracker.is_on_canvas() {
                    self.regions.scroll_to(self.editor.viewport().origin);
                }
                let pointer = self.tracker.follow(mouse, &self.regions, Instant::now());
                self.point(pointer);
            }
            Incoming::CursorColumn(column) => self.probed(column),
        }
    }

    /// Moves without a button come with every cell; a frame is drawn only when they come to something else.
    fn point(&mut self, pointer: Pointer) {
        let (stale, hover) = (self.stale, self.editor.hover().cloned());
        self.take_in(Input::Pointer(pointer));
        self.stale = stale || pointer.kind != PointerKind::Move || self.editor.hover() != hover.as_ref();
    }

    /// The answer to the probe: where the cursor stands after one `─`. Two cells, or the three of a terminal that
    /// takes it for three characters, would tear every line of the drawing.
    fn probed(&mut self, column: u16) {
        // What was drawn for the question is painted over.
        self.stale = true;
        if column > 1 && self.dress.probed {
            self.dress.charset = Charset::Ascii;
            self.editor.set_charset(Charset::Ascii);
        }
    }

    /// Gives the editor an input, performs what it wants, and gives it the answers, until nothing is left to do.
    fn take_in(&mut self, input: Input) {
        self.stale = true;
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            let effects = self.editor.handle(input);
            inputs.extend(self.hands.record(&mut self.editor));
            for effect in effects {
                match effect {
                    Effect::Quit => self.ending = Some(Ending::Quit),
                    Effect::Repaint => drop(self.repaint()),
                    other => inputs.extend(self.hands.perform(other)),
                }
            }
        }
    }

    /// Forgets what the terminal shows, so that the next frame draws all of it.
    fn repaint(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize((ratatui::layout::Position::ORIGIN, size).into())
    }

    fn draw(&mut self) -> io::Result<()> {
        let screen = self.terminal.size()?;
        self.editor.set_strip_room(view::has_strip_room(screen));
        let (columns, rows) = view::guide_room(screen, &self.editor);
        self.editor.set_guide_room(columns, rows);
        let size = view::canvas_size(screen, &self.editor);
        if size != self.editor.viewport().size {
            self.take_in(Input::Canvas(size));
        }
        let editor = &self.editor;
        let theme = self.dress.themes.find(editor.theme()).unwrap_or(&self.fallback);
        let look = Look { theme, charset: self.dress.charset };
        let mut regions = Regions::default();
        self.terminal.draw(|frame| regions = view::paint(frame, editor, look))?;
        self.regions = regions;
        self.stale = false;
        self.terminal.backend_mut().commit().map(drop)
    }
}

/// All events that wait, or that come first before `due`; `None`: none came in time.
fn wait(events: &Receiver<Event>, due: Option<Instant>) -> Option<Vec<Event>> {
    let first = match due {
        Some(due) => match events.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => Event::Gone,
        },
        None => events.recv().unwrap_or(Event::Gone),
    };
    let mut batch = vec![first];
    batch.extend(events.try_iter().take(BATCH));
    Some(batch)
}
