//! Texts that are scrolled, in a window that is known.

use super::*;
use crate::reader::theatre::view::fit;

#[test]
fn a_text_scrolled_beyond_its_end_comes_back_at_the_next_key() {
    for (slug, pane) in [("tcp-echo", "4"), ("handshake", "3"), ("nat-box", "4")] {
        let mut model = replayed(slug, Lang::En, 12);
        let theme = Theme::new(Depth::None, Background::Dark);
        let look = Look {
            theme: &theme,
            labels: Labels::of_words(&words(Lang::En).page),
            ascii: false,
        };
        let size = (40, 12);
        let mut scrolled = |code: KeyCode| {
            press(&mut model, &[key(code)]);
            fit(&mut model, &look, Rect::new(0, 0, size.0, size.1));
            dump(&draw(&model, size, false))
        };
        scrolled(KeyCode::Char(pane.chars().next().unwrap()));
        for _ in 0..30 {
            scrolled(KeyCode::PageDown);
        }
        let end = scrolled(KeyCode::PageDown);
        assert_ne!(scrolled(KeyCode::PageUp), end, "{slug}");
        assert_eq!(scrolled(KeyCode::PageDown), end, "{slug}");
    }
}
