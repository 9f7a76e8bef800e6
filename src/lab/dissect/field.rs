//! One field of a frame: where it stands and what it says.

use std::fmt;
use std::net::IpAddr;
use std::ops::Range;

use super::Checksum;
use super::sources;
use super::summary::Mac;

/// A protocol's header, or what is left when the headers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    Ethernet,
    Arp,
    Ipv4,
    Ipv6,
    Tcp,
    Udp,
    Icmp,
    Icmpv6,
    Payload,
}

impl Layer {
    /// The protocol's name, the same in every language but for `payload`.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Ethernet => "Ethernet",
            Layer::Arp => "ARP",
            Layer::Ipv4 => "IPv4",
            Layer::Ipv6 => "IPv6",
            Layer::Tcp => "TCP",
            Layer::Udp => "UDP",
            Layer::Icmp => "ICMP",
            Layer::Icmpv6 => "ICMPv6",
            Layer::Payload => "payload",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub layer: Layer,
    /// Whether the field belongs to a packet that an ICMP message quotes.
    pub quoted: bool,
    /// Stays the same for ever: `tcp.window`. Words are looked up by it.
    pub id: &'static str,
    /// The bytes in which the field lies.
    pub range: Range<usize>,
    /// Which bits of these bytes, taken as one number with the first byte highest; `None` for all.
    pub mask: Option<u32>,
    pub value: Value,
    /// Only of a field that is a checksum.
    pub checksum: Option<Checksum>,
}

impl Field {
    /// Where the field is defined, `RFC 9293 §3.1`; `None` for what no standard names.
    pub fn source(&self) -> Option<&'static str> {
        sources::source(self.id)
    }
}

/// What a field says. Its text needs no translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Number(u64),
    /// A number that people read in hexadecimal, with so many digits.
    Hex(u64, usize),
    /// A number with the name that its standard gives it; in so many hexadecimal digits, or decimal.
    Named(u64, Option<usize>, &'static str),
    Bit(bool),
    /// A number that counts units of so many bytes.
    Units(u64, u64),
    /// A number of bits by which something else is shifted.
    Shift(u8),
    Mac(Mac),
    Ip(IpAddr),
    /// Ranges of sequence numbers, each up to the one after its last.
    Blocks(Vec<(u32, u32)>),
    /// Value and echo of a timestamp option.
    Timestamps(u32, u32),
    /// The first of so many bytes.
    Bytes([u8; Value::SHOWN], usize),
}

impl Value {
    /// So many bytes stand in the text of [`Value::Bytes`].
    pub const SHOWN: usize = 8;

    pub fn bytes(bytes: &[u8]) -> Value {
        let mut first = [0; Value::SHOWN];
        for (to, from) in first.iter_mut().zip(bytes) {
            *to = *from;
        }
        Value::Bytes(first, bytes.len())
    }

    /// The number in the frame, if the field is one.
    pub fn number(&self) -> Option<u64> {
        match self {
            Value::Number(n) | Value::Hex(n, _) | Value::Named(n, _, _) | Value::Units(n, _) => {
                Some(*n)
            }
            Value::Bit(bit) => Some(u64::from(*bit)),
            Value::Shift(bits) => Some(u64::from(*bits)),
            Value::Mac(_)
            | Value::Ip(_)
            | Value::Blocks(_)
            | Value::Timestamps(..)
            | Value::Bytes(..) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(number) => number.fmt(f),
            Value::Hex(number, digits) => write!(f, "0x{number:0digits$x}"),
            Value::Named(number, None, name) => write!(f, "{number} ({name})"),
            Value::Named(number, Some(digits), name) => {
                write!(f, "0x{number:0digits$x} ({name})")
            }
            Value::Bit(bit) => u8::from(*bit).fmt(f),
            Value::Units(number, bytes) => write!(f, "{number} × {bytes} = {}", number * bytes),
            // RFC 7323 §2.3: more than 14 counts as 14.
            Value::Shift(bits) => write!(f, "{bits} (× {})", 1u32 << bits.min(&14)),
            Value::Mac(mac) => mac.fmt(f),
            Value::Ip(ip) => ip.fmt(f),
            Value::Blocks(blocks) => {
                for (number, (left, right)) in blocks.iter().enumerate() {
                    let comma = if number > 0 { ", " } else { "" };
                    write!(f, "{comma}{left}-{right}")?;
                }
                Ok(())
            }
            Value::Timestamps(value, echo) => write!(f, "TSval={value}, TSecr={echo}"),
            Value::Bytes(first, len) => {
                for byte in &first[..(*len).min(Value::SHOWN)] {
                    write!(f, "{byte:02x}")?;
                }
                f.write_str(if *len > Value::SHOWN { "…" } else { "" })
            }
        }
    }
}

/// The types of IEEE 802 that have a name here.
pub fn ethertype(number: u64) -> Option<&'static str> {
    Some(match number {
        0x0800 => "IPv4",
        0x0806 => "ARP",
        0x8100 => "VLAN",
        0x86dd => "IPv6",
        _ => return None,
    })
}

/// The protocol numbers of IANA that have a name here.
pub fn protocol(number: u64) -> Option<&'static str> {
    Some(match number {
        1 => "ICMP",
        2 => "IGMP",
        6 => "TCP",
        17 => "UDP",
        41 => "IPv6",
        58 => "ICMPv6",
        _ => return None,
    })
}

/// The names in RFC 826.
pub fn operation(number: u64) -> Option<&'static str> {
    match number {
        1 => Some("REQUEST"),
        2 => Some("REPLY"),
        _ => None,
    }
}
