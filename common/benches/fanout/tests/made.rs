//! Figures that nobody measured, to calculate with.

use crate::{
    about::About,
    figures::{Figure, Figures},
    results::{Results, Run},
    server::Server,
    workload::Workload,
};

/// Some runs, each with one figure.
#[derive(Default)]
pub(super) struct Made(Results);

impl Made {
    /// One run more.
    pub(super) fn with(
        self,
        round: u32,
        workload: &str,
        server: Server,
        figure: Figure,
        value: f64,
    ) -> Self {
        self.with_all(round, workload, server, &[(figure, value)])
    }

    /// One run more, with these figures.
    pub(super) fn with_all(
        mut self,
        round: u32,
        workload: &str,
        server: Server,
        values: &[(Figure, f64)],
    ) -> Self {
        let mut figures = Figures::default();
        for (figure, value) in values {
            figures.set(*figure, Some(*value));
        }
        self.0.runs.push(run(round, workload, server, figures));
        self
    }

    /// Asked for with these options.
    pub(super) fn asked(mut self, options: &str) -> Self {
        let mut about = About::default();
        about.add("commit", "0123abc");
        about.add("options", options);
        self.0.about = about;
        self
    }

    pub(super) fn results(self) -> Results {
        self.0
    }
}

pub(super) fn run(round: u32, workload: &str, server: Server, figures: Figures) -> Run {
    Run {
        round: Some(round),
        workload: Workload::named(workload).unwrap(),
        server,
        figures,
    }
}
