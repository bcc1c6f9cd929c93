//! What the page and the demo say to each other, beside the frames that every demo shares.
//!
//! Cells travel as short lists, because a drag is many of them. Moments are milliseconds of the
//! server's clock, positions are beats.

use common::demo::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::demo::plain::Words;
use crate::demo::transport::Vector;

/// A cell that somebody sets: pattern, track, step, value.
pub type Wish = (u8, u8, u8, u8);
/// A cell as it is now: pattern, track, step, value, and who set it (0 for nobody).
pub type Told = (u8, u8, u8, u8, PersonId);
/// A cell that was left alone: pattern, track, step, and because of whom, with their name (empty for
/// nobody).
pub type Skipped = (u8, u8, u8, PersonId, String);

/// What a browser may ask for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Set cells.
    Set {
        /// What is undone together has the same number: one for each drag, made up by the page.
        group: u32,
        /// The cells, 1 to 512.
        cells: Vec<Wish>,
    },
    /// Take my newest group back.
    Undo,
    /// And now again.
    Redo,
    /// Another tempo.
    Tempo {
        /// 40 to 240.
        bpm: u16,
    },
    /// Another swing.
    Swing {
        /// 0 to 60.
        percent: u8,
    },
    /// Silence a track, or no longer.
    Mute {
        /// Which track.
        track: u8,
        /// Which of the two.
        on: bool,
    },
    /// Let a track sound alone, with others that do, or no longer.
    Solo {
        /// Which track.
        track: u8,
        /// Which of the two.
        on: bool,
    },
    /// Play another pattern.
    Pattern {
        /// 0 to 3.
        pattern: u8,
    },
    /// Play.
    Play {
        /// From here, or from where it stands.
        #[serde(default)]
        beat: Option<f64>,
    },
    /// Stop.
    Stop,
    /// Go there.
    Seek {
        /// Where.
        beat: f64,
    },
    /// Take over a song.
    Load {
        /// As with `set`.
        group: u32,
        /// In the notation of a file.
        song: Value,
    },
    /// My round trip to the server, as the page measured it.
    Rtt {
        /// In milliseconds.
        ms: f64,
    },
    /// A message of the plain dialect.
    #[serde(skip)]
    Plain(Words),
}

/// What everybody is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Cells have changed.
    Cells {
        /// By what.
        why: Why,
        /// The group that was set, undone or redone.
        group: u32,
        /// All that changed.
        cells: Vec<Told>,
        /// What an undo or a redo left alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        skipped: Option<Vec<Skipped>>,
    },
    /// The transport changes, from the moment that the vector names.
    Transport {
        /// The newest vector.
        vector: Vector,
        /// By how much it was planned ahead, in milliseconds.
        lead: f64,
    },
    /// The swing has changed.
    Swing {
        /// 0 to 60.
        percent: u8,
    },
    /// A track was silenced, or is no longer.
    Mute {
        /// Which track.
        track: u8,
        /// Which of the two.
        on: bool,
    },
    /// A track sounds alone, or no longer.
    Solo {
        /// Which track.
        track: u8,
        /// Which of the two.
        on: bool,
    },
    /// Another pattern plays.
    Pattern {
        /// Which one.
        pattern: u8,
        /// From when on.
        pattern_from: f64,
    },
}

/// By what cells have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Why {
    Set,
    Undo,
    Redo,
    Load,
}

/// What a newcomer needs to catch up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Snapshot {
    /// The newest vector.
    pub transport: Vector,
    /// The vectors before it that may still be in force, oldest first.
    pub transport_before: Vec<Vector>,
    /// Percent of a step.
    pub swing: u8,
    /// By track.
    pub mute: Vec<bool>,
    /// By track.
    pub solo: Vec<bool>,
    /// The newest choice of a pattern.
    pub pattern: u8,
    /// From when on it plays.
    pub pattern_from: f64,
    /// What plays until then.
    pub pattern_before: u8,
    /// Values by pattern, then by `track * 16 + step`.
    pub cells: Vec<Vec<u8>>,
    /// Who set them, in the same order; 0 for nobody.
    pub by: Vec<Vec<PersonId>>,
    /// How far ahead the transport is planned at present, in milliseconds.
    pub lead: f64,
    /// What only some people may do: nothing yet.
    pub can: Can,
}

/// An empty object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Can {}

/// Nobody has an ephemeral value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub enum Nothing {}
