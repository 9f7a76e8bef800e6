//! Roles → colours and attributes: the only place that knows how a page looks.

use termimad::crossterm::style::{Attribute, Color, force_color_output};
use termimad::{CompoundStyle, MadSkin};

use crate::doc::{Notice, Style};

use super::page::code::Token;
use super::page::row::Role;

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: bold, italic and underline carry what they can. This is what `NO_COLOR` asks for.
    None,
    Ansi16,
    Ansi256,
    True,
}

/// What the text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    Dark,
    Light,
}

/// How each role looks on one kind of terminal.
#[derive(Debug, Clone)]
pub struct Theme {
    depth: Depth,
    background: Background,
    /// The background was not told in words: a terminal may be asked for it.
    guess: bool,
    /// The roles termimad has styles for.
    skin: MadSkin,
}

/// A colour by what it is called; its values for each terminal are in [`Hue::color`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hue {
    Blue,
    Cyan,
    Green,
    Yellow,
    Red,
    Purple,
    Dim,
    /// Text of no other colour where the background is ours.
    Ink,
}

impl Theme {
    /// The theme for a terminal.
    pub fn new(depth: Depth, background: Background) -> Theme {
        // The depth has been decided. Left to itself, crossterm would look at NO_COLOR again and put a
        // reset where a colour was, which also ends bold.
        force_color_output(true);
        let mut theme = Theme {
            depth,
            background,
            guess: false,
            skin: MadSkin::no_style(),
        };
        let bold = CompoundStyle::with_attr(Attribute::Bold);
        let mut skin = MadSkin::no_style();
        skin.bold = bold;
        skin.italic = CompoundStyle::with_attr(Attribute::Italic);
        skin.strikeout = CompoundStyle::with_attr(Attribute::CrossedOut);
        skin.inline_code = match depth {
            Depth::None => bold,
            _ => theme.hue(Hue::Yellow),
        };
        for (header, level) in skin.headers.iter_mut().zip(1..) {
            header.compound_style = match level {
                1 | 2 => theme.hue(Hue::Blue),
                3 => theme.hue(Hue::Cyan),
                _ => CompoundStyle::default(),
            };
            header.compound_style.add_attr(Attribute::Bold);
        }
        skin.table.compound_style = theme.hue(Hue::Dim);
        skin.bullet.set_compound_style(theme.hue(Hue::Cyan));
        skin.quote_mark.set_compound_style(theme.hue(Hue::Dim));
        skin.horizontal_rule.set_compound_style(theme.hue(Hue::Dim));
        if let Some(color) = theme.code_background() {
            skin.code_block.set_bg(color);
        }
        theme.skin = skin;
        theme
    }

    /// The same theme, for a background that is only supposed.
    #[must_use]
    pub fn guessed(self) -> Theme {
        Theme {
            guess: true,
            ..self
        }
    }

    /// Whether it would look better if one asked what the background is.
    pub fn is_guess(&self) -> bool {
        self.guess && self.depth != Depth::None
    }

    pub fn background(&self) -> Background {
        self.background
    }

    /// The theme of the same terminal on another background.
    pub fn on(&self, background: Background) -> Theme {
        Theme::new(self.depth, background)
    }

    /// How text of a role and an inline style looks.
    pub fn style(&self, role: Role, style: Style) -> CompoundStyle {
        let mut look = self.role(role);
        if style.bold {
            look.overwrite_with(&self.skin.bold);
        }
        if style.italic {
            look.overwrite_with(&self.skin.italic);
        }
        if style.strike {
            look.overwrite_with(&self.skin.strikeout);
        }
        // Code that is a link or a heading too keeps the looks of both.
        if style.code && role != Role::InlineCode && self.depth == Depth::None {
            look.overwrite_with(&self.skin.inline_code);
        }
        look
    }

    fn role(&self, role: Role) -> CompoundStyle {
        match role {
            Role::Text => self.skin.paragraph.compound_style,
            Role::Heading(level) => {
                let level = usize::from(level).clamp(1, self.skin.headers.len());
                self.skin.headers[level - 1].compound_style
            }
            Role::HeadingRule(_) | Role::Rule => *self.skin.horizontal_rule.compound_style(),
            Role::Bullet => *self.skin.bullet.compound_style(),
            Role::Bar(None) => *self.skin.quote_mark.compound_style(),
            Role::Bar(Some(notice)) => self.hue(notice_hue(notice)),
            Role::NoticeName(notice) => with(self.hue(notice_hue(notice)), Attribute::Bold),
            Role::InlineCode => self.skin.inline_code,
            Role::Code(token) => self.token(token),
            Role::CodeMark => self.on_code(self.hue(Hue::Dim)),
            Role::Link => with(self.hue(Hue::Blue), Attribute::Underlined),
            Role::Target | Role::Html => self.hue(Hue::Dim),
            Role::FootnoteMark => self.hue(Hue::Cyan),
            Role::Image => with(self.hue(Hue::Purple), Attribute::Italic),
            Role::TableBorder => self.skin.table.compound_style,
            Role::TableHead => self.skin.bold,
        }
    }

