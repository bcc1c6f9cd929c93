//! Cleans what people type before anybody else sees it.
//!
//! Text from a stranger can hide words, turn a line around, paint over its neighbours or pretend to
//! be the teacher. Every rule against that stands here, as pure functions from string to string.
//! They must never know who typed, in which room, over which connection, or how a page draws text.
//!
//! The order is the same for lines and names: count the bytes, refuse what nobody can show, strip
//! what nobody can see, compose (NFC), tame joiners and marks, trim, and only then measure. What
//! comes out is a fixed point: cleaning it again changes nothing.

mod line;
mod measure;
mod name;
mod problem;
mod scalar;
mod scrub;
mod unique;

#[cfg(test)]
mod hazards;

pub use line::{
    LINE_MAX_BYTES, LINE_MAX_GRAPHEMES, LINE_MAX_LINES, LINE_MAX_MARKS, clean_line, cut_line,
};
pub use name::{NAME_MAX_BYTES, NAME_MAX_GRAPHEMES, clean_name};
pub use problem::{Field, TextProblem};
pub use unique::{RESERVED, distinct, skeleton};
