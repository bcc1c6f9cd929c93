//! The WebSocket of a connection: which of its bytes are in frames that have been told, and which
//! were counted before anybody watched.
//!
//! It is used under the lock of the tap, and knows no watcher.

use std::sync::{Arc, Weak};

use crate::wire::frame::{Frames, Passed};
use crate::wire::meter::Meter;

/// Direction of a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up = 0,
    Down = 1,
}

/// The WebSocket of a connection that has one.
#[derive(Debug)]
pub(super) struct Socket {
    meter: Weak<Meter>,
    /// Where in each direction frames begin.
    from: [u64; 2],
    /// Each direction, while somebody watches.
    watched: Option<Box<[Watched; 2]>>,
}

#[derive(Debug)]
struct Watched {
    /// How far it has been scanned.
    upto: u64,
    frames: Option<Frames>,
}

impl Socket {
    /// The socket behind `meter`, of which frames begin at these bytes.
    pub(super) fn new(meter: Weak<Meter>, from: [u64; 2]) -> Self {
        Self {
            meter,
            from,
            watched: None,
        }
    }

    /// What counts its bytes, if it is there still. Whoever holds it may be the last, and its end comes to
    /// the tap: it must be held for longer than the tap's lock.
    pub(super) fn meter(&self) -> Option<Arc<Meter>> {
        self.meter.upgrade()
    }

    /// Begins to look at frames, unless it does already, and says how many useful bytes have passed.
    pub(super) fn watch(&mut self, meter: &Meter) -> u64 {
        // First the flag: what passes after it comes here, under the lock, and what passed before it
        // is in the counters.
        meter.set_watched(true);
        self.watched
            .get_or_insert_with(|| Box::new(meter.passed().map(Watched::new)));
        meter.useful_bytes()
    }

    /// Nobody watches any more.
    pub(super) fn unwatch(&mut self, meter: Option<&Meter>) {
        self.watched = None;
        if let Some(meter) = meter {
            meter.set_watched(false);
        }
    }

    /// Bytes have passed, `before` bytes after the first of the TCP connection; `begin` says where in
    /// a frame that is. Returns the frames that are complete with them.
    pub(super) fn take<'a>(
        &mut self,
        way: Way,
        before: u64,
        pieces: impl Iterator<Item = &'a [u8]>,
        begin: impl FnOnce() -> Frames,
    ) -> Vec<Passed> {
        let mut passed = Vec::new();
        let watched = self.watched(way).filter(|watched| before >= watched.upto);
        let Some(watched) = watched else {
            // Nobody watches; or they passed just before the watch began, and were counted then.
            return passed;
        };
        let frames = watched.frames.get_or_insert_with(begin);
        for piece in pieces {
            watched.upto += piece.len() as u64;
            frames.take(piece, |frame| passed.push(frame));
        }
        passed
    }

    /// The socket is closed. Returns what there is of a frame that was cut by that.
    pub(super) fn end(&mut self, way: Way) -> Option<Passed> {
        self.watched(way)?.frames.as_mut()?.end()
    }

    /// Bytes that are in some record, or were counted before the watch.
    pub(super) fn told(&self) -> [u64; 2] {
        let Some([up, down]) = self.watched.as_deref() else {
            return [0, 0];
        };
        [up.told() - self.from[0], down.told() - self.from[1]]
    }

    /// Bytes of frames, of all that have `passed` the TCP connection.
    pub(super) fn carried(&self, passed: [u64; 2]) -> [u64; 2] {
        [passed[0] - self.from[0], passed[1] - self.from[1]]
    }

    fn watched(&mut self, way: Way) -> Option<&mut Watched> {
        Some(&mut self.watched.as_mut()?[way as usize])
    }
}

impl Watched {
    fn new(upto: u64) -> Self {
        Self { upto, frames: None }
    }

    /// Up to where everything is told or counted.
    fn told(&self) -> u64 {
        self.upto - self.frames.as_ref().map_or(0, Frames::untold)
    }
}
