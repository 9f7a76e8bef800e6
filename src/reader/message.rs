//! What a screen can be told: the closed list of everything that wakes it.

use crossterm::event::Event as Input;

use super::theatre::News;
use crate::render::theme::Background;

/// One thing that came to the screen.
#[derive(Debug)]
pub enum Message {
    /// A key, a paste, the mouse, a new size.
    Input(Input),
    /// The process was stopped and goes on: the frame takes the window again by itself.
    Continued,
    /// The terminal is gone, or cannot be read: leave.
    Gone,
    /// The terminal has told what its text stands on: [`super::frame::Frame::theme`].
    Background(Background),
    /// Something happened in a live run.
    Happened(Box<News>),
}
