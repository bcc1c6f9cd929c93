//! The rules of kanye by plain calls: quotes on time, hearts, wishes, heads, and old pages.

use std::sync::Arc;

use super::*;
use crate::upstream::State;

mod any_day;

const EVERY: u64 = 10_000;
const SPARE: [&str; 3] = ["one", "two", "three"];
const ADA: Who<'_> = Who {
    id: PersonId(1),
    name: "Ada",
    is_plain: false,
};
const BOB: Who<'_> = Who {
    id: PersonId(2),
    name: "Bob",
    is_plain: false,
};
const OLD: Who<'_> = Who {
    id: PersonId(3),
    name: "Guest 3",
    is_plain: true,
};

/// A room in which things happen by plain calls.
struct Room {
    kanye: Kanye,
    now: u64,
    seq: u64,
}

type Outcome = Result<Effects<Event, Head>, Refusal>;

impl Room {
    fn new() -> Self {
        Self {
            kanye: Kanye::new(Duration::from_millis(EVERY), &upstream(0, 0), &SPARE),
            now: 1_000,
            seq: 0,
        }
    }

    fn apply(&mut self, what: What<'_, Command, Upstream>) -> Outcome {
        let mut effects = Effects::new();
        let input = Input {
            at: self.now,
            random: self.now.wrapping_mul(0x9E37_79B9_7F4A_7C15),
            next_seq: self.seq + 1,
            what,
        };
        self.kanye.apply(input, &mut effects)?;
        self.seq += effects.events().count() as u64;
        Ok(effects)
    }

    fn act(&mut self, who: Who<'_>, act: Act<Command>) -> Outcome {
        self.apply(What::Person(who, act))
    }

    fn ask(&mut self, who: Who<'_>, command: Command) -> Outcome {
        self.act(who, Act::Command { n: None, command })
    }

    fn join(&mut self, who: Who<'_>) -> Effects<Event, Head> {
        self.act(who, Act::Joined).unwrap()
    }

    /// Lets time pass, and ticks whenever the demo wants to. Returns when quotes came.
    fn wait(&mut self, ms: u64) -> Vec<u64> {
        let until = self.now + ms;
        let mut ticks = Vec::new();
        while let Some(tick) = self.kanye.next_tick().filter(|tick| *tick <= until) {
            self.now = tick;
            let effects = self.apply(What::Tick).unwrap();
            assert!(quote(&effects).is_some());
            ticks.push(tick);
            assert!(self.kanye.next_tick() > Some(tick), "a tick moves time on");
        }
        self.now = until;
        ticks
    }

    /// What would be kept of it.
    fn kept(&self) -> serde_json::Value {
        serde_json::to_value(self.kanye.save()).unwrap()
    }

    /// The server starts again, with what it has kept of the room.
    fn restart(&mut self) {
        let every = Duration::from_millis(EVERY);
        let mut again = Kanye::new(every, &upstream(0, 0), &SPARE);
        again.restore(serde_json::from_value(self.kept()).unwrap());
        assert_eq!(again.snapshot(), self.kanye.snapshot());
        assert_eq!(again.next_tick(), self.kanye.next_tick());
        let before = self.kept();
        self.kanye = again;
        assert_eq!(self.kept(), before);
    }

    /// The service has news. Those that are written down do the same as all that is known.
    fn hear_of(&mut self, upstream: Upstream) {
        let Some(news) = self.kanye.news(&upstream) else {
            let before = self.kept();
            let told = self.apply(What::External(upstream)).unwrap();
            assert_eq!((told.events().count(), self.kept()), (0, before));
            return;
        };
        let before = self.kept();
        self.apply(What::External(upstream)).unwrap();
        let after = self.kept();
        self.kanye.restore(serde_json::from_value(before).unwrap());
        let news = Kanye::read_news(&news).unwrap();
        self.apply(What::External(news)).unwrap();
        assert_eq!(self.kept(), after);
    }

    fn ledger(&self) -> (u64, u64) {
        let Ledger { pushes, deliveries } = self.kanye.snapshot().ledger;
        (pushes, deliveries)
    }
}

fn upstream(fetches: u64, known: usize) -> Upstream {
    Upstream {
        state: State::Live,
        host: "api.example".into(),
        start: 1,
        fetches,
        error: None,
        quotes: Arc::new((0..known).map(|n| format!("quote {n}").into()).collect()),
    }
}

fn quote(effects: &Effects<Event, Head>) -> Option<(&Line, Ledger)> {
    effects.events().find_map(|event| match event {
        Event::Quote { line, ledger, .. } => Some((line, *ledger)),
        _ => None,
    })
}

#[test]
fn a_visitor_is_a_head_from_the_moment_of_joining() {
    let mut room = Room::new();
    let effects = room.join(ADA);
    let [(person, Some(head))] = effects.latest_changes() else {
        panic!("one head appears")
    };
    assert_eq!(*person, ADA.id);
    let text = serde_json::to_value(head).unwrap();
    assert_eq!(
        text,
        serde_json::json!({"x": head.place.x, "y": head.place.y})
    );
    assert_eq!(
        Kanye::latest_in_plain_words(ADA.id, head, "http://localhost"),
        None,
        "old pages show nobody who has not moved"
    );
}

#[test]
fn quotes_come_on_time_while_somebody_is_here_and_never_to_an_empty_room() {
    let mut room = Room::new();
    assert_eq!(room.kanye.next_tick(), None, "nobody is here");
    assert!(
        quote(&room.join(ADA)).is_some(),
        "the first sees one at once"
    );
    assert_eq!(room.wait(35_000), [11_000, 21_000, 31_000]);
    assert!(quote(&room.join(BOB)).is_none(), "the second sees the same");
    room.act(ADA, Act::Left).unwrap();
    assert_eq!(room.wait(10_000), [41_000]);
    room.act(BOB, Act::Left).unwrap();
    assert_eq!(room.kanye.next_tick(), None);
    room.now += 1_000;
    assert!(quote(&room.join(ADA)).is_none(), "the last one is fresh");
    assert_eq!(room.kanye.next_tick(), Some(51_000));
}

