//! Bytes of the terminal to keys, mouse events and pastes: a state machine that nothing can break.
//!
//! Invariants: any byte sequence is accepted; nothing that a terminal *answers* (reports, OSC and DCS strings)
//! becomes a key press; memory is bounded, however long a paste or a sequence is; a sequence that never ends is
//! given up after [`Decoder::patience`]. crossterm's reader spins when the terminal is gone, panics on malformed
//! mouse bytes, turns late replies into keys and waits for ever for the end of a paste, which is why this is here.

use std::time::Duration;

use crate::editor::{Key, KeyCode};

/// The most bytes that are kept of one paste.
pub const PASTE_LIMIT: usize = crate::limits::PASTE_BYTES;
/// The most bytes of one control sequence; the longest that means something to us has 20.
const SEQUENCE_LIMIT: usize = 64;
/// The most bytes of a reply string that are skipped before it is taken for garbage.
const STRING_LIMIT: usize = 64 * 1024;
const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What a person did, or what the terminal reported, in screen cells from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something at a screen cell.
    Mouse(Mouse),
    /// Text was pasted; at most [`PASTE_LIMIT`] bytes of it.
    Paste(String),
    /// The terminal answered where its cursor is: the column, from 0.
    CursorColumn(u16),
}

/// A mouse event at a screen cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What happened.
    pub act: MouseAct,
    /// Column from 0.
    pub column: u16,
    /// Row from 0.
    pub row: u16,
}

/// What a mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    /// A button went down.
    Down(MouseButton),
    /// A button went up.
    Up(MouseButton),
    /// It moved with a button down.
    Drag(MouseButton),
    /// It moved with no button down.
    Move,
    /// The wheel, away from the person.
    WheelUp,
    /// The wheel, towards the person.
    WheelDown,
    /// A sideways wheel to the left.
    WheelLeft,
    /// A sideways wheel to the right.
    WheelRight,
}

/// The buttons that every terminal reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseButton {
    /// The left one.
    Left,
    /// The middle one.
    Middle,
    /// The right one.
    Right,
}

/// Where in the byte stream we are.
#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// After ESC.
    Escape,
    /// After ESC O.
    Single,
    /// After ESC [, with what came since.
    Control(Vec<u8>),
    /// After ESC [ [, as the Linux console sends function keys.
    LinuxFunction,
    /// After ESC [ M: the three bytes of the oldest mouse protocol, of which this many have come.
    OldMouse(u8),
    /// Inside a reply string (OSC, DCS, APC, PM, SOS); the introducer, how much came, whether ESC was last.
    Reply { introducer: u8, skipped: usize, escaped: bool },
    /// Inside a paste. `matched` bytes of the end mark are already seen.
    Paste { text: Vec<u8>, matched: usize },
    /// Inside a multi-byte character.
    Character(Vec<u8>),
}

/// Turns bytes into [`Incoming`] events.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
}

impl Decoder {
    /// Takes bytes as they arrive, in pieces of any size, and appends what they mean.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Incoming>) {
        for byte in bytes {
            self.state = step(std::mem::take(&mut self.state), *byte, out);
        }
    }

    /// How long to wait for the rest of what has begun; `None`: nothing has begun.
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(Duration::from_millis(40)),
            State::Paste { .. } => Some(Duration::from_secs(1)),
            _ => Some(Duration::from_millis(100)),
        }
    }

    /// Ends what has begun, because nothing came for [`Self::patience`]: a lone ESC is the Esc key, an unfinished
    /// paste is delivered, anything else is dropped.
    pub fn settle(&mut self, out: &mut Vec<Incoming>) {
        match std::mem::take(&mut self.state) {
            State::Escape => out.push(key(KeyCode::Esc)),
            State::Single => out.push(alt('O')),
            State::Control(bytes) if bytes.is_empty() => out.push(alt('[')),
            State::Reply { introducer, skipped: 0, .. } => out.push(alt(char::from(introducer))),
            State::Paste { text, matched } => out.push(pasted(text, matched)),
            _ => {}
        }
    }
}

