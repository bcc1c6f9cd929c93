//! All that was measured, and how it is asked for: medians, and ratios to the yardstick of the same
//! round. It knows nothing of tables.

use crate::{
    about::About,
    figures::{Figure, Figures},
    server::Server,
    workload::{self, Headline, Workload},
};

/// The figures of one server under one workload.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Which round, from 0; none if it is all of them together, of which there are distributions.
    pub(crate) round: Option<u32>,
    /// What was done.
    pub(crate) workload: &'static Workload,
    /// Who was measured.
    pub(crate) server: Server,
    /// What came of it.
    pub(crate) figures: Figures,
}

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Results {
    /// Under what it was measured.
    pub(crate) about: About,
    /// Every run, in the order they were made, and then the distributions of all rounds.
    pub(crate) runs: Vec<Run>,
    /// Runs that came to nothing.
    pub(crate) failed: usize,
}

impl Results {
    /// The workloads that were measured, ceilings left out.
    pub(crate) fn workloads(&self) -> Vec<&'static Workload> {
        let is_there = |workload: &&Workload| {
            self.runs
                .iter()
                .any(|run| run.workload.name == workload.name)
        };
        workload::ALL.iter().filter(is_there).collect()
    }

    /// How many rounds there were.
    pub(crate) fn rounds(&self) -> u32 {
        let rounds = self.runs.iter().filter_map(|run| run.round);
        rounds.max().map_or(0, |last| last + 1)
    }

    /// How many rounds there are of one server, from the workload with the fewest to that with the most;
    /// nothing if it was not measured.
    pub(crate) fn rounds_of(&self, server: Server) -> Option<(usize, usize)> {
        let count = |workload: &Workload| {
            let rounds = 0..self.rounds();
            let was_measured =
                |round: &u32| self.all(Some(*round), workload, server).next().is_some();
            rounds.filter(was_measured).count()
        };
        let workloads = self.workloads().into_iter();
        let counts: Vec<_> = workloads.map(count).filter(|count| *count > 0).collect();
        let fewest = counts.iter().min()?;
        Some((*fewest, *counts.iter().max()?))
    }

    /// One server under one workload; nothing if that was not measured.
    pub(crate) fn row(&self, workload: &Workload, server: Server) -> Option<Row<'_>> {
        let pairs: Vec<_> = (0..self.rounds())
            .flat_map(|round| {
                self.all(Some(round), workload, server)
                    .map(move |run| Pair {
                        run,
                        floor: self.all(Some(round), workload, Server::Batching).collect(),
                    })
            })
            .collect();
        (!pairs.is_empty()).then(|| Row {
            pairs,
            whole: self.all(None, workload, server).next(),
        })
    }

    /// What becomes of the processor time for a delivery from one workload to another, round by
    /// round: that of the server, that of the floor, and how much of it is the server's own.
    pub(crate) fn growth(&self, from: &Workload, to: &Workload, server: Server) -> Option<Growth> {
        let grown = |round, server| {
            let cost = |workload| mean(self.all(Some(round), workload, server), Figure::DeliveryNs);
            Some(cost(to)? / cost(from)?)
        };
        let growths: Vec<_> = (0..self.rounds())
            .filter_map(|round| Some((grown(round, server)?, grown(round, Server::Batching)?)))
            .collect();
        Some(Growth {
            own: median(growths.iter().map(|(own, _)| *own))?,
            floor: median(growths.iter().map(|(_, floor)| *floor))?,
            beside_floor: median(growths.iter().map(|(own, floor)| own / floor))?,
        })
    }

    /// Every run of this kind; of the yardstick there are two in a round.
    fn all(
        &self,
        round: Option<u32>,
        workload: &Workload,
        server: Server,
    ) -> impl Iterator<Item = &Figures> + Clone {
        let name = workload.name;
        let is_it =
            move |run: &&Run| (run.round, run.workload.name, run.server) == (round, name, server);
        self.runs.iter().filter(is_it).map(|run| &run.figures)
    }
}

