//! The program; all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    sockets_tutor::cli::run(std::env::args_os())
}
