//! The key to the lecturer's hand: for a lecturer who is not at the server's own machine.
//!
//! It is made anew with each start, shown once in the terminal, and comes back in a header. In an
//! address it stands behind the `#`, which browsers keep to themselves. Must never be logged, nor
//! stand in anything that others are shown.

use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use subtle::ConstantTimeEq;

/// 128 random bits, written as 32 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// A new one, which nobody can guess.
    pub(crate) fn cut() -> Self {
        Self(format!("{:032x}", rand::random::<u128>()))
    }

    /// Whether a request shows this key, as `Authorization: Bearer KEY`. It is compared in a time that
    /// does not tell how much of it is right.
    pub(crate) fn opens(&self, request: &HeaderMap) -> bool {
        let mut shown = request.get_all(AUTHORIZATION).iter();
        let (Some(shown), None) = (shown.next(), shown.next()) else {
            return false;
        };
        let shown = shown.to_str().ok().and_then(|shown| shown.split_once(' '));
        shown.is_some_and(|(scheme, key)| {
            scheme.eq_ignore_ascii_case("bearer")
                && bool::from(key.as_bytes().ct_eq(self.0.as_bytes()))
        })
    }

    /// An address of this server with the key in it, for the lecturer alone.
    #[must_use]
    pub fn in_address(&self, address: &str) -> String {
        format!("{address}#key={}", self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(AUTHORIZATION, text.parse().unwrap())])
    }

    #[test]
    fn only_the_very_key_opens() {
        let key = Key("00ff00ff00ff00ff00ff00ff00ff00ab".to_owned());
        assert!(key.opens(&shows("Bearer 00ff00ff00ff00ff00ff00ff00ff00ab")));
        assert!(key.opens(&shows("bearer 00ff00ff00ff00ff00ff00ff00ff00ab")));
        for forged in [
            "Bearer 00FF00FF00FF00FF00FF00FF00FF00AB",
            "Bearer 00ff00ff00ff00ff00ff00ff00ff00aa",
            "Bearer 00ff00ff00ff00ff00ff00ff00ff00a",
            "Bearer 00ff00ff00ff00ff00ff00ff00ff00ab ",
            "Bearer ",
            "Bearer",
            "Basic 00ff00ff00ff00ff00ff00ff00ff00ab",
            "00ff00ff00ff00ff00ff00ff00ff00ab",
        ] {
            assert!(!key.opens(&shows(forged)), "{forged}");
        }
        assert!(!key.opens(&HeaderMap::new()));
        let mut twice = shows("Bearer 00ff00ff00ff00ff00ff00ff00ff00ab");
        twice.append(AUTHORIZATION, "Bearer x".parse().unwrap());
        assert!(
            !twice.is_empty() && !key.opens(&twice),
            "two of them are none"
        );
    }

    #[test]
    fn a_key_is_new_each_time_and_says_nothing_of_itself() {
        let (one, other) = (Key::cut(), Key::cut());
        assert_ne!(one, other);
        assert_eq!(one.0.len(), 32);
        assert_eq!(format!("{one:?}"), "Key(…)");
        assert_eq!(
            one.in_address("http://10.0.0.7:8080/"),
            format!("http://10.0.0.7:8080/#key={}", one.0)
        );
    }
}
