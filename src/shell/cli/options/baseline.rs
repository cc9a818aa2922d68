//! Options of `presend baseline`, and of the commands that packagers need.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::Common;

/// Options of `presend baseline`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 the baseline is written, 2 wrong usage or a damaged baseline, 3 a file could
not be read or written; then the old baseline stays as it is.")]
pub struct Baseline {
    /// Files, folders, mailboxes [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The baseline [default: that of the settings, else presend-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Take out entries that are obsolete, and add none
    #[arg(long)]
    pub prune: bool,
    #[command(flatten)]
    pub common: Common,
}

/// Options of `presend completions`.
#[derive(Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Options of `presend man`.
#[derive(Args)]
pub struct Man {
    /// The folder for a page of each command [default: the main page, to standard output]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}
