//! The wire, visible: what passes the server's sockets, counted to the byte and told on request.
//!
//! Everything is taken off at one place, the socket, by code that only watches: [`Counted`] lies
//! under the HTTP server and later under the WebSocket. What it sees goes through scanners that know
//! where a request, an answer, a chunk or a frame begins and ends, and never through what a handler
//! believes it has sent. TCP, IP and TLS are not counted.
//!
//! ```text
//! socket ── counted ──► http (exchange, chunk) ──┐
//!                  └──► frame                    ├──► tap ── watcher ──► feed ──► a page's drawer
//!                                    book ───────┘   (one a connection)
//! ```
//!
//! A handler says one thing only: to which connection the exchange under way belongs. The feed
//! itself belongs to none, so it never counts itself.

mod book;
mod counted;
mod exchange;
pub(crate) mod feed;
mod frame;
mod head;
mod message;
mod meter;
mod record;
mod socket;
mod tap;
mod watcher;

pub(crate) use book::{Book, Hold};
pub use counted::Counted;
pub(crate) use frame::{Place, Tally, length as frame_length};
pub use meter::Meter;
pub use tap::Tap;

#[cfg(test)]
mod tests;
