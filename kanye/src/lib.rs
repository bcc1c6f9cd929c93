//! Quotes for everybody, and everybody a floating head.

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod fetcher;
pub mod offline;
mod options;
mod upstream;

pub use options::QuoteOptions;
pub use upstream::{State, Upstream};
