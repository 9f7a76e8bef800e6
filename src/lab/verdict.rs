//! What a demo's rule says of a frame, and on which line of the demo it says so.

use std::panic::Location;
use std::time::Duration;

use super::dissect::summary::{Segment, Summary};
use crate::event::Fate;

/// A frame as a rule sees it, before it is decided.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'f> {
    /// From 1, counted over the whole run.
    pub number: u64,
    /// Whose card has sent it, and whose card is at the other end of the cable.
    pub from: &'f str,
    pub to: &'f str,
    /// From the Ethernet header on.
    pub bytes: &'f [u8],
    /// What the headers say.
    pub summary: Option<Summary>,
}

impl Seen<'_> {
    /// The TCP segment in the frame, if it holds one.
    pub fn tcp(&self) -> Option<&Segment> {
        self.summary.as_ref().and_then(Summary::tcp)
    }

    /// Type and code of the ICMP message in the frame, if it holds one.
    pub fn icmp(&self) -> Option<(u8, u8)> {
        let message = self.summary.as_ref().and_then(Summary::icmp);
        message.map(|message| (message.kind, message.code))
    }

    /// Whether the frame asks for a hardware address, or tells one (ARP).
    pub fn is_arp(&self) -> bool {
        self.summary.is_some_and(|summary| summary.arp().is_some())
    }

    /// Of a fragment, where its data belongs in the whole, in bytes.
    pub fn fragment(&self) -> Option<usize> {
        let ip = self.summary.and_then(|summary| summary.ip);
        let fragment = ip.filter(|ip| ip.is_fragment());
        fragment.map(|ip| ip.fragment_offset)
    }
}

/// What becomes of a frame. The line that says so is kept, so that the story can be told beside it.
#[derive(Debug, Clone)]
#[must_use]
pub struct Verdict {
    pub fate: Fate,
    pub site: &'static Location<'static>,
}

impl Verdict {
    #[track_caller]
    fn new(fate: Fate) -> Verdict {
        Verdict {
            fate,
            site: Location::caller(),
        }
    }
}

/// The frame arrives.
#[track_caller]
pub fn pass() -> Verdict {
    Verdict::new(Fate::Deliver)
}

/// The frame is lost.
#[track_caller]
pub fn lose() -> Verdict {
    Verdict::new(Fate::Drop)
}

/// The frame arrives later than others.
#[track_caller]
pub fn delay(time: Duration) -> Verdict {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    Verdict::new(Fate::Delay(micros))
}

/// The frame arrives twice.
#[track_caller]
pub fn twice() -> Verdict {
    Verdict::new(Fate::Duplicate)
}

/// The frame arrives with other bytes at `offset`.
#[track_caller]
pub fn rewrite(offset: usize, bytes: &[u8]) -> Verdict {
    Verdict::new(Fate::Rewrite {
        offset,
        bytes: bytes.to_vec(),
    })
}
