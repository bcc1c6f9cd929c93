//! What a room has been told, written down before it is done, so that it outlives the process.
//!
//! A journal has two halves that know each other only by [`keep::Keep`]. One says what happens to a
//! room, and how a room comes out of that again; it never knows a file. The other keeps lines on a
//! disk; it never knows what they say.

pub(crate) mod disk;
pub(crate) mod keep;
#[cfg(test)]
pub(crate) mod memory;
