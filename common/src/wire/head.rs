//! What the head of an HTTP/1.1 message says, as far as it matters here: what it is, and how the end
//! of its body is known (RFC 9112, section 6.3).
//!
//! It knows no socket: a head is bytes that are there in full, or as many of them as were kept.

/// 101: what follows is no HTTP any more.
pub(super) const SWITCHING: u16 = 101;

/// How the end of a body is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// So many bytes, or none.
    Length(u64),
    Chunked,
    /// It ends with the connection.
    UntilEnd,
    /// Another head follows: this was a 1xx.
    AnotherHead,
}

/// What a head says, as far as it matters here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The three words of the first line.
    pub(super) words: [String; 3],
    pub(super) length: Option<u64>,
    pub(super) is_chunked: bool,
    pub(super) is_event_stream: bool,
}

impl Head {
    /// Reads a head off the bytes of it.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let mut words = lines.next().unwrap_or_default().splitn(3, ' ');
        let mut head = Self {
            words: std::array::from_fn(|_| words.next().unwrap_or_default().to_owned()),
            ..Self::default()
        };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-length") {
                head.length = value.parse().ok();
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                head.is_chunked = value.to_ascii_lowercase().ends_with("chunked");
            } else if name.eq_ignore_ascii_case("content-type") {
                head.is_event_stream = value.starts_with("text/event-stream");
            }
        }
        head
    }

    /// How the body of this request is framed (RFC 9112, section 6.3).
    pub(super) fn framing_of_request(&self) -> Framing {
        if self.is_chunked {
            Framing::Chunked
        } else {
            Framing::Length(self.length.unwrap_or(0))
        }
    }

    /// How the body of this answer is framed (RFC 9112, section 6.3).
    pub(super) fn framing_of_answer(&self, method: &str) -> Framing {
        match self.status() {
            Some(status @ 100..=199) if status != SWITCHING => Framing::AnotherHead,
            Some(SWITCHING | 204 | 304) => Framing::Length(0),
            _ if method == "HEAD" => Framing::Length(0),
            _ if self.is_chunked => Framing::Chunked,
            _ => self.length.map_or(Framing::UntilEnd, Framing::Length),
        }
    }

    pub(super) fn status(&self) -> Option<u16> {
        self.words[1].parse().ok()
    }
}
