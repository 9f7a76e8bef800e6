//! What only a Unix file system can put in our way.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::*;

/// Something that is there and no file.
#[cfg(not(target_vendor = "apple"))]
fn make_pipe(path: &Path) {
    rustix::fs::mkfifoat(rustix::fs::CWD, path, rustix::fs::Mode::RWXU).unwrap();
}

/// Apple has no safe call that makes a pipe.
#[cfg(target_vendor = "apple")]
fn make_pipe(path: &Path) {
    symlink("/dev/null", path).unwrap();
}

#[test]
fn what_is_no_file_is_put_aside() {
    let make: [fn(&Path); 4] = [
        |file| fs::create_dir(file).unwrap(),
        |file| symlink(file, file).unwrap(),
        |file| symlink("nowhere", file).unwrap(),
        make_pipe,
    ];
    for make in make {
        let home = tempfile::tempdir().unwrap();
        make(&home.path().join("progress.toml"));
        let (mut progress, warning) = Progress::open_in(home.path().to_path_buf());
        let Some(Warning::Damaged { kept, damage, .. }) = warning else {
            panic!("{warning:?}");
        };
        assert_eq!(damage, Damage::NotAFile);
        assert!(fs::symlink_metadata(kept).is_ok());
        assert_eq!(progress.record_begun("ports"), None);
    }
}

#[test]
fn a_linked_file_stays_where_it_is() {
    let home = tempfile::tempdir().unwrap();
    let real = home.path().join("real.toml");
    fs::write(&real, "schema = 1\n").unwrap();
    let folder = home.path().join("home");
    fs::create_dir(&folder).unwrap();
    symlink(&real, folder.join("progress.toml")).unwrap();
    let mut progress = fresh(&folder);
    assert_eq!(progress.record_begun("ports"), None);
    assert!(fs::read_to_string(&real).unwrap().contains("ports"));
    assert!(folder.join("progress.toml").is_symlink());
}

#[test]
fn a_lock_that_is_no_file_is_a_warning() {
    let home = tempfile::tempdir().unwrap();
    let lock = home.path().join("progress.lock");
    make_pipe(&lock);
    let warning = fresh(home.path()).record_begun("ports");
    assert_eq!(warning, Some(Warning::NoLock { lock: lock.clone() }));
    for lang in Lang::ALL {
        let (what, next) = warning.clone().unwrap().told(words(lang));
        let file = lock.to_string_lossy();
        assert!(what.contains(&*file) && next.contains(&*file), "{what}");
    }
}

/// A link in the new file's place is not written through, and a pipe is not waited for.
#[test]
fn what_stands_where_the_new_file_is_made_is_taken_away() {
    let home = tempfile::tempdir().unwrap();
    let other = home.path().join("other");
    fs::write(&other, "of somebody else").unwrap();
    let new = home.path().join("progress.toml.new");
    symlink(&other, &new).unwrap();
    assert_eq!(fresh(home.path()).record_begun("ports"), None);
    assert_eq!(fs::read_to_string(&other).unwrap(), "of somebody else");
    make_pipe(&new);
    let (sender, done) = mpsc::channel();
    let folder = home.path().to_path_buf();
    thread::spawn(move || sender.send(fresh(&folder).record_done("ports")));
    assert_eq!(done.recv_timeout(Duration::from_secs(10)), Ok(None));
    assert_eq!(fresh(home.path()).lesson("ports").state, State::Done);
}

#[test]
fn a_private_file_stays_private() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(fresh(home.path()).record_begun("ports"), None);
    let file = home.path().join("progress.toml");
    for mode in [0o600, 0o440] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(fresh(home.path()).record_begun(&mode.to_string()), None);
        let now = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(now & 0o777, mode);
    }
}

/// Whose fault it is that nothing is kept is told by the name of the right file.
#[test]
fn a_lock_that_cannot_be_made_is_named() {
    let home = tempfile::tempdir().unwrap();
    let lock = home.path().join("progress.lock");
    symlink(home.path().join("nowhere/lock"), &lock).unwrap();
    let warning = fresh(home.path()).record_begun("ports");
    let Some(Warning::NotWritten { file, .. }) = warning else {
        panic!("{warning:?}");
    };
    assert_eq!(file, lock);
}
