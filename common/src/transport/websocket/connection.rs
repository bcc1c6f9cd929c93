//! Receive and close: the task of one WebSocket. It reads, and mails what it reads to the room.
//!
//! Sending is not its business: the room writes through the outlet. So this task sleeps unless its
//! own client speaks.

use std::future::pending;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::io::AsyncReadExt;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tracing::{debug, info};

use crate::clock::Clock;
use crate::demo::Demo;
use crate::frame;
use crate::knob::{Carrier, Knob, Lag, Lagging};
use crate::limits;
use crate::log::Dialect;
use crate::protocol::{self, ClientFrame, Envelope, Hello, Unreadable};
use crate::registry::Role;
use crate::room::core::{self as room, Ended, Mail};
use crate::room::handle::{RoomEnded, RoomHandle, Seat};
use crate::transport::code;
use crate::transport::key::ConnectionKey;
use crate::transport::websocket::guard::Flood;
use crate::transport::websocket::inlet::Inlet;
use crate::transport::websocket::outlet::WebSocketOutlet;
use crate::transport::websocket::slowed::Slowed;
use crate::transport::websocket::socket::Socket;
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

/// Messages as they arrive, later if the lecturer wants that.
type Incoming = Lagging<WebSocketStream<Inlet>>;

/// Serves one WebSocket until it ends.
pub(crate) async fn serve<D: Demo>(
    opened: Opened,
    visit: Visit,
    room: RoomHandle<D::Command>,
    knob: Arc<Knob>,
    clock: Clock,
) {
    let Opened {
        incoming,
        stream,
        heard,
    } = opened;
    let Visit {
        key,
        plain_origin,
        address,
    } = visit;
    let (id, is_plain) = (key.id, plain_origin.is_some());
    let dialect = if is_plain {
        Dialect::Plain(id)
    } else {
        Dialect::Rich
    };
    let mut incoming = Lagging::new(incoming, Lag::new(Arc::clone(&knob), Carrier::Websocket));
    let slowed = Slowed::new(stream, knob);
    let newcomer = room::Opened {
        key,
        outlet: Box::new(WebSocketOutlet::new(slowed, dialect)),
        heard,
        role: plain_origin.map_or(Role::Member, |origin| Role::Plain { origin }),
        address,
    };
    let Ok(seat) = room.seat(newcomer).await else {
        // Without a room the outlet is gone, and with it the connection.
        return;
    };
    drop(room);
    let ended = if is_plain {
        receive_plain::<D>(&mut incoming, &seat, clock).await
    } else {
        receive_rich::<D>(&mut incoming, &seat, clock).await
    };
    let ended = ended.unwrap_or_default();
    let (code, reason) = ended
        .farewell
        .clone()
        .unwrap_or((0, "it is gone".to_owned()));
    info!(connection = id.0, code, reason, "close");
    seat.leave(ended);
    linger(incoming.into_inner()).await;
}

/// Ends a WebSocket that has no place in a room, and says why.
pub(crate) async fn turn_away(opened: Opened, code: u16, reason: &str) {
    let mut farewell = Vec::new();
    frame::append_close(code, reason, &mut farewell);
    // A fresh socket has room for one frame.
    let _ = opened.stream.try_write([&farewell, &[], &[]]);
    opened.stream.finish();
    linger(opened.incoming).await;
}

async fn receive_rich<D: Demo>(
    incoming: &mut Incoming,
    seat: &Seat<D::Command>,
    clock: Clock,
) -> Result<Ended, RoomEnded> {
    let connection = seat.id();
    loop {
        match incoming.next().await {
            Some(Ok(Message::Text(text))) => {
                let at = clock.precise();
                debug!(connection = connection.0, bytes = text.len(), "receive");
                let parsed = protocol::parse(text.as_str());
                let parsed = parsed.map(|envelope| envelope.said(seat.rich(text.as_str())));
                if protocol::number_of(&parsed).is_some() {
                    incoming.get_ref().get_ref().useful(text.len());
                }
                seat.mail(match parsed {
                    Ok(envelope) => Mail::Said {
                        connection,
                        envelope,
                        at,
                    },
                    Err(problem) => Mail::Unreadable {
                        connection,
                        problem,
                    },
                })
                .await?;
            }
            Some(Ok(Message::Binary(_))) => {
                let message = "This server speaks text, not binary.".to_owned();
                let problem = Unreadable {
                    n: None,
                    code: "binary",
                    message,
                };
                seat.mail(Mail::Unreadable {
                    connection,
                    problem,
                })
                .await?;
            }
            other => {
                if let Some(ended) = control(other, seat).await? {
                    return Ok(ended);
                }
            }
        }
    }
}

