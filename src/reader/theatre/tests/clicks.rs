//! The choices of a prediction are clicked wherever they stand.

use super::*;
use crate::reader::screens::click;
use crate::reader::theatre::view::clicked;

/// A click on a text of the screen, as the loop takes it.
fn click_on(model: &mut Model, size: (u16, u16), text: &str) {
    let theme = Theme::new(Depth::None, Background::Dark);
    let look = Look {
        theme: &theme,
        labels: Labels::of_words(&model.words.page),
        ascii: false,
    };
    let screen = dump(&draw(model, size, false));
    let area = Rect::new(0, 0, size.0, size.1);
    let input = clicked(model, &look, area, click(&screen, text));
    assert_eq!(update::input(model, &input), []);
}

/// A record at its first question.
fn asked(lang: Lang) -> Model {
    let mut model = Model::new(words(lang), Demo::find("tcp-echo"), Kind::Live);
    let course = Course::embedded().unwrap();
    model.narration = course.narration("tcp-echo", lang).unwrap();
    model.replay(record("tcp-echo"), None);
    while model.asking.is_none() {
        assert!(!model.record.is_over() || model.shown() < model.record.len());
        press(&mut model, &[key(KeyCode::Enter)]);
    }
    model
}

#[test]
fn a_click_on_a_choice_is_its_letter() {
    for lang in Lang::ALL {
        for (size, typed) in [
            ((120, 40), ""),
            ((80, 24), ""),
            ((80, 24), "z"),
            ((80, 24), "5"),
            ((60, 20), ""),
        ] {
            for (choice, text) in ["a) ", "b) ", "c) "].iter().enumerate() {
                let mut model = asked(lang);
                press(&mut model, &keys(typed));
                // Not on a choice: nothing happens, not even a step.
                let shown = model.shown();
                click_on(&mut model, size, "tcp-echo");
                assert!(model.asking.is_some() && model.shown() == shown);
                click_on(&mut model, size, text);
                let chosen = model.predicted.map(|prediction| prediction.chosen);
                assert_eq!(chosen, Some(choice), "{lang} {size:?} {typed:?}");
            }
        }
    }
}

#[test]
fn a_click_follows_a_scrolled_text_and_not_what_is_covered() {
    let mut model = asked(Lang::En);
    let size = (44, 12);
    press(
        &mut model,
        &[key(KeyCode::PageDown), key(KeyCode::PageDown)],
    );
    click_on(&mut model, size, "c) ");
    assert_eq!(model.predicted.map(|prediction| prediction.chosen), Some(2));
    let mut model = asked(Lang::En);
    let uncovered = dump(&draw(&model, (80, 24), false));
    press(&mut model, &keys("?"));
    let theme = Theme::new(Depth::None, Background::Dark);
    let look = Look {
        theme: &theme,
        labels: Labels::of_words(&model.words.page),
        ascii: false,
    };
    let input = clicked(
        &model,
        &look,
        Rect::new(0, 0, 80, 24),
        click(&uncovered, "b) "),
    );
    update::input(&mut model, &input);
    assert_eq!(model.predicted, None);
}
