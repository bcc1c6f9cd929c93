//! What a class tries against the lecturer's hand, and what the hand must not do by mistake.

use std::net::Ipv4Addr;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::hall::{Hall, Seat, hello};
use super::pupil::frames;
use crate::demo::PersonId;
use crate::journal::memory::Memory;
use crate::limits;
use crate::protocol::InHand;
use crate::room::hand::{Deed, Nobody, Reach, Reservation};
use crate::room::mail::Mail;
use crate::room::posts::{By, Post};
use crate::transport::ConnectionKey;

const NAT: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 9);

fn move_hand(hall: &mut Hall, deed: Deed) -> Result<InHand, Nobody> {
    let (reply, mut told) = oneshot::channel();
    let deed = Some(deed);
    let reach = Mail::Hand(Reach { deed, reply });
    hall.room.handle(reach, hall.moment());
    hall.pass(0);
    told.try_recv().unwrap()
}

fn mute(hall: &mut Hall, person: u32, on: bool) {
    let person = PersonId(person);
    move_hand(hall, Deed::Mute { person, on }).unwrap();
}

fn remove(hall: &mut Hall, person: u32) {
    let person = PersonId(person);
    move_hand(hall, Deed::Remove { person }).unwrap();
}

fn lock(hall: &mut Hall, on: bool) {
    move_hand(hall, Deed::Lock { on }).unwrap();
}

/// What arrives after a pupil has said something.
fn say(hall: &mut Hall, seat: &Seat, n: u64, text: &str) -> Vec<Value> {
    hall.pass(0);
    frames(&seat.pipe);
    hall.say(seat, &json!({"type": "say", "n": n, "text": text}));
    hall.pass(0);
    frames(&seat.pipe)
}

fn code(answer: &[Value]) -> &Value {
    let nack = answer.iter().find(|frame| frame["type"] == "nack");
    nack.map_or(&Value::Null, |nack| &nack["code"])
}

