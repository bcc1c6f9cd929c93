//! A disk that is full, or fails: what is refused leaves nothing, and a checkpoint mends it.

use super::simulated::Simulated;
use super::{read, start, told};
use crate::journal::disk::line::LONGEST;
use crate::journal::keep::NotKept;

#[test]
fn a_full_disk_takes_nothing_and_keeps_what_it_has() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    let before = disk.bytes("room-class.1.journal");

    disk.limit(Some(5));
    assert_eq!(keep.append(b"2"), Err(NotKept::Full));
    assert_eq!(
        disk.bytes("room-class.1.journal"),
        before,
        "the part is cut off"
    );
    assert_eq!(keep.trouble(), Some(NotKept::Full));

    // Room again; but the room may have gone on in ways that nobody wrote down.
    disk.limit(None);
    assert_eq!(keep.append(b"2"), Err(NotKept::Full));
    assert!(keep.wants_checkpoint());
    keep.checkpoint(b"1\n2").unwrap();
    assert_eq!(keep.trouble(), None);
    keep.append(b"3").unwrap();
    assert_eq!(told(&read(&disk)), ["1", "2", "3"]);
}

#[test]
fn a_checkpoint_that_does_not_fit_changes_nothing_and_is_tried_once_a_round() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    disk.limit(Some(5));
    assert_eq!(keep.append(b"2"), Err(NotKept::Full));
    assert!(keep.wants_checkpoint());
    assert_eq!(keep.checkpoint(b"[1]"), Err(NotKept::Full));
    assert_eq!(disk.rooms(), ["room-class.1.journal"]);
    assert_eq!(keep.trouble(), Some(NotKept::Full));
    assert!(!keep.wants_checkpoint());
    store.sync();
    assert!(keep.wants_checkpoint());
    assert_eq!(told(&read(&disk)), ["1"]);
}

#[test]
fn a_checkpoint_that_does_not_fit_is_no_trouble_while_records_do() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    disk.limit(Some(100));
    assert_eq!(keep.checkpoint(&[b'1'; 200]), Err(NotKept::Full));
    assert_eq!(keep.trouble(), None);
    disk.limit(Some(100));
    keep.append(b"2").unwrap();
    assert_eq!(told(&read(&disk)), ["1", "2"]);
}

#[test]
fn the_first_record_of_a_room_leaves_no_file_if_it_does_not_fit() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    disk.limit(Some(5));
    assert_eq!(keep.append(b"1"), Err(NotKept::Full));
    assert!(disk.rooms().is_empty());
    disk.limit(None);
    keep.checkpoint(b"[]").unwrap();
    keep.append(b"1").unwrap();
    assert_eq!(told(&read(&disk)), ["[]", "1"]);
}

#[test]
fn a_file_that_cannot_be_synced_is_not_trusted_any_more() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    disk.let_syncs_fail(true);
    store.sync();
    assert_eq!(keep.trouble(), Some(NotKept::Failed));
    assert_eq!(keep.append(b"2"), Err(NotKept::Failed));
    // Syncing it again may say that all is well, and be wrong.
    disk.let_syncs_fail(false);
    store.sync();
    assert_eq!(keep.trouble(), Some(NotKept::Failed));
    keep.checkpoint(b"1").unwrap();
    assert_eq!(keep.trouble(), None);
    store.sync();
    assert_eq!(disk.rooms(), ["room-class.2.journal"]);
}

#[test]
fn what_a_checkpoint_replaces_stays_until_the_checkpoint_is_safe() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    store.sync();
    keep.checkpoint(b"1").unwrap();
    disk.let_syncs_fail(true);
    store.sync();
    let both = ["room-class.1.journal", "room-class.2.journal"];
    assert_eq!(disk.rooms(), both);
    disk.let_syncs_fail(false);
    keep.checkpoint(b"1").unwrap();
    store.sync();
    assert_eq!(disk.rooms(), ["room-class.3.journal"]);
}

#[test]
fn a_record_that_is_too_long_is_refused_alone() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    let long = vec![b'1'; LONGEST + 1];
    assert_eq!(keep.append(&long), Err(NotKept::TooLong));
    assert_eq!(keep.checkpoint(&long), Err(NotKept::TooLong));
    assert_eq!(keep.trouble(), None);
    keep.append(&long[1..]).unwrap();
    keep.append(b"2").unwrap();
    assert_eq!(read(&disk).records, [&long[1..], b"2"]);
}
