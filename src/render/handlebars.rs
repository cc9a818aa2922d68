//! Handlebars and Mustache templates.

use handlebars::{Handlebars, RenderError, RenderErrorReason, TemplateError};

use super::marks::Touch;
use super::tags::{Kind, Tag};
use super::{Engine, Failure, Sample, Sink, at_line};

const NAME: &str = "\0template";

pub fn write(out: &mut String, template: &str, tag: &Tag) -> Touch {
    out.push_str(&template[tag.span.range()]);
    let inside = &template[tag.inside.clone()];
    match tag.kind {
        Kind::Value => Touch::Writes,
        // What is written between these goes to a partial.
        _ if inside.starts_with("#*") || inside.starts_with("#>") => Touch::Hides,
        _ if inside.starts_with("/inline") => Touch::Shows,
        _ => Touch::Bare,
    }
}

pub fn run(_: &Engine, text: &str, is_html: bool, sample: &Sample) -> Result<String, Failure> {
    let mut registry = Handlebars::new();
    if !is_html {
        registry.register_escape_fn(handlebars::no_escape);
    }
    let failed = |text: &str, error: &TemplateError| {
        let place = error.pos().map(|(line, column)| at_line(text, line, column));
        let text = error.reason().to_string();
        // What it would have expected is a list of names from its grammar.
        let text = text.split(": expected").next().unwrap_or_default().to_owned();
        Failure { place, text, written: String::new() }
    };
    for (name, partial) in &sample.partials {
        registry.register_partial(name, partial).map_err(|error| {
            let failure = failed(partial, &error);
            Failure { place: None, text: format!("in “{name}”: {}", failure.text), ..failure }
        })?;
    }
    registry.register_template_string(NAME, text).map_err(|error| failed(text, &error))?;
    let mut sink = Sink::default();
    match registry.render_to_write(NAME, &sample.data, &mut sink) {
        Ok(()) => Ok(sink.text()),
        Err(error) => Err(failure(text, &error, sink)),
    }
}

fn failure(text: &str, error: &RenderError, sink: Sink) -> Failure {
    let is_own = error.template_name.as_deref().is_none_or(|name| name == NAME);
    let place = match (error.line_no, error.column_no) {
        (Some(line), Some(column)) if is_own => Some(at_line(text, line, column)),
        _ => None,
    };
    let what = match error.reason() {
        RenderErrorReason::HelperNotFound(name) => format!("there is no helper “{name}”"),
        RenderErrorReason::PartialNotFound(name) => format!("there is no partial “{name}”"),
        reason => reason.to_string(),
    };
    sink.failure(place, what)
}
