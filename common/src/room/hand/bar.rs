//! Who was sent away a moment ago, and does not come back at once.
//!
//! An address is no person: a whole class may sit behind one, and a student has more than one. So
//! nobody is barred by the address alone, but by the address together with what the name looks like,
//! and for a few minutes. It is a threshold and no wall: whoever takes another name comes in again,
//! unless the room is locked. Must never know a room.

use std::collections::VecDeque;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::limits;
use crate::text;

/// What those are called who give no name, as people at a terminal do: they look all the same.
const NAMELESS: &str = "Guest";

/// By what somebody is known again who has no session any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Look {
    address: IpAddr,
    /// What the name looks like, without the number that made it distinct.
    skeleton: String,
}

/// Those who are barred, the oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Bars(VecDeque<(Look, u64)>);

impl Look {
    /// Somebody at this address who goes by this name or would like to.
    pub(super) fn of(address: IpAddr, name: Option<&str>) -> Self {
        let name = name.unwrap_or(NAMELESS);
        let bare = name.trim_end_matches(|last: char| last.is_ascii_digit());
        let bare = bare.strip_suffix(' ').unwrap_or(name);
        Self {
            address,
            skeleton: text::skeleton(bare),
        }
    }
}

impl Bars {
    /// Bars somebody until then, in milliseconds of the server's clock.
    pub(super) fn add(&mut self, look: Look, until: u64) {
        self.0.retain(|(known, _)| *known != look);
        if self.0.len() == limits::BARRED {
            self.0.pop_front();
        }
        self.0.push_back((look, until));
    }

    /// Whether somebody is barred at this time.
    pub(super) fn holds(&mut self, look: &Look, now: u64) -> bool {
        self.0.retain(|(_, until)| *until > now);
        self.0.iter().any(|(known, _)| known == look)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(last: u8, name: &str) -> Look {
        Look::of(IpAddr::from([10, 0, 0, last]), Some(name))
    }

    #[test]
    fn a_removed_person_is_known_by_address_and_name_and_no_neighbour_is() {
        let mut bars = Bars::default();
        bars.add(look(7, "Ada 2"), 1_000);
        for same in ["Ada", "Аdа", "ada 3"] {
            assert!(bars.holds(&look(7, same), 999), "{same}");
        }
        for other in ["Bob", "Adam", "Guest 1"] {
            assert!(!bars.holds(&look(7, other), 999), "{other}");
        }
        assert!(!bars.holds(&look(8, "Ada"), 999), "another address");
        assert!(!bars.holds(&look(7, "Ada"), 1_000), "it is over");
    }

    #[test]
    fn a_guest_without_a_name_is_known_by_the_address_and_those_with_names_are_not() {
        let mut bars = Bars::default();
        bars.add(look(7, "Guest 12"), 1_000);
        assert!(bars.holds(&Look::of(IpAddr::from([10, 0, 0, 7]), None), 0));
        assert!(!bars.holds(&look(7, "Ada"), 0));
    }

    #[test]
    fn those_who_are_barred_are_bounded() {
        let mut bars = Bars::default();
        (0..10_000).for_each(|one| bars.add(look(7, &format!("a{one}b")), 1_000));
        assert_eq!(bars.0.len(), limits::BARRED);
        assert!(bars.holds(&look(7, "a9999b"), 0), "the newest is");
    }
}
