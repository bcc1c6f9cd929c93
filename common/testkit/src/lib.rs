//! What the tests of every demo share. Nothing here is part of a server.

pub mod tools;
