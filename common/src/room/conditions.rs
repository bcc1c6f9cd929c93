//! The lecturer turns the knob: everybody is told, and whoever is to be cut is cut.

use crate::clock::Now;
use crate::counts::Loss;
use crate::demo::Demo;
use crate::knob::{Carrier, Conditions, Turned};
use crate::protocol::ServerFrame;
use crate::registry::ConnectionId;
use crate::room::core::Room;

impl<D: Demo> Room<D> {
    /// Takes over what is in force before anybody has come in.
    pub(crate) fn begin_under(&mut self, turned: Turned) {
        self.turned = turned;
    }

    /// The knob was turned.
    pub(crate) fn turned(&mut self, turned: Turned, now: Now) {
        let before = std::mem::replace(&mut self.turned, turned);
        if before.conditions != self.turned.conditions {
            let all: Vec<_> = self.registry.connections.keys().copied().collect();
            all.into_iter().for_each(|id| self.tell_conditions(id));
        }
        let cuts = self.turned.cuts.clone().into_iter();
        cuts.filter(|(carrier, count)| before.cuts.get(carrier) != Some(count))
            .for_each(|(carrier, _)| self.cut(carrier, now));
    }

    /// Tells a newcomer what is in force, if anything is.
    pub(super) fn tell_conditions_in_force(&mut self, id: ConnectionId) {
        if !self.turned.conditions.is_empty() {
            self.tell_conditions(id);
        }
    }

    fn tell_conditions(&mut self, id: ConnectionId) {
        let conditions: Conditions = self.turned.conditions.clone();
        self.tell(
            id,
            &ServerFrame::Conditions {
                transports: &conditions,
            },
        );
    }

    /// Gives up all connections of one kind, without a word.
    fn cut(&mut self, carrier: Carrier, now: Now) {
        let connections = self.registry.connections.iter();
        let cut =
            connections.filter(|(_, connection)| connection.outlet.carrier() == Some(carrier));
        let cut: Vec<_> = cut.map(|(id, _)| *id).collect();
        for id in cut {
            self.lose(id, Loss::Cut, now.ms(), now);
        }
    }
}
