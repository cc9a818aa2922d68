//! The pages that explain rules, which a client opens from the code of a diagnostic.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lsp_types::Uri;

use super::document;
use crate::report::rules_page;
use crate::rules::Card;
use crate::shell::config;

/// Writes the page of a rule to the person's cache when it is first asked for. The pages of a
/// website would need the network, and could not hold rules of the person's own.
#[derive(Default)]
pub struct Pages {
    folder: Option<PathBuf>,
    pages: BTreeMap<String, Option<Uri>>,
}

impl Pages {
    /// Pages in the cache of the person, if there is one.
    pub fn new() -> Pages {
        Pages { folder: config::cache_folder().map(|cache| cache.join("rules")), ..Pages::default() }
    }

    /// The page of a rule; none where it can't be written.
    pub fn of(&mut self, card: &Card) -> Option<Uri> {
        if let Some(page) = self.pages.get(&*card.name.0) {
            return page.clone();
        }
        let page = self.write(card);
        self.pages.insert(card.name.to_string(), page.clone());
        page
    }

    /// Whether a path is that of a page.
    pub fn holds(&self, path: &Path) -> bool {
        self.folder.as_ref().is_some_and(|folder| path.starts_with(folder))
    }

    fn write(&self, card: &Card) -> Option<Uri> {
        let path = self.folder.as_ref()?.join(format!("{}.md", card.name));
        // The pages of other rules may not be written yet, so that no link leads to them.
        let section = rules_page::section(card, |name| format!("`{name}`"));
        let text = format!("#{}", section.trim_start_matches('#'));
        if !fs::read(&path).is_ok_and(|written| written == text.as_bytes()) {
            fs::create_dir_all(path.parent()?).ok()?;
            fs::write(&path, text).ok()?;
        }
        document::uri(&path)
    }
}
