//! The cells of a room, each with who set it last.
//!
//! It must never know why a cell changes; undo stands in `history.rs`.

use common::demo::PersonId;
use serde::{Deserialize, Serialize};

use crate::pattern::{CELLS, Cell, Pattern, STEPS, TRACKS};
use crate::song::PATTERNS;

/// Who set what nobody has touched.
pub(crate) const NOBODY: PersonId = PersonId(0);

/// Place of a cell in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) pattern: u8,
    pub(crate) track: u8,
    pub(crate) step: u8,
}

/// What is in a cell, and by whose hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Written {
    pub(crate) cell: Cell,
    pub(crate) by: PersonId,
}

/// All cells.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "Vec<Vec<Written>>", try_from = "Vec<Vec<Written>>")]
pub(crate) struct Board {
    patterns: Vec<[Written; CELLS]>,
}

impl Place {
    /// A place, if there is one.
    pub(crate) fn new(pattern: u8, track: u8, step: u8) -> Option<Self> {
        let is_one = usize::from(pattern) < PATTERNS
            && usize::from(track) < TRACKS
            && usize::from(step) < STEPS;
        is_one.then_some(Self {
            pattern,
            track,
            step,
        })
    }

    fn index(self) -> (usize, usize) {
        let cell = usize::from(self.track) * STEPS + usize::from(self.step);
        (self.pattern.into(), cell)
    }
}

impl Board {
    /// The patterns of a song, set by nobody.
    pub(crate) fn new(patterns: &[Option<Pattern>; PATTERNS]) -> Self {
        let by = NOBODY;
        let written = |pattern: &Option<Pattern>| match pattern {
            Some(pattern) => pattern.cells().map(|cell| Written { cell, by }),
            None => {
                [Written {
                    cell: Cell::OFF,
                    by,
                }; CELLS]
            }
        };
        let patterns = patterns.iter().map(written).collect();
        Self { patterns }
    }

    /// What is there.
    pub(crate) fn at(&self, place: Place) -> Written {
        let (pattern, cell) = place.index();
        self.patterns[pattern][cell]
    }

    /// Puts something there, and returns what was there before.
    pub(crate) fn put(&mut self, place: Place, written: Written) -> Written {
        let (pattern, cell) = place.index();
        std::mem::replace(&mut self.patterns[pattern][cell], written)
    }

    /// Becomes another one, and returns where the two differed.
    pub(crate) fn become_like(&mut self, other: &Self) -> Vec<(Place, Written)> {
        let mut changed = Vec::new();
        for pattern in 0..PATTERNS as u8 {
            for (track, step) in all_cells() {
                let place = Place {
                    pattern,
                    track,
                    step,
                };
                let written = other.at(place);
                if self.put(place, written) != written {
                    changed.push((place, written));
                }
            }
        }
        changed
    }

    /// Where a pattern differs from another, and what stands there in the other.
    pub(crate) fn differences(&self, pattern: u8, other: &Pattern) -> Vec<(Place, Cell)> {
        let wanted = all_cells().map(|(track, step)| {
            let cell = other.at(track.into(), step.into());
            let place = Place {
                pattern,
                track,
                step,
            };
            (place, cell)
        });
        wanted
            .filter(|(place, cell)| self.at(*place).cell != *cell)
            .collect()
    }

    /// Something of each cell, by pattern.
    pub(crate) fn map<T>(&self, of: impl Fn(&Written) -> T) -> Vec<Vec<T>> {
        let patterns = self.patterns.iter();
        patterns
            .map(|cells| cells.iter().map(&of).collect())
            .collect()
    }
}

/// Track and step of each cell of a pattern.
fn all_cells() -> impl Iterator<Item = (u8, u8)> {
    (0..TRACKS as u8).flat_map(|track| (0..STEPS as u8).map(move |step| (track, step)))
}

impl From<Board> for Vec<Vec<Written>> {
    fn from(board: Board) -> Self {
        let patterns = board.patterns.into_iter();
        patterns.map(Vec::from).collect()
    }
}

impl TryFrom<Vec<Vec<Written>>> for Board {
    type Error = &'static str;

    fn try_from(patterns: Vec<Vec<Written>>) -> Result<Self, Self::Error> {
        const WRONG: &str = "a board has four patterns of 128 cells";
        let patterns = patterns.into_iter().map(<[Written; CELLS]>::try_from);
        let patterns: Vec<_> = patterns.collect::<Result<_, _>>().map_err(|_| WRONG)?;
        let is_whole = patterns.len() == PATTERNS;
        is_whole.then_some(Self { patterns }).ok_or(WRONG)
    }
}
