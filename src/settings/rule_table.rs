//! `[rules]`: the levels and options of rules, by rule, by group, or for all.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use super::near::nearest;
use super::reader::{FileError, Place, Placed, Reader, Value, Wrong, choice};
use crate::rules::{self, Card, Level, OptionValue, RuleName};

/// What a table says of a rule, a group or all rules.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// Which rules: a rule's name, a group, or [`ALL`].
    pub selector: String,
    /// Where it stands.
    pub place: Place,
    /// Their level.
    pub level: Option<Chosen>,
    /// The options of the rule, each with the place of its name.
    pub options: Vec<(String, Placed<OptionValue>)>,
}

/// A level as it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The one of each rule's card.
    Default,
    /// This one.
    Level(Level),
}

/// The name that stands for all rules.
pub const ALL: &str = "all";

/// What the name of an option starts with that adds to the list on the card.
const EXTEND: &str = "extend-";

/// Reads the table.
pub fn read(reader: &mut Reader, value: &Value) -> Result<Vec<RuleSetting>, Wrong> {
    let DeValue::Table(entries) = value.get_ref() else {
        return Err("is a table: \"deadline/missing\" = \"info\"".into());
    };
    let mut settings = Vec::new();
    for (name, value) in entries {
        let selector = name.get_ref().to_string();
        let place = reader.placed(name.span().start, ()).place;
        let mut setting = RuleSetting { selector, place, level: None, options: Vec::new() };
        match value.get_ref() {
            DeValue::Table(table) => rule(reader, &mut setting, table),
            _ => level(reader, &mut setting, value),
        }
        settings.push(setting);
    }
    // What holds for many comes before what holds for few, so that this wins.
    settings.sort_by_key(|setting| (std::cmp::Reverse(breadth(&setting.selector)), setting.place));
    Ok(settings)
}

/// A table for a rule: its level and options.
fn rule(reader: &mut Reader, setting: &mut RuleSetting, table: &DeTable) {
    for (key, value) in table {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        if name == "level" {
            level(reader, setting, value);
        } else if setting.selector.contains('/') {
            match option(value) {
                Some(value) => setting.options.push((name.to_owned(), reader.placed(at, value))),
                None => {
                    let fault = if value.get_ref().is_integer() { "is too large a number" } else { VALUES };
                    reader.problem(value.span().start, format!("“{name}” {fault}"));
                }
            }
        } else {
            let group = &setting.selector;
            reader.problem(at, format!("only a rule has options; for the rule write \"{group}/{name}\" = …"));
        }
    }
}

const VALUES: &str = "is a whole number, true or false, a text, a list of texts, or a table of texts";

fn level(reader: &mut Reader, setting: &mut RuleSetting, value: &Value) {
    let levels = Level::ALL.map(|level| (level.name(), Chosen::Level(level)));
    match choice(value, &[&levels[..], &[("default", Chosen::Default)]].concat()) {
        Ok(level) => setting.level = Some(level),
        Err(wrong) => reader.problem(value.span().start, wrong.of(&format!("the level of {}", setting.selector))),
    }
}

fn option(value: &Value) -> Option<OptionValue> {
    let text = |value: &Value| match value.get_ref() {
        DeValue::String(text) => Some(Cow::Owned(text.to_string())),
        _ => None,
    };
    match value.get_ref() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(OptionValue::Integer),
        DeValue::Boolean(switch) => Some(OptionValue::Boolean(*switch)),
        DeValue::String(_) => text(value).map(OptionValue::Text),
        DeValue::Array(items) => items.iter().map(text).collect::<Option<_>>().map(OptionValue::List),
        DeValue::Table(table) => {
            let pair = |(key, value): (&toml::Spanned<toml::de::DeString>, &Value)| {
                Some((Cow::Owned(key.get_ref().to_string()), text(value)?))
            };
            table.iter().map(pair).collect::<Option<_>>().map(OptionValue::Pairs)
        }
        _ => None,
    }
}

/// For how many rules a name stands: 2 for all, 1 for a group, 0 for one rule.
pub fn breadth(selector: &str) -> u8 {
    match selector {
        ALL => 2,
        _ if selector.contains('/') => 0,
        _ => 1,
    }
}

/// Whether a rule, a group or all rules are meant by a name, and the rule is among them.
pub fn selects(selector: &str, rule: &RuleName) -> bool {
    selector == ALL || rule.0 == selector || rule.group() == selector
}

