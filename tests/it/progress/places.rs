//! Records that are damaged, and places where none can be kept: the course goes on.

use std::fs;

#[cfg(unix)]
use super::LANGS;
use super::{FILE, World, skipped, text, tutor};

/// The warning of a lesson, which is read all the same.
fn warning(world: &World, lang: &str) -> String {
    let (page, warning) = tutor(world, &["lesson", "10"]).lang(lang).run().warned();
    assert!(page.contains("sockets-tutor run-demo demux"), "{page}");
    warning
}

#[test]
fn damaged_records_are_kept_and_told() {
    let cases: [(&[u8], &str, &str); 7] = [
        (
            b"# begin\nschema = 1\nlast = \"ports\"\n",
            "its end is missing",
            "结尾不见了",
        ),
        (b"\x00\xff\xfe\x1b[2J\n", "it is not text", "它不是文本"),
        (
            b"schema = 1\n[lessons.po",
            "line 2 is not TOML",
            "第 2 行不是 TOML",
        ),
        (b"", "it says no schema", "它没有写明 schema"),
        (
            b"schema = \"1\"\n",
            "it says no schema",
            "它没有写明 schema",
        ),
        (
            b"schema = 1\nlessons = []\n",
            "its tables are not",
            "其中的表不是",
        ),
        (&[b'#'; (1 << 20) + 1], "it is far too long", "它太长了"),
    ];
    for (bytes, en, zh) in cases {
        for (lang, why) in [("en", en), ("zh", zh)] {
            let world = World::new();
            world.file(FILE, bytes);
            let told = warning(&world, lang);
            let kept = "[DIR]/kept/progress.damaged-1.toml";
            assert!(told.contains(why) && told.contains(kept), "{told}");
            assert!(told.ends_with("\ntry: sockets-tutor progress\n"), "{told}");
            let kept = world.path("kept/progress.damaged-1.toml");
            assert_eq!(fs::read(kept).expect("it is kept"), bytes);
            // It is told once, and what came after is kept.
            let _ = tutor(&world, &["lesson", "10"]).run().good();
            assert!(text(&world).contains("[lessons.ports]"));
        }
    }
}

#[test]
fn a_folder_in_the_place_is_kept_with_all_it_holds() {
    let world = World::new();
    world.file("kept/progress.toml/inside", "x");
    let told = warning(&world, "en");
    assert!(told.contains("it is not a file"), "{told}");
    let inside = world.path("kept/progress.damaged-1.toml/inside");
    assert_eq!(fs::read_to_string(inside).expect("it is kept"), "x");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_pipes_are_put_aside() {
    use std::os::unix::fs::symlink;

    let world = World::new();
    world.file("kept/x", "");
    symlink("progress.toml", world.path(FILE)).expect("a link can be made");
    assert!(warning(&world, "en").contains("it is not a file"));
    fs::remove_file(world.path(FILE)).expect("a new one was made");
    // By the program of POSIX: Apple has no safe call for it.
    let mut make = std::process::Command::new("mkfifo");
    let made = make.arg(world.path(FILE)).status().expect("it is there");
    assert!(made.success());
    assert!(warning(&world, "zh").contains("progress.damaged-2.toml"));
}

#[test]
fn the_record_of_a_newer_program_is_left_alone() {
    let world = World::new();
    let newer = "schema = 7\nlessons = \"otherwise\"\n";
    world.file(FILE, newer);
    for (lang, why) in [
        ("en", "of a newer sockets-tutor (schema 7)"),
        ("zh", "schema 7"),
    ] {
        assert!(warning(&world, lang).contains(why));
    }
    assert_eq!(text(&world), newer);
    // A command that forgets must not say that it has.
    let (told, _) = tutor(&world, &["progress", "--reset"]).run().not_passed();
    assert_eq!(told, "Nothing is changed.\n");
    assert_eq!(text(&world), newer);
}

#[test]
fn a_place_that_cannot_be_is_a_warning() {
    let world = World::new();
    world.file("kept", "a file where the folder should be");
    for (lang, why) in [("en", "cannot write"), ("zh", "无法写入")] {
        let told = warning(&world, lang);
        assert!(
            told.contains(why) && told.contains("SOCKETS_TUTOR_HOME"),
            "{told}"
        );
    }
    // Who only looks is not bothered.
    for command in ["list", "progress", "review"] {
        let _ = tutor(&world, &[command]).run().good();
    }
    // One warning, however many answers.
    let (told, warning) = tutor(&world, &["quiz", "1"])
        .input("b\na\n8\n7\nb\na\n")
        .run()
        .not_passed();
    assert_eq!(warning.lines().count(), 2, "{warning}");
    assert!(told.contains("0 of 5 right"), "{told}");
}

#[test]
fn without_a_home_there_is_a_warning() {
    let world = World::new();
    for (lang, why) in [
        ("en", "there is no home folder"),
        ("zh", "没有存放学习进度的主目录"),
    ] {
        let lesson = world.tutor(["lesson", "10"]).without_home();
        let (page, told) = lesson.lang(lang).run().warned();
        assert!(page.contains("demux") && told.contains(why), "{told}");
        let shown = world
            .tutor(["progress"])
            .without_home()
            .lang(lang)
            .run()
            .good();
        assert!(!shown.contains("progress.toml"), "{shown}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_a_warning() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new();
    let _ = tutor(&world, &["lesson", "3"]).run().good();
    let before = text(&world);
    let folder = world.path("kept");
    let allow = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode));
    fs::remove_file(world.path("kept/progress.lock")).expect("it was made");
    allow(0o555).expect("it is ours");
    if fs::write(world.path("kept/probe"), "").is_ok() {
        skipped("root may write everywhere");
        return;
    }
    for lang in LANGS {
        let told = warning(&world, lang);
        assert!(told.contains("progress.toml"), "{told}");
    }
    assert_eq!(text(&world), before);
    allow(0o755).expect("it is ours");
}

#[test]
fn a_program_that_holds_the_lock_is_a_warning() {
    let world = World::new();
    let lock = fs::File::create(world.file("kept/progress.lock", "")).expect("it can be made");
    lock.lock().expect("nobody has it");
    for (lang, why) in [("en", "another program holds"), ("zh", "被另一个程序占着")] {
        let told = warning(&world, lang);
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn the_platforms_folder_is_used() {
    let world = World::new();
    let _ = world.tutor(["lesson", "10"]).run().good();
    let expected = match cfg!(target_os = "macos") {
        true => "Library/Application Support/sockets-tutor/progress.toml",
        false => ".local/share/sockets-tutor/progress.toml",
    };
    if cfg!(windows) {
        skipped("the folder of Windows is not taken from the environment");
        return;
    }
    assert!(world.path(expected).exists());
}
