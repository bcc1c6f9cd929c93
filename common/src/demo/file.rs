//! A file that a demo makes when it is asked for.

/// A file to take home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Under which name it is kept: ASCII letters, digits, `.`, `-` and `_`.
    pub name: &'static str,
    /// What kind of file it is, such as `audio/midi`.
    pub content_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}
