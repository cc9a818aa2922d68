//! Settings as text: those that count with where each comes from, and a file to start from.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::channel::Contact;
use crate::rules::{Level, OptionValue};
use crate::settings::{Effective, Known, Milter, OnFailure, Origin, Preset, Recipients, RuleState, Source};

/// What counts for a path.
pub struct Shown<'a> {
    /// The path.
    pub path: &'a str,
    /// The files that say so, the strongest last.
    pub files: &'a [&'a str],
    /// The preset that all starts from.
    pub preset: Option<&'a str>,
    /// What counts.
    pub effective: &'a Effective,
}

/// A value with its origin, and the key it stands at.
struct Line<'a> {
    key: String,
    value: toml::Value,
    origin: &'a Origin,
    /// The origin in words, with those of what is part of the value.
    from: String,
}

impl<'a> Line<'a> {
    fn new<T>(key: &str, known: &'a Known<T>, value: impl Fn(&T) -> toml::Value) -> Line<'a> {
        Line { key: key.to_owned(), value: value(&known.value), origin: &known.origin, from: origin(&known.origin) }
    }
}

/// What counts, in the form of a settings file, so that it can be one.
pub fn render(shown: &Shown) -> String {
    let effective = shown.effective;
    let mut out = format!("# What counts for {}\n", shown.path);
    match shown.files {
        [] => out.push_str("# no settings file\n"),
        files => files.iter().rev().for_each(|file| {
            let _ = writeln!(out, "# {file}");
        }),
    }
    if let Some(preset) = shown.preset {
        let _ = writeln!(out, "# preset {preset}");
    }
    out.push('\n');
    section(&mut out, keys(effective));
    out.push_str("\n[guard]\n");
    section(&mut out, guard(effective));
    for known in &effective.guard.recipients {
        let _ = writeln!(out, "\n[[guard.recipients]]  # {}", origin(&known.origin));
        let _ = write!(out, "{}", recipients(&known.value));
    }
    if !effective.glossary.is_empty() {
        out.push_str("\n[glossary]\n");
        section(&mut out, glossary(effective));
    }
    out.push_str("\n[rules]\n");
    section(&mut out, effective.rules.iter().map(rule).collect());
    if !effective.contacts.is_empty() {
        let _ = writeln!(out, "\n# contacts: {}", effective.contacts.len());
    }
    crate::report::escape::visible_lines(&out)
}

fn keys(effective: &Effective) -> Vec<Line<'_>> {
    let text = |text: &str| toml::Value::from(text);
    let mut lines = vec![Line::new("fail-level", &effective.fail_level, |level| text(level.name()))];
    let path = |path: &PathBuf| text(&path.display().to_string());
    lines.extend(effective.baseline.as_ref().map(|known| Line::new("baseline", known, path)));
    lines.extend(effective.profile.as_ref().map(|known| Line::new("profile", known, |profile| text(profile.name()))));
    lines.extend(
        effective.template.as_ref().map(|known| Line::new("template", known, |template| text(template.name()))),
    );
    lines
        .extend(effective.country.as_ref().map(|known| Line::new("country", known, |country| text(country.letters()))));
    lines.extend(effective.date_order.as_ref().map(|known| Line::new("date-order", known, |order| text(order.name()))));
    lines.extend(effective.own_domains.as_ref().map(|known| Line::new("own-domains", known, |own| own.clone().into())));
    lines
}

fn guard(effective: &Effective) -> Vec<Line<'_>> {
    let guard = &effective.guard;
    let level = |level: &Level| level.name().into();
    let on_failure = |on_failure: &OnFailure| {
        let named = OnFailure::ALL.iter().find(|(_, value)| value == on_failure);
        named.map(|(name, _)| *name).unwrap_or_default().into()
    };
    let milter = |milter: &Milter| {
        let named = Milter::ALL.iter().find(|(_, value)| value == milter);
        named.map(|(name, _)| *name).unwrap_or_default().into()
    };
    vec![
        Line::new("hold", &guard.hold, level),
        Line::new("warn", &guard.warn, level),
        Line::new("on-failure", &guard.on_failure, on_failure),
        Line::new("held-exit-code", &guard.held_exit_code, |code| i64::from(*code).into()),
        Line::new("milter", &guard.milter, milter),
    ]
}

/// What differs for mail to some domains.
fn recipients(entry: &Recipients) -> toml::Table {
    let level = |name: &str, level: Option<Level>| level.map(|level| (name.to_owned(), level.name().into()));
    let levels = [level("hold", entry.hold), level("warn", entry.warn)].into_iter().flatten();
    toml::Table::from_iter([("domains".to_owned(), entry.domains.clone().into())].into_iter().chain(levels))
}

