//! The page in a real browser, against a real server: in time, in good hands, and good to look at.
//!
//! Devices that are compared have a browser each, because a browser has one window in front.
//! Pictures are saved below `target/screenshots`.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod editing;
mod page;
mod pictures;
mod switch;
mod together;
