//! What is kept of one question, and when it is asked again.

use toml::{Table, Value};

use super::day::Day;

/// Days until a missed question is asked again; each right answer when it is due goes one on.
/// After the last it counts as learned.
const PAUSES: [u32; 5] = [1, 3, 7, 21, 63];

/// What is kept of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether the latest answer was right.
    pub right: bool,
    pub asked: u32,
    pub missed: u32,
    /// When it is to be asked again; `None` if it was never missed, or is learned.
    pub due: Option<Day>,
}

impl Answer {
    /// Reads with forbearance: what a hand has spoiled counts as not written.
    pub(super) fn read(table: &Table) -> Answer {
        Answer {
            right: table.get("answer").and_then(Value::as_str) == Some("right"),
            asked: number(table, "asked"),
            missed: number(table, "missed"),
            due: table.get("due").and_then(Day::read),
        }
    }

    /// Takes in an answer given today.
    pub(super) fn record(table: &mut Table, right: bool, today: Day) {
        let before = Answer::read(table);
        let word = if right { "right" } else { "wrong" };
        let mut set = |name: &str, value: Value| {
            table.insert(name.to_string(), value);
        };
        set("answer", Value::from(word));
        set("asked", Value::from(before.asked.saturating_add(1)));
        set("last", today.written());
        if !right {
            set("missed", Value::from(before.missed.saturating_add(1)));
            set("pause", Value::from(PAUSES[0]));
            set("due", today.after(PAUSES[0]).written());
            return;
        }
        // Right again on the same evening proves little: only what is due goes on.
        if before.due.is_some_and(|due| due <= today) {
            let pause = number(table, "pause");
            match PAUSES.into_iter().find(|longer| *longer > pause) {
                Some(longer) => {
                    table.insert("pause".to_string(), Value::from(longer));
                    table.insert("due".to_string(), today.after(longer).written());
                }
                None => {
                    table.remove("pause");
                    table.remove("due");
                }
            }
        }
    }
}

fn number(table: &Table, name: &str) -> u32 {
    let number = table.get(name).and_then(Value::as_integer);
    number.map_or(0, |number| u32::try_from(number.max(0)).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_question_comes_back_after_longer_and_longer_pauses() {
        let mut table = Table::new();
        let mut day = Day::of(2026, 3, 1).unwrap();
        Answer::record(&mut table, false, day);
        for pause in PAUSES {
            let due = Answer::read(&table).due.unwrap();
            assert_eq!(due, day.after(pause));
            // The day before it is not due, and a right answer changes nothing.
            Answer::record(&mut table, true, day.after(pause - 1));
            assert_eq!(Answer::read(&table).due, Some(due));
            day = due;
            Answer::record(&mut table, true, day);
        }
        let answer = Answer::read(&table);
        assert_eq!((answer.right, answer.missed, answer.due), (true, 1, None));
        Answer::record(&mut table, false, day);
        assert_eq!(Answer::read(&table).due, Some(day.after(1)));
    }

    #[test]
    fn a_question_never_missed_is_never_due() {
        let mut table = Table::new();
        let day = Day::of(2026, 3, 1).unwrap();
        Answer::record(&mut table, true, day);
        let answer = Answer::read(&table);
        assert_eq!((answer.right, answer.asked, answer.due), (true, 1, None));
    }

    #[test]
    fn what_a_hand_has_spoiled_is_read_with_forbearance() {
        let text = "answer = 7\nasked = -3\nmissed = 99999999999\ndue = 10:00:00\npause = \"x\"";
        let mut table: Table = text.parse().unwrap();
        let answer = Answer::read(&table);
        let expected = Answer {
            right: false,
            asked: 0,
            missed: u32::MAX,
            due: None,
        };
        assert_eq!(answer, expected);
        Answer::record(&mut table, false, Day::of(2026, 3, 1).unwrap());
        assert_eq!(Answer::read(&table).missed, u32::MAX);
    }
}
