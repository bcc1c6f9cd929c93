//! Makes what was written safe from a power loss, a second later and on another thread.
//!
//! A room says what it has written, and never waits for a disk. What is to be synced is a place for
//! each room and no queue: however much a room writes, it is synced once a round.

use std::collections::HashMap;
use std::io;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::warn;

use super::files::{Appending, Files};
use crate::journal::keep::NotKept;

/// What a room and the thread that syncs share.
#[derive(Debug, Default)]
pub(crate) struct Place {
    state: Mutex<State>,
}

/// What is to be done for a room.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// A file that was written to since the last round.
    pub(crate) unsynced: Option<Arc<dyn Appending>>,
    /// Whether it is new, so that its name is to be synced, too.
    pub(crate) is_new: bool,
    /// Files in whose place it is. They are removed when it is safe.
    pub(crate) replaced: Vec<String>,
    /// What was written may not be safe, and cannot be made safe by trying again: the system may
    /// have dropped it. Another file can.
    pub(crate) failed: Option<NotKept>,
    /// A checkpoint failed since the last round, so the next try is after the next.
    pub(crate) has_tried: bool,
    /// The room was opened anew, and this place is the one from before.
    pub(crate) is_closed: bool,
}

impl Place {
    /// What is to be done. Never held while the disk is waited for.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // Each field is right by itself, so a panic leaves nothing half-done here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what is to be done. Says whether there was anything.
    fn sync(&self, room: &str, files: &dyn Files) -> bool {
        let (file, is_new, replaced) = {
            let mut state = self.state();
            state.has_tried = false;
            let Some(file) = state.unsynced.take() else {
                return false;
            };
            let is_new = mem::take(&mut state.is_new);
            (file, is_new, mem::take(&mut state.replaced))
        };
        if let Err(error) = sync(&*file, is_new, files) {
            warn!(room, %error, "the journal cannot be synced");
            let mut state = self.state();
            state.failed = Some(not_kept(&error));
            state.replaced.extend(replaced);
            return true;
        }
        for name in replaced {
            remove(files, &name);
        }
        true
    }
}

fn sync(file: &dyn Appending, is_new: bool, files: &dyn Files) -> io::Result<()> {
    file.sync()?;
    if is_new {
        files.sync_names()?;
    }
    Ok(())
}

/// Removes a file that is no longer needed. If that fails it is found and removed later.
pub(crate) fn remove(files: &dyn Files, name: &str) {
    match files.remove(name) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            warn!(name, %error, "a file that is no longer needed cannot be removed");
        }
        _ => {}
    }
}

/// What to say of an error of the disk.
pub(crate) fn not_kept(error: &io::Error) -> NotKept {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            NotKept::Full
        }
        _ => NotKept::Failed,
    }
}

/// The places of all rooms.
#[derive(Debug, Default)]
pub(crate) struct Places {
    by_room: Mutex<HashMap<String, Arc<Place>>>,
}

impl Places {
    /// The places by room. Whoever holds this keeps rooms from being opened.
    pub(crate) fn by_room(&self) -> MutexGuard<'_, HashMap<String, Arc<Place>>> {
        self.by_room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Syncs every room that has written something. Says whether there was one.
    pub(crate) fn sync(&self, files: &dyn Files) -> bool {
        let places: Vec<(String, Arc<Place>)> = {
            let by_room = self.by_room();
            let pair = |(room, place): (&String, &Arc<Place>)| (room.clone(), place.clone());
            by_room.iter().map(pair).collect()
        };
        let mut was_any = false;
        for (room, place) in places {
            was_any |= place.sync(&room, files);
        }
        self.by_room()
            .retain(|_, place| is_open(place) || place.state().unsynced.is_some());
        was_any
    }
}

/// Whether somebody beside [`Places`] holds this.
pub(crate) fn is_open(place: &Arc<Place>) -> bool {
    Arc::strong_count(place) > 1
}