fn step(state: State, byte: u8, out: &mut Vec<Incoming>) -> State {
    match state {
        State::Ground => ground(byte, out),
        State::Escape => after_escape(byte, out),
        State::Single => after_single(byte, out),
        State::Control(bytes) => in_control(bytes, byte, out),
        State::LinuxFunction => after_linux_function(byte, out),
        State::OldMouse(seen) if seen < 2 => State::OldMouse(seen + 1),
        State::OldMouse(_) => State::Ground,
        State::Reply { introducer, skipped, escaped } => in_reply(introducer, skipped, escaped, byte),
        State::Paste { text, matched } => in_paste(text, matched, byte, out),
        State::Character(bytes) => in_character(bytes, byte, out),
    }
}

fn ground(byte: u8, out: &mut Vec<Incoming>) -> State {
    match byte {
        ESC => return State::Escape,
        0xc2..=0xf4 => return State::Character(vec![byte]),
        0x80..=0xc1 | 0xf5.. => {}
        _ => out.push(Incoming::Key(plain(byte))),
    }
    State::Ground
}

/// The key of a byte below 0x80 other than ESC.
fn plain(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        0x08 | 0x7f => Key::plain(KeyCode::Backspace),
        0x00 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        0x1b..=0x1f => Key::ctrl(char::from(byte - 0x1b + b'[')),
        _ => Key::plain(KeyCode::Char(char::from(byte))),
    }
}

fn after_escape(byte: u8, out: &mut Vec<Incoming>) -> State {
    match byte {
        b'[' => State::Control(Vec::new()),
        b'O' => State::Single,
        b']' | b'P' | b'_' | b'^' | b'X' => State::Reply { introducer: byte, skipped: 0, escaped: false },
        ESC => {
            out.push(key(KeyCode::Esc));
            State::Escape
        }
        // Alt with these is nothing that anybody binds; Esc and then Ctrl-Q must never be lost.
        0x00..=0x1f | 0x7f.. => {
            out.push(key(KeyCode::Esc));
            ground(byte, out)
        }
        _ => {
            out.push(Incoming::Key(Key { alt: true, ..plain(byte) }));
            State::Ground
        }
    }
}

fn after_single(byte: u8, out: &mut Vec<Incoming>) -> State {
    if byte == ESC {
        return State::Escape;
    }
    out.extend(cursor_key(byte).map(key));
    State::Ground
}

/// The keys that end in a letter, after ESC O or ESC [.
fn cursor_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'Z' => KeyCode::BackTab,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

fn in_control(mut bytes: Vec<u8>, byte: u8, out: &mut Vec<Incoming>) -> State {
    match byte {
        ESC => State::Escape,
        b'[' if bytes.is_empty() => State::LinuxFunction,
        b'M' if bytes.is_empty() => State::OldMouse(0),
        0x20..=0x3f => {
            if bytes.len() < SEQUENCE_LIMIT {
                bytes.push(byte);
            }
            State::Control(bytes)
        }
        0x40..=0x7e if bytes == b"200" && byte == b'~' => State::Paste { text: Vec::new(), matched: 0 },
        0x40..=0x7e => {
            out.extend(control(&bytes, byte));
            State::Ground
        }
        _ => State::Ground,
    }
}

fn after_linux_function(byte: u8, out: &mut Vec<Incoming>) -> State {
    if let b'A'..=b'E' = byte {
        out.push(key(KeyCode::F(byte - b'A' + 1)));
    }
    State::Ground
}

/// The meaning of a whole control sequence; what means nothing to us, or is malformed, is `None`.
fn control(bytes: &[u8], last: u8) -> Option<Incoming> {
    if let Some(mouse) = bytes.strip_prefix(b"<") {
        return sgr_mouse(mouse, last);
    }
    let numbers = numbers(bytes)?;
    let modifiers = numbers.get(1).copied().unwrap_or(1);
    match (last, numbers.as_slice()) {
        (b'R', [_, column]) => Some(Incoming::CursorColumn(column.checked_sub(1)?)),
        (b'~', [27, _, code]) => other_key(*code, modifiers),
        (b'~', [number, ..]) => Some(Incoming::Key(modified(numbered_key(*number)?, modifiers))),
        _ => Some(Incoming::Key(modified(cursor_key(last)?, modifiers))),
    }
}