fn glossary(effective: &Effective) -> Vec<Line<'_>> {
    let lines = effective.glossary.iter();
    lines.map(|(name, known)| Line::new(&key(name), known, |meaning| meaning.as_str().into())).collect()
}

/// A key of a settings file, in quotation marks where it needs them.
pub fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_bare { name.to_owned() } else { toml::Value::from(name).to_string() }
}

/// The level of a rule, with the options that settings changed.
fn rule(state: &RuleState) -> Line<'_> {
    let level = toml::Value::from(state.level.value.name());
    let mut from = origin(&state.level.origin);
    let mut table = toml::Table::from_iter([("level".to_owned(), level.clone())]);
    for (name, value) in options(state) {
        table.insert(name.to_owned(), toml_value(value));
        let other = origin(&state.changed[name]);
        if other != from {
            let _ = write!(from, "; {name}: {other}");
        }
    }
    let value = if table.len() == 1 { level } else { table.into() };
    Line { key: key(&state.card.name.0), value, origin: &state.level.origin, from }
}

/// The options that settings changed, with the values that count.
fn options(state: &RuleState) -> impl Iterator<Item = (&str, &OptionValue)> {
    let options = state.card.options.iter().map(|(name, value)| (name.as_ref(), value));
    options.filter(|(name, _)| state.changed.contains_key(*name))
}

fn toml_value(value: &OptionValue) -> toml::Value {
    match value {
        OptionValue::Integer(number) => (*number).into(),
        OptionValue::Boolean(switch) => (*switch).into(),
        OptionValue::Text(text) => text.as_ref().into(),
        OptionValue::List(texts) => {
            texts.iter().map(|text| toml::Value::from(text.as_ref())).collect::<Vec<_>>().into()
        }
        OptionValue::Pairs(pairs) => {
            let pairs = pairs.iter().map(|(key, text)| (key.to_string(), toml::Value::from(text.as_ref())));
            toml::Table::from_iter(pairs).into()
        }
    }
}

/// Lines with the origins below each other, as far as values are short.
fn section(out: &mut String, lines: Vec<Line>) {
    let lines: Vec<(String, String)> =
        lines.into_iter().map(|line| (format!("{} = {}", line.key, line.value), line.from)).collect();
    let lengths = lines.iter().map(|(line, _)| line.chars().count());
    let width = lengths.filter(|&length| length <= 60).max().unwrap_or_default();
    for (line, from) in lines {
        let _ = writeln!(out, "{line:<width$}  # {from}");
    }
}

fn origin(origin: &Origin) -> String {
    match &origin.source {
        Source::Default => "default".to_owned(),
        Source::Preset(name) => format!("preset {name}"),
        Source::File(path) => format!("{path}:{}", origin.place.line),
        Source::CommandLine(option) => (*option).to_owned(),
    }
}

/// What counts, as one JSON object.
pub fn to_json(shown: &Shown) -> String {
    let effective = shown.effective;
    let lines = |lines: Vec<Line>| {
        let entry = |line: Line| (line.key, json!({ "value": line.value, "from": origin_json(line.origin) }));
        lines.into_iter().map(entry).collect::<Map<String, Value>>()
    };
    let mut values = lines(keys(effective));
    let mut guards = lines(guard(effective));
    let entry =
        |known: &Known<Recipients>| json!({ "value": recipients(&known.value), "from": origin_json(&known.origin) });
    guards.insert("recipients".to_owned(), effective.guard.recipients.iter().map(entry).collect());
    values.insert("guard".to_owned(), guards.into());
    let meaning = |(name, known): (&String, &Known<String>)| {
        (name.clone(), json!({ "value": known.value, "from": origin_json(&known.origin) }))
    };
    values.insert("glossary".to_owned(), effective.glossary.iter().map(meaning).collect::<Map<_, _>>().into());
    let rules = effective.rules.iter().map(|state| {
        let options = options(state).map(|(name, value)| {
            (name.to_owned(), json!({ "value": toml_value(value), "from": origin_json(&state.changed[name]) }))
        });
        let level = json!({ "value": state.level.value.name(), "from": origin_json(&state.level.origin) });
        let options = options.collect::<Map<_, _>>();
        (state.card.name.to_string(), json!({ "level": level, "options": options }))
    });
    values.insert("rules".to_owned(), rules.collect::<Map<_, _>>().into());
    let addresses: Vec<&str> = effective.contacts.iter().map(|contact: &Contact| contact.address.as_str()).collect();
    let out = json!({
        "path": shown.path,
        "files": shown.files,
        "preset": shown.preset,
        "contacts": addresses,
        "values": values,
    });
    serde_json::to_string_pretty(&out).unwrap_or_default()
}

