//! What one source of settings says: a file, a preset, a table of `[[overrides]]`, or the
//! command line. Layers that lie later win.

use std::path::PathBuf;
use std::sync::Arc;

use super::contacts::People;
use super::guard::GuardLayer;
use super::reader::{Place, Placed, Reader, Value, Wrong, choice, text, texts};
use super::rule_table::{self, RuleSetting};
use crate::channel::Contact;
use crate::draft::Templates;
use crate::language::time::Country;
use crate::rules::{DateOrder, Level, Profile};
use toml::de::{DeTable, DeValue};

/// What one source says; all of it is optional.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The file of known findings, as it is written: from the file's own folder.
    pub baseline: Option<Placed<PathBuf>>,
    /// The author's country.
    pub country: Option<Placed<Country>>,
    /// How numeric dates are written.
    pub date_order: Option<Placed<DateOrder>>,
    /// The least level that makes the check fail.
    pub fail_level: Option<Placed<Level>>,
    /// What guards do.
    pub guard: GuardLayer,
    /// What kind of message every draft is.
    pub profile: Option<Placed<Profile>>,
    /// Whether drafts are templates.
    pub template: Option<Placed<Templates>>,
    /// The domains of the author's own house, in lower case.
    pub own_domains: Option<Placed<Vec<String>>>,
    /// Acronyms that all readers know, with what they stand for; added to those of layers before.
    pub glossary: Vec<(String, Placed<String>)>,
    /// Files of people, as they are written: from the file's own folder.
    pub contacts_files: Vec<Placed<String>>,
    /// People, added to those of layers before; whoever has the same address is replaced.
    pub contacts: Vec<Contact>,
    /// The folders of the author's own cards, as they are written: from the file's own folder.
    pub cards: Vec<Placed<String>>,
    /// Levels and options of rules.
    pub rules: Vec<RuleSetting>,
}

/// Where a layer comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The cards and what is built in.
    Default,
    /// A preset, by its name.
    Preset(&'static str),
    /// A file, by its path for people.
    File(Arc<str>),
    /// An option of the command line, with its dashes.
    CommandLine(&'static str),
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The layer.
    pub source: Source,
    /// Where it stands there.
    pub place: Place,
}

impl Origin {
    /// What is built in.
    pub const DEFAULT: Origin = Origin { source: Source::Default, place: Place { line: 0, column: 0 } };
}

/// The keys that drafts can differ in: those of a file, and of its `[[overrides]]`.
pub const KEYS: [&str; 7] = ["country", "date-order", "glossary", "own-domains", "profile", "rules", "template"];

/// Reads the value of a key that stands in files and in overrides alike; none where it is no
/// such key. Problems are told to the reader. A new one, such as the language of templates,
/// gets its arm here, its name in [`KEYS`], its field in [`Layer`] and
/// [`Effective`](super::Effective), and its line in `schema.rs`; a test misses what is forgotten.
pub fn read_key(layer: &mut Layer, reader: &mut Reader, key: &str, value: &Value) -> Option<()> {
    let at = value.span().start;
    let read = match key {
        "country" => country(value).map(|country| layer.country = Some(reader.placed(at, country))),
        "date-order" => choice(value, &DateOrder::ALL.map(|order| (order.name(), order)))
            .map(|order| layer.date_order = Some(reader.placed(at, order))),
        "glossary" => glossary(reader, value).map(|glossary| layer.glossary = glossary),
        "own-domains" => domains(reader, value).map(|domains| layer.own_domains = Some(reader.placed(at, domains))),
        "profile" => choice(value, &Profile::ALL.map(|profile| (profile.name(), profile)))
            .map(|profile| layer.profile = Some(reader.placed(at, profile))),
        "rules" => rule_table::read(reader, value).map(|rules| layer.rules = rules),
        "template" => {
            choice(value, &Templates::all()).map(|template| layer.template = Some(reader.placed(at, template)))
        }
        _ => return None,
    };
    tell(reader, key, value, read);
    Some(())
}

/// Tells a problem with the value of a key, if there is one.
pub fn tell(reader: &mut Reader, key: &str, value: &Value, read: Result<(), Wrong>) {
    if let Err(wrong) = read {
        reader.problem(value.span().start, wrong.of(&format!("“{key}”")));
    }
}

/// Tells that there is no such key, and which was meant.
pub fn unknown_key(reader: &mut Reader, at: usize, key: &str, keys: &[&str]) {
    reader.problem(at, Wrong::unknown(&format!("there is no key “{key}”"), key, keys));
}

/// The least level that makes the check fail.
pub fn fail_level(reader: &Reader, value: &Value) -> Result<Placed<Level>, Wrong> {
    let levels = [Level::Info, Level::Warning, Level::Error].map(|level| (level.name(), level));
    Ok(reader.placed(value.span().start, choice(value, &levels)?))
}

/// Names of files or folders: one, or a list.
pub fn paths(reader: &Reader, value: &Value) -> Result<Vec<Placed<String>>, Wrong> {
    let path = |value: &Value| match value.get_ref() {
        DeValue::String(path) if !path.trim().is_empty() => Some(reader.placed(value.span().start, path.to_string())),
        _ => None,
    };
    let paths = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(path).collect(),
        _ => path(value).map(|path| vec![path]),
    };
    paths.ok_or_else(|| "is a path, or a list of them: write \"one\", or [\"one\", \"two\"]".into())
}

