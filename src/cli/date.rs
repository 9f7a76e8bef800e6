//! The day, for a record that is saved.

use std::time::{SystemTime, UNIX_EPOCH};

/// Today in UTC: `2026-11-22`.
pub fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    of_days(days)
}

/// The day so many days after 1970-01-01, in the Gregorian calendar.
///
/// Years are counted from March, so that a leap day is the last of its year.
fn of_days(days: u64) -> String {
    let days = days + 719_468;
    let era = days / 146_097;
    let day = days % 146_097;
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, turned) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_rightly() {
        for (days, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_000, "2024-10-04"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(of_days(days), date, "{days}");
        }
    }
}
