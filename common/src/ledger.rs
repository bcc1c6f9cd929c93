//! What a session remembers of the commands it was given: each is decided once.
//!
//! A page numbers its commands 1, 2, 3 … and sends again, after a reconnect, whatever was not
//! answered. The ledger makes that safe: a number that was decided gets the same answer again, and
//! numbers cannot overtake each other. It costs one number and the last few answers. It knows no
//! connection and no demo.

use std::borrow::Cow;
use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::limits;

/// How a command was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Carried out; with the number of its event, if it made one.
    Ack {
        /// Number in the log.
        seq: Option<u64>,
    },
    /// Refused.
    Nack {
        /// A short word that a page can decide by.
        code: Cow<'static, str>,
        /// A sentence for a person.
        message: String,
        /// When it makes sense to ask again, in milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_ms: Option<u64>,
    },
}

/// What to do with a command that carries the number `n`.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// It is the next one: decide it, then [`Ledger::record`] the answer.
    Next,
    /// It was decided before: give the same answer.
    Repeat(&'a Answer),
    /// It was decided so long ago that the answer is forgotten.
    Forgotten,
    /// The numbers before it have not come.
    OutOfOrder,
}

/// The decided commands of one session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    last_n: u64,
    answers: VecDeque<Answer>,
}

impl Ledger {
    /// Of a session that has not been given any.
    pub const fn new() -> Self {
        Self {
            last_n: 0,
            answers: VecDeque::new(),
        }
    }

    /// Number of the last command that was decided; 0 before the first.
    pub fn last_n(&self) -> u64 {
        self.last_n
    }

    /// Decides by the number alone.
    pub fn judge(&self, n: u64) -> Verdict<'_> {
        if n == self.last_n + 1 {
            Verdict::Next
        } else if n > self.last_n {
            Verdict::OutOfOrder
        } else {
            let age = usize::try_from(self.last_n - n).unwrap_or(usize::MAX);
            let index = self.answers.len().checked_sub(age.saturating_add(1));
            index.map_or(Verdict::Forgotten, |index| {
                Verdict::Repeat(&self.answers[index])
            })
        }
    }

    /// Remembers the answer to the next command.
    pub fn record(&mut self, answer: Answer) {
        if self.answers.len() == limits::OUTBOX {
            self.answers.pop_front();
        }
        self.answers.push_back(answer);
        self.last_n += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ack(seq: u64) -> Answer {
        Answer::Ack { seq: Some(seq) }
    }

    #[test]
    fn a_command_sent_again_after_a_lost_ack_gets_the_first_answer() {
        let mut ledger = Ledger::default();
        ledger.record(ack(41));
        ledger.record(ack(44));
        assert_eq!(ledger.judge(1), Verdict::Repeat(&ack(41)));
        assert_eq!(ledger.judge(2), Verdict::Repeat(&ack(44)));
        assert_eq!(ledger.last_n(), 2);
    }

    #[test]
    fn a_command_cannot_overtake_the_one_before_it() {
        let ledger = Ledger::default();
        assert_eq!(ledger.judge(2), Verdict::OutOfOrder);
        assert_eq!(ledger.judge(1), Verdict::Next);
    }

    #[test]
    fn memory_is_bounded_and_what_is_forgotten_is_not_carried_out_twice() {
        let mut ledger = Ledger::default();
        for seq in 1..=200 {
            ledger.record(ack(seq));
        }
        assert_eq!(
            ledger.judge(200 - limits::OUTBOX as u64),
            Verdict::Forgotten
        );
        assert_eq!(
            ledger.judge(201 - limits::OUTBOX as u64),
            Verdict::Repeat(&ack(137))
        );
        assert_eq!(ledger.judge(0), Verdict::Forgotten);
    }
}