/// The lecture's dialect has no `hello`: whoever connects is a guest from the start.
async fn receive_plain<D: Demo>(
    incoming: &mut Incoming,
    seat: &Seat<D::Command>,
    clock: Clock,
) -> Result<Ended, RoomEnded> {
    let connection = seat.id();
    let say = |envelope| Mail::Said {
        connection,
        envelope,
        at: clock.precise(),
    };
    let hello = ClientFrame::Hello(Hello::default());
    seat.mail(say(Envelope::new(hello))).await?;
    loop {
        match incoming.next().await {
            Some(Ok(Message::Text(text))) => match D::read_plain(text.as_str()) {
                Some(command) => {
                    debug!(connection = connection.0, bytes = text.len(), "receive");
                    let wording = seat.plain(text.as_str());
                    let command = Envelope::new(ClientFrame::Command(command));
                    seat.mail(say(command.said(wording))).await?;
                }
                None => info!(
                    connection = connection.0,
                    bytes = text.len(),
                    "ignored: not ours"
                ),
            },
            Some(Ok(Message::Binary(bytes))) => {
                info!(
                    connection = connection.0,
                    bytes = bytes.len(),
                    "ignored: binary"
                );
            }
            other => {
                if let Some(ended) = control(other, seat).await? {
                    return Ok(ended);
                }
            }
        }
    }
}

/// Everything that is no message: signs of life, and the end.
async fn control<C>(
    read: Option<Result<Message, Error>>,
    seat: &Seat<C>,
) -> Result<Option<Ended>, RoomEnded> {
    match read {
        Some(Ok(Message::Ping(payload))) => {
            let payload = payload.to_vec();
            seat.mail(Mail::Ping {
                connection: seat.id(),
                payload,
            })
            .await?;
            Ok(None)
        }
        Some(Ok(Message::Close(frame))) => Ok(Some(Ended {
            farewell: Some(answer_to(frame)),
        })),
        Some(Ok(_)) => Ok(None),
        Some(Err(error)) => Ok(Some(Ended {
            farewell: blame(&error),
        })),
        None => Ok(Some(Ended::default())),
    }
}

/// A close is answered with its own code (RFC 6455, section 5.5.1). The library has already put a
/// protocol error in the place of a code that is none.
pub fn answer_to(frame: Option<CloseFrame>) -> (u16, String) {
    frame.map_or((code::NORMAL, String::new()), |frame| {
        (frame.code.into(), frame.reason.to_string())
    })
}

/// What to tell a peer whose bytes could not be read; nothing if it is not there any more.
pub fn blame(error: &Error) -> Option<(u16, String)> {
    let (code, reason) = match error {
        Error::Capacity(CapacityError::MessageTooLong { size, max_size }) => (
            code::TOO_BIG,
            format!("a message of {size} bytes; at most {max_size} are taken"),
        ),
        Error::Utf8(_) => (code::INVALID_DATA, "text must be UTF-8".to_owned()),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => return None,
        Error::Io(error) => {
            let flood = error.get_ref()?.downcast_ref::<Flood>()?;
            (code::POLICY, flood.to_string())
        }
        Error::Protocol(problem) => (code::PROTOCOL, problem.to_string()),
        _ => return None,
    };
    Some((code, reason))
}

/// Reads on until the other side has closed too. A socket that is closed with unread bytes in it is
/// reset, and the reset would overtake the farewell. Of a flood only so much is read: the rest stays where
/// it is until the end.
pub async fn linger(incoming: WebSocketStream<Inlet>) {
    let drained = async move {
        let mut rest = incoming.into_inner().take(limits::LINGER_BYTES);
        let read = tokio::io::copy(&mut rest, &mut tokio::io::sink()).await;
        if read.is_ok_and(|read| read == limits::LINGER_BYTES) {
            pending::<()>().await;
        }
    };
    let _ = timeout(Duration::from_millis(limits::CLOSE_MS), drained).await;
}
