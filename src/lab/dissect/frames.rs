//! True frames for tests, made by smoltcp: two hosts, 10.0.0.1 the client, 10.0.0.2 the server.
//!
//! Also included by the integration tests, so it names nothing of this crate.

use smoltcp::phy::ChecksumCapabilities;
use smoltcp::wire::*;

const CLIENT: Ipv4Address = Ipv4Address::new(10, 0, 0, 1);
const SERVER: Ipv4Address = Ipv4Address::new(10, 0, 0, 2);
const CLIENT_CARD: [u8; 6] = [2, 0, 0, 0, 0, 1];
const SERVER_CARD: [u8; 6] = [2, 0, 0, 0, 0, 2];

const DONT_FRAGMENT: u16 = 0x4000;
const MORE_FRAGMENTS: u16 = 0x2000;

/// One frame of each kind.
pub fn all() -> Vec<Vec<u8>> {
    let [first, last] = fragments();
    vec![
        syn(),
        syn_ack(),
        ack(1001, 5001, b"GET / HTTP/1.1\r\n"),
        sack(5001, 1001, &[(1006, 1011), (1016, 1021)]),
        arp_request(),
        arp_reply(),
        echo_request(),
        time_exceeded(),
        udp(b"datagram"),
        first,
        last,
    ]
}

pub fn syn() -> Vec<u8> {
    syn_at(1000)
}

pub fn syn_at(seq: u32) -> Vec<u8> {
    tcp(
        true,
        TcpRepr {
            control: TcpControl::Syn,
            window_len: 64240,
            window_scale: Some(7),
            max_seg_size: Some(1460),
            sack_permitted: true,
            timestamp: Some(TcpTimestampRepr {
                tsval: 77,
                tsecr: 0,
            }),
            ..segment(seq, None, b"")
        },
    )
}

pub fn syn_ack() -> Vec<u8> {
    tcp(
        false,
        TcpRepr {
            control: TcpControl::Syn,
            window_len: 65535,
            window_scale: Some(2),
            max_seg_size: Some(1400),
            sack_permitted: true,
            ..segment(5000, Some(1001), b"")
        },
    )
}

/// From the client; with PSH when it carries something.
pub fn ack(seq: u32, ack: u32, payload: &[u8]) -> Vec<u8> {
    let control = match payload {
        [] => TcpControl::None,
        _ => TcpControl::Psh,
    };
    tcp(
        true,
        TcpRepr {
            control,
            ..segment(seq, Some(ack), payload)
        },
    )
}

/// From the server, which misses something.
pub fn sack(seq: u32, ack: u32, blocks: &[(u32, u32)]) -> Vec<u8> {
    let mut ranges = [None; 3];
    for (range, block) in ranges.iter_mut().zip(blocks) {
        *range = Some(*block);
    }
    tcp(
        false,
        TcpRepr {
            sack_ranges: ranges,
            ..segment(seq, Some(ack), b"")
        },
    )
}

pub fn arp_request() -> Vec<u8> {
    arp(ArpRepr::EthernetIpv4 {
        operation: ArpOperation::Request,
        source_hardware_addr: EthernetAddress(CLIENT_CARD),
        source_protocol_addr: CLIENT,
        target_hardware_addr: EthernetAddress([0; 6]),
        target_protocol_addr: SERVER,
    })
}

pub fn arp_reply() -> Vec<u8> {
    arp(ArpRepr::EthernetIpv4 {
        operation: ArpOperation::Reply,
        source_hardware_addr: EthernetAddress(SERVER_CARD),
        source_protocol_addr: SERVER,
        target_hardware_addr: EthernetAddress(CLIENT_CARD),
        target_protocol_addr: CLIENT,
    })
}

pub fn echo_request() -> Vec<u8> {
    let repr = Icmpv4Repr::EchoRequest {
        ident: 0x1234,
        seq_no: 7,
        data: b"ping",
    };
    let mut bytes = vec![0; repr.buffer_len()];
    repr.emit(
        &mut Icmpv4Packet::new_unchecked(&mut bytes[..]),
        &ChecksumCapabilities::default(),
    );
    ethernet(true, 0x0800, &ipv4(true, 1, 0, DONT_FRAGMENT, &bytes))
}

/// From the server; it quotes the header and the first eight bytes of a datagram, as RFC 792 asks.
pub fn time_exceeded() -> Vec<u8> {
    icmp_error(11, 0, &[0; 4], &udp(b"too far")[14..14 + 28])
}

