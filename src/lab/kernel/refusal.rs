//! Why the kernel engine is not to be had, as data; the words stand in `lessons/ui.*.toml`.

use std::fmt;
use std::io;

/// The kernel engine could not be started.
#[derive(Debug, thiserror::Error)]
#[error("no kernel engine: {step}: {error}")]
pub struct Unavailable {
    /// What was being done.
    pub step: Step,
    /// What the system answered.
    pub error: io::Error,
    pub cause: Cause,
}

/// What is done to build hosts, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The helper process is started, told what to build, and heard.
    Helper,
    UserNamespace,
    NetworkNamespace,
    /// The pair of network cards that is the host's end of the cable and ours.
    Veth,
    /// The cards are made to compute checksums and to cut segments before the cable.
    Offload,
    /// The socket through which our end of a cable is read and written.
    PacketSocket,
    /// Address, route, and the card switched on.
    Address,
    /// One of [`super::HostSpec::settings`].
    Setting,
    /// The list of a host's connections.
    Table,
    /// A socket inside a host.
    Socket,
}

impl Step {
    const NAMES: [(Step, &'static str); 10] = [
        (Step::Helper, "helper"),
        (Step::UserNamespace, "user-namespace"),
        (Step::NetworkNamespace, "network-namespace"),
        (Step::Veth, "veth"),
        (Step::Offload, "offload"),
        (Step::PacketSocket, "packet-socket"),
        (Step::Address, "address"),
        (Step::Setting, "setting"),
        (Step::Table, "table"),
        (Step::Socket, "socket"),
    ];

    #[cfg(target_os = "linux")]
    pub(super) fn named(name: &str) -> Option<Step> {
        let known = Step::NAMES.iter().find(|(_, known)| *known == name);
        known.map(|(step, _)| *step)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Step::NAMES.iter().find(|(step, _)| step == self);
        f.write_str(name.map_or("", |(_, name)| name))
    }
}

/// What in this system stands against it, as far as the system tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    NotLinux,
    /// The kernel is built without user or network namespaces.
    NoNamespaces,
    /// `user.max_user_namespaces` is 0, or all it allows are in use.
    UserLimit,
    /// The same of `user.max_net_namespaces`.
    NetLimit,
    /// `kernel.unprivileged_userns_clone` is 0: Debian's and Arch's switch.
    SwitchedOff,
    /// AppArmor takes every right away inside a user namespace: Ubuntu since 23.10.
    AppArmor,
    /// A filter of system calls, as containers have one.
    Seccomp,
    NoVeth,
    NoPacketSockets,
    /// A host's setting could not be made; the error names it.
    Setting,
    /// The helper process could not be started.
    NoHelper,
    /// The helper process ended without an answer.
    HelperDied,
    /// The helper process did not answer in time.
    Late,
    Unknown,
}

impl Cause {
    pub const ALL: [Cause; 14] = [
        Cause::NotLinux,
        Cause::NoNamespaces,
        Cause::UserLimit,
        Cause::NetLimit,
        Cause::SwitchedOff,
        Cause::AppArmor,
        Cause::Seccomp,
        Cause::NoVeth,
        Cause::NoPacketSockets,
        Cause::Setting,
        Cause::NoHelper,
        Cause::HelperDied,
        Cause::Late,
        Cause::Unknown,
    ];

    /// The name under which its words stand in the files of the screens.
    pub fn name(self) -> &'static str {
        match self {
            Cause::NotLinux => "not-linux",
            Cause::NoNamespaces => "no-namespaces",
            Cause::UserLimit => "user-limit",
            Cause::NetLimit => "net-limit",
            Cause::SwitchedOff => "switched-off",
            Cause::AppArmor => "apparmor",
            Cause::Seccomp => "seccomp",
            Cause::NoVeth => "no-veth",
            Cause::NoPacketSockets => "no-packet-sockets",
            Cause::Setting => "setting",
            Cause::NoHelper => "no-helper",
            Cause::HelperDied => "helper-died",
            Cause::Late => "late",
            Cause::Unknown => "unknown",
        }
    }
}
