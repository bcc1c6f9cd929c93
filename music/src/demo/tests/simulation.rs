//! Five pages, and anything that can happen to them in any order.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use common::Demo;
use common::demo::Act;

use super::room::{Page, Room};
use crate::{notation, presets};

const PEOPLE: u32 = 5;
/// The server is started anew after so many steps.
const RESTART_EVERY: usize = 20;

#[derive(Debug, Clone)]
enum Step {
    Ask(u32, Value),
    /// The page takes in what has come.
    Read(u32),
    /// The connection breaks: what was not read is lost.
    Drop(u32),
    /// It is back, and gets what it missed, or a snapshot.
    Return(u32, bool),
    /// It stayed away so long that it left.
    Leave(u32),
    Wait(u64),
}

fn cell() -> impl Strategy<Value = [u8; 4]> {
    // Few places, so that hands meet.
    (0..2_u8, 5..7_u8, 0..3_u8, 0..4_u8).prop_map(|(pattern, track, step, level)| {
        let note = if track == 6 && level > 0 { level } else { 0 };
        [pattern, track, step, note << 2 | level]
    })
}

fn command() -> impl Strategy<Value = Value> {
    let cells = proptest::collection::vec(cell(), 1..6);
    let set = (0..4_u32, cells)
        .prop_map(|(group, cells)| json!({"type": "set", "group": group, "cells": cells}));
    let load = (0..8_usize).prop_map(|preset| {
        let song = notation::write(&presets::all()[preset].1);
        json!({"type": "load", "group": 1, "song": song})
    });
    prop_oneof![
        12 => set,
        6 => Just(json!({"type": "undo"})),
        4 => Just(json!({"type": "redo"})),
        1 => load,
        1 => (40..=240).prop_map(|bpm| json!({"type": "tempo", "bpm": bpm})),
        1 => (0..=60).prop_map(|percent| json!({"type": "swing", "percent": percent})),
        1 => (0..8, any::<bool>()).prop_map(|(track, on)| json!({"type": "mute", "track": track, "on": on})),
        1 => (0..8, any::<bool>()).prop_map(|(track, on)| json!({"type": "solo", "track": track, "on": on})),
        1 => (0..4).prop_map(|pattern| json!({"type": "pattern", "pattern": pattern})),
        1 => Just(json!({"type": "play"})),
        1 => Just(json!({"type": "stop"})),
        1 => (0..64).prop_map(|beat| json!({"type": "seek", "beat": beat})),
        1 => (0..2_000).prop_map(|ms| json!({"type": "rtt", "ms": ms})),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 1..=PEOPLE;
    prop_oneof![
        10 => (who(), command()).prop_map(|(who, command)| Step::Ask(who, command)),
        3 => who().prop_map(Step::Read),
        1 => who().prop_map(Step::Drop),
        2 => (who(), any::<bool>()).prop_map(|(who, resumes)| Step::Return(who, resumes)),
        1 => who().prop_map(Step::Leave),
        2 => (0..1_000_u64).prop_map(Step::Wait),
    ]
}

/// One person and their page.
struct Seat {
    page: Page,
    is_connected: bool,
    has_left: bool,
    /// How each undo that may be done again left its cells: by place, value and writer.
    undone: Vec<BTreeMap<usize, (u64, u64)>>,
}

struct Class {
    room: Room,
    seats: Vec<Seat>,
}

impl Class {
    fn new() -> Self {
        let mut room = Room::new();
        let seat = |page| Seat {
            page,
            is_connected: true,
            has_left: false,
            undone: Vec::new(),
        };
        let seats = (1..=PEOPLE).map(|id| seat(room.join(id))).collect();
        Self { room, seats }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Wait(ms) => self.room.now += ms,
            Step::Ask(id, command) => {
                if self.seat(id).is_connected {
                    self.ask(id, command);
                }
            }
            Step::Read(id) => self.read(id),
            Step::Drop(id) => self.seat(id).is_connected = false,
            Step::Return(id, resumes) => self.come_back(id, resumes),
            Step::Leave(id) => {
                let seat = self.seat(id);
                if !seat.is_connected && !seat.has_left {
                    seat.has_left = true;
                    self.room.act(id, Act::Left).unwrap();
                }
            }
        }
    }

    fn seat(&mut self, id: u32) -> &mut Seat {
        &mut self.seats[id as usize - 1]
    }

    fn read(&mut self, id: u32) {
        let seat = &mut self.seats[id as usize - 1];
        if seat.is_connected {
            seat.page.catch_up(&self.room.log);
        }
    }

    fn come_back(&mut self, id: u32, resumes: bool) {
        if self.seat(id).is_connected {
            return;
        }
        let act = if self.seat(id).has_left {
            Act::Joined
        } else {
            Act::Returned
        };
        self.room.act(id, act).unwrap();
        let fresh = self.room.fresh_page();
        let seat = self.seat(id);
        (seat.is_connected, seat.has_left) = (true, false);
        if !resumes {
            seat.page = fresh;
        }
    }

    /// Asks, and looks whether an undo kept its hands off what is not its own.
    fn ask(&mut self, id: u32, command: Value) {
        let before = self.room.fresh_page();
        let kind = command["type"].clone();
        let Ok(told) = self.room.ask(id, command) else {
            assert_eq!(self.room.fresh_page(), before, "a refusal changes nothing");
            return;
        };
        let after = self.room.fresh_page();
        let me = u64::from(id);
        let cells = before.cells.iter().flatten();
        let pairs = cells.zip(after.cells.iter().flatten()).enumerate();
        let changed: Vec<_> = pairs
            .filter(|(_, (before, after))| before != after)
            .collect();
        match kind.as_str().unwrap() {
            "undo" => {
                let is_mine = changed.iter().all(|(_, (before, _))| before.1 == me);
                assert!(is_mine, "an undo overwrote another's");
                let left = changed.iter().map(|(place, (_, after))| (*place, **after));
                let left: BTreeMap<_, _> = left.collect();
                // What it set to the value that was there already, and did, can be done again as well.
                if !told[0]["cells"].as_array().unwrap().is_empty() {
                    self.seat(id).undone.push(left);
                }
            }
            "redo" => {
                let left = self.seat(id).undone.pop().expect("an undo came before");
                for (place, (before, after)) in changed {
                    let is_as_left = left.get(&place).is_none_or(|left| left == before);
                    assert!(is_as_left, "a redo overwrote a later hand");
                    assert_eq!(after.1, me, "a redo writes as me");
                }
            }
            "set" | "load" => {
                // A song that is the one there is already is no new deed.
                if !told[0]["cells"].as_array().unwrap().is_empty() {
                    self.seat(id).undone.clear();
                }
                return;
            }
            _ => return,
        }
        for skipped in told[0]["skipped"].as_array().unwrap() {
            let by = skipped[3].as_u64().unwrap();
            let name = if by == 0 {
                String::new()
            } else {
                format!("Person {by}")
            };
            assert_eq!(skipped[4], name.as_str());
            assert!(kind == "redo" || by != me, "what is mine is not skipped");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_five_people_do_and_suffer_all_end_with_the_same_song(
        steps in proptest::collection::vec(step(), 0..150),
    ) {
        let mut class = Class::new();
        for (number, step) in steps.into_iter().enumerate() {
            class.step(step);
            if number % RESTART_EVERY == 0 {
                class.room.restart();
            }
        }
        for id in 1..=PEOPLE {
            class.come_back(id, true);
            class.read(id);
        }
        let truth = class.room.fresh_page();
        for seat in &class.seats {
            prop_assert_eq!(seat.page.song(), truth.song());
        }
        prop_assert!((200.0..=1_500.0).contains(&class.room.music.snapshot().lead));
    }

    #[test]
    fn who_undoes_everything_alone_is_back_where_they_began(
        commands in proptest::collection::vec(
            (0..20_u32, proptest::collection::vec(cell(), 1..6)), 0..40,
        ),
    ) {
        let mut room = Room::new();
        let begin = room.join(1);
        for (group, cells) in commands {
            room.ask(1, json!({"type": "set", "group": group, "cells": cells})).unwrap();
        }
        let end = room.fresh_page();
        while room.ask(1, json!({"type": "undo"})).is_ok() {}
        prop_assert_eq!(&room.fresh_page().cells, &begin.cells);
        while room.ask(1, json!({"type": "redo"})).is_ok() {}
        prop_assert_eq!(&room.fresh_page().cells, &end.cells);
    }
}
