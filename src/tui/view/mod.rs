//! The whole screen, from what the editor shows. Paints and decides nothing.

mod canvas;
mod chrome;
mod corner;
mod entry;
mod form;
mod ink;
mod inquiry;
mod list;
mod overlay;
mod panel;
mod plan;
mod reading;
mod regions;
mod start;
mod status;
mod strip;
mod task;
mod tour;
mod tree;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

pub use regions::Regions;

use self::ink::Ink;
use self::overlay::Stage;
use self::panel::Foot;
use self::plan::Plan;
use super::theme::Theme;
use crate::editor::{Editor, FormView, Message, Overlay, Panel, StageBar, StatusLine, TaskView, Tone, Tool};
use crate::geometry::{self, Point};
use crate::scene::Charset;

/// How everything is shown.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Colours.
    pub theme: &'a Theme,
    /// Characters.
    pub charset: Charset,
}

/// How large the canvas is on a screen of this size.
pub fn canvas_size(screen: Size, editor: &Editor) -> geometry::Size {
    let screen = Rect::new(0, 0, screen.width, screen.height);
    let canvas = plan(screen, editor).canvas;
    geometry::Size::new(i32::from(canvas.width), i32::from(canvas.height))
}

/// Whether the palette strip has room on a screen of this size without taking any from the canvas.
pub fn has_strip_room(screen: Size) -> bool {
    Plan::new(Rect::new(0, 0, screen.width, screen.height), false, Panel::Auto).has_strip_room()
}

/// How many columns and rows of text there are for a step of a lesson, or the list of a task, on a screen of this size.
pub fn guide_room(screen: Size, editor: &Editor) -> (usize, usize) {
    let plan = Plan::new(Rect::new(0, 0, screen.width, screen.height), editor.is_staged(), editor.panel());
    let rows = match editor.task().filter(|_| editor.guide().is_none()) {
        Some(view) => task::list_rows(task_rows(&view, &plan)),
        None => plan.tour_most().saturating_sub(1),
    };
    (usize::from(plan.tour_width().saturating_sub(2)), usize::from(rows))
}

/// The rows that a task has.
fn task_rows(view: &TaskView, plan: &Plan) -> u16 {
    task::rows(view, plan.task_most(), plan.narrow, plan.tour_width())
}

/// The start screen is alone on the screen: nothing is open yet that the rest could show.
fn plan(screen: Rect, editor: &Editor) -> Plan {
    if matches!(editor.tool(), Tool::Start { .. }) {
        return Plan::whole(screen);
    }
    let plan = Plan::new(screen, editor.is_staged(), editor.panel());
    let plan = if editor.is_strip_shown() { plan.with_strip() } else { plan };
    // On a small screen a page that is read needs the room more than the guide.
    let read = plan.narrow && matches!(editor.tool(), Tool::Reading(_));
    let plan = match editor.guide().filter(|_| !read) {
        Some(view) => plan.with_tour(tour::rows(&view, plan.tour_width()).min(plan.tour_most())),
        None => match editor.task().filter(|_| !read) {
            Some(view) => plan.with_tour(task_rows(&view, &plan)),
            None => plan,
        },
    };
    let width = if plan.narrow { plan.canvas.width } else { plan.panel.width };
    let plan = match editor.inquiry() {
        Some(view) => plan.with_answers(inquiry::rows(&view, width)),
        None => plan,
    };
    if matches!(editor.tool(), Tool::Sketch(_)) { plan.with_entry() } else { plan }
}

