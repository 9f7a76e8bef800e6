//! Every trouble that the program can tell of is made, in both languages, and compared whole.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::process::Stdio;

use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;

use super::cases::{ARGUMENTS, Case, LESSONS};
use super::demo_cases::DEMOS;
use super::file_cases::FILES;
use super::{shell_words, world};
use crate::support::{LANGS, World, skipped};

fn all_tell_what_they_should(cases: &[Case]) {
    let world = world();
    for case in cases {
        for (lang, what) in [("en", case.en), ("zh", case.zh)] {
            let tutor = world.tutor(case.arguments).lang(lang);
            let told = tutor.env("TMPDIR", world.root()).run().trouble();
            let expected = format!("sockets-tutor: {what}\n");
            let next = format!("sockets-tutor {}", case.next);
            assert_eq!(told, advised(&expected, &next));
        }
        let leads_on = leads_on(case.next);
        assert!(
            leads_on,
            "{}: the advice {:?} is wrong",
            case.key, case.next
        );
    }
}

/// A sentence and what to type; in every language scripts find the second by its first word.
fn advised(what: &str, next: &str) -> String {
    format!("{what}try: {next}\n")
}

/// Whether the command that a trouble names is itself understood.
fn leads_on(next: &str) -> bool {
    let world = world();
    let next = next.replace("[DIR]", &world.root().to_string_lossy());
    let mut words = shell_words(&next);
    // These go on for minutes, or for ever: it is enough that they are understood.
    if next.contains("--keep-open") || next.contains("--auto") {
        words.push("--help".into());
    }
    let outcome = world.tutor(words).run();
    outcome.is_good()
}

#[test]
fn arguments() {
    all_tell_what_they_should(ARGUMENTS);
}

#[test]
fn lessons() {
    all_tell_what_they_should(LESSONS);
}

#[test]
fn demos() {
    all_tell_what_they_should(DEMOS);
}

#[test]
fn files() {
    all_tell_what_they_should(FILES);
}

#[test]
fn every_trouble_is_tried() {
    let cases = [ARGUMENTS, LESSONS, DEMOS, FILES].into_iter().flatten();
    let mut tried: BTreeSet<&str> = cases.map(|case| case.key).collect();
    // Tried below, and `course-fault` with damaged courses.
    let below = [
        "usage",
        "descriptors",
        "no-threads",
        // Tried with the engine itself.
        "engine-runs",
        "engine-refused",
        "engine-setting",
        "output",
        "demo-failed",
        // Tried without a run, which would be long.
        "demo-limit",
        "demo-deadlock",
        "course-fault",
        // Tried with the learner's record.
        "progress-no-place",
        "progress-unreadable",
        "progress-newer",
        "progress-damaged",
        "progress-not-written",
        "progress-busy",
        "progress-no-lock",
        "progress-full",
    ];
    for key in below {
        assert!(tried.insert(key), "{key} is tried twice");
    }
    let known: BTreeSet<&str> = words(Lang::En)
        .troubles
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(tried, known);
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let world = world();
    let bad = OsStr::from_bytes(b"\xff\x1b");
    let cases = [
        (
            ["run-demo"].as_slice(),
            "the arguments cannot be understood",
            "看不懂这些参数",
            "run-demo --help",
        ),
        (
            &["run-demo", "tcp-echo", "--set"],
            "the arguments cannot be understood",
            "看不懂这些参数",
            "run-demo --help",
        ),
        (
            &["replay"],
            r"cannot read �\u{1b}: No such file or directory (os error 2)",
            r"无法读取 �\u{1b}：“No such file or directory (os error 2)”",
            "run-demo tcp-echo --save echo.trace.jsonl",
        ),
    ];
    for (arguments, en, zh, next) in cases {
        for (lang, what) in [("en", en), ("zh", zh)] {
            let arguments = arguments.iter().map(OsStr::new).chain([bad]);
            let told = world.tutor(arguments).lang(lang).run().trouble();
            let expected = format!("sockets-tutor: {what}\n");
            let next = format!("sockets-tutor {next}");
            assert_eq!(told, advised(&expected, &next));
        }
    }
}

/// Two lines, however long the argument: nobody's terminal is flooded beyond what was typed.
#[test]
fn arguments_that_are_very_long() {
    let world = world();
    let long = "长".repeat(30_000);
    for arguments in [
        vec!["lesson", &*long],
        vec!["run-demo", &*long],
        vec![&*long],
    ] {
        let told = world.tutor(arguments).run().trouble();
        assert_eq!(told.lines().count(), 2, "{}", &told[..100]);
        assert!(told.starts_with("sockets-tutor: there is no "));
    }
}

#[cfg(unix)]
fn in_shell(
    world: &World,
    script: &str,
    lang: &str,
    arguments: &[&str],
) -> crate::support::Outcome {
    let program = env!("CARGO_BIN_EXE_sockets-tutor");
    let script = format!("{script} && exec \"$0\" \"$@\"");
    let words = ["-c", &script, program]
        .into_iter()
        .chain(arguments.iter().copied());
    world.program(Path::new("/bin/sh"), words).lang(lang).run()
}

