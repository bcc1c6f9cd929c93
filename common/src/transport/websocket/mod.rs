//! The WebSocket transport: open, send, receive, close.
//!
//! * open: [`upgrade`] answers the handshake and takes the raw socket from the HTTP server;
//! * receive: [`connection`] is the task that reads messages and mails them to the room;
//! * send: [`outlet`] is what the room writes through, straight to the socket;
//! * close: either side; [`connection`] sees the end, the room says farewell through the outlet, [`ending`] has
//!   the words and the patience.
//!
//! The library parses what is read, because a peer may be hostile; the room writes, because it alone
//! knows what lies between a cursor and the head of the log. So the socket has two owners, and [`inlet`]
//! is the reading one.

pub mod connection;
pub mod ending;
pub(crate) mod guard;
pub mod inlet;
pub mod outlet;
mod parser;
mod slowed;
pub mod socket;
pub mod upgrade;
