//! Files that were damaged in any way: what is read is the beginning of what was written.

use std::ops::Range;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::simulated::Simulated;
use super::{read, start, told};
use crate::journal::disk::aside::MOST;
use crate::journal::keep::NotKept;

const NAME: &str = "room-class.2.journal";

/// Something that happens to a file.
#[derive(Debug, Clone)]
enum Damage {
    Cut(Index),
    Flip(Index, u32),
    Repeat(Index),
    Swap(Index, Index),
    LeaveOut(Index),
    Insert(Index, Vec<u8>),
    Append(Vec<u8>),
    Blank(Index, Index),
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let garbage = || {
        prop_oneof![
            vec(any::<u8>(), 1..40),
            (1..40usize).prop_map(|n| vec![0; n])
        ]
    };
    let damage = prop_oneof![
        any::<Index>().prop_map(Damage::Cut),
        (any::<Index>(), 0..8u32).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        any::<Index>().prop_map(Damage::Repeat),
        any::<(Index, Index)>().prop_map(|(a, b)| Damage::Swap(a, b)),
        any::<Index>().prop_map(Damage::LeaveOut),
        (any::<Index>(), garbage()).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        garbage().prop_map(Damage::Append),
        any::<(Index, Index)>().prop_map(|(a, b)| Damage::Blank(a, b)),
    ];
    vec(damage, 0..4)
}

/// JSON texts of every size, some with line ends between their tokens.
fn records() -> impl Strategy<Value = Vec<String>> {
    let text = any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap());
    let same = Just("{}".to_owned());
    let rows = (0..9u8).prop_map(|n| format!("{{\r\n\"a\":\n{n}\n}}\n"));
    vec(prop_oneof![4 => text, 1 => same, 1 => rows], 0..12)
}

impl Damage {
    fn happen(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Append(garbage) => bytes.extend(garbage),
            _ if bytes.is_empty() => {}
            Self::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Self::Flip(at, bit) => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Self::Insert(at, garbage) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, garbage.iter().copied());
            }
            Self::Blank(a, b) => {
                let (a, b) = (a.index(bytes.len()), b.index(bytes.len()));
                bytes[a.min(b)..a.max(b)].fill(0);
            }
            Self::Repeat(n) => rearrange(bytes, |lines| {
                let n = n.index(lines.len());
                lines.insert(n, lines[n].clone());
            }),
            Self::Swap(a, b) => rearrange(bytes, |lines| {
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
            }),
            Self::LeaveOut(n) => rearrange(bytes, |lines| {
                lines.remove(n.index(lines.len()));
            }),
        }
    }
}

fn rearrange(bytes: &mut Vec<u8>, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let mut lines = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    change(&mut lines);
    *bytes = lines.concat();
}

