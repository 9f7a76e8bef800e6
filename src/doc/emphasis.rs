//! Mends Markdown emphasis in Chinese text before it is parsed.
//!
//! CommonMark lets `**` close only when the characters around it look like the end of a word, and a
//! word ends at a blank. Chinese has none, so in `**注意：**不要` the second `**` stands between
//! punctuation and a letter and can only open. A letter-like character put between the
//! punctuation and the `**` lets it both open and close. The mark is dropped from all parsed text, so
//! it does no harm where it lands in code. No line end is ever inserted: line numbers stay true.

use std::borrow::Cow;

use memchr::memchr2;
use unicode_width::UnicodeWidthChar;

use super::punctuation;

/// A noncharacter: no text can hold it, and to CommonMark it is neither blank nor punctuation.
pub const MARKER: char = '\u{fdd0}';

/// Puts a [`MARKER`] beside each run of `*` or `~~` that stands between punctuation and a letter
/// when one of the two is East Asian.
pub fn mend(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(passed) = memchr2(b'*', b'~', &bytes[at..]) {
        let found = at + passed;
        let delimiter = bytes[found];
        let mut end = found + 1;
        while bytes.get(end) == Some(&delimiter) {
            end += 1;
        }
        at = end;
        let start = found + usize::from(is_escaped(bytes, found));
        let long_enough = if delimiter == b'~' { 2 } else { 1 };
        if end - start < long_enough {
            continue;
        }
        if let Some(place) = place_of_marker(source, start, end) {
            out.push_str(&source[done..place]);
            out.push(MARKER);
            done = place;
        }
    }
    if done == 0 {
        return Cow::Borrowed(source);
    }
    out.push_str(&source[done..]);
    Cow::Owned(out)
}

/// Whether the character at `at` stands after an odd number of backslashes.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let backslashes = bytes[..at]
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count();
    backslashes % 2 == 1
}

fn place_of_marker(source: &str, start: usize, end: usize) -> Option<usize> {
    let before = source[..start].chars().next_back()?;
    let after = source[end..].chars().next()?;
    if before.is_whitespace() || after.is_whitespace() {
        return None;
    }
    if !is_east_asian(before) && !is_east_asian(after) {
        return None;
    }
    match (before.is_alphanumeric(), after.is_alphanumeric()) {
        // Nobody opens emphasis before closing punctuation or closes it after an opening bracket.
        (true, false) => (!is_closing(after)).then_some(end),
        (false, true) => (!is_opening(before)).then_some(start),
        _ => None,
    }
}

fn is_opening(character: char) -> bool {
    punctuation::opens(character) || matches!(character, '(' | '[' | '{')
}

fn is_closing(character: char) -> bool {
    punctuation::closes(character) || matches!(character, ')' | ']' | '}')
}

/// Wide characters, and the punctuation Chinese shares with European text.
fn is_east_asian(character: char) -> bool {
    matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
        || (!character.is_ascii() && character.width() == Some(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source with each marker shown as `|`.
    fn marked(source: &str) -> String {
        mend(source).replace(MARKER, "|")
    }

    #[test]
    fn a_run_between_punctuation_and_a_wide_letter_gets_a_marker_on_the_side_of_the_punctuation() {
        assert_eq!(marked("**注意：**不要"), "**注意：|**不要");
        assert_eq!(marked("这是**重要（注意）**的"), "这是**重要（注意）|**的");
        assert_eq!(marked("看**`bind()`**函数"), "看**|`bind()`|**函数");
        assert_eq!(marked("~~删除。~~后面"), "~~删除。|~~后面");
        assert_eq!(
            marked("x **“甲”**和**“乙”**后"),
            "x **“甲”|**和**|“乙”|**后"
        );
        assert_eq!(marked("看*（甲）*乙"), "看*|（甲）|*乙");
        assert_eq!(marked("用**“TCP”**stream"), "用**|“TCP”|**stream");
        assert_eq!(marked("**Note：**do"), "**Note：|**do");
    }

    #[test]
    fn other_runs_stay_as_they_are() {
        for source in [
            "这是**重要**的",
            "**注意：** 不要",
            "（**重要**）。",
            "a **b,** c (**d**) e**f**g",
            "5*3 = *x*",
            "2 ~ 3，~/路径",
            "约~（三）个",
            r"甲\*（乙）",
            "",
            "**",
        ] {
            assert!(matches!(mend(source), Cow::Borrowed(_)), "{source}");
        }
    }

    #[test]
    fn runs_are_found_anywhere() {
        for before in 0..200 {
            let text = "字".repeat(before);
            let source = format!("x{text}**（甲）**乙");
            assert_eq!(marked(&source), format!("x{text}**|（甲）|**乙"));
        }
    }

    #[test]
    fn an_escaped_star_is_no_part_of_the_run() {
        assert_eq!(marked(r"\**甲"), r"\*|*甲");
        assert_eq!(marked(r"\\**甲"), r"\\|**甲");
        assert_eq!(marked(r"\***注："), r"\*|**注：");
    }
}
