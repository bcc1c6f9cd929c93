//! What a demo must say for itself.
//!
//! A demo is a pure, deterministic state machine: it knows no socket, no HTTP, no clock, no random
//! generator and no `async`. Time, chance and news from outside arrive with each [`Input`]; what
//! follows from it goes into [`Effects`]. So a demo is tested by plain calls, and the same inputs
//! give the same state on any machine.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

mod effects;
mod file;
mod limits;

pub(crate) use effects::Spoken;
pub use effects::{Audience, Effects, Plain};
pub use file::File;
pub use limits::{Rate, Refusal};

/// Number of a person in a room, in the order of joining, from 1. Public; the secret that proves
/// who somebody is is their session, which a demo never sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub u32);

/// The rules of one demo. The room calls it, and nobody else.
pub trait Demo: Send + 'static {
    /// Name of the demo; also the folder below `web/` that holds its pages.
    const NAME: &'static str;
    /// How a reader goes on that was too slow and fell off the log.
    const ON_GAP: OnGap;
    /// Whether only an input that leaves an event can change the snapshot. Then it is encoded once
    /// for all who come between two events.
    const SNAPSHOT_FOLLOWS_LOG: bool = false;

    /// What a browser may ask for: an enum. In a frame, `type` names the variant and its fields stand beside
    /// that.
    type Command: DeserializeOwned + Send + 'static;
    /// What everybody is told. It gets a number and a place in the log.
    type Event: Serialize + Send + 'static;
    /// A value of which only a person's newest matters. It gets no number.
    type Latest: Serialize + Send + 'static;
    /// What a newcomer needs to catch up.
    type Snapshot: Serialize;
    /// What the world outside the room tells it, such as the answers of a web service: each time
    /// the whole of it, so that only the newest matters. [`Infallible`](std::convert::Infallible)
    /// for a demo that is told nothing.
    type External: Clone + Send + Sync + 'static;
    /// All of its state that is to outlive the server.
    type Saved: Serialize + DeserializeOwned;

    /// Applies one input. On a refusal the state must be as it was before.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] goes back to the person who asked, and to nobody else.
    fn apply(
        &mut self,
        input: Input<'_, Self::Command, Self::External>,
        effects: &mut Effects<Self::Event, Self::Latest>,
    ) -> Result<(), Refusal>;

    /// The state as a newcomer gets it.
    fn snapshot(&self) -> Self::Snapshot;

    /// How often one person may give this command.
    fn rate(&self, command: &Self::Command) -> Rate;

    /// How often this command may be given in one room by all its people together.
    fn room_rate(&self, _command: &Self::Command) -> Rate {
        Rate::UNLIMITED
    }

    /// The state as it is kept on a disk.
    fn save(&self) -> Self::Saved;

    /// Becomes what was saved. It was made with the options of this start, which may be others.
    fn restore(&mut self, saved: Self::Saved);

    /// Whether this command can make an event, and so leaves something in the room. Of one that
    /// cannot, such as a position or the news that somebody types, nothing is left once it is over.
    fn leaves_traces(_command: &Self::Command) -> bool {
        true
    }

    /// Whether anything that is told later can depend on this command: an event, a snapshot, a
    /// refusal. Only such a command is kept on a disk, or one that is numbered.
    fn matters_later(command: &Self::Command) -> bool {
        Self::leaves_traces(command)
    }

    /// What is news to this room in what the world outside says, to be kept on a disk; `None` if it
    /// knows all of it. A demo that is told nothing has none.
    fn news(&self, _external: &Self::External) -> Option<Box<RawValue>> {
        None
    }

    /// Reads [`Demo::news`]; `None` if they are none. Applied in the same state, they have the same
    /// effect as all of which they are the news.
    fn read_news(_news: &RawValue) -> Option<Self::External> {
        None
    }

    /// When the oldest thing was made that it remembers and would forget, in milliseconds of the
    /// server's clock; `None` if there is none.
    fn oldest(&self) -> Option<u64> {
        None
    }

    /// When it wants a [`What::Tick`], in milliseconds of the server's clock; `None` while nothing
    /// happens by itself. A tick must move this time on.
    fn next_tick(&self) -> Option<u64> {
        None
    }

    /// Reads a message of the lecture's plain dialect; `None` if it is none of ours.
    fn read_plain(text: &str) -> Option<Self::Command>;

    /// The words in which plain clients hear of a person's ephemeral value; `None` if they hear
    /// nothing of it. `origin` is how the client reaches this server, such as
    /// `http://192.168.1.5:8080`.
    fn latest_in_plain_words(
        _person: PersonId,
        _value: &Self::Latest,
        _origin: &str,
    ) -> Option<String> {
        None
    }

    /// A file to take home that is made when it is asked for, out of its address alone: `path`
    /// begins with a slash, and `query` is what follows the question mark, as it came. No room is
    /// asked, so it works whoever is here. `None` if there is no such file: then it is a page.
    ///
    /// # Errors
    ///
    /// A sentence for the person who asked, if the query makes no sense.
    fn file(_path: &str, _query: &str) -> Option<Result<File, String>> {
        None
    }
}

/// What a reader gets that misses events. In both cases it is told their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnGap {
    /// It goes on with the oldest event that is still there: for things that were said.
    Skip,
    /// It gets a fresh snapshot: for things that have a state.
    Snapshot,
}

/// One thing that happened to a room.
#[derive(Debug)]
pub struct Input<'a, C, X> {
    /// When, in milliseconds of the server's monotonic clock.
    pub at: u64,
    /// A fresh random number, should the demo want one.
    pub random: u64,
    /// The number that the first event of this input will get; the next one gets the next.
    pub next_seq: u64,
    /// What it is.
    pub what: What<'a, C, X>,
}

/// A person as a demo sees them.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// Their number in this room.
    pub id: PersonId,
    /// Their name at this moment, cleaned.
    pub name: &'a str,
    /// Whether they speak the lecture's plain dialect, and so hear only what has plain words.
    pub is_plain: bool,
}

/// The kinds of input.
#[derive(Debug)]
pub enum What<'a, C, X> {
    /// A person does something.
    Person(Who<'a>, Act<C>),
    /// The world outside has changed.
    External(X),
    /// The time has come that [`Demo::next_tick`] named.
    Tick,
    /// What was said and made before a time is to be forgotten.
    Forget {
        /// In milliseconds of the server's clock.
        before: u64,
    },
}

/// What a person does.
#[derive(Debug)]
pub enum Act<C> {
    /// They are here now.
    Joined,
    /// Their connection broke, and they are back before the others noticed.
    Returned,
    /// They have gone, and did not come back within the grace time. Their ephemeral value is taken
    /// back without the demo's doing.
    Left,
    /// They ask for something.
    Command {
        /// Number of the command in their session, if it has one.
        n: Option<u64>,
        /// What they ask for.
        command: C,
    },
}
