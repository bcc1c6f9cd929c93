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
    /// Whether it was set aside because it could not be read.
    pub(crate) is_damaged: bool,
}

impl Name {
    /// The journal of a room and generation.
    pub(crate) fn journal(room: &str, generation: u64) -> String {
        format!("room-{room}.{generation}.journal")
    }

    /// Where a journal goes that cannot be read.
    pub(crate) fn damaged(room: &str, generation: u64) -> String {
        format!("room-{room}.{generation}.damaged")
    }

    /// Says what the file of this name is, if it is one of a room.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix("room-")?.split('.');
        let (room, number, kind) = (parts.next()?, parts.next()?, parts.next()?);
        directory::check(room).ok()?;
        let generation = number.parse().ok()?;
        let parsed = Self {
            room: room.to_owned(),
            generation,
            is_damaged: kind == "damaged",
        };
        let written = if parsed.is_damaged {
            Self::damaged(room, generation)
        } else {
            Self::journal(room, generation)
        };
        // Whatever we would not write, such as a copy or a number with a sign, is none of ours.
        (written == name).then_some(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_is() {
        let name = |generation, is_damaged| Name {
            room: "a-b".to_owned(),
            generation,
            is_damaged,
        };
        assert_eq!(Name::parse(&Name::journal("a-b", 7)), Some(name(7, false)));
        assert_eq!(Name::parse(&Name::damaged("a-b", 1)), Some(name(1, true)));
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
