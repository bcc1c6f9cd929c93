//! The process or the machine stops, at every step there is: what comes back is the beginning of what
//! was appended, and as much of it as was promised.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::simulated::{End, Simulated};
use super::{DAY, read, told};
use crate::journal::disk::store::Store;
use crate::journal::keep::Keep;

/// What a process does.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Append,
    Checkpoint,
    Sync,
    /// Another process takes over, in order, after the last was dropped.
    Reopen,
}

use Deed::{Append, Checkpoint, Reopen, Sync};

/// What was appended to a room so far, and what must come back.
#[derive(Debug, Default)]
struct Promise {
    /// What was tried, the last of it perhaps in vain.
    tried: Vec<String>,
    /// How much of it was acknowledged.
    acknowledged: usize,
    /// How much of it was synced.
    synced: usize,
}

impl Promise {
    /// Goes on with what came back, and says whether that is as promised.
    fn check(&mut self, told: Vec<String>, end: End) {
        let least = match end {
            End::Killed => self.acknowledged,
            End::PowerLoss(_) => self.synced,
        };
        assert!(self.tried.starts_with(&told), "{told:?} of {self:?}");
        assert!(told.len() >= least, "{told:?} of {self:?}");
        self.acknowledged = told.len();
        self.synced = match end {
            End::Killed => self.synced,
            // What is there now is on the disk.
            End::PowerLoss(_) => told.len(),
        };
        self.tried = told;
    }
}

/// What stopped a process.
#[derive(Debug)]
struct Stopped;

impl<E: std::error::Error> From<E> for Stopped {
    fn from(_: E) -> Self {
        Self
    }
}

/// Lives until it is stopped.
fn live(disk: &Simulated, deeds: &[Deed], promise: &mut Promise) -> Result<(), Stopped> {
    let open = || Store::over(Arc::new(disk.clone()), DAY);
    let mut store = open()?;
    let (mut keep, kept) = store.room("class")?;
    let mut all = told(&kept);
    assert_eq!(
        all, promise.tried,
        "it was read before, and nobody wrote since"
    );
    begin_anew(&mut *keep, &all)?;
    for deed in deeds {
        match deed {
            Append => {
                let record = all.len().to_string();
                promise.tried.push(record.clone());
                keep.append(record.as_bytes())?;
                all.push(record);
                promise.acknowledged = all.len();
            }
            Checkpoint if all.is_empty() => {}
            Checkpoint => keep.checkpoint(all.join("\n").as_bytes())?,
            Sync => {
                store.sync();
                if keep.trouble().is_none() && !disk.is_stopped() {
                    promise.synced = all.len();
                }
            }
            Reopen => {
                store = open()?;
                let kept;
                (keep, kept) = store.room("class")?;
                assert_eq!(told(&kept), all);
                begin_anew(&mut *keep, &all)?;
            }
        }
    }
    Ok(())
}

/// As a room does that finds its file damaged.
fn begin_anew(keep: &mut dyn Keep, all: &[String]) -> Result<(), Stopped> {
    if keep.trouble().is_some() {
        keep.checkpoint(all.join("\n").as_bytes())?;
    }
    Ok(())
}

/// Lives again and again; each life is stopped after so many steps, in this way.
fn lives(deeds: &[Deed], ends: &[(usize, End)]) {
    let disk = Simulated::default();
    let mut promise = Promise::default();
    for (steps, end) in ends {
        disk.stop_after(*steps);
        // Some lives end before they are stopped.
        let _ = live(&disk, deeds, &mut promise);
        disk.restart(*end);
        promise.check(told(&read(&disk)), *end);
    }
    disk.restart(End::Killed);
    live(&disk, deeds, &mut promise).expect("nothing stops it");
    promise.check(told(&read(&disk)), End::Killed);
}

/// Every kind of step, after every other.
const LIFE: [Deed; 19] = [
    Append, Append, Checkpoint, Append, Sync, Append, Checkpoint, Append, Checkpoint, Sync, Append,
    Reopen, Append, Checkpoint, Append, Reopen, Sync, Append, Sync,
];

/// Steps of one life.
fn steps(deeds: &[Deed]) -> usize {
    let disk = Simulated::default();
    live(&disk, deeds, &mut Promise::default()).unwrap();
    disk.steps()
}

#[test]
fn a_killed_process_has_kept_all_that_was_acknowledged_at_whatever_step() {
    for stop in 0..=steps(&LIFE) {
        lives(&LIFE, &[(stop, End::Killed)]);
        for again in 0..=steps(&LIFE) {
            lives(&LIFE, &[(stop, End::Killed), (again, End::Killed)]);
        }
    }
}

#[test]
fn a_power_loss_takes_only_what_was_not_synced_at_whatever_step() {
    for stop in 0..=steps(&LIFE) {
        for seed in 0..20 {
            lives(&LIFE, &[(stop, End::PowerLoss(seed))]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_number_of_crashes_leaves_the_beginning_of_what_was_appended(
        deeds in vec(prop_oneof![4 => Just(Append), 2 => Just(Checkpoint), 1 => Just(Sync), 1 => Just(Reopen)], 1..12),
        ends in vec((0..30usize, prop_oneof![Just(End::Killed), any::<u64>().prop_map(End::PowerLoss)]), 1..6),
    ) {
        lives(&deeds, &ends);
    }
}
