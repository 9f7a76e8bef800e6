//! A lesson on the screen: reading, searching, following links, answering.

mod bars;
pub mod content;
mod keys;
mod model;
pub mod place;
mod term;
mod view;

pub use model::Lesson;
pub use term::Shown;
pub use view::view;

#[cfg(test)]
mod tests;
