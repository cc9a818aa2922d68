//! Where the tags of a Liquid or Handlebars template stand, as far as the marks must know.
//! Should the engine see it otherwise, the rendered text with marks differs from that
//! without, and the marks are given up: no place is ever guessed.

use std::ops::Range;

use crate::text::Span;

/// A tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// All of it.
    pub span: Span,
    /// What stands between its delimiters, without the signs that trim and white space.
    pub inside: Range<usize>,
    /// What it does.
    pub kind: Kind,
    /// Whether it takes away the white space before and behind it.
    pub trims: (bool, bool),
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Writes a value.
    Value,
    /// Does something else.
    Statement,
    /// Nothing: a comment, with all that stands in it.
    Comment,
}

/// A tag longer than this is none: the quotes in it are not followed any further.
const LONGEST: usize = 2 * 1024;

/// The tags of a template of Liquid, or of Jinja, which stand alike.
pub fn liquid(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = next(text, at, &["{{", "{%", "{#"]) {
        let (kind, close) = match text.as_bytes()[start + 1] {
            b'{' => (Kind::Value, "}}"),
            b'%' => (Kind::Statement, "%}"),
            _ => (Kind::Comment, "#}"),
        };
        let Some(end) = close_of(text, start + 2, close) else {
            at = start + 2;
            continue;
        };
        let tag = tag(text, Span::new(start, end + 2), 2, '-', kind);
        at = end + 2;
        let name = word(&text[tag.inside.clone()]);
        let ending = match name {
            _ if kind != Kind::Statement => None,
            "comment" | "raw" | "verbatim" => end_tag(text, at, &format!("end{name}")),
            _ => None,
        };
        match ending {
            Some(end) if name == "comment" => {
                at = end.end;
                let span = Span::new(start, end.end);
                tags.push(Tag { span, inside: end.end..end.end, kind: Kind::Comment, trims: tag.trims });
            }
            Some(end) => {
                tags.push(tag);
                at = end.start;
            }
            None => tags.push(tag),
        }
    }
    tags
}

/// The tag of this name that stands next behind `at`.
fn end_tag(text: &str, at: usize, name: &str) -> Option<Range<usize>> {
    let mut from = at;
    while let Some(start) = text[from..].find("{%").map(|found| from + found) {
        let end = start + 2 + text[start + 2..].find("%}")? + 2;
        if text[start + 2..end - 2].trim_matches(['-', ' ', '\t', '\n', '\r']) == name {
            return Some(start..end);
        }
        from = start + 2;
    }
    None
}

/// The tags of a Handlebars or Mustache template.
pub fn handlebars(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = next(text, at, &["{{"]) {
        let rest = &text[start..];
        let slashes = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').take(3).count();
        if slashes == 1 {
            at = start + 2;
            continue;
        }
        if rest.starts_with("{{{{") {
            // What stands in a raw block is no tag, up to its end.
            let block = rest.find("}}}}").and_then(|open| {
                let name = word(rest[4..open].trim_matches(['~', ' ']));
                let end = rest.find(&format!("{{{{{{{{/{name}}}}}}}}}"))?;
                Some((open + 4, end, end + name.len() + 9))
            });
            let Some((open, end, behind)) = block else {
                at = start + 4;
                continue;
            };
            tags.push(tag(text, Span::new(start, start + open), 4, '~', Kind::Statement));
            tags.push(tag(text, Span::new(start + end, start + behind), 4, '~', Kind::Statement));
            at = start + behind;
            continue;
        }
        let (open, close, kind) = match rest {
            _ if rest.starts_with("{{!--") => (2, "--}}", Kind::Comment),
            _ if rest.starts_with("{{!") || rest.starts_with("{{~!") => (2, "}}", Kind::Comment),
            _ if rest.starts_with("{{{") => (3, "}}}", Kind::Value),
            _ => (2, "}}", Kind::Value),
        };
        let end = match kind {
            Kind::Comment => rest.find(close).map(|end| start + end),
            _ => close_of(text, start + open, close),
        };
        let Some(end) = end else {
            at = start + 2;
            continue;
        };
        let mut tag = tag(text, Span::new(start, end + close.len()), open, '~', kind);
        let inside = &text[tag.inside.clone()];
        if kind == Kind::Value && (inside.starts_with(['#', '/', '^', '>', '*']) || matches!(word(inside), "else")) {
            tag.kind = Kind::Statement;
        }
        at = tag.span.end;
        tags.push(tag);
    }
    tags
}

/// Where one of these openings stands next.
fn next(text: &str, at: usize, openings: &[&str]) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = at;
    while let Some(found) = bytes.get(from..)?.iter().position(|byte| *byte == b'{') {
        let start = from + found;
        if openings.iter().any(|opening| bytes[start..].starts_with(opening.as_bytes())) {
            return Some(start);
        }
        from = start + 1;
    }
    None
}

