//! Gestures with the mouse of a real terminal: bytes in, the screen out; also under tmux and in the middle of what
//! disturbs them.

use crate::pty::{ENTER, ESC, Session, Spec, click, drag, mouse, release};

/// Codes of a mouse report.
const LEFT: u16 = 0;
const RIGHT: u16 = 2;
const LEFT_MOVES: u16 = 32;
const WHEEL_UP: u16 = 64;
const WHEEL_DOWN: u16 = 65;
const SHIFT: u16 = 4;

type Cell = (u16, u16);

/// An empty drawing with what these keys draw, at full zoom.
fn drawn(keys: &str) -> Session {
    let mut session = Spec::default().start();
    session.wait_for("new drawing").send("n").wait_for("analysed").send(keys).send("z0").settle();
    session
}

fn find(session: &Session, text: &str) -> Cell {
    session.find(text).unwrap_or_else(|| panic!("no {text}\n{}", session.screen()))
}

fn status(screen: &vt100::Screen) -> String {
    screen.contents().lines().last().unwrap_or_default().to_owned()
}

fn moved(at: Cell, by: (i32, i32)) -> Cell {
    let add = |a: u16, b: i32| u16::try_from(i32::from(a) + b).unwrap();
    (add(at.0, by.0), add(at.1, by.1))
}

fn shows(screen: &vt100::Screen, text: &str, at: Cell) -> bool {
    let length = u16::try_from(text.chars().count()).unwrap();
    screen.contents_between(at.1, at.0, at.1, at.0 + length) == text
}

#[test]
fn a_border_dragged_to_a_box_links_the_two() {
    let mut session = drawn("awad");
    let (from, to) = (find(&session, "◇ web-1"), find(&session, "≡ db-1"));
    let border = moved(from, (1, 1));
    session.send(mouse(LEFT, border)).send(mouse(LEFT_MOVES, to));
    session.wait_until("what it would be", |screen| status(screen).contains("web-1 → db-1"));
    session.send(release(to.0, to.1)).wait_until("its text beside the line", |screen| {
        screen.contents().contains("(sql)") && status(screen).contains("web-1 · web server")
    });
    session.send("u").wait_gone("(sql)");
}

#[test]
fn a_border_dragged_to_nothing_asks_and_adds() {
    let mut session = drawn("al");
    let from = find(&session, "⇄ lb-1");
    let (border, to) = (moved(from, (1, 1)), moved(from, (18, 9)));
    session.send(drag(border, to)).wait_for("lb-1 →").wait_for("web server").send("w");
    session.wait_until("the new box there", |screen| shows(screen, "◇ web-1", moved(to, (2, 1))));
    session.wait_for("(https)").send("u").wait_gone("web-1");
    session.send(drag(border, to)).wait_for("lb-1 →").send(ESC).wait_gone("web server");
    assert!(!session.screen().contains("web-1"), "{}", session.screen());
}

#[test]
fn a_marquee_marks_what_it_encloses() {
    let mut session = drawn("2aw");
    let first = find(&session, "◇ web-1");
    session.send(drag(moved(first, (-6, -3)), moved(first, (35, 8)))).wait_for("marked 2 boxes");
    session.send("d").wait_gone("◇ web-1").wait_gone("◇ web-2");
}

#[test]
fn a_box_dropped_into_a_server_is_held_by_it() {
    let mut session = drawn("asaw");
    let (from, to) = (find(&session, "◇ web-1"), find(&session, "▤ server-1"));
    session.send(mouse(LEFT, from)).send(mouse(LEFT_MOVES, moved(from, (-1, 0)))).send(mouse(LEFT_MOVES, to));
    session.wait_until("the target", |screen| status(screen).contains("into server-1"));
    session
        .send(release(to.0, to.1))
        .wait_until("it inside", |screen| status(screen).contains("in server-1"));
    session.send("u").wait_until("it outside", |screen| !status(screen).contains("in server-1"));
}

#[test]
fn a_corner_resizes_a_container() {
    let mut session = drawn("asiw-");
    // The focus is drawn in heavy lines.
    let corner = find(&session, "┛");
    session
        .send(drag(corner, moved(corner, (7, 3))))
        .wait_until("the corner there", |screen| shows(screen, "┛", moved(corner, (7, 3))));
    session.send("u").wait_until("the corner back", |screen| shows(screen, "┛", corner));
}

