//! What happens because time passes, by plain calls: no test waits.

use serde_json::{Value, json};

use super::demo::Repeater;
use super::pupil::{Pipe, frames};
use crate::clock::Now;
use crate::demo::OnGap;
use crate::log::{Bounds, Dialect};
use crate::protocol;
use crate::registry::ConnectionId;
use crate::room::core::{Ended, Mail, Opened, Room};
use crate::transport::websocket::inlet::Heard;
use crate::transport::websocket::outlet::WebSocketOutlet;

/// A room and a clock that is moved by hand.
struct Hall {
    room: Room<Repeater<{ OnGap::Skip as u8 }>>,
    now: u64,
}

/// One socket into the room.
struct Seat {
    id: ConnectionId,
    pipe: Pipe,
    heard: Heard,
}

impl Hall {
    fn new() -> Self {
        Self {
            room: Room::new(
                "class",
                "test",
                Repeater::default(),
                Bounds::default(),
                [1; 32],
            ),
            now: 0,
        }
    }

    fn open(&mut self, id: u64) -> Seat {
        self.open_as(id, false)
    }

    fn open_as(&mut self, id: u64, is_guest: bool) -> Seat {
        let (id, pipe, heard) = (ConnectionId(id), Pipe::default(), Heard::default());
        heard.note(self.now);
        pipe.allow(1 << 40);
        let outlet = Box::new(WebSocketOutlet::new(pipe.clone(), Dialect::Rich));
        let opened = Mail::Opened(Opened {
            connection: id,
            outlet,
            heard: heard.clone(),
            is_guest,
        });
        self.room.handle(opened, self.moment());
        Seat { id, pipe, heard }
    }

    fn join(&mut self, id: u64, hello: &Value) -> (Seat, Value) {
        let seat = self.open(id);
        self.say(&seat, hello);
        self.pass(0);
        let welcome = frames(&seat.pipe).swap_remove(0);
        (seat, welcome)
    }

    fn say(&mut self, seat: &Seat, frame: &Value) {
        let envelope = protocol::parse(&frame.to_string()).unwrap();
        let mail = Mail::Said {
            connection: seat.id,
            envelope,
            at: 0.0,
        };
        self.room.handle(mail, self.moment());
    }

    /// Lets time pass, in steps as short as the room's own deadlines.
    fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        loop {
            self.room.sweep(self.moment());
            self.room.deliver(self.moment());
            self.room.take_blocked().for_each(drop);
            match self.room.next_deadline() {
                Some(next) if next <= end => self.now = next.max(self.now + 1).min(end),
                _ if self.now < end => self.now = end,
                _ => break,
            }
            if self.now == end && ms == 0 {
                break;
            }
        }
    }

    fn has(&self, seat: &Seat) -> bool {
        self.room.registry.connections.contains_key(&seat.id)
    }

    fn vanish(&mut self, seat: &Seat) {
        seat.pipe.break_off();
        let ended = Ended::default();
        self.room.handle(
            Mail::Ended {
                connection: seat.id,
                ended,
            },
            self.moment(),
        );
    }

    fn moment(&self) -> Now {
        Now {
            precise: self.now as f64,
            wall: 0,
        }
    }
}

fn hello() -> Value {
    json!({"type": "hello"})
}

#[test]
fn a_socket_that_never_says_hello_does_not_keep_its_place() {
    let mut hall = Hall::new();
    let mute = hall.open(1);
    hall.pass(4_000);
    assert!(hall.has(&mute));
    hall.pass(4_000);
    assert_eq!(mute.pipe.close_code(), Some(4109));
    hall.pass(4_000);
    assert!(
        !hall.has(&mute),
        "it does not answer the close, and is dropped"
    );
}

#[test]
fn a_silent_peer_is_pinged_and_then_given_up_but_may_come_back() {
    let mut hall = Hall::new();
    let (ghost, welcome) = hall.join(1, &hello());
    hall.pass(24_000);
    let pings = frames(&ghost.pipe)
        .iter()
        .filter(|frame| frame["type"] == "ping")
        .count();
    assert!((2..=3).contains(&pings), "one each ten seconds: {pings}");
    assert!(hall.has(&ghost));
    hall.pass(3_000);
    assert!(!hall.has(&ghost));
    hall.pass(6_000);
    assert_eq!(hall.room.roll.count(), 0, "the others see that it has gone");
    let again = json!({"type": "hello", "session": welcome["session"]});
    assert_eq!(hall.join(2, &again).1["you"]["id"], welcome["you"]["id"]);
}

#[test]
fn a_peer_that_answers_pings_stays_for_ever() {
    let mut hall = Hall::new();
    let (seat, _) = hall.join(1, &hello());
    for _ in 0..100 {
        hall.pass(10_000);
        seat.heard.note(hall.now);
    }
    assert!(hall.has(&seat));
}

