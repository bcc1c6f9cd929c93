//! The file of a room, damaged at will: what is read of it is the beginning of what was written.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| common::damage_a_journal(data));