/// Paints a frame; answers what is where.
pub fn paint(frame: &mut Frame<'_>, editor: &Editor, look: Look<'_>) -> Regions {
    let (bar, status) = (editor.stage_bar(), editor.status());
    let overlay = editor.overlay();
    let screen = frame.area();
    let plan = plan(screen, editor);
    let viewport = editor.viewport();
    let mut regions = Regions::new(plan.canvas, viewport.origin);
    let ink = &mut Ink::new(frame.buffer_mut(), look.theme, look.charset);
    ink.clear(screen);
    let outline = editor.outline();
    if outline.is_none() {
        drawing(ink, &plan, editor);
    }
    let reading = outline.and_then(|outline| tree::paint(ink, plan.canvas, &outline, &mut regions));
    let docked = if plan.narrow { None } else { overlay.as_ref().and_then(as_form) };
    let untold = around(ink, &plan, editor, &status, bar.as_ref(), &mut regions);
    let in_form = findings(ink, &plan, editor, docked, &mut regions);
    if !matches!(overlay, Some(Overlay::Start { .. })) {
        corners(ink, &plan, editor, &mut regions);
    }
    let room = if plan.entry.is_empty() { plan.canvas } else { plan.entry };
    let about = overlay.as_ref().map_or_else(Vec::new, |over| about(editor, over, &plan));
    let near = overlay.as_ref().and_then(|over| near(editor, over, &plan));
    let stage = Stage { room, near, about: &about };
    let over = overlay.as_ref().filter(|_| docked.is_none());
    let typing = over.and_then(|overlay| overlay::paint(ink, stage, overlay, &mut regions)).or(in_form);
    let canvas = editor.cursor().filter(|_| !editor.is_outlined());
    let focus = reading.or_else(|| canvas.and_then(|at| on_screen(&plan, viewport.origin, at)));
    let evidence = evidence(&plan, editor).filter(|_| overlay.is_none() && editor.message().is_none());
    if let Some(message) = untold.or(evidence.as_ref()) {
        status::unfold(ink, plan.status, message);
    }
    if let Some(cursor) = typing.or(focus.filter(|_| overlay.is_none())) {
        frame.set_cursor_position(cursor);
    }
    regions
}

/// The evidence of the finding that is explained, where no panel has room for it.
fn evidence(plan: &Plan, editor: &Editor) -> Option<Message> {
    if !plan.panel.is_empty() || plan.status.is_empty() || !editor.is_explaining() {
        return None;
    }
    let panel = editor.findings();
    let row = panel.groups.iter().flat_map(|group| &group.rows).find(|row| row.current)?;
    let words = panel.why.join("; ");
    let text = format!("{}: {words}", row.message);
    (!words.is_empty()).then_some(Message { text, tone: Tone::Info })
}

/// The drawing, and over it the jump labels and the rectangle that is being drawn around things.
fn drawing(ink: &mut Ink<'_>, plan: &Plan, editor: &Editor) {
    canvas::paint(ink, plan.canvas, &editor.grid());
    canvas::invitation(ink, plan.canvas, editor.invitation());
    let origin = editor.viewport().origin;
    canvas::strokes(ink, plan.canvas, origin, &editor.strokes());
    for (at, label) in editor.labels() {
        if let Some(cell) = on_screen(plan, origin, at) {
            let room = plan.canvas.right().saturating_sub(cell.x);
            ink.words(cell.x, cell.y, room, &label, super::theme::Tint::Label);
        }
    }
}

/// Over the canvas: that there is more, the overview, the legend. The last two keep clear of the focus.
fn corners(ink: &mut Ink<'_>, plan: &Plan, editor: &Editor, regions: &mut Regions) {
    let origin = editor.viewport().origin;
    let focus = editor.cursor().and_then(|at| on_screen(plan, origin, at)).map(|at| (at.x, at.y));
    if editor.is_outlined() {
        return;
    }
    corner::edges(ink, plan, editor.beyond());
    if let Some(overview) = editor.minimap() {
        corner::minimap(ink, plan.canvas, &overview, focus, regions);
    }
    if let Some(legend) = editor.legend().filter(|_| plan.narrow || plan.panel.is_empty()) {
        corner::legend(ink, plan.canvas, &legend, focus, regions);
    }
}

/// Everything around the canvas. Answers the message that found no room.
fn around<'e>(
    ink: &mut Ink<'_>,
    plan: &Plan,
    editor: &'e Editor,
    status: &StatusLine,
    bar: Option<&StageBar>,
    regions: &mut Regions,
) -> Option<&'e Message> {
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
    if let Some(view) = editor.inquiry() {
        inquiry::paint(ink, plan.answers, &view, regions);
    }
    if let Some(view) = editor.guide().filter(|_| !plan.tour.is_empty()) {
        tour::paint(ink, plan.tour, &view, plan.tour.height >= tour::rows(&view, plan.tour.width));
    }
    let task = editor.task().filter(|_| !plan.tour.is_empty() && editor.guide().is_none());
    if let Some(view) = task {
        task::paint(ink, plan.tour, &view, regions);
    }
    if let Some(items) = editor.strip().filter(|_| !plan.strip.is_empty()) {
        strip::paint(ink, plan.strip, &items, regions);
    }
    if plan.status.is_empty() {
        return None;
    }
    regions.mark(plan.status, crate::editor::Place::Status);
    let open = !matches!(editor.tool(), Tool::Start { .. });
    status::paint(ink, plan.status, status, open, editor.message(), regions)
}

