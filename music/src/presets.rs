//! The songs that come with us. The page lists all of them; a room begins with the first.

use serde::Deserialize;
use serde_json::Value;

use crate::notation;
use crate::song::Song;

/// The same file that the page asks for.
const FILE: &str = include_str!("../../web/music/presets.json");

#[derive(Deserialize)]
struct Preset {
    name: String,
    song: Value,
}

/// All presets with their names, in order.
///
/// # Panics
///
/// Never in a build whose tests have run: the file is part of the program.
pub fn all() -> Vec<(String, Song)> {
    let presets: Vec<Preset> = serde_json::from_str(FILE).expect("the presets are a list");
    let read = |Preset { name, song }| {
        let song = notation::read(&song).expect("a preset is a song");
        (name, song)
    };
    presets.into_iter().map(read).collect()
}

/// The song that a room begins with.
///
/// # Panics
///
/// Never in a build whose tests have run.
pub fn first() -> Song {
    all().swap_remove(0).1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::events;
    use crate::pattern::{FIRST_MELODIC, STEPS, TRACKS};

    #[test]
    fn there_are_eight_songs_and_no_two_are_alike() {
        let presets = all();
        let names: BTreeSet<_> = presets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((presets.len(), names.len()), (8, 8));
        for (index, (name, song)) in presets.iter().enumerate() {
            assert!(
                presets[..index].iter().all(|(_, other)| other != song),
                "{name}"
            );
        }
    }

    #[test]
    fn every_preset_is_heard_on_arrival_with_drums_bass_and_lead() {
        for (name, song) in all() {
            let first = song.patterns[0].as_ref().expect("pattern A comes first");
            let notes = events::list(first, song.swing, &song.mute, &song.solo);
            let sounds = |track| notes.iter().any(|note| note.track == track);
            assert!((FIRST_MELODIC..TRACKS).all(sounds), "{name}");
            assert!(
                (0..FIRST_MELODIC).filter(|track| sounds(*track)).count() >= 3,
                "{name}"
            );
        }
    }

    #[test]
    fn the_closed_hat_never_cuts_an_open_one_off_at_once() {
        let [closed, open] = [2, 3];
        for (name, song) in all() {
            for pattern in song.patterns.iter().flatten() {
                let sounds = |track, step| pattern.at(track, step).level() > 0;
                let both = |step: &usize| sounds(closed, *step) && sounds(open, *step);
                assert_eq!((0..STEPS).find(both), None, "{name}");
            }
        }
    }
}
