//! Documents that commands make, as files that every editor can open.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::commands::Page;

/// A folder of this process that nobody else may read. What the person left as it was made goes
/// with the process; what they went on writing stays.
#[derive(Default)]
pub struct Scratch {
    folder: Option<PathBuf>,
    written: BTreeMap<PathBuf, Page>,
}

impl Scratch {
    /// Writes a page under a name that is free, and says where it is; none where it can't be.
    pub fn write(&mut self, page: Page) -> Option<PathBuf> {
        if self.folder.is_none() {
            self.folder = folder();
        }
        let folder = self.folder.clone()?;
        let (stem, extension) = page.name.rsplit_once('.').unwrap_or((&page.name, "txt"));
        let names = (1..).map(|number: u32| match number {
            1 => format!("{stem}.{extension}"),
            number => format!("{stem}-{number}.{extension}"),
        });
        let mut paths = names.map(|name| folder.join(name));
        // What was made before and never touched is made anew.
        let path = paths.find(|path| !path.exists() || self.is_untouched(path))?;
        fs::write(&path, &page.text).ok()?;
        self.written.insert(path.clone(), page);
        Some(path)
    }

    /// Whether a path is that of a page to read only.
    pub fn is_page(&self, path: &Path) -> bool {
        self.written.get(path).is_some_and(|page| !page.is_draft)
    }

    /// The documents that were made.
    pub fn made(&self) -> Vec<PathBuf> {
        self.written.keys().cloned().collect()
    }

    fn is_untouched(&self, path: &Path) -> bool {
        let written = self.written.get(path);
        written.is_some_and(|page| fs::read(path).is_ok_and(|text| text == page.text.as_bytes()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for path in self.written.keys().filter(|path| self.is_untouched(path)) {
            let _ = fs::remove_file(path);
        }
        if let Some(folder) = &self.folder {
            // One that still holds something stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A new folder for this person only, which stays as long as it holds something.
fn folder() -> Option<PathBuf> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("presend-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir().ok().map(tempfile::TempDir::keep)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_as_it_was_made_goes_and_the_rest_stays() {
        let page = |text: &str| Page { name: "a-agenda.md".into(), text: text.into(), is_draft: true };
        let mut scratch = Scratch::default();
        let first = scratch.write(page("one")).expect("it can be written");
        assert_eq!(scratch.write(page("two")), Some(first.clone()));
        fs::write(&first, "two and more").expect("it can be written");
        let second = scratch.write(page("three")).expect("it can be written");
        assert!(second.ends_with("a-agenda-2.md") && !scratch.is_page(&second));
        drop(scratch);
        assert!(first.exists() && !second.exists());
        fs::remove_dir_all(first.parent().expect("it has a folder")).expect("it goes");
    }
}
