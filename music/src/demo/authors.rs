//! The people of a room as a song needs them: their histories, and their names for as long as their
//! hand can be seen.

use std::collections::{BTreeMap, VecDeque};

use common::demo::{PersonId, Who};
use serde::{Deserialize, Serialize};

use crate::demo::history::History;

/// People who have left and whose history is kept, because they may come back.
const KEPT: usize = 64;
/// Names of people who have left that are kept, because a cell may still be theirs.
const NAMES: usize = 1024;

/// Histories and names.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Authors {
    histories: BTreeMap<PersonId, History>,
    names: BTreeMap<PersonId, String>,
    /// Who has left and has a history, in this order.
    left: VecDeque<PersonId>,
    /// Who has left, in this order, and is still known by name.
    remembered: VecDeque<PersonId>,
}

impl Authors {
    /// Somebody is here, under the name that they have now.
    pub(crate) fn meet(&mut self, who: Who<'_>) {
        if self.names.get(&who.id).is_none_or(|name| name != who.name) {
            self.names.insert(who.id, who.name.to_owned());
        }
    }

    /// Somebody came, perhaps again.
    pub(crate) fn came(&mut self, who: Who<'_>) {
        self.meet(who);
        self.left.retain(|person| *person != who.id);
        self.remembered.retain(|person| *person != who.id);
    }

    /// Somebody has left. A room may see many people in a day, so only the last ones are kept.
    pub(crate) fn left(&mut self, person: PersonId) {
        if self.histories.get(&person).is_none_or(History::is_empty) {
            self.histories.remove(&person);
        } else {
            self.left.push_back(person);
        }
        self.remembered.push_back(person);
        if self.left.len() > KEPT {
            self.left
                .pop_front()
                .and_then(|oldest| self.histories.remove(&oldest));
        }
        if self.remembered.len() > NAMES {
            self.remembered
                .pop_front()
                .and_then(|oldest| self.names.remove(&oldest));
        }
    }

    /// Nobody can take anything back any more.
    pub(crate) fn forget_histories(&mut self) {
        self.histories.clear();
        self.left.clear();
    }

    /// A person's history.
    pub(crate) fn history(&mut self, person: PersonId) -> &mut History {
        self.histories.entry(person).or_default()
    }

    /// A person's name, as it was last; empty for nobody, and for who left long ago.
    pub(crate) fn name(&self, person: PersonId) -> String {
        self.names.get(&person).cloned().unwrap_or_default()
    }

    /// How many histories and names are kept, for tests.
    #[cfg(test)]
    pub(crate) fn sizes(&self) -> (usize, usize) {
        (self.histories.len(), self.names.len())
    }
}
