//! The frames of one direction of a socket, one by one: how long each is, and what is in it, as far as that is
//! kept. It must never know whose they are, nor who looks.

use super::{Head, Place};

/// Most bytes of a payload that are kept.
const PAYLOAD_BYTES: usize = 16 * 1024;

/// A frame that has passed.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::wire) struct Passed {
    /// Nothing is known of the head of a frame that began before it was watched.
    pub(in crate::wire) head: Option<Head>,
    /// Bytes that passed while it was watched, head and payload.
    pub(in crate::wire) size: u64,
    /// The payload without its mask, as far as it is kept.
    pub(in crate::wire) payload: Vec<u8>,
    /// Whether the payload is longer than what is kept.
    pub(in crate::wire) is_cut: bool,
    /// Whether a part of the frame is missing: it began before the watch, or never ended.
    pub(in crate::wire) is_torn: bool,
}

/// Collects frames from one direction.
#[derive(Debug, Default)]
pub(in crate::wire) struct Frames {
    place: Place,
    /// Bytes of a frame that began before, of which only this is known.
    skip: u64,
    size: u64,
    payload: Vec<u8>,
    is_cut: bool,
    is_torn: bool,
}

impl Frames {
    /// Begins where frames have been passing already.
    pub(in crate::wire) fn from_place(place: Place) -> Self {
        Self {
            is_torn: !place.is_between_frames(),
            place,
            ..Self::default()
        }
    }

    /// Begins where `rest` bytes are missing to the end of a frame.
    pub(in crate::wire) fn from_rest(rest: u64) -> Self {
        Self {
            is_torn: rest > 0,
            skip: rest,
            ..Self::default()
        }
    }

    /// Bytes that are in no frame that was told.
    pub(in crate::wire) fn untold(&self) -> u64 {
        self.size
    }

    /// Takes bytes, and hands out the frames that end in them.
    pub(in crate::wire) fn take(&mut self, mut bytes: &[u8], mut tell: impl FnMut(Passed)) {
        while !bytes.is_empty() {
            let taken = if self.skip > 0 {
                self.take_rest(bytes, &mut tell)
            } else {
                self.take_frame(bytes, &mut tell)
            };
            bytes = &bytes[taken..];
        }
    }

    /// What has passed of a frame that does not end, if there is one.
    pub(in crate::wire) fn end(&mut self) -> Option<Passed> {
        self.is_torn = true;
        let head = Head {
            bytes: self.place.head,
            have: self.place.have,
        };
        (self.size > 0).then(|| self.passed(Some(head)))
    }

    fn take_rest(&mut self, bytes: &[u8], tell: &mut impl FnMut(Passed)) -> usize {
        let taken = usize::try_from(self.skip).map_or(bytes.len(), |skip| skip.min(bytes.len()));
        self.skip -= taken as u64;
        self.size += taken as u64;
        if self.skip == 0 {
            tell(self.passed(None));
        }
        taken
    }

    fn take_frame(&mut self, bytes: &[u8], tell: &mut impl FnMut(Passed)) -> usize {
        let (taken, payload, ended) = self.place.step(bytes);
        self.size += taken as u64;
        // The unmasking of a torn payload could not be begun at its beginning.
        if !self.is_torn {
            let room = PAYLOAD_BYTES - self.payload.len();
            self.is_cut |= payload.len() > room;
            self.payload
                .extend_from_slice(&payload[..payload.len().min(room)]);
        }
        if let Some(head) = ended {
            tell(self.passed(Some(head)));
        }
        taken
    }

    fn passed(&mut self, head: Option<Head>) -> Passed {
        let mut payload = std::mem::take(&mut self.payload);
        if let Some(mask) = head.and_then(|head| head.mask()) {
            let mask = mask.iter().cycle();
            payload
                .iter_mut()
                .zip(mask)
                .for_each(|(byte, mask)| *byte ^= mask);
        }
        Passed {
            head,
            size: std::mem::take(&mut self.size),
            payload,
            is_cut: std::mem::take(&mut self.is_cut),
            is_torn: std::mem::take(&mut self.is_torn),
        }
    }
}
