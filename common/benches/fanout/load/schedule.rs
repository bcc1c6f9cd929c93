//! Whose turn it is and with which message, and in an open loop when. It knows nothing of sockets, and its
//! clock waits for nobody: what was due while the generator was held up is still to be said, each message
//! with the time at which it was due.

use std::time::Instant;

use crate::workload::Workload;

/// A message that is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn {
    /// Its number.
    pub(crate) number: u32,
    /// Who says it.
    pub(crate) who: usize,
}

/// All messages of a run, one after the other.
#[derive(Debug)]
pub(crate) struct Schedule {
    workload: Workload,
    /// When message 0 is to go out.
    start: Instant,
    /// The number of the next message.
    next: u32,
}

impl Schedule {
    /// Nothing has been said, and the clock starts then.
    pub(crate) fn starting_at(start: Instant, workload: &Workload) -> Self {
        Self {
            workload: *workload,
            start,
            next: 0,
        }
    }

    /// The number of the next message.
    pub(crate) fn next_number(&self) -> u32 {
        self.next
    }

    /// When the next message is to go out, if it has a time of its own.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        let offset = self.workload.due(self.next)?;
        Some(self.start + offset)
    }

    /// The next message if it was due by this time, and when that was.
    pub(crate) fn take_due(&mut self, until: Instant) -> Option<(Turn, Instant)> {
        let due = self.next_due().filter(|due| *due <= until)?;
        Some((self.take(), due))
    }

    /// The next message, whenever it is due; senders take turns.
    pub(crate) fn take(&mut self) -> Turn {
        let number = self.next;
        self.next += 1;
        Turn {
            number,
            who: number as usize % self.workload.senders,
        }
    }
}
