//! Observed sockets: the names and signatures of `std::net` and `std::thread`, and a pen.
//!
//! A demo is ordinary socket code. It imports [`TcpListener`], [`TcpStream`], [`UdpSocket`] and
//! [`thread`] from here instead of from `std`, and that is all it knows of us. Underneath,
//! * every system call stops at the [`gate`] and is written down twice, before and after
//!   ([`observe`]); a call of std that makes several system calls is made from its parts;
//! * a thread started through [`thread`] is an *actor*, and an observed call finds its actor by
//!   the thread it runs on;
//! * a [`Session`] holds what belongs to one run: clock, record, gate, and the sockets that must
//!   be woken when the learner leaves.
//!
//! On a thread that belongs to no session the same types work as std's do and record nothing.

mod actor;
mod congestion;
mod errno;
pub mod gate;
mod handle;
pub mod info;
mod observe;
mod parts;
pub mod pen;
pub mod place;
mod session;
mod steps;
mod sys;
mod tcp;
pub mod thread;
mod udp;

pub use handle::drop;
pub use session::Session;
pub use steps::Steps;
pub use tcp::{Incoming, TcpListener, TcpStream};
pub use udp::UdpSocket;
