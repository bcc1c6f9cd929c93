//! What strangers try, and what bad moments bring together.

use serde_json::json;

use super::hall::{Hall, hello};
use super::pupil::frames;
use crate::protocol;
use crate::room::mail::Mail;

#[test]
fn a_stop_with_a_client_that_fell_off_the_log_and_one_that_never_said_hello() {
    let mut hall = Hall::new();
    let (slow, _) = hall.join(1, &hello());
    let (talker, _) = hall.join(2, &hello());
    let mute = hall.open(3);
    slow.pipe.allow_nothing();
    for line in 0..2_000 {
        hall.say(
            &talker,
            &json!({"type": "say", "text": format!("line {line}")}),
        );
        hall.pass(0);
    }
    hall.room.stop(hall.moment());
    hall.pass(10);
    slow.pipe.allow(1 << 40);
    hall.room.writable(slow.id);
    hall.pass(10);
    let told = frames(&slow.pipe);
    assert!(
        told.iter().any(|frame| frame["type"] == "skip"),
        "what it missed is told"
    );
    assert!(
        told.iter().any(|frame| frame["text"] == "line 1999"),
        "and what is left is sent"
    );
    assert_eq!(mute.pipe.close_code(), Some(1001));
    assert!(
        frames(&mute.pipe)
            .iter()
            .all(|frame| frame["type"] == "bye"),
        "it is no reader"
    );
}

#[test]
fn whoever_has_left_is_not_heard_any_more() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    let (seat, _) = hall.join(2, &hello());
    hall.say(&seat, &json!({"type": "leave"}));
    hall.say(&seat, &hello());
    hall.say(&seat, &json!({"type": "say", "text": "boo"}));
    hall.pass(1_000);
    assert_eq!(hall.room.roll.count(), 1);
    assert!(
        frames(&watcher.pipe)
            .iter()
            .all(|frame| frame["text"] != "boo")
    );
}

#[test]
fn asking_for_the_whole_log_again_and_again_is_cut_to_a_rate() {
    let mut hall = Hall::new();
    let (greedy, _) = hall.join(1, &hello());
    for line in 0..100 {
        hall.say(
            &greedy,
            &json!({"type": "say", "text": format!("line {line}")}),
        );
    }
    hall.pass(0);
    frames(&greedy.pipe);
    for _ in 0..1_000 {
        hall.say(&greedy, &json!({"type": "resync", "seq": 0}));
        hall.pass(0);
    }
    let told = frames(&greedy.pipe);
    let lines = told.iter().filter(|frame| frame["type"] == "said").count();
    assert!(
        (1..=500).contains(&lines),
        "{lines} lines for a thousand questions"
    );
    assert!(told.iter().any(|frame| frame["code"] == "rate"));
}

#[test]
fn a_snapshot_as_big_as_the_limits_allow_does_not_cost_a_slow_joiner_the_connection() {
    let mut hall = Hall::new();
    let (talker, _) = hall.join(1, &hello());
    for _ in 0..100 {
        hall.say(&talker, &json!({"type": "say", "text": "漢".repeat(600)}));
    }
    hall.pass(0);
    let slow = hall.open(2);
    slow.pipe.allow_nothing();
    slow.pipe.allow(4_000);
    hall.say(&slow, &hello());
    hall.pass(0);
    hall.say(&slow, &json!({"type": "clock", "t0": 1.0}));
    hall.pass(0);
    assert!(hall.has(&slow));
    slow.pipe.allow(1 << 40);
    hall.room.writable(slow.id);
    hall.pass(0);
    let told: Vec<_> = frames(&slow.pipe)
        .iter()
        .map(|frame| frame["type"].clone())
        .collect();
    assert_eq!(told[..3], ["welcome", "snapshot", "clock"]);
}

#[test]
fn a_guest_who_cannot_come_back_is_gone_with_the_connection_however_it_ends() {
    let mut hall = Hall::new();
    for (id, is_cut_by_the_room) in [(1, true), (2, false)] {
        let guest = hall.open_as(id, true);
        hall.say(&guest, &hello());
        hall.pass(0);
        assert_eq!(hall.room.roll.count(), 1);
        if is_cut_by_the_room {
            guest.pipe.break_off();
            let (connection, payload) = (guest.id, Vec::new());
            let ping = Mail::Ping {
                connection,
                payload,
            };
            hall.room.handle(ping, hall.moment());
        } else {
            hall.vanish(&guest);
        }
        hall.pass(0);
        assert_eq!(hall.room.roll.count(), 0);
        assert!(hall.room.is_empty(), "nothing is remembered");
    }
}

#[test]
fn a_command_that_cannot_be_read_uses_its_number_up() {
    let mut hall = Hall::new();
    let (seat, _) = hall.join(1, &hello());
    let problem = protocol::parse::<super::demo::Command>(r#"{"type":"say","n":1}"#).unwrap_err();
    hall.room.handle(
        Mail::Unreadable {
            connection: seat.id,
            problem,
        },
        hall.moment(),
    );
    hall.say(&seat, &json!({"type": "say", "n": 2, "text": "next"}));
    hall.pass(0);
    let told = frames(&seat.pipe);
    assert!(
        told.iter()
            .any(|frame| frame["type"] == "nack" && frame["n"] == 1),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|frame| frame["type"] == "ack" && frame["n"] == 2),
        "{told:?}"
    );
}

#[test]
fn a_turn_ends_before_it_fills_the_log_with_what_nobody_has_read() {
    let mut hall = Hall::new();
    let (talker, _) = hall.join(1, &hello());
    let mut lines = 0;
    while !hall.room.is_turn_full() {
        hall.say(&talker, &json!({"type": "say", "text": "x".repeat(15_000)}));
        lines += 1;
    }
    hall.pass(0);
    let told = frames(&talker.pipe);
    assert_eq!(
        told.iter().filter(|frame| frame["type"] == "said").count(),
        lines
    );
    assert!(told.iter().all(|frame| frame["type"] != "skip"));
}

#[test]
fn a_socket_that_opens_while_the_server_stops_is_sent_home_as_well() {
    let mut hall = Hall::new();
    let (seat, _) = hall.join(1, &hello());
    hall.room.stop(hall.moment());
    let late = hall.open(2);
    hall.pass(100);
    assert_eq!(late.pipe.close_code(), Some(1001));
    hall.vanish(&late);
    hall.vanish(&seat);
    hall.pass(100);
    assert!(hall.room.has_stopped());
}

#[test]
fn a_name_that_cannot_be_had_is_explained_and_a_guest_s_is_given() {
    let mut hall = Hall::new();
    let seat = hall.open(1);
    hall.say(&seat, &json!({"type": "hello", "name": "x".repeat(200)}));
    hall.pass(0);
    let told = frames(&seat.pipe);
    assert_eq!(told[0]["you"]["name"], "Guest 1");
    let refused = told.iter().find(|frame| frame["type"] == "nack").unwrap();
    assert_eq!(refused["code"], "name");
    assert!(
        refused["message"].as_str().unwrap().contains("24"),
        "{refused}"
    );
}
