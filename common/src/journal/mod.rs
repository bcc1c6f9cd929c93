//! What a room has been told, written down before it is done, so that it outlives the process.
//!
//! A journal has two halves that know each other only by [`keep::Keep`]. One says what happens to a
//! room, and how a room comes out of that again; it never knows a file. The other keeps lines on a
//! disk; it never knows what they say.

use std::path::Path;
use std::time::Duration;

use disk::Store;

pub(crate) mod disk;
pub(crate) mod keep;
#[cfg(test)]
pub(crate) mod memory;
mod owner;

/// Opens the folder in which a demo keeps its rooms.
pub(crate) fn open(folder: &Path, demo: &str, keep: Duration) -> anyhow::Result<Store> {
    owner::check(folder, demo)?;
    let store = Store::open(folder, keep)?;
    owner::sign(folder, demo)?;
    Ok(store)
}
