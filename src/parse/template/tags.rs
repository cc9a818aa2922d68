//! From marks to tags: what each does, and what its name is.

use std::collections::BTreeSet;

use super::keywords::{JINJA_BLOCKS, LIQUID_BLOCKS, MIDDLES, OTHER_BLOCKS, VALUES, VERBATIM};
use super::marks::{Mark, Marks, Style};
use crate::draft::{Dialect, Tag, TagRole};
use crate::text::Span;

/// The tags of a text that is a template of this dialect.
pub fn tags(text: &str, dialect: Dialect) -> Vec<Tag> {
    let marks: Vec<Mark> = Marks::new(text).collect();
    let words = Words::of(text, &marks);
    let mut tags: Vec<Tag> = Vec::with_capacity(marks.len());
    // The end that is awaited where other tags are none.
    let mut verbatim: Option<String> = None;
    for mark in &marks {
        let inside = &text[mark.inside.clone()];
        if let Some(end) = &verbatim {
            let ends_it = match mark.style {
                Style::Percent => first_word(inside) == *end,
                Style::Quad => inside.strip_prefix('/') == Some(end.as_str()),
                _ => false,
            };
            if !ends_it {
                continue;
            }
            verbatim = None;
        }
        let Some(own) = dialect_of(mark.style, inside, dialect) else { continue };
        if !mark.closed {
            // What another dialect would start here is just text.
            if own == dialect {
                tags.push(tag(mark, own, TagRole::Unclosed, String::new()));
            }
            continue;
        }
        let (role, name) = meaning(mark.style, inside, own, &words);
        if role == TagRole::Open && (mark.style == Style::Quad || VERBATIM.contains(&name.as_str())) {
            verbatim = Some(if mark.style == Style::Quad { name.clone() } else { format!("end{name}") });
        }
        tags.push(tag(mark, own, role, name));
    }
    tags
}

fn tag(mark: &Mark, dialect: Dialect, role: TagRole, name: String) -> Tag {
    let span = |range: &std::ops::Range<usize>| Span::new(range.start, range.end);
    Tag { role, dialect, span: span(&mark.range), inside: span(&mark.inside), name, in_markup: false }
}

/// The dialect that a mark belongs to in a template of this dialect; none where it is no tag.
fn dialect_of(style: Style, inside: &str, template: Dialect) -> Option<Dialect> {
    use Dialect::{Ejs, Erb, Go, Handlebars, Jinja, Liquid, Mailchimp, Salesforce};
    let own: &[Dialect] = match style {
        Style::Curly => &[Jinja, Liquid, Handlebars, Go],
        Style::Percent => &[Jinja, Liquid],
        Style::Hash => &[Jinja],
        Style::Triple if super::dialect::is_salesforce(inside) => &[Salesforce, Handlebars],
        Style::Triple | Style::Quad => &[Handlebars],
        Style::CurlyComment if inside.is_empty() => &[Handlebars, Go],
        Style::CurlyComment => &[Handlebars, Go],
        Style::Angle => &[Erb, Ejs],
        Style::Star => &[Mailchimp],
        Style::Bang => &[Salesforce],
    };
    if own.contains(&template) {
        return Some(template);
    }
    match style {
        // In CSS and in prose these stand for nothing.
        Style::Hash | Style::Quad | Style::CurlyComment => None,
        Style::Curly if inside.starts_with('.') || inside.starts_with('$') => Some(Go),
        Style::Curly if inside.starts_with(['#', '/', '>', '^']) => Some(Handlebars),
        _ => own.first().copied(),
    }
}

/// The words that statements of a text start with.
struct Words<'a> {
    /// What its ends close: a word that has an end opens a block.
    ends: BTreeSet<&'a str>,
    /// All others.
    others: BTreeSet<&'a str>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str, marks: &[Mark]) -> Words<'a> {
        let (mut ends, mut others) = (BTreeSet::new(), BTreeSet::new());
        for mark in marks.iter().filter(|mark| mark.closed) {
            let inside = &text[mark.inside.clone()];
            let word = first_word(inside);
            match mark.style {
                Style::Percent => match ended(word) {
                    Some(end) => ends.insert(end),
                    None => others.insert(word),
                },
                Style::Star => inside.strip_prefix("END:").is_some_and(|end| ends.insert(end)),
                _ => false,
            };
        }
        Words { ends, others }
    }
}

