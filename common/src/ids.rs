//! Maps whose keys are numbers that we gave out ourselves.
//!
//! The standard hasher defends against keys that an attacker chose. Nobody chooses these, and a room
//! looks several of them up for each line, so their own low bits are the hash.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use indexmap::IndexMap;

/// A map from a number of ours.
pub(crate) type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// A map that is gone through more often than anything is looked up in it: its entries lie side by side, in
/// the order in which they came, as what the system keeps of their sockets does.
pub(crate) type IdIndex<K, V> = IndexMap<K, V, BuildHasherDefault<IdHasher>>;

/// Spreads one number over the bits that a map looks at.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct IdHasher(u64);

/// 2⁶⁴ divided by the golden ratio, odd: neighbours end up far apart (Knuth, volume 3, section 6.4).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for IdHasher {
    fn write_u32(&mut self, id: u32) {
        self.write_u64(id.into());
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = id.wrapping_mul(GOLDEN);
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u64(self.0 ^ u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        // A map takes the bucket from the low bits and a tag from the high ones.
        self.0 ^ self.0.rotate_right(32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::PersonId;

    #[test]
    fn ten_thousand_neighbours_are_told_apart() {
        let map: IdMap<PersonId, u32> = (0..10_000).map(|id| (PersonId(id), id)).collect();
        assert!((0..10_000).all(|id| map.get(&PersonId(id)) == Some(&id)));
        assert_eq!(map.get(&PersonId(10_000)), None);
    }
}
