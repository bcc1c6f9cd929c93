//! What of a room outlives the server: the song, whose hand is where, and what can be taken back.

use serde::{Deserialize, Serialize};

use crate::demo::authors::Authors;
use crate::demo::board::Board;
use crate::demo::conducting::Choice;
use crate::demo::lead::Lead;
use crate::demo::mix::Mix;
use crate::demo::protocol::{Event, Why};
use crate::demo::transport::Transport;
use crate::demo::{Command, Effects, Music, edits};

/// What of a room outlives the server.
#[derive(Debug, Serialize, Deserialize)]
pub struct Saved {
    board: Board,
    authors: Authors,
    mix: Mix,
    transport: Transport,
    lead: Lead,
    choice: Choice,
    edited_at: Option<u64>,
}

impl Music {
    pub(super) fn saved(&self) -> Saved {
        Saved {
            board: self.board.clone(),
            authors: self.authors.clone(),
            mix: self.mix.clone(),
            transport: self.transport.clone(),
            lead: self.lead.clone(),
            choice: self.choice,
            edited_at: self.edited_at,
        }
    }

    pub(super) fn become_as(&mut self, saved: Saved) {
        self.board = saved.board;
        self.authors = saved.authors;
        self.mix = saved.mix;
        self.transport = saved.transport;
        self.lead = saved.lead;
        self.choice = saved.choice;
        self.edited_at = saved.edited_at;
    }

    /// The song is again the one that the room began with, if no hand has been at it since a time.
    pub(super) fn forget(&mut self, before: u64, now: f64, effects: &mut Effects) {
        if self.edited_at.is_none_or(|edited_at| edited_at >= before) {
            return;
        }
        self.edited_at = None;
        self.authors.forget_histories();
        let changed = self.board.become_like(&Board::new(&self.first.patterns));
        let told = changed.into_iter();
        effects.event(Event::Cells {
            why: Why::Load,
            group: 0,
            cells: told
                .map(|(place, written)| edits::told(place, written))
                .collect(),
            skipped: None,
        });
        let changes = self.mix.become_like(&self.first);
        changes.into_iter().for_each(|event| effects.event(event));
        if self.first.bpm != self.transport.newest().bpm {
            effects.event(self.tempo(self.first.bpm, now));
        }
    }
}

/// Whether a command changes the song, and not only how it is heard at the moment.
pub(super) fn edits_the_song(command: &Command) -> bool {
    match command {
        Command::Set { .. }
        | Command::Undo
        | Command::Redo
        | Command::Tempo { .. }
        | Command::Swing { .. }
        | Command::Mute { .. }
        | Command::Solo { .. }
        | Command::Load { .. } => true,
        Command::Pattern { .. }
        | Command::Play { .. }
        | Command::Stop
        | Command::Seek { .. }
        | Command::Rtt { .. }
        | Command::Plain(_) => false,
    }
}

/// A map whose keys are no texts, as a list of pairs.
pub(super) mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::demo) fn serialize<S, K, V>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error>
    where
        S: Serializer,
        K: Serialize,
        V: Serialize,
    {
        serializer.collect_seq(map)
    }

    pub(in crate::demo) fn deserialize<'de, D, K, V>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error>
    where
        D: Deserializer<'de>,
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
    {
        let pairs = Vec::<(K, V)>::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}
