//! A sign of life that costs no message.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// When the last byte came from the other side, in milliseconds of the server's clock. The reading
/// task writes it, the room reads it: a sign of life costs no message.
#[derive(Debug, Clone, Default)]
pub struct Heard(Arc<AtomicU64>);

impl Heard {
    /// Notes a sign of life.
    pub fn note(&self, now: u64) {
        self.0.store(now, Ordering::Relaxed);
    }

    /// Time of the last sign of life.
    pub fn last(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
