//! How long is waited for what, beside the time that is measured.

use std::time::Duration;

/// The waits of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tempo {
    /// Caches, buffers and the congestion window find their size in this time.
    pub(super) warm_up: Duration,
    /// The room is at rest when nothing but pings has come for this long.
    pub(super) calm: Duration,
    /// What has not come this long after the last message is late.
    pub(super) drain: Duration,
    /// When nothing has come for this long, what is missing is lost.
    pub(super) quiet: Duration,
}

impl Tempo {
    /// For figures that mean something.
    pub(super) const USUAL: Self = Self {
        warm_up: Duration::from_millis(500),
        calm: Duration::from_millis(500),
        drain: Duration::from_secs(3),
        quiet: Duration::from_millis(500),
    };

    /// For seeing that everything works.
    pub(super) const QUICK: Self = Self {
        warm_up: Duration::from_millis(100),
        calm: Duration::from_millis(100),
        drain: Duration::from_millis(500),
        quiet: Duration::from_millis(200),
    };
}