#[test]
fn a_socket_that_takes_nothing_is_dropped_though_its_owner_still_talks() {
    let mut hall = Hall::new();
    let (stuck, _) = hall.join(1, &hello());
    stuck.pipe.allow_nothing();
    for line in 0..9 {
        hall.say(
            &stuck,
            &json!({"type": "say", "text": format!("line {line}")}),
        );
        stuck.heard.note(hall.now);
        hall.pass(1_000);
    }
    assert!(hall.has(&stuck), "nine seconds are not ten");
    stuck.heard.note(hall.now);
    hall.pass(3_000);
    assert!(!hall.has(&stuck));
}

#[test]
fn a_reload_does_not_flap_but_an_absence_is_told() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    let (seat, welcome) = hall.join(2, &hello());
    hall.pass(1_000);
    frames(&watcher.pipe);
    hall.vanish(&seat);
    hall.pass(3_000);
    let again = json!({"type": "hello", "session": welcome["session"]});
    let (seat, _) = hall.join(3, &again);
    hall.pass(1_000);
    let told = frames(&watcher.pipe);
    assert!(
        told.iter().all(|frame| frame["gone"] != json!([2])),
        "{told:?}"
    );
    hall.vanish(&seat);
    hall.pass(7_000);
    let told = frames(&watcher.pipe);
    assert!(
        told.iter().any(|frame| frame["gone"] == json!([2])),
        "{told:?}"
    );
}

#[test]
fn a_session_is_forgotten_after_two_minutes_and_with_it_the_room() {
    let mut hall = Hall::new();
    let (seat, welcome) = hall.join(1, &hello());
    hall.vanish(&seat);
    hall.pass(119_000);
    assert!(!hall.room.is_empty());
    hall.pass(3_000);
    assert!(hall.room.is_empty());
    let again = json!({"type": "hello", "session": welcome["session"]});
    assert_ne!(hall.join(2, &again).1["you"]["id"], welcome["you"]["id"]);
}

#[test]
fn somebody_who_says_that_they_leave_is_gone_at_once() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    let (seat, _) = hall.join(2, &hello());
    hall.pass(300);
    hall.say(&seat, &json!({"type": "leave"}));
    hall.pass(300);
    assert!(
        frames(&watcher.pipe)
            .iter()
            .any(|frame| frame["gone"] == json!([2]))
    );
    assert_eq!(seat.pipe.close_code(), Some(1000));
}

#[test]
fn ephemeral_values_leave_together_thirty_times_a_second_and_never_at_rest() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    hall.pass(1_000);
    frames(&watcher.pipe);
    for _ in 0..1_000 {
        hall.say(&watcher, &json!({"type": "say", "text": "x"}));
        hall.pass(1);
    }
    let count = |frames: Vec<Value>| frames.iter().filter(|f| f["type"] == "latest").count();
    let told = count(frames(&watcher.pipe));
    assert!((28..=31).contains(&told), "{told} frames in a second");
    hall.pass(100);
    frames(&watcher.pipe);
    hall.pass(5_000);
    assert_eq!(count(frames(&watcher.pipe)), 0);
}

#[test]
fn a_class_that_is_sent_home_does_not_come_back_in_one_instant() {
    let mut hall = Hall::new();
    let seats: Vec<_> = (1..=200).map(|id| hall.join(id, &hello()).0).collect();
    hall.room.stop(hall.moment());
    hall.pass(100);
    let mut delays: Vec<_> = seats
        .iter()
        .map(|seat| {
            assert_eq!(seat.pipe.close_code(), Some(1001));
            let told = frames(&seat.pipe);
            let bye = told.iter().find(|frame| frame["type"] == "bye").unwrap();
            bye["retry_ms"].as_u64().unwrap()
        })
        .collect();
    delays.sort_unstable();
    assert!(delays[0] >= 200 && delays[199] <= 200 + 1_000);
    assert!(delays[199] - delays[0] > 700, "spread over a second");
    seats.iter().for_each(|seat| hall.vanish(seat));
    hall.pass(100);
    assert!(hall.room.has_stopped());
}

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
fn a_client_that_keeps_asking_and_hardly_reads_costs_little_memory() {
    let mut hall = Hall::new();
    let (greedy, _) = hall.join(1, &hello());
    greedy.pipe.allow_nothing();
    let mut asked = 0;
    while hall.has(&greedy) && asked < 100_000 {
        hall.say(&greedy, &json!({"type": "clock", "t0": 1.0}));
        greedy.pipe.allow(20);
        hall.room.writable(greedy.id);
        hall.pass(0);
        asked += 1;
    }
    assert!(asked < 5_000, "given up after {asked} questions");
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
            hall.say(&guest, &json!({"type": "say", "text": "x"}));
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
