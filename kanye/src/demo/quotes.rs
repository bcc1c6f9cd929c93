//! The quotes of one room: when the next one comes, who may ask for one, and what it all costs.

use std::collections::BTreeMap;
use std::sync::Arc;

use common::demo::{PersonId, Refusal, Who};
use serde::{Deserialize, Serialize};

use crate::demo::deck::{self, Deck};
use crate::demo::protocol::{Event, Ledger, Line, Service, Snapshot};
use crate::demo::wall::{Heart, KEPT, Wall};
use crate::upstream::Upstream;

/// The room may ask for a quote this often, in milliseconds.
pub const NOW_EVERY_MS: u64 = 2_000;
/// One person may ask for a quote this often, in milliseconds: the others want to as well.
pub const NOW_EVERY_PERSON_MS: u64 = 10_000;

/// When an input comes, and with what luck.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Milliseconds of the server's clock.
    pub(crate) at: u64,
    /// Number of the event that is made now.
    pub(crate) seq: u64,
    pub(crate) random: u64,
}

/// What is kept of them.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Saved {
    deck: deck::Saved,
    wall: Wall,
    ledger: Ledger,
    next_at: Option<u64>,
    now_at: u64,
    turn_at: BTreeMap<PersonId, u64>,
}

#[derive(Debug)]
pub(crate) struct Quotes {
    every: u64,
    deck: Deck,
    wall: Wall,
    ledger: Ledger,
    /// None while nobody is here: nothing is pushed to nobody.
    next_at: Option<u64>,
    now_at: u64,
    /// From when on a person who asked may ask again.
    turn_at: BTreeMap<PersonId, u64>,
}

impl Quotes {
    /// None yet; one every so many milliseconds once somebody is here.
    pub(crate) fn new(every: u64, stand_ins: &'static [&'static str]) -> Self {
        Self {
            every,
            deck: Deck::new(stand_ins),
            wall: Wall::default(),
            ledger: Ledger::default(),
            next_at: None,
            now_at: 0,
            turn_at: BTreeMap::new(),
        }
    }

    /// Somebody comes, and gets the current quote. In a room that was empty for long there is a new one.
    pub(crate) fn welcome(&mut self, who: Who<'_>, moment: Moment, readers: u64) -> Option<Event> {
        if self.next_at.is_none() {
            let shown = self.wall.newest_at();
            let next_at = shown.map(|shown| shown.saturating_add(self.every));
            self.next_at = next_at.filter(|next_at| *next_at > moment.at);
        }
        if self.next_at.is_none() {
            return Some(self.push(None, moment, readers));
        }
        self.ledger.deliveries += u64::from(!who.is_plain);
        None
    }

    /// Somebody goes.
    pub(crate) fn farewell(&mut self, person: PersonId, was_last: bool) {
        self.turn_at.remove(&person);
        if was_last {
            self.next_at = None;
        }
    }

    /// Shows the next quote to so many readers.
    pub(crate) fn push(
        &mut self,
        asked_by: Option<Who<'_>>,
        moment: Moment,
        readers: u64,
    ) -> Event {
        // The low bits have placed a head already.
        let (text, source) = self.deck.draw(moment.random.rotate_right(32));
        let line = Line {
            text,
            source,
            name: asked_by.map(|who| who.name.to_owned()),
        };
        let from = asked_by.map(|who| who.id);
        self.wall.put_up(moment.seq, moment.at, from, line.clone());
        self.ledger.pushes += 1;
        self.ledger.deliveries += readers;
        let next_at = moment.at.saturating_add(self.every);
        self.next_at = Some(next_at);
        Event::Quote {
            line,
            next_at,
            now_at: self.now_at,
            ledger: self.ledger,
        }
    }

    /// Somebody does not want to wait.
    pub(crate) fn ask(
        &mut self,
        who: Who<'_>,
        moment: Moment,
        readers: u64,
    ) -> Result<Event, Refusal> {
        let room = self.now_at.saturating_sub(moment.at);
        let turn = self.turn_at.get(&who.id).copied().unwrap_or_default();
        let person = turn.saturating_sub(moment.at);
        let wait = room.max(person);
        if wait > 0 {
            let seconds = wait.div_ceil(1000);
            let message = if person >= room {
                format!("Let the others have a turn: yours comes again in {seconds} s.")
            } else {
                format!("Somebody was faster. The next one can be had in {seconds} s.")
            };
            return Err(Refusal::for_now("soon", message, wait));
        }
        self.now_at = moment.at + NOW_EVERY_MS;
        self.turn_at.insert(who.id, moment.at + NOW_EVERY_PERSON_MS);
        Ok(self.push(Some(who), moment, readers))
    }

    /// Somebody likes a quote, or does not any more. Nothing follows if that was known.
    pub(crate) fn like(
        &mut self,
        person: PersonId,
        quote: u64,
        on: bool,
    ) -> Result<Option<Event>, Refusal> {
        match self.wall.set_heart(quote, person, on) {
            Heart::Now(count) => Ok(Some(Event::Hearts { quote, count, on })),
            Heart::AsBefore => Ok(None),
            Heart::Gone => {
                let message = format!("Only the last {KEPT} quotes take hearts.");
                Err(Refusal::new("gone", message))
            }
        }
    }

    /// Takes notice of what the service has given so far.
    pub(crate) fn learn(&mut self, upstream: &Upstream) {
        self.deck.learn(&upstream.quotes);
    }

    /// Those of its quotes that would be new.
    pub(crate) fn unknown<'a>(&self, upstream: &'a Upstream) -> Vec<&'a Arc<str>> {
        self.deck.unknown(&upstream.quotes)
    }

    /// How many quotes are known.
    pub(crate) fn known(&self) -> usize {
        self.deck.known()
    }

    /// Forgets what was shown and liked before a time. Says whether there was anything.
    pub(crate) fn forget(&mut self, before: u64) -> bool {
        self.wall.forget(before)
    }

    /// When the oldest was shown that can be forgotten.
    pub(crate) fn oldest_at(&self) -> Option<u64> {
        self.wall.oldest_at()
    }

    pub(crate) fn save(&self) -> Saved {
        Saved {
            deck: self.deck.save(),
            wall: self.wall.clone(),
            ledger: self.ledger,
            next_at: self.next_at,
            now_at: self.now_at,
            turn_at: self.turn_at.clone(),
        }
    }

    /// Becomes what was saved, perhaps with another time between quotes.
    pub(crate) fn restore(&mut self, saved: Saved) {
        self.deck.restore(saved.deck);
        self.wall = saved.wall;
        self.ledger = saved.ledger;
        self.next_at = saved.next_at;
        self.now_at = saved.now_at;
        self.turn_at = saved.turn_at;
    }

    /// When the next quote is to be pushed, in milliseconds of the server's clock.
    pub(crate) fn next_at(&self) -> Option<u64> {
        self.next_at
    }

    pub(crate) fn snapshot(&self, upstream: Service) -> Snapshot {
        Snapshot {
            every: self.every,
            next_at: self.next_at,
            now_at: self.now_at,
            now_every: NOW_EVERY_MS,
            now_every_person: NOW_EVERY_PERSON_MS,
            quotes: self.wall.shown(),
            upstream,
            ledger: self.ledger,
        }
    }
}
