//! How many columns text takes. The one place that decides it.

use unicode_segmentation::{Graphemes, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// No character a reader takes for one is wider; a longer cluster may be cut between code points.
pub const WIDEST_CLUSTER: usize = 8;

/// The columns a text without line ends takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // Where every character is simple, each stands for itself.
    let simple: Option<usize> = text.chars().map(simple_width).sum();
    simple.unwrap_or_else(|| clusters(text).map(|(_, width)| width).sum())
}

/// The columns a character takes by itself.
pub fn width_of(character: char) -> usize {
    simple_width(character).unwrap_or_else(|| width(character.encode_utf8(&mut [0; 4])))
}

/// The user-perceived characters of a text, each with its columns.
pub fn clusters(text: &str) -> Clusters<'_> {
    Clusters {
        rest: text,
        pieces: "",
    }
}

/// See [`clusters`].
pub struct Clusters<'t> {
    rest: &'t str,
    /// What remains of a cluster that is too wide for one.
    pieces: &'t str,
}

impl<'t> Clusters<'t> {
    /// Takes the ASCII that comes next, of which each byte is a cluster of one column.
    pub fn ascii(&mut self) -> &'t [u8] {
        if !self.pieces.is_empty() {
            return &[];
        }
        let bytes = self.rest.as_bytes();
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
        let end = match bytes.iter().position(|byte| !is_plain(byte)) {
            // What is no ASCII may belong to the character before it.
            Some(end) => end.saturating_sub(1),
            None => bytes.len(),
        };
        self.rest = &self.rest[end..];
        &bytes[..end]
    }
}

impl<'t> Iterator for Clusters<'t> {
    type Item = (&'t str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.pieces.is_empty() {
            let (piece, rest) = split_first_character(self.pieces);
            self.pieces = rest;
            return Some((piece, piece.width()));
        }
        // Most text is ASCII, and thousands of its characters are drawn at each key.
        if let [b' '..=b'~', after @ ..] = self.rest.as_bytes()
            && matches!(after.first(), None | Some(b' '..=b'~'))
        {
            let (cluster, rest) = self.rest.split_at(1);
            self.rest = rest;
            return Some((cluster, 1));
        }
        let mut characters = self.rest.chars();
        let first = characters.next()?;
        if let Some(width) = simple_width(first)
            && characters
                .next()
                .is_none_or(|next| simple_width(next).is_some())
        {
            let (cluster, rest) = self.rest.split_at(first.len_utf8());
            self.rest = rest;
            return Some((cluster, width));
        }
        let mut graphemes: Graphemes<'t> = self.rest.graphemes(true);
        let cluster = graphemes.next()?;
        self.rest = graphemes.as_str();
        let width = cluster.width();
        if width > WIDEST_CLUSTER {
            self.pieces = cluster;
            return self.next();
        }
        Some((cluster, width))
    }
}

fn split_first_character(text: &str) -> (&str, &str) {
    text.split_at(text.chars().next().map_or(0, char::len_utf8))
}

/// The width of a character that always stands for itself beside another such character.
/// Knowing the common ones spares the tables of Unicode for nearly all text.
fn simple_width(character: char) -> Option<usize> {
    match character {
        ' '..='~'
        | '\u{a1}'..='\u{a8}'
        | '\u{aa}'..='\u{ac}'
        | '\u{af}'..='\u{ff}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2190}'..='\u{2193}'
        | '\u{2500}'..='\u{259f}' => Some(1),
        '\u{3000}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ff01}'..='\u{ff60}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthChar;

    #[test]
    fn clusters_are_counted_whole() {
        for (text, columns) in [
            ("abc", 3),
            ("套接字", 6),
            ("（“…”）", 7),
            ("e\u{301}", 1),
            ("한국", 4),
            ("👨‍👩‍👧", 2),
            ("🇨🇳🇫🇷", 4),
            ("⚠\u{fe0f}", 2),
            ("が\u{3099}", 2),
            ("→│", 2),
        ] {
            assert_eq!(width(text), columns, "{text}");
            assert_eq!(
                clusters(text)
                    .map(|(cluster, _)| cluster)
                    .collect::<String>(),
                text
            );
        }
        assert_eq!(clusters("a👨‍👩‍👧b").count(), 3);
    }

    #[test]
    fn ascii_taken_at_once_is_divided_as_it_is_one_by_one() {
        for text in [
            "",
            "abc",
            "ab中 c",
            "ae\u{301}b",
            "a\u{301}",
            "a\tb",
            "x👨‍👩‍👧yz",
            &format!("ab{}cd", "\u{1100}".repeat(9)),
        ] {
            let mut rest = clusters(text);
            let mut pieces = Vec::new();
            loop {
                pieces.extend(rest.ascii().iter().map(|byte| (vec![*byte], 1)));
                let Some((cluster, width)) = rest.next() else {
                    break;
                };
                pieces.push((cluster.into(), width));
            }
            let each = clusters(text).map(|(cluster, width)| (cluster.into(), width));
            assert_eq!(pieces, each.collect::<Vec<(Vec<u8>, usize)>>(), "{text}");
        }
        assert_eq!(clusters("ab中").ascii(), b"a");
    }

    #[test]
    fn no_text_takes_more_columns_than_bytes() {
        for character in (0..0x11_0000).filter_map(char::from_u32) {
            for text in [format!("{character}"), format!("{character}\u{fe0f}")] {
                assert!(width(&text) <= text.len(), "{text:?}");
            }
        }
        use proptest::prelude::*;
        proptest!(|(text in ".*")| prop_assert!(width(&text) <= text.len()));
    }

    #[test]
    fn simple_characters_have_the_width_of_the_tables() {
        for character in (0..0x11_0000).filter_map(char::from_u32) {
            if let Some(width) = simple_width(character) {
                assert_eq!(character.width(), Some(width), "{:x}", character as u32);
                let pair = format!("{character}{character}a{character}中{character}");
                assert_eq!(pair.graphemes(true).count(), 6, "{:x}", character as u32);
            }
        }
    }

    #[test]
    fn a_monstrous_cluster_is_cut_and_keeps_its_text() {
        let text = "\u{1100}".repeat(1000);
        assert!(clusters(&text).all(|(_, width)| width <= WIDEST_CLUSTER));
        assert_eq!(
            clusters(&text)
                .map(|(cluster, _)| cluster)
                .collect::<String>(),
            text
        );
        assert_eq!(width(&text), 2000);
    }
}
