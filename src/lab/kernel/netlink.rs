//! The few messages to the kernel that build a network: rtnetlink(7).

use std::io;
use std::net::Ipv4Addr;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netdevice, recv, send,
    socket_with,
};

/// linux/if_link.h and linux/veth.h.
const IFLA_INFO_KIND: u16 = 1;
const IFLA_INFO_DATA: u16 = 2;
const VETH_INFO_PEER: u16 = 1;

/// Bytes before the body of a message: `struct nlmsghdr`.
const HEAD: usize = 16;

/// Longer than the kernel takes to answer on any machine.
const WITHIN: Duration = Duration::from_secs(5);

/// A connection to the part of the kernel that keeps the network in which it was opened.
pub struct Netlink {
    socket: OwnedFd,
}

impl Netlink {
    pub fn open() -> io::Result<Netlink> {
        // Protocol 0 is NETLINK_ROUTE.
        let family = AddressFamily::NETLINK;
        let socket = socket_with(family, SocketType::RAW, SocketFlags::CLOEXEC, None)?;
        set_socket_timeout(&socket, Timeout::Recv, Some(WITHIN))?;
        Ok(Netlink { socket })
    }

    /// Makes two cards joined by a wire: `ours` here, `theirs` in another network.
    pub fn veth(
        &self,
        ours: &str,
        theirs: &str,
        mac: [u8; 6],
        network: BorrowedFd<'_>,
    ) -> io::Result<()> {
        let network = network.as_raw_fd().to_ne_bytes();
        let peer = [
            link(0, 0),
            attribute(libc::IFLA_IFNAME, &text(theirs)),
            attribute(libc::IFLA_ADDRESS, &mac),
            attribute(libc::IFLA_NET_NS_FD, &network),
        ];
        let data = attribute(VETH_INFO_PEER, &peer.concat());
        let info = [
            attribute(IFLA_INFO_KIND, b"veth"),
            attribute(IFLA_INFO_DATA, &data),
        ];
        let body = [
            link(0, 0),
            attribute(libc::IFLA_IFNAME, &text(ours)),
            attribute(libc::IFLA_LINKINFO, &info.concat()),
        ];
        let flags = libc::NLM_F_CREATE | libc::NLM_F_EXCL;
        self.ask(libc::RTM_NEWLINK, flags, &body.concat())
    }

    /// Switches a card on; `mtu` is the bytes an IP packet may have on it.
    pub fn up(&self, card: &str, mtu: u32) -> io::Result<()> {
        let up = libc::IFF_UP as u32;
        let body = [
            link(self.index(card)?, up),
            attribute(libc::IFLA_MTU, &mtu.to_ne_bytes()),
        ];
        self.ask(libc::RTM_NEWLINK, 0, &body.concat())
    }

    pub fn address(&self, card: &str, address: Ipv4Addr, prefix: u8) -> io::Result<()> {
        // struct ifaddrmsg: family, prefix, flags, scope, index.
        let mut body = vec![libc::AF_INET as u8, prefix, 0, 0];
        body.extend(self.index(card)?.to_ne_bytes());
        body.extend(attribute(libc::IFA_LOCAL, &address.octets()));
        body.extend(attribute(libc::IFA_ADDRESS, &address.octets()));
        self.ask(libc::RTM_NEWADDR, libc::NLM_F_CREATE, &body)
    }

    /// Makes known, once and for all, which Ethernet address an address has.
    pub fn neighbour(&self, card: &str, address: Ipv4Addr, mac: [u8; 6]) -> io::Result<()> {
        // struct ndmsg: family, padding, index, state, flags, type.
        let mut body = vec![libc::AF_INET as u8, 0, 0, 0];
        body.extend(self.index(card)?.to_ne_bytes());
        body.extend(libc::NUD_PERMANENT.to_ne_bytes());
        body.extend([0; 2]);
        body.extend(attribute(libc::NDA_DST, &address.octets()));
        body.extend(attribute(libc::NDA_LLADDR, &mac));
        self.ask(libc::RTM_NEWNEIGH, libc::NLM_F_CREATE, &body)
    }

