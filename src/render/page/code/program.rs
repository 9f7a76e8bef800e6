//! Lines of programming languages.

use super::language::Rules;
use super::{Ending, Pieces, State, Token};

/// Reads the rest of a line.
pub(super) fn line(rules: &Rules, state: &mut State, pieces: &mut Pieces<'_, '_>) {
    // The next word of a shell line is a command.
    let mut command = rules.shell && *state == State::Code;
    if rules.preprocessor && *state == State::Code && pieces.left().trim_start().starts_with('#') {
        directive(pieces);
    }
    while let Some(first) = pieces.left().chars().next() {
        match *state {
            State::Comment(depth) => *state = comment(rules, depth, pieces),
            State::Text(ending) => *state = pieces.take_text(ending),
            State::Code => {
                let before = pieces.line[..pieces.at].chars().next_back();
                if starts_line_comment(rules, pieces.left(), before) {
                    pieces.rest(Token::Comment);
                } else if rules.block_comment && pieces.left().starts_with("/*") {
                    pieces.take(2, Token::Comment);
                    *state = State::Comment(1);
                } else if let Some((opening, ending)) = text_start(rules, pieces.left()) {
                    pieces.take(opening, Token::Text);
                    *state = pieces.take_text(ending);
                    command = false;
                } else {
                    code(rules, first, &mut command, pieces);
                }
            }
        }
    }
}

/// `#include <stdio.h>`
fn directive(pieces: &mut Pieces<'_, '_>) {
    pieces.take_while(char::is_whitespace, Token::Plain);
    let include = pieces.left().starts_with("#include");
    pieces.take(1, Token::Meta);
    pieces.take_while(char::is_alphanumeric, Token::Meta);
    if include {
        pieces.take_while(char::is_whitespace, Token::Plain);
        if pieces.left().starts_with('<') {
            pieces.take_while(|character| character != '>', Token::Text);
            pieces.take(1, Token::Text);
        }
    }
}

fn starts_line_comment(rules: &Rules, left: &str, before: Option<char>) -> bool {
    // In a shell, `a#b` is a word.
    left.starts_with(rules.line_comment)
        && (!rules.shell || before.is_none_or(|before| before.is_whitespace() || before == ';'))
}

fn comment(rules: &Rules, depth: usize, pieces: &mut Pieces<'_, '_>) -> State {
    let left = pieces.left();
    let close = left.find("*/");
    let open = left
        .find("/*")
        .filter(|open| rules.rust && close.is_none_or(|close| *open < close));
    match (open, close) {
        (Some(open), _) => {
            pieces.take(open + 2, Token::Comment);
            State::Comment(depth + 1)
        }
        (None, Some(close)) => {
            pieces.take(close + 2, Token::Comment);
            if depth > 1 {
                State::Comment(depth - 1)
            } else {
                State::Code
            }
        }
        (None, None) => {
            pieces.rest(Token::Comment);
            State::Comment(depth)
        }
    }
}

/// The bytes of the opening of a text that begins here, and how it ends.
fn text_start(rules: &Rules, left: &str) -> Option<(usize, Ending)> {
    let bytes = left.as_bytes();
    let mut at = 0;
    let mut raw = false;
    if rules.rust || rules.triple_quotes {
        // Prefixes as in `br#"…"#` and `f"…"`.
        at = bytes
            .iter()
            .take(2)
            .take_while(|byte| is_prefix(rules, **byte))
            .count();
        raw = bytes[..at].iter().any(|byte| matches!(byte, b'r' | b'R'));
    }
    let hashes = match rules.rust && raw {
        true => bytes[at..].iter().take_while(|byte| **byte == b'#').count(),
        false => 0,
    };
    let quote = *bytes.get(at + hashes)?;
    let simple = Ending {
        escapes: !raw,
        hashes,
        ..Ending::simple(quote)
    };
    match quote {
        b'"' | b'\'' if rules.triple_quotes && bytes[at..].starts_with(&[quote; 3]) => Some((
            at + 3,
            Ending {
                quotes: 3,
                over_lines: true,
                ..simple
            },
        )),
        b'"' => {
            let over_lines = rules.rust || rules.shell;
            Some((
                at + hashes + 1,
                Ending {
                    over_lines,
                    ..simple
                },
            ))
        }
        b'\'' if rules.rust => is_character(&bytes[at + 1..]).then_some((at + 1, simple)),
        b'\'' if rules.shell => Some((
            1,
            Ending {
                escapes: false,
                over_lines: true,
                ..simple
            },
        )),
        b'\'' => Some((at + 1, simple)),
        b'`' if rules.backticks => Some((
            1,
            Ending {
                over_lines: true,
                ..simple
            },
        )),
        _ => None,
    }
}

