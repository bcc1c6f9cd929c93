//! What a class full of curious people with scripts does to a server within its first minute.
//!
//! Each test is one abuse, against the real server with the real chat. It ends by itself, with the right
//! answer, while somebody else joins as if nothing were the matter; how long that took is printed:
//!
//!     cargo test -p common --test abuse -- --nocapture --test-threads 1
//!
//! The abuse comes from other addresses than the legitimate joins. All of 127/8 is this machine, but a Mac
//! has only one address of it.
#![cfg(not(target_os = "macos"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod connects;
mod floods;
mod heads;
mod host;
mod neighbour;

#[path = "../support/wire.rs"]
#[allow(dead_code, reason = "not everything in it is abuse")]
mod wire;
