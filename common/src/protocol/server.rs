//! What a browser is told, apart from the events of a demo.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::demo::PersonId;
use crate::knob::Conditions;
use crate::limits::Limits;

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
        people: &'a RawValue,
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
    /// Received your `clock` of `t0` at `t1`, answered at `t2`, in the server's milliseconds.
    Clock { t0: f64, t1: f64, t2: f64 },
    /// The connection is alive, and this is the server's time.
    Ping { now: u64 },
    /// The connection ends now; come back after `retry_ms`.
    Bye { reason: &'a str, retry_ms: u64 },
    /// How much worse the lecturer makes some transports; those that are not named are as they are.
    Conditions { transports: &'a Conditions },
    /// What the lecturer has in force in this room. Told when it changes, and to whoever comes while
    /// anything is.
    Hand(&'a InHand),
    /// Whether nothing new can be written down, and so nothing new is taken.
    Storage { trouble: bool },
    /// What a WebSocket says in a close frame, for the transports that have none. Nothing follows.
    Close { code: u16, reason: &'a str },
}

/// What the lecturer has in force in a room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InHand {
    /// Whether only those come in who were here.
    pub locked: bool,
    /// The least time between two things that one person says or does, in milliseconds; 0 if there is
    /// none.
    pub slow_ms: u64,
    /// Those who may say and do nothing that everybody gets, by number.
    pub muted: Vec<PersonId>,
}

/// The newest ephemeral values of those for whom they changed.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "latest")]
pub struct LatestFrame<'a, L> {
    /// Which version of all these values it brings. A poller says it with the next question.
    pub v: u64,
    /// When the server told it, in milliseconds of its clock.
    pub at: u64,
    /// Person, value (`null` where there is none any more), and how old it was at `at`, in
    /// milliseconds.
    pub values: &'a [(PersonId, Option<&'a L>, u64)],
}

/// An event that means nothing to any demo. Whoever measures sends it and sees when it arrives where.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "mark")]
pub struct Mark<'a> {
    /// As sent, cleaned.
    pub text: &'a str,
}

/// Place and time of an event.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Number {
    /// Number in the log.
    pub seq: u64,
    /// Milliseconds of the server's clock.
    pub at: u64,
}

/// Where an event of a demo comes from. Nothing is known of one that happened by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin {
    /// Whose doing it is.
    pub from: Option<PersonId>,
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
    /// The secret of this connection: requests that go on with it name it.
    pub connection: &'a str,
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
    let fields: [(&[u8], Option<u64>); 4] = [
        (br#","seq":"#, Some(number.seq)),
        (br#","at":"#, Some(number.at)),
        (br#","from":"#, origin.from.map(|person| person.0.into())),
        (br#","n":"#, origin.n),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            out.extend_from_slice(name);
            serde_json::to_writer(&mut *out, &value).expect(SOUND);
        }
    }
    out.push(b'}');
}

/// Turns a frame into text.
pub fn encode(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).expect("frames are plain data with text keys")
}

/// The same, in a buffer that is used again and again.
pub fn encode_into<'a>(frame: &impl Serialize, buffer: &'a mut Vec<u8>) -> &'a str {
    buffer.clear();
    serde_json::to_writer(&mut *buffer, frame).expect("frames are plain data with text keys");
    std::str::from_utf8(buffer).expect("JSON is text")
}

/// Turns a value into text that is embedded as it is.
pub fn raw(value: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("values are plain data with text keys")
}
