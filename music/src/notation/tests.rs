//! Songs as JSON: round trips, and words for whatever is wrong with one.

use proptest::prelude::*;

use super::*;
use crate::song::any;

fn song() -> Value {
    json!({
        "format": FORMAT, "version": 1, "bpm": 110, "swing": 20, "mute": ["clap"], "solo": [],
        "patterns": {"A": {
            "kick": "X...x...X...x...",
            "bass": "x.......o.......", "bass_notes": "3000000070000000",
        }},
    })
}

/// The song with another value at a place, such as `/patterns/A/kick`.
fn with(place: &str, value: Value) -> Value {
    let mut song = song();
    let (within, name) = place.rsplit_once('/').unwrap();
    let object = song.pointer_mut(within).unwrap().as_object_mut().unwrap();
    object.insert(name.to_owned(), value);
    song
}

#[test]
fn missing_tracks_are_empty_and_everything_else_is_as_written() {
    let read = read(&song()).unwrap();
    assert_eq!((read.bpm, read.swing), (110, 20));
    assert_eq!(read.mute.iter().position(|mute| *mute), Some(4));
    let [Some(pattern), None, None, None] = &read.patterns else {
        panic!("one pattern")
    };
    let cell = |track, step| {
        let cell = pattern.at(track, step);
        (cell.level(), cell.note())
    };
    assert_eq!(
        (cell(0, 0), cell(0, 4), cell(0, 1)),
        ((3, 0), (2, 0), (0, 0))
    );
    assert_eq!(
        (cell(6, 0), cell(6, 8), cell(7, 0)),
        ((2, 3), (1, 7), (0, 0))
    );
}

#[test]
fn a_refusal_names_the_field_and_what_is_wanted() {
    for (place, value, field) in [
        ("/format", json!("midi"), "format"),
        ("/version", json!(2), "version"),
        ("/bpm", json!(39), "bpm"),
        ("/bpm", json!(120.5), "bpm"),
        ("/bpm", json!("120"), "bpm"),
        ("/bpm", json!(1e300), "bpm"),
        ("/swing", json!(61), "swing"),
        ("/swing", json!(-1), "swing"),
        ("/mute", json!("clap"), "mute"),
        ("/mute", json!(["cowbell"]), "mute"),
        ("/solo", json!([4]), "solo"),
        ("/patterns", json!({}), "patterns"),
        ("/patterns", json!([]), "patterns"),
        ("/patterns/E", json!({}), "patterns.E"),
        ("/patterns/A", json!(null), "patterns.A"),
        (
            "/patterns/A/cowbell",
            json!("x..............."),
            "patterns.A.cowbell",
        ),
        (
            "/patterns/A/kick_notes",
            json!("0000000000000000"),
            "patterns.A.kick_notes",
        ),
        ("/patterns/A/kick", json!("X..."), "patterns.A.kick"),
        (
            "/patterns/A/kick",
            json!("X...X...X...X...."),
            "patterns.A.kick",
        ),
        (
            "/patterns/A/kick",
            json!("Y..............."),
            "patterns.A.kick",
        ),
        (
            "/patterns/A/kick",
            json!("ö..............."),
            "patterns.A.kick",
        ),
        ("/patterns/A/kick", json!(7), "patterns.A.kick"),
        (
            "/patterns/A/bass_notes",
            json!("8000000000000000"),
            "patterns.A.bass_notes",
        ),
        (
            "/patterns/A/bass_notes",
            json!("0100000000000000"),
            "patterns.A.bass_notes",
        ),
        ("/play", json!(true), "play"),
        (&format!("/{}", "p".repeat(99)), json!(1), &"p".repeat(40)),
    ] {
        let problem = read(&with(place, value.clone())).expect_err(place);
        assert_eq!(problem.field, field, "{place} = {value}");
        let said = problem.to_string();
        assert!(
            said.ends_with('.') && said.starts_with(&format!("{field}: ")),
            "{said}"
        );
    }
}

#[test]
fn a_song_that_lacks_a_field_is_told_which() {
    for field in FIELDS {
        let mut song = song();
        song.as_object_mut().unwrap().remove(field);
        assert_eq!(read(&song).unwrap_err().field, field);
    }
    for no_song in [json!(null), json!([]), json!("song"), json!({})] {
        assert!(read(&no_song).is_err(), "{no_song}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_song_comes_back_from_its_file_as_it_was(song in any::song()) {
        let text = write(&song).to_string();
        prop_assert_eq!(read(&serde_json::from_str(&text).unwrap()), Ok(song));
    }
}
