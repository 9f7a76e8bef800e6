//! Where frames are written: the terminal, opened once more, so that nobody has to wait for it.
//!
//! To write without waiting is a property of an open file, which standard output shares with the shell
//! (fcntl(2), `O_NONBLOCK`); one of our own leaves the shell's alone.

use std::io;

#[cfg(unix)]
pub struct Output(Option<rustix::fd::OwnedFd>);

#[cfg(unix)]
impl Output {
    /// The terminal behind standard output. One that cannot be opened is written as it is, and waited
    /// for.
    pub fn open() -> Output {
        use rustix::fs::{Mode, OFlags, open};
        use rustix::termios::{tcgetpgrp, ttyname};

        let terminal = rustix::stdio::stdout();
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        // Its own name may stand in another container, or belong to another user.
        let opened = match tcgetpgrp(terminal) {
            Ok(_) => open("/dev/tty", flags, Mode::empty()),
            Err(_) => {
                ttyname(terminal, Vec::new()).and_then(|name| open(name, flags, Mode::empty()))
            }
        };
        Output(opened.ok())
    }

    /// Writes as many of the bytes as the terminal takes now, in as few pieces as it takes; how many.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        use rustix::fd::AsFd;
        use rustix::io::Errno;

        let stdout = rustix::stdio::stdout();
        let output = self.0.as_ref().map_or(stdout, |own| own.as_fd());
        let mut written = 0;
        while written < bytes.len() {
            match rustix::io::write(output, &bytes[written..]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(more) => written += more,
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(written)
    }
}

/// Elsewhere a console takes all at once, and standard output knows how to give it other characters
/// than ASCII.
#[cfg(not(unix))]
pub struct Output;

#[cfg(not(unix))]
impl Output {
    /// The console behind standard output.
    pub fn open() -> Output {
        Output
    }

    /// Writes all; how many bytes that were.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        use std::io::Write;

        let mut out = io::stdout();
        out.write_all(bytes).and_then(|()| out.flush())?;
        Ok(bytes.len())
    }
}
