//! From what the system answered to what stands against us.

use std::fs;
use std::io;

use rustix::io::Errno;

use super::refusal::{Cause, Step};

/// What the system tells of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// There are user and network namespaces at all.
    pub namespaces: bool,
    /// `kernel.unprivileged_userns_clone` is there and 0.
    pub switched_off: bool,
    /// `kernel.apparmor_restrict_unprivileged_userns` is there and 1.
    pub apparmor: bool,
    /// A filter of system calls is put on this process.
    pub seccomp: bool,
}

impl Facts {
    pub fn of_this_system() -> Facts {
        let holds = |path: &str, value: &str| {
            fs::read_to_string(path).is_ok_and(|text| text.trim() == value)
        };
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        Facts {
            namespaces: ["user", "net"]
                .iter()
                .all(|kind| fs::exists(format!("/proc/self/ns/{kind}")).unwrap_or(false)),
            switched_off: holds("/proc/sys/kernel/unprivileged_userns_clone", "0"),
            apparmor: holds(
                "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
                "1",
            ),
            // proc_pid_status(5): 2 is SECCOMP_MODE_FILTER.
            seccomp: status.lines().any(|line| line == "Seccomp:\t2"),
        }
    }
}

/// Why `step` was refused with `error`.
pub fn cause(step: Step, error: &io::Error, facts: &Facts) -> Cause {
    let Some(errno) = Errno::from_io_error(error) else {
        return Cause::Unknown;
    };
    let forbidden = matches!(errno, Errno::PERM | Errno::ACCESS);
    match (step, errno) {
        (Step::UserNamespace | Step::NetworkNamespace, _) if !facts.namespaces => {
            Cause::NoNamespaces
        }
        // unshare(2), namespaces(7): EUSERS was the answer before Linux 4.9.
        (Step::UserNamespace, Errno::NOSPC | Errno::USERS) => Cause::UserLimit,
        (Step::NetworkNamespace, Errno::NOSPC | Errno::USERS) => Cause::NetLimit,
        (Step::UserNamespace | Step::NetworkNamespace, Errno::INVAL) => Cause::NoNamespaces,
        (Step::UserNamespace, _) if forbidden && facts.switched_off => Cause::SwitchedOff,
        // A filter answers before AppArmor is asked; AppArmor lets the first step through and
        // forbids all that follows.
        (Step::UserNamespace, _) if facts.seccomp => Cause::Seccomp,
        (_, _) if forbidden && facts.apparmor => Cause::AppArmor,
        (Step::NetworkNamespace, _) if facts.seccomp => Cause::Seccomp,
        (Step::Veth, _) => Cause::NoVeth,
        (Step::PacketSocket, _) => Cause::NoPacketSockets,
        (Step::Setting, _) => Cause::Setting,
        _ => Cause::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_its_cause() {
        let plain = Facts {
            namespaces: true,
            ..Facts::default()
        };
        let none = Facts::default();
        let debian = Facts {
            switched_off: true,
            ..plain.clone()
        };
        let ubuntu = Facts {
            apparmor: true,
            ..plain.clone()
        };
        let docker = Facts {
            seccomp: true,
            ..plain.clone()
        };
        let docker_on_ubuntu = Facts {
            seccomp: true,
            ..ubuntu.clone()
        };
        let (user, net) = (Step::UserNamespace, Step::NetworkNamespace);
        for (step, errno, facts, expected) in [
            (user, Errno::INVAL, &none, Cause::NoNamespaces),
            (net, Errno::INVAL, &plain, Cause::NoNamespaces),
            (user, Errno::NOSPC, &plain, Cause::UserLimit),
            (user, Errno::USERS, &docker, Cause::UserLimit),
            (net, Errno::NOSPC, &ubuntu, Cause::NetLimit),
            (user, Errno::PERM, &debian, Cause::SwitchedOff),
            (user, Errno::PERM, &docker, Cause::Seccomp),
            (user, Errno::NOSYS, &docker, Cause::Seccomp),
            (user, Errno::PERM, &docker_on_ubuntu, Cause::Seccomp),
            (net, Errno::PERM, &ubuntu, Cause::AppArmor),
            (net, Errno::ACCESS, &docker_on_ubuntu, Cause::AppArmor),
            (net, Errno::PERM, &docker, Cause::Seccomp),
            (Step::Veth, Errno::OPNOTSUPP, &plain, Cause::NoVeth),
            (Step::Veth, Errno::PERM, &ubuntu, Cause::AppArmor),
            (
                Step::PacketSocket,
                Errno::PERM,
                &plain,
                Cause::NoPacketSockets,
            ),
            (Step::Setting, Errno::ROFS, &plain, Cause::Setting),
            (user, Errno::PERM, &plain, Cause::Unknown),
            (Step::Address, Errno::EXIST, &plain, Cause::Unknown),
        ] {
            let found = cause(step, &errno.into(), facts);
            assert_eq!(found, expected, "{step} {errno} {facts:?}");
        }
        assert_eq!(cause(user, &io::Error::other("x"), &plain), Cause::Unknown);
    }
}
