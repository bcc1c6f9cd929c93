//! The file that a room's keep writes to: it grows by whole records at its end, or by nothing. It must never
//! know that there are other files of the room, nor what is in a record.

use std::sync::{Arc, MutexGuard};

use tracing::warn;

use super::files::Appending;
use super::read::End;
use super::syncing::{State, not_kept};
use crate::journal::keep::NotKept;

/// Bytes after a checkpoint that are never worth another one.
const LITTLE: u64 = 64 * 1024;
/// Bytes after a checkpoint that are always worth another one.
const MUCH: u64 = 4 * 1024 * 1024;

/// The file, and where it ends.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) name: String,
    pub(super) file: Arc<dyn Appending>,
    pub(super) end: End,
}

impl Current {
    /// Appends a record, or nothing of it, and notes that it waits for the disk.
    pub(super) fn append(
        &mut self,
        record: &[u8],
        mut state: MutexGuard<'_, State>,
    ) -> Result<(), NotKept> {
        let (mut line, mut end) = (Vec::new(), self.end);
        end.seal(record, &mut line);
        if let Err(error) = self.file.append(&line) {
            warn!(file = self.name, %error, "the journal cannot be written");
            self.take_back();
            return Err(not_kept(&error));
        }
        self.end = end;
        if state.unsynced.is_none() {
            state.unsynced = Some(self.file.clone());
        }
        Ok(())
    }

    /// Takes back what was written in part. If even that fails, the reader will do it: nothing more
    /// is written here after it.
    fn take_back(&self) {
        if let Err(error) = self.file.cut(self.end.length) {
            warn!(file = self.name, %error, "a record that was written in part cannot be cut off");
        }
    }

    /// Whether what came after the checkpoint is so much more than it that a new one is shorter.
    pub(super) fn is_big(&self) -> bool {
        let grown = self.end.length - self.end.base;
        grown > (2 * self.end.base).clamp(LITTLE, MUCH)
    }
}