/// A room with a checkpoint of its own generation and these records after it.
fn write(records: &[String]) -> (Simulated, Vec<String>) {
    let disk = Simulated::default();
    let store = start(&disk);
    let (mut keep, _) = store.room("class").unwrap();
    keep.append(b"0").unwrap();
    keep.checkpoint(b"\"a\"\n\"b\"").unwrap();
    for record in records {
        keep.append(record.as_bytes()).unwrap();
    }
    store.sync();
    let mut all = vec!["\"a\"".to_owned(), "\"b\"".to_owned()];
    all.extend(records.iter().map(|record| record.replace('\n', " ")));
    (disk, all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_read_of_a_damaged_file_is_the_beginning_of_what_was_written(
        records in records(),
        damages in damages(),
    ) {
        let (disk, written) = write(&records);
        let mut bytes = disk.bytes(NAME);
        let whole = bytes.clone();
        for damage in &damages {
            damage.happen(&mut bytes);
        }
        disk.put(NAME, &bytes);

        let store = start(&disk);
        let (mut keep, kept) = store.room("class").unwrap();
        let mut expected = told(&kept);
        prop_assert!(written.starts_with(&expected), "{expected:?}");
        let same = bytes.iter().zip(&whole).take_while(|(a, b)| a == b).count();
        let whole_lines = whole[..same].iter().filter(|byte| **byte == b'\n').count();
        prop_assert!(expected.is_empty() || expected.len() + 1 >= whole_lines, "no more is cut off");
        if bytes == whole {
            prop_assert_eq!(&expected, &written);
        }

        if keep.trouble().is_some() {
            prop_assert!(keep.append(b"\"after\"").is_err(), "nothing is cut off");
            keep.checkpoint(expected.join("\n").as_bytes()).unwrap();
            prop_assert_eq!(disk.bytes("room-class.2.damaged"), bytes);
        }
        keep.append(b"\"after\"").unwrap();
        drop(store);
        expected.push("\"after\"".to_owned());
        let kept = read(&disk);
        prop_assert_eq!(told(&kept), expected);
        prop_assert_eq!(kept.lost_bytes, 0);
    }

    #[test]
    fn no_bytes_make_the_reader_fail(bytes in vec(any::<u8>(), 0..400)) {
        let disk = Simulated::default();
        disk.put(NAME, &bytes);
        prop_assert!(told(&read(&disk)).is_empty());
    }
}

#[test]
fn every_single_cut_and_every_single_flipped_bit_is_found() {
    let records = ["1", "{\"a\":\"b\"}", "1"].map(str::to_owned);
    let (disk, written) = write(&records);
    let whole = disk.bytes(NAME);
    let lines_before = |at: usize| whole[..at].iter().filter(|byte| **byte == b'\n').count();
    // The lines of the file are the head, two of the checkpoint, and the records.
    let expected = |at| match lines_before(at) {
        lines @ 3.. => written[..lines - 1].to_vec(),
        _ => Vec::new(),
    };
    let check = |bytes: &[u8], at| {
        disk.put(NAME, bytes);
        assert_eq!(told(&read(&disk)), expected(at), "at {at}");
    };
    let Range { start, end } = 0..whole.len();
    for at in start..end {
        check(&whole[..at], at);
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            check(&bytes, at);
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_for_a_person() {
    let (disk, _) = write(&["1".to_owned()]);
    let mut bytes = disk.bytes(NAME);
    bytes[0] = b'{';
    disk.put(NAME, &bytes);
    let (mut keep, kept) = start(&disk).room("class").unwrap();
    assert_eq!(kept, Default::default());
    keep.append(b"1").unwrap();
    assert_eq!(
        disk.rooms(),
        ["room-class.2.damaged", "room-class.3.journal"]
    );
    assert_eq!(disk.bytes("room-class.2.damaged"), bytes);
}

#[test]
fn a_line_that_somebody_rewrote_leaves_the_file_where_it_can_be_found() {
    let (disk, _) = write(&["1", "2", "3"].map(str::to_owned));
    let text = String::from_utf8(disk.bytes(NAME)).unwrap();
    let rewritten = text.replacen(",2,", ",7,", 1).into_bytes();
    disk.put(NAME, &rewritten);
    for _ in 0..2 {
        // Killed before the room was written anew, it is found as it was.
        let (keep, _) = start(&disk).room("class").unwrap();
        assert_eq!(keep.trouble(), Some(NotKept::Failed));
        assert_eq!(disk.bytes(NAME), rewritten);
    }
    let (mut keep, _) = start(&disk).room("class").unwrap();
    keep.checkpoint(b"1").unwrap();
    assert_eq!(disk.bytes("room-class.2.damaged"), rewritten);
    keep.append(b"2").unwrap();
    assert_eq!(told(&read(&disk)), ["1", "2"]);
}

#[test]
fn what_leads_elsewhere_is_set_aside_and_not_without_end() {
    let disk = Simulated::default();
    for _ in 0..MOST + 3 {
        let store = start(&disk);
        let (mut keep, _) = store.room("class").unwrap();
        keep.append(b"1").unwrap();
        let name = keep.set_aside().unwrap();
        keep.checkpoint(b"0").unwrap();
        store.sync();
        assert!(disk.rooms().contains(&name), "{name}");
    }
    let aside = disk.rooms();
    let aside = aside.iter().filter(|name| name.ends_with(".astray"));
    assert_eq!(aside.count(), MOST);
}

#[test]
fn the_journal_that_the_readme_shows_is_one() {
    let readme = include_str!("../../../../../README.md");
    let (_, section) = readme.split_once("### The journal on disk").unwrap();
    let lines = section
        .lines()
        .filter_map(|line| line.strip_prefix("    ["));
    let shown: String = lines.map(|line| format!("[{line}\n")).collect();
    let disk = Simulated::default();
    disk.put(NAME, shown.as_bytes());
    let kept = read(&disk);
    assert_eq!((kept.records.len(), kept.lost_bytes), (2, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn what_a_fuzzer_does_to_a_file_is_done_to_some_in_every_test_run(data in vec(any::<u8>(), 0..40)) {
        crate::journal::disk::fuzzed::damage(&data);
    }
}
