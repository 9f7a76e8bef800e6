//! Every path that a Rust source names, with its line: `use` groups taken apart, comments, texts
//! and characters left out.

/// A path as it is written: `["crate", "net", "gate"]`. A macro's name keeps its `!`.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    pub line: usize,
    pub segments: Vec<String>,
    /// How many modules inside the file the path stands in.
    pub depth: usize,
    /// Whether it is a field or a method: `x.stdout(…)`.
    pub member: bool,
}

impl Path {
    /// Whether the path names these one after the other.
    pub fn has(&self, names: &[&str]) -> bool {
        self.segments.windows(names.len()).any(|part| part == names)
    }
}

struct Token {
    line: usize,
    text: String,
}

impl Token {
    fn is_name(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// The paths of a source, in its order.
pub fn paths(source: &str) -> Vec<Path> {
    let tokens = tokens(source);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    let mut braces = 0;
    let mut modules = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match text(at) {
            "{" => braces += 1,
            "}" => {
                if modules.last() == Some(&braces) {
                    modules.pop();
                }
                braces -= 1;
            }
            "mod" if text(at + 2) == "{" => modules.push(braces + 1),
            _ if tokens[at].is_name() => {
                let member = at > 0 && text(at - 1) == ".";
                let first = found.len();
                at = take(&tokens, at, Vec::new(), &mut found);
                for path in &mut found[first..] {
                    (path.depth, path.member) = (modules.len(), member);
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Takes the path that begins at `at`, or each path of a group; the place after it.
fn take(
    tokens: &[Token],
    mut at: usize,
    mut segments: Vec<String>,
    found: &mut Vec<Path>,
) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let line = tokens[at].line;
    loop {
        match text(at) {
            "{" => {
                at += 1;
                while at < tokens.len() && text(at) != "}" {
                    at = match text(at) {
                        "," => at + 1,
                        "as" => at + 2,
                        _ => take(tokens, at, segments.clone(), found),
                    };
                }
                return at + 1;
            }
            name => segments.push(name.to_string()),
        }
        at += 1;
        let goes_on = text(at) == "::"
            && (text(at + 1) == "{"
                || text(at + 1) == "*"
                || tokens.get(at + 1).is_some_and(Token::is_name));
        if !goes_on {
            break;
        }
        at += 1;
    }
    if text(at) == "!"
        && text(at + 1) != "="
        && let Some(name) = segments.last_mut()
    {
        name.push('!');
    }
    found.push(Path {
        line,
        segments,
        depth: 0,
        member: false,
    });
    at
}

/// The lines on which a value with this field is made: `Call { seq, t_us, … }`. A pattern names the
/// fields it wants and leaves out the rest with `..`; a definition has `struct` before it.
pub fn makings(source: &str, field: &str) -> Vec<usize> {
    let tokens = tokens(source);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    // The lines with an open brace: whose it is, whether the field is in it, and `..`.
    let mut open: Vec<(usize, bool, bool)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match text(at) {
            "{" => {
                let before = at.checked_sub(1).map_or("", text);
                let is_type = before.starts_with(char::is_uppercase);
                let defines =
                    at > 1 && matches!(text(at - 2), "struct" | "enum" | "impl" | "for" | ">");
                open.push((token.line, false, !is_type || defines));
            }
            "}" => {
                if let Some((line, true, false)) = open.pop() {
                    found.push(line);
                }
            }
            "." if text(at + 1) == "." && text(at + 2) == "}" => {
                open.last_mut().into_iter().for_each(|it| it.2 = true);
            }
            name if name == field && matches!(text(at.wrapping_sub(1)), "{" | ",") => {
                open.last_mut().into_iter().for_each(|it| it.1 = true);
            }
            _ => {}
        }
    }
    found
}

fn tokens(source: &str) -> Vec<Token> {
    let code: Vec<char> = code(source).chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < code.len() {
        let start = at;
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        match code[at] {
            '\n' => line += 1,
            ':' if code.get(at + 1) == Some(&':') => at += 1,
            c if is_word(c) => {
                while code.get(at + 1).copied().is_some_and(is_word) {
                    at += 1;
                }
            }
            _ => {}
        }
        at += 1;
        let text: String = code[start..at].iter().collect();
        if !text.trim().is_empty() {
            tokens.push(Token { line, text });
        }
    }
    tokens
}

/// The source with blanks for comments, texts and characters. Line ends stay.
fn code(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            '"' => quoted(rest, '"'),
            'r' if !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => raw(rest),
            // A lifetime has no second quote.
            '\'' if rest.starts_with("'\\") || rest.chars().nth(2) == Some('\'') => {
                quoted(rest, '\'')
            }
            _ => 0,
        };
        if end == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            out.extend(rest[..end].chars().map(|c| if c == '\n' { c } else { ' ' }));
            rest = &rest[end..];
        }
    }
    out
}

fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            return at + 1;
        }
    }
    text.len()
}

/// The end of a raw text, or 0 when none begins here.
fn raw(text: &str) -> usize {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    if !text[1 + hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let start = hashes + 2;
    text[start..]
        .find(&end)
        .map_or(text.len(), |at| start + at + end.len())
}

#[test]
fn every_path_is_found_with_its_line() {
    let source = r##"
use crate::{net, render::{bytes, page::layout as l}, self};
// crate::no
/* crate::no /* */ crate::no */
fn f<'a>(x: &'a str) -> bool { crate::lang::fill("crate::no", '"', b'\'') != super::g::<T>(x) }
mod tests {
    use super::super::x;
    const R: &str = r#"crate::no "quoted" "#;
    fn g() { out.stdout(); println!("{}", ::std::thread::sleep) }
}
use a::*;
"##;
    let found: Vec<_> = (paths(source).iter())
        .filter(|path| path.segments.len() > 1 || path.member || path.has(&["println!"]))
        .map(|path| {
            format!(
                "{}:{}:{}{}",
                path.line,
                path.depth,
                if path.member { "." } else { "" },
                path.segments.join("::")
            )
        })
        .collect();
    let expected = [
        "2:0:crate::net",
        "2:0:crate::render::bytes",
        "2:0:crate::render::page::layout",
        "2:0:crate::self",
        "5:0:crate::lang::fill",
        "5:0:super::g",
        "7:1:super::super::x",
        "9:1:.stdout",
        "9:1:println!",
        "9:1:std::thread::sleep",
        "11:0:a::*",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_made_is_told_from_what_is_matched() {
    let source = "
struct Call { t_us: u64 }
fn f(x: &Call) -> Call {
    if let Event::Call(Call { t_us, .. }) = x {}
    let t_us = g(seq, t_us);
    Call {
        seq: h(|| { 1 }),
        t_us: x.t_us,
    }
}
fn g() -> Self { Leave { t_us, cause } }
";
    assert_eq!(makings(source, "t_us"), [6, 11]);
}
