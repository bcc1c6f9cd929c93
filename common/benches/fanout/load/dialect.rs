//! The two dialects, as far as a load generator needs them: how to say something, and what kind
//! of frame has come. This is the only place that knows the server's frames.

use std::io::Write;

use clap::ValueEnum;

use crate::frame;

/// What a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dialect {
    /// Any text goes as it is to everybody else.
    Plain,
    /// Typed JSON frames with numbers, acks and presence.
    Rich,
}

/// What kind of frame has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Line,
    Ack,
    Nack,
    People,
    Latest,
    Ping,
    Welcome,
    Snapshot,
    Skip,
    Bye,
    Other,
}

impl Kind {
    /// Every kind with its name on the wire, the frequent ones first, since they are tried in this
    /// order.
    pub(crate) const ALL: [(Self, &'static str); 11] = [
        (Self::Line, "line"),
        (Self::Ack, "ack"),
        (Self::Nack, "nack"),
        (Self::People, "people"),
        (Self::Latest, "latest"),
        (Self::Ping, "ping"),
        (Self::Welcome, "welcome"),
        (Self::Snapshot, "snapshot"),
        (Self::Skip, "skip"),
        (Self::Bye, "bye"),
        (Self::Other, "other"),
    ];
}

/// Every frame begins with its type.
const TYPE: &[u8] = b"{\"type\":\"";
/// How a line begins; its text comes right after.
const LINE: &[u8] = b"{\"type\":\"line\",\"text\":\"";
/// The least that answers a greeting.
pub(crate) const WELCOME: &[u8] = br#"{"type":"welcome"}"#;
/// Where the text is if the server chose another order of fields.
const TEXT: &[u8] = b"\"text\":\"";

impl Dialect {
    /// The WebSocket subprotocol it goes by.
    pub(crate) fn subprotocol(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Rich => Some("websockets-notes.v1"),
        }
    }

    /// Appends what a newcomer says first.
    pub(crate) fn push_greeting(self, out: &mut Vec<u8>, member: usize) {
        if self == Self::Rich {
            let hello = format!(r#"{{"type":"hello","name":"Load {member}"}}"#);
            frame::push_masked(out, frame::TEXT, hello.as_bytes());
        }
    }

    /// Whether this is what a newcomer says first.
    pub(crate) fn is_greeting(self, payload: &[u8]) -> bool {
        self == Self::Rich && payload.starts_with(br#"{"type":"hello""#)
    }

    /// A message as others get it, with numbers of usual size.
    pub(crate) fn delivery(self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Plain => text.to_vec(),
            Self::Rich => {
                let text = String::from_utf8_lossy(text);
                let about = r#""name":"Load 0","seq":100000,"at":10000,"from":1,"n":100000"#;
                format!(r#"{{"type":"line","text":"{text}",{about}}}"#).into_bytes()
            }
        }
    }

    /// Appends a message, the `n`-th of its sender. `scratch` is overwritten.
    pub(crate) fn push_message(
        self,
        out: &mut Vec<u8>,
        scratch: &mut Vec<u8>,
        n: u64,
        text: &[u8],
    ) {
        match self {
            Self::Plain => frame::push_masked(out, frame::TEXT, text),
            Self::Rich => {
                scratch.clear();
                write!(scratch, r#"{{"type":"say","n":{n},"text":""#).expect("memory takes all");
                scratch.extend_from_slice(text);
                scratch.extend_from_slice(b"\"}");
                frame::push_masked(out, frame::TEXT, scratch);
            }
        }
    }

    /// What has come, with the text if it is somebody's message.
    pub(crate) fn sort(self, payload: &[u8]) -> (Kind, &[u8]) {
        if self == Self::Plain {
            return (Kind::Line, payload);
        }
        if let Some(text) = payload.strip_prefix(LINE) {
            return (Kind::Line, text);
        }
        let Some(rest) = payload.strip_prefix(TYPE) else {
            return (Kind::Other, &[]);
        };
        let is_named = |name: &str| {
            rest.strip_prefix(name.as_bytes())
                .is_some_and(|rest| rest.starts_with(b"\""))
        };
        let kind = Kind::ALL.iter().find(|(_, name)| is_named(name));
        match kind.map_or(Kind::Other, |(kind, _)| *kind) {
            Kind::Line => {
                let text = payload
                    .windows(TEXT.len())
                    .position(|window| window == TEXT);
                (
                    Kind::Line,
                    text.map_or(&[], |at| &payload[at + TEXT.len()..]),
                )
            }
            kind => (kind, &[]),
        }
    }
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Rich => "rich",
        })
    }
}
