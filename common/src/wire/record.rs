//! What the feed tells: one record for each thing that passed a socket, as JSON.

use serde::Serialize;

use crate::wire::exchange::{Body, Exchange};
use crate::wire::frame::Passed;
use crate::wire::head::SWITCHING;

/// One thing that passed, or why something is missing.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Record<'a> {
    SoFar {
        connection: &'a str,
        transport: &'static str,
        #[serde(flatten)]
        totals: Totals,
        useful: u64,
    },
    Exchange(ExchangeRecord<'a>),
    Frame(FrameRecord<'a>),
    Chunk {
        connection: &'a str,
        exchange: u64,
        at: f64,
        size: u64,
        texts: Vec<&'a str>,
        #[serde(skip_serializing_if = "is_false")]
        cut: bool,
    },
    /// So many records were too many for this watcher.
    Dropped {
        count: u64,
    },
}

/// What has been counted of a connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Totals {
    pub(super) requests: u64,
    /// Answers with nothing in them.
    pub(super) empty: u64,
    pub(super) up: u64,
    pub(super) down: u64,
}

#[derive(Debug, Serialize)]
pub(super) struct ExchangeRecord<'a> {
    connection: &'a str,
    id: u64,
    method: &'a str,
    target: &'a str,
    status: Option<u16>,
    request: String,
    answer: String,
    began: f64,
    ended: Option<f64>,
    up: u64,
    down: u64,
    held: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_up: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_down: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    cut: bool,
    #[serde(skip_serializing_if = "is_false")]
    aborted: bool,
    #[serde(skip_serializing_if = "is_false")]
    again: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct FrameRecord<'a> {
    connection: &'a str,
    way: &'static str,
    at: f64,
    head: String,
    size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    cut: bool,
    #[serde(skip_serializing_if = "is_false")]
    torn: bool,
}

/// Which time an exchange is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// With its bodies.
    Now,
    /// To somebody who was not there: its bytes have been counted before.
    Again,
}

impl<'a> Record<'a> {
    pub(super) fn exchange(connection: &'a str, exchange: &'a Exchange, telling: Telling) -> Self {
        let is_now = telling == Telling::Now;
        let is_over = exchange.status != Some(SWITCHING);
        Self::Exchange(ExchangeRecord {
            connection,
            id: exchange.id,
            method: &exchange.method,
            target: &exchange.target,
            status: exchange.status,
            request: lossy(&exchange.request),
            answer: lossy(&exchange.answer),
            began: exchange.began,
            ended: exchange.ended.filter(|_| is_over),
            up: exchange.up,
            down: exchange.down,
            held: exchange.held(),
            body_up: is_now.then(|| lossy(&exchange.body_up.bytes)),
            body_down: is_now.then(|| lossy(&exchange.body_down.bytes)),
            cut: is_now && (exchange.body_up.is_cut || exchange.body_down.is_cut),
            aborted: exchange.is_aborted,
            again: !is_now,
        })
    }

    pub(super) fn frame(
        connection: &'a str,
        way: &'static str,
        at: f64,
        passed: &'a Passed,
    ) -> Self {
        let head = passed.head.as_ref().map_or(&[][..], |head| head.bytes());
        let text = text(&passed.payload, passed.is_cut || passed.is_torn);
        Self::Frame(FrameRecord {
            connection,
            way,
            at,
            head: hex(head),
            size: passed.size,
            text,
            hex: text.is_none().then(|| hex(&passed.payload)),
            cut: passed.is_cut,
            torn: passed.is_torn,
        })
    }

    pub(super) fn chunk(
        connection: &'a str,
        exchange: u64,
        at: f64,
        size: u64,
        body: &'a Body,
    ) -> Self {
        let text = text(&body.bytes, body.is_cut).unwrap_or_default();
        let lines = text.lines();
        Self::Chunk {
            connection,
            exchange,
            at,
            size,
            texts: lines
                .filter_map(|line| line.strip_prefix("data: "))
                .collect(),
            cut: body.is_cut,
        }
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Bytes that are text. What was cut may end within a character.
fn text(bytes: &[u8], is_cut: bool) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if is_cut && error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn is_false(is: &bool) -> bool {
    !is
}
