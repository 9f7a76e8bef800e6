//! The demo's source, with the line of each actor marked.

use crate::net::gate::Place;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::Item;
use crate::render::page::code::{Lexer, Token};
use crate::render::page::row::{Role, Row};

use super::line::{Line, clip};
use super::signs::signs;

/// Columns of the marks and the line numbers.
const GUTTER: usize = 7;

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
            &clip(&model.words.theatre.no_source, width, "~"),
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
    let top = center
        .saturating_sub(height / 2 + 1)
        .min(count.saturating_sub(height));
    let top = top + model.scroll[1].min(count.saturating_sub(height).saturating_sub(top));
    let signs = signs(ascii);
    let mut lexer = Lexer::new("rust");
    let mut tokens = Vec::new();
    let (mut rows, mut lit) = (Vec::new(), Vec::new());
    for (number, text) in demo.source.lines().enumerate().take(top + height) {
        tokens.clear();
        lexer.line(text, &mut tokens);
        if number < top {
            continue;
        }
        let here: Vec<&At> = (places.iter())
            .filter(|at| at.line as usize == number + 1)
            .collect();
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
        for (token, piece) in &tokens {
            at = line.put(at, width, piece, Role::Code(*token), false);
        }
        let full = crate::render::page::cells::width(text) + GUTTER > width;
        if full && width > GUTTER {
            line.put(width - 1, width, signs.more, Role::CodeMark, false);
        }
        if here
            .iter()
            .any(|at| matches!(at.how, How::Next | How::Waits))
        {
            lit.push(rows.len());
        }
        let mut row = line.into_row();
        row.fill = Some(Role::Code(Token::Plain));
        rows.push(row);
    }
    (rows, lit)
}

fn places(model: &Model, file: &str) -> Vec<At> {
    let next = model.next();
    let scene = &model.scene;
    let mut places = Vec::new();
    for actor in &scene.actors {
        let open = actor.open.map(|call| &scene.calls[call]);
        let latest = actor.latest.map(|call| &scene.calls[call]);
        let is_next = next.is_some_and(|next| *next.actor() == actor.name);
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