fn as_form(overlay: &Overlay) -> Option<&FormView> {
    if let Overlay::Form(form) = overlay { Some(form) } else { None }
}

/// The findings, and at the right of a wide screen the inspector or a form under them; answers where the cursor of
/// the form belongs.
fn findings(
    ink: &mut Ink<'_>,
    plan: &Plan,
    editor: &Editor,
    form: Option<&FormView>,
    regions: &mut Regions,
) -> Option<Position> {
    if plan.wall.is_empty() && plan.heading.is_empty() {
        return None;
    }
    let panel = editor.findings();
    if plan.narrow {
        panel::below(ink, plan.heading, plan.panel, &panel, regions);
        return None;
    }
    ink.wall(plan.wall.x, plan.wall.y, plan.wall.height);
    for (line, joint) in [(plan.rule, "┬"), (plan.floor, "┴")] {
        if !line.is_empty() {
            ink.words(plan.wall.x, line.y, 1, joint, super::theme::Tint::Rule);
        }
    }
    if let Some(legend) = editor.legend().filter(|_| form.is_none()) {
        corner::legend_beside(ink, plan.panel, &legend);
        return None;
    }
    let inspector = editor.inspector();
    let foot = form.map_or(Foot::Inspector(&inspector), Foot::Form);
    panel::beside(ink, plan.panel, &panel, foot, regions)
}

/// The screen cell under the thing that a field is about, if that is in sight.
fn near(editor: &Editor, overlay: &Overlay, plan: &Plan) -> Option<Position> {
    let origin = editor.viewport().origin;
    match overlay {
        Overlay::Field { at: Some(subject), .. } => {
            let place = editor.position(subject)?;
            on_screen(plan, origin, Point::new(place.left(), place.bottom()))
        }
        Overlay::Menu { at, .. } => on_screen(plan, origin, within(editor.viewport(), *at)),
        _ => None,
    }
}

/// What a question is about, on the screen.
fn about(editor: &Editor, overlay: &Overlay, plan: &Plan) -> Vec<Rect> {
    let Overlay::Question { about, .. } = overlay else { return Vec::new() };
    let origin = editor.viewport().origin;
    let places = about.iter().filter_map(|subject| editor.position(subject));
    places.filter_map(|place| area_on_screen(plan, origin, place)).collect()
}

/// The part of a rectangle of the canvas that is on the screen.
fn area_on_screen(plan: &Plan, origin: Point, area: geometry::Rect) -> Option<Rect> {
    let cut = |at: i32, most: u16| u16::try_from(at.clamp(0, i32::from(most))).unwrap_or(most);
    let (left, right) =
        (cut(area.left() - origin.x, plan.canvas.width), cut(area.right() - origin.x, plan.canvas.width));
    let (top, bottom) =
        (cut(area.top() - origin.y, plan.canvas.height), cut(area.bottom() - origin.y, plan.canvas.height));
    let seen =
        Rect { x: plan.canvas.x + left, y: plan.canvas.y + top, width: right - left, height: bottom - top };
    (!seen.is_empty()).then_some(seen)
}

/// The cell of a window that is nearest to a cell.
fn within(window: geometry::Rect, at: Point) -> Point {
    let last = |from: i32, length: i32| from + (length - 1).max(0);
    let x = at.x.clamp(window.left(), last(window.left(), window.size.width));
    Point::new(x, at.y.clamp(window.top(), last(window.top(), window.size.height)))
}

