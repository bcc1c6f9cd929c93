//! The text of a message: since when it counts, by whom it is, as which, then words up to the full length.
//!
//! Fixed places, so that a receiver finds the time without a search; and as digits the sixteen
//! letters from `a` to `p`, of which eight are read in a few instructions. Millions of messages a
//! second are read here: hexadecimal digits, one at a time, made the generator the limit of W1 at
//! 7 million deliveries a second instead of 11.

use crate::workload::TEXT_BYTES;

/// One word of eight letters holds 32 bits.
const LETTERS: usize = 8;
/// A chat may look at words, so there are some.
const FILLER: &[u8] = b" the quick brown fox jumps over the lazy dog and then sits down to watch";

/// What a message says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// When it was due, in nanoseconds of the generator's clock; where messages have no time of their
    /// own, when it was sent.
    pub(crate) due_ns: u64,
    /// Which member sent it.
    pub(crate) sender: u32,
    /// Which message of the whole run it is, from 0.
    pub(crate) number: u32,
}

impl Stamp {
    /// The text of the message.
    pub(crate) fn text(self) -> [u8; TEXT_BYTES] {
        let mut text = [b'.'; TEXT_BYTES];
        let high = u32::try_from(self.due_ns >> 32).expect("a shifted half");
        let low = u32::try_from(self.due_ns & u64::from(u32::MAX)).expect("a masked half");
        let (words, _) = text.as_chunks_mut::<LETTERS>();
        for (word, value) in words.iter_mut().zip([high, low, self.sender, self.number]) {
            *word = spell(value);
        }
        let rest = &mut text[4 * LETTERS..];
        let filler = FILLER.len().min(rest.len());
        rest[..filler].copy_from_slice(&FILLER[..filler]);
        text
    }

    /// Reads it back from what has come; nothing if somebody else wrote that.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let (words, _) = text.as_chunks::<LETTERS>();
        let [high, low, sender, number, ..] = words else {
            return None;
        };
        let due_ns = u64::from(read(*high)?) << 32 | u64::from(read(*low)?);
        Some(Self {
            due_ns,
            sender: read(*sender)?,
            number: read(*number)?,
        })
    }
}

/// The letter that stands for zero, eight times.
const ZEROS: u64 = u64::from_be_bytes([b'a'; LETTERS]);

/// Four bits a letter, the highest first.
fn spell(value: u32) -> [u8; LETTERS] {
    let spread = (0..LETTERS).fold(0, |spread, place| {
        spread | (u64::from(value) >> (4 * place) & 0xF) << (8 * place)
    });
    (spread + ZEROS).to_be_bytes()
}

/// The inverse: take the letters' common part away, then close the gaps between the halves of
/// bytes, of bytes, and of words.
fn read(letters: [u8; LETTERS]) -> Option<u32> {
    let spread = u64::from_be_bytes(letters).checked_sub(ZEROS)?;
    if spread & 0xF0F0_F0F0_F0F0_F0F0 != 0 {
        return None;
    }
    let pairs = (spread | spread >> 4) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF;
    u32::try_from((fours | fours >> 16) & u64::from(u32::MAX)).ok()
}
