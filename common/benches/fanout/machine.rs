//! What the operating system says: processor time, memory, cores. Only Linux is asked; elsewhere
//! each answer is "not known", and the table shows a dash.

use std::fs;

/// The core a server is kept on.
pub(crate) const SERVER_CORE: usize = 0;
/// The core the load generator is kept on.
pub(crate) const LOAD_CORE: usize = 1;
/// Descriptors a process needs beside its connections.
pub(crate) const SPARE_DESCRIPTORS: u64 = 100;

/// Keeps this process, with every thread it starts from now on, on one core. Without it the
/// kernel puts both ends of a busy loopback connection on the same core.
#[cfg(target_os = "linux")]
pub(crate) fn pin(core: usize) -> anyhow::Result<()> {
    use nix::{
        sched::{CpuSet, sched_setaffinity},
        unistd::Pid,
    };
    let mut cores = CpuSet::new();
    cores.set(core)?;
    Ok(sched_setaffinity(Pid::from_raw(0), &cores)?)
}

/// Elsewhere the system's scheduler decides, and the table says so.
#[cfg(not(target_os = "linux"))]
pub(crate) fn pin(_core: usize) -> anyhow::Result<()> {
    Ok(())
}

/// Allows this process as many open connections as it may ask for, and says how many that are.
pub(crate) fn allow_connections() -> usize {
    let descriptors = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(256);
    usize::try_from(descriptors.saturating_sub(SPARE_DESCRIPTORS)).unwrap_or(usize::MAX)
}

/// Processor time of all threads of a process up to now, in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProcessorTime {
    /// Time used, the kernel's work for the process included.
    pub(crate) used: u64,
    /// Time in which it could have worked, but its core was working for somebody else.
    pub(crate) waited: u64,
}

/// How much a process has used, and waited.
pub(crate) fn processor_time(pid: u32) -> Option<ProcessorTime> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let times = tasks.flatten().filter_map(|task| {
        let line = fs::read_to_string(task.path().join("schedstat")).ok()?;
        let mut figures = line.split_whitespace().map(str::parse);
        Some(ProcessorTime {
            used: figures.next()?.ok()?,
            waited: figures.next()?.ok()?,
        })
    });
    times.reduce(|sum, time| ProcessorTime {
        used: sum.used + time.used,
        waited: sum.waited + time.waited,
    })
}

/// Memory of a process that is really there, in KiB.
pub(crate) fn resident_kib(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The model of the processor.
pub(crate) fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// How many cores this process may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The operating system and the number of its version. What its builder added to that is left out: it
/// may name a machine.
pub(crate) fn system() -> String {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let number = kernel.trim().split(['-', '+']).next().unwrap_or_default();
    let name = match std::env::consts::OS {
        "linux" => "Linux",
        other => other,
    };
    format!("{name} {number}").trim().to_owned()
}

/// How the machine is used, and what that spoils.
pub(crate) fn remarks() -> Vec<String> {
    let mut lines = Vec::new();
    if cfg!(target_os = "linux") {
        lines.push(format!(
            "Server on core {SERVER_CORE}, load generator on core {LOAD_CORE}."
        ));
    } else {
        lines.push(
            "Not measured here: processor time and memory, which need Linux. Nothing is kept on a \
             core of its own, so the other figures are rough too."
                .to_owned(),
        );
    }
    if cores() < 2 {
        lines.push("One core: server and generator disturb each other.".to_owned());
    }
    lines
}
