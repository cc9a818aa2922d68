//! What guards take.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::shell::guard::install::Target;

/// The ways to stand between a mail client and what sends its mail.
#[derive(Subcommand)]
pub enum Guard {
    /// In place of sendmail: check the message on standard input, then run the real command with it
    Sendmail(Sendmail),
    /// For the Thunderbird extension: answer on standard output what it asks on standard input
    Native(Native),
    /// As the hook sendemail-validate of git: check a patch
    Git(Git),
    /// For scripts: check the message on standard input, and say by the exit code what becomes of it
    Check(CheckMessage),
    /// Set a mail client up: shows what changes in which file, and asks
    Install(Install),
    /// Take back what install did
    Uninstall(Install),
    /// Say what is set up
    Status,
}

/// Options of `presend guard install` and `uninstall`.
#[derive(Args)]
pub struct Install {
    /// What to set up
    #[arg(value_name = "TARGET", value_enum)]
    pub target: Target,
    /// Don't ask
    #[arg(long)]
    pub yes: bool,
    /// Show what would change, and change nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
}

/// Options of `presend guard git`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 the patch may be sent, 1 it is held.")]
pub struct Git {
    /// The settings file [default: the nearest presend.toml of the repository, else the person's own]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The patch
    #[arg(value_name = "PATCH")]
    pub patch: PathBuf,
    /// The header that git sends it with (git 2.40 and newer)
    #[arg(value_name = "HEADER")]
    pub header: Option<PathBuf>,
}

/// Options of `presend guard check`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 send it, 1 ask the author, 75 (or 65 by setting) hold it, 74 it can't be read.")]
pub struct CheckMessage {
    /// The settings file [default: the person's own, ~/.config/presend/presend.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
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
