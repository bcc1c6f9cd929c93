//! `GET /song.mid?s=…`: a song to take home, out of its link alone.

use common::demo::File;

use crate::{link, midi};

const PATH: &str = "/song.mid";

/// The file at a path; `None` if that is none of ours.
///
/// # Errors
///
/// A sentence for the person who asked, if the link is none.
pub(crate) fn file(path: &str, query: &str) -> Option<Result<File, String>> {
    (path == PATH).then(|| song(query))
}

/// A link has only characters that an address leaves as they are.
fn song(query: &str) -> Result<File, String> {
    let link = query.split('&').find_map(|part| part.strip_prefix("s="));
    let link = link.ok_or("A song is wanted: /song.mid?s= and what follows #s= in a link.")?;
    let song = link::decode(link).map_err(|problem| problem.to_string())?;
    Ok(File {
        name: "song.mid",
        content_type: "audio/midi",
        bytes: midi::write(&song),
    })
}
