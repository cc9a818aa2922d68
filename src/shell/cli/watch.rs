//! `presend check --watch`: checks again what changes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::options::Check;
use super::{Ending, check, say};
use crate::report::counted;
use crate::shell::config;
use crate::shell::files;
use crate::shell::watch::Watch;

/// Files whose change may change what is said of all drafts, or which drafts there are.
const SETTINGS: [&str; 3] = ["presend.toml", ".presend.toml", ".presendignore"];

/// Checks all drafts, and then those that change, until the process is ended.
pub fn run(mut options: Check) -> Ending {
    if options.common.reads_stdin(&options.paths) {
        say("--watch watches files; standard input is none");
        return Ending::Usage;
    }
    // From before the first run, so that no change is missed.
    let watch = match Watch::new(&options.paths, &settings(&options)) {
        Ok(watch) => watch,
        Err(problem) => return failed(&problem),
    };
    let mut drafts = found(&options);
    // What was asked for makes no sense, and will make none when a draft changes.
    if check::once(&options) == Ending::Usage {
        return Ending::Usage;
    }
    say("watching for changes; Ctrl-C ends it");
    loop {
        let touched = match watch.changed() {
            Ok(touched) => touched,
            Err(problem) => return failed(&problem),
        };
        let time = jiff::ZonedDateTime::now().strftime("%H:%M:%S");
        options.common.files.only = None;
        let before = std::mem::replace(&mut drafts, found(&options));
        if touched.iter().any(|path| is_settings(path, &options)) {
            say(&format!("{time}: the settings changed"));
        } else {
            let gone: HashSet<PathBuf> = before.difference(&drafts).cloned().collect();
            let changed: HashSet<PathBuf> = touched.intersection(&drafts).cloned().collect();
            for (files, one, several) in [(&gone, "is gone", "are gone"), (&changed, "changed", "changed")] {
                let name = files.iter().next().and_then(|path| path.file_name()).unwrap_or_default();
                match files.len() {
                    0 => {}
                    1 => say(&format!("{time}: {} {one}", name.display())),
                    count => say(&format!("{time}: {} {several}", counted(count, "file"))),
                }
            }
            if changed.is_empty() {
                continue;
            }
            options.common.files.only = Some(Arc::new(changed));
        }
        check::once(&options);
    }
}

/// The files that hold drafts now; none where it can't be told what is looked for, which the
/// check says.
fn found(options: &Check) -> HashSet<PathBuf> {
    let Ok(search) = options.common.search() else { return HashSet::new() };
    files::found(options.paths.clone(), search)
}

/// The settings files that count for the paths, which may lie above them.
fn settings(options: &Check) -> Vec<PathBuf> {
    let given = &options.common.settings;
    if given.isolated || given.config.is_some() {
        return given.config.iter().cloned().collect();
    }
    let whole = options.paths.iter().filter_map(|path| std::path::absolute(path).ok());
    whole.filter_map(|path| config::nearest(&path)).collect()
}

fn is_settings(path: &Path, options: &Check) -> bool {
    let named = options.common.settings.config.as_deref().and_then(|named| named.file_name());
    path.file_name().is_some_and(|name| SETTINGS.iter().any(|own| name == *own) || Some(name) == named)
}

fn failed(problem: &str) -> Ending {
    say(problem);
    Ending::Unreadable
}
