//! How a host of the kernel engine is set up, and the line in which the helper is told.

use std::net::Ipv4Addr;

/// A host with one network card, `eth0`, on which the kernel's own TCP/IP answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostSpec {
    pub address: Ipv4Addr,
    /// Length of the network's part of the address, 0 to 32.
    pub prefix: u8,
    pub gateway: Option<Ipv4Addr>,
    /// Ethernet address of the card.
    pub mac: [u8; 6],
    /// Bytes an IP packet may have.
    pub mtu: u32,
    /// The rule its TCP sockets follow when the network is full, `reno` or `cubic`; `None`: this
    /// system's own.
    pub congestion: Option<String>,
    /// Whose Ethernet addresses it knows already, and need not ask for by ARP.
    pub neighbours: Vec<(Ipv4Addr, [u8; 6])>,
    /// Settings of the host as `sysctl` names them: `("net.ipv4.tcp_sack", "0")`. They hold in this
    /// host alone.
    pub settings: Vec<(String, String)>,
}

impl HostSpec {
    /// A host with a card of the Ethernet's usual 1500 bytes and no settings of its own. Its
    /// Ethernet address is made of its address, so that no two hosts of a network share one.
    pub fn new(address: Ipv4Addr, prefix: u8) -> HostSpec {
        let [a, b, c, d] = address.octets();
        HostSpec {
            address,
            prefix,
            gateway: None,
            // 02: given by an administrator and not by a maker (IEEE 802, U/L bit).
            mac: [2, 0, a, b, c, d],
            mtu: 1500,
            congestion: None,
            neighbours: Vec::new(),
            settings: Vec::new(),
        }
    }

    /// One line for the helper, fields parted by tabs. After the first six, those with `=` are
    /// settings and the others neighbours.
    #[cfg(target_os = "linux")]
    pub(super) fn line(&self) -> String {
        let gateway = self
            .gateway
            .map_or("-".to_string(), |gateway| gateway.to_string());
        let (address, prefix, mtu) = (self.address, self.prefix, self.mtu);
        let mac = mac_text(self.mac);
        let congestion = self.congestion.as_deref().unwrap_or("-");
        let mut line = format!("{address}\t{prefix}\t{gateway}\t{mac}\t{mtu}\t{congestion}");
        for (address, mac) in &self.neighbours {
            line.push_str(&format!("\t{address} {}", mac_text(*mac)));
        }
        for (name, value) in &self.settings {
            // Several numbers are parted by any white space there (proc_dointvec_minmax).
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            line.push_str(&format!("\t{name}={value}"));
        }
        line
    }

    /// Reads such a line; `None` when it is none.
    #[cfg(target_os = "linux")]
    pub(super) fn read(line: &str) -> Option<HostSpec> {
        let mut fields = line.split('\t');
        let address = fields.next()?.parse().ok()?;
        let prefix = fields.next()?.parse().ok().filter(|prefix| *prefix <= 32)?;
        let gateway = match fields.next()? {
            "-" => None,
            gateway => Some(gateway.parse().ok()?),
        };
        let mac = read_mac(fields.next()?)?;
        let mtu = fields.next()?.parse().ok()?;
        let congestion = match fields.next()? {
            "-" => None,
            name => Some(name.to_string()),
        };
        let (mut neighbours, mut settings) = (Vec::new(), Vec::new());
        for field in fields {
            match field.split_once('=') {
                Some((name, value)) => settings.push((name.to_string(), value.to_string())),
                None => {
                    let (address, mac) = field.split_once(' ')?;
                    neighbours.push((address.parse().ok()?, read_mac(mac)?));
                }
            }
        }
        Some(HostSpec {
            address,
            prefix,
            gateway,
            mac,
            mtu,
            congestion,
            neighbours,
            settings,
        })
    }
}

#[cfg(target_os = "linux")]
fn mac_text(mac: [u8; 6]) -> String {
    mac.map(|byte| format!("{byte:02x}")).join(":")
}

#[cfg(target_os = "linux")]
fn read_mac(text: &str) -> Option<[u8; 6]> {
    let bytes = text
        .split(':')
        .map(|byte| u8::from_str_radix(byte, 16).ok());
    bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_all_of_a_host() {
        let mut host = HostSpec::new(Ipv4Addr::new(10, 0, 7, 1), 24);
        assert_eq!(HostSpec::read(&host.line()), Some(host.clone()));
        host.gateway = Some(Ipv4Addr::new(10, 0, 7, 254));
        host.mtu = 576;
        host.congestion = Some("reno".to_string());
        host.neighbours = vec![(Ipv4Addr::new(10, 0, 7, 9), [2, 0, 0, 0, 0, 0xff])];
        host.settings = vec![
            ("net.ipv4.tcp_sack".to_string(), "0".to_string()),
            (
                "net.ipv4.tcp_rmem".to_string(),
                "4096 5000 6000".to_string(),
            ),
        ];
        assert_eq!(
            host.line(),
            "10.0.7.1\t24\t10.0.7.254\t02:00:0a:00:07:01\t576\treno\
             \t10.0.7.9 02:00:00:00:00:ff\tnet.ipv4.tcp_sack=0\tnet.ipv4.tcp_rmem=4096 5000 6000"
        );
        assert_eq!(HostSpec::read(&host.line()), Some(host));
    }

    #[test]
    fn any_other_line_is_none() {
        let good = "10.0.0.1\t24\t-\t02:00:00:00:00:01\t1500\tcubic";
        assert!(HostSpec::read(good).is_some());
        for (part, wrong) in [
            ("10.0.0.1", "10.0.0"),
            ("24", "33"),
            ("-", ""),
            ("02:00", "02"),
            ("cubic", "cubic\tnet.ipv4.tcp_sack"),
            ("cubic", "cubic\t10.0.0.2 02"),
            ("\t1500", ""),
            ("\tcubic", ""),
        ] {
            assert_eq!(HostSpec::read(&good.replacen(part, wrong, 1)), None);
        }
        assert_eq!(HostSpec::read(""), None);
    }
}