/// From the server: an ICMP message of eight bytes and what it quotes.
pub fn icmp_error(kind: u8, code: u8, rest: &[u8; 4], quoted: &[u8]) -> Vec<u8> {
    let mut bytes = [&[kind, code, 0, 0][..], rest, quoted].concat();
    Icmpv4Packet::new_unchecked(&mut bytes[..]).fill_checksum();
    ethernet(false, 0x0800, &ipv4(false, 1, 0, DONT_FRAGMENT, &bytes))
}

/// From the client to the echo port.
pub fn udp(payload: &[u8]) -> Vec<u8> {
    let bytes = datagram(payload);
    ethernet(true, 0x0800, &ipv4(true, 17, 0, DONT_FRAGMENT, &bytes))
}

/// A datagram of 2000 bytes in two frames.
pub fn fragments() -> [Vec<u8>; 2] {
    let whole = datagram(&[b'x'; 2000]);
    let (first, last) = whole.split_at(1480);
    [
        ethernet(true, 0x0800, &ipv4(true, 17, 0x777, MORE_FRAGMENTS, first)),
        ethernet(true, 0x0800, &ipv4(true, 17, 0x777, 1480 / 8, last)),
    ]
}

/// A segment between port 49152 of the client and port 80 of the server, forth or back.
pub fn tcp(forth: bool, mut repr: TcpRepr) -> Vec<u8> {
    (repr.src_port, repr.dst_port) = if forth { (49152, 80) } else { (80, 49152) };
    let mut bytes = vec![0; repr.buffer_len()];
    repr.emit(
        &mut TcpPacket::new_unchecked(&mut bytes[..]),
        &CLIENT.into(),
        &SERVER.into(),
        &ChecksumCapabilities::default(),
    );
    ethernet(forth, 0x0800, &ipv4(forth, 6, 0, DONT_FRAGMENT, &bytes))
}

pub fn segment(seq: u32, ack: Option<u32>, payload: &[u8]) -> TcpRepr<'_> {
    TcpRepr {
        src_port: 0,
        dst_port: 0,
        control: TcpControl::None,
        seq_number: TcpSeqNumber(seq as i32),
        ack_number: ack.map(|ack| TcpSeqNumber(ack as i32)),
        window_len: 501,
        window_scale: None,
        max_seg_size: None,
        sack_permitted: false,
        sack_ranges: [None; 3],
        timestamp: None,
        payload,
    }
}

/// An IPv4 packet; `fragment` is the word with the flags and the offset.
pub fn ipv4(forth: bool, protocol: u8, id: u16, fragment: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = [&[0; 20], payload].concat();
    let total = u16::try_from(bytes.len()).expect("a packet");
    let mut packet = Ipv4Packet::new_unchecked(&mut bytes[..]);
    packet.set_version(4);
    packet.set_header_len(20);
    packet.set_total_len(total);
    packet.set_ident(id);
    packet.set_hop_limit(64);
    packet.set_next_header(IpProtocol::from(protocol));
    packet.set_src_addr(if forth { CLIENT } else { SERVER });
    packet.set_dst_addr(if forth { SERVER } else { CLIENT });
    packet.set_dont_frag(fragment & DONT_FRAGMENT != 0);
    packet.set_more_frags(fragment & MORE_FRAGMENTS != 0);
    packet.set_frag_offset((fragment & 0x1fff) * 8);
    packet.fill_checksum();
    bytes
}

pub fn ethernet(forth: bool, ethertype: u16, payload: &[u8]) -> Vec<u8> {
    let cards = match forth {
        true => [SERVER_CARD, CLIENT_CARD],
        false => [CLIENT_CARD, SERVER_CARD],
    };
    [&cards.concat()[..], &ethertype.to_be_bytes(), payload].concat()
}

fn datagram(payload: &[u8]) -> Vec<u8> {
    let repr = UdpRepr {
        src_port: 49152,
        dst_port: 7,
    };
    let mut bytes = vec![0; 8 + payload.len()];
    repr.emit(
        &mut UdpPacket::new_unchecked(&mut bytes[..]),
        &CLIENT.into(),
        &SERVER.into(),
        payload.len(),
        |space| space.copy_from_slice(payload),
        &ChecksumCapabilities::default(),
    );
    bytes
}

fn arp(repr: ArpRepr) -> Vec<u8> {
    let mut bytes = vec![0; repr.buffer_len()];
    repr.emit(&mut ArpPacket::new_unchecked(&mut bytes[..]));
    let mut frame = match repr {
        ArpRepr::EthernetIpv4 {
            operation: ArpOperation::Reply,
            ..
        } => ethernet(false, 0x0806, &bytes),
        _ => ethernet(true, 0x0806, &bytes),
    };
    if frame[21] == 1 {
        frame[..6].fill(0xff);
    }
    frame
}
