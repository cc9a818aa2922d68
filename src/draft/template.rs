use std::borrow::Cow;

use crate::text::Span;

/// What a template is written in, and its tags. The texts of the draft hold a word of the
/// same length for each tag that gives a value, its [mask](Template::mask), and nothing for
/// the others; so everything stands where it stands in the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The language of its tags.
    pub dialect: Dialect,
    /// The tags, in order; none overlaps another.
    pub tags: Vec<Tag>,
    /// The front matter, where it has one.
    pub front_matter: Option<Span>,
}

/// A tag of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// What it does.
    pub role: TagRole,
    /// The language it belongs to: another one than the template's where two are mixed.
    pub dialect: Dialect,
    /// All of its bytes in the source, its braces included.
    pub span: Span,
    /// What stands between its braces, without white space and the signs that trim it.
    pub inside: Span,
    /// What its keyword, helper or field is called, `if` or `user.name`; for a tag that
    /// closes, what it closes, empty where it closes anything.
    pub name: String,
    /// Whether it stands in the source as the value or name of an attribute of an element.
    pub in_markup: bool,
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagRole {
    /// Gives a value.
    Value,
    /// Opens a block, `{% if a %}`.
    Open,
    /// Parts a block, `{% else %}`.
    Middle,
    /// Closes a block, `{% endif %}`.
    Close,
    /// Does something and gives nothing, `{% assign a = 1 %}`.
    Statement,
    /// Tells the author something.
    Comment,
    /// Starts and never ends.
    Unclosed,
}

/// The letters that numbers of tags are written in. No word of any language has them alone.
const DIGITS: &[u8] = b"bcdfghjklmnprstvwz";

/// What fills a mask in whose tag is too short for its number.
const FILLER: char = 'q';

impl Template {
    /// The word that stands for a tag in the texts: a name of the same length in bytes, a
    /// different one for each tag.
    pub fn mask(number: usize, length: usize) -> String {
        let room = length.saturating_sub(2);
        let mut digits = Vec::new();
        let mut rest = number;
        while rest > 0 {
            digits.push(DIGITS[rest % DIGITS.len()]);
            rest /= DIGITS.len();
        }
        let mut mask = String::with_capacity(length);
        mask.push('X');
        if digits.len() > room {
            mask.extend(std::iter::repeat_n(FILLER, room));
        } else {
            mask.extend(std::iter::repeat_n('b', room - digits.len()));
            mask.extend(digits.iter().rev().map(|digit| char::from(*digit)));
        }
        mask.push('x');
        mask.truncate(length);
        mask
    }

    /// The masks in a text, each with the number of its tag.
    pub fn masks<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> + 'a {
        let bytes = text.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let start = at + bytes.get(at..)?.iter().position(|byte| matches!(byte, b'X' | b'x'))?;
                let digits = bytes[start + 1..].iter().take_while(|byte| DIGITS.contains(byte)).count();
                let end = start + digits + 2;
                at = start + 1 + digits;
                if digits == 0 || bytes.get(end - 1) != Some(&b'x') {
                    continue;
                }
                let value = |byte: &u8| DIGITS.iter().position(|digit| digit == byte).unwrap_or_default();
                let number = bytes[start + 1..end - 1]
                    .iter()
                    .fold(0_usize, |number, digit| number.saturating_mul(DIGITS.len()).saturating_add(value(digit)));
                let is_tag = |tag: &Tag| tag.role == TagRole::Value && tag.span.len() == end - start;
                if self.tags.get(number).is_some_and(is_tag) {
                    at = end;
                    return Some((number, start..end));
                }
            }
        })
    }

    /// A text with each mask as its tag stands in the source.
    pub fn unmasked<'t>(&self, source: &[u8], text: &'t str) -> Cow<'t, str> {
        let mut shown = String::new();
        let mut at = 0;
        for (number, range) in self.masks(text) {
            let Some(tag) = source.get(self.tags[number].span.range()).and_then(|tag| std::str::from_utf8(tag).ok())
            else {
                continue;
            };
            shown.push_str(&text[at..range.start]);
            shown.push_str(tag);
            at = range.end;
        }
        if at == 0 {
            return Cow::Borrowed(text);
        }
        shown.push_str(&text[at..]);
        Cow::Owned(shown)
    }

    /// A text with a short name for each mask: a value is as long as a word, whatever its tag.
    pub fn shortened<'t>(&self, text: &'t str) -> Cow<'t, str> {
        const NAME: &str = "Xxxxxx";
        let mut short = String::new();
        let mut at = 0;
        for (_, range) in self.masks(text) {
            short.push_str(&text[at..range.start]);
            short.push_str(NAME);
            at = range.end;
        }
        if at == 0 { Cow::Borrowed(text) } else { Cow::Owned(short + &text[at..]) }
    }

    /// The tags that share bytes with a span.
    pub fn tags_in(&self, span: Span) -> &[Tag] {
        let first = self.tags.partition_point(|tag| tag.span.end <= span.start);
        let last = self.tags.partition_point(|tag| tag.span.start < span.end);
        &self.tags[first..last.max(first)]
    }

    /// For each tag of a block the tag that opens the block; the tags that open or close
    /// nothing have none.
    pub fn openers(&self) -> Vec<Option<usize>> {
        let mut open: Vec<usize> = Vec::new();
        let mut openers = vec![None; self.tags.len()];
        for (index, tag) in self.tags.iter().enumerate() {
            match tag.role {
                TagRole::Open => open.push(index),
                TagRole::Middle => openers[index] = open.last().copied(),
                TagRole::Close => {
                    let fits = |opener: &usize| {
                        let opener = &self.tags[*opener];
                        tag.dialect == opener.dialect && (tag.name.is_empty() || tag.name == opener.name)
                    };
                    // A block within that nobody closed is passed over, one at most.
                    let reach = open.len().saturating_sub(2);
                    if let Some(depth) = open[reach..].iter().rposition(fits) {
                        openers[index] = Some(open[reach + depth]);
                        open.truncate(reach + depth);
                    }
                }
                _ => {}
            }
        }
        openers
    }
}

