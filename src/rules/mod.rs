//! Floor 5: cards and checks. A rule is a card, and a check only where the card can't
//! say it.

mod card;
mod subject;

pub use card::{Card, Example, Level, OptionValue, RuleName, Source};
pub use subject::{Check, Contact, Context, Subject};

use crate::language::PhrasesBuilder;

/// A rule ready to run: a card, its level by the settings, and its check.
pub struct Rule {
    /// The card.
    pub card: Card,
    /// The level by the settings, else by the card.
    pub level: Level,
    /// What looks for findings.
    pub check: Box<dyn Check>,
}

/// The built-in cards, by name.
pub fn cards() -> Vec<Card> {
    Vec::new()
}

/// The rules of these cards, their phrases added to `phrases`.
pub fn compile(cards: Vec<Card>, phrases: &mut PhrasesBuilder) -> Vec<Rule> {
    let _ = (cards, phrases);
    Vec::new()
}
