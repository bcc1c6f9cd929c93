//! Where a room stands, as text: what a checkpoint says.
//!
//! One JSON text a line: the room, the demo, each person, each event that is still in the log. It must
//! never know where it is kept.

use std::borrow::Cow;
use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::demo::Demo;
use crate::log::Position;
use crate::people::Roll;
use crate::protocol;
use crate::registry::SavedMember;
use crate::room::core::Room;
use crate::room::hand::Hand;

/// One line of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line<'a> {
    Room {
        #[serde(borrow)]
        epoch: Cow<'a, str>,
        ancestors: Cow<'a, [Position]>,
        /// Number of the newest event that is in the log no more.
        forgotten: u64,
        /// How many people ever came.
        joined: u32,
        roll: Cow<'a, Roll>,
        /// When this was written, in milliseconds of the server's clock.
        at: u64,
    },
    Demo(#[serde(borrow)] &'a RawValue),
    Hand(Cow<'a, Hand>),
    Member(SavedMember),
    Event {
        at: u64,
        #[serde(borrow)]
        json: &'a RawValue,
    },
}

/// What a checkpoint says beside the room itself.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The log's name when it was written.
    pub(super) epoch: String,
    /// When that was.
    pub(super) at: u64,
}

impl<D: Demo> Room<D> {
    /// All of it.
    pub(super) fn state(&self, at: u64) -> Vec<u8> {
        let mut text = Vec::new();
        let mut write = |line: &Line<'_>| {
            let written = serde_json::to_writer(&mut text, line);
            written.expect("a state is plain data, and memory takes bytes");
            text.push(b'\n');
        };
        write(&Line::Room {
            epoch: self.log.epoch().into(),
            ancestors: self.log.ancestors().into(),
            forgotten: self.log.oldest() - 1,
            joined: self.registry.joined(),
            roll: Cow::Borrowed(&self.roll),
            at,
        });
        write(&Line::Demo(&protocol::raw(&self.demo.save())));
        write(&Line::Hand(Cow::Borrowed(&self.hand)));
        self.registry
            .save()
            .for_each(|member| write(&Line::Member(member)));
        for (at, json) in self.log.entries() {
            // It is JSON already, and in the log it stands as it is here.
            write!(text, r#"{{"event":{{"at":{at},"json":"#).expect("memory takes bytes");
            text.extend_from_slice(&json);
            text.extend_from_slice(b"}}\n");
        }
        text.pop();
        text
    }

    /// Becomes what was written. The room must be new.
    pub(super) fn become_as(&mut self, state: &[u8]) -> Result<Found, serde_json::Error> {
        let mut found = Found::default();
        for line in state.split(|byte| *byte == b'\n') {
            match serde_json::from_slice(line)? {
                Line::Room {
                    epoch,
                    ancestors,
                    forgotten,
                    joined,
                    roll,
                    at,
                } => {
                    let epoch = epoch.into_owned();
                    found = Found { epoch, at };
                    self.log.go_on_after(forgotten);
                    self.log.inherit(ancestors.into_owned());
                    self.registry.begin_after(joined);
                    self.roll = roll.into_owned();
                }
                Line::Demo(saved) => self.demo.restore(serde_json::from_str(saved.get())?),
                Line::Hand(hand) => self.hand = hand.into_owned(),
                Line::Member(member) => self.registry.restore(member),
                Line::Event { at, json } => self.log.push_json(at, json.get().as_bytes()),
            }
        }
        Ok(found)
    }
}
