//! Sample data for templates, and the partials that a template includes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path};

use super::files::unreadable;
use crate::draft::Dialect;
use crate::parse::template_tags;
use crate::render::{self, Sample};

/// So many partials are read for one template, so that none that includes others by the
/// hundred holds up the rest.
const MOST_PARTIALS: usize = 200;

/// The data of a JSON file, or what is wrong with it.
pub fn read(path: &Path, now: &jiff::ZonedDateTime) -> Result<Sample, String> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let data: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let what = error.to_string();
        let what = what.split(" at line").next().unwrap_or_default().to_owned();
        format!("{}:{line}:{column}: this is no JSON: {what}", path.display())
    })?;
    if !data.is_object() {
        return Err(format!("{}:1:1: templates are filled from an object, like {{\"name\": \"Ana\"}}", path.display()));
    }
    Ok(Sample { data, now: now.strftime("%Y-%m-%d %H:%M:%S %z").to_string(), partials: BTreeMap::new() })
}

/// The partials that a template includes, and those that they include, from the template's
/// folder and those above it up to the current one. What is not there is left to the engine,
/// which says so at the tag.
pub fn partials(template: &Path, text: &str, dialect: Dialect) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut wanted = render::partials(text, dialect, template_tags);
    while let Some(name) = wanted.pop() {
        if found.contains_key(&name) || found.len() == MOST_PARTIALS {
            continue;
        }
        if let Some(partial) = partial(template, &name, dialect) {
            wanted.extend(render::partials(&partial, dialect, template_tags));
            found.insert(name, partial);
        }
    }
    found
}

/// A partial by its name: as a path below one of the folders, also without the extension and
/// with the mark `_` that some engines want.
fn partial(template: &Path, name: &str, dialect: Dialect) -> Option<String> {
    let name = Path::new(name);
    // Only what lies below the folders: a template says what is included, and may come from anywhere.
    if !name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let last = name.file_name()?.to_string_lossy();
    let own = template.extension().map(|extension| extension.to_string_lossy().into_owned());
    let usual = match dialect {
        Dialect::Liquid => "liquid",
        Dialect::Handlebars => "hbs",
        _ => "j2",
    };
    let mut names = vec![last.clone().into_owned(), format!("_{last}")];
    for extension in own.iter().map(String::as_str).chain([usual, "mustache", "handlebars"]) {
        names.extend([format!("{last}.{extension}"), format!("_{last}.{extension}")]);
    }
    let own_folder = template.parent()?;
    let above = own_folder.ancestors().skip(1).take_while(|folder| is_below_here(folder));
    let folders = [own_folder].into_iter().chain(above);
    let folders = folders.flat_map(|folder| [folder.to_owned(), folder.join("partials"), folder.join("includes")]);
    let files = folders
        .flat_map(|folder| names.iter().map(move |last| folder.join(name).with_file_name(last)).collect::<Vec<_>>());
    files.into_iter().find_map(|file| fs::read_to_string(file).ok())
}

/// Whether a folder lies below the current one, or is given by a whole path.
fn is_below_here(folder: &Path) -> bool {
    !folder.is_absolute() || std::env::current_dir().is_ok_and(|here| folder.starts_with(here))
}
