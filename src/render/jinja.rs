//! Jinja and Django templates, rendered by minijinja.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use super::marks::Touch;
use super::tags::{self, Kind, Tag};
use super::{Engine, Failure, Sample, Sink};
use crate::text::Span;

/// What the template is called among its partials: a name that no file has.
const NAME: &str = "\0template";

/// How many instructions a template may take, so that no loop goes on for ever.
const FUEL: u64 = 2_000_000;

pub fn write(out: &mut String, template: &str, tag: &Tag) -> Touch {
    out.push_str(&template[tag.span.range()]);
    let inside = &template[tag.inside.clone()];
    match (tag.kind, tags::word(inside)) {
        (Kind::Value, _) | (_, "include") => Touch::Writes,
        (_, "set") if !inside.contains('=') => Touch::Hides,
        (_, "filter") => Touch::Hides,
        (_, "endset" | "endfilter") => Touch::Shows,
        _ => Touch::Bare,
    }
}

pub fn run(_: &Engine, text: &str, is_html: bool, sample: &Sample) -> Result<String, Failure> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(move |_| if is_html { AutoEscape::Html } else { AutoEscape::None });
    environment.set_debug(true);
    let partials = sample.partials.clone();
    environment.set_loader(move |name| Ok(partials.get(name).cloned()));
    let mut sink = Sink::default();
    let template = environment.template_from_named_str(NAME, text);
    let done = template.and_then(|template| template.render_captured_to(Serde(&sample.data), &mut sink).map(drop));
    match done {
        Ok(()) => Ok(sink.text()),
        Err(error) => Err(failure(&error, sink)),
    }
}

fn failure(error: &Error, sink: Sink) -> Failure {
    let is_own = error.name() == Some(NAME);
    let place = error.range().filter(|_| is_own).map(|range| Span::new(range.start, range.end));
    let what = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it takes too long".to_owned(),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    };
    let text = match error.name() {
        Some(name) if !is_own => format!("in “{name}”: {what}"),
        _ => what,
    };
    sink.failure(place, text)
}
