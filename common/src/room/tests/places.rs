//! Values of which only the newest matters, under sockets that take a few bytes, people who come and
//! go, and guests who have no way to come back. Also: what happens by itself.

use std::collections::BTreeMap;
use std::convert::Infallible;

use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::hall::{HallOf, Seat, hello};
use super::pupil::{frames, more_frames};
use crate::demo::{Act, Demo, Effects, Input, OnGap, PersonId, Rate, Refusal, What};
use crate::limits;

/// More than a socket is ever asked to take.
const PLENTY: usize = 1 << 40;

/// Everybody has a place from joining on. While somebody is here, the clock strikes each second.
#[derive(Default)]
struct Places {
    here: u64,
    strikes: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Command {
    Move { to: u64 },
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    Strike,
}

impl Demo for Places {
    const NAME: &'static str = "places";
    const ON_GAP: OnGap = OnGap::Snapshot;

    type Command = Command;
    type Event = Event;
    type Latest = u64;
    type Snapshot = u64;
    type External = Infallible;

    fn apply(
        &mut self,
        input: Input<'_, Command, Infallible>,
        effects: &mut Effects<Event, u64>,
    ) -> Result<(), Refusal> {
        match input.what {
            What::Person(who, Act::Joined) => {
                self.here += 1;
                self.strikes.get_or_insert(input.at + 1_000);
                effects.latest(who.id, 0);
            }
            What::Person(_, Act::Left) => {
                self.here -= 1;
                self.strikes.take_if(|_| self.here == 0);
            }
            What::Person(who, Act::Command { command, .. }) => {
                let Command::Move { to } = command;
                effects.latest(who.id, to);
            }
            What::Tick => {
                self.strikes = Some(input.at + 1_000);
                effects.event(Event::Strike);
            }
            What::Person(_, Act::Returned) | What::External(_) => {}
        }
        Ok(())
    }

    fn snapshot(&self) -> u64 {
        self.here
    }

    fn rate(&self, _: &Command) -> Rate {
        Rate::UNLIMITED
    }

    fn next_tick(&self) -> Option<u64> {
        self.strikes
    }

    fn read_plain(text: &str) -> Option<Command> {
        text.parse().ok().map(|to| Command::Move { to })
    }

    fn latest_in_plain_words(person: PersonId, to: &u64, origin: &str) -> Option<String> {
        (*to > 0).then(|| json!({"who": person, "to": to, "by": origin}).to_string())
    }
}

/// What can happen. Whoever comes gets the next number.
#[derive(Debug, Clone)]
enum Step {
    Come,
    /// A guest of the plain dialect comes: seen by all, forgotten at once.
    ComeAsGuest,
    Move(usize, u64),
    /// Somebody says that they leave.
    Leave(usize),
    /// A connection breaks. Nobody knows yet whether they come back.
    Break(usize),
    /// The socket takes this many more bytes and then blocks.
    Take(usize, usize),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..8_usize;
    prop_oneof![
        3 => Just(Step::Come),
        1 => Just(Step::ComeAsGuest),
        12 => (who.clone(), 1..1_000_u64).prop_map(|(who, to)| Step::Move(who, to)),
        1 => who.clone().prop_map(Step::Leave),
        1 => who.clone().prop_map(Step::Break),
        5 => (who, 0..300_usize).prop_map(|(who, bytes)| Step::Take(who, bytes)),
        4 => (0..200_u64).prop_map(Step::Wait),
    ]
}

/// Somebody on the stage, and what they see of the others.
struct Viewer {
    seat: Seat,
    id: u64,
    is_guest: bool,
    /// The beginning of a frame.
    partial: Vec<u8>,
    sees: BTreeMap<u64, u64>,
}

#[derive(Default)]
struct Stage {
    viewers: Vec<Viewer>,
    /// The newest place of everybody who is here.
    truth: BTreeMap<u64, u64>,
    opened: u64,
}

impl Stage {
    fn step(&mut self, hall: &mut HallOf<Places>, step: &Step) {
        match *step {
            Step::Come => self.come(hall, false),
            Step::ComeAsGuest => self.come(hall, true),
            Step::Wait(ms) => hall.pass(ms),
            Step::Move(who, to) => {
                if let Some(viewer) = self.viewers.get(who) {
                    hall.say(&viewer.seat, &json!({"type": "move", "to": to}));
                    self.truth.insert(viewer.id, to);
                }
            }
            Step::Take(who, bytes) => {
                if let Some(viewer) = self.viewers.get(who) {
                    viewer.seat.pipe.allow(bytes);
                    hall.room.writable(viewer.seat.id);
                }
            }
            Step::Leave(who) if who < self.viewers.len() => {
                let viewer = self.viewers.swap_remove(who);
                hall.say(&viewer.seat, &json!({"type": "leave"}));
                self.truth.remove(&viewer.id);
            }
            Step::Break(who) if who < self.viewers.len() => {
                let viewer = self.viewers.swap_remove(who);
                hall.vanish(&viewer.seat);
                // At the end enough time passes for the others to notice.
                self.truth.remove(&viewer.id);
            }
            Step::Leave(_) | Step::Break(_) => {}
        }
        for viewer in &mut self.viewers {
            viewer.seat.heard.note(hall.now);
            viewer.look();
        }
    }

