//! What the runs are worth that a figure is of: whether it may be judged at all. It knows no goals and nobody
//! to be ahead of.

use crate::{
    figures::{Figure, Figures},
    results::{Results, Row},
    server::Server,
    workload::Workload,
};

/// What the runs are worth that a figure is of; of several, the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Basis {
    /// Everybody got everything once and in time.
    Sound,
    /// The server itself could not bring all in time: it did not reach the goal, whatever the figure.
    Late,
    /// The figure says nothing.
    Void,
}

/// What a figure of a server is worth beside these. Of one that lost something, doubled it, or was itself late
/// as a yardstick, figures leave out what did not come.
pub(super) fn basis(
    results: &Results,
    workload: &Workload,
    figure: Figure,
    server: Server,
    yardsticks: &[Server],
) -> Basis {
    let own = results.row(workload, server);
    let beside: Vec<_> = yardsticks
        .iter()
        .filter_map(|server| results.row(workload, *server))
        .collect();
    let was = |row: &Row<'_>, is_so: fn(&Figures) -> bool| row.rounds_in_which(is_so) > 0;
    let is_late = |row: &Row<'_>| was(row, Figures::is_late);
    let is_sent_late = |row: &Row<'_>| was(row, Figures::is_sent_late);
    if own.iter().chain(&beside).any(Row::is_void) || beside.iter().any(is_late) {
        Basis::Void
    } else if own.iter().any(is_late) {
        Basis::Late
    } else if figure.is_latency() && own.iter().chain(&beside).any(is_sent_late) {
        // The generator's lateness is in both latencies, and brings their ratio nearer to 1.
        Basis::Void
    } else {
        Basis::Sound
    }
}
