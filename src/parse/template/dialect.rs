//! Whether a draft is a template, and of which dialect.

use std::borrow::Cow;
use std::ops::Range;

use super::marks::{Mark, Marks, Style};
use crate::draft::{Dialect, Format};
use crate::text::Source;

/// How many bytes at the start of a text are looked at.
const SAMPLE: usize = 256 * 1024;

/// The extensions that tell of a template.
const EXTENSIONS: [&str; 15] = [
    "j2",
    "jinja",
    "jinja2",
    "liquid",
    "hbs",
    "handlebars",
    "mustache",
    "erb",
    "ejs",
    "tmpl",
    "gotmpl",
    "gohtml",
    "mjml",
    "njk",
    "twig",
];

/// A path without the extension of a template: `mail.html.j2` is a page, `mail.html`.
/// What has no other extension is known by its content.
pub fn inner_path(path: &str) -> &str {
    match extension(path) {
        Some(_) => path.rsplit_once('.').map_or(path, |(inner, _)| inner),
        None => path,
    }
}

/// The template's extension that a path ends with, in lower case.
pub fn extension(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    EXTENSIONS.into_iter().find(|known| extension.eq_ignore_ascii_case(known))
}

/// The dialect of a source that is a template: by its extension, else by its content. A mail
/// is none by its content: a field that is left in it is a mistake. `format` is what
/// the source is apart from its tags.
pub fn dialect(source: &Source, format: Format) -> Option<Dialect> {
    if source.origin.is_some() {
        return None;
    }
    if let Some(extension) = extension(&source.path) {
        return Some(of_extension(extension, &source.bytes));
    }
    match format {
        Format::Mail | Format::Calendar => None,
        _ if !may_have_tags(&source.bytes) => None,
        _ => of_content(&sample(&source.bytes), format),
    }
}

/// Whether bytes hold what a tag of any dialect starts with. It looks at every draft, so it
/// asks as little as will do.
fn may_have_tags(bytes: &[u8]) -> bool {
    let bytes = &bytes[..bytes.len().min(SAMPLE)];
    let is_start = |at: usize| match bytes[at] {
        b'{' => matches!(bytes.get(at + 1), Some(b'{' | b'%' | b'!' | b'#')),
        b'|' => at > 0 && bytes[at - 1] == b'*',
        _ => at > 0 && bytes[at - 1] == b'<',
    };
    memchr::memchr3_iter(b'{', b'|', b'%', bytes).any(is_start)
}

/// The dialect that a template's extension tells; where several use it, the content does.
fn of_extension(extension: &str, bytes: &[u8]) -> Dialect {
    let content = || votes(&sample(bytes), Format::Text).dialect();
    match extension {
        "j2" | "jinja" | "jinja2" | "njk" | "twig" => Dialect::Jinja,
        "liquid" => Dialect::Liquid,
        "hbs" | "handlebars" | "mustache" => Dialect::Handlebars,
        "erb" => Dialect::Erb,
        "ejs" => Dialect::Ejs,
        "gotmpl" | "gohtml" => Dialect::Go,
        "mjml" => content().unwrap_or(Dialect::Mjml),
        _ => content().unwrap_or(Dialect::Go),
    }
}

/// The dialect of a text that is a template by its content: it has a statement with its end,
/// or more fields than anybody forgets to fill in.
fn of_content(text: &str, format: Format) -> Option<Dialect> {
    let is_mjml = text.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("<mjml"));
    let votes = votes(text, format);
    let fields = if format == Format::Html { 2 } else { 4 };
    let is_template = votes.statements || votes.in_attributes > 0 || votes.fields >= fields;
    match votes.dialect().filter(|_| is_template) {
        None if is_mjml => Some(Dialect::Mjml),
        found => found,
    }
}

/// What is looked at of a file.
fn sample(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(&bytes[..bytes.len().min(SAMPLE)])
}

/// What the tags of a text speak for.
#[derive(Default)]
struct Votes {
    by_dialect: [usize; Dialect::ALL.len()],
    /// How many fields to fill in it has.
    fields: usize,
    /// How many of them are the value of an attribute.
    in_attributes: usize,
    /// Whether a statement stands in it together with its end.
    statements: bool,
}

impl Votes {
    fn dialect(&self) -> Option<Dialect> {
        let best = self.by_dialect.iter().copied().max().filter(|votes| *votes > 0)?;
        Dialect::ALL.into_iter().find(|dialect| self.by_dialect[*dialect as usize] == best)
    }
}

