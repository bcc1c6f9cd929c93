//! A whole song in an address: `#s=` and 67 characters for one pattern.
//!
//! A link is read by people who were sent it by somebody, so the decoder believes nothing: exactly
//! what the encoder writes is accepted, and everything else is refused in words. There is no field
//! that could make a song play.
//!
//! The bytes: version and which patterns follow; tempo; swing; mute; solo; then each pattern, two
//! bits for each step of a drum and five for each of a melodic track; a checksum.

use data_encoding::BASE64URL_NOPAD;
use thiserror::Error;

use crate::pattern::{CELLS, FIRST_MELODIC, Pattern, STEPS, TRACKS};
use crate::song::{BPM, PATTERNS, SWING, Song};

/// The version, where it stands: in the upper half of the first byte.
const VERSION: u8 = 0x10;
const HEADER: usize = 5;
/// Bits of a drum's level, and of a melodic track's level and note.
const BITS: [usize; 2] = [2, 5];
const PATTERN: usize = (FIRST_MELODIC * BITS[0] + (TRACKS - FIRST_MELODIC) * BITS[1]) * STEPS / 8;
/// Bytes of a song with all patterns, checksum included.
const MOST: usize = HEADER + PATTERNS * PATTERN + 1;

/// Why a text is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Problem {
    /// Not as long as any link, or as the patterns that it announces.
    #[error("This link is not as long as a song.")]
    Length,
    /// Not base64 for addresses, or with padding, or with bits at the end that mean nothing.
    #[error("This link has characters in it that do not belong there.")]
    Characters,
    /// Something was changed on the way.
    #[error("This link was damaged on its way.")]
    Checksum,
    /// A newer program made it, or none.
    #[error("This link is of a version that is not known here.")]
    Version,
    /// A value that no song has.
    #[error("This link holds a {0} that no song has.")]
    Value(&'static str),
}

/// Writes a song as the text that follows `#s=`.
pub fn encode(song: &Song) -> String {
    let swing = song.swing.clamp(*SWING.start(), *SWING.end());
    let bpm = song.bpm.clamp(*BPM.start(), *BPM.end()) - BPM.start();
    let mut bytes = vec![
        VERSION | flags(song.patterns.iter().map(Option::is_some)),
        u8::try_from(bpm).unwrap_or(u8::MAX),
        swing,
        flags(song.mute),
        flags(song.solo),
    ];
    for pattern in song.patterns.iter().flatten() {
        bytes.extend(pack(pattern));
    }
    bytes.push(checksum(&bytes));
    BASE64URL_NOPAD.encode(&bytes)
}

/// Reads what follows `#s=`.
///
/// # Errors
///
/// A [`Problem`] says what is wrong, in words for the person who opened the link.
pub fn decode(text: &str) -> Result<Song, Problem> {
    if text.len() > BASE64URL_NOPAD.encode_len(MOST) {
        return Err(Problem::Length);
    }
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes());
    let bytes = bytes.map_err(|error| match error.kind {
        data_encoding::DecodeKind::Length => Problem::Length,
        _ => Problem::Characters,
    })?;
    let (sum, bytes) = bytes.split_last().ok_or(Problem::Length)?;
    if *sum != checksum(bytes) {
        return Err(Problem::Checksum);
    }
    let (header, body) = bytes.split_first_chunk().ok_or(Problem::Length)?;
    read(*header, body)
}

fn read([head, bpm, swing, mute, solo]: [u8; HEADER], body: &[u8]) -> Result<Song, Problem> {
    if head & 0xF0 != VERSION {
        return Err(Problem::Version);
    }
    let follows: [bool; PATTERNS] = set(head);
    let count = follows.iter().filter(|follows| **follows).count();
    if count == 0 || body.len() != count * PATTERN {
        return Err(Problem::Length);
    }
    let bpm = BPM.start() + u16::from(bpm);
    if !BPM.contains(&bpm) {
        return Err(Problem::Value("tempo"));
    }
    if !SWING.contains(&swing) {
        return Err(Problem::Value("swing"));
    }
    let mut patterns: [Option<Pattern>; PATTERNS] = Default::default();
    let places = patterns.iter_mut().zip(follows).filter(|place| place.1);
    for ((place, _), bytes) in places.zip(body.chunks(PATTERN)) {
        *place = Some(unpack(bytes).ok_or(Problem::Value("note"))?);
    }
    let (mute, solo) = (set(mute), set(solo));
    Ok(Song {
        bpm,
        swing,
        mute,
        solo,
        patterns,
    })
}

/// A pattern as bits, the most significant first, without gaps.
fn pack(pattern: &Pattern) -> Vec<u8> {
    let cells = pattern.cells().iter().enumerate();
    let bits: Vec<u8> = cells
        .flat_map(|(index, cell)| (0..width(index)).rev().map(|bit| cell.value() >> bit & 1))
        .collect();
    bits.chunks(8).map(number).collect()
}

fn unpack(bytes: &[u8]) -> Option<Pattern> {
    let mut bits = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let mut value = |index| number(&bits.by_ref().take(width(index)).collect::<Vec<_>>());
    let values: Vec<u8> = (0..CELLS).map(&mut value).collect();
    Pattern::from_values(&values)
}

fn width(index: usize) -> usize {
    BITS[usize::from(index / STEPS >= FIRST_MELODIC)]
}

fn number(bits: &[u8]) -> u8 {
    bits.iter().fold(0, |number, bit| number << 1 | bit)
}

/// Up to eight answers as the bits of a byte, the first in the lowest.
fn flags(are_set: impl IntoIterator<Item = bool>) -> u8 {
    let bits = are_set.into_iter().enumerate();
    bits.fold(0, |flags, (bit, is_set)| flags | u8::from(is_set) << bit)
}

fn set<const N: usize>(flags: u8) -> [bool; N] {
    std::array::from_fn(|bit| flags >> bit & 1 == 1)
}

/// CRC-8 with the polynomial 0x07. It finds what a mail program does to a link, and stops nobody
/// who means harm; nothing harmful can be said in one.
fn checksum(bytes: &[u8]) -> u8 {
    let shift = |sum: u8| {
        if sum & 0x80 == 0 {
            sum << 1
        } else {
            sum << 1 ^ 0x07
        }
    };
    bytes
        .iter()
        .fold(0, |sum, byte| (0..8).fold(sum ^ byte, |sum, _| shift(sum)))
}

#[cfg(test)]
mod tests;
