//! A WebSocket frame as a server sends it (RFC 6455, section 5.2): final, unmasked.
//!
//! Reading is the library's business, because there the peer may be hostile. Writing is these few
//! lines, because a frame must be encoded once and then go to every socket as the same bytes.

/// What a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Opcode {
    /// UTF-8 text.
    Text = 0x1,
    /// Bytes.
    Binary = 0x2,
    /// The end, with a code and a reason.
    Close = 0x8,
    /// Are you there?
    Ping = 0x9,
    /// I am here.
    Pong = 0xA,
}

/// The bit that marks the last fragment of a message. Ours are never fragmented.
const FINAL: u8 = 0x80;
/// Largest payload whose length fits into the second byte; the next two values announce 16 and 64
/// bits of length.
const SHORT: usize = 125;
/// Largest payload of a control frame, in bytes.
pub const CONTROL_PAYLOAD: usize = 125;

/// Appends one finished frame.
pub fn append(opcode: Opcode, payload: &[u8], out: &mut Vec<u8>) {
    out.reserve(payload.len() + 10);
    out.push(FINAL | opcode as u8);
    match payload.len() {
        length @ 0..=SHORT => out.push(length as u8),
        length => match u16::try_from(length) {
            Ok(length) => {
                out.push(126);
                out.extend_from_slice(&length.to_be_bytes());
            }
            Err(_) => {
                out.push(127);
                out.extend_from_slice(&(length as u64).to_be_bytes());
            }
        },
    }
    out.extend_from_slice(payload);
}

/// Length of the header of a finished frame that is `length` bytes long in all.
pub fn header_len(length: usize) -> usize {
    const MEDIUM: usize = u16::MAX as usize;
    match length {
        0..=127 => 2, // At most 125 bytes of payload; with 126 the header has four.
        length if length <= MEDIUM + 4 => 4,
        _ => 10,
    }
}

/// Appends a close frame. The reason is cut to what a control frame holds.
pub fn append_close(code: u16, reason: &str, out: &mut Vec<u8>) {
    let room = CONTROL_PAYLOAD - size_of::<u16>();
    let mut end = reason.len().min(room);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    let payload = [&code.to_be_bytes(), &reason.as_bytes()[..end]].concat();
    append(Opcode::Close, &payload, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(length: usize) -> Vec<u8> {
        let mut out = Vec::new();
        append(Opcode::Text, &vec![b'x'; length], &mut out);
        out.truncate(out.len() - length);
        out
    }

    #[test]
    fn the_length_takes_seven_sixteen_or_sixty_four_bits() {
        assert_eq!(header(0), [0x81, 0]);
        assert_eq!(header(125), [0x81, 125]);
        assert_eq!(header(126), [0x81, 126, 0, 126]);
        assert_eq!(header(65_535), [0x81, 126, 0xFF, 0xFF]);
        assert_eq!(header(65_536), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn where_the_payload_begins_follows_from_the_length_of_the_frame() {
        for length in [0, 1, 125, 126, 127, 128, 65_535, 65_536, 70_000] {
            let header = header(length).len();
            assert_eq!(header_len(length + header), header, "{length}");
        }
    }

    #[test]
    fn a_long_reason_is_cut_at_a_character() {
        let mut out = Vec::new();
        append_close(1001, &"ö".repeat(100), &mut out);
        assert_eq!(out[..4], [0x88, 124, 3, 0xE9]);
        assert_eq!(std::str::from_utf8(&out[4..]).unwrap(), "ö".repeat(61));
    }
}
