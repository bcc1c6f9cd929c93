//! As much of SVG as the chart needs. Colours are of middle brightness, for they must be legible on
//! white and on near black: a page shows an image without telling it its own colours.

use std::fmt::Write;

/// How words look.
#[derive(Debug, Clone, Copy)]
pub(super) enum Style {
    Title,
    Heading,
    Small,
    Footer,
}

/// Contrast of the words is above 4 to 1 on both grounds.
const STYLES: &str = "\
text { font: 12px system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; fill: #6e7781;
  font-variant-numeric: tabular-nums }
.title { font-size: 18px; font-weight: 600 }
.heading { font-size: 14px; font-weight: 600 }
.footer { font-size: 11px }
.name { font-weight: 600 }
.ours { fill: #2f81f7 }
.floor { fill: #7d8590 }
.peer { fill: #c2772b }
.half { opacity: .55 }
.mark { stroke: #6e7781; stroke-dasharray: 3 2 }";

/// The picture so far.
#[derive(Debug, Default)]
pub(super) struct Svg {
    body: String,
}

impl Svg {
    /// Words that begin at `x`.
    pub(super) fn text(&mut self, x: f64, y: f64, style: Style, words: &str) {
        let class = match style {
            Style::Title => "title",
            Style::Heading => "heading",
            Style::Small => "small",
            Style::Footer => "footer",
        };
        let words = escaped(words);
        self.line(&format!(
            r#"<text x="{x:.1}" y="{y:.1}" class="{class}">{words}</text>"#
        ));
    }

    /// A name and, lighter, what it is.
    pub(super) fn named(&mut self, x: f64, y: f64, name: &str, about: &str) {
        let (name, about) = (escaped(name), escaped(about));
        self.line(&format!(
            r#"<text x="{x:.1}" y="{y:.1}"><tspan class="name">{name}</tspan>&#160; {about}</text>"#
        ));
    }

    /// Words that end at `x`.
    pub(super) fn text_to(&mut self, x: f64, y: f64, words: &str) {
        let words = escaped(words);
        self.line(&format!(
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="end">{words}</text>"#
        ));
    }

    /// A bar of the colours of `class`.
    pub(super) fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, class: &str) {
        self.line(&format!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" class="{class}"/>"#
        ));
    }

    /// A dashed line from top to bottom.
    pub(super) fn mark(&mut self, x: f64, top: f64, bottom: f64) {
        self.line(&format!(
            r#"<line x1="{x:.1}" x2="{x:.1}" y1="{top:.1}" y2="{bottom:.1}" class="mark"/>"#
        ));
    }

    /// The file.
    pub(super) fn finish(self, width: f64, height: f64, title: &str) -> String {
        let title = escaped(title);
        let body = self.body;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>{title}</title>\n\
             <style>\n{STYLES}\n</style>\n{body}</svg>\n"
        )
    }

    fn line(&mut self, element: &str) {
        writeln!(self.body, "{element}").expect("memory takes all");
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}
