//! Sample data for templates, and the partials that a template includes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use super::files::unreadable;
use super::lock;
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

/// The partials of the templates of a run. Each file is read once, however many include it.
#[derive(Default)]
pub struct Partials {
    read: Mutex<BTreeMap<PathBuf, Option<String>>>,
}

impl Partials {
    /// The partials that a template includes, and those that they include, from the template's
    /// folder and those above it up to the current one. What is not there is left to the engine,
    /// which says so at the tag.
    pub fn of(&self, template: &Path, text: &str, dialect: Dialect) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut wanted = render::partials(text, dialect, template_tags);
        while let Some(name) = wanted.pop() {
            if found.contains_key(&name) || found.len() == MOST_PARTIALS {
                continue;
            }
            let files = places(template, &name, dialect).unwrap_or_default();
            if let Some(partial) = files.into_iter().find_map(|file| self.read(file)) {
                wanted.extend(render::partials(&partial, dialect, template_tags));
                found.insert(name, partial);
            }
        }
        found
    }

    fn read(&self, file: PathBuf) -> Option<String> {
        if let Some(known) = lock(&self.read).get(&file) {
            return known.clone();
        }
        let text = fs::read_to_string(&file).ok();
        lock(&self.read).insert(file, text.clone());
        text
    }
}

/// Where a partial may lie, by its name: as a path below one of the folders, also without the
/// extension and with the mark `_` that some engines want.
fn places(template: &Path, name: &str, dialect: Dialect) -> Option<Vec<PathBuf>> {
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
    let files = |folder: PathBuf| names.iter().map(|last| folder.join(name).with_file_name(last)).collect::<Vec<_>>();
    Some(folders.flat_map(files).collect())
}

/// Whether a folder lies below the current one, or is given by a whole path.
fn is_below_here(folder: &Path) -> bool {
    !folder.is_absolute() || std::env::current_dir().is_ok_and(|here| folder.starts_with(here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_is_read_once_for_all_templates() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("foot.j2"), "Bye.").unwrap();
        let partials = Partials::default();
        let of = |template: &str| partials.of(&path(template), "{% include 'foot' %}", Dialect::Jinja);
        assert_eq!(of("a.j2")["foot"], "Bye.");
        fs::remove_file(path("foot.j2")).unwrap();
        assert_eq!(of("b.j2")["foot"], "Bye.");
        assert!(Partials::default().of(&path("a.j2"), "{% include 'foot' %}", Dialect::Jinja).is_empty());
    }
}
