//! A disk that breaks when it is told to.
//!
//! It knows what the system has and what the disk has. Killing the process leaves what the system
//! has; for a power loss see [`power`].

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use rand::SeedableRng;
use rand::rngs::StdRng;

use self::power::{Change, Content};
use crate::journal::disk::files::{Appending, Files};

mod power;

/// A disk with one directory. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Simulated(Arc<Mutex<World>>);

#[derive(Debug, Default)]
struct World {
    files: Vec<Content>,
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    /// Changes of names since they were synced.
    renamed: Vec<Change>,
    /// Changes of any kind so far.
    steps: usize,
    stop_at: Option<usize>,
    is_stopped: bool,
    /// Bytes that still fit.
    space: Option<usize>,
    sync_fails: bool,
}

/// How a process ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Killed,
    /// What is left of what was not synced follows from this number.
    PowerLoss(u64),
}

#[derive(Debug)]
struct Open {
    disk: Simulated,
    file: usize,
}

impl Simulated {
    /// The process ends in the middle of a change, after so many more that succeed.
    pub(super) fn stop_after(&self, steps: usize) {
        let mut world = self.world();
        world.stop_at = Some(world.steps + steps);
    }

    /// The process has ended, if it has not yet, and another one may begin.
    pub(super) fn restart(&self, end: End) {
        let mut world = self.world();
        world.is_stopped = false;
        world.stop_at = None;
        if let End::PowerLoss(seed) = end {
            world.lose_power(&mut StdRng::seed_from_u64(seed));
        }
    }

    /// So many more bytes fit.
    pub(super) fn limit(&self, space: Option<usize>) {
        self.world().space = space;
    }

    pub(super) fn let_syncs_fail(&self, fails: bool) {
        self.world().sync_fails = fails;
    }

    pub(super) fn steps(&self) -> usize {
        self.world().steps
    }

    /// Whether a change was refused because the process has ended.
    pub(super) fn is_stopped(&self) -> bool {
        self.world().is_stopped
    }

    pub(super) fn bytes(&self, name: &str) -> Vec<u8> {
        let world = self.world();
        world.files[world.names[name]].bytes.clone()
    }

    /// Puts a file there, or other bytes into it.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) {
        let mut world = self.world();
        let file = world.make(name);
        world.files[file].bytes = bytes.to_vec();
        world.files[file].synced = bytes.to_vec();
        world.synced_names.insert(name.to_owned(), file);
    }

    pub(super) fn set_modified(&self, name: &str, modified: SystemTime) {
        let mut world = self.world();
        let file = world.names[name];
        world.files[file].modified = modified;
    }

    /// Names but that of the clock.
    pub(super) fn rooms(&self) -> Vec<String> {
        let world = self.world();
        let is_of_room = |name: &&String| name.starts_with("room-");
        world.names.keys().filter(is_of_room).cloned().collect()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }
}

impl World {
    /// Counts a change, or says that it is not made because the process has ended.
    fn step(&mut self) -> io::Result<()> {
        self.is_stopped |= self.stop_at == Some(self.steps);
        if self.is_stopped {
            return Err(io::Error::other("the process has ended"));
        }
        self.steps += 1;
        Ok(())
    }

    fn find(&self, name: &str) -> io::Result<usize> {
        if self.is_stopped {
            return Err(io::Error::other("the process has ended"));
        }
        let file = self.names.get(name).copied();
        file.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn make(&mut self, name: &str) -> usize {
        self.files.push(Content {
            bytes: Vec::new(),
            synced: Vec::new(),
            modified: SystemTime::now(),
        });
        let file = self.files.len() - 1;
        self.names.insert(name.to_owned(), file);
        file
    }
}

impl Files for Simulated {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.world().names.keys().cloned().collect())
    }

    fn modified(&self, name: &str) -> io::Result<SystemTime> {
        let world = self.world();
        Ok(world.files[world.find(name)?].modified)
    }

    fn read(&self, name: &str) -> io::Result<Box<dyn Read>> {
        let world = self.world();
        let file = &world.files[world.find(name)?];
        Ok(Box::new(Cursor::new(file.bytes.clone())))
    }

    fn create(&self, name: &str) -> io::Result<Arc<dyn Appending>> {
        let mut world = self.world();
        world.step()?;
        if world.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let file = world.make(name);
        world.renamed.push(Change::Make(name.to_owned(), file));
        let disk = self.clone();
        Ok(Arc::new(Open { disk, file }))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn Appending>> {
        let file = self.world().find(name)?;
        let disk = self.clone();
        Ok(Arc::new(Open { disk, file }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut world = self.world();
        world.step()?;
        let file = world.find(from)?;
        let change = Change::Rename(from.to_owned(), to.to_owned(), file);
        change.clone().apply(&mut world.names);
        world.renamed.push(change);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut world = self.world();
        world.step()?;
        world.find(name)?;
        let change = Change::Remove(name.to_owned());
        change.clone().apply(&mut world.names);
        world.renamed.push(change);
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        let mut world = self.world();
        world.step()?;
        world.synced_names = world.names.clone();
        world.renamed.clear();
        Ok(())
    }
}

impl Appending for Open {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut world = self.disk.world();
        let was_stopped = world.is_stopped;
        let step = world.step();
        let mut fits = world.space.unwrap_or(usize::MAX).min(bytes.len());
        if step.is_err() {
            // It ends in the middle of this very write, or has ended before.
            fits = if was_stopped { 0 } else { fits / 2 };
        }
        world.space = world.space.map(|space| space - fits);
        world.files[self.file].bytes.extend(&bytes[..fits]);
        world.files[self.file].modified = SystemTime::now();
        step?;
        if fits < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        let mut world = self.disk.world();
        world.step()?;
        world.files[self.file].bytes.truncate(length as usize);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut world = self.disk.world();
        world.step()?;
        if world.sync_fails {
            return Err(io::Error::other("the disk is broken"));
        }
        let file = &mut world.files[self.file];
        file.synced = file.bytes.clone();
        Ok(())
    }
}
