//! Receive: the task of one WebSocket. It reads, and mails what it reads to the room, and that it has ended.
//!
//! Sending is not its business: the room writes through the outlet. So this task sleeps unless its
//! own client speaks, and what it holds while it sleeps is what a silent connection weighs. Hence a place
//! in the mailbox is taken before a message becomes mail, no message is held while anything is waited for,
//! and what happens seldom is boxed when it does: the task of a silent connection takes 384 bytes instead of
//! 3.2 KiB.

use std::net::IpAddr;
use std::sync::Arc;

use futures_util::StreamExt;
use tokio::sync::mpsc::Permit;
use tokio::task::coop::consume_budget;
use tokio_tungstenite::tungstenite::Message;
use tracing::{debug, info};

use crate::counts::Loss;
use crate::demo::Demo;
use crate::knob::{Carrier, Knob, Lagging};
use crate::log::Dialect;
use crate::protocol::{self, ClientFrame, Envelope, Hello, Unreadable};
use crate::registry::Role;
use crate::room::handle::{RoomEnded, RoomHandle, Seat};
use crate::room::mail::{self, Ended, Mail};
use crate::transport::key::ConnectionKey;
use crate::transport::websocket::ending::{answer_to, blame, linger};
use crate::transport::websocket::inlet::Inlet;
use crate::transport::websocket::outlet::WebSocketOutlet;
use crate::transport::websocket::slowed::Slowed;
use crate::transport::websocket::upgrade::Opened;

/// What a connection is, beside its socket.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) key: ConnectionKey,
    /// How it reached this server, if it speaks the lecture's plain strings and not our protocol.
    pub(crate) plain_origin: Option<Box<str>>,
    /// Where it comes from.
    pub(crate) address: IpAddr,
}

/// A WebSocket that has its place in a room.
pub(crate) struct Seated<D: Demo> {
    /// Messages as they arrive, later if the lecturer wants that.
    incoming: Lagging<Inlet>,
    seat: Seat<D::Command>,
}

impl<D: Demo> Seated<D> {
    /// Gives a WebSocket its place. `None` if there is no such room any more: then the outlet is gone, and
    /// with it the connection.
    pub(crate) async fn take(
        opened: Opened,
        visit: Visit,
        room: RoomHandle<D::Command>,
        knob: Arc<Knob>,
    ) -> Option<Self> {
        let (id, is_plain) = (visit.key.id, visit.plain_origin.is_some());
        let dialect = match is_plain {
            true => Dialect::Plain(id),
            false => Dialect::Rich,
        };
        let slowed = Slowed::new(opened.stream, Arc::clone(&knob));
        let newcomer = mail::Opened {
            key: visit.key,
            outlet: Box::new(WebSocketOutlet::new(slowed, dialect)),
            heard: opened.heard,
            role: visit
                .plain_origin
                .map_or(Role::Member, |origin| Role::Plain { origin }),
            address: visit.address,
        };
        let seat = room.seat(newcomer).await.ok()?;
        if is_plain {
            // The lecture's dialect has no `hello`: whoever connects is a guest from the start.
            let hello = Envelope::new(ClientFrame::Hello(Hello::default()));
            seat.place().await.ok()?.send(said(&seat, hello));
        }
        Some(Self {
            incoming: Lagging::new(opened.incoming, knob, Carrier::Websocket),
            seat,
        })
    }

    /// Serves it until it has been said that it ends.
    pub(crate) async fn serve(&mut self) {
        let mut ended = self.receive().await.unwrap_or_default();
        let is_given_up = self.incoming.get_ref().is_given_up();
        ended.loss = is_given_up.then_some(Loss::Broken);
        let farewell = ended.farewell.as_ref();
        let (code, reason) = farewell.map_or((0, "it is gone"), |(code, reason)| (*code, reason));
        info!(connection = self.seat.id().0, code, reason, "close");
        self.seat.leave(ended);
    }

    /// Gives its place up and waits until the other side has gone too.
    pub(crate) async fn linger(self) {
        let Self {
            mut incoming, seat, ..
        } = self;
        drop(seat);
        linger(incoming.get_mut()).await;
        // What the knob still holds back for it holds the socket, but no place.
        incoming.get_ref().give_place_back();
    }

    async fn receive(&mut self) -> Result<Ended, RoomEnded> {
        loop {
            // One read may bring a thousand messages; others want to be read too.
            consume_budget().await;
            let message = match self.incoming.next().await {
                Some(Ok(Message::Close(frame))) => {
                    let farewell = Some(answer_to(frame));
                    return Ok(Ended::with(farewell));
                }
                Some(Ok(message)) => message,
                Some(Err(error)) => {
                    let farewell = blame(&error);
                    return Ok(Ended::with(farewell));
                }
                None => return Ok(Ended::default()),
            };
            match self.seat.try_place() {
                Some(place) => self.pass_on(&message, place),
                None => {
                    let (message, place) = Box::pin(wait_with(message, &self.seat)).await?;
                    self.pass_on(&message, place);
                }
            }
        }
    }

    fn pass_on(&self, message: &Message, place: Permit<'_, Mail<D::Command>>) {
        if let Some(mail) = self.mail(message) {
            place.send(mail);
        }
    }

    /// What the room is told of a message that has just come, if anything.
    fn mail(&self, message: &Message) -> Option<Mail<D::Command>> {
        let connection = self.seat.id();
        match message {
            Message::Text(text) => {
                debug!(connection = connection.0, bytes = text.len(), "receive");
                match self.seat.is_plain() {
                    true => self.plain(text.as_str()),
                    false => Some(self.rich(text.as_str())),
                }
            }
            Message::Binary(bytes) if self.seat.is_plain() => {
                let bytes = bytes.len();
                info!(connection = connection.0, bytes, "ignored: binary");
                None
            }
            Message::Binary(_) => {
                let problem = Unreadable {
                    n: None,
                    code: "binary",
                    message: "This server speaks text, not binary.".to_owned(),
                };
                Some(Mail::Unreadable {
                    connection,
                    problem,
                })
            }
            Message::Ping(payload) => Some(Mail::Ping {
                connection,
                payload: payload.to_vec(),
            }),
            _ => None,
        }
    }

    fn rich(&self, text: &str) -> Mail<D::Command> {
        let parsed = protocol::parse(text);
        let parsed = parsed.map(|envelope| envelope.said(self.seat.wording(text)));
        if protocol::number_of(&parsed).is_some() {
            self.incoming.get_ref().useful(text.len());
        }
        match parsed {
            Ok(envelope) => {
                let clock = self.incoming.get_ref().clock();
                said(&self.seat, envelope.received(|| clock.precise()))
            }
            Err(problem) => Mail::Unreadable {
                connection: self.seat.id(),
                problem,
            },
        }
    }

    fn plain(&self, text: &str) -> Option<Mail<D::Command>> {
        let Some(command) = D::read_plain(text) else {
            let (connection, bytes) = (self.seat.id().0, text.len());
            info!(connection, bytes, "ignored: not ours");
            return None;
        };
        let command = Envelope::new(ClientFrame::Command(command));
        let command = command.said(self.seat.wording(text));
        Some(said(&self.seat, command))
    }
}

/// The mailbox is full: a message waits for a place, and with it all that come behind it.
async fn wait_with<C>(
    message: Message,
    seat: &Seat<C>,
) -> Result<(Message, Permit<'_, Mail<C>>), RoomEnded> {
    let place = seat.place().await?;
    Ok((message, place))
}

fn said<C>(seat: &Seat<C>, envelope: Envelope<C>) -> Mail<C> {
    Mail::Said {
        connection: seat.id(),
        envelope,
    }
}
