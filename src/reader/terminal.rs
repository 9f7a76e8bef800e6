//! The terminal's modes: the one file that changes how the terminal works, and puts it back.
//!
//! What is on is kept in one place, so that whoever leaves first (the screen, a panic, a signal)
//! puts back exactly that, once.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, TryLockError};
use std::thread::{self, ThreadId};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{Command, execute, queue};

/// What of the terminal is changed at this moment.
struct Modes {
    raw: bool,
    /// Alternate screen, hidden cursor and bracketed paste; the thread that draws on it.
    screen: Option<ThreadId>,
    mouse: bool,
    /// What takes the window, until it goes out with the first frame: no empty window is seen before.
    pending: Vec<u8>,
}

static MODES: Mutex<Modes> = Mutex::new(Modes {
    raw: false,
    screen: None,
    mouse: false,
    pending: Vec::new(),
});

/// The process is about to end: nothing may be changed or written any more. Beside the modes, which
/// somebody may hold who writes to a terminal that takes no output.
static OVER: AtomicBool = AtomicBool::new(false);

fn is_over() -> bool {
    OVER.load(Ordering::SeqCst)
}

fn modes() -> MutexGuard<'static, Modes> {
    MODES
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// While it lives, keys come at once and are not shown.
pub struct RawMode(());

impl RawMode {
    /// # Errors
    /// When standard input is no terminal, or does not allow it.
    pub fn enter() -> io::Result<RawMode> {
        restore_at_panic();
        let mut modes = modes();
        enable_raw_mode()?;
        modes.raw = true;
        Ok(RawMode(()))
    }
}

impl RawMode {
    /// Stops the program as Ctrl-Z does, with keys as they were before; returns when it goes on. In the
    /// background, where a shell also sends it to end it, keys are left to the shell.
    ///
    /// # Errors
    /// When the system refuses it, or keys cannot come at once any more.
    pub fn suspend(&self) -> io::Result<()> {
        if !stop()? {
            return Ok(());
        }
        let mut modes = modes();
        // In the background the system would stop it again.
        if is_in_front() && !is_over() {
            enable_raw_mode()?;
            modes.raw = true;
        }
        Ok(())
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        restore();
    }
}

/// While it lives, the program has the whole window: alternate screen, hidden cursor, keys at once,
/// pastes apart from keys.
pub struct FullScreen {
    mouse: bool,
}

impl FullScreen {
    /// # Errors
    /// When standard input or output is no terminal.
    pub fn enter() -> io::Result<FullScreen> {
        restore_at_panic();
        let screen = FullScreen { mouse: true };
        screen.take()?;
        Ok(screen)
    }

    /// Takes the terminal, in whatever state it is: others may have used it while the program was
    /// stopped. What follows on the screen shows together with the next frame.
    pub fn take(&self) -> io::Result<()> {
        let mut modes = modes();
        if is_over() {
            return Ok(());
        }
        if std::mem::take(&mut modes.raw) {
            // Who thinks that the mode is on does not switch it on.
            disable_raw_mode()?;
        }
        enable_raw_mode()?;
        modes.raw = true;
        queue!(modes.pending, BeginSynchronizedUpdate)?;
        if modes.screen.is_some() {
            // Entered twice, some terminals forget where the shell's cursor stood.
            queue!(modes.pending, LeaveAlternateScreen)?;
        }
        modes.screen = Some(thread::current().id());
        queue!(
            modes.pending,
            EnterAlternateScreen,
            Clear(ClearType::All),
            Hide,
            EnableBracketedPaste
        )?;
        if self.mouse {
            queue!(modes.pending, Mouse(true))?;
        }
        modes.mouse = self.mouse;
        Ok(())
    }

    /// Leaves the mouse to the terminal, or takes it back; whether clicks come to the program now.
    /// While they do, a terminal marks text only with Shift.
    pub fn toggle_mouse(&mut self) -> io::Result<bool> {
        self.mouse = !self.mouse;
        let mut modes = modes();
        if modes.screen.is_some() && modes.mouse != self.mouse {
            execute!(io::stdout(), Mouse(self.mouse))?;
            modes.mouse = self.mouse;
        }
        Ok(self.mouse)
    }

    /// Gives the terminal back and stops the program as Ctrl-Z does; returns when it goes on, which
    /// for a job without a shell is at once. Then it is to be [taken](FullScreen::take) again, if this
    /// was true.
    ///
    /// # Errors
    /// When the system refuses it.
    pub fn suspend(&self) -> io::Result<bool> {
        stop()
    }
}

impl Drop for FullScreen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back and stops everything of this job; a job without a shell is not stopped by
/// the system. Whether that was done.
#[cfg(unix)]
fn stop() -> io::Result<bool> {
    restore();
    rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
    Ok(true)
}

/// Elsewhere there is nothing to go back to.
#[cfg(not(unix))]
fn stop() -> io::Result<bool> {
    Ok(false)
}

