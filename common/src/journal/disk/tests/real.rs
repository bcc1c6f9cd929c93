//! A real directory.

use std::fs;
use std::time::{Duration, SystemTime};

use super::{DAY, told};
use crate::journal::disk::store::{NoStore, Store};

#[test]
fn a_room_outlives_its_process() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("new").join("data");
    let store = Store::open(&path, DAY).unwrap();
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    keep.checkpoint(b"1").unwrap();
    keep.append(b"2").unwrap();
    drop(store);
    let names = |path| {
        let entries = fs::read_dir(path).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let synced = ["clock.json", "lock", "room-class.2.journal"];
    assert_eq!(names(&path), synced, "the end waits for the last round");

    let store = Store::open(&path, DAY).unwrap();
    let (mut keep, kept) = store.room("class").unwrap();
    assert_eq!(told(&kept), ["1", "2"]);
    keep.append(b"3").unwrap();
    drop((store, keep));
    let (_, kept) = Store::open(&path, DAY).unwrap().room("class").unwrap();
    assert_eq!(told(&kept), ["1", "2", "3"]);
}

#[test]
fn a_torn_line_is_cut_off_and_what_follows_is_right() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let store = Store::open(path, DAY).unwrap();
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    keep.append(b"2").unwrap();
    drop((store, keep));
    let file = path.join("room-class.1.journal");
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 3]).unwrap();

    let store = Store::open(path, DAY).unwrap();
    let (mut keep, kept) = store.room("class").unwrap();
    assert_eq!(told(&kept), ["1"]);
    assert!(kept.lost_bytes > 0);
    keep.append(b"2").unwrap();
    assert_eq!(fs::read(&file).unwrap(), whole);
}

#[test]
fn a_second_process_is_told_in_words() {
    let directory = tempfile::tempdir().unwrap();
    let first = Store::open(directory.path(), DAY).unwrap();
    let second = Store::open(directory.path(), DAY).unwrap_err();
    assert!(matches!(second, NoStore::InUse(_)));
    let words = second.to_string();
    assert!(
        words.starts_with("Another server keeps its rooms in /"),
        "{words}"
    );
    drop(first);
    Store::open(directory.path(), DAY).unwrap();
}

#[test]
fn a_place_where_nothing_can_be_kept_is_told_in_words() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Store::open(file.path(), DAY).unwrap_err();
    assert!(matches!(error, NoStore::Disk(..)));
    assert!(
        error.to_string().starts_with("No rooms can be kept in /"),
        "{error}"
    );
}

#[test]
fn the_clock_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let start = Store::open(directory.path(), DAY).unwrap().clock_start();
    assert!(start < 5_000, "{start}");
    let clock = directory.path().join("clock.json");
    fs::write(&clock, r#"{"zero":1000,"reached":5}"#).unwrap();
    let long = Store::open(directory.path(), DAY).unwrap().clock_start();
    assert!(long > 1_700_000_000_000, "{long}");
    let hour = Duration::from_secs(3_600);
    let lock = fs::File::options()
        .write(true)
        .open(directory.path().join("lock"));
    let first_use = SystemTime::now() - hour;
    lock.unwrap().set_modified(first_use).unwrap();
    fs::remove_file(&clock).unwrap();
    let later = Store::open(directory.path(), DAY).unwrap().clock_start();
    assert!((3_600_000..3_700_000).contains(&later), "gone: {later}");
    for damaged in ["", "{", "\0\0\0", "{\"zero\":-1,\"reached\":0}"] {
        fs::write(&clock, damaged).unwrap();
        let later = Store::open(directory.path(), DAY).unwrap().clock_start();
        // What was said an hour ago must not seem to be fifty years old, and be forgotten.
        assert!(
            (3_600_000..3_700_000).contains(&later),
            "{damaged:?}: {later}"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_people_said_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("data");
    let store = Store::open(&path, DAY).unwrap();
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.clone()), 0o700);
    for entry in fs::read_dir(&path).unwrap() {
        assert_eq!(mode(entry.unwrap().path()), 0o600);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_called_full() {
    use crate::journal::disk::files::Appending;
    use crate::journal::disk::syncing::not_kept;
    use crate::journal::keep::NotKept;

    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let error = Appending::append(&full, b"1").unwrap_err();
    assert_eq!(not_kept(&error), NotKept::Full);
}
