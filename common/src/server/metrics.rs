//! What is going on, in the text that Prometheus reads. Only for the person at the server's own
//! machine: names of rooms are in it.
//!
//! Nothing is kept for it: what happens is counted in [`Counts`], how it stands is asked of the rooms
//! when somebody looks, and one look makes a registry of its own.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;
use tokio::runtime::Handle;

use crate::counts::{Count, Counts};
use crate::demo::Demo;
use crate::room::figures::Figures;
use crate::server::App;
use crate::server::http::Visitor;
use crate::server::own_machine::is_at_the_server;

/// The text format of `OpenMetrics`, which Prometheus takes.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Every name begins with it.
const PREFIX: &str = "live";

/// One look at the server.
#[derive(Debug)]
struct Look {
    counts: Arc<Counts>,
    rooms: Vec<Figures>,
    /// Places taken: by each TCP connection, and by each client who polls.
    taken: usize,
    /// Tasks there are, of the whole program.
    tasks: usize,
    uptime: f64,
}

/// `GET /metrics`.
pub(crate) async fn look<D: Demo>(
    State(app): State<Arc<App<D>>>,
    Extension(visitor): Extension<Visitor>,
    request: HeaderMap,
) -> Response {
    if !is_at_the_server(&visitor, &request) {
        let problem = "Only the person at the server's own machine may look at this.\n";
        return (StatusCode::FORBIDDEN, problem).into_response();
    }
    let look = Look {
        counts: Arc::clone(&app.counts),
        rooms: app.directory.figures().await,
        taken: app.admission.taken(),
        tasks: Handle::current().metrics().num_alive_tasks(),
        uptime: app.clock.precise() / 1e3,
    };
    let mut registry = Registry::with_prefix(PREFIX);
    registry.register_collector(Box::new(look));
    let mut page = String::new();
    match text::encode(&mut page, &registry) {
        Ok(()) => ([(CONTENT_TYPE, TEXT)], page).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

impl Collector for Look {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut page = Page(&mut encoder);
        page.gauge("uptime_seconds", "Since the start", self.uptime)?;
        page.gauge("tasks", "Tasks of the program", self.tasks as f64)?;
        page.gauge(
            "places",
            "Places taken of those there may be",
            self.taken as f64,
        )?;
        self.rooms(&mut page)?;
        self.counts(&mut page)
    }
}

impl Look {
    fn rooms(&self, page: &mut Page<'_, '_>) -> fmt::Result {
        let of_rooms = |figure: fn(&Figures) -> u64| {
            let rooms = self.rooms.iter();
            rooms.map(move |room| ([("room", room.room.as_str())], figure(room)))
        };
        page.gauge("rooms", "Rooms", self.rooms.len() as f64)?;
        let connections = self.rooms.iter().flat_map(|room| {
            let each = room.connections.iter();
            each.map(|(transport, count)| {
                let labels = [("room", room.room.as_str()), ("transport", *transport)];
                (labels, *count as u64)
            })
        });
        page.gauges("connections", "Who listens, and how", connections)?;
        let people = of_rooms(|room| room.people as u64);
        page.gauges("people", "Who is here", people)?;
        let heads = of_rooms(|room| room.head);
        page.gauges("log_head", "Number of the newest event", heads)?;
        let lags = of_rooms(|room| room.lag);
        page.gauges("slowest_lag", "Events the slowest is behind", lags)?;
        let ancestors = of_rooms(|room| room.ancestors as u64);
        page.gauges("log_ancestors", "Earlier starts that go on", ancestors)?;
        let trouble = of_rooms(|room| u64::from(room.is_in_trouble));
        page.gauges("storage_trouble", "Nothing is written down", trouble)
    }

    fn counts(&self, page: &mut Page<'_, '_>) -> fmt::Result {
        let counts = &self.counts;
        page.counter("accepted", "TCP connections let in", &counts.accepted)?;
        page.counter("read_bytes", "Bytes read from sockets", &counts.read)?;
        page.counter("written_bytes", "Bytes sockets took", &counts.written)?;
        page.counter("writes", "Calls in which they took them", &counts.writes)?;
        page.counter("skips", "Gaps told to slow clients", &counts.skips)?;
        page.counter("snapshots", "Snapshots given", &counts.snapshots)?;
        page.counters("refused", "What was refused", "reason", counts.refusals())?;
        page.counters("lost", "Connections given up", "why", counts.losses())?;
        let (total, classes) = (counts.turns.total(), counts.turns.classes());
        page.histogram(
            "turn_seconds",
            "How long a room's turn took",
            total,
            &classes,
        )
    }
}

/// A page of figures in the making.
struct Page<'a, 'b>(&'a mut DescriptorEncoder<'b>);

impl Page<'_, '_> {
    fn gauge(&mut self, name: &str, help: &str, value: f64) -> fmt::Result {
        let mut metric = self
            .0
            .encode_descriptor(name, help, None, MetricType::Gauge)?;
        metric.encode_gauge(&value)
    }

    fn gauges<'c, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        values: impl Iterator<Item = ([(&'c str, &'c str); N], u64)>,
    ) -> fmt::Result {
        let mut metric = self
            .0
            .encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (labels, value) in values {
            metric.encode_family(&labels)?.encode_gauge(&value)?;
        }
        Ok(())
    }

    fn counter(&mut self, name: &str, help: &str, count: &Count) -> fmt::Result {
        let mut metric = self
            .0
            .encode_descriptor(name, help, None, MetricType::Counter)?;
        metric.encode_counter::<NoLabelSet, u64, u64>(&count.get(), None)
    }

    fn counters(
        &mut self,
        name: &str,
        help: &str,
        label: &str,
        values: impl Iterator<Item = (&'static str, u64)>,
    ) -> fmt::Result {
        let mut metric = self
            .0
            .encode_descriptor(name, help, None, MetricType::Counter)?;
        for (value, count) in values {
            metric
                .encode_family(&[(label, value)])?
                .encode_counter::<NoLabelSet, u64, u64>(&count, None)?;
        }
        Ok(())
    }

    fn histogram(
        &mut self,
        name: &str,
        help: &str,
        total: f64,
        classes: &[(f64, u64)],
    ) -> fmt::Result {
        let count = classes.iter().map(|(_, count)| count).sum();
        let mut metric = self
            .0
            .encode_descriptor(name, help, None, MetricType::Histogram)?;
        metric.encode_histogram::<NoLabelSet>(total, count, classes, None)
    }
}
