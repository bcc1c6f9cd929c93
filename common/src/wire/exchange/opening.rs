//! The exchange that a connection was opened by, kept for those who begin to watch later.
//!
//! Each connection has one, and hardly any is ever asked for. So it is kept as a text, its figures in one line
//! before its heads, of which only what is its own takes memory, and read again when somebody asks: an eighth of
//! a kilobyte instead of the 1.2 of a finished record.

use std::str::{FromStr, SplitWhitespace};

use crate::wire::exchange::Exchange;
use crate::wire::exchange::alike::{Alike, Models};
use crate::wire::head::Head;
use crate::wire::record::Telling;

/// Stands for a figure that there is not.
const NONE: &str = "-";

/// An exchange without its bodies.
#[derive(Debug)]
pub(in crate::wire) struct Opening(Alike);

impl Opening {
    /// What is to be told of this exchange, and in which way. The models are those of all openings.
    pub(in crate::wire) fn of(exchange: &Exchange, telling: Telling, models: &Models) -> Self {
        let figures = write(exchange, telling);
        let text = [figures.as_bytes(), &exchange.request, &exchange.answer].concat();
        Self(models.keep(&text))
    }

    /// The exchange as it was, without its bodies, and how it is told.
    pub(in crate::wire) fn exchange(&self) -> (Exchange, Telling) {
        let text = self.0.text();
        let end = text.iter().position(|byte| *byte == b'\n');
        let (figures, heads) = text.split_at(end.map_or(0, |end| end + 1));
        read(&String::from_utf8_lossy(figures), heads)
    }
}

/// The figures, with those first that are alike in many, and times to the microsecond.
fn write(exchange: &Exchange, telling: Telling) -> String {
    let times = [exchange.asked, exchange.answered, exchange.ended];
    let [asked, answered, ended] = times.map(|time| or_none(time.map(|at| format!("{at:.3}"))));
    format!(
        "{} {} {} {} {} {} {} {ended} {:.3} {asked} {answered}\n",
        u8::from(telling == Telling::Again),
        u8::from(exchange.is_aborted),
        exchange.request.len(),
        exchange.id,
        or_none(exchange.status.map(|status| status.to_string())),
        exchange.up,
        exchange.down,
        exchange.began,
    )
}

fn or_none(figure: Option<String>) -> String {
    figure.unwrap_or_else(|| NONE.to_owned())
}

/// Reads what [`write`] wrote, and the heads that lie behind it.
fn read(figures: &str, heads: &[u8]) -> (Exchange, Telling) {
    let mut figures = figures.split_whitespace();
    let telling = match next(&mut figures) {
        Some(1_u8) => Telling::Again,
        _ => Telling::Now,
    };
    let is_aborted = next(&mut figures) == Some(1_u8);
    let request = next(&mut figures).unwrap_or(heads.len());
    let (request, answer) = heads.split_at(request.min(heads.len()));
    let [method, target, _] = Head::read(request).words;
    let exchange = Exchange {
        method,
        target,
        is_aborted,
        request: request.to_vec(),
        answer: answer.to_vec(),
        id: next(&mut figures).unwrap_or_default(),
        status: next(&mut figures),
        up: next(&mut figures).unwrap_or_default(),
        down: next(&mut figures).unwrap_or_default(),
        ended: next(&mut figures),
        began: next(&mut figures).unwrap_or_default(),
        asked: next(&mut figures),
        answered: next(&mut figures),
        ..Exchange::default()
    };
    (exchange, telling)
}

/// The next figure, if there is one.
fn next<T: FromStr>(figures: &mut SplitWhitespace<'_>) -> Option<T> {
    figures.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_class_that_joins_each_keeps_few_figures_of_its_own() {
        let models = Models::default();
        let head = "Host: 192.168.1.7:3000\r\nUpgrade: websocket\r\n\r\n";
        for pupil in 0..60 {
            let asked = f64::from(40_000 + 3_000 * pupil);
            let exchange = Exchange {
                id: 1,
                request: format!("GET /ws HTTP/1.1\r\n{head}").into_bytes(),
                answer: format!("HTTP/1.1 101 Switching Protocols\r\n{head}").into_bytes(),
                status: Some(101),
                began: asked - 0.012,
                asked: Some(asked),
                answered: Some(asked + 0.1),
                ended: Some(asked + 0.2),
                up: 512,
                down: 129,
                ..Exchange::default()
            };
            let Opening(kept) = Opening::of(&exchange, Telling::Again, &models);
            assert!(kept.own_bytes() < 60, "{} bytes", kept.own_bytes());
        }
    }

    #[test]
    fn an_opening_is_told_as_it_was_whatever_is_missing() {
        let models = Models::default();
        let begun = || Exchange {
            id: 1,
            method: "GET".to_owned(),
            target: "/ws".to_owned(),
            request: b"GET /ws HTTP/1.1\r\n\r\n".to_vec(),
            began: 12.345,
            up: 21,
            ..Exchange::default()
        };
        let switched = Exchange {
            status: Some(101),
            answer: b"HTTP/1.1 101 Switching Protocols\r\n\r\n".to_vec(),
            asked: Some(0.333),
            answered: Some(142_857_142.857),
            ended: Some(0.0),
            down: u64::MAX,
            ..begun()
        };
        let aborted = Exchange {
            is_aborted: true,
            ..begun()
        };
        let cases = [
            (begun(), Telling::Now),
            (switched, Telling::Again),
            (aborted, Telling::Again),
        ];
        for (exchange, telling) in cases {
            let (told, how) = Opening::of(&exchange, telling, &models).exchange();
            assert_eq!(format!("{told:?}"), format!("{exchange:?}"));
            assert_eq!(how, telling);
        }
    }
}
