//! What the rest of the server holds of a room: a mailbox with an end for every connection.

use std::fmt;

use tokio::sync::mpsc::{self, OwnedPermit, Permit};

use crate::protocol::Wording;
use crate::registry::{ConnectionId, Role};
use crate::room::mail::{Ended, Mail, Opened};

/// The room has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the room has ended")]
pub(crate) struct RoomEnded;

/// The way into a room.
pub(crate) struct RoomHandle<C> {
    pub(super) mailbox: mpsc::Sender<Mail<C>>,
    /// Whether it writes down what it is told.
    pub(super) keeps: bool,
}

/// A connection's place in a room. However its task ends, the room hears of it, in order: the
/// message about the end has had its place in the mailbox from the beginning.
pub(crate) struct Seat<C> {
    id: ConnectionId,
    mailbox: mpsc::Sender<Mail<C>>,
    end: Option<OwnedPermit<Mail<C>>>,
    keeps: bool,
    /// Whether it speaks the lecture's plain dialect.
    is_plain: bool,
}

impl<C> RoomHandle<C> {
    /// Gives a connection its place.
    pub(crate) async fn seat(&self, opened: Opened) -> Result<Seat<C>, RoomEnded> {
        let mailbox = self.mailbox.clone();
        let end = mailbox.clone().reserve_owned().await;
        let seat = Seat {
            id: opened.key.id,
            mailbox,
            end: Some(end.map_err(|_| RoomEnded)?),
            keeps: self.keeps,
            is_plain: matches!(opened.role, Role::Plain { .. }),
        };
        seat.place().await?.send(Mail::Opened(opened));
        Ok(seat)
    }

    /// A text in our own protocol, as far as the room wants to know it.
    pub(crate) fn rich(&self, text: &str) -> Wording {
        match self.keeps {
            true => Wording::Rich(text.into()),
            false => Wording::Unknown,
        }
    }

    /// Mails something that needs no place: a request and its answer are all there is of it.
    pub(crate) async fn mail(&self, mail: Mail<C>) -> Result<(), RoomEnded> {
        self.mailbox.send(mail).await.map_err(|_| RoomEnded)
    }
}

impl<C> Seat<C> {
    /// Number of the connection.
    pub(crate) fn id(&self) -> ConnectionId {
        self.id
    }

    /// Whether it speaks the lecture's plain dialect.
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// What it said, as far as the room wants to know it.
    pub(crate) fn wording(&self, text: &str) -> Wording {
        match (self.keeps, self.is_plain) {
            (false, _) => Wording::Unknown,
            (true, true) => Wording::Plain(text.into()),
            (true, false) => Wording::Rich(text.into()),
        }
    }

    /// A place in the mailbox if there is one at once, as there nearly always is.
    pub(crate) fn try_place(&self) -> Option<Permit<'_, Mail<C>>> {
        self.mailbox.try_reserve().ok()
    }

    /// A place in the mailbox, for something to mail. Waits while the mailbox is full, so a flood
    /// stays in the socket of whoever makes it.
    pub(crate) async fn place(&self) -> Result<Permit<'_, Mail<C>>, RoomEnded> {
        self.mailbox.reserve().await.map_err(|_| RoomEnded)
    }

    /// Leaves, and says how.
    pub(crate) fn leave(&mut self, ended: Ended) {
        self.post_end(ended);
    }

    fn post_end(&mut self, ended: Ended) {
        if let Some(end) = self.end.take() {
            end.send(Mail::Ended {
                connection: self.id,
                ended,
            });
        }
    }
}

impl<C> Drop for Seat<C> {
    /// A task that panicked or was cancelled has not said how it ended.
    fn drop(&mut self) {
        self.post_end(Ended::default());
    }
}

impl<C> Clone for RoomHandle<C> {
    fn clone(&self) -> Self {
        Self {
            mailbox: self.mailbox.clone(),
            keeps: self.keeps,
        }
    }
}

impl<C> fmt::Debug for RoomHandle<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RoomHandle").finish_non_exhaustive()
    }
}