/// How much a tag that only one dialect has counts against a plain one.
const SURE: usize = 4;

fn votes(text: &str, format: Format) -> Votes {
    let mut votes = Votes::default();
    let marks = Marks::new(text);
    let (mut opened, mut code) = (false, Code::new(text, format));
    for mark in marks {
        if !mark.closed {
            continue;
        }
        if code.holds(mark.range.start) || text[..mark.range.start].ends_with('`') {
            continue;
        }
        let inside = &text[mark.inside.clone()];
        let vote = vote(&mark, inside, &text[mark.range.clone()]);
        for (dialect, weight) in vote.for_dialects {
            votes.by_dialect[*dialect as usize] += weight;
        }
        match vote.role {
            Role::Field => {
                votes.fields += 1;
                let before = &text[..mark.range.start];
                let is_value = before.ends_with("=\"") || before.ends_with("='");
                votes.in_attributes += usize::from(is_value && format == Format::Html);
            }
            Role::Open => opened = true,
            Role::End => votes.statements |= opened,
            Role::Sure => votes.statements = true,
            Role::Nothing => {}
        }
    }
    votes
}

enum Role {
    Field,
    Open,
    End,
    /// Nobody writes it but in a template.
    Sure,
    Nothing,
}

struct Vote {
    for_dialects: &'static [(Dialect, usize)],
    role: Role,
}

fn vote(mark: &Mark, inside: &str, all: &str) -> Vote {
    use Dialect::{Ejs, Erb, Go, Handlebars, Jinja, Liquid, Mailchimp, Salesforce};
    let told = |for_dialects, role| Vote { for_dialects, role };
    let word = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    match mark.style {
        Style::Hash => told(&[(Jinja, SURE)], Role::Nothing),
        Style::CurlyComment if all.contains("/*") => told(&[(Go, SURE)], Role::Nothing),
        Style::CurlyComment => told(&[(Handlebars, SURE)], Role::Nothing),
        Style::Star if inside.starts_with("IF") => told(&[(Mailchimp, SURE)], Role::Open),
        Style::Star if inside.starts_with("END:") => told(&[(Mailchimp, SURE)], Role::End),
        Style::Star => told(&[(Mailchimp, SURE)], Role::Field),
        Style::Bang => told(&[(Salesforce, SURE)], Role::Field),
        Style::Triple if is_salesforce(inside) => told(&[(Salesforce, SURE)], Role::Field),
        Style::Triple if is_field(inside) => told(&[(Handlebars, SURE)], Role::Field),
        Style::Triple | Style::Quad => told(&[], Role::Nothing),
        Style::Angle => {
            let code = inside.trim_start_matches(['=', '-', '_', '#']).trim();
            let is_script = inside.starts_with('-')
                || code.ends_with(['{', ';'])
                || code.starts_with('}')
                || ["const ", "let ", "var ", "include("].iter().any(|start| code.starts_with(start));
            let role = if inside.starts_with('=') { Role::Field } else { Role::Sure };
            if is_script { told(&[(Ejs, SURE)], role) } else { told(&[(Erb, 1)], role) }
        }
        Style::Percent => {
            let name = word(inside);
            let role = match name.as_str() {
                end if end.starts_with("end") => Role::End,
                "assign" | "set" | "extends" | "include" | "load" | "render" => Role::Sure,
                _ => Role::Open,
            };
            match name.as_str() {
                "assign" | "capture" | "unless" | "elsif" | "case" | "when" | "tablerow" | "increment"
                | "decrement" | "endunless" | "endcase" | "endcapture" | "layout" | "section" | "schema" | "render" => {
                    told(&[(Liquid, SURE)], role)
                }
                "elif" | "set" | "block" | "endblock" | "extends" | "macro" | "load" | "trans" | "blocktrans"
                | "url" | "blocktranslate" | "translate" | "with" | "endwith" | "import" | "from" | "autoescape"
                | "filter" => told(&[(Jinja, SURE)], role),
                _ if inside.contains(" contains ") || has_liquid_filter(inside) => told(&[(Liquid, SURE)], role),
                "if" | "for" | "endif" | "endfor" | "else" | "include" | "comment" | "raw" => {
                    told(&[(Jinja, 2), (Liquid, 2)], role)
                }
                _ => told(&[(Jinja, 1), (Liquid, 1)], role),
            }
        }
        Style::Curly => curly(inside, all),
    }
}

