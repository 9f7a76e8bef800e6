//! Colours for code: a small lexer that works line by line and never loses a character.
//!
//! A highlighter with true grammars costs more at every start than the whole page; a course needs
//! keywords, strings, numbers and comments.

mod formats;
mod language;
mod program;

use language::Language;

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    Plain,
    Keyword,
    Type,
    Function,
    /// The name of a field, of a header, of a variable of the shell.
    Name,
    Text,
    Number,
    Comment,
    /// An attribute, a decorator, a line for the preprocessor.
    Meta,
    /// What a shell prints before a command.
    Prompt,
    /// What a command printed.
    Output,
}

/// Reads the lines of one block of code in order.
pub struct Lexer {
    language: Language,
    state: State,
}

/// What a line begins in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Code,
    /// A block comment, this deep.
    Comment(usize),
    Text(Ending),
}

/// How a text that goes over lines ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ending {
    quote: u8,
    /// How many quotes.
    quotes: usize,
    /// How many `#` after them.
    hashes: usize,
    /// A backslash takes the meaning from the character after it.
    escapes: bool,
    /// The text may go on in the next line.
    over_lines: bool,
}

impl Lexer {
    /// The lexer for a fence's info string; an unknown one gives plain text.
    pub fn new(info: &str) -> Lexer {
        Lexer {
            language: Language::of(info),
            state: State::Code,
        }
    }

    /// Adds the pieces of the next line to `tokens`. Together they are the line.
    pub fn line<'t>(&mut self, line: &'t str, tokens: &mut Vec<(Token, &'t str)>) {
        let mut pieces = Pieces {
            line,
            at: 0,
            tokens,
        };
        match self.language {
            Language::Plain => {}
            Language::Program(rules) => program::line(rules, &mut self.state, &mut pieces),
            Language::Console => formats::console(&mut self.state, &mut pieces),
            Language::Http => formats::http(&mut pieces),
            Language::Json => formats::json(&mut pieces),
            Language::Toml => formats::toml(&mut self.state, &mut pieces),
        }
        pieces.rest(Token::Plain);
    }
}

/// The line being read and what was read of it.
struct Pieces<'t, 'v> {
    line: &'t str,
    at: usize,
    tokens: &'v mut Vec<(Token, &'t str)>,
}

impl<'t> Pieces<'t, '_> {
    /// What is not read yet.
    fn left(&self) -> &'t str {
        &self.line[self.at..]
    }

    /// Takes this many bytes; a cut inside a character goes to its end.
    fn take(&mut self, bytes: usize, token: Token) {
        let mut end = (self.at + bytes).min(self.line.len());
        while !self.line.is_char_boundary(end) {
            end += 1;
        }
        if end == self.at {
            return;
        }
        // Pieces of one kind that touch become one.
        let start = match self.tokens.last() {
            Some((last, text)) if *last == token && self.at > 0 => {
                let start = self.at - text.len();
                self.tokens.pop();
                start
            }
            _ => self.at,
        };
        self.tokens.push((token, &self.line[start..end]));
        self.at = end;
    }

    /// Takes everything that is left.
    fn rest(&mut self, token: Token) {
        self.take(self.line.len() - self.at, token);
    }

    /// Takes the characters from here on that match.
    fn take_while(&mut self, matches: impl Fn(char) -> bool, token: Token) {
        let left = self.left();
        let bytes = left
            .find(|character| !matches(character))
            .unwrap_or(left.len());
        self.take(bytes, token);
    }

    /// Takes the inside and the end of a text; the state it leaves.
    fn take_text(&mut self, ending: Ending) -> State {
        let bytes = self.left().as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if ending.escapes && bytes[at] == b'\\' {
                at += 2;
            } else if ending.ends(&bytes[at..]) {
                self.take(at + ending.quotes + ending.hashes, Token::Text);
                return State::Code;
            } else {
                at += 1;
            }
        }
        self.rest(Token::Text);
        if ending.over_lines {
            State::Text(ending)
        } else {
            State::Code
        }
    }
}

impl Ending {
    /// A text between single marks that ends with its line.
    const fn simple(quote: u8) -> Ending {
        Ending {
            quote,
            quotes: 1,
            hashes: 0,
            escapes: true,
            over_lines: false,
        }
    }

    fn ends(&self, bytes: &[u8]) -> bool {
        let end = self.quotes + self.hashes;
        bytes.len() >= end
            && bytes[..self.quotes].iter().all(|byte| *byte == self.quote)
            && bytes[self.quotes..end].iter().all(|byte| *byte == b'#')
    }
}

#[cfg(test)]
mod tests;
