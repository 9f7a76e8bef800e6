//! ICMP errors about a host's datagrams, kept for the programs that ask.
//!
//! smoltcp gives a socket only errors that quote a datagram whole; routers quote no more than fits
//! into 576 bytes (RFC 1812 §4.3.2.3).

use std::collections::VecDeque;
use std::net::Ipv4Addr;

use smoltcp::wire::{
    EthernetAddress, EthernetFrame, EthernetProtocol, Icmpv4Message, Icmpv4Packet, IpProtocol,
    Ipv4Packet,
};

/// More are not kept; the oldest give way.
const MOST: usize = 64;

/// Bytes of an ICMP header, and of a port number.
const ICMP_HEADER: usize = 8;

/// One error message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IcmpError {
    /// The source port of the datagram it is about.
    pub port: u16,
    pub from: Ipv4Addr,
    /// The whole message, from its type on.
    pub message: Vec<u8>,
}

/// The errors that have come in, the oldest first.
#[derive(Debug, Default)]
pub struct Errors(VecDeque<IcmpError>);

impl Errors {
    /// Keeps the error in a frame for `mac`, if it holds one. Any bytes may be given.
    pub fn look(&mut self, mac: [u8; 6], frame: &[u8]) {
        if let Some(error) = error(mac, frame) {
            self.0.push_back(error);
        }
        if self.0.len() > MOST {
            self.0.pop_front();
        }
    }

    /// Takes the oldest error about a datagram from this port.
    pub fn take(&mut self, port: u16) -> Option<IcmpError> {
        let at = self.0.iter().position(|error| error.port == port)?;
        self.0.remove(at)
    }
}

fn error(mac: [u8; 6], frame: &[u8]) -> Option<IcmpError> {
    let frame = EthernetFrame::new_checked(frame).ok()?;
    if frame.dst_addr() != EthernetAddress(mac) || frame.ethertype() != EthernetProtocol::Ipv4 {
        return None;
    }
    let packet = Ipv4Packet::new_checked(frame.payload()).ok()?;
    let is_whole = !packet.more_frags() && packet.frag_offset() == 0;
    if packet.next_header() != IpProtocol::Icmp || !packet.verify_checksum() || !is_whole {
        return None;
    }
    let message = packet.payload();
    let icmp = Icmpv4Packet::new_checked(message).ok()?;
    let is_error = matches!(
        icmp.msg_type(),
        Icmpv4Message::DstUnreachable | Icmpv4Message::TimeExceeded | Icmpv4Message::ParamProblem
    );
    // The packet it quotes: UDP, and its ports.
    let quote = message.get(ICMP_HEADER..)?;
    let header = usize::from(quote.first()? & 15) * 4;
    let is_udp = quote.get(9) == Some(&IpProtocol::Udp.into());
    let port = quote.get(header..)?.first_chunk()?;
    (is_error && is_udp && icmp.verify_checksum()).then(|| IcmpError {
        port: u16::from_be_bytes(*port),
        from: packet.src_addr(),
        message: message.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, proptest};

    use super::*;
    use crate::lab::samples::{ethernet, icmp, ip, tcp, udp};

    const MAC: [u8; 6] = [2, 0, 0, 0, 0, 1];

    fn about(quote: &[u8], kind: u8) -> Vec<u8> {
        let rest = [&[0, 0, 2, 0x58], quote].concat();
        let packet = icmp("10.0.12.2", "10.0.0.1", kind, 4, &rest);
        ethernet(MAC, [2, 0, 0, 0, 0, 2], 0x0800, &packet)
    }

    /// Whole or cut short, it is found by the port; each is given once, the oldest first.
    #[test]
    fn an_error_is_found_by_the_port_it_is_about() {
        let datagram = udp("10.0.0.1:5000", "10.0.3.9:7", &[7; 1000]);
        let mut errors = Errors::default();
        for (length, kind) in [(datagram.len(), 3), (548, 11), (28, 3)] {
            errors.look(MAC, &about(&datagram[..length], kind));
        }
        assert_eq!(errors.take(5001), None);
        let lengths = [1028, 548, 28].map(|length| {
            let error = errors.take(5000).unwrap();
            assert_eq!(error.from, ip("10.0.12.2"));
            error.message.len() == 8 + length
        });
        assert_eq!((lengths, errors.take(5000)), ([true; 3], None));
    }

    #[test]
    fn nothing_else_is_kept() {
        let datagram = udp("10.0.0.1:5000", "10.0.3.9:7", b"x");
        let mut damaged = about(&datagram, 3);
        *damaged.last_mut().unwrap() ^= 1;
        let mut errors = Errors::default();
        for frame in [
            damaged,
            about(&datagram, 8),
            about(&tcp("10.0.0.1:5000", "10.0.3.9:7", b""), 3),
            about(&datagram[..20], 3),
            about(&datagram, 3)[..50].to_vec(),
        ] {
            errors.look(MAC, &frame);
        }
        errors.look([2, 0, 0, 0, 0, 9], &about(&datagram, 3));
        assert_eq!(errors.0, []);
        for _ in 0..2 * MOST {
            errors.look(MAC, &about(&datagram, 3));
        }
        assert_eq!(errors.0.len(), MOST);
    }

    proptest! {
        #[test]
        fn any_bytes_may_come(
            tail in prop::collection::vec(any::<u8>(), 0..80),
            changes in prop::collection::vec((14_usize..90, any::<u8>()), 0..4),
        ) {
            let datagram = udp("10.0.0.1:5000", "10.0.3.9:7", &tail);
            let mut frame = about(&datagram, 3);
            for (at, byte) in changes {
                if let Some(old) = frame.get_mut(at) {
                    *old = byte;
                }
            }
            let mut errors = Errors::default();
            errors.look(MAC, &frame);
            errors.look(MAC, &tail);
            prop_assert!(errors.0.len() <= 2);
        }
    }
}
