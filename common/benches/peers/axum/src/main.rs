//! A hub as axum's own chat example does it: a task that writes and a task that reads for each connection, and between
//! them one `broadcast` channel for each room. Nothing in it is clever, and nothing made worse on purpose.
//!
//! A receiver that falls behind by more than the channel holds loses messages; that is how the channel works.

use std::{
    collections::HashMap,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    extract::{
        OriginalUri, State,
        ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade},
    },
    response::Response,
    routing::get,
    serve::ListenerExt,
};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::AsyncReadExt,
    net::TcpListener,
    sync::broadcast::{self, error::RecvError},
};

/// Messages that a channel holds: as many as in axum's example.
const CAPACITY: usize = 100;

/// What somebody said, and who it was.
type Said = (u64, Utf8Bytes);

/// The channel of each room, by the path that leads to it.
#[derive(Default)]
struct Rooms {
    channels: Mutex<HashMap<String, broadcast::Sender<Said>>>,
    newcomers: AtomicU64,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let app = Router::new()
        .route("/ws", get(enter))
        .route("/rooms/{room}/ws", get(enter))
        .with_state(Arc::new(Rooms::default()));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    // Without it small writes wait for the answer to the one before.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            eprintln!("no TCP_NODELAY: {error}");
        }
    });
    tokio::select! {
        served = axum::serve(listener, app) => served,
        () = end_of_input() => Ok(()),
    }
}

/// The benchmark ends its children by closing their standard input.
async fn end_of_input() {
    let mut nothing = [0; 64];
    while matches!(tokio::io::stdin().read(&mut nothing).await, Ok(read) if read > 0) {}
}

async fn enter(
    upgrade: WebSocketUpgrade,
    OriginalUri(path): OriginalUri,
    State(rooms): State<Arc<Rooms>>,
) -> Response {
    let me = rooms.newcomers.fetch_add(1, Ordering::Relaxed);
    let channel = rooms
        .channels
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(path.path().to_owned())
        .or_insert_with(|| broadcast::Sender::new(CAPACITY))
        .clone();
    upgrade.on_upgrade(move |socket| stay(socket, me, channel))
}

async fn stay(socket: WebSocket, me: u64, channel: broadcast::Sender<Said>) {
    let (mut sink, mut stream) = socket.split();
    let mut others = channel.subscribe();
    let mut writes = tokio::spawn(async move {
        loop {
            match others.recv().await {
                Ok((from, text)) if from != me => {
                    if sink.send(Message::Text(text)).await.is_err() {
                        return;
                    }
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
    let mut reads = tokio::spawn(async move {
        while let Some(Ok(message)) = stream.next().await {
            if let Message::Text(text) = message {
                // It fails when nobody listens, and then nobody misses anything.
                let _ = channel.send((me, text));
            }
        }
    });
    tokio::select! {
        _ = &mut writes => reads.abort(),
        _ = &mut reads => writes.abort(),
    }
}
