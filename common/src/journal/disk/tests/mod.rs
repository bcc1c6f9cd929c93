//! Rooms on a disk that breaks in every way there is, and on a real one.

mod crashes;
mod damage;
mod real;
mod rooms;
mod simulated;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use self::simulated::Simulated;
use super::store::Store;
use crate::journal::keep::Kept;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A process that finds this disk.
fn start(disk: &Simulated) -> Store {
    Store::over(Arc::new(disk.clone()), DAY).unwrap()
}

/// What is kept of the room, read by a process that does nothing else.
fn read(disk: &Simulated) -> Kept {
    start(disk).room("class").unwrap().1
}

/// What is kept, as text: the lines of the checkpoint and the records after it.
fn told(kept: &Kept) -> Vec<String> {
    let checkpoint = kept
        .checkpoint
        .iter()
        .flat_map(|state| state.split(|byte| *byte == b'\n'));
    let all = checkpoint.chain(kept.records.iter().map(Vec::as_slice));
    all.map(|text| String::from_utf8(text.to_vec()).unwrap())
        .collect()
}
