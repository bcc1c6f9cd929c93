//! The distributions of all rounds together, by workload and server.

use std::{io::Write, path::Path};

use anyhow::Result;

use crate::{
    figures::Figures, histogram::Buckets, outcome::Outcome, results::Run, server::Server,
    workload::Workload,
};

/// Every distribution that was measured.
#[derive(Debug, Default)]
pub(crate) struct Distributions(Vec<Distribution>);

#[derive(Debug)]
struct Distribution {
    workload: &'static Workload,
    server: Server,
    latency: Buckets,
    last: Buckets,
}

impl Distributions {
    /// Adds those of a run.
    pub(crate) fn add(&mut self, workload: &'static Workload, server: Server, outcome: &Outcome) {
        let is_it =
            |known: &Distribution| (known.workload.name, known.server) == (workload.name, server);
        let place = self.0.iter().position(is_it).unwrap_or_else(|| {
            self.0.push(Distribution {
                workload,
                server,
                latency: Buckets::default(),
                last: Buckets::default(),
            });
            self.0.len() - 1
        });
        self.0[place].latency.merge(&outcome.latency);
        self.0[place].last.merge(&outcome.last);
    }

    /// The points of each, as figures of no round in particular.
    pub(crate) fn runs(&self) -> impl Iterator<Item = Run> {
        self.0.iter().map(|distribution| {
            let mut figures = Figures::default();
            figures.set_latency(distribution.latency.percentiles());
            figures.set_last(distribution.last.percentiles());
            Run {
                round: None,
                workload: distribution.workload,
                server: distribution.server,
                figures,
            }
        })
    }

    /// Writes the latencies of deliveries as a CSV file, a bucket a line.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let mut out = Vec::new();
        writeln!(out, "workload,server,up_to_us,count")?;
        for distribution in &self.0 {
            for (bound, count) in distribution.latency.iter() {
                let (workload, server) = (distribution.workload.name, distribution.server.key());
                writeln!(out, "{workload},{server},{bound},{count}")?;
            }
        }
        Ok(std::fs::write(path, out)?)
    }
}
