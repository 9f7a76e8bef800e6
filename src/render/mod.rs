//! Everything a person or a program sees is made here, from a page (`doc`) or from events.

pub mod bytes;
pub mod json;
pub mod page;
pub mod story;
pub mod theme;
