//! The engine: hosts that are stacks of this kernel, and its clock.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::process::Command;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{RecvFlags, SendFlags, recv, send};

use super::process::Helper;
use super::refusal::Unavailable;
use super::sockets::SocketMaker;
use super::spec::HostSpec;
use super::table::{self, Connection};
use crate::lab::backend::{Backend, Port, Time};

/// No wait is longer; whoever called looks again.
const LONGEST_WAIT: Time = Time::from_secs(60);

/// Frames taken at one time; further ones wait in the kernel, which has a limit of its own.
const MOST_FRAMES: usize = 1024;

/// More bytes than a frame can have: packet of IP and head of Ethernet.
const LONGEST_FRAME: usize = 65_535 + 18;

/// Two or more network stacks of this kernel. Host number `n` has the card [`Port`]`(n)`.
///
/// It goes with its hosts: when it is dropped, the helper ends. Sockets that were made inside a
/// host stay open, with nobody at the other end of the cable.
#[derive(Debug)]
pub struct Kernel {
    /// Our ends of the cables, in the order of the hosts.
    wires: Vec<OwnedFd>,
    /// The lists of the hosts' connections.
    tables: Vec<File>,
    sockets: SocketMaker,
    started: Instant,
    buffer: Vec<u8>,
    /// Frames not yet given to their cards.
    outbox: Vec<(Port, Vec<u8>)>,
}

impl Kernel {
    /// Builds the hosts. `command` is this program, as [`super::this_program`] names it; its helper's
    /// argument is added. Blocks for some milliseconds, at most for a few seconds.
    ///
    /// # Errors
    /// When the system does not allow it: see [`super::Cause`].
    pub fn start(command: Command, hosts: &[HostSpec]) -> Result<Kernel, Unavailable> {
        let (helper, built) = Helper::start(command, hosts)?;
        let (wires, tables) = (built.into_iter())
            .map(|[wire, table]| (wire, File::from(table)))
            .unzip();
        Ok(Kernel {
            wires,
            tables,
            sockets: SocketMaker::new(helper),
            started: Instant::now(),
            buffer: vec![0; LONGEST_FRAME],
            outbox: Vec::new(),
        })
    }

    /// Gives the cards the frames that were delivered since the last time. Until then, and until
    /// the next look at what was sent, the hosts know nothing of them, so that an arrival can be
    /// written down before what follows from it.
    pub fn flush(&mut self) {
        for (to, frame) in self.outbox.drain(..) {
            if let Some(wire) = self.wires.get(to.0) {
                // A frame the card does not take (too short, too long) is lost, as on any cable.
                let _ = send(wire, &frame, SendFlags::DONTWAIT);
            }
        }
    }

    /// The TCP connections of all hosts, now, and the sockets that listen. Blocks no longer than
    /// the kernel takes to write them down.
    ///
    /// # Errors
    /// When the kernel does not tell.
    pub fn connections(&self) -> io::Result<Vec<Connection>> {
        let each = self.tables.iter().map(table::read);
        Ok(each.collect::<io::Result<Vec<_>>>()?.concat())
    }

    /// For the threads of the hosts' programs.
    pub fn sockets(&self) -> SocketMaker {
        self.sockets.clone()
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        self.sockets.end();
    }
}

impl Backend for Kernel {
    fn now(&self) -> Time {
        // CLOCK_MONOTONIC on Linux (std::time::Instant).
        self.started.elapsed()
    }

    fn advance(&mut self, until: Time) {
        self.flush();
        let wait = until.saturating_sub(self.now()).min(LONGEST_WAIT);
        let Ok(wait) = Timespec::try_from(wait) else {
            return;
        };
        let ready = |wire| PollFd::new(wire, PollFlags::IN);
        let mut wires: Vec<PollFd<'_>> = self.wires.iter().map(ready).collect();
        // Whatever ends the wait: the caller looks at the frames and at the clock.
        let _ = poll(&mut wires, Some(&wait));
    }

    fn sent(&mut self) -> Vec<(Port, Time, Vec<u8>)> {
        self.flush();
        let mut frames = Vec::new();
        // In turns, so that one host that floods its cable does not silence the others.
        let mut busy: VecDeque<usize> = (0..self.wires.len()).collect();
        while let Some(number) = busy.pop_front().filter(|_| frames.len() < MOST_FRAMES) {
            let buffer = self.buffer.as_mut_slice();
            let Ok((count, _)) = recv(&self.wires[number], buffer, RecvFlags::DONTWAIT) else {
                continue;
            };
            // The kernel could stamp the frames itself (SO_TIMESTAMPNS), but it begins to do so
            // some milliseconds late, and the first stamps would be out of order.
            let now = self.started.elapsed();
            frames.push((Port(number), now, self.buffer[..count].to_vec()));
            busy.push_back(number);
        }
        frames
    }

    fn deliver(&mut self, to: Port, frame: &[u8]) {
        self.outbox.push((to, frame.to_vec()));
    }

    fn next_timer(&mut self) -> Option<Time> {
        Some(Time::MAX)
    }
}
