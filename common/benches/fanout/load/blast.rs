//! How much the generator itself can read: everybody comes, somebody says one word, and a server
//! that does nothing else writes without end.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::{crowd::Crowd, look::Look, tally::Tally, tempo::Tempo};
use crate::{outcome::Outcome, workload::Workload};

/// Longest wait for something to come.
const LONGEST_WAIT: Duration = Duration::from_millis(10);

/// Reads, counts, and knows that what comes was never sent.
pub(super) fn measure(
    server: u32,
    workload: &Workload,
    tempo: Tempo,
    mut crowd: Crowd,
    mut tally: Tally,
) -> Result<Outcome> {
    crowd.gather(workload.connections, &mut tally)?;
    crowd.say(0, 0, tally.now_ns());
    crowd.flush(&mut tally);
    tally.first = 0;
    read_for(tempo.warm_up, &mut crowd, &mut tally)?;
    let before = Look::now(server, &tally);
    read_for(workload.time, &mut crowd, &mut tally)?;
    let after = Look::now(server, &tally);
    Ok(Outcome {
        connections: workload.connections,
        settled: true,
        frame_bytes: tally.delivery_bytes as f64 / tally.deliveries.max(1) as f64,
        cut: tally.cut,
        ..before.until(&after)
    })
}

fn read_for(time: Duration, crowd: &mut Crowd, tally: &mut Tally) -> Result<()> {
    let end = Instant::now() + time;
    while Instant::now() < end {
        crowd.turn(LONGEST_WAIT, tally)?;
    }
    Ok(())
}
