//! What the learner sees.

pub mod page;
pub mod theme;
