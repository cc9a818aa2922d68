//! Documents that are open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::Uri;
use percent_encoding::percent_decode_str;

use super::checked::{Checked, Found};
use super::kind::{Kind, kind};
use super::text::Text;
use crate::report;
use crate::shell::files;

/// A document that is open.
pub struct Document {
    /// The name that the client knows it by.
    pub uri: Uri,
    /// The language that the client says it is in.
    pub language: String,
    /// The client's number of the version.
    pub version: i32,
    /// Our own number of the version, which never goes back.
    pub stamp: u64,
    /// The text.
    pub text: Arc<Text>,
    /// What was found in this version, once it is known.
    pub found: Option<Found>,
    /// What was found in the version before, to be given back.
    pub previous: Option<Box<Checked>>,
    /// Whether this version is still to be handed to the worker.
    pub is_dirty: bool,
    /// Whether the client was sent diagnostics of it.
    pub is_published: bool,
    /// Whether the person was told that it is too large.
    pub is_told_large: bool,
}

impl Document {
    /// What the document is.
    pub fn kind(&self) -> Kind {
        kind(&path(&self.uri), is_file(&self.uri), &self.language, &self.text.text)
    }

    /// Notes that what was found counts no more. `stamp` is the new number of the version.
    pub fn outdate(&mut self, stamp: u64) {
        self.stamp = stamp;
        self.is_dirty = true;
        if let Some(mut checked) = self.found.take().and_then(|found| found.checked) {
            // It would be copied before it can be changed.
            checked.text = Arc::default();
            self.previous = Some(checked);
        }
    }
}

/// Whether a document is a file, or the text of one.
pub fn is_file(uri: &Uri) -> bool {
    uri.as_str().starts_with("file:")
}

/// Whether a document is what a version control has of a file, such as the left side of a diff:
/// `git:`, `gitlens:`, `gitfs:`. Nobody writes there.
pub fn is_of_history(uri: &Uri) -> bool {
    uri.as_str().split(':').next().is_some_and(|scheme| scheme.starts_with("git"))
}

/// The name of a file for the client.
pub fn uri(path: &Path) -> Option<Uri> {
    report::uri::uri(&path.to_string_lossy()).parse().ok()
}

/// The path of a file that the client names, or the name of a document that is no file.
pub fn path(uri: &Uri) -> PathBuf {
    let text = uri.as_str();
    let Some(rest) = text.strip_prefix("file://") else {
        let name = text.split_once(':').map_or(text, |(_, name)| name);
        return percent_decoded(name);
    };
    let path = rest.find('/').map_or(rest, |slash| &rest[slash..]);
    percent_decoded(path)
}

/// A path with what was written as `%41` in it.
fn percent_decoded(text: &str) -> PathBuf {
    files::path_of(percent_decode_str(text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_has_of_a_file_is_told_apart() {
        let is_so = |text: &str| is_of_history(&text.parse().unwrap());
        assert!(is_so("git:/tmp/a.md?%7B%22ref%22%3A%22~%22%7D") && is_so("gitlens://1/tmp/a.md"));
        assert!(!is_so("file:///tmp/git.md") && !is_so("untitled:git"));
    }

    #[test]
    fn files_and_other_documents_have_a_path() {
        let path = |text: &str| path(&text.parse().unwrap());
        assert_eq!(path("file:///tmp/a%20b/%C3%BC.md"), Path::new("/tmp/a b/ü.md"));
        assert_eq!(path("file://localhost/tmp/a.md"), Path::new("/tmp/a.md"));
        assert_eq!(path("untitled:Untitled-1"), Path::new("Untitled-1"));
        assert_eq!(path("file:///tmp/100%25.md"), Path::new("/tmp/100%.md"));
        assert_eq!(path("file:///tmp/a+b~c.md"), Path::new("/tmp/a+b~c.md"));
        assert_eq!(uri(Path::new("/tmp/a b%.md")).map(|uri| super::path(&uri)), Some("/tmp/a b%.md".into()));
    }
}
