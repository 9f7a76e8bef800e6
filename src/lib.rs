//! A network programming course in one binary.

pub mod doc;
pub mod lang;
pub mod render;
