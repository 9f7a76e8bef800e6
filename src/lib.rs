//! A network programming course in one binary: lessons in the terminal, live sockets on localhost.
//!
//! # The map
//!
//! Two streams meet in [`render`] and nowhere else: what an author wrote and what the machine did.
//!
//! ```text
//!   lessons/  (Markdown, English and Chinese)     src/demos/  (plain socket code)
//!        │ read once                                   │ every call passes through
//!     course   a lesson: page, questions            lab   packets one can hold, on cables one can cut
//!        │                                          net   observed sockets, the gate
//!        │                                             │
//!        ▼                                             ▼
//!      doc     what a page is made of               event  what really happened
//!        └─────────────────────┬───────────────────────┘
//!                           render   pages, sentences, JSON, diagrams
//!                              │
//!                             cli    one file for each command
//! ```
//!
//! A module uses only rows below its own; a test reads the sources and says so with file and line.
//!
//! | row | modules | |
//! |---|---|---|
//! | 8 | [`cli`] | arguments, commands, exit codes; prints |
//! | 7 | [`reader`] | the full screen: contents, lessons, the theatre |
//! | 6 | [`render`] | page and events → every output |
//! | 4 | [`demos`] | live exchanges, one file each, and the registry |
//! | 3 | [`lab`] | the packet laboratory: hosts, cables, routers; stands on the run of [`net`] |
//! | 2 | [`net`], [`course`], [`progress`] | observed sockets; lessons, questions, narrations; what the learner has done |
//! | 1 | [`doc`], [`event`], [`lang`] | three vocabularies, plain data |
//!
//! Row 5 (exercises) is not built yet.
//!
//! # What is absent on purpose
//!
//! 1. Nothing but [`net`] and [`lab`] makes events. A demo cannot invent one: it has no pen.
//! 2. Only `doc::markdown` knows the Markdown parser; only `render` knows termimad.
//! 3. One file changes how the terminal works, one reads its keys; only `cli` prints. Screens are
//!    pure: what they show follows from what they were told.
//! 4. A demo knows nothing of steps, languages or output: `demos/tcp_echo.rs` is the code a
//!    student would write, with one `use` line that names [`net`] instead of `std`.
//! 5. No socket of ours binds anything but 127.0.0.1 or ::1, and none a fixed port; but in the
//!    laboratory's own networks, which nobody else is in.
//! 6. No thread sleeps to wait for another; every wait has a deadline, and a deadline is an error.
//! 7. Bytes from outside reach a terminal only through `render::bytes` and `doc::clean`.
//! 8. Nothing needs root, a network or another program.
//!
//! # Where to begin reading
//!
//! `demos/tcp_echo.rs`, then `net/tcp.rs` and `net/gate.rs`, then [`event`], then
//! `render/story.rs`, then `cli/run_demo.rs`.

pub mod cli;
pub mod course;
pub mod demos;
pub mod doc;
pub mod event;
pub mod lab;
pub mod lang;
pub mod net;
pub mod progress;
pub mod reader;
pub mod render;
