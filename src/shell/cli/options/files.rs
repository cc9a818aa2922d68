//! Options that say which files are read.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

/// Which files are read.
#[derive(Args)]
#[command(next_help_heading = "Files")]
pub struct Files {
    /// Read also the paths that this file lists, one a line or parted by NUL (- for standard input)
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Leave out what this glob names, as a line of .gitignore would (may be repeated)
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Check only files that changed since the branch left this commit, or that git does not know
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// Look also at what .gitignore and .presendignore name
    #[arg(long)]
    pub no_ignore: bool,
    /// Go into folders that a link leads to
    #[arg(long)]
    pub follow: bool,
    /// Show no progress, which is else shown on a terminal
    #[arg(long)]
    pub no_progress: bool,
    /// The files that are wanted, by their canonical paths, where not all are.
    #[arg(skip)]
    pub only: Option<Arc<HashSet<PathBuf>>>,
}