#[test]
fn the_second_button_opens_a_menu() {
    let mut session = drawn("aw");
    let at = find(&session, "◇ web-1");
    session.send(mouse(RIGHT, at)).wait_for("Delete with all that hangs on it").wait_for("Link to a label");
    let row = find(&session, "Delete with all");
    session.send(click(row.0, row.1)).wait_gone("web-1");
    session
        .send("u")
        .wait_for("◇ web-1")
        .send("gm")
        .wait_for("Delete with all")
        .send(ESC)
        .wait_gone("Delete with");
}

#[test]
fn a_kind_of_the_strip_is_placed_where_the_canvas_is_clicked_until_esc() {
    let mut session = drawn("as");
    let kind = find(&session, "≡ db");
    session
        .send(click(kind.0, kind.1))
        .wait_until("it in hand", |screen| status(screen).contains("database in hand"));
    session.send(click(10, 20)).wait_for("≡ db-1").send(click(40, 24)).wait_for("≡ db-2");
    session.wait_until("it still in hand", |screen| status(screen).contains("click place it there"));
    session.send(ESC).wait_until("nothing in hand", |screen| !status(screen).contains("place it there"));
    assert_eq!((find(&session, "≡ db-1"), find(&session, "≡ db-2")), ((12, 21), (42, 25)));
    session.send("zk").wait_gone("▤ server  ◇ web").send("zk").wait_for("▤ server  ◇ web");
}

#[test]
fn the_wheel_scrolls_the_canvas_and_with_shift_sideways() {
    let mut session = drawn("aw");
    let at = find(&session, "◇ web-1");
    session.send(mouse(WHEEL_UP, (10, 10)));
    session.wait_until("lower", |screen| shows(screen, "◇ web-1", moved(at, (0, 3))));
    session.send(mouse(WHEEL_DOWN, (10, 10))).send(mouse(WHEEL_UP + SHIFT, (10, 10)));
    session.wait_until("further right", |screen| shows(screen, "◇ web-1", moved(at, (6, 0))));
}

#[test]
fn the_wheel_over_the_findings_scrolls_them_and_not_the_canvas() {
    let mut session = Spec::new(&["@1"]).sized(120, 30).start();
    session.wait_for("REL001").wait_for("analysed").settle();
    let (canvas, first) = (find(&session, "HAProxy"), find(&session, "REL001"));
    for _ in 0..3 {
        session.send(mouse(WHEEL_DOWN, moved(first, (0, 2)))).settle();
    }
    assert!(!session.screen().contains("‼ REL001"), "{}", session.screen());
    assert_eq!(find(&session, "HAProxy"), canvas);
    for _ in 0..3 {
        session.send(mouse(WHEEL_UP, moved(first, (0, 2)))).settle();
    }
    assert_eq!(find(&session, "REL001"), first);
}

#[test]
fn a_hint_of_the_status_line_is_a_button() {
    let mut session = drawn("aw");
    let hint = find(&session, "? help");
    session.send(click(hint.0, hint.1)).wait_for("type to search").send(ESC);
}

#[test]
fn another_size_and_a_paste_in_the_middle_of_a_drag_leave_it_whole() {
    let mut session = drawn("al");
    let from = find(&session, "⇄ lb-1");
    session.send(mouse(LEFT, from)).send(mouse(LEFT_MOVES, moved(from, (4, 2))));
    session.wait_until("it on its way", |screen| shows(screen, "⇄", moved(from, (4, 2))));
    session.send("\x1b[200~dddd\x1b[201~").resize(110, 32).settle();
    let to = moved(from, (9, 5));
    session.send(mouse(LEFT_MOVES, to)).send(release(to.0, to.1));
    session.wait_until("it where it was dropped", |screen| shows(screen, "⇄ lb-1", to));
    session.send("u").wait_until("it where it was", |screen| shows(screen, "⇄ lb-1", from));
}

#[test]
fn esc_in_the_middle_of_a_drag_takes_it_back() {
    let mut session = drawn("al");
    let from = find(&session, "⇄ lb-1");
    session.send(mouse(LEFT, from)).send(mouse(LEFT_MOVES, moved(from, (9, 5))));
    session.wait_until("it on its way", |screen| shows(screen, "⇄", moved(from, (9, 5))));
    session.send(ESC).wait_until("it where it was", |screen| shows(screen, "⇄ lb-1", from));
    session.send(release(from.0 + 9, from.1 + 5)).settle();
    assert_eq!(find(&session, "⇄ lb-1"), from);
}

