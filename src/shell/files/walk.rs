//! The drafts in folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::{DirEntry, Error, WalkBuilder};

use super::pattern::{self, Pattern};
use super::{EXTENSIONS, Job, Jobs, Search, file, has_draft_extension, none, one, unreadable};

/// What a project leaves out of the search, in the form of `.gitignore`.
const IGNORE_FILE: &str = ".presendignore";

/// The drafts of a folder and the folders in it, by name.
pub fn folder(root: &Path, search: Arc<Search>) -> Jobs {
    let nothing = (search.only.is_none()).then(|| {
        Job::Note(format!(
            "no drafts in {} (looked for .{}, templates and Maildir messages; a file of another kind is checked when \
             it is named)",
            root.display(),
            EXTENSIONS.join(" .")
        ))
    });
    let wanted = search.clone();
    let drafts = walk(
        root,
        search,
        |_| true,
        move |entry| is_draft(entry) && wanted.wants(entry.path()) && !wanted.is_output(entry.path()),
    );
    or_else(drafts, nothing)
}

/// The files of a pattern, of any kind as if they were named, and the drafts in its folders.
pub fn matching(pattern: Pattern, search: Arc<Search>) -> Jobs {
    let nothing = Job::Unreadable(format!("can't read {}: no file matches this pattern", pattern.written));
    let nothing = search.only.is_none().then_some(nothing);
    let pattern = Arc::new(pattern);
    let wanted = search.clone();
    let (above, base) = (pattern.clone(), pattern.base.clone());
    // A folder is entered where a path of the pattern can lie in it.
    let enters = move |entry: &DirEntry| {
        above.depth.is_none_or(|depth| entry.depth() < depth) || in_matching(&above, &tidy(entry.path()))
    };
    let takes = move |entry: &DirEntry| {
        let path = tidy(entry.path());
        let is_in = |pattern| path.parent().is_some_and(|folder| in_matching(pattern, folder));
        let is_named = is_file(entry) && pattern.matches(&path);
        (is_named || is_draft(entry) && is_in(&pattern) && !wanted.is_output(&path)) && wanted.wants(&path)
    };
    or_else(walk(&base, search, enters, takes), nothing)
}

/// Whether a pattern is one of this folder or of one that it lies in.
fn in_matching(pattern: &Pattern, folder: &Path) -> bool {
    folder.ancestors().any(|folder| pattern.matches(folder))
}

/// The jobs, or the one that says that there are none.
fn or_else(mut jobs: impl Iterator<Item = Job> + Send + 'static, mut nothing: Option<Job>) -> Jobs {
    Box::new(std::iter::from_fn(move || match jobs.next() {
        Some(job) => {
            nothing = None;
            Some(job)
        }
        None => nothing.take(),
    }))
}

/// The jobs of a folder and of those in it that are entered, by name.
fn walk(
    root: &Path,
    search: Arc<Search>,
    enters: impl Fn(&DirEntry) -> bool + Send + Sync + 'static,
    takes: impl Fn(&DirEntry) -> bool + Send + 'static,
) -> impl Iterator<Item = Job> + Send + 'static {
    let root = root.to_owned();
    let mut builder = WalkBuilder::new(&root);
    // Hidden folders are left out by hand: those of a Maildir, such as `.Sent`, are not.
    builder.standard_filters(!search.no_ignore).hidden(false).follow_links(search.follow);
    if !search.no_ignore {
        builder.add_custom_ignore_filename(IGNORE_FILE);
    }
    let found = search.clone();
    let filter = move |entry: &DirEntry| {
        is_wanted(entry) && !search.leaves_out(entry.path(), is_folder(entry)) && (!is_folder(entry) || enters(entry))
    };
    let walk = builder.sort_by_file_name(|a, b| a.cmp(b)).filter_entry(filter).build();
    let ours = if found.no_ignore { Vec::new() } else { above(&root) };
    let wrong_above = ours.into_iter().flat_map(|file| wrong_lines(&file));
    wrong_above.chain(walk.flat_map(move |entry| match entry {
        Ok(entry) if is_ignore_file(&entry) && found.no_ignore => none(),
        Ok(entry) if is_ignore_file(&entry) => Box::new(wrong_lines(entry.path()).into_iter()),
        Ok(entry) if takes(&entry) => file(&tidy(entry.path()), true, &found),
        Ok(_) => none(),
        Err(error) if is_of_globs(&error) => none(),
        Err(error) => one(unwalked(&error, &root)),
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
    match is_folder(entry) {
        true if name.starts_with('.') => in_maildir() && is_maildir(entry.path()),
        true => name != "tmp" || !in_maildir(),
        false => !name.starts_with('.') || name == IGNORE_FILE,
    }
}

fn is_ignore_file(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name() == IGNORE_FILE
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// Whether an entry is a file or a link to one, which is opened without waiting: no pipe and
/// no device. A link that leads nowhere counts, so that it is told.
fn is_file(entry: &DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if kind.is_symlink() => fs::metadata(entry.path()).map_or(true, |metadata| metadata.is_file()),
        kind => kind.is_some_and(|kind| kind.is_file()),
    }
}

fn is_draft(entry: &DirEntry) -> bool {
    (has_draft_extension(entry.path()) || in_maildir(entry.path())) && is_file(entry)
}

/// Whether a file is a message of a Maildir: it lies in `cur` or `new`.
fn in_maildir(path: &Path) -> bool {
    let Some(folder) = path.parent() else { return false };
    (folder.ends_with("cur") || folder.ends_with("new")) && folder.parent().is_some_and(is_maildir)
}

fn is_maildir(folder: &Path) -> bool {
    folder.join("cur").is_dir() && folder.join("new").is_dir()
}

/// The path without a leading `./`.
fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// What the walk could not do at a path.
fn unwalked(error: &Error, at: &Path) -> Job {
    match error {
        Error::WithPath { path, err } => unwalked(err, path),
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => unwalked(err, at),
        Error::Loop { ancestor, child } => Job::Note(format!(
            "{} leads back to {}: it is not searched again",
            tidy(child).display(),
            tidy(ancestor).display()
        )),
        Error::Io(error) => Job::Unreadable(unreadable(&tidy(at), error)),
        error => Job::Unreadable(format!("can't read {}: {error}", tidy(at).display())),
    }
}

/// The lines of an ignore file of ours that are no globs. The walk itself takes some of them for
/// literal text; those of other files are left to whoever they are for.
fn wrong_lines(file: &Path) -> Vec<Job> {
    // A file that can't be read is told by the walk.
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut wrong = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let glob = if line.ends_with("\\ ") { line } else { line.trim_end() };
        if let Some(problem) = pattern::glob_problem(glob.strip_prefix('!').unwrap_or(glob)) {
            wrong.push(Job::Misused(format!("{}:{}: “{glob}”: {problem}", tidy(file).display(), index + 1)));
        }
    }
    wrong
}

/// The ignore files of ours above a folder, which count for it as well.
fn above(root: &Path) -> Vec<PathBuf> {
    let whole = fs::canonicalize(root).unwrap_or_default();
    whole.ancestors().skip(1).map(|folder| folder.join(IGNORE_FILE)).filter(|file| file.is_file()).collect()
}

/// Whether all that is wrong are globs, which are told by [`wrong_lines`].
fn is_of_globs(error: &Error) -> bool {
    match error {
        Error::Partial(errors) => errors.iter().all(is_of_globs),
        Error::WithPath { err, .. } | Error::WithLineNumber { err, .. } | Error::WithDepth { err, .. } => {
            is_of_globs(err)
        }
        error => matches!(error, Error::Glob { .. }),
    }
}
