//! A program in a window: when it has drawn, what it costs when nobody touches it.

use std::error::Error;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A frame is over when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(25);

/// Nothing that is measured takes this long.
const DEADLINE: Duration = Duration::from_secs(60);

const SIZE: PtySize = PtySize {
    rows: 30,
    cols: 100,
    pixel_width: 0,
    pixel_height: 0,
};

pub struct Window {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

/// A frame: seconds from its cause to its last byte, and how many bytes it has.
#[derive(Clone, Copy)]
pub struct Frame {
    pub seconds: f64,
    pub bytes: usize,
}

impl Window {
    pub fn open(home: &Path, command: &[&str]) -> Result<Window, Box<dyn Error>> {
        let pair = native_pty_system().openpty(SIZE)?;
        let mut program = CommandBuilder::new(command.first().ok_or("no program")?);
        program.args(command.iter().skip(1));
        program.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("LC_ALL", "C.UTF-8")] {
            program.env(name, value);
        }
        program.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        program.env("HOME", home);
        program.cwd(home);
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 64 * 1024];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender
                    .send((Instant::now(), buffer[..count].to_vec()))
                    .is_err()
                {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(program)?;
        Ok(Window {
            child,
            keys,
            output,
            screen: vt100::Parser::new(SIZE.rows, SIZE.cols, 0),
            started,
            _master: pair.master,
        })
    }

    /// The first frame that shows this text, from the start of the process.
    pub fn first_frame(&mut self, text: &str) -> Result<Frame, Box<dyn Error>> {
        let started = self.started;
        self.frame(started, text)
    }

    /// The frame that follows a key.
    pub fn key(&mut self, key: &str) -> Result<Frame, Box<dyn Error>> {
        while let Ok((_, bytes)) = self.output.recv_timeout(QUIET) {
            self.screen.process(&bytes);
        }
        let pressed = Instant::now();
        self.keys.write_all(key.as_bytes())?;
        self.frame(pressed, "")
    }

    fn frame(&mut self, since: Instant, text: &str) -> Result<Frame, Box<dyn Error>> {
        let (mut bytes, mut last) = (0, None);
        while since.elapsed() < DEADLINE {
            let Ok((time, part)) = self.output.recv_timeout(QUIET) else {
                match last {
                    Some(last) if self.screen.screen().contents().contains(text) => {
                        let taken: Duration = last - since;
                        let seconds = taken.as_secs_f64();
                        return Ok(Frame { seconds, bytes });
                    }
                    _ => continue,
                }
            };
            self.screen.process(&part);
            bytes += part.len();
            last = Some(time);
        }
        Err(format!(
            "no frame with {text:?}:\n{}",
            self.screen.screen().contents()
        )
        .into())
    }

    /// Presses a key that ends the program, and waits until it has ended.
    pub fn leave(mut self, key: &str) -> Result<(), Box<dyn Error>> {
        self.keys.write_all(key.as_bytes())?;
        while self.output.recv_timeout(DEADLINE).is_ok() {}
        Ok(())
    }

    /// What the window shows.
    pub fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Clock ticks of CPU and how often its threads wake, while nobody touches it for so long.
    /// `None` where the system does not tell (proc(5) does).
    pub fn idle(&self, time: Duration) -> Option<(u64, u64)> {
        // What the last frame has started comes to its end.
        thread::sleep(Duration::from_secs(1));
        let (ticks, wakings) = self.work()?;
        thread::sleep(time);
        let (now, woken) = self.work()?;
        Some((now - ticks, woken - wakings))
    }

    fn work(&self) -> Option<(u64, u64)> {
        let process = self.child.process_id()?;
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The name before it may hold blanks; then utime and stime are the 12th and 13th field.
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks = |place: usize| fields.get(place)?.parse::<u64>().ok();
        let mut wakings = 0;
        for task in fs::read_dir(format!("/proc/{process}/task"))
            .ok()?
            .flatten()
        {
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            wakings += field(&status, "voluntary_ctxt_switches:").unwrap_or(0);
        }
        Some((ticks(11)? + ticks(12)?, wakings))
    }

    /// The largest memory it had, in MiB.
    pub fn peak(&self) -> Option<f64> {
        let process = self.child.process_id()?;
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        Some(field(&status, "VmHWM:")? as f64 / 1024.0)
    }
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

impl Drop for Window {
    fn drop(&mut self) {
        // It is measured no more; how it ends does not matter.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
