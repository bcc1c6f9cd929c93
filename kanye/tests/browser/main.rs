//! The page in a real browser, against a real server: heads that agree, bars that agree, old pages.
//!
//! Who must be seen at the same moment by several screens has a browser for each of them, because a
//! browser has one window in front. Pictures are saved below `target/screenshots`.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod crowd;
mod heads;
mod page;
mod quotes;
#[path = "../support/mod.rs"]
mod support;
mod switch;
