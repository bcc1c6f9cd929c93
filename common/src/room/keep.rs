//! Before a room does something it writes it down, if there is somewhere to write.
//!
//! What somebody is told was done is on the disk by then: if it cannot be written, it is refused.
//! What nobody asked for, such as the passing of time or a broken connection, cannot be refused. It
//! goes on unwritten, and from then on only a checkpoint, which says where the room stands, makes the
//! records after it mean something again; until there is one, everything that can be refused is.

use tracing::{info, warn};

use crate::clock::Now;
use crate::counts::Reason;
use crate::demo::{Demo, PersonId};
use crate::journal::keep::{Keep, NotKept};
use crate::ledger::Answer;
use crate::protocol::{ServerFrame, Wording};
use crate::registry::ConnectionId;
use crate::room::command::Saying;
use crate::room::core::Room;
use crate::room::record::{Moment, Record, Words};

/// What was kept too long is looked for this often, in milliseconds.
const FORGET_EVERY_MS: u64 = 60_000;
/// Where a room stands is much to write: after a failure, not before so many milliseconds.
const TRY_EVERY_MS: u64 = 1_000;

/// A room's own journal; nothing at all if the room is to forget.
#[derive(Default)]
pub(super) struct Journal(Option<Keeping>);

/// A journal that is kept.
struct Keeping {
    keep: Box<dyn Keep>,
    /// Name of the log; the first record of an incarnation says it.
    epoch: String,
    has_begun: bool,
    /// Something was done and not written down.
    has_gap: bool,
    /// Whether the command that is being decided was written down.
    is_said: bool,
    /// Whether everybody has been told that nothing can be written.
    has_told: bool,
    line: Vec<u8>,
    /// For how long what people say and make is kept, in milliseconds.
    keep_ms: u64,
    /// When what was kept too long is looked for.
    next_forget: u64,
    /// A checkpoint failed, and is not tried again before.
    next_try: u64,
}

impl Journal {
    /// A journal that goes on behind what was read.
    pub(super) fn new(keep: Box<dyn Keep>, epoch: &str, keep_ms: u64) -> Self {
        Self(Some(Keeping {
            keep,
            epoch: epoch.to_owned(),
            has_begun: false,
            has_gap: false,
            is_said: false,
            has_told: false,
            line: Vec::new(),
            keep_ms,
            next_forget: 0,
            next_try: 0,
        }))
    }

    /// Whether anything is written down.
    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    /// Writes down something that is done in any case.
    pub(super) fn note(&mut self, record: &Record<'_>) {
        if let Some(keeping) = &mut self.0
            && !keeping.has_gap
            && let Err(problem) = keeping.write(record)
        {
            warn!(%problem, "something could not be written down");
            keeping.has_gap = true;
        }
    }

    /// Why nothing can be written down at present.
    pub(super) fn trouble(&self) -> Option<NotKept> {
        self.0.as_ref().and_then(Keeping::trouble)
    }

    /// Nothing written so far leads to where the room stands: only a checkpoint does.
    pub(super) fn tear(&mut self) {
        if let Some(keeping) = &mut self.0 {
            keeping.has_gap = true;
        }
    }
}

impl Keeping {
    fn write(&mut self, record: &Record<'_>) -> Result<(), NotKept> {
        if let Some(trouble) = self.trouble() {
            return Err(trouble);
        }
        if !self.has_begun {
            let epoch = self.epoch.as_str().into();
            write_line(&mut self.line, &Record::Began { epoch });
            self.keep.append(&self.line)?;
            self.has_begun = true;
        }
        write_line(&mut self.line, record);
        self.keep.append(&self.line)
    }

    fn trouble(&self) -> Option<NotKept> {
        let gap = self.has_gap.then_some(NotKept::Failed);
        self.keep.trouble().or(gap)
    }
}

fn write_line(line: &mut Vec<u8>, record: &Record<'_>) {
    line.clear();
    serde_json::to_writer(line, record).expect("records are plain data, and memory takes bytes");
}

