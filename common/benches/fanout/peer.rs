//! Servers that somebody else wrote. Their process is this one: it takes the server's core and then
//! becomes the other program, so that its number, its time and its memory are what is measured.
//!
//! `common/benches/peers/fetch` brings them; who is not there is not measured.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::{about::said_by, machine};

/// How to get those that are not there.
pub(crate) const HOW_TO_GET: &str = "common/benches/peers/fetch";

/// The sources of the peers.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers");

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    /// `ws` on Node.js.
    Ws,
    /// Bun's publish and subscribe.
    Bun,
    /// A hub on axum.
    Axum,
}

impl Peer {
    /// Whether it can be measured here.
    pub(crate) fn is_there(self) -> bool {
        let Ok(folder) = folder() else {
            return false;
        };
        cfg!(unix)
            && match self {
                Self::Ws => folder.join("node_modules/ws").is_dir() && is_on_path("node"),
                Self::Bun => bun(&folder).is_file(),
                Self::Axum => axum(&folder).is_file(),
            }
    }

    /// Its version in words.
    pub(crate) fn version(self) -> Option<String> {
        let folder = folder().ok()?;
        match self {
            Self::Ws => {
                let node = said_by(Command::new("node").arg("--version"))?;
                let package = folder.join("node_modules/ws/package.json");
                let package = std::fs::read_to_string(package).ok()?;
                let package: serde_json::Value = serde_json::from_str(&package).ok()?;
                let version = package["version"].as_str()?;
                Some(format!("ws {version} on Node.js {node}"))
            }
            Self::Bun => {
                let version = said_by(Command::new(bun(&folder)).arg("--version"))?;
                Some(format!("Bun {version}"))
            }
            Self::Axum => {
                let lock = Path::new(SOURCES).join("axum/Cargo.lock");
                let lock = std::fs::read_to_string(lock).ok()?;
                let (_, rest) = lock.split_once("name = \"axum\"\nversion = \"")?;
                let (version, _) = rest.split_once('"')?;
                Some(format!("axum {version}"))
            }
        }
    }

    fn command(self) -> Result<Command> {
        let folder = folder()?;
        let source = |name| Path::new(SOURCES).join(name);
        let (program, arguments): (PathBuf, Vec<OsString>) = match self {
            Self::Ws => ("node".into(), vec![source("ws.mjs").into(), folder.into()]),
            Self::Bun => (bun(&folder), vec![source("bun.mjs").into()]),
            Self::Axum => (axum(&folder), Vec::new()),
        };
        let mut command = Command::new(program);
        command.args(arguments);
        Ok(command)
    }
}

/// Becomes the peer. Comes back only if that fails.
pub(crate) fn serve(peer: Peer) -> Result<()> {
    machine::pin(machine::SERVER_CORE)?;
    machine::allow_connections();
    become_it(peer.command()?)
}

#[cfg(unix)]
fn become_it(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("the peer does not start")
}

#[cfg(not(unix))]
fn become_it(_command: Command) -> Result<()> {
    anyhow::bail!("peers are measured on Unix only")
}

/// The scratch folder in Cargo's target, in which this program lies too.
fn folder() -> Result<PathBuf> {
    let program = env::current_exe().context("this program's own path")?;
    let mut folders = program.ancestors().map(|folder| folder.join("peers"));
    folders
        .find(|folder| folder.is_dir())
        .with_context(|| format!("no scratch folder; {HOW_TO_GET} makes it"))
}

fn bun(folder: &Path) -> PathBuf {
    folder.join("node_modules/.bin/bun")
}

fn axum(folder: &Path) -> PathBuf {
    folder.join("axum/release/axum-hub")
}

fn is_on_path(program: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}
