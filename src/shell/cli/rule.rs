//! `presend rule`: the card of a rule, or the list of all.

use super::options::{Rule, RuleFormat};
use super::{Ending, paint, print, say};
use crate::report::card;
use crate::rules::{self, Card};
use crate::settings::edits;

/// Shows a rule, a group of rules, or all.
pub fn run(options: Rule) -> Ending {
    let cards = rules::cards();
    let paint = paint(options.color);
    let json = options.output_format == RuleFormat::Json;
    let list = |cards: &[Card]| match json {
        true => format!("{:#}\n", serde_json::Value::Array(cards.iter().map(card::to_json).collect())),
        false => card::list(cards, paint),
    };
    let Some(name) = options.name else {
        print(&list(&cards));
        return Ending::Clean;
    };
    if let Some(card) = cards.iter().find(|card| card.name.0 == name) {
        print(&if json { format!("{:#}\n", card::to_json(card)) } else { card::render(card, paint) });
        return Ending::Clean;
    }
    let group: Vec<Card> = cards.iter().filter(|card| card.name.group() == name).cloned().collect();
    if !group.is_empty() {
        print(&list(&group));
        return Ending::Clean;
    }
    let hint = match nearest(&name, &cards) {
        Some(near) => format!("did you mean {near}?"),
        None => "`presend rule` lists all rules".to_owned(),
    };
    say(&format!("there is no rule {name}; {hint}"));
    Ending::Usage
}

/// The rule whose name, with or without its group, is nearest to what was asked for.
fn nearest<'a>(name: &str, cards: &'a [Card]) -> Option<&'a str> {
    let name: String = name.chars().take(100).collect();
    let distance = |card: &Card| {
        let full = card.name.0.as_ref();
        let short = full.rsplit('/').next().unwrap_or(full);
        edits(&name, full).min(edits(&name, short))
    };
    let best = cards.iter().min_by_key(|card| distance(card))?;
    (distance(best) <= (name.chars().count() / 2).max(2)).then_some(best.name.0.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_rule_finds_its_name_and_nonsense_none() {
        let cards = rules::cards();
        assert_eq!(nearest("deadline/mising", &cards), Some("deadline/missing"));
        assert_eq!(nearest("qqqqqqqqqqqqqqqqqqqqqqqq", &cards), None);
    }
}
