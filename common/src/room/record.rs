//! The words in which a room writes down what happens to it: one JSON text for each record.
//!
//! A record says what was asked, and when, and with what luck; not what came of it, because the same
//! room given the same inputs does the same again. It must never know who keeps it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::demo::{Input, PersonId, What};
use crate::ledger::Answer;
use crate::registry::Session;

/// When an input comes, and with what luck.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Moment {
    /// Milliseconds of the server's clock.
    pub(super) at: u64,
    pub(super) random: u64,
    /// Number of the first event that follows, if one does. It says whether a replay went as the
    /// first time did.
    pub(super) seq: u64,
}

/// One thing that happens to a room.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record<'a> {
    /// From here on the log has this name.
    Began {
        #[serde(borrow)]
        epoch: Cow<'a, str>,
    },
    /// A person is here, for the first time or again.
    Came { when: Moment, who: Newcomer<'a> },
    /// The others see a person no more.
    Left { when: Moment, person: PersonId },
    /// A person cannot come back.
    Forgotten { person: PersonId },
    /// A person asks for something that was found worth applying.
    Said {
        when: Moment,
        person: PersonId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        n: Option<u64>,
        #[serde(borrow)]
        words: Words<'a>,
    },
    /// A numbered command was refused before it was applied. Its number is used up.
    Refused {
        person: PersonId,
        n: u64,
        answer: Answer,
    },
    /// Everybody was told who is here.
    People {
        at: u64,
        seq: u64,
        #[serde(borrow)]
        json: &'a RawValue,
    },
    /// The time had come.
    Tick { when: Moment },
    /// The world outside had news.
    News {
        when: Moment,
        #[serde(borrow)]
        news: &'a RawValue,
    },
    /// What was before a time is forgotten.
    Forget { when: Moment, before: u64 },
}

/// A person who comes, with all that a room remembers of such a one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Newcomer<'a> {
    pub(crate) id: PersonId,
    pub(crate) name: Cow<'a, str>,
    pub(crate) session: Session,
    pub(crate) transport: Cow<'a, str>,
    pub(crate) plain: bool,
    pub(crate) guest: bool,
}

/// What was said, as it came.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Words<'a> {
    /// A frame of our own protocol.
    Rich(#[serde(borrow)] &'a RawValue),
    /// A text of the plain dialect.
    Plain(#[serde(borrow)] Cow<'a, str>),
}

impl Moment {
    /// What happens at this moment, as a demo is told.
    pub(super) fn input<C, X>(self, what: What<'_, C, X>) -> Input<'_, C, X> {
        Input {
            at: self.at,
            random: self.random,
            next_seq: self.seq,
            what,
        }
    }
}
