//! The terminal, opened once more, so that nobody has to wait for it.
//!
//! To read and write without waiting is a property of an open file, which standard input and output
//! share with the shell (fcntl(2), `O_NONBLOCK`); one of our own leaves the shell's alone.

use std::io;

#[cfg(unix)]
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};

/// A terminal that is read or written. One that cannot be opened is used as it is, and waited for.
#[cfg(unix)]
pub struct Device {
    standard: BorrowedFd<'static>,
    own: Option<OwnedFd>,
}

#[cfg(unix)]
impl Device {
    /// The terminal behind standard input, to be read.
    pub fn input() -> Device {
        Device::open(rustix::stdio::stdin(), rustix::fs::OFlags::RDONLY)
    }

    /// The terminal behind standard output, to be written.
    pub fn output() -> Device {
        Device::open(rustix::stdio::stdout(), rustix::fs::OFlags::WRONLY)
    }

    fn open(standard: BorrowedFd<'static>, way: rustix::fs::OFlags) -> Device {
        use rustix::fs::{Mode, OFlags, open};
        use rustix::termios::{tcgetpgrp, ttyname};

        let flags = way | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        // Its own name may stand in another container, or belong to another user.
        let own = match tcgetpgrp(standard) {
            Ok(_) => open("/dev/tty", flags, Mode::empty()),
            Err(_) => {
                ttyname(standard, Vec::new()).and_then(|name| open(name, flags, Mode::empty()))
            }
        };
        Device {
            standard,
            own: own.ok(),
        }
    }

    /// Writes as many of the bytes as the terminal takes now, in as few pieces as it takes; how many.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        use rustix::io::Errno;

        let mut written = 0;
        while written < bytes.len() {
            match rustix::io::write(self, &bytes[written..]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(more) => written += more,
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(written)
    }

    /// Reads what is there; `None` when nothing is there, or no longer: in the background the system
    /// stops the program for reading a terminal that is not its own, and when it goes on the shell may
    /// have read.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn read(&self, bytes: &mut [u8]) -> io::Result<Option<usize>> {
        use rustix::io::Errno;

        match rustix::io::read(self, bytes) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(Some(count)),
            Err(Errno::AGAIN | Errno::INTR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(unix)]
impl AsFd for Device {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.own.as_ref().map_or(self.standard, |own| own.as_fd())
    }
}

/// Elsewhere a console takes all at once, and standard output knows how to give it other characters
/// than ASCII.
#[cfg(not(unix))]
pub struct Device;

#[cfg(not(unix))]
impl Device {
    /// The console behind standard output, to be written.
    pub fn output() -> Device {
        Device
    }

    /// Writes all; how many bytes that were.
    ///
    /// # Errors
    /// When the console cannot be written.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        use std::io::Write;

        let mut out = io::stdout();
        out.write_all(bytes).and_then(|()| out.flush())?;
        Ok(bytes.len())
    }
}
