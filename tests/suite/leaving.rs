//! Esc: whatever goes on, it leaves exactly one state, and it never changes the drawing.

use proptest::prelude::*;
use topoboard::editor::{Key, KeyCode, Tool};

use crate::editor::{Desk, any_gesture, any_key};

/// Presses Esc and says what is wrong with what it did.
fn press_esc(desk: &mut Desk) -> Result<(), TestCaseError> {
    let (document, depth) = (desk.editor.document().clone(), desk.editor.depth());
    let state = format!("{} ({:?})", desk.editor.status().state, desk.editor.tool());
    let named = !desk.editor.status().state.is_empty();
    prop_assert_eq!(named, depth > 0, "a state is named exactly where there is one: {}", state);
    desk.feed(topoboard::editor::Input::Key(Key::plain(KeyCode::Esc)));
    let after = desk.editor.depth();
    prop_assert_eq!(after, depth.saturating_sub(1), "from {} to {}", state, desk.editor.status().state);
    prop_assert_eq!(desk.editor.document(), &document, "in {}", state);
    Ok(())
}

/// Presses Esc until nothing goes on.
fn leave_all(desk: &mut Desk) -> Result<(), TestCaseError> {
    while desk.editor.depth() > 0 {
        press_esc(desk)?;
    }
    press_esc(desk)?;
    prop_assert_eq!(desk.editor.tool(), &Tool::Idle);
    prop_assert_eq!(&desk.editor.status().hints[0].keys, "?");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn esc_leaves_one_state_and_changes_nothing(
        keys in prop::collection::vec((any_key(), prop::bool::weighted(0.15)), 0..80),
    ) {
        let mut desk = Desk::stage("@tiers/1");
        for (key, leaves) in keys {
            desk.feed(topoboard::editor::Input::Key(key));
            if leaves {
                press_esc(&mut desk)?;
            }
        }
        leave_all(&mut desk)?;
    }

    #[test]
    fn esc_changes_nothing_of_what_was_drawn(
        gestures in prop::collection::vec((any_gesture(), prop::bool::weighted(0.3)), 0..30),
    ) {
        let mut desk = Desk::new();
        for (gesture, leaves) in gestures {
            desk.keys(&gesture);
            if leaves {
                press_esc(&mut desk)?;
            }
        }
        leave_all(&mut desk)?;
    }
}

#[test]
fn every_state_is_left_by_one_esc_after_the_other() {
    let mut desk = Desk::stage("@tiers/1");
    for keys in ["f<at lb-1>v", "ts", "D", "nw", "K", ":"] {
        desk.keys(keys);
    }
    let mut left = Vec::new();
    while desk.editor.depth() > 0 {
        left.push(desk.editor.status().state);
        desk.keys("<esc>");
    }
    assert_eq!(left, ["palette", "signs", "why", "simulation", "security", "marked"]);
}
