//! The load generator: everybody in the room, played by one thread that sends, reads and counts.
//!
//! It must not be the limit. So it reads frames by hand, allocates nothing per frame, keeps the
//! clock out of the inner loop, and says how busy it was itself; a run in which it used nearly all
//! of its core is marked in the table.
//!
//! What counts as a delivery: a message that reached somebody *else*. The real server also sends
//! each line to its own sender, with an ack; those are counted apart and not as deliveries, so they
//! weigh on the real server's figures, as they should: one in a hundred in W1, one in 200 in W4.

mod blast;
mod crowd;
pub(crate) mod dialect;
mod flights;
mod idle;
mod ledger;
mod look;
mod member;
pub(crate) mod schedule;
pub(crate) mod stamp;
pub(crate) mod tally;
mod tempo;
mod traffic;

use std::{io::Write, process, time::Duration};

use anyhow::{Context, Result};

use self::{crowd::Crowd, tally::Tally, tempo::Tempo};
use crate::{
    machine,
    options::Load,
    out, stdin,
    workload::{Pace, Workload},
};

/// Plays one workload against one server and prints the outcome as a line of JSON.
pub(crate) fn run(order: &Load) -> Result<()> {
    if order.is_part {
        #[expect(
            clippy::exit,
            reason = "whoever waits for figures is gone, and nothing is to be cleaned up"
        )]
        stdin::when_closed(|| process::exit(1));
    }
    machine::pin(machine::LOAD_CORE)?;
    machine::allow_connections();
    let named = Workload::named(&order.workload).context("no such workload")?;
    let (mut workload, tempo) = match order.quick {
        true => (named.small(), Tempo::QUICK),
        false => (*named, Tempo::USUAL),
    };
    if let Some(seconds) = order.seconds {
        workload.time = Duration::from_secs(seconds);
    }
    let crowd = Crowd::new(order.server, order.dialect, &workload, tempo)?;
    let tally = Tally::new(&workload);
    let outcome = match workload.pace {
        Pace::Blast => blast::measure(order.pid, &workload, tempo, crowd, tally)?,
        Pace::Idle => idle::measure(order.pid, &workload, crowd, tally)?,
        Pace::Closed { .. } | Pace::Open { .. } => {
            traffic::measure(order.pid, &workload, tempo, crowd, tally)?
        }
    };
    let outcome = serde_json::to_string(&outcome)?;
    Ok(writeln!(out::stdout(), "{outcome}")?)
}