/// What a tag in double braces speaks for.
fn curly(inside: &str, all: &str) -> Vote {
    use Dialect::{Go, Handlebars, Jinja, Liquid};
    let told = |for_dialects, role| Vote { for_dialects, role };
    let name = inside.split_whitespace().next().unwrap_or_default();
    match inside.as_bytes().first() {
        Some(b'#' | b'^') => return told(&[(Handlebars, SURE)], Role::Open),
        Some(b'/') => return told(&[(Handlebars, SURE)], Role::End),
        Some(b'>') => return told(&[(Handlebars, SURE)], Role::Nothing),
        Some(b'&' | b'@') => return told(&[(Handlebars, SURE)], Role::Field),
        Some(b'.') if inside.len() > 1 && !inside.starts_with("./") && !inside.starts_with("../") => {
            return told(&[(Go, SURE)], Role::Field);
        }
        Some(b'$') => return told(&[(Go, SURE)], Role::Field),
        _ => {}
    }
    let argument = inside[name.len()..].trim_start();
    match name {
        "end" => return told(&[(Go, SURE)], Role::End),
        "if" | "with" | "range" | "and" | "or" | "not" | "eq" | "printf" | "len"
            if argument.starts_with(['.', '$', '(']) =>
        {
            return told(&[(Go, SURE)], if matches!(name, "if" | "with" | "range") { Role::Open } else { Role::Field });
        }
        "define" | "block" | "template" if argument.starts_with('"') => return told(&[(Go, SURE)], Role::Sure),
        "else" => return told(&[(Handlebars, 1), (Go, 1)], Role::Nothing),
        _ => {}
    }
    if !is_field(inside) {
        return told(&[], Role::Nothing);
    }
    if has_liquid_filter(inside) {
        return told(&[(Liquid, SURE)], Role::Field);
    }
    match inside.contains(['|', '(']) {
        true => told(&[(Jinja, 2), (Liquid, 1)], Role::Field),
        false if all.starts_with("{{ ") => told(&[(Jinja, 1), (Liquid, 1), (Handlebars, 1)], Role::Field),
        false => told(&[(Handlebars, 2), (Jinja, 1), (Liquid, 1)], Role::Field),
    }
}

/// Whether a filter has its argument as in Liquid, `| default: "there"`; Django has no space there.
fn has_liquid_filter(inside: &str) -> bool {
    let Some((_, filters)) = inside.split_once('|') else { return false };
    filters.split('|').any(|filter| {
        let filter = filter.trim();
        let name = filter.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        name.len() < filter.len() && name.starts_with(": ")
    })
}

/// The longest field that is taken for one by its content alone, in bytes.
const LONGEST_FIELD: usize = 120;

/// Whether what stands between braces is a field: a path such as `user.name`, with filters.
fn is_field(inside: &str) -> bool {
    let path = inside.split('|').next().unwrap_or_default().trim();
    let path = path.split_once('(').map_or(path, |(path, _)| path);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '"' | '\'' | '-');
    inside.len() <= LONGEST_FIELD
        && path.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && path.chars().all(is_part)
        && !inside.split_once('|').is_some_and(|(_, filters)| filters.contains('='))
}

/// Whether a field in three braces is one of Salesforce's.
pub fn is_salesforce(inside: &str) -> bool {
    const OBJECTS: [&str; 9] =
        ["Recipient", "Sender", "Organization", "Contact", "Lead", "Account", "Opportunity", "Case", "User"];
    inside.split_once('.').is_some_and(|(object, _)| OBJECTS.contains(&object))
}

/// The parts of a text that show code, in which a tag is quoted: fences, scripts, `<code>`.
struct Code<'a> {
    text: &'a str,
    at: usize,
    marks: &'static [(&'static str, &'static str)],
    part: Range<usize>,
}

