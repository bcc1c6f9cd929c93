//! THE event list: what sounds in one bar, when and how loud.
//!
//! One pure function. The page's live sound and its WAV use the same one in JavaScript, and the
//! vectors in `music/vectors/events.json` are run by both, so that nobody hears another song in a file
//! than in the room. It must never know tempo: times are beats.

use serde::Serialize;
use serde::ser::Serializer;

use crate::pattern::{FIRST_MELODIC, Pattern, STEPS, TRACKS};

/// General MIDI numbers of the drums, by track.
const DRUMS: [u8; FIRST_MELODIC] = [36, 38, 42, 46, 39, 45];
/// MIDI numbers of the lowest note of bass and lead: two of A.
const ROOTS: [u8; TRACKS - FIRST_MELODIC] = [33, 69];
/// The pentatonic scale of A minor, in semitones above its A. Nothing that is played together in it
/// sounds wrong, whoever plays it.
const SCALE: [u8; 8] = [0, 3, 5, 7, 10, 12, 15, 17];
/// Length of every note, in beats.
pub const LENGTH: f64 = 0.225;

/// One note.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Note {
    /// When it begins, in beats from the start of the bar.
    pub beat: f64,
    /// Which track.
    pub track: usize,
    /// 1 soft, 2 normal, 3 accent.
    pub level: u8,
    /// MIDI number of the note, or of the drum.
    pub midi: u8,
}

/// The notes of a pattern, sorted by time and track. `swing` is in percent of a step. A track sounds
/// if it is not muted and, where any track is solo, is one of those.
pub fn list(
    pattern: &Pattern,
    swing: u8,
    mute: &[bool; TRACKS],
    solo: &[bool; TRACKS],
) -> Vec<Note> {
    let any_solo = solo.contains(&true);
    let sounds = |track: usize| !mute[track] && (!any_solo || solo[track]);
    let note = |step: usize, track: usize| {
        let cell = pattern.at(track, step);
        (cell.level() > 0).then(|| Note {
            beat: beat_of(step, swing),
            track,
            level: cell.level(),
            midi: midi_of(track, cell.note()),
        })
    };
    // A late step is still before the next one, so this order is that of time.
    (0..STEPS)
        .flat_map(|step| (0..TRACKS).map(move |track| (step, track)))
        .filter(|(_, track)| sounds(*track))
        .filter_map(|(step, track)| note(step, track))
        .collect()
}

/// When a step begins. The same arithmetic in the same order as on the page, so that both give the
/// same number to the last bit.
fn beat_of(step: usize, swing: u8) -> f64 {
    let late = if step % 2 == 1 {
        f64::from(swing) / 100.0
    } else {
        0.0
    };
    (step as f64 + late) / 4.0
}

fn midi_of(track: usize, note: u8) -> u8 {
    match track.checked_sub(FIRST_MELODIC) {
        Some(melodic) => ROOTS[melodic] + SCALE[usize::from(note)],
        None => DRUMS[track],
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.beat, self.track, self.level, self.midi).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::value::RawValue;

    use super::*;

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        cells: Vec<u8>,
        swing: u8,
        mute: [bool; TRACKS],
        solo: [bool; TRACKS],
        /// Beats as text: our reader of JSON is allowed to miss the last bit of a number.
        events: Vec<(Box<RawValue>, usize, u8, u8)>,
    }

    #[test]
    fn the_server_and_the_page_agree_on_what_sounds() {
        let vectors = include_str!("../vectors/events.json");
        let vectors: Vec<Vector> = serde_json::from_str(vectors).unwrap();
        assert!(vectors.len() >= 6);
        for Vector {
            name,
            cells,
            swing,
            mute,
            solo,
            events,
        } in vectors
        {
            let pattern = Pattern::from_values(&cells).expect(&name);
            let listed: Vec<_> = list(&pattern, swing, &mute, &solo)
                .iter()
                .map(|note| (note.beat, note.track, note.level, note.midi))
                .collect();
            let exact = |beat: &RawValue| beat.get().parse().unwrap();
            let events: Vec<_> = events
                .iter()
                .map(|(beat, track, level, midi)| (exact(beat), *track, *level, *midi))
                .collect();
            assert_eq!(listed, events, "{name}");
        }
    }
}
