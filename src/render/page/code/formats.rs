//! Lines of data, of protocols and of terminals.

use super::language::SHELL;
use super::program::{is_word, number};
use super::{Ending, Pieces, State, Token, program};

/// A session in a shell: commands after a prompt, and what they printed.
pub(super) fn console(state: &mut State, pieces: &mut Pieces<'_, '_>) {
    let prompt = ["$ ", "# ", "% ", "> "]
        .iter()
        .find(|prompt| pieces.left().starts_with(**prompt));
    if *state != State::Code {
        program::line(&SHELL, state, pieces);
    } else if let Some(prompt) = prompt {
        pieces.take(prompt.len(), Token::Prompt);
        program::line(&SHELL, state, pieces);
    } else {
        pieces.rest(Token::Output);
    }
}

/// A message of HTTP/1.
pub(super) fn http(pieces: &mut Pieces<'_, '_>) {
    let left = pieces.left();
    let word = left.split(' ').next().unwrap_or_default();
    if word.starts_with("HTTP/") {
        pieces.take(word.len(), Token::Keyword);
        pieces.take(1, Token::Plain);
        pieces.take_while(|character| character.is_ascii_digit(), Token::Number);
    } else if left.contains(" HTTP/") {
        pieces.take(word.len(), Token::Keyword);
        if let Some(version) = pieces.left().rfind(" HTTP/") {
            pieces.take(version, Token::Plain);
            pieces.rest(Token::Keyword);
        }
    } else if let Some(colon) = left.find(':')
        && left[..colon]
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '-')
    {
        pieces.take(colon, Token::Name);
    }
}

pub(super) fn json(pieces: &mut Pieces<'_, '_>) {
    while let Some(first) = pieces.left().chars().next() {
        value(first, &mut State::Code, pieces);
    }
}

pub(super) fn toml(state: &mut State, pieces: &mut Pieces<'_, '_>) {
    if *state == State::Code {
        let left = pieces.left();
        if left.trim_start().starts_with('[') && !left.contains('=') {
            let end = left.rfind(']').map_or(left.len(), |end| end + 1);
            pieces.take(end, Token::Type);
        } else if let Some(equals) = left.find('=')
            && !left[..equals].contains(['"', '#', '['])
        {
            pieces.take(equals, Token::Name);
        }
    }
    while let Some(first) = pieces.left().chars().next() {
        match *state {
            State::Text(ending) => *state = pieces.take_text(ending),
            _ if first == '#' => pieces.rest(Token::Comment),
            _ => value(first, state, pieces),
        }
    }
}

/// One value or mark of JSON or TOML.
fn value(first: char, state: &mut State, pieces: &mut Pieces<'_, '_>) {
    let left = pieces.left();
    match first {
        '"' | '\'' => {
            let quote = first as u8;
            let triple = left.as_bytes().starts_with(&[quote; 3]);
            let quotes = if triple { 3 } else { 1 };
            let ending = Ending {
                quotes,
                escapes: quote == b'"',
                over_lines: triple,
                ..Ending::simple(quote)
            };
            let start = pieces.at;
            pieces.take(quotes, Token::Text);
            *state = pieces.take_text(ending);
            if pieces.left().trim_start().starts_with(':') {
                pieces.rename_from(start, Token::Name);
            }
        }
        '0'..='9' => number(pieces),
        _ if is_word(first) => {
            let end = left
                .find(|character| !is_word(character))
                .unwrap_or(left.len());
            let known = matches!(&left[..end], "true" | "false" | "null");
            pieces.take(end, if known { Token::Keyword } else { Token::Plain });
        }
        _ => pieces.take(first.len_utf8(), Token::Plain),
    }
}

impl Pieces<'_, '_> {
    /// Makes the text read since `start` something else.
    fn rename_from(&mut self, start: usize, token: Token) {
        if let Some((last, text)) = self.tokens.last_mut()
            && self.at - text.len() == start
        {
            *last = token;
        }
    }
}
