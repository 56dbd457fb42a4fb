//! The two threads that work beside the screen: one analyses the drawing, one arranges it.
//!
//! Invariant: neither holds up a key; what each answers is an event among others, with the generation of its question.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::{SystemTime, UNIX_EPOCH};

use super::event::Event;
use crate::analysis::{self, Context, Report};
use crate::editor::{Generation, Input};
use crate::jobs::{Outcome, Worker};
use crate::layout::{self, Layout, Zoom};
use crate::model::{Date, Document};
use crate::scene::Charset;

/// What is said when an analysis panicked.
const BROKEN_ANALYSIS: &str =
    "the analysis broke down on this drawing; the findings are those of an earlier state";

/// What is said when arranging panicked.
const BROKEN_LAYOUT: &str =
    "arranging this drawing broke down; its lines stay as they were while you moved things";

/// What is to be analysed.
#[derive(Debug)]
pub struct ToAnalyse {
    /// The drawing.
    pub document: Document,
    /// The previous stage, where it is to be analysed as well.
    pub baseline: Option<Document>,
}

/// What is to be arranged.
#[derive(Debug)]
pub struct ToArrange {
    /// The drawing.
    pub document: Document,
    /// How closely it is looked at.
    pub zoom: Zoom,
    /// In which characters.
    pub charset: Charset,
}

/// What the analyst found.
#[derive(Debug)]
pub struct Found {
    report: Arc<Report>,
    baseline: Option<Arc<Report>>,
}

/// The threads.
#[derive(Debug)]
pub struct Workers {
    /// Analyses.
    pub analyst: Worker<ToAnalyse>,
    /// Arranges.
    pub draughtsman: Worker<ToArrange>,
}

impl Workers {
    /// Starts both; their answers become events.
    ///
    /// # Errors
    /// When a thread cannot start.
    pub fn hire(events: &SyncSender<Event>) -> io::Result<Self> {
        let (analysed, arranged) = (events.clone(), events.clone());
        Ok(Self {
            analyst: Worker::hire("analyst", analyse, move |outcome| {
                drop(analysed.send(Event::Worked(heard_of_analysis(outcome))));
            })?,
            draughtsman: Worker::hire("draughtsman", arrange, move |outcome| {
                drop(arranged.send(Event::Worked(heard_of_layout(outcome))));
            })?,
        })
    }
}

fn heard_of_analysis(outcome: Outcome<Found>) -> Input {
    let generation = Generation(outcome.generation);
    match outcome.answer {
        Some(Found { report, baseline }) => Input::Analysed { generation, report, baseline },
        None => Input::Failed(BROKEN_ANALYSIS.to_owned()),
    }
}

fn heard_of_layout(outcome: Outcome<Box<Layout>>) -> Input {
    let generation = Generation(outcome.generation);
    match outcome.answer {
        Some(layout) => Input::Arranged { generation, layout },
        None => Input::Failed(BROKEN_LAYOUT.to_owned()),
    }
}

fn analyse(drawing: &ToAnalyse, cancelled: &dyn Fn() -> bool) -> Option<Found> {
    super::rehearse_worker_panic();
    let context = Context { today: today(), ..Context::default() };
    let analysed = |document: &Document| analysis::analyse(document, &context, cancelled).map(Arc::new);
    let report = analysed(&drawing.document)?;
    let baseline = match &drawing.baseline {
        Some(document) => Some(analysed(document)?),
        None => None,
    };
    Some(Found { report, baseline })
}

/// Once begun it is finished: who asks again meanwhile waits for a fraction of a second.
fn arrange(drawing: &ToArrange, cancelled: &dyn Fn() -> bool) -> Option<Box<Layout>> {
    if cancelled() {
        return None;
    }
    Some(Box::new(layout::arrange_for(&drawing.document, drawing.zoom, drawing.charset.glyphs())))
}

/// The day, for allowances that expire.
pub fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Date::from_unix_days(u32::try_from(seconds / 86_400).ok()?)
}
