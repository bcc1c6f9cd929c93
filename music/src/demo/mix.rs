//! What is shared beside the cells: swing, mute, solo; and which values they can have.

use std::ops::RangeInclusive;

use common::demo::Refusal;
use serde::{Deserialize, Serialize};

use crate::demo::protocol::Event;
use crate::pattern::TRACKS;
use crate::song::{BPM, SWING, Song};

/// Swing, and which tracks sound.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mix {
    pub(crate) swing: u8,
    pub(crate) mute: [bool; TRACKS],
    pub(crate) solo: [bool; TRACKS],
}

impl Mix {
    /// As in a song.
    pub(crate) fn new(song: &Song) -> Self {
        Self {
            swing: song.swing,
            mute: song.mute,
            solo: song.solo,
        }
    }

    pub(crate) fn set_swing(&mut self, percent: u8) -> Result<Event, Refusal> {
        self.swing = within(percent, &SWING)
            .ok_or_else(|| Refusal::new("swing", "Swing goes from 0 to 60 percent."))?;
        Ok(Event::Swing { percent })
    }

    pub(crate) fn set_mute(&mut self, track: u8, on: bool) -> Result<Event, Refusal> {
        self.mute[index(track)?] = on;
        Ok(Event::Mute { track, on })
    }

    pub(crate) fn set_solo(&mut self, track: u8, on: bool) -> Result<Event, Refusal> {
        self.solo[index(track)?] = on;
        Ok(Event::Solo { track, on })
    }

    /// Becomes as in a song. Returns what has changed by that.
    pub(crate) fn become_like(&mut self, song: &Song) -> Vec<Event> {
        let before = std::mem::replace(self, Self::new(song));
        let mut events = Vec::new();
        if self.swing != before.swing {
            let percent = self.swing;
            events.push(Event::Swing { percent });
        }
        for (track, on) in changes(before.mute, self.mute) {
            events.push(Event::Mute { track, on });
        }
        for (track, on) in changes(before.solo, self.solo) {
            events.push(Event::Solo { track, on });
        }
        events
    }
}

/// A tempo, if it is one.
pub(crate) fn tempo(bpm: u16) -> Result<u16, Refusal> {
    within(bpm, &BPM).ok_or_else(|| Refusal::new("tempo", "The tempo goes from 40 to 240."))
}

fn within<T: PartialOrd>(value: T, range: &RangeInclusive<T>) -> Option<T> {
    range.contains(&value).then_some(value)
}

fn index(track: u8) -> Result<usize, Refusal> {
    let index = usize::from(track);
    let is_one = index < TRACKS;
    is_one
        .then_some(index)
        .ok_or_else(|| Refusal::new("track", "The tracks are 0 to 7."))
}

fn changes(before: [bool; TRACKS], now: [bool; TRACKS]) -> impl Iterator<Item = (u8, bool)> {
    let pairs = (0..).zip(before.into_iter().zip(now));
    pairs
        .filter(|(_, (before, now))| before != now)
        .map(|(track, (_, now))| (track, now))
}
