//! What was not understood is set aside, where a person finds it: a few such files for each room.

use std::io::{self, Read};

use tracing::warn;

use super::files::Files;
use super::generation::{Kind, Name};
use super::syncing::remove;

/// Most files of a room that are set aside. The newest stay.
pub(super) const MOST: usize = 4;

/// Copies a file of a room, and waits for the disk: the file itself may go after that.
pub(super) fn copy(files: &dyn Files, room: &str, from: &str, to: &str) -> io::Result<()> {
    let mut bytes = Vec::new();
    files.read(from)?.read_to_end(&mut bytes)?;
    // An earlier try may have ended in the middle.
    remove(files, to);
    let copied = files.create(to).and_then(|file| {
        file.append(&bytes)?;
        file.sync()
    });
    if copied.is_err() {
        remove(files, to);
    }
    copied.and_then(|()| bound(files, room))
}

/// Removes the oldest if there are too many.
pub(super) fn bound(files: &dyn Files, room: &str) -> io::Result<()> {
    let names = files.names()?;
    let parsed = names.iter().filter_map(|name| Name::parse(name));
    let is_aside = |name: &Name| name.room == room && name.kind != Kind::Journal;
    let mut aside: Vec<_> = parsed.filter(is_aside).collect();
    aside.sort_unstable_by_key(|name| name.generation);
    for oldest in aside.iter().rev().skip(MOST) {
        let name = Name::of(room, oldest.generation, oldest.kind);
        warn!(
            room,
            file = name,
            "too much was set aside: the oldest is removed"
        );
        remove(files, &name);
    }
    Ok(())
}
