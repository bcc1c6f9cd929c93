//! What one broadcast costs, in what does not drift with the machine: allocations, and calls of the system.
//!
//! Nothing here looks at a clock. A count is taken many times over and the median is meant, because now and then
//! the server looks after itself (a ping, a buffer that grows), and that is not what a broadcast costs.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod allocations;
#[cfg(target_os = "linux")]
mod calls;
mod counted;
mod crowd;
mod http;
mod report;
#[cfg(target_os = "linux")]
mod trace;
mod writes;
