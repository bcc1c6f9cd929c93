//! What can sound: one bar of eight tracks and sixteen steps.
//!
//! It must never know who set a cell, or when it is played.

use serde::{Deserialize, Serialize};

/// Tracks of a pattern.
pub const TRACKS: usize = 8;
/// Steps of a track. Four are a beat.
pub const STEPS: usize = 16;
/// Beats of a pattern, which is one bar.
pub const BEATS: usize = STEPS / 4;
/// Cells of a pattern; the cell of a step lies at `track * STEPS + step`.
pub const CELLS: usize = TRACKS * STEPS;
/// The first of the two tracks that play notes of a scale; those before it are drums.
pub const FIRST_MELODIC: usize = 6;
/// The tracks, in order.
pub const NAMES: [&str; TRACKS] = [
    "kick",
    "snare",
    "closed_hat",
    "open_hat",
    "clap",
    "tom",
    "bass",
    "lead",
];

/// One step of one track: how loud, and on a melodic track which note.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(u8);

impl Cell {
    /// Nothing sounds.
    pub const OFF: Self = Self(0);

    /// Reads a value of 0 to 31: the level in the two low bits, the note above them.
    /// `None` if the value is none, or if there is a note where none can sound.
    pub fn new(track: usize, value: u8) -> Option<Self> {
        let cell = Self(value);
        let has_sense = cell.note() == 0 || (cell.level() > 0 && track >= FIRST_MELODIC);
        (value < 32 && has_sense).then_some(cell)
    }

    /// The same from its two halves.
    pub fn of(track: usize, level: u8, note: u8) -> Option<Self> {
        let fits = level < 4 && note < 8;
        fits.then(|| Self::new(track, note << 2 | level))?
    }

    /// 0 off, 1 soft, 2 normal, 3 accent.
    pub fn level(self) -> u8 {
        self.0 & 3
    }

    /// Degree of the scale, 0 to 7; always 0 for a drum and where nothing sounds.
    pub fn note(self) -> u8 {
        self.0 >> 2
    }

    /// Level and note in one number.
    pub fn value(self) -> u8 {
        self.0
    }
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    cells: [Cell; CELLS],
}

impl Pattern {
    /// Reads the values of all cells, in order. `None` if there is another number of them, or one
    /// that is none.
    pub fn from_values(values: &[u8]) -> Option<Self> {
        let mut pattern = Self::default();
        for (index, cell) in pattern.cells.iter_mut().enumerate() {
            *cell = Cell::new(index / STEPS, *values.get(index)?)?;
        }
        (values.len() == CELLS).then_some(pattern)
    }

    /// The cell at a step of a track.
    pub fn at(&self, track: usize, step: usize) -> Cell {
        self.cells[track * STEPS + step]
    }

    /// Puts a cell at a step of a track.
    pub fn put(&mut self, track: usize, step: usize, cell: Cell) {
        self.cells[track * STEPS + step] = cell;
    }

    /// All cells, in order.
    pub fn cells(&self) -> &[Cell; CELLS] {
        &self.cells
    }
}

impl Default for Pattern {
    fn default() -> Self {
        Self {
            cells: [Cell::OFF; CELLS],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_can_only_be_where_one_sounds() {
        let (drum, bass) = (0, FIRST_MELODIC);
        assert_eq!(
            Cell::new(bass, 31).map(|cell| (cell.level(), cell.note())),
            Some((3, 7))
        );
        assert_eq!(Cell::new(drum, 3).map(Cell::level), Some(3));
        for (track, value) in [(bass, 4), (drum, 5), (bass, 32), (bass, 255)] {
            assert_eq!(Cell::new(track, value), None, "{value} on track {track}");
        }
        assert_eq!(Cell::of(bass, 4, 0), None);
        assert_eq!(Cell::of(bass, 1, 8), None);
    }

    #[test]
    fn a_pattern_has_all_its_cells_and_no_more() {
        assert!(Pattern::from_values(&[0; CELLS]).is_some());
        assert!(Pattern::from_values(&[0; CELLS - 1]).is_none());
        assert!(Pattern::from_values(&[0; CELLS + 1]).is_none());
        assert!(Pattern::from_values(&[4; CELLS]).is_none());
    }
}
