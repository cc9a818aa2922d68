//! The tags of a template, as far as the marks must know them. Should the engine see it
//! otherwise, the rendered text with marks differs from that without, and the marks are given
//! up: no place is ever guessed.

use std::ops::Range;

use crate::draft::{self, Dialect, TagRole};
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

/// The tags of a text that the engine of this dialect sees, of all that were found in it.
pub fn seen(text: &str, dialect: Dialect, found: &[draft::Tag]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::with_capacity(found.len());
    let mut found = found.iter().filter(|tag| tag.dialect == dialect && tag.role != TagRole::Unclosed).peekable();
    while let Some(tag) = found.next() {
        let is_comment = tag.role == TagRole::Open && tag.name == "comment";
        let end = found.next_if(|end| is_comment && end.role == TagRole::Close && end.name == "comment");
        let kind = match tag.role {
            TagRole::Comment => Kind::Comment,
            _ if end.is_some() => Kind::Comment,
            TagRole::Value if text[tag.span.range()].starts_with("{{") => Kind::Value,
            _ => Kind::Statement,
        };
        let trims = |range: Range<usize>| text[range].contains(['-', '~']);
        tags.push(Tag {
            span: end.map_or(tag.span, |end| tag.span.cover(end.span)),
            inside: if end.is_some() { tag.inside.end..tag.inside.end } else { tag.inside.range() },
            kind,
            trims: (trims(tag.span.start..tag.inside.start), trims(tag.inside.end..tag.span.end)),
        });
    }
    tags
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

    use crate::parse::template_tags;

    fn tags(text: &str, dialect: Dialect) -> Vec<Tag> {
        seen(text, dialect, &template_tags(text, dialect))
    }

    fn read<'a>(text: &'a str, tags: &[Tag]) -> Vec<(&'a str, Kind)> {
        tags.iter().map(|tag| (&text[tag.inside.clone()], tag.kind)).collect()
    }

    #[test]
    fn the_tags_of_liquid() {
        let text = "a {{- x | append: '}}' }} {%if y-%}{% raw %}{{ no }}{% endraw %}{% comment %}{{z}}{% endcomment %}";
        let tags = tags(text, Dialect::Liquid);
        let kinds = [
            ("x | append: '}}'", Kind::Value),
            ("if y", Kind::Statement),
            ("raw", Kind::Statement),
            ("endraw", Kind::Statement),
            ("", Kind::Comment),
        ];
        assert_eq!(read(text, &tags), kinds);
        assert_eq!((tags[0].trims, tags[1].trims), ((true, false), (false, true)));
        assert_eq!(
            read("{{ it's }} {{ b", &super::tests::tags("{{ it's }} {{ b", Dialect::Liquid)),
            [("it's", Kind::Value)]
        );
    }

    #[test]
    fn the_tags_of_handlebars() {
        let text = "{{{a}}} {{~#if b ~}} {{else}} {{!-- {{c}} --}}\\{{d}} {{{{raw}}}} {{e}} {{{{/raw}}}}{{> f}}{{& g}}";
        let kinds = [
            ("a", Kind::Value),
            ("#if b", Kind::Statement),
            ("else", Kind::Statement),
            ("{{c}}", Kind::Comment),
            ("raw", Kind::Statement),
            ("/raw", Kind::Statement),
            ("> f", Kind::Statement),
            ("& g", Kind::Value),
        ];
        assert_eq!(read(text, &tags(text, Dialect::Handlebars)), kinds);
    }

    #[test]
    fn literal_text_lies_between_the_tags() {
        let tags = tags("ab{{c}}de", Dialect::Liquid);
        assert_eq!([0, 2, 3, 7].map(|at| literal_end(&tags, 9, at)), [2, 2, 3, 9]);
        assert_eq!([0, 2, 3, 7, 9].map(|at| literal_start(&tags, at)), [0, 0, 3, 7, 7]);
    }
}
