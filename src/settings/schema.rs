//! The JSON Schema of the settings file, for editors: `presend.schema.json`. It is made here,
//! in a test, so that the program carries the file only. The reader of the file is written by
//! hand for the sake of its messages; tests hold the two against each other.

#![allow(dead_code, reason = "the types are never made: they are described")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::guard::{Milter, OnFailure};
use super::presets::PRESETS;
use crate::channel::Preference;
use crate::draft::Templates;
use crate::language::time::Country;
use crate::rules::{self, Card, DateOrder, Level, OptionValue, Profile};

/// Settings of Presend: presend.toml or .presend.toml. See docs/settings.md.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Presend {
    /// The file of known findings, which `presend baseline` writes, from the folder of this file.
    baseline: Option<String>,
    /// Folders of your own rules, from the folder of this file.
    cards: Option<Paths>,
    /// People: a file (TOML or vCard), several files, or the people themselves.
    contacts: Option<Contacts>,
    /// Settings files that this one goes on from, from the folder of this file. What stands here
    /// wins.
    extends: Option<Paths>,
    /// The least level that makes the check fail.
    #[schemars(schema_with = "fail_levels", default)]
    fail_level: Option<String>,
    /// What guards do with a message before it is sent.
    guard: Option<Guard>,
    /// Settings for some drafts only; later ones win.
    overrides: Option<Vec<Overrides>>,
    /// Settings for a kind of work that all others start from.
    #[schemars(schema_with = "presets", default)]
    preset: Option<String>,
    /// What drafts can differ in.
    #[serde(flatten)]
    layer: Layer,
}

/// What guards do with a message before it is sent.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Guard {
    /// How the guard in place of sendmail ends where it holds a message.
    #[schemars(schema_with = "held_exit_codes", default)]
    held_exit_code: Option<u8>,
    /// The least level that holds a message.
    #[schemars(schema_with = "levels", default)]
    hold: Option<String>,
    /// What the guard beside a mail server makes of a message that is held.
    #[schemars(schema_with = "milter", default)]
    milter: Option<String>,
    /// What becomes of a message when the guard itself fails.
    #[schemars(schema_with = "on_failure", default)]
    on_failure: Option<String>,
    /// What differs for mail to some domains; later ones win.
    recipients: Option<Vec<Recipients>>,
    /// The least level that asks the author, where somebody can be asked.
    #[schemars(schema_with = "levels", default)]
    warn: Option<String>,
}

/// What differs for mail to some domains.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Recipients {
    /// The domains; those below them count too.
    #[schemars(schema_with = "domains")]
    domains: Vec<String>,
    /// The least level that holds a message.
    #[schemars(schema_with = "levels", default)]
    hold: Option<String>,
    /// The least level that asks the author, where somebody can be asked.
    #[schemars(schema_with = "levels", default)]
    warn: Option<String>,
}

/// Settings for some drafts only.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Overrides {
    /// Globs of the drafts, in the form of .gitignore, from the folder of this file.
    files: Paths,
    /// What these drafts differ in.
    #[serde(flatten)]
    layer: Layer,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
struct Layer {
    /// The author's country: whose holidays are meant.
    #[schemars(schema_with = "countries", default)]
    country: Option<String>,
    /// How dates such as 3/4 are written.
    #[schemars(schema_with = "date_orders", default)]
    date_order: Option<String>,
    /// Acronyms that all readers know, each with what it stands for.
    glossary: Option<BTreeMap<String, String>>,
    /// The domains of your own house, those below them included.
    own_domains: Option<Vec<String>>,
    /// What kind of message every draft is.
    #[schemars(schema_with = "profiles", default)]
    profile: Option<String>,
    /// Levels and options of rules, by rule, by group, or for all.
    rules: Option<Rules>,
    /// Whether drafts are templates: as each shows, none, or all of this dialect.
    #[schemars(schema_with = "templates", default)]
    template: Option<String>,
}

/// A path, or several.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Paths {
    One(String),
    Several(Vec<String>),
}

#[derive(JsonSchema)]
#[serde(untagged)]
enum Contacts {
    Files(Paths),
    People(Vec<Contact>),
}

/// What somebody told you about themselves.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Contact {
    /// The mail address, by which drafts find the person.
    address: String,
    /// How the person is called in drafts.
    name: Option<String>,
    /// Other names that a greeting may use.
    nicknames: Option<Vec<String>>,
    /// Whether the person is outside your house.
    external: Option<bool>,
    /// The channel that the person prefers.
    #[schemars(schema_with = "preferences", default)]
    prefers: Option<String>,
    /// Where the person works, as an IANA time zone.
    zone: Option<String>,
    /// From when to when the person works: 9:00-17:00.
    hours: Option<String>,
    /// The language the person reads, as two letters.
    language: Option<String>,
    /// Whether you have not dealt with the person before.
    first_contact: Option<bool>,
}

