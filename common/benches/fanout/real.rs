//! The real server, with the chat's rules and nobody's rate limited. This is the only place that
//! knows how it is built.

use std::{
    io::Write,
    net::{IpAddr, Ipv4Addr},
};

use anyhow::Result;
use basic_chat::BasicChat;
use common::{Options, Server};
use tokio::sync::oneshot;

use crate::{machine, out, stdin};

/// More than any workload needs.
const MAX_CONNECTIONS: u32 = 20_000;
/// Lifts the limit of lines a second for each person.
const UNLIMITED: f64 = 0.0;

/// Runs until standard input ends, on one thread, as the demos do.
pub(crate) fn serve() -> Result<()> {
    machine::pin(machine::SERVER_CORE)?;
    machine::allow_connections();
    let (stop, stopped) = oneshot::channel();
    stdin::when_closed(move || _ = stop.send(()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let options = Options {
            port: 0,
            host: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            max_connections: MAX_CONNECTIONS,
            // The generator sends much faster than anybody may.
            unpaced: true,
            ..Options::default()
        };
        let server = Server::bind(&options, || BasicChat::new(UNLIMITED), None).await?;
        writeln!(out::stdout(), "{}", server.local_addr())?;
        server.run(async { _ = stopped.await }).await
    })
}
