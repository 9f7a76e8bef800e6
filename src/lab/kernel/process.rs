//! The helper process as the program sees it.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{Shutdown, shutdown};

use super::cause::{Facts, cause};
use super::channel;
use super::helper::Failure;
use super::refusal::{Cause, Step, Unavailable};
use super::spec::HostSpec;

/// An answer takes no longer, on a busy machine either.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// The helper ends no later than this after it was told to; else it is ended.
const END_WITHIN: Duration = Duration::from_secs(1);

/// A helper that has built its hosts. It ends with the value.
#[derive(Debug)]
pub struct Helper {
    control: OwnedFd,
    child: Child,
}

impl Helper {
    /// Starts it and has it build the hosts; also gives of each our end of its cable, and the list
    /// of its connections.
    pub fn start(
        command: Command,
        hosts: &[HostSpec],
    ) -> Result<(Helper, Vec<[OwnedFd; 2]>), Unavailable> {
        let helper = Helper::spawn(command).map_err(|error| Unavailable {
            step: Step::Helper,
            error,
            cause: Cause::NoHelper,
        })?;
        let lines: Vec<String> = hosts.iter().map(HostSpec::line).collect();
        channel::send(&helper.control, &lines.join("\n"), None).map_err(unheard)?;
        let told = || match helper.answer() {
            Ok(descriptor) => descriptor.map_err(refused),
            Err(error) => Err(unheard(error)),
        };
        let built = hosts.iter().map(|_| Ok([told()?, told()?]));
        let built = built.collect::<Result<_, Unavailable>>()?;
        Ok((helper, built))
    }

    fn spawn(mut command: Command) -> io::Result<Helper> {
        let (control, theirs) = channel::pair()?;
        set_socket_timeout(&control, Timeout::Recv, Some(ANSWER_WITHIN))?;
        set_socket_timeout(&control, Timeout::Send, Some(ANSWER_WITHIN))?;
        command
            .arg(super::HELPER)
            .stdin(theirs)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Keys of the terminal, Ctrl-C and Ctrl-Z, are for the program and not for its helper.
            .process_group(0);
        // With `command` goes our copy of its end: without one, its death is heard.
        let child = command.spawn()?;
        Ok(Helper { control, child })
    }

    /// A socket inside a host: `request` is what [`super::helper`] reads.
    ///
    /// # Errors
    /// The inner one is the system's answer, and the helper serves on; after the outer one it is
    /// of no more use.
    pub fn socket(&self, request: &str) -> io::Result<io::Result<OwnedFd>> {
        channel::send(&self.control, request, None)?;
        let made = self.answer()?;
        Ok(made.map_err(|failure| failure.error))
    }

    fn answer(&self) -> io::Result<Result<OwnedFd, Failure>> {
        let answer = channel::receive(&self.control)?;
        let answer = answer.ok_or(io::ErrorKind::UnexpectedEof)?;
        // A descriptor that found no room here was thrown away on the way (unix(7)).
        let no_room = || Failure {
            step: Step::Socket,
            error: io::Error::from_raw_os_error(libc::EMFILE),
            about: String::new(),
        };
        let failure = || Failure::read(&answer.text).unwrap_or_else(no_room);
        Ok(answer.descriptor.ok_or_else(failure))
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        let told = shutdown(&self.control, Shutdown::Write)
            .and_then(|()| set_socket_timeout(&self.control, Timeout::Recv, Some(END_WITHIN)));
        // Its end is closed when it ends; answers that nobody waited for come before.
        while told.is_ok() && matches!(channel::receive(&self.control), Ok(Some(_))) {}
        // Who has not ended by now is ended; who has, only waits to be waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The helper has said what it could not do.
fn refused(failure: Failure) -> Unavailable {
    let cause = cause(failure.step, &failure.error, &Facts::of_this_system());
    let error = match failure.about.as_str() {
        "" => failure.error,
        about => io::Error::new(failure.error.kind(), format!("{about}: {}", failure.error)),
    };
    Unavailable {
        step: failure.step,
        error,
        cause,
    }
}

/// The helper has said nothing.
fn unheard(error: io::Error) -> Unavailable {
    let cause = match error.kind() {
        io::ErrorKind::TimedOut => Cause::Late,
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::BrokenPipe => Cause::HelperDied,
        _ => Cause::Unknown,
    };
    Unavailable {
        step: Step::Helper,
        error,
        cause,
    }
}
