use std::borrow::Cow;
use std::ops::Range;

use super::written;
use crate::draft::{Dialect, Role, Tag, TagRole, Template};
use crate::parse::greeted;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// A greeting by a name that may be missing. Options: `names`, words of the fields that hold a
/// name; `fallbacks`, what in a tag says what stands there without one.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let names = setup.list("names");
    let fallbacks = setup.list("fallbacks");
    Box::new(move |subject: &Subject| {
        let Some(template) = &subject.draft.template else { return Vec::new() };
        let mut found = Vec::new();
        for (_, block) in subject.draft.own_blocks() {
            let text = block.text.as_str();
            // “Hi {{ name }}, welcome” greets in a heading or at the start of a paragraph, too.
            let greeted = greeted(text).map_or(0, |name| name.start);
            let greets = |mask: &Range<usize>| block.role == Role::Greeting || greeted > 0 && mask.start == greeted;
            for (number, _) in template.masks(text).filter(|(_, mask)| greets(mask)) {
                let tag = &template.tags[number];
                if !is_name(tag, &names)
                    || has_fallback(written(subject, tag.inside), &fallbacks)
                    || is_guarded(subject, template, number)
                {
                    continue;
                }
                let text = format!("without a name “{}” greets nobody", written(subject, tag.span));
                let finding = Finding::new(tag.span, text).help(format!("say what stands there then: {}", advice(tag)));
                // Mailchimp knows a default for each field, which the template does not show.
                let is_elsewhere = tag.dialect == Dialect::Mailchimp;
                found.push(finding.weight(if is_elsewhere { Weight::Lighter } else { Weight::Usual }));
            }
        }
        found
    })
}

fn is_name(tag: &Tag, names: &[Cow<str>]) -> bool {
    tag.name_words().iter().any(|word| names.iter().any(|name| *name == *word))
}

fn has_fallback(inside: &str, fallbacks: &[Cow<str>]) -> bool {
    let inside = inside.to_ascii_lowercase();
    fallbacks.iter().any(|fallback| inside.contains(fallback.as_ref()))
}

/// How many tags before a field are looked at for what it depends on.
const REACH: usize = 40;

/// Whether the tag stands in a block that asks for the same field, or in one of its branches.
fn is_guarded(subject: &Subject, template: &Template, number: usize) -> bool {
    let field = template.tags[number].name.as_str();
    let last = field.rsplit(['.', ' ']).next().unwrap_or(field);
    let mut depth = 0_usize;
    for tag in template.tags[..number].iter().rev().take(REACH) {
        match tag.role {
            TagRole::Close => depth += 1,
            TagRole::Open if depth > 0 => depth -= 1,
            TagRole::Open | TagRole::Middle
                if depth == 0 && !last.is_empty() && written(subject, tag.inside).contains(last) =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// How the dialect says what stands where a field is empty.
fn advice(tag: &Tag) -> String {
    let name = &tag.name;
    match tag.dialect {
        Dialect::Jinja => format!("{{{{ {name}|default(\"there\") }}}}"),
        Dialect::Liquid | Dialect::Mjml => format!("{{{{ {name} | default: \"there\" }}}}"),
        Dialect::Handlebars => format!("{{{{#if {name}}}}}{{{{{name}}}}}{{{{else}}}}there{{{{/if}}}}"),
        Dialect::Go => format!("{{{{ or {name} \"there\" }}}}"),
        Dialect::Erb => format!("<%= {name}.presence || \"there\" %>"),
        Dialect::Ejs => format!("<%= {name} || \"there\" %>"),
        Dialect::Mailchimp => format!("*|IF:{name}|**|{name}|**|ELSE:|*there*|END:IF|*"),
        Dialect::Salesforce => format!("{{!NULLVALUE({name}, \"there\")}}"),
    }
}
