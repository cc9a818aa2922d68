//! What one feature may see of one checked document.

use lsp_types::Uri;

use super::client::Client;
use super::positions::Positions;
use crate::{Context, Report, Settings, Source};

/// A document with what was found in just this version of it.
pub struct View<'a> {
    /// The name that the client knows it by.
    pub uri: &'a Uri,
    /// The client's number of the version; none of a file that is not open.
    pub version: Option<i32>,
    /// The text, under the name that tells its format.
    pub source: &'a Source<'a>,
    /// What is to be said of it.
    pub report: &'a Report,
    /// What it was checked with.
    pub settings: &'a Settings,
    /// What was known beside it, with the moment of the check.
    pub context: &'a Context,
    /// Its positions, as the client counts them.
    pub positions: &'a Positions<'a>,
    /// What the client can do.
    pub client: &'a Client,
}