    fn token(&self, token: Token) -> CompoundStyle {
        let look = match token {
            // The terminal's own colour was chosen for the terminal's own background.
            Token::Plain | Token::Output if self.code_background().is_some() => self.hue(Hue::Ink),
            Token::Plain | Token::Output => CompoundStyle::default(),
            Token::Keyword => self.hue(Hue::Purple),
            Token::Type | Token::Name => self.hue(Hue::Cyan),
            Token::Function => self.hue(Hue::Blue),
            Token::Text => self.hue(Hue::Green),
            Token::Number | Token::Meta => self.hue(Hue::Yellow),
            Token::Comment | Token::Prompt => self.hue(Hue::Dim),
        };
        self.on_code(look)
    }

    /// The look on the background of code.
    fn on_code(&self, mut look: CompoundStyle) -> CompoundStyle {
        if let Some(color) = self.skin.code_block.compound_style.get_bg() {
            look.set_bg(color);
        }
        look
    }

    fn hue(&self, hue: Hue) -> CompoundStyle {
        match (self.depth, hue) {
            (Depth::None, _) => CompoundStyle::default(),
            // The grey of 16 colours is the background of some palettes.
            (Depth::Ansi16, Hue::Dim) => CompoundStyle::with_attr(Attribute::Dim),
            _ => CompoundStyle::with_fg(hue.color(self.depth, self.background)),
        }
    }

    /// How the one row looks that matters now: one ink on one background, from the last row of a
    /// classroom too, and so the same on dark and light. A row of many colours would be a patchwork.
    /// Without enough colours it is reversed as a whole.
    pub fn lit(&self) -> CompoundStyle {
        let (ink, under) = match self.depth {
            Depth::None | Depth::Ansi16 => return CompoundStyle::with_attr(Attribute::Reverse),
            Depth::Ansi256 => (Color::AnsiValue(231), Color::AnsiValue(25)),
            Depth::True => {
                let (r, g, b) = (32, 88, 168);
                (
                    Color::Rgb {
                        r: 255,
                        g: 255,
                        b: 255,
                    },
                    Color::Rgb { r, g, b },
                )
            }
        };
        let mut look = CompoundStyle::with_fgbg(ink, under);
        look.add_attr(Attribute::Bold);
        look
    }

    fn code_background(&self) -> Option<Color> {
        match (self.depth, self.background) {
            (Depth::None | Depth::Ansi16, _) => None,
            (Depth::Ansi256, Background::Dark) => Some(Color::AnsiValue(235)),
            (Depth::Ansi256, Background::Light) => Some(Color::AnsiValue(255)),
            (Depth::True, Background::Dark) => Some(Color::Rgb {
                r: 34,
                g: 36,
                b: 42,
            }),
            (Depth::True, Background::Light) => Some(Color::Rgb {
                r: 243,
                g: 244,
                b: 246,
            }),
        }
    }
}

fn with(mut look: CompoundStyle, attribute: Attribute) -> CompoundStyle {
    look.add_attr(attribute);
    look
}

fn notice_hue(notice: Notice) -> Hue {
    match notice {
        Notice::Note => Hue::Blue,
        Notice::Tip => Hue::Green,
        Notice::Important => Hue::Purple,
        Notice::Warning => Hue::Yellow,
        Notice::Caution => Hue::Red,
    }
}

impl Hue {
    /// Its value on a terminal with colours.
    fn color(self, depth: Depth, background: Background) -> Color {
        let (basic, indexed, (r, g, b)) = match background {
            // Basic blue is hard to read on black.
            Background::Dark => match self {
                Hue::Blue => (Color::Cyan, 111, (130, 178, 242)),
                Hue::Cyan => (Color::Cyan, 80, (108, 200, 204)),
                Hue::Green => (Color::Green, 114, (145, 203, 128)),
                Hue::Yellow => (Color::Yellow, 179, (226, 192, 120)),
                Hue::Red => (Color::Red, 210, (242, 138, 132)),
                Hue::Purple => (Color::Magenta, 183, (203, 166, 240)),
                Hue::Dim => (Color::Grey, 247, (152, 157, 168)),
                Hue::Ink => (Color::Grey, 253, (218, 222, 230)),
            },
            // Basic yellow, cyan and green cannot be read on white, the dark ones neither.
            Background::Light => match self {
                Hue::Blue => (Color::DarkBlue, 25, (20, 88, 176)),
                Hue::Cyan => (Color::DarkBlue, 23, (0, 104, 114)),
                Hue::Green => (Color::DarkBlue, 22, (30, 110, 40)),
                Hue::Yellow => (Color::DarkMagenta, 94, (134, 84, 0)),
                Hue::Red => (Color::DarkRed, 124, (176, 32, 32)),
                Hue::Purple => (Color::DarkMagenta, 91, (118, 58, 164)),
                Hue::Dim => (Color::DarkGrey, 241, (98, 103, 114)),
                Hue::Ink => (Color::Black, 236, (36, 41, 47)),
            },
        };
        match depth {
            Depth::True => Color::Rgb { r, g, b },
            Depth::Ansi256 => Color::AnsiValue(indexed),
            Depth::Ansi16 | Depth::None => basic,
        }
    }
}

#[cfg(test)]
mod tests;
