//! Where the server's clock stands, from one process to the next.
//!
//! What happened in a room is written down with the time of the server's clock, which begins at zero
//! with the first process. A later one goes on from the wall clock. That one may have been put back,
//! and the server's never goes back: so how far it got is written down as well, about once a second.

use std::io::{self, Read};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use tracing::{debug, warn};

use super::files::Files;
use super::lock;
use crate::clock::Clock;

const NAME: &str = "clock.json";
const NEXT: &str = "clock.json.tmp";
/// More than this file holds, in bytes.
const LONG: u64 = 1024;
/// A process may have gone on for so long after it last wrote down how far it got, in milliseconds.
const UNTOLD: u64 = 5_000;

/// Where the server's clock stands.
#[derive(Debug)]
pub(super) struct ClockFile {
    zero: u64,
    start: u64,
    since: Clock,
}

/// What is written down, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Saved {
    /// The wall clock when the server's stood at zero.
    zero: u64,
    /// The server's clock when this was written.
    reached: u64,
}

impl ClockFile {
    /// Goes on from what is written down, or begins.
    pub(super) fn open(files: &dyn Files) -> io::Result<Self> {
        let since = Clock::start();
        let wall = since.now().wall;
        let is_new = !files.names()?.iter().any(|name| name == NAME);
        // The rooms may have a past although the file is gone.
        let saved = load(files).unwrap_or_else(|error| {
            if !is_new {
                warn!(%error, "{NAME} cannot be read; the server's clock goes on from the age of the folder");
            }
            let zero = first_use(files).map_or(wall, |first| first.min(wall));
            Saved { zero, reached: 0 }
        });
        let start = go_on(saved, wall);
        let file = Self {
            zero: saved.zero,
            start,
            since,
        };
        if is_new {
            file.save(files)?;
            files.sync_names()?;
        }
        Ok(file)
    }

    /// Where the server's clock began in this process, in milliseconds.
    pub(super) fn start(&self) -> u64 {
        self.start
    }

    /// Writes down how far it got.
    pub(super) fn note(&self, files: &dyn Files) {
        if let Err(error) = self.save(files) {
            debug!(%error, "{NAME} cannot be written");
        }
    }

    fn save(&self, files: &dyn Files) -> io::Result<()> {
        let saved = Saved {
            zero: self.zero,
            reached: self.start + self.since.ms(),
        };
        let mut text = serde_json::to_vec(&saved)?;
        text.push(b'\n');
        match files.remove(NEXT) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = files.create(NEXT)?;
        file.append(&text)?;
        file.sync()?;
        drop(file);
        files.rename(NEXT, NAME)
    }
}

/// When the folder was first used, by the wall clock.
fn first_use(files: &dyn Files) -> Option<u64> {
    let made = files.modified(lock::NAME).ok()?;
    let since = made.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_millis()).ok()
}

fn load(files: &dyn Files) -> io::Result<Saved> {
    let mut text = Vec::new();
    files.read(NAME)?.take(LONG).read_to_end(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

/// Where the server's clock begins.
fn go_on(saved: Saved, wall: u64) -> u64 {
    let by_wall_clock = wall.saturating_sub(saved.zero);
    if by_wall_clock < saved.reached {
        saved.reached + UNTOLD
    } else {
        by_wall_clock
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_on_from_the_wall_clock_and_never_back() {
        let saved = Saved {
            zero: 1_000,
            reached: 500,
        };
        assert_eq!(go_on(saved, 61_000), 60_000);
        assert_eq!(go_on(saved, 1_200), 500 + UNTOLD);
        assert_eq!(go_on(saved, 0), 500 + UNTOLD);
    }
}
