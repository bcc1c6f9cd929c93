//! Inputs by the thousand: what anybody might send, and what nobody would.
//!
//! Good examples are spoilt by chance, out of a seed that is printed. `INPUTS` says how many for each check,
//! `INPUTS_SEED` brings them back. The fuzz targets in `common/fuzz` do the same for as long as one likes.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::env;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use testkit::tools;

use checks::CHECKS;

mod checks;

/// How many for each check.
const INPUTS: u64 = 20_000;
/// Most changes to one example.
const CHANGES: usize = 6;
/// Good examples, of everything: what is good for one is bad for another.
const EXAMPLES: [&str; 16] = [
    r#"{"type":"hello","name":"Ada","session":"00ff","last":{"epoch":"0000000000000007","seq":3}}"#,
    r#"{"type":"say","n":1,"text":"/Victoria good morning"}"#,
    r#"{"type":"rename","n":2,"name":"Ada 👩‍👩‍👧‍👦"}"#,
    r#"{"type":"clock","t0":12.5}"#,
    r#"{"type":"set","n":3,"group":1,"cells":[[0,1,2,3],[3,7,15,1]]}"#,
    r#"{"type":"move","x":65535,"y":0}"#,
    r#"{"type":"load","n":1,"group":1,"song":{"bpm":120}}"#,
    r#"{"type":"typing","on":true}"#,
    "e\u{301}\u{327}\u{200d}\u{202e}abc\r\n\t \u{feff}x\u{0}",
    "Zalgo\u{30d}\u{30e}\u{304}\u{305}\u{33f}\u{311}\u{306}\u{310}\u{352}\u{357}",
    "192.168.1.5:8080\nhttp://192.168.1.5:8080",
    "[fe80::1]:80\nhttps://[fe80::1]",
    "room.local\nhttp://ROOM.local.",
    "localhost:8080\nhttp://127.0.0.1:8080",
    "evil.example\nhttp://localhost.evil.example",
    "\u{5}\u{9}abcdefghijklmnopqrstuvwxyz0123456789",
];
/// Pieces that mean something somewhere.
const PIECES: [&str; 14] = [
    "\"",
    "\\",
    "{",
    "}",
    "[[[[[[[[",
    "null",
    "1e999",
    "-1",
    "18446744073709551616",
    "\u{202e}",
    "\n",
    "@",
    "://",
    ".local",
];

#[test]
fn nothing_is_true_of_good_inputs_only() {
    let count = number("INPUTS").unwrap_or(INPUTS);
    let seed = number("INPUTS_SEED").unwrap_or_else(rand::random);
    tools::print(&format!(
        "{count} inputs for each of {} checks, INPUTS_SEED={seed}",
        CHECKS.len()
    ));
    let song = music::link::encode(&music::presets::first());
    let mut examples: Vec<&[u8]> = EXAMPLES.map(str::as_bytes).to_vec();
    examples.push(song.as_bytes());
    for (name, check) in CHECKS {
        let mut chance = StdRng::seed_from_u64(seed);
        examples.iter().for_each(|example| check(example));
        for _ in 0..count {
            let input = spoil(&examples, &mut chance);
            let text = String::from_utf8_lossy(&input).into_owned();
            let outcome = std::panic::catch_unwind(|| check(&input));
            assert!(outcome.is_ok(), "{name}: {text:?}");
        }
    }
}

/// Takes an example and changes it here and there.
fn spoil(examples: &[&[u8]], chance: &mut StdRng) -> Vec<u8> {
    let mut input = examples.choose(chance).unwrap().to_vec();
    for _ in 0..chance.random_range(0..=CHANGES) {
        let at = chance.random_range(0..=input.len());
        let upto = (at + chance.random_range(0..8)).min(input.len());
        match chance.random_range(0..6) {
            0 => input.splice(at..upto, []).for_each(drop),
            1 => input.insert(at, chance.random()),
            2 => {
                let piece = PIECES.choose(chance).unwrap().bytes();
                input.splice(at..upto, piece).for_each(drop);
            }
            3 => {
                let again = input[at..upto].repeat(chance.random_range(1..20));
                input.splice(at..at, again).for_each(drop);
            }
            4 => {
                let other = examples.choose(chance).unwrap();
                let begin = chance.random_range(0..=other.len());
                input
                    .splice(at.., other[begin..].iter().copied())
                    .for_each(drop);
            }
            _ => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << chance.random_range(0..8);
                }
            }
        }
    }
    input
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(text.parse().expect("a number"))
}
