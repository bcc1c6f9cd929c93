//! What a connection weighs while nothing happens: the server's memory before and after many
//! people came, divided by their number.

use anyhow::Result;

use super::{crowd::Crowd, tally::Tally};
use crate::{machine, outcome::Outcome, workload::Workload};

/// People who come before the first look, so that what a server sets up once is not counted.
const FIRST_COMERS: usize = 20;

/// Lets everybody come and looks at the server.
pub(super) fn measure(
    server: u32,
    workload: &Workload,
    mut crowd: Crowd,
    mut tally: Tally,
) -> Result<Outcome> {
    // The server runs under the same limit as this process.
    let connections = workload.connections.min(machine::allow_connections());
    crowd.gather(FIRST_COMERS, &mut tally)?;
    let before = machine::resident_kib(server);
    crowd.gather(connections, &mut tally)?;
    let after = machine::resident_kib(server);

    let more = connections.saturating_sub(FIRST_COMERS).max(1) as f64;
    let connection_kib = before
        .zip(after)
        .map(|(before, after)| (after as f64 - before as f64) / more);
    Ok(Outcome {
        connections,
        settled: true,
        others: tally.others(),
        cut: tally.cut,
        connection_kib,
        ..Outcome::default()
    })
}
