//! What everybody hears at once: play, stop, seek, tempo, and which pattern plays.

use common::demo::{Audience, Plain, Refusal};
use serde::{Deserialize, Serialize};

use crate::demo::plain::{self, Words};
use crate::demo::protocol::Event;
use crate::demo::transport::Vector;
use crate::demo::{Effects, Music};
use crate::song::PATTERNS;

/// The furthest position, in beats: a day at the fastest tempo.
const FURTHEST: f64 = 345_600.0;

/// Which pattern plays, from when on, and what until then.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Choice {
    pub(super) pattern: u8,
    pub(super) from: f64,
    pub(super) before: u8,
}

impl Choice {
    /// A pattern from the beginning.
    pub(super) fn new(pattern: u8) -> Self {
        Self {
            pattern,
            from: 0.0,
            before: pattern,
        }
    }
}

impl Music {
    /// An old page means the same, and its like hear it to the letter.
    pub(super) fn hear(&mut self, words: Words, now: f64, effects: &mut Effects) {
        match words {
            Words::Play => self.play(None, now, effects),
            Words::Stop => self.stop(now, effects),
            Words::Seek { seconds, said } => {
                let beat = plain::beat(seconds, self.transport.newest().bpm);
                self.seek(beat, said, now, effects);
            }
            Words::Hello => {}
        }
    }

    pub(super) fn play(&mut self, beat: Option<f64>, now: f64, effects: &mut Effects) {
        let vector = self.transport.play(now, self.lead.ms(), beat);
        self.tell(vector, plain::PLAY.to_owned(), effects);
    }

    pub(super) fn stop(&mut self, now: f64, effects: &mut Effects) {
        let vector = self.transport.stop(now, self.lead.ms());
        self.tell(vector, plain::STOP.to_owned(), effects);
    }

    pub(super) fn seek(&mut self, beat: f64, said: String, now: f64, effects: &mut Effects) {
        let vector = self.transport.seek(now, self.lead.ms(), beat);
        self.tell(vector, said, effects);
    }

    fn tell(&self, vector: Vector, text: String, effects: &mut Effects) {
        let (lead, text) = (self.lead.ms(), text.into());
        let audience = Audience::Everybody;
        effects.event_in_plain_words(Event::Transport { vector, lead }, Plain { text, audience });
    }

    /// An old page plays a recording, whose tempo nobody can change: it hears nothing of this.
    pub(super) fn tempo(&mut self, bpm: u16, now: f64) -> Event {
        let lead = self.lead.ms();
        let vector = self.transport.tempo(now, lead, bpm);
        Event::Transport { vector, lead }
    }

    pub(super) fn choose(&mut self, pattern: u8, now: f64) -> Result<Event, Refusal> {
        if usize::from(pattern) >= PATTERNS {
            return Err(Refusal::new("pattern", "The patterns are 0 to 3."));
        }
        if self.choice.from <= now {
            self.choice.before = self.choice.pattern;
        }
        let from = self.transport.on_the_beat(now, self.lead.ms());
        // Whoever chose last is heard last.
        self.choice.from = from.max(self.choice.from);
        self.choice.pattern = pattern;
        let pattern_from = self.choice.from;
        Ok(Event::Pattern {
            pattern,
            pattern_from,
        })
    }
}

/// A position that somebody may ask for.
pub(super) fn place(beat: f64) -> Result<f64, Refusal> {
    let is_one = (0.0..=FURTHEST).contains(&beat);
    let wanted = "A position is a number of beats from 0 to 345600.";
    // A zero may have a minus, and old pages would be told of it.
    is_one
        .then_some(beat.abs())
        .ok_or_else(|| Refusal::new("beat", wanted))
}
