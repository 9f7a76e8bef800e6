//! What stands above and below a page: the lesson and where one is in it, and the keys that matter.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};

use super::content::Focus;
use super::keys::KEYS;
use super::model::{Lesson, Mode};
use crate::course::question::Kind;
use crate::reader::chrome::{self, Surface};
use crate::render::question;

/// The title of the lesson, its section, and how much of it is seen.
pub fn head(lesson: &Lesson, surface: &Surface<'_>, area: Rect, buffer: &mut Buffer) {
    let title = format!(
        "{} {} {}",
        lesson.number,
        surface.mark("·", "-"),
        lesson.page.front.title
    );
    let percent = format!("{:>3} %", percent_seen(lesson));
    let section = lesson
        .section()
        .and_then(|place| lesson.content.headings.get(place));
    let right = match section.filter(|section| section.level > 1 && area.width >= 72) {
        Some(section) => {
            let room = usize::from(area.width) / 2 - 10;
            let section = chrome::crop(&section.text, room, surface);
            format!("{section}  {percent}")
        }
        None => percent,
    };
    chrome::head(surface, &title, &right, area, buffer);
}

/// How much of the page stands above the window's last row. Counted in lines of the file: of the rows
/// nobody knows how many there are before all are laid out.
fn percent_seen(lesson: &Lesson) -> usize {
    let below = lesson.top + usize::from(lesson.geometry.height);
    match lesson.content.rows.get(below) {
        Some(row) => {
            let last = (lesson.page.doc.blocks.last()).map_or(1, |block| block.line.max(1));
            (row.line * 100 / last).min(99)
        }
        None if lesson.is_whole() => 100,
        None => 99,
    }
}

/// The last line: what is typed, what is to be said, or the keys.
pub fn bottom(
    lesson: &Lesson,
    surface: &Surface<'_>,
    bottom: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let words = &lesson.words.reader;
    let mut keys = |keys: &[(&str, &str)]| {
        chrome::hints(surface, keys, &[("Esc", words.close)], bottom, buffer);
        None
    };
    match &lesson.mode {
        Mode::Search { text, .. } => {
            let found = match text.trim().is_empty() {
                true => String::new(),
                false => lesson.found(),
            };
            let typed = ("/", text.as_str());
            return Some(chrome::input(surface, typed, &found, bottom, buffer));
        }
        Mode::Answer { text, .. } => {
            let typed = (words.answer_line, text.as_str());
            return Some(chrome::input(surface, typed, "", bottom, buffer));
        }
        Mode::Contents(_) => {
            return keys(&[("Enter", words.go_there), ("↑ ↓", words.choose)]);
        }
        // The help says at its foot which keys it has.
        Mode::Help(_) => return None,
        Mode::Term(shown) => {
            let go = [("Enter", words.go_there)];
            let is_elsewhere = shown.elsewhere(lesson.place).is_some();
            return keys(&go[usize::from(!is_elsewhere)..]);
        }
        Mode::Read => {}
    }
    if let Some(note) = &lesson.note {
        chrome::note(surface, note, bottom, buffer);
        return None;
    }
    let asked = lesson.active().map(|place| &lesson.page.questions[place]);
    let last = asked.map_or('a', |asked| {
        question::letter(asked.choices.len().saturating_sub(1))
    });
    let letters = format!("a{}{last}", surface.mark("–", "-"));
    let on_link = matches!(lesson.focus, Some(Focus::Link(_)));
    let mut extra = match asked.map(|asked| asked.kind) {
        // Enter follows the link that has the focus.
        Some(Kind::Fill) if on_link => Vec::new(),
        Some(Kind::Fill) => vec![("Enter", words.type_answer)],
        Some(Kind::Choose | Kind::Predict) => vec![(letters.as_str(), words.answer)],
        None => Vec::new(),
    };
    // What makes no difference elsewhere is told where it does.
    if lesson.is_cut() {
        extra.push(("← →", words.sideways));
    }
    let at_end = lesson.is_whole() && lesson.top >= lesson.last_top();
    if at_end && lesson.place + 1 < lesson.lessons {
        extra.push(("]", words.go_on));
    }
    chrome::keys(surface, lesson.words, &extra, KEYS.iter(), bottom, buffer);
    None
}
