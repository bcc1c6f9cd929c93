//! What reaches a room: connections that open, speak and end, requests, and the lecturer's hand.
//!
//! It comes in order through one bounded mailbox. Nothing here knows what a room does with it.

use std::net::IpAddr;

use tokio::sync::oneshot;

use crate::counts::Loss;
use crate::protocol::{Envelope, Unreadable};
use crate::registry::{ConnectionId, Role};
use crate::room::figures::Figures;
use crate::room::hand::{Reach, Reservation};
use crate::room::polls::Has;
use crate::room::posts::Post;
use crate::transport::{ConnectionKey, Heard, Outlet, Question};

/// What reaches a room.
pub(crate) enum Mail<C> {
    /// A connection is open.
    Opened(Opened),
    /// It said something.
    Said {
        connection: ConnectionId,
        envelope: Envelope<C>,
    },
    /// It said something that cannot be read.
    Unreadable {
        connection: ConnectionId,
        problem: Unreadable,
    },
    /// A client that has to ask does so, and says what it has.
    Asked {
        key: ConnectionKey,
        has: Has,
        question: Question,
    },
    /// Somebody who listens over HTTP, or not at all, sends.
    Posted(Post<C>),
    /// The lecturer asks what is in force, or does something about it.
    Hand(Reach),
    /// The lecturer wants to come in, whatever is in force.
    Reserved(Reservation),
    /// It asks for a sign of life.
    Ping {
        connection: ConnectionId,
        payload: Vec<u8>,
    },
    /// It has ended.
    Ended {
        connection: ConnectionId,
        ended: Ended,
    },
    /// Somebody wants to know how it stands.
    Looked(oneshot::Sender<Figures>),
    /// Another room wants the place of one in which nobody is.
    Wanted,
}

/// A connection that comes in.
pub(crate) struct Opened {
    pub(crate) key: ConnectionKey,
    pub(crate) outlet: Box<dyn Outlet>,
    pub(crate) heard: Heard,
    pub(crate) role: Role,
    /// Where it comes from.
    pub(crate) address: IpAddr,
}

/// How a connection ended.
#[derive(Debug, Default)]
pub(crate) struct Ended {
    /// Code and reason to close with, if the other side can still hear it.
    pub(crate) farewell: Option<(u16, String)>,
    /// Why it was given up, if it was.
    pub(crate) loss: Option<Loss>,
}

impl Ended {
    /// It ended with this code and reason, if any.
    pub(crate) fn with(farewell: Option<(u16, String)>) -> Self {
        let loss = None;
        Self { farewell, loss }
    }
}
