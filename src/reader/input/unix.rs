//! Waits with poll(2) for the terminal and for other threads.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use filedescriptor::{POLLIN, POLLOUT, pollfd};

use super::super::decoder::Decoder;
use super::super::terminal::device::Device;
use super::{Heard, LastResort};

/// Nobody types so far ahead of a terminal that takes no output.
const AHEAD: usize = 4096;

/// Reads the terminal behind standard input.
pub struct Reader {
    /// Opened when keys are waited for: the first frame does not wait for that.
    input: OnceCell<Device>,
    decoder: Decoder,
    /// What has come before its time.
    ready: VecDeque<Heard>,
    woken: UnixStream,
    waker: Waker,
    /// For who has the whole screen.
    last_resort: Option<LastResort>,
}

/// Wakes the reader from any thread.
#[derive(Clone)]
pub struct Waker {
    sender: Arc<UnixStream>,
    /// It is woken already, and has not looked yet.
    is_due: Arc<AtomicBool>,
}

impl Waker {
    /// The reader tells [`Heard::Woken`] next, if it has not been woken yet. Never waits.
    pub fn wake(&self) {
        if !self.is_due.swap(true, Ordering::SeqCst) {
            // One byte at a time is in it: there is room.
            let _ = (&*self.sender).write(&[0]);
        }
    }
}

/// What a wait ended with.
#[derive(Default)]
struct Came {
    keys: bool,
    gone: bool,
    wake: bool,
}

impl Reader {
    /// For lines of text, in which Ctrl-C is a key like others.
    ///
    /// # Errors
    /// When the system has no descriptors left.
    pub fn new() -> io::Result<Reader> {
        let (sender, woken) = UnixStream::pair()?;
        sender.set_nonblocking(true)?;
        woken.set_nonblocking(true)?;
        Ok(Reader {
            input: OnceCell::new(),
            decoder: Decoder::new(Instant::now()),
            ready: VecDeque::new(),
            woken,
            waker: Waker {
                sender: Arc::new(sender),
                is_due: Arc::default(),
            },
            last_resort: None,
        })
    }

    /// For a screen: after Ctrl-C, or when the terminal is gone, the process ends soon, whatever the
    /// terminal does.
    ///
    /// # Errors
    /// As of [`Reader::new`].
    pub fn of_screen() -> io::Result<Reader> {
        let mut reader = Reader::new()?;
        reader.last_resort = Some(LastResort::default());
        Ok(reader)
    }

    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// The terminal is asked for its background now.
    pub fn asked(&mut self) {
        self.decoder.asked(Instant::now());
    }

    /// What comes next: waits for it as long as it takes, or for `time`. `None` when nothing came.
    pub fn next(&mut self, time: Option<Duration>) -> Option<Heard> {
        let deadline = time.map(|time| Instant::now() + time);
        loop {
            if let Some(heard) = self.ready.pop_front() {
                return Some(heard);
            }
            let patience = self.decoder.patience();
            let came = self.wait(deadline.into_iter().chain(patience).min());
            if came.keys {
                self.read();
            } else if came.gone {
                self.hear(Heard::Gone);
            } else if came.wake {
                self.look();
                return Some(Heard::Woken);
            } else if patience.is_some_and(|patience| Instant::now() >= patience) {
                let held_back = self.decoder.silence();
                self.ready.extend(held_back);
            } else if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return None;
            }
        }
    }

    /// Waits until the terminal takes output, and reads meanwhile: Ctrl-C is heard also then.
    pub fn wait_for_room(&mut self) {
        loop {
            let is_full = self.ready.len() >= AHEAD;
            let mut polled = [
                polled(self.input(), if is_full { 0 } else { POLLIN }),
                polled(rustix::stdio::stdout(), POLLOUT),
            ];
            if poll(&mut polled, None).is_err() || polled[1].revents != 0 {
                return;
            }
            if polled[0].revents & POLLIN != 0 {
                self.read();
            } else if polled[0].revents != 0 {
                return self.hear(Heard::Gone);
            }
        }
    }

    fn wait(&self, deadline: Option<Instant>) -> Came {
        let mut polled = [polled(self.input(), POLLIN), polled(&self.woken, POLLIN)];
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if poll(&mut polled, left).is_err() {
            return Came {
                gone: true,
                ..Came::default()
            };
        }
        let [keys, wake] = polled.map(|polled| polled.revents);
        let gone = keys & !POLLIN != 0;
        Came {
            keys: keys & POLLIN != 0 && !gone,
            gone,
            wake: wake != 0,
        }
    }

    fn input(&self) -> &Device {
        self.input.get_or_init(Device::input)
    }

    fn read(&mut self) {
        let mut bytes = [0; 1024];
        match self.input().read(&mut bytes) {
            Ok(Some(count)) => {
                for heard in self.decoder.take(&bytes[..count], Instant::now()) {
                    self.hear(heard);
                }
            }
            Ok(None) => {}
            Err(_) => self.hear(Heard::Gone),
        }
    }

    fn hear(&mut self, heard: Heard) {
        if let Some(last_resort) = &mut self.last_resort {
            last_resort.look_at(&heard);
        }
        self.ready.push_back(heard);
    }

    /// From here on a waker wakes again. Whoever was about to wake has left its message before.
    fn look(&mut self) {
        let _ = self.woken.read(&mut [0; 8]);
        self.waker.is_due.store(false, Ordering::SeqCst);
    }
}

fn polled(descriptor: impl AsFd, events: i16) -> pollfd {
    pollfd {
        fd: descriptor.as_fd().as_raw_fd(),
        events,
        revents: 0,
    }
}

/// Waits for one of them; parts of a millisecond are waited for whole. A signal does not end the wait
/// but makes it look again.
fn poll(polled: &mut [pollfd], time: Option<Duration>) -> io::Result<()> {
    let whole = |time: Duration| Duration::from_millis(time.as_nanos().div_ceil(1_000_000) as u64);
    match filedescriptor::poll(polled, time.map(whole)) {
        Ok(_) => Ok(()),
        Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
            if error.kind() == io::ErrorKind::Interrupted =>
        {
            polled.iter_mut().for_each(|polled| polled.revents = 0);
            Ok(())
        }
        Err(error) => Err(io::Error::other(error)),
    }
}
