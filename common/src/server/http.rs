//! Accepts connections and speaks HTTP/1.1 on them, until one upgrades or ends.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::time::sleep;
use tracing::{debug, warn};

use crate::counts::Reason;
use crate::demo::Demo;
use crate::limits;
use crate::server::admission::Pass;
use crate::server::{App, listen, routes};
use crate::wire::{Counted, Meter};

/// Pause after a failed accept: most often there are no descriptors left, and some will be soon.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Most headers in a request.
const MAX_HEADERS: usize = 64;
/// Largest head of a request, in bytes.
const HEAD_BYTES: usize = 8 * 1024;
/// What a connection hears for which there is no room.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 30\r\n\
    Content-Type: text/plain\r\nConnection: close\r\n\r\nThere is no room at the moment";

/// Where a request comes from. Whoever holds it keeps the connection counted.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) peer: SocketAddr,
    /// What passes the socket of this connection.
    pub(crate) meter: Arc<Meter>,
    _pass: Arc<Pass>,
}

/// Accepts until the server stops. An error ends no more than one attempt.
pub(crate) async fn accept<D: Demo>(listener: TcpListener, app: Arc<App<D>>) {
    let router = TowerToHyperService::new(routes::router(Arc::clone(&app)));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = app.stop.cancelled() => return,
        };
        match accepted {
            Ok((stream, peer)) => match app.admission.admit(peer.ip()) {
                Some(pass) => {
                    listen::tune(&stream);
                    app.counts.accepted.add(1);
                    let stream = Counted::counting(stream, app.clock, Arc::clone(&app.counts));
                    let visitor = Visitor {
                        peer,
                        meter: Arc::clone(stream.meter()),
                        _pass: Arc::new(pass),
                    };
                    let stop = app.stop.clone();
                    app.tasks
                        .spawn(speak(stream, visitor, router.clone(), stop));
                }
                None => {
                    warn!(%peer, "no room for another connection");
                    app.counts.refused(Reason::Full);
                    // A fresh socket has room for these bytes; if not, the end says it all.
                    let _ = stream.try_write(FULL);
                }
            },
            Err(error) => {
                warn!(%error, "accept failed");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn speak(
    stream: Counted,
    visitor: Visitor,
    router: TowerToHyperService<axum::Router>,
    stop: tokio_util::sync::CancellationToken,
) {
    let peer = visitor.peer;
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        visitor.meter.dispatch();
        request.extensions_mut().insert(visitor.clone());
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HANDSHAKE)
        .max_headers(MAX_HEADERS)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        debug!(%peer, %error, "http ended");
    }
}
