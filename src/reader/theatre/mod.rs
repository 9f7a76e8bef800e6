//! The theatre: a run shown call by call, live or from a record.
//!
//! [`stage`] drives the live run, [`record`] keeps its events, and everything that is shown is the
//! [`scene`] after the first so many of them: looking back, replays and tests are the same code.
//! [`update`] and [`view`] are pure; [`run`] is the loop between them and the terminal.

mod curves;
mod edit;
mod keys;
mod model;
mod record;
mod run;
mod scene;
mod sockets;
mod stage;
#[cfg(test)]
pub mod tests;
mod translations;
mod update;
mod view;

pub use run::{Looks, Outcome, Play, run};
pub use stage::News;