/// Where a tag ends: at `close`, which may also stand in a text in quotes.
fn close_of(text: &str, from: usize, close: &str) -> Option<usize> {
    let bytes = &text.as_bytes()[from..text.len().min(from + LONGEST)];
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match quote {
            None if bytes[at..].starts_with(close.as_bytes()) => return Some(from + at),
            None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            Some(open) if open == *byte => quote = None,
            _ => {}
        }
    }
    // An apostrophe that opens nothing.
    bytes.windows(close.len()).position(|window| window == close.as_bytes()).map(|at| from + at)
}

fn tag(text: &str, span: Span, delimiter: usize, trim: char, kind: Kind) -> Tag {
    let inner = &text[span.start + delimiter..span.end - delimiter];
    let trims = (inner.starts_with(trim), inner.len() > 1 && inner.ends_with(trim));
    let body = inner.strip_prefix(trim).unwrap_or(inner);
    let body = body.strip_suffix(trim).unwrap_or(body);
    let start = span.start + delimiter + usize::from(trims.0) + (body.len() - body.trim_start().len());
    let inside = start..start + body.trim().len();
    Tag { span, inside, kind, trims }
}

/// The first word of what stands in a tag.
pub fn word(inside: &str) -> &str {
    let end = inside.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@')));
    &inside[..end.unwrap_or(inside.len())]
}

/// The names of the value that a tag writes, outermost first: `user`, `name` for
/// `user.name | upper`. None for anything but a plain name, and where something else is
/// written when there is no value.
pub fn path(inside: &str) -> Vec<&str> {
    let word = word(inside);
    let filters = inside[word.len()..].trim();
    let has_default = filters.contains("default") || filters.contains(" or ") || filters.contains(" else ");
    let is_value = filters.is_empty() || filters.starts_with('|');
    let starts = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    match is_value && starts && !has_default {
        true => word.split(['.', '/']).collect(),
        false => Vec::new(),
    }
}

/// Where the literal text that holds `at` ends; `at` itself inside a tag.
pub fn literal_end(tags: &[Tag], len: usize, at: usize) -> usize {
    match tags.get(tags.partition_point(|tag| tag.span.end <= at)) {
        Some(tag) => tag.span.start.max(at),
        None => len.max(at),
    }
}

/// Where the literal text that ends at `at` starts; `at` itself inside a tag.
pub fn literal_start(tags: &[Tag], at: usize) -> usize {
    match tags.partition_point(|tag| tag.span.start < at) {
        0 => 0,
        behind => tags[behind - 1].span.end.min(at),
    }
}

/// The tag that holds `at` or comes next.
pub fn tag_from(tags: &[Tag], at: usize) -> Option<&Tag> {
    tags.get(tags.partition_point(|tag| tag.span.end <= at))
}

/// The first tag that has a filter which a message quotes: “nonesuch”.
pub fn naming<'t>(text: &str, tags: &'t [Tag], message: &str) -> Option<&'t Tag> {
    let name = message.split_once('“')?.1.split_once('”')?.0;
    let names = |tag: &&Tag| {
        text[tag.inside.clone()]
            .split('|')
            .skip(1)
            .any(|filter| word(filter.trim_start()).trim_end_matches(['-', '.']) == name)
    };
    tags.iter().find(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a>(text: &'a str, tags: &[Tag]) -> Vec<(&'a str, Kind)> {
        tags.iter().map(|tag| (&text[tag.inside.clone()], tag.kind)).collect()
    }

    #[test]
    fn the_tags_of_liquid() {
        let text = "a {{- x | append: '}}' }} {%if y-%}{% raw %}{{ no }}{% endraw %}{% comment %}{{z}}{% endcomment %}";
        let tags = liquid(text);
        let kinds = [
            ("x | append: '}}'", Kind::Value),
            ("if y", Kind::Statement),
            ("raw", Kind::Statement),
            ("endraw", Kind::Statement),
            ("", Kind::Comment),
        ];
        assert_eq!(read(text, &tags), kinds);
        assert_eq!((tags[0].trims, tags[1].trims), ((true, false), (false, true)));
        assert_eq!(read("{{ it's }} {{ b", &liquid("{{ it's }} {{ b")), [("it's", Kind::Value)]);
    }

    #[test]
    fn the_tags_of_handlebars() {
        let text = "{{{a}}} {{~#if b ~}} {{else}} {{!-- {{c}} --}}\\{{d}} {{{{raw}}}} {{e}} {{{{/raw}}}}{{> f}}{{& g}}";
        let kinds = [
            ("a", Kind::Value),
            ("#if b", Kind::Statement),
            ("else", Kind::Statement),
            ("!-- {{c}} --", Kind::Comment),
            ("raw", Kind::Statement),
            ("/raw", Kind::Statement),
            ("> f", Kind::Statement),
            ("& g", Kind::Value),
        ];
        assert_eq!(read(text, &handlebars(text)), kinds);
    }

    #[test]
    fn literal_text_lies_between_the_tags() {
        let tags = liquid("ab{{c}}de");
        assert_eq!([0, 2, 3, 7].map(|at| literal_end(&tags, 9, at)), [2, 2, 3, 9]);
        assert_eq!([0, 2, 3, 7, 9].map(|at| literal_start(&tags, at)), [0, 0, 3, 7, 7]);
    }
}