impl Tag {
    /// Whether its name says that it gives a day or a time: `deadline`, `due_date`, `created_at`.
    pub fn is_time(&self) -> bool {
        const TIMES: [&str; 16] = [
            "date",
            "datetime",
            "day",
            "days",
            "deadline",
            "due",
            "expires",
            "expiry",
            "expiration",
            "hour",
            "hours",
            "month",
            "time",
            "timestamp",
            "until",
            "weekday",
        ];
        self.role == TagRole::Value
            && (self.name_words().iter().any(|word| TIMES.contains(&word.as_str()))
                || self.name_words().last().is_some_and(|word| word == "at"))
    }

    /// The words of the last part of its name, in lower case: “first” and “name” of
    /// `user.first_name`, `user.firstName` and `FIRST_NAME`.
    pub fn name_words(&self) -> Vec<String> {
        let last = self.name.rsplit('.').find(|part| !part.is_empty()).unwrap_or_default();
        let mut words = vec![String::new()];
        let mut after_lower = false;
        for c in last.chars() {
            if !c.is_alphanumeric() || c.is_uppercase() && after_lower {
                words.push(String::new());
            }
            after_lower = c.is_lowercase();
            if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
                word.extend(c.to_lowercase());
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }
}

/// Whether drafts are templates: what the draft shows, unless somebody says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Templates {
    /// Each draft shows it, by its extension and content.
    #[default]
    Detected,
    /// None is one.
    None,
    /// All are, of this dialect.
    Of(Dialect),
}

impl Templates {
    /// All choices by their names in settings; those that mean the same come later.
    pub fn all() -> Vec<(&'static str, Templates)> {
        let names = Dialect::ALL.into_iter().map(Dialect::name).chain(Dialect::OTHER_NAMES);
        let dialects = names.filter_map(|name| Some((name, Templates::Of(Dialect::named(name)?))));
        [("auto", Templates::Detected), ("none", Templates::None)].into_iter().chain(dialects).collect()
    }

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Templates::Detected => "auto",
            Templates::None => "none",
            Templates::Of(dialect) => dialect.name(),
        }
    }
}

