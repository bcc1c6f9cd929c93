//! Whose folder it is: what one demo has kept means nothing to another.

use std::io;
use std::path::{Path, PathBuf};

/// Says whose it is, in words.
const NAME: &str = "demo.txt";
/// Which journals these are. Another number means that a room reads them otherwise.
const FORMAT: &str = "journal 1";

/// Why a folder cannot be used, for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOurs {
    /// It is somebody else's.
    #[error(
        "{} holds what another program has kept: {found}. Give this one another folder with --data.",
        folder.display()
    )]
    Other {
        /// The folder.
        folder: PathBuf,
        /// What it says of itself.
        found: String,
    },
    /// The disk says no.
    #[error("The folder {} cannot be used: {error}.", folder.display())]
    Disk {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// Says whether a demo may use this folder, of which nothing is changed by that.
pub(crate) fn check(folder: &Path, demo: &str) -> Result<(), NotOurs> {
    match std::fs::read_to_string(folder.join(NAME)) {
        // Nothing is in it if the machine broke down while it was first signed.
        Ok(found) if found.trim().is_empty() || found.trim() == mark(demo) => Ok(()),
        Ok(found) => Err(NotOurs::Other {
            folder: folder.to_owned(),
            found: found.trim().chars().take(80).collect(),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(NotOurs::Disk {
            folder: folder.to_owned(),
            error,
        }),
    }
}

/// Says in the folder whose it is. Nobody else may use it meanwhile.
pub(crate) fn sign(folder: &Path, demo: &str) -> Result<(), NotOurs> {
    let (place, signed) = (folder.join(NAME), format!("{}\n", mark(demo)));
    if std::fs::read(&place).is_ok_and(|found| found == signed.as_bytes()) {
        return Ok(());
    }
    // Under its name it is whole at once, however soon the process is killed.
    let draft = folder.join(format!("{NAME}.tmp"));
    let written = std::fs::write(&draft, signed).and_then(|()| std::fs::rename(&draft, place));
    written.map_err(|error| NotOurs::Disk {
        folder: folder.to_owned(),
        error,
    })
}

fn mark(demo: &str) -> String {
    format!("{demo}, {FORMAT}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_belongs_to_the_demo_that_signed_it() {
        let folder = tempfile::tempdir().unwrap();
        check(folder.path(), "chat").unwrap();
        std::fs::write(folder.path().join(NAME), "").unwrap();
        check(folder.path(), "chat").unwrap();
        sign(folder.path(), "chat").unwrap();
        sign(folder.path(), "chat").unwrap();
        check(folder.path(), "chat").unwrap();
        let said = check(folder.path(), "music").unwrap_err().to_string();
        assert!(said.contains("chat, journal 1"), "{said}");
    }
}
