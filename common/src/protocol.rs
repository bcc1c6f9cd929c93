//! The frames that every demo shares: JSON text, with `type` in each, readable on purpose.
//!
//! This module only turns frames into text and back. It knows no connection and no demo's messages:
//! a command or an event of a demo passes through it as a type parameter.

mod client;
mod server;
mod tagged;

pub use client::{ClientFrame, Envelope, Hello, Unreadable, Wording, number_of, parse};
pub use server::{
    InHand, LatestFrame, Mark, Number, Origin, Person, ServerFrame, Welcome, encode, encode_into,
    raw, write_event,
};

/// The WebSocket subprotocol that selects these frames. Without it a socket speaks the lecture's
/// plain dialect.
pub const SUBPROTOCOL: &str = "websockets-notes.v1";

#[cfg(test)]
mod tests;
