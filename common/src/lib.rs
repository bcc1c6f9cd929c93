//! The room every demo runs in.
