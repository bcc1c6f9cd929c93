//! A keep without a disk, for simulations: it fails and crashes when it is told to.
//!
//! [`Memory`] is the disk, [`Memory::open`] what a process does with it after each start.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::keep::{Keep, Kept, NotKept};

/// Bytes appended since a checkpoint after which another is due.
const GROWN_BYTES: usize = 64 * 1024;

/// A disk with one room on it. Clones are the same disk.
#[derive(Debug, Default, Clone)]
pub(crate) struct Memory(Arc<Mutex<Disk>>);

#[derive(Debug, Default)]
struct Disk {
    /// What a process reads after `kill -9`.
    written: Kept,
    /// What a process reads after a power loss.
    synced: Kept,
    /// Bytes in `written.records`.
    grown: usize,
    /// Counts the starts, so that a keep from before a crash changes nothing.
    opened: u64,
    fails: Option<NotKept>,
    /// What was set aside.
    aside: Vec<Kept>,
    /// Appends that succeed before `fails` begins to count.
    spared: usize,
}

/// What a running room holds.
#[derive(Debug)]
struct Open {
    disk: Memory,
    opened: u64,
    trouble: Option<NotKept>,
    sets_aside: bool,
}

impl Memory {
    /// Opens it as a new process does, and reads what is there. Whatever was opened before is closed.
    pub(crate) fn open(&self) -> (Box<dyn Keep>, Kept) {
        let mut disk = self.disk();
        disk.opened += 1;
        let open = Open {
            disk: self.clone(),
            opened: disk.opened,
            trouble: None,
            sets_aside: false,
        };
        (Box::new(open), disk.written.clone())
    }

    /// What was set aside, oldest first.
    pub(crate) fn aside(&self) -> Vec<Kept> {
        self.disk().aside.clone()
    }

    /// From now on, after `spared` more that succeed, appends and checkpoints fail.
    pub(crate) fn fail_after(&self, spared: usize, why: NotKept) {
        let mut disk = self.disk();
        disk.spared = spared;
        disk.fails = Some(why);
    }

    /// Nothing fails any more. The trouble stays until a checkpoint has succeeded.
    pub(crate) fn mend(&self) {
        self.disk().fails = None;
    }

    /// Makes what is written safe from a power loss.
    pub(crate) fn sync(&self) {
        let mut disk = self.disk();
        disk.synced = disk.written.clone();
    }

    /// The process is killed. What was written stays.
    pub(crate) fn kill(&self) {
        self.disk().opened += 1;
    }

    /// The machine loses power: what was not synced is gone, but for the first `spared` records
    /// after it, which happened to be on the disk already. If a checkpoint was written since, either
    /// it or nothing of it arrived.
    pub(crate) fn lose_power(&self, spared: usize) {
        let mut disk = self.disk();
        disk.opened += 1;
        let synced = disk.synced.records.len();
        let goes_on = disk.written.checkpoint == disk.synced.checkpoint
            && disk.written.records.starts_with(&disk.synced.records);
        if goes_on {
            disk.written.records.truncate(synced + spared);
        } else {
            disk.written = disk.synced.clone();
        }
        disk.grown = disk.written.records.iter().map(Vec::len).sum();
        disk.synced = disk.written.clone();
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Disk {
    /// Whether this write succeeds.
    fn write(&mut self, opened: u64) -> Result<(), NotKept> {
        if self.opened != opened {
            return Err(NotKept::Closed);
        }
        match self.fails {
            Some(why) if self.spared == 0 => Err(why),
            Some(_) => {
                self.spared -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Keep for Open {
    fn append(&mut self, record: &[u8]) -> Result<(), NotKept> {
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let mut disk = self.disk.disk();
        if let Err(why) = disk.write(self.opened) {
            self.trouble = (!why.is_of_the_record()).then_some(why);
            return Err(why);
        }
        disk.grown += record.len();
        disk.written.records.push(record.to_vec());
        Ok(())
    }

    fn checkpoint(&mut self, state: &[u8]) -> Result<(), NotKept> {
        let mut disk = self.disk.disk();
        disk.write(self.opened)?;
        if std::mem::take(&mut self.sets_aside) {
            let written = disk.written.clone();
            disk.aside.push(written);
        }
        disk.grown = 0;
        disk.written = Kept {
            checkpoint: Some(state.to_vec()),
            ..Kept::default()
        };
        self.trouble = None;
        Ok(())
    }

    fn set_aside(&mut self) -> Option<String> {
        self.sets_aside = true;
        None
    }

    fn wants_checkpoint(&self) -> bool {
        self.trouble.is_some() || self.disk.disk().grown > GROWN_BYTES
    }

    fn trouble(&self) -> Option<NotKept> {
        self.trouble
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(kept: &Kept) -> Vec<&str> {
        let text = |record| std::str::from_utf8(record).unwrap();
        kept.records.iter().map(|record| text(record)).collect()
    }

    #[test]
    fn a_killed_process_leaves_what_it_appended_and_writes_no_more() {
        let memory = Memory::default();
        let (mut before, _) = memory.open();
        before.append(b"1").unwrap();
        memory.kill();
        assert_eq!(before.append(b"2"), Err(NotKept::Closed));
        let (_, kept) = memory.open();
        assert_eq!(records(&kept), ["1"]);
    }

    #[test]
    fn a_power_loss_leaves_what_was_synced_and_perhaps_some_more() {
        let memory = Memory::default();
        let (mut keep, _) = memory.open();
        keep.append(b"1").unwrap();
        memory.sync();
        keep.append(b"2").unwrap();
        keep.append(b"3").unwrap();
        memory.lose_power(1);
        assert_eq!(records(&memory.open().1), ["1", "2"]);
    }

    #[test]
    fn a_failure_is_mended_by_a_checkpoint_alone() {
        let memory = Memory::default();
        let (mut keep, _) = memory.open();
        memory.fail_after(1, NotKept::Full);
        keep.append(b"1").unwrap();
        assert_eq!(keep.append(b"2"), Err(NotKept::Full));
        memory.mend();
        assert_eq!(keep.append(b"2"), Err(NotKept::Full));
        assert!(keep.wants_checkpoint());
        keep.checkpoint(b"all").unwrap();
        keep.append(b"3").unwrap();
        let (_, kept) = memory.open();
        assert_eq!(kept.checkpoint.as_deref(), Some(&b"all"[..]));
        assert_eq!(records(&kept), ["3"]);
    }
}
