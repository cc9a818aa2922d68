//! Floor 6: configuration text to [`Settings`].

mod contacts;
mod domain;
mod effective;
mod file;
mod guard;
mod layer;
mod near;
mod presets;
mod reader;
mod rule_table;
#[cfg(test)]
mod schema;
mod vcard;

pub use contacts::contacts;
pub use effective::{Effective, Known, RuleState, Selection};
pub use file::{File, Overrides, file, file_with_problems};
pub use guard::{Decision, Guard, GuardLayer, Milter, OnFailure, Recipients};
pub use layer::{Layer, Origin, Source};
pub use near::{edits, nearest};
pub use presets::{PRESETS, Preset};
pub use reader::{FileError, Place, Placed, Wrong};
pub use rule_table::{Chosen, RuleSetting, problems as rule_problems, unknown as unknown_selector};
pub use vcard::{is_vcard, vcard};

use crate::channel::model::{self, Model};
use crate::language::{Phrases, PhrasesBuilder};
use crate::rules::{self, Card, Level, Rule, RuleName};

/// What to look for, and how grave each finding is. Made once, used for all drafts.
pub struct Settings {
    /// The rules, by name, each with its level; those that are off included.
    pub rules: Vec<Rule>,
    /// The phrases of the language pack and of all rules.
    pub phrases: Phrases,
    /// The weights of the channel verdict.
    pub channel: Model,
    /// The least level that makes `presend check` fail.
    pub fail_level: Level,
    /// What guards do with a message that has findings.
    pub guard: Guard,
}

impl Default for Settings {
    fn default() -> Settings {
        // A test compiles each built-in card, so that none is lost here.
        Settings::with_cards(rules::cards(), &[])
            .unwrap_or_else(|_| Settings::of(Vec::new(), PhrasesBuilder::with_pack()))
    }
}

impl Settings {
    /// The built-in rules, some with another level. A name that is no rule's is an error
    /// that names those near it.
    pub fn new(levels: &[(RuleName, Level)]) -> Result<Settings, String> {
        Settings::with_cards(rules::cards(), levels)
    }

    /// The rules of these cards, some with another level.
    pub fn with_cards(cards: Vec<Card>, levels: &[(RuleName, Level)]) -> Result<Settings, String> {
        let mut phrases = PhrasesBuilder::with_pack();
        let mut rules = rules::compile(cards, &mut phrases)?;
        for (name, level) in levels {
            match rules.iter_mut().find(|rule| rule.card.name == *name) {
                Some(rule) => rule.level = *level,
                None => return Err(unknown_rule(name, &rules)),
            }
        }
        Ok(Settings::of(rules, phrases))
    }

    /// These rules, with the phrases that they look for.
    pub fn of(rules: Vec<Rule>, phrases: PhrasesBuilder) -> Settings {
        Settings {
            rules,
            phrases: phrases.build(),
            channel: model::built_in(),
            fail_level: Level::Warning,
            guard: Guard::default(),
        }
    }

    /// These settings with one rule only.
    pub fn only(mut self, name: &RuleName) -> Settings {
        self.rules.retain(|rule| rule.card.name == *name);
        self
    }
}

fn unknown_rule(name: &RuleName, rules: &[Rule]) -> String {
    let group: Vec<String> =
        rules.iter().filter(|r| r.card.name.group() == name.group()).map(|r| r.card.name.to_string()).collect();
    let known = match group.is_empty() {
        true => rules.iter().map(|rule| rule.card.name.to_string()).collect(),
        false => group,
    };
    format!("there is no rule “{name}”; known are: {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_set_by_name() {
        let long = RuleName("concise/too-long".into());
        let settings = Settings::new(&[(long.clone(), Level::Off)]).expect("there is such a rule");
        let level = |name: &RuleName| settings.rules.iter().find(|rule| rule.card.name == *name).map(|rule| rule.level);
        assert_eq!(level(&long), Some(Level::Off));
        assert_eq!(settings.rules.len(), Settings::default().rules.len());
        let error = Settings::new(&[(RuleName("concise/long".into()), Level::Off)]).err().unwrap_or_default();
        assert!(error.contains("concise/too-long") && !error.contains("point/"), "{error}");
    }
}