fn said(hall: &mut Hall) -> Vec<String> {
    serde_json::from_str::<Value>(&hall.room.snapshot()).unwrap()["state"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

fn named(name: &str) -> Value {
    json!({"type": "hello", "name": name})
}

/// Comes in as this from behind the class's one address.
fn join_from_nat(hall: &mut Hall, id: u64, hello: &Value) -> Seat {
    hall.address = NAT.into();
    let seat = hall.open(id);
    hall.address = Ipv4Addr::LOCALHOST.into();
    hall.say(&seat, hello);
    hall.pass(0);
    seat
}

#[test]
fn a_muted_person_says_nothing_by_any_word_that_others_read_and_still_moves() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    let (seat, _) = hall.join(2, &hello());
    mute(&mut hall, 2, true);
    let told = frames(&watcher.pipe);
    let in_force = json!({"type": "hand", "locked": false, "slow_ms": 0, "muted": [2]});
    assert!(told.contains(&in_force), "everybody is told: {told:?}");
    assert_eq!(code(&say(&mut hall, &seat, 1, "boo")), "muted");
    // Without a number there is no answer but a refusal, and no way around it.
    hall.say(&seat, &json!({"type": "say", "text": "boo"}));
    hall.say(&seat, &json!({"type": "rename", "n": 2, "name": "boo"}));
    hall.say(&seat, &json!({"type": "mark", "n": 3, "text": "boo"}));
    hall.say(&seat, &json!({"type": "wave", "height": 7}));
    hall.pass(1_000);
    let refused = frames(&seat.pipe);
    let refused = refused.iter().filter(|frame| frame["code"] == "muted");
    assert_eq!(refused.count(), 3);
    let told = frames(&watcher.pipe);
    let text = format!("{told:?}");
    assert!(!text.contains("boo"), "{text}");
    assert!(told.iter().any(|frame| frame["type"] == "latest"), "{text}");
    mute(&mut hall, 2, false);
    assert_eq!(code(&say(&mut hall, &seat, 4, "sorry")), &Value::Null);
    assert_eq!(said(&mut hall), ["sorry"]);
}

#[test]
fn a_refused_number_stays_refused_when_it_is_sent_again_after_the_mute() {
    let mut hall = Hall::new();
    let (seat, _) = hall.join(1, &hello());
    mute(&mut hall, 1, true);
    assert_eq!(code(&say(&mut hall, &seat, 1, "boo")), "muted");
    mute(&mut hall, 1, false);
    assert_eq!(code(&say(&mut hall, &seat, 1, "boo")), "muted");
    assert!(said(&mut hall).is_empty());
}

#[test]
fn a_reload_does_not_lift_a_mute_and_a_newcomer_is_told() {
    let mut hall = Hall::new();
    let (seat, welcome) = hall.join(1, &hello());
    mute(&mut hall, 1, true);
    hall.vanish(&seat);
    let again = json!({"type": "hello", "session": welcome["session"]});
    let again = join_from_nat(&mut hall, 2, &again);
    let told = frames(&again.pipe);
    assert!(
        told.iter().any(|frame| frame["muted"] == json!([1])),
        "{told:?}"
    );
    assert_eq!(code(&say(&mut hall, &again, 1, "boo")), "muted");
}

#[test]
fn slow_mode_is_for_each_person_and_counts_from_what_was_taken() {
    let mut hall = Hall::new();
    let (ada, _) = hall.join(1, &hello());
    let (bob, _) = hall.join(2, &hello());
    move_hand(&mut hall, Deed::Slow { ms: 5_000 }).unwrap();
    assert_eq!(code(&say(&mut hall, &ada, 1, "one")), &Value::Null);
    assert_eq!(code(&say(&mut hall, &bob, 1, "of Bob's")), &Value::Null);
    hall.pass(2_000);
    let answer = say(&mut hall, &ada, 2, "two");
    assert_eq!(code(&answer), "slow");
    let nack = answer.iter().find(|frame| frame["type"] == "nack").unwrap();
    assert_eq!(nack["retry_ms"], 3_000);
    hall.pass(3_000);
    assert_eq!(code(&say(&mut hall, &ada, 3, "two")), &Value::Null);
    // What the demo refuses was not said, so nobody has to wait for it.
    assert_eq!(code(&say(&mut hall, &bob, 2, "no 7")), "seven");
    assert_eq!(code(&say(&mut hall, &bob, 3, "no 8")), &Value::Null);
    move_hand(&mut hall, Deed::Slow { ms: 0 }).unwrap();
    assert_eq!(code(&say(&mut hall, &bob, 4, "at once")), &Value::Null);
}

#[test]
fn coming_in_anew_is_no_way_around_slow_mode() {
    let mut hall = Hall::new();
    let (early, _) = hall.join(1, &hello());
    move_hand(&mut hall, Deed::Slow { ms: 5_000 }).unwrap();
    assert_eq!(code(&say(&mut hall, &early, 1, "was here")), &Value::Null);
    for id in 2..10 {
        let (anew, _) = hall.join(id, &hello());
        let answer = say(&mut hall, &anew, 1, "again!");
        assert_eq!(code(&answer), "slow");
        hall.say(&anew, &json!({"type": "leave"}));
    }
    assert_eq!(said(&mut hall), ["was here"]);
    // Nobody waits for longer than a guest at a terminal is remembered.
    move_hand(&mut hall, Deed::Slow { ms: u64::MAX }).unwrap();
    let (patient, _) = hall.join(10, &hello());
    hall.pass(limits::SLOW_NEWCOMER_MS);
    assert_eq!(code(&say(&mut hall, &patient, 1, "hello")), &Value::Null);
}

#[test]
fn slow_mode_leaves_moving_alone_and_has_an_end() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    let (ada, _) = hall.join(2, &hello());
    let in_force = move_hand(&mut hall, Deed::Slow { ms: u64::MAX }).unwrap();
    assert_eq!(in_force.slow_ms, limits::SLOW_MS);
    say(&mut hall, &ada, 1, "one");
    frames(&watcher.pipe);
    hall.say(&ada, &json!({"type": "wave", "height": 99}));
    hall.pass(100);
    let told = format!("{:?}", frames(&watcher.pipe));
    assert!(told.contains("99"), "{told}");
}

#[test]
fn a_locked_room_lets_a_reloading_person_back_and_nobody_new() {
    let mut hall = Hall::new();
    let (seat, welcome) = hall.join(1, &hello());
    lock(&mut hall, true);
    hall.vanish(&seat);
    hall.pass(3_000);
    let stranger = hall.open(2);
    hall.say(&stranger, &named("Eve"));
    hall.pass(0);
    assert_eq!(stranger.pipe.close_code(), Some(4123));
    assert!(frames(&stranger.pipe).is_empty(), "not even a welcome");
    let forged = hall.open(3);
    hall.say(
        &forged,
        &json!({"type": "hello", "session": "0".repeat(32)}),
    );
    hall.pass(0);
    assert_eq!(forged.pipe.close_code(), Some(4123));
    let again = json!({"type": "hello", "session": welcome["session"]});
    let (back, again) = hall.join(4, &again);
    assert_eq!(again["you"]["id"], welcome["you"]["id"]);
    assert_eq!(back.pipe.close_code(), None);
    lock(&mut hall, false);
    assert_eq!(hall.join(5, &named("Eve")).1["you"]["name"], "Eve");
}