/// Whether the terminal is this job's. One that controls no jobs is everybody's.
#[cfg(unix)]
pub fn is_in_front() -> bool {
    let front = rustix::termios::tcgetpgrp(rustix::stdio::stdin());
    front.map_or(true, |front| front == rustix::process::getpgrp())
}

/// Elsewhere there are no jobs.
#[cfg(not(unix))]
pub fn is_in_front() -> bool {
    true
}

/// Writes a frame, unless the screen has been given back: one drawn late must not fall on the shell.
///
/// # Errors
/// When the terminal cannot be written.
pub fn write(frame: &str) -> io::Result<()> {
    let mut modes = modes();
    if modes.screen.is_none() || is_over() {
        return Ok(());
    }
    // At once: a terminal that is woken twice shows it later.
    modes.pending.extend_from_slice(frame.as_bytes());
    let written = send(&modes.pending);
    modes.pending.clear();
    written
}

/// Writes all in as few pieces as the terminal takes; standard output by itself ends one after each
/// line feed.
#[cfg(unix)]
fn send(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Elsewhere it also speaks to consoles that do not take UTF-8.
#[cfg(not(unix))]
fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes).and_then(|()| out.flush())
}

/// The columns and lines of the window; none where the system does not tell.
pub fn size() -> (u16, u16) {
    #[cfg(unix)]
    // Crossterm opens the terminal anew to ask it, and a key waits for that.
    if let Ok(size) = rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        return (size.ws_col, size.ws_row);
    }
    crossterm::terminal::size().unwrap_or_default()
}

/// Puts the terminal back. Does nothing when it is as it was.
pub fn restore() {
    put_back(&mut modes());
}

/// Puts the terminal back before the process ends; nobody can change it after this.
pub fn restore_for_good() {
    OVER.store(true, Ordering::SeqCst);
    put_back(&mut modes());
}

/// Throws away what the terminal has not taken yet. A terminal that takes nothing holds up whoever
/// writes to it, and so everybody who wants to put it back.
#[cfg(unix)]
pub fn drop_output() {
    use rustix::termios::{Action, QueueSelector, tcflow, tcflush};

    let terminal = rustix::stdio::stdout();
    // Linux does not wake a writer when there is room again after this, but when output may go on.
    let _ = tcflow(terminal, Action::OOff);
    let _ = tcflush(terminal, QueueSelector::OFlush);
    let _ = tcflow(terminal, Action::OOn);
}

/// Elsewhere a window always takes what is written.
#[cfg(not(unix))]
pub fn drop_output() {}

/// Makes keys lines again, without a word to the terminal: somebody else is held up by it.
pub fn give_up() {
    OVER.store(true, Ordering::SeqCst);
    let _ = disable_raw_mode();
}

/// On a terminal that is gone there is nothing to put back: errors are of no use here.
fn put_back(modes: &mut Modes) {
    let mut out = io::stdout();
    // First what was to be taken, if no frame came.
    let _ = out.write_all(&std::mem::take(&mut modes.pending));
    if std::mem::take(&mut modes.mouse) {
        let _ = execute!(out, Mouse(false));
    }
    if modes.screen.take().is_some() {
        let _ = execute!(
            out,
            WholeScreen,
            DisableBracketedPaste,
            ResetColor,
            LeaveAlternateScreen,
            Show,
            EndSynchronizedUpdate
        );
        let _ = out.flush();
    }
    if std::mem::take(&mut modes.raw) {
        let _ = disable_raw_mode();
    }
}

/// A panic's message is to stand on a terminal that works. A panic of another thread than the one
/// that draws is told by whoever joins that thread, and leaves the screen alone.
fn restore_at_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // The panic may come from a write, in which the modes are held.
            let held = match MODES.try_lock() {
                Ok(modes) => Some(modes),
                Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            };
            match held {
                Some(mut modes) => {
                    if (modes.screen).is_some_and(|drawer| drawer != thread::current().id()) {
                        return;
                    }
                    put_back(&mut modes);
                }
                None => put_back(&mut Modes {
                    raw: true,
                    screen: Some(thread::current().id()),
                    mouse: true,
                    pending: Vec::new(),
                }),
            }
            usual(panic);
        }));
    });
}

/// All rows scroll again (VT100's DECSTBM): of a frame that was thrown away only a part was seen.
struct WholeScreen;

impl Command for WholeScreen {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[r")
    }

    /// The old console of Windows has no such rows.
    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Presses, releases and the wheel, with their cells (xterm's modes 1000 and 1006). Crossterm's own
/// command also asks for every motion, which would wake an idle screen.
struct Mouse(bool);

impl Command for Mouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str(match self.0 {
            true => "\x1b[?1000h\x1b[?1006h",
            false => "\x1b[?1006l\x1b[?1000l",
        })
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
        match self.0 {
            true => EnableMouseCapture.execute_winapi(),
            false => DisableMouseCapture.execute_winapi(),
        }
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}