impl<D: Demo> Room<D> {
    /// Writes down what somebody asks for, as they said it.
    pub(super) fn write_said(
        &mut self,
        person: PersonId,
        saying: &Saying,
        when: Moment,
    ) -> Result<(), Answer> {
        let Some(keeping) = &mut self.journal.0 else {
            return Ok(());
        };
        let Saying { n, wording, .. } = saying;
        let n = *n;
        // What was understood is JSON.
        let words = match wording {
            Wording::Plain(text) => Some(Words::Plain(text.as_ref().into())),
            Wording::Rich(text) => serde_json::from_str(text).ok().map(Words::Rich),
            Wording::Unknown => None,
        };
        let written = words.ok_or(NotKept::Failed).and_then(|words| {
            keeping.write(&Record::Said {
                when,
                person,
                n,
                words,
            })
        });
        keeping.is_said = n.is_some() && written.is_ok();
        written.map_err(|problem| {
            self.counts.refused(Reason::Storage);
            let code = if problem.is_of_the_record() {
                "too_long"
            } else {
                "storage"
            };
            Answer::Nack {
                code: code.into(),
                message: problem.to_string(),
                retry_ms: None,
            }
        })
    }

    /// Remembers how a numbered command was decided. One that was refused before it was written down
    /// leads nowhere again only if that is written down.
    pub(super) fn conclude(&mut self, person: PersonId, n: u64, answer: Answer) {
        if let Some(keeping) = &mut self.journal.0 {
            let is_said = std::mem::take(&mut keeping.is_said);
            if !is_said && matches!(answer, Answer::Nack { .. }) {
                let answer = answer.clone();
                self.journal.note(&Record::Refused { person, n, answer });
            }
        }
        if let Some(member) = self.registry.member_mut(person) {
            member.ledger_mut().record(answer);
        }
    }

    /// Says where the room stands, in the place of all that led there.
    pub(crate) fn checkpoint(&mut self, now: Now) {
        if !self.journal.is_kept() {
            return;
        }
        let state = self.state(now.ms());
        let Some(keeping) = &mut self.journal.0 else {
            return;
        };
        match keeping.keep.checkpoint(&state) {
            Ok(()) => {
                info!(room = %self.name, bytes = state.len(), "checkpoint");
                (keeping.has_begun, keeping.has_gap) = (true, false);
            }
            Err(problem) => {
                warn!(room = %self.name, %problem, "no checkpoint");
                keeping.next_try = now.ms() + TRY_EVERY_MS;
            }
        }
    }

    /// Makes a checkpoint if one is due, which is also what ends any trouble; and forgets what was
    /// kept for long enough.
    pub(super) fn look_after_journal(&mut self, now: Now) {
        let Some(keeping) = &mut self.journal.0 else {
            return;
        };
        let is_wanted = keeping.keep.wants_checkpoint() || keeping.has_gap;
        let is_due = is_wanted && now.ms() >= keeping.next_try;
        if now.ms() >= keeping.next_forget {
            keeping.next_forget = now.ms() + FORGET_EVERY_MS;
            let before = now.ms().saturating_sub(keeping.keep_ms);
            if self.oldest_at().is_some_and(|oldest| oldest < before) {
                return self.forget_before(before, now);
            }
        }
        if is_due {
            self.checkpoint(now);
        }
    }

    /// Tells everybody that nothing new can be written down, and that it can again.
    pub(super) fn tell_storage(&mut self) {
        let Some(keeping) = &mut self.journal.0 else {
            return;
        };
        let trouble = keeping.trouble().is_some();
        if std::mem::replace(&mut keeping.has_told, trouble) != trouble {
            let all: Vec<_> = self.registry.connections.keys().copied().collect();
            let frame = ServerFrame::Storage { trouble };
            all.into_iter().for_each(|id| self.tell(id, &frame));
        }
    }

    /// Tells a newcomer of trouble, if there is any.
    pub(super) fn tell_storage_in_trouble(&mut self, id: ConnectionId) {
        let keeping = self.journal.0.as_ref();
        if keeping.is_some_and(|keeping| keeping.has_told) {
            self.tell(id, &ServerFrame::Storage { trouble: true });
        }
    }

    /// When the oldest thing happened that is remembered.
    fn oldest_at(&self) -> Option<u64> {
        let both = [self.log.oldest_at(), self.demo.oldest()];
        both.into_iter().flatten().min()
    }
}
