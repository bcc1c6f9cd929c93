//! What was said and made before a time is forgotten: because it was kept for long enough, or because
//! the lecturer wants it.

use crate::clock::Now;
use crate::demo::{Demo, What};
use crate::room::core::Room;
use crate::room::record::{Moment, Record};

impl<D: Demo> Room<D> {
    /// Forgets what was before a time, in milliseconds of the server's clock, here and on the disk.
    pub(crate) fn forget_before(&mut self, before: u64, now: Now) {
        // What was said in this very turn is still heard by those who can.
        self.deliver(now);
        let when = self.moment(now);
        self.journal.note(&Record::Forget { when, before });
        self.lose_memory(before, when);
        self.checkpoint(now);
    }

    /// The log forgets first, so that what the demo says of it stays.
    pub(super) fn lose_memory(&mut self, before: u64, when: Moment) {
        self.log.forget_before(before);
        self.happen(What::Forget { before }, when);
    }
}