/// The numbers of a sequence, separated by semicolons, 0 where none is given; `None` when there is anything else.
fn numbers(bytes: &[u8]) -> Option<Vec<u16>> {
    bytes.split(|byte| *byte == b';').map(number).collect()
}

fn number(digits: &[u8]) -> Option<u16> {
    let add = |sum: u16, digit: &u8| {
        let digit = digit.is_ascii_digit().then(|| u16::from(digit - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    };
    digits.iter().try_fold(0, add)
}

/// The keys with a number before `~`.
fn numbered_key(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(u8::try_from(number - 10).ok()?),
        17..=21 => KeyCode::F(u8::try_from(number - 11).ok()?),
        23..=24 => KeyCode::F(u8::try_from(number - 12).ok()?),
        29 => KeyCode::Menu,
        _ => return None,
    })
}

/// A key that xterm reports by its character because a modifier is held.
fn other_key(code: u16, modifiers: u16) -> Option<Incoming> {
    let code = match char::from_u32(u32::from(code))? {
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{1b}' => KeyCode::Esc,
        '\u{7f}' => KeyCode::Backspace,
        c if c.is_control() => return None,
        c => KeyCode::Char(c),
    };
    Some(Incoming::Key(modified(code, modifiers)))
}

/// A key with modifiers as terminals count them: 1 and a sum of 1 (shift), 2 (alt), 4 (control).
fn modified(code: KeyCode, modifiers: u16) -> Key {
    let bits = modifiers.saturating_sub(1);
    Key { code, shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & 4 != 0 }
}

fn sgr_mouse(bytes: &[u8], last: u8) -> Option<Incoming> {
    let numbers = numbers(bytes)?;
    let [code, column, row] = numbers.as_slice() else { return None };
    let act = mouse_act(*code, last)?;
    Some(Incoming::Mouse(Mouse { act, column: column.checked_sub(1)?, row: row.checked_sub(1)? }))
}

/// Bits of the code: 0–1 button, 2 shift, 5 motion, 6 wheel, 7 further buttons. Of the modifiers only shift matters,
/// and only to the wheel: many people turn it sideways like that.
fn mouse_act(code: u16, last: u8) -> Option<MouseAct> {
    let (number, motion, wheel) = (code & 3, code & 32 != 0, code & 64 != 0);
    if code & 128 != 0 || !matches!(last, b'M' | b'm') {
        return None;
    }
    if wheel {
        let wheels = [MouseAct::WheelUp, MouseAct::WheelDown, MouseAct::WheelLeft, MouseAct::WheelRight];
        let sideways = if code & 4 != 0 && number < 2 { number + 2 } else { number };
        return wheels.get(usize::from(sideways)).copied();
    }
    let button =
        [MouseButton::Left, MouseButton::Middle, MouseButton::Right].get(usize::from(number)).copied();
    match (button, motion, last) {
        (None, true, _) => Some(MouseAct::Move),
        (Some(button), true, _) => Some(MouseAct::Drag(button)),
        (Some(button), false, b'M') => Some(MouseAct::Down(button)),
        (Some(button), false, _) => Some(MouseAct::Up(button)),
        (None, false, _) => None,
    }
}

/// Skips a reply until its end: ESC \, or BEL.
fn in_reply(introducer: u8, skipped: usize, escaped: bool, byte: u8) -> State {
    let ended = byte == 0x07 || escaped && byte == b'\\' || skipped >= STRING_LIMIT;
    if ended {
        return State::Ground;
    }
    State::Reply { introducer, skipped: skipped + 1, escaped: byte == ESC }
}

fn in_paste(mut text: Vec<u8>, matched: usize, byte: u8, out: &mut Vec<Incoming>) -> State {
    if PASTE_END.get(matched) == Some(&byte) {
        if matched + 1 == PASTE_END.len() {
            out.push(pasted(text, 0));
            return State::Ground;
        }
        return State::Paste { text, matched: matched + 1 };
    }
    keep(&mut text, PASTE_END.get(..matched).unwrap_or_default());
    if byte == ESC {
        return State::Paste { text, matched: 1 };
    }
    keep(&mut text, &[byte]);
    State::Paste { text, matched: 0 }
}

