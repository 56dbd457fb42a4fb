//! The clock of a practice: counts whole minutes and wakes the program when one ends, if anybody can see it.
//!
//! Invariant: without a practice, or with its clock hidden, it wakes nobody.

use std::time::{Duration, Instant};

use crate::editor::ClockFace;

/// How long a minute is.
const MINUTE: Duration = Duration::from_secs(60);

/// Counts the minutes of a practice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// The practice, and when it began.
    running: Option<(u64, Instant)>,
    /// The minutes that were told.
    told: u32,
}

impl Clock {
    /// When the next minute ends, where that is to be seen.
    pub fn due(&self, face: Option<ClockFace>) -> Option<Instant> {
        let (_, began) = self.running.filter(|_| face.is_some_and(|face| face.shown))?;
        Some(began + MINUTE * (self.told + 1))
    }

    /// Starts and stops with the practice; answers the minutes that have gone by, when they are others than before.
    pub fn tell(&mut self, face: Option<ClockFace>, now: Instant) -> Option<u32> {
        let run = face.map(|face| face.run);
        if run != self.running.map(|(run, _)| run) {
            *self = Self { running: run.map(|run| (run, now)), told: 0 };
        }
        let (_, began) = self.running?;
        let gone = now.saturating_duration_since(began).as_secs() / MINUTE.as_secs();
        let gone = u32::try_from(gone).unwrap_or(u32::MAX);
        (gone != self.told).then(|| {
            self.told = gone;
            gone
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: Option<ClockFace> = Some(ClockFace { run: 1, shown: true });
    const HIDDEN: Option<ClockFace> = Some(ClockFace { run: 1, shown: false });
    const OTHER: Option<ClockFace> = Some(ClockFace { run: 2, shown: true });

    #[test]
    fn every_minute_is_told_once() {
        let (mut clock, began) = (Clock::default(), Instant::now());
        assert_eq!(clock.tell(SHOWN, began), None);
        assert_eq!(clock.due(SHOWN), Some(began + MINUTE));
        assert_eq!(clock.tell(SHOWN, began + MINUTE / 2), None);
        assert_eq!(clock.tell(SHOWN, began + MINUTE), Some(1));
        assert_eq!(clock.tell(SHOWN, began + MINUTE), None);
        assert_eq!(clock.due(SHOWN), Some(began + 2 * MINUTE));
        assert_eq!(clock.tell(SHOWN, began + 31 * MINUTE), Some(31), "also after a long sleep");
    }

    #[test]
    fn a_hidden_clock_counts_and_wakes_nobody() {
        let (mut clock, began) = (Clock::default(), Instant::now());
        clock.tell(HIDDEN, began);
        assert_eq!(clock.due(HIDDEN), None);
        assert_eq!(clock.tell(HIDDEN, began + 5 * MINUTE), Some(5));
        assert_eq!(clock.due(SHOWN), Some(began + 6 * MINUTE), "shown again it goes on");
    }

    #[test]
    fn another_practice_begins_anew_and_none_stops_it() {
        let (mut clock, began) = (Clock::default(), Instant::now());
        clock.tell(SHOWN, began);
        assert_eq!(clock.tell(OTHER, began + 3 * MINUTE), None);
        assert_eq!(clock.tell(OTHER, began + 4 * MINUTE), Some(1));
        assert_eq!(clock.tell(None, began + 9 * MINUTE), None);
        assert_eq!(clock.due(None), None);
    }
}
