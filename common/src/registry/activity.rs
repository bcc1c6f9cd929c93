//! What somebody did: the commands that were decided, and how many more there may be now.
//!
//! Most people in a lecture only listen, so it is there from somebody's first command on. Whoever has said
//! nothing weighs 192 bytes less. It knows no connection.

use crate::demo::Rate;
use crate::ledger::Ledger;
use crate::limits;
use crate::rate::Bucket;
use crate::registry::Member;

/// Kinds of things that the room itself limits.
const KINDS_OF_THE_ROOM: usize = 5;

/// Of whoever has not done anything.
static NOTHING_DECIDED: Ledger = Ledger::new();

/// What a person did.
#[derive(Debug, Default)]
pub(super) struct Activity {
    ledger: Ledger,
    /// When they last said or did something that everybody got, in milliseconds of the server's clock.
    spoke_at: Option<u64>,
    /// One bucket for each kind of command of the demo, then those of the room.
    buckets: [Bucket; Rate::KINDS + KINDS_OF_THE_ROOM],
}

impl Member {
    /// Which of their commands were decided, and how.
    pub(crate) fn ledger(&self) -> &Ledger {
        match &self.activity {
            Some(activity) => &activity.ledger,
            None => &NOTHING_DECIDED,
        }
    }

    /// The same, to remember the next answer.
    pub(crate) fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.activity().ledger
    }

    /// Whatever was decided is so still after a restart.
    pub(super) fn restore_ledger(&mut self, ledger: Ledger) {
        if ledger != NOTHING_DECIDED {
            *self.ledger_mut() = ledger;
        }
    }

    /// When they last said or did something that everybody got, in milliseconds of the server's clock.
    pub(crate) fn spoke_at(&self) -> Option<u64> {
        self.activity.as_ref()?.spoke_at
    }

    /// They say or do something that everybody gets.
    pub(crate) fn speaks(&mut self, now: u64) {
        self.activity().spoke_at = Some(now);
    }

    /// Takes a token for one command.
    ///
    /// # Errors
    ///
    /// If there is none: the time until there will be one, in milliseconds.
    pub(crate) fn spend(&mut self, rate: Rate, now: u64) -> Result<(), u64> {
        let buckets = &mut self.activity().buckets;
        let last = buckets.len() - 1;
        buckets[rate.kind.min(last)].take(rate, now)
    }

    fn activity(&mut self) -> &mut Activity {
        self.activity.get_or_insert_with(|| {
            let mut activity = Box::<Activity>::default();
            if let Some(since) = self.new_since {
                let quiet = Bucket::hardly_filled(limits::QUIET, since);
                activity.buckets[limits::QUIET.kind] = quiet;
            }
            activity
        })
    }
}
