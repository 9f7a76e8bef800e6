//! Poor surroundings: no home, no terminal, closed streams, few descriptors, half a network.
#![cfg(unix)]

use std::path::Path;
use std::time::Duration;

use sockets_tutor::demos::DEMOS;

use crate::live::{kernel_demos, lab_demos, skipped};
use crate::support::{Outcome, World};

mod load;

/// Runs a shell script in which `$T` is the program.
fn shell(world: &World, script: &str) -> Outcome {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let shell = world.program(Path::new("/bin/sh"), ["-c", script]);
    let shell = shell
        .env("PATH", path)
        .env("T", env!("CARGO_BIN_EXE_sockets-tutor"));
    shell.within(Duration::from_secs(60)).run()
}

/// A script in a network of its own, where nothing is up; `None` where that is not allowed.
fn own_network(world: &World, preparation: &str) -> Option<String> {
    if !cfg!(target_os = "linux") {
        skipped("a network of its own is had on Linux only");
        return None;
    }
    let script = format!("unshare -rn sh -c '{preparation}'");
    if !shell(world, &script).is_good() {
        skipped(&format!("not possible here: {script}"));
        return None;
    }
    Some(format!(
        "exec unshare -rn sh -c '{preparation}; exec $T \"$@\"' sh"
    ))
}

/// The demos that need few descriptors.
fn small() -> impl Iterator<Item = &'static str> {
    let slugs = DEMOS.iter().map(|demo| demo.slug);
    slugs.filter(|slug| !["babel", "demux", "three-shapes"].contains(slug))
}

#[test]
fn a_demo_needs_no_home() {
    let world = World::new();
    let record = world
        .tutor(["run-demo", "tcp-echo", "--json"])
        .without_home();
    let record = record.run().good();
    assert!(record.ends_with("{\"type\":\"end\",\"status\":\"finished\",\"error\":null}\n"));
}

#[test]
fn a_demo_runs_with_its_streams_closed() {
    let world = World::new();
    for closed in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"] {
        let whole = shell(
            &world,
            &format!("exec $T run-demo tcp-echo --save whole {closed}"),
        );
        let output = whole.good();
        let shows_itself = output.contains("The run is over");
        assert_eq!(
            shows_itself,
            !closed.contains(" >&") && !closed.starts_with('>'),
            "{closed}"
        );
        let record = std::fs::read_to_string(world.path("whole")).expect("a record");
        let end = record.lines().last().expect("lines");
        assert_eq!(
            end, r#"{"type":"end","status":"finished","error":null}"#,
            "{closed}"
        );
    }
    // Wrong use is still told by the status.
    assert_eq!(
        shell(&world, "$T run-demo nothing 2>&-; test $? = 2").good(),
        ""
    );
}

/// Without input nobody can step: the run is left, and nothing waits for ever.
#[test]
fn a_stepped_run_without_input_is_left() {
    let world = World::new();
    let output = shell(&world, "exec $T run-demo tcp-echo --step <&-").good();
    assert!(
        output.contains("The run was left after 0 system calls"),
        "{output}"
    );
}

