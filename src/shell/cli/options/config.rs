//! Options of `presend config` and `presend init`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::SettingsOptions;
use crate::settings::PRESETS;

/// What `presend config` can do.
#[derive(Subcommand)]
pub enum Config {
    /// Show what counts for a draft, and where each value comes from
    Show(Show),
    /// Print the JSON Schema of presend.toml, for editors
    Schema,
}

/// Options of `presend config show`.
#[derive(Args)]
pub struct Show {
    /// The draft, or the folder of drafts [default: the current folder]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// How the settings are shown
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: ShowFormat,
    /// What counts beside the files.
    #[command(flatten)]
    pub settings: SettingsOptions,
}

/// How settings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// As a settings file, with where each value comes from
    #[default]
    Text,
    /// One JSON object
    Json,
}

/// Options of `presend init`.
#[derive(Args)]
pub struct Init {
    /// The preset to start from
    #[arg(long, value_name = "NAME", value_parser = PRESETS.each_ref().map(|preset| preset.name))]
    pub preset: Option<String>,
    /// Replace the presend.toml that is there
    #[arg(long)]
    pub force: bool,
}
