//! Frames, in bytes that come in any pieces.

use proptest::prelude::*;

use crate::frame::{self, Opcode};
use crate::wire::frame::{Frames, Passed, Place};

/// A frame as a client sends it.
fn masked(first: u8, payload: &[u8], mask: [u8; 4]) -> Vec<u8> {
    let mut out = Vec::new();
    frame::append(Opcode::Text, payload, &mut out);
    out[0] = first;
    out[1] |= 0x80;
    let at = out.len() - payload.len();
    out.splice(at.., mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(a, b)| a ^ b));
    out
}

fn unmasked(payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    frame::append(Opcode::Text, payload, &mut out);
    out
}

fn pieces<'a>(mut bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    for cut in cuts {
        let (piece, rest) = bytes.split_at((*cut).min(bytes.len()));
        pieces.push(piece);
        bytes = rest;
    }
    pieces.push(bytes);
    pieces
}

fn scan(mut frames: Frames, pieces: &[&[u8]]) -> (Vec<Passed>, Frames) {
    let mut passed = Vec::new();
    for piece in pieces {
        frames.take(piece, |frame| passed.push(frame));
    }
    (passed, frames)
}

fn payloads() -> impl Strategy<Value = Vec<(Vec<u8>, Option<[u8; 4]>)>> {
    let length = prop_oneof![
        Just(0),
        1..4_usize,
        124..129_usize,
        Just(65_535),
        Just(65_536)
    ];
    let payload = (length, any::<u8>()).prop_map(|(length, byte)| vec![byte; length]);
    prop::collection::vec((payload, any::<Option<[u8; 4]>>()), 1..6)
}

proptest! {
    #[test]
    fn frames_are_found_however_the_bytes_are_cut(
        payloads in payloads(),
        cuts in prop::collection::vec(prop_oneof![0..20_usize, 0..70_000_usize], 0..30),
    ) {
        let frames: Vec<_> = payloads
            .iter()
            .map(|(payload, mask)| match mask {
                Some(mask) => masked(0x81, payload, *mask),
                None => unmasked(payload),
            })
            .collect();
        let bytes = frames.concat();
        let (passed, rest) = scan(Frames::default(), &pieces(&bytes, &cuts));
        prop_assert_eq!(passed.len(), frames.len());
        for ((passed, frame), (payload, _)) in passed.iter().zip(&frames).zip(&payloads) {
            let head = frame.len() - payload.len();
            let seen = passed.head.expect("it was seen");
            prop_assert_eq!(seen.bytes(), &frame[..head]);
            prop_assert_eq!(passed.size, frame.len() as u64);
            let kept = payload.len().min(16 * 1024);
            prop_assert_eq!(&passed.payload, &payload[..kept]);
            prop_assert_eq!(passed.is_cut, payload.len() > kept);
            prop_assert!(!passed.is_torn);
        }
        prop_assert_eq!(rest.untold(), 0);
    }

    #[test]
    fn a_watch_that_begins_anywhere_counts_what_is_left(
        payloads in payloads(),
        start in any::<prop::sample::Index>(),
        end in any::<prop::sample::Index>(),
    ) {
        let frames: Vec<_> = payloads.iter().map(|(payload, _)| unmasked(payload)).collect();
        let bytes = frames.concat();
        let start = start.index(bytes.len() + 1);
        let end = start + end.index(bytes.len() + 1 - start);
        let mut place = Place::default();
        place.pass(&bytes[..start]);
        let mut boundary = 0;
        for frame in &frames {
            if boundary < start {
                boundary += frame.len();
            }
        }
        for begin in [
            Frames::from_place(place),
            Frames::from_rest((boundary - start) as u64),
        ] {
            let (mut passed, mut rest) = scan(begin, &[&bytes[start..end]]);
            passed.extend(rest.end());
            let sum: u64 = passed.iter().map(|passed| passed.size).sum();
            prop_assert_eq!(sum, (end - start) as u64);
            let torn = passed.iter().filter(|passed| passed.is_torn).count();
            prop_assert!(torn <= 2, "only the first and the last may be");
        }
    }
}

#[test]
fn the_examples_of_the_rfc_are_read() {
    // RFC 6455, section 5.7: a masked "Hello", a ping and its masked answer.
    let hello = [
        0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58,
    ];
    let ping = [0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f];
    let (passed, _) = scan(Frames::default(), &[&hello, &ping]);
    assert_eq!(passed[0].payload, b"Hello");
    assert_eq!(passed[1].payload, b"Hello");
    assert_eq!([passed[0].size, passed[1].size], [11, 7]);
}
