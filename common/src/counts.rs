//! What a server counts of itself, for those who look after it.
//!
//! One per server and nothing global, so that two servers in one process do not mix. Everybody
//! who refuses something says so here; this module knows none of them. It counts as things happen,
//! so that is all additions; what can be asked for when somebody looks is not here.

use std::sync::atomic::{AtomicU64, Ordering};

mod turns;

pub(crate) use turns::Turns;

/// Why something was refused, or somebody was sent away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// There are as many connections as there may be.
    Full,
    /// A name or an origin that is not ours.
    Origin,
    /// There are too many rooms, or it is none.
    Room,
    /// A person's own rate.
    Rate,
    /// A message that could not be read.
    Unreadable,
    /// Requests or bytes that came too fast: they were taken later.
    Slowed,
    /// Too many connections a second from one address.
    Connects,
    /// A connection that had not asked for anything and gave its place to a newer one.
    HalfOpen,
    /// The head of a request that is too big or came too slowly.
    Head,
    /// The body of a request that is too big or came too slowly.
    Body,
    /// Too many join at once.
    Joins,
    /// Too many new people come from one address.
    Newcomers,
    /// The rate of the room as a whole.
    RoomRate,
    /// A connection that floods us with what is refused anyway.
    Flood,
    /// A client that asks and does not read the answers.
    Unread,
    /// There are enough who watch.
    Watchers,
    /// The lecturer has muted the person.
    Muted,
    /// Slow mode: the person's last one was not long enough ago.
    Slow,
    /// The lecturer has locked the room.
    Locked,
    /// The lecturer has sent the person away a moment ago.
    Removed,
    /// Somebody who is not the lecturer reached for the lecturer's hand.
    Hand,
    /// Something that could not be written down.
    Storage,
}

/// Why a connection was given up that had not said goodbye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Its socket broke, or the system gave it up, or it does not read the answers it asks for.
    Broken,
    /// Its socket took nothing for too long.
    Stuck,
    /// Nothing was heard of it for too long.
    Silent,
    /// It was told to close and did not in time.
    Unclosed,
    /// The lecturer's knob cut it.
    Cut,
}

/// What one server has counted since it started.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    refused: [AtomicU64; Reason::ALL.len()],
    lost: [AtomicU64; Loss::ALL.len()],
    /// TCP connections that were let in.
    pub(crate) accepted: Count,
    /// Bytes read from sockets.
    pub(crate) read: Count,
    /// Bytes that sockets took.
    pub(crate) written: Count,
    /// Calls in which they took them.
    pub(crate) writes: Count,
    /// How often somebody was told that events are lost to them.
    pub(crate) skips: Count,
    /// How often somebody got a snapshot.
    pub(crate) snapshots: Count,
    /// How long the turns of rooms took.
    pub(crate) turns: Turns,
}

/// Something that only grows.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Reason {
    /// All of them, with the word each is called by outside.
    pub(crate) const ALL: [(Self, &'static str); 22] = [
        (Self::Full, "full"),
        (Self::Origin, "origin"),
        (Self::Room, "room"),
        (Self::Rate, "rate"),
        (Self::Unreadable, "unreadable"),
        (Self::Slowed, "slowed"),
        (Self::Connects, "connects"),
        (Self::HalfOpen, "half_open"),
        (Self::Head, "head"),
        (Self::Body, "body"),
        (Self::Joins, "joins"),
        (Self::Newcomers, "newcomers"),
        (Self::RoomRate, "room_rate"),
        (Self::Flood, "flood"),
        (Self::Unread, "unread"),
        (Self::Watchers, "watchers"),
        (Self::Muted, "muted"),
        (Self::Slow, "slow"),
        (Self::Locked, "locked"),
        (Self::Removed, "removed"),
        (Self::Hand, "hand"),
        (Self::Storage, "storage"),
    ];
}

impl Loss {
    /// All of them, with the word each is called by outside.
    pub(crate) const ALL: [(Self, &'static str); 5] = [
        (Self::Broken, "broken"),
        (Self::Stuck, "stuck"),
        (Self::Silent, "silent"),
        (Self::Unclosed, "unclosed"),
        (Self::Cut, "cut"),
    ];
}

impl Count {
    /// So many more.
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// How many so far.
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counts {
    /// Something was refused.
    pub(crate) fn refused(&self, reason: Reason) {
        self.refused[reason as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How often each reason was given.
    pub(crate) fn refusals(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        named(Reason::ALL.iter().map(|(_, word)| *word), &self.refused)
    }

    /// A connection was given up.
    pub(crate) fn lost(&self, loss: Loss) {
        self.lost[loss as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How many connections were given up, by why.
    pub(crate) fn losses(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        named(Loss::ALL.iter().map(|(_, word)| *word), &self.lost)
    }
}

fn named(
    words: impl Iterator<Item = &'static str>,
    counts: &[AtomicU64],
) -> impl Iterator<Item = (&'static str, u64)> {
    words.zip(counts.iter().map(|count| count.load(Ordering::Relaxed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_counted_under_its_own_word() {
        for (index, (reason, word)) in Reason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, index, "{word} stands in its place");
            let counts = Counts::default();
            counts.refused(reason);
            let told: Vec<_> = counts.refusals().filter(|(_, count)| *count > 0).collect();
            assert_eq!(told, [(word, 1)]);
        }
    }

    #[test]
    fn a_loss_is_counted_under_its_own_word() {
        for (index, (loss, word)) in Loss::ALL.into_iter().enumerate() {
            assert_eq!(loss as usize, index, "{word} stands in its place");
            let counts = Counts::default();
            counts.lost(loss);
            let told: Vec<_> = counts.losses().filter(|(_, count)| *count > 0).collect();
            assert_eq!(told, [(word, 1)]);
        }
    }
}