    fn come(&mut self, hall: &mut HallOf<Places>, is_guest: bool) {
        self.opened += 1;
        let seat = hall.open_as(self.opened, is_guest);
        hall.say(&seat, &hello());
        hall.pass(0);
        let mut viewer = Viewer {
            id: self.opened,
            is_guest,
            partial: Vec::new(),
            sees: BTreeMap::new(),
            seat,
        };
        viewer.look();
        viewer.seat.pipe.allow_nothing();
        self.truth.insert(viewer.id, 0);
        self.viewers.push(viewer);
    }
}

impl Viewer {
    fn look(&mut self) {
        for frame in more_frames(&mut self.partial, &self.seat.pipe) {
            for value in frame["values"].as_array().into_iter().flatten() {
                let person = value[0].as_u64().unwrap();
                match value[1].as_u64() {
                    Some(place) => self.sees.insert(person, place),
                    None => self.sees.remove(&person),
                };
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_viewer_ends_with_exactly_those_who_are_here_at_their_newest_places(
        steps in vec(step(), 0..150),
    ) {
        let mut hall = HallOf::new();
        let mut stage = Stage::default();
        for step in &steps {
            stage.step(&mut hall, step);
        }
        // Nobody is silent for so long that they would be given up.
        for _ in 0..limits::LEAVE_GRACE_MS / 1_000 + 2 {
            stage.step(&mut hall, &Step::Wait(1_000));
            for who in 0..stage.viewers.len() {
                stage.step(&mut hall, &Step::Take(who, PLENTY));
            }
        }
        hall.pass(100);
        for viewer in &mut stage.viewers {
            viewer.look();
            if !viewer.is_guest {
                prop_assert_eq!(&viewer.sees, &stage.truth);
            }
        }
    }
}

#[test]
fn a_guest_hears_in_words_what_moves_from_now_on() {
    let mut hall = HallOf::<Places>::new();
    let (ada, _) = hall.join(1, &hello());
    hall.say(&ada, &json!({"type": "move", "to": 5}));
    hall.pass(100);
    let guest = hall.open_as(2, true);
    hall.say(&guest, &hello());
    hall.pass(100);
    assert_eq!(
        frames(&guest.pipe),
        [] as [Value; 0],
        "what was, they do not hear"
    );
    hall.say(&ada, &json!({"type": "move", "to": 6}));
    hall.say(&guest, &json!({"type": "move", "to": 7}));
    hall.pass(100);
    let said = |who, to| json!({"who": who, "to": to, "by": "http://localhost"});
    assert_eq!(frames(&guest.pipe), [said(1, 6), said(2, 7)]);
}

#[test]
fn the_clock_strikes_while_somebody_is_here_and_never_in_a_room_that_stops() {
    let mut hall = HallOf::<Places>::new();
    assert_eq!(hall.room.next_deadline(), None, "an empty room sleeps");
    let (ada, _) = hall.join(1, &hello());
    let strikes = |seat: &Seat| {
        let heard = frames(&seat.pipe).into_iter();
        let strikes = heard.filter(|frame| frame["type"] == "strike");
        strikes
            .map(|frame| frame["at"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    hall.pass(3_500);
    let told = strikes(&ada);
    assert_eq!(told.len(), 3);
    assert!(told.windows(2).all(|pair| pair[1] - pair[0] == 1_000));
    hall.room.stop(hall.moment());
    hall.pass(3_000);
    assert_eq!(strikes(&ada), [] as [u64; 0]);
}
