//! Options of `presend check`.

use std::path::PathBuf;

use clap::Args;

use super::Common;
use crate::report::OutputFormat;

/// Options of `presend check`.
#[derive(Args)]
#[command(after_help = "\
Exit code: 0 nothing found at level warning or above, 1 findings, 2 wrong usage,
3 a file could not be read or written (the others are still checked).

A folder is searched for .eml .md .markdown .txt .html .htm .ics .mbox files, templates
(.html.j2 .mjml .hbs ...) and Maildir messages; hidden files and what .gitignore and
.presendignore name are left out. A file that is named is always checked. A path in quotes
may be a glob: 'mails/**/*.eml'.")]
pub struct Check {
    /// Files, folders, mailboxes, or - for standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How findings are shown [default: full]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub output_format: Option<OutputFormat>,
    /// Write the findings to this file, whole or not at all [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Apply the safe fixes to the files (standard input: write the fixed draft to standard output)
    #[arg(long, conflicts_with = "diff")]
    pub fix: bool,
    /// Show what --fix would change as a unified diff, and change nothing
    #[arg(long, conflicts_with = "output_format")]
    pub diff: bool,
    /// Fill templates with this JSON data, and check what a recipient would get
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Check again what changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff", "output_file", "stdin_filename", "files_from"])]
    pub watch: bool,
    /// Tell only findings that are not in this file, which `presend baseline` wrote; in place of
    /// that of the settings
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Tell which findings comments in the drafts keep back, and why (formats full and concise)
    #[arg(long)]
    pub show_suppressed: bool,
    /// Exit with 0 although there are findings
    #[arg(long)]
    pub exit_zero: bool,
    /// Use no cache
    #[arg(long)]
    pub no_cache: bool,
    #[command(flatten)]
    pub common: Common,
}
