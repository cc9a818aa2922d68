use std::borrow::Cow;
use std::collections::BTreeSet;

use super::written;
use crate::draft::{Dialect, Tag, TagRole, Template};
use crate::rules::hygiene::names::distance;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Span};

/// A keyword, filter or field that its dialect does not know and that is near to one it does: a
/// slip of the hand. Options: the words of each dialect, `filters` of Jinja and Liquid, and
/// `own`, which the programs of the house know besides.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let known = Known {
        jinja: setup.list("jinja"),
        liquid: setup.list("liquid"),
        filters: setup.list("filters"),
        handlebars: setup.list("handlebars"),
        go: setup.list("go"),
        mailchimp: setup.list("mailchimp"),
        salesforce: setup.list("salesforce"),
        own: setup.list("own"),
    };
    Box::new(move |subject: &Subject| {
        let Some(template) = &subject.draft.template else { return Vec::new() };
        let declared = declared(template);
        let mut found = Vec::new();
        let mut depth = 0_usize;
        for tag in &template.tags {
            match tag.role {
                TagRole::Open => depth += 1,
                TagRole::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            let inside = written(subject, tag.inside);
            for (word, list) in known.words_of(tag, inside, subject, depth > 0) {
                if declared.contains(word.strip_prefix("end").unwrap_or(word)) {
                    continue;
                }
                let all = || list.iter().chain(&known.own).map(Cow::as_ref);
                if let Some(near) = near(word, all()) {
                    found.push(finding(tag, inside, word, near));
                }
            }
        }
        found
    })
}

struct Known {
    jinja: Vec<Cow<'static, str>>,
    liquid: Vec<Cow<'static, str>>,
    filters: Vec<Cow<'static, str>>,
    handlebars: Vec<Cow<'static, str>>,
    go: Vec<Cow<'static, str>>,
    mailchimp: Vec<Cow<'static, str>>,
    salesforce: Vec<Cow<'static, str>>,
    own: Vec<Cow<'static, str>>,
}

impl Known {
    /// The words of a tag that its dialect must know, each with those that it knows.
    fn words_of<'t>(
        &self,
        tag: &Tag,
        inside: &'t str,
        subject: &Subject,
        in_block: bool,
    ) -> Vec<(&'t str, &Vec<Cow<'static, str>>)> {
        let first = first_word(inside);
        let is_percent = written(subject, tag.span).starts_with("{%");
        let is_plain = first.len() == inside.len();
        match tag.dialect {
            Dialect::Jinja | Dialect::Liquid if is_percent => {
                let list = if tag.dialect == Dialect::Liquid { &self.liquid } else { &self.jinja };
                [(first, list)].into_iter().chain(filters(inside).map(|filter| (filter, &self.filters))).collect()
            }
            Dialect::Jinja | Dialect::Liquid if tag.role == TagRole::Value => {
                filters(inside).map(|filter| (filter, &self.filters)).collect()
            }
            // A section may have any name; one with an argument is a helper's.
            Dialect::Handlebars if tag.role == TagRole::Open && inside.starts_with('#') && inside.contains(' ') => {
                vec![(first_word(inside.trim_start_matches(['#', '*', ' '])), &self.handlebars)]
            }
            Dialect::Handlebars | Dialect::Go if tag.role == TagRole::Value && in_block && is_plain => {
                vec![(first, if tag.dialect == Dialect::Go { &self.go } else { &self.handlebars })]
            }
            Dialect::Go if tag.role == TagRole::Value && !is_plain && !first.is_empty() => vec![(first, &self.go)],
            Dialect::Mailchimp if tag.role == TagRole::Value => vec![(first, &self.mailchimp)],
            Dialect::Salesforce => vec![(first, &self.salesforce)],
            _ => Vec::new(),
        }
    }
}

fn finding(tag: &Tag, inside: &str, word: &str, near: &str) -> Finding {
    let at = tag.inside.start + (word.as_ptr() as usize).saturating_sub(inside.as_ptr() as usize);
    let dialect = tag.dialect.title();
    Finding::new(Span::new(at, at + word.len()), format!("{dialect} knows no “{word}”"))
        .help(format!("write “{near}”, or name “{word}” among your own in the settings"))
}

/// What the template itself says that there is: the names of blocks that have an end.
fn declared(template: &Template) -> BTreeSet<&str> {
    let closes = template.tags.iter().filter(|tag| tag.role == TagRole::Close).map(|tag| tag.name.as_str());
    let opens: BTreeSet<&str> =
        template.tags.iter().filter(|tag| tag.role == TagRole::Open).map(|tag| tag.name.as_str()).collect();
    closes.filter(|name| opens.contains(name)).collect()
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// The filters behind a value, whose arguments may hold anything in quotes.
fn filters(inside: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    let bars = inside.char_indices().filter(move |(_, c)| {
        match quote {
            Some(open) if *c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            _ => {}
        }
        *c == '|' && quote.is_none()
    });
    bars.map(|(at, _)| first_word(inside[at + 1..].trim_start()))
}

/// The longest word that is compared, in bytes.
const LONGEST: usize = 30;

/// Words of one dialect that mean the same as those of another.
const OTHER_WORDS: [(&str, &str); 3] = [("elsif", "elif"), ("elif", "elsif"), ("elseif", "elsif")];

/// A word without the second of two equal letters.
fn undoubled(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters
}

/// The known word that an unknown one is a slip for.
fn near<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() < 2 || word.len() > LONGEST {
        return None;
    }
    let letters = |text: &str| -> Vec<char> { text.chars().collect() };
    let sorted = |text: &str| {
        let mut all = letters(text);
        all.sort_unstable();
        all
    };
    let doubled = |candidate: &str| word.len() == candidate.len() + 1 && undoubled(word) == undoubled(candidate);
    let mut nearest = None;
    for candidate in known {
        if candidate == word {
            return None;
        }
        let off = distance(&letters(word), &letters(candidate));
        // Short words are near to each other by chance: there only letters that changed
        // places or stand twice count.
        let fits = match candidate.len() {
            0..=4 => off == 1 && (sorted(word) == sorted(candidate) || doubled(candidate)),
            5 => off == 1 && (word.len() != 5 || sorted(word) == sorted(candidate)),
            6..=7 => off == 1,
            _ => off <= 2,
        };
        if OTHER_WORDS.contains(&(word, candidate)) {
            nearest = Some((0, candidate));
        } else if fits && nearest.is_none_or(|(best, _)| off < best) {
            nearest = Some((off, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["if", "for", "else", "elif", "elseif", "endif", "default", "capitalize", "block"];
        let near = |word| near(word, known.into_iter());
        assert_eq!((near("fi"), near("esle"), near("edif")), (Some("if"), Some("else"), Some("endif")));
        assert_eq!((near("elsee"), near("elsif"), near("iff")), (Some("else"), Some("elif"), Some("if")));
        assert_eq!((near("defualt"), near("captialise")), (Some("default"), Some("capitalize")));
        assert_eq!(
            (near("if"), near("of"), near("four"), near("elsa"), near("x"), near("black")),
            (None, None, None, None, None, None)
        );
    }

    #[test]
    fn filters_are_found_beside_text_in_quotes() {
        assert_eq!(filters("a | b: 'x|y' | c").collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(filters("a|b|c(1)").collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(filters("a").count(), 0);
    }
}
