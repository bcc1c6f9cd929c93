//! Where the room's patience ends, and with whom it does not.

use serde_json::{Value, json};

use super::hall::{Hall, Seat, hello};
use super::pupil::frames;
use crate::demo::{PersonId, Rate};
use crate::ledger::Answer;
use crate::limits::{self, PerAddress};
use crate::protocol;
use crate::room::mail::Mail;
use crate::room::newcomers::Newcomers;
use crate::server::house::Houses;
use crate::transport::code;

/// Something that is no frame.
fn say_nonsense(hall: &mut Hall, seat: &Seat) {
    let problem = protocol::parse::<super::demo::Command>("?").unwrap_err();
    let connection = seat.id;
    let mail = Mail::Unreadable {
        connection,
        problem,
    };
    hall.room.handle(mail, hall.moment());
}

fn nacks(seat: &Seat) -> Vec<Value> {
    let mut told = frames(&seat.pipe);
    told.retain(|frame| frame["type"] == "nack");
    told
}

#[test]
fn a_client_that_says_nothing_but_nonsense_is_sent_away_and_one_that_errs_is_told() {
    let mut hall = Hall::new();
    let (student, _) = hall.join(1, &hello());
    for _ in 0..60 {
        say_nonsense(&mut hall, &student);
        hall.pass(2_000);
        student.heard.note(hall.now);
    }
    assert_eq!(student.pipe.close_code(), None, "a mistake now and then");
    assert_eq!(nacks(&student).len(), 60);
    let script = hall.open(2);
    (0..20).for_each(|_| say_nonsense(&mut hall, &script));
    hall.pass(0);
    assert_eq!(script.pipe.close_code(), Some(code::POLICY));
    assert_eq!(nacks(&script).len(), 10, "before it has said hello, too");
}

#[test]
fn a_client_that_does_not_slow_down_when_it_is_told_to_is_sent_away() {
    let mut hall = Hall::new();
    let (script, welcome) = hall.join(1, &hello());
    let mut renamed = 0;
    while script.pipe.close_code().is_none() {
        let name = format!("Name {renamed}");
        hall.say(&script, &json!({"type": "rename", "name": name}));
        hall.pass(0);
        renamed += 1;
        assert!(renamed < 200, "it is not sent away");
    }
    assert_eq!(script.pipe.close_code(), Some(code::POLICY));
    // Whoever comes straight back has not become patient by that.
    let again = hall.open(2);
    let session = &welcome["session"];
    hall.say(&again, &json!({"type": "hello", "session": session}));
    hall.say(&again, &json!({"type": "rename", "name": "Again"}));
    hall.pass(0);
    assert_eq!(again.pipe.close_code(), Some(code::POLICY));
}

#[test]
fn people_who_are_each_within_their_rate_are_not_too_much_for_the_room_together() {
    const LINES: Rate = Rate::new(0, 50.0, 100.0);
    let mut hall = Hall::new();
    hall.join(1, &hello());
    let loud = PersonId(1);
    let now = hall.moment();
    let taken = (0..1_000).filter(|_| hall.room.check_room(loud, LINES, now).is_ok());
    assert_eq!(taken.count(), 50, "half of it is for the quiet");
    let Err(Answer::Nack { code, retry_ms, .. }) = hall.room.check_room(loud, LINES, now) else {
        panic!("it is full");
    };
    assert_eq!((&*code, retry_ms), ("room_rate", Some(20)));
    hall.pass(20);
    assert!(hall.room.check_room(loud, LINES, hall.moment()).is_ok());
}

#[test]
fn the_marks_of_many_tabs_are_not_too_much_for_the_room_together() {
    let mut hall = Hall::new();
    let tabs: Vec<_> = (1..=100).map(|id| hall.join(id, &hello()).0).collect();
    let before = hall.room.log.head();
    for tab in &tabs {
        (0..60).for_each(|_| hall.say(tab, &json!({"type": "mark", "text": "x"})));
    }
    let marks = hall.room.log.head() - before;
    assert!((1_000..=2_000).contains(&marks), "{marks} of 6,000");
}

