//! The wire drawer in a real browser: what it shows is what a proxy has carried, and it can be read.
//!
//! Each test has a browser of its own. Pictures are saved below `target/screenshots`.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod bytes;
mod detail;
mod list;
mod looks;
mod page;
