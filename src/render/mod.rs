//! Templates filled with sample data, as a recipient would get them, with the map back.
//!
//! The engines are other people's: minijinja, handlebars and liquid. None of them says which
//! part of the template wrote which words, so the template is rendered twice: as it is, and
//! with marks in it, which come out again between the words. Where the marks change what is
//! written (a filter counts letters), the map is given up: no place is ever guessed.

mod handlebars;
mod jinja;
mod limits;
mod liquid;
mod liquid_view;
mod marks;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{self, AssertUnwindSafe};

use serde_json::Value;

use crate::draft::{self, Dialect};
use crate::text::{Mapping, Span};
use marks::{Marks, Touch};
use tags::Tag;

/// What templates are filled with.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The data: an object.
    pub data: Value,
    /// What templates get for “now”, as `2026-06-02 10:00:00 +0200`.
    pub now: String,
    /// Other templates that may be included, by the name they are called by.
    pub partials: BTreeMap<String, String>,
}

/// What a recipient would get.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendering {
    /// The text.
    pub text: String,
    /// Where in the template it came from; none where that can't be told.
    pub origins: Option<Mapping>,
    /// The fields that have no value in the data, by position.
    pub missing: Vec<Missing>,
}

/// A field of a template that has no value in the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The tag.
    pub span: Span,
    /// What stands in it.
    pub name: String,
    /// The partial that holds the field, where the tag includes one.
    pub partial: Option<String>,
}

/// Why a template can't be rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The place in the template; empty at its start where the engine names none.
    pub span: Span,
    /// What the engine says, in one line.
    pub text: String,
}

/// What a rendered text may have at most, in bytes: sixteen times what is read of the longest
/// mails. A template that writes more loops by mistake.
const LONGEST: usize = 16 << 20;

/// What finds the tags in a template of a dialect, or in a partial of one.
pub type Find = fn(&str, Dialect) -> Vec<draft::Tag>;

/// The template as a recipient would get it, a page or plain text; none where nobody here
/// renders its dialect.
pub fn render(
    template: &str,
    dialect: Dialect,
    find: Find,
    is_html: bool,
    sample: &Sample,
) -> Option<Result<Rendering, Problem>> {
    let engine = engine(dialect, find)?;
    Some(match limits::refusal(&engine, template, &sample.partials) {
        Some(text) => Err(Problem { span: Span::default(), text }),
        None => engine.render(template, is_html, sample, &mut BTreeSet::new()),
    })
}

/// The names by which a template calls others, each once, in order.
pub fn partials(template: &str, dialect: Dialect, find: Find) -> Vec<String> {
    let Some(engine) = engine(dialect, find) else { return Vec::new() };
    let mut names = limits::calls(template, &engine.tags(template)).unwrap_or_default();
    names.sort();
    names.dedup();
    names
}

fn engine(dialect: Dialect, find: Find) -> Option<Engine> {
    match dialect {
        Dialect::Jinja => Some(Engine { dialect, find, write: jinja::write, run: jinja::run }),
        Dialect::Liquid => Some(Engine { dialect, find, write: liquid::write, run: liquid::run }),
        Dialect::Handlebars => Some(Engine { dialect, find, write: handlebars::write, run: handlebars::run }),
        Dialect::Erb | Dialect::Ejs | Dialect::Go | Dialect::Mailchimp | Dialect::Salesforce | Dialect::Mjml => None,
    }
}

/// What is to be known of an engine.
struct Engine {
    dialect: Dialect,
    find: Find,
    /// Adds a tag to what the engine gets, and says how it stands to marks.
    write: fn(&mut String, &str, &Tag) -> Touch,
    /// Renders a text, and escapes values for HTML where it is told to and the engine's users
    /// expect it. A problem comes with what was written before it.
    run: fn(&Engine, &str, bool, &Sample) -> Result<String, Failure>,
}

/// Where and why an engine gave up.
struct Failure {
    /// Where in what it got, as far as it says.
    place: Option<Span>,
    text: String,
    /// What it had written.
    written: String,
}

impl Engine {
    /// The tags of a template or partial, as the engine sees them.
    fn tags(&self, text: &str) -> Vec<Tag> {
        tags::seen(text, self.dialect, &(self.find)(text, self.dialect))
    }

