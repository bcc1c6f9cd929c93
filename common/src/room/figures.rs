//! How it stands with a room, for who looks after the server. Counted when somebody asks, so that it costs
//! nothing while nobody does.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::demo::Demo;
use crate::knob;
use crate::room::core::Room;

/// One room at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Its name.
    pub(crate) room: String,
    /// Its connections, by transport.
    pub(crate) connections: BTreeMap<&'static str, usize>,
    /// Who is here.
    pub(crate) people: usize,
    /// Number of the newest event.
    pub(crate) head: u64,
    /// By how many events the reader is behind who is furthest behind.
    pub(crate) lag: u64,
    /// Earlier starts of the server under whose numbers one may still go on.
    pub(crate) ancestors: usize,
    /// Whether nothing can be written down.
    pub(crate) is_in_trouble: bool,
}

impl<D: Demo> Room<D> {
    /// A turn took so long.
    pub(super) fn turn_took(&self, time: Duration) {
        self.counts.turns.took(time);
    }

    /// How it stands.
    pub(super) fn figures(&self) -> Figures {
        let mut connections = BTreeMap::new();
        for connection in self.registry.connections.values() {
            *connections
                .entry(knob::transport_name(connection.outlet.carrier()))
                .or_default() += 1;
        }
        let readers = self.registry.connections.values();
        let cursors = readers
            .filter(|connection| connection.is_reader())
            .map(|connection| connection.cursor);
        let head = self.log.head();
        Figures {
            room: self.name.clone(),
            connections,
            people: self.roll.count(),
            head,
            lag: cursors.min().map_or(0, |slowest| head - slowest),
            ancestors: self.log.ancestors().len(),
            is_in_trouble: self.journal.trouble().is_some(),
        }
    }
}
