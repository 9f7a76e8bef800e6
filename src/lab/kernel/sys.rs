//! The system calls of the kernel engine that have no safe wrapper. The one file of `lab` with
//! unsafe code.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use rustix::net::{AddressFamily, SocketFlags, SocketType, socket_with};
use rustix::thread::{UnshareFlags, unshare_unsafe};

/// Moves this process into a user namespace of its own, in which it may do everything.
/// The process must have one thread only (unshare(2), EINVAL).
#[allow(unsafe_code)]
pub fn new_user_namespace() -> io::Result<()> {
    // SAFETY: unsafe are the flags that part threads from their descriptors and folders; this is
    // none of them.
    Ok(unsafe { unshare_unsafe(UnshareFlags::NEWUSER) }?)
}

/// Moves this thread into a network of its own, in which nothing is up.
#[allow(unsafe_code)]
pub fn new_network_namespace() -> io::Result<()> {
    // SAFETY: as above.
    Ok(unsafe { unshare_unsafe(UnshareFlags::NEWNET) }?)
}

/// A socket that reads and writes the whole frames of the card with this index (packet(7)).
#[allow(unsafe_code)]
pub fn packet_socket(card: u32) -> io::Result<OwnedFd> {
    // With protocol 0 nothing is received before it is bound.
    let socket = socket_with(
        AddressFamily::PACKET,
        SocketType::RAW,
        SocketFlags::CLOEXEC,
        None,
    )?;
    let on: libc::c_int = 1;
    // Else we read the frames that we write ourselves (Linux 4.20).
    const PACKET_IGNORE_OUTGOING: libc::c_int = 23;
    // SAFETY: the pointer and the size are those of `on`.
    succeeded(unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_PACKET,
            PACKET_IGNORE_OUTGOING,
            (&raw const on).cast(),
            size_of_val(&on) as libc::socklen_t,
        )
    })?;
    // SAFETY: a structure of numbers and bytes, all of which may be zero.
    let mut address: libc::sockaddr_ll = unsafe { std::mem::zeroed() };
    address.sll_family = libc::AF_PACKET as u16;
    address.sll_protocol = (libc::ETH_P_ALL as u16).to_be();
    address.sll_ifindex = i32::try_from(card).map_err(io::Error::other)?;
    // SAFETY: the pointer and the size are those of `address`.
    succeeded(unsafe {
        libc::bind(
            socket.as_raw_fd(),
            (&raw const address).cast(),
            size_of_val(&address) as libc::socklen_t,
        )
    })?;
    Ok(socket)
}

/// Makes the kernel do for the card `name` what it would leave to the hardware: compute checksums,
/// cut segments. Else frames on the cable have up to 64 KB and unfinished checksums.
#[allow(unsafe_code)]
pub fn offload_off(name: &str) -> io::Result<()> {
    /// `struct ethtool_value` of linux/ethtool.h.
    #[repr(C)]
    struct Switch {
        command: u32,
        on: u32,
    }
    /// `struct ifreq` of netdevice(7): a name and a union, of which we use the pointer.
    #[repr(C)]
    struct Request {
        name: [u8; libc::IFNAMSIZ],
        switch: *mut Switch,
        rest: [u8; 24],
    }
    const SIOCETHTOOL: u16 = 0x8946;
    // linux/ethtool.h: ETHTOOL_STSO, _SGSO, _SGRO, _STXCSUM, _SSG.
    const COMMANDS: [u32; 5] = [0x1f, 0x24, 0x2c, 0x17, 0x19];

    let socket = socket_with(
        AddressFamily::INET,
        SocketType::DGRAM,
        SocketFlags::CLOEXEC,
        None,
    )?;
    let mut request = Request {
        name: [0; libc::IFNAMSIZ],
        switch: std::ptr::null_mut(),
        rest: [0; 24],
    };
    // One byte stays zero: the kernel reads the name up to there.
    let place = request.name.get_mut(..name.len().min(libc::IFNAMSIZ - 1));
    if let Some(place) = place.filter(|place| place.len() == name.len()) {
        place.copy_from_slice(name.as_bytes());
    }
    for command in COMMANDS {
        let mut switch = Switch { command, on: 0 };
        request.switch = &raw mut switch;
        // SAFETY: the request is no shorter than the kernel's and lives during the call, and so
        // does the switch it points to, which is all that these commands read.
        let result = succeeded(unsafe {
            libc::ioctl(socket.as_raw_fd(), SIOCETHTOOL.into(), &raw mut request)
        });
        match result {
            // What a card does not have, it does not do.
            Err(error) if error.raw_os_error() == Some(libc::EOPNOTSUPP) => {}
            other => other?,
        }
    }
    Ok(())
}

fn succeeded(result: libc::c_int) -> io::Result<()> {
    match result {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}
