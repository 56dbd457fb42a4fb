//! What can happen to a drawing, and how often.

use std::io::ErrorKind;

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What changes a drawing, each in one step or none.
pub(super) const EDITS: &[&str] =
    &["aw", "od", "al", "as", "iw", "Ok", "d", "gy", "atwords\n", "ename\n", "x", "p", "."];

/// What happens.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Edit(&'static str),
    Undo,
    Redo,
    /// To the beginning and to the end again.
    ThereAndBack,
    Save,
    Reload,
    /// The person waits until the device has everything.
    Wait,
    /// A call of what comes next fails, once.
    Fault(ErrorKind, usize),
    /// The program ends, and is started again.
    End(End, Answer),
}

/// How it ends.
#[derive(Clone, Debug)]
pub(super) enum End {
    SavedFirst,
    Unsaved,
    /// At some call of an edit, or of a save, or while nothing is done.
    Killed(Option<(Middle, Index)>),
    PowerGone(Option<(Middle, Index)>, u64),
}

/// What is being done when it ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Middle {
    Edit,
    Save,
}

/// What is answered when something was left.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    Recover,
    Later,
    Drop,
}

pub(super) fn any_act() -> impl Strategy<Value = Act> {
    let answer = prop_oneof![4 => Just(Answer::Recover), 1 => Just(Answer::Later), 1 => Just(Answer::Drop)];
    let middle = || {
        let middle = prop_oneof![Just(Middle::Edit), Just(Middle::Save)];
        proptest::option::of((middle, any::<Index>()))
    };
    let end = prop_oneof![
        1 => Just(End::SavedFirst),
        1 => Just(End::Unsaved),
        3 => middle().prop_map(End::Killed),
        4 => (middle(), any::<u64>()).prop_map(|(at, seed)| End::PowerGone(at, seed)),
    ];
    let kind = select(&[ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied][..]);
    prop_oneof![
        24 => select(EDITS).prop_map(Act::Edit),
        6 => Just(Act::Undo),
        3 => Just(Act::Redo),
        2 => Just(Act::ThereAndBack),
        6 => Just(Act::Save),
        2 => Just(Act::Reload),
        4 => Just(Act::Wait),
        3 => (kind, 0..20_usize).prop_map(|(kind, at)| Act::Fault(kind, at)),
        6 => (end, answer).prop_map(|(end, answer)| Act::End(end, answer)),
    ]
}
