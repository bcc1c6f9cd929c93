//! The limits of the server as a table that people read: at `/limits`, and in the README.
//!
//! A demo adds what one person and one room may do; that is not known here.

use serde::Serialize;

use crate::demo::Rate;
use crate::limits::{self as number, PerAddress};
use crate::transport::code;

/// One limit.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// What is limited.
    what: &'static str,
    /// How much of it there may be.
    most: String,
    /// What happens beyond.
    beyond: String,
}

/// All of them, for a server with so many connections in all and this much for one address.
pub(crate) fn table(connections: usize, each: PerAddress) -> Vec<Row> {
    let per_address = [
        row("connections", connections.to_string(), "503"),
        row(
            "connections from one address",
            each.connections.to_string(),
            "503",
        ),
        row(
            "new connections from one address",
            rate(each.connects),
            "429",
        ),
        row(
            "connections that ask for nothing, from one address and in all",
            format!("{}, {}", each.half_open, number::HALF_OPEN),
            "408: who has waited longest gives way",
        ),
        row(
            "new people in a room from one address",
            rate(each.newcomers),
            close(code::TOO_MANY),
        ),
    ];
    let requests = [
        row(
            "time for a request's head, and for its body",
            number::HANDSHAKE.as_secs().to_string() + " s",
            "408",
        ),
        row(
            "a request's head",
            format!("{}, {} headers", bytes(number::HEAD_BYTES), number::HEADERS),
            "431",
        ),
        row(
            "a POST",
            format!("{}, {} frames", bytes(number::POST_BYTES), number::OUTBOX),
            "413",
        ),
        row(
            "requests over one connection",
            rate(number::REQUESTS),
            "answered later",
        ),
        row(
            "people who join",
            format!("{}, {} at a time", rate(number::JOINS), number::JOINING),
            "let in later, after 1 s 503",
        ),
    ];
    let messages = [
        row(
            "a message",
            bytes(number::MESSAGE_BYTES),
            close(code::TOO_BIG),
        ),
        row(
            "bytes from one connection",
            format!(
                "{} a second, {} at once",
                bytes(number::INBOUND.per_second as usize),
                bytes(number::INBOUND.burst as usize)
            ),
            "read later",
        ),
        row(
            "pings and pongs",
            rate(number::CONTROLS),
            close(code::POLICY),
        ),
        row(
            "fragments of messages",
            rate(number::FRAGMENTS),
            close(code::POLICY),
        ),
        row(
            "messages that cannot be read",
            rate(number::BAD_MESSAGES),
            close(code::POLICY),
        ),
        row(
            "refusals for a person's own rate",
            rate(number::REJECTIONS),
            close(code::POLICY),
        ),
        row(
            "answers that were asked for and not read",
            bytes(number::ASKED_BYTES),
            close(code::SLOW),
        ),
        row("rooms", number::ROOMS.to_string(), close(code::TOO_MANY)),
    ];
    per_address
        .into_iter()
        .chain(requests)
        .chain(messages)
        .collect()
}

fn row(what: &'static str, most: impl Into<String>, beyond: impl Into<String>) -> Row {
    Row {
        what,
        most: most.into(),
        beyond: beyond.into(),
    }
}

fn rate(rate: Rate) -> String {
    format!("{} a second, {} at once", rate.per_second, rate.burst)
}

fn bytes(bytes: usize) -> String {
    format!("{} KiB", bytes / 1024)
}

fn close(code: u16) -> String {
    format!("close {code}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    #[test]
    fn the_readme_tells_the_numbers_that_hold() {
        let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md"));
        let connections = Options::MAX_CONNECTIONS as usize;
        for row in table(connections, PerAddress::of(number::PER_ADDRESS)) {
            let Row { what, most, beyond } = row;
            let line = format!("| {what} | {most} | {beyond} |");
            assert!(readme.contains(&line), "the README lacks\n{line}");
        }
    }
}