#[test]
fn one_push_is_a_delivery_to_every_page_and_to_no_old_one() {
    let mut room = Room::new();
    room.join(ADA);
    assert_eq!(room.ledger(), (1, 1));
    room.join(OLD);
    assert_eq!(room.ledger(), (1, 1), "an old page hears no quotes");
    room.join(BOB);
    assert_eq!(room.ledger(), (1, 2), "a newcomer gets the current one");
    room.wait(EVERY);
    assert_eq!(room.ledger(), (2, 4));
}

#[test]
fn whoever_does_not_want_to_wait_shares_a_limit_with_the_room() {
    let mut room = Room::new();
    room.join(ADA);
    room.join(BOB);
    room.now += 3_000;
    let effects = room.ask(ADA, Command::Now).unwrap();
    let (line, _) = quote(&effects).unwrap();
    assert_eq!(line.name.as_deref(), Some("Ada"));
    assert_eq!(
        room.kanye.next_tick(),
        Some(room.now + EVERY),
        "each quote has its full time"
    );
    let refusal = room.ask(BOB, Command::Now).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.retry_ms),
        ("soon", Some(NOW_EVERY_MS))
    );
    room.now += NOW_EVERY_MS;
    assert!(room.ask(BOB, Command::Now).is_ok());
    room.now += NOW_EVERY_MS;
    let refusal = room.ask(ADA, Command::Now).unwrap_err();
    let rest = NOW_EVERY_PERSON_MS - 2 * NOW_EVERY_MS;
    assert_eq!(refusal.retry_ms, Some(rest), "the others have a turn");
    room.now += rest;
    assert!(room.ask(ADA, Command::Now).is_ok());
}

#[test]
fn a_heart_pressed_twice_counts_once() {
    let mut room = Room::new();
    room.join(ADA);
    let quote = room.kanye.snapshot().quotes[0].seq;
    let hearts = |room: &Room| {
        let shown = &room.kanye.snapshot().quotes[0];
        (shown.hearts, shown.by.clone())
    };
    for told in [1, 0] {
        let effects = room.ask(ADA, Command::Heart { quote, on: true }).unwrap();
        assert_eq!(effects.events().count(), told, "only what is new is told");
        assert_eq!(hearts(&room), (1, vec![ADA.id]));
    }
    room.ask(ADA, Command::Heart { quote, on: false }).unwrap();
    assert_eq!(hearts(&room), (0, vec![]));
    let refusal = room
        .ask(
            ADA,
            Command::Heart {
                quote: 77,
                on: true,
            },
        )
        .unwrap_err();
    assert_eq!(refusal.code, "gone");
}

#[test]
fn the_wall_keeps_the_last_quotes_oldest_first() {
    let mut room = Room::new();
    room.join(ADA);
    room.wait(30 * EVERY);
    let quotes = room.kanye.snapshot().quotes;
    assert_eq!(quotes.len(), KEPT);
    assert!(quotes.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    assert_eq!(quotes[KEPT - 1].seq, room.seq);
}

#[test]
fn news_of_the_service_are_told_once() {
    let mut room = Room::new();
    room.join(ADA);
    let told = room.apply(What::External(upstream(1, 30))).unwrap();
    assert_eq!(told.events().count(), 1);
    let told = room.apply(What::External(upstream(1, 30))).unwrap();
    assert_eq!(told.events().count(), 0);
    room.wait(EVERY);
    let newest = room.kanye.snapshot().quotes.pop().unwrap();
    assert_eq!(newest.line.source, Source::Live);
}

#[test]
fn an_old_page_and_ours_see_each_other_move() {
    let mut room = Room::new();
    room.join(ADA);
    room.join(OLD);
    let pixels = Kanye::read_plain(r#"{"x":320,"y":"high"}"#).unwrap();
    let before = room.kanye.heads.move_to(OLD.id, Place { x: 9, y: 9 });
    let effects = room.ask(OLD, pixels).unwrap();
    let [(_, Some(head))] = effects.latest_changes() else {
        panic!("one head moves")
    };
    assert_eq!(head.place, before.unwrap().place, "that is no place");
    let words = Kanye::latest_in_plain_words(OLD.id, head, "http://h:1");
    let expected = r#"{"x":320,"y":"high","kanye_id":3,"kanye_head":"http://h:1/heads/3.svg"}"#;
    assert_eq!(words.as_deref(), Some(expected));

    let there = Command::Move { x: 65535, y: 0 };
    let effects = room.ask(ADA, there).unwrap();
    let [(_, Some(head))] = effects.latest_changes() else {
        panic!("one head moves")
    };
    let words = Kanye::latest_in_plain_words(ADA.id, head, "http://h:1");
    let expected = r#"{"x":1280,"y":0,"kanye_id":1,"kanye_head":"http://h:1/heads/1.svg"}"#;
    assert_eq!(words.as_deref(), Some(expected));
}

#[test]
fn what_earlier_starts_of_the_server_asked_counts_on() {
    let mut room = Room::new();
    let count = |room: &Room| room.kanye.snapshot().upstream.fetches;
    room.hear_of(upstream(3, 2));
    for start in 2..=3 {
        room.restart();
        for fetches in 0..=3 {
            let upstream = upstream(fetches, 2);
            room.hear_of(Upstream { start, ..upstream });
            assert_eq!(count(&room), (start - 1) * 3 + fetches);
        }
    }
}
