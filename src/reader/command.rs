//! What a screen asks the loop to do; its update does nothing by itself.

use super::keymap::Common;

/// One wish of a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Leave the program at once.
    Quit,
    /// One screen back.
    Back,
    /// Stop as Ctrl-Z does.
    Suspend,
    SwitchLanguage,
    /// Let the mouse come to the program, or leave it to the terminal.
    ToggleMouse,
    /// Open a lesson, by its place in the course.
    OpenLesson(usize),
    /// The same, by a link: the way back leads here.
    FollowTo(usize),
    /// Open the teacher's notes of the lesson, or leave them.
    Notes,
    /// Show a term of the glossary over the page, by its id.
    OpenTerm(String),
    /// Run a demo, by its name; `name#step` goes on to that step of it.
    OpenDemo(String),
    /// A question has been answered for the first time; the answer's question by its id.
    Answered {
        id: String,
        right: bool,
    },
    /// The lesson is read to its end, or every question of it is answered.
    Done,
}

impl Command {
    /// What a key asks of the loop that is the same on every screen of the course; the help is the
    /// screen's own.
    pub fn of(asked: Common) -> Option<Command> {
        match asked {
            Common::Language => Some(Command::SwitchLanguage),
            Common::Mouse => Some(Command::ToggleMouse),
            Common::Suspend => Some(Command::Suspend),
            Common::Quit => Some(Command::Quit),
            Common::Help => None,
        }
    }
}
