//! People from disk: a TOML file, or vCards from an address book.

use std::path::Path;

use super::text;
use crate::channel::Contact;
use crate::settings;

/// The people of a file, or what is wrong with it.
pub fn read(path: &Path) -> Result<Vec<Contact>, Vec<String>> {
    of(path, &text(path).map_err(|problem| vec![problem])?)
}

/// The people of a file with this text.
pub fn of(path: &Path, text: &str) -> Result<Vec<Contact>, Vec<String>> {
    let read = if settings::is_vcard(text) { settings::vcard(text) } else { settings::contacts(text) };
    read.map_err(|problems| problems.iter().map(|problem| format!("{}:{problem}", super::shown(path))).collect())
}
