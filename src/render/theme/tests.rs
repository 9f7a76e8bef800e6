use super::*;
use crate::render::page::row::Role;

/// The least contrast of text, WCAG 2.2 §1.4.3.
const LEAST: f64 = 4.5;

/// Pages a theme is made for: the extremes, and colours that terminals really have.
fn pages(background: Background) -> [[u8; 3]; 3] {
    match background {
        // Solarized's and Dracula's dark.
        Background::Dark => [[0, 0, 0], [0, 43, 54], [40, 42, 54]],
        // Solarized's light, and the grey of 256 colours.
        Background::Light => [[255, 255, 255], [253, 246, 227], [238, 238, 238]],
    }
}

const NOTICES: [Notice; 5] = [
    Notice::Note,
    Notice::Tip,
    Notice::Important,
    Notice::Warning,
    Notice::Caution,
];

const TOKENS: [Token; 11] = [
    Token::Plain,
    Token::Keyword,
    Token::Type,
    Token::Function,
    Token::Text,
    Token::Number,
    Token::Comment,
    Token::Name,
    Token::Meta,
    Token::Prompt,
    Token::Output,
];

/// Every role there is.
fn roles() -> Vec<Role> {
    let mut roles = vec![
        Role::Text,
        Role::Bullet,
        Role::Bar(None),
        Role::InlineCode,
        Role::CodeMark,
        Role::Link,
        Role::Target,
        Role::FootnoteMark,
        Role::Image,
        Role::TableBorder,
        Role::TableHead,
        Role::Rule,
        Role::Html,
    ];
    roles.extend((1..=6).flat_map(|level| [Role::Heading(level), Role::HeadingRule(level)]));
    roles.extend(NOTICES.map(|notice| Role::Bar(Some(notice))));
    roles.extend(NOTICES.map(Role::NoticeName));
    roles.extend(TOKENS.map(Role::Code));
    roles
}

/// The red, green and blue that a terminal shows for a colour, for each usual palette.
fn shown(color: Color) -> Vec<[u8; 3]> {
    // VGA (also the Linux console) and xterm.
    let basic = match color {
        Color::Rgb { r, g, b } => return vec![[r, g, b]],
        Color::AnsiValue(value @ 232..) => return vec![[8 + 10 * (value - 232); 3]],
        Color::AnsiValue(value @ 16..) => {
            let part = |index: u8| if index == 0 { 0 } else { 55 + 40 * index };
            let value = value - 16;
            return vec![[part(value / 36), part(value / 6 % 6), part(value % 6)]];
        }
        Color::DarkRed => [[170, 0, 0], [205, 0, 0]],
        Color::DarkBlue => [[0, 0, 170], [0, 0, 238]],
        Color::DarkMagenta => [[170, 0, 170], [205, 0, 205]],
        Color::DarkCyan => [[0, 170, 170], [0, 205, 205]],
        Color::DarkGreen => [[0, 170, 0], [0, 205, 0]],
        Color::Red => [[255, 85, 85], [255, 0, 0]],
        Color::Green => [[85, 255, 85], [0, 255, 0]],
        Color::Yellow => [[255, 255, 85], [255, 255, 0]],
        Color::Blue => [[85, 85, 255], [92, 92, 255]],
        Color::Magenta => [[255, 85, 255], [255, 0, 255]],
        Color::Cyan => [[85, 255, 255], [0, 255, 255]],
        other => panic!("{other:?} has no known value"),
    };
    basic.to_vec()
}

/// The relative luminance of WCAG.
fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        match part <= 0.04045 {
            true => part / 12.92,
            false => ((part + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_that_of_wcag() {
    let near = |value: f64, wanted: f64| assert!((value - wanted).abs() < 0.01, "{value}");
    near(contrast([0; 3], [255; 3]), 21.0);
    near(contrast([255; 3], [255; 3]), 1.0);
    near(contrast([119; 3], [255; 3]), 4.48);
}

#[test]
fn every_role_can_be_read_on_every_page() {
    let mut looked_at = 0;
    for background in [Background::Dark, Background::Light] {
        for depth in [Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let theme = Theme::new(depth, background);
            // Sixteen colours stand on black or white.
            let pages = match depth {
                Depth::Ansi16 => pages(background)[..1].to_vec(),
                _ => pages(background).to_vec(),
            };
            for role in roles() {
                let look = theme.style(role, Style::default());
                let context = format!("{role:?} {depth:?} {background:?}");
                let Some(ink) = look.get_fg() else {
                    // The terminal's own colour, on its own background.
                    assert_eq!(look.get_bg(), None, "{context}");
                    continue;
                };
                let under = match look.get_bg() {
                    Some(color) => shown(color),
                    None => pages.clone(),
                };
                for ink in shown(ink) {
                    for page in &under {
                        looked_at += 1;
                        let ratio = contrast(ink, *page);
                        assert!(ratio >= LEAST, "{context}: {ratio:.1} on {page:?}");
                    }
                }
            }
        }
    }
    assert!(looked_at > 400, "{looked_at}");
}

#[test]
fn the_lit_row_can_be_read_and_is_seen_among_the_code() {
    for background in [Background::Dark, Background::Light] {
        for depth in [Depth::Ansi256, Depth::True] {
            let theme = Theme::new(depth, background);
            let lit = theme.lit();
            let [ink, under] = [lit.get_fg(), lit.get_bg()].map(|color| shown(color.unwrap())[0]);
            let code = shown(theme.code_background().unwrap())[0];
            let context = format!("{depth:?} {background:?}");
            assert!(contrast(ink, under) >= LEAST, "{context}: text");
            // Of what is no text, WCAG 2.2 §1.4.11 wants 3; a dark bar on dark code has its white
            // text as well.
            let (ratio, least) = (contrast(under, code), 1.9);
            assert!(ratio >= least, "{context}: {ratio:.2}");
        }
    }
    for depth in [Depth::None, Depth::Ansi16] {
        let lit = Theme::new(depth, Background::Light).lit();
        assert_eq!((lit.get_fg(), lit.get_bg()), (None, None));
        assert!(lit.has_attr(Attribute::Reverse));
    }
}

#[test]
fn without_colours_attributes_remain() {
    let theme = Theme::new(Depth::None, Background::Dark);
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    assert!(theme.style(Role::Text, bold).has_attr(Attribute::Bold));
    assert!(
        theme
            .style(Role::Heading(1), Style::default())
            .has_attr(Attribute::Bold)
    );
    assert!(
        theme
            .style(Role::Link, Style::default())
            .has_attr(Attribute::Underlined)
    );
    for role in [
        Role::Link,
        Role::Code(Token::Keyword),
        Role::NoticeName(Notice::Tip),
    ] {
        let look = theme.style(role, Style::default());
        assert_eq!((look.get_fg(), look.get_bg()), (None, None));
    }
}
