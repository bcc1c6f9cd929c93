//! Who is on the stage, and where.

use std::collections::BTreeMap;

use common::demo::PersonId;
use serde::Serialize;

use crate::demo::plain::{self, Pixels};
use crate::demo::stage::Place;

/// An odd number that spreads small ones over all bits.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A person's newest position.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// Where on the stage.
    #[serde(flatten)]
    pub place: Place,
    #[serde(skip)]
    moved_by: MovedBy,
    /// Whether it belongs to an old page, which no quote reaches.
    #[serde(skip)]
    is_plain: bool,
}

/// Whose pixels old pages get to see.
#[derive(Debug, Clone)]
enum MovedBy {
    /// Chance. Old pages know a head only once it has moved.
    Nobody,
    /// One of our pages.
    OurPage,
    /// One of their own.
    OldPage(Pixels),
}

/// Everybody's head.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    heads: BTreeMap<PersonId, Head>,
}

impl Heads {
    /// Puts a newcomer's head somewhere.
    pub(crate) fn appear(&mut self, person: PersonId, is_plain: bool, random: u64) -> Head {
        let head = Head {
            place: Place::by_chance(random),
            moved_by: MovedBy::Nobody,
            is_plain,
        };
        self.heads.insert(person, head.clone());
        head
    }

    /// Where a head is that is on the stage already.
    pub(crate) fn at(&self, person: PersonId) -> Option<Head> {
        self.heads.get(&person).cloned()
    }

    /// Who is on the stage, and whether by an old page. Where they are is soon told anew.
    pub(crate) fn save(&self) -> Vec<(PersonId, bool)> {
        let heads = self.heads.iter();
        heads.map(|(id, head)| (*id, head.is_plain)).collect()
    }

    pub(crate) fn restore(&mut self, saved: Vec<(PersonId, bool)>) {
        self.heads.clear();
        for (person, is_plain) in saved {
            let somewhere = u64::from(person.0).wrapping_mul(GOLDEN);
            self.appear(person, is_plain, somewhere);
        }
    }

    pub(crate) fn vanish(&mut self, person: PersonId) {
        self.heads.remove(&person);
    }

    /// One of our pages moves a head.
    pub(crate) fn move_to(&mut self, person: PersonId, place: Place) -> Option<Head> {
        let head = self.heads.get_mut(&person)?;
        head.place = place;
        head.moved_by = MovedBy::OurPage;
        Some(head.clone())
    }

    /// An old page moves a head. It stays where it is on our stage if that is no place.
    pub(crate) fn move_by_pixels(&mut self, person: PersonId, pixels: Pixels) -> Option<Head> {
        let head = self.heads.get_mut(&person)?;
        head.place = pixels.place().unwrap_or(head.place);
        head.moved_by = MovedBy::OldPage(pixels);
        Some(head.clone())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// How many of them a quote reaches.
    pub(crate) fn readers(&self) -> u64 {
        self.heads.values().filter(|head| !head.is_plain).count() as u64
    }
}

impl Head {
    /// What old pages hear of it, those that reach this server by `origin`.
    pub(crate) fn in_plain_words(&self, person: PersonId, origin: &str) -> Option<String> {
        match &self.moved_by {
            MovedBy::Nobody => None,
            MovedBy::OurPage => Some(plain::words_for(self.place, person, origin)),
            MovedBy::OldPage(pixels) => Some(pixels.words(person, origin)),
        }
    }
}
