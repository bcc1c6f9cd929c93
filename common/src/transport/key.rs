//! The name of a connection, which nobody can guess.
//!
//! A WebSocket is its own name: whoever holds the socket is meant. Over HTTP a connection is made
//! of several requests, and each must say which one it belongs to. The number in the name is the
//! one in the server's log; the chance behind it keeps others out.

use std::fmt;
use std::str::FromStr;

use crate::registry::ConnectionId;

/// A connection's number and its secret, written as `12-9f3a61c0de55aa01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConnectionKey {
    /// Its number.
    pub id: ConnectionId,
    /// What others cannot know.
    pub secret: u64,
}

/// This text names no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a connection is named by a number, a dash and 16 hexadecimal digits")]
pub struct NoKey;

/// Hexadecimal digits of the secret.
const DIGITS: usize = 16;

impl ConnectionKey {
    /// A name with a new secret.
    pub fn new(id: ConnectionId) -> Self {
        Self {
            id,
            secret: rand::random(),
        }
    }
}

impl fmt::Display for ConnectionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:0DIGITS$x}", self.id.0, self.secret)
    }
}

impl FromStr for ConnectionKey {
    type Err = NoKey;

    /// Reads what [`Display`](fmt::Display) wrote, and nothing else.
    fn from_str(text: &str) -> Result<Self, NoKey> {
        let (id, secret) = text.split_once('-').ok_or(NoKey)?;
        let key = Self {
            id: ConnectionId(id.parse().map_err(|_| NoKey)?),
            secret: u64::from_str_radix(secret, 16).map_err(|_| NoKey)?,
        };
        // One connection has one name: no signs, leading zeros or capitals.
        (key.to_string() == text).then_some(key).ok_or(NoKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let key = ConnectionKey {
            id: ConnectionId(12),
            secret: 0x003a_61c0_de55_aa01,
        };
        assert_eq!(key.to_string(), "12-003a61c0de55aa01");
        assert_eq!("12-003a61c0de55aa01".parse(), Ok(key));
    }

    #[test]
    fn what_only_resembles_a_key_is_none() {
        for text in [
            "",
            "12",
            "12-",
            "-003a61c0de55aa01",
            "12-3a61c0de55aa01",
            "12-003A61C0DE55AA01",
            "+12-003a61c0de55aa01",
            "012-003a61c0de55aa01",
            "12-003a61c0de55aa01 ",
        ] {
            assert_eq!(text.parse::<ConnectionKey>(), Err(NoKey), "{text:?}");
        }
    }

    #[test]
    fn two_keys_of_one_connection_differ() {
        let id = ConnectionId(1);
        assert_ne!(ConnectionKey::new(id), ConnectionKey::new(id));
    }
}
