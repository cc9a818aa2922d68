//! Liquid templates.
//!
//! Liquid writes nothing for a variable that is not there; the engine takes it for an error.
//! So it gets the data as a [`View`] in which every name has a value, if only none.

use std::collections::BTreeSet;

use liquid::ParserBuilder;
use liquid::partials::{InMemorySource, LazyCompiler};

use super::liquid_view::View;
use super::marks::Touch;
use super::tags::{self, Kind, Tag};
use super::{Engine, Failure, Sample, Sink, at_line};
use crate::text::Span;

/// The name of the moment which templates get for “now”: the core knows no clock.
const NOW: &str = "presend_now";

pub fn write(out: &mut String, template: &str, tag: &Tag) -> Touch {
    let whole = &template[tag.span.range()];
    let inside = &template[tag.inside.clone()];
    let now = ["\"now\"", "'now'"].into_iter().find(|now| inside.starts_with(now));
    match now {
        Some(now) => out.push_str(&whole.replacen(now, NOW, 1)),
        None => out.push_str(whole),
    }
    match (tag.kind, tags::word(inside)) {
        (Kind::Value, _) | (_, "include" | "render") => Touch::Writes,
        (_, "capture") => Touch::Hides,
        (_, "endcapture") => Touch::Shows,
        _ => Touch::Bare,
    }
}

/// As in Liquid itself, nothing is escaped that the template does not escape.
pub fn run(engine: &Engine, text: &str, _: bool, sample: &Sample) -> Result<String, Failure> {
    let mut partials = InMemorySource::new();
    for (name, partial) in &sample.partials {
        partials.add(name, partial);
    }
    let failed = |error: &liquid::Error, sink: Sink| {
        let (place, message) = told(text, &error.to_string());
        sink.failure(place, message)
    };
    let parser = ParserBuilder::with_stdlib().partials(LazyCompiler::new(partials)).build();
    let template = parser.and_then(|parser| parser.parse(text)).map_err(|error| failed(&error, Sink::default()))?;
    let mut data = sample.data.clone();
    if let Some(object) = data.as_object_mut() {
        object.insert(NOW.to_owned(), sample.now.clone().into());
    }
    let texts = [text].into_iter().chain(sample.partials.values().map(String::as_str));
    let names: BTreeSet<&str> = texts.flat_map(|text| names(text, &engine.tags(text))).collect();
    let mut sink = Sink::default();
    match template.render_to(&mut sink, &View::of(&data, &names)) {
        Ok(()) => Ok(sink.text()),
        Err(error) => Err(failed(&error, sink)),
    }
}

/// All words in the tags of a template that may be names.
fn names<'t>(text: &'t str, tags: &[Tag]) -> Vec<&'t str> {
    let words = |tag: &Tag| text[tag.inside.clone()].split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
    tags.iter().flat_map(words).filter(|word| !word.is_empty()).collect()
}

/// What the engine says, without its drawing of the place, and the place.
fn told(text: &str, error: &str) -> (Option<Span>, String) {
    let error = error.strip_prefix("liquid:").unwrap_or(error);
    let place = error.split_once("--> ").and_then(|(_, place)| {
        let (line, rest) = place.split_once(':')?;
        let column: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some(at_line(text, line.parse().ok()?, column.parse().ok()?))
    });
    let lines = error.lines().map(str::trim).filter(|line| {
        let is_drawing = line.starts_with("-->") || line.starts_with('|') || line.split(' ').nth(1) == Some("|");
        !(line.is_empty()
            || is_drawing
            || line.starts_with("available")
            || line.starts_with("from:")
            || *line == "with:")
    });
    let lines: Vec<String> = lines
        .map(|line| match line.split_once('=') {
            Some((what, name)) if what.starts_with("requested") => format!("“{name}”"),
            // The name of the partial as the tag has it, and as it is.
            Some((what, name)) if what.starts_with(['"', '\'']) => format!("in “{name}”"),
            _ => line.trim_start_matches("= ").to_owned(),
        })
        .collect();
    (place, lines.join(" "))
}
