//! The helper process: it builds the hosts and makes sockets inside them, on request.
//!
//! A network namespace belongs to a thread, and a new user namespace only to a process of one
//! thread. Ours has more, and its own localhost must stay what it is; so this is done by a process
//! beside it, our own program started with [`super::HELPER`]. It says nothing but on its standard
//! input, which is one end of a [`channel`], and ends when the other end is closed: also when the
//! program was killed.
//!
//! A socket keeps the network in which it was made. What is handed over is used by the program
//! like any socket of its own.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::net::{AddressFamily, SocketFlags, SocketType, socket_with, sockopt};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use super::netlink::Netlink;
use super::refusal::Step;
use super::spec::HostSpec;
use super::{channel, sys, table};

/// The one card of a host.
const CARD: &str = "eth0";

/// Bytes an IP packet may have at our end of a cable: no limit of ours but the protocol's.
const WIRE_MTU: u32 = 65_535;

/// Bytes of frames that may wait until we read them; the kernel gives what it allows.
const WAITING_FRAMES: usize = 8 << 20;

/// What could not be done, as it is told to the program.
pub struct Failure {
    pub step: Step,
    pub error: io::Error,
    /// What the step was about, if it was one of several.
    pub about: String,
}

impl Failure {
    fn of(step: Step) -> impl Fn(io::Error) -> Failure {
        move |error| Failure {
            step,
            error,
            about: String::new(),
        }
    }

