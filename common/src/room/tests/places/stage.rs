//! Any number of screens under any weather: in the end each shows exactly those who are here.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Places;
use crate::limits;
use crate::room::tests::hall::{HallOf, Seat, hello};
use crate::room::tests::pupil::more_frames;

/// More than a socket is ever asked to take.
const PLENTY: usize = 1 << 40;

/// What can happen.
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
    /// Somebody whose connection broke comes back as the same person, if it is not too late.
    Return(usize),
    /// Another tab takes somebody's seat.
    TakeOver(usize),
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
        2 => who.clone().prop_map(Step::Break),
        2 => who.clone().prop_map(Step::Return),
        1 => who.clone().prop_map(Step::TakeOver),
        5 => (who, 0..300_usize).prop_map(|(who, bytes)| Step::Take(who, bytes)),
        4 => (0..200_u64).prop_map(Step::Wait),
        1 => (0..8_000_u64).prop_map(Step::Wait),
    ]
}

/// Somebody's socket, and what they see of the others.
struct Viewer {
    seat: Seat,
    is_guest: bool,
    /// The beginning of a frame.
    partial: Vec<u8>,
    session: Value,
    /// Whether the next frame says everything, because it is the first of its connection.
    begins: bool,
    sees: BTreeMap<u64, u64>,
}

#[derive(Default)]
struct Stage {
    viewers: Vec<Viewer>,
    /// Those whose connection broke.
    away: Vec<Viewer>,
    opened: u64,
}

impl Stage {
    fn step(&mut self, hall: &mut HallOf<Places>, step: &Step) {
        match *step {
            Step::Come => self.come(hall, &hello(), false),
            Step::ComeAsGuest => self.come(hall, &hello(), true),
            Step::Wait(ms) => self.wait(hall, ms),
            Step::Move(who, to) => {
                if let Some(viewer) = self.viewers.get(who) {
                    hall.say(&viewer.seat, &json!({"type": "move", "to": to}));
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
            }
            Step::Break(who) if who < self.viewers.len() => {
                let viewer = self.viewers.swap_remove(who);
                hall.vanish(&viewer.seat);
                self.away.push(viewer);
            }
            Step::Return(who) if who < self.away.len() => {
                let viewer = self.away.swap_remove(who);
                self.come_again(hall, &viewer);
            }
            Step::TakeOver(who) if who < self.viewers.len() => {
                let viewer = self.viewers.swap_remove(who);
                if viewer.is_guest {
                    // A guest has no seat that another could take, and leaves the old way.
                    hall.vanish(&viewer.seat);
                }
                self.come_again(hall, &viewer);
            }
            Step::Leave(_) | Step::Break(_) | Step::Return(_) | Step::TakeOver(_) => {}
        }
        self.look(hall);
    }

    fn come(&mut self, hall: &mut HallOf<Places>, hello: &Value, is_guest: bool) {
        self.opened += 1;
        let seat = hall.open_as(self.opened, is_guest);
        hall.say(&seat, hello);
        let mut viewer = Viewer {
            is_guest,
            partial: Vec::new(),
            session: Value::Null,
            begins: true,
            sees: BTreeMap::new(),
            seat,
        };
        // The welcome at least arrives.
        hall.pass(0);
        viewer.look();
        viewer.seat.pipe.allow_nothing();
        self.viewers.push(viewer);
    }

    /// Comes again over another socket, with what was seen so far still on the screen.
    fn come_again(&mut self, hall: &mut HallOf<Places>, before: &Viewer) {
        let hello = json!({"type": "hello", "session": before.session});
        self.come(hall, &hello, before.is_guest);
    }

    /// Lets time pass. Nobody is silent for so long that they would be given up.
    fn wait(&mut self, hall: &mut HallOf<Places>, ms: u64) {
        for _ in 0..ms / 1_000 {
            hall.pass(1_000);
            self.look(hall);
        }
        hall.pass(ms % 1_000);
    }

    fn look(&mut self, hall: &HallOf<Places>) {
        for viewer in &mut self.viewers {
            viewer.seat.heard.note(hall.now);
            viewer.look();
        }
        // A socket that took nothing for too long was given up by the room.
        let (here, lost) = std::mem::take(&mut self.viewers)
            .into_iter()
            .partition::<Vec<_>, _>(|viewer| hall.has(&viewer.seat));
        self.viewers = here;
        self.away.extend(lost);
    }
}

impl Viewer {
    fn look(&mut self) {
        for frame in more_frames(&mut self.partial, &self.seat.pipe) {
            if frame["type"] == "welcome" {
                self.session = frame["session"].clone();
            }
            let Some(values) = frame["values"].as_array() else {
                continue;
            };
            if std::mem::take(&mut self.begins) {
                self.sees.clear();
            }
            for value in values {
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
        for _ in 0..limits::LEAVE_GRACE_MS / 1_000 + 2 {
            stage.step(&mut hall, &Step::Wait(1_000));
            for who in 0..stage.viewers.len() {
                stage.step(&mut hall, &Step::Take(who, PLENTY));
            }
        }
        stage.step(&mut hall, &Step::Wait(100));
        let readers = stage.viewers.iter().filter(|viewer| !viewer.is_guest);
        for viewer in readers {
            prop_assert_eq!(&viewer.sees, &hall.room.demo.here);
        }
        prop_assert_eq!(stage.viewers.len(), hall.room.demo.here.len());
    }
}
