//! Rooms on a disk: what was appended is there when the server comes back, however it went.
//!
//! # What is on the disk
//!
//! A room has one file, `room-NAME.7.journal`: a head, a checkpoint, and the records after it, one
//! JSON line each with a number and a checksum ([`mod@line`]). A checkpoint begins the next file, here
//! number 8, and file 7 is removed later. No file is ever renamed over another, and nothing in a file
//! is ever written again: it grows at its end, or its end is cut off.
//!
//! # Why a crash leaves the old or the new, and whole
//!
//! The reader takes the newest file whose head and checkpoint are right, and of that file the lines
//! up to the first that is not right. So, step by step, if the process or the machine stops:
//!
//! | stops while or after | what is read |
//! | --- | --- |
//! | a record is being appended | the records before it; the torn line is cut off |
//! | a record was appended, not synced | process: it is there. Machine: perhaps not, and then none after it is read either |
//! | file 8 is made, or being written | 8 lacks its checkpoint or a part of it: file 7, to which nothing was written since |
//! | file 8 is written, not synced | process: 8. Machine: 8, or 7 if 8 did not arrive whole |
//! | records were appended to 8 | the same, with those of them that arrived, from the first on |
//! | file 8 is synced, then the directory | 8 |
//! | file 7 is being removed | 8, whether 7 is there or not |
//! | a torn line is being cut off | the lines before it, and it is cut off again. Nothing is appended before the cut is synced |
//!
//! So what was appended outlives the process at once, since the system has it; and the machine after
//! the next round of syncing, which is within a second ([`rounds`]). If syncing fails, that file is
//! not trusted any more, and the room says that it is in trouble until a checkpoint is in another.
//!
//! # Where to find what
//!
//! | idea | module |
//! | --- | --- |
//! | all rooms, opened and shut | [`store`] |
//! | one room: append, checkpoint, trouble | [`room_file`] |
//! | the file that it writes to | [`current`] |
//! | what is there after a crash | [`recover`], [`read`] |
//! | a line, a file's head and name | [`mod@line`], [`generation`] |
//! | what was not understood, set aside for a person | [`aside`] |
//! | the thread that waits for the disk | [`rounds`], [`syncing`] |
//! | one process at a time | [`lock`] |
//! | how long rooms are kept | [`retention`] |
//! | where the clock stands | [`clock_file`] |
//! | the disk, or one that breaks | [`files`], [`directory`] |

mod aside;
mod clock_file;
mod current;
mod directory;
mod files;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzzed;
mod generation;
mod line;
mod lock;
mod read;
mod recover;
mod retention;
mod room_file;
mod rounds;
mod store;
mod syncing;
#[cfg(test)]
mod tests;

pub(crate) use retention::parse_keep;
pub(crate) use store::Store;