    /// Reads what [`fmt::Display`] has written.
    pub fn read(text: &str) -> Option<Failure> {
        let mut words = text.splitn(3, ' ');
        Some(Failure {
            step: Step::named(words.next()?)?,
            error: io::Error::from_raw_os_error(words.next()?.parse().ok()?),
            about: words.next()?.to_string(),
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An error that is not the system's is of an argument we were given.
        let code = self.error.raw_os_error().unwrap_or(libc::EINVAL);
        write!(f, "{} {code} {}", self.step, self.about)
    }
}

/// Whether standard input is the end of a channel: nobody else has to start the helper.
pub fn is_asked() -> bool {
    channel::is_one(rustix::stdio::stdin())
}

/// Serves until the other end is closed, or building has failed.
pub fn serve() {
    let control = rustix::stdio::stdin();
    if let Err(failure) = build_and_serve(control) {
        // When the program is gone, nobody wants to know.
        let _ = channel::send(control, &failure.to_string(), None);
    }
}

fn build_and_serve(control: BorrowedFd<'_>) -> Result<(), Failure> {
    // All there is to be read is read before anything can fail: a socket that is closed with a
    // message in it takes ours back.
    let order = channel::receive(control).map_err(Failure::of(Step::Helper))?;
    let Some(order) = order else { return Ok(()) };
    let hosts: Option<Vec<HostSpec>> = order.text.lines().map(HostSpec::read).collect();
    let hosts =
        hosts.ok_or_else(|| Failure::of(Step::Helper)(io::ErrorKind::InvalidData.into()))?;

    // Two calls, so that the two causes can be told apart. Root in a container may be allowed the
    // second and not the first.
    let user = sys::new_user_namespace();
    match (user, sys::new_network_namespace()) {
        (_, Ok(())) => {}
        (Err(error), Err(_)) => return Err(Failure::of(Step::UserNamespace)(error)),
        (Ok(()), Err(error)) => return Err(Failure::of(Step::NetworkNamespace)(error)),
    }
    let cables = Network::of_this_thread()?;
    without_ipv6();
    with_short_tables();
    let netlink = Netlink::open().map_err(Failure::of(Step::Veth))?;
    let mut networks = Vec::new();
    for (number, host) in hosts.iter().enumerate() {
        // A new network takes after the one it is made in.
        cables.enter()?;
        sys::new_network_namespace().map_err(Failure::of(Step::NetworkNamespace))?;
        let network = Network::of_this_thread()?;
        without_ipv6();
        cables.enter()?;
        let wire = join(&netlink, &format!("wire{number}"), host, &network)?;
        network.enter()?;
        set_up(host)?;
        let table = File::open(table::PATH).map_err(Failure::of(Step::Table))?;
        for (name, descriptor) in [("wire", wire.as_fd()), ("table", table.as_fd())] {
            channel::send(control, name, Some(descriptor)).map_err(Failure::of(Step::Helper))?;
        }
        networks.push((network, host.congestion.clone()));
    }
    while let Some(request) = channel::receive(control).map_err(Failure::of(Step::Helper))? {
        match make_socket(&networks, &request.text) {
            Ok(socket) => channel::send(control, "socket", Some(socket.as_fd())),
            Err(failure) => channel::send(control, &failure.to_string(), None),
        }
        .map_err(Failure::of(Step::Helper))?;
    }
    Ok(())
}

/// A network one can go into.
struct Network(File);

impl Network {
    fn of_this_thread() -> Result<Network, Failure> {
        let file = File::open("/proc/thread-self/ns/net");
        file.map(Network)
            .map_err(Failure::of(Step::NetworkNamespace))
    }

    fn enter(&self) -> Result<(), Failure> {
        let kind = Some(LinkNameSpaceType::Network);
        move_into_link_name_space(self.0.as_fd(), kind)
            .map_err(|error| Failure::of(Step::NetworkNamespace)(error.into()))
    }
}

/// Neighbour discovery and multicast reports would be frames that nobody has asked for. Where the
/// setting is not there, neither are they; where it cannot be written, they can be lived with.
fn without_ipv6() {
    let _ = fs::write("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
}

/// The hosts' lists of connections are their own and short, and so read quickly (Linux 6.1). Else
/// they are a part of one long list.
fn with_short_tables() {
    let _ = fs::write("/proc/sys/net/ipv4/tcp_child_ehash_entries", "256");
}

/// Lays the cable to a host, and opens its end here.
fn join(
    netlink: &Netlink,
    wire: &str,
    host: &HostSpec,
    network: &Network,
) -> Result<OwnedFd, Failure> {
    netlink
        .veth(wire, CARD, host.mac, network.0.as_fd())
        .map_err(Failure::of(Step::Veth))?;
    sys::offload_off(wire).map_err(Failure::of(Step::Offload))?;
    netlink
        .up(wire, WIRE_MTU)
        .map_err(Failure::of(Step::Address))?;
    let socket = netlink.index(wire).and_then(|card| {
        let socket = sys::packet_socket(card)?;
        sockopt::set_socket_recv_buffer_size(&socket, WAITING_FRAMES)?;
        Ok(socket)
    });
    socket.map_err(Failure::of(Step::PacketSocket))
}

/// Gives the host, in whose network this thread is, its address and its settings.
fn set_up(host: &HostSpec) -> Result<(), Failure> {
    sys::offload_off(CARD).map_err(Failure::of(Step::Offload))?;
    for (name, value) in &host.settings {
        set(name, value).map_err(|error| Failure {
            step: Step::Setting,
            error,
            about: name.clone(),
        })?;
    }
    let addresses = || {
        let netlink = Netlink::open()?;
        netlink.up("lo", 65_536)?;
        netlink.address(CARD, host.address, host.prefix)?;
        netlink.up(CARD, host.mtu)?;
        for (address, mac) in &host.neighbours {
            netlink.neighbour(CARD, *address, *mac)?;
        }
        host.gateway
            .map_or(Ok(()), |gateway| netlink.default_route(gateway))
    };
    addresses().map_err(Failure::of(Step::Address))
}

/// `sysctl`: a setting of the network this thread is in. No other can be reached.
fn set(name: &str, value: &str) -> io::Result<()> {
    let inside = name.starts_with("net.") && !name.contains('/');
    if !inside {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let path = format!("/proc/sys/{}", name.replace('.', "/"));
    // Not `fs::write`, which would try to create what is not there and tell a wrong error.
    let mut setting = File::options().write(true).open(path)?;
    io::Write::write_all(&mut setting, value.as_bytes())
}

/// `NUMBER stream` or `NUMBER datagram`: a socket inside this host.
fn make_socket(networks: &[(Network, Option<String>)], request: &str) -> Result<OwnedFd, Failure> {
    let asked = request.split_once(' ').and_then(|(number, kind)| {
        let (network, congestion) = networks.get(number.parse::<usize>().ok()?)?;
        let kind = match kind {
            "stream" => SocketType::STREAM,
            "datagram" => SocketType::DGRAM,
            _ => return None,
        };
        let congestion = congestion.as_ref().filter(|_| kind == SocketType::STREAM);
        Some((network, kind, congestion))
    });
    let (network, kind, congestion) =
        asked.ok_or_else(|| Failure::of(Step::Socket)(io::ErrorKind::InvalidInput.into()))?;
    network.enter()?;
    let made = socket_with(AddressFamily::INET, kind, SocketFlags::CLOEXEC, None);
    // Here every rule may be chosen that this kernel has (CAP_NET_ADMIN); an ordinary user may
    // choose only some (tcp(7), tcp_allowed_congestion_control).
    let ready = made.and_then(|socket| match congestion {
        Some(rule) => sockopt::set_tcp_congestion(&socket, rule).map(|()| socket),
        None => Ok(socket),
    });
    ready.map_err(|error| Failure::of(Step::Socket)(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_in_a_line() {
        let failure = Failure {
            step: Step::Setting,
            error: io::Error::from_raw_os_error(libc::EROFS),
            about: "net.ipv4.tcp_sack".to_string(),
        };
        let text = failure.to_string();
        assert_eq!(text, format!("setting {} net.ipv4.tcp_sack", libc::EROFS));
        let read = Failure::read(&text).unwrap();
        assert_eq!(read.to_string(), text);
        let plain = Failure::of(Step::Veth)(io::ErrorKind::InvalidData.into()).to_string();
        assert_eq!(Failure::read(&plain).unwrap().to_string(), plain);
        for other in ["", "veth", "veth x y", "vet 1 ", "veth 1"] {
            assert!(Failure::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn only_settings_of_the_network_are_made() {
        for name in ["kernel.hostname", "net.ipv4/../../kernel/hostname", ""] {
            let kind = set(name, "x").unwrap_err().kind();
            assert_eq!(kind, io::ErrorKind::InvalidInput, "{name}");
        }
    }
}
