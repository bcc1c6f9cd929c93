//! One case at a time: what a room writes down, and what it is after the server was killed.

use serde_json::{Value, json};

use super::demo::Command;
use super::hall::{Hall, HallOf, KEEP_MS, Seat, hello};
use super::places::Places;
use super::pupil::frames;
use crate::journal::keep::{Kept, NotKept};
use crate::journal::memory::Memory;
use crate::protocol;
use crate::room::mail::Mail;

fn say(n: u64, text: &str) -> Value {
    json!({"type": "say", "n": n, "text": text})
}

/// The server is killed, and started again.
fn kill(hall: &Hall, disk: &Memory, start: u8) -> Hall {
    disk.kill();
    Hall::start(disk, start, hall.now)
}

/// The same person again, with what they know.
fn again(welcome: &Value, seq: u64) -> Value {
    let last = json!({"epoch": welcome["epoch"], "seq": seq});
    json!({"type": "hello", "session": welcome["session"], "last": last})
}

fn told(seat: &Seat, kind: &str) -> Vec<Value> {
    let mut told = frames(&seat.pipe);
    told.retain(|frame| frame["type"] == kind);
    told
}

#[test]
fn a_full_disk_refuses_lines_in_words_and_everything_else_goes_on() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    let (ada, _) = hall.join(1, &hello());
    hall.say(&ada, &say(1, "kept"));
    disk.fail_after(0, NotKept::Full);
    hall.say(&ada, &say(2, "refused"));
    hall.pass(0);
    let heard = frames(&ada.pipe);
    let nack = heard.iter().find(|frame| frame["n"] == 2).unwrap();
    assert_eq!(nack["code"], "storage");
    assert!(nack["message"].as_str().unwrap().contains("full"), "{nack}");
    assert!(heard.contains(&json!({"type": "storage", "trouble": true})));
    assert_eq!(hall.room.log.head(), 1, "nothing has changed");
    let bob = hall.open(2);
    hall.say(&bob, &hello());
    hall.pass(0);
    let heard = frames(&bob.pipe);
    let is_told = |frame: &Value| frame["type"] == "storage" && frame["trouble"] == true;
    assert!(
        heard.iter().any(is_told),
        "a newcomer is let in and told: {heard:?}"
    );
    hall.pass(1_000);
    assert_eq!(hall.room.roll.count(), 2);
    assert!(!told(&bob, "people").is_empty(), "who is here is told");
    disk.mend();
    hall.pass(1_100);
    let mended = json!({"type": "storage", "trouble": false});
    assert_eq!(told(&bob, "storage"), [mended]);
    hall.say(&ada, &say(3, "taken"));
    hall.pass(0);
    assert_eq!(told(&ada, "ack").len(), 1);
    let hall = kill(&hall, &disk, 2);
    assert_eq!(hall.room.demo.said(), ["kept", "taken"]);
    assert_eq!(hall.room.roll.count(), 2, "who came meanwhile is known too");
}

#[test]
fn a_number_is_decided_once_also_when_it_was_refused_before_anything_was_applied() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    let (ada, welcome) = hall.join(1, &hello());
    let problem = protocol::parse::<Command>(r#"{"type":"say","n":1}"#).unwrap_err();
    let connection = ada.id;
    let mail = Mail::Unreadable {
        connection,
        problem,
    };
    hall.room.handle(mail, hall.moment());
    hall.say(&ada, &say(2, "number 7"));
    hall.say(&ada, &json!({"type": "rename", "n": 3, "name": ""}));
    hall.say(&ada, &json!({"type": "rename", "n": 4, "name": "Ada"}));
    hall.say(&ada, &json!({"type": "mark", "n": 5, "text": "here"}));
    for n in 6..80 {
        hall.say(
            &ada,
            &json!({"type": "rename", "n": n, "name": format!("Ada {n}")}),
        );
    }
    hall.pass(0);
    let answers = |seat: &Seat| {
        let mut answers = frames(&seat.pipe);
        answers.retain(|frame| frame["type"] == "ack" || frame["type"] == "nack");
        answers
    };
    let before = answers(&ada);
    assert!(before.iter().any(|answer| answer["code"] == "rate"));
    for (start, is_checkpointed) in [(2, false), (3, true)] {
        if is_checkpointed {
            hall.room.checkpoint(hall.moment());
        }
        hall = kill(&hall, &disk, start);
        let (ada, welcome) = hall.join(u64::from(start), &again(&welcome, 1));
        assert_eq!(welcome["last_n"], 79);
        assert_eq!(
            welcome["you"]["name"], "Ada 8",
            "as often as the rate allows"
        );
        frames(&ada.pipe);
        for n in 16..80 {
            hall.say(&ada, &say(n, "something else"));
        }
        hall.pass(0);
        assert_eq!(answers(&ada), before[15..]);
        hall.vanish(&ada);
    }
}

