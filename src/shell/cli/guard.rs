//! `presend guard`: check mail on its way out.

use std::process::ExitCode;

use super::options;
use crate::shell::guard::{self, Guard};

/// Stands guard, and ends as the way to send mail ends.
pub fn run(options: options::Guard) -> ExitCode {
    guard::keep_panics_quiet();
    match options {
        options::Guard::Native(options) => guard::native(Guard::new(options.config)),
        options::Guard::Sendmail(options) => guard::sendmail(Guard::new(options.config), &options.command),
    }
}
