//! The screen: what a terminal is while the course is lived in it.
//!
//! [`terminal`] owns the terminal's modes and [`input`] reads its keys; both also serve the commands
//! that step line by line. [`frame`] is the whole window with one channel of [`message`]s, and
//! [`paint`] puts rows of a page into it. [`theatre`] shows a run call by call.

pub mod frame;
pub mod input;
pub mod message;
pub mod paint;
pub mod signals;
pub mod terminal;
pub mod theatre;
