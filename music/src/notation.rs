//! A song as text that a person can read and write: JSON, with a line of dots and crosses a track.
//!
//! It comes from somebody's disk, so nothing is guessed: what is not understood is refused, with the
//! field and what is wanted there.

use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::pattern::{Cell, FIRST_MELODIC, NAMES, Pattern, STEPS, TRACKS};
use crate::song::{BPM, LETTERS, PATTERNS, SWING, Song};

/// Says that a file is one of ours.
pub const FORMAT: &str = "websockets-notes.song";
const VERSION: u64 = 1;
/// The levels, from off to accent.
const LEVELS: [char; 4] = ['.', 'o', 'x', 'X'];
/// The fields of a song, all of them needed.
const FIELDS: [&str; 7] = [
    "format", "version", "bpm", "swing", "mute", "solo", "patterns",
];
/// Longest part of a stranger's field name that is said again, in characters.
const SHOWN: usize = 40;

/// Why something is no song: where, and what is wanted there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {wanted}.")]
pub struct Problem {
    /// The field, as in `patterns.A.kick`.
    pub field: String,
    /// A sentence without its full stop.
    pub wanted: &'static str,
}

type Result<T> = std::result::Result<T, Problem>;

/// Reads a song.
///
/// # Errors
///
/// The first [`Problem`] that is found.
pub fn read(value: &Value) -> Result<Song> {
    let song = object(value, "song")?;
    only(song, &FIELDS, "")?;
    expect(
        song,
        "format",
        &json!(FORMAT),
        "\"websockets-notes.song\" is wanted",
    )?;
    expect(
        song,
        "version",
        &json!(VERSION),
        "1 is wanted, the only version known here",
    )?;
    let bpm = whole(song, "bpm").and_then(|bpm| u16::try_from(bpm).ok());
    let swing = whole(song, "swing").and_then(|swing| u8::try_from(swing).ok());
    Ok(Song {
        bpm: bpm
            .filter(|bpm| BPM.contains(bpm))
            .ok_or_else(|| problem("bpm", "a whole number from 40 to 240 is wanted"))?,
        swing: swing
            .filter(|swing| SWING.contains(swing))
            .ok_or_else(|| problem("swing", "a whole number from 0 to 60 is wanted"))?,
        mute: tracks(song, "mute")?,
        solo: tracks(song, "solo")?,
        patterns: patterns(song.get("patterns").unwrap_or(&Value::Null))?,
    })
}

/// Writes a song, with all tracks of each pattern that is in it.
pub fn write(song: &Song) -> Value {
    let names = |set: &[bool; TRACKS]| {
        let named = NAMES.iter().zip(set).filter(|(_, is_set)| **is_set);
        named.map(|(name, _)| *name).collect::<Vec<_>>()
    };
    let patterns = LETTERS.iter().zip(&song.patterns);
    let patterns: Map<String, Value> = patterns
        .filter_map(|(letter, pattern)| Some(((*letter).to_owned(), rows(pattern.as_ref()?))))
        .collect();
    json!({
        "format": FORMAT,
        "version": VERSION,
        "bpm": song.bpm,
        "swing": song.swing,
        "mute": names(&song.mute),
        "solo": names(&song.solo),
        "patterns": patterns,
    })
}

fn rows(pattern: &Pattern) -> Value {
    let mut rows = Map::new();
    for (track, name) in NAMES.iter().enumerate() {
        let cells = (0..STEPS).map(|step| pattern.at(track, step));
        let levels: String = cells
            .clone()
            .map(|cell| LEVELS[usize::from(cell.level())])
            .collect();
        rows.insert((*name).to_owned(), levels.into());
        if track >= FIRST_MELODIC {
            let notes: String = cells.map(|cell| char::from(b'0' + cell.note())).collect();
            rows.insert(format!("{name}_notes"), notes.into());
        }
    }
    rows.into()
}

