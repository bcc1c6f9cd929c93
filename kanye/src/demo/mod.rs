//! The rules: quotes that are never late, and heads of which only the newest place matters.
//!
//! A pure state machine. It knows no socket, no clock and no page; what the quote service answers is
//! fetched elsewhere and arrives as an input.

use std::time::Duration;

use common::Demo;
use common::demo::{Act, Effects, Input, OnGap, PersonId, Rate, Refusal, What, Who};
use serde_json::value::RawValue;

use crate::upstream::Upstream;

mod deck;
mod fetches;
mod heads;
mod plain;
mod protocol;
mod quotes;
mod saved;
mod stage;
mod wall;

use fetches::Fetches;
pub use heads::Head;
use heads::Heads;
pub use plain::Pixels;
pub use protocol::{Command, Event, Ledger, Line, Service, Shown, Snapshot, Source};
use quotes::{Moment, Quotes};
pub use quotes::{NOW_EVERY_MS, NOW_EVERY_PERSON_MS};
pub use saved::Saved;
pub use stage::{PIXELS, Place};
pub use wall::KEPT;

/// A head bounces at most this often.
const BOUNCING: Rate = Rate::new(0, 2.0, 4.0);
/// Hearts for the whole wall at once are fine; a drum roll is not.
const LIKING: Rate = Rate::new(1, 5.0, 20.0);
/// All of these are events, and everybody gets all of them.
const OF_THE_ROOM: Rate = Rate::new(0, 100.0, 200.0);
/// Asking is limited for the whole room; this only stops a script.
const ASKING: Rate = Rate::new(2, 2.0, 4.0);

/// One room of the demo.
#[derive(Debug)]
pub struct Kanye {
    quotes: Quotes,
    heads: Heads,
    service: Service,
    fetches: Fetches,
}

impl Kanye {
    /// An empty room with a quote every so often. `upstream` is what is known of the service;
    /// `stand_ins` are the lines to show without it, two at least.
    pub fn new(every: Duration, upstream: &Upstream, stand_ins: &'static [&'static str]) -> Self {
        let every = u64::try_from(every.as_millis()).unwrap_or(u64::MAX);
        Self {
            quotes: Quotes::new(every, stand_ins),
            heads: Heads::default(),
            service: Service::new(upstream, 0, 0),
            fetches: Fetches::default(),
        }
    }

    fn joined(&mut self, who: Who<'_>, moment: Moment, effects: &mut Effects<Event, Head>) {
        let head = self.heads.appear(who.id, who.is_plain, moment.random);
        effects.latest(who.id, head);
        let quote = self.quotes.welcome(who, moment, self.heads.readers());
        quote.into_iter().for_each(|quote| effects.event(quote));
    }

    fn asked(
        &mut self,
        who: Who<'_>,
        command: Command,
        moment: Moment,
        effects: &mut Effects<Event, Head>,
    ) -> Result<(), Refusal> {
        let (head, event) = match command {
            Command::Move { x, y } => (self.heads.move_to(who.id, Place { x, y }), None),
            Command::Pixels(pixels) => (self.heads.move_by_pixels(who.id, pixels), None),
            Command::Bounce => (None, Some(Event::Bounce)),
            Command::Now => {
                let readers = self.heads.readers();
                (None, Some(self.quotes.ask(who, moment, readers)?))
            }
            Command::Heart { quote, on } => (None, self.quotes.like(who.id, quote, on)?),
        };
        if let Some(head) = head {
            effects.latest(who.id, head);
        }
        if let Some(event) = event {
            effects.event(event);
        }
        Ok(())
    }

    fn learn(&mut self, upstream: &Upstream, effects: &mut Effects<Event, Head>) {
        self.quotes.learn(upstream);
        self.fetches = self.fetches.after(upstream);
        let service = Service::new(upstream, self.fetches.count(), self.quotes.known());
        if service != self.service {
            self.service = service.clone();
            effects.event(Event::Upstream(service));
        }
    }
}

impl Demo for Kanye {
    const NAME: &'static str = "kanye";
    const ON_GAP: OnGap = OnGap::Snapshot;

    type Command = Command;
    type Event = Event;
    type Latest = Head;
    type Snapshot = Snapshot;
    type External = Upstream;
    type Saved = Saved;

    fn apply(
        &mut self,
        input: Input<'_, Command, Upstream>,
        effects: &mut Effects<Event, Head>,
    ) -> Result<(), Refusal> {
        let moment = Moment {
            at: input.at,
            seq: input.next_seq,
            random: input.random,
        };
        match input.what {
            What::Person(who, act) => match act {
                Act::Joined => self.joined(who, moment, effects),
                // A server that was started anew has forgotten where they are.
                Act::Returned => {
                    if let Some(head) = self.heads.at(who.id) {
                        effects.latest(who.id, head);
                    }
                }
                Act::Left => {
                    self.heads.vanish(who.id);
                    self.quotes.farewell(who.id, self.heads.is_empty());
                }
                Act::Command { command, .. } => self.asked(who, command, moment, effects)?,
            },
            What::External(upstream) => self.learn(&upstream, effects),
            What::Tick => effects.event(self.quotes.push(None, moment, self.heads.readers())),
            What::Forget { before } => {
                if self.quotes.forget(before) {
                    effects.event(Event::Cleared { before });
                }
            }
        }
        Ok(())
    }

    fn snapshot(&self) -> Snapshot {
        self.quotes.snapshot(self.service.clone())
    }

    fn save(&self) -> Saved {
        self.saved()
    }

    fn restore(&mut self, saved: Saved) {
        self.become_as(saved);
    }

    fn news(&self, upstream: &Upstream) -> Option<Box<RawValue>> {
        self.news_in(upstream)
    }

    fn read_news(news: &RawValue) -> Option<Upstream> {
        saved::read_news(news)
    }

    fn oldest(&self) -> Option<u64> {
        self.quotes.oldest_at()
    }

    fn rate(&self, command: &Command) -> Rate {
        match command {
            // Newer replaces older, and a tick bounds what leaves.
            Command::Move { .. } | Command::Pixels(_) => Rate::UNLIMITED,
            Command::Bounce => BOUNCING,
            Command::Heart { .. } => LIKING,
            Command::Now => ASKING,
        }
    }

    fn room_rate(&self, command: &Command) -> Rate {
        match command {
            Command::Bounce | Command::Heart { .. } => OF_THE_ROOM,
            Command::Move { .. } | Command::Pixels(_) | Command::Now => Rate::UNLIMITED,
        }
    }

    fn leaves_traces(command: &Command) -> bool {
        !matches!(command, Command::Move { .. } | Command::Pixels(_))
    }

    fn next_tick(&self) -> Option<u64> {
        self.quotes.next_at()
    }

    fn read_plain(text: &str) -> Option<Command> {
        Pixels::read(text).map(Command::Pixels)
    }

    fn latest_in_plain_words(person: PersonId, head: &Head, origin: &str) -> Option<String> {
        head.in_plain_words(person, origin)
    }
}

#[cfg(test)]
mod tests;
