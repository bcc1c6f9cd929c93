//! Every limit of the server, in one place. Nothing here decides; it only names numbers.
//!
//! `welcome` and `GET /limits` tell those that a page needs.

use std::time::Duration;

use serde::Serialize;

use crate::demo::Rate;
use crate::text;

mod table;

pub(crate) use table::{Row, table};

/// Accepting a connection to the end of a request's head, and an upgrade to `hello`.
pub const HANDSHAKE: Duration = Duration::from_secs(5);
/// Largest head of a request, in bytes.
pub const HEAD_BYTES: usize = 8 * 1024;
/// What is read of a head at all, in bytes: a bigger one is refused without a word, so it is some more than is
/// taken.
pub const RAW_HEAD_BYTES: usize = 2 * HEAD_BYTES;
/// Most headers in a request.
pub const HEADERS: usize = 64;
/// Connections that have not asked for anything yet, in all. With more of them, who has waited longest
/// gives way.
pub const HALF_OPEN: usize = 256;
/// Nobody gives way who has waited for less than this, in milliseconds: a whole class that comes at once
/// has asked by then.
pub const HALF_OPEN_MS: u64 = 1_000;
/// Those who join a room, over any transport.
pub const JOINS: Rate = Rate::new(0, 500.0, 500.0);
/// Those who are being let in at the same time.
pub const JOINING: usize = 128;
/// Who would wait for longer than this to be let in is sent away to come back, in milliseconds.
pub const JOIN_WAIT_MS: u64 = 1_000;
/// Who is sent away comes back after one of these times, in seconds, so that not all come at once.
pub const RETRY_AFTER_S: std::ops::RangeInclusive<u64> = 1..=3;
/// Requests over one connection. Those that are beyond are answered later.
pub const REQUESTS: Rate = Rate::new(0, 100.0, 300.0);
/// Bytes from one connection. What is beyond is read later.
pub const INBOUND: Rate = Rate::new(0, 32.0 * 1024.0, 64.0 * 1024.0);
/// Pings, pongs and closes from one WebSocket.
pub const CONTROLS: Rate = Rate::new(0, 5.0, 20.0);
/// Frames from one WebSocket that are less than a message.
pub const FRAGMENTS: Rate = Rate::new(0, 50.0, 100.0);
/// Messages from one connection that cannot be read: ten in ten seconds.
pub const BAD_MESSAGES: Rate = Rate::new(0, 1.0, 10.0);
/// Refusals for its rate that one person may collect: a hundred in ten seconds.
pub const REJECTIONS: Rate = Rate::new(Rate::KINDS + 3, 10.0, 100.0);

/// Whoever does no more than this of late is heard in a room that others keep busy. Whoever has just come has
/// one of them only, so that a script that is ever somebody else has little.
pub const QUIET: Rate = Rate::new(Rate::KINDS + 4, 0.5, 5.0);

/// Largest message a client may send, in bytes.
pub const MESSAGE_BYTES: usize = 16 * 1024;
/// Size of the buffer that all sockets of a thread are read through, in bytes: a hundred lines at once.
/// One for each, by the library's default, would cost an idle connection 128 KiB.
pub const READ_BUFFER: usize = 16 * 1024;
/// How much unsent data the kernel may hold for one connection, in bytes.
pub const UNSENT_LOW_WATER: u32 = 16 * 1024;
/// Answers that a client may ask for without reading them, in bytes.
pub const ASKED_BYTES: usize = 64 * 1024;

/// Longest body of a POST with frames, in bytes.
pub const POST_BYTES: usize = 64 * 1024;
/// Longest time a long poll is held, in seconds.
pub const HOLD_S: u64 = 25;
/// A poller is gone after three of its periods without a question, but not before the first nor after
/// the second of these, in milliseconds. A long poller has the second.
pub const LEASE_MS: (u64, u64) = (3_000, 30_000);

