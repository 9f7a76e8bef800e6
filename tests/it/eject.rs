//! A demo as a project of the learner's own: it compiles without us, runs, and is our source.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sockets_tutor::demos::Demo;

use crate::live::kernel_demos;
use crate::support::{World, skipped};

/// Two cores compile slowly while other tests run.
const COMPILING: Duration = Duration::from_secs(180);

/// The compiler that compiled this test, or the one on the path.
fn tool(name: &str, variable: Option<&str>) -> Option<PathBuf> {
    let known = variable.map(PathBuf::from);
    known.or_else(|| {
        let path = std::env::var_os("PATH")?;
        let mut places = std::env::split_paths(&path).map(|folder| folder.join(name));
        places.find(|place| place.exists())
    })
}

/// A tool of Rust, told where its own things are.
fn build(world: &World, program: &Path, folder: &Path, arguments: &[&str]) {
    let mut tutor = world
        .program(program, arguments)
        .within(COMPILING)
        .directory(folder);
    for name in ["PATH", "RUSTUP_HOME", "CARGO_HOME", "RUSTUP_TOOLCHAIN"] {
        if let Some(value) = std::env::var_os(name) {
            tutor = tutor.env(name, value);
        }
    }
    // rustup looks for its tools at home.
    if let Some(home) = std::env::var_os("HOME") {
        tutor = tutor.env("HOME", home);
    }
    assert_eq!(tutor.run().good(), "");
}

fn eject(world: &World, demo: &Demo, settings: &[&str]) -> PathBuf {
    let words = ["eject", demo.slug, "new"].into_iter();
    let words = words.chain(settings.iter().copied());
    let text = world.tutor(words).run().good();
    let expected = format!(
        "The demo {} is now a project of your own in new.\nRun it:  cd new && cargo run\n",
        demo.slug
    );
    assert_eq!(text, expected);
    world.path("new")
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("it was ejected")
}

#[test]
fn every_demo_compiles_and_runs_without_us() {
    let Some(rustc) = tool("rustc", option_env!("RUSTC")) else {
        skipped("there is no rustc");
        return;
    };
    for demo in kernel_demos() {
        let world = World::new();
        let folder = eject(&world, demo, &[]);
        let arguments = [
            "--edition",
            "2024",
            "-Dwarnings",
            "src/main.rs",
            "-o",
            "program",
        ];
        build(&world, &rustc, &folder, &arguments);
        let output = world.program(&folder.join("program"), [""; 0]).run().good();
        assert_eq!(output, "", "{}", demo.slug);
    }
}

#[test]
fn cargo_builds_it_without_a_network() {
    let Some(cargo) = tool("cargo", option_env!("CARGO")) else {
        skipped("there is no cargo");
        return;
    };
    let world = World::new();
    let demo = Demo::find("tcp-echo").expect("it is there");
    let folder = eject(&world, demo, &["--set", "clients=2"]);
    let arguments = ["build", "--offline", "--quiet", "--target-dir", "target"];
    build(&world, &cargo, &folder, &arguments);
    let output = world
        .program(&folder.join("target/debug/tcp-echo"), [""; 0])
        .run()
        .good();
    assert_eq!(output, "");
}

#[test]
fn one_line_differs_from_our_own_source() {
    for demo in kernel_demos() {
        let world = World::new();
        let folder = eject(&world, demo, &[]);
        let theirs = read(&folder, &format!("src/{}", demo.file));
        assert_eq!(theirs.lines().count(), demo.source.lines().count());
        let pairs = demo.source.lines().zip(theirs.lines());
        let differing: Vec<_> = pairs.filter(|(ours, theirs)| ours != theirs).collect();
        let [(ours, theirs)] = differing[..] else {
            panic!("{}: {differing:?}", demo.slug);
        };
        assert!(ours.starts_with("use crate::net::{") && theirs.starts_with("use std::{"));
        let files = ["Cargo.toml", "README.md", "src", "src/main.rs"];
        assert!(files.iter().all(|file| folder.join(file).exists()));
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 3);
    }
}

#[test]
fn the_values_of_the_knobs_go_with_it() {
    let world = World::new();
    let demo = Demo::find("tcp-echo").expect("it is there");
    let settings = [
        "--set",
        "message=a \"b\" \\ 你好\n\u{1b}{}",
        "--set",
        "clients=3",
        "--set",
        "clients=4",
    ];
    let folder = eject(&world, demo, &settings);
    let expected = r#"mod tcp_echo;

fn main() -> std::io::Result<()> {
    let message = "a \"b\" \\ 你好\n\u{1b}{}";
    let clients = 4;
    let rounds = 1;
    let read_size = 1024;
    let keep_open = false;
    tcp_echo::run(message, clients, rounds, read_size, keep_open)
}
"#;
    assert_eq!(read(&folder, "src/main.rs"), expected);
}

/// Without a name the folder is called like the demo; an empty one may be there already.
#[test]
fn the_folder_is_new_or_empty() {
    let world = World::new();
    world.tutor(["eject", "demux"]).run().good();
    assert!(world.path("demux/src/demux.rs").exists());
    fs::create_dir(world.path("new")).expect("a folder can be made");
    let demo = Demo::find("anatomy").expect("it is there");
    eject(&world, demo, &["--set", "host=::1"]);
}
