//! Theatres for the laws of all screens: recorded runs, as replays and as if they were live.

use ratatui_core::layout::Position;

use super::looks::standing;
use super::*;
use crate::reader::laws::{Screen, Told as Message};
use crate::reader::theatre::stage::{News, Standing};
use crate::reader::theatre::view::{clicked, fit};

/// Runs whose records are looked at, each as a replay and as a live one.
const RUNS: [&str; 4] = ["tcp-echo", "both-wait", "handshake", "nat-box"];

pub const SHOWINGS: usize = 2 * RUNS.len();

/// A theatre and, if it is live, what its run has not told yet.
pub struct Showing {
    model: Model,
    slug: &'static str,
    coming: std::vec::IntoIter<Event>,
    theme: Theme,
    ascii: bool,
    area: Rect,
}

impl Showing {
    pub fn new(number: usize, lang: Lang, ascii: bool) -> Showing {
        let slug = RUNS[number / 2];
        let mut showing = Showing {
            model: Model::new(words(lang), Demo::find(slug), Kind::Live),
            slug,
            coming: Vec::new().into_iter(),
            theme: Theme::new(Depth::None, Background::Dark),
            ascii,
            area: Rect::ZERO,
        };
        let course = Course::embedded().unwrap();
        showing.model.narration = course.narration(slug, lang).unwrap();
        showing.model.has_record = true;
        match number % 2 {
            0 => showing.model.replay(record(slug), None),
            _ => showing.start(),
        }
        showing
    }

    fn start(&mut self) {
        self.model.live();
        self.coming = record(self.slug).into_iter();
    }

    fn look(&self) -> Look<'_> {
        Look {
            theme: &self.theme,
            labels: Labels::of_words(&self.model.words.page),
            ascii: self.ascii,
        }
    }

    /// As the loop does what it is asked for.
    fn obey(&mut self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::Start => self.start(),
                Command::Replay => self.model.replay(record(self.slug), None),
                _ => {}
            }
        }
    }

    fn news(&mut self, told: Told) {
        let run = self.model.run;
        let commands = update::news(&mut self.model, News { run, told });
        self.obey(commands);
    }
}

impl Screen for Showing {
    fn tell(&mut self, told: &Message) {
        match told {
            Message::Input(event) => {
                let event = clicked(&self.model, &self.look(), self.area, event.clone());
                let commands = update::input(&mut self.model, &event);
                self.obey(commands);
            }
            Message::Happened(events, still) => {
                for event in self
                    .coming
                    .by_ref()
                    .take((*events).into())
                    .collect::<Vec<_>>()
                {
                    self.news(Told::Happened(event));
                }
                let next = self.coming.as_slice().first().filter(|_| *still);
                let standing = Standing {
                    admitted: self.model.admitted,
                    ..next.and_then(standing).unwrap_or_default()
                };
                self.news(Told::Settled(standing));
            }
            Message::Idle => {
                let commands = update::tick(&mut self.model);
                self.obey(commands);
            }
            Message::Size(..) => {}
        }
    }

    fn view(&mut self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.area = area;
        let look = Look {
            theme: &self.theme,
            labels: Labels::of_words(&self.model.words.page),
            ascii: self.ascii,
        };
        fit(&mut self.model, &look, area);
        view(&self.model, &self.look(), area, buffer)
    }
}
