//! What no engine is given: nests and partials on which it would run out of stack, which
//! nobody can catch.

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use super::tags::{self, Kind, Tag};

/// How deep blocks and brackets may lie in one another. People nest five deep.
const DEEPEST: usize = 100;

/// How many partials may be put into a template, each as often as it is: of those that include two
/// others each, every further one doubles the work. Large templates come to hundreds.
const MOST_INCLUDES: usize = 10_000;

/// Why this template, or one of its partials, is not given to its engine.
pub fn refusal(engine: &Engine, template: &str, partials: &BTreeMap<String, String>) -> Option<String> {
    let read: Vec<_> = partials.iter().map(|(name, text)| (name.as_str(), text.as_str(), engine.tags(text))).collect();
    if depth(template, &engine.tags(template)) > DEEPEST
        || read.iter().any(|(_, text, tags)| depth(text, tags) > DEEPEST)
    {
        return Some(format!("its blocks or brackets lie more than {DEEPEST} deep in one another"));
    }
    let called: BTreeMap<&str, Option<Vec<String>>> =
        read.iter().map(|(name, text, tags)| (*name, calls(text, tags))).collect();
    if let Some((name, _)) = called.iter().find(|(_, calls)| calls.is_none()) {
        return Some(format!("“{name}” names what it includes by a value"));
    }
    let circular = called.keys().find(|name| reaches(name, name, &called, &mut BTreeSet::new()));
    if let Some(name) = circular {
        return Some(format!("“{name}” includes itself"));
    }
    let own = calls(template, &engine.tags(template)).unwrap_or_default();
    let mut counts = BTreeMap::new();
    let all = own.iter().fold(0, |sum: usize, name| sum.saturating_add(includes_of(name, &called, &mut counts)));
    (all > MOST_INCLUDES).then(|| format!("its partials include one another more than {MOST_INCLUDES} times"))
}

/// How many partials come with one, itself among them. None includes itself.
fn includes_of<'a>(
    name: &'a str,
    called: &'a BTreeMap<&str, Option<Vec<String>>>,
    counts: &mut BTreeMap<&'a str, usize>,
) -> usize {
    if let Some(count) = counts.get(name) {
        return *count;
    }
    let next = called.get(name).into_iter().flatten().flatten();
    let count = next.fold(1, |sum: usize, name| sum.saturating_add(includes_of(name, called, counts)));
    counts.insert(name, count);
    count
}

/// Whether a partial calls another, straight or by way of others.
fn reaches<'a>(
    from: &str,
    goal: &str,
    called: &'a BTreeMap<&str, Option<Vec<String>>>,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    let next = called.get(from).into_iter().flatten().flatten();
    let mut found = false;
    for name in next {
        found |= name == goal || seen.insert(name) && reaches(name, goal, called, seen);
    }
    found
}

/// The partials that a template calls by name; none where it calls one by a value.
pub fn calls(text: &str, tags: &[Tag]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for tag in tags.iter().filter(|tag| tag.kind == Kind::Statement) {
        let inside = &text[tag.inside.clone()];
        let argument = match inside.strip_prefix("#>").or_else(|| inside.strip_prefix('>')) {
            Some(argument) => argument.trim_start(),
            None if matches!(tags::word(inside), "include" | "extends" | "render" | "import" | "from") => {
                inside[tags::word(inside).len()..].trim_start()
            }
            None => continue,
        };
        let quoted = argument.strip_prefix(['"', '\'']).and_then(|rest| rest.split_once(['"', '\'']));
        match quoted {
            Some((name, _)) => names.push(name.to_owned()),
            // Handlebars names partials without quotes.
            None if inside.contains('>')
                && !tags::word(argument).is_empty()
                && tags::word(argument) != "@partial-block" =>
            {
                names.push(tags::word(argument).to_owned());
            }
            None if tags::word(argument) == "@partial-block" => {}
            None => return None,
        }
    }
    Some(names)
}

/// Whether a tag puts another template where it stands.
pub fn includes(inside: &str) -> bool {
    inside.starts_with('>') || matches!(tags::word(inside), "include" | "render")
}

/// How deep blocks lie in one another, and brackets in a tag.
fn depth(text: &str, tags: &[Tag]) -> usize {
    let inside = |tag: &Tag| &text[tag.inside.clone()];
    let statements = || tags.iter().filter(|tag| tag.kind == Kind::Statement).map(inside);
    let ends: BTreeSet<&str> = statements().filter_map(|inside| tags::word(inside).strip_prefix("end")).collect();
    let (mut open, mut deepest) = (0usize, 0);
    for inside in statements() {
        let word = tags::word(inside);
        if inside.starts_with('/') || word.starts_with("end") {
            open = open.saturating_sub(1);
        } else if inside.starts_with(['#', '^']) || ends.contains(word) {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    tags.iter().map(|tag| brackets(inside(tag))).fold(deepest, usize::max)
}

fn brackets(inside: &str) -> usize {
    let (mut open, mut deepest) = (0usize, 0);
    for byte in inside.bytes() {
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}
