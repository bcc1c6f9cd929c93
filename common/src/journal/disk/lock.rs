//! One process at a time: two that write to the same files would ruin them.
//!
//! The lock goes with the process, however that ends. The file stays and is empty.

use std::fs::File;
use std::io;

use fs4::{FileExt, TryLockError};

use super::directory::{Directory, writing};

/// It is made when the folder is first used, and never written to.
pub(super) const NAME: &str = "lock";

/// The lock of a directory, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum NotLocked {
    /// Another process has it.
    InUse,
    /// The disk says no.
    Disk(io::Error),
}

impl Lock {
    /// Takes the lock of this directory, without waiting for it.
    pub(super) fn take(directory: &Directory) -> Result<Self, NotLocked> {
        let opened = writing().create(true).open(directory.path(NAME));
        let file = opened.map_err(NotLocked::Disk)?;
        match FileExt::try_lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(NotLocked::InUse),
            Err(TryLockError::Error(error)) => Err(NotLocked::Disk(error)),
        }
    }
}