#[test]
fn whoever_was_here_has_the_grace_time_to_come_back_and_guests_have_not() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    let (_ada, ada_s) = hall.join(1, &hello());
    let (_bob, bob_s) = hall.join(2, &hello());
    let guest = hall.open_as(3, true);
    hall.say(&guest, &hello());
    hall.pass(1_000);
    assert_eq!(hall.room.roll.count(), 3);
    let mut hall = kill(&hall, &disk, 2);
    assert_eq!(
        hall.room.roll.count(),
        2,
        "a guest left with the connection"
    );
    hall.pass(3_000);
    let (ada, welcome) = hall.join(4, &again(&ada_s, 1));
    assert_eq!(welcome["mode"], "resumed");
    assert_eq!(welcome["you"], ada_s["you"]);
    hall.pass(6_000);
    ada.heard.note(hall.now);
    assert_eq!(hall.room.roll.count(), 1);
    let gone = told(&ada, "people");
    assert!(
        gone.iter().any(|frame| frame["gone"] == json!([2])),
        "{gone:?}"
    );
    let (_bob, welcome) = hall.join(5, &again(&bob_s, 1));
    assert_eq!(welcome["you"]["id"], 2, "a session lives longer");
}

#[test]
fn nobody_waits_for_a_class_that_went_home_long_ago() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    hall.join(1, &hello());
    hall.pass(1_000);
    hall.now += 10 * 3_600_000;
    let mut hall = kill(&hall, &disk, 2);
    hall.pass(0);
    assert_eq!(hall.room.roll.count(), 0);
}

#[test]
fn what_is_forgotten_is_gone_from_the_disk_too() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    let (ada, welcome) = hall.join(1, &hello());
    hall.say(&ada, &say(1, "a secret"));
    hall.pass(10);
    let head = hall.room.log.head();
    hall.room.forget_before(hall.now + 1, hall.moment());
    assert_eq!(hall.room.log.oldest(), head + 1);
    assert_eq!(hall.room.log.head(), head);
    let (_, kept) = disk.open();
    let text = String::from_utf8(everything(&kept)).unwrap();
    assert!(!text.contains("secret"), "{text}");
    let mut hall = Hall::start(&disk, 2, hall.now);
    assert!(hall.room.demo.said().is_empty());
    let (_, welcome) = hall.join(2, &again(&welcome, head));
    assert_eq!(
        welcome["mode"], "resumed",
        "who has heard all has missed nothing"
    );
}

#[test]
fn what_was_kept_for_long_enough_is_forgotten_by_itself() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    let (ada, _) = hall.join(1, &hello());
    hall.say(&ada, &say(1, "soon forgotten"));
    hall.pass(0);
    let halfway = hall.now + KEEP_MS / 2;
    while hall.now < halfway {
        hall.pass(10_000);
        ada.heard.note(hall.now);
    }
    assert_eq!(hall.room.demo.said().len(), 1);
    while hall.now < 2 * halfway + 70_000 {
        hall.pass(10_000);
        ada.heard.note(hall.now);
    }
    assert!(hall.room.demo.said().is_empty());
}

#[test]
fn a_replay_that_goes_astray_keeps_what_came_before_and_relies_on_no_old_number() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    let (ada, welcome) = hall.join(1, &hello());
    for n in 1..=3 {
        hall.say(&ada, &say(n, &format!("line {n}")));
    }
    hall.pass(0);
    let (_, kept) = disk.open();
    // As if another build had made two events of the second line.
    let moved = String::from_utf8(kept.records[4].clone()).unwrap();
    let disk = Memory::default();
    let (mut keep, _) = disk.open();
    for record in &kept.records[..4] {
        keep.append(record).unwrap();
    }
    let moved = moved.replace(r#""seq":3"#, r#""seq":4"#);
    keep.append(moved.as_bytes()).unwrap();
    let all = disk.open().1;
    let mut hall = Hall::start(&disk, 2, hall.now);
    assert_eq!(hall.room.demo.said(), ["line 1", "line 2"]);
    assert_eq!(disk.aside(), [all], "what was not understood is not lost");
    let (ada, welcome) = hall.join(2, &again(&welcome, 1));
    assert_eq!(welcome["mode"], "snapshot");
    hall.say(&ada, &say(3, "line 3"));
    hall.pass(0);
    let hall = kill(&hall, &disk, 3);
    assert_eq!(hall.room.demo.said(), ["line 1", "line 2", "line 3"]);
}

#[test]
fn a_clock_that_strikes_goes_on_striking_under_the_same_numbers() {
    let disk = Memory::default();
    let mut hall = HallOf::<Places>::start(&disk, 1, 0);
    let (ada, welcome) = hall.join(1, &hello());
    hall.pass(5_500);
    let head = hall.room.log.head();
    assert_eq!(told(&ada, "strike").len(), 5);
    disk.kill();
    let mut hall = HallOf::<Places>::start(&disk, 2, hall.now + 2_000);
    let ada = hall.open(2);
    hall.say(&ada, &again(&welcome, head));
    hall.pass(2_000);
    let heard = frames(&ada.pipe);
    assert_eq!(heard[0]["mode"], "resumed");
    let numbers = heard.iter().filter_map(|frame| frame["seq"].as_u64());
    let numbers: Vec<_> = numbers.skip(1).collect();
    assert!(
        numbers.iter().copied().eq((head + 1..).take(numbers.len())),
        "{numbers:?}"
    );
    let strikes = heard.iter().filter(|frame| frame["type"] == "strike");
    assert_eq!(strikes.count(), 3, "one at once for all that were missed");
}

/// All that is on the disk.
fn everything(kept: &Kept) -> Vec<u8> {
    let checkpoint = kept.checkpoint.clone().unwrap_or_default();
    [checkpoint, kept.records.concat()].concat()
}
