//! A network programming course in one binary.

pub mod cli;
pub mod course;
pub mod demos;
pub mod doc;
pub mod event;
pub mod lang;
pub mod net;
pub mod render;
