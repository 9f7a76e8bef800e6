//! Reads tshark's PDML as far as fields go, and knows what our fields are called there.

use sockets_tutor::lab::dissect::{Checksum, Field, Value};

/// One field as tshark shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub name: String,
    pub at: usize,
    pub len: usize,
    /// What it says, as tshark would filter for it.
    pub show: String,
}

/// The fields of every packet, in the order of the document.
pub fn packets(pdml: &str) -> Vec<Vec<Shown>> {
    let packets = pdml.split("<packet>").skip(1);
    let read = |packet: &str| packet.lines().filter_map(shown).collect();
    packets.map(read).collect()
}

/// A tag stands on a line of its own.
fn shown(line: &str) -> Option<Shown> {
    let line = line.trim();
    let is_tag = line.starts_with("<field ") || line.starts_with("<proto ");
    // Hidden fields repeat others under a name for filters.
    if !is_tag || line.contains(" hide=\"yes\"") {
        return None;
    }
    let attribute = |name: &str| {
        let (_, rest) = line.split_once(&format!(" {name}=\""))?;
        rest.split('"').next()
    };
    Some(Shown {
        name: attribute("name")?.to_string(),
        at: attribute("pos")?.parse().ok()?,
        len: attribute("size")?.parse().ok()?,
        show: attribute("show").unwrap_or("").to_string(),
    })
}

