//! One step sequencer that the whole room plays, in time.
//!
//! Shared state with many hands, and time. A cell is *set to* a value, and remembers who did it; the
//! transport is no stream of ticks but one sentence, "at server time T the position was B", from
//! which everybody computes the rest.
//!
//! | idea | module |
//! | --- | --- |
//! | the rules of a room, pure | [`demo`] |
//! | one bar of eight tracks | [`pattern`] |
//! | a song as it travels | [`song`] |
//! | what sounds, and when | [`events`] |
//! | a song as a file of text | [`notation`] |
//! | a song in an address | [`link`] |
//! | a song for other programs | [`midi`], handed out by `takeaway` |
//! | what a room begins with | [`presets`] |
//! | how far another clock is ahead, as the page guesses it | [`clock`] |
//!
//! Nothing here makes sound; that is the page's part, in `web/music/`.

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod clock;
pub mod demo;
pub mod events;
pub mod link;
pub mod midi;
pub mod notation;
pub mod pattern;
pub mod presets;
pub mod song;
mod takeaway;

pub use demo::Music;
