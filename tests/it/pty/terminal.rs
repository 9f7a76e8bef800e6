//! A terminal with the program in it: keys go in, and what it shows can be waited for.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

mod escape;

use escape::Escape;

/// Nothing that is waited for takes this long, on a busy machine either.
const DEADLINE: Duration = Duration::from_secs(15);

/// A run is left within one second; the rest is for a busy machine.
const LEAVING: Duration = Duration::from_secs(4);

pub const CTRL_C: &str = "\x03";
pub const ESC: &str = "\x1b";
pub const RIGHT: &str = "\x1b[C";
pub const LEFT: &str = "\x1b[D";
pub const ENTER: &str = "\r";

pub struct Terminal {
    pub id: Pid,
    /// `None` when the window has been closed.
    window: Option<Window>,
    output: Receiver<Vec<u8>>,
    ended: Receiver<ExitStatus>,
    status: Option<ExitStatus>,
    /// What the terminal shows, if it is large enough to show something.
    pub screen: vt100::Parser,
    /// Everything it has ever been told.
    pub raw: Vec<u8>,
    /// The same without escape sequences and blanks, and how much of it has been waited for.
    text: Vec<u8>,
    state: Escape,
    mark: usize,
    /// Canonical mode, echo and signal keys, as they were before the program began.
    modes: [bool; 3],
}

struct Window {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    /// Who holds it keeps the output from being read any further.
    ears: Arc<Mutex<()>>,
    closing: Arc<AtomicBool>,
    reader: JoinHandle<()>,
}

impl Terminal {
    /// The program with these arguments.
    pub fn open(columns: u16, rows: u16, home: &Path, lang: &str, arguments: &[&str]) -> Terminal {
        let mut command = program(env!("CARGO_BIN_EXE_sockets-tutor"));
        command.args(arguments);
        Terminal::run(columns, rows, home, lang, command)
    }