/// What a word ends; HubSpot writes `end_dnd_area`.
fn ended(word: &str) -> Option<&str> {
    word.strip_prefix("end").map(|end| end.trim_start_matches('_'))
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

fn meaning(style: Style, inside: &str, dialect: Dialect, words: &Words) -> (TagRole, String) {
    match style {
        Style::Hash | Style::CurlyComment => (TagRole::Comment, String::new()),
        Style::Bang => (TagRole::Value, inside.to_owned()),
        Style::Triple => (TagRole::Value, path(inside).to_owned()),
        Style::Quad => match inside.strip_prefix('/') {
            Some(name) => (TagRole::Close, name.to_owned()),
            None => (TagRole::Open, first_word(inside).to_owned()),
        },
        Style::Star => star(inside, words),
        Style::Percent => percent(inside, dialect, words),
        Style::Angle if dialect == Dialect::Ejs => ejs(inside),
        Style::Angle => erb(inside),
        Style::Curly if dialect == Dialect::Handlebars => handlebars(inside),
        Style::Curly if dialect == Dialect::Go => go(inside),
        Style::Curly => (TagRole::Value, path(inside).to_owned()),
    }
}

/// The field that a value comes from: `user.name` of `user.name | default("you")`.
fn path(inside: &str) -> &str {
    let text = inside.trim_start_matches(['&', '@', '(']);
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '$' | '/'))).unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

fn star(inside: &str, words: &Words) -> (TagRole, String) {
    let (word, rest) = inside.split_once(':').unwrap_or((inside, ""));
    match word {
        "IF" | "IFNOT" => (TagRole::Open, "IF".to_owned()),
        "ELSE" | "ELSEIF" => (TagRole::Middle, "IF".to_owned()),
        "END" => (TagRole::Close, rest.to_owned()),
        _ if words.ends.contains(word) => (TagRole::Open, word.to_owned()),
        _ => (TagRole::Value, word.to_owned()),
    }
}

fn percent(inside: &str, dialect: Dialect, words: &Words) -> (TagRole, String) {
    let word = first_word(inside);
    let name = word.to_owned();
    let has_end = || words.ends.contains(word);
    let blocks: &[&str] = if dialect == Dialect::Liquid { &LIQUID_BLOCKS } else { &JINJA_BLOCKS };
    if let Some(end) = ended(word) {
        let is_known = blocks.contains(&end) || OTHER_BLOCKS.contains(&end) || words.others.contains(end);
        return (if is_known { TagRole::Close } else { TagRole::Statement }, end.to_owned());
    }
    // What Liquid has for a comment within one tag.
    if inside.starts_with('#') {
        return (TagRole::Comment, String::new());
    }
    if MIDDLES.contains(&word) {
        return (TagRole::Middle, name);
    }
    // `{% trans "Hello" %}` has no end in Django, `{% trans %}` has one; so it is with these others.
    let rest = inside[word.len()..].trim();
    match word {
        "trans" | "translate" => match rest.starts_with(['"', '\'']) {
            true => (TagRole::Value, name),
            false => (if has_end() { TagRole::Open } else { TagRole::Value }, name),
        },
        "set" if rest.contains('=') => (TagRole::Statement, name),
        "set" | "include" | "render" => {
            (if word == "set" && has_end() { TagRole::Open } else { TagRole::Statement }, name)
        }
        // Twig's short block says what it holds, `{% block subject 'Hello' %}`.
        "block" if rest.split_whitespace().nth(1).is_some_and(|word| !matches!(word, "scoped" | "required")) => {
            (TagRole::Statement, name)
        }
        _ if VALUES.contains(&word) => (TagRole::Value, name),
        _ if blocks.contains(&word) || has_end() => (TagRole::Open, name),
        _ => (TagRole::Statement, name),
    }
}

fn handlebars(inside: &str) -> (TagRole, String) {
    let name = |text: &str| path(text.trim_start_matches(['#', '^', '/', '*', '>', ' '])).to_owned();
    match inside.as_bytes().first() {
        Some(b'#') => (TagRole::Open, name(inside)),
        Some(b'^') if inside.len() > 1 => (TagRole::Open, name(inside)),
        Some(b'^') => (TagRole::Middle, String::new()),
        Some(b'/') => (TagRole::Close, name(inside)),
        Some(b'>') => (TagRole::Statement, name(inside)),
        Some(b'!') => (TagRole::Comment, String::new()),
        _ if first_word(inside) == "else" => (TagRole::Middle, String::new()),
        _ => (TagRole::Value, path(inside).to_owned()),
    }
}

