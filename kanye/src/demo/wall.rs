//! The quotes that can be seen, and who likes them.

use std::collections::{BTreeSet, VecDeque};

use common::demo::PersonId;
use serde::{Deserialize, Serialize};

use crate::demo::protocol::{Line, Shown};

/// Quotes that are kept.
pub const KEPT: usize = 20;
/// People that are named beside a quote's hearts, so that a page knows its own after a reload. Beyond
/// any class they are only counted.
const NAMED: usize = 2_000;

/// The last quotes, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Wall {
    quotes: VecDeque<Entry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    seq: u64,
    at: u64,
    from: Option<PersonId>,
    line: Line,
    hearts: BTreeSet<PersonId>,
}

/// What became of a heart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heart {
    /// The quote has so many now.
    Now(usize),
    /// It was so already.
    AsBefore,
    /// The quote has fallen off.
    Gone,
}

impl Wall {
    /// Puts up a quote. The oldest falls off.
    pub(crate) fn put_up(&mut self, seq: u64, at: u64, from: Option<PersonId>, line: Line) {
        if self.quotes.len() == KEPT {
            self.quotes.pop_front();
        }
        let hearts = BTreeSet::new();
        self.quotes.push_back(Entry {
            seq,
            at,
            from,
            line,
            hearts,
        });
    }

    /// When the newest was put up, in milliseconds of the server's clock.
    pub(crate) fn newest_at(&self) -> Option<u64> {
        self.quotes.back().map(|entry| entry.at)
    }

    /// Forgets the quotes before a time, but the newest, which forgets who liked it. Says whether there
    /// was anything to forget.
    pub(crate) fn forget(&mut self, before: u64) -> bool {
        let Some(mut newest) = self.quotes.pop_back() else {
            return false;
        };
        let kept = self.quotes.len();
        self.quotes.retain(|entry| entry.at >= before);
        let liked = newest.at < before && !newest.hearts.is_empty();
        if liked {
            newest.hearts.clear();
        }
        let forgotten = self.quotes.len() < kept || liked;
        self.quotes.push_back(newest);
        forgotten
    }

    /// When the oldest was put up that can be forgotten, or liked.
    pub(crate) fn oldest_at(&self) -> Option<u64> {
        let oldest = self.quotes.front()?;
        let can_be_forgotten = self.quotes.len() > 1 || !oldest.hearts.is_empty();
        can_be_forgotten.then_some(oldest.at)
    }

    /// Sets whether a person likes a quote.
    pub(crate) fn set_heart(&mut self, quote: u64, person: PersonId, on: bool) -> Heart {
        let Some(entry) = self.quotes.iter_mut().find(|entry| entry.seq == quote) else {
            return Heart::Gone;
        };
        let is_news = if on {
            entry.hearts.insert(person)
        } else {
            entry.hearts.remove(&person)
        };
        if is_news {
            Heart::Now(entry.hearts.len())
        } else {
            Heart::AsBefore
        }
    }

    /// All of it, oldest first, as a newcomer gets it.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        self.quotes.iter().map(Entry::shown).collect()
    }
}

impl Entry {
    fn shown(&self) -> Shown {
        Shown {
            seq: self.seq,
            at: self.at,
            from: self.from,
            line: self.line.clone(),
            hearts: self.hearts.len(),
            by: self.hearts.iter().take(NAMED).copied().collect(),
        }
    }
}
