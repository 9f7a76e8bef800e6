//! Frames on the ladder: arrows between the hosts, with what they carry written on them.

use crate::event::Fate;
use crate::reader::theatre::model::{Model, Next};
use crate::reader::theatre::scene::FrameSeen;
use crate::reader::theatre::view::line::{Line, clip};
use crate::reader::theatre::view::signs::Signs;
use crate::render::bytes;
use crate::render::frame::milliseconds;
use crate::render::page::cells::width;
use crate::render::page::row::Role;

use super::columns::{Columns, TIME};
use super::{ARROW, FAILED, LINE, WAITS};

/// How a frame's arrow ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Arrives,
    UnderWay,
    Lost,
    Waits,
}

/// An arrow between two columns.
struct Arrow<'a> {
    from: usize,
    to: usize,
    text: &'a str,
    /// What the cable does with it, if that is something special.
    sign: &'a str,
    end: End,
}

/// A frame where it is sent.
pub fn sent(line: &mut Line, model: &Model, columns: &Columns, signs: &Signs, number: usize) {
    let frame = &model.scene.frames[number];
    time(line, columns, frame.sent_us);
    let end = match frame.fate.is_loss() {
        true => End::Lost,
        false if model.scene.arrives_at_once(number) => End::Arrives,
        false => End::UnderWay,
    };
    draw(line, columns, signs, &arrow(frame, signs, end));
}

/// A frame where it arrives, when something has happened since it was sent.
pub fn arrival(line: &mut Line, model: &Model, columns: &Columns, signs: &Signs, number: usize) {
    let frame = &model.scene.frames[number];
    time(line, columns, frame.arrived_us.unwrap_or(frame.sent_us));
    draw(line, columns, signs, &arrow(frame, signs, End::Arrives));
}

/// The frame that waits for its fate.
pub fn offered(line: &mut Line, model: &Model, columns: &Columns, signs: &Signs, next: Next<'_>) {
    let find = |name: &str| {
        model
            .scene
            .actors
            .iter()
            .position(|actor| *actor.name == *name)
    };
    let (Some(from), Some(to)) = (find(next.actor()), find(next.socket())) else {
        return;
    };
    let text = model.scene.preview(next.frame().unwrap_or_default()).text;
    let arrow = Arrow {
        from,
        to,
        text: &text,
        sign: signs.next,
        end: End::Waits,
    };
    draw(line, columns, signs, &arrow);
}

fn arrow<'a>(frame: &'a FrameSeen, signs: &'a Signs, end: End) -> Arrow<'a> {
    Arrow {
        from: frame.from,
        to: frame.to,
        text: &frame.told.text,
        sign: match frame.fate {
            Fate::Deliver | Fate::Drop | Fate::QueueFull => "",
            Fate::Duplicate => signs.twice,
            Fate::Delay(_) => signs.later,
            Fate::Rewrite { .. } => signs.changed,
        },
        end,
    }
}

/// The laboratory's clock, at the left.
fn time(line: &mut Line, columns: &Columns, micros: u64) {
    if columns.offset >= TIME {
        let time = milliseconds(micros);
        let at = (TIME - 1).saturating_sub(width(&time));
        line.put(at, columns.offset, &time, LINE, false);
    }
}

fn draw(line: &mut Line, columns: &Columns, signs: &Signs, arrow: &Arrow<'_>) {
    let ends = columns.left(arrow.from).zip(columns.left(arrow.to));
    let Some((from, to)) = ends.filter(|(from, to)| from != to) else {
        return;
    };
    let total = columns.total;
    let rightwards = to > from;
    // Between the lifelines.
    let (first, last) = (from.min(to) + 1, from.max(to));
    let (way, role) = match arrow.end {
        End::Arrives => (signs.dash, ARROW),
        End::UnderWay => (signs.under_way, ARROW),
        End::Lost => (signs.dash, FAILED),
        End::Waits => (signs.under_way, WAITS),
    };
    for column in first..last {
        line.put(column, total, way, role, false);
    }
    let start = if rightwards {
        signs.call
    } else {
        signs.call_left
    };
    line.put(from, total, start, LINE, false);
    let head = match arrow.end {
        End::Arrives if rightwards => signs.to_right,
        End::Arrives => signs.to_left,
        End::Lost => signs.lost,
        End::UnderWay | End::Waits => way,
    };
    let at = if rightwards { last - 1 } else { first };
    line.put(at, total, head, role, true);
    // The text with a piece of the arrow at each side.
    let room = (last - first).saturating_sub(6);
    let sign = match arrow.sign {
        "" => String::new(),
        sign => format!("{sign} "),
    };
    let text = format!(
        " {sign}{} ",
        short(arrow.text, room.saturating_sub(width(&sign)))
    );
    let text = clip(&bytes::clean(&text), room + 2, signs.more);
    let begin = first + 2;
    let role = match arrow.end {
        End::Lost => FAILED,
        _ => Role::Text,
    };
    line.put(
        begin,
        last.saturating_sub(2),
        &text,
        role,
        arrow.end == End::Waits,
    );
}

/// The line of a frame in few columns: what says least is left out first.
fn short(text: &str, room: usize) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for less in ["ws=", "mss=", "win=", "len=0", "sack=", "ack="] {
        if width(&words.join(" ")) <= room {
            break;
        }
        words.retain(|word| !word.starts_with(less));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_least_is_left_out_first() {
        let text = "[SYN, ACK] seq=0 ack=1 win=16384 len=0 mss=1460 ws=0";
        assert_eq!(short(text, 99), text);
        assert_eq!(short(text, 40), "[SYN, ACK] seq=0 ack=1 win=16384 len=0");
        assert_eq!(short(text, 25), "[SYN, ACK] seq=0 ack=1");
        assert_eq!(short(text, 16), "[SYN, ACK] seq=0");
        // What an acknowledgement says is its number.
        assert_eq!(
            short("[ACK] seq=1 ack=5 win=16380 len=0 sack=9-17", 20),
            "[ACK] seq=1 ack=5"
        );
        assert_eq!(
            short("[PSH, ACK] seq=1 ack=1 win=9 len=5", 30),
            "[PSH, ACK] seq=1 ack=1 len=5"
        );
    }
}
