//! The demo's source, with the line of each actor marked.

use std::ops::Range;

use crate::net::gate::Place;
use crate::reader::theatre::model::{Model, Next};
use crate::reader::theatre::scene::Item;
use crate::render::page::code::{Lexer, Token};
use crate::render::page::row::{Role, Row};

use super::line::{Line, clip};
use super::signs::{Signs, signs};

/// Columns of the marks and the line numbers.
const GUTTER: usize = 7;

/// One row in so many may show where somebody else stands.
const EDGE: usize = 5;

/// Where an actor stands in the source.
struct At {
    line: u32,
    mark: char,
    /// About to make the call, inside of it, or back from it.
    how: How,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Next,
    Waits,
    AtGate,
    Back,
}

/// The source around the line that matters, in `height` rows; the rows that are lit.
pub fn rows(model: &Model, ascii: bool, width: usize, height: usize) -> (Vec<Row>, Vec<usize>) {
    let Some(demo) = model.demo else {
        let mut row = Row::default();
        row.push(
            &clip(model.words.theatre.no_source, width, "~"),
            Role::Target,
        );
        return (vec![row], Vec::new());
    };
    let places = places(model, demo.file);
    let count = demo.source.lines().count();
    let first_code = demo
        .source
        .lines()
        .position(|line| line.starts_with("pub fn run"));
    // After the end, the line of the last call.
    let last = match model.scene.current {
        Some(Item::Call(call)) => Some(&model.scene.calls[call].source),
        Some(Item::Frame(frame)) => model.scene.frames[frame].source.as_ref(),
        None => None,
    };
    let last = last
        .filter(|source| source.file == *demo.file)
        .map(|source| source.line);
    let center = center(&places).or(last);
    let center = center.map_or(first_code.unwrap_or(0) + 1, |line| line as usize);
    let scrolled = model.scroll[1];
    let window = |rows: usize| {
        let top = center.saturating_sub(rows / 2 + 1);
        let top = top.min(count.saturating_sub(rows));
        let top = top + scrolled.min(count.saturating_sub(rows).saturating_sub(top));
        top..top + rows
    };
    // Where the others stand is seen as well, at the edge: but not by who reads the source.
    let most = if scrolled > 0 { 0 } else { height / EDGE };
    let edge = elsewhere(&places, &window(height)).len().min(most);
    let middle = window(height - edge);
    let mut edge_lines = elsewhere(&places, &middle);
    edge_lines.truncate(edge);
    let shown = |number: usize| middle.contains(&number) || edge_lines.contains(&number);
    let last = edge_lines.iter().copied().chain([middle.end]).max();
    let signs = signs(ascii);
    let mut lexer = Lexer::new("rust");
    let mut tokens = Vec::new();
    let (mut rows, mut lit) = (Vec::new(), Vec::new());
    for (number, text) in (demo.source.lines().enumerate()).take(last.unwrap_or(0) + 1) {
        tokens.clear();
        lexer.line(text, &mut tokens);
        if !shown(number) {
            continue;
        }
        let here: Vec<&At> = (places.iter())
            .filter(|at| at.line as usize == number + 1)
            .collect();
        if here
            .iter()
            .any(|at| matches!(at.how, How::Next | How::Waits))
        {
            lit.push(rows.len());
        }
        rows.push(row(number, text, &tokens, &here, width, signs));
    }
    (rows, lit)
}

/// The lines, counted from 0, outside of these at which somebody stands who is not back from a call.
fn elsewhere(places: &[At], seen: &Range<usize>) -> Vec<usize> {
    let stands = places.iter().filter(|at| at.how != How::Back);
    let lines = stands.map(|at| (at.line as usize).saturating_sub(1));
    let mut lines: Vec<usize> = lines.filter(|line| !seen.contains(line)).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// One line of the source, with who stands there.
fn row(
    number: usize,
    text: &str,
    tokens: &[(Token, &str)],
    here: &[&At],
    width: usize,
    signs: &Signs,
) -> Row {
    let mut line = Line::new(width);
    let marks: String = here.iter().map(|at| at.mark).collect();
    line.put(0, 2, &clip(&marks, 2, "+"), Role::Bullet, true);
    let sign = match here.iter().map(|at| at.how).min_by_key(|how| *how as usize) {
        Some(How::Next) => signs.next,
        Some(How::Waits) => signs.waits,
        Some(How::AtGate | How::Back) => signs.at,
        None => " ",
    };
    line.put(2, 3, sign, Role::Bullet, true);
    line.put(3, 6, &format!("{:>3}", number + 1), Role::Rule, false);
    let mut at = GUTTER;
    for (token, piece) in tokens {
        at = line.put(at, width, piece, Role::Code(*token), false);
    }
    let full = crate::render::page::cells::width(text) + GUTTER > width;
    if full && width > GUTTER {
        line.put(width - 1, width, signs.more, Role::CodeMark, false);
    }
    let mut row = line.into_row();
    row.fill = Some(Role::Code(Token::Plain));
    row
}

fn places(model: &Model, file: &str) -> Vec<At> {
    let next = model.next();
    let scene = &model.scene;
    let mut places = Vec::new();
    for actor in &scene.actors {
        let open = actor.open.map(|call| &scene.calls[call]);
        let latest = actor.latest.map(|call| &scene.calls[call]);
        // Of a record the next call is known, though its actor still waits in another one; but a
        // frame is sent while its sender's program waits, and stands at the rule of its cable.
        let goes = |next: Next<'_>| open.is_none() || next.frame().is_some();
        let is_next = next.is_some_and(|next| *next.actor() == actor.name && goes(next));
        let (source, how) = match (next.filter(|_| is_next), model.place(&actor.name), open) {
            (Some(next), _, _) => match next.source() {
                Some(source) => (source, How::Next),
                None => continue,
            },
            (_, Some(Place::AtGate(spot)), _) => (&spot.source, How::AtGate),
            (_, _, Some(call)) => (&call.source, How::Waits),
            (_, place, None) => match latest {
                // Who has ended or computes stands on no line we know.
                Some(call) if !model.is_live() || model.at.is_some() || place.is_some() => {
                    (&call.source, How::Back)
                }
                _ => continue,
            },
        };
        if source.file == *file {
            places.push(At {
                line: source.line,
                mark: actor.mark,
                how,
            });
        }
    }
    places
}

/// The line that is to be in sight.
fn center(places: &[At]) -> Option<u32> {
    let first = places.iter().min_by_key(|at| at.how as usize)?;
    Some(first.line)
}
