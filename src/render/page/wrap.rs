//! Text → lines that fit a width.

use std::ops::Range;

use super::breaks::{self, breaks};
use super::cells::{clusters, width as width_of};

/// Splits `text` into lines of at most `width` columns and adds their byte ranges to `lines`.
///
/// Lines are filled greedily. Blanks at the end of a line and the line ends in the text belong to no line. A
/// piece without a break that is wider than a line is cut between clusters, at a place where neither line
/// gets punctuation on its wrong side, if there is one. Only a single cluster wider than `width` makes a
/// line that is too wide.
pub fn wrap(text: &str, width: usize, lines: &mut Vec<Range<usize>>) {
    if is_one_line(text, width) {
        lines.push(0..text.trim_end_matches(is_blank).len());
        return;
    }
    let mut line = Line::default();
    let mut piece_start = 0;
    for place in breaks(text) {
        let whole = text[piece_start..place.at].trim_end_matches('\n');
        let piece = whole.trim_end_matches(is_blank);
        let piece_width = width_of(piece);
        let piece_end = piece_start + piece.len();
        if !piece.is_empty() && line.width + line.blanks + piece_width > width {
            if line.end > line.start {
                lines.push(line.start..line.end);
            }
            // Blanks before it do not begin the next line.
            line = Line::at(piece_start);
        }
        if !piece.is_empty() {
            if line.end == line.start && piece_width > width {
                let rest = cut(text, line.start..piece_end, width, lines);
                line = Line {
                    start: rest,
                    end: piece_end,
                    width: width_of(&text[rest..piece_end]),
                    blanks: 0,
                };
            } else {
                line.width += line.blanks + piece_width;
                line.end = piece_end;
                line.blanks = 0;
            }
        }
        line.blanks += width_of(&whole[piece.len()..]);
        piece_start = place.at;
        if place.forced {
            lines.push(line.start..line.end);
            line = Line::at(place.at);
        }
    }
}

/// A text with line ends where a page would have them. Its lines stand `indent` columns from the left,
/// but the first, which goes on with what is there already.
pub fn hanging(text: &str, width: usize, indent: usize) -> String {
    let mut lines = Vec::new();
    wrap(text, width.saturating_sub(indent).max(1), &mut lines);
    let lines: Vec<&str> = lines.into_iter().map(|line| &text[line]).collect();
    lines.join(&format!("\n{:indent$}", ""))
}

