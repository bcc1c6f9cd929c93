//! What the terminal shows when a demo has started: where it is, and how the class gets there.
//!
//! Pure text from plain values, so that it is tested without a terminal. Must never open a socket,
//! look up an address or print: the server does.

use std::ffi::OsStr;
use std::io::IsTerminal;

use qrcode::render::unicode::Dense1x2;
use qrcode::render::{Renderer, svg};
use qrcode::{EcLevel, QrCode};

use crate::server::Key;

/// The light border a camera needs on a screen, in modules of the QR code.
const QUIET_ZONE_TERMINAL: u32 = 2;

/// The light border the standard asks for, in modules of the QR code.
const QUIET_ZONE_PAGE: u32 = 4;

/// White and black of the 256-colour table, which themes leave alone: a light terminal would
/// otherwise show the code inverted, and not every phone reads that.
const WHITE_ON_BLACK: &str = "\x1b[38;5;231;48;5;16m";
const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";

/// What there is to say about a server that has just started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// The demo, as its command is called: `basic_chat`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The URL that works on this computer.
    pub local: String,
    /// Who else can join.
    pub reach: Reach,
    /// Anything worth a line of its own, such as a port that was taken.
    pub notes: Vec<String>,
    /// The lecturer's own key, if they may need it at another machine. Never in the QR code.
    pub key: Option<Key>,
}

/// From where people can join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Only loopback is bound.
    ThisComputer,
    /// Every interface is bound. The URLs for other devices, best first; none without a network.
    Network(Vec<String>),
}

/// How the terminal wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to draw the QR code.
    pub qr: bool,
    /// Whether to use colour and bold type.
    pub color: bool,
}

impl Style {
    /// Text only: for files, pipes and people who said so.
    pub const PLAIN: Self = Self {
        qr: false,
        color: false,
    };

    /// Everything.
    pub const FULL: Self = Self {
        qr: true,
        color: true,
    };

    /// What suits a stream such as standard output: plain if it is no terminal or `NO_COLOR` is
    /// set.
    #[must_use]
    pub fn detect(stream: &impl IsTerminal) -> Self {
        let no_color = std::env::var_os("NO_COLOR");
        Self::choose(stream.is_terminal(), no_color.as_deref())
    }

    fn choose(is_terminal: bool, no_color: Option<&OsStr>) -> Self {
        // By the convention of no-color.org an empty variable counts as not set.
        let is_unwanted = no_color.is_some_and(|value| !value.is_empty());
        if is_terminal && !is_unwanted {
            Self::FULL
        } else {
            Self::PLAIN
        }
    }
}

/// The whole banner, ending in a line break.
#[must_use]
pub fn render(banner: &Banner, style: Style) -> String {
    let mut page = Page {
        text: String::new(),
        style,
    };
    page.title(&banner.name, &banner.version);
    page.url("Local", &banner.local);
    match &banner.reach {
        Reach::ThisComputer => {
            page.notes(&banner.notes);
            page.line("");
            page.line("Only this computer can join. Start with --lan to let the class in.");
        }
        Reach::Network(urls) => {
            urls.iter().for_each(|url| page.url("Network", url));
            page.notes(&banner.notes);
            page.invitation(urls.first());
        }
    }
    page.line("Stop     Ctrl-C");
    // Last, where it is easily kept out of what the class sees.
    if let (Reach::Network(urls), Some(key)) = (&banner.reach, &banner.key)
        && let Some(best) = urls.first()
    {
        page.url("Only you", &key.in_address(best));
    }
    page.text
}

/// The QR code of a URL for a page: black on white, as big as the page makes it.
///
/// `None` if the URL is too long for any QR code (about 2,300 bytes).
#[must_use]
pub fn qr_svg(url: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M).ok()?;
    let side = u32::try_from(code.width()).ok()? + 2 * QUIET_ZONE_PAGE;
    let picture = Renderer::<svg::Color<'_>>::new(&code.to_colors(), code.width(), QUIET_ZONE_PAGE)
        .module_dimensions(1, 1)
        .build();
    // The library fixes the size in pixels; with the view box alone the style sheet decides.
    let size = format!(r#" width="{side}" height="{side}" viewBox"#);
    Some(picture.replacen(&size, " viewBox", 1))
}

/// The QR code in half-block characters: two modules high and one wide each. Light modules are
/// drawn as blocks, since most terminals write light on dark.
fn qr_blocks(url: &str) -> Option<String> {
    // Nothing smudges a screen, so the lowest error correction will do and keeps the code small.
    let code = QrCode::with_error_correction_level(url, EcLevel::L).ok()?;
    let blocks = Renderer::<Dense1x2>::new(&code.to_colors(), code.width(), QUIET_ZONE_TERMINAL)
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build();
    Some(blocks)
}

/// The banner as it grows, line by line.
struct Page {
    text: String,
    style: Style,
}

impl Page {
    fn title(&mut self, name: &str, version: &str) {
        let name = self.paint(BOLD, name);
        self.line("");
        self.line(&format!("{name} {version}"));
        self.line("");
    }

    fn url(&mut self, label: &str, url: &str) {
        let url = self.paint(CYAN, url);
        self.line(&format!("{label:<8} {url}"));
    }

    fn notes(&mut self, notes: &[String]) {
        notes.iter().for_each(|note| self.line(note));
    }

    /// The code to scan, and what to do if that does not help.
    fn invitation(&mut self, best: Option<&String>) {
        self.line("");
        let Some(best) = best else {
            self.line("No network found. Join one or open a hotspot, then start again.");
            return;
        };
        if let Some(blocks) = self.style.qr.then(|| qr_blocks(best)).flatten() {
            for row in blocks.lines() {
                let row = self.paint(WHITE_ON_BLACK, row);
                self.line(&row);
            }
            self.line("");
        }
        self.line("Phone cannot connect? Guest Wi-Fi often keeps devices apart: use a hotspot.");
    }

    fn line(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str("  ");
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.style.color {
            format!("{code}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests;
