//! A room in which things happen by plain calls, and a page that folds what it is told.

use std::convert::Infallible;

use common::Demo;
use common::demo::{Act, Effects, Input, PersonId, Refusal, What, Who};
use common::protocol::{ClientFrame, parse};
use serde_json::Value;

use crate::demo::{Command, Event, Music, Nothing};
use crate::presets;

/// A room with everything that was ever told in it.
pub(crate) struct Room {
    pub(crate) music: Music,
    pub(crate) now: u64,
    /// Events as they travel. The number of an event is its place.
    pub(crate) log: Vec<Value>,
    plain: Vec<String>,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self {
            music: Music::new(&presets::first()),
            now: 1_000,
            log: Vec::new(),
            plain: Vec::new(),
        }
    }

    pub(crate) fn act(&mut self, id: u32, act: Act<Command>) -> Result<Vec<Value>, Refusal> {
        let name = format!("Person {id}");
        let who = Who {
            id: PersonId(id),
            name: &name,
            is_plain: false,
        };
        self.apply(What::Person(who, act))
    }

    /// What was made before a time is forgotten.
    pub(crate) fn forget(&mut self, before: u64) {
        self.apply(What::Forget { before }).unwrap();
    }

    fn apply(&mut self, what: What<'_, Command, Infallible>) -> Result<Vec<Value>, Refusal> {
        let mut effects = Effects::<Event, Nothing>::new();
        let input = Input {
            at: self.now,
            random: 0,
            next_seq: self.log.len() as u64 + 1,
            what,
        };
        self.music.apply(input, &mut effects)?;
        let told: Vec<Value> = effects
            .events()
            .map(|event| serde_json::to_value(event).unwrap())
            .collect();
        self.plain
            .extend(effects.plain().map(|plain| plain.text.to_string()));
        self.log.extend(told.iter().cloned());
        Ok(told)
    }

    pub(crate) fn give(&mut self, id: u32, command: Command) -> Result<Vec<Value>, Refusal> {
        self.act(id, Act::Command { n: None, command })
    }

    /// Asks as a page does: in JSON.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "it reads better where it is asked"
    )]
    pub(crate) fn ask(&mut self, id: u32, command: Value) -> Result<Vec<Value>, Refusal> {
        match parse(&command.to_string()).unwrap().frame {
            ClientFrame::Command(command) => self.give(id, command),
            other => panic!("{other:?} is no command of the song"),
        }
    }

    pub(crate) fn join(&mut self, id: u32) -> Page {
        self.act(id, Act::Joined).unwrap();
        self.fresh_page()
    }

    /// The server starts again, with what it has kept of the room.
    pub(crate) fn restart(&mut self) {
        let text = serde_json::to_string(&self.music.save()).unwrap();
        let mut again = Music::new(&presets::first());
        again.restore(serde_json::from_str(&text).unwrap());
        assert_eq!(again.snapshot(), self.music.snapshot());
        let kept = |music: &Music| serde_json::to_value(music.save()).unwrap();
        assert_eq!(kept(&again), kept(&self.music));
        self.music = again;
    }

    /// What a newcomer sees.
    pub(crate) fn fresh_page(&self) -> Page {
        let state = serde_json::to_value(self.music.snapshot()).unwrap();
        Page::new(state, self.log.len())
    }

    /// What plain clients heard since the last time.
    pub(crate) fn take_plain(&mut self) -> Vec<String> {
        std::mem::take(&mut self.plain)
    }
}

/// Value and last writer of each cell, by pattern.
pub(crate) type Cells = Vec<Vec<(u64, u64)>>;

/// What a page knows: a snapshot, and all events since then.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    pub(crate) cells: Cells,
    /// The rest of the snapshot.
    pub(crate) state: Value,
    /// How many events it has seen.
    pub(crate) seen: usize,
}

impl Page {
    fn new(mut state: Value, seen: usize) -> Self {
        let lists = |value: Value| -> Vec<Vec<u64>> { serde_json::from_value(value).unwrap() };
        let (cells, by) = (lists(state["cells"].take()), lists(state["by"].take()));
        let pair = |(cells, by): (Vec<u64>, Vec<u64>)| cells.into_iter().zip(by).collect();
        Self {
            cells: cells.into_iter().zip(by).map(pair).collect(),
            state,
            seen,
        }
    }

    pub(crate) fn bpm(&self) -> u16 {
        self.state["transport"]["bpm"].as_u64().unwrap() as u16
    }

    /// Takes in everything that it has not seen.
    pub(crate) fn catch_up(&mut self, log: &[Value]) {
        log[self.seen..].iter().for_each(|event| self.fold(event));
        self.seen = log.len();
    }

    fn fold(&mut self, event: &Value) {
        match event["type"].as_str().unwrap() {
            "cells" => {
                for cell in event["cells"].as_array().unwrap() {
                    let [pattern, track, step, value, by] =
                        serde_json::from_value::<[u64; 5]>(cell.clone()).unwrap();
                    self.cells[pattern as usize][(track * 16 + step) as usize] = (value, by);
                }
            }
            "transport" => {
                let version = |vector: &Value| vector["version"].as_u64().unwrap();
                assert_eq!(
                    version(&event["vector"]),
                    version(&self.state["transport"]) + 1
                );
                self.state["transport"] = event["vector"].clone();
            }
            "swing" => self.state["swing"] = event["percent"].clone(),
            kind @ ("mute" | "solo") => {
                let track = event["track"].as_u64().unwrap() as usize;
                self.state[kind][track] = event["on"].clone();
            }
            "pattern" => {
                self.state["pattern"] = event["pattern"].clone();
                self.state["pattern_from"] = event["pattern_from"].clone();
            }
            kind => panic!("no page knows {kind}"),
        }
    }

    /// What must be the same on all pages: everything but what only helps a newcomer.
    pub(crate) fn song(&self) -> (&Cells, Vec<&Value>) {
        let shared = [
            "transport",
            "swing",
            "mute",
            "solo",
            "pattern",
            "pattern_from",
        ];
        (&self.cells, shared.map(|field| &self.state[field]).into())
    }
}
