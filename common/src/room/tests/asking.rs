//! Those who have to ask, and those who only send: what they may take, and when they are gone.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::hall::{Hall, hello};
use super::pupil::frames;
use super::way;
use crate::limits;
use crate::log::Position;
use crate::protocol;
use crate::registry::{ConnectionId, Role};
use crate::room::mail::{Mail, Opened};
use crate::room::polls::Has;
use crate::room::posts::{By, Post};
use crate::transport::asking::Place;
use crate::transport::poll::outlet::{Asks, PollOutlet, TooOften};
use crate::transport::{ConnectionKey, Heard, Question};

fn key(id: u64) -> ConnectionKey {
    let id = ConnectionId(id);
    ConnectionKey { id, secret: 0 }
}

/// Lets a poller in.
fn open(hall: &mut Hall, id: u64) {
    let heard = Heard::default();
    heard.note(hall.now);
    let opened = Opened {
        key: key(id),
        outlet: Box::new(PollOutlet::new(Asks::LongPolling, heard.clone())),
        heard,
        role: Role::Member,
        address: hall.address,
    };
    hall.room.handle(Mail::Opened(opened), hall.moment());
    let said = Mail::Said {
        connection: key(id).id,
        envelope: protocol::parse(&hello().to_string()).unwrap(),
    };
    hall.room.handle(said, hall.moment());
}

/// Asks, and reads the answer that comes at once.
fn ask(hall: &mut Hall, id: u64, has: Has) -> Result<Vec<Value>, TooOften> {
    let (reply, mut answer) = oneshot::channel();
    let until = hall.now;
    let question = Question { reply, until };
    let asked = Mail::Asked {
        key: key(id),
        has,
        question,
    };
    hall.room.handle(asked, hall.moment());
    hall.pass(0);
    let answer = answer.try_recv().expect("it is answered at once");
    answer.map(|lines| way::read(&lines))
}

fn after(epoch: &str, seq: u64) -> Has {
    let epoch = epoch.to_owned();
    Has {
        after: Some(Place::Of(Position { epoch, seq })),
        seen: None,
    }
}

/// A hall in which so many lines were said, and a poller who has them all, with number 2.
fn hall_with_a_poller(lines: u64) -> Hall {
    let mut hall = Hall::new();
    let (talker, _) = hall.join(1, &hello());
    for line in 0..lines {
        let text = format!("line {line}");
        hall.say(&talker, &json!({"type": "say", "text": text}));
    }
    hall.pass(1_000);
    open(&mut hall, 2);
    ask(&mut hall, 2, Has::default()).unwrap();
    hall
}

#[test]
fn a_poller_who_asks_for_all_there_is_again_and_again_is_cut_to_a_rate() {
    for (lines, epoch) in [(500, None), (5, Some("0000000000000000"))] {
        let mut hall = hall_with_a_poller(lines);
        let epoch = epoch.unwrap_or(hall.room.log.epoch()).to_owned();
        let answers: Vec<_> = (0..1_000)
            .map(|_| ask(&mut hall, 2, after(&epoch, 0)))
            .collect();
        let told = answers.iter().filter(|answer| answer.is_ok()).count();
        assert!((1..=10).contains(&told), "{told} times");
        let refused = answers.last().unwrap().as_ref().unwrap_err();
        hall.pass(refused.retry_ms);
        let again = ask(&mut hall, 2, after(&epoch, 0)).unwrap();
        assert!(!again.is_empty(), "and then it is told");
    }
}

#[test]
fn a_poller_on_a_network_that_loses_every_other_answer_is_not_refused() {
    let mut hall = hall_with_a_poller(5);
    let (talker, _) = hall.join(3, &hello());
    let epoch = hall.room.log.epoch().to_owned();
    for round in 0..500 {
        let last = hall.room.log.head();
        hall.say(
            &talker,
            &json!({"type": "say", "text": format!("x {round}.")}),
        );
        talker.heard.note(hall.now);
        for _ in 0..2 {
            let answer = ask(&mut hall, 2, after(&epoch, last)).unwrap();
            assert!(answer.iter().any(|frame| frame["type"] == "said"));
        }
        hall.pass(100);
    }
}

#[test]
fn a_poller_who_never_says_what_it_has_seen_does_not_keep_what_was_taken_back() {
    let mut hall = hall_with_a_poller(1);
    for id in 3..50 {
        let (seat, _) = hall.join(id, &hello());
        hall.say(&seat, &json!({"type": "say", "text": "x"}));
        hall.pass(50);
        hall.say(&seat, &json!({"type": "leave"}));
        for version in [0, 1] {
            let epoch = hall.room.log.epoch().to_owned();
            let has = Has {
                seen: Some(version),
                ..after(&epoch, hall.room.log.head())
            };
            ask(&mut hall, 2, has).unwrap();
        }
        hall.pass(10_000);
    }
    let remembered = hall.room.latest.remembered();
    let most = 2 + limits::SESSION_MS as usize / 10_000;
    assert!(remembered <= most, "{remembered} of 47");
}

#[test]
fn a_guest_who_only_sends_is_gone_half_a_minute_after_the_last_line() {
    let mut hall = Hall::new();
    let (watcher, _) = hall.join(1, &hello());
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let post = |hall: &mut Hall, id| {
        let (reply, mut answers) = oneshot::channel();
        let say = r#"{"type":"say","text":"hi"}"#;
        let post = Post {
            by: By::Guest {
                address,
                key: key(id),
            },
            frames: vec![protocol::parse(say)],
            reply,
        };
        hall.room.handle(Mail::Posted(post), hall.moment());
        assert!(answers.try_recv().is_ok());
    };
    let pass = |hall: &mut Hall, seconds: u64| {
        for _ in 0..seconds {
            hall.pass(1_000);
            watcher.heard.note(hall.now);
        }
    };
    post(&mut hall, 2);
    pass(&mut hall, 29);
    post(&mut hall, 3);
    pass(&mut hall, 29);
    assert_eq!(hall.room.roll.count(), 2, "the second line was the last");
    pass(&mut hall, 3);
    assert_eq!(hall.room.roll.count(), 1);
    let told = frames(&watcher.pipe);
    assert!(told.iter().any(|frame| frame["gone"] == json!([2])));
    post(&mut hall, 4);
    pass(&mut hall, 1);
    let told = frames(&watcher.pipe);
    let said = told.iter().find(|frame| frame["type"] == "said").unwrap();
    assert_eq!(said["from"], 3, "who comes back is somebody else");
}

#[test]
fn the_end_does_not_wait_for_somebody_who_only_sends() {
    let mut hall = Hall::new();
    let (reply, _answers) = oneshot::channel();
    let post = Post {
        by: By::Guest {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            key: key(1),
        },
        frames: vec![protocol::parse(r#"{"type":"say","text":"hi"}"#)],
        reply,
    };
    hall.room.handle(Mail::Posted(post), hall.moment());
    hall.pass(1_000);
    assert!(!hall.room.is_empty());
    hall.room.stop(hall.moment());
    hall.pass(0);
    assert!(hall.room.has_stopped());
}
