//! See `checks::message`.

#![no_main]

#[allow(dead_code, reason = "each target is one check of many")]
#[path = "../../tests/inputs/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::message(data));
