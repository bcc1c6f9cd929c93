//! A song as it travels: in a file, in a link, as a preset.
//!
//! It must never know rooms or people; what the room has in its hands is in [`crate::demo`].

use std::ops::RangeInclusive;

use crate::pattern::{Pattern, TRACKS};

/// Patterns of a song.
pub const PATTERNS: usize = 4;
/// Their names, in order.
pub const LETTERS: [&str; PATTERNS] = ["A", "B", "C", "D"];
/// Quarter notes a minute.
pub const BPM: RangeInclusive<u16> = 40..=240;
/// Percent of a step by which every second step is late.
pub const SWING: RangeInclusive<u8> = 0..=60;

/// A song, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Song {
    /// Tempo, within [`BPM`].
    pub bpm: u16,
    /// Within [`SWING`].
    pub swing: u8,
    /// Which tracks are silent.
    pub mute: [bool; TRACKS],
    /// If any is set, only these tracks can sound.
    pub solo: [bool; TRACKS],
    /// The patterns that are in it, one at least.
    pub patterns: [Option<Pattern>; PATTERNS],
}

#[cfg(test)]
pub(crate) mod any {
    //! Any song, for tests.

    use proptest::prelude::*;
    use proptest::sample::subsequence;

    use super::{BPM, PATTERNS, SWING, Song};
    use crate::pattern::{CELLS, Cell, FIRST_MELODIC, Pattern, STEPS};

    fn pattern() -> impl Strategy<Value = Pattern> {
        let values = proptest::collection::vec((0..4_u8, 0..8_u8), CELLS);
        values.prop_map(|values| {
            let mut pattern = Pattern::default();
            for (index, (level, note)) in values.into_iter().enumerate() {
                let (track, step) = (index / STEPS, index % STEPS);
                let is_melodic = level > 0 && track >= FIRST_MELODIC;
                let note = if is_melodic { note } else { 0 };
                pattern.put(track, step, Cell::of(track, level, note).unwrap());
            }
            pattern
        })
    }

    pub(crate) fn song() -> impl Strategy<Value = Song> {
        let places = subsequence(vec![0, 1, 2, 3], 1..=PATTERNS);
        let patterns = (places, proptest::collection::vec(pattern(), PATTERNS));
        (BPM, SWING, any::<[bool; 8]>(), any::<[bool; 8]>(), patterns).prop_map(
            |(bpm, swing, mute, solo, (places, all))| {
                let mut patterns = [const { None }; PATTERNS];
                for place in places {
                    patterns[place] = Some(all[place].clone());
                }
                Song {
                    bpm,
                    swing,
                    mute,
                    solo,
                    patterns,
                }
            },
        )
    }
}
