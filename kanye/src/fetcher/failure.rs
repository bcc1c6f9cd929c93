//! What can go wrong with the quote service, in words for people.
//!
//! Nothing that the service has sent stands in these words, apart from the number of a status.

use std::time::Duration;

use reqwest::StatusCode;

use super::http::{BODY_MAX, REDIRECTS_MAX};

/// Why there is no quote: the rest of a sentence that begins with the name of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// This computer cannot even begin to ask.
    #[error("cannot be asked: this computer has no certificates to know it by.")]
    NoTrust,
    /// No connection came about.
    #[error("could not be reached.")]
    Unreachable,
    /// There was a connection, but no whole answer.
    #[error("broke off in the middle.")]
    BrokenOff,
    /// It took longer than this.
    #[error("did not answer within {} s.", .0.as_secs_f64())]
    Silent(Duration),
    /// Any status but success.
    #[error("answered {}.", words(*.0))]
    Status(StatusCode),
    /// The answer sends us elsewhere, and there again.
    #[error("redirected us more than {REDIRECTS_MAX} times.")]
    Redirects,
    /// The answer sends us to a stranger.
    #[error("redirected us to somewhere else.")]
    Elsewhere,
    /// The answer does not end soon enough.
    #[error("answered with more than {} KiB.", BODY_MAX / 1024)]
    TooLarge,
    /// Not an array of strings.
    #[error("answered with something that is no list of quotes.")]
    NoList,
    /// An array of strings, and none of them is any good.
    #[error("answered with a list that has no quote fit to show.")]
    NothingFit,
    /// Not an object with a quote.
    #[error("answered with something that is no quote.")]
    NoQuote,
}

impl Failure {
    /// Whether the service is well and only has no such thing to give: then it may be asked for
    /// something else at once. Whoever is overloaded (429) is not well.
    pub(super) fn is_from_a_healthy_service(self) -> bool {
        match self {
            Self::NoTrust | Self::Unreachable | Self::BrokenOff | Self::Silent(_) => false,
            Self::Status(status) => {
                !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS
            }
            Self::Redirects
            | Self::Elsewhere
            | Self::TooLarge
            | Self::NoList
            | Self::NothingFit
            | Self::NoQuote => true,
        }
    }
}

fn words(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentences_name_the_limits_as_people_would() {
        for (failure, words) in [
            (
                Failure::Silent(Duration::from_secs(3)),
                "did not answer within 3 s.",
            ),
            (Failure::TooLarge, "answered with more than 256 KiB."),
            (
                Failure::Status(StatusCode::BAD_GATEWAY),
                "answered 502 Bad Gateway.",
            ),
        ] {
            assert_eq!(failure.to_string(), words);
        }
    }
}
