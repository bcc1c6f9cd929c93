//! What the chat's page and the chat say to each other, beside the frames that every demo shares.

use std::sync::Arc;

use common::demo::PersonId;
use serde::{Deserialize, Serialize};

/// What a browser may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Say a line.
    Say {
        /// The line, as typed.
        text: String,
        /// Whether it tells what the person does: `/me waves`.
        #[serde(default)]
        me: bool,
    },
    /// I am typing, or I am not any more.
    Typing {
        /// Which of the two.
        on: bool,
    },
    /// A message of the plain dialect, which is passed on to its like to the letter.
    #[serde(skip)]
    Verbatim(String),
}

/// What everybody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Somebody said a line.
    Line(Line),
    /// The lines before a time are forgotten.
    Cleared {
        /// In milliseconds of the server's clock.
        before: u64,
    },
}

/// A line, cleaned, with the name that its speaker had then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What they said. It is shared by all who keep it or pass it on.
    pub text: Arc<str>,
    /// The speaker's name.
    pub name: Arc<str>,
    /// Whether it tells what they do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub me: bool,
}

/// A line as a newcomer gets it: with what its event had beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Number of its event.
    pub seq: u64,
    /// When, in milliseconds of the server's clock.
    pub at: u64,
    /// Who.
    pub from: PersonId,
    /// Number of the command it came from, in the session of `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// The line itself.
    #[serde(flatten)]
    pub line: Line,
}

/// What a newcomer needs to catch up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// How many lines were said before these.
    pub before: u64,
    /// The last lines, oldest first.
    pub lines: Vec<Said>,
}

/// Somebody's newest ephemeral value: they are typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Typing {
    /// Always true; who does not type has no value.
    pub typing: bool,
}
