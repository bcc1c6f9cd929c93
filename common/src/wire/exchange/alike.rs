//! Texts of which many are nearly alike, each kept as what it has of its own.
//!
//! The heads by which the connections of a class are opened differ in a key, a date and little else. Of those
//! that a browser sends and gets, with a line of figures, some 120 bytes are left of 830. It knows lines, and
//! nothing of what is in them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Most models, a few for each kind of client.
const MODELS: usize = 8;
/// No model is longer, in bytes: whoever is like one keeps it, whoever it came from.
const MODEL_BYTES: usize = 2 * 1024;
/// What is more than this part of a text of its own is worth a model of its own.
const OWN_PART: usize = 3;
/// Before the rest of a line of its own: which line it is, how much of it is as in the model, and how long
/// the rest is.
const MARK_BYTES: usize = 1 + 1 + 2;

/// A text, as what differs from a model.
#[derive(Debug)]
pub(in crate::wire) struct Alike {
    model: Arc<Vec<u8>>,
    /// Number of lines, and the lines that differ, each with its mark.
    own: Box<[u8]>,
}

/// The texts that others are compared with, the newest last.
#[derive(Debug, Default)]
pub(in crate::wire) struct Models(Mutex<VecDeque<Arc<Vec<u8>>>>);

impl Models {
    /// Keeps a text as what differs from the model that it is most like. If it is like none, it is one for
    /// others, unless it is long.
    pub(super) fn keep(&self, text: &[u8]) -> Alike {
        // At worst a panic leaves a model out.
        let mut models = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let differences = models.iter().filter_map(|model| {
            let own = difference(model, text)?;
            Some((model, own))
        });
        let least = differences.min_by_key(|(_, own)| own.len());
        match least.filter(|(_, own)| own.len() * OWN_PART <= text.len()) {
            Some((model, own)) => Alike {
                model: Arc::clone(model),
                own: own.into(),
            },
            None => {
                let model = Arc::new(text.to_vec());
                if text.len() <= MODEL_BYTES {
                    models.push_back(Arc::clone(&model));
                }
                if models.len() > MODELS {
                    models.pop_front();
                }
                let own = Box::default();
                Alike { model, own }
            }
        }
    }
}

impl Alike {
    /// How many bytes it has of its own.
    #[cfg(test)]
    pub(super) fn own_bytes(&self) -> usize {
        self.own.len()
    }

    /// The text.
    pub(super) fn text(&self) -> Vec<u8> {
        let Some((&count, mut own)) = self.own.split_first() else {
            return self.model.to_vec();
        };
        let mut text = Vec::with_capacity(self.model.len() + own.len());
        let mut model = lines(&self.model);
        for number in 0..count {
            let line = model.next().unwrap_or_default();
            match own {
                [of, same, low, high, rest @ ..] if *of == number => {
                    let (rest, others) = rest.split_at(u16::from_le_bytes([*low, *high]).into());
                    text.extend_from_slice(&line[..usize::from(*same)]);
                    text.extend_from_slice(rest);
                    own = others;
                }
                _ => text.extend_from_slice(line),
            }
        }
        text
    }
}

/// What a text has of its own beside a model. `None` if it cannot be told so: it has too many lines, or too
/// long ones.
fn difference(model: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let mut own = vec![u8::try_from(lines(text).count()).ok()?];
    let mut model = lines(model);
    for (number, line) in (0..=u8::MAX).zip(lines(text)) {
        let other = model.next().unwrap_or_default();
        if line == other {
            continue;
        }
        let same = line.iter().zip(other).take_while(|(one, two)| one == two);
        let same = same.take(u8::MAX.into()).count();
        let rest = &line[same..];
        own.reserve(MARK_BYTES + rest.len());
        own.extend([number, same as u8]);
        own.extend(u16::try_from(rest.len()).ok()?.to_le_bytes());
        own.extend_from_slice(rest);
    }
    Some(own)
}

/// The lines of a text, each with its end.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// As a browser opens a connection: the whole text, and what is another one's in it.
    fn opening(key: &str, second: u32) -> String {
        let agent =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0";
        format!(
            "GET /ws HTTP/1.1\r\nHost: 192.168.1.7:3000\r\nConnection: Upgrade\r\nPragma: no-cache\r\n\
             Cache-Control: no-cache\r\nUser-Agent: {agent}\r\nUpgrade: websocket\r\n\
             Origin: http://192.168.1.7:3000\r\nSec-WebSocket-Version: 13\r\n\
             Accept-Encoding: gzip, deflate\r\nAccept-Language: de-DE,de;q=0.9\r\n\
             Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: websockets-notes.v1\r\n\r\n\
             HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             date: Mon, 23 Nov 2026 10:15:{second:02} GMT\r\n\r\n"
        )
    }

    #[test]
    fn of_a_class_that_joins_each_keeps_what_is_its_own() {
        let models = Models::default();
        for second in 0..60 {
            let text = opening(&format!("{second:022}=="), second);
            let kept = models.keep(text.as_bytes());
            assert_eq!(kept.text(), text.as_bytes());
            assert!(kept.own.len() < 60, "{} bytes", kept.own.len());
        }
    }

    #[test]
    fn whoever_is_like_nobody_is_kept_whole_and_models_do_not_grow_in_number_or_length() {
        let models = Models::default();
        let long = format!("{}\n", "x".repeat(70_000));
        let many = "\n".repeat(300);
        let texts = (0..50).map(|seed| format!("{seed}").repeat(40));
        let texts: Vec<_> = texts.chain([long, many, String::new()]).collect();
        let kept: Vec<_> = texts
            .iter()
            .map(|text| models.keep(text.as_bytes()))
            .collect();
        for (text, kept) in texts.iter().zip(kept) {
            assert_eq!(kept.text(), text.as_bytes());
        }
        let models = models.0.into_inner().unwrap();
        assert_eq!(models.len(), MODELS);
        assert!(models.iter().all(|model| model.len() <= MODEL_BYTES));
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_it_was(texts in vec("([ab]{0,6}\n){0,6}[ab]{0,3}", 1..12)) {
            let models = Models::default();
            let kept: Vec<_> = texts.iter().map(|text| models.keep(text.as_bytes())).collect();
            for (text, kept) in texts.iter().zip(kept) {
                prop_assert_eq!(kept.text(), text.as_bytes());
            }
        }
    }
}
