//! Who must have got what: a number and a sum for each room and each receiver. A lost message and a
//! doubled one leave the number as it is, but not the sum; and nobody makes up for somebody else.

use crate::{outcome::Faults, workload::Workload};

/// Some messages: how many, and the sum of their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Account {
    count: u64,
    sum: u64,
}

impl Account {
    fn add(&mut self, number: u32) {
        self.count += 1;
        self.sum += u64::from(number);
    }
}

/// The accounts of a run.
#[derive(Debug)]
pub(super) struct Ledger {
    workload: Workload,
    /// What was said in each room.
    rooms: Vec<Account>,
    /// What each person said.
    said: Vec<Account>,
    /// What each person got.
    got: Vec<Account>,
}

impl Ledger {
    /// Nobody has said anything.
    pub(super) fn new(workload: &Workload) -> Self {
        let nothing = |count| vec![Account::default(); count];
        Self {
            workload: *workload,
            rooms: nothing(workload.rooms),
            said: nothing(workload.connections),
            got: nothing(workload.connections),
        }
    }

    /// A person said message `number`.
    pub(super) fn said(&mut self, member: usize, number: u32) {
        self.said[member].add(number);
        self.rooms[self.workload.room_of(member)].add(number);
    }

    /// A person got message `number` of somebody else.
    pub(super) fn got(&mut self, member: usize, number: u32) {
        self.got[member].add(number);
    }

    /// What is wrong, when nothing is on its way any more.
    pub(super) fn faults(&self) -> Faults {
        let mut faults = Faults::default();
        for (member, (said, got)) in self.said.iter().zip(&self.got).enumerate() {
            let all = self.rooms[self.workload.room_of(member)];
            let due = Account {
                count: all.count - said.count,
                sum: all.sum - said.sum,
            };
            if *got == due {
                continue;
            }
            faults.receivers += 1;
            faults.missing += due.count.saturating_sub(got.count);
            faults.surplus += got.count.saturating_sub(due.count);
            if got.count == due.count {
                // As many as it should be, but not the right ones: at least one of each.
                faults.missing += 1;
                faults.surplus += 1;
            }
        }
        faults
    }
}
