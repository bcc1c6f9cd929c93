//! Values of which only the newest matters: who is typing, where a head is.
//!
//! They have no number and no place in the log. Each change gets a version, and a reader is again
//! only a cursor: it lacks the values whose version is above its own. A reader that was behind gets
//! the newest values once and never the ones between.

use std::collections::HashMap;

use serde::Serialize;

use crate::demo::PersonId;
use crate::ids::IdMap;
use crate::protocol::{self, LatestFrame};

mod news;

pub use news::News;

/// What was made for so many different readers is remembered at a time.
const PLACES: usize = 64;

/// The newest value of each person.
#[derive(Debug)]
pub struct Latest<L> {
    version: u64,
    /// Changes up to here may be told; later ones wait for the next release.
    released: u64,
    released_at: u64,
    values: IdMap<PersonId, Entry<L>>,
    /// What was made since the last release, by the version after which it begins. Most readers have
    /// seen the same, so there are few.
    frames: IdMap<u64, Option<News>>,
    /// The same for plain clients, also by the origin they came by.
    words: IdMap<u64, HashMap<Box<str>, News>>,
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
        self.frames.clear();
        self.words.clear();
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

    /// Forgets the values that were taken back at or before a version that every reader has seen, and
    /// those that were taken back so long ago that an honest reader must have.
    pub fn forget_cleared(&mut self, seen_by_all: u64, long_ago: u64) {
        self.values.retain(|_, entry| {
            entry.value.is_some() || (entry.version > seen_by_all && entry.at > long_ago)
        });
    }

    /// How many values are remembered, with those that were taken back.
    #[cfg(test)]
    pub(crate) fn remembered(&self) -> usize {
        self.values.len()
    }

    /// One frame with everything newer than `seen` that was released, or `None` if there is nothing.
    /// Readers that have seen the same share one encoding. What has changed once more since the
    /// release waits for the next one.
    pub fn frame_after(&mut self, seen: u64) -> Option<&News> {
        if !self.frames.contains_key(&seen) {
            // Pollers choose what they say that they have seen.
            if self.frames.len() >= PLACES {
                self.frames.clear();
            }
            self.frames.insert(seen, self.encode_after(seen));
        }
        self.frames[&seen].as_ref()
    }

    /// The same for a plain client that came by `origin`: a message for each person of whom `words`
    /// has something to say. That dialect has no word for a value that was taken back.
    pub fn words_after(
        &mut self,
        seen: u64,
        origin: &str,
        words: impl Fn(PersonId, &L, &str) -> Option<String>,
    ) -> &News {
        let made = self.words.get(&seen);
        if made.is_none_or(|made| !made.contains_key(origin)) {
            let newer = self.newer_than(seen).into_iter();
            let messages =
                newer.filter_map(|(person, entry)| words(person, entry.value.as_ref()?, origin));
            let news = News::plain(messages);
            let made = self.words.entry(seen).or_default();
            made.insert(origin.into(), news);
        }
        &self.words[&seen][origin]
    }

    fn put(&mut self, person: PersonId, value: Option<L>, now: u64) {
        self.version += 1;
        let entry = Entry {
            version: self.version,
            at: now,
            value,
        };
        self.values.insert(person, entry);
    }

    fn encode_after(&self, seen: u64) -> Option<News> {
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
            v: self.released,
            at: self.released_at,
            values: &values,
        };
        (!values.is_empty()).then(|| News::rich(protocol::encode(&frame)))
    }

    /// What changed after a version and was released, by person.
    fn newer_than(&self, seen: u64) -> Vec<(PersonId, &Entry<L>)> {
        let news = seen + 1..=self.released;
        let entries = self.values.iter().map(|(person, entry)| (*person, entry));
        let newer = entries.filter(|(_, entry)| news.contains(&entry.version));
        let mut newer: Vec<_> = newer.collect();
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
            frames: IdMap::default(),
            words: IdMap::default(),
        }
    }
}

#[cfg(test)]
mod tests;