fn keep(text: &mut Vec<u8>, bytes: &[u8]) {
    if text.len() + bytes.len() <= PASTE_LIMIT {
        text.extend_from_slice(bytes);
    }
}

/// The paste as text; what was held back as a possible end mark belongs to it.
fn pasted(mut text: Vec<u8>, matched: usize) -> Incoming {
    keep(&mut text, PASTE_END.get(..matched).unwrap_or_default());
    Incoming::Paste(String::from_utf8_lossy(&text).into_owned())
}

fn in_character(mut bytes: Vec<u8>, byte: u8, out: &mut Vec<Incoming>) -> State {
    if !(0x80..=0xbf).contains(&byte) {
        return ground(byte, out);
    }
    bytes.push(byte);
    match std::str::from_utf8(&bytes) {
        Ok(text) => {
            let shown = text.chars().filter(|c| !c.is_control());
            out.extend(shown.map(|c| key(KeyCode::Char(c))));
            State::Ground
        }
        Err(error) if error.error_len().is_none() => State::Character(bytes),
        Err(_) => State::Ground,
    }
}

fn key(code: KeyCode) -> Incoming {
    Incoming::Key(Key::plain(code))
}

fn alt(letter: char) -> Incoming {
    Incoming::Key(Key { alt: true, ..Key::plain(KeyCode::Char(letter)) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8]) -> Vec<Incoming> {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(bytes, &mut out);
        decoder.settle(&mut out);
        out
    }

    fn typed(text: &str) -> Vec<Incoming> {
        text.chars().map(|c| key(KeyCode::Char(c))).collect()
    }

    fn mouse(act: MouseAct, column: u16, row: u16) -> Incoming {
        Incoming::Mouse(Mouse { act, column, row })
    }

    #[test]
    fn letters_are_letters_in_any_script() {
        assert_eq!(decode("aZ?日é".as_bytes()), typed("aZ?日é"));
    }

    #[test]
    fn keys_have_their_names() {
        let rows: [(&[u8], Key); 15] = [
            (b"\r", Key::plain(KeyCode::Enter)),
            (b"\t", Key::plain(KeyCode::Tab)),
            (b"\x7f", Key::plain(KeyCode::Backspace)),
            (b"\x1b", Key::plain(KeyCode::Esc)),
            (b"\x1b[A", Key::plain(KeyCode::Up)),
            (b"\x1bOD", Key::plain(KeyCode::Left)),
            (b"\x1b[Z", Key::plain(KeyCode::BackTab)),
            (b"\x1b[3~", Key::plain(KeyCode::Delete)),
            (b"\x1b[5~", Key::plain(KeyCode::PageUp)),
            (b"\x1b[15~", Key::plain(KeyCode::F(5))),
            (b"\x1b[24~", Key::plain(KeyCode::F(12))),
            (b"\x1b[[A", Key::plain(KeyCode::F(1))),
            (b"\x11", Key::ctrl('q')),
            (b"\x1c", Key::ctrl('\\')),
            (b"\x1b[1;6C", Key { code: KeyCode::Right, ctrl: true, alt: false, shift: true }),
        ];
        for (bytes, expected) in rows {
            assert_eq!(decode(bytes), [Incoming::Key(expected)], "{bytes:?}");
        }
    }

    #[test]
    fn an_escape_before_a_letter_is_alt_and_two_are_two() {
        assert_eq!(decode(b"\x1bx"), [alt('x')]);
        assert_eq!(decode(b"\x1b\x1b"), [key(KeyCode::Esc), key(KeyCode::Esc)]);
        assert_eq!(decode(b"\x1b["), [alt('[')]);
        assert_eq!(decode(b"\x1b\x11"), [key(KeyCode::Esc), Incoming::Key(Key::ctrl('q'))]);
        assert_eq!(decode(b"\x1b]"), [alt(']')]);
    }

    #[test]
    fn the_mouse_is_reported_in_cells_from_zero() {
        assert_eq!(decode(b"\x1b[<0;1;1M"), [mouse(MouseAct::Down(MouseButton::Left), 0, 0)]);
        assert_eq!(decode(b"\x1b[<32;300;7M"), [mouse(MouseAct::Drag(MouseButton::Left), 299, 6)]);
        assert_eq!(decode(b"\x1b[<2;4;5m"), [mouse(MouseAct::Up(MouseButton::Right), 3, 4)]);
        assert_eq!(decode(b"\x1b[<65;4;5M"), [mouse(MouseAct::WheelDown, 3, 4)]);
        assert_eq!(decode(b"\x1b[<35;4;5M"), [mouse(MouseAct::Move, 3, 4)]);
    }

    #[test]
    fn malformed_mouse_bytes_do_nothing() {
        let rows: [&[u8]; 8] = [
            b"\x1b[<0;0;0M",
            b"\x1b[<;;M",
            b"\x1b[<0;1M",
            b"\x1b[<99999;1;1M",
            b"\x1b[<0;1;1;1M",
            b"\x1b[<:;1;1M",
            b"\x1b[M\x20\x00\x01",
            b"\x1b[<3;4;5m",
        ];
        for bytes in rows {
            assert_eq!(decode(&[bytes, b"k".as_slice()].concat()), typed("k"), "{bytes:?}");
        }
    }

    #[test]
    fn what_a_terminal_answers_is_no_key() {
        let replies: [&[u8]; 5] = [
            b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
            b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
            b"\x1bP>|XTerm(370)\x1b\\",
            b"\x1b[?62;1;6c",
            b"\x1b[I\x1b[O",
        ];
        for bytes in replies {
            assert_eq!(decode(&[bytes, b"x".as_slice()].concat()), typed("x"), "{bytes:?}");
        }
        assert_eq!(decode(b"\x1b[1;2R"), [Incoming::CursorColumn(1)]);
    }

    #[test]
    fn a_paste_is_one_event_whatever_is_in_it() {
        assert_eq!(
            decode(b"\x1b[200~dd\x1b[3~\x1b\x1b[201~q"),
            [Incoming::Paste("dd\x1b[3~\x1b".into()), key(KeyCode::Char('q'))]
        );
    }

    #[test]
    fn a_paste_that_never_ends_is_delivered_when_nothing_follows() {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b[200~half\x1b[20", &mut out);
        assert_eq!(out, []);
        assert_eq!(decoder.patience(), Some(Duration::from_secs(1)));
        decoder.settle(&mut out);
        assert_eq!(out, [Incoming::Paste("half\x1b[20".into())]);
        assert_eq!(decoder.patience(), None);
    }

    #[test]
    fn a_huge_paste_is_cut() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.resize(bytes.len() + 3 * PASTE_LIMIT, b'a');
        bytes.extend_from_slice(PASTE_END);
        let [Incoming::Paste(text)] = &decode(&bytes)[..] else { panic!("no paste") };
        assert_eq!(text.len(), PASTE_LIMIT);
    }

    proptest! {
        #[test]
        fn the_pieces_do_not_matter(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..200) {
            let cut = cut.min(bytes.len());
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            decoder.feed(&bytes[..cut], &mut out);
            decoder.feed(&bytes[cut..], &mut out);
            decoder.settle(&mut out);
            prop_assert_eq!(out, decode(&bytes));
        }

        #[test]
        fn no_key_is_a_control_character(bytes in "(\\x1b|\\[|\\]|O|<|M|[0-9;~A-Za-z]|\\PC|\\pC){0,60}") {
            for event in decode(bytes.as_bytes()) {
                if let Incoming::Key(Key { code: KeyCode::Char(c), .. }) = event {
                    prop_assert!(!c.is_control());
                }
            }
        }

        #[test]
        fn a_pause_always_gives_the_keyboard_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            decoder.feed(&bytes, &mut out);
            decoder.settle(&mut out);
            out.clear();
            decoder.feed(b"k", &mut out);
            prop_assert_eq!(out, typed("k"));
        }
    }
}
