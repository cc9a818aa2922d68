//! `presend rule`: the card of a rule, or the list of all; `presend rule test`: whether the
//! examples of cards hold.

use std::path::PathBuf;

use super::options::{Rule, RuleCommand, RuleFormat, RuleTest};
use super::{Ending, given, paint, print, say};
use crate::check::examples;
use crate::report::{card, counted, rules_page};
use crate::rules::{self, Card};
use crate::settings::edits;
use crate::shell::config::{self, CardFile};

/// Shows a rule, a group of rules, or all; or tries the examples of cards.
pub fn run(options: Rule) -> Ending {
    if let Some(RuleCommand::Test(options)) = options.command {
        return test(&options);
    }
    let cards = match given::project(options.config.as_deref()) {
        Ok(project) => project.all_cards(),
        Err(problems) => return wrong(&problems),
    };
    let paint = paint(options.color);
    let list = |cards: &[Card]| match options.output_format {
        RuleFormat::Json => format!("{:#}\n", serde_json::Value::Array(cards.iter().map(card::to_json).collect())),
        RuleFormat::Markdown => rules_page::page(cards),
        RuleFormat::Text => card::list(cards, paint),
    };
    let Some(name) = options.name else {
        print(&list(&cards));
        return Ending::Clean;
    };
    if let Some(card) = cards.iter().find(|card| card.name.0 == name) {
        print(&match options.output_format {
            RuleFormat::Json => format!("{:#}\n", card::to_json(card)),
            RuleFormat::Markdown => rules_page::section(card, |name| format!("`{name}`")),
            RuleFormat::Text => card::render(card, paint),
        });
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

fn wrong(problems: &[String]) -> Ending {
    problems.iter().for_each(|problem| say(problem));
    Ending::Usage
}

/// Tries the examples of cards and says which do not hold.
fn test(options: &RuleTest) -> Ending {
    let cards = match cards_to_test(options) {
        Ok(cards) => cards,
        Err(problems) => return wrong(&problems),
    };
    let (mut tried, mut failing, mut ending) = (0, 0, Ending::Clean);
    for (path, card) in &cards {
        let failures = card.as_ref().map_err(Clone::clone).and_then(|card| {
            tried += card.examples.len();
            examples::failures(card).map_err(|fault| format!("{}: {fault}", path.display()))
        });
        match failures {
            Ok(failures) => {
                failing += failures.len();
                for failure in &failures {
                    let line = format!("{}:{}: {}", path.display(), failure.line, failure.message);
                    print(&format!("{}\n", crate::report::escape::visible(&line)));
                }
            }
            Err(problem) => {
                say(&problem);
                ending = Ending::Usage;
            }
        }
    }
    let cards = match cards.iter().filter(|(_, card)| card.is_ok()).count() {
        0 => return ending,
        right => counted(right, "card"),
    };
    print(&match failing {
        0 => format!("{} of {cards}, all hold\n", counted(tried, "example")),
        failing => format!("{} of {cards}: {}\n", counted(tried, "example"), counted(failing, "fault")),
    });
    if failing > 0 { ending.max(Ending::Findings) } else { ending }
}

/// The cards at the paths, else those that the settings file names, else the built-in ones.
fn cards_to_test(options: &RuleTest) -> Result<Vec<CardFile>, Vec<String>> {
    if !options.paths.is_empty() {
        return config::cards_to_try(&options.paths).map_err(|problem| vec![problem]);
    }
    let folders = config::card_folders(options.config.as_deref())?;
    if !folders.is_empty() {
        return config::cards_to_try(&folders).map_err(|problem| vec![problem]);
    }
    let built_in = rules::cards().into_iter();
    Ok(built_in.map(|card| (PathBuf::from(format!("rules/{}.toml", card.name)), Ok(card))).collect())
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
