//! What must be true of any input at all, however it came about. Each check takes bytes and panics if it
//! is not.
//!
//! They are used twice: on a bounded number of inputs in `main.rs`, and by the fuzz targets, on as many as
//! there is time for.

use std::collections::VecDeque;
use std::net::Ipv6Addr;

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use common::frame::{self, Opcode};
use common::log::{Bounds, Dialect, Frames, Log, Position, Resume};
use common::protocol::{self, ClientFrame};
use common::server::origin::{self, Intent, Policy};
use common::text;
use serde_json::Value;
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;

/// A check and its name.
pub(crate) type Check = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const CHECKS: [Check; 6] = [
    ("frames from a browser", message),
    ("frames to a browser", frames),
    ("cleaned text", cleaned_text),
    ("resume", resume),
    ("host and origin", host_and_origin),
    ("links", link),
];

/// A message is read or refused in few words, and its number is the one that JSON says it is.
pub(crate) fn message(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    read::<basic_chat::Command>(&text);
    read::<kanye::demo::Command>(&text);
    read::<music::demo::Command>(&text);
}

fn read<C: serde::de::DeserializeOwned>(text: &str) {
    let parsed = protocol::parse::<C>(text);
    match &parsed {
        Ok(envelope) => {
            // A number too big for anything may stand where nobody looks.
            let Ok(value) = serde_json::from_str::<Value>(text) else {
                return;
            };
            assert_eq!(envelope.n, value["n"].as_u64());
            if let ClientFrame::Rename { name } = &envelope.frame {
                assert_eq!(value["name"], *name);
            }
        }
        Err(problem) => assert!(problem.message.len() < 1_000, "{}", problem.message),
    }
}

/// What we put in a frame, the library that reads frames takes out again.
pub(crate) fn frames(data: &[u8]) {
    let mut out = Vec::new();
    frame::append(Opcode::Text, data, &mut out);
    assert_eq!(out.len(), frame::header_len(out.len()) + data.len());
    let mut cursor = std::io::Cursor::new(&out);
    let (header, length) = FrameHeader::parse(&mut cursor)
        .expect("a header")
        .expect("a whole one");
    assert_eq!(length, data.len() as u64);
    assert!(header.is_final && header.mask.is_none());
    assert_eq!(&out[cursor.position() as usize..], data);
}

/// Text that was cleaned is clean, and as short as it must be.
pub(crate) fn cleaned_text(data: &[u8]) {
    let raw = String::from_utf8_lossy(data);
    if let Ok(line) = text::clean_line(&raw) {
        assert!(line.len() <= text::LINE_MAX_BYTES);
        assert!(line.chars().all(|one| one == '\n' || !one.is_control()));
        assert_eq!(text::clean_line(&line).as_ref(), Ok(&line));
    }
    if let Ok(Some(name)) = text::clean_name(&raw).map(Some) {
        assert_eq!(text::clean_name(&name).as_ref(), Ok(&name));
    }
}

/// A reader goes on as a plain list of everything says.
pub(crate) fn resume(data: &[u8]) {
    let [events, bytes, rest @ ..] = data else {
        return;
    };
    let bounds = Bounds {
        events: 1 + usize::from(*events) % 40,
        bytes: 16 + 4 * usize::from(*bytes),
    };
    let mut log = Log::new(7, bounds);
    let mut all: VecDeque<Vec<u8>> = VecDeque::new();
    for pair in rest.chunks_exact(2) {
        let [kind, value] = [pair[0], pair[1]];
        if kind % 3 == 0 {
            ask(&log, &all, u64::from(value) % (log.head() + 3));
        } else {
            let rich = vec![kind; 1 + usize::from(value) % 20];
            log.push(Frames {
                rich: &rich,
                ..Frames::default()
            });
            all.push_back(rich);
        }
    }
    ask(&log, &all, 0);
    let other = Position {
        epoch: "another".to_owned(),
        seq: 0,
    };
    assert_eq!(log.resume(Some(&other)), Resume::Snapshot);
}

fn ask(log: &Log, all: &VecDeque<Vec<u8>>, seq: u64) {
    let head = all.len() as u64;
    assert_eq!(log.head(), head);
    let epoch = log.epoch().to_owned();
    let resume = log.resume(Some(&Position { epoch, seq }));
    let expected = if seq > head {
        Resume::Snapshot
    } else if seq + 1 < log.oldest() {
        Resume::Gap
    } else {
        Resume::Continue
    };
    assert_eq!(resume, expected);
    if resume == Resume::Continue {
        let run = log.after(seq, Dialect::Rich);
        let got = run.map_or_else(Vec::new, |run| run.bytes.concat());
        let after: Vec<u8> = all.range(seq as usize..).flatten().copied().collect();
        assert_eq!(got, after);
    }
}

/// Whoever is let in means us by a name that nobody else can own, and its page is ours.
pub(crate) fn host_and_origin(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == b'\n');
    let host = parts.next().unwrap_or_default();
    let Ok(host) = HeaderValue::from_bytes(host) else {
        return;
    };
    let mut headers = HeaderMap::new();
    headers.insert(HOST, host.clone());
    let origin = parts
        .next()
        .and_then(|origin| HeaderValue::from_bytes(origin).ok());
    if let Some(origin) = &origin {
        headers.insert(ORIGIN, origin.clone());
    }
    let policy = Policy::default();
    let reads = origin::judge(&headers, &policy, Intent::Read).is_ok();
    let speaks = origin::judge(&headers, &policy, Intent::Speak).is_ok();
    assert!(reads || !speaks, "who may speak may read");
    if !reads {
        return;
    }
    let host = host.to_str().expect("a host that is ours is text");
    let name = name_of(host);
    assert!(is_ours(&name), "{host}");
    if let Some(origin) = origin.filter(|_| speaks) {
        let origin = origin.to_str().expect("an origin that is ours is text");
        let (scheme, served_by) = origin.split_once("://").expect("an origin has a scheme");
        assert!(
            ["http", "https"].contains(&&*scheme.to_ascii_lowercase()),
            "{origin}"
        );
        assert!(is_ours(&name_of(served_by)), "{origin}");
    }
}

/// A host without its port, in small letters and without a dot at its end.
fn name_of(host: &str) -> String {
    let end = match host.rfind(']') {
        Some(end) => end + 1,
        None => host.find(':').unwrap_or(host.len()),
    };
    let name = host[..end].to_ascii_lowercase();
    name.strip_suffix('.').unwrap_or(&name).to_owned()
}

fn is_ours(name: &str) -> bool {
    let is_number = name
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let inner = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    let is_v6 = inner.is_some_and(|name| name.parse::<Ipv6Addr>().is_ok());
    let is_local = name == "localhost"
        || [".localhost", ".local"]
            .iter()
            .any(|end| name.ends_with(end));
    is_number || is_v6 || is_local
}

/// A link that is read is exactly the one that would be written.
pub(crate) fn link(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(song) = music::link::decode(text) {
        assert_eq!(music::link::encode(&song), text);
    }
}
