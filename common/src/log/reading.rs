//! The log as it stands while everybody reads it, at the end of a turn. It knows no connection.
//!
//! Nearly all readers stand where the log ended before, and lack the same bytes: those are found once, for
//! all of them. To look them up for each was a quarter of the instructions that a delivery took outside the
//! system.

use std::ops::Deref;

use crate::log::{Dialect, Log, Run};

/// A log that does not change while this lives.
#[derive(Debug)]
pub struct Reading<'a> {
    log: &'a Log,
    /// Where most of those stand who read our own protocol, and what they lack.
    most: u64,
    news: Option<Run<'a>>,
}

impl<'a> Reading<'a> {
    /// Of a log that had come to `most` when it was read before.
    pub fn of(log: &'a Log, most: u64) -> Self {
        let news = (!log.has_fallen_off(most)).then(|| log.after(most, Dialect::Rich));
        let news = news.flatten();
        Self { log, most, news }
    }

    /// What came after this cursor, as [`Log::after`] says.
    ///
    /// The cursor must not have fallen off.
    #[inline]
    pub fn after(&self, cursor: u64, dialect: Dialect) -> Option<Run<'a>> {
        if cursor == self.most && dialect == Dialect::Rich {
            self.news
        } else {
            self.log.after(cursor, dialect)
        }
    }
}

impl Deref for Reading<'_> {
    type Target = Log;

    fn deref(&self) -> &Log {
        self.log
    }
}
