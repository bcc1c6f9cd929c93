//! A room's keep on a disk: one file that grows, until a checkpoint begins the next.

use std::io;
use std::mem;
use std::sync::{Arc, MutexGuard};

use tracing::warn;

use super::aside;
use super::current::Current;
use super::files::{Appending, Files};
use super::generation::{Head, Kind, Name};
use super::line::LONGEST;
use super::read::End;
use super::syncing::{Place, State, not_kept, remove};
use crate::journal::keep::{Keep, NotKept};

/// A room's keep on a disk.
#[derive(Debug)]
pub(crate) struct RoomFile {
    files: Arc<dyn Files>,
    room: String,
    place: Arc<Place>,
    /// The file it writes to. There is none before the first record.
    current: Option<Current>,
    /// The newest generation that was ever begun, or 0.
    newest: u64,
    trouble: Option<NotKept>,
    /// The file that it writes to was not understood, and a copy is to stay under this name.
    aside: Option<String>,
    /// The log says that no file can be begun; once is enough.
    has_told: bool,
}

impl RoomFile {
    /// A room of which nothing is kept yet. It has no file before its first record.
    pub(crate) fn new(files: Arc<dyn Files>, room: &str, newest: u64, place: Arc<Place>) -> Self {
        Self {
            files,
            room: room.to_owned(),
            place,
            current: None,
            newest,
            trouble: None,
            aside: None,
            has_told: false,
        }
    }

    /// Goes on with this generation at its end, and cuts off what is after it.
    pub(crate) fn go_on(&mut self, generation: u64, end: End, is_torn: bool) -> io::Result<()> {
        let name = Name::journal(&self.room, generation);
        let file = self.files.open(&name)?;
        if is_torn {
            file.cut(end.length)?;
            // Waits for the disk, for once: if the power failed, what was cut off could be back
            // behind new lines, and if those are the very lines that were there before, it would fit.
            file.sync()?;
        }
        let mut state = self.place.state();
        // The process before this one may have ended before it synced.
        state.unsynced = Some(file.clone());
        state.is_new = true;
        self.current = Some(Current { name, file, end });
        Ok(())
    }

    /// There is more at the end of this generation than a torn line: perhaps somebody has changed the
    /// file. Nothing is cut off; it goes on with a checkpoint in another file.
    pub(crate) fn go_on_behind_damage(
        &mut self,
        generation: u64,
        end: End,
        bytes: u64,
    ) -> io::Result<()> {
        self.go_on(generation, end, false)?;
        let to = Name::of(&self.room, generation, Kind::Damaged);
        warn!(
            room = self.room,
            bytes,
            file = to,
            "the journal cannot be read to its end and is set aside"
        );
        self.aside = Some(to);
        self.trouble = Some(NotKept::Failed);
        Ok(())
    }

    /// Copies what is to stay, if anything is.
    fn keep_aside(&mut self) -> Result<(), NotKept> {
        let (Some(to), Some(current)) = (&self.aside, &self.current) else {
            return Ok(());
        };
        let _open = open(&self.place)?;
        aside::copy(&*self.files, &self.room, &current.name, to).map_err(|error| {
            if !mem::replace(&mut self.has_told, true) {
                warn!(room = self.room, file = to, %error, "nothing can be set aside");
            }
            not_kept(&error)
        })?;
        self.aside = None;
        Ok(())
    }

    /// Begins the next generation with these lines.
    fn begin(&mut self, lines: &[u8], end: End) -> Result<(), NotKept> {
        let mut state = open(&self.place)?;
        // A number is used once, so that what is left of a file that failed is never in the way.
        self.newest += 1;
        let name = Name::journal(&self.room, self.newest);
        let file = write_new(&*self.files, &name, lines).map_err(|error| {
            if !mem::replace(&mut self.has_told, true) {
                warn!(room = self.room, %error, "no new journal can be begun");
            }
            remove(&*self.files, &name);
            not_kept(&error)
        })?;
        state.unsynced = Some(file.clone());
        state.is_new = true;
        state.failed = None;
        self.has_told = false;
        let before = self.current.replace(Current { name, file, end });
        state.replaced.extend(before.map(|before| before.name));
        Ok(())
    }

    fn head(&self, checkpoint: u64) -> Vec<u8> {
        let head = Head::new(&self.room, self.newest + 1, checkpoint);
        serde_json::to_vec(&head).expect("numbers and a name are JSON")
    }

    /// The first line of all and the first record, in one write.
    fn begin_empty(&mut self, record: &[u8]) -> Result<(), NotKept> {
        let (mut lines, mut end) = (Vec::new(), End::default());
        end.seal(&self.head(0), &mut lines);
        end.base = end.length;
        end.seal(record, &mut lines);
        self.begin(&lines, end)
    }
}

impl Keep for RoomFile {
    fn append(&mut self, record: &[u8]) -> Result<(), NotKept> {
        if let Some(trouble) = self.trouble() {
            return Err(trouble);
        }
        if record.len() > LONGEST {
            return Err(NotKept::TooLong);
        }
        let written = match &mut self.current {
            Some(current) => open(&self.place).and_then(|state| current.append(record, state)),
            None => self.begin_empty(record),
        };
        self.trouble = written.err();
        written
    }

    fn checkpoint(&mut self, state: &[u8]) -> Result<(), NotKept> {
        let texts: Vec<&[u8]> = state.split(|byte| *byte == b'\n').collect();
        if texts.iter().any(|text| text.len() > LONGEST) {
            return Err(NotKept::TooLong);
        }
        let (mut lines, mut end) = (Vec::new(), End::default());
        end.seal(&self.head(texts.len() as u64), &mut lines);
        for text in texts {
            end.seal(text, &mut lines);
        }
        end.base = end.length;
        let begun = self.keep_aside().and_then(|()| self.begin(&lines, end));
        self.place.state().has_tried = begun.is_err();
        if begun.is_ok() {
            self.trouble = None;
        }
        begun
    }

    fn set_aside(&mut self) -> Option<String> {
        if self.aside.is_none() {
            let current = Name::parse(&self.current.as_ref()?.name)?;
            self.aside = Some(Name::of(&self.room, current.generation, Kind::Astray));
        }
        self.aside.clone()
    }

    fn wants_checkpoint(&self) -> bool {
        let is_due = self.trouble().is_some() || self.current.as_ref().is_some_and(Current::is_big);
        is_due && !self.place.state().has_tried
    }

    fn trouble(&self) -> Option<NotKept> {
        self.trouble.or_else(|| self.place.state().failed)
    }
}

/// What is to be done for this room, if it is still this one. Held over a write, so that nobody
/// opens the room anew in the middle of it.
fn open(place: &Place) -> Result<MutexGuard<'_, State>, NotKept> {
    let state = place.state();
    if state.is_closed {
        return Err(NotKept::Closed);
    }
    Ok(state)
}

fn write_new(files: &dyn Files, name: &str, lines: &[u8]) -> io::Result<Arc<dyn Appending>> {
    let file = files.create(name)?;
    file.append(lines)?;
    Ok(file)
}