#[cfg(unix)]
#[test]
fn too_few_descriptors() {
    let world = World::new();
    let arguments = ["run-demo", "tcp-echo", "--set", "clients=20"];
    let expected = [
        "sockets-tutor: tcp-echo needs 49 descriptors and this process may open only 20\n\
         try: ulimit -n 49; or with less to do: sockets-tutor run-demo tcp-echo --set clients=5\n",
        "sockets-tutor: tcp-echo 需要 49 个描述符，而本进程只能打开 20 个\n\
         try: ulimit -n 49；或者少做一些：sockets-tutor run-demo tcp-echo --set clients=5\n",
    ];
    for (lang, expected) in LANGS.into_iter().zip(expected) {
        assert_eq!(
            in_shell(&world, "ulimit -n 20", lang, &arguments).trouble(),
            expected
        );
    }
    // The advice is good: with these, the same limit is enough.
    let less = ["run-demo", "tcp-echo", "--set", "clients=5", "--json"];
    assert!(
        in_shell(&world, "ulimit -n 20", "en", &less)
            .good()
            .contains("\"finished\"")
    );
    // A soft limit is raised when the hard one allows it.
    let script = "ulimit -S -n 20";
    assert!(
        in_shell(&world, script, "en", &arguments)
            .good()
            .contains("The run is over")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn no_threads() {
    let world = World::new();
    let expected = [
        "sockets-tutor: the system gives no thread for demux: Resource temporarily unavailable (os error 11)\n",
        "sockets-tutor: 系统没有给 demux 线程：“Resource temporarily unavailable (os error 11)”\n",
    ];
    for (lang, expected) in LANGS.into_iter().zip(expected) {
        // A stack larger than the address space.
        let tutor = world.tutor(["run-demo", "demux"]).lang(lang);
        let told = tutor
            .env("RUST_MIN_STACK", (1_u64 << 47).to_string())
            .run()
            .trouble();
        assert_eq!(told, advised(expected, "sockets-tutor doctor"));
    }
}

/// A replay takes a thread for the keys and one for the signals, and its output is not to blame.
#[cfg(target_os = "linux")]
#[test]
fn no_threads_for_a_replay() {
    let world = World::new();
    let tutor = world.tutor(["replay", "demux", "--step"]);
    let tutor = tutor.env("RUST_MIN_STACK", (1_u64 << 47).to_string());
    let told = tutor.run_into(Stdio::null()).trouble();
    let what = "the system gives no thread for demux: Resource temporarily unavailable";
    assert!(
        told.starts_with(&format!("sockets-tutor: {what}")),
        "{told}"
    );
}

#[test]
fn an_output_that_cannot_be_written() {
    if !Path::new("/dev/full").exists() {
        skipped("there is no /dev/full");
        return;
    }
    let world = World::new();
    let expected = [
        "sockets-tutor: cannot write the output: No space left on device (os error 28)\n",
        "sockets-tutor: 无法写出结果：“No space left on device (os error 28)”\n",
    ];
    for (lang, expected) in LANGS.into_iter().zip(expected) {
        for arguments in [
            &["list"][..],
            &["run-demo", "demux"],
            &["man"],
            &["lesson", "3"],
            &["--help"],
            &["demos", "--json"],
        ] {
            let full = File::options()
                .write(true)
                .open("/dev/full")
                .expect("it can be opened");
            let told = world.tutor(arguments).lang(lang).run_into(full).trouble();
            assert_eq!(
                told,
                advised(expected, "sockets-tutor list"),
                "{arguments:?}"
            );
        }
    }
}

/// A disk that is full while a run is recorded: the file is named, and nothing else.
#[test]
fn a_record_that_cannot_be_written() {
    if !Path::new("/dev/full").exists() {
        skipped("there is no /dev/full");
        return;
    }
    let world = World::new();
    let expected = [
        "sockets-tutor: cannot write /dev/full: No space left on device (os error 28)\n",
        "sockets-tutor: 无法写入 /dev/full：“No space left on device (os error 28)”\n",
    ];
    for (lang, expected) in LANGS.into_iter().zip(expected) {
        let tutor = world.tutor(["run-demo", "hello-two", "--save", "/dev/full", "--json"]);
        let told = tutor
            .lang(lang)
            .env("TMPDIR", "/t")
            .run_into(Stdio::null())
            .trouble();
        let next = "sockets-tutor run-demo hello-two --save /t/full";
        assert_eq!(told, advised(expected, next));
    }
}

/// A machine on which connections fail: a network of its own, in which nothing is up.
#[cfg(target_os = "linux")]
#[test]
fn a_demo_that_fails() {
    let world = World::new();
    let unshare = Path::new("/usr/bin/unshare");
    let works = unshare.exists() && {
        let probe = world
            .program(unshare, ["-rn", "true"])
            .env("PATH", "/usr/bin:/bin");
        probe.run().is_good()
    };
    if !works {
        skipped("no network can be made without root here");
        return;
    }
    let program = env!("CARGO_BIN_EXE_sockets-tutor");
    let expected = [
        "sockets-tutor: tcp-echo did not come to its end: client: ENETUNREACH (no way to the network)\n",
        "sockets-tutor: tcp-echo 没有走到结尾：client：ENETUNREACH（到不了该网络）\n",
    ];
    let ends = [
        "The run failed: client: ENETUNREACH (no way to the network)",
        "运行失败：client：ENETUNREACH（到不了该网络）",
    ];
    for ((lang, expected), end) in LANGS.into_iter().zip(expected).zip(ends) {
        let tutor = world.program(unshare, ["-rn", program, "run-demo", "tcp-echo"]);
        let (told, trouble) = tutor.lang(lang).run().not_passed();
        assert_eq!(trouble, advised(expected, "sockets-tutor doctor"));
        assert!(told.contains(end), "{told}");
    }
    let tutor = world.program(unshare, ["-rn", program, "doctor"]);
    let (told, trouble) = tutor.run().not_passed();
    assert_eq!(trouble, "");
    assert!(
        told.contains("\nNO-GO: IPv4 loopback (127.0.0.1), demo hello-two"),
        "{told}"
    );
}
