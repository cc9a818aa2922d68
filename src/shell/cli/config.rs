//! `presend config`: the settings that count, and the schema of their file.

use std::path::Path;

use super::options::{Config, Show, ShowFormat};
use super::{Ending, given, print, say};
use crate::report::config;
use crate::shell::config::Configs;

/// The JSON Schema of the settings file; a test keeps it current.
const SCHEMA: &str = include_str!("../../../presend.schema.json");

/// Shows settings or their schema.
pub fn run(options: Config) -> Ending {
    match options {
        Config::Show(options) => show(&options),
        Config::Schema => {
            print(SCHEMA);
            Ending::Clean
        }
    }
}

fn show(options: &Show) -> Ending {
    let path = options.path.as_deref().unwrap_or(Path::new("."));
    let configs = Configs::new(given::source(&options.settings), given::of(&options.settings, None, None));
    match configs.effective(path) {
        Ok((project, effective)) => {
            let files = project.files.iter().map(AsRef::as_ref).collect::<Vec<&str>>();
            let preset = project.preset.map(|preset| preset.name);
            let shown =
                config::Shown { path: &path.display().to_string(), files: &files, preset, effective: &effective };
            print(&match options.format {
                ShowFormat::Text => config::render(&shown),
                ShowFormat::Json => config::to_json(&shown) + "\n",
            });
            Ending::Clean
        }
        Err(problems) => {
            problems.iter().for_each(|problem| say(problem));
            Ending::Usage
        }
    }
}
