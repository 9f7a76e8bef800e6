//! The helper process: it ends with the engine and with the program, and leaves nothing behind.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use sockets_tutor::lab::kernel::{HELPER, Kernel};

use super::{address, host, kernel, program};
use crate::live::{LONG, alone};
use crate::support::{LANGS, World};

/// A command that writes down its process before it becomes our program.
fn noted(world: &World) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "echo $$ >\"$0\"; exec \"$@\""]);
    shell.arg(world.path("pid")).arg(program().get_program());
    shell
}

fn helper_of(world: &World) -> Pid {
    let text = fs::read_to_string(world.path("pid")).expect("it was started");
    Pid::from_raw(text.trim().parse().expect("a number")).expect("a process")
}

fn is_there(process: Pid) -> bool {
    Path::new(&format!("/proc/{}", process.as_raw_pid())).exists()
}

#[test]
fn nothing_stays_when_the_engine_goes() {
    if kernel(&[host(1)]).is_none() {
        return;
    }
    alone(
        "lab_kernel::life::nothing_stays_when_the_engine_goes",
        || {
            let open = || fs::read_dir("/proc/self/fd").expect("on Linux").count();
            let before = open();
            for _ in 0..5 {
                let world = World::new();
                let hosts = [host(1), host(2), host(3)];
                let kernel = Kernel::start(noted(&world), &hosts).expect("it has worked before");
                let helper = helper_of(&world);
                assert!(is_there(helper));
                let sockets = kernel.sockets();
                let kept = sockets.listen(2, address(3, 80)).expect("a listener");
                drop(kernel);
                // Neither running nor waited for by nobody.
                assert!(!is_there(helper));
                let after = sockets.udp(0, address(1, 53)).map_err(|error| error.kind());
                assert_eq!(after.err(), Some(std::io::ErrorKind::NotConnected));
                assert_eq!(kept.local_addr().expect("it is open"), address(3, 80));
            }
            assert_eq!(open(), before);
        },
    );
}

/// A socket of a host goes over as it should: closed in programs we start.
#[test]
fn what_is_handed_over_is_not_inherited() {
    let Some(kernel) = kernel(&[host(1)]) else {
        return;
    };
    let socket = kernel.sockets().udp(0, address(1, 53)).expect("bound");
    let socket = socket2::Socket::from(socket);
    let flags = rustix::io::fcntl_getfd(&socket).expect("it is open");
    assert_eq!(flags, rustix::io::FdFlags::CLOEXEC);
}

#[test]
fn a_socket_for_which_there_is_no_room_is_refused_and_the_next_one_comes() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    if kernel(&[host(1)]).is_none() {
        return;
    }
    let name = "a_socket_for_which_there_is_no_room_is_refused_and_the_next_one_comes";
    alone(&format!("lab_kernel::life::{name}"), || {
        let kernel = kernel(&[host(1)]).expect("it has worked before");
        let sockets = kernel.sockets();
        let allowed = getrlimit(Resource::Nofile);
        let mut none = allowed;
        none.current = Some(0);
        setrlimit(Resource::Nofile, none).expect("less is allowed");
        let refused = sockets.udp(0, address(1, 53)).map(drop);
        setrlimit(Resource::Nofile, allowed).expect("as before");
        let refused = refused.expect_err("there is no room");
        assert_eq!(refused.raw_os_error(), Some(24), "EMFILE: {refused}");
        assert!(sockets.udp(0, address(1, 53)).is_ok());
    });
}

const STAYS: &str = "SOCKETS_TUTOR_TEST_STAYS";

/// The program is killed and has no moment to say anything: the helper hears that, too.
#[test]
fn the_helper_ends_when_the_program_is_killed() {
    if let Some(pid) = std::env::var_os(STAYS) {
        // The program: holds an engine until it is killed.
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "echo $$ >\"$0\"; exec \"$@\""]);
        command.arg(pid).arg(program().get_program());
        let kernel = Kernel::start(command, &[host(1)]).expect("it has worked before");
        let _ = writeln!(std::io::stderr(), "ready");
        let _ = std::io::stdin().read(&mut [0]);
        return drop(kernel);
    }
    if kernel(&[host(1)]).is_none() {
        return;
    }
    let world = World::new();
    let itself = std::env::current_exe().expect("this program");
    let name = "lab_kernel::life::the_helper_ends_when_the_program_is_killed";
    let mut child = Command::new(itself)
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(STAYS, world.path("pid"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut line = [0; 6];
    let mut stderr = child.stderr.take().expect("it is piped");
    stderr.read_exact(&mut line).expect("it is ready");
    assert_eq!(&line, b"ready\n");
    let helper = pidfd_open(helper_of(&world), PidfdFlags::empty()).expect("it is there");
    let over = |wait: Timespec| {
        let mut ended = [PollFd::new(&helper, PollFlags::IN)];
        poll(&mut ended, Some(&wait)).expect("a poll") == 1
    };
    let at_once = Timespec::default();
    assert!(!over(at_once));
    child.kill().expect("it can be killed");
    child.wait().expect("it can be waited for");
    assert!(over(LONG.try_into().expect("a minute")));
}

#[test]
fn without_its_helper_a_socket_is_refused_and_nothing_hangs() {
    if kernel(&[host(1)]).is_none() {
        return;
    }
    let world = World::new();
    let kernel = Kernel::start(noted(&world), &[host(1)]).expect("it has worked before");
    kill_process(helper_of(&world), Signal::KILL).expect("it is ours");
    let sockets = kernel.sockets();
    assert!(sockets.udp(0, address(1, 53)).is_err());
    let then = sockets.udp(0, address(1, 53)).map_err(|error| error.kind());
    assert_eq!(then.err(), Some(std::io::ErrorKind::NotConnected));
}

/// The argument is between us and ourselves: who types it is told that there is no such command,
/// and nobody is told of it.
#[test]
fn the_helpers_argument_is_no_command() {
    let world = World::new();
    for lang in LANGS {
        let trouble = world.tutor([HELPER]).lang(lang).run().trouble();
        assert!(trouble.contains(&format!("`{HELPER}`")), "{trouble}");
        for arguments in [&["--help"][..], &["man"], &["completions", "bash"]] {
            let text = world.tutor(arguments).lang(lang).run().good();
            assert!(text.len() > 500 && !text.contains(HELPER), "{text}");
        }
    }
}
