//! The room every demo runs in: connection registry, broadcast loop, log, transports, server.
//!
//! # The way of a line
//!
//! ```text
//! browser ── op ──► transport ──► room task ── apply ──► demo
//!                                    │ event gets seq, is encoded once, goes into the log
//!                                    ▼
//!                    every cursor moves: whatever lies after it goes out in one write
//! ```
//!
//! # Where to find what
//!
//! | idea | module |
//! | --- | --- |
//! | what a demo must say for itself | [`demo`] |
//! | the broadcast loop | `room` |
//! | the numbered log, and who may resume from where | [`log`] |
//! | who is here, over which connection | [`registry`] |
//! | each command is decided once | [`ledger`] |
//! | what was done outlives the process | `journal` |
//! | values of which only the newest matters | [`latest`] |
//! | the frames that every demo shares | [`protocol`] |
//! | open, send, receive, close | [`transport`] |
//! | one port for pages and sockets | [`server`] |
//! | every byte that passes a socket, counted and told | [`wire`] |
//! | what people type | [`text`] |
//! | every number | [`limits`] |
//!
//! # Invariants
//!
//! * This crate knows no demo's messages; a demo knows no socket, no HTTP and no `async`.
//! * One room is one task and one order. Every change of shared state passes through it.
//! * One log, many readers. No connection owns a queue of events: a slow one is a number.
//! * What everybody gets is encoded once. Nothing is lost silently.

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

use std::process::ExitCode;

use tokio::sync::watch;
use tracing::level_filters::LevelFilter;

use crate::server::banner::{self, Banner, Reach, Style};

pub mod clock;
mod counts;
pub mod demo;
pub mod frame;
mod ids;
mod journal;
pub mod knob;
pub mod latest;
pub mod ledger;
pub mod limits;
pub mod log;
pub mod people;
pub mod protocol;
pub mod rate;
pub mod registry;
mod room;
pub mod server;
pub mod text;
pub mod transport;
pub mod wire;

pub use crate::demo::Demo;
pub use crate::server::{Options, Server};

/// Does to the file of a room whatever these bytes say, and checks what is read of it. For a fuzzer.
#[cfg(fuzzing)]
pub fn damage_a_journal(data: &[u8]) {
    journal::disk::fuzzed::damage(data);
}

/// Runs a program on this thread until it ends. What it has begun on others by then, such as looking
/// up a name, is not waited for: Ctrl-C must not hang on somebody else's network.
pub fn on_one_thread(program: impl Future<Output = ExitCode>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            let code = runtime.block_on(program);
            runtime.shutdown_background();
            code
        }
        Err(error) => {
            eprintln!("This system gives no timers or sockets: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a demo as the command line says, until somebody stops it. What goes wrong before that is
/// said in one sentence.
/// Each room gets a demo from `make`, which is told what comes from `outside`.
pub async fn run<D: Demo>(
    options: Options,
    make: impl Fn() -> D + Send + Sync + 'static,
    outside: Option<watch::Receiver<D::External>>,
) -> ExitCode {
    start_log(options.verbose);
    match serve(options, make, outside).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn serve<D: Demo>(
    options: Options,
    make: impl Fn() -> D + Send + Sync + 'static,
    outside: Option<watch::Receiver<D::External>>,
) -> anyhow::Result<()> {
    let server = Server::bind(&options, make, outside).await?;
    let banner = describe::<D>(&options, &server);
    print!("{}", banner::render(&banner, style(&options)));
    if options.open && open::that_detached(&banner.local).is_err() {
        println!("  No browser could be opened here. Open the address yourself.");
    }
    server.run(server::signal::shutdown()).await
}

fn describe<D: Demo>(options: &Options, server: &Server<D>) -> Banner {
    let (local, network) = server.urls();
    let port = server.local_addr().port();
    let is_other = options.port != 0 && port != options.port;
    let note = format!("Port {} is taken, so this is {port}.", options.port);
    let kept = options.data.as_ref().map(|folder| {
        let (folder, keep) = (folder.display(), options.keep_in_words());
        format!("What is said and made is kept in {folder} for {keep}.")
    });
    Banner {
        name: D::NAME.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        local,
        reach: match network {
            urls if urls.is_empty() && !options.lan => Reach::ThisComputer,
            urls => Reach::Network(urls),
        },
        notes: is_other.then_some(note).into_iter().chain(kept).collect(),
        key: options.lan.then(|| server.key()),
    }
}

fn style(options: &Options) -> Style {
    let style = Style::detect(&std::io::stdout());
    Style {
        qr: style.qr && !options.no_qr,
        ..style
    }
}

/// Says on standard error what happens, for a person who follows it in class.
fn start_log(verbose: u8) {
    let level = match verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .with_ansi(Style::detect(&std::io::stderr()).color)
        .with_writer(std::io::stderr);
    // A second server in one process keeps the log of the first.
    let _ = log.try_init();
}
