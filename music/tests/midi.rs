//! The MIDI file, as a program reads it that is none of ours: Python's `mido`.
//!
//! `.ci/requirements.txt` names the version. Without it these tests say so and pass; where tools are
//! required, they fail.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::path::Path;
use std::process::Stdio;

use music::pattern::{NAMES, TRACKS};
use music::song::Song;
use music::{events, link, midi, presets};
use serde::Deserialize;
use testkit::{PATIENCE, tools};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

const TICKS: f64 = 480.0;
const BAR: usize = 4;
/// 0.225 of a beat.
const LENGTH: u32 = 108;
const VELOCITIES: [u32; 4] = [0, 50, 90, 120];

/// Begin, length, channel, key and velocity.
type Note = [u32; 5];

/// What the reader says.
#[derive(Debug, Deserialize)]
struct File {
    r#type: u32,
    ticks: u32,
    tracks: Vec<Track>,
}

#[derive(Debug, Deserialize)]
struct Track {
    name: String,
    tempos: Vec<[u32; 2]>,
    notes: Vec<Note>,
    end: u32,
}

/// Has a file read. `None` if there is nobody who can.
async fn read(bytes: &[u8]) -> Option<File> {
    let python = tools::python_with("mido")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_midi.py");
    let mut reader = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    // Closed when it is dropped, which tells the reader that this is all.
    reader.stdin.take().unwrap().write_all(bytes).await.unwrap();
    let output = timeout(PATIENCE, reader.wait_with_output()).await;
    let output = output.expect("it is read in time").unwrap();
    assert!(output.status.success(), "the reader takes it");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// What the event list says of a track, in the reader's terms, but for the lengths.
fn expected(song: &Song, track: usize) -> Vec<Note> {
    let channel = [9, 9, 9, 9, 9, 9, 0, 1][track];
    let mut notes = Vec::new();
    for (bar, pattern) in song.patterns.iter().flatten().enumerate() {
        let listed = events::list(pattern, song.swing, &song.mute, &song.solo);
        for note in listed.iter().filter(|note| note.track == track) {
            let begin = (((bar * BAR) as f64 + note.beat) * TICKS).round() as u32;
            let velocity = VELOCITIES[usize::from(note.level)];
            notes.push([begin, LENGTH, channel, note.midi.into(), velocity]);
        }
    }
    notes.sort_unstable();
    notes
}

/// A note ends early only where its key is struck again.
fn shortened(mut notes: Vec<Note>) -> Vec<Note> {
    for index in 0..notes.len() {
        let [begin, _, _, key, _] = notes[index];
        let mut later = notes[index + 1..].iter();
        if let Some([next, ..]) = later.find(|note| note[3] == key) {
            notes[index][1] = LENGTH.min(next - begin);
        }
    }
    notes
}

/// Compares a file with its song. Says whether somebody could read it.
async fn check(name: &str, song: &Song) -> bool {
    let Some(file) = read(&midi::write(song)).await else {
        return false;
    };
    assert_eq!((file.r#type, file.ticks), (1, 480), "{name}");
    let [first, tracks @ ..] = &file.tracks[..] else {
        panic!("there is a first track")
    };
    let quarter = (60_000_000.0 / f64::from(song.bpm)).round() as u32;
    assert_eq!(first.tempos, [[0, quarter]], "{name}");
    assert!(first.notes.is_empty(), "{name}");
    let sounding: Vec<_> = (0..TRACKS)
        .map(|track| (NAMES[track], shortened(expected(song, track))))
        .filter(|(_, notes)| !notes.is_empty())
        .collect();
    assert_eq!(tracks.len(), sounding.len(), "{name}");
    let bars = song.patterns.iter().flatten().count();
    for (track, (instrument, notes)) in tracks.iter().zip(sounding) {
        assert_eq!(track.name, instrument, "{name}");
        assert_eq!(track.notes, notes, "{name}: {instrument}");
        assert!(
            track.tempos.is_empty() && track.end >= (bars * BAR) as u32 * 480,
            "{name}"
        );
    }
    true
}

#[tokio::test]
async fn another_program_reads_the_notes_the_tempo_and_the_swing_of_every_preset() {
    for (name, song) in presets::all() {
        if !check(&name, &song).await {
            return;
        }
    }
}

#[tokio::test]
async fn another_program_reads_every_song_that_a_link_can_hold() {
    #[derive(Deserialize)]
    struct Vector {
        name: String,
        link: String,
    }
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../vectors/links.json")).unwrap();
    for Vector { name, link } in vectors {
        if let Ok(song) = link::decode(&link)
            && !check(&name, &song).await
        {
            return;
        }
    }
}

#[tokio::test]
async fn swing_is_heard_in_the_file_as_late_steps() {
    let (_, song) = presets::all().swap_remove(1);
    let late = (f64::from(song.swing) * 1.2).round() as u32;
    assert!(late > 0);
    let Some(file) = read(&midi::write(&song)).await else {
        return;
    };
    // A sixteenth has 120 ticks.
    let begins: Vec<u32> = file
        .tracks
        .iter()
        .flat_map(|track| &track.notes)
        .map(|note| note[0])
        .collect();
    assert!(
        begins
            .iter()
            .all(|begin| [0, 120 + late].contains(&(begin % 240)))
    );
    assert!(begins.iter().any(|begin| begin % 240 != 0));
}