impl<'a> Code<'a> {
    fn new(text: &'a str, format: Format) -> Code<'a> {
        let marks: &[_] = match format {
            Format::Html => &[("<script", "</script"), ("<code", "</code"), ("<pre", "</pre")],
            _ => &[("```", "```"), ("~~~", "~~~")],
        };
        Code { text, at: 0, marks, part: 0..0 }
    }

    /// Whether byte `at` is code; to be asked in order.
    fn holds(&mut self, at: usize) -> bool {
        while self.at <= at {
            let rest = &self.text[self.at..];
            let Some(next) = rest.find(['<', '`', '~']) else {
                self.at = self.text.len() + 1;
                break;
            };
            let start = self.at + next;
            let open = self.marks.iter().find(|(open, _)| self.text[start..].starts_with(open));
            self.at = start + 1;
            if let Some((open, close)) = open {
                let inner = start + open.len();
                let end = self.text[inner..].find(close).map(|end| inner + end + close.len());
                self.part = start..end.unwrap_or(self.text.len());
                self.at = self.part.end;
            }
        }
        self.part.contains(&at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[track_caller]
    fn check(path: &str, text: &str, expected: Option<Dialect>) {
        let draft = parse::parse(&Source::new(path, text.as_bytes()));
        assert_eq!(draft.template.map(|template| template.dialect), expected, "{path}: {text}");
    }

    #[test]
    fn an_extension_tells() {
        check("a.html.j2", "Hi", Some(Dialect::Jinja));
        check("welcome.txt.ERB", "Hi", Some(Dialect::Erb));
        check("welcome.eml.liquid", "Subject: x\n\nHi", Some(Dialect::Liquid));
        check("a.txt.twig", "Hi", Some(Dialect::Jinja));
        check("a.mustache", "Hi", Some(Dialect::Handlebars));
        check("a.ejs", "Hi", Some(Dialect::Ejs));
        check("a.tmpl", "Hi", Some(Dialect::Go));
        check("a.tmpl", "Hi {% if x %}{{ x }}{% elif y %}{% endif %}", Some(Dialect::Jinja));
        check("a.mjml", "<mjml>Hi", Some(Dialect::Mjml));
        check("a.mjml", "<mjml>Hi {{#if a}}{{a}}{{/if}}", Some(Dialect::Handlebars));
        check("a.txt", "Hi", None);
    }

    #[test]
    fn content_tells_what_is_clearly_a_template() {
        check("a.txt", "Hi {% if name %}{{ name }}{% elif x %}you{% endif %}", Some(Dialect::Jinja));
        check("a.txt", "Hi {{#if name}}{{name}}{{/if}}", Some(Dialect::Handlebars));
        check("a.txt", "{% if a %}{{ name | default: \"there\" }}{% endif %}", Some(Dialect::Liquid));
        check("a.txt", "Hi {{ if .Name }}{{ .Name }}{{ else }}you{{ end }}", Some(Dialect::Go));
        check("a.txt", "Hi *|IF:FNAME|**|FNAME|**|ELSE:|*you*|END:IF|*", Some(Dialect::Mailchimp));
        check(
            "a.txt",
            "{!Contact.FirstName} {!Contact.LastName} {!User.Name} {{{Sender.Name}}}",
            Some(Dialect::Salesforce),
        );
        check("a.txt", "Hi <% if a %><%= a %><% end %>", Some(Dialect::Erb));
        check("a.txt", "Hi <% if (a) { %><%= a %><% } %>", Some(Dialect::Ejs));
        check("a.html", "<p>Hi {{name}}<p>{{text}}", Some(Dialect::Handlebars));
        check("a.html", "<a href=\"{{ url }}\">Go", Some(Dialect::Jinja));
        check("a.txt", "{{a}} {{b}} {{c}} {{d}}", Some(Dialect::Handlebars));
    }

    #[test]
    fn a_draft_with_a_field_that_was_left_is_none() {
        check("a.txt", "Dear {{first_name}},\n\nthe yard is open.", None);
        check("a.html", "<p>Dear {{first_name}},", None);
        check("a.eml", "Subject: x\n\n{% if a %}{{a}}{% endif %} {{b}} {{c}} {{d}} {{e}}", None);
        check("a.txt", "Subject: x\n\n{{b}} {{c}} {{d}} {{e}}", None);
        check("a.md", "Write `{% if a %}` and `{% endif %}`, or\n```\n{{#if a}}{{/if}}\n```\n", None);
        check("a.html", "<script>f({{a}}, {{b}}, {{c}})</script><code>{% include x %}</code>", None);
        check("a.txt", "{{cite web|url=x}} {{cite book|url=x}} {{ two words }} {{title = a}}", None);
        check("a.md", "**bold** {#anchor} *|* 5 <% 6", None);
    }
}