#[test]
fn a_room_that_a_script_keeps_busy_still_hears_who_says_little() {
    const LINES: Rate = Rate::new(0, 50.0, 100.0);
    let mut hall = Hall::new();
    hall.join(1, &hello());
    let quiet = PersonId(1);
    hall.pass(10_000);
    let mut heard = 0;
    for second in 0..30 {
        // Ten who are new each second, as fast as one address may bring them.
        for new in 0..10 {
            hall.join(2 + second * 10 + new, &hello());
            let script = PersonId(hall.room.registry.joined());
            let now = hall.moment();
            let said = (0..10).filter(|_| hall.room.check_room(script, LINES, now).is_ok());
            assert!(said.count() > 0, "nobody is silenced either");
        }
        if second % 2 == 0 {
            heard += usize::from(hall.room.check_room(quiet, LINES, hall.moment()).is_ok());
        }
        hall.pass(1_000);
    }
    assert_eq!(heard, 15);
}

#[test]
fn a_client_that_keeps_asking_and_hardly_reads_costs_little_memory_and_is_told() {
    let mut hall = Hall::new();
    let (greedy, _) = hall.join(1, &hello());
    greedy.pipe.allow_nothing();
    let is_closing = |hall: &Hall| {
        let connection = hall.room.registry.connections.get(&greedy.id);
        connection.is_none_or(|connection| connection.ending.is_closing())
    };
    let mut asked = 0;
    while !is_closing(&hall) {
        hall.say(&greedy, &json!({"type": "clock", "t0": 1.0}));
        greedy.pipe.allow(20);
        hall.room.writable(greedy.id);
        hall.pass(0);
        asked += 1;
        assert!(asked < 5_000, "it is not given up");
    }
    greedy.pipe.allow(1 << 40);
    hall.room.writable(greedy.id);
    hall.pass(0);
    assert_eq!(greedy.pipe.close_code(), Some(code::SLOW));
    hall.pass(limits::CLOSE_MS + 1_000);
    assert!(!hall.has(&greedy), "and it is gone though it never answers");
}

#[test]
fn a_script_that_is_ever_somebody_new_does_not_fill_the_room_and_a_class_comes_back() {
    let mut hall = Hall::new();
    let each = PerAddress::of(limits::PER_ADDRESS).newcomers;
    hall.room.newcomers = Newcomers::new(Houses::default(), each, true);
    hall.address = "192.168.1.1".parse().unwrap();
    let class: Vec<_> = (1..=40).map(|id| hall.join(id, &hello())).collect();
    let mut sent_away = 0;
    for id in 100..400 {
        let seat = hall.open(id);
        hall.say(&seat, &hello());
        hall.pass(7);
        if seat.pipe.close_code() == Some(code::TOO_MANY) {
            let bye = frames(&seat.pipe).swap_remove(0);
            assert_eq!(bye["type"], "bye");
            assert!(bye["retry_ms"].as_u64().unwrap() < 5_000, "{bye}");
            sent_away += 1;
        }
    }
    assert!(sent_away > 250, "{sent_away} of 300");
    assert!(hall.room.roll.count() < 100, "{}", hall.room.roll.count());
    for (id, (seat, welcome)) in (500..).zip(&class) {
        hall.vanish(seat);
        let back = hall.open(id);
        let session = &welcome["session"];
        hall.say(&back, &json!({"type": "hello", "session": session}));
        hall.pass(0);
        let told = frames(&back.pipe);
        assert_eq!(told[0]["you"]["id"], welcome["you"]["id"]);
    }
    hall.address = "192.168.1.2".parse().unwrap();
    let (_, other) = hall.join(600, &hello());
    assert_eq!(other["type"], "welcome", "others are not kept out");
}

#[test]
fn two_tabs_of_one_seat_do_not_throw_each_other_out_for_ever() {
    let mut hall = Hall::new();
    let (first, welcome) = hall.join(1, &hello());
    let session = &welcome["session"];
    let (second, _) = hall.join(2, &json!({"type": "hello", "session": session}));
    hall.pass(0);
    // A page that is told this code stays away until a hand brings it back: below 4100.
    assert_eq!(first.pipe.close_code(), Some(code::REPLACED));
    assert!((4000..4100).contains(&code::REPLACED));
    hall.vanish(&first);
    hall.pass(1_000);
    assert_eq!(
        second.pipe.close_code(),
        None,
        "its end is not the end of the seat"
    );
    assert_eq!(hall.room.roll.count(), 1);
}