fn origin_json(origin: &Origin) -> Value {
    match &origin.source {
        Source::Default => json!({ "source": "default" }),
        Source::Preset(name) => json!({ "source": "preset", "name": name, "line": origin.place.line }),
        Source::File(path) => {
            json!({ "source": "file", "path": path.as_ref(), "line": origin.place.line, "column": origin.place.column })
        }
        Source::CommandLine(option) => json!({ "source": "command line", "option": option }),
    }
}

/// A small settings file with comments, which starts from a preset if one is given.
pub fn start(preset: Option<&Preset>) -> String {
    let preset = match preset {
        Some(preset) => format!("# {}\npreset = \"{}\"", preset.about, preset.name),
        None => "# Start from settings for a kind of work: strict, remote-first, sales, support or list.\n\
                 # preset = \"remote-first\""
            .to_owned(),
    };
    format!(
        "# Settings of Presend for the drafts in this folder and below. `presend config show` tells\n\
         # what counts and why, `presend config schema` which keys there are.\n\n\
         {preset}\n\n\
         # Whose people are inside: rules about outsiders need it.\n\
         # own-domains = [\"example.com\"]\n\n\
         # Whose holidays count, and how 3/4 is read.\n\
         # country = \"GB\"\n\
         # date-order = \"day-month\"\n\n\
         [rules]\n\
         # off, info, warning, error or default; a rule, a group, or all. `presend rule` lists them.\n\
         # \"concise/too-long\" = {{ level = \"warning\", words = 300 }}\n\
         # hygiene = \"error\"\n\n\
         # [[overrides]]\n\
         # files = [\"newsletter/**\"]\n\
         # profile = \"list\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cards;
    use crate::settings::{PRESETS, file};

    #[test]
    fn the_file_to_start_from_is_right_also_with_all_its_examples() {
        for preset in PRESETS.iter().map(Some).chain([None]) {
            let text = start(preset);
            let read = file(&text).expect("it is right");
            assert_eq!(read.preset.map(|read| read.value.name), preset.map(|preset| preset.name));
            let is_example = |line: &&str| line.starts_with("# ") && (line.contains(" = ") || line.starts_with("# ["));
            let examples: Vec<&str> =
                text.lines().map(|line| if is_example(&line) { &line[2..] } else { line }).collect();
            file(&examples.join("\n")).unwrap_or_else(|problems| panic!("{problems:?}"));
        }
    }

    #[test]
    fn what_is_shown_is_a_settings_file_that_says_the_same() {
        let text = "country = \"GB\"\nown-domains = [\"a.example\"]\n[glossary]\n\"R&D\" = \"the \\\"lab\\\"\"\n\
                    [rules]\nconcise = \"off\"\n\"concise/too-long\" = { level = \"error\", words = 99 }\n";
        let read = file(text).expect("it is right");
        let mut effective = Effective::new(cards());
        effective.add(&Source::File("presend.toml".into()), &read.layer);
        let shown = Shown { path: ".", files: &["presend.toml"], preset: None, effective: &effective };
        let text = render(&shown);
        let line = "\"concise/too-long\" = { level = \"error\", words = 99 }";
        assert!(text.lines().any(|shown| shown.starts_with(line) && shown.ends_with("# presend.toml:7")), "{text}");
        assert!(text.contains("\"concise/hedge\" = \"off\""), "{text}");
        let again = file(&text).unwrap_or_else(|problems| panic!("{problems:?}"));
        let mut same = Effective::new(cards());
        same.add(&Source::Default, &again.layer);
        let levels = |effective: &Effective| effective.rules.iter().map(|rule| rule.level.value).collect::<Vec<_>>();
        assert_eq!(levels(&effective), levels(&same));
        assert_eq!(same.glossary["R&D"].value, "the \"lab\"");
        let json: Value = serde_json::from_str(&to_json(&shown)).expect("it is JSON");
        let long = &json["values"]["rules"]["concise/too-long"];
        assert_eq!(long["options"]["words"]["value"], 99);
        assert_eq!(long["level"]["from"]["line"], 7);
        assert_eq!(json["values"]["country"]["from"]["path"], "presend.toml");
    }
}
