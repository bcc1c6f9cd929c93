//! The exchange that a connection was opened by, kept for those who begin to watch later.
//!
//! Each connection has one, and hardly any is ever asked for. So it is kept as it was on the socket, or
//! rather as what it has of its own, and read again when somebody asks: a quarter of a kilobyte instead of
//! the 1.2 of a finished record.

use crate::wire::exchange::Exchange;
use crate::wire::exchange::alike::{Alike, Models};
use crate::wire::head::Head;
use crate::wire::record::Telling;

/// An exchange without its bodies.
#[derive(Debug)]
pub(in crate::wire) struct Opening {
    /// The head of the request, and behind it that of the answer.
    heads: Alike,
    /// Where the one ends.
    request: usize,
    id: u64,
    status: Option<u16>,
    is_aborted: bool,
    began: f64,
    asked: Option<f64>,
    answered: Option<f64>,
    ended: Option<f64>,
    up: u64,
    down: u64,
    telling: Telling,
}

impl Opening {
    /// What is to be told of this exchange, and in which way. The models are those of all openings.
    pub(in crate::wire) fn of(exchange: &Exchange, telling: Telling, models: &Models) -> Self {
        Self {
            heads: models.keep(&[&exchange.request[..], &exchange.answer].concat()),
            request: exchange.request.len(),
            id: exchange.id,
            status: exchange.status,
            is_aborted: exchange.is_aborted,
            began: exchange.began,
            asked: exchange.asked,
            answered: exchange.answered,
            ended: exchange.ended,
            up: exchange.up,
            down: exchange.down,
            telling,
        }
    }

    /// The exchange as it was, without its bodies, and how it is told.
    pub(in crate::wire) fn exchange(&self) -> (Exchange, Telling) {
        let heads = self.heads.text();
        let (request, answer) = heads.split_at(self.request);
        let [method, target, _] = Head::read(request).words;
        let exchange = Exchange {
            id: self.id,
            method,
            target,
            status: self.status,
            request: request.to_vec(),
            answer: answer.to_vec(),
            began: self.began,
            asked: self.asked,
            answered: self.answered,
            ended: self.ended,
            up: self.up,
            down: self.down,
            is_aborted: self.is_aborted,
            ..Exchange::default()
        };
        (exchange, self.telling)
    }
}