#[test]
fn a_flood_of_mouse_events_ends_where_the_last_one_says() {
    let mut session = drawn("al");
    let from = find(&session, "⇄ lb-1");
    session.send(mouse(LEFT, from));
    let wave = (0..1000_u16).map(|n| mouse(LEFT_MOVES, (10 + n % 50, 5 + n % 20))).collect::<String>();
    for _ in 0..100 {
        session.send(&wave);
    }
    let to = moved(from, (6, 4));
    session.send(mouse(LEFT_MOVES, to)).send(release(to.0, to.1));
    session.wait_until("it where it was dropped", |screen| shows(screen, "⇄ lb-1", to));
    session.send("u").wait_until("one step", |screen| shows(screen, "⇄ lb-1", from));
}

/// What ends every frame.
const FRAME_END: &[u8] = b"\x1b[?2026l";

#[test]
fn a_frame_of_a_drag_is_one_update_of_two_kilobytes_at_most() {
    let mut session = drawn("asiwopod-l");
    let at = find(&session, "▤ server-1");
    session.send(mouse(LEFT, at)).settle();
    for step in 1..12 {
        let before = session.written.len();
        session.send(mouse(LEFT_MOVES, moved(at, (step, step / 3))));
        let end = session.wait_for_bytes(before, FRAME_END);
        let frame = String::from_utf8_lossy(session.written.get(before..end).unwrap());
        assert!(end - before <= 2048, "{} bytes: {frame:?}", end - before);
    }
    session.settle();
    assert!(session.nothing_within(std::time::Duration::from_millis(300)));
}

#[test]
fn nothing_is_written_in_a_second_without_input() {
    let mut session = drawn("asiwop");
    let at = find(&session, "◇ web-1");
    session.send(mouse(LEFT, at)).send(mouse(LEFT_MOVES, moved(at, (3, 1)))).settle();
    let before = session.written.len();
    std::thread::sleep(std::time::Duration::from_secs(1));
    session.settle();
    assert_eq!(session.written.len(), before, "also while a button is held");
}

#[test]
fn gestures_work_under_tmux() {
    if std::process::Command::new("tmux").arg("-V").output().is_err() {
        eprintln!("SKIPPED: tmux is not installed, so gestures under tmux were not tested");
        return;
    }
    let socket = format!("topoboard-test-{}", std::process::id());
    let program = env!("CARGO_BIN_EXE_topoboard");
    let begin = ["-L", &socket, "-f", "/dev/null", "new-session", program, ";", "set", "-g", "mouse", "on"];
    let mut spec = Spec::new(&begin);
    spec.program = "tmux".to_owned();
    let mut session = spec.start();
    session.wait_for("new drawing").send("n").wait_for("analysed").send("al").wait_for("lb-1").settle();
    let from = find(&session, "⇄ lb-1");
    let to = moved(from, (12, 6));
    session.send(drag(from, to));
    session.wait_until("it elsewhere", |screen| shows(screen, "⇄ lb-1", to));
    session.send(":q!").send(ENTER);
    session.wait_for_end();
}

#[test]
fn a_quick_drag_that_comes_closer_drops_where_the_button_goes_up() {
    let mut session = drawn("al");
    session.send("zozo").wait_gone("┗");
    let small = find(&session, "⇄ lb-1");
    session.send(drag(small, moved(small, (10, 5)))).wait_for("┗");
    session.settle();
    let large = find(&session, "⇄ lb-1");
    let (dx, dy) = (i32::from(large.0) - i32::from(small.0), i32::from(large.1) - i32::from(small.1));
    assert!((dx - 10).abs() <= 3 && (dy - 5).abs() <= 1, "went {dx}, {dy}\n{}", session.screen());
    session.send("u").settle();
}

#[test]
fn the_pointer_says_what_it_rests_on_where_the_terminal_is_near() {
    const MOVES: &[u8] = b"\x1b[?1003h";
    const ONLY_MOVES: u16 = 35;
    let asked = |session: &Session| session.written.windows(MOVES.len()).any(|bytes| bytes == MOVES);
    let mut session = drawn("aw");
    assert!(asked(&session));
    let name = find(&session, "◇ web-1");
    session
        .send(mouse(ONLY_MOVES, name))
        .wait_until("what a press does", |screen| status(screen).contains("drag: move"));
    session
        .send(mouse(ONLY_MOVES, moved(name, (0, -1))))
        .wait_until("what a press on the border does", |screen| status(screen).contains("drag: link"));
    session.settle();
    session.send(mouse(ONLY_MOVES, moved(name, (1, -1))));
    assert!(session.nothing_within(std::time::Duration::from_millis(300)), "the same thing is no news");
    let mut far = Spec::default().with("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22").start();
    far.wait_for("new drawing").settle();
    assert!(!asked(&far), "a line of bytes for every cell is too much for a slow line");
}
