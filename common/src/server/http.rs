//! Accepts connections and speaks HTTP/1.1 on them, until one upgrades or ends.

use std::convert::Infallible;
use std::future::pending;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use crate::counts::Counts;
use crate::demo::Demo;
use crate::limits;
use crate::server::admission::Pass;
use crate::server::half_open::Ticket;
use crate::server::pace::Pace;
use crate::server::refusal::Refusal;
use crate::server::{App, listen, routes};
use crate::transport::websocket::socket::Socket;
use crate::wire::{Counted, Meter, Tap};

/// Pause after a failed accept: most often there are no descriptors left, and some will be soon.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Headers that the library takes at all. It refuses without a word, so it is given some more than we take.
const RAW_HEADERS: usize = 2 * limits::HEADERS;
/// How many of those who are sent away are listened to until they have heard it, and for how long.
const LINGERING: usize = 64;
const LINGER: Duration = Duration::from_secs(1);

type Router = TowerToHyperService<axum::Router>;

/// Where a request comes from.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) peer: SocketAddr,
    /// What passes the socket of this connection, as long as there is one.
    pub(crate) meter: Weak<Meter>,
    /// How fast it is served; `None` if nobody is slowed down.
    pub(crate) pace: Option<Arc<Pace>>,
}

impl Visitor {
    /// What is asked for now belongs to this connection of a room.
    pub(crate) fn belongs_to(&self, tap: &Arc<Tap>) {
        if let Some(meter) = self.meter.upgrade() {
            meter.belongs_to(tap);
        }
    }

    /// A handler gets the next request.
    fn dispatch(&self) {
        if let Some(meter) = self.meter.upgrade() {
            meter.dispatch();
        }
    }
}

/// Somebody who has been let in and has not asked for anything yet.
struct Entered {
    pass: Pass,
    ticket: Ticket,
    /// Others need the place.
    gives_way: CancellationToken,
}

