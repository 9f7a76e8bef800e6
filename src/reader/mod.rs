//! The screen: what a terminal is while the course is lived in it.
//!
//! [`terminal`] owns the terminal's modes and [`input`] reads its keys; both also serve the commands
//! that step line by line; [`decoder`] knows what its bytes mean, and keeps what it [`answer`]s from
//! being taken for keys. [`frame`] is the whole window with one [`inbox`] of [`message`]s, [`paint`] puts
//! rows of a page into it, and [`ink`] sends what differs from the frame before. [`theatre`] shows a run
//! call by call.
//!
//! Each screen is a model, a pure `update` that turns what came from the terminal into [`command`]s,
//! and a pure `view`; [`session`] knows which one is in front, and [`read`] is their loop.

mod answer;
mod chrome;
mod command;
#[cfg(unix)]
mod decoder;
pub mod frame;
mod help;
mod home;
pub mod inbox;
mod ink;
pub mod input;
mod keymap;
#[cfg(test)]
mod laws;
pub mod message;
mod page;
pub mod paint;
mod popup;
#[cfg(test)]
mod screens;
mod search;
mod session;
pub mod signals;
pub mod terminal;
pub mod theatre;
mod typing;

use std::sync::Arc;
use std::time::Duration;

use crate::demos::Demo;
use crate::render::page::layout::Labels;
use frame::Frame;
use message::Message;
pub use session::Session;
use session::Wish;

/// Who has pressed no key for so long reads what is shown.
const REST: Duration = Duration::from_millis(250);

/// Lives in the course until the learner leaves it.
///
/// # Errors
/// When the terminal cannot be used, or the course cannot be read any more.
pub fn read(session: &mut Session) -> anyhow::Result<()> {
    let mut frame = Frame::open(session.theme.is_guess())?;
    loop {
        if let Some(theme) = frame.theme(&session.theme) {
            session.theme = theme;
        }
        frame.draw(|buffer, area| {
            session.fit(area);
            session.view(area, buffer)
        })?;
        // A long page is laid out to its end while nothing else is to be done.
        let mut is_new = false;
        let mut message = None;
        while message.is_none() && session.lay_out_more() {
            is_new = true;
            message = frame.next(Some(Duration::ZERO));
        }
        // A disk takes its time, most of all one in a network: who reads on does not wait for it.
        if message.is_none() && !is_new && session.is_to_keep() {
            message = frame.next(Some(REST));
            if message.is_none() && session.keep() {
                continue;
            }
        }
        if message.is_none() && !is_new {
            message = frame.next(None);
        }
        // Everything that has come by now is one frame: keys held down do not queue up.
        while let Some(now) = message {
            let event = match now {
                Message::Input(event) => event,
                Message::Gone => {
                    session.keep();
                    return Ok(());
                }
                // A run tells its events to the theatre; here there is none.
                Message::Happened(_) | Message::Continued | Message::Background(_) => break,
            };
            for wish in session.update(&event) {
                match wish {
                    Wish::Quit => return Ok(()),
                    Wish::Suspend => frame.suspend()?,
                    Wish::ToggleMouse => {
                        let words = &session.words().reader;
                        session.note(match frame.toggle_mouse()? {
                            true => words.mouse_on.to_string(),
                            false => words.mouse_off.to_string(),
                        });
                    }
                    Wish::RunDemo(slug, step) => {
                        let outcome = run_demo(&mut frame, session, slug, step)?;
                        session.predicted(slug, &outcome.predictions);
                        if outcome.end_program {
                            return Ok(());
                        }
                    }
                }
            }
            message = frame.next(Some(Duration::ZERO));
        }
    }
}

/// Shows a live run of a demo until the learner comes back from it. With a `step`, it goes on to that
/// one by itself.
fn run_demo(
    frame: &mut Frame,
    session: &Session,
    slug: &str,
    step: Option<Arc<str>>,
) -> anyhow::Result<theatre::Outcome> {
    let words = session.words();
    // A narration that cannot be read is the course's fault; the run itself still teaches.
    let narration = session.course.narration(slug, session.lang);
    let play = theatre::Play {
        words,
        looks: theatre::Looks {
            theme: &session.theme,
            labels: Labels::of_words(&words.page),
            ascii: session.ascii,
        },
        narration: narration.ok().flatten(),
        demo: Demo::find(slug),
        settings: Vec::new(),
        keep_open: false,
        seed: 0,
        auto: None,
        until: step,
        record: None,
    };
    theatre::run(frame, play)
}