/// The name of a file.
pub fn path(reader: &Reader, value: &Value) -> Result<Placed<PathBuf>, Wrong> {
    match value.get_ref() {
        DeValue::String(path) if !path.trim().is_empty() => {
            Ok(reader.placed(value.span().start, PathBuf::from(path.as_ref())))
        }
        _ => Err("is the path of a file: write it in quotation marks".into()),
    }
}

/// Files with people, or the people themselves.
pub fn contacts(layer: &mut Layer, reader: &mut Reader, at: usize, value: &Value) -> Result<(), Wrong> {
    let is_path = |value: &Value| matches!(value.get_ref(), DeValue::String(_));
    let are_paths = match value.get_ref() {
        DeValue::Array(items) => !items.is_empty() && items.iter().all(is_path),
        _ => is_path(value),
    };
    if are_paths {
        layer.contacts_files = paths(reader, value)?;
    } else {
        let mut people = People::default();
        people.read(reader, at, value);
        layer.contacts = people.contacts;
    }
    Ok(())
}

/// The tables of a list such as `[[overrides]]`.
pub fn tables<'a>(value: &'a Value<'a>, name: &str) -> Result<Vec<(usize, &'a DeTable<'a>)>, Wrong> {
    let wrong = || Wrong::from(format!("is a list: write [[{name}]] above each part"));
    let DeValue::Array(items) = value.get_ref() else { return Err(wrong()) };
    let table = |item: &'a Value<'a>| match item.get_ref() {
        DeValue::Table(table) => Ok((item.span().start, table)),
        _ => Err(wrong()),
    };
    items.iter().map(table).collect()
}

fn country(value: &Value) -> Result<Country, Wrong> {
    let written = text(value)?;
    Country::new(written).map_err(|known| format!("can't be “{written}”; {known}").into())
}

/// Domains. Each that is none is told where it stands.
fn domains(reader: &mut Reader, value: &Value) -> Result<Vec<String>, Wrong> {
    let is_domain = |domain: &String| domain.contains('.') && !domain.contains(['@', ' ', '/']);
    let written = texts(value)?;
    let items = value.get_ref().as_array().into_iter().flat_map(|items| items.iter());
    for (wrong, item) in written.iter().zip(items).filter(|(domain, _)| !is_domain(domain)) {
        let problem = format!("“own-domains” can't hold “{wrong}”; write domains, such as example.com");
        reader.problem(item.span().start, problem);
    }
    Ok(written.iter().map(|domain| domain.trim_start_matches('.').to_lowercase()).collect())
}

/// Acronyms with what they stand for. What is no text is told where it stands.
fn glossary(reader: &mut Reader, value: &Value) -> Result<Vec<(String, Placed<String>)>, Wrong> {
    let DeValue::Table(entries) = value.get_ref() else {
        return Err("is a table of acronyms, each with what it stands for: SLA = \"service level agreement\"".into());
    };
    let mut glossary = Vec::new();
    for (name, meaning) in entries {
        let acronym = name.get_ref().to_string();
        match text(meaning) {
            Ok(written) => glossary.push((acronym, reader.placed(name.span().start, written.to_owned()))),
            Err(wrong) => {
                reader.problem(meaning.span().start, wrong.of(&format!("what “{acronym}” stands for in “glossary”")))
            }
        }
    }
    Ok(glossary)
}
