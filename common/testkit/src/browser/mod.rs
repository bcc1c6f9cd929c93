//! A real browser: Chromium without a window, with an empty profile, told what to do by `WebDriver`.

use std::fs::remove_dir_all;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use fantoccini::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::tools;

mod command;
mod console;
mod tab;

pub use tab::{Look, ONLINE, Tab};

/// The driver takes a port that is free for IPv4 and ends if IPv6 has it taken; another try helps.
const ATTEMPTS: usize = 5;
/// How long the driver may take to start.
const START: Duration = Duration::from_secs(30);
/// How long the driver may take to end.
const END: Duration = Duration::from_secs(10);
/// How often to try, after the end, to remove what the browser has written, and the pause between.
const TIDYING: usize = 100;
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// What Chromium must not do: draw on a card that is not there, or ask anybody on the Internet.
const ARGUMENTS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // The browser ends when its driver does, even if that is killed.
    "--remote-debugging-pipe",
    // A container's shared memory is small.
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
];

/// A running browser. It ends when it is dropped.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    /// Where its driver listens.
    address: SocketAddr,
    _driver: Child,
    profile: TempDir,
}

impl Drop for Browser {
    /// A browser that is just killed leaves files behind; one whose driver is asked to end tidies up
    /// first. What still goes wrong is for the killing afterwards.
    fn drop(&mut self) {
        let ended = ask_to_end(self.address);
        for _ in 0..TIDYING {
            if ended.is_err() || remove_dir_all(self.profile.path()).is_ok() {
                return;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        eprintln!("{} is left behind", self.profile.path().display());
    }
}

/// Asks a driver to end itself and its browser, and waits until it has.
fn ask_to_end(driver: SocketAddr) -> std::io::Result<()> {
    let mut stream = TcpStream::connect_timeout(&driver, END)?;
    stream.set_read_timeout(Some(END))?;
    stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    std::io::copy(&mut stream, &mut std::io::sink())?;
    Ok(())
}

impl Browser {
    /// Starts a browser; `None` where there is none and the test is to be skipped.
    ///
    /// # Panics
    ///
    /// If there is one and it does not start, or if there is none and the gate requires it.
    pub async fn start() -> Option<Self> {
        let chromium = tools::find(&["chromium", "chromium-browser", "google-chrome"])?;
        let driver = tools::find(&["chromedriver"])?;
        let mut problem = None;
        for _ in 0..ATTEMPTS {
            match Self::launch(&chromium, &driver).await {
                Ok(browser) => return Some(browser),
                Err(error) => problem = Some(error),
            }
        }
        panic!("the browser does not start: {problem:?}")
    }

    /// Opens a page in a window of its own.
    ///
    /// # Panics
    ///
    /// If the window cannot be had.
    pub async fn open(&self, url: &str) -> Tab<'_> {
        let window = self
            .client
            .new_window(false)
            .await
            .expect("a window")
            .handle;
        let tab = Tab::new(&self.client, window);
        tab.go(url).await;
        tab
    }

    async fn launch(chromium: &Path, driver: &Path) -> anyhow::Result<Self> {
        let profile = TempDir::new()?;
        let mut process = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("the driver cannot be run")?;
        let output = process
            .stdout
            .take()
            .context("the driver's output is piped")?;
        let mut lines = BufReader::new(output).lines();
        let port = timeout(START, async {
            let mut last = String::new();
            while let Some(line) = lines.next_line().await? {
                if let Some((_, port)) = line.split_once("successfully on port ") {
                    return Ok(port.trim_end_matches('.').to_owned());
                }
                last = line;
            }
            bail!("the driver ended without naming its port: {last}")
        })
        .await??;
        // Whatever else it says must not fill the pipe and stop it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let wishes = wishes(chromium, profile.path());
        let url = format!("http://127.0.0.1:{port}");
        let connector = HttpConnector::new();
        let client = Client::with_capabilities_and_connector(&url, &wishes, connector).await?;
        Ok(Self {
            client,
            address: port
                .parse()
                .map(|port| (Ipv4Addr::LOCALHOST, port).into())?,
            _driver: process,
            profile,
        })
    }
}

fn wishes(chromium: &Path, profile: &Path) -> Map<String, Value> {
    let profile = format!("--user-data-dir={}", profile.display());
    let arguments: Vec<&str> = ARGUMENTS.into_iter().chain([profile.as_str()]).collect();
    let options = json!({"binary": chromium, "args": arguments});
    let mut wishes = Map::new();
    wishes.insert("goog:chromeOptions".to_owned(), options);
    wishes.insert("goog:loggingPrefs".to_owned(), json!({"browser": "ALL"}));
    wishes.insert("unhandledPromptBehavior".to_owned(), json!("ignore"));
    wishes
}

/// Where screenshots go: below the workspace's `target` folder.
pub fn screenshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots")
}
