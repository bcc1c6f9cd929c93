//! People as they are written down, and how they come out of that again.
//!
//! Who is connected is not written down: after a restart nobody is.

use serde::{Deserialize, Serialize};

use crate::demo::PersonId;
use crate::knob::{self, Carrier};
use crate::ledger::Ledger;
use crate::registry::{Member, Registry};
use crate::room::record::Newcomer;

/// A person with all that a restart must not take from them.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SavedMember {
    #[serde(flatten)]
    who: Newcomer<'static>,
    here: bool,
    ledger: Ledger,
}

impl Registry {
    /// How many people ever came.
    pub(crate) fn joined(&self) -> u32 {
        self.joined
    }

    /// So many people have come before.
    pub(crate) fn begin_after(&mut self, joined: u32) {
        self.joined = joined;
    }

    /// Everybody, in the order of joining.
    pub(crate) fn save(&self) -> impl Iterator<Item = SavedMember> + '_ {
        let mut members: Vec<_> = self.members.values().collect();
        members.sort_unstable_by_key(|member| member.id);
        members.into_iter().map(Member::save)
    }

    /// A person is known again, with their numbers decided as they were.
    pub(crate) fn restore(&mut self, saved: SavedMember) {
        let SavedMember { who, here, ledger } = saved;
        let id = who.id;
        self.meet(&who);
        if let Some(member) = self.members.get_mut(&id) {
            member.here = here;
            member.restore_ledger(ledger);
        }
    }

    /// A person came, as it was written down: somebody new, or somebody who is known.
    pub(crate) fn meet(&mut self, who: &Newcomer<'_>) {
        if !self.members.contains_key(&who.id) {
            self.joined = self.joined.max(who.id.0);
            self.enrol(Member::new(who.id, who.name.to_string(), who.session));
        }
        if let Some(member) = self.members.get_mut(&who.id) {
            member.carrier = Carrier::of(&who.transport);
            (member.is_plain, member.is_guest) = (who.plain, who.guest);
        }
    }

    /// After a restart nobody is connected: they have been away since then. Returns those who cannot
    /// come back.
    pub(crate) fn wake(&mut self, gone_since: u64) -> Vec<PersonId> {
        for member in self.members.values_mut() {
            member.gone_since = Some(gone_since);
        }
        let guests = self.members.values().filter(|member| member.is_guest);
        let mut guests: Vec<_> = guests.map(|member| member.id).collect();
        guests.sort_unstable();
        guests
    }
}

impl Member {
    fn save(&self) -> SavedMember {
        SavedMember {
            who: self.as_newcomer().into_owned(),
            here: self.here,
            ledger: self.ledger().clone(),
        }
    }

    /// As they are written down when they come.
    pub(crate) fn as_newcomer(&self) -> Newcomer<'_> {
        Newcomer {
            id: self.id,
            name: (&*self.name).into(),
            session: self.session,
            transport: knob::transport_name(self.carrier).into(),
            plain: self.is_plain,
            guest: self.is_guest,
        }
    }
}

impl Newcomer<'_> {
    fn into_owned(self) -> Newcomer<'static> {
        Newcomer {
            id: self.id,
            name: self.name.into_owned().into(),
            session: self.session,
            transport: self.transport.into_owned().into(),
            plain: self.plain,
            guest: self.guest,
        }
    }
}
