//! The harness: the program run as somebody else would run it, in a world of its own.
//!
//! Nothing of the machine gets in: the environment is empty, home and working folder are new, and
//! standard input has ended. Everything that comes out is looked at: an [`Outcome`] cannot be asked
//! for one of its three parts without the other two being compared.

mod filter;

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

pub use filter::filtered;

/// No command of a test takes this long, on a busy machine either.
pub const DEADLINE: Duration = Duration::from_secs(20);

pub const LANGS: [&str; 2] = ["en", "zh"];

static SKIPPED: AtomicUsize = AtomicUsize::new(0);

/// Says that a test cannot run on this machine, and why; a test does not end in silence.
pub fn skipped(why: &str) {
    let count = SKIPPED.fetch_add(1, Ordering::SeqCst) + 1;
    // Not through `eprintln!`, which the test runner keeps to itself when a test passes.
    let _ = writeln!(std::io::stderr(), "skipped ({count}): {why}");
}

/// A new folder, gone with the value. It is home and working folder at once.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> World {
        let folder = tempfile::Builder::new().prefix("tutor-").tempdir();
        World {
            folder: folder.expect("a temporary folder"),
        }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        let parent = path.parent().expect("it lies in the folder");
        fs::create_dir_all(parent).expect("a folder can be made");
        fs::write(&path, contents).expect("a file can be written");
        path
    }

    pub fn tutor<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Tutor<'_> {
        let program = Path::new(env!("CARGO_BIN_EXE_sockets-tutor"));
        self.program(program, arguments)
    }

    /// Another program, under the same conditions.
    pub fn program<A: AsRef<OsStr>>(
        &self,
        program: &Path,
        arguments: impl IntoIterator<Item = A>,
    ) -> Tutor<'_> {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.folder.path());
        command.env("HOME", self.folder.path());
        // Without it Windows opens no socket.
        command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        command.args(arguments);
        Tutor {
            world: self,
            command,
            input: Vec::new(),
            within: DEADLINE,
        }
    }
}

/// A command, ready to be run.
#[must_use]
pub struct Tutor<'w> {
    world: &'w World,
    command: Command,
    input: Vec<u8>,
    within: Duration,
}

impl Tutor<'_> {
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs in this folder and not in that of the world.
    pub fn directory(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub fn without_home(mut self) -> Self {
        self.command.env_remove("HOME");
        self
    }

    pub fn lang(self, lang: &str) -> Self {
        self.env("SOCKETS_TUTOR_LANG", lang)
    }

    /// What standard input holds before it ends.
    pub fn input(mut self, input: &str) -> Self {
        self.input = input.as_bytes().to_vec();
        self
    }

    /// For compilers, which take longer than the program does.
    pub fn within(mut self, time: Duration) -> Self {
        self.within = time;
        self
    }

    pub fn run(mut self) -> Outcome {
        self.command.stdout(Stdio::piped());
        self.run_with_output()
    }

    /// Runs with a standard output of the caller's; the outcome's is empty.
    pub fn run_into(mut self, output: impl Into<Stdio>) -> Outcome {
        self.command.stdout(output);
        self.run_with_output()
    }

    fn run_with_output(mut self) -> Outcome {
        let shown = format!("{:?}", self.command);
        self.command.stderr(Stdio::piped()).stdin(Stdio::piped());
        let deadline = Instant::now() + self.within;
        let mut child = self.command.spawn().expect("the program starts");
        // The command holds the caller's output; a pipe closes only when that is gone too.
        drop(self.command);
        let stdout = child.stdout.take().map(reader);
        let stderr = child.stderr.take().map(reader);
        let mut stdin = child.stdin.take().expect("it is piped");
        let input = self.input;
        // A program that does not read its input leaves this thread with a closed pipe.
        thread::spawn(move || stdin.write_all(&input));
        let (id, status) = (child.id(), waiter(child));
        let Ok(status) = status.recv_timeout(left(deadline)) else {
            kill(id);
            panic!("{shown} was not done in {:?}", self.within);
        };
        let read = |output: Option<Receiver<Vec<u8>>>| {
            let output = output.map(|output| output.recv_timeout(left(deadline)));
            let output = output.unwrap_or(Ok(Vec::new()));
            let bytes = output.unwrap_or_else(|_| panic!("{shown}: the output does not end"));
            String::from_utf8(bytes).unwrap_or_else(|error| panic!("{shown}: {error}"))
        };
        let (stdout, stderr) = (read(stdout), read(stderr));
        let folder = self.world.folder.path();
        Outcome {
            shown,
            filtered: (filtered(&stdout, folder), filtered(&stderr, folder)),
            stdout,
            stderr,
            status,
        }
    }
}

