use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use toml::{Spanned, Value};

use super::{Card, Evidence, Example, Level, OptionValue, RuleName, Source};

/// What is wrong with a card, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl fmt::Display for CardError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for CardError {}

/// A card as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    level: WrittenLevel,
    summary: Spanned<String>,
    cost: Spanned<String>,
    why: Spanned<String>,
    check: String,
    #[serde(default)]
    language: WrittenLanguage,
    most: Option<Spanned<usize>>,
    evidence: WrittenEvidence,
    #[serde(default)]
    options: BTreeMap<String, Spanned<Value>>,
    examples: Vec<Spanned<WrittenExample>>,
    #[serde(default)]
    sources: BTreeMap<String, String>,
    #[serde(default)]
    related: Vec<String>,
    since: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenLevel {
    Off,
    Info,
    Warning,
    Error,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenEvidence {
    Study,
    Indirect,
    Advice,
}

#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenLanguage {
    #[default]
    En,
    Any,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenExample {
    bad: Option<String>,
    good: Option<String>,
    fixed: Option<String>,
    header: Option<String>,
    settings: Option<String>,
    data: Option<String>,
}

/// Reads the card of the rule `name` (`group/name`).
pub fn read(name: &str, text: &str) -> Result<Card, CardError> {
    let error = |at: usize, message: String| error(text, at, message);
    if !is_rule_name(name) {
        let message = format!("“{name}” is no name of a rule; allowed is group/name in lower-case letters and hyphens");
        return Err(error(0, message));
    }
    let written: Written =
        toml::from_str(text).map_err(|e| error(e.span().map_or(0, |span| span.start), e.message().to_owned()))?;
    for (key, value) in [("summary", &written.summary), ("cost", &written.cost), ("why", &written.why)] {
        if value.get_ref().trim().is_empty() {
            return Err(error(value.span().start, format!("“{key}” is empty; write at least one sentence")));
        }
    }
    if let Some(most) = &written.most
        && *most.get_ref() == 0
    {
        let message = "“most” is 0; a rule that may find nothing has level = \"off\"".to_owned();
        return Err(error(most.span().start, message));
    }
    let mut options = Vec::new();
    for (key, value) in written.options {
        let at = value.span().start;
        let value = option(value.into_inner()).ok_or_else(|| {
            let allowed = "a whole number, true or false, a text, a list of texts, or a table of texts";
            error(at, format!("the option “{key}” is none of {allowed}"))
        })?;
        options.push((Cow::Owned(key), value));
    }
    let mut examples = Vec::new();
    for example in written.examples {
        let at = example.span().start;
        let read = self::example(example.into_inner()).map_err(|message| error(at, message.to_owned()))?;
        examples.push(Example { line: error(at, String::new()).line, ..read });
    }
    Ok(Card {
        name: RuleName(Cow::Owned(name.to_owned())),
        level: match written.level {
            WrittenLevel::Off => Level::Off,
            WrittenLevel::Info => Level::Info,
            WrittenLevel::Warning => Level::Warning,
            WrittenLevel::Error => Level::Error,
        },
        summary: prose(written.summary.get_ref()),
        cost: prose(written.cost.get_ref()),
        why: prose(written.why.get_ref()),
        check: Cow::Owned(written.check),
        any_language: written.language == WrittenLanguage::Any,
        most: written.most.map_or(1, Spanned::into_inner),
        evidence: match written.evidence {
            WrittenEvidence::Study => Evidence::Study,
            WrittenEvidence::Indirect => Evidence::Indirect,
            WrittenEvidence::Advice => Evidence::Advice,
        },
        options,
        examples,
        sources: written
            .sources
            .into_iter()
            .map(|(name, text)| Source { name: Cow::Owned(name), text: prose(&text) })
            .collect(),
        related: written.related.into_iter().map(Cow::Owned).collect(),
        since: Cow::Owned(written.since),
    })
}

/// A problem at a byte of a card.
fn error(text: &str, at: usize, message: String) -> CardError {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    CardError { line, column: before[line_start..].chars().count() + 1, message }
}

/// A problem with the key of a card, or with that option: at its place, else at the start.
pub fn place(text: &str, key: &str, message: String) -> CardError {
    #[derive(Deserialize)]
    struct Keys {
        check: Option<Spanned<Value>>,
        #[serde(default)]
        options: BTreeMap<Spanned<String>, Value>,
    }
    let keys = toml::from_str::<Keys>(text).ok();
    let at = keys.and_then(|keys| match key {
        "check" => Some(keys.check?.span().start),
        _ => keys.options.keys().find(|option| option.get_ref() == key).map(|option| option.span().start),
    });
    error(text, at.unwrap_or(0), message)
}

/// Whether this is `group/name` in kebab case.
fn is_rule_name(name: &str) -> bool {
    let kebab = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    name.split_once('/').is_some_and(|(group, name)| kebab(group) && kebab(name))
}

/// A text for people: the line breaks of the card are no more than wrapping.
fn prose(text: &str) -> Cow<'static, str> {
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn option(value: Value) -> Option<OptionValue> {
    let text = |value: Value| match value {
        Value::String(text) => Some(Cow::Owned(text)),
        _ => None,
    };
    match value {
        Value::Integer(number) => Some(OptionValue::Integer(number)),
        Value::Boolean(switch) => Some(OptionValue::Boolean(switch)),
        Value::String(string) => Some(OptionValue::Text(Cow::Owned(string))),
        Value::Array(items) => items.into_iter().map(text).collect::<Option<_>>().map(OptionValue::List),
        Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| Some((Cow::Owned(key), text(value)?)))
            .collect::<Option<_>>()
            .map(OptionValue::Pairs),
        _ => None,
    }
}