/// What Wireshark calls our fields. A name that ends with a dot stands for all that begin with it.
const NAMES: &[(&str, &str)] = &[
    ("eth.destination", "eth.dst"),
    ("eth.source", "eth.src"),
    ("eth.type", "eth.type"),
    ("eth.padding", "eth.padding"),
    ("arp.hardware_type", "arp.hw.type"),
    ("arp.protocol_type", "arp.proto.type"),
    ("arp.hardware_size", "arp.hw.size"),
    ("arp.protocol_size", "arp.proto.size"),
    ("arp.operation", "arp.opcode"),
    ("arp.sender_mac", "arp.src.hw_mac"),
    ("arp.sender_ip", "arp.src.proto_ipv4"),
    ("arp.target_mac", "arp.dst.hw_mac"),
    ("arp.target_ip", "arp.dst.proto_ipv4"),
    ("ipv4.version", "ip.version"),
    ("ipv4.header_length", "ip.hdr_len"),
    ("ipv4.dscp", "ip.dsfield.dscp"),
    ("ipv4.ecn", "ip.dsfield.ecn"),
    ("ipv4.total_length", "ip.len"),
    ("ipv4.id", "ip.id"),
    ("ipv4.reserved", "ip.flags.rb"),
    ("ipv4.dont_fragment", "ip.flags.df"),
    ("ipv4.more_fragments", "ip.flags.mf"),
    ("ipv4.fragment_offset", "ip.frag_offset"),
    ("ipv4.ttl", "ip.ttl"),
    ("ipv4.protocol", "ip.proto"),
    ("ipv4.checksum", "ip.checksum"),
    ("ipv4.source", "ip.src"),
    ("ipv4.destination", "ip.dst"),
    ("ipv4.option.end", "ip.options.eol"),
    ("ipv4.option.nop", "ip.options.nop"),
    ("ipv4.option.other", "ip.options."),
    ("ipv6.version", "ipv6.version"),
    ("ipv6.dscp", "ipv6.tclass.dscp"),
    ("ipv6.ecn", "ipv6.tclass.ecn"),
    ("ipv6.flow_label", "ipv6.flow"),
    ("ipv6.payload_length", "ipv6.plen"),
    ("ipv6.next_header", "ipv6.nxt"),
    ("ipv6.next_header", "ipv6.hopopts.nxt"),
    ("ipv6.next_header", "ipv6.fraghdr.nxt"),
    ("ipv6.hop_limit", "ipv6.hlim"),
    ("ipv6.source", "ipv6.src"),
    ("ipv6.destination", "ipv6.dst"),
    ("ipv6.extension_length", "ipv6.hopopts.len"),
    ("ipv6.extension", "ipv6.opt"),
    ("ipv6.reserved", "ipv6.fraghdr.reserved_octet"),
    ("ipv6.reserved", "ipv6.fraghdr.reserved_bits"),
    ("ipv6.fragment_offset", "ipv6.fraghdr.offset"),
    ("ipv6.more_fragments", "ipv6.fraghdr.more"),
    ("ipv6.fragment_id", "ipv6.fraghdr.ident"),
    ("tcp.source_port", "tcp.srcport"),
    ("tcp.destination_port", "tcp.dstport"),
    ("tcp.seq", "tcp.seq_raw"),
    // Of a quotation tshark knows no relative number.
    ("tcp.seq", "tcp.seq"),
    ("tcp.ack", "tcp.ack_raw"),
    ("tcp.header_length", "tcp.hdr_len"),
    ("tcp.reserved", "tcp.flags.res"),
    ("tcp.flag.ae", "tcp.flags.ae"),
    ("tcp.flag.cwr", "tcp.flags.cwr"),
    ("tcp.flag.ece", "tcp.flags.ece"),
    ("tcp.flag.urg", "tcp.flags.urg"),
    ("tcp.flag.ack", "tcp.flags.ack"),
    ("tcp.flag.psh", "tcp.flags.push"),
    ("tcp.flag.rst", "tcp.flags.reset"),
    ("tcp.flag.syn", "tcp.flags.syn"),
    ("tcp.flag.fin", "tcp.flags.fin"),
    ("tcp.window", "tcp.window_size_value"),
    ("tcp.checksum", "tcp.checksum"),
    ("tcp.urgent", "tcp.urgent_pointer"),
    ("tcp.option.end", "tcp.options.eol"),
    ("tcp.option.nop", "tcp.options.nop"),
    ("tcp.option.mss", "tcp.options.mss"),
    ("tcp.option.window_scale", "tcp.options.wscale"),
    ("tcp.option.sack_permitted", "tcp.options.sack_perm"),
    ("tcp.option.sack", "tcp.options.sack"),
    ("tcp.option.timestamps", "tcp.options.timestamp"),
    ("tcp.option.other", "tcp.options."),
    ("udp.source_port", "udp.srcport"),
    ("udp.destination_port", "udp.dstport"),
    ("udp.length", "udp.length"),
    ("udp.checksum", "udp.checksum"),
    ("icmp.type", "icmp.type"),
    ("icmp.code", "icmp.code"),
    ("icmp.checksum", "icmp.checksum"),
    ("icmp.id", "icmp.ident"),
    ("icmp.seq", "icmp.seq"),
    ("icmp.unused", "icmp.unused"),
    ("icmp.mtu", "icmp.mtu"),
    ("icmp.gateway", "icmp.redir_gw"),
    ("icmp.pointer", "icmp.pointer"),
    ("icmpv6.type", "icmpv6.type"),
    ("icmpv6.code", "icmpv6.code"),
    ("icmpv6.checksum", "icmpv6.checksum"),
    ("icmpv6.id", "icmpv6.echo.identifier"),
    ("icmpv6.seq", "icmpv6.echo.sequence_number"),
    ("icmpv6.reserved", "icmpv6.reserved"),
    ("icmpv6.reserved", "icmpv6.nd.na.flag.rsv"),
    ("icmpv6.router", "icmpv6.nd.na.flag.r"),
    ("icmpv6.solicited", "icmpv6.nd.na.flag.s"),
    ("icmpv6.override", "icmpv6.nd.na.flag.o"),
    ("icmpv6.target", "icmpv6.nd.ns.target_address"),
    ("icmpv6.target", "icmpv6.nd.na.target_address"),
    ("icmpv6.option.source_mac", "icmpv6.opt"),
    ("icmpv6.option.target_mac", "icmpv6.opt"),
    ("payload.data", "data.data"),
    ("payload.data", "tcp.payload"),
    ("payload.data", "udp.payload"),
    ("payload.data", "tcp.reset_cause"),
    ("payload.fragment", "data.data"),
];

/// Filling at the end of options, which tshark leaves out.
const UNLISTED: &[&str] = &["ipv4.option.padding", "tcp.option.padding"];

