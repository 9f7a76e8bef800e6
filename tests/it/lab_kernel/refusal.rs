//! Where the system forbids the kernel engine, it says why.

use std::io;
use std::path::Path;
use std::process::Command;

use sockets_tutor::lab::kernel::{Cause, Kernel, Step, Unavailable};

use super::{host, kernel, program};
use crate::live::skipped;
use crate::support::World;

fn refused(command: Command) -> Unavailable {
    Kernel::start(command, &[host(1), host(2)]).expect_err("it must not start")
}

/// Our program in a user namespace of its own, after `preparation`.
fn limited(preparation: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["-r", "sh", "-c"]);
    command.arg(format!("{preparation} && exec \"$0\" \"$@\""));
    command.arg(program().get_program());
    command
}

#[test]
fn limits_of_the_system_are_named() {
    let raise = "echo 100 >/proc/sys/user/max_user_namespaces";
    if Kernel::start(limited(raise), &[host(1)]).is_err() {
        return skipped("no limits can be set in a user namespace here");
    }
    for (limit, step, cause) in [
        ("max_user_namespaces", Step::UserNamespace, Cause::UserLimit),
        (
            "max_net_namespaces",
            Step::NetworkNamespace,
            Cause::NetLimit,
        ),
    ] {
        // In the outer namespace one may be the second network; so both are forbidden there.
        let preparation = format!("echo 0 >/proc/sys/user/{limit}");
        let refusal = refused(limited_for(limit, &preparation));
        assert_eq!((refusal.step, refusal.cause), (step, cause), "{refusal}");
        assert_eq!(refusal.error.kind(), io::ErrorKind::StorageFull);
    }
}

/// Without a user namespace of its own root may still make a network; nobody may here.
fn limited_for(limit: &str, preparation: &str) -> Command {
    match limit {
        "max_user_namespaces" => limited(&format!(
            "echo 0 >/proc/sys/user/max_net_namespaces && {preparation}"
        )),
        _ => limited(preparation),
    }
}

#[test]
fn a_system_call_that_is_refused_is_named() {
    if kernel(&[host(1)]).is_none() {
        return;
    }
    let strace = |fault: &str| {
        let mut command = Command::new("strace");
        let trace = fault.split(':').next().unwrap_or_default();
        command.args(["-o", "/dev/null", "-e"]);
        command.arg(format!("trace={trace}")).arg("-e");
        command.arg(format!("inject={fault}"));
        command.arg(program().get_program());
        command
    };
    if Kernel::start(strace("chroot:error=EPERM"), &[host(1)]).is_err() {
        return skipped("no strace that can refuse system calls");
    }
    for (fault, step, cause) in [
        (
            "unshare:error=EINVAL",
            Step::UserNamespace,
            Cause::NoNamespaces,
        ),
        (
            "unshare:error=EINVAL:when=2",
            Step::NetworkNamespace,
            Cause::NoNamespaces,
        ),
        ("sendto:error=EOPNOTSUPP:when=1", Step::Veth, Cause::NoVeth),
        (
            "bind:error=EPERM:when=1",
            Step::PacketSocket,
            Cause::NoPacketSockets,
        ),
        ("ioctl:error=EINVAL:when=1+", Step::Offload, Cause::Unknown),
    ] {
        let refusal = refused(strace(fault));
        assert_eq!(
            (refusal.step, refusal.cause),
            (step, cause),
            "{fault}: {refusal}"
        );
    }
}

#[test]
fn a_setting_that_is_not_there_is_named() {
    if kernel(&[host(1)]).is_none() {
        return;
    }
    let mut host = host(1);
    host.settings = vec![("net.ipv4.no_such".to_string(), "1".to_string())];
    let refusal = Kernel::start(program(), &[host]).expect_err("there is no such setting");
    assert_eq!(
        (refusal.step, refusal.cause),
        (Step::Setting, Cause::Setting)
    );
    let text = refusal.error.to_string();
    assert!(text.starts_with("net.ipv4.no_such: "), "{text}");
}

#[test]
fn a_helper_that_does_not_serve_is_named() {
    let shell = |script: &str| {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        command
    };
    for (command, cause) in [
        (Command::new("/no/such/program"), Cause::NoHelper),
        (shell("exit 0"), Cause::HelperDied),
        (shell("kill -9 $$"), Cause::HelperDied),
        // Reads nothing and says nothing, and is ended.
        (shell("exec sleep 600"), Cause::Late),
    ] {
        let shown = format!("{command:?}");
        let refusal = refused(command);
        assert_eq!(
            (refusal.step, refusal.cause),
            (Step::Helper, cause),
            "{shown}"
        );
    }
}

/// The doctor says it in a sentence, in both languages.
#[test]
fn the_doctor_says_why() {
    let world = World::new();
    if Kernel::start(limited("true"), &[host(1)]).is_err() {
        return skipped("no user namespace can be made in a user namespace here");
    }
    for (lang, expected) in [
        (
            "en",
            "no, because this system allows no further user namespace (user.max_user_namespaces); \
             an administrator can allow more: sudo sysctl user.max_user_namespaces=1000\n",
        ),
        (
            "zh",
            "没有，因为系统不允许再建用户命名空间（user.max_user_namespaces）；\
             管理员可以放宽：sudo sysctl user.max_user_namespaces=1000\n",
        ),
    ] {
        let command = limited_for(
            "max_user_namespaces",
            "echo 0 >/proc/sys/user/max_user_namespaces",
        );
        let arguments = command.get_args().map(|text| text.to_os_string());
        let arguments = arguments.chain(["doctor".into()]);
        let doctor = world.program(Path::new("/usr/bin/unshare"), arguments);
        let report = doctor.lang(lang).env("PATH", "/usr/bin:/bin").run().good();
        assert!(report.contains(expected), "{report}");
    }
}