/// The language of the tags in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Jinja, Django, Nunjucks, Twig: `{{ name }}`, `{% if name %}`, `{# note #}`.
    Jinja,
    /// Liquid: as Jinja, with `{% assign %}` and `{{ name | default: "there" }}`.
    Liquid,
    /// Handlebars and Mustache: `{{name}}`, `{{#if name}}`, `{{> footer}}`.
    Handlebars,
    /// ERB, Ruby in `<% %>`.
    Erb,
    /// EJS, JavaScript in `<% %>`.
    Ejs,
    /// Go's text/template: `{{ .Name }}`, `{{ if .Name }}…{{ end }}`.
    Go,
    /// Mailchimp merge tags: `*|FNAME|*`, `*|IF:FNAME|*`.
    Mailchimp,
    /// Salesforce merge fields: `{!Contact.FirstName}`, `{{{Recipient.Name}}}`.
    Salesforce,
    /// MJML without tags of another dialect.
    Mjml,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Dialect; 9] = [
        Dialect::Jinja,
        Dialect::Liquid,
        Dialect::Handlebars,
        Dialect::Erb,
        Dialect::Ejs,
        Dialect::Go,
        Dialect::Mailchimp,
        Dialect::Salesforce,
        Dialect::Mjml,
    ];

    /// The names of dialects that share the syntax of another one.
    const OTHER_NAMES: [&str; 4] = ["django", "mustache", "nunjucks", "twig"];

    /// The name in settings and reports.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Jinja => "jinja",
            Dialect::Liquid => "liquid",
            Dialect::Handlebars => "handlebars",
            Dialect::Erb => "erb",
            Dialect::Ejs => "ejs",
            Dialect::Go => "go",
            Dialect::Mailchimp => "mailchimp",
            Dialect::Salesforce => "salesforce",
            Dialect::Mjml => "mjml",
        }
    }

    /// The dialect of this name in settings; those that share a syntax share a dialect.
    pub fn named(name: &str) -> Option<Dialect> {
        match name {
            "django" | "nunjucks" | "twig" => Some(Dialect::Jinja),
            "mustache" => Some(Dialect::Handlebars),
            _ => Dialect::ALL.into_iter().find(|dialect| dialect.name() == name),
        }
    }

    /// Its name as people write it.
    pub fn title(self) -> &'static str {
        match self {
            Dialect::Jinja => "Jinja",
            Dialect::Liquid => "Liquid",
            Dialect::Handlebars => "Handlebars",
            Dialect::Erb => "ERB",
            Dialect::Ejs => "EJS",
            Dialect::Go => "Go template",
            Dialect::Mailchimp => "Mailchimp",
            Dialect::Salesforce => "Salesforce",
            Dialect::Mjml => "MJML",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(lengths: &[usize]) -> Template {
        let tag = |length: &usize| Tag {
            role: TagRole::Value,
            dialect: Dialect::Jinja,
            span: Span::new(0, *length),
            inside: Span::new(2, 3),
            name: String::new(),
            in_markup: false,
        };
        Template { dialect: Dialect::Jinja, tags: lengths.iter().map(tag).collect(), front_matter: None }
    }

    #[test]
    fn a_mask_has_the_length_of_its_tag_and_tells_which_one_it_is() {
        let template = template(&vec![7; 500]);
        for number in [0, 1, 17, 18, 19, 323, 324, 499] {
            let mask = Template::mask(number, 7);
            assert_eq!(mask.len(), 7);
            let text = format!("Xbox {mask}s x{}", &mask[1..]);
            let found: Vec<_> = template.masks(&text).collect();
            assert_eq!(found, [(number, 5..12), (number, 14..21)], "{text}");
        }
        assert_eq!(Template::mask(400, 4), "Xqqx");
        assert_eq!((Template::mask(9, 1), Template::mask(9, 0)), ("X".into(), String::new()));
        assert_eq!(template.masks("Xbbbbbbbx Xx Xqqqqqx x Xbb").count(), 0);
    }

    #[test]
    fn masks_are_shown_as_their_tags() {
        let template = template(&[5]);
        assert_eq!(template.unmasked(b"{{a}}", &format!("Hi {},", Template::mask(0, 5))), "Hi {{a}},");
        assert_eq!(template.unmasked(b"{{a}}", "Hi you"), "Hi you");
    }

    #[test]
    fn a_name_tells_whether_a_time_stands_there() {
        let named = |name: &str| Tag { name: name.into(), ..template(&[1]).tags.remove(0) };
        for name in ["deadline", "user.dueDate", "DUE_DATE", ".Order.ShippedAt", "expires_at"] {
            assert!(named(name).is_time(), "{name}");
        }
        for name in ["update", "attitude", "date.user", "", "at_home", "candidate"] {
            assert!(!named(name).is_time(), "{name}");
        }
        assert_eq!(named("user.firstName").name_words(), ["first", "name"]);
    }
}
