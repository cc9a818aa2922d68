//! From the paths on the command line to the drafts to read, one after the other.

mod list;
mod pattern;
mod search;
mod walk;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::mailbox::Messages;
use crate::Source;
use crate::parse::{self, mbox};
pub use pattern::{Pattern, glob_problem, is_pattern};
pub use search::{Exclude, Search};

/// The extensions of the files that are looked for in folders.
const EXTENSIONS: [&str; 8] = ["eml", "md", "markdown", "txt", "html", "htm", "ics", "mbox"];

/// The most bytes that a draft may have: far above what any mail server takes, and little
/// enough that a file without an end, such as /dev/zero, is told before memory is full.
pub const LARGEST: usize = 128 << 20;

/// One thing to check.
pub enum Job {
    /// A file that holds one draft. It is read by whoever checks it.
    File(PathBuf),
    /// A draft from a stream: a message of a mailbox, or standard input.
    Draft(Source<'static>),
    /// Something that can't be checked, with a message for the person.
    Unreadable(String),
    /// Something that was asked for and makes no sense, with a message for the person.
    Misused(String),
    /// A draft that was named, although the output would take its place.
    Replaced(PathBuf),
    /// Something a person should know, although nothing went wrong.
    Note(String),
}

impl Job {
    /// How many bytes of drafts the job holds in memory.
    pub fn size(&self) -> usize {
        match self {
            Job::Draft(source) => source.bytes.len(),
            _ => 0,
        }
    }
}

type Jobs = Box<dyn Iterator<Item = Job> + Send>;

fn one(job: Job) -> Jobs {
    Box::new(std::iter::once(job))
}

fn none() -> Jobs {
    Box::new(std::iter::empty())
}

/// All drafts at these paths and then at those of the search's list, in order, found while
/// they are asked for. A path that is no file may be a pattern, such as `mails/**/*.eml`.
pub fn jobs(paths: Vec<PathBuf>, search: Search) -> impl Iterator<Item = Job> + Send {
    let search = Arc::new(search);
    let listed = match search.list.clone() {
        Some(list) => list::named_in(&list, search.clone()),
        None => none(),
    };
    paths.into_iter().flat_map(move |path| at(&path, &search)).chain(listed)
}

/// How many bytes of drafts lie at these paths, where that can be known without reading them.
pub fn size(paths: Vec<PathBuf>, search: Search) -> u64 {
    unopened(paths, search).map(|path| fs::metadata(path).map_or(0, |metadata| metadata.len())).sum()
}

/// The files that hold the drafts at these paths, by their canonical paths.
pub fn found(paths: Vec<PathBuf>, search: Search) -> HashSet<PathBuf> {
    unopened(paths, search).filter_map(|path| fs::canonicalize(path).ok()).collect()
}

fn unopened(paths: Vec<PathBuf>, search: Search) -> impl Iterator<Item = PathBuf> {
    jobs(paths, Search { unopened: true, ..search }).filter_map(|job| match job {
        Job::File(path) => Some(path),
        _ => None,
    })
}

fn at(path: &Path, search: &Arc<Search>) -> Jobs {
    if path == Path::new("-") {
        let name = search.stdin_filename.as_deref().unwrap_or(path);
        return stream(name, BufReader::new(io::stdin()), None);
    }
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_pattern(path) => match Pattern::new(path) {
            Ok(pattern) => walk::matching(pattern, search.clone()),
            Err(problem) => one(Job::Misused(problem)),
        },
        _ => named(path, search),
    }
}

/// The drafts at a path that is meant as it is written.
fn named(path: &Path, search: &Arc<Search>) -> Jobs {
    match fs::metadata(path) {
        Ok(metadata) if search.leaves_out(path, metadata.is_dir()) => none(),
        Ok(metadata) if metadata.is_dir() => walk::folder(path, search.clone()),
        Ok(_) if !search.wants(path) => none(),
        Ok(metadata) => file(path, metadata.is_file(), search),
        Err(error) => one(Job::Unreadable(unreadable(path, &error))),
    }
}

