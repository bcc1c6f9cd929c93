//! How often the service was asked, by this start of the server and those before it.

use serde::{Deserialize, Serialize};

use crate::upstream::Upstream;

/// Counts on where the last start of the server has ended. A room begins with none, and is told what
/// there was already like everything else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fetches {
    /// By the starts before this one.
    before: u64,
    /// Which start this is.
    start: u64,
    /// By this one.
    since: u64,
}

impl Fetches {
    /// With what is known now.
    pub(super) fn after(&self, upstream: &Upstream) -> Self {
        let is_same = upstream.start == self.start;
        Self {
            before: self.before + if is_same { 0 } else { self.since },
            start: upstream.start,
            since: upstream.fetches,
        }
    }

    /// All of them.
    pub(super) fn count(&self) -> u64 {
        self.before + self.since
    }
}