fn choice<'a>(names: impl IntoIterator<Item = &'a str>) -> Schema {
    json_schema!({ "enum": names.into_iter().collect::<Vec<_>>() })
}

fn fail_levels(_: &mut SchemaGenerator) -> Schema {
    choice(["info", "warning", "error"])
}

fn levels(_: &mut SchemaGenerator) -> Schema {
    choice(Level::ALL.map(Level::name))
}

fn on_failure(_: &mut SchemaGenerator) -> Schema {
    choice(OnFailure::ALL.map(|(name, _)| name))
}

fn milter(_: &mut SchemaGenerator) -> Schema {
    choice(Milter::ALL.map(|(name, _)| name))
}

fn domains(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "minItems": 1, "items": { "type": "string", "pattern": "^[^.@*\\s][^@*\\s]*$" } })
}

fn held_exit_codes(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": [65, 75] })
}

fn presets(_: &mut SchemaGenerator) -> Schema {
    let one = |preset: &super::Preset| json!({ "const": preset.name, "description": preset.about });
    json_schema!({ "oneOf": PRESETS.iter().map(one).collect::<Vec<_>>() })
}

fn countries(_: &mut SchemaGenerator) -> Schema {
    choice(Country::known().iter().map(Country::letters))
}

fn date_orders(_: &mut SchemaGenerator) -> Schema {
    choice(DateOrder::ALL.map(DateOrder::name))
}

fn profiles(_: &mut SchemaGenerator) -> Schema {
    choice(Profile::ALL.map(Profile::name))
}

fn templates(_: &mut SchemaGenerator) -> Schema {
    choice(Templates::all().into_iter().map(|(name, _)| name))
}

fn preferences(_: &mut SchemaGenerator) -> Schema {
    choice(Preference::ALL.map(Preference::name))
}

/// `[rules]`. Your own rules are not known here, so that a name that is none of ours may stand.
struct Rules;

impl JsonSchema for Rules {
    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<RuleLevel>();
        let cards = rules::cards();
        let mut properties = Map::new();
        properties.insert("all".to_owned(), json!({ "description": "All rules.", "anyOf": group(&level) }));
        for card in &cards {
            let described = format!("All rules of the group {}.", card.name.group());
            let schema = json!({ "description": described, "anyOf": group(&level) });
            properties.entry(card.name.group()).or_insert(schema);
        }
        for card in &cards {
            properties.insert(card.name.to_string(), rule(card, &level));
        }
        json_schema!({
            "type": "object",
            "properties": properties,
            "additionalProperties": { "anyOf": [level, { "type": "object" }] },
        })
    }
}

fn group(level: &Schema) -> Value {
    json!([level, { "type": "object", "properties": { "level": level }, "additionalProperties": false }])
}

/// The level of a rule, or a table with its level and options.
fn rule(card: &Card, level: &Schema) -> Value {
    let (known, _) = rules::options(card).expect("a built-in card makes a rule");
    let mut options = Map::from_iter([("level".to_owned(), json!(level))]);
    for name in known {
        let default = card.options.iter().find(|(of_card, _)| *of_card == name).map(|(_, value)| value);
        let schema = match default {
            Some(OptionValue::Boolean(_)) => json!({ "type": "boolean" }),
            Some(OptionValue::Text(_)) => json!({ "type": "string" }),
            Some(OptionValue::List(_)) => json!({ "type": "array", "items": { "type": "string" } }),
            Some(OptionValue::Pairs(_)) => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            Some(OptionValue::Integer(_)) => json!({ "type": "integer", "minimum": 0 }),
            // What is on no card can be of several kinds; presend tells when it is wrong.
            None => json!(true),
        };
        if matches!(default, Some(OptionValue::List(_) | OptionValue::Pairs(_))) {
            options.insert(format!("extend-{name}"), schema.clone());
        }
        options.insert(name, schema);
    }
    let table = json!({ "type": "object", "properties": options, "additionalProperties": false });
    json!({ "description": card.summary, "anyOf": [level, table] })
}

/// A level of rules; default is the one of each card.
struct RuleLevel;

impl JsonSchema for RuleLevel {
    fn schema_name() -> Cow<'static, str> {
        "Level".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        choice(Level::ALL.map(Level::name).into_iter().chain(["default"]))
    }
}

/// TOML has no null: what may be left out is left out.
fn without_null(schema: &mut Schema) {
    let is_null = |value: &Value| value == &json!("null") || value == &json!({ "type": "null" });
    if schema.get("default") == Some(&Value::Null) {
        schema.remove("default");
    }
    for list in ["type", "anyOf"] {
        let Some(Value::Array(items)) = schema.get_mut(list) else { continue };
        items.retain(|item| !is_null(item));
        if items.len() > 1 {
            continue;
        }
        match (items.pop(), list) {
            (Some(Value::Object(only)), "anyOf") => {
                schema.remove(list);
                only.into_iter().for_each(|(key, value)| {
                    schema.ensure_object().entry(key).or_insert(value);
                });
            }
            (Some(only), _) => {
                schema.insert(list.to_owned(), only);
            }
            (None, _) => {}
        }
    }
}

