//! Links: the shared vectors, round trips, and whatever a stranger may write into one.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::*;
use crate::song::any;
use crate::{midi, notation};

#[derive(Deserialize)]
struct Vector {
    name: String,
    song: Option<Value>,
    link: String,
    #[serde(default)]
    problem: bool,
}

fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("../../vectors/links.json")).unwrap()
}

#[test]
fn the_server_and_the_page_agree_on_every_link() {
    let good = vectors()
        .into_iter()
        .filter_map(|vector| Some((vector.song.clone()?, vector)));
    let mut count = 0;
    for (song, Vector { name, link, .. }) in good {
        let read = notation::read(&song).expect(&name);
        assert_eq!(encode(&read), link, "{name}");
        assert_eq!(decode(&link), Ok(read), "{name}");
        count += 1;
    }
    assert!(count >= 2);
}

#[test]
fn whatever_the_encoder_does_not_write_is_refused() {
    let bad: Vec<_> = vectors()
        .into_iter()
        .filter(|vector| vector.problem)
        .collect();
    assert!(bad.len() >= 10);
    for Vector { name, link, .. } in bad {
        let problem = decode(&link).expect_err(&name);
        println!("{name}: {problem}");
    }
}

#[test]
fn a_refusal_says_what_is_wrong() {
    for (name, problem) in [
        ("empty", Problem::Length),
        ("huge", Problem::Length),
        ("padding", Problem::Characters),
        ("a space", Problem::Characters),
        ("unused bits that are not zero", Problem::Characters),
        (
            "one bit flipped, so the checksum is wrong",
            Problem::Checksum,
        ),
        ("version 2, rightly sealed", Problem::Version),
        ("no pattern, rightly sealed", Problem::Length),
        (
            "241 beats a minute, rightly sealed",
            Problem::Value("tempo"),
        ),
        ("61 % of swing, rightly sealed", Problem::Value("swing")),
        (
            "a note without a level, rightly sealed",
            Problem::Value("note"),
        ),
    ] {
        let vector = vectors()
            .into_iter()
            .find(|vector| vector.name == name)
            .expect(name);
        assert_eq!(decode(&vector.link), Err(problem), "{name}");
    }
}

#[test]
fn a_song_of_one_pattern_fits_into_a_message() {
    let vector = vectors()
        .into_iter()
        .find(|vector| vector.name == "one pattern")
        .unwrap();
    assert_eq!(vector.link.len(), 67);
}

#[test]
fn the_checksum_is_the_one_that_its_name_says() {
    assert_eq!(checksum(b"123456789"), 0xF4);
}

/// Bytes with the right checksum, so that what is inside them is looked at.
fn sealed(mut bytes: Vec<u8>) -> String {
    bytes.push(checksum(&bytes));
    BASE64URL_NOPAD.encode(&bytes)
}

/// What any text means. A song has no field that could say "play"; besides, it must be one that
/// every other part of the program can bear.
fn is_harmless(text: &str) {
    if let Ok(song) = decode(text) {
        assert_eq!(encode(&song), text, "there is one link for each song");
        assert!(BPM.contains(&song.bpm) && SWING.contains(&song.swing));
        assert_eq!(notation::read(&notation::write(&song)).as_ref(), Ok(&song));
        assert!(!midi::write(&song).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_song_comes_out_of_its_link_as_it_went_in(song in any::song()) {
        prop_assert_eq!(decode(&encode(&song)), Ok(song));
    }

    #[test]
    fn no_text_is_dangerous(text in any::<String>(), alphabet in "[A-Za-z0-9_-]{0,300}") {
        is_harmless(&text);
        is_harmless(&alphabet);
    }

    #[test]
    fn no_bytes_with_a_right_checksum_are_dangerous(
        patterns in 0..5_usize,
        head in any::<[u8; HEADER]>(),
        body in proptest::collection::vec(any::<u8>(), 4 * PATTERN),
        more in 0..3_usize,
    ) {
        let length = (patterns * PATTERN + more).saturating_sub(1).min(body.len());
        is_harmless(&sealed([&head[..], &body[..length]].concat()));
    }

    #[test]
    fn a_link_with_one_wrong_character_is_never_a_song(
        song in any::song(),
        place in any::<prop::sample::Index>(),
        character in "[A-Za-z0-9_-]",
    ) {
        let link = encode(&song);
        let place = place.index(link.len());
        let damaged = format!("{}{character}{}", &link[..place], &link[place + 1..]);
        is_harmless(&damaged);
        // Six bits in a row at most are different, and this checksum finds any eight.
        prop_assert!(damaged == link || decode(&damaged).is_err());
    }
}
