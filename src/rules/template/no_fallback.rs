use std::borrow::Cow;
use std::ops::Range;

use super::written;
use crate::draft::{Dialect, Role, Tag, TagRole, Template};
use crate::parse::greeted;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// A greeting by a name that may be missing. Options: `names`, words of the fields that hold a
/// name; `fallbacks`, what in a tag says what stands there without one; `titles`, words that
/// greet nobody alone.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let names = setup.list("names");
    let fallbacks = setup.list("fallbacks");
    let titles = setup.list("titles");
    Box::new(move |subject: &Subject| {
        let Some(template) = &subject.draft.template else { return Vec::new() };
        let setters = setters(subject, template);
        let mut found = Vec::new();
        for (_, block) in subject.draft.own_blocks() {
            let text = block.text.as_str();
            // “Hi {{ name }}, welcome” greets in a heading or at the start of a paragraph, too.
            let greeted = greeted(text).map_or(0, |name| name.start);
            let greets = |mask: &Range<usize>| block.role == Role::Greeting || greeted > 0 && mask.start == greeted;
            for (number, mask) in template.masks(text).filter(|(_, mask)| greets(mask)) {
                let tag = &template.tags[number];
                if !is_name(tag, &names)
                    || has_fallback(written(subject, tag.inside), &fallbacks)
                    || is_guarded(subject, template, number)
                    || is_set(&setters, &tag.name)
                    || has_words(template, text, greeted..mask.start, &titles)
                    || has_words(template, text, mask.end..clause_end(text, mask.end), &titles)
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

/// Whether a tag says what stands there for an empty field; `default("")` says nothing.
fn has_fallback(inside: &str, fallbacks: &[Cow<str>]) -> bool {
    let inside = inside.to_ascii_lowercase();
    let says = |rest: &str| {
        let value = rest.trim_start_matches([' ', '(', ':']);
        !(value.starts_with("\"\"") || value.starts_with("''"))
    };
    let fallbacks = fallbacks.iter().map(Cow::as_ref);
    fallbacks.flat_map(|word| inside.match_indices(word)).any(|(at, word)| says(&inside[at + word.len()..]))
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

/// How many statements are looked at for what they set, so that a template of thousands of
/// greetings and statements takes no longer for each.
const MOST_SETTERS: usize = 200;

/// The statements that may give a variable its value.
fn setters<'a>(subject: &Subject<'a>, template: &Template) -> Vec<&'a str> {
    let may_set = |tag: &&Tag| matches!(tag.role, TagRole::Statement | TagRole::Open);
    let written = template.tags.iter().filter(may_set).map(|tag| written(subject, tag.inside));
    let sets = |statement: &&str| statement.contains('=') || statement.contains("capture") || statement.contains("set");
    written.filter(sets).take(MOST_SETTERS).collect()
}

/// Whether the template itself gives the field a value somewhere: then an empty one is its
/// author's own business.
fn is_set(setters: &[&str], field: &str) -> bool {
    let root = field.split('.').next().unwrap_or(field);
    !root.is_empty() && setters.iter().any(|statement| sets(statement, root))
}

/// Whether a statement gives a variable its value: `assign name = …`, `$name := …`, `capture name`.
fn sets(statement: &str, variable: &str) -> bool {
    statement.match_indices(variable).any(|(at, _)| {
        let (before, behind) = (&statement[..at], statement[at + variable.len()..].trim_start());
        let is_whole = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let is_assigned = [":=", "||=", "="].iter().any(|sign| behind.starts_with(sign)) && !behind.starts_with("==");
        is_whole && (is_assigned || behind.is_empty() && matches!(before.trim(), "capture" | "set"))
    })
}

/// Where the greeting ends that a field stands in.
fn clause_end(text: &str, from: usize) -> usize {
    text[from..].find([',', '.', '!', '?', ':', ';', '–', '—', '\n']).map_or(text.len(), |at| from + at)
}

/// Whether a part of a greeting has words that greet somebody when the field is empty: “Dear
/// customer {{ name }},”.
fn has_words(template: &Template, text: &str, part: Range<usize>, titles: &[Cow<str>]) -> bool {
    let is_title = |word: &str| titles.iter().any(|title| title.eq_ignore_ascii_case(word));
    let part = part.start.min(part.end)..part.end;
    let masks: Vec<Range<usize>> = template.masks(text).map(|(_, mask)| mask).collect();
    let words = text[part.clone()].split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
    words.filter(|word| !is_title(word)).any(|word| {
        let at = (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        !masks.iter().any(|mask| mask.contains(&at))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_sets_a_variable_is_known() {
        for set in
            ["assign name = a", "set name=b", "capture name", "name = @u.name || 1", "const name = a", "$x, name := a"]
        {
            assert!(sets(set, "name"), "{set}");
        }
        for none in
            ["if name == 1", "set surname = 1", "assign names = 1", "set user.name = 1", "include name", "if name"]
        {
            assert!(!sets(none, "name"), "{none}");
        }
    }
}
