//! From the options of a command to the settings of its drafts.

use std::path::Path;
use std::sync::Arc;

use super::beside;
use super::options::{Common, SettingsOptions};
use crate::draft::Templates;
use crate::language::time::Country;
use crate::settings::{Layer, Place, Placed, RuleSetting, Selection};
use crate::shell::config::{self, Beside, Configs, Project, Source};

/// The settings of the drafts of a run, or what is wrong with the files that options name.
pub fn configs(options: &Common) -> Result<Configs, Vec<String>> {
    let beside = Beside {
        now: Some(options.now.clone().unwrap_or_else(jiff::ZonedDateTime::now)),
        no_suppress: options.no_suppress,
        contacts: options.contacts.as_deref().map(config::contacts::read).transpose()?,
        thread: options.thread.as_deref().map(beside::thread).transpose()?.map(Arc::new),
        channel: options.channel_weights.as_deref().map(beside::weights).transpose().map_err(|fault| vec![fault])?,
        ..of(&options.settings, options.country, options.template)
    };
    Ok(Configs::new(source(&options.settings), beside))
}

/// Which settings file counts.
pub fn source(options: &SettingsOptions) -> Source {
    match &options.config {
        _ if options.isolated => Source::Isolated,
        Some(path) => Source::File(path.clone()),
        None => Source::Nearest,
    }
}

/// What options say of the settings.
pub fn of(options: &SettingsOptions, country: Option<Country>, template: Option<Templates>) -> Beside {
    fn placed<T>(value: T) -> Placed<T> {
        Placed { value, place: Place::default() }
    }
    let mut layers = Vec::new();
    if let Some(country) = country {
        layers.push(("--country", Layer { country: Some(placed(country)), ..Layer::default() }));
    }
    if let Some(template) = template {
        layers.push(("--template", Layer { template: Some(placed(template)), ..Layer::default() }));
    }
    if let Some(level) = options.fail_level {
        layers.push(("--fail-level", Layer { fail_level: Some(placed(level)), ..Layer::default() }));
    }
    let rule = |(selector, level): &(String, crate::settings::Chosen)| RuleSetting {
        selector: selector.clone(),
        place: Place::default(),
        level: Some(*level),
        options: Vec::new(),
    };
    let rules: Vec<RuleSetting> = options.level.iter().map(rule).collect();
    if !rules.is_empty() {
        layers.push(("--level", Layer { rules, ..Layer::default() }));
    }
    let selection = Selection { select: options.select.clone(), ignore: options.ignore.clone() };
    Beside { layers, selection, ..Beside::default() }
}

/// What the settings file that was named, else the one of the current folder, comes to.
pub fn project(named: Option<&Path>) -> Result<Arc<Project>, Vec<String>> {
    let source = named.map_or(Source::Nearest, |path| Source::File(path.to_owned()));
    let project = Configs::new(source, Beside::default()).project_of(Path::new(""));
    project.map_err(|problems| problems.to_vec())
}
