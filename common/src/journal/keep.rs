//! Where a room writes down what happens to it: the line between rooms and files.
//!
//! Nothing here knows what a record says, or where it goes.

/// Where a room writes down what happens to it.
///
/// What was appended outlives the process as soon as `append` returns, and the machine about a
/// second later. Whoever reads it finds the newest checkpoint and the records after it: all of
/// them, or, if the machine broke down, the first of them without a gap.
pub(crate) trait Keep: Send {
    /// Appends one record, a JSON text. All or nothing.
    ///
    /// If it fails for the place and not for the record, nothing more is taken until a checkpoint
    /// has succeeded: the room may have gone on in ways that could not be refused.
    fn append(&mut self, record: &[u8]) -> Result<(), NotKept>;

    /// Puts this in the place of everything before: one JSON text, or one a line. All or nothing: if
    /// it fails, everything is as it was, and so is the trouble.
    ///
    /// When this returns, the checkpoint is as safe as a record that was appended. It takes one
    /// write and waits for no disk.
    fn checkpoint(&mut self, state: &[u8]) -> Result<(), NotKept>;

    /// Not everything that is kept was understood: the next checkpoint leaves it aside for a person to
    /// look at, and fails if it cannot. Says under which name, if it has one.
    fn set_aside(&mut self) -> Option<String>;

    /// Whether a checkpoint is due: so much was appended since the last, or there is trouble, in
    /// which case this asks for another try about each second.
    fn wants_checkpoint(&self) -> bool;

    /// Why nothing is taken until a checkpoint has succeeded.
    fn trouble(&self) -> Option<NotKept>;
}

/// What was found of a room.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The newest checkpoint, as it was given.
    pub(crate) checkpoint: Option<Vec<u8>>,
    /// What was appended after it, in order.
    pub(crate) records: Vec<Vec<u8>>,
    /// Bytes at the end that were no whole records, and are cut off.
    pub(crate) lost_bytes: u64,
}

/// Why something was not written down, in words for those whose line it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotKept {
    /// No space, or no more allowed.
    #[error("The disk of the lecturer's computer is full, so nothing new can be taken for now.")]
    Full,
    /// Any other error of the disk.
    #[error(
        "The lecturer's computer cannot write to its disk, so nothing new can be taken for now."
    )]
    Failed,
    /// This record is longer than any may be. Others are taken.
    #[error("This is too long to be written down.")]
    TooLong,
    /// The room has been opened anew, and this is the one from before.
    #[error("This room has been closed.")]
    Closed,
}

impl NotKept {
    /// Whether it was for this one record, so that the next may be taken.
    pub(crate) fn is_of_the_record(self) -> bool {
        self == Self::TooLong
    }
}
