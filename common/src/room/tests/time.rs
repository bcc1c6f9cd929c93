//! What happens because time passes.

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::hall::{Hall, hello};
use super::pupil::frames;
use crate::knob::{Carrier, Condition, Knob};
use crate::limits;
use crate::protocol;
use crate::room::mail::Mail;

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
fn a_hello_that_the_lecturer_delays_is_waited_for() {
    let mut hall = slow_hall();
    let slow = hall.open(1);
    hall.pass(8_000);
    assert_eq!(slow.pipe.close_code(), None);
    hall.pass(8_000);
    assert_eq!(slow.pipe.close_code(), Some(4109), "but not for ever");
}

#[test]
fn an_answer_to_a_close_that_the_lecturer_delays_is_waited_for_unless_the_server_stops() {
    for is_stopping in [false, true] {
        let mut hall = slow_hall();
        let slow = hall.open(1);
        hall.pass(14_500);
        assert!(slow.pipe.close_code().is_some());
        if is_stopping {
            hall.room.stop(hall.moment());
        }
        hall.pass(limits::CLOSE_MS + 1_000);
        assert_eq!(hall.has(&slow), !is_stopping, "there and back is 8 s");
        hall.pass(8_000);
        assert!(!hall.has(&slow), "but not for ever");
    }
}

/// A hall in which the lecturer delays each WebSocket by 4 s, each way.
fn slow_hall() -> Hall {
    let mut hall = Hall::new();
    let knob = Knob::new(CancellationToken::new());
    let delay = Condition {
        delay: 4_000,
        ..Condition::default()
    };
    knob.set(Carrier::Websocket, delay);
    hall.room.begin_under(knob.listen().borrow().clone());
    hall
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
    assert!((28..=30).contains(&told), "{told} frames in a second");
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

/// With rooms on threads of their own a question may come after the moment as of which a turn's mail is applied.
#[test]
fn nobody_is_told_a_time_before_the_question_came() {
    let mut hall = Hall::new();
    let (ada, _) = hall.join(1, &hello());
    let later = hall.moment().precise + 0.75;
    let asked = protocol::parse(r#"{"type":"clock","t0":1.5}"#).unwrap();
    let mail = Mail::Said {
        connection: ada.id,
        envelope: asked.received(|| later),
    };
    hall.room.handle(mail, hall.moment());
    hall.pass(0);
    let told = frames(&ada.pipe);
    let clock = json!({"type": "clock", "t0": 1.5, "t1": later, "t2": later});
    assert!(told.contains(&clock), "{told:?}");
}
