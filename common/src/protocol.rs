//! The frames that every demo shares: JSON text, with `type` in each, readable on purpose.
//!
//! This module only turns frames into text and back. It knows no connection and no demo's messages:
//! a command or an event of a demo passes through it as a type parameter.

use std::borrow::Cow;
use std::io::Write;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::demo::PersonId;
use crate::limits::Limits;
use crate::log::Position;

/// The WebSocket subprotocol that selects these frames. Without it a socket speaks the lecture's
/// plain dialect.
pub const SUBPROTOCOL: &str = "websockets-notes.v1";

/// A frame from a browser, with its number if it has one.
#[derive(Debug)]
pub struct Envelope<C> {
    /// Number of the command in its session. Without it: no answer and no de-duplication.
    pub n: Option<u64>,
    /// What it says.
    pub frame: ClientFrame<C>,
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
    },
    /// I saw a hole in the numbers.
    Resync {
        /// The last number before the hole.
        seq: u64,
    },
    /// I am leaving for good; do not wait for me.
    Leave,
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

/// Reads one message.
///
/// # Errors
///
/// [`Unreadable`] says what is wrong, in words that can be sent back.
pub fn parse<C: DeserializeOwned>(text: &str) -> Result<Envelope<C>, Unreadable> {
    #[derive(Deserialize)]
    struct Head<'a> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
        #[serde(default)]
        n: Option<u64>,
    }
    #[derive(Deserialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Shared {
        Hello(Hello),
        Rename { name: String },
        Clock { t0: f64 },
        Resync { seq: u64 },
        Leave,
    }

    let Head { kind, n } =
        serde_json::from_str(text).map_err(|error| Unreadable::new(None, &error))?;
    let frame = match kind.as_ref() {
        "hello" | "rename" | "clock" | "resync" | "leave" => {
            match serde_json::from_str(text).map_err(|error| Unreadable::new(n, &error))? {
                Shared::Hello(hello) => ClientFrame::Hello(hello),
                Shared::Rename { name } => ClientFrame::Rename { name },
                Shared::Clock { t0 } => ClientFrame::Clock { t0 },
                Shared::Resync { seq } => ClientFrame::Resync { seq },
                Shared::Leave => ClientFrame::Leave,
            }
        }
        _ => ClientFrame::Command(
            serde_json::from_str(text).map_err(|error| Unreadable::new(n, &error))?,
        ),
    };
    Ok(Envelope { n, frame })
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

/// A frame to a browser that is not an event of the demo.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant says what its fields mean")]
pub enum ServerFrame<'a> {
    /// The answer to `hello`.
    Welcome(&'a Welcome<'a>),
    /// The whole state as of `seq`: who is here (the listed ones; `count` counts all) and the demo.
    /// It is what a browser's position begins with, so it names the epoch too: a browser that was
    /// welcomed but never got its snapshot has no position.
    Snapshot {
        epoch: &'a str,
        seq: u64,
        people: &'a [Person<'a>],
        count: usize,
        state: &'a RawValue,
    },
    /// Command `n` was carried out and became event `seq`, if it became one.
    Ack { n: u64, seq: Option<u64> },
    /// Command `n` was refused, and why; `retry_ms` says when asking again makes sense.
    Nack {
        n: Option<u64>,
        code: &'a str,
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_ms: Option<u64>,
    },
    /// The events `from..=to` are forgotten; you have missed them. Go on after `to`.
    Skip { from: u64, to: u64 },
    /// Who is here: `set` came or changed, `gone` went. With `all` the list replaces yours.
    People {
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        all: bool,
        set: &'a [Person<'a>],
        gone: &'a [PersonId],
        count: usize,
        #[serde(flatten)]
        number: Option<Number>,
    },
    /// The newest ephemeral values, by person; `null` where there is none any more.
    Latest {
        values: &'a [(PersonId, Option<&'a RawValue>)],
    },
    /// Received your `clock` of `t0` at `t1`, answered at `t2`, in the server's milliseconds.
    Clock { t0: f64, t1: f64, t2: f64 },
    /// The connection is alive, and this is the server's time.
    Ping { now: u64 },
    /// The connection ends now; come back after `retry_ms`.
    Bye { reason: &'a str, retry_ms: u64 },
}

/// Place and time of an event.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Number {
    /// Number in the log.
    pub seq: u64,
    /// Milliseconds of the server's clock.
    pub at: u64,
}

/// Where an event of a demo comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    /// Whose doing it is.
    pub from: PersonId,
    /// The number of the command it came from, in the session of `from`.
    pub n: Option<u64>,
}

/// A person as the others see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Person<'a> {
    /// Number in the room, by order of joining.
    pub id: PersonId,
    /// Their name.
    pub name: &'a str,
    /// Which of the twelve hues is theirs, by order of joining.
    pub hue: u32,
    /// How they are connected.
    pub transport: &'static str,
}

/// Everything a browser must know before it starts.
#[derive(Debug, Serialize)]
pub struct Welcome<'a> {
    /// Name of the room.
    pub room: &'a str,
    /// Name of the demo.
    pub demo: &'a str,
    /// Who you are.
    pub you: Person<'a>,
    /// Your secret: say it in the next `hello` to be the same person.
    pub session: &'a str,
    /// Incarnation of the log.
    pub epoch: &'a str,
    /// Number of its newest event.
    pub seq: u64,
    /// `resumed`: the missed events follow. `snapshot`: a snapshot follows.
    pub mode: &'static str,
    /// Number of your last command that was decided.
    pub last_n: u64,
    /// Milliseconds of the server's clock, now.
    pub now: f64,
    /// Milliseconds since 1970 at the same instant.
    pub wall: u64,
    /// A `ping` comes this often, in milliseconds.
    pub ping: u64,
    /// The limits in force.
    pub limits: Limits,
    /// Which build of the pages the server carries.
    pub build: &'a str,
}

/// Writes an event of a demo: its own fields, `type` first, then its number and where it comes from.
///
/// The event is an object already, so the rest goes in before its last brace. Letting `serde` merge
/// the two would cost more than all the rest of an event's way.
pub fn write_event(event: &impl Serialize, number: Number, origin: Origin, out: &mut Vec<u8>) {
    const SOUND: &str = "events are plain data, and memory takes bytes";
    serde_json::to_writer(&mut *out, event).expect(SOUND);
    let brace = out.pop();
    debug_assert_eq!(brace, Some(b'}'), "an event is an object with a type");
    let (Number { seq, at }, Origin { from, n }) = (number, origin);
    write!(out, r#","seq":{seq},"at":{at},"from":{}"#, from.0).expect(SOUND);
    if let Some(n) = n {
        write!(out, r#","n":{n}"#).expect(SOUND);
    }
    out.push(b'}');
}

/// Turns a frame into text.
pub fn encode(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).expect("frames are plain data with text keys")
}

/// Turns a value into text that is embedded as it is.
pub fn raw(value: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("values are plain data with text keys")
}

#[cfg(test)]
mod tests;