/// What becomes of a cost when something grows: 1 if it stays as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    /// Of the server.
    pub(crate) own: f64,
    /// Of the floor: the kernel's part, whose tables and caches fill too.
    pub(crate) floor: f64,
    /// The first by the second.
    pub(crate) beside_floor: f64,
}

/// A run and the yardstick's runs of the same round.
#[derive(Debug)]
struct Pair<'a> {
    run: &'a Figures,
    floor: Vec<&'a Figures>,
}

/// All rounds of one server under one workload.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pairs: Vec<Pair<'a>>,
    whole: Option<&'a Figures>,
}

impl Row<'_> {
    /// A figure of all rounds together if it is of a distribution, else the median of the rounds.
    pub(crate) fn figure(&self, figure: Figure) -> Option<f64> {
        let whole = self.whole.and_then(|whole| whole.get(figure));
        whole.or_else(|| median(self.pairs.iter().filter_map(|pair| pair.run.get(figure))))
    }

    /// Deliveries that came, as a share of those that had to.
    pub(crate) fn delivered(&self) -> Option<f64> {
        Some(self.figure(Figure::Delivered)? / self.figure(Figure::Expected)?.max(1.0))
    }

    /// The median of the rounds' ratios to the yardstick.
    pub(crate) fn ratio(&self, figure: Figure) -> Option<f64> {
        let ratios = self
            .pairs
            .iter()
            .filter_map(|pair| Some(pair.run.get(figure)? / pair.yardstick(figure)?));
        median(ratios.filter(|ratio| ratio.is_finite()))
    }

    /// How far the runs of the yardstick lay apart in a round, as a share of their mean.
    pub(crate) fn floor_spread(&self, figure: Figure) -> Option<f64> {
        let spreads = self.pairs.iter().filter_map(|pair| {
            if pair.floor.len() < 2 {
                return None;
            }
            let values = pair.floor.iter().filter_map(|floor| floor.get(figure));
            let least = values.clone().reduce(f64::min)?;
            let most = values.reduce(f64::max)?;
            Some((most - least) / pair.yardstick(figure)?)
        });
        median(spreads)
    }

    /// How many rounds there were.
    pub(crate) fn rounds(&self) -> usize {
        self.pairs.len()
    }

    /// In how many of them something was so.
    pub(crate) fn rounds_in_which(&self, is_so: impl Fn(&Figures) -> bool) -> usize {
        self.pairs.iter().filter(|pair| is_so(pair.run)).count()
    }

    /// The largest that it was in a round.
    pub(crate) fn largest(&self, figure: Figure) -> Option<f64> {
        let values = self.pairs.iter().filter_map(|pair| pair.run.get(figure));
        values.reduce(f64::max)
    }

    /// Whether what was measured is worth nothing, because not everybody got everything once.
    pub(crate) fn is_void(&self) -> bool {
        let is_void = |run: &Figures| {
            run.has_lost() || run.count(Figure::Surplus) > 0.0 || run.count(Figure::Cut) > 0.0
        };
        self.rounds_in_which(is_void) > 0
    }

    /// What came beside deliveries in the first round, in words.
    pub(crate) fn others(&self) -> &str {
        self.pairs.first().map_or("", |pair| &pair.run.others)
    }
}

impl Pair<'_> {
    fn yardstick(&self, figure: Figure) -> Option<f64> {
        mean(self.floor.iter().copied(), figure)
    }
}

impl Workload {
    /// The figure that is compared first, if it is of one of these kinds.
    pub(crate) fn headline_if(&self, kinds: &[Headline]) -> Option<Figure> {
        kinds
            .contains(&self.headline)
            .then(|| self.headline.figure())
    }
}

impl Headline {
    /// The figure that it is.
    pub(crate) fn figure(self) -> Figure {
        match self {
            Self::Throughput => Figure::Rate,
            Self::Processor => Figure::DeliveryNs,
            Self::Last => Figure::LastP50,
            Self::Memory => Figure::ConnectionKib,
        }
    }
}

fn mean<'a>(runs: impl Iterator<Item = &'a Figures>, figure: Figure) -> Option<f64> {
    let values: Vec<_> = runs.filter_map(|run| run.get(figure)).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count.is_multiple_of(2) => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    }
}
