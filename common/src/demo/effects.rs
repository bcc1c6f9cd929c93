//! What follows from an input: events, ephemeral values, and the words in which plain clients hear.

use std::sync::Arc;

use super::PersonId;

/// Collects what follows from an input, in order.
#[derive(Debug)]
pub struct Effects<E, L> {
    pub(crate) events: Vec<Spoken<E>>,
    pub(crate) latest: Vec<(PersonId, Option<L>)>,
}

/// An event together with what clients of the plain dialect hear of it.
#[derive(Debug)]
pub(crate) struct Spoken<E> {
    pub(crate) event: E,
    pub(crate) plain: Option<Plain>,
}

/// What clients of the plain dialect hear of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    /// The text of the message.
    pub text: Arc<str>,
    /// Whether the sender hears it too.
    pub audience: Audience,
}

/// Who hears a message of the plain dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Every plain client, the sender included.
    Everybody,
    /// Every plain client but the sender.
    Others,
}

impl<E, L> Effects<E, L> {
    /// No effects yet.
    pub fn new() -> Self {
        Self {
            events: Vec::new(),
            latest: Vec::new(),
        }
    }

    /// Tells everybody. Clients of the plain dialect hear nothing of it.
    pub fn event(&mut self, event: E) {
        self.events.push(Spoken { event, plain: None });
    }

    /// Tells everybody, and gives the words in which plain clients hear it.
    pub fn event_in_plain_words(&mut self, event: E, plain: Plain) {
        self.events.push(Spoken {
            event,
            plain: Some(plain),
        });
    }

    /// Replaces a person's ephemeral value.
    pub fn latest(&mut self, person: PersonId, value: L) {
        self.latest.push((person, Some(value)));
    }

    /// A person has no ephemeral value any more.
    pub fn no_latest(&mut self, person: PersonId) {
        self.latest.push((person, None));
    }

    /// Forgets everything, because the input was refused.
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.latest.clear();
    }

    /// The events so far, for tests of a demo.
    pub fn events(&self) -> impl Iterator<Item = &E> {
        self.events.iter().map(|spoken| &spoken.event)
    }

    /// The ephemeral values that were set or, with `None`, taken back, for tests of a demo.
    pub fn latest_changes(&self) -> &[(PersonId, Option<L>)] {
        &self.latest
    }

    /// What plain clients hear, for tests of a demo.
    pub fn plain(&self) -> impl Iterator<Item = &Plain> {
        self.events
            .iter()
            .filter_map(|spoken| spoken.plain.as_ref())
    }
}

impl<E, L> Default for Effects<E, L> {
    fn default() -> Self {
        Self::new()
    }
}
