//! Which quote comes next. Whatever the service does, there always is one.

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::demo::protocol::Source;

/// With fewer quotes than this to show again, our own lines are the better company.
const ENOUGH: usize = 8;

/// What is kept of a deck.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Saved {
    known: Vec<Arc<str>>,
    fresh: Vec<usize>,
    again: Vec<usize>,
    stand_ins: Vec<usize>,
    last: Option<Arc<str>>,
}

/// Quotes to draw from, each without repetition until all were there.
#[derive(Debug)]
pub(crate) struct Deck {
    known: Vec<Arc<str>>,
    /// The same, to look up.
    texts: HashSet<Arc<str>>,
    /// Of the known ones, those that nobody has seen yet.
    fresh: Vec<usize>,
    /// Of the known ones, those that are still to be shown again in this round.
    again: Vec<usize>,
    spare: &'static [&'static str],
    /// Of the spare ones, those that are still to be shown in this round.
    stand_ins: Vec<usize>,
    last: Option<Arc<str>>,
}

impl Deck {
    /// Nothing is known but the stand-ins, of which there must be two at least.
    pub(crate) fn new(spare: &'static [&'static str]) -> Self {
        Self {
            known: Vec::new(),
            texts: HashSet::new(),
            fresh: Vec::new(),
            again: Vec::new(),
            spare,
            stand_ins: Vec::new(),
            last: None,
        }
    }

    /// Takes notice of those quotes that are new.
    pub(crate) fn learn(&mut self, quotes: &[Arc<str>]) {
        for quote in quotes {
            if self.texts.insert(Arc::clone(quote)) {
                self.fresh.push(self.known.len());
                self.known.push(Arc::clone(quote));
            }
        }
    }

    /// Those quotes that would be new.
    pub(crate) fn unknown<'a>(&self, quotes: &'a [Arc<str>]) -> Vec<&'a Arc<str>> {
        let quotes = quotes.iter();
        quotes
            .filter(|quote| !self.texts.contains(*quote))
            .collect()
    }

    /// How many quotes are known.
    pub(crate) fn known(&self) -> usize {
        self.known.len()
    }

    pub(crate) fn save(&self) -> Saved {
        Saved {
            known: self.known.clone(),
            fresh: self.fresh.clone(),
            again: self.again.clone(),
            stand_ins: self.stand_ins.clone(),
            last: self.last.clone(),
        }
    }

    /// Becomes what was saved, perhaps by a build with other stand-ins.
    pub(crate) fn restore(&mut self, saved: Saved) {
        self.texts = saved.known.iter().cloned().collect();
        self.known = saved.known;
        self.fresh = saved.fresh;
        self.again = saved.again;
        self.stand_ins = saved.stand_ins;
        self.last = saved.last;
        let spare = self.spare.len();
        self.stand_ins.retain(|index| *index < spare);
    }

    /// Draws the next quote. Random numbers make it a shuffled deck.
    pub(crate) fn draw(&mut self, random: u64) -> (Arc<str>, Source) {
        let (text, source) = if let Some(index) = take(&mut self.fresh, random) {
            (Arc::clone(&self.known[index]), Source::Live)
        } else if self.known.len() >= ENOUGH {
            let same = |index: &usize| Some(&self.known[*index]) == self.last.as_ref();
            let index = deal(&mut self.again, self.known.len(), same, random);
            (Arc::clone(&self.known[index]), Source::Cached)
        } else {
            let same = |index: &usize| Some(self.spare[*index]) == self.last.as_deref();
            let index = deal(&mut self.stand_ins, self.spare.len(), same, random);
            (self.spare[index].into(), Source::Offline)
        };
        self.last = Some(Arc::clone(&text));
        (text, source)
    }
}

/// Takes one of the indices, by chance.
fn take(indices: &mut Vec<usize>, random: u64) -> Option<usize> {
    let count = u64::try_from(indices.len()).ok()?;
    let index = random.checked_rem(count)?;
    Some(indices.swap_remove(index as usize))
}

/// Takes one of the indices below `count`, each once in a round. A new round does not begin with
/// the one that was `same` as the last.
fn deal(
    indices: &mut Vec<usize>,
    count: usize,
    same: impl Fn(&usize) -> bool,
    random: u64,
) -> usize {
    if indices.is_empty() {
        indices.extend((0..count).filter(|index| !same(index)));
    }
    take(indices, random).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const SPARE: [&str; 3] = ["a", "b", "c"];

    fn known(count: usize) -> Arc<Vec<Arc<str>>> {
        Arc::new((0..count).map(|n| format!("quote {n}").into()).collect())
    }

    fn draw(deck: &mut Deck, times: usize) -> Vec<(Arc<str>, Source)> {
        let mut random = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = || {
            random = random.rotate_left(7).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            random
        };
        (0..times).map(|_| deck.draw(next())).collect()
    }

    #[test]
    fn every_quote_is_live_once_and_then_cached_without_repetition() {
        let mut deck = Deck::new(&SPARE);
        deck.learn(&known(50));
        let first = draw(&mut deck, 50);
        let texts: BTreeSet<_> = first.iter().map(|(text, _)| text).collect();
        assert_eq!(texts.len(), 50);
        assert!(first.iter().all(|(_, source)| *source == Source::Live));
        let again = draw(&mut deck, 49);
        let texts: BTreeSet<_> = again.iter().map(|(text, _)| text).collect();
        assert_eq!(texts.len(), 49, "one round, without the one just seen");
        assert!(again.iter().all(|(_, source)| *source == Source::Cached));
    }

    #[test]
    fn nothing_known_means_stand_ins_and_never_the_same_twice() {
        let drawn = draw(&mut Deck::new(&SPARE), 100);
        assert!(drawn.iter().all(|(_, source)| *source == Source::Offline));
        assert!(drawn.windows(2).all(|pair| pair[0].0 != pair[1].0));
    }

    #[test]
    fn what_is_new_comes_before_what_was_seen() {
        let mut deck = Deck::new(&SPARE);
        deck.learn(&known(ENOUGH));
        draw(&mut deck, ENOUGH + 3);
        deck.learn(&known(ENOUGH + 1));
        let (text, source) = deck.draw(5);
        assert_eq!((&*text, source), ("quote 8", Source::Live));
    }

    #[test]
    fn two_quotes_over_and_over_are_worse_than_our_own() {
        let mut deck = Deck::new(&SPARE);
        deck.learn(&known(2));
        draw(&mut deck, 2);
        assert_eq!(deck.draw(1).1, Source::Offline);
    }
}
