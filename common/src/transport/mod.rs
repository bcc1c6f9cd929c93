//! The ways out of a room, as the room sees them.
//!
//! A transport is a reader of the log: it asks "what came after N?" and sends what it gets. The
//! room owns one [`Outlet`] for each connection and does not know which kind it is.

use std::future::Future;
use std::pin::Pin;

use crate::log::Log;

pub mod code;
mod heard;
pub mod key;
pub mod websocket;

pub use heard::Heard;
pub use key::ConnectionKey;

/// One connection's way out. Nothing here waits: what cannot be sent now stays where it is.
pub trait Outlet: Send {
    /// Name of the transport, as shown beside a person.
    fn transport(&self) -> &'static str;

    /// Queues a frame that the room volunteers to this connection alone. It goes out before
    /// anything from the log. The room bounds what it volunteers.
    fn tell(&mut self, frame: &str);

    /// Queues a message of the plain dialect for a client that speaks it.
    fn tell_in_plain_words(&mut self, message: &str);

    /// Queues an answer. A client that keeps asking and does not read its answers is
    /// [`Delivery::Broken`]: nobody but the transport can bound what a client asks for.
    fn answer(&mut self, frame: &str);

    /// Sends what is queued, then whatever the log holds after `cursor`, and moves the cursor to
    /// the last event that this connection needs no more. The cursor must not have fallen off.
    fn deliver(&mut self, log: &Log, cursor: &mut u64) -> Delivery;

    /// Asks the other side for a sign of life.
    fn ping(&mut self);

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
    /// The connection is dead, or it does not read the answers it asks for.
    Broken,
}
