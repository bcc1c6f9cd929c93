//! Values of which only the newest matters: who is typing, where a head is.
//!
//! They have no number and no place in the log. Each change gets a version, and a reader is again
//! only a cursor: it lacks the values whose version is above its own. A reader that was behind gets
//! the newest values once and never the ones between.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::demo::PersonId;
use crate::ids::IdMap;
use crate::protocol;

/// The newest value of each person.
#[derive(Debug, Default)]
pub struct Latest {
    version: u64,
    /// Changes up to here may be told; later ones wait for the next release.
    released: u64,
    values: IdMap<PersonId, (u64, Option<Box<RawValue>>)>,
    frame: Option<(u64, String)>,
}

impl Latest {
    /// Whether there are changes that nobody may be told yet.
    pub fn has_unreleased(&self) -> bool {
        self.version > self.released
    }

    /// Lets all changes out.
    pub fn release(&mut self) {
        self.released = self.version;
    }

    /// Version of the newest change that may be told; 0 before the first.
    pub fn released(&self) -> u64 {
        self.released
    }

    /// Replaces a person's value.
    pub fn set(&mut self, person: PersonId, value: &impl Serialize) {
        self.put(person, Some(protocol::raw(value)));
    }

    /// Takes a person's value back, if there is one.
    pub fn clear(&mut self, person: PersonId) {
        if matches!(self.values.get(&person), Some((_, Some(_)))) {
            self.put(person, None);
        }
    }

    /// Forgets a person. Readers learn from the list of people that they have gone.
    pub fn forget(&mut self, person: PersonId) {
        self.values.remove(&person);
        self.frame = None;
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

    fn put(&mut self, person: PersonId, value: Option<Box<RawValue>>) {
        self.version += 1;
        self.values.insert(person, (self.version, value));
        self.frame = None;
    }

    fn encode_after(&self, seen: u64) -> Option<String> {
        let newer = self
            .values
            .iter()
            .filter(|(_, (version, _))| *version > seen);
        let mut values: Vec<_> = newer
            .map(|(person, (_, value))| (*person, value.as_deref()))
            .collect();
        values.sort_unstable_by_key(|(person, _)| *person);
        let frame = protocol::ServerFrame::Latest { values: &values };
        (!values.is_empty()).then(|| protocol::encode(&frame))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(frame: &str) -> serde_json::Value {
        serde_json::from_str::<serde_json::Value>(frame).unwrap()["values"].clone()
    }

    #[test]
    fn a_reader_that_was_behind_gets_only_the_newest_value() {
        let mut latest = Latest::default();
        for x in 0..100 {
            latest.set(PersonId(1), &x);
        }
        latest.set(PersonId(2), &7);
        latest.release();
        let frame = latest.frame_after(0).unwrap();
        assert_eq!(values(frame), serde_json::json!([[1, 99], [2, 7]]));
    }

    #[test]
    fn a_reader_that_is_up_to_date_gets_nothing() {
        let mut latest = Latest::default();
        latest.set(PersonId(1), &1);
        assert_eq!(latest.frame_after(0), None, "not released yet");
        latest.release();
        assert_eq!(latest.frame_after(latest.released()), None);
    }

    #[test]
    fn a_value_that_is_taken_back_reaches_those_who_saw_it() {
        let mut latest = Latest::default();
        latest.set(PersonId(1), &true);
        latest.release();
        let seen = latest.released();
        latest.clear(PersonId(1));
        latest.clear(PersonId(1));
        latest.release();
        assert_eq!(latest.released(), seen + 1, "clearing nothing is no change");
        assert_eq!(
            values(latest.frame_after(seen).unwrap()),
            serde_json::json!([[1, null]])
        );
    }

    #[test]
    fn nothing_is_said_of_a_person_who_has_gone() {
        let mut latest = Latest::default();
        latest.set(PersonId(1), &true);
        latest.release();
        latest.forget(PersonId(1));
        assert_eq!(latest.frame_after(0), None);
    }
}