/// Most cells of tables and many items of lists fit without looking for breaks.
fn is_one_line(text: &str, width: usize) -> bool {
    // Text of more bytes than this is too wide, or so odd that it may take the long way.
    !text.is_empty()
        && text.len() / 4 <= width
        && width_of(text) <= width
        && !text.contains(|c| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// The line being filled.
#[derive(Default)]
struct Line {
    start: usize,
    /// End of its text without the blanks after it.
    end: usize,
    width: usize,
    /// The columns of the blanks after it.
    blanks: usize,
}

impl Line {
    fn at(start: usize) -> Line {
        Line {
            start,
            end: start,
            ..Line::default()
        }
    }
}

/// Cuts a piece that is too wide into full lines; returns where what remains begins.
fn cut(text: &str, piece: Range<usize>, width: usize, lines: &mut Vec<Range<usize>>) -> usize {
    let mut start = piece.start;
    let mut used = 0;
    // The last good place to cut, and the columns used up to there.
    let mut good: Option<(usize, usize)> = None;
    let mut at = piece.start;
    let mut before = None;
    for (cluster, cluster_width) in clusters(&text[piece]) {
        let next = cluster.chars().next().filter(|next| !is_blank(*next));
        if before
            .zip(next)
            .is_some_and(|(before, next)| may_cut(before, next))
        {
            good = Some((at, used));
        }
        while used > 0 && used + cluster_width > width {
            let (place, used_before) = good.take().unwrap_or((at, used));
            lines.push(start..start + text[start..place].trim_end_matches(is_blank).len());
            start = place;
            used -= used_before;
        }
        used += cluster_width;
        at += cluster.len();
        // Blanks between two characters do not make a bad place to cut a good one.
        before = cluster
            .chars()
            .next_back()
            .filter(|last| !is_blank(*last))
            .or(before);
    }
    start
}

/// White space that may vanish at the end of a line.
fn is_blank(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

fn may_cut(before: char, next: char) -> bool {
    let next_closes = breaks::starts_no_line(next)
        || matches!(
            next,
            ')' | ']' | '}' | ',' | '.' | ';' | ':' | '!' | '?' | '%'
        );
    let before_opens = breaks::ends_no_line(before) || matches!(before, '(' | '[' | '{');
    !next_closes && !before_opens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{
        Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
    };

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        let mut lines = Vec::new();
        wrap(text, width, &mut lines);
        lines.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn english() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two   three", 8), ["one two", "three"]);
        assert_eq!(wrapped("a\nb  \n\nc", 9), ["a", "b", "", "c"]);
        assert_eq!(wrapped("", 9), [""; 0]);
        assert_eq!(wrapped("one two", 6), ["one", "two"]);
        assert_eq!(wrapped("  one", 9), ["  one"]);
    }

    #[test]
    fn lines_hang_under_what_stands_before_the_first() {
        assert_eq!(hanging("one two three", 10, 3), "one two\n   three");
        assert_eq!(hanging("one\ntwo", 10, 1), "one\n two");
        assert_eq!(hanging("", 10, 3), "");
        assert_eq!(hanging("one", 2, 8), "o\n        n\n        e");
    }

    #[test]
    fn chinese() {
        assert_eq!(wrapped("套接字，是端点。", 6), ["套接", "字，是", "端点。"]);
        assert_eq!(wrapped("他说“你好”吗", 5), ["他说", "“你", "好”吗"]);
        assert_eq!(wrapped("调用bind（端口）", 8), ["调用bind", "（端口）"]);
    }

    #[test]
    fn a_long_piece_is_cut() {
        assert_eq!(
            wrapped("see https://x.yz/abcdef", 8),
            ["see", "https://", "x.yz/", "abcdef"]
        );
        assert_eq!(wrapped("aaaaaaaaa).bb", 9), ["aaaaaaaa", "a).bb"]);
        assert_eq!(wrapped("aaaa(bbbbbbb", 5), ["aaaa", "(bbbb", "bbb"]);
        assert_eq!(wrapped("........", 3), ["...", "...", ".."]);
        assert_eq!(wrapped("👨‍👩‍👧👨‍👩‍👧", 3), ["👨‍👩‍👧", "👨‍👩‍👧"]);
        assert_eq!(wrapped("中文", 1), ["中", "文"]);
    }

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "socket",
                "端口",
                "（",
                "）",
                "，",
                "。",
                "“",
                "”",
                "……",
                "——",
                " ",
                "  ",
                "(",
                ")",
                ",",
                "-",
                "--port",
                "👨‍👩‍👧",
                "e\u{301}",
                "https://example.org/a/b?c=d&e=f",
                "\n",
                "한국",
                "···",
                "5％",
                "套接字是操作系统交给程序的通信端点",
                "bind()、listen()",
                "\u{a0}",
                "\u{200b}",
                "\u{3000}",
            ])
            .prop_map(str::to_string),
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn solid(text: &str) -> String {
        text.chars()
            .filter(|character| !character.is_whitespace())
            .collect()
    }

    const CLOSING: &str = "，。、；：！？）】》〉」』”’〕｝］·～％…—";
    const OPENING: &str = "（【《〈「『“‘〔｛［";

    proptest! {
        #[test]
        fn lines_fit_and_keep_the_text(text in texts(), width in 1_usize..90) {
            let lines = wrapped(&text, width);
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
            for line in &lines {
                let visible = clusters(line).filter(|(_, width)| *width > 0).count();
                prop_assert!(width_of(line) <= width || visible == 1, "{line:?}");
                prop_assert_eq!(line.trim_end_matches(is_blank), *line);
            }
        }

        #[test]
        fn punctuation_stays_on_its_side(text in texts(), width in 20_usize..90) {
            let text = text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), "");
            for pair in wrapped(&text, width).windows(2) {
                let bad = pair[1].starts_with(|c| CLOSING.contains(c))
                    || pair[0].ends_with(|c| OPENING.contains(c));
                // Unless every other place to cut the line would have been as bad.
                let solid: Vec<&str> = clusters(pair[0]).map(|(cluster, _)| cluster).filter(|c| *c != " " && *c != "\u{3000}").collect();
                let hopeless = solid.windows(2).all(|pair| {
                    !may_cut(pair[0].chars().next_back().unwrap_or(' '), pair[1].chars().next().unwrap_or(' '))
                });
                prop_assert!(!bad || hopeless, "{pair:?}");
            }
        }

        /// The last piece of each line could not have stood on the line before.
        #[test]
        fn lines_are_full(words in prop::collection::vec("[a-z]{1,12}", 1..30), width in 12_usize..60) {
            for pair in wrapped(&words.join(" "), width).windows(2) {
                let first = pair[1].split(' ').next().unwrap_or_default();
                prop_assert!(pair[0].len() + 1 + first.len() > width);
            }
        }
    }
}
