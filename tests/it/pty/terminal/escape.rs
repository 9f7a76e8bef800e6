//! Escape sequences, told from the text between them.

/// How far an escape sequence has come (ECMA-48: CSI ends with `@` to `~`; OSC with BEL or ST).
#[derive(Clone, Copy)]
pub enum Escape {
    None,
    Begun,
    Csi,
    Osc,
}

impl Escape {
    /// The state after a byte, and whether the byte is text.
    pub fn after(self, byte: u8) -> (Escape, bool) {
        match (self, byte) {
            (_, 0x1b) => (Escape::Begun, false),
            (Escape::None, _) => (Escape::None, true),
            (Escape::Begun, b'[') => (Escape::Csi, false),
            (Escape::Begun, b']') => (Escape::Osc, false),
            (Escape::Csi, 0x40..=0x7e) | (Escape::Osc, 0x07) | (Escape::Begun, _) => {
                (Escape::None, false)
            }
            (state, _) => (state, false),
        }
    }
}
