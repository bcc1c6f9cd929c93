//! The broadcast loop: the one task in which a room lives.
//!
//! A turn: wait for something; let the other ready tasks read first, so that more of what is on its
//! way comes in; apply everything that waits; deliver once.

use std::pin::pin;

use futures_util::future::FutureExt;
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::info;

use crate::clock::Clock;
use crate::demo::Demo;
use crate::knob::Turned;
use crate::limits;
use crate::room::core::Room;
use crate::room::mail::Mail;
use crate::room::outside::Outside;

/// Most mail in one turn, so that nobody waits long for their part of it.
const MAIL_PER_TURN: usize = limits::LOG_EVENTS / 4;

/// Runs a room until it has been empty for long, or until it has stopped.
///
/// The directory holds the mailbox only weakly. `own` is the room's own hold on it: it lets go when
/// it has been empty for long, and then the mailbox ends unless somebody has just come in. `outside`
/// is what the demo is told of the world, and `knob` what the
/// lecturer does to the network.
pub(crate) async fn run<D: Demo>(
    mut room: Room<D>,
    mut mailbox: mpsc::Receiver<Mail<D::Command>>,
    own: mpsc::Sender<Mail<D::Command>>,
    mut outside: Outside<D::External>,
    mut knob: watch::Receiver<Turned>,
    clock: Clock,
    stop: CancellationToken,
) {
    let weak = own.downgrade();
    let mut own = Some(own);
    let mut writable = FuturesUnordered::new();
    let mut sleep = pin!(sleep_until(Instant::now()));
    let mut empty_since = Instant::now();
    // A room begins with what is known already, before anybody comes in.
    room.begin_under(knob.borrow_and_update().clone());
    if let Some(external) = outside.listen(true) {
        room.learn(external, clock.now());
    }
    loop {
        let wake = match room.next_deadline() {
            Some(deadline) => clock.instant(deadline).into(),
            None => empty_since + limits::EMPTY_ROOM,
        };
        if sleep.deadline() != wake {
            sleep.as_mut().reset(wake);
        }
        let waits_for_end = own.is_none();
        tokio::select! {
            mail = mailbox.recv() => match mail {
                Some(mail) => room.handle(mail, clock.now()),
                None => break,
            },
            Some(id) = writable.next() => room.writable(id),
            external = outside.next() => room.learn(external, clock.now()),
            Ok(()) = knob.changed() => {
                let turned = knob.borrow_and_update().clone();
                room.turned(turned, clock.now());
            }
            () = stop.cancelled(), if !room.is_stopping() => room.stop(clock.now()),
            () = sleep.as_mut(), if !waits_for_end => {}
        }
        tokio::task::yield_now().await;
        let begun = Instant::now();
        // Mail is applied as of one moment, so that a thousand pieces do not cost a thousand looks at the clock.
        let came = clock.now();

        for _ in 1..MAIL_PER_TURN {
            if room.is_turn_full() {
                break;
            }
            let Ok(mail) = mailbox.try_recv() else { break };
            room.handle(mail, came);
        }
        while let Some(Some(id)) = writable.next().now_or_never() {
            room.writable(id);
        }
        // With readers on other threads some of it came after that; what is due by now is so by then, too.
        let now = clock.now();
        if let Some(external) = outside.listen(room.is_attended()) {
            room.learn(external, now);
        }
        room.sweep(now);
        room.tick(now);
        room.deliver(now);
        writable.extend(
            room.take_blocked()
                .map(|(id, writable)| writable.map(move |()| id)),
        );

        room.turn_took(begun.elapsed());
        if room.has_stopped() {
            break;
        }
        let is_wanted = room.take_wanted();
        if room.is_empty() {
            if is_wanted || empty_since.elapsed() >= limits::EMPTY_ROOM {
                own = None;
            }
        } else {
            empty_since = Instant::now();
            own = own.or_else(|| weak.upgrade());
        }
    }
    // What comes next begins here and not with all that led here.
    room.checkpoint(clock.now());
    info!(room = %room.name, "room closed");
}