#[test]
fn the_lecturer_comes_into_a_locked_room_and_a_seat_that_nobody_takes_is_forgotten() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    lock(&mut hall, true);
    let (first, second) = (reserve(&mut hall, "Prof"), reserve(&mut hall, "Nobody"));
    frames(&watcher.pipe);
    hall.pass(1_000);
    let told = format!("{:?}", frames(&watcher.pipe));
    assert!(!told.contains("Prof"), "nobody has come yet: {told}");
    let with_session = |session: &str| json!({"type": "hello", "name": "x", "session": session});
    let (prof, welcome) = hall.join(2, &with_session(&first));
    assert_eq!(welcome["you"]["name"], "Prof");
    assert_eq!(prof.pipe.close_code(), None);
    hall.pass(limits::SESSION_MS + 5_000);
    let late = hall.open(3);
    hall.say(&late, &with_session(&second));
    hall.pass(0);
    assert_eq!(late.pipe.close_code(), Some(4123), "it was not kept");
}

/// Has a seat kept, and returns its secret.
fn reserve(hall: &mut Hall, name: &str) -> String {
    let (reply, mut told) = oneshot::channel();
    let name = Some(name.to_owned());
    let reservation = Mail::Reserved(Reservation { name, reply });
    hall.room.handle(reservation, hall.moment());
    told.try_recv().unwrap()
}

