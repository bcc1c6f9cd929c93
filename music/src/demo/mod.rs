//! The rules: many hands on one song, and one time for all.
//!
//! A pure state machine. It knows no socket, no clock and no sound: it is handed one input at a time
//! and answers with events. What the server decides counts; a page shows its own edits earlier, and
//! lets itself be corrected.

use std::convert::Infallible;

use common::Demo;
use common::demo::{Act, Effects as EffectsOf, File, Input, OnGap, Rate, Refusal, What, Who};

use crate::song::Song;
use crate::takeaway;

mod authors;
mod board;
mod conducting;
mod edits;
mod history;
mod lead;
mod mix;
mod plain;
mod protocol;
mod saved;
mod transport;

use authors::Authors;
use board::Board;
use conducting::{Choice, place};
use lead::Lead;
use mix::Mix;
pub use plain::Words;
pub use protocol::{Can, Command, Event, Nothing, Skipped, Snapshot, Told, Why, Wish};
pub use saved::Saved;
use transport::Transport;
pub use transport::Vector;

/// Cells that can be set at once: all there are.
pub const MOST_CELLS: usize = 512;

/// A finger that paints is quick.
const EDITING: Rate = Rate::new(0, 30.0, 60.0);
/// A big class that paints with all fingers; a script that does is slowed down with everybody.
const EDITING_OF_ALL: Rate = Rate::new(0, 1_000.0, 2_000.0);
/// So many cells count as one stroke of it; everybody hears of each.
const CELLS_A_STROKE: f64 = 32.0;
/// What everybody hears at once.
const CONDUCTING: Rate = Rate::new(1, 4.0, 8.0);
const MEASURING: Rate = Rate::new(2, 2.0, 4.0);

type Effects = EffectsOf<Event, Nothing>;

/// One room of the sequencer.
#[derive(Debug)]
pub struct Music {
    board: Board,
    authors: Authors,
    mix: Mix,
    transport: Transport,
    lead: Lead,
    choice: Choice,
    /// When the song was last changed, if ever.
    edited_at: Option<u64>,
    /// What the room began with.
    first: Song,
}

impl Music {
    /// A room that begins with a song, stopped.
    pub fn new(song: &Song) -> Self {
        let first = song.patterns.iter().position(Option::is_some);
        let pattern = first.unwrap_or_default() as u8;
        Self {
            board: Board::new(&song.patterns),
            authors: Authors::default(),
            mix: Mix::new(song),
            transport: Transport::new(song.bpm),
            lead: Lead::default(),
            choice: Choice::new(pattern),
            edited_at: None,
            first: song.clone(),
        }
    }

    fn asked(
        &mut self,
        who: Who<'_>,
        command: Command,
        now: f64,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        self.authors.meet(who);
        match command {
            Command::Set { group, cells } => effects.event(self.set(who.id, group, &cells)?),
            Command::Undo => effects.event(self.undo(who.id)?),
            Command::Redo => effects.event(self.redo(who.id)?),
            Command::Load { group, song } => self.load(who.id, group, &song, now, effects)?,
            Command::Tempo { bpm } => {
                let bpm = mix::tempo(bpm)?;
                effects.event(self.tempo(bpm, now));
            }
            Command::Swing { percent } => effects.event(self.mix.set_swing(percent)?),
            Command::Mute { track, on } => effects.event(self.mix.set_mute(track, on)?),
            Command::Solo { track, on } => effects.event(self.mix.set_solo(track, on)?),
            Command::Pattern { pattern } => effects.event(self.choose(pattern, now)?),
            Command::Play { beat } => {
                let beat = beat.map(place).transpose()?;
                self.play(beat, now, effects);
            }
            Command::Stop => self.stop(now, effects),
            Command::Seek { beat } => {
                let beat = place(beat)?;
                let said = plain::seconds(beat, self.transport.newest().bpm);
                self.seek(beat, said, now, effects);
            }
            Command::Rtt { ms } => {
                if !self.lead.report(who.id, ms) {
                    return Err(Refusal::new("rtt", "A round trip takes some milliseconds."));
                }
            }
            Command::Plain(words) => self.hear(words, now, effects),
        }
        Ok(())
    }
}

impl Demo for Music {
    const NAME: &'static str = "music";
    const ON_GAP: OnGap = OnGap::Snapshot;

    type Command = Command;
    type Event = Event;
    type Latest = Nothing;
    type Snapshot = Snapshot;
    type External = Infallible;
    type Saved = Saved;

    fn apply(
        &mut self,
        input: Input<'_, Command, Infallible>,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let (who, act) = match input.what {
            What::Person(who, act) => (who, act),
            What::External(nothing) => match nothing {},
            What::Tick => return Ok(()),
            What::Forget { before } => {
                self.forget(before, input.at as f64, effects);
                return Ok(());
            }
        };
        match act {
            Act::Joined => self.authors.came(who),
            Act::Returned => {}
            Act::Left => {
                self.authors.left(who.id);
                self.lead.forget(who.id);
            }
            Act::Command { command, .. } => {
                let is_edit = saved::edits_the_song(&command);
                self.asked(who, command, input.at as f64, effects)?;
                if is_edit {
                    self.edited_at = Some(input.at);
                }
            }
        }
        Ok(())
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            transport: self.transport.newest(),
            transport_before: self.transport.before().to_vec(),
            swing: self.mix.swing,
            mute: self.mix.mute.to_vec(),
            solo: self.mix.solo.to_vec(),
            pattern: self.choice.pattern,
            pattern_from: self.choice.from,
            pattern_before: self.choice.before,
            cells: self.board.map(|written| written.cell.value()),
            by: self.board.map(|written| written.by),
            lead: self.lead.ms(),
            can: Can {},
        }
    }

    fn save(&self) -> Saved {
        self.saved()
    }

    fn restore(&mut self, saved: Saved) {
        self.become_as(saved);
    }

    /// Music is planned ahead by the slowest round trip.
    fn matters_later(command: &Command) -> bool {
        !matches!(command, Command::Plain(Words::Hello))
    }

    fn oldest(&self) -> Option<u64> {
        self.edited_at
    }

    fn rate(&self, command: &Command) -> Rate {
        match command {
            Command::Set { cells, .. } => EDITING.costing(cells.len() as f64 / CELLS_A_STROKE),
            Command::Undo | Command::Redo => EDITING,
            Command::Rtt { .. } => MEASURING,
            Command::Plain(Words::Hello) => Rate::UNLIMITED,
            Command::Load { .. } => CONDUCTING.costing(4.0),
            _ => CONDUCTING,
        }
    }

    fn room_rate(&self, command: &Command) -> Rate {
        match command {
            Command::Set { .. } | Command::Undo | Command::Redo => Rate {
                cost: self.rate(command).cost,
                ..EDITING_OF_ALL
            },
            _ => Rate::UNLIMITED,
        }
    }

    fn leaves_traces(command: &Command) -> bool {
        !matches!(command, Command::Rtt { .. } | Command::Plain(Words::Hello))
    }

    fn read_plain(text: &str) -> Option<Command> {
        Words::read(text).map(Command::Plain)
    }

    fn file(path: &str, query: &str) -> Option<Result<File, String>> {
        takeaway::file(path, query)
    }
}

#[cfg(test)]
mod tests;
