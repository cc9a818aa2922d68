//! Colours, or none.

use annotate_snippets::Level as Shade;
use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_INFO_STYLE, DEFAULT_WARNING_STYLE, Style};

use crate::rules::Level;

/// Whether text for people is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// With ANSI escapes.
    Colour,
    /// As it is.
    Plain,
}

impl Paint {
    /// The text in a style.
    pub fn on(self, style: Style, text: &str) -> String {
        match self {
            Paint::Colour => format!("{style}{text}{style:#}"),
            Paint::Plain => text.to_owned(),
        }
    }
}

/// How a level looks, as a style and as the level of an excerpt.
pub fn level_of(level: Level) -> (Style, Shade<'static>) {
    match level {
        Level::Error => (DEFAULT_ERROR_STYLE, Shade::ERROR),
        Level::Warning => (DEFAULT_WARNING_STYLE, Shade::WARNING),
        Level::Info | Level::Off => (DEFAULT_INFO_STYLE, Shade::INFO),
    }
}
