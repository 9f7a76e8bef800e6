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
        too_big(),
        ipv4_options(),
        every_tcp_option(),
        neighbor_solicitation(),
        neighbor_advertisement(),
        echo_request_v6(),
        udp_v6_behind_extensions(),
        fragment_v6(),
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

/// From a router on the way: the packet was 1500 bytes long, and 1000 would pass.
pub fn too_big() -> Vec<u8> {
    let quoted = &ack(1001, 5001, &[b'y'; 1446])[14..14 + 28];
    icmp_error(3, 4, &[0, 0, 0x03, 0xe8], quoted)
}

/// An echo request with a router alert (RFC 2113) and two bytes of filling.
pub fn ipv4_options() -> Vec<u8> {
    let packet = &echo_request()[14..];
    let options = [0x94, 4, 0, 0, 1, 1, 0, 0];
    let mut packet = [&packet[..20], &options, &packet[20..]].concat();
    let total = u16::try_from(packet.len()).expect("a packet");
    packet[0] = 0x47;
    packet[2..4].copy_from_slice(&total.to_be_bytes());
    Ipv4Packet::new_unchecked(&mut packet[..]).fill_checksum();
    ethernet(true, 0x0800, &packet)
}

/// A segment of the client with every flag and kind of option, as no TCP would send it.
pub fn every_tcp_option() -> Vec<u8> {
    let options = [
        &[2, 4, 5, 0xb4, 1, 3, 3, 14, 4, 2][..],
        &[8, 10, 0, 0, 0, 9, 0, 0, 0, 8],
        &[5, 10, 0, 0, 3, 0xee, 0, 0, 3, 0xf3],
        &[253, 8, 0xf9, 0x89, 1, 2, 3, 4],
        &[0, 0],
    ];
    let payload = [&options.concat()[..], b"all of them"].concat();
    let mut packet = ack(1001, 5001, &payload)[14..].to_vec();
    packet[32] = 0xf1;
    packet[33] = 0xff;
    TcpPacket::new_unchecked(&mut packet[20..]).fill_checksum(&CLIENT.into(), &SERVER.into());
    ethernet(true, 0x0800, &packet)
}

pub fn neighbor_solicitation() -> Vec<u8> {
    let target = ip_v6(2);
    let option = [&[1, 1][..], &CLIENT_CARD].concat();
    icmp_v6(
        true,
        &[&[135, 0, 0, 0, 0, 0, 0, 0][..], &target, &option].concat(),
    )
}

pub fn neighbor_advertisement() -> Vec<u8> {
    let target = ip_v6(2);
    let option = [&[2, 1][..], &SERVER_CARD].concat();
    icmp_v6(
        false,
        &[&[136, 0, 0, 0, 0x60, 0, 0, 0][..], &target, &option].concat(),
    )
}

pub fn echo_request_v6() -> Vec<u8> {
    icmp_v6(
        true,
        &[&[128, 0, 0, 0, 0x12, 0x34, 0, 9][..], b"ping"].concat(),
    )
}

/// A datagram behind hop-by-hop options that are nothing but filling (RFC 8200 §4.2: PadN).
pub fn udp_v6_behind_extensions() -> Vec<u8> {
    let mut message = [&[0xc0, 0, 0, 7, 0, 16, 0, 0][..], b"datagram"].concat();
    fill(&mut message, 6, true, 17);
    let extension = [17, 0, 1, 4, 0, 0, 0, 0];
    ipv6(true, 0, &[&extension[..], &message].concat())
}

/// The second half of something.
pub fn fragment_v6() -> Vec<u8> {
    let extension = [17, 0, 0x05, 0xb8, 0, 0, 0, 0x77];
    ipv6(true, 44, &[&extension[..], b"the second half"].concat())
}

fn icmp_v6(forth: bool, message: &[u8]) -> Vec<u8> {
    let mut message = message.to_vec();
    fill(&mut message, 2, forth, 58);
    ipv6(forth, 58, &message)
}

fn ip_v6(host: u8) -> [u8; 16] {
    let mut ip = [0; 16];
    ip[..2].copy_from_slice(&[0xfd, 0]);
    ip[15] = host;
    ip
}

fn ipv6(forth: bool, next: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).expect("a packet");
    let (from, to) = if forth { (1, 2) } else { (2, 1) };
    // Traffic class 0xb9: DSCP 46, ECN 1; flow label 0xabcde.
    let mut packet = vec![0x6b, 0x9a, 0xbc, 0xde];
    packet.extend(length.to_be_bytes());
    packet.extend([next, 255]);
    packet.extend([ip_v6(from), ip_v6(to)].concat());
    packet.extend(payload);
    ethernet(forth, 0x86dd, &packet)
}

/// Puts the checksum over pseudo-header and message in its place.
fn fill(message: &mut [u8], at: usize, forth: bool, protocol: u8) {
    let (from, to) = if forth { (1, 2) } else { (2, 1) };
    let length = u8::try_from(message.len()).expect("a short message");
    let mut all = [ip_v6(from), ip_v6(to)].concat();
    all.extend([0, 0, 0, length, 0, 0, 0, protocol]);
    all.extend(&*message);
    let words = all
        .chunks(2)
        .map(|pair| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0)));
    let sum: u32 = words.sum();
    let sum = (sum & 0xffff) + (sum >> 16);
    let checksum = !u16::try_from((sum & 0xffff) + (sum >> 16)).expect("folded twice");
    message[at..at + 2].copy_from_slice(&checksum.to_be_bytes());
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
