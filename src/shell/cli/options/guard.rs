//! What guards take.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The ways to stand between a mail client and what sends its mail.
#[derive(Subcommand)]
pub enum Guard {
    /// In place of sendmail: check the message on standard input, then run the real command with it
    Sendmail(Sendmail),
    /// For the Thunderbird extension: answer on standard output what it asks on standard input
    Native(Native),
}

/// Options of `presend guard sendmail`.
#[derive(Args)]
#[command(after_help = "\
Exit code: that of the command; 75, or 65 by setting, where the message is held;
69 where the command can't be run, 74 where the message can't be read.")]
pub struct Sendmail {
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The command that sends, with its arguments
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub command: Vec<OsString>,
}

/// Options of `presend guard native`.
#[derive(Args)]
pub struct Native {
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What the mail client adds: its manifest and the id of the extension
    #[arg(value_name = "ORIGIN", hide = true)]
    pub origin: Vec<OsString>,
}
