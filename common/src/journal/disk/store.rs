//! All rooms that are kept: one directory, one process, one thread that syncs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use tracing::warn;

use super::clock_file::ClockFile;
use super::directory::Directory;
use super::files::Files;
use super::generation::Name;
use super::lock::{Lock, NotLocked};
use super::recover::{NotOpened, recover};
use super::retention;
use super::room_file::RoomFile;
use super::rounds::Rounds;
use super::syncing::{Place, Places};
use crate::journal::keep::{Keep, Kept};
use crate::room::directory::DEFAULT_ROOM;

/// Most rooms in a directory.
pub(crate) const ROOMS: usize = 1_024;
/// Old rooms are looked for after so many rounds of syncing.
const ROUNDS_TO_FORGET: u32 = 60;

/// Why there is no store, in words for whoever started the server.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoStore {
    /// Another server has it.
    #[error("Another server keeps its rooms in {}. Stop that one, or give this one another directory.", .0.display())]
    InUse(PathBuf),
    /// The disk says no.
    #[error("No rooms can be kept in {}: {}", .0.display(), .1)]
    Disk(PathBuf, io::Error),
}

/// All rooms that are kept. When it is dropped, it waits until everything is synced that was written
/// by then: so after the last room.
pub(crate) struct Store {
    // The order matters: the thread has its last round before the lock goes.
    rounds: Option<Rounds>,
    lock: Option<Lock>,
    shared: Arc<Shared>,
}

/// What the store and its thread share.
struct Shared {
    files: Arc<dyn Files>,
    places: Places,
    clock: ClockFile,
    /// Rooms in which nothing happens for so long are forgotten.
    keep: Duration,
}

impl Store {
    /// Opens this directory, made if there is none, for this process alone. Rooms in which nothing
    /// has happened for `keep` are forgotten, now and while it is open.
    pub(crate) fn open(path: &Path, keep: Duration) -> Result<Self, NoStore> {
        let on_disk = |error| NoStore::Disk(path.to_owned(), error);
        let directory = Directory::make(path).map_err(on_disk)?;
        let lock = Lock::take(&directory).map_err(|error| match error {
            NotLocked::InUse => NoStore::InUse(path.to_owned()),
            NotLocked::Disk(error) => on_disk(error),
        })?;
        let mut store = Self::over(Arc::new(directory), keep).map_err(on_disk)?;
        store.lock = Some(lock);
        store.rounds = Some(Rounds::start(store.round()).map_err(on_disk)?);
        Ok(store)
    }

    /// A store over files that are this process's alone. It syncs when it is told to.
    pub(super) fn over(files: Arc<dyn Files>, keep: Duration) -> io::Result<Self> {
        let places = Places::default();
        retention::forget(&*files, &places, keep)?;
        let shared = Shared {
            clock: ClockFile::open(&*files)?,
            files,
            places,
            keep,
        };
        Ok(Self {
            rounds: None,
            lock: None,
            shared: Arc::new(shared),
        })
    }

    /// Opens a room and reads what is kept of it. Whoever had it open before is shut out.
    pub(crate) fn room(&self, room: &str) -> Result<(Box<dyn Keep>, Kept), NotOpened> {
        let shared = &*self.shared;
        let mut places = shared.places.by_room();
        if let Some(before) = places.get(room) {
            before.state().is_closed = true;
        }
        let found = recover(&*shared.files, room)?;
        if found.journal.is_none() && room != DEFAULT_ROOM {
            shared.refuse_too_many(room, places.keys())?;
        }
        let place = Arc::new(Place::default());
        place.state().replaced = found.needless;
        let mut keep = RoomFile::new(shared.files.clone(), room, found.newest, place.clone());
        let mut kept = Kept::default();
        if let Some((generation, journal)) = found.journal {
            kept = journal.kept;
            if journal.is_damaged {
                keep.go_on_behind_damage(generation, journal.end, kept.lost_bytes)?;
            } else {
                keep.go_on(generation, journal.end, kept.lost_bytes > 0)?;
            }
        }
        places.insert(room.to_owned(), place);
        Ok((Box::new(keep), kept))
    }

    /// Where the server's clock begins, in milliseconds: where it would be if it had gone on.
    pub(crate) fn clock_start(&self) -> u64 {
        self.shared.clock.start()
    }

    /// Syncs everything that was written so far, and waits for it.
    pub(crate) fn sync(&self) {
        self.shared.sync();
    }

    /// What the thread does, round after round.
    fn round(&self) -> impl FnMut() + Send + 'static {
        let shared = self.shared.clone();
        let mut rounds = 0;
        move || {
            shared.sync();
            rounds = (rounds + 1) % ROUNDS_TO_FORGET;
            if rounds == 0 {
                shared.forget();
            }
        }
    }
}

impl Shared {
    fn sync(&self) {
        if self.places.sync(&*self.files) {
            self.clock.note(&*self.files);
        }
    }

    fn forget(&self) {
        if let Err(error) = retention::forget(&*self.files, &self.places, self.keep) {
            warn!(%error, "old rooms cannot be looked for");
        }
    }

    /// Refuses this room, which is new, if there are enough others.
    fn refuse_too_many<'names>(
        &self,
        room: &str,
        open: impl Iterator<Item = &'names String>,
    ) -> Result<(), NotOpened> {
        let names = self.files.names()?;
        let on_disk = names.iter().filter_map(|name| Name::parse(name));
        let mut rooms: HashSet<String> = on_disk.map(|name| name.room).collect();
        rooms.extend(open.cloned());
        rooms.remove(room);
        if rooms.len() >= ROOMS {
            return Err(NotOpened::TooMany(ROOMS));
        }
        Ok(())
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = &self.shared.files;
        formatter.debug_tuple("Store").field(files).finish()
    }
}
