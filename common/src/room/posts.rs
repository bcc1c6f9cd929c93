//! What comes by POST: the same frames as by a WebSocket, answered in one go.

use std::net::IpAddr;

use hyper::body::Bytes;
use tokio::sync::oneshot;

use crate::clock::Now;
use crate::demo::Demo;
use crate::protocol::{ClientFrame, Envelope, Hello, Unreadable};
use crate::registry::{ConnectionId, Role};
use crate::room::core::Room;
use crate::room::hand::KeptOut;
use crate::room::mail::Opened;
use crate::transport::send::NoOutlet;
use crate::transport::{ConnectionKey, Heard};

/// A POST with frames.
#[derive(Debug)]
pub(crate) struct Post<C> {
    pub(crate) by: By,
    /// In the order in which they are to be handled.
    pub(crate) frames: Vec<Result<Envelope<C>, Unreadable>>,
    /// Takes the answers, one a line. Dropped if there is no such connection.
    pub(crate) reply: oneshot::Sender<Bytes>,
}

/// Who sends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum By {
    /// Somebody who listens over HTTP.
    Connection(ConnectionKey),
    /// Somebody who does not listen, known by the address alone; `key` is for a connection, should
    /// this be the first time.
    Guest { address: IpAddr, key: ConnectionKey },
}

impl<D: Demo> Room<D> {
    /// Handles the frames of one POST, in order, and answers them together.
    pub(super) fn posted(&mut self, post: Post<D::Command>, now: Now) {
        let Post { by, frames, reply } = post;
        self.posting = Some(Vec::new());
        match self.sender(by, now) {
            Ok(id) => self.read_posted(id, frames, now),
            // In words, because whoever only sends hears no farewell.
            Err(Some(refused)) => self.answer(key_of(by).id, None, &refused.as_answer()),
            Err(None) => {
                self.posting = None;
                return;
            }
        }
        let answers = self.posting.take().unwrap_or_default();
        // Whoever hung up meanwhile sends again what was not answered.
        let _ = reply.send(answers.into());
    }

    fn read_posted(
        &mut self,
        id: ConnectionId,
        frames: Vec<Result<Envelope<D::Command>, Unreadable>>,
        now: Now,
    ) {
        for frame in frames {
            match frame {
                Ok(envelope) => self.said(id, envelope, now),
                Err(problem) => self.unreadable(id, problem, now),
            }
        }
    }

    /// Who sends. Nobody, if there is no such connection, or if a guest is kept out, with why.
    fn sender(&mut self, by: By, now: Now) -> Result<ConnectionId, Option<KeptOut>> {
        let key = match by {
            By::Connection(key) => key,
            By::Guest { address, key } => self.guest(address, key, now)?,
        };
        let connection = self.registry.connection_of(key).ok_or(None)?;
        connection.heard.note(now.ms());
        if connection.ending.is_closing() {
            return Err(None);
        }
        Ok(key.id)
    }

    /// The guest who sends from this address, let in if this is the first time.
    fn guest(
        &mut self,
        address: IpAddr,
        key: ConnectionKey,
        now: Now,
    ) -> Result<ConnectionKey, KeptOut> {
        let connections = &self.registry.connections;
        let known = self.registry.senders.get(&address);
        let known = known.and_then(|id| connections.get(id));
        // Whoever has said goodbye begins anew.
        if let Some(connection) = known.filter(|known| !known.ending.is_closing()) {
            return Ok(connection.key);
        }
        // Before there is a connection, so that knocking again and again leaves none behind.
        self.may_come_in(address, None, now)?;
        let connections = &self.registry.connections;
        self.registry
            .senders
            .retain(|_, id| connections.contains_key(id));
        self.registry.senders.insert(address, key.id);
        let heard = Heard::default();
        heard.note(now.ms());
        self.opened(
            Opened {
                key,
                outlet: Box::new(NoOutlet::default()),
                heard,
                role: Role::Guest,
                address,
            },
            now,
        );
        let hello = Envelope::new(ClientFrame::Hello(Hello::default()));
        self.said(key.id, hello, now);
        Ok(key)
    }
}

fn key_of(by: By) -> ConnectionKey {
    match by {
        By::Connection(key) | By::Guest { key, .. } => key,
    }
}
