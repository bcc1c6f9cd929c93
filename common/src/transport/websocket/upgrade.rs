//! Open: from an HTTP request to a raw socket that speaks WebSocket (RFC 6455, section 4.2).
//!
//! The library checks the handshake and makes the answer. The HTTP server then hands over the
//! socket together with whatever it has already read past the request.

use std::future::Future;
use std::io;

use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::response::Response;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use crate::transport::Heard;
use crate::transport::websocket::inlet::Inlet;
use crate::wire::Counted;

/// A WebSocket that is open: what reads it, and the socket to write to.
#[derive(Debug)]
pub struct Opened {
    /// Reads messages.
    pub incoming: Inlet,
    /// The socket.
    pub stream: Counted,
    /// When it was last heard of.
    pub heard: Heard,
}

/// The answer to a handshake, and the socket that will be there once it has been sent.
#[derive(Debug)]
pub struct Handshake {
    /// To be sent: 101.
    pub response: Response,
    /// Whether the client asked for this protocol by name.
    pub offered: bool,
    on_upgrade: OnUpgrade,
}

/// Answers a handshake. `protocol` is selected if the client offers it.
///
/// # Errors
///
/// What is wrong with the request, in a sentence.
pub fn accept(mut request: Request, protocol: &'static str) -> Result<Handshake, String> {
    let mut response =
        create_response_with_body(&request, Body::empty).map_err(|error| error.to_string())?;
    let offers = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL);
    let mut offers = offers.iter().filter_map(|offer| offer.to_str().ok());
    let offered = offers.any(|offer| offer.split(',').any(|name| name.trim() == protocol));
    if offered {
        let protocol = HeaderValue::from_static(protocol);
        response
            .headers_mut()
            .insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    let on_upgrade = hyper::upgrade::on(&mut request);
    Ok(Handshake {
        response,
        offered,
        on_upgrade,
    })
}

impl Handshake {
    /// Splits off the future of the socket. It resolves after the response has been sent. Messages of
    /// more bytes than this are not taken.
    pub fn split(
        self,
        message_bytes: usize,
    ) -> (Response, impl Future<Output = io::Result<Opened>>) {
        let opening = async move {
            let upgraded = self.on_upgrade.await.map_err(io::Error::other)?;
            let parts = upgraded
                .downcast::<TokioIo<Counted>>()
                .map_err(|_| io::Error::other("the server runs on counted sockets"))?;
            let stream = parts.io.into_inner();
            stream.meter().upgrade(parts.read_buf.len());
            let heard = Heard::default();
            let read = &parts.read_buf;
            let incoming = Inlet::new(stream.clone(), read, message_bytes, heard.clone());
            Ok(Opened {
                incoming,
                stream,
                heard,
            })
        };
        (self.response, opening)
    }
}