fn go(inside: &str) -> (TagRole, String) {
    let word = first_word(inside);
    match word {
        "if" | "with" | "range" | "block" | "define" => (TagRole::Open, word.to_owned()),
        "else" => (TagRole::Middle, String::new()),
        "end" => (TagRole::Close, String::new()),
        "template" | "break" | "continue" => (TagRole::Statement, word.to_owned()),
        _ if inside.starts_with('$') && inside.contains('=') => (TagRole::Statement, path(inside).to_owned()),
        _ if inside.starts_with('`') => (TagRole::Value, String::new()),
        // A function comes first, and the field that it is given follows.
        _ => {
            let field = inside.split([' ', '(', '|']).find(|part| part.starts_with(['.', '$']) && part.len() > 1);
            (TagRole::Value, path(field.unwrap_or(inside)).to_owned())
        }
    }
}

fn erb(inside: &str) -> (TagRole, String) {
    if inside.starts_with('#') {
        return (TagRole::Comment, String::new());
    }
    let shown = inside.starts_with('=');
    let code = inside.trim_start_matches(['=', '-', '_', '|']).trim();
    let opens = code.ends_with(" do")
        || code.ends_with('{')
        || code.ends_with('|') && (code.contains(" do |") || code.contains("{ |") || code.contains("{|"));
    let name = path(code.trim_start_matches('@')).to_owned();
    match first_word(code) {
        _ if opens => (TagRole::Open, String::new()),
        _ if shown => (TagRole::Value, name),
        _ if code.ends_with(" end") => (TagRole::Statement, name),
        "if" | "unless" | "case" | "while" | "until" | "for" | "begin" | "def" => (TagRole::Open, String::new()),
        "else" | "elsif" | "when" | "in" | "rescue" | "ensure" => (TagRole::Middle, String::new()),
        "end" => (TagRole::Close, String::new()),
        _ if code.starts_with('}') => (TagRole::Close, String::new()),
        _ => (TagRole::Statement, name),
    }
}