#[test]
fn few_descriptors_are_enough_for_the_small_demos() {
    let world = World::new();
    for slug in small() {
        let output = shell(
            &world,
            &format!("ulimit -n 16; exec $T run-demo {slug} --json"),
        )
        .good();
        assert!(
            output.contains(r#""status":"finished""#),
            "{slug}: {output}"
        );
    }
    let fewer = shell(
        &world,
        "ulimit -n 16; exec $T run-demo demux --json --set clients=2",
    );
    assert!(fewer.good().contains(r#""status":"finished""#));
}

#[test]
fn too_few_descriptors_are_said_before_the_run() {
    let world = World::new();
    let trouble = shell(&world, "ulimit -n 16; exec $T run-demo demux").trouble();
    let expected = "\
sockets-tutor: demux needs 412 descriptors and this process may open only 16
try: ulimit -n 412; or with less to do: sockets-tutor run-demo demux --set clients=2
";
    assert_eq!(trouble, expected);
    // A soft limit is no trouble: the program raises it.
    let output = shell(&world, "ulimit -S -n 16; exec $T run-demo demux --json").good();
    assert!(output.contains(r#""status":"finished""#));
}

/// One finding of `doctor --json`: whether it is a go, and what was found.
fn finding(report: &str, slug: &str) -> (bool, String) {
    let findings: serde_json::Value = serde_json::from_str(report).expect("JSON");
    let findings = findings.as_array().expect("an array");
    let finding = findings.iter().find(|finding| finding["slug"] == slug);
    let finding = finding.unwrap_or_else(|| panic!("no {slug} in {report}"));
    let found = finding["found"].as_str().expect("text").to_string();
    (finding["go"].as_bool().expect("go or no-go"), found)
}

#[test]
fn the_doctor_says_which_demo_cannot_run_and_why() {
    let world = World::new();
    let doctor = shell(&world, "ulimit -n 16; exec $T doctor --json");
    let (report, trouble) = doctor.not_passed();
    assert_eq!(trouble, "");
    let why = "demux needs 412 descriptors and this process may open only 16";
    assert_eq!(finding(&report, "demux"), (false, why.to_string()));
    for slug in small() {
        assert!(finding(&report, slug).0, "{slug}: {report}");
    }
    assert!(!finding(&report, "descriptors").0, "{report}");
    // One that has failed is not run again, and the time is that of so many runs.
    let runs: usize = (DEMOS.iter())
        .map(|demo| if finding(&report, demo.slug).0 { 3 } else { 1 })
        .sum();
    let time = finding(&report, "time").1;
    assert!(time.ends_with(&format!(" for {runs} runs")), "{time}");
    let runs_not = DEMOS.iter().map(|demo| demo.slug);
    let runs_not: Vec<&str> = runs_not.filter(|slug| !finding(&report, slug).0).collect();
    let (report, _) = shell(&world, "ulimit -n 16; exec $T doctor").not_passed();
    let instead = "instead, the recorded run: sockets-tutor replay demux\n";
    assert!(report.contains(instead), "{report}");
    // The last line alone tells a teacher what to leave out.
    let verdict = report.lines().last().expect("a verdict");
    assert!(verdict.starts_with("NO-GO: descriptors this"), "{report}");
    for demo in DEMOS {
        let named = format!("demo {}", demo.slug);
        let named = [", ", ". "].map(|end| verdict.contains(&format!("{named}{end}")));
        assert_eq!(
            named.contains(&true),
            runs_not.contains(&demo.slug),
            "{report}"
        );
    }
}

#[test]
fn without_the_sixth_version_only_its_own_demo_fails() {
    let world = World::new();
    let off = "ip link set lo up && echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6";
    let Some(run) = own_network(&world, off) else {
        return;
    };
    let (record, trouble) = shell(
        &world,
        &format!("{run} run-demo anatomy --set host=::1 --json"),
    )
    .not_passed();
    let why = "program: EADDRNOTAVAIL (this machine does not have the address)";
    let expected = format!(
        "sockets-tutor: anatomy did not come to its end: {why}\ntry: sockets-tutor doctor\n"
    );
    assert_eq!(trouble, expected);
    assert!(record.contains(r#""error":"EADDRNOTAVAIL""#), "{record}");
    let report = shell(&world, &format!("{run} doctor --json")).good();
    let (go, found) = finding(&report, "ipv6");
    assert!(go && found.starts_with("no ("), "{found}");
    assert!(finding(&report, "ipv4").0);
}

/// A demo that needs one number for TCP and UDP asks the kernel again and again, and not for ever.
#[test]
fn when_udp_has_every_number_the_demo_says_so() {
    let world = World::new();
    let one_port = "ip link set lo up && echo 40000 40000 >/proc/sys/net/ipv4/ip_local_port_range";
    if own_network(&world, one_port).is_none() {
        return;
    }
    let python = "command -v python3 >/dev/null";
    if !shell(&world, python).is_good() {
        return skipped("python3, which takes the port, is not here");
    }
    let taken = "import socket, subprocess, sys\n\
                 taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n\
                 taken.bind((\"127.0.0.1\", 40000))\n\
                 sys.exit(subprocess.call(sys.argv[1:]))\n";
    let taken = world.file("taken.py", taken);
    for slug in ["anatomy", "demux"] {
        let script = format!(
            "exec unshare -rn sh -c '{one_port}; exec python3 {} $T run-demo {slug}'",
            taken.display()
        );
        let (_, trouble) = shell(&world, &script).not_passed();
        assert!(trouble.contains("AddrInUse (the address"), "{trouble}");
    }
}

#[test]
fn without_loopback_every_demo_fails_in_words() {
    let world = World::new();
    let Some(run) = own_network(&world, "true") else {
        return;
    };
    for demo in lab_demos() {
        // Its network is inside the program.
        shell(&world, &format!("{run} run-demo {} --json", demo.slug)).good();
    }
    for demo in kernel_demos() {
        let failed = shell(&world, &format!("{run} run-demo {} --json", demo.slug));
        let (record, trouble) = failed.not_passed();
        let actor = match demo.slug {
            // Its clients begin one after the other.
            "three-shapes" => "client-1",
            _ => demo.actors.last().expect("an actor"),
        };
        let expected = format!(
            "sockets-tutor: {} did not come to its end: {actor}: ENETUNREACH (no way to the \
             network)\ntry: sockets-tutor doctor\n",
            demo.slug
        );
        assert_eq!(trouble, expected);
        assert!(record.contains(r#""error":"ENETUNREACH""#), "{record}");
    }
    let (report, _) = shell(&world, &format!("{run} doctor --json")).not_passed();
    for slug in kernel_demos().map(|demo| demo.slug).chain(["ipv4"]) {
        let (go, found) = finding(&report, slug);
        let why = match slug {
            "ipv4" => "Network is unreachable",
            _ => "ENETUNREACH (no way to the network)",
        };
        assert!(!go && found.contains(why), "{slug}: {found}");
    }
}
