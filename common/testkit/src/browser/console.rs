//! What a browser complains of on its console, and which of that a test need not hear.
//!
//! It knows no browser: rows come in as the driver hands them out.

use std::collections::HashSet;

use serde_json::Value;

/// The errors among the rows of a console that are nobody's plan.
///
/// A network that is cut is one, and so is the end of a connection over HTTP: its last question and its
/// last POST may be under way when another takes over, or when the server comes back and knows it no
/// more. They are answered 410. A second of either for the same connection means that somebody goes on
/// with what is gone, and that is an error.
pub(super) fn errors(log: &Value) -> Vec<String> {
    let mut forgiven = HashSet::new();
    let rows = log.as_array().into_iter().flatten();
    let severe = rows.filter(|row| row["level"] == "SEVERE");
    let messages = severe.filter_map(|row| row["message"].as_str());
    let errors = messages.filter(|message| {
        let is_network =
            message.contains("net::ERR_") || message.contains("WebSocket connection to");
        let is_farewell = last_request(message).is_some_and(|request| forgiven.insert(request));
        !is_network && !is_farewell
    });
    errors.map(str::to_owned).collect()
}

/// What was asked, and over which connection, if it was answered that this one is gone.
fn last_request(message: &str) -> Option<(&str, &str)> {
    let (address, problem) = message.split_once(' ')?;
    if !problem.contains("a status of 410") {
        return None;
    }
    let (path, query) = address.split_once('?')?;
    let key = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("connection="))?;
    Some((path.rsplit('/').next()?, key))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn gone(what: &str) -> String {
        let gone = "Failed to load resource: the server responded with a status of 410 (Gone)";
        format!("http://127.0.0.1:8080/{what} - {gone}")
    }

    fn left(messages: &[String]) -> Vec<String> {
        let rows = messages.iter();
        let rows = rows.map(|message| json!({"level": "SEVERE", "message": message}));
        errors(&rows.collect())
    }

    #[test]
    fn the_last_requests_of_each_connection_are_forgiven_and_no_more() {
        let (poll, send) = (
            gone("rooms/class/poll?after=1.2&connection=12-ab"),
            gone("rooms/class/send?connection=12-ab"),
        );
        let another = gone("rooms/class/send?connection=13-cd");
        let later = gone("rooms/class/poll?after=1.3&connection=12-ab");
        let all = [poll, send, another, later.clone()];
        assert_eq!(left(&all), [later]);
    }

    #[test]
    fn what_is_gone_without_having_been_a_connection_is_an_error() {
        let all = ["heads/3.svg", "rooms/class/send"].map(gone);
        assert_eq!(left(&all), all);
    }
}
