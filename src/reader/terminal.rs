//! Raw mode: the one file that changes how the terminal works, and puts it back.

use std::io;
use std::sync::Once;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// While it lives, keys come at once and are not shown.
pub struct RawMode(());

impl RawMode {
    /// # Errors
    /// When standard input is no terminal, or does not allow it.
    pub fn enter() -> io::Result<RawMode> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let usual = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                // The message is to stand on a terminal that works.
                restore();
                usual(panic);
            }));
        });
        enable_raw_mode()?;
        Ok(RawMode(()))
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        restore();
    }
}

/// Puts the terminal back. Does nothing when it is as it was.
pub fn restore() {
    // On a terminal that is gone there is nothing to put back.
    let _ = disable_raw_mode();
}
