//! `presend guard`: check mail on its way out.

use std::process::ExitCode;
use std::time::Duration;

use super::options;
use crate::shell::guard::{self, Guard};

/// Stands guard, and ends as the way to send mail ends.
pub fn run(options: options::Guard) -> ExitCode {
    guard::keep_panics_quiet();
    match options {
        options::Guard::Sendmail(options) => guard::sendmail(Guard::new(options.config), &options.command),
        options::Guard::Smtp(options) => smtp(options),
    }
}

fn smtp(options: options::Smtp) -> ExitCode {
    let relay = match guard::smtp::relay(&options.relay, options.tls) {
        Ok(relay) => relay,
        Err(why) => {
            super::say(&format!("--relay {}: {why}", options.relay));
            return ExitCode::from(2);
        }
    };
    let told = guard::smtp::Options {
        listen: options.listen,
        relay,
        trusted: options.ca,
        allow_remote: options.allow_remote,
        is_verbose: options.verbose,
        limit: Duration::from_secs(options.timeout.into()),
    };
    guard::smtp::smtp(Guard::new(options.config), told)
}