fn is_prefix(rules: &Rules, byte: u8) -> bool {
    match rules.rust {
        true => matches!(byte, b'b' | b'r' | b'c'),
        // Java has no prefixes, and no text touches a word there.
        false => matches!(byte, b'b' | b'r' | b'f' | b'u' | b'B' | b'R' | b'F'),
    }
}

/// Whether this is the inside of `'x'` or `'\n'`, and not of a lifetime.
fn is_character(bytes: &[u8]) -> bool {
    match bytes.first() {
        Some(b'\\') => true,
        Some(first) if first.is_ascii() => bytes.get(1) == Some(&b'\''),
        Some(_) => bytes.iter().take(5).any(|byte| *byte == b'\''),
        None => false,
    }
}

/// One word, number, mark or blank of a program.
fn code(rules: &Rules, first: char, command: &mut bool, pieces: &mut Pieces<'_, '_>) {
    let left = pieces.left();
    if rules.shell {
        shell(first, command, pieces);
    } else if first.is_alphabetic() || first == '_' {
        let word = &left[..left
            .find(|character| !is_word(character))
            .unwrap_or(left.len())];
        let after = &left[word.len()..];
        let token = match word {
            _ if rules.keywords.contains(&word) => Token::Keyword,
            _ if rules.types.contains(&word) => Token::Type,
            _ if after.starts_with('(') || (rules.rust && after.starts_with("!(")) => {
                Token::Function
            }
            _ if word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) => {
                Token::Type
            }
            _ => Token::Plain,
        };
        pieces.take(word.len(), token);
    } else if first.is_ascii_digit() {
        number(pieces);
    } else if rules.rust && (left.starts_with("#[") || left.starts_with("#![")) {
        pieces.take(
            left.find(']').map_or(left.len(), |end| end + 1),
            Token::Meta,
        );
    } else if rules.decorators && first == '@' {
        pieces.take(1, Token::Meta);
        pieces.take_while(
            |character| is_word(character) || character == '.',
            Token::Meta,
        );
    } else if rules.rust && first == '\'' {
        // A lifetime: its name is no word of its own.
        pieces.take(1, Token::Type);
        pieces.take_while(is_word, Token::Type);
    } else {
        pieces.take(first.len_utf8(), Token::Plain);
    }
}

/// A number as most languages write it: `0x1f`, `1_000u32`, `1.5e3`; not the dots of `0..9`.
pub(super) fn number(pieces: &mut Pieces<'_, '_>) {
    pieces.take_while(is_word, Token::Number);
    let mut rest = pieces.left().chars();
    if rest.next() == Some('.') && rest.next().is_some_and(|next| next.is_ascii_digit()) {
        pieces.take(1, Token::Number);
        pieces.take_while(is_word, Token::Number);
    }
}

fn shell(first: char, command: &mut bool, pieces: &mut Pieces<'_, '_>) {
    let left = pieces.left();
    if first == '$' {
        pieces.take(1, Token::Name);
        if pieces.left().starts_with('{') {
            let end = pieces.left().find('}').map_or(1, |end| end + 1);
            pieces.take(end, Token::Name);
        } else {
            pieces.take_while(is_word, Token::Name);
        }
    } else if first.is_whitespace() {
        pieces.take(first.len_utf8(), Token::Plain);
    } else if matches!(first, '|' | '&' | ';' | '(' | ')' | '<' | '>') {
        *command = matches!(first, '|' | '&' | ';' | '(');
        pieces.take(1, Token::Plain);
    } else {
        let end = left.find(|c: char| c.is_whitespace() || "|&;()<>$\"'".contains(c));
        let word = &left[..end.unwrap_or(left.len()).max(first.len_utf8())];
        let assigns = word.contains('=') && !word.starts_with('-');
        let token = match word {
            _ if *command && super::language::SHELL.keywords.contains(&word) => Token::Keyword,
            _ if *command && assigns => Token::Name,
            _ if *command => Token::Function,
            _ => Token::Plain,
        };
        // After `if` and after `A=1` comes a command.
        *command = *command && token != Token::Function;
        pieces.take(word.len(), token);
    }
}

pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
