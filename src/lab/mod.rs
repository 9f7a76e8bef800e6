//! The packet laboratory: hosts with a TCP/IP of their own, on cables that one can cut.
//!
//! * An engine ([`backend::Backend`]) is hosts and a clock. `sim` is smoltcp in virtual time, which
//!   can stand still; `kernel` is the stacks of this Linux in network namespaces, which cannot.
//! * [`cable`] joins two network cards: delay, rate, queue, and the fate of each frame.
//! * [`router`] (with [`nat`]) and [`switch`] are middleboxes: frames in, frames out.
//! * [`dissect`] takes a frame apart, field by field, each with its place in the bytes.

mod asked;
pub mod backend;
pub mod cable;
pub mod dissect;
mod home;
mod host;
pub mod kernel;
mod live;
pub mod nat;
mod network;
pub mod router;
#[cfg(test)]
mod samples;
pub mod sim;
mod socket;
pub mod switch;
mod verdict;

pub use crate::net::drop;
pub use dissect::summary::{Flags, Segment};
pub use host::Host;
pub use nat::{Filtering, Rules};
pub use network::{Cable, Congestion, HostId, HostOptions, Network, RouterBox};
pub use socket::{TcpListener, TcpStream, UdpSocket};
pub use verdict::{Seen, Verdict, delay, lose, pass, rewrite, twice};
