//! Where a line may end: Unicode line breaking, and what Chinese typesetting adds to it.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::doc::punctuation;

/// A place after which a line may or must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// Offset of the first character of the next line.
    pub at: usize,
    /// The text has a line end here, or ends.
    pub forced: bool,
}

/// All places where a line of `text` may end, the end of the text last.
///
/// The tailoring over UAX #14: quotation marks and brackets break beside wide characters on
/// their outer side; a line never starts with Chinese closing punctuation or ends with an opening
/// one; and no line ends with a hyphen, so that `run-demo` and `--port` are never torn.
pub fn breaks(text: &str) -> impl Iterator<Item = Break> + '_ {
    // An empty text has a break too, but no line.
    let mut unicode = linebreaks(text).filter(|(at, _)| *at > 0);
    let mut next = unicode.next();
    let mut before = Before::default();
    std::iter::from_fn(move || {
        while let Some((at, kind)) = next {
            if let Some(at) = before.pass_to_chinese_break(text, at) {
                return Some(Break { at, forced: false });
            }
            next = unicode.next();
            let forced = kind == BreakOpportunity::Mandatory;
            if forced || before.may_end_line(text) {
                return Some(Break { at, forced });
            }
        }
        None
    })
}

/// The text up to the place looked at.
struct Before {
    /// Offset of the place.
    at: usize,
    /// Where the last piece began: pieces end where Unicode or we allow it.
    piece: usize,
    /// The last character that is not blank in the pieces before the last.
    solid: char,
}

impl Default for Before {
    fn default() -> Self {
        Before {
            at: 0,
            piece: 0,
            solid: ' ',
        }
    }
}

impl Before {
    /// Goes on to `end`, or to a place before it where only Chinese typesetting lets a line end.
    fn pass_to_chinese_break(&mut self, text: &str, end: usize) -> Option<usize> {
        if self.piece < self.at {
            self.solid = self.last_solid(text);
            self.piece = self.at;
        }
        let from = self.at;
        self.at = end;
        let stretch = &text[from..end];
        // Most text is ASCII, where nothing is added.
        if stretch.is_ascii() {
            return None;
        }
        let mut characters = stretch.char_indices();
        let mut last = characters.next()?.1;
        for (offset, next) in characters {
            self.at = from + offset;
            if breaks_in_chinese(last, next) && self.may_end_line(text) {
                return Some(self.at);
            }
            last = next;
        }
        self.at = end;
        None
    }

    /// Whether our rules let a line end where Unicode does.
    fn may_end_line(&self, text: &str) -> bool {
        if ends_no_line(self.last_solid(text)) {
            return false;
        }
        let next = text[self.at..].chars().next();
        !next.is_some_and(starts_no_line) && !text[..self.at].ends_with('-')
    }

    /// The last character that is not blank.
    fn last_solid(&self, text: &str) -> char {
        let piece = &text[self.piece..self.at];
        match *piece.as_bytes() {
            // Most pieces are a word and a blank.
            [.., last] | [.., last, b' '] if last.is_ascii_graphic() => char::from(last),
            _ => {
                let mut solid = piece.chars().rev().filter(|c| !c.is_whitespace());
                solid.next().unwrap_or(self.solid)
            }
        }
    }
}

fn breaks_in_chinese(last: char, next: char) -> bool {
    match next {
        '“' | '‘' => is_ideographic(last),
        '（' | '【' | '《' | '〈' | '「' | '『' => last.is_alphanumeric(),
        _ => matches!(last, '”' | '’') && is_ideographic(next),
    }
}

/// Wide text or punctuation of East Asia.
pub fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3fffd}')
}

/// Whether a line must not begin with this Chinese punctuation (GB/T 15834).
pub fn starts_no_line(character: char) -> bool {
    punctuation::closes(character) || matches!(character, '·' | '～' | '％' | '…' | '—')
}

/// Whether a line must not end with this Chinese punctuation.
pub fn ends_no_line(character: char) -> bool {
    punctuation::opens(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` at every place where a line may end and `/` where it must.
    fn shown(text: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        for place in breaks(text) {
            out.push_str(&text[done..place.at]);
            out.push(if place.forced { '/' } else { '|' });
            done = place.at;
        }
        out
    }

    #[test]
    fn english() {
        assert_eq!(shown("one two-three"), "one |two-three/");
        assert_eq!(shown("(a) [b], c!"), "(a) |[b], |c!/");
        assert_eq!(shown("a\nb"), "a\n/b/");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn options_keep_their_hyphens() {
        assert_eq!(shown("run --port -v x"), "run |--port |-v |x/");
        assert_eq!(shown("（-v）a-b"), "（-v）|a-b/");
    }

    #[test]
    fn chinese() {
        assert_eq!(shown("套接字，是"), "套|接|字，|是/");
        assert_eq!(shown("调用bind（绑定）后"), "调|用|bind|（绑|定）|后/");
        assert_eq!(shown("他说“你好”然后"), "他|说|“你|好”|然|后/");
        assert_eq!(shown("她说：“你好。”‘是’"), "她|说：|“你|好。”‘是’/");
        assert_eq!(shown("《 书 》，见……——1～2"), "《 书 》，|见……——|1～|2/");
        assert_eq!(shown("100％ 。a"), "100％ 。|a/");
    }
}
