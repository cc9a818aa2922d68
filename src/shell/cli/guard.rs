//! `presend guard`: check mail on its way out.

use std::process::ExitCode;

use super::options;
use crate::settings::{PRESETS, Preset};
use crate::shell::guard::{self, Guard};

/// Stands guard, and ends as the way to send mail ends.
pub fn run(options: options::Guard) -> ExitCode {
    guard::keep_panics_quiet();
    match options {
        options::Guard::Sendmail(options) => guard::sendmail(Guard::new(options.config), &options.command),
        options::Guard::Check(options) => guard::by_hand(Guard::new(options.config)),
        options::Guard::Git(options) => {
            let guard = Guard::of_project(options.config, list());
            guard::git(guard, &options.patch, options.header.as_deref())
        }
    }
}

/// What the mails of a project start from: most go to its mailing list.
fn list() -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == "list")
}
