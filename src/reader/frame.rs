//! The frame: the whole window, and one inbox with everything that can happen to it.
//!
//! Whoever owns the frame waits at the inbox, and uses no time while nothing happens.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::Event;
use crossterm::style::ResetColor;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};

use super::inbox::{Inbox, Post};
use super::ink::Ink;
use super::message::Message;
use super::terminal::{self, FullScreen};
use super::{answer, signals};
use crate::render::theme::{Background, Theme};

/// A terminal that answers at all has answered by then, also one far away.
const ANSWER: Duration = Duration::from_millis(250);

/// Who has been stopped hears of going on at once, or on a busy machine somewhat later.
const RESUMED: Duration = Duration::from_secs(5);

/// No window of people is larger; one that says it is shows the rest blank.
const MOST_COLUMNS: u16 = 1024;
const MOST_ROWS: u16 = 512;

/// What is known of the terminal's background.
enum Question {
    /// It is not to be asked for.
    None,
    /// It is asked for with the first frame.
    Due,
    Asked(Instant),
    Answered(Background),
}

/// The full screen. A program opens one in its life.
pub struct Frame {
    /// What the window shows, and the next frame.
    ink: Ink,
    cursor: Option<Position>,
    /// What is written of a frame.
    output: String,
    question: Question,
    inbox: Inbox,
    /// What has come before its time.
    kept: VecDeque<Message>,
    /// When the frame stopped the program itself, until it hears that it goes on.
    stopped: Option<Instant>,
    /// Last, so that the terminal is put back when nothing else can write.
    screen: FullScreen,
}

impl Frame {
    /// Takes the window. Clicks and the wheel come to the program. With `asks` the terminal is asked
    /// for its background; nothing waits for the answer.
    ///
    /// A signal that ends the process (TERM, HUP, INT, QUIT) puts the terminal back first.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or the system gives no thread or descriptors.
    pub fn open(asks: bool) -> io::Result<Frame> {
        let inbox = Inbox::open()?;
        let (continued, resized) = (inbox.post(), inbox.post());
        signals::of_screen(
            move || continued(Message::Continued),
            move || {
                let (width, height) = terminal::size();
                resized(Message::Input(Event::Resize(width, height)));
            },
        )?;
        let screen = FullScreen::enter()?;
        Ok(Frame {
            ink: Ink::default(),
            cursor: None,
            output: String::new(),
            question: match asks && answer::IS_HEARD {
                true => Question::Due,
                false => Question::None,
            },
            inbox,
            kept: VecDeque::new(),
            stopped: None,
            screen,
        })
    }

