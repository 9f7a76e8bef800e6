//! A day of the calendar, for what is asked again after some days.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Local};
use toml::value::{Date, Datetime};

/// The last day that is written with four digits of the year.
const LAST: i64 = 2_932_896;

/// A day as the wall calendar has it, in days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The day it is where the learner is: "tomorrow" begins at their midnight and not in Greenwich.
    /// A clock that stands before 1970 says 1970-01-01.
    pub fn today() -> Day {
        let now = Local::now();
        let part = |number: u32| u8::try_from(number).unwrap_or(0);
        let year = u16::try_from(now.year()).unwrap_or(0);
        Day::of(year, part(now.month()), part(now.day())).unwrap_or(Day(0))
    }

    /// A day of the calendar; `None` when there is no such day between 1970 and 9999.
    pub fn of(year: u16, month: u8, day: u8) -> Option<Day> {
        // The year begins in March, so that the day put in comes last.
        // <https://howardhinnant.github.io/date_algorithms.html>
        let (month, day) = (i64::from(month), i64::from(day));
        let year = i64::from(year) - i64::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        let found = Day(era * 146_097 + of_era - 719_468);
        let is_there = (0..=LAST).contains(&found.0) && found.date().2 == day;
        (is_there && (1..=12).contains(&month)).then_some(found)
    }

    /// From 1970-01-01 to the day's midnight, in seconds.
    pub fn seconds(self) -> u64 {
        // No day stands before 1970.
        self.0.unsigned_abs() * 86_400
    }

    /// So many days later.
    pub fn after(self, days: u32) -> Day {
        Day::at(self.0 + i64::from(days))
    }

    /// Reads a date of TOML, with or without a time.
    pub(super) fn read(value: &toml::Value) -> Option<Day> {
        let date = value.as_datetime()?.date?;
        Day::of(date.year, date.month, date.day)
    }

    pub(super) fn written(self) -> toml::Value {
        let (year, month, day) = self.date();
        let date = Date {
            year: u16::try_from(year).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        };
        Datetime::from(date).into()
    }

    fn at(days: i64) -> Day {
        Day(days.clamp(0, LAST))
    }

    /// Year, month and day.
    fn date(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + i64::from(month <= 2), month, day)
    }
}

/// Reads `2026-11-22`.
impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Day, NoDay> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits)?;
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok())?
        };
        let date = (|| {
            let (year, month, day) = (next(4)?, next(2)?, next(2)?);
            Day::of(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
        })();
        date.filter(|_| parts.next().is_none()).ok_or(NoDay)
    }
}

/// A text that names no day between 1970 and 9999.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no day")]
pub struct NoDay;

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        let day: Day = "2026-11-22".parse().expect("a day");
        assert_eq!(day.to_string(), "2026-11-22");
        // By `date -ud 2026-11-22 +%s`.
        assert_eq!(day.seconds(), 1_795_305_600);
        for text in [
            "",
            "2026-11-31",
            "2026-11",
            "2026-11-22-1",
            "26-11-22",
            "2026-+1-22",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NoDay), "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let said = |year, month, day| Day::of(year, month, day).map(|day| day.to_string());
        assert_eq!(said(1970, 1, 1).as_deref(), Some("1970-01-01"));
        assert_eq!(said(2024, 2, 29).as_deref(), Some("2024-02-29"));
        assert_eq!(said(9999, 12, 31).as_deref(), Some("9999-12-31"));
        for (year, month, day) in [
            (2023, 2, 29),
            (2100, 2, 29),
            (1969, 12, 31),
            (2024, 13, 1),
            (2024, 0, 1),
            (2024, 4, 31),
            (2024, 4, 0),
        ] {
            assert_eq!(said(year, month, day), None, "{year}-{month}-{day}");
        }
        let day = Day::of(2024, 2, 28).unwrap();
        assert_eq!(day.after(2).to_string(), "2024-03-01");
        assert_eq!(Day(0).after(20_000), Day(20_000));
        assert_eq!(Day(20_000).to_string(), "2024-10-04");
    }

    #[test]
    fn every_day_is_written_and_read_back() {
        for days in (0..=LAST).step_by(13).chain([LAST]) {
            let day = Day(days);
            assert_eq!(Day::read(&day.written()), Some(day), "{day}");
        }
        assert_eq!(Day(LAST).after(1), Day(LAST));
    }
}
