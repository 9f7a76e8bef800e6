//! What an engine of the laboratory is: hosts and a clock. The cable between them is not its business.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Time since the laboratory was built: virtual in `sim`, the system's monotonic clock in `kernel`.
pub type Time = Duration;

/// A network card, at one end of one cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(pub usize);

/// Hosts and a clock.
pub trait Backend {
    fn now(&self) -> Time;

    /// Lets time pass until a host has sent a frame, and at most until `until`.
    fn advance(&mut self, until: Time);

    /// Takes the frames the hosts have sent since the last call, in their order, and when.
    fn sent(&mut self) -> Vec<(Port, Time, Vec<u8>)>;

    /// Puts a frame into a host's network card. Unknown ports are ignored.
    fn deliver(&mut self, to: Port, frame: &[u8]);

    /// The next moment at which a host wants to act of itself; `None` if only a frame can wake it.
    /// An engine that cannot know says [`Time::MAX`].
    fn next_timer(&mut self) -> Option<Time>;
}

/// Anything between the hosts: a router, a NAT, a switch. Frame in, frames out; it has no clock of
/// its own and works the same with every engine.
pub trait Middlebox: Send {
    /// The cards it has.
    fn ports(&self) -> Vec<Port>;

    /// A frame has come in at `port`; what leaves is pushed to `out`. Any bytes may come.
    fn frame(&mut self, now: Time, port: Port, frame: &[u8], out: &mut Vec<(Port, Vec<u8>)>);
}

/// A box that somebody else looks at, or changes, while it works.
impl<M: Middlebox> Middlebox for Arc<Mutex<M>> {
    fn ports(&self) -> Vec<Port> {
        self.lock().unwrap_or_else(PoisonError::into_inner).ports()
    }

    fn frame(&mut self, now: Time, port: Port, frame: &[u8], out: &mut Vec<(Port, Vec<u8>)>) {
        let mut inner = self.lock().unwrap_or_else(PoisonError::into_inner);
        inner.frame(now, port, frame, out);
    }
}
