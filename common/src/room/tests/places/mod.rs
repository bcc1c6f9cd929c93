//! Values of which only the newest matters, under sockets that take a few bytes, people who come and
//! go, and guests who have no way to come back. Also: what happens by itself.

use std::collections::BTreeMap;
use std::convert::Infallible;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::hall::{HallOf, Seat, hello};
use super::pupil::frames;
use crate::demo::{Act, Demo, Effects, Input, OnGap, PersonId, Rate, Refusal, What};

mod stage;

/// Everybody has a place from joining on. While somebody is here, the clock strikes each second.
#[derive(Default)]
pub(super) struct Places {
    here: BTreeMap<u64, u64>,
    strikes: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    Move { to: u64 },
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Event {
    Strike,
}

impl Demo for Places {
    const NAME: &'static str = "places";
    const ON_GAP: OnGap = OnGap::Snapshot;

    type Command = Command;
    type Event = Event;
    type Latest = u64;
    type Snapshot = usize;
    type External = Infallible;
    type Saved = (BTreeMap<u64, u64>, Option<u64>);

    fn apply(
        &mut self,
        input: Input<'_, Command, Infallible>,
        effects: &mut Effects<Event, u64>,
    ) -> Result<(), Refusal> {
        match input.what {
            What::Person(who, Act::Joined) => {
                self.here.insert(who.id.0.into(), 0);
                self.strikes.get_or_insert(input.at + 1_000);
                effects.latest(who.id, 0);
            }
            What::Person(who, Act::Left) => {
                self.here.remove(&who.id.0.into());
                self.strikes.take_if(|_| self.here.is_empty());
            }
            What::Person(who, Act::Command { command, .. }) => {
                let Command::Move { to } = command;
                self.here.insert(who.id.0.into(), to);
                effects.latest(who.id, to);
            }
            What::Tick => {
                self.strikes = Some(input.at + 1_000);
                effects.event(Event::Strike);
            }
            What::Person(_, Act::Returned) | What::External(_) | What::Forget { .. } => {}
        }
        Ok(())
    }

    fn snapshot(&self) -> usize {
        self.here.len()
    }

    fn save(&self) -> Self::Saved {
        (self.here.clone(), self.strikes)
    }

    fn restore(&mut self, saved: Self::Saved) {
        (self.here, self.strikes) = saved;
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

#[test]
fn whoever_vanishes_is_off_every_screen_within_six_seconds_at_any_moment() {
    for moment in (0..1_000).step_by(50) {
        let mut hall = HallOf::<Places>::new();
        let (ada, _) = hall.join(1, &hello());
        let (bob, _) = hall.join(2, &hello());
        hall.pass(2_000 + moment);
        frames(&ada.pipe);
        hall.vanish(&bob);
        ada.heard.note(hall.now);
        hall.pass(5_999);
        let told = frames(&ada.pipe);
        let is_gone = |frame: &Value| {
            let mut values = frame["values"].as_array().into_iter().flatten();
            values.any(|value| value[0] == 2 && value[1].is_null())
        };
        assert!(told.iter().any(is_gone), "broken at {moment}");
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
