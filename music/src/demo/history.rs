//! Undo is mine: it takes back what I did, and never what somebody did after me.
//!
//! One person's groups of changes. An undo restores a cell only while its last writer is still me, a
//! redo only while the cell is exactly as the undo left it; whatever is different by then is the work
//! of a later hand, and is left alone.

use std::collections::{BTreeMap, VecDeque};

use common::demo::PersonId;
use serde::{Deserialize, Serialize};

use crate::demo::board::{Board, Place, Written};
use crate::demo::saved::pairs;
use crate::pattern::Cell;

/// Groups that can be undone.
pub(crate) const DEPTH: usize = 50;

/// Cells that a history remembers in all: more than anybody paints by hand, less than a script could.
const CELLS: usize = 4_096;

/// What one person did.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct History {
    done: VecDeque<Done>,
    undone: Vec<Undone>,
}

/// A group of changes, by what each cell was before.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Done {
    group: u32,
    #[serde(with = "pairs")]
    before: BTreeMap<Place, Written>,
}

/// A group that was taken back: how the undo left each cell, and what was taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Undone {
    group: u32,
    cells: Vec<(Place, Written, Cell)>,
}

/// What came of an undo or a redo.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) group: u32,
    pub(crate) changed: Vec<(Place, Written)>,
    /// What was left alone, and because of whom.
    pub(crate) skipped: Vec<(Place, PersonId)>,
}

impl History {
    /// Whether there is nothing to take back, and nothing to do again.
    pub(crate) fn is_empty(&self) -> bool {
        self.done.is_empty() && self.undone.is_empty()
    }

    /// Sets cells, and remembers what was there. The same group goes on as long as it is the newest.
    pub(crate) fn set(
        &mut self,
        me: PersonId,
        group: u32,
        cells: &[(Place, Cell)],
        board: &mut Board,
    ) {
        self.undone.clear();
        let done = self.newest(group);
        for (place, cell) in cells {
            let before = board.put(
                *place,
                Written {
                    cell: *cell,
                    by: me,
                },
            );
            // Within one drag the first state counts. But if another hand was there in between, that
            // is what was before me.
            if before.by != me || !done.before.contains_key(place) {
                done.before.insert(*place, before);
            }
        }
    }

    /// Takes my newest group back. `None` if there is none.
    pub(crate) fn undo(&mut self, me: PersonId, board: &mut Board) -> Option<Outcome> {
        let Done { group, before } = self.done.pop_back()?;
        let (mine, others): (Vec<_>, Vec<_>) = before
            .into_iter()
            .partition(|(place, _)| board.at(*place).by == me);
        let undone = |(place, before)| (place, before, board.put(place, before).cell);
        let cells: Vec<_> = mine.iter().copied().map(undone).collect();
        if !cells.is_empty() {
            self.undone.push(Undone { group, cells });
        }
        let skipped = others
            .into_iter()
            .map(|(place, _)| (place, board.at(place).by))
            .collect();
        Some(Outcome {
            group,
            changed: mine,
            skipped,
        })
    }

    /// Does again what I took back last. `None` if there is nothing.
    pub(crate) fn redo(&mut self, me: PersonId, board: &mut Board) -> Option<Outcome> {
        let Undone { group, cells } = self.undone.pop()?;
        let (as_left, others): (Vec<_>, Vec<_>) = cells
            .into_iter()
            .partition(|(place, left, _)| board.at(*place) == *left);
        let again = |(place, _, cell)| (place, Written { cell, by: me });
        let changed: Vec<_> = as_left.into_iter().map(again).collect();
        let before: BTreeMap<_, _> = changed
            .iter()
            .map(|(place, written)| (*place, board.put(*place, *written)))
            .collect();
        if !before.is_empty() {
            self.remember(Done { group, before });
        }
        let skipped = others
            .into_iter()
            .map(|(place, ..)| (place, board.at(place).by))
            .collect();
        Some(Outcome {
            group,
            changed,
            skipped,
        })
    }

    fn newest(&mut self, group: u32) -> &mut Done {
        if self.done.back().is_none_or(|newest| newest.group != group) {
            let before = BTreeMap::new();
            self.remember(Done { group, before });
        }
        self.done.back_mut().expect("there is one now at least")
    }

    fn remember(&mut self, done: Done) {
        self.done.push_back(done);
        let cells =
            |done: &VecDeque<Done>| done.iter().map(|done| done.before.len()).sum::<usize>();
        while self.done.len() > DEPTH || self.done.len() > 1 && cells(&self.done) > CELLS {
            self.done.pop_front();
        }
    }
}

#[cfg(test)]
mod tests;