/// Here tshark names the whole word, we the bytes in which the bits lie.
const WORDS: &[&str] = &[
    "ipv6.dscp",
    "ipv6.ecn",
    "ipv6.reserved",
    "ipv6.more_fragments",
    "icmpv6.router",
    "icmpv6.solicited",
    "icmpv6.override",
];

pub fn is_unlisted(id: &str) -> bool {
    UNLISTED.contains(&id)
}

/// What we call a field of tshark's; nothing for what we do not show.
pub fn ids(shown: &Shown) -> impl Iterator<Item = &'static str> {
    let named = NAMES
        .iter()
        .filter(|(_, name)| shown.len > 0 && *name == shown.name);
    named.map(|(id, _)| *id)
}

/// What tshark shows of one of our fields: the same bytes under the first name that it uses.
pub fn find<'p>(field: &Field, packet: &'p [Shown]) -> Option<&'p Shown> {
    let mut names = NAMES.iter().filter(|(id, _)| *id == field.id);
    names.find_map(|(_, name)| {
        let mut named = packet.iter().filter(|shown| match name.ends_with('.') {
            true => shown.name.starts_with(name),
            false => shown.name == *name,
        });
        named.find(|shown| has_its_bytes(field, shown))
    })
}

/// Whether both mean the same bytes.
pub fn has_its_bytes(field: &Field, shown: &Shown) -> bool {
    let bytes = shown.at..shown.at + shown.len;
    match WORDS.contains(&field.id) {
        true => bytes.start <= field.range.start && field.range.end <= bytes.end,
        false => bytes == field.range,
    }
}

/// What tshark would show for our value; `None` when it says nothing but the bytes.
pub fn expected(field: &Field) -> Option<String> {
    match &field.value {
        // tshark 4 shows the units of an offset, and the bytes of a header.
        Value::Units(units, _) if field.id.ends_with("fragment_offset") => Some(units.to_string()),
        Value::Units(units, bytes) => Some((units * bytes).to_string()),
        Value::Bit(bit) => Some(u8::from(*bit).to_string()),
        Value::Mac(mac) if field.id.starts_with("icmpv6.") => {
            let _ = mac;
            None
        }
        Value::Mac(mac) => Some(mac.to_string()),
        Value::Ip(ip) => Some(ip.to_string()),
        Value::Number(number) | Value::Hex(number, _) | Value::Named(number, _, _) => {
            (field.id != "tcp.option.mss").then(|| number.to_string())
        }
        Value::Shift(_) | Value::Blocks(_) | Value::Timestamps(..) | Value::Bytes(..) => None,
    }
}

/// The value of a field with several parts: what tshark calls them, and what they are.
pub fn parts(field: &Field) -> Vec<(&'static str, String)> {
    let text = |number: u32| number.to_string();
    match &field.value {
        Value::Number(mss) if field.id == "tcp.option.mss" => {
            vec![("tcp.options.mss_val", mss.to_string())]
        }
        Value::Shift(shift) => vec![("tcp.options.wscale.shift", shift.to_string())],
        Value::Timestamps(value, echo) => vec![
            ("tcp.options.timestamp.tsval", text(*value)),
            ("tcp.options.timestamp.tsecr", text(*echo)),
        ],
        Value::Mac(mac) if field.id.starts_with("icmpv6.") => {
            vec![("icmpv6.opt.linkaddr", mac.to_string())]
        }
        _ => Vec::new(),
    }
}

/// A number as tshark shows it, in decimal: it writes some in hexadecimal, and bits as words.
pub fn plain(show: &str) -> String {
    let hex = show.strip_prefix("0x");
    let hex = hex.and_then(|digits| u64::from_str_radix(digits, 16).ok());
    match (hex, show) {
        (Some(number), _) => number.to_string(),
        (_, "True") => "1".to_string(),
        (_, "False") => "0".to_string(),
        _ => show.to_string(),
    }
}

/// tshark's number for a verdict.
pub fn status(verdict: Checksum) -> &'static str {
    match verdict {
        Checksum::Wrong { .. } => "0",
        Checksum::Correct => "1",
        Checksum::Unknown => "2",
        Checksum::Absent => "3",
    }
}
