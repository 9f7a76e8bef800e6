//! The screen: what a terminal is while the course is lived in it.
//!
//! [`terminal`] owns the terminal's modes and [`input`] reads its keys; both also
//! serve the commands that step line by line.

pub mod input;
pub mod signals;
pub mod terminal;
