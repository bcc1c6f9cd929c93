//! The snapshot for newcomers. A class that comes back at once wants it all at once, so what has not
//! changed since the last one is not encoded again.

use serde_json::value::RawValue;

use crate::demo::Demo;
use crate::protocol::{self, Person, ServerFrame};
use crate::room::core::Room;

/// The parts of the last snapshot, and as of when each is.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    people: Option<(u64, Box<RawValue>)>,
    state: Option<(AsOf, Box<RawValue>)>,
}

/// What the state of a demo depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct AsOf {
    head: u64,
    /// Inputs that the demo has had; 0 where only those count that left an event.
    inputs: u64,
}

impl<D: Demo> Room<D> {
    /// The whole state as of now.
    pub(super) fn snapshot(&mut self) -> String {
        self.counts.snapshots.add(1);
        let people = match self.prepared.people.take() {
            Some((version, people)) if version == self.roll.version() => people,
            _ => protocol::raw(&self.listed_people()),
        };
        let as_of = AsOf {
            head: self.log.head(),
            inputs: if D::SNAPSHOT_FOLLOWS_LOG {
                0
            } else {
                self.inputs
            },
        };
        let state = match self.prepared.state.take() {
            Some((then, state)) if then == as_of => state,
            _ => protocol::raw(&self.demo.snapshot()),
        };
        debug_assert_eq!(
            (people.get(), state.get()),
            (
                protocol::raw(&self.listed_people()).get(),
                protocol::raw(&self.demo.snapshot()).get()
            ),
            "what changes a snapshot is noticed"
        );
        let snapshot = protocol::encode(&ServerFrame::Snapshot {
            epoch: self.log.epoch(),
            seq: as_of.head,
            people: &people,
            count: self.roll.count(),
            state: &state,
        });
        self.prepared = Prepared {
            people: Some((self.roll.version(), people)),
            state: Some((as_of, state)),
        };
        snapshot
    }

    pub(super) fn listed_people(&self) -> Vec<Person<'_>> {
        let members = self
            .roll
            .listed()
            .filter_map(|person| self.registry.member(person));
        members.map(|member| member.as_person()).collect()
    }
}