/// A file: a mailbox by its extension or first line, else one draft.
fn file(path: &Path, regular: bool, search: &Search) -> Jobs {
    if search.is_output(path) {
        return one(Job::Replaced(path.to_owned()));
    }
    if search.unopened || regular && has_extension(path, &EXTENSIONS) && !has_extension(path, &["mbox"]) {
        return one(Job::File(path.to_owned()));
    }
    match File::open(path) {
        Ok(file) => stream(path, BufReader::new(file), regular.then_some(path)),
        Err(error) => one(Job::Unreadable(unreadable(path, &error))),
    }
}

/// The drafts of a stream that can be read only once: the messages of a mailbox, or all
/// of it as one draft. `again` is the path where it can be read from its start again.
fn stream(name: &Path, mut reader: impl BufRead + Send + 'static, again: Option<&Path>) -> Jobs {
    let shown = name.display().to_string();
    let start = match reader.fill_buf() {
        Ok(start) => start,
        Err(error) => return one(Job::Unreadable(unreadable(name, &error))),
    };
    let known = has_extension(name, &EXTENSIONS) && !has_extension(name, &["mbox"]);
    if !known && mbox::is_mailbox(start) {
        return Box::new(Messages::new(shown, reader, LARGEST).map(|message| match message {
            Ok(source) => Job::Draft(source),
            Err((path, error)) => Job::Unreadable(unreadable(Path::new(&path), &error)),
        }));
    }
    if let Some(path) = again {
        return one(Job::File(path.to_owned()));
    }
    match read_all(reader, 0) {
        Ok(bytes) => one(Job::Draft(Source::new(shown, bytes))),
        Err(error) => one(Job::Unreadable(unreadable(name, &error))),
    }
}

/// The bytes of a file that holds one draft.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata().map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(usize::MAX));
    read_all(file, length)
}

/// All bytes up to the end, which are about as many as `expected`.
fn read_all(reader: impl io::Read, expected: usize) -> io::Result<Vec<u8>> {
    if expected > LARGEST {
        return Err(too_large());
    }
    // One more, so that the end is seen without growing.
    let mut bytes = Vec::with_capacity(expected + 1);
    reader.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST { Err(too_large()) } else { Ok(bytes) }
}

/// What is wrong with a draft above [`LARGEST`].
pub fn too_large() -> io::Error {
    io::Error::other(format!("it is larger than {} MiB, the most that a draft may have", LARGEST >> 20))
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default();
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// A path from the bytes of its name.
#[cfg(unix)]
pub fn path_of(bytes: Vec<u8>) -> PathBuf {
    let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    name.into()
}

/// A path from the bytes of its name.
#[cfg(not(unix))]
pub fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// Whether a file is taken for a draft by its extension. That of a template counts where what
/// is below it does, or is none: `nginx.conf.j2` is no draft.
fn has_draft_extension(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_text = |inner: &str| !inner.contains('.') || has_extension(Path::new(inner), &EXTENSIONS);
    has_extension(path, &EXTENSIONS) || parse::inner_path(&name).is_some_and(is_text)
}

/// Why a path can't be read, in words.
pub fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("can't read {}: {}", path.display(), reason(error))
}

/// What an error of the system says, in words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        // Its own words, not those of the system.
        io::ErrorKind::Other => error.to_string(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_known_by_their_extensions() {
        for name in ["a.eml", "x/A.MD", "mail.html.j2", "mail.txt.erb", "welcome.hbs", "x.mjml", "v1.2/welcome.liquid"]
        {
            assert!(has_draft_extension(Path::new(name)), "{name}");
        }
        for name in ["a", "a.rs", "eml", ".eml", "nginx.conf.j2", "values.yaml.tmpl", "j2"] {
            assert!(!has_draft_extension(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn a_file_without_an_end_is_told_to_be_too_large() {
        let error = read_all(io::repeat(b'a'), 0).unwrap_err();
        assert_eq!(
            unreadable(Path::new("endless"), &error),
            "can't read endless: it is larger than 128 MiB, the most that a draft may have"
        );
        assert!(read_all(&b"Hello"[..], LARGEST + 1).is_err());
        // More or fewer bytes than the file said it has: it grew or shrank meanwhile.
        assert_eq!(read_all(&b"Hello"[..], 2).unwrap(), b"Hello");
        assert_eq!(read_all(&b"Hello"[..], 20).unwrap(), b"Hello");
    }
}
