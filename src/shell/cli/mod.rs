//! The command line.

use std::io::Write as _;
use std::process::ExitCode;

use crate::{Context, Settings, Source, check, report};

/// Runs the command and gives its exit code.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let settings = Settings::default();
    let context = Context { now: Some(jiff::ZonedDateTime::now()), ..Context::default() };
    let mut out = std::io::stdout().lock();
    for path in arguments.iter().skip(2).filter(|a| !a.starts_with("--") && *a != "jsonl") {
        let Ok(bytes) = std::fs::read(path) else { return ExitCode::from(3) };
        let source = Source::new(path.clone(), bytes);
        let report = check(&source, &settings, &context);
        if writeln!(out, "{}", report::json::inspection(&source, &report)).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}
