//! Many rooms, again and again: who has one open, how many there may be, and for how long.

use std::time::{Duration, SystemTime};

use super::simulated::Simulated;
use super::{DAY, read, start, told};
use crate::journal::disk::recover::NotOpened;
use crate::journal::disk::store::ROOMS;
use crate::journal::keep::NotKept;

#[test]
fn a_room_of_which_nothing_is_kept_has_no_file() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, kept) = store.room("class").unwrap();
    assert_eq!(kept, Default::default());
    assert!(disk.rooms().is_empty());
    keep.append(b"1").unwrap();
    assert_eq!(disk.rooms(), ["room-class.1.journal"]);
}

#[test]
fn a_checkpoint_is_due_when_much_was_appended_since_the_last() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    let record = [b'1'; 1000];
    let mut appended = 0;
    while !keep.wants_checkpoint() {
        keep.append(&record).unwrap();
        appended += record.len();
    }
    assert!((60_000..70_000).contains(&appended), "{appended}");
    keep.checkpoint(&[b'1'; 100_000]).unwrap();
    assert!(!keep.wants_checkpoint());
    let mut appended = 0;
    while !keep.wants_checkpoint() {
        keep.append(&record).unwrap();
        appended += record.len();
    }
    assert!((190_000..210_000).contains(&appended), "{appended}");
}

#[test]
fn whoever_opens_a_room_anew_shuts_out_whoever_had_it() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut before, _) = store.room("class").unwrap();
    before.append(b"1").unwrap();
    let (mut after, kept) = store.room("class").unwrap();
    assert_eq!(told(&kept), ["1"]);
    assert_eq!(before.append(b"2"), Err(NotKept::Closed));
    assert_eq!(before.checkpoint(b"2"), Err(NotKept::Closed));
    after.append(b"3").unwrap();
    assert_eq!(told(&read(&disk)), ["1", "3"]);
}

#[test]
fn a_room_that_was_left_is_synced_all_the_same() {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"1").unwrap();
    keep.checkpoint(b"1").unwrap();
    drop(keep);
    store.sync();
    assert_eq!(disk.rooms(), ["room-class.2.journal"]);
}

#[test]
fn there_is_an_end_to_rooms_but_everybody_lands_in_one() {
    let disk = Simulated::default();
    for n in 0..ROOMS - 1 {
        disk.put(&format!("room-{n}.1.journal"), b"whatever");
    }
    let store = start(&disk);
    // Open and nothing kept yet: it counts.
    let one = store.room("one").unwrap();
    let refused = store.room("two").err();
    assert!(matches!(refused, Some(NotOpened::TooMany(ROOMS))));
    assert!(store.room("one").is_ok(), "again");
    assert!(store.room("class").is_ok());
    drop(one);
}

#[test]
fn a_room_in_which_nothing_happens_for_long_is_forgotten() {
    let disk = Simulated::default();
    let old = SystemTime::now() - DAY - Duration::from_secs(60);
    for name in [
        "room-a.1.journal",
        "room-a.2.journal",
        "room-b.3.journal",
        "room-b.2.damaged",
        "notes",
    ] {
        disk.put(name, b"");
        disk.set_modified(name, old);
    }
    // One newer file, and the room is not old.
    disk.set_modified("room-a.2.journal", SystemTime::now());
    // A clock that was wrong forgets nothing.
    disk.put("room-c.1.journal", b"");
    disk.set_modified("room-c.1.journal", SystemTime::now() + 365 * DAY);
    start(&disk);
    assert_eq!(
        disk.rooms(),
        ["room-a.1.journal", "room-a.2.journal", "room-c.1.journal"]
    );
    assert_eq!(disk.bytes("notes"), b"", "others' files are left alone");
}

#[test]
fn a_file_of_another_version_is_left_alone() {
    let disk = Simulated::default();
    let (mut line, mut chain) = (Vec::new(), crate::journal::disk::line::Chain::default());
    let head = br#"{"journal":2,"room":"class","generation":1,"checkpoint":0}"#;
    chain.seal(head, &mut line);
    disk.put("room-class.1.journal", &line);
    let refused = start(&disk).room("class").err();
    assert!(matches!(refused, Some(NotOpened::Foreign(2))));
    assert_eq!(disk.bytes("room-class.1.journal"), line);
}
