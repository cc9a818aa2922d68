//! Options of `presend channel`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What `presend channel` can do.
#[derive(Subcommand)]
pub enum Channel {
    /// Learn the weights from labelled drafts and write them to a folder
    Train(Train),
    /// Tell how well weights do that are learned from the drafts of other writers
    Evaluate(Evaluate),
}

/// What weights are learned from.
#[derive(Args)]
pub struct Lessons {
    /// Folders with labels.jsonl and drafts/ (docs/channel.md tells their form)
    #[arg(value_name = "FOLDER", required = true)]
    pub folders: Vec<PathBuf>,
    /// Sentences with the factor they show: objects with text and factor, one a line
    #[arg(long, value_name = "FILE")]
    pub sentences: Option<PathBuf>,
    /// Sentences of ordinary mail: objects with text, one a line
    #[arg(long, value_name = "FILE")]
    pub ordinary: Option<PathBuf>,
}

/// Options of `presend channel train`.
#[derive(Args)]
pub struct Train {
    /// What to learn from.
    #[command(flatten)]
    pub lessons: Lessons,
    /// The folder that the tables are written to
    #[arg(long, short, value_name = "FOLDER")]
    pub output: PathBuf,
}

/// Options of `presend channel evaluate`.
#[derive(Args)]
pub struct Evaluate {
    /// What to learn from, and to judge by turns.
    #[command(flatten)]
    pub lessons: Lessons,
    /// How the figures are shown [default: text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub output_format: Option<EvaluateFormat>,
}

/// How an evaluation is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EvaluateFormat {
    /// Tables
    #[default]
    Text,
    /// One JSON object for each draft, one a line
    Jsonl,
}
