//! Finds what there is of a room after the last process, however that ended.

use std::io;

use tracing::{info, warn};

use super::aside;
use super::files::Files;
use super::generation::{Kind, Name};
use super::read::{Journal, Reading, read};

/// Why a room cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOpened {
    /// The disk fails.
    #[error("The journal of this room cannot be read: {0}")]
    Disk(#[from] io::Error),
    /// A later version of this program wrote it.
    #[error("The journal of this room has format {0}, which this version does not know.")]
    Foreign(u32),
    /// There are enough.
    #[error("There are {0} rooms already; join one of them.")]
    TooMany(usize),
}

/// What there is of a room.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The generation of its journal and what that says, if there is one.
    pub(crate) journal: Option<(u64, Journal)>,
    /// Other files of it that are not needed.
    pub(crate) needless: Vec<String>,
    /// The newest generation there was, or 0.
    pub(crate) newest: u64,
}

/// Reads the newest generation that is whole. If there is none, what there is is set aside for a
/// person to look at.
pub(crate) fn recover(files: &dyn Files, room: &str) -> Result<Found, NotOpened> {
    let mut generations = generations(files, room)?;
    generations.sort_unstable_by(|a, b| b.cmp(a));
    let mut found = Found {
        newest: generations.first().copied().unwrap_or_default(),
        ..Found::default()
    };
    let mut broken = Vec::new();
    for generation in generations {
        let name = Name::journal(room, generation);
        if found.journal.is_some() {
            found.needless.push(name);
            continue;
        }
        match read(files.read(&name)?)? {
            Reading::Whole(journal) => found.journal = Some((generation, journal)),
            Reading::Broken(bytes) => broken.push((generation, bytes)),
            Reading::Foreign(format) => return Err(NotOpened::Foreign(format)),
        }
    }
    match &mut found.journal {
        Some((_, journal)) => {
            if !journal.is_damaged {
                tell_loss(room, journal.kept.lost_bytes);
            }
            // A newer file that is not whole is a checkpoint that did not come to its end.
            let names = broken
                .iter()
                .map(|(number, _)| Name::journal(room, *number));
            found.needless.extend(names);
        }
        None => set_aside(files, room, &broken)?,
    }
    Ok(found)
}

fn generations(files: &dyn Files, room: &str) -> io::Result<Vec<u64>> {
    let names = files.names()?;
    let parsed = names.iter().filter_map(|name| Name::parse(name));
    let of_room = parsed.filter(|name| name.room == room && name.kind == Kind::Journal);
    Ok(of_room.map(|name| name.generation).collect())
}

fn tell_loss(room: &str, bytes: u64) {
    if bytes > 0 {
        warn!(
            room,
            bytes, "the last line of the journal was torn and is cut off"
        );
    }
}

fn set_aside(files: &dyn Files, room: &str, broken: &[(u64, u64)]) -> io::Result<()> {
    for (generation, bytes) in broken {
        let (from, to) = (
            Name::journal(room, *generation),
            Name::of(room, *generation, Kind::Damaged),
        );
        if *bytes == 0 {
            info!(room, "an empty journal is removed");
            files.remove(&from)?;
        } else {
            warn!(
                room,
                bytes,
                file = to,
                "the journal cannot be read and is set aside"
            );
            files.rename(&from, &to)?;
            aside::bound(files, room)?;
        }
    }
    Ok(())
}
