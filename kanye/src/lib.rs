//! Quotes for everybody, and everybody a floating head.

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

mod upstream;

pub use upstream::{State, Upstream};