fn patterns(value: &Value) -> Result<[Option<Pattern>; PATTERNS]> {
    let named = object(value, "patterns")?;
    only(named, &LETTERS, "patterns.")?;
    if named.is_empty() {
        return Err(problem("patterns", "one pattern at least is wanted"));
    }
    let mut patterns: [Option<Pattern>; PATTERNS] = Default::default();
    for (place, letter) in patterns.iter_mut().zip(LETTERS) {
        let rows = named.get(letter);
        *place = rows
            .map(|rows| pattern(rows, &format!("patterns.{letter}")))
            .transpose()?;
    }
    Ok(patterns)
}

fn pattern(value: &Value, field: &str) -> Result<Pattern> {
    let rows = object(value, field)?;
    let notes = NAMES[FIRST_MELODIC..]
        .iter()
        .map(|name| format!("{name}_notes"));
    let known: Vec<String> = NAMES.map(str::to_owned).into_iter().chain(notes).collect();
    only(rows, &known, &format!("{field}."))?;
    let mut pattern = Pattern::default();
    for (track, name) in NAMES.iter().enumerate() {
        let level = |char| LEVELS.iter().position(|level| *level == char);
        let note = |char: char| char.to_digit(8).map(|note| note as usize);
        let named = |name: &str| format!("{field}.{name}");
        let levels = row(rows, name, level)
            .ok_or_else(|| problem(&named(name), "16 characters out of . o x X are wanted"))?;
        let name = format!("{name}_notes");
        let notes = row(rows, &name, note)
            .ok_or_else(|| problem(&named(&name), "16 digits from 0 to 7 are wanted"))?;
        for (step, (level, note)) in levels.into_iter().zip(notes).enumerate() {
            let cell = Cell::of(track, level as u8, note as u8)
                .ok_or_else(|| problem(&named(&name), "a step that is off wants the digit 0"))?;
            pattern.put(track, step, cell);
        }
    }
    Ok(pattern)
}

/// One row of a pattern as numbers; a row that is not there is empty.
fn row(
    rows: &Map<String, Value>,
    name: &str,
    number: impl Fn(char) -> Option<usize>,
) -> Option<[usize; STEPS]> {
    let Some(row) = rows.get(name) else {
        return Some([0; STEPS]);
    };
    let numbers: Option<Vec<usize>> = row.as_str()?.chars().map(number).collect();
    numbers?.try_into().ok()
}

fn tracks(song: &Map<String, Value>, field: &str) -> Result<[bool; TRACKS]> {
    let wrong = || {
        problem(
            field,
            "a list of names of tracks is wanted, such as [\"clap\"]",
        )
    };
    let mut set = [false; TRACKS];
    for name in song
        .get(field)
        .and_then(Value::as_array)
        .ok_or_else(wrong)?
    {
        let track = NAMES
            .iter()
            .position(|known| name == known)
            .ok_or_else(wrong)?;
        set[track] = true;
    }
    Ok(set)
}

fn whole(song: &Map<String, Value>, field: &str) -> Option<u64> {
    song.get(field)?.as_u64()
}

fn expect(
    song: &Map<String, Value>,
    field: &str,
    value: &Value,
    wanted: &'static str,
) -> Result<()> {
    let is_there = song.get(field) == Some(value);
    is_there.then_some(()).ok_or_else(|| problem(field, wanted))
}

fn object<'a>(value: &'a Value, field: &str) -> Result<&'a Map<String, Value>> {
    value
        .as_object()
        .ok_or_else(|| problem(field, "an object is wanted"))
}

/// Refuses a field that is none of the known ones: it may be a misspelt one of them.
fn only(map: &Map<String, Value>, known: &[impl AsRef<str>], within: &str) -> Result<()> {
    let is_known = |name: &str| known.iter().any(|known| known.as_ref() == name);
    match map.keys().find(|name| !is_known(name)) {
        Some(stranger) => {
            let shown: String = stranger.chars().take(SHOWN).collect();
            Err(problem(
                &format!("{within}{shown}"),
                "there is no such field",
            ))
        }
        None => Ok(()),
    }
}

fn problem(field: &str, wanted: &'static str) -> Problem {
    let field = field.to_owned();
    Problem { field, wanted }
}

#[cfg(test)]
mod tests;
