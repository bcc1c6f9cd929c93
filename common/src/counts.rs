//! What a server counts of itself, for those who look after it.
//!
//! One per server and nothing global, so that two servers in one process do not mix. Everybody
//! who refuses something says so here; this module knows none of them.

use std::sync::atomic::{AtomicU64, Ordering};

/// Why something was refused, or somebody was sent away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// There are as many connections as there may be.
    Full,
    /// A name or an origin that is not ours.
    Origin,
    /// There are too many rooms, or it is none.
    Room,
    /// A person's own rate.
    Rate,
    /// A message that could not be read.
    Unreadable,
}

/// What one server has counted since it started.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    refused: [AtomicU64; Reason::ALL.len()],
}

impl Reason {
    /// All of them, with the word each is called by outside.
    pub(crate) const ALL: [(Self, &'static str); 5] = [
        (Self::Full, "full"),
        (Self::Origin, "origin"),
        (Self::Room, "room"),
        (Self::Rate, "rate"),
        (Self::Unreadable, "unreadable"),
    ];
}

impl Counts {
    /// Something was refused.
    pub(crate) fn refused(&self, reason: Reason) {
        self.refused[reason as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How often each reason was given.
    #[cfg_attr(not(test), expect(dead_code, reason = "nobody asks yet"))]
    pub(crate) fn refusals(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        let words = Reason::ALL.iter().map(|(_, word)| *word);
        let counts = self
            .refused
            .iter()
            .map(|count| count.load(Ordering::Relaxed));
        words.zip(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_counted_under_its_own_word() {
        for (index, (reason, word)) in Reason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, index, "{word} stands in its place");
            let counts = Counts::default();
            counts.refused(reason);
            let told: Vec<_> = counts.refusals().filter(|(_, count)| *count > 0).collect();
            assert_eq!(told, [(word, 1)]);
        }
    }
}