    pub fn default_route(&self, gateway: Ipv4Addr) -> io::Result<()> {
        // struct rtmsg: family, lengths of two prefixes, TOS, table, protocol, scope, type, flags.
        let mut body = vec![libc::AF_INET as u8, 0, 0, 0];
        body.extend([
            libc::RT_TABLE_MAIN,
            libc::RTPROT_STATIC,
            libc::RT_SCOPE_UNIVERSE,
            libc::RTN_UNICAST,
        ]);
        body.extend([0; 4]);
        body.extend(attribute(libc::RTA_GATEWAY, &gateway.octets()));
        self.ask(libc::RTM_NEWROUTE, libc::NLM_F_CREATE, &body)
    }

    /// The number of a card in this network.
    pub fn index(&self, card: &str) -> io::Result<u32> {
        Ok(netdevice::name_to_index(&self.socket, card)?)
    }

    /// Sends a request and waits until the kernel has answered it.
    fn ask(&self, kind: u16, flags: libc::c_int, body: &[u8]) -> io::Result<()> {
        let flags = (flags | libc::NLM_F_REQUEST | libc::NLM_F_ACK) as u16;
        let mut message = Vec::new();
        message.extend(((HEAD + body.len()) as u32).to_ne_bytes());
        message.extend(kind.to_ne_bytes());
        message.extend(flags.to_ne_bytes());
        // Number of the request and of the asker: we ask one thing at a time.
        message.extend([0; 8]);
        message.extend(body);
        send(&self.socket, &message, SendFlags::empty())?;
        let mut answer = vec![0; 4096];
        let (count, _) = recv(&self.socket, answer.as_mut_slice(), RecvFlags::empty())?;
        verdict(&answer[..count])
    }
}

/// What an answer says: netlink(7), `NLMSG_ERROR` with the negative error, or 0 for "done".
fn verdict(answer: &[u8]) -> io::Result<()> {
    let kind = answer.get(4..6).and_then(|kind| kind.try_into().ok());
    let code = (answer.get(HEAD..HEAD + 4)).and_then(|code| code.try_into().ok());
    match (kind.map(u16::from_ne_bytes), code.map(i32::from_ne_bytes)) {
        (Some(kind), Some(0)) if i32::from(kind) == libc::NLMSG_ERROR => Ok(()),
        (Some(kind), Some(code)) if i32::from(kind) == libc::NLMSG_ERROR => {
            Err(io::Error::from_raw_os_error(code.saturating_neg()))
        }
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// `struct ifinfomsg`: family, type, index, flags, which flags are meant.
fn link(index: u32, flags: u32) -> Vec<u8> {
    let words = [0, index, flags, flags];
    words.into_iter().flat_map(u32::to_ne_bytes).collect()
}

/// A length, a kind, the data, and zeros up to a multiple of four.
fn attribute(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut attribute = Vec::new();
    attribute.extend((data.len() as u16 + 4).to_ne_bytes());
    attribute.extend(kind.to_ne_bytes());
    attribute.extend(data);
    attribute.resize(attribute.len().next_multiple_of(4), 0);
    attribute
}

/// A name as C has it.
fn text(name: &str) -> Vec<u8> {
    [name.as_bytes(), b"\0"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_ends_at_a_multiple_of_four() {
        let mut expected = [9_u16.to_ne_bytes(), 3_u16.to_ne_bytes()].concat();
        expected.extend(b"eth0\0\0\0\0");
        assert_eq!(attribute(3, &text("eth0")), expected);
    }

    #[test]
    fn an_answer_is_done_or_an_error_or_nothing() {
        let answer = |kind: u16, code: i32| {
            let mut answer = vec![0; 4];
            answer.extend(kind.to_ne_bytes());
            answer.resize(HEAD, 0);
            answer.extend(code.to_ne_bytes());
            answer
        };
        let error = libc::NLMSG_ERROR as u16;
        assert!(verdict(&answer(error, 0)).is_ok());
        let refused = verdict(&answer(error, -libc::EPERM)).unwrap_err();
        assert_eq!(refused.raw_os_error(), Some(libc::EPERM));
        assert!(verdict(&answer(error, i32::MIN)).is_err());
        for other in [
            answer(libc::RTM_NEWLINK, 0),
            answer(error, 0)[..19].to_vec(),
        ] {
            let kind = verdict(&other).unwrap_err().kind();
            assert_eq!(kind, io::ErrorKind::InvalidData);
        }
    }
}
