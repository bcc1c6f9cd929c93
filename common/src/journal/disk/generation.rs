//! How the files of a room are named, and how each begins.
//!
//! The name of a room stands after a prefix, since Windows keeps some names, such as `con`, to itself.

use serde::{Deserialize, Serialize};

use crate::room::directory;

/// The format of the files. A server that reads another leaves them alone.
pub(crate) const FORMAT: u32 = 1;

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// The format.
    pub(crate) journal: u32,
    /// The room.
    pub(crate) room: String,
    /// Which of the room's files this is.
    pub(crate) generation: u64,
    /// How many of the next lines are the checkpoint that this file begins with.
    pub(crate) checkpoint: u64,
}

impl Head {
    /// The first line of this generation, of whose next lines so many are the checkpoint.
    pub(crate) fn new(room: &str, generation: u64, checkpoint: u64) -> Self {
        Self {
            journal: FORMAT,
            room: room.to_owned(),
            generation,
            checkpoint,
        }
    }
}

/// What a file of the directory is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// The room.
    pub(crate) room: String,
    /// Which of the room's files this is.
    pub(crate) generation: u64,
    /// What is in it.
    pub(crate) kind: Kind,
}

/// What is in a file of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What is kept of it.
    Journal,
    /// What could not be read, set aside for a person.
    Damaged,
    /// What could be read and did not lead where it led before, set aside for a person.
    Astray,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Journal, Self::Damaged, Self::Astray];

    fn ending(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Damaged => "damaged",
            Self::Astray => "astray",
        }
    }
}

impl Name {
    /// The journal of a room and generation.
    pub(crate) fn journal(room: &str, generation: u64) -> String {
        Self::of(room, generation, Kind::Journal)
    }

    /// A file of a room and generation.
    pub(crate) fn of(room: &str, generation: u64, kind: Kind) -> String {
        format!("room-{room}.{generation}.{}", kind.ending())
    }

    /// Says what the file of this name is, if it is one of a room.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix("room-")?.split('.');
        let (room, number, ending) = (parts.next()?, parts.next()?, parts.next()?);
        directory::check(room).ok()?;
        let generation = number.parse().ok()?;
        let mut kinds = Kind::ALL.into_iter();
        let kind = kinds.find(|kind| kind.ending() == ending)?;
        // Whatever we would not write, such as a copy or a number with a sign, is none of ours.
        let is_ours = Self::of(room, generation, kind) == name;
        is_ours.then(|| Self {
            room: room.to_owned(),
            generation,
            kind,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_is() {
        for (generation, kind) in [(7, Kind::Journal), (1, Kind::Damaged), (2, Kind::Astray)] {
            let name = Name {
                room: "a-b".to_owned(),
                generation,
                kind,
            };
            assert_eq!(Name::parse(&Name::of("a-b", generation, kind)), Some(name));
        }
    }

    #[test]
    fn other_names_are_left_alone() {
        for name in [
            "lock",
            "clock.json",
            "room-a.journal",
            "room-a.07.journal",
            "room-a.+7.journal",
            "room-a.7.journal.bak",
            "room-a.7.journal~",
            "room-A.7.journal",
            "room-.7.journal",
            "a.7.journal",
        ] {
            assert_eq!(Name::parse(name), None, "{name}");
        }
    }
}
