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
