//! The program as a process, and what the system says of it.

use std::fs;
use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use testkit::PATIENCE;
use testkit::http::Http;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// A running program. Dropped, it is killed.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// Starts it on a free port.
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        Self::start_on(0, arguments).await
    }

    /// Starts it on this port, and waits until it says that it is there.
    pub(crate) async fn start_on(port: u16, arguments: &[&str]) -> Self {
        let port = port.to_string();
        let mut child = Command::new(env!("CARGO_BIN_EXE_basic_chat"))
            .args(["--port", &port, "--strict-port", "--no-qr"])
            .args(arguments)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reading = async {
            loop {
                let line = lines.next_line().await.unwrap();
                let line = line.expect("the program says where it is");
                if let Some((_, rest)) = line.split_once("http://localhost:") {
                    return rest.trim_end_matches('/').parse::<u16>().unwrap();
                }
            }
        };
        let port = timeout(PATIENCE, reading).await.expect("it starts in time");
        // What else it prints is not waited for.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let address = ([127, 0, 0, 1], port).into();
        Self { child, address }
    }

    /// Asks it to end, as a service manager does.
    pub(crate) async fn terminate(&self) {
        let kill = Command::new("kill").arg(self.id()).status().await;
        assert!(kill.unwrap().success());
    }

    /// Ends it without asking, and waits until it is gone.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(&mut self, most: Duration) -> ExitStatus {
        let ended = timeout(most, self.child.wait()).await;
        ended.expect("it ends in time").unwrap()
    }

    /// Resident memory, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.unwrap().split_whitespace().next().unwrap();
        number.parse().unwrap()
    }

    /// Open descriptors.
    pub(crate) fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.id());
        fs::read_dir(folder).unwrap().count()
    }

    /// Time on a processor so far, in hundredths of a second.
    pub(crate) fn processor_time(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap();
        // Behind the name, which ends with the last bracket, these are the 12th and the 13th field.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        let fields = fields.split_whitespace().skip(11).take(2);
        fields.map(|field| field.parse::<u64>().unwrap()).sum()
    }

    /// One of its metrics, by name and labels without the prefix; 0 if nothing is told of it.
    pub(crate) async fn metric(&self, name: &str) -> f64 {
        let answer = Http::new(self.address).get("/metrics").await.unwrap();
        let mut lines = answer.body.lines();
        let value = lines.find_map(|line| line.strip_prefix("live_")?.strip_prefix(name));
        value.map_or(0.0, |value| value.trim().parse().unwrap())
    }

    fn id(&self) -> String {
        self.child.id().expect("it runs").to_string()
    }
}