fn on_screen(plan: &Plan, origin: Point, cell: Point) -> Option<Position> {
    let x = u16::try_from(cell.x - origin.x).ok().filter(|x| *x < plan.canvas.width)?;
    let y = u16::try_from(cell.y - origin.y).ok().filter(|y| *y < plan.canvas.height)?;
    Some(Position::new(plan.canvas.x + x, plan.canvas.y + y))
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::analysis::Severity;
    use crate::editor::{
        FindingGroup, FindingRow, FindingsPanel, FormEntry, FormRow, HelpArea, Inspector, Keeping, KeyHint,
        LineNote, LineRole, ListRow, PageLine, Panel, Progress, StageTab, StartLine, TaskLine, TaskMark,
        TaskRow, TaskView, Told, TourView,
    };

    /// Wide, hostile, long and empty.
    const NASTY: [&str; 5] = [
        "日本語の名前",
        "a\u{1b}]0;x\u{7}\u{202E}b",
        "",
        "x",
        "a name that is longer than any panel of this program is wide, and then some more of it",
    ];

    fn nasty(n: usize) -> String {
        NASTY[n % NASTY.len()].to_owned()
    }

    fn hints() -> Vec<KeyHint> {
        (0..40).map(|n| KeyHint { keys: nasty(n), what: nasty(n + 1) }).collect()
    }

    fn rows() -> Vec<ListRow> {
        (0..40).map(|n| ListRow { title: nasty(n), note: nasty(n + 2), matched: vec![0, 3, 99] }).collect()
    }

    fn lines() -> Vec<StartLine> {
        let line = |n: usize| match n % 4 {
            0 => StartLine::Heading(nasty(n)),
            _ => StartLine::Row { key: nasty(n), title: nasty(n + 1), note: nasty(n + 2) },
        };
        (0..60).map(line).collect()
    }

    fn overlays() -> Vec<Overlay> {
        let (text, title) = (NASTY.join("\n"), nasty(4));
        let line = |n: usize| {
            let role = if n.is_multiple_of(2) { LineRole::Reference } else { LineRole::Heading };
            PageLine { text: nasty(n), role, link: Some(n), chosen: n == 8 }
        };
        let page = || (0..40).map(line).collect::<Vec<_>>();
        vec![
            Overlay::Start { lines: lines(), selected: 39 },
            Overlay::Start { lines: Vec::new(), selected: 0 },
            Overlay::Palette {
                title: "commands",
                most: 14,
                query: nasty(0),
                cursor: 12,
                rows: rows(),
                nothing: NASTY[4],
                selected: 99,
            },
            Overlay::Palette {
                title: "commands",
                most: 14,
                query: String::new(),
                cursor: 0,
                rows: Vec::new(),
                nothing: NASTY[4],
                selected: 0,
            },
            Overlay::History { rows: rows(), selected: 20, present: 3 },
            Overlay::Menu { title: nasty(4), at: Point::default(), rows: rows(), selected: 39 },
            Overlay::Menu { title: nasty(1), at: Point::default(), rows: Vec::new(), selected: 0 },
            Overlay::Help {
                query: nasty(4),
                areas: vec![HelpArea { title: "area", rows: hints() }],
                scroll: 9999,
            },
            Overlay::WhichKey { prefix: nasty(0), rows: hints() },
            Overlay::WhichKey { prefix: String::new(), rows: Vec::new() },
            Overlay::Field { title: title.clone(), at: None, text: nasty(4), cursor: 80 },
            Overlay::Line {
                text: nasty(4),
                cursor: 80,
                note: LineNote { at: Some(30), words: nasty(4), tone: Tone::Error },
            },
            Overlay::Line {
                text: nasty(0),
                cursor: 2,
                note: LineNote { at: None, words: nasty(1), tone: Tone::Info },
            },
            Overlay::Prose { title: nasty(1), text: text.clone(), before: NASTY[0].to_owned() },
            Overlay::Prose { title: nasty(2), text: String::new(), before: String::new() },
            Overlay::Question { text: text.clone(), about: Vec::new(), choices: hints() },
            Overlay::Form(form(FormEntry::Rows, 0)),
            Overlay::Form(form(FormEntry::Text { text: nasty(4), cursor: 80, proposed: true }, 19)),
            Overlay::Form(form(
                FormEntry::List { query: nasty(0), cursor: 3, rows: rows(), selected: 39 },
                7,
            )),
            Overlay::Text { title, lines: page(), first: 7 },
            Overlay::Text { title: nasty(0), lines: page(), first: 9999 },
        ]
    }

    fn form(entry: FormEntry, selected: usize) -> FormView {
        let row = |n: usize| FormRow {
            name: "health check",
            value: nasty(n),
            stated: n.is_multiple_of(2),
            cycles: n.is_multiple_of(3),
        };
        let (title, problem, help) = (nasty(0), nasty(1), nasty(4));
        FormView { title, kind: "server", rows: (0..20).map(row).collect(), selected, entry, problem, help }
    }

    fn panel() -> FindingsPanel {
        let row = |index: usize| FindingRow {
            index,
            severity: [Severity::Error, Severity::Warning, Severity::Info][index % 3],
            code: "REL001",
            subject: nasty(index),
            message: nasty(index + 1),
            current: index == 30,
            allowed: index.is_multiple_of(7),
        };
        let group =
            |title, range: std::ops::Range<usize>| FindingGroup { title, rows: range.map(row).collect() };
        let groups = vec![group("In this lesson", 0..20), group("Also true here", 20..40)];
        FindingsPanel {
            counts: [1, 0, 12],
            groups,
            why: vec![nasty(4), nasty(0)],
            top: Some(3),
            nothing: NASTY[0],
        }
    }

    fn bar() -> StageBar {
        let tab = |n| StageTab { number: n, title: nasty(0), current: n == 1, modified: n == 2 };
        let many = || Told { count: 12, words: (0..5).map(nasty).collect() };
        StageBar {
            series: nasty(1),
            stages: (0..4).map(tab).collect(),
            fixed: many(),
            broke: many(),
            moved: many(),
            still: many(),
        }
    }

    fn line() -> StatusLine {
        StatusLine {
            state: "move".into(),
            focus: nasty(0),
            hints: hints(),
            pending: "3o".into(),
            progress: Progress::Analysing,
            keeping: Keeping::Modified,
            source: nasty(4),
        }
    }

    /// Every part of the screen with nasty contents, as [`paint`] does it.
    fn paint_nasty(buffer: &mut Buffer, overlay: Option<&Overlay>, charset: Charset) -> Option<Position> {
        let plan = Plan::new(buffer.area, true, Panel::Auto);
        let theme = Theme::default();
        let mut regions = Regions::new(plan.canvas, Point::default());
        let ink = &mut Ink::new(buffer, &theme, charset);
        let message = Message { text: nasty(1), tone: Tone::Error };
        chrome::title(ink, plan.title, &nasty(0), &line(), Some(&bar()), &mut regions);
        chrome::step(ink, plan.step, &bar());
        let message = overlay.is_none().then_some(&message);
        let line = line();
        if let Some(untold) = status::paint(ink, plan.status, &line, true, message, &mut regions) {
            status::unfold(ink, plan.status, untold);
        }
        let (name, press) = ("tour", nasty(0));
        let view = TourView { name, number: 1, of: 8, title: nasty(4), text: nasty(4), press, rows: 3 };
        let plan = plan.with_tour(tour::rows(&view, plan.tour_width()).min(plan.tour_most()));
        tour::paint(ink, plan.tour, &view, true);
        let row = |n: usize| {
            let mark = if n.is_multiple_of(3) { TaskMark::Met } else { TaskMark::Missing };
            TaskLine::Row(TaskRow { index: n, mark, words: nasty(n), detail: nasty(n + 1), current: n == 9 })
        };
        let task = TaskView {
            name: "task",
            title: nasty(4),
            met: 3,
            of: 40,
            clock: Some(nasty(0)),
            lines: (0..40).map(row).chain([TaskLine::Heading("heading")]).collect(),
        };
        task::paint(ink, plan.tour, &task, &mut regions);
        let inspector = Inspector { title: nasty(0), rows: vec![("kind", nasty(4)), ("in", nasty(0))] };
        panel::below(ink, plan.heading, plan.panel, &panel(), &mut regions);
        let foot = overlay.and_then(as_form).map_or(Foot::Inspector(&inspector), Foot::Form);
        panel::beside(ink, plan.panel, &panel(), foot, &mut regions);
        let near = Some(Position::new(plan.canvas.right(), plan.canvas.bottom()));
        overlay.and_then(|overlay| {
            overlay::paint(ink, Stage { room: plan.canvas, near, about: &[] }, overlay, &mut regions)
        })
    }

    #[test]
    fn every_part_fits_every_size() {
        let overlays = overlays();
        let sizes = (0..=60).flat_map(|width| (0..=30).map(move |height| (width, height)));
        for (n, (width, height)) in sizes.chain([(100, 30), (120, 36), (200, 60), (300, 3)]).enumerate() {
            let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
            let cursor = paint_nasty(&mut buffer, overlays.get(n % overlays.len()), Charset::Unicode);
            assert!(
                cursor.is_none_or(|at| buffer.area.contains(at)),
                "{width}×{height}: cursor at {cursor:?}"
            );
        }
    }

    #[test]
    fn no_cell_holds_what_steers_a_terminal() {
        for overlay in overlays() {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 36));
            paint_nasty(&mut buffer, Some(&overlay), Charset::Unicode);
            let bad = buffer.content().iter().find(|cell| cell.symbol().chars().any(crate::text::is_unsafe));
            assert_eq!(bad, None, "{overlay:?}");
        }
    }

    #[test]
    fn in_ascii_every_cell_is_ascii() {
        for overlay in overlays() {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 36));
            paint_nasty(&mut buffer, Some(&overlay), Charset::Ascii);
            let foreign = buffer.content().iter().find(|cell| !cell.symbol().is_ascii());
            assert_eq!(foreign, None, "{overlay:?}");
        }
    }
}
