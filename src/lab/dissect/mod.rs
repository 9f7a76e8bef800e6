//! Frames in two ways: [`summary`] reads what rules and ladders need of one, quickly.

#[cfg(test)]
mod frames;
mod read;
pub mod relative;
pub mod summary;
