//! Who must be told of whom: the changes of who is here, gathered and told together.
//!
//! Thirty joins within a quarter of a second make one frame, not nine hundred. A frame says what
//! *is*, never what changed from what, so hearing it twice does no harm. In a big room only the
//! first come are listed by name; the others are counted. This module decides who is listed and
//! what is due. It knows no connection and writes no frame.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::demo::PersonId;
use crate::limits;

/// Gathers changes until they are due.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Roll {
    listed: BTreeSet<PersonId>,
    /// Those who are here and only counted, because the list is full.
    unlisted: BTreeSet<PersonId>,
    changed: BTreeSet<PersonId>,
    told_count: usize,
    version: u64,
    due: Option<u64>,
}

/// What to tell everybody.
#[derive(Debug, PartialEq, Eq)]
pub struct Changes {
    /// Listed people who came, were renamed, or are connected in another way.
    pub set: Vec<PersonId>,
    /// People who were listed and went.
    pub gone: Vec<PersonId>,
}

impl Roll {
    /// A person is here now.
    pub fn came(&mut self, person: PersonId, now: u64) {
        if self.listed.len() < limits::LISTED_PEOPLE {
            self.listed.insert(person);
            self.note(person);
        } else {
            self.unlisted.insert(person);
        }
        self.fall_due(now);
    }

    /// A person who was here has gone.
    pub fn went(&mut self, person: PersonId, now: u64) {
        if self.listed.remove(&person) {
            self.note(person);
            // The place goes to whoever has waited longest.
            if let Some(next) = self.unlisted.pop_first() {
                self.listed.insert(next);
                self.note(next);
            }
        } else {
            self.unlisted.remove(&person);
        }
        self.fall_due(now);
    }

    /// Something that others see of a person who is here has changed.
    pub fn changed(&mut self, person: PersonId, now: u64) {
        if self.listed.contains(&person) {
            self.note(person);
            self.fall_due(now);
        }
    }

    /// Another number whenever what the list says is another.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How many people are here.
    pub fn count(&self) -> usize {
        self.listed.len() + self.unlisted.len()
    }

    /// The people who are listed, by order of joining.
    pub fn listed(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.listed.iter().copied()
    }

    /// When the gathered changes must be told, in milliseconds of the server's clock.
    pub fn due(&self) -> Option<u64> {
        self.due
    }

    /// Takes the gathered changes if they are due and if there are any.
    pub fn take_due(&mut self, now: u64) -> Option<Changes> {
        self.due.take_if(|due| *due <= now)?;
        let changed = std::mem::take(&mut self.changed);
        let (set, gone): (Vec<_>, Vec<_>) = changed
            .into_iter()
            .partition(|person| self.listed.contains(person));
        let count = self.count();
        let counted = std::mem::replace(&mut self.told_count, count) != count;
        (counted || !set.is_empty() || !gone.is_empty()).then_some(Changes { set, gone })
    }

    fn note(&mut self, person: PersonId) {
        self.changed.insert(person);
        self.version += 1;
    }

    fn fall_due(&mut self, now: u64) {
        self.due.get_or_insert(now + limits::PEOPLE_EVERY_MS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_joins_at_once_makes_one_frame() {
        let mut roll = Roll::default();
        (1..=30).for_each(|id| roll.came(PersonId(id), u64::from(id)));
        assert_eq!(roll.take_due(250), None, "not due yet");
        let changes = roll.take_due(251).unwrap();
        assert_eq!(changes.set.len(), 30);
        assert_eq!(roll.take_due(10_000), None, "told once");
    }

    #[test]
    fn a_flapping_connection_is_told_as_it_ends() {
        let mut roll = Roll::default();
        roll.came(PersonId(1), 0);
        roll.went(PersonId(1), 10);
        roll.came(PersonId(1), 20);
        let changes = roll.take_due(250).unwrap();
        assert_eq!(
            changes,
            Changes {
                set: vec![PersonId(1)],
                gone: vec![]
            }
        );
    }

    #[test]
    fn a_big_room_lists_some_and_counts_all() {
        let mut roll = Roll::default();
        (1..=5000).for_each(|id| roll.came(PersonId(id), 0));
        let changes = roll.take_due(250).unwrap();
        assert_eq!(changes.set.len(), limits::LISTED_PEOPLE);
        assert_eq!(roll.count(), 5000);
        roll.went(PersonId(4000), 300);
        let changes = roll.take_due(550).unwrap();
        assert_eq!(
            changes,
            Changes {
                set: vec![],
                gone: vec![]
            },
            "only the count changed"
        );
        roll.went(PersonId(7), 600);
        let changes = roll.take_due(850).unwrap();
        let next = PersonId(limits::LISTED_PEOPLE as u32 + 1);
        assert_eq!(
            changes,
            Changes {
                set: vec![next],
                gone: vec![PersonId(7)]
            },
            "a place that becomes free is filled"
        );
    }
}
