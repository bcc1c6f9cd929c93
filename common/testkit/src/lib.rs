//! What the tests of every demo share.
