//! A song for other programs: a MIDI file.
//!
//! It holds what the event list says, so it sounds as the room did, swing included. The patterns of
//! the song follow each other, each once. Times are ticks from the start of the file.

use midly::num::{u4, u7, u15, u24, u28};
use midly::{Format, Header, MetaMessage, MidiMessage, Smf, Timing, Track, TrackEvent};
use midly::{TrackEventKind, TrackEventKind::Meta};

use crate::events::{self, LENGTH, Note};
use crate::pattern::{BEATS, FIRST_MELODIC, NAMES, TRACKS};
use crate::song::Song;

/// Ticks of a quarter note.
const TICKS: u16 = 480;
/// Velocities by level, from off to accent.
const VELOCITIES: [u8; 4] = [0, 50, 90, 120];
/// The channel that General MIDI keeps for drums, the tenth, counted from 0.
const DRUMS: u8 = 9;
/// General MIDI's sounds for bass and lead: a synthetic bass and a square wave.
const PROGRAMS: [u8; TRACKS - FIRST_MELODIC] = [38, 80];
const MICROSECONDS_A_MINUTE: u32 = 60_000_000;

/// A note that sounds for a while.
struct Sounding {
    begin: u32,
    end: u32,
    key: u8,
    velocity: u8,
}

/// Writes a song as a file of format 1: the tempo first, then a track for each that sounds.
pub fn write(song: &Song) -> Vec<u8> {
    let patterns: Vec<Vec<Note>> = song
        .patterns
        .iter()
        .flatten()
        .map(|pattern| events::list(pattern, song.swing, &song.mute, &song.solo))
        .collect();
    let end = ticks((patterns.len() * BEATS) as f64);
    let timing = Timing::Metrical(u15::new(TICKS));
    let mut file = Smf::new(Header::new(Format::Parallel, timing));
    file.tracks.push(tempo(song.bpm, end));
    let sounding = (0..TRACKS).map(|number| (number, notes(&patterns, number)));
    file.tracks.extend(
        sounding
            .filter(|(_, notes)| !notes.is_empty())
            .map(|(number, notes)| track(number, &notes, end)),
    );
    let mut bytes = Vec::new();
    file.write(&mut bytes)
        .expect("a few bars fit into any file");
    bytes
}

fn ticks(beats: f64) -> u32 {
    (beats * f64::from(TICKS)).round() as u32
}

/// All notes of a track. With swing a late note would still sound when the same key is struck again,
/// and MIDI could not tell which of the two ends: so it ends there.
fn notes(patterns: &[Vec<Note>], track: usize) -> Vec<Sounding> {
    let all = patterns.iter().enumerate().flat_map(|(bar, notes)| {
        let of_track = notes.iter().filter(move |note| note.track == track);
        of_track.map(move |note| (ticks((bar * BEATS) as f64 + note.beat), note))
    });
    let mut sounding: Vec<Sounding> = Vec::new();
    for (begin, note) in all {
        for earlier in sounding
            .iter_mut()
            .filter(|earlier| earlier.key == note.midi)
        {
            earlier.end = earlier.end.min(begin);
        }
        sounding.push(Sounding {
            begin,
            end: begin + ticks(LENGTH),
            key: note.midi,
            velocity: VELOCITIES[usize::from(note.level)],
        });
    }
    sounding
}

fn tempo(bpm: u16, end: u32) -> Track<'static> {
    let bpm = u32::from(bpm);
    let quarter = (MICROSECONDS_A_MINUTE + bpm / 2) / bpm;
    let in_four = Meta(MetaMessage::TimeSignature(4, 2, 24, 8));
    let tempo = Meta(MetaMessage::Tempo(u24::new(quarter)));
    in_sequence(vec![(0, in_four), (0, tempo)], end)
}

fn track(number: usize, notes: &[Sounding], end: u32) -> Track<'static> {
    let melodic = number.checked_sub(FIRST_MELODIC);
    let channel = u4::new(melodic.map_or(DRUMS, |melodic| melodic as u8));
    let midi = |message| TrackEventKind::Midi { channel, message };
    let name = Meta(MetaMessage::TrackName(NAMES[number].as_bytes()));
    let program = melodic.map(|melodic| MidiMessage::ProgramChange {
        program: u7::new(PROGRAMS[melodic]),
    });
    let mut events = vec![(0, name)];
    events.extend(program.map(|program| (0, midi(program))));
    let mut struck: Vec<_> = notes.iter().flat_map(both_ends).collect();
    // Where one note ends and the next begins, the end comes first.
    struck.sort_by_key(|(at, message)| (*at, matches!(message, MidiMessage::NoteOn { .. })));
    events.extend(struck.into_iter().map(|(at, message)| (at, midi(message))));
    in_sequence(events, end)
}

fn both_ends(note: &Sounding) -> [(u32, MidiMessage); 2] {
    let key = u7::new(note.key);
    let (on, off) = (u7::new(note.velocity), u7::new(0));
    [
        (note.begin, MidiMessage::NoteOn { key, vel: on }),
        (note.end, MidiMessage::NoteOff { key, vel: off }),
    ]
}

/// A file tells times as distances from the event before. The track lasts until `end` at least, so
/// that a loop of it keeps to the bar.
fn in_sequence(events: Vec<(u32, TrackEventKind<'static>)>, end: u32) -> Track<'static> {
    let last = events.last().map_or(0, |(at, _)| *at);
    let end = (last.max(end), Meta(MetaMessage::EndOfTrack));
    let mut before = 0;
    let in_order = events.into_iter().chain([end]);
    in_order
        .map(|(at, kind)| TrackEvent {
            delta: u28::new(at - std::mem::replace(&mut before, at)),
            kind,
        })
        .collect()
}
