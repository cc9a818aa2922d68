//! From the paths on the command line to the drafts to read, one after the other.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::mailbox::Messages;
use crate::Source;
use crate::parse::{self, mbox};

/// The extensions of the files that are looked for in folders.
const EXTENSIONS: [&str; 8] = ["eml", "md", "markdown", "txt", "html", "htm", "ics", "mbox"];

/// One thing to check.
pub enum Job {
    /// A file that holds one draft. It is read by whoever checks it.
    File(PathBuf),
    /// A draft from a stream: a message of a mailbox, or standard input.
    Draft(Source<'static>),
    /// Something that can't be checked, with a message for the person.
    Unreadable(String),
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

/// All drafts at these paths, in order, found while they are asked for.
pub fn jobs(paths: Vec<PathBuf>, stdin_filename: Option<PathBuf>) -> impl Iterator<Item = Job> {
    paths.into_iter().flat_map(move |path| at(&path, stdin_filename.as_deref()))
}

type Jobs = Box<dyn Iterator<Item = Job>>;

fn one(job: Job) -> Jobs {
    Box::new(std::iter::once(job))
}

fn at(path: &Path, stdin_filename: Option<&Path>) -> Jobs {
    if path == Path::new("-") {
        let name = stdin_filename.unwrap_or(Path::new("-"));
        return stream(name, BufReader::new(io::stdin()), None);
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => folder(path),
        Ok(metadata) => file(path, metadata.is_file()),
        Err(error) => one(Job::Unreadable(unreadable(path, &error))),
    }
}

/// A file: a mailbox by its extension or first line, else one draft.
fn file(path: &Path, regular: bool) -> Jobs {
    if regular && has_extension(path, &EXTENSIONS) && !has_extension(path, &["mbox"]) {
        return one(Job::File(path.to_owned()));
    }
    match File::open(path) {
        Ok(file) => stream(path, BufReader::new(file), regular.then_some(path)),
        Err(error) => one(Job::Unreadable(unreadable(path, &error))),
    }
}

/// The drafts of a stream that can be read only once: the messages of a mailbox, or all
/// of it as one draft. `again` is the path where it can be read from its start again.
fn stream(name: &Path, mut reader: impl BufRead + 'static, again: Option<&Path>) -> Jobs {
    let shown = name.display().to_string();
    let start = match reader.fill_buf() {
        Ok(start) => start,
        Err(error) => return one(Job::Unreadable(unreadable(name, &error))),
    };
    let known = has_extension(name, &EXTENSIONS) && !has_extension(name, &["mbox"]);
    if !known && mbox::is_mailbox(start) {
        return Box::new(Messages::new(shown, reader).map(|message| match message {
            Ok(source) => Job::Draft(source),
            Err((path, error)) => Job::Unreadable(unreadable(Path::new(&path), &error)),
        }));
    }
    if let Some(path) = again {
        return one(Job::File(path.to_owned()));
    }
    let mut bytes = Vec::new();
    match reader.read_to_end(&mut bytes) {
        Ok(_) => one(Job::Draft(Source::new(shown, bytes))),
        Err(error) => one(Job::Unreadable(unreadable(name, &error))),
    }
}

/// The drafts of a folder and the folders in it, by name.
fn folder(root: &Path) -> Jobs {
    // Hidden folders are left out by hand: those of a Maildir, such as `.Sent`, are not.
    let walk = WalkBuilder::new(root).hidden(false).sort_by_file_name(|a, b| a.cmp(b)).filter_entry(is_wanted).build();
    let mut found = false;
    let drafts = walk.filter_map(|entry| match entry {
        Ok(entry) if is_draft(&entry) => Some(file(&tidy(entry.path()), true)),
        Ok(_) => None,
        Err(error) => Some(one(Job::Unreadable(format!("can't read a folder: {error}")))),
    });
    let shown = root.display().to_string();
    let mut drafts = drafts.flatten();
    Box::new(std::iter::from_fn(move || match drafts.next() {
        Some(job) => {
            found = true;
            Some(job)
        }
        None if found => None,
        None => {
            found = true;
            Some(Job::Note(format!(
                "no drafts in {shown} (looked for .{}, and Maildir messages; a file of another kind is \
                 checked when it is named)",
                EXTENSIONS.join(" .")
            )))
        }
    }))
}

/// Whether the walk goes into a folder or looks at a file: not what is hidden, nor what
/// a Maildir holds half delivered.
fn is_wanted(entry: &DirEntry) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let name = entry.file_name().to_string_lossy();
    let parent = entry.path().parent();
    let in_maildir = || parent.is_some_and(is_maildir);
    match entry.file_type() {
        Some(kind) if kind.is_dir() => match name.starts_with('.') {
            true => in_maildir() && is_maildir(entry.path()),
            false => name != "tmp" || !in_maildir(),
        },
        _ => !name.starts_with('.'),
    }
}

fn is_draft(entry: &DirEntry) -> bool {
    if !entry.file_type().is_some_and(|kind| kind.is_file()) {
        return false;
    }
    has_extension(entry.path(), &EXTENSIONS) || is_template(entry.path()) || in_maildir(entry.path())
}

/// Whether a file is the template of a draft: `mail.html.j2` or `mail.j2`, and not `site.yml.j2`.
fn is_template(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    parse::inner_path(&name).is_some_and(|inner| !inner.contains('.') || has_extension(Path::new(inner), &EXTENSIONS))
}

/// Whether a file is a message of a Maildir: it lies in `cur` or `new`.
fn in_maildir(path: &Path) -> bool {
    let Some(folder) = path.parent() else { return false };
    (folder.ends_with("cur") || folder.ends_with("new")) && folder.parent().is_some_and(is_maildir)
}

fn is_maildir(folder: &Path) -> bool {
    folder.join("cur").is_dir() && folder.join("new").is_dir()
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default();
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The path without a leading `./`.
fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// Why a path can't be read, in words.
pub fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("can't read {}: {}", path.display(), reason(error))
}

/// An error of a file, in words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}
