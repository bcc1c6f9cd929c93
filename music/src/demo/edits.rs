//! What hands do to the cells: set, undo, redo, load.

use common::demo::{PersonId, Refusal};
use serde_json::Value;

use crate::demo::board::{Place, Written};
use crate::demo::history::Outcome;
use crate::demo::protocol::{Event, Told, Why, Wish};
use crate::demo::{Effects, MOST_CELLS, Music};
use crate::notation;
use crate::pattern::Cell;

impl Music {
    /// Sets cells: all of them, or none if one makes no sense.
    pub(super) fn set(
        &mut self,
        me: PersonId,
        group: u32,
        wishes: &[Wish],
    ) -> Result<Event, Refusal> {
        if !(1..=MOST_CELLS).contains(&wishes.len()) {
            let message = format!("1 to {MOST_CELLS} cells can be set at once.");
            return Err(Refusal::new("cells", message));
        }
        let cells: Option<Vec<_>> = wishes.iter().copied().map(read).collect();
        let cells = cells.ok_or_else(|| {
            let wanted = "A cell is a pattern 0 to 3, a track 0 to 7, a step 0 to 15 and a value \
                          0 to 31, with a note only where one can sound.";
            Refusal::new("cells", wanted)
        })?;
        Ok(self.write(me, Why::Set, group, &cells))
    }

    /// Takes my newest group back.
    pub(super) fn undo(&mut self, me: PersonId) -> Result<Event, Refusal> {
        let outcome = self.authors.history(me).undo(me, &mut self.board);
        let outcome = outcome
            .ok_or_else(|| Refusal::new("nothing", "There is nothing of yours to take back."))?;
        Ok(self.tell_outcome(Why::Undo, outcome))
    }

    /// Does again what I took back.
    pub(super) fn redo(&mut self, me: PersonId) -> Result<Event, Refusal> {
        let outcome = self.authors.history(me).redo(me, &mut self.board);
        let outcome = outcome
            .ok_or_else(|| Refusal::new("nothing", "There is nothing of yours to do again."))?;
        Ok(self.tell_outcome(Why::Redo, outcome))
    }

    /// Takes over a song. Only cells that become different are mine then.
    pub(super) fn load(
        &mut self,
        me: PersonId,
        group: u32,
        song: &Value,
        now: f64,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let song = notation::read(song)
            .map_err(|problem| Refusal::new("song", format!("This is no song. {problem}")))?;
        let patterns = (0..).zip(&song.patterns);
        let different = patterns
            .filter_map(|(number, pattern)| Some((number, pattern.as_ref()?)))
            .flat_map(|(number, pattern)| self.board.differences(number, pattern));
        let cells: Vec<_> = different.collect();
        effects.event(self.write(me, Why::Load, group, &cells));
        let changes = self.mix.become_like(&song);
        changes.into_iter().for_each(|event| effects.event(event));
        if song.bpm != self.transport.newest().bpm {
            effects.event(self.tempo(song.bpm, now));
        }
        Ok(())
    }

    fn write(&mut self, me: PersonId, why: Why, group: u32, cells: &[(Place, Cell)]) -> Event {
        if !cells.is_empty() {
            self.authors
                .history(me)
                .set(me, group, cells, &mut self.board);
        }
        let told = cells.iter().map(|(place, cell)| {
            told(
                *place,
                Written {
                    cell: *cell,
                    by: me,
                },
            )
        });
        Event::Cells {
            why,
            group,
            cells: told.collect(),
            skipped: None,
        }
    }

    fn tell_outcome(&self, why: Why, outcome: Outcome) -> Event {
        let changed = outcome.changed.into_iter();
        let skipped = outcome.skipped.into_iter();
        let because_of = |(place, by): (Place, PersonId)| {
            (
                place.pattern,
                place.track,
                place.step,
                by,
                self.authors.name(by),
            )
        };
        Event::Cells {
            why,
            group: outcome.group,
            cells: changed
                .map(|(place, written)| told(place, written))
                .collect(),
            skipped: Some(skipped.map(because_of).collect()),
        }
    }
}

fn read((pattern, track, step, value): Wish) -> Option<(Place, Cell)> {
    let place = Place::new(pattern, track, step)?;
    Some((place, Cell::new(track.into(), value)?))
}

pub(super) fn told(place: Place, Written { cell, by }: Written) -> Told {
    (place.pattern, place.track, place.step, cell.value(), by)
}
