//! Floor 5: cards and checks. A rule is a card, and a check only where the card can't
//! say it.

mod ask;
pub mod card;
mod channel;
mod concise;
mod context;
mod deadline;
mod facts;
mod format;
mod gate;
mod hygiene;
mod meeting;
mod patterns;
mod point;
mod replacing;
mod rewrite;
mod said;
mod setup;
mod steps;
mod subject;
mod template;

pub use card::{Card, Evidence, Example, Level, OptionValue, RuleName, Source};
pub use context::{Context, DateOrder, Profile};
pub use facts::Facts;
pub use gate::{Gate, Need};
pub use setup::{CardFault, Setup};
pub use subject::{Check, Situation, Subject};

use crate::language::PhrasesBuilder;
use crate::text::Finding;

/// Makes a check from the options of a card.
type Build = fn(&mut Setup) -> Box<dyn Check>;

/// The checks that a card can name: the pattern kinds, then those of each group.
fn checks() -> impl Iterator<Item = &'static (&'static str, Build)> {
    [
        patterns::CHECKS,
        ask::CHECKS,
        channel::CHECKS,
        concise::CHECKS,
        deadline::CHECKS,
        format::CHECKS,
        hygiene::CHECKS,
        meeting::CHECKS,
        point::CHECKS,
        template::CHECKS,
    ]
    .into_iter()
    .flatten()
}

/// A rule ready to run: a card, its level by the settings, and its check.
pub struct Rule {
    /// The card.
    pub card: Card,
    /// The level by the settings, else by the card.
    pub level: Level,
    /// Which drafts the check is asked of.
    pub gate: Gate,
    /// What looks for findings.
    pub check: Box<dyn Check>,
}

impl Rule {
    /// What the rule finds, the most telling first, as many as its card lets through.
    pub fn find(&self, subject: &Subject) -> Vec<Finding> {
        let speaks = self.card.any_language || subject.reading.language.is_english();
        if !speaks || !self.gate.opens(subject) {
            return Vec::new();
        }
        self.check.check(subject)
    }
}

/// The cards from `rules/`, made into a table when the program was built.
mod built_in {
    use std::borrow::Cow;

    use super::{Card, Evidence, Example, Level, OptionValue, RuleName, Source};

    include!(concat!(env!("OUT_DIR"), "/cards.rs"));
}

/// The built-in cards, by name.
pub fn cards() -> Vec<Card> {
    built_in::cards()
}

/// The rules of these cards, their phrases added to `phrases`; or what is wrong with the
/// first card that makes no rule.
pub fn compile(cards: Vec<Card>, phrases: &mut PhrasesBuilder) -> Result<Vec<Rule>, String> {
    let rule = |card: Card| {
        let name = card.name.clone();
        compile_one(card, phrases).map_err(|fault| format!("{name}: {fault}"))
    };
    cards.into_iter().map(rule).collect()
}

/// The rule of a card, its phrases added to `phrases`; or the first that is wrong with the card.
pub fn compile_one(card: Card, phrases: &mut PhrasesBuilder) -> Result<Rule, CardFault> {
    let mut setup = Setup::new(&card, phrases);
    let check = build_of(&card)?(&mut setup);
    let gate = setup.gate();
    match setup.finish().1.into_iter().next() {
        None => Ok(Rule { level: card.level, card, gate, check }),
        Some(fault) => Err(fault),
    }
}

/// The names of the options that the check of a card knows, and all that is wrong with those
/// on the card.
pub fn options(card: &Card) -> Result<(Vec<String>, Vec<CardFault>), CardFault> {
    let mut phrases = PhrasesBuilder::default();
    let mut setup = Setup::new(card, &mut phrases);
    build_of(card)?(&mut setup);
    Ok(setup.finish())
}

/// What makes the check of a card.
fn build_of(card: &Card) -> Result<Build, CardFault> {
    checks().find(|(name, _)| *name == card.check).map(|(_, build)| *build).ok_or_else(|| {
        let known: Vec<&str> = checks().map(|(name, _)| *name).collect();
        let message = format!("unknown check “{}”; known are: {}", card.check, known.join(", "));
        CardFault { key: "check".to_owned(), message }
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn names_in_folder() -> Vec<String> {
        let mut names = Vec::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        for group in std::fs::read_dir(folder).expect("the folder is there").flatten() {
            let group = group.path();
            if group.is_dir() && !["presets", "weights", "words"].iter().any(|name| group.ends_with(name)) {
                for card in std::fs::read_dir(&group).expect("the folder is there").flatten() {
                    let part =
                        |path: Option<&std::ffi::OsStr>| path.expect("it has a name").to_string_lossy().into_owned();
                    names.push(format!("{}/{}", part(group.file_name()), part(card.path().file_stem())));
                }
            }
        }
        names.sort();
        names
    }

    #[test]
    fn the_table_holds_what_the_reader_makes_of_the_files() {
        let cards = cards();
        assert_eq!(cards.iter().map(|card| card.name.to_string()).collect::<Vec<_>>(), names_in_folder());
        for card in cards {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/{}.toml", card.name));
            let text = std::fs::read_to_string(&path).expect("the card is there");
            assert_eq!(card::read(&card.name.0, &text).expect("the card is right"), card);
        }
    }

    #[test]
    fn every_card_makes_a_rule_and_every_check_is_used() {
        let mut used = vec!["require".to_owned()];
        for card in cards() {
            let check = card.check.to_string();
            let name = card.name.clone();
            if let Err(fault) = compile_one(card, &mut PhrasesBuilder::default()) {
                panic!("{name}: {fault}");
            }
            used.push(check);
        }
        for (name, _) in checks() {
            assert!(used.iter().any(|used| used == name), "no card uses the check {name}");
        }
    }

    #[test]
    fn related_rules_and_evidence_are_named() {
        let cards = cards();
        for card in &cards {
            for related in &card.related {
                assert!(cards.iter().any(|other| other.name.0 == *related), "{}: no rule {related}", card.name);
            }
            assert!(!card.sources.is_empty(), "{}: no source", card.name);
            let count = |is: fn(&Example) -> bool| card.examples.iter().filter(|example| is(example)).count();
            assert!(count(|e| e.bad.is_some()) >= 2, "{}: fewer than two bad examples", card.name);
            assert!(count(|e| e.good.is_some()) >= 4, "{}: fewer than four good examples", card.name);
        }
    }

    #[test]
    fn a_card_speaks_for_itself() {
        // An editor shows it to people who have none of our documents.
        for card in cards() {
            let texts = [&card.summary, &card.cost, &card.why].into_iter().chain(card.sources.iter().map(|s| &s.text));
            for text in texts {
                assert!(!text.contains("docs/") && !text.contains("](#"), "{}: {text}", card.name);
            }
        }
    }

    #[test]
    fn a_wrong_card_is_told_what_is_known() {
        let mut card = cards().remove(0);
        card.options.push(("wrong".into(), OptionValue::Boolean(true)));
        let error = |card| compile_one(card, &mut PhrasesBuilder::default()).err().expect("it is wrong").message;
        assert!(error(card.clone()).contains("unknown option “wrong”; check"), "{}", error(card));
        let mut card = cards().remove(0);
        card.check = "magic".into();
        assert!(error(card).contains("known are: phrases, replace, limit, require"));
    }
}