    /// A template or partial that is not [refused](limits::refusal), as a recipient would get
    /// it. `seen` holds the partials that were asked for holes already: each is asked once,
    /// however many others include it.
    fn render<'s>(
        &self,
        template: &str,
        is_html: bool,
        sample: &'s Sample,
        seen: &mut BTreeSet<&'s str>,
    ) -> Result<Rendering, Problem> {
        let tags = self.tags(template);
        let weave = |marks| Marks::weave(marks, template, &tags, |out, tag| (self.write)(out, template, tag));
        let texts = [template].into_iter().chain(sample.partials.values().map(String::as_str));
        let marks = Marks::unused_in(texts).filter(|marks| !marks.occur_in(&sample.data));
        let marked = marks.map(|marks| (marks, self.fenced(&weave(Some(marks)), is_html, sample)));
        let text = self.fenced(&weave(None), is_html, sample).map_err(|failure| {
            let last = match &marked {
                Some((marks, Err(failure))) if !failure.written.is_empty() => {
                    tags::tag_from(&tags, marks.last(&failure.written))
                }
                _ => tags::naming(template, &tags, &failure.text),
            };
            let tag_at = |place: Span| tags::tag_from(&tags, place.start).filter(|tag| tag.span.start <= place.start);
            let tag = failure.place.map_or(last, tag_at);
            let span = tag.map(|tag| tag.span).or(failure.place).unwrap_or_default();
            Problem { span: within(template, span), text: one_line(&failure.text) }
        })?;
        let read = marked.and_then(|(marks, marked)| Some(marks.read(&marked.ok()?, template, &tags)));
        Ok(match read.filter(|read| read.0 == text) {
            Some((text, origins, empty)) => {
                let mut missing = missing(template, &tags, &empty, &sample.data);
                missing.extend(self.missing_in_partials(template, &tags, &origins, is_html, sample, seen));
                missing.sort_by_key(|missing| missing.span);
                Rendering { text, origins: Some(origins), missing }
            }
            None => Rendering { text, origins: None, missing: Vec::new() },
        })
    }

    /// The fields without a value in the partials that the template has included, at the tags
    /// that include them. Each partial is rendered by itself, where it knows the data alone: a
    /// name that any object of the data or a statement of the template has may be its own there.
    fn missing_in_partials<'s>(
        &self,
        template: &str,
        tags: &[Tag],
        origins: &Mapping,
        is_html: bool,
        sample: &'s Sample,
        seen: &mut BTreeSet<&'s str>,
    ) -> Vec<Missing> {
        let mut found = Vec::new();
        for tag in tags.iter().filter(|tag| limits::includes(&template[tag.inside.clone()])) {
            let names = limits::calls(template, std::slice::from_ref(tag)).unwrap_or_default();
            let partial = names.into_iter().next().and_then(|name| sample.partials.get_key_value(&name));
            let Some((name, text)) =
                partial.filter(|(name, _)| origins.has_whole(tag.span) && seen.insert(name.as_str()))
            else {
                continue;
            };
            let Ok(rendering) = self.render(text, is_html, sample, seen) else { continue };
            let own = rendering.missing.into_iter().filter(|missing| {
                let path = tags::path(&missing.name);
                let is_known = path.last().is_none_or(|name| has_key(&sample.data, name));
                !is_known && !path.first().is_some_and(|root| stated(template, tags).any(|word| word == *root))
            });
            found.extend(own.map(|missing| Missing {
                span: tag.span,
                name: missing.name,
                partial: missing.partial.or_else(|| Some(name.clone())),
            }));
        }
        found
    }

    /// Runs the engine behind a fence: they are other people's, and what makes one of them
    /// panic (an endless comment, a number that fits nowhere) is still a template to report on.
    fn fenced(&self, text: &str, is_html: bool, sample: &Sample) -> Result<String, Failure> {
        let run = AssertUnwindSafe(|| (self.run)(self, text, is_html, sample));
        let failed = || Failure { place: None, text: "its engine failed at it".to_owned(), written: String::new() };
        panic::catch_unwind(run).unwrap_or_else(|_| Err(failed()))
    }
}

/// Of the tags that wrote nothing, those for which the data has no value. What the data
/// states as empty is meant to be.
fn missing(template: &str, tags: &[Tag], empty: &[Tag], data: &Value) -> Vec<Missing> {
    let locals: Vec<&str> = stated(template, tags).collect();
    let has_none = |tag: &&Tag| {
        let path = tags::path(&template[tag.inside.clone()]);
        match path.split_first() {
            None => false,
            Some((root, _)) if data.get(root).is_none() && locals.contains(root) => {
                path.last().is_some_and(|name| !has_key(data, name))
            }
            Some(_) => path.iter().try_fold(data, |value, name| value.get(name)).is_none(),
        }
    };
    let missing = |tag: &Tag| Missing { span: tag.span, name: template[tag.inside.clone()].to_owned(), partial: None };
    empty.iter().filter(has_none).map(missing).collect()
}

/// All words of the statements of a template: the names that they give are among them.
fn stated<'t>(template: &'t str, tags: &'t [Tag]) -> impl Iterator<Item = &'t str> {
    let statements = tags.iter().filter(|tag| tag.kind == tags::Kind::Statement);
    statements.flat_map(|tag| template[tag.inside.clone()].split(|c: char| !(c.is_alphanumeric() || c == '_')))
}

/// Whether an object anywhere in the data has this key.
fn has_key(data: &Value, key: &str) -> bool {
    match data {
        Value::Object(map) => map.contains_key(key) || map.values().any(|value| has_key(value, key)),
        Value::Array(items) => items.iter().any(|value| has_key(value, key)),
        _ => false,
    }
}

/// A span that lies in the text, at whole characters.
fn within(text: &str, span: Span) -> Span {
    let end = text.floor_char_boundary(span.end.min(text.len()));
    Span::new(text.floor_char_boundary(span.start.min(end)), end)
}

/// What an engine says, without the lines that draw the place.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("; ").trim_end_matches('.').to_owned()
}

/// The span of the first `len` characters at a line and column, both counted from 1.
fn at_line(text: &str, line: usize, column: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    let rest = rest.split('\n').next().unwrap_or_default();
    let at = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    Span::at(start + at)
}

/// A sink that refuses more than [`LONGEST`] bytes.
#[derive(Default)]
struct Sink {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Sink {
    fn text(self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What the engine says after it has written here; that the sink is full goes before, as
    /// each engine has its own words for that.
    fn failure(self, place: Option<Span>, text: String) -> Failure {
        let text = if self.is_full { "it writes more than 16 MiB".to_owned() } else { text };
        Failure { place, text, written: self.text() }
    }
}

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > LONGEST {
            self.is_full = true;
            return Err(std::io::Error::other("full"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
