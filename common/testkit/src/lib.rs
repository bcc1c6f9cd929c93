//! What the tests of every demo share. Nothing here is part of a server.

pub mod browser;
pub mod checks;
pub mod client;
pub mod http;
pub mod program;
pub mod proxy;
pub mod server;
pub mod tools;
pub mod transport;

pub use browser::{Browser, Look, ONLINE, Tab};
pub use client::{Client, PATIENCE, Steady};
pub use program::Program;
pub use proxy::{Every, Faults, Mishap, Proxy, Weather};
pub use server::TestServer;
pub use transport::{Route, Transport};
