//! What a browser can say, and what is wrong with it when it cannot be read.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};

use crate::log::Position;
use crate::protocol::tagged;

/// A frame from a browser, with its number if it has one.
#[derive(Debug)]
pub struct Envelope<C> {
    /// Number of the command in its session. Without it: no answer and no de-duplication.
    pub n: Option<u64>,
    /// What it says.
    pub frame: ClientFrame<C>,
    /// How it was said.
    pub wording: Wording,
}

/// A frame as it came, for a room that writes down what it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Wording {
    /// Nobody wants to know.
    #[default]
    Unknown,
    /// A text in our own protocol.
    Rich(Box<str>),
    /// A text of the plain dialect.
    Plain(Box<str>),
}

impl<C> Envelope<C> {
    /// A frame without a number that did not come as a text.
    pub fn new(frame: ClientFrame<C>) -> Self {
        Self {
            n: None,
            frame,
            wording: Wording::Unknown,
        }
    }

    /// The same, with the text it was read from.
    #[must_use]
    pub fn said(self, wording: Wording) -> Self {
        Self { wording, ..self }
    }

    /// The same, received now. The clock is looked at only for a frame that asks what time it is.
    #[must_use]
    pub fn received(mut self, now: impl FnOnce() -> f64) -> Self {
        if let ClientFrame::Clock { t1, .. } = &mut self.frame {
            *t1 = Some(now());
        }
        self
    }
}

/// What a browser can say. Everything that is not listed here is a command of the demo.
#[derive(Debug)]
pub enum ClientFrame<C> {
    /// Comes first: who I am, and what I have.
    Hello(Hello),
    /// I want another name.
    Rename {
        /// The name, as typed.
        name: String,
    },
    /// What time is it? Answered with four timestamps, as in NTP (RFC 5905, section 8).
    Clock {
        /// The browser's time of sending, in its own milliseconds.
        t0: f64,
        /// The server's time of receiving, in precise milliseconds, once it is known; see
        /// [`Envelope::received`].
        t1: Option<f64>,
    },
    /// I saw a hole in the numbers.
    Resync {
        /// The last number before the hole.
        seq: u64,
    },
    /// I am leaving for good; do not wait for me.
    Leave,
    /// Give this a number and tell everybody. It means nothing to the demo.
    Mark {
        /// Anything.
        text: String,
    },
    /// A command of the demo.
    Command(C),
}

/// A browser's first frame.
#[derive(Debug, Default, Deserialize)]
pub struct Hello {
    /// The name, as typed; a guest's name is made up.
    #[serde(default)]
    pub name: Option<String>,
    /// The secret of an earlier `welcome`, to be the same person again.
    #[serde(default)]
    pub session: Option<String>,
    /// The last event this browser has.
    #[serde(default)]
    pub last: Option<Position>,
}

/// A message that could not be read, with the reason for the person who sent it.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The number of the command, if that much could be read.
    pub n: Option<u64>,
    /// `json` if it is none, `unknown` if there is no such frame.
    pub code: &'static str,
    /// What is wrong with it.
    pub message: String,
}

/// The number of the command in a message, also of one that could not be read.
pub fn number_of<C>(parsed: &Result<Envelope<C>, Unreadable>) -> Option<u64> {
    match parsed {
        Ok(envelope) => envelope.n,
        Err(problem) => problem.n,
    }
}

/// Reads one message.
///
/// # Errors
///
/// [`Unreadable`] says what is wrong, in words that can be sent back.
pub fn parse<C: DeserializeOwned>(text: &str) -> Result<Envelope<C>, Unreadable> {
    #[derive(Deserialize)]
    #[serde(expecting = "an object with a `type`")]
    struct Head<'a> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
        #[serde(default)]
        n: Option<u64>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Shared {
        Hello(Hello),
        Rename { name: String },
        Clock { t0: f64 },
        Resync { seq: u64 },
        Leave,
        Mark { text: String },
    }

    let Head { kind, n } =
        serde_json::from_str(text).map_err(|error| Unreadable::new(None, &error))?;
    // A list would be taken for the fields of an object in the order in which they are declared.
    if !text.trim_start().starts_with('{') {
        let error = serde_json::Error::custom("an object with a `type` was expected");
        return Err(Unreadable::new(None, &error));
    }
    let frame = match kind.as_ref() {
        "hello" | "rename" | "clock" | "resync" | "leave" | "mark" => {
            match tagged::read(&kind, text).map_err(|error| Unreadable::new(n, &error))? {
                Shared::Hello(hello) => ClientFrame::Hello(hello),
                Shared::Rename { name } => ClientFrame::Rename { name },
                Shared::Clock { t0 } => ClientFrame::Clock { t0, t1: None },
                Shared::Resync { seq } => ClientFrame::Resync { seq },
                Shared::Leave => ClientFrame::Leave,
                Shared::Mark { text } => ClientFrame::Mark { text },
            }
        }
        _ => ClientFrame::Command(
            tagged::read(&kind, text).map_err(|error| Unreadable::new(n, &error))?,
        ),
    };
    let wording = Wording::Unknown;
    Ok(Envelope { n, frame, wording })
}

impl Unreadable {
    fn new(n: Option<u64>, error: &serde_json::Error) -> Self {
        let reason = error.to_string();
        if reason.starts_with("unknown variant") {
            return Self {
                n,
                code: "unknown",
                message: format!("No such frame: {reason}."),
            };
        }
        let message = if error.is_data() {
            format!("This frame is not complete: {reason}.")
        } else {
            format!("This is not JSON: {reason}.")
        };
        Self {
            n,
            code: "json",
            message,
        }
    }
}
