//! Tests of the benchmark's arithmetic: the same modules as in `main.rs`, built as a test, because a
//! benchmark has no harness that would run one. It measures nothing, and starts no server and no load;
//! only git, the compiler and other people's programs are asked which version they are, as before a run.
//!
//! `cargo test -p common --test fanout`

#![allow(dead_code, reason = "the parts that measure are not started here")]

mod about;
mod chart;
mod child;
mod csv;
mod distributions;
mod figures;
mod floor;
mod frame;
mod handshake;
mod harness;
mod histogram;
mod load;
mod machine;
mod options;
mod out;
mod outcome;
mod peer;
mod report;
mod results;
mod server;
mod show;
mod socket;
mod stdin;
mod workload;

#[allow(clippy::unwrap_used, reason = "a test may")]
mod tests {
    mod about;
    mod chart;
    mod csv;
    mod histogram;
    mod load;
    mod made;
    mod medians;
    mod out;
    mod results;
    mod rivals;
    mod verdicts;
}
