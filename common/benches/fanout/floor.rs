//! The floor: the least a broadcast can cost. One thread, one loop over ready sockets; read a
//! frame, encode it once, write it to every other connection. No names, numbers, limits or memory.
//!
//! On loopback a small `write` costs several microseconds whoever calls it, so the number of
//! writes is nearly everything. Hence two variants: [`Variant::Plain`] writes each message at
//! once, [`Variant::Batching`] collects what has arrived in one turn of the loop and writes once
//! per connection. The second is the limit that the real server is measured against.

mod turn;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use anyhow::Result;
use clap::ValueEnum;
use mio::{Events, Interest, Poll, Token, Waker, net::TcpListener};

use self::turn::Turn;
use crate::{frame, handshake, machine, socket::Socket, stdin};

/// How the floor writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Variant {
    /// Once per connection and message.
    Plain,
    /// Once per connection and turn of the loop.
    Batching,
}

const LISTENER: Token = Token(usize::MAX);
const END: Token = Token(usize::MAX - 1);
/// Sockets looked at in one turn, at most.
const EVENTS: usize = 4096;
/// Bytes read at once, for all connections through one buffer.
const READ_BYTES: usize = 64 * 1024;

/// Runs until standard input ends.
pub(crate) fn serve(variant: Variant) -> Result<()> {
    machine::pin(machine::SERVER_CORE)?;
    machine::allow_connections();
    let poll = Poll::new()?;
    let waker = Arc::new(Waker::new(poll.registry(), END)?);
    // One of the two stays here: a waker that is dropped takes its wake-up with it.
    let at_end = Arc::clone(&waker);
    stdin::when_closed(move || _ = at_end.wake());
    let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    poll.registry()
        .register(&mut listener, LISTENER, Interest::READABLE)?;
    println!("{}", listener.local_addr()?);

    Floor {
        variant,
        poll,
        listener,
        peers: Vec::new(),
        buffer: vec![0; READ_BYTES],
        turn: Turn::default(),
        _waker: waker,
    }
    .run()
}

struct Floor {
    variant: Variant,
    poll: Poll,
    listener: TcpListener,
    peers: Vec<Option<Peer>>,
    buffer: Vec<u8>,
    turn: Turn,
    _waker: Arc<Waker>,
}

/// One connection.
struct Peer {
    socket: Socket,
    /// The beginning of a frame or a request whose rest has not come.
    inbox: Vec<u8>,
    /// Whether the handshake is done.
    open: bool,
    /// Whether a part of this turn is its own.
    spoke: bool,
}

impl Floor {
    fn run(mut self) -> Result<()> {
        let mut events = Events::with_capacity(EVENTS);
        loop {
            if let Err(error) = self.poll.poll(&mut events, None) {
                match error.kind() {
                    io::ErrorKind::Interrupted => continue,
                    _ => return Err(error.into()),
                }
            }
            for event in &events {
                match event.token() {
                    END => return Ok(()),
                    LISTENER => self.accept()?,
                    Token(who) => {
                        if event.is_writable() {
                            self.with_peer(who, |peer| peer.socket.flush());
                        }
                        if event.is_readable() {
                            self.read(who);
                        }
                    }
                }
            }
            if self.variant == Variant::Batching {
                self.write_turn();
            }
        }
    }

    fn accept(&mut self) -> Result<()> {
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    let token = Token(self.peers.len());
                    let socket = Socket::new(stream, self.poll.registry(), token)?;
                    let inbox = Vec::new();
                    self.peers.push(Some(Peer {
                        socket,
                        inbox,
                        open: false,
                        spoke: false,
                    }));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Does something with a connection, and forgets the connection when that fails.
    fn with_peer(&mut self, who: usize, act: impl FnOnce(&mut Peer) -> io::Result<()>) {
        if self.peers[who]
            .as_mut()
            .is_some_and(|peer| act(peer).is_err())
        {
            self.peers[who] = None;
        }
    }

    /// Reads all there is. Readiness is told once per arrival, so stopping early would mean
    /// waiting for ever.
    fn read(&mut self, who: usize) {
        let mut buffer = std::mem::take(&mut self.buffer);
        while let Some(peer) = &mut self.peers[who] {
            let Ok(arrival) = peer.socket.read(&mut buffer) else {
                self.peers[who] = None;
                break;
            };
            self.take(who, &mut buffer[..arrival.bytes]);
            if !arrival.more {
                break;
            }
        }
        self.buffer = buffer;
    }

    /// Takes what arrived: the usual case is whole frames, read where they lie.
    fn take(&mut self, who: usize, bytes: &mut [u8]) {
        let Some(peer) = &mut self.peers[who] else {
            return;
        };
        if peer.open && peer.inbox.is_empty() {
            let taken = self.take_frames(who, bytes);
            if let Some(peer) = &mut self.peers[who] {
                peer.inbox.extend_from_slice(&bytes[taken..]);
            }
            return;
        }
        let mut bytes = [std::mem::take(&mut peer.inbox), bytes.to_vec()].concat();
        let mut taken = 0;
        if !peer.open {
            match handshake::answer(&bytes) {
                Ok(None) => {}
                Ok(Some((answer, end))) => {
                    peer.open = true;
                    taken = end;
                    self.with_peer(who, |peer| peer.socket.write(answer.as_bytes()));
                }
                Err(_) => self.peers[who] = None,
            }
        }
        if self.peers[who].as_ref().is_some_and(|peer| peer.open) {
            taken += self.take_frames(who, &mut bytes[taken..]);
        }
        if let Some(peer) = &mut self.peers[who] {
            peer.inbox.extend_from_slice(&bytes[taken..]);
        }
    }

    fn take_frames(&mut self, who: usize, bytes: &mut [u8]) -> usize {
        let mut taken = 0;
        while let Some(found) = frame::parse(&bytes[taken..]) {
            let payload = &mut bytes[taken..][found.payload.clone()];
            taken += found.payload.end;
            match found.opcode {
                frame::TEXT => {
                    frame::unmask(payload, found.mask.unwrap_or_default());
                    self.pass_on(who, payload);
                }
                frame::CLOSE => self.peers[who] = None,
                _ => {}
            }
        }
        taken
    }

    /// Encodes a message, once, and sends it now or with the turn.
    fn pass_on(&mut self, from: usize, text: &[u8]) {
        self.turn.push(from, text);
        if self.variant == Variant::Plain {
            self.write_turn();
        }
    }

    /// One write to each connection, with all that others have said in this turn.
    fn write_turn(&mut self) {
        if self.turn.is_empty() {
            return;
        }
        let mut turn = std::mem::take(&mut self.turn);
        for from in turn.speakers() {
            if let Some(peer) = &mut self.peers[from] {
                peer.spoke = true;
            }
        }
        for who in 0..self.peers.len() {
            self.with_peer(who, |peer| {
                let is_own = std::mem::take(&mut peer.spoke);
                match peer.open {
                    true if is_own => peer.socket.write(turn.of_others(who)),
                    true => peer.socket.write(turn.of_all()),
                    false => Ok(()),
                }
            });
        }
        turn.clear();
        self.turn = turn;
    }
}
