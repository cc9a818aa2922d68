//! The command line.

mod advise;
mod agenda;
pub(in crate::shell) mod baseline;
mod beside;
mod channel;
mod check;
mod config;
mod generate;
mod given;
mod guard;
mod init;
mod inspect;
mod options;
mod read;
mod rule;
mod watch;

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use clap::Parser as _;

use crate::report::Paint;
use crate::report::escape::visible;
use crate::shell::{lsp, output};
use options::{Color, Command, Options};

/// How a command ended, as its exit code says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    /// Nothing at or above the fail level.
    #[default]
    Clean,
    /// Findings.
    Findings,
    /// A file could not be read; the others were.
    Unreadable,
    /// Wrong usage or configuration.
    Usage,
}

impl Ending {
    fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Ending::Clean => 0,
            Ending::Findings => 1,
            Ending::Usage => 2,
            Ending::Unreadable => 3,
        })
    }
}

/// Runs the command and gives its exit code.
pub fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) => {
            // Help and version end with 0, wrong usage with 2. Nobody may be listening.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let ending = match options.command {
        Command::Check(options) => check::run(options),
        Command::Inspect(options) => inspect::run(options),
        Command::Advise(options) => advise::run(options),
        Command::Agenda(options) => agenda::run(options),
        Command::Async(options) => agenda::run_async(options),
        Command::Rule(options) => rule::run(options),
        Command::Channel(options) => channel::run(options),
        Command::Baseline(options) => baseline::run(options),
        Command::Completions(options) => generate::completions(options.shell),
        Command::Man(options) => generate::man(options.output.as_deref()),
        Command::Config(options) => config::run(options),
        Command::Init(options) => init::run(options),
        // The exit code is the one of the command that sends.
        Command::Guard(options) => return guard::run(options),
        Command::Lsp(options) => return lsp::run(options.client_process_id),
    };
    ending.code()
}

/// Whether to colour what goes to standard output.
fn paint(color: Color) -> Paint {
    let auto = || {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        io::stdout().is_terminal() && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
    };
    match color {
        Color::Always => Paint::Colour,
        Color::Never => Paint::Plain,
        Color::Auto if auto() => Paint::Colour,
        Color::Auto => Paint::Plain,
    }
}

/// Says something to the person, on standard error.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "presend: {}", visible(text));
}

/// Writes all of a text to standard output. A closed pipe is no error: nobody wants more.
fn print(text: &str) {
    let _ = output::stdout().write_all(text.as_bytes());
}
