//! From marks to tags: what each does, and what its name is.

use super::marks::{Mark, Marks, Style};
use crate::draft::{Dialect, Tag, TagRole};
use crate::text::Span;

/// The statements of Jinja, Django and Twig that hold text up to their end.
const JINJA_BLOCKS: [&str; 22] = [
    "if",
    "for",
    "block",
    "macro",
    "call",
    "filter",
    "raw",
    "autoescape",
    "with",
    "blocktrans",
    "blocktranslate",
    "ifchanged",
    "ifequal",
    "ifnotequal",
    "spaceless",
    "verbatim",
    "comment",
    "cache",
    "embed",
    "apply",
    "language",
    "localize",
];

/// Those of Liquid.
const LIQUID_BLOCKS: [&str; 13] = [
    "if",
    "unless",
    "case",
    "for",
    "tablerow",
    "capture",
    "comment",
    "raw",
    "form",
    "paginate",
    "style",
    "schema",
    "ifchanged",
];

/// The statements between braces that part a block.
const MIDDLES: [&str; 8] = ["else", "elif", "elsif", "elseif", "when", "empty", "plural", "pluralize"];

/// The statements of Jinja and Django that give a value.
const VALUES: [&str; 10] =
    ["trans", "translate", "url", "now", "firstof", "cycle", "static", "lorem", "get_current_language", "widthratio"];

/// The statements within which no other tag is one.
const VERBATIM: [&str; 3] = ["raw", "verbatim", "comment"];

/// The tags of a text that is a template of this dialect.
pub fn tags(text: &str, dialect: Dialect) -> Vec<Tag> {
    let marks: Vec<Mark> = Marks::new(text).collect();
    let ends = ends(text, &marks);
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
            if own == dialect && mark.style != Style::Hash {
                tags.push(tag(mark, own, TagRole::Unclosed, String::new()));
            }
            continue;
        }
        let (role, name) = meaning(mark.style, inside, own, &ends);
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

/// What the ends in a text close: a word that has an end opens a block.
fn ends(text: &str, marks: &[Mark]) -> Vec<String> {
    let mut ends: Vec<String> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.closed) {
        let inside = &text[mark.inside.clone()];
        let end = match mark.style {
            Style::Percent => first_word(inside).strip_prefix("end"),
            Style::Star => inside.strip_prefix("END:"),
            _ => None,
        };
        if let Some(end) = end.filter(|end| ends.len() < 100 && !ends.iter().any(|known| known == end)) {
            ends.push(end.to_owned());
        }
    }
    ends
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

fn meaning(style: Style, inside: &str, dialect: Dialect, ends: &[String]) -> (TagRole, String) {
    match style {
        Style::Hash | Style::CurlyComment => (TagRole::Comment, String::new()),
        Style::Bang => (TagRole::Value, inside.to_owned()),
        Style::Triple => (TagRole::Value, path(inside).to_owned()),
        Style::Quad => match inside.strip_prefix('/') {
            Some(name) => (TagRole::Close, name.to_owned()),
            None => (TagRole::Open, first_word(inside).to_owned()),
        },
        Style::Star => star(inside, ends),
        Style::Percent => percent(inside, dialect, ends),
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

fn star(inside: &str, ends: &[String]) -> (TagRole, String) {
    let (word, rest) = inside.split_once(':').unwrap_or((inside, ""));
    match word {
        "IF" | "IFNOT" => (TagRole::Open, "IF".to_owned()),
        "ELSE" | "ELSEIF" => (TagRole::Middle, "IF".to_owned()),
        "END" => (TagRole::Close, rest.to_owned()),
        _ if ends.iter().any(|end| end == word) => (TagRole::Open, word.to_owned()),
        _ => (TagRole::Value, word.to_owned()),
    }
}

fn percent(inside: &str, dialect: Dialect, ends: &[String]) -> (TagRole, String) {
    let word = first_word(inside);
    let name = word.to_owned();
    let has_end = || ends.iter().any(|end| end == word);
    let blocks: &[&str] = if dialect == Dialect::Liquid { &LIQUID_BLOCKS } else { &JINJA_BLOCKS };
    if let Some(end) = word.strip_prefix("end") {
        return (TagRole::Close, end.to_owned());
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
        "block" if dialect == Dialect::Jinja && rest.contains([' ', '"']) && !has_end() => (TagRole::Statement, name),
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