#[test]
fn a_plain_guest_and_one_at_a_terminal_obey_the_lock_too() {
    let mut hall = Hall::new();
    let (_ada, _) = hall.join(1, &hello());
    let guest = hall.open_as(2, true);
    hall.say(&guest, &hello());
    lock(&mut hall, true);
    hall.say(&guest, &json!({"type": "say", "text": "still here"}));
    assert_eq!(said(&mut hall), ["still here"], "who is inside stays");
    let late = hall.open_as(3, true);
    hall.say(&late, &hello());
    hall.pass(0);
    assert_eq!(late.pipe.close_code(), Some(4123));
    for knock in 4..50 {
        let answer = post(&mut hall, knock, "let me in");
        assert!(answer.contains(r#""code":"locked""#), "{answer}");
    }
    assert_eq!(said(&mut hall), ["still here"]);
    assert_eq!(
        hall.room.registry.connections.len(),
        3,
        "knocking leaves nothing behind"
    );
}

#[test]
fn a_removed_person_is_gone_with_all_that_was_under_way() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    let seat = join_from_nat(&mut hall, 2, &named("Eve"));
    let welcome = frames(&seat.pipe).swap_remove(0);
    hall.pass(1_000);
    remove(&mut hall, 2);
    assert_eq!(seat.pipe.close_code(), Some(4003));
    hall.say(&seat, &json!({"type": "say", "n": 1, "text": "under way"}));
    hall.pass(1_000);
    assert!(said(&mut hall).is_empty());
    let told = frames(&watcher.pipe);
    assert!(
        told.iter().any(|frame| frame["gone"] == json!([2])),
        "{told:?}"
    );
    // The page would come back with its session, or without.
    let mut with_session = named("Eve");
    with_session["session"] = welcome["session"].clone();
    for (id, hello) in [(3, with_session), (4, named("Eve")), (5, named("Evе"))] {
        let again = join_from_nat(&mut hall, id, &hello);
        assert_eq!(again.pipe.close_code(), Some(4003), "{hello}");
    }
    assert_eq!(hall.room.roll.count(), 1);
}

#[test]
fn a_class_behind_one_address_is_not_barred_with_the_one_who_was_removed() {
    let mut hall = Hall::new();
    join_from_nat(&mut hall, 1, &named("Eve"));
    remove(&mut hall, 1);
    let neighbour = join_from_nat(&mut hall, 2, &named("Ada"));
    assert_eq!(neighbour.pipe.close_code(), None);
    let namesake = hall.join(3, &named("Eve")).0;
    assert_eq!(
        namesake.pipe.close_code(),
        None,
        "elsewhere somebody may be called so"
    );
    hall.pass(limits::BARRED_MS);
    let later = join_from_nat(&mut hall, 4, &named("Eve"));
    assert_eq!(later.pipe.close_code(), None, "it is over");
}

#[test]
fn somebody_whose_connection_is_lost_can_be_removed_and_nobody_twice() {
    let mut hall = Hall::new();
    let seat = join_from_nat(&mut hall, 1, &named("Eve"));
    hall.vanish(&seat);
    remove(&mut hall, 1);
    let person = PersonId(1);
    let twice = move_hand(&mut hall, Deed::Remove { person });
    assert_eq!(twice, Err(Nobody));
    let nobody = move_hand(&mut hall, Deed::Mute { person, on: true });
    assert_eq!(nobody, Err(Nobody));
    let again = join_from_nat(&mut hall, 2, &named("Eve"));
    assert_eq!(again.pipe.close_code(), Some(4003));
}

#[test]
fn what_is_forgotten_of_a_person_is_their_mute_too() {
    let mut hall = Hall::new();
    let (_ada, _) = hall.join(1, &hello());
    let (bob, _) = hall.join(2, &hello());
    mute(&mut hall, 2, true);
    hall.say(&bob, &json!({"type": "leave"}));
    let (new, _) = hall.join(3, &hello());
    let told = frames(&new.pipe);
    assert!(told.iter().all(|frame| frame["type"] != "hand"), "{told:?}");
}

#[test]
fn what_is_cleared_is_forgotten_by_the_room_and_by_its_log() {
    let mut hall = Hall::new();
    let (ada, welcome) = hall.join(1, &hello());
    say(&mut hall, &ada, 1, "one");
    say(&mut hall, &ada, 2, "two");
    move_hand(&mut hall, Deed::Clear).unwrap();
    say(&mut hall, &ada, 3, "later");
    assert_eq!(said(&mut hall), ["later"]);
    let mut again = json!({"type": "hello", "session": welcome["session"]});
    again["last"] = json!({"epoch": welcome["epoch"], "seq": 0});
    let (back, _) = hall.join(2, &again);
    let told = format!("{:?}", frames(&back.pipe));
    assert!(!told.contains("one") && !told.contains("two"), "{told}");
}

#[test]
fn a_killed_server_comes_back_as_the_lecturer_had_left_it() {
    let disk = Memory::default();
    let mut hall = Hall::start(&disk, 1, 0);
    let (ada, welcome) = hall.join(1, &hello());
    join_from_nat(&mut hall, 2, &named("Eve"));
    mute(&mut hall, 1, true);
    move_hand(&mut hall, Deed::Slow { ms: 5_000 }).unwrap();
    lock(&mut hall, true);
    assert_eq!(code(&say(&mut hall, &ada, 1, "boo")), "muted");
    // The last deed must not need another one after it.
    remove(&mut hall, 2);
    disk.kill();
    let mut hall = Hall::start(&disk, 2, hall.now);
    let again = json!({"type": "hello", "session": welcome["session"]});
    let (ada, _) = hall.join(3, &again);
    assert_eq!(
        code(&say(&mut hall, &ada, 1, "boo")),
        "muted",
        "decided once"
    );
    assert_eq!(code(&say(&mut hall, &ada, 2, "boo")), "muted");
    let eve = join_from_nat(&mut hall, 4, &named("Eve"));
    assert_eq!(eve.pipe.close_code(), Some(4003));
    let bob = join_from_nat(&mut hall, 5, &named("Bob"));
    assert_eq!(bob.pipe.close_code(), Some(4123));
    lock(&mut hall, false);
    mute(&mut hall, 1, false);
    assert_eq!(code(&say(&mut hall, &ada, 3, "one")), &Value::Null);
    assert_eq!(code(&say(&mut hall, &ada, 4, "two")), "slow");
}

fn post(hall: &mut Hall, id: u64, text: &str) -> String {
    let (reply, mut answers) = oneshot::channel();
    let line = json!({"type": "say", "text": text}).to_string();
    let post = Post {
        by: By::Guest {
            address: NAT.into(),
            key: ConnectionKey {
                id: crate::registry::ConnectionId(id),
                secret: 0,
            },
        },
        frames: vec![crate::protocol::parse(&line)],
        reply,
    };
    hall.room.handle(Mail::Posted(post), hall.moment());
    String::from_utf8(answers.try_recv().unwrap().to_vec()).unwrap()
}
