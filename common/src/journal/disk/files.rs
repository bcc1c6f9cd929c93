//! What a journal asks of a disk, and no more: so that tests can have one that breaks.
//!
//! A file only grows at its end, or is cut. Names are those of one directory; nothing here knows what
//! they mean.

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::SystemTime;

/// One directory.
pub(crate) trait Files: Send + Sync + fmt::Debug {
    /// Every name in it.
    fn names(&self) -> io::Result<Vec<String>>;
    /// When this was last written to.
    fn modified(&self, name: &str) -> io::Result<SystemTime>;
    /// Reads this from its beginning.
    fn read(&self, name: &str) -> io::Result<Box<dyn Read>>;
    /// Makes this, which must be new, to write to it.
    fn create(&self, name: &str) -> io::Result<Arc<dyn Appending>>;
    /// Opens this, which is there, to go on at its end.
    fn open(&self, name: &str) -> io::Result<Arc<dyn Appending>>;
    /// Gives this another name, in the place of whatever has it.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Takes this away.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Makes the names safe from a power loss.
    fn sync_names(&self) -> io::Result<()>;
}

/// A file that is written at its end. One thread writes; another may sync meanwhile.
pub(crate) trait Appending: Send + Sync + fmt::Debug {
    /// Writes all of this, or an unknown part of it and an error.
    fn append(&self, bytes: &[u8]) -> io::Result<()>;
    /// Takes away what is after this length.
    fn cut(&self, length: u64) -> io::Result<()>;
    /// Makes the bytes safe from a power loss.
    fn sync(&self) -> io::Result<()>;
}
