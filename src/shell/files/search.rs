//! What is looked for at the paths of a run, and what is left out.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::pattern;

/// What is looked for at the paths of a run.
#[derive(Clone, Default)]
pub struct Search {
    /// The name that standard input goes by.
    pub stdin_filename: Option<PathBuf>,
    /// A file with more paths; `-` is standard input.
    pub list: Option<PathBuf>,
    /// What is left out wherever it is found, also where it is named.
    pub exclude: Exclude,
    /// Whether to look also at what `.gitignore` and `.presendignore` name.
    pub no_ignore: bool,
    /// Whether to go into folders that a link leads to.
    pub follow: bool,
    /// Whether all files are taken for drafts as they are found, mailboxes as well.
    pub unopened: bool,
    /// The files that are wanted, by their canonical paths, where not all are.
    pub only: Option<Arc<HashSet<PathBuf>>>,
    /// The file whose place the output takes, by its canonical path. Where it is only found, it is
    /// what an earlier run wrote, and no draft.
    pub output: Option<PathBuf>,
}

impl Search {
    /// Whether a path, or a folder that it lies in, is left out.
    pub fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.0.as_ref().is_some_and(|globs| {
            let named = |path: &&Path| path.file_name().is_some_and(|name| name != OsStr::new(".."));
            path.ancestors()
                .take_while(named)
                .enumerate()
                .any(|(above, path)| globs.matched(path, is_folder || above > 0).is_ignore())
        })
    }

    /// Whether a file is among those that are wanted.
    pub fn wants(&self, path: &Path) -> bool {
        self.only.as_ref().is_none_or(|only| fs::canonicalize(path).is_ok_and(|path| only.contains(&path)))
    }

    /// Whether the output takes the place of a file.
    pub fn is_output(&self, path: &Path) -> bool {
        self.output.as_ref().is_some_and(|output| fs::canonicalize(path).is_ok_and(|path| path == *output))
    }
}

/// Globs as a line of `.gitignore` has them: `*.html` wherever it lies, `archive/` as a folder,
/// `/notes` only here.
#[derive(Clone, Default)]
pub struct Exclude(Option<Gitignore>);

impl Exclude {
    /// The globs, or what is wrong with one and where.
    pub fn new(globs: &[String]) -> Result<Exclude, String> {
        if globs.is_empty() {
            return Ok(Exclude::default());
        }
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            let problem = |error| pattern::problem(&format!("--exclude “{glob}”"), glob, &error);
            pattern::compile(glob).map_err(problem)?;
            // In a file these would start a comment and take something in again.
            let line = if glob.starts_with(['#', '!']) { format!("\\{glob}") } else { glob.clone() };
            builder.add_line(None, &line).map_err(|error| format!("--exclude “{glob}”: {error}"))?;
        }
        builder.build().map(|globs| Exclude(Some(globs))).map_err(|error| format!("--exclude: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_leave_out_as_lines_of_gitignore_do() {
        let search = |globs: &[&str]| {
            let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
            Search { exclude: Exclude::new(&globs).unwrap(), ..Search::default() }
        };
        let html = search(&["*.html", "archive/", "/notes", "#old"]);
        let left_out = |path: &str| html.leaves_out(Path::new(path), false);
        assert!(left_out("a.html") && left_out("./x/a.html") && left_out("/tmp/x/a.html") && left_out("../a.html"));
        assert!(left_out("x/archive/a.eml") && !left_out("x/archive"), "a file of that name is no folder");
        assert!(html.leaves_out(Path::new("x/archive"), true));
        assert!(left_out("notes/a.eml") && !left_out("x/notes/a.eml"));
        assert!(left_out("#old") && !left_out("old"));
        assert!(!Search::default().leaves_out(Path::new("a.html"), false));
    }

    #[test]
    fn a_wrong_glob_is_told_with_its_place() {
        let wrong = |glob: &str| Exclude::new(&[glob.to_owned()]).err().unwrap();
        assert_eq!(wrong("mails/[a"), "--exclude “mails/[a”: at character 7: unclosed character class; missing ']'");
    }
}
