//! How a room begins: empty, or with what was kept of it, which is read where waiting harms nobody.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tracing::{error, info};

use crate::clock::Clock;
use crate::demo::Demo;
use crate::journal::disk::Store;
use crate::room::core::{Room, Setting};

/// Where rooms are kept, and for how long.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) store: Arc<Store>,
    pub(crate) keep: Duration,
}

/// A room that may begin; `None` if what was kept of it cannot be read, and then it is left as it is.
pub(super) async fn room<D: Demo>(
    setting: Setting,
    demo: D,
    kept: Option<Kept>,
    clock: Clock,
) -> Option<Room<D>> {
    let name = setting.name.clone();
    let Some(kept) = kept else {
        info!(room = name, "room opened");
        return Some(Room::new(setting, demo));
    };
    let revived = spawn_blocking(move || revive(setting, demo, &kept, clock)).await;
    let problem = match revived {
        Ok(Ok(room)) => {
            info!(room = name, "room opened");
            return Some(room);
        }
        Ok(Err(problem)) => problem,
        Err(panic) => panic.into(),
    };
    error!(room = name, %problem, "this room cannot be opened");
    None
}

fn revive<D: Demo>(
    setting: Setting,
    demo: D,
    kept: &Kept,
    clock: Clock,
) -> anyhow::Result<Room<D>> {
    let found = kept.store.room(&setting.name)?;
    let keep_ms = u64::try_from(kept.keep.as_millis()).unwrap_or(u64::MAX);
    Ok(Room::revive(setting, demo, found, keep_ms, clock.now())?)
}