fn ejs(inside: &str) -> (TagRole, String) {
    if inside.starts_with('#') {
        return (TagRole::Comment, String::new());
    }
    let code = inside.trim_start_matches(['=', '-', '_']).trim();
    if inside.starts_with(['=', '-']) {
        return (TagRole::Value, path(code).to_owned());
    }
    let code = code.trim_end_matches('_').trim_end();
    let open = code.ends_with('{');
    match (code.starts_with('}'), open) {
        (true, true) => (TagRole::Middle, String::new()),
        (true, false) => (TagRole::Close, String::new()),
        (false, true) => (TagRole::Open, String::new()),
        (false, false) => (TagRole::Statement, path(code).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TagRole::{Close, Comment, Middle, Open, Statement, Unclosed, Value};

    #[track_caller]
    fn check(dialect: Dialect, text: &str, expected: &[(TagRole, &str)]) {
        let tags = tags(text, dialect);
        let found: Vec<_> = tags.iter().map(|tag| (tag.role, tag.name.as_str())).collect();
        assert_eq!(found, expected, "{text}");
        assert!(tags.iter().all(|tag| tag.dialect == dialect), "{text}: {tags:?}");
    }

    #[test]
    fn each_dialect_tells_what_its_tags_do() {
        check(
            Dialect::Jinja,
            "{# c #}{% if a %}{{ user.name|title }}{% elif b %}{% set x = 1 %}{% endif %}{% trans 'Hi' %}",
            &[
                (Comment, ""),
                (Open, "if"),
                (Value, "user.name"),
                (Middle, "elif"),
                (Statement, "set"),
                (Close, "if"),
                (Value, "trans"),
            ],
        );
        check(
            Dialect::Jinja,
            "{%- trans -%}Hi{%- endtrans -%}{% set x %}a{% endset %}{% foo %}{% endfoo %}",
            &[(Open, "trans"), (Close, "trans"), (Open, "set"), (Close, "set"), (Open, "foo"), (Close, "foo")],
        );
        check(
            Dialect::Liquid,
            "{% assign a = 1 %}{% case a %}{% when 1 %}{{ a }}{% endcase %}",
            &[(Statement, "assign"), (Open, "case"), (Middle, "when"), (Value, "a"), (Close, "case")],
        );
        check(
            Dialect::Handlebars,
            "{{!-- c --}}{{#each items}}{{this.x}}{{else}}{{{y}}}{{/each}}{{> foot}}{{^z}}{{/z}}",
            &[
                (Comment, ""),
                (Open, "each"),
                (Value, "this.x"),
                (Middle, ""),
                (Value, "y"),
                (Close, "each"),
                (Statement, "foot"),
                (Open, "z"),
                (Close, "z"),
            ],
        );
        check(
            Dialect::Go,
            "{{- /* c */ -}}{{ range $i := .Items }}{{ .Name | title }}{{ else }}{{ end }}{{ $x := 1 }}{{ printf \"%s\" .A }}",
            &[
                (Comment, ""),
                (Open, "range"),
                (Value, ".Name"),
                (Middle, ""),
                (Close, ""),
                (Statement, "$x"),
                (Value, ".A"),
            ],
        );
        check(
            Dialect::Erb,
            "<%# c %><% if a -%><%= @user.name %><% elsif b %><% end %><% items.each do |i| %><% end %><%= link_to x do %><% end %>",
            &[
                (Comment, ""),
                (Open, ""),
                (Value, "user.name"),
                (Middle, ""),
                (Close, ""),
                (Open, ""),
                (Close, ""),
                (Open, ""),
                (Close, ""),
            ],
        );
        check(
            Dialect::Ejs,
            "<% if (a) { %><%= user.name %><% } else { %><%- b %><% } %><% list.forEach(function(x) { %><% }); %><% const a = 1 %>",
            &[
                (Open, ""),
                (Value, "user.name"),
                (Middle, ""),
                (Value, "b"),
                (Close, ""),
                (Open, ""),
                (Close, ""),
                (Statement, "const"),
            ],
        );
        check(
            Dialect::Mailchimp,
            "*|IF:FNAME|**|FNAME|**|ELSE:|*you*|END:IF|**|INTERESTED:a:b|*x*|END:INTERESTED|*",
            &[
                (Open, "IF"),
                (Value, "FNAME"),
                (Middle, "IF"),
                (Close, "IF"),
                (Open, "INTERESTED"),
                (Close, "INTERESTED"),
            ],
        );
        check(
            Dialect::Salesforce,
            "{!Contact.FirstName} {{{Recipient.Name}}}",
            &[(Value, "Contact.FirstName"), (Value, "Recipient.Name")],
        );
    }

    #[test]
    fn blocks_that_need_no_end_and_ends_of_what_nobody_knows_are_statements() {
        check(
            Dialect::Jinja,
            "{% block subject 'Your account' %}{% block body %}a{% endblock %}{% block b scoped %}{% endblock %}",
            &[(Statement, "block"), (Open, "block"), (Close, "block"), (Open, "block"), (Close, "block")],
        );
        check(
            Dialect::Jinja,
            "{% dnd_area 'a' %}{% end_dnd_area %}{% end_widget_block %}{% endif %}",
            &[(Open, "dnd_area"), (Close, "dnd_area"), (Statement, "widget_block"), (Close, "if")],
        );
    }

    #[test]
    fn what_is_quoted_holds_no_tags() {
        check(
            Dialect::Jinja,
            "{% raw %}{{ a }}{% if %}{{{% endraw %}{{ b }}",
            &[(Open, "raw"), (Close, "raw"), (Value, "b")],
        );
        check(Dialect::Liquid, "{% comment %}{{ a }{% endcomment %}", &[(Open, "comment"), (Close, "comment")]);
        check(Dialect::Handlebars, "{{{{raw}}}}{{a}}{{{{/raw}}}}{{b}}", &[(Open, "raw"), (Close, "raw"), (Value, "b")]);
        check(
            Dialect::Jinja,
            "{{ \"}}\" }}{{ '{{' }}{{ it's }} it's {{ x }}",
            &[(Value, ""), (Value, ""), (Value, "it"), (Value, "x")],
        );
        check(Dialect::Go, "{{ `raw {{ if }}` }}{{ .X }}", &[(Value, ""), (Value, ".X")]);
        check(Dialect::Jinja, "{{ a\n | b }} {# open", &[(Value, "a"), (Unclosed, "")]);
        check(Dialect::Jinja, "{{ a\n | b }} {{ open", &[(Value, "a"), (Unclosed, "")]);
    }

    #[test]
    fn a_tag_of_another_dialect_is_known_as_such() {
        let dialects =
            |text: &str, dialect| -> Vec<Dialect> { tags(text, dialect).iter().map(|t| t.dialect).collect() };
        assert_eq!(
            dialects("{{ a }} *|FNAME|* <%= b %>", Dialect::Jinja),
            [Dialect::Jinja, Dialect::Mailchimp, Dialect::Erb]
        );
        assert_eq!(
            dialects("*|A|* {{#if b}}{{ .C }}", Dialect::Mailchimp),
            [Dialect::Mailchimp, Dialect::Handlebars, Dialect::Go]
        );
        assert_eq!(dialects("{{a}} {# b #} <% c", Dialect::Handlebars), [Dialect::Handlebars]);
    }
}
