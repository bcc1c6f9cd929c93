//! Values of which only the newest matters: who is typing, where a head is.
//!
//! They have no number and no place in the log. Each change gets a version, and a reader is again
//! only a cursor: it lacks the values whose version is above its own. A reader that was behind gets
//! the newest values once and never the ones between.

use serde::Serialize;

use crate::demo::PersonId;
use crate::ids::IdMap;
use crate::protocol::{self, LatestFrame};

/// The newest value of each person.
#[derive(Debug)]
pub struct Latest<L> {
    version: u64,
    /// Changes up to here may be told; later ones wait for the next release.
    released: u64,
    released_at: u64,
    values: IdMap<PersonId, Entry<L>>,
    /// The last frame, with the version after which it begins.
    frame: Option<(u64, String)>,
    /// The last messages for plain clients, with that version and the origin they were made for.
    words: Option<(u64, Box<str>, Vec<String>)>,
}

#[derive(Debug)]
struct Entry<L> {
    version: u64,
    at: u64,
    /// `None` where a value was taken back, until everybody knows.
    value: Option<L>,
}

impl<L: Serialize> Latest<L> {
    /// Whether there are changes that nobody may be told yet.
    pub fn has_unreleased(&self) -> bool {
        self.version > self.released
    }

    /// Lets all changes out.
    pub fn release(&mut self, now: u64) {
        self.released = self.version;
        self.released_at = now;
    }

    /// Version of the newest change that may be told; 0 before the first.
    pub fn released(&self) -> u64 {
        self.released
    }

    /// When changes were let out last, in milliseconds of the server's clock.
    pub fn released_at(&self) -> u64 {
        self.released_at
    }

    /// Replaces a person's value.
    pub fn set(&mut self, person: PersonId, value: L, now: u64) {
        self.put(person, Some(value), now);
    }

    /// Takes a person's value back, if there is one.
    pub fn clear(&mut self, person: PersonId, now: u64) {
        if self
            .values
            .get(&person)
            .is_some_and(|entry| entry.value.is_some())
        {
            self.put(person, None, now);
        }
    }

    /// Forgets the values that were taken back at or before a version that every reader has seen.
    pub fn forget_cleared(&mut self, seen_by_all: u64) {
        self.values
            .retain(|_, entry| entry.value.is_some() || entry.version > seen_by_all);
    }

    /// One frame with everything newer than `seen`, or `None` if nothing newer was released. Readers
    /// that have seen the same share one encoding.
    pub fn frame_after(&mut self, seen: u64) -> Option<&str> {
        if seen >= self.released {
            return None;
        }
        if self.frame.as_ref().is_none_or(|(after, _)| *after != seen) {
            self.frame = Some((seen, self.encode_after(seen)?));
        }
        self.frame.as_ref().map(|(_, frame)| frame.as_str())
    }

    /// The same for a plain client that came by `origin`: a message for each person of whom `words`
    /// has something to say. That dialect has no word for a value that was taken back.
    pub fn words_after(
        &mut self,
        seen: u64,
        origin: &str,
        words: impl Fn(PersonId, &L, &str) -> Option<String>,
    ) -> &[String] {
        if seen >= self.released {
            return &[];
        }
        let is_made = |(after, made_for, _): &(u64, Box<str>, _)| {
            *after == seen && made_for.as_ref() == origin
        };
        if !self.words.as_ref().is_some_and(is_made) {
            let newer = self.newer_than(seen);
            let messages = newer
                .into_iter()
                .filter_map(|(person, entry)| words(person, entry.value.as_ref()?, origin));
            self.words = Some((seen, origin.into(), messages.collect()));
        }
        self.words.as_ref().map_or(&[], |(_, _, messages)| messages)
    }

    fn put(&mut self, person: PersonId, value: Option<L>, now: u64) {
        self.version += 1;
        let entry = Entry {
            version: self.version,
            at: now,
            value,
        };
        self.values.insert(person, entry);
        (self.frame, self.words) = (None, None);
    }

    fn encode_after(&self, seen: u64) -> Option<String> {
        let newer = self.newer_than(seen);
        let values: Vec<_> = newer
            .into_iter()
            // Whoever has seen nothing has nothing to unlearn.
            .filter(|(_, entry)| entry.value.is_some() || seen > 0)
            .map(|(person, entry)| {
                let age = self.released_at.saturating_sub(entry.at);
                (person, entry.value.as_ref(), age)
            })
            .collect();
        let frame = LatestFrame {
            at: self.released_at,
            values: &values,
        };
        (!values.is_empty()).then(|| protocol::encode(&frame))
    }

    /// What changed after a version, by person.
    fn newer_than(&self, seen: u64) -> Vec<(PersonId, &Entry<L>)> {
        let newer = self.values.iter().filter(|(_, entry)| entry.version > seen);
        let mut newer: Vec<_> = newer.map(|(person, entry)| (*person, entry)).collect();
        newer.sort_unstable_by_key(|(person, _)| *person);
        newer
    }
}

impl<L> Default for Latest<L> {
    fn default() -> Self {
        Self {
            version: 0,
            released: 0,
            released_at: 0,
            values: IdMap::default(),
            frame: None,
            words: None,
        }
    }
}

#[cfg(test)]
mod tests;
