//! Where a line may end: Unicode line breaking, and what Chinese typesetting adds to it.

use unicode_linebreak::{BreakOpportunity, linebreaks};

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
    let mut found = linebreaks(text).peekable();
    let mut characters = text.char_indices();
    let mut around = Around::default();
    let mut ended = text.is_empty();
    std::iter::from_fn(move || {
        while !ended {
            let (at, next) = match characters.next() {
                Some((at, next)) => (at, Some(next)),
                None => {
                    ended = true;
                    (text.len(), None)
                }
            };
            let unicode = found
                .next_if(|(place, _)| *place == at)
                .map(|(_, kind)| kind);
            let place = match (unicode, next) {
                (Some(BreakOpportunity::Mandatory), _) => Some(Break { at, forced: true }),
                (allowed, Some(next)) => (at > 0 && around.may_break(allowed.is_some(), next))
                    .then_some(Break { at, forced: false }),
                (_, None) => None,
            };
            if let Some(next) = next {
                around.pass(next);
            }
            if place.is_some() {
                return place;
            }
        }
        None
    })
}

/// What stands before the place looked at.
struct Around {
    last: char,
    last_not_blank: char,
}

impl Default for Around {
    fn default() -> Self {
        Around {
            last: ' ',
            last_not_blank: ' ',
        }
    }
}

impl Around {
    fn may_break(&self, unicode: bool, next: char) -> bool {
        // Most text is ASCII, where nothing is tailored but the hyphen.
        if next.is_ascii() && self.last.is_ascii() && self.last_not_blank.is_ascii() {
            return unicode && self.last != '-';
        }
        let allowed = unicode || self.breaks_in_chinese(next);
        allowed && self.last != '-' && !starts_no_line(next) && !ends_no_line(self.last_not_blank)
    }

    fn breaks_in_chinese(&self, next: char) -> bool {
        match next {
            '“' | '‘' => is_ideographic(self.last),
            '（' | '【' | '《' | '〈' | '「' | '『' => self.last.is_alphanumeric(),
            _ => matches!(self.last, '”' | '’') && is_ideographic(next),
        }
    }

    fn pass(&mut self, next: char) {
        self.last = next;
        if !next.is_whitespace() {
            self.last_not_blank = next;
        }
    }
}

/// Wide text or punctuation of East Asia.
pub fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3fffd}')
}

/// Whether a line must not begin with this Chinese punctuation (GB/T 15834).
pub fn starts_no_line(character: char) -> bool {
    matches!(
        character,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '”'
            | '’'
            | '〕'
            | '｝'
            | '］'
            | '·'
            | '～'
            | '％'
            | '…'
            | '—'
    )
}

/// Whether a line must not end with this Chinese punctuation.
pub fn ends_no_line(character: char) -> bool {
    matches!(
        character,
        '（' | '【' | '《' | '〈' | '「' | '『' | '“' | '‘' | '〔' | '｛' | '［'
    )
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
