//! The ways out of a room, as the room sees them.
//!
//! A transport is a reader of the log: it asks "what came after N?" and sends what it gets. The
//! room owns one [`Outlet`] for each connection and does not know which kind it is.
//!
//! There are four: [`websocket`], [`sse`], and [`poll`], which is two, because a long poll is a poll
//! that is held. Those over HTTP can say nothing on the way on which they listen, so for them there
//! is [`send`].

use std::future::Future;
use std::pin::Pin;

use crate::knob::Carrier;
use crate::latest::News;
use crate::limits;
use crate::log::Reading;

pub mod asking;
pub mod code;
mod heard;
pub mod http;
pub mod key;
pub mod poll;
pub mod send;
pub mod sse;
pub mod websocket;

pub use heard::Heard;
pub use key::ConnectionKey;
pub use poll::Question;

/// One connection's way out. Nothing here waits: what cannot be sent now stays where it is.
pub trait Outlet: Send {
    /// What carries frames to the client, as shown beside a person; `None` if nothing does.
    fn carrier(&self) -> Option<Carrier>;

    /// Queues a frame that the room volunteers to this connection alone. It goes out before
    /// anything from the log. The room bounds what it volunteers.
    fn tell(&mut self, frame: &str);

    /// Sends what many are told, in the dialect of this client, or queues what cannot go now. Everything
    /// else is out.
    fn tell_news(&mut self, news: &News) {
        self.tell(&news.json);
    }

    /// Queues an answer. A client that keeps asking and does not read its answers is
    /// [`Delivery::Unread`]: nobody but the transport can bound what a client asks for.
    fn answer(&mut self, frame: &str);

    /// Whether something can be sent at all. To somebody who has to ask and does not, nothing can:
    /// what they missed is told when they ask, in one piece.
    fn is_open(&self) -> bool {
        true
    }

    /// Sends what is queued, then whatever the log holds after `cursor`, and moves the cursor to
    /// the last event that this connection needs no more. The cursor must not have fallen off if
    /// the outlet is open.
    fn deliver(&mut self, log: &Reading<'_>, cursor: &mut u64) -> Delivery;

    /// Reads what a delivery will need from memory, and says anything that follows from it, so that nobody can
    /// leave the reading out. The room asks several before it serves the first, and so waits for memory once
    /// instead of for each.
    fn fetch(&self) -> u64 {
        0
    }

    /// Everything of this turn has been delivered, at `now` milliseconds of the server's clock: who
    /// answers questions does it now. Returns whether the farewell is out and no answer to it can come.
    fn turn_ends(&mut self, now: u64) -> bool;

    /// The client of a transport that has to ask does so. Returns whether this is such a transport: any
    /// other drops the question, which its owner notices.
    fn ask(&mut self, _question: Question) -> bool {
        false
    }

    /// When it must be served though there is nothing new, in milliseconds of the server's clock.
    fn due(&self) -> Option<u64> {
        None
    }

    /// How long the other side may be silent before it counts as gone, in milliseconds; `None` while
    /// it has no way to say anything.
    fn patience(&self) -> Option<u64>;

    /// How long it may take until the other side has heard that it ends, in milliseconds.
    fn farewell_ms(&self) -> u64 {
        limits::CLOSE_MS
    }

    /// Asks the other side for a sign of life; `frame` does so in our own protocol.
    fn ping(&mut self, frame: &str);

    /// Gives a sign of life, because the other side asked.
    fn pong(&mut self, payload: &[u8]);

    /// Queues the end. Nothing from the log is sent after it.
    fn close(&mut self, code: u16, reason: &str);

    /// Resolves when it makes sense to deliver again after [`Delivery::Blocked`].
    fn writable(&self) -> Writable;

    /// Gives the connection up at once, without a farewell that could not be sent.
    fn abort(&mut self);
}

/// Resolves when a connection can be written to again.
pub type Writable = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How far a delivery got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Everything is out.
    Done,
    /// The connection takes no more for now.
    Blocked {
        /// Whether it took anything.
        progress: bool,
    },
    /// Nobody asks at the moment, so nothing can be sent, and nothing is wrong.
    Unasked,
    /// The client does not read the answers that it asks for.
    Unread,
    /// The connection is dead.
    Broken,
}
