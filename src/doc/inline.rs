//! Gathers the text of one paragraph, heading or cell as spans.

use unicode_width::UnicodeWidthChar;

use super::{Link, Span, Style};

/// The spans read so far and the styles that are open.
#[derive(Default)]
pub struct Inline {
    spans: Vec<Span>,
    /// How many emphases of each kind are open.
    pub bold: usize,
    pub italic: usize,
    pub strike: usize,
    links: Vec<OpenLink>,
    /// A soft line break was read and the text after it is not known yet.
    soft_break: bool,
}

struct OpenLink {
    link: usize,
    image: bool,
    has_text: bool,
}

impl Inline {
    /// Text in the open styles.
    pub fn text(&mut self, text: &str) {
        self.push(text, self.style());
    }

    /// Code; inside the description of an image it is text.
    pub fn code(&mut self, text: &str) {
        let code = !self.in_image();
        self.push(
            text,
            Style {
                code,
                ..self.style()
            },
        );
    }

    /// The mark of a footnote.
    pub fn footnote(&mut self, mark: &str) {
        let footnote = !self.in_image();
        self.push(
            mark,
            Style {
                footnote,
                ..self.style()
            },
        );
    }

    /// A line end of the source: a blank, or nothing between Chinese characters.
    pub fn soft_break(&mut self) {
        self.soft_break = true;
    }

    /// A line end that shows.
    pub fn hard_break(&mut self) {
        if self.in_image() {
            self.soft_break = true;
            return;
        }
        self.soft_break = false;
        self.spans.push(Span {
            text: "\n".to_string(),
            ..Span::default()
        });
    }

    pub fn start_link(&mut self, link: usize, image: bool) {
        // Inside the description of an image there is nothing to follow.
        let image = image || self.in_image();
        let shown = match self.links.last() {
            Some(outer) if outer.image => outer.link,
            _ => link,
        };
        self.links.push(OpenLink {
            link: shown,
            image,
            has_text: false,
        });
    }

    /// The link that ends next.
    pub fn open_link(&self) -> Option<usize> {
        self.links.last().map(|open| open.link)
    }

    /// Ends a link. One without text shows its target, or nobody could see it.
    pub fn close_link(&mut self, link: Option<&Link>) {
        let Some(open) = self.links.last() else {
            return;
        };
        if !open.has_text && !self.in_outer_image() {
            let text = match link {
                Some(link) if !link.image => link.target.clone(),
                _ => String::new(),
            };
            self.resolve_soft_break(text.chars().next().unwrap_or('['), self.style());
            self.spans.push(Span {
                text,
                style: self.style(),
                link: self.open_link(),
            });
        }
        self.links.pop();
        if let Some(outer) = self.links.last_mut() {
            outer.has_text = true;
        }
    }

    /// The spans of the block that ends here.
    pub fn take(&mut self) -> Vec<Span> {
        self.soft_break = false;
        // A list of its exact size; the one with room to grow is used again.
        self.spans.drain(..).collect()
    }

    fn in_image(&self) -> bool {
        self.links.last().is_some_and(|open| open.image)
    }

    fn in_outer_image(&self) -> bool {
        self.links
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|open| open.image)
    }

    fn style(&self) -> Style {
        if self.in_image() {
            return Style::default();
        }
        Style {
            bold: self.bold > 0,
            italic: self.italic > 0,
            strike: self.strike > 0,
            ..Style::default()
        }
    }

    fn push(&mut self, text: &str, style: Style) {
        let Some(first) = text.chars().next() else {
            return;
        };
        self.resolve_soft_break(first, style);
        if let Some(open) = self.links.last_mut() {
            open.has_text = true;
        }
        self.push_merged(text, style, self.open_link());
    }

    fn push_merged(&mut self, text: &str, style: Style, link: Option<usize>) {
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.link == link && last.text != "\n" => {
                last.text.push_str(text);
            }
            _ => self.spans.push(Span {
                text: text.to_string(),
                style,
                link,
            }),
        }
    }

    /// Puts a blank for a pending soft break, unless Chinese text goes on after it.
    fn resolve_soft_break(&mut self, after: char, style: Style) {
        if !std::mem::take(&mut self.soft_break) {
            return;
        }
        let Some(last) = self.spans.last() else {
            return;
        };
        let before = last.text.chars().next_back().unwrap_or(']');
        if before == '\n' || joins(before, after) {
            return;
        }
        // The blank belongs to neither side's code or link, only to what both share.
        let shared = Style {
            bold: style.bold && last.style.bold,
            italic: style.italic && last.style.italic,
            strike: style.strike && last.style.strike,
            ..Style::default()
        };
        let link = last.link.filter(|link| self.open_link() == Some(*link));
        self.push_merged(" ", shared, link);
    }
}

/// Whether text goes on without a blank over a line end between these characters.
fn joins(before: char, after: char) -> bool {
    let (wide_before, wide_after) = (is_wide(before), is_wide(after));
    (wide_before && wide_after)
        || is_full_width_punctuation(before)
        || is_full_width_punctuation(after)
        || (is_shared_punctuation(before) && wide_after)
        || (wide_before && is_shared_punctuation(after))
}

/// East Asian, and of a script that is written without blanks: not Hangul.
fn is_wide(character: char) -> bool {
    !matches!(character, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
        && !character.is_ascii()
        && character.width() == Some(2)
}

fn is_full_width_punctuation(character: char) -> bool {
    matches!(
        character,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
            | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
            | '\u{ff5b}'..='\u{ff65}'
    )
}

/// Punctuation that Chinese shares with European text.
fn is_shared_punctuation(character: char) -> bool {
    matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