    /// Draws a frame: `view` fills an empty buffer of the window's size and says where the cursor
    /// stands, if text is typed. Only what differs from the frame before is written.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn draw(
        &mut self,
        view: impl FnOnce(&mut Buffer, Rect) -> Option<Position>,
    ) -> io::Result<()> {
        let (width, height) = terminal::size();
        let area = Rect::new(0, 0, width.min(MOST_COLUMNS), height.min(MOST_ROWS));
        let next = self.ink.canvas(area);
        // Outside of the writing: a panic in a view must find the terminal free.
        let cursor = view(next, area).filter(|place| area.contains(*place));
        let fresh = !self.ink.is_known();
        self.output.clear();
        let begun = self.begin(fresh).map_err(io::Error::other)?;
        self.ink.draw(&mut self.output);
        let differs = fresh || self.output.len() > begun || self.cursor != cursor;
        self.cursor = cursor;
        if !differs {
            return Ok(());
        }
        self.end().map_err(io::Error::other)?;
        if matches!(self.question, Question::Due) {
            // After the frame: that it is seen does not wait for the answer.
            self.output.push_str(answer::QUESTION);
            self.question = Question::Asked(Instant::now());
            self.inbox.asked();
        }
        self.write()?;
        self.ink.clean();
        Ok(())
    }

    /// Writes what is to be written; keys are heard also from a terminal that takes no output.
    fn write(&mut self) -> io::Result<()> {
        let mut is_all = terminal::write(&self.output)?;
        while !is_all {
            self.inbox.wait_for_room();
            is_all = terminal::write("")?;
        }
        Ok(())
    }

    /// What stands before a frame; its length.
    fn begin(&mut self, fresh: bool) -> Result<usize, std::fmt::Error> {
        let output = &mut self.output;
        BeginSynchronizedUpdate.write_ansi(output)?;
        if fresh {
            ResetColor.write_ansi(output)?;
            Clear(ClearType::All).write_ansi(output)?;
        }
        if self.cursor.is_some() {
            Hide.write_ansi(output)?;
        }
        Ok(output.len())
    }

    /// What stands after it.
    fn end(&mut self) -> std::fmt::Result {
        let output = &mut self.output;
        if let Some(place) = self.cursor {
            MoveTo(place.x, place.y).write_ansi(output)?;
            Show.write_ansi(output)?;
        }
        EndSynchronizedUpdate.write_ansi(output)
    }

    /// The window as it was last drawn.
    pub fn area(&self) -> Rect {
        self.ink.area()
    }

    /// The next message: waits for it as long as it takes, or for `time`. `None` when none came.
    pub fn next(&mut self, time: Option<Duration>) -> Option<Message> {
        let message = self.kept.pop_front().or_else(|| self.inbox.next(time));
        match message {
            // A window that was small for a moment has lost what it showed, whatever its size is now.
            Some(Message::Input(Event::Resize(..))) => self.forget(),
            Some(Message::Background(told)) if matches!(self.question, Question::Asked(_)) => {
                self.question = Question::Answered(told);
            }
            // The terminal was taken when it went on.
            Some(Message::Continued)
                if (self.stopped.take()).is_some_and(|when| when.elapsed() < RESUMED) => {}
            // Whoever stopped it may have used the terminal. One that cannot be taken is gone.
            Some(Message::Continued) if self.take_in_front().is_err() => {
                return Some(Message::Gone);
            }
            _ => {}
        }
        message
    }

    /// The theme for the background that the terminal has told, if it is another one.
    pub fn theme(&self, theme: &Theme) -> Option<Theme> {
        match self.question {
            Question::Answered(told) if told != theme.background() => Some(theme.on(told)),
            _ => None,
        }
    }

    /// Waits for an answer that may be on its way: nobody else shall read it as keys. Only who leaves
    /// at once has to wait.
    fn hear_out(&mut self) {
        let Question::Asked(when) = self.question else {
            return;
        };
        self.question = Question::None;
        let deadline = when + ANSWER;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.inbox.next(Some(left)) {
                Some(Message::Background(_) | Message::Gone) | None => return,
                Some(_) => {}
            }
        }
    }

    /// Draws the next frame whole.
    fn forget(&mut self) {
        self.ink.forget();
    }

    /// What other threads tell the screen things with.
    pub fn post(&self) -> Post {
        self.inbox.post()
    }

    /// Gives the window back to the shell until the program goes on (Ctrl-Z, `fg`). The next frame is
    /// drawn whole.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.hear_out();
        if !self.screen.suspend()? {
            return Ok(());
        }
        // The message of it comes with the next ones, and not at all for a job without a shell.
        self.stopped = Some(Instant::now());
        self.take_in_front()
    }

    /// Takes the terminal again as soon as it is this job's. In the background (a shell's `bg`, or its
    /// `kill`, which also makes a stopped job go on) the system would stop the program for that, and
    /// so keep it from ending. Who brings it to the front always says so (SIGCONT).
    fn take_in_front(&mut self) -> io::Result<()> {
        while !terminal::is_in_front() {
            match self.inbox.next(None) {
                Some(Message::Continued) => self.stopped = None,
                Some(Message::Gone) => {
                    self.kept.push_back(Message::Gone);
                    return Ok(());
                }
                other => self.kept.extend(other),
            }
        }
        self.screen.take()?;
        self.forget();
        Ok(())
    }

    /// Leaves the mouse to the terminal, or takes it back; whether clicks come to the program now.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn toggle_mouse(&mut self) -> io::Result<bool> {
        let is_on = self.screen.toggle_mouse()?;
        self.output.clear();
        self.write()?;
        Ok(is_on)
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.hear_out();
        }
    }
}
