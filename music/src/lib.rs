//! One step sequencer that the whole room plays, in time.

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod clock;
