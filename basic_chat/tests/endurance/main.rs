//! The program as a process under load: told to stop, killed, overrun by those who come back, left alone
//! with thousands who say nothing.
//!
//! What takes long is ignored, and is asked for by its name; the README says how. All of it looks at the
//! process from outside, which only Linux lets one do.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::env;

mod ears;
mod herd;
mod idle;
mod kill;
mod program;
mod soak;
mod stalled;
mod stop;

/// A number from the environment.
fn number(variable: &str, otherwise: u64) -> u64 {
    let text = env::var(variable).ok();
    text.map_or(otherwise, |text| text.parse().expect("a number"))
}
