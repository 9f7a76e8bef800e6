//! What the learner sees.

pub mod page;