/// A ping goes to each connection this often.
pub const PING_EVERY_MS: u64 = 10_000;
/// A connection that has been silent for this long is gone.
pub const SILENCE_MS: u64 = 25_000;
/// A connection whose socket takes nothing for this long is dropped. Its session is kept.
pub const NO_PROGRESS_MS: u64 = 10_000;
/// Data that nobody has acknowledged for this long ends a connection, where the system can do that.
pub const UNACKNOWLEDGED: Duration = Duration::from_secs(20);
/// A connection that is upgraded but says no `hello` for this long is closed.
pub const HELLO_MS: u64 = 5_000;
/// Time for the other side to answer a close.
pub const CLOSE_MS: u64 = 2_000;
/// Bytes that are still read of somebody who is told to go.
pub const LINGER_BYTES: u64 = 256 * 1024;
/// When the server stops, a request of which a part has come may come in full within this time: a browser
/// sends it in one go, so what is missing is on its way. Nobody gains from waiting for longer.
pub const REST_OF_REQUEST: Duration = Duration::from_millis(250);
/// Time to send what is left in the log before closing, when the server stops.
pub const DRAIN_MS: u64 = 3_000;
/// A person whose connection broke counts as here for this long: a reload must not flap. With the
/// time to the next look after it, they are gone within 6 s.
pub const LEAVE_GRACE_MS: u64 = 4_500;
/// A session can be resumed for this long after its connection broke.
pub const SESSION_MS: u64 = 120_000;
/// Changes of who is here are told together, at most this often.
pub const PEOPLE_EVERY_MS: u64 = 250;
/// Ephemeral values are told together, at most this often: 30 times in any second. With 33 it could be 31.
pub const LATEST_EVERY_MS: u64 = 34;
/// The room looks after pings, silence, grace times and sessions this often.
pub const SWEEP_EVERY_MS: u64 = 1_000;

/// Events a room remembers.
pub const LOG_EVENTS: usize = 1024;
/// Bytes a room remembers.
pub const LOG_BYTES: usize = 1024 * 1024;
/// Inputs that may wait for a room beside the one place each connection has for its own end.
pub const MAILBOX: usize = 1024;
/// Commands a page may have unanswered, and answers a session remembers.
pub const OUTBOX: usize = 64;
/// People that are listed by name in a room; the others are only counted.
pub const LISTED_PEOPLE: usize = 200;
/// Rooms at the same time.
pub const ROOMS: usize = 64;
/// An empty room is forgotten after this time.
pub const EMPTY_ROOM: Duration = Duration::from_secs(600);
/// Longest wait that slow mode can ask for, in milliseconds.
pub const SLOW_MS: u64 = 60_000;
/// Whoever has just come waits no longer than this for their first turn in slow mode, in milliseconds.
pub const SLOW_NEWCOMER_MS: u64 = 10_000;
/// Whoever was removed stays out for this long under the name of before.
pub const BARRED_MS: u64 = 300_000;
/// As many of those are remembered; the one barred first is forgotten first.
pub const BARRED: usize = 256;
/// Connections from one address, loopback excepted, unless the command line says another number.
pub const PER_ADDRESS: u32 = 256;

/// Those who watch what passes the sockets, in all and from one address, loopback excepted.
pub const WATCHERS: usize = 256;
/// See [`WATCHERS`].
pub const WATCHERS_PER_ADDRESS: usize = 16;
/// Connections that one of them may watch at a time.
pub const WATCHED: usize = 16;
/// Largest message that one of them may send, in bytes.
pub const WATCH_BYTES: usize = 4 * 1024;

/// What one address may take, loopback excepted. All of it grows with the connections that it may have,
/// because a school may sit behind one address.
#[derive(Debug, Clone, Copy)]
pub struct PerAddress {
    /// Connections at the same time.
    pub connections: usize,
    /// Those of them that have not asked for anything yet.
    pub half_open: usize,
    /// New connections.
    pub connects: Rate,
    /// People who were not here before, in one room. Whoever comes back as the same is none.
    pub newcomers: Rate,
}

impl PerAddress {
    /// With so many connections.
    pub const fn of(connections: u32) -> Self {
        let share = connections as f64 / PER_ADDRESS as f64;
        Self {
            connections: connections as usize,
            half_open: connections as usize / 16,
            connects: Rate::new(0, 20.0 * share, connections as f64),
            newcomers: Rate::new(0, 10.0 * share, 60.0 * share),
        }
    }
}

/// The limits as a page or a curious student gets them. Sizes in bytes unless the name says more,
/// times in milliseconds.
#[derive(Debug, Clone, Serialize)]
pub struct Limits {
    /// Graphemes in a line.
    pub text: usize,
    /// Bytes in a line.
    pub text_bytes: usize,
    /// Rows in a line.
    pub text_lines: usize,
    /// Graphemes in a name.
    pub name: usize,
    /// Bytes in a message.
    pub message: usize,
    /// Unanswered commands.
    pub outbox: usize,
}

impl Limits {
    /// The limits in force.
    pub const fn in_force() -> Self {
        Self {
            text: text::LINE_MAX_GRAPHEMES,
            text_bytes: text::LINE_MAX_BYTES,
            text_lines: text::LINE_MAX_LINES,
            name: text::NAME_MAX_GRAPHEMES,
            message: MESSAGE_BYTES,
            outbox: OUTBOX,
        }
    }
}
