//! The text of a message: when it was sent, by whom, as which, then letters up to the full length.
//! Fixed places, so that a receiver finds the time without a search.

use crate::workload::TEXT_BYTES;

/// Digits of the time in nanoseconds and of the two numbers, all hexadecimal.
const TIME: usize = 16;
const SENDER: usize = 8;
const NUMBER: usize = 8;
/// A chat may look at words, so there are some.
const FILLER: &[u8] = b" the quick brown fox jumps over the lazy dog and then sits down to watch";

/// What a message says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// When it was sent, in nanoseconds of the generator's clock.
    pub(crate) sent_ns: u64,
    /// Which member sent it.
    pub(crate) sender: u32,
    /// Which message of the whole run it is, from 0.
    pub(crate) number: u32,
}

impl Stamp {
    /// The text of the message.
    pub(crate) fn text(self) -> [u8; TEXT_BYTES] {
        let mut text = [b'.'; TEXT_BYTES];
        let (time, rest) = text.split_at_mut(TIME);
        let (sender, rest) = rest.split_at_mut(SENDER);
        let (number, rest) = rest.split_at_mut(NUMBER);
        write_hex(time, self.sent_ns);
        write_hex(sender, self.sender.into());
        write_hex(number, self.number.into());
        let filler = FILLER.len().min(rest.len());
        rest[..filler].copy_from_slice(&FILLER[..filler]);
        text
    }

    /// Reads it back from what has come; nothing if somebody else wrote that.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let (time, rest) = text.split_at_checked(TIME)?;
        let (sender, rest) = rest.split_at_checked(SENDER)?;
        let (number, _) = rest.split_at_checked(NUMBER)?;
        Some(Self {
            sent_ns: read_hex(time)?,
            sender: u32::try_from(read_hex(sender)?).ok()?,
            number: u32::try_from(read_hex(number)?).ok()?,
        })
    }
}

fn write_hex(out: &mut [u8], value: u64) {
    for (place, byte) in out.iter_mut().rev().enumerate() {
        *byte = b"0123456789abcdef"[usize::try_from(value >> (4 * place) & 0xF).unwrap_or(0)];
    }
}

fn read_hex(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |value, &digit| {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        Some(value << 4 | u64::from(digit))
    })
}
