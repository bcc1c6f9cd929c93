//! What a network does to those who cross it.
//!
//! Where something happens is counted in bytes of one direction of one connection and drawn from a
//! seed, so the same seed brings the same network back.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Weather;

/// Most bytes that are handed on at once.
pub(super) const PIECE: usize = 16 * 1_024;

/// A bad network.
#[derive(Debug, Clone)]
pub struct Faults {
    /// All chance follows from it.
    pub seed: u64,
    /// How long bytes are on their way.
    pub weather: Weather,
    /// Bytes a second, in each direction.
    pub bandwidth: Option<u32>,
    /// Most bytes that are handed on at once: 1 cuts everything to pieces.
    pub slice: usize,
    /// What happens now and then.
    pub mishaps: Vec<(Every, Mishap)>,
}

/// After how many bytes something happens: evenly spread between two bounds, each time anew.
#[derive(Debug, Clone, Copy)]
pub struct Every {
    /// The least.
    pub least: u64,
    /// The most.
    pub most: u64,
}

/// Something that happens to a connection, in the middle of whatever passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// Nothing passes in this direction for a while.
    Stall(Duration),
    /// Both sides are told that the connection is no more.
    Reset,
    /// This direction is closed, and the other goes on.
    HalfClose,
}

impl Faults {
    /// A network that does nothing to anybody.
    pub const fn none(seed: u64) -> Self {
        Self {
            seed,
            weather: Weather::CALM,
            bandwidth: None,
            slice: PIECE,
            mishaps: Vec::new(),
        }
    }

    /// Chance of its own for each of many purposes.
    pub(super) fn chance(&self, purpose: u64) -> StdRng {
        // Neighbouring numbers are far apart after the multiplication.
        let apart = (purpose + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        StdRng::seed_from_u64(self.seed ^ apart)
    }
}

impl Every {
    /// Something that happens after so many bytes.
    pub const fn between(least: u64, most: u64) -> Self {
        Self { least, most }
    }

    pub(super) fn draw(self, chance: &mut StdRng) -> u64 {
        chance.random_range(self.least..=self.most).max(1)
    }
}
