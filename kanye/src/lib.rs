//! Quotes for everybody, and everybody a floating head.
//!
//! Two opposite kinds of traffic in one room. A quote is an event: the server speaks first, it is
//! fetched once and delivered to all, and nobody may miss it. A position is a value of which only
//! the newest matters: many of them, no numbers, and what is late is worthless.
//!
//! | idea | module |
//! | --- | --- |
//! | the rules, pure | [`demo`] |
//! | what is known of the quote service | [`Upstream`] |
//! | asking it, with patience | [`fetcher`] |
//! | our own lines, for when it is silent | [`offline`] |
//!
//! The fetcher and the rules do not know each other; the newest [`Upstream`] goes from one to the
//! other as an input. The page that goes with it lies in `web/kanye/`.

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod demo;
pub mod fetcher;
pub mod offline;
mod options;
mod upstream;

pub use demo::Kanye;
pub use options::QuoteOptions;
pub use upstream::{State, Upstream};