/// What is wrong with a name that is meant to stand for some of these rules; none where it does.
pub fn unknown(selector: &str, rules: &[&RuleName]) -> Option<Wrong> {
    if rules.iter().any(|rule| selects(selector, rule)) {
        return None;
    }
    let without_group = rules.iter().find(|rule| rule.0.rsplit('/').next() == Some(selector));
    let known = match without_group {
        Some(rule) => Some(rule.0.as_ref()),
        None => nearest(selector, rules.iter().flat_map(|rule| [rule.0.as_ref(), rule.group()]).chain([ALL])),
    };
    let kind = if selector.contains('/') { "rule" } else { "rule or group of rules" };
    let problem = format!("there is no {kind} “{selector}”");
    Some(match known {
        Some(near) => Wrong::meant(&problem, near),
        None => format!("{problem}; `presend rule` lists all").into(),
    })
}

/// Puts an option in its place on a card, or says what is wrong with its kind.
pub fn put(card: &mut Card, name: &str, value: &OptionValue) -> Result<(), String> {
    let known = |name: &str| card.options.iter().position(|(known, _)| known == name);
    let extended = name.strip_prefix(EXTEND).and_then(known);
    if let (Some(at), None) = (extended, known(name)) {
        return match (&mut card.options[at].1, value) {
            (OptionValue::List(list), OptionValue::List(more)) => {
                list.extend(more.iter().cloned());
                Ok(())
            }
            (OptionValue::Pairs(pairs), OptionValue::Pairs(more)) => {
                pairs.retain(|(key, _)| !more.iter().any(|(new, _)| new == key));
                pairs.extend(more.iter().cloned());
                Ok(())
            }
            (OptionValue::List(_), _) => Err(format!("the option “{name}” must be a list of texts")),
            (OptionValue::Pairs(_), _) => Err(format!("the option “{name}” must be a table of texts")),
            _ => Err(format!("there is nothing to extend in “{}”: set it", &name[EXTEND.len()..])),
        };
    }
    match known(name) {
        Some(at) => card.options[at].1 = value.clone(),
        None => card.options.push((Cow::Owned(name.to_owned()), value.clone())),
    }
    Ok(())
}

/// What is wrong with settings of rules, given the cards of all rules there are.
pub fn problems(settings: &[RuleSetting], cards: &[Card]) -> Vec<FileError> {
    let names: Vec<&RuleName> = cards.iter().map(|card| &card.name).collect();
    let mut problems = Vec::new();
    for setting in settings {
        match cards.iter().find(|card| card.name.0 == setting.selector) {
            Some(card) => problems.extend(wrong_options(setting, card)),
            None => problems.extend(unknown(&setting.selector, &names).map(|wrong| wrong.at(setting.place))),
        }
    }
    problems.sort();
    problems
}

/// What is wrong with the options of a rule.
fn wrong_options(setting: &RuleSetting, card: &Card) -> Vec<FileError> {
    if setting.options.is_empty() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let mut changed = card.clone();
    for (name, value) in &setting.options {
        if let Err(message) = put(&mut changed, name, &value.value) {
            problems.push(Wrong::from(message).at(value.place));
        }
    }
    let Ok((known, faults)) = rules::options(&changed) else { return problems };
    let longer = card.options.iter().filter(|(_, value)| matches!(value, OptionValue::List(_) | OptionValue::Pairs(_)));
    let longer: Vec<String> = longer.map(|(name, _)| format!("{EXTEND}{name}")).collect();
    for (name, value) in &setting.options {
        let is_known = known.iter().any(|known| known == name);
        let of_it = faults.iter().filter(|fault| fault.key == *name && is_known);
        problems.extend(of_it.map(|fault| Wrong::from(fault.message.as_str()).at(value.place)));
        if !is_known && changed.options.iter().any(|(put, _)| put == name) {
            let problem = format!("the rule {} has no option “{name}”", card.name);
            let wrong = match nearest(name, known.iter().chain(&longer).map(String::as_str).chain(["level"])) {
                Some(near) => Wrong::meant(&problem, near),
                None => format!("{problem}; it has {}", known.join(", ")).into(),
            };
            problems.push(wrong.at(value.place));
        }
    }
    problems
}