/// Accepts until the server stops. An error ends no more than one attempt.
pub(crate) async fn accept<D: Demo>(listener: TcpListener, app: Arc<App<D>>) {
    let router = TowerToHyperService::new(routes::router(Arc::clone(&app)));
    let lingering = Arc::new(Semaphore::new(LINGERING));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = app.stop.cancelled() => return,
        };
        match accepted {
            Ok((stream, peer)) => match enter(&app, peer) {
                Ok(entered) => {
                    listen::tune(&stream, app.unacknowledged);
                    app.counts.accepted.add(1);
                    let speaking = speak(stream, peer, entered, router.clone(), Arc::clone(&app));
                    app.tasks.spawn(speaking);
                }
                Err(refusal) => {
                    debug!(%peer, ?refusal, "not let in");
                    app.counts.refused(refusal.reason());
                    let place = Arc::clone(&lingering).try_acquire_owned();
                    // A fresh socket has room for these bytes; if not, the end says it all.
                    let _ = stream.try_write(&refusal.bytes());
                    if let Ok(place) = place {
                        app.tasks.spawn(async move {
                            linger(stream).await;
                            drop(place);
                        });
                    }
                }
            },
            Err(error) => {
                warn!(%error, "accept failed");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn enter<D: Demo>(app: &App<D>, peer: SocketAddr) -> Result<Entered, Refusal> {
    let house = app.houses.of(peer.ip());
    if let Some(house) = house {
        app.arrivals.connect(house)?;
    }
    let pass = app.admission.admit(house)?;
    let (ticket, gives_way) = app.half_open.enter(house, app.clock.ms());
    Ok(Entered {
        pass,
        ticket,
        gives_way,
    })
}

async fn speak<D: Demo>(
    stream: TcpStream,
    peer: SocketAddr,
    entered: Entered,
    router: Router,
    app: Arc<App<D>>,
) {
    let counts = Arc::clone(&app.counts);
    let stream = Counted::admitted(stream, entered.pass, app.clock, counts);
    let pace = || Pace::new(app.clock, Arc::clone(&app.counts), app.stop.clone());
    let visitor = Visitor {
        peer,
        meter: Arc::<Meter<TcpStream>>::downgrade(stream.meter()),
        pace: app.is_paced.then(|| Arc::new(pace())),
    };
    let ticket = Arc::new(Mutex::new(Some(entered.ticket)));
    let served = serve(stream.clone(), visitor, Arc::clone(&ticket), router, &app);
    let refusal = tokio::select! {
        biased;
        refusal = served => refusal,
        () = entered.gives_way.cancelled() => Some(Refusal::HalfOpen),
    };
    let Some(refusal) = refusal else { return };
    // Somebody who has had an answer could take this for the next one; and a browser that asks for nothing
    // more has not been refused anything.
    if take(&ticket).is_some() {
        app.counts.refused(refusal.reason());
        let _ = Socket::try_write(&stream, [&refusal.bytes(), &[], &[]]);
        stream.meter().give_place_back();
        linger(stream).await;
    }
}

/// Serves until the end. Returns why, if that is to be told.
async fn serve<D: Demo>(
    stream: Counted,
    visitor: Visitor,
    ticket: Arc<Mutex<Option<Ticket>>>,
    router: Router,
    app: &App<D>,
) -> Option<Refusal> {
    let peer = visitor.peer;
    let counts = Arc::clone(&app.counts);
    let meter = Arc::clone(stream.meter());
    let service = service_fn(move |request| {
        drop(take(&ticket));
        visitor.dispatch();
        answer(
            request,
            visitor.clone(),
            router.clone(),
            Arc::clone(&counts),
        )
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HANDSHAKE)
        .max_headers(RAW_HEADERS)
        .max_buf_size(limits::RAW_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let result = tokio::select! {
        biased;
        result = connection.as_mut() => result,
        () = has_stopped(&app.stop) => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                biased;
                result = connection => result,
                () = owes_nothing(&meter) => {
                    debug!(%peer, "left in the middle of a request");
                    return None;
                }
            }
        }
    };
    let error = result.err()?;
    debug!(%peer, %error, "http ended");
    error.is_timeout().then_some(Refusal::Late)
}

/// Resolves when the server has been told to stop and what had come by then has been noticed: the run time looks
/// at its sockets before it looks at its timers.
async fn has_stopped(stop: &CancellationToken) {
    stop.cancelled().await;
    sleep(Duration::from_millis(1)).await;
}

/// Resolves, soon after the server was told to stop, if no request has come in full. The answer to one that has
/// ends the connection by itself.
async fn owes_nothing(meter: &Meter<TcpStream>) {
    sleep(limits::REST_OF_REQUEST).await;
    if meter.owes_an_answer() {
        pending::<()>().await;
    }
}

async fn answer(
    mut request: Request<Incoming>,
    visitor: Visitor,
    router: Router,
    counts: Arc<Counts>,
) -> Result<Response, Infallible> {
    if is_too_big(&request) {
        counts.refused(Refusal::Head.reason());
        return Ok(Refusal::Head.into_response());
    }
    if let Some(pace) = &visitor.pace {
        pace.request().await;
    }
    request.extensions_mut().insert(visitor);
    router.call(request).await
}

/// Whether a head is bigger than we take, as it was on the wire.
fn is_too_big(request: &Request<Incoming>) -> bool {
    let headers = request.headers();
    let lines = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + ": \r\n".len() + value.len());
    let path = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    path + lines.sum::<usize>() > limits::HEAD_BYTES || headers.len() > limits::HEADERS
}

fn take(ticket: &Mutex<Option<Ticket>>) -> Option<Ticket> {
    ticket.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Reads on until the other side has closed too. A socket that is closed with unread bytes in it is
/// reset, and the reset would overtake what was said last. Of a flood only so much is read.
async fn linger(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    // It fails on a socket that is dead already.
    stream.shutdown().await.unwrap_or_default();
    let mut rest = stream.take(limits::LINGER_BYTES);
    let _ = timeout(LINGER, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await;
}
