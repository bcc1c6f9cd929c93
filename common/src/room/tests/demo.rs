//! The smallest demo: it repeats what it is told, and its state is the list of all that was said.

use serde::{Deserialize, Serialize};

use crate::demo::{Demo, Effects, Input, OnGap, Rate, Refusal, What};

/// `GAP` is an [`OnGap`], which cannot be a parameter itself.
#[derive(Debug, Default)]
pub(super) struct Repeater<const GAP: u8> {
    said: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Command {
    Say { text: String },
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Event {
    Said { text: String },
}

impl<const GAP: u8> Demo for Repeater<GAP> {
    const NAME: &'static str = "repeater";
    const ON_GAP: OnGap = if GAP == OnGap::Skip as u8 {
        OnGap::Skip
    } else {
        OnGap::Snapshot
    };

    type Command = Command;
    type Event = Event;
    type Latest = usize;
    type Snapshot = Vec<String>;

    fn apply(
        &mut self,
        input: Input<'_, Command>,
        effects: &mut Effects<Event, usize>,
    ) -> Result<(), Refusal> {
        if let What::Command(Command::Say { text }) = input.what {
            // Every seventh line is refused, so that refusals are sent again and repeated too.
            if text.ends_with('7') {
                return Err(Refusal::new("seven", "No sevens."));
            }
            self.said.push(text.clone());
            effects.latest(self.said.len());
            effects.event(Event::Said { text });
        }
        Ok(())
    }

    fn snapshot(&self) -> Vec<String> {
        self.said.clone()
    }

    fn rate(&self, _: &Command) -> Rate {
        Rate {
            kind: 0,
            per_second: 0.0,
            burst: 0.0,
        }
    }

    fn read_plain(text: &str) -> Option<Command> {
        Some(Command::Say {
            text: text.to_owned(),
        })
    }
}
