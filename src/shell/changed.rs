//! What changed since a commit, as git tells it.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::files::{path_of, reason};

/// The files in the work tree that are not as they were where the current branch left `revision`,
/// and those that git does not know yet, by their canonical paths. What was deleted is not among
/// them, and what was renamed is there by its new name.
pub fn since(revision: &str) -> Result<HashSet<PathBuf>, String> {
    let here = Path::new(".");
    let root = git(here, &["rev-parse", "--show-toplevel"])?;
    if !root.status.success() {
        let folder = std::env::current_dir().unwrap_or_default();
        return Err(format!("--changed-since: {} is in no git repository", folder.display()));
    }
    let root = path_of(line(&root.stdout).to_vec());
    let commit = format!("{revision}^{{commit}}");
    let commit = git(here, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    if !commit.status.success() {
        return Err(format!(
            "--changed-since: “{revision}” is no commit of this repository; in CI, fetch it first (a shallow \
             clone lacks it)"
        ));
    }
    let commit = text(&commit)?;
    // What others did on that branch meanwhile is not ours. Without a common past all is.
    let base = git(here, &["merge-base", &commit, "HEAD"])?;
    let base = if base.status.success() { text(&base)? } else { commit };
    let changed =
        git(&root, &["diff", "--name-only", "--no-renames", "--no-ext-diff", "--diff-filter=d", "-z", &base])?;
    let new = git(&root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    for output in [&changed, &new] {
        if !output.status.success() {
            return Err(format!("--changed-since: git says: {}", String::from_utf8_lossy(line(&output.stderr))));
        }
    }
    let names = [changed.stdout, new.stdout].concat();
    let paths = names.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    Ok(paths.filter_map(|name| fs::canonicalize(root.join(path_of(name.to_vec()))).ok()).collect())
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments.iter().map(OsStr::new));
    command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "--changed-since needs git, and there is none".to_owned(),
        _ => format!("--changed-since: can't run git: {}", reason(&error)),
    })
}

fn text(output: &Output) -> Result<String, String> {
    let text = String::from_utf8(line(&output.stdout).to_vec());
    text.map_err(|_| "--changed-since: git says what is no text".to_owned())
}

/// The first line.
fn line(bytes: &[u8]) -> &[u8] {
    bytes.split(|&byte| byte == b'\n').next().unwrap_or_default()
}
