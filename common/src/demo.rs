//! What a demo must say for itself.
//!
//! A demo is a pure, deterministic state machine: it knows no socket, no HTTP, no clock, no random
//! generator and no `async`. Time and chance arrive with each [`Input`]; what follows from it goes
//! into [`Effects`]. So a demo is tested by plain calls, and the same inputs give the same state on
//! any machine.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Number of a person in a room, in the order of joining, from 1. Public; the secret that proves
/// who somebody is is their session, which a demo never sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PersonId(pub u32);

/// The rules of one demo. The room calls it, and nobody else.
pub trait Demo: Send + 'static {
    /// Name of the demo; also the folder below `web/` that holds its pages.
    const NAME: &'static str;
    /// How a reader goes on that was too slow and fell off the log.
    const ON_GAP: OnGap;

    /// What a browser may ask for: an enum tagged by `type`.
    type Command: DeserializeOwned + Send + 'static;
    /// What everybody is told. It gets a number and a place in the log.
    type Event: Serialize + Send + 'static;
    /// A value of which only a person's newest matters. It gets no number.
    type Latest: Serialize + Send + 'static;
    /// What a newcomer needs to catch up.
    type Snapshot: Serialize;

    /// Applies one input. On a refusal the state must be as it was before.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] goes back to the person who asked, and to nobody else.
    fn apply(
        &mut self,
        input: Input<'_, Self::Command>,
        effects: &mut Effects<Self::Event, Self::Latest>,
    ) -> Result<(), Refusal>;

    /// The state as a newcomer gets it.
    fn snapshot(&self) -> Self::Snapshot;

    /// How often one person may give this command.
    fn rate(&self, command: &Self::Command) -> Rate;

    /// Reads a message of the lecture's plain dialect; `None` if it is none of ours.
    fn read_plain(text: &str) -> Option<Self::Command>;
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
pub struct Input<'a, C> {
    /// Whose doing it is.
    pub who: Who<'a>,
    /// When, in milliseconds of the server's monotonic clock.
    pub at: u64,
    /// A fresh random number, should the demo want one.
    pub random: u64,
    /// Number of the command in the person's session, if it has one.
    pub n: Option<u64>,
    /// The number that the first event of this input will get; the next one gets the next.
    pub next_seq: u64,
    /// What it is.
    pub what: What<C>,
}

/// A person as a demo sees them.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// Their number in this room.
    pub id: PersonId,
    /// Their name at this moment, cleaned.
    pub name: &'a str,
}

/// The kinds of input.
#[derive(Debug)]
pub enum What<C> {
    /// The person is here now.
    Joined,
    /// The person's connection broke, and they are back before the others noticed.
    Returned,
    /// The person has gone, and did not come back within the grace time.
    Left,
    /// The person asks for something.
    Command(C),
}

/// Collects what follows from an input, in order.
#[derive(Debug)]
pub struct Effects<E, L> {
    pub(crate) events: Vec<Spoken<E>>,
    pub(crate) latest: Change<L>,
}

/// What becomes of a person's ephemeral value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change<L> {
    /// It stays what it is.
    #[default]
    Keep,
    /// It is replaced.
    Set(L),
    /// It is taken back.
    Clear,
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
    pub text: String,
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
            latest: Change::Keep,
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

    /// Replaces this person's ephemeral value.
    pub fn latest(&mut self, value: L) {
        self.latest = Change::Set(value);
    }

    /// This person has no ephemeral value any more.
    pub fn no_latest(&mut self) {
        self.latest = Change::Clear;
    }

    /// The events so far, for tests of a demo.
    pub fn events(&self) -> impl Iterator<Item = &E> {
        self.events.iter().map(|spoken| &spoken.event)
    }

    /// What became of the person's ephemeral value, for tests of a demo.
    pub fn latest_change(&self) -> &Change<L> {
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

/// Why a command was not carried out, in words for the person who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A short word that a page can decide by.
    pub code: &'static str,
    /// A sentence for a person.
    pub message: String,
}

impl Refusal {
    /// A refusal with its code and its sentence.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// How often one person may do one kind of thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Commands of one kind share a bucket; a demo has at most [`Rate::KINDS`] kinds.
    pub kind: usize,
    /// Sustained rate, per second; 0 lifts the limit.
    pub per_second: f64,
    /// How many at once after a silence.
    pub burst: f64,
}

impl Rate {
    /// Number of kinds a demo can tell apart.
    pub const KINDS: usize = 4;
}
