//! The kernel engine: hosts that are network stacks of this Linux, in network namespaces of an
//! unprivileged user namespace. Our process is the cable between them.
//!
//! Time cannot stand still here: the kernels' timers run on while a learner thinks. For stepping
//! there is `sim`; this engine shows that the learner's own kernel does the same.
//!
//! * [`Kernel`] is the engine, [`HostSpec`] one of its hosts. [`SocketMaker`] gives the hosts'
//!   programs observed sockets, which they use on threads of their own while another one serves
//!   the cable.
//! * A helper process builds the hosts (`helper`, with `netlink` and `sys`) and hands descriptors
//!   over (`channel`): for each host our end of its cable and its list of connections (`table`), and
//!   the sockets asked for. It lives as long as the [`Kernel`].
//! * [`Unavailable`] says why the system does not allow it (`cause`).
//!
//! Facts are from user_namespaces(7), network_namespaces(7), veth(4), packet(7) and rtnetlink(7).

mod refusal;
mod spec;

#[cfg(target_os = "linux")]
mod cause;
#[cfg(target_os = "linux")]
mod channel;
#[cfg(target_os = "linux")]
mod engine;
#[cfg(target_os = "linux")]
mod helper;
#[cfg(target_os = "linux")]
mod netlink;
#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod sockets;
#[cfg(target_os = "linux")]
mod sys;
#[cfg(target_os = "linux")]
mod table;

#[cfg(not(target_os = "linux"))]
mod elsewhere;

use std::ffi::OsString;
use std::net::Ipv4Addr;
use std::process::Command;

pub use refusal::{Cause, Step, Unavailable};
pub use spec::HostSpec;

#[cfg(not(target_os = "linux"))]
pub use elsewhere::{Connection, Kernel, SocketMaker};
#[cfg(target_os = "linux")]
pub use engine::Kernel;
#[cfg(target_os = "linux")]
pub use sockets::SocketMaker;
#[cfg(target_os = "linux")]
pub use table::Connection;

/// The one argument with which our program is its own helper.
pub const HELPER: &str = "__lab-helper";

/// This program, for [`Kernel::start`]. On Linux also when its file was replaced meanwhile.
pub fn this_program() -> Command {
    Command::new("/proc/self/exe")
}

/// Builds two hosts and takes them down again: whether the system allows it.
///
/// # Errors
/// As [`Kernel::start`].
pub fn probe() -> Result<(), Unavailable> {
    let host = |last| HostSpec::new(Ipv4Addr::new(10, 0, 0, last), 24);
    Kernel::start(this_program(), &[host(1), host(2)]).map(drop)
}

/// If this process was started as a helper, serves as one until it is no longer needed, and says
/// so. To be asked before anything else is done, and before there is a second thread; `arguments`
/// begin with the program's name.
pub fn served_as_helper(arguments: &[OsString]) -> bool {
    #[cfg(target_os = "linux")]
    if let [_, argument] = arguments
        && argument == HELPER
        && helper::is_asked()
    {
        helper::serve();
        return true;
    }
    let _ = arguments;
    false
}
