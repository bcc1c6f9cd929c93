//! What is left after a power loss: what was synced, and of the rest whatever chance leaves of it.

use std::collections::BTreeMap;
use std::time::SystemTime;

use rand::RngExt;
use rand::rngs::StdRng;

use super::World;

/// What is in a file.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// What the system has.
    pub(super) bytes: Vec<u8>,
    /// What the disk has for certain.
    pub(super) synced: Vec<u8>,
    pub(super) modified: SystemTime,
}

/// A change of names.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Make(String, usize),
    Rename(String, String, usize),
    Remove(String),
}

impl World {
    /// Forgets what did not arrive.
    pub(super) fn lose_power(&mut self, chance: &mut StdRng) {
        for file in &mut self.files {
            file.bytes = arrived(file, chance);
            file.synced = file.bytes.clone();
        }
        self.names = self.synced_names.clone();
        for change in std::mem::take(&mut self.renamed) {
            if chance.random() {
                change.apply(&mut self.names);
            }
        }
        self.synced_names = self.names.clone();
    }
}

impl Change {
    /// Makes it.
    pub(super) fn apply(self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Make(name, file) => drop(names.insert(name, file)),
            Self::Rename(from, to, file) => {
                names.remove(&from);
                names.insert(to, file);
            }
            Self::Remove(name) => drop(names.remove(&name)),
        }
    }
}

/// What of a file is on the disk after a power loss.
fn arrived(file: &Content, chance: &mut StdRng) -> Vec<u8> {
    let same = |(a, b): &(&u8, &u8)| a == b;
    let kept = file.bytes.iter().zip(&file.synced).take_while(same).count();
    let until = chance.random_range(kept..=file.bytes.len());
    let mut arrived = file.bytes[..until].to_vec();
    match chance.random_range(0..4) {
        // Nothing of what was not synced.
        0 => return file.synced.clone(),
        // Its end is missing.
        1 => {}
        // Its length arrived and not its end, or not its middle.
        2 => arrived.resize(file.bytes.len(), 0),
        _ => {
            arrived.clone_from(&file.bytes);
            let from = chance.random_range(kept..=until);
            arrived[from..until].fill(0);
        }
    }
    // What was cut off, and not synced, may be back.
    if chance.random() && file.synced.len() > arrived.len() {
        arrived.extend(&file.synced[arrived.len()..]);
    }
    arrived
}
