//! The chat: who says what, and in which words it is passed on.
//!
//! A pure state machine. It knows no socket, no clock and no page: it is handed one input at a time
//! and answers with events. The page that goes with it lies in `web/basic_chat/`.

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use common::Demo;
use common::demo::{Act, Audience, Effects, Input, OnGap, Plain, Rate, Refusal, What};
use common::text;

mod protocol;

pub use protocol::{Command, Event, Line, Said, Snapshot, Typing};

/// What of a room outlives the server: the same that a newcomer gets.
pub type Saved = Snapshot;

/// Lines that a newcomer gets.
pub const REMEMBERED: usize = 50;
/// Lines at once after a silence, as a multiple of the sustained rate.
const BURST: f64 = 2.0;
/// Lines a second that a room takes from all its people together: more than anybody can read.
const ROOM_LINES: Rate = Rate::new(0, 50.0, 100.0);
/// A page says a few times a second at most that somebody is typing; a script may not say more.
const TYPING: Rate = Rate::new(1, 5.0, 10.0);

/// One room of the chat.
#[derive(Debug)]
pub struct BasicChat {
    line_rate: f64,
    /// How many lines were said in all.
    said: u64,
    /// The last of them.
    lines: VecDeque<Said>,
}

impl BasicChat {
    /// Lines a second for each person, unless another rate is wanted: faster than anybody types,
    /// slower than a script.
    pub const LINE_RATE: f64 = 5.0;

    /// An empty room. Each person may say `line_rate` lines a second; 0 lifts the limit.
    pub fn new(line_rate: f64) -> Self {
        Self {
            line_rate,
            said: 0,
            lines: VecDeque::with_capacity(REMEMBERED),
        }
    }

    fn forget(&mut self, before: u64, effects: &mut Effects<Event, Typing>) {
        let remembered = self.lines.len();
        self.lines.retain(|said| said.at >= before);
        if self.lines.len() < remembered {
            self.said = self.lines.len() as u64;
            effects.event(Event::Cleared { before });
        }
    }

    fn say(&mut self, said: Said, heard_as: Arc<str>, effects: &mut Effects<Event, Typing>) {
        let plain = Plain {
            text: heard_as,
            audience: Audience::Others,
        };
        effects.event_in_plain_words(Event::Line(said.line.clone()), plain);
        effects.no_latest(said.from);
        if self.lines.len() == REMEMBERED {
            self.lines.pop_front();
        }
        self.lines.push_back(said);
        self.said += 1;
    }
}

impl Demo for BasicChat {
    const NAME: &'static str = "basic_chat";
    const ON_GAP: OnGap = OnGap::Skip;
    const SNAPSHOT_FOLLOWS_LOG: bool = true;

    type Command = Command;
    type Event = Event;
    type Latest = Typing;
    type Snapshot = Snapshot;
    type External = Infallible;
    type Saved = Saved;

    fn apply(
        &mut self,
        input: Input<'_, Command, Infallible>,
        effects: &mut Effects<Event, Typing>,
    ) -> Result<(), Refusal> {
        let (at, seq) = (input.at, input.next_seq);
        let (who, act) = match input.what {
            What::Person(who, act) => (who, act),
            What::External(nothing) => match nothing {},
            What::Tick => return Ok(()),
            What::Forget { before } => {
                self.forget(before, effects);
                return Ok(());
            }
        };
        let said = |text: Arc<str>, me, n| Said {
            seq,
            at,
            from: who.id,
            n,
            line: Line {
                name: who.name.into(),
                text,
                me,
            },
        };
        match act {
            Act::Joined | Act::Left => {}
            // Whatever they were typing, their page tells it anew.
            Act::Returned => effects.no_latest(who.id),
            Act::Command { n, command } => match command {
                Command::Typing { on: true } => effects.latest(who.id, Typing { typing: true }),
                Command::Typing { on: false } => effects.no_latest(who.id),
                Command::Say { text, me } => {
                    let text: Arc<str> = text::clean_line(&text)
                        .map_err(|problem| Refusal::new("text", problem.to_string()))?
                        .into();
                    self.say(said(Arc::clone(&text), me, n), text, effects);
                }
                Command::Verbatim(heard_as) => {
                    let heard_as: Arc<str> = heard_as.into();
                    let text = match text::cut_line(&heard_as) {
                        text if text == *heard_as => Arc::clone(&heard_as),
                        text => text.into(),
                    };
                    self.say(said(text, false, n), heard_as, effects);
                }
            },
        }
        Ok(())
    }

    fn snapshot(&self) -> Snapshot {
        let lines: Vec<_> = self.lines.iter().cloned().collect();
        Snapshot {
            before: self.said - lines.len() as u64,
            lines,
        }
    }

    fn save(&self) -> Saved {
        self.snapshot()
    }

    fn restore(&mut self, saved: Saved) {
        self.said = saved.before + saved.lines.len() as u64;
        self.lines = saved.lines.into();
    }

    fn oldest(&self) -> Option<u64> {
        self.lines.front().map(|said| said.at)
    }

    fn rate(&self, command: &Command) -> Rate {
        match command {
            Command::Typing { .. } => TYPING,
            Command::Say { .. } | Command::Verbatim(_) => {
                Rate::new(0, self.line_rate, self.line_rate * BURST)
            }
        }
    }

    fn room_rate(&self, command: &Command) -> Rate {
        match command {
            // Whoever lifts the one limit measures, and wants none.
            Command::Say { .. } | Command::Verbatim(_) if self.line_rate > 0.0 => ROOM_LINES,
            _ => Rate::UNLIMITED,
        }
    }

    fn leaves_traces(command: &Command) -> bool {
        !matches!(command, Command::Typing { .. })
    }

    fn read_plain(text: &str) -> Option<Command> {
        Some(Command::Verbatim(text.to_owned()))
    }
}

#[cfg(test)]
mod tests;
