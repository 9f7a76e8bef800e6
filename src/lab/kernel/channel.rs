//! Messages between the program and its helper: packets of a Unix socket pair, each of which may
//! carry a descriptor (`SCM_RIGHTS`, unix(7)).

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags,
    SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg,
    sendmsg, socketpair, sockopt,
};

/// No message is longer.
const LONGEST: usize = 16 * 1024;

pub struct Message {
    pub text: String,
    pub descriptor: Option<OwnedFd>,
}

/// Two ends. A packet is read whole or not at all, so that neither side waits for a rest.
pub fn pair() -> io::Result<(OwnedFd, OwnedFd)> {
    let kind = SocketType::SEQPACKET;
    Ok(socketpair(
        AddressFamily::UNIX,
        kind,
        SocketFlags::CLOEXEC,
        None,
    )?)
}

/// Whether this may be an end of a [`pair`].
pub fn is_one(end: impl AsFd) -> bool {
    sockopt::socket_domain(&end) == Ok(AddressFamily::UNIX)
        && sockopt::socket_type(&end) == Ok(SocketType::SEQPACKET)
}

/// Sends a text, which must not be empty: that would look like the end.
pub fn send(to: impl AsFd, text: &str, descriptor: Option<BorrowedFd<'_>>) -> io::Result<()> {
    if text.is_empty() || text.len() > LONGEST {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let descriptors: Vec<BorrowedFd<'_>> = descriptor.into_iter().collect();
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() {
        control.push(SendAncillaryMessage::ScmRights(&descriptors));
    }
    let parts = [IoSlice::new(text.as_bytes())];
    sendmsg(to, &parts, &mut control, SendFlags::NOSIGNAL)?;
    Ok(())
}

/// Waits for the next message, as long as the socket's time limit allows; `None` when the other
/// end is closed.
pub fn receive(from: impl AsFd) -> io::Result<Option<Message>> {
    let mut text = vec![0; LONGEST];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let received = loop {
        let mut parts = [IoSliceMut::new(&mut text)];
        match recvmsg(&from, &mut parts, &mut control, RecvFlags::CMSG_CLOEXEC) {
            Err(rustix::io::Errno::INTR) => {}
            // The time limit of a socket is over (socket(7), SO_RCVTIMEO).
            Err(rustix::io::Errno::AGAIN) => return Err(io::ErrorKind::TimedOut.into()),
            other => break other?,
        }
    };
    let descriptor = control.drain().find_map(|message| match message {
        RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next(),
        _ => None,
    });
    if received.bytes == 0 {
        return Ok(None);
    }
    text.truncate(received.bytes);
    let whole = !received.flags.contains(ReturnFlags::TRUNC);
    match String::from_utf8(text) {
        Ok(text) if whole => Ok(Some(Message { text, descriptor })),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;

    #[test]
    fn a_message_brings_its_descriptor() {
        let (a, b) = pair().unwrap();
        let (mut near, far) = UnixStream::pair().unwrap();
        send(&a, "one", Some(far.as_fd())).unwrap();
        send(&a, "two", None).unwrap();
        drop((a, far));
        let one = receive(&b).unwrap().unwrap();
        assert_eq!(one.text, "one");
        let descriptor = one.descriptor.unwrap();
        let flags = rustix::io::fcntl_getfd(&descriptor).unwrap();
        assert_eq!(flags, rustix::io::FdFlags::CLOEXEC);
        UnixStream::from(descriptor).write_all(b"x").unwrap();
        let mut text = String::new();
        near.read_to_string(&mut text).unwrap();
        assert_eq!(text, "x");
        let two = receive(&b).unwrap().unwrap();
        assert!(two.text == "two" && two.descriptor.is_none());
        assert!(receive(&b).unwrap().is_none());
    }

    #[test]
    fn what_is_no_message_is_an_error() {
        let (a, b) = pair().unwrap();
        assert!(send(&a, "", None).is_err());
        assert!(send(&a, &"x".repeat(LONGEST + 1), None).is_err());
        rustix::net::send(&a, &[0xff], SendFlags::empty()).unwrap();
        rustix::net::send(&a, &vec![b'x'; LONGEST + 1], SendFlags::empty()).unwrap();
        for _ in 0..2 {
            let error = receive(&b).err().unwrap();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        }
        assert!(is_one(&b) && !is_one(UnixStream::pair().unwrap().0));
    }
}
