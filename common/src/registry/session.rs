//! The secret by which a person is known again after a reload or a lost connection. It knows no person.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A number that nobody can guess, written as 32 hexadecimal digits. Kept as its bytes, which
/// weigh less than the text, and less in a map than a number that has to lie at a multiple of 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Session([u8; 16]);

impl From<u128> for Session {
    fn from(number: u128) -> Self {
        Self(number.to_be_bytes())
    }
}

/// This text is no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session is 32 hexadecimal digits")]
pub(crate) struct NoSession;

/// Hexadecimal digits of the number.
const DIGITS: usize = 32;

impl fmt::Display for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u128::from_be_bytes(self.0);
        write!(formatter, "{number:0DIGITS$x}")
    }
}

impl FromStr for Session {
    type Err = NoSession;

    /// Reads what [`Display`](fmt::Display) wrote, and nothing else.
    fn from_str(text: &str) -> Result<Self, NoSession> {
        let session = Self::from(u128::from_str_radix(text, 16).map_err(|_| NoSession)?);
        // A person has one session: no signs, missing digits or capitals.
        (session.to_string() == text)
            .then_some(session)
            .ok_or(NoSession)
    }
}

impl From<Session> for String {
    fn from(session: Session) -> Self {
        session.to_string()
    }
}

impl TryFrom<String> for Session {
    type Error = NoSession;

    fn try_from(text: String) -> Result<Self, NoSession> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_read_as_it_was_written_and_nothing_else_is_one() {
        let session = Session::from(0x00ab_0000_0000_0000_0000_0000_0000_0001);
        let text = "00ab0000000000000000000000000001";
        assert_eq!(session.to_string(), text);
        assert_eq!(text.parse(), Ok(session));
        let others = ["", "1", "+0ab0000000000000000000000000001", "é"];
        let others = others.map(str::to_owned);
        let more = [text.to_uppercase(), format!("0{text}"), format!("{text} ")];
        for other in others.into_iter().chain(more) {
            assert_eq!(other.parse::<Session>(), Err(NoSession), "{other}");
        }
    }
}
