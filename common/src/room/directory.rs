//! Finds a room by its name, and makes it when the first person comes.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::mpsc::{self, WeakSender};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::counts::{Counts, Reason};
use crate::demo::Demo;
use crate::knob::Knob;
use crate::limits;
use crate::log::Bounds;
use crate::room::core::Setting;
use crate::room::figures::Figures;
use crate::room::handle::RoomHandle;
use crate::room::mail::Mail;
use crate::room::newcomers::Newcomers;
use crate::room::opening::{self, Kept};
use crate::room::outside::Outside;
use crate::room::task;
use crate::room::threads::RoomThreads;

/// Name of the room one is in without asking for another.
pub(crate) const DEFAULT_ROOM: &str = "class";
/// Longest name of a room, in characters.
const NAME_CHARS: usize = 32;
/// How long a room may take to say how it stands with it.
const LOOK: Duration = Duration::from_secs(2);

/// Why there is no such room.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoRoom {
    /// The name is none.
    #[error("A room's name has 1 to {NAME_CHARS} characters out of a–z, 0–9 and the hyphen.")]
    BadName,
    /// There are enough.
    #[error("There are {} rooms already; join one of them.", limits::ROOMS)]
    TooMany,
}

/// All rooms of one demo.
pub(crate) struct Directory<D: Demo> {
    rooms: Mutex<HashMap<String, WeakSender<Mail<D::Command>>>>,
    make: Box<dyn Fn() -> D + Send + Sync>,
    outside: Option<Arc<watch::Receiver<D::External>>>,
    mailbox: usize,
    around: Surroundings,
}

/// What all rooms of one server have around them.
pub(crate) struct Surroundings {
    /// Which build of the pages the server carries.
    pub(crate) build: String,
    pub(crate) clock: Clock,
    pub(crate) counts: Arc<Counts>,
    /// What the lecturer does to the network.
    pub(crate) knob: Arc<Knob>,
    /// How many new people may come from one address into each room.
    pub(crate) newcomers: Newcomers,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
    /// Where rooms run.
    pub(crate) threads: RoomThreads,
    /// Where rooms are kept, if they are.
    pub(crate) kept: Option<Kept>,
}

impl<D: Demo> Directory<D> {
    /// No rooms yet. Each room that is asked for gets a demo from `make`, which is told what comes
    /// from `outside`; `connections` is the most there can be at a time.
    pub(crate) fn new(
        make: impl Fn() -> D + Send + Sync + 'static,
        outside: Option<watch::Receiver<D::External>>,
        connections: usize,
        around: Surroundings,
    ) -> Arc<Self> {
        let mailbox = limits::MAILBOX + connections;
        let make = Box::new(make);
        Arc::new(Self {
            rooms: Mutex::default(),
            make,
            outside: outside.map(Arc::new),
            mailbox,
            around,
        })
    }

    /// The room of that name, if there is one: for who goes on and does not begin.
    pub(crate) fn find(&self, name: &str) -> Option<RoomHandle<D::Command>> {
        let rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let mailbox = rooms.get(name)?.upgrade()?;
        Some(self.handle(mailbox))
    }

    /// The room of that name, made if there is none.
    pub(crate) fn room(&self, name: &str) -> Result<RoomHandle<D::Command>, NoRoom> {
        check(name)?;
        // The map is changed by single calls only, so a panic leaves nothing half-done in it.
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mailbox) = rooms.get(name).and_then(WeakSender::upgrade) {
            return Ok(self.handle(mailbox));
        }
        rooms.retain(|_, room| room.strong_count() > 0);
        // The room that everybody lands in is always to be had.
        if rooms.len() >= limits::ROOMS && name != DEFAULT_ROOM {
            self.around.counts.refused(Reason::Room);
            // Whoever asks again finds the place of one in which nobody is.
            for room in rooms.values().filter_map(WeakSender::upgrade) {
                // A room with a full mailbox is not empty.
                let _ = room.try_send(Mail::Wanted);
            }
            return Err(NoRoom::TooMany);
        }
        let mailbox = self.start(name);
        rooms.insert(name.to_owned(), mailbox.downgrade());
        Ok(self.handle(mailbox))
    }

    fn handle(&self, mailbox: mpsc::Sender<Mail<D::Command>>) -> RoomHandle<D::Command> {
        let keeps = self.around.kept.is_some();
        RoomHandle { mailbox, keeps }
    }

    /// How it stands with each room, by name. One that does not answer in time is left out.
    pub(crate) async fn figures(&self) -> Vec<Figures> {
        let rooms: Vec<_> = {
            let rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
            rooms.values().filter_map(WeakSender::upgrade).collect()
        };
        let looks = rooms.into_iter().map(|mailbox| async move {
            let (who, figures) = oneshot::channel();
            mailbox.send(Mail::Looked(who)).await.ok()?;
            figures.await.ok()
        });
        let looks = looks.map(|look| timeout(LOOK, look));
        let looks = join_all(looks).await;
        let mut figures: Vec<_> = looks.into_iter().filter_map(|look| look.ok()?).collect();
        figures.sort_unstable_by(|one, other| one.room.cmp(&other.room));
        figures
    }

    fn start(&self, name: &str) -> mpsc::Sender<Mail<D::Command>> {
        let (mailbox, mail) = mpsc::channel(self.mailbox);
        let around = &self.around;
        let setting = Setting {
            name: name.to_owned(),
            build: around.build.clone(),
            bounds: Bounds::default(),
            // Session secrets follow from it too.
            seed: rand::random(),
            counts: Arc::clone(&around.counts),
            newcomers: around.newcomers.for_another_room(),
        };
        let opening = opening::room(setting, (self.make)(), around.kept.clone(), around.clock);
        let (own, stop) = (mailbox.clone(), around.stop.clone());
        let outside = Outside::new(self.outside.clone());
        let knob = around.knob.listen();
        let clock = around.clock;
        let berth = around.threads.berth();
        let runtime = berth.runtime.clone();
        let life = async move {
            // Without a room its mailbox ends, and everybody hears that there is none.
            if let Some(room) = opening.await {
                task::run(room, mail, own, outside, knob, clock, stop).await;
            }
            drop(berth);
        };
        around.tasks.spawn_on(life, &runtime);
        mailbox
    }
}

/// Says whether a room may have this name.
pub(crate) fn check(name: &str) -> Result<(), NoRoom> {
    let is_fine = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let is_name = !name.is_empty() && name.len() <= NAME_CHARS && name.bytes().all(is_fine);
    is_name.then_some(()).ok_or(NoRoom::BadName)
}

impl<D: Demo> fmt::Debug for Directory<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Directory")
            .field("demo", &D::NAME)
            .finish_non_exhaustive()
    }
}