/// The schema as it is committed.
fn schema() -> String {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(without_null));
    let schema = settings.into_generator().into_root_schema_for::<Presend>();
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::settings::{
        contacts, file,
        file::FILE_KEYS,
        guard::{GUARD_KEYS, RECIPIENT_KEYS},
        layer::KEYS,
        rule_problems,
    };

    fn validator() -> jsonschema::Validator {
        jsonschema::validator_for(&serde_json::from_str(&schema()).expect("it is JSON")).expect("it is a schema")
    }

    /// What is wrong with a file by the schema.
    fn faults(validator: &jsonschema::Validator, text: &str) -> Vec<String> {
        let value: toml::Table = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let value = serde_json::to_value(value).expect("TOML is JSON");
        validator.iter_errors(&value).map(|error| error.to_string()).collect()
    }

    /// After a change that is meant, run with TRYCMD=overwrite.
    #[test]
    fn the_committed_schema_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("presend.schema.json");
        if std::env::var_os("TRYCMD").is_some_and(|value| value == "overwrite") {
            std::fs::write(&path, schema()).expect("it can be written");
        }
        assert!(std::fs::read_to_string(path).expect("it is there") == schema(), "run with TRYCMD=overwrite");
    }

    #[test]
    fn the_schema_has_the_keys_of_the_reader() {
        let schema: Value = serde_json::from_str(&schema()).expect("it is JSON");
        let keys = |at: &str| -> BTreeSet<String> {
            let table = schema.pointer(at).and_then(Value::as_object).unwrap_or_else(|| panic!("{at} in {schema}"));
            table.keys().cloned().collect()
        };
        let set = |lists: &[&[&str]]| lists.concat().iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        assert_eq!(keys("/properties"), set(&[&FILE_KEYS, &KEYS]));
        assert_eq!(keys("/definitions/Overrides/properties"), set(&[&["files"], &KEYS]));
        assert_eq!(keys("/definitions/Guard/properties"), set(&[&GUARD_KEYS]));
        assert_eq!(keys("/definitions/Recipients/properties"), set(&[&RECIPIENT_KEYS]));
        assert_eq!(keys("/definitions/Contact/properties"), set(&[&contacts::KEYS]));
    }

    #[test]
    fn what_the_documents_show_is_right_by_the_schema_and_by_the_reader() {
        let validator = validator();
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let page = |name: &str| std::fs::read_to_string(docs.join(name)).expect("it is there");
        let pages = page("settings.md") + &page("contacts.md");
        let blocks = pages.split("\n```toml\n").skip(1).map(|rest| rest.split("\n```").next().unwrap_or_default());
        let examples: Vec<&str> = blocks.chain(PRESETS.iter().map(|preset| preset.text)).collect();
        assert!(examples.len() > 10, "{}", examples.len());
        for example in examples {
            let read = file(example).unwrap_or_else(|problems| panic!("{problems:?}\n{example}"));
            let layers = read.overrides.iter().map(|overrides| &overrides.layer).chain([&read.layer]);
            for layer in layers {
                assert_eq!(rule_problems(&layer.rules, &rules::cards()), [], "{example}");
            }
            assert_eq!(faults(&validator, example), [""; 0], "{example}");
        }
    }

    #[test]
    fn what_is_wrong_is_wrong_by_the_schema_and_by_the_reader() {
        let validator = validator();
        for wrong in [
            "profil = \"chat\"",
            "profile = \"mail\"",
            "profile = 3",
            "country = \"Wales\"",
            "date-order = \"year\"",
            "preset = \"stricter\"",
            "fail-level = \"off\"",
            "[guard]\nhold = \"errors\"",
            "[guard]\nheld-exit-code = 1",
            "[guard]\nstop = \"error\"",
            "[guard]\nmilter = \"bounce\"",
            "[[guard.recipients]]\nhold = \"off\"",
            "[[guard.recipients]]\ndomains = [\"@a.example\"]",
            "extends = 1",
            "baseline = [\"known.json\"]",
            "own-domains = \"a.example\"",
            "glossary = [\"SLA\"]",
            "[rules]\nconcise = \"none\"",
            "[rules]\n\"concise/too-long\" = 3",
            "[rules.concise]\nwords = 3",
            "[[overrides]]\nprofile = \"chat\"",
            "[[overrides]]\nfiles = \"*.md\"\npreset = \"strict\"",
            "[[contacts]]\nname = \"Ana\"",
            "[[contacts]]\naddress = \"a@b.example\"\nprefer = \"phone\"",
        ] {
            assert!(file(wrong).is_err(), "the reader takes {wrong}");
            assert!(!faults(&validator, wrong).is_empty(), "the schema takes {wrong}");
        }
    }
}
