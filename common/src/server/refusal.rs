//! What somebody hears over HTTP for whom there is no place, or no time: a status, a sentence that a student
//! understands, and when to come back.

use axum::http::StatusCode;
use axum::http::header::{CONNECTION, REFRESH, RETRY_AFTER};
use axum::response::{IntoResponse, Response};

use crate::counts::Reason;
use crate::limits;

/// Why somebody is not served now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There are as many connections as there may be.
    Full,
    /// There are as many from one address as there may be.
    FullOfThem,
    /// They come too fast from one address.
    Connects,
    /// They have waited, and others need the place.
    HalfOpen,
    /// Their request did not come in time.
    Late,
    /// The head of their request is too big.
    Head,
    /// Too many join at once.
    Joins,
    /// There are enough who watch.
    Watchers,
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Self::Full | Self::FullOfThem | Self::Joins | Self::Watchers => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Connects => StatusCode::TOO_MANY_REQUESTS,
            Self::HalfOpen | Self::Late => StatusCode::REQUEST_TIMEOUT,
            Self::Head => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        }
    }

    /// Under which it is counted.
    pub(crate) fn reason(self) -> Reason {
        match self {
            Self::Full | Self::FullOfThem => Reason::Full,
            Self::Connects => Reason::Connects,
            Self::HalfOpen => Reason::HalfOpen,
            Self::Late | Self::Head => Reason::Head,
            Self::Joins => Reason::Joins,
            Self::Watchers => Reason::Watchers,
        }
    }

    fn words(self) -> String {
        let (bytes, headers) = (limits::HEAD_BYTES, limits::HEADERS);
        let seconds = limits::HANDSHAKE.as_secs();
        match self {
            Self::Full => "There is no room for another connection at the moment.".to_owned(),
            Self::FullOfThem => "There are too many connections from your address already. Close a few tabs; or let the lecturer raise --per-address.".to_owned(),
            Self::Connects => "Too many connections come from your address at once.".to_owned(),
            Self::HalfOpen => "This connection asked for nothing, and others needed its place.".to_owned(),
            Self::Late => format!("A request must be complete within {seconds} s."),
            Self::Head => format!("The head of a request has at most {bytes} bytes and {headers} headers."),
            Self::Joins => "Too many join at this moment. It is your turn in a few seconds.".to_owned(),
            Self::Watchers => "Too many are watching already.".to_owned(),
        }
    }

    /// When to come back, in seconds: not all at once. Nobody need come back with what would be refused
    /// again.
    fn retry_after(self) -> Option<u64> {
        let makes_sense = !matches!(self, Self::Head | Self::Late | Self::HalfOpen);
        makes_sense.then(|| rand::random_range(limits::RETRY_AFTER_S))
    }

    /// When a browser shall ask again by itself that was to show a page and shows these words instead, in
    /// seconds. For the connections that it opens ahead and keeps, our words may be in the way of its question.
    fn refresh(self) -> Option<u64> {
        let makes_sense = self != Self::Head;
        makes_sense.then(|| rand::random_range(limits::RETRY_AFTER_S))
    }

    /// As bytes for a socket on which nobody speaks HTTP yet, or no more. The connection ends with it.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let (status, words) = (self.status(), self.words() + "\n");
        let retry = self.retry_after();
        let retry = retry.map_or(String::new(), |after| format!("Retry-After: {after}\r\n"));
        let refresh = self.refresh();
        let refresh = refresh.map_or(String::new(), |after| format!("Refresh: {after}\r\n"));
        let length = words.len();
        format!(
            "HTTP/1.1 {status}\r\n{retry}{refresh}Content-Length: {length}\r\nContent-Type: text/plain\r\n\
             Connection: close\r\n\r\n{words}"
        )
        .into_bytes()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.words() + "\n").into_response();
        let headers = response.headers_mut();
        if let Some(after) = self.retry_after() {
            headers.insert(RETRY_AFTER, after.into());
        }
        if let Some(after) = self.refresh() {
            headers.insert(REFRESH, after.into());
        }
        // Who sends such heads sends more of them.
        if self == Self::Head {
            headers.insert(CONNECTION, axum::http::HeaderValue::from_static("close"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_sent_away_for_now_is_told_when_to_come_back_and_not_all_at_once() {
        let after = || {
            let text = String::from_utf8(Refusal::Full.bytes()).unwrap();
            assert!(
                text.starts_with("HTTP/1.1 503 Service Unavailable\r\n"),
                "{text}"
            );
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("Retry-After: "));
            line.unwrap().parse::<u64>().unwrap()
        };
        let told: std::collections::BTreeSet<_> = (0..100).map(|_| after()).collect();
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_browser_that_shows_such_words_instead_of_a_page_asks_again_by_itself() {
        for refusal in [Refusal::Connects, Refusal::FullOfThem, Refusal::HalfOpen] {
            let text = String::from_utf8(refusal.bytes()).unwrap();
            assert!(text.contains("\r\nRefresh: "), "{text}");
        }
    }

    #[test]
    fn what_would_be_refused_again_is_not_asked_for_again() {
        let response = Refusal::Head.into_response();
        assert_eq!(response.status(), 431);
        assert_eq!(response.headers().get(RETRY_AFTER), None);
        assert_eq!(response.headers().get(REFRESH), None);
        assert_eq!(response.headers()[CONNECTION], "close");
    }
}
