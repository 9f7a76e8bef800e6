//! A network card in memory: two queues of frames.

use std::collections::VecDeque;

use smoltcp::phy::{self, Device, DeviceCapabilities, Medium};
use smoltcp::time::Instant;
use smoltcp::wire::{EthernetFrame, EthernetProtocol, Ipv4Packet};

/// Bytes of an Ethernet header: two addresses and a type.
const ETHERNET: usize = 14;

/// The shortest frame of an Ethernet, without its check sequence (IEEE 802.3; RFC 894).
const SHORTEST: usize = 60;

pub struct Nic {
    pub received: VecDeque<Vec<u8>>,
    pub sent: VecDeque<Vec<u8>>,
    /// The longest IP packet it carries, in bytes.
    pub mtu: usize,
    /// The identification of the last packet that may be cut; `None` when none may. smoltcp forbids
    /// it always.
    pub ident: Option<u16>,
    /// Frames taken in and sent so far.
    pub traffic: u64,
    /// Whether frames that are too short for an Ethernet are filled up, as true cards do.
    pub padded: bool,
}

pub struct Received(Vec<u8>);

pub struct Sending<'a> {
    sent: &'a mut VecDeque<Vec<u8>>,
    ident: &'a mut Option<u16>,
    traffic: &'a mut u64,
    padded: bool,
}

impl Nic {
    fn sending(&mut self) -> Sending<'_> {
        Sending {
            sent: &mut self.sent,
            ident: &mut self.ident,
            traffic: &mut self.traffic,
            padded: self.padded,
        }
    }
}

impl Device for Nic {
    type RxToken<'a> = Received;
    type TxToken<'a> = Sending<'a>;

    fn receive(&mut self, _: Instant) -> Option<(Received, Sending<'_>)> {
        let frame = self.received.pop_front()?;
        self.traffic += 1;
        Some((Received(frame), self.sending()))
    }

    fn transmit(&mut self, _: Instant) -> Option<Sending<'_>> {
        Some(self.sending())
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ethernet;
        capabilities.max_transmission_unit = self.mtu + ETHERNET;
        capabilities
    }
}

impl phy::RxToken for Received {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, read: F) -> R {
        read(&self.0)
    }
}

impl phy::TxToken for Sending<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, write: F) -> R {
        let mut frame = vec![0; len];
        let result = write(&mut frame);
        if let Some(ident) = self.ident {
            allow_cutting(&mut frame, ident);
        }
        if self.padded {
            frame.resize(len.max(SHORTEST), 0);
        }
        self.sent.push_back(frame);
        *self.traffic += 1;
        result
    }
}

/// Clears the flag DF of a packet, and gives it an identification by which its pieces are known
/// (RFC 6864 §4).
fn allow_cutting(frame: &mut [u8], ident: &mut u16) {
    let mut frame = EthernetFrame::new_unchecked(frame);
    if frame.ethertype() != EthernetProtocol::Ipv4 {
        return;
    }
    let mut packet = Ipv4Packet::new_unchecked(frame.payload_mut());
    if packet.dont_frag() {
        *ident = ident.wrapping_add(1);
        packet.set_dont_frag(false);
        packet.set_ident(*ident);
        packet.fill_checksum();
    }
}
