//! The smallest demo: it repeats what it is told, and its state is the list of all that was said.

use std::convert::Infallible;

use serde::{Deserialize, Serialize};

use crate::demo::{Act, Demo, Effects, Input, OnGap, Rate, Refusal, What};

/// `GAP` is an [`OnGap`], which cannot be a parameter itself.
#[derive(Debug, Default)]
pub(super) struct Repeater<const GAP: u8> {
    said: Vec<String>,
}

impl<const GAP: u8> Repeater<GAP> {
    pub(super) fn said(&self) -> &[String] {
        &self.said
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    Say {
        text: String,
    },
    /// Over in a moment: a value of which only the newest matters.
    Wave {
        height: usize,
    },
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
    type External = Infallible;
    type Saved = Vec<String>;

    fn apply(
        &mut self,
        input: Input<'_, Command, Infallible>,
        effects: &mut Effects<Event, usize>,
    ) -> Result<(), Refusal> {
        if let What::Forget { .. } = input.what {
            self.said.clear();
            return Ok(());
        }
        if let What::Person(who, Act::Command { command, .. }) = input.what {
            let text = match command {
                Command::Say { text } => text,
                Command::Wave { height } => {
                    effects.latest(who.id, height);
                    return Ok(());
                }
            };
            // Every seventh line is refused, so that refusals are sent again and repeated too.
            if text.ends_with('7') {
                return Err(Refusal::new("seven", "No sevens."));
            }
            self.said.push(text.clone());
            effects.latest(who.id, self.said.len());
            effects.event(Event::Said { text });
        }
        Ok(())
    }

    fn snapshot(&self) -> Vec<String> {
        self.said.clone()
    }

    fn save(&self) -> Vec<String> {
        self.said.clone()
    }

    fn restore(&mut self, saved: Vec<String>) {
        self.said = saved;
    }

    fn rate(&self, _: &Command) -> Rate {
        Rate::UNLIMITED
    }

    fn leaves_traces(command: &Command) -> bool {
        matches!(command, Command::Say { .. })
    }

    fn read_plain(text: &str) -> Option<Command> {
        Some(Command::Say {
            text: text.to_owned(),
        })
    }
}