fn example(written: WrittenExample) -> Result<Example, &'static str> {
    let header = written.header.as_deref().unwrap_or_default();
    let marks = |text: &str| text.matches('«').count();
    match (&written.bad, &written.good) {
        (Some(bad), None) if marks(bad) + marks(header) == 0 => {
            return Err("a bad example marks what must be found with «»");
        }
        (None, Some(good)) if marks(good) + marks(header) > 0 => {
            return Err("a good example has no marks: nothing must be found");
        }
        (None, Some(_)) if written.fixed.is_some() => return Err("“fixed” goes with “bad”: there is nothing to fix"),
        (Some(_), Some(_)) | (None, None) => return Err("an example has either “bad” or “good”"),
        _ => {}
    }
    let owned = |text: Option<String>| text.map(Cow::Owned);
    Ok(Example {
        bad: owned(written.bad),
        good: owned(written.good),
        fixed: owned(written.fixed),
        header: owned(written.header),
        settings: owned(written.settings),
        data: owned(written.data),
        line: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = "\
level = \"info\"
summary = \"A word too many.\"
cost = \"The reader reads it.\"
why = \"It costs.\"
check = \"phrases\"
evidence = \"advice\"
since = \"0.1.0\"
[options]
phrases = [\"in point of fact\"]
[[examples]]
bad = \"«In point of fact», no.\"
";

    fn message(card: &str) -> String {
        read("own/words", card).expect_err("the card is wrong").to_string()
    }

    #[test]
    fn a_card_is_read() {
        let card = read("own/words", CARD).expect("the card is right");
        assert_eq!((card.level, card.most, card.any_language), (Level::Info, 1, false));
        assert_eq!(card.options, [("phrases".into(), OptionValue::List(vec!["in point of fact".into()]))]);
        let marked = card.examples[0].draft(card.examples[0].bad.as_deref().expect("it is bad"));
        assert_eq!((marked.text.as_str(), marked.spans), ("In point of fact, no.", vec![0..16]));
    }

    #[test]
    fn errors_name_the_place_and_what_is_allowed() {
        let unknown = message(&CARD.replace("cost =", "costs ="));
        assert!(unknown.starts_with("3:1: unknown field `costs`, expected one of `level`"), "{unknown}");
        let level = message(&CARD.replace("\"info\"", "\"hint\""));
        assert!(level.starts_with("1:9: ") && level.contains("`off`, `info`, `warning`, `error`"), "{level}");
        let option = message(&CARD.replace("[\"in point of fact\"]", "1.5"));
        assert!(option.starts_with("9:11: the option “phrases” is none of a whole number"), "{option}");
        let marks = message(&CARD.replace('«', ""));
        assert!(marks.contains("marks what must be found"), "{marks}");
        assert!(message(&CARD.replace("since", "[since")).starts_with("7:"));
        assert!(read("Own", CARD).is_err());
    }
}