    /// Any program, with an environment of its own.
    pub fn run(
        columns: u16,
        rows: u16,
        home: &Path,
        lang: &str,
        mut command: CommandBuilder,
    ) -> Terminal {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("SOCKETS_TUTOR_LANG", lang);
        command.cwd(home);
        let modes = modes(&*pair.master);
        let mut from_program = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let mut child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        let id = child.process_id().expect("it has a number");
        let id = i32::try_from(id).ok().and_then(Pid::from_raw);
        let (sender, output) = channel();
        let closing = Arc::new(AtomicBool::new(false));
        let is_closing = Arc::clone(&closing);
        let ears = Arc::new(Mutex::new(()));
        let open_ears = Arc::clone(&ears);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The end of a terminal is an error (EIO) on Linux and nothing at all elsewhere.
            while let Ok(count @ 1..) = from_program.read(&mut buffer) {
                drop(open_ears.lock().expect("nobody panics with it"));
                let heard = sender.send(buffer[..count].to_vec());
                if is_closing.load(Ordering::SeqCst) || heard.is_err() {
                    break;
                }
            }
        });
        let (sender, ended) = channel();
        thread::spawn(move || sender.send(child.wait().expect("a child can be waited for")));
        Terminal {
            id: id.expect("a process number"),
            window: Some(Window {
                master: pair.master,
                keys,
                ears,
                closing,
                reader,
            }),
            output,
            ended,
            status: None,
            // The emulator itself cannot be as small as a terminal can.
            screen: vt100::Parser::new(rows.max(5), columns.max(20), 0),
            raw: Vec::new(),
            text: Vec::new(),
            state: Escape::None,
            mark: 0,
            modes,
        }
    }

    pub fn press(&mut self, keys: &str) {
        let window = self.window.as_mut().expect("an open window");
        // A program that is gone takes no keys; the wait that follows will tell.
        let _ = window.keys.write_all(keys.as_bytes());
    }

    /// Waits until the program has written this text, after the last text waited for; what it
    /// wrote before that. Line breaks and blanks do not count: they depend on the width.
    pub fn wait_for(&mut self, text: &str) -> String {
        self.wait_for_one(&[text]).1
    }

    /// As [`Terminal::wait_for`], for the first of several texts to come; which one it was.
    pub fn wait_for_one(&mut self, texts: &[&str]) -> (usize, String) {
        let wanted: Vec<String> = texts.iter().map(|text| squeeze(text)).collect();
        let deadline = Instant::now() + DEADLINE;
        loop {
            let rest = self.rest();
            let found = wanted.iter().enumerate();
            let found = found.filter_map(|(which, text)| Some((rest.find(text)?, which)));
            if let Some((place, which)) = found.min() {
                self.mark += place + wanted[which].len();
                return (which, rest[..place].to_string());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                self.listen(left),
                "the program does not write {texts:?}; after the last text it wrote {rest:?}\nIn all: {}",
                self.text()
            );
        }
    }

    /// Waits until the window shows this text, on one line.
    pub fn shows(&mut self, text: &str) {
        self.shows_one(&[text]);
    }

    /// Waits until the window shows one of these texts, each on one line; which one it is.
    pub fn shows_one(&mut self, texts: &[&str]) -> usize {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let contents = self.screen.screen().contents();
            if let Some(which) = texts.iter().position(|text| contents.contains(text)) {
                return which;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                self.listen(left),
                "the window does not show {texts:?} but\n{}",
                self.screen.screen().contents()
            );
        }
    }

    /// Takes in what the program writes after a key, until it is quiet for a moment.
    pub fn pause(&mut self) {
        while self.listen(Duration::from_millis(80)) {}
    }

    /// Makes the window another size, as somebody does who pulls at its corner.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen
            .screen_mut()
            .set_size(rows.clamp(5, 512), columns.clamp(20, 1024));
        let window = self.window.as_ref().expect("an open window");
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        window.master.resize(size).expect("a size");
    }

    /// Everything written so far, without blanks.
    pub fn text(&self) -> String {
        squeeze(&String::from_utf8_lossy(&self.text))
    }

    /// What has been written after the last text waited for, without blanks.
    pub fn rest(&self) -> String {
        self.text()[self.mark..].to_string()
    }

    /// Takes in what the program writes next, within `time`. False when nothing comes.
    fn listen(&mut self, time: Duration) -> bool {
        let Ok(bytes) = self.output.recv_timeout(time) else {
            return false;
        };
        self.take(&bytes);
        true
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.raw.extend_from_slice(bytes);
        for byte in bytes {
            let (state, is_text) = self.state.after(*byte);
            self.state = state;
            self.text.extend(is_text.then_some(*byte));
        }
    }

    /// Presses a key again and again until the program has ended, and takes in what it writes.
    pub fn press_to_the_end(&mut self, key: &str) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        while !self.has_ended(Duration::ZERO) {
            assert!(Instant::now() < deadline, "no end: {:?}", self.rest());
            self.press(key);
            while self.listen(Duration::from_millis(60)) {}
        }
        self.end_of_output()
    }

    /// Waits for the program's end and its last words; its status. The terminal must be as before.
    pub fn left(&mut self) -> u32 {
        assert!(self.has_ended(LEAVING), "still there: {:?}", self.rest());
        self.end_of_output()
    }

    fn has_ended(&mut self, within: Duration) -> bool {
        if self.status.is_none() {
            self.status = self.ended.recv_timeout(within).ok();
        }
        self.status.is_some()
    }

    fn end_of_output(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the output does not end"),
            }
        }
        if let Some(window) = &self.window {
            assert_eq!(
                modes(&*window.master),
                self.modes,
                "the terminal is not as before"
            );
        }
        let status = self.status.as_ref().expect("it has ended");
        assert_eq!(status.signal(), None, "{status:?}");
        status.exit_code()
    }

    /// True when keys come at once and are not shown.
    pub fn is_raw(&self) -> bool {
        let window = self.window.as_ref().expect("an open window");
        modes(&*window.master) == [false; 3]
    }

    /// True when keys are lines, echo and signals, as before the program began.
    pub fn is_as_before(&self) -> bool {
        let window = self.window.as_ref().expect("an open window");
        modes(&*window.master) == self.modes
    }

    /// Does to the terminal what a shell does that stands in it: keys are lines, its own screen.
    pub fn use_it(&mut self) {
        let window = self.window.as_ref().expect("an open window");
        let tty = tty(&*window.master);
        let mut modes = tcgetattr(&tty).expect("a terminal");
        modes.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        tcsetattr(&tty, OptionalActions::Now, &modes).expect("a terminal");
        self.screen.process(b"\x1b[?1049l\x1b[H\x1b[2J$ ");
    }

    /// Does `meanwhile` while nobody reads what the terminal is told and it has room for no more.
    pub fn while_stuck(&mut self, meanwhile: impl FnOnce(&mut Terminal)) {
        let window = self.window.as_ref().expect("an open window");
        let ears = Arc::clone(&window.ears);
        let held = ears.lock().expect("nobody panics with it");
        let mut tty = tty(&*window.master);
        let flags = fcntl_getfl(&tty).expect("a terminal");
        fcntl_setfl(&tty, flags | OFlags::NONBLOCK).expect("a terminal");
        // Blanks, that nothing is seen of it.
        while tty.write(&[b' '; 64]).is_ok() {}
        meanwhile(self);
        drop(held);
    }

    pub fn signal(&self, signal: Signal) {
        assert!(
            self.status.is_none(),
            "the number may be somebody else's by now"
        );
        kill_process(self.id, signal).expect("the program is there");
    }

    /// Closes the window, as a click on its cross does: the terminal is gone.
    pub fn close_window(&mut self) {
        let window = self.window.take().expect("an open window");
        let mut tty = tty(&*window.master);
        // The writer would say good-bye with the end-of-file character: a key for the program.
        let mut modes = tcgetattr(&tty).expect("a terminal");
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&tty, OptionalActions::Now, &modes).expect("a terminal");
        // The reader holds the terminal open until it has something to read.
        window.closing.store(true, Ordering::SeqCst);
        tty.write_all(b".").expect("a terminal");
        window.reader.join().expect("a reader does not panic");
    }

    /// The number of its process.
    #[cfg(target_os = "linux")]
    pub fn process(&self) -> i32 {
        self.id.as_raw_nonzero().get()
    }

    /// How often the program has written these bytes.
    pub fn times_written(&self, bytes: &[u8]) -> usize {
        let windows = self.raw.windows(bytes.len());
        windows.filter(|window| *window == bytes).count()
    }

    /// Waits until the process is gone, however it ended.
    pub fn is_gone(&mut self) -> bool {
        self.has_ended(LEAVING)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if !self.has_ended(Duration::ZERO) {
            // Nobody has waited for it yet, so the number is still its own.
            let _ = kill_process(self.id, Signal::KILL);
            self.has_ended(DEADLINE);
        }
    }
}

/// A program without the environment of the tests.
pub fn program(path: impl AsRef<OsStr>) -> CommandBuilder {
    let mut command = CommandBuilder::new(path);
    command.env_clear();
    command
}

/// The program's side of the terminal.
fn tty(master: &(dyn MasterPty + Send)) -> File {
    let name = master.tty_name().expect("it has a name");
    let mut tty = OpenOptions::new();
    tty.read(true).write(true).open(name).expect("it is there")
}

/// Canonical mode, echo, signal keys.
fn modes(master: &(dyn MasterPty + Send)) -> [bool; 3] {
    let termios = master.get_termios().expect("a terminal");
    let flags = termios.local_flags.bits();
    [libc::ICANON, libc::ECHO, libc::ISIG].map(|flag| flags & flag != 0)
}

pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
