//! Times as people read them: in UTC, to the second, free of the settings of a machine.

use crate::model::Date;

const SECONDS_A_DAY: u64 = 86_400;

/// Milliseconds since 1970 as `2026-11-25 13:44:07 UTC`; a time outside of the calendar as a number.
pub fn moment(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let days = u32::try_from(seconds / SECONDS_A_DAY).ok();
    let Some(date) = days.and_then(Date::from_unix_days) else { return milliseconds.to_string() };
    let rest = seconds % SECONDS_A_DAY;
    format!("{date} {:02}:{:02}:{:02} UTC", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_times() {
        assert_eq!(moment(1_764_078_247_999), "2025-11-25 13:44:07 UTC");
        assert_eq!(moment(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(moment(u64::MAX), u64::MAX.to_string());
    }
}
