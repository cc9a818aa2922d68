//! `presend check --watch`: checks again what changes.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::options::Check;
use super::{Ending, check, say};
use crate::report::counted;
use crate::shell::files;
use crate::shell::watch::Watch;

/// Files whose change may change what is said of all drafts.
const SETTINGS: [&str; 3] = ["presend.toml", ".presend.toml", ".presendignore"];

/// Checks all drafts, and then those that change, until the process is ended.
pub fn run(mut options: Check) -> Ending {
    if options.common.reads_stdin(&options.paths) {
        say("--watch watches files; standard input is none");
        return Ending::Usage;
    }
    // From before the first run, so that no change is missed.
    let watch = match Watch::new(&options.paths) {
        Ok(watch) => watch,
        Err(problem) => return failed(&problem),
    };
    // What was asked for makes no sense, and will make none when a draft changes.
    if check::once(&options) == Ending::Usage {
        return Ending::Usage;
    }
    say("watching for changes; Ctrl-C ends it");
    loop {
        let changed = match watch.changed() {
            Ok(changed) => changed,
            Err(problem) => return failed(&problem),
        };
        let time = jiff::ZonedDateTime::now().strftime("%H:%M:%S");
        if changed.iter().any(|path| path.file_name().is_some_and(|name| SETTINGS.iter().any(|own| name == *own))) {
            say(&format!("{time}: the settings changed"));
            options.common.files.only = None;
        } else {
            let drafts: HashSet<PathBuf> =
                changed.into_iter().filter(|path| files::could_be_draft(path, &options.paths)).collect();
            let one = drafts.iter().next().and_then(|path| path.file_name()).unwrap_or_default();
            match drafts.len() {
                0 => continue,
                1 => say(&format!("{time}: {} changed", one.display())),
                count => say(&format!("{time}: {} changed", counted(count, "file"))),
            }
            options.common.files.only = Some(Arc::new(drafts));
        }
        check::once(&options);
    }
}

fn failed(problem: &str) -> Ending {
    say(problem);
    Ending::Unreadable
}