/// What came out. All three parts are compared, whichever one a test is about.
#[derive(Debug)]
#[must_use]
pub struct Outcome {
    shown: String,
    stdout: String,
    stderr: String,
    filtered: (String, String),
    /// `None` when a signal ended the program.
    status: Option<i32>,
}

impl Outcome {
    /// The output of a command that went well: nothing on standard error, status 0.
    pub fn good(self) -> String {
        let rest = (self.stderr.as_str(), self.status);
        assert_eq!(rest, ("", Some(0)), "{}\n{}", self.shown, self.stdout);
        self.stdout
    }

    /// As [`Outcome::good`], with what differs from run to run filtered out.
    #[cfg(target_os = "linux")]
    pub fn good_filtered(self) -> String {
        let filtered = self.filtered.0.clone();
        self.good();
        filtered
    }

    /// Output and filtered warning of a command that went on all the same.
    pub fn warned(self) -> (String, String) {
        assert_eq!(self.status, Some(0), "{}\n{}", self.shown, self.stderr);
        assert_eq!(self.stderr.lines().count(), 2, "{}", self.stderr);
        (self.stdout, self.filtered.1)
    }

    /// Output and filtered error of a command whose verdict was "not passed".
    pub fn not_passed(self) -> (String, String) {
        assert_eq!(self.status, Some(1), "{}\n{}", self.shown, self.stderr);
        (self.stdout, self.filtered.1)
    }

    /// For a probe of the machine, and advice that is tried: whether all went well.
    pub fn is_good(&self) -> bool {
        self.status == Some(0) && self.stderr.is_empty()
    }

    /// Whether another program was found at all.
    pub fn is_there(&self) -> bool {
        self.status == Some(0)
    }

    /// What another program printed that went well; of its remarks on standard error we know nothing.
    pub fn printed(self) -> String {
        assert_eq!(self.status, Some(0), "{}\n{}", self.shown, self.stderr);
        self.stdout
    }

    /// The error of a command used wrongly: nothing on standard output, status 2.
    pub fn trouble(self) -> String {
        let rest = (self.stdout.as_str(), self.status);
        assert_eq!(rest, ("", Some(2)), "{}\n{}", self.shown, self.stderr);
        self.filtered.1
    }
}

/// Reads to the end on a thread of its own, so that no full pipe stops the program.
fn reader(mut output: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, bytes) = mpsc::channel();
    thread::spawn(move || {
        let mut read = Vec::new();
        let _ = output.read_to_end(&mut read);
        let _ = sender.send(read);
    });
    bytes
}

fn waiter(mut child: Child) -> Receiver<Option<i32>> {
    let (sender, status) = mpsc::channel();
    thread::spawn(move || {
        let status = child.wait().expect("a child can be waited for");
        let _ = sender.send(status.code());
    });
    status
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

/// Ends a child that is still being waited for, so its number is still its own.
#[cfg(unix)]
fn kill(id: u32) {
    use rustix::process::{Pid, Signal, kill_process};

    let id = i32::try_from(id).ok().and_then(Pid::from_raw);
    let _ = id.map(|id| kill_process(id, Signal::KILL));
}

#[cfg(not(unix))]
fn kill(id: u32) {
    let _ = Command::new("taskkill")
        .args(["/F", "/PID", &id.to_string()])
        .status();
}

#[test]
#[should_panic(expected = "was not done in")]
#[cfg(unix)]
fn a_program_that_hangs_is_ended() {
    let world = World::new();
    let hang = world.program(Path::new("/bin/sh"), ["-c", "exec sleep 60"]);
    let outcome = hang
        .within(Duration::from_millis(200))
        .env("PATH", "/bin:/usr/bin")
        .run();
    outcome.good();
}
