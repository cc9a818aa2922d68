//! People from disk: a TOML file, or vCards from an address book.

use std::path::Path;

use super::{here, text};
use crate::channel::Contact;
use crate::settings;

/// The people of a file, or what is wrong with it.
pub fn read(path: &Path) -> Result<Vec<Contact>, Vec<String>> {
    let here = here();
    of(path, &text(path, here.as_deref()).map_err(|problem| vec![problem])?, here.as_deref())
}

/// The people of a file with this text. What is wrong with it is told with its path from a folder,
/// where one is given.
pub fn of(path: &Path, text: &str, from: Option<&Path>) -> Result<Vec<Contact>, Vec<String>> {
    let read = if settings::is_vcard(text) { settings::vcard(text) } else { settings::contacts(text) };
    read.map_err(|problems| problems.iter().map(|problem| format!("{}:{problem}", super::shown(path, from))).collect())
}
