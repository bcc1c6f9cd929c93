//! The real server, with the chat's rules and nobody's rate limited. This is the only place that
//! knows how it is built.
//!
//! STAND-IN: a small chat on tokio-tungstenite that speaks just enough of the rich dialect to try
//! the benchmark with. It goes as soon as there is a server to start.

use std::net::Ipv4Addr;

use anyhow::Result;
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{broadcast, oneshot},
};
use tokio_tungstenite::tungstenite::{
    Message, Utf8Bytes,
    handshake::server::{Request, Response},
    http::HeaderValue,
};

use crate::{machine, stdin};

/// Runs until standard input ends, on one thread, as the demos do.
pub(crate) fn serve() -> Result<()> {
    machine::pin(machine::SERVER_CORE)?;
    machine::allow_connections();
    let (stop, stopped) = oneshot::channel();
    stdin::when_closed(move || _ = stop.send(()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{}", listener.local_addr()?);
        let (room, _) = broadcast::channel(8192);
        let accept = async {
            for id in 0.. {
                let (stream, _) = listener.accept().await?;
                tokio::spawn(talk(stream, id, room.clone()));
            }
            anyhow::Ok(())
        };
        tokio::select! {
            result = accept => result,
            _ = stopped => Ok(()),
        }
    })
}

#[derive(serde::Deserialize)]
struct Said {
    #[serde(default)]
    n: u64,
    #[serde(default)]
    text: String,
}

// The signature is the library's.
#[expect(clippy::result_large_err)]
async fn talk(stream: TcpStream, id: u64, room: broadcast::Sender<Utf8Bytes>) -> Result<()> {
    stream.set_nodelay(true)?;
    let with_subprotocol = |_: &Request, mut response: Response| {
        let name = HeaderValue::from_static("websockets-notes.v1");
        response
            .headers_mut()
            .insert("sec-websocket-protocol", name);
        Ok(response)
    };
    let mut socket = tokio_tungstenite::accept_hdr_async(stream, with_subprotocol).await?;
    let mut lines = room.subscribe();
    loop {
        tokio::select! {
            line = lines.recv() => {
                socket.feed(Message::Text(line?)).await?;
                while let Ok(line) = lines.try_recv() {
                    socket.feed(Message::Text(line)).await?;
                }
                socket.flush().await?;
            }
            message = socket.next() => {
                let Some(Message::Text(text)) = message.transpose()? else { return Ok(()) };
                let Said { n, text } = serde_json::from_str(&text)?;
                if n == 0 {
                    socket.send(Message::text(r#"{"type":"welcome"}"#)).await?;
                    continue;
                }
                let text = serde_json::to_string(&text)?;
                let line = format!(
                    r#"{{"type":"line","text":{text},"name":"Load","seq":1,"at":1.5,"from":{id},"n":{n}}}"#
                );
                room.send(line.into())?;
                socket.send(Message::text(format!(r#"{{"type":"ack","n":{n},"seq":1}}"#))).await?;
            }
        }
    }
}
