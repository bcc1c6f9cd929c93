//! Takes a port, and sets the sockets as a real-time server needs them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use tokio::net::{TcpListener, TcpStream};
use tracing::{debug, warn};

#[cfg(target_os = "linux")]
use crate::limits;
use crate::server::Options;

/// Connections that may wait to be accepted: a whole class that comes back at once.
const BACKLOG: i32 = 4096;
/// How many ports after the wanted one are tried.
const FURTHER_PORTS: u16 = 10;
/// Descriptors for everything but connections.
const SPARE_DESCRIPTORS: u64 = 64;

/// Why there is no port, for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The wanted port is taken, and no other was to be tried.
    #[error(
        "Port {port} is taken by another program. Stop that one, or choose another port with --port."
    )]
    Taken {
        /// The wanted port.
        port: u16,
    },
    /// The wanted port and those after it are taken.
    #[error("The ports {first} to {last} are all taken. Choose another one with --port.")]
    AllTaken {
        /// The wanted port.
        first: u16,
        /// The last one that was tried.
        last: u16,
    },
    /// Something else is wrong with the address.
    #[error("Cannot listen on {address}: {reason}.")]
    Other {
        /// What was tried.
        address: SocketAddr,
        /// What the system said.
        reason: io::Error,
    },
}

/// Listens as the options say. The first listener is the one to name to people.
///
/// # Errors
///
/// [`BindError`] if there is no free port or the address cannot be had.
pub async fn bind(options: &Options) -> Result<Vec<TcpListener>, BindError> {
    let (main, companion) = match (options.lan, options.host) {
        (true, _) => (Ipv4Addr::UNSPECIFIED.into(), Some(Ipv6Addr::UNSPECIFIED)),
        (false, Some(host)) => (host, None),
        (false, None) => (IpAddr::from(Ipv4Addr::LOCALHOST), Some(Ipv6Addr::LOCALHOST)),
    };
    let first = options.port;
    let further = if options.strict_port || first == 0 {
        0
    } else {
        FURTHER_PORTS
    };
    let last = first.saturating_add(further);
    for port in first..=last {
        match listen_on_both(main, companion, port) {
            Ok(listeners) => return Ok(listeners),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(reason) => {
                let address = SocketAddr::new(main, port);
                return Err(BindError::Other { address, reason });
            }
        }
    }
    Err(if first == last {
        BindError::Taken { port: first }
    } else {
        BindError::AllTaken { first, last }
    })
}

/// Sets a new connection's options. None of them is needed for correctness, so where one is not
/// known to the system the connection goes on without it. Data that nobody has acknowledged for this long
/// ends it.
#[cfg_attr(
    not(target_os = "linux"),
    expect(unused_variables, reason = "no such option")
)]
pub(crate) fn tune(stream: &TcpStream, unacknowledged: Duration) {
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new()
        .with_time(Duration::from_secs(15))
        .with_interval(Duration::from_secs(5));
    // An event is small and wants to leave now; waiting to fill a packet costs up to 40 ms.
    let outcome = stream
        .set_nodelay(true)
        .and_then(|()| socket.set_tcp_keepalive(&keepalive));
    #[cfg(target_os = "linux")]
    let outcome = outcome
        .and_then(|()| socket.set_tcp_user_timeout(Some(unacknowledged)))
        // Otherwise the kernel takes megabytes for a client that reads nothing.
        .and_then(|()| socket.set_tcp_notsent_lowat(limits::UNSENT_LOW_WATER));
    if let Err(error) = outcome {
        debug!(%error, "a socket option was refused");
    }
}

/// Each connection is a descriptor, and the usual limit of a desktop is lower than a lecture hall.
pub(crate) fn raise_descriptor_limit(connections: usize) {
    let wanted = connections as u64 + SPARE_DESCRIPTORS;
    match rlimit::increase_nofile_limit(wanted) {
        Ok(limit) if limit < wanted => {
            warn!("this system allows {limit} open files: about as many connections fit");
        }
        Ok(_) => {}
        Err(error) => debug!(%error, "the limit of open files stays as it is"),
    }
}

/// `localhost` means `::1` to some browsers first, and phones may come by IPv6: the same port there
/// is welcome. A machine without IPv6 can do without, but a port that another program has there
/// counts as taken: our own address would lead some browsers to that program.
fn listen_on_both(
    main: IpAddr,
    companion: Option<Ipv6Addr>,
    port: u16,
) -> io::Result<Vec<TcpListener>> {
    let listener = listen(SocketAddr::new(main, port))?;
    let port = listener.local_addr()?.port();
    let second = match companion.map(|address| listen((address, port).into())) {
        Some(Err(error)) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        other => other.and_then(Result::ok),
    };
    Ok(std::iter::once(listener).chain(second).collect())
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // On Windows this option would let two programs share the port.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket.into())
}
