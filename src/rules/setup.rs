use std::borrow::Cow;
use std::fmt;

use super::card::{Card, OptionValue};
use super::gate::{Gate, Need};
use super::subject::Situation;
use crate::language::{ListId, PhrasesBuilder};

/// What is wrong with a card that was read: it makes no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFault {
    /// The key of the card or the option that is to blame.
    pub key: String,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl fmt::Display for CardFault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What a check is made from: the options of its card. Every option that a check asks
/// for must stand on the card, and every option on the card must be asked for, so that
/// a misspelt one can't go unnoticed.
pub struct Setup<'a> {
    card: &'a Card,
    phrases: &'a mut PhrasesBuilder,
    gate: Gate,
    asked: Vec<String>,
    problems: Vec<CardFault>,
}

impl<'a> Setup<'a> {
    /// The options of a card; their phrases go to `phrases`.
    pub fn new(card: &'a Card, phrases: &'a mut PhrasesBuilder) -> Setup<'a> {
        Setup { card, phrases, gate: Gate::default(), asked: Vec::new(), problems: Vec::new() }
    }

    /// A whole number, not negative.
    pub fn number(&mut self, name: &str) -> usize {
        let number = self.number_if_any(name);
        self.required(name, number)
    }

    /// A whole number, not negative, that may be left out.
    pub fn number_if_any(&mut self, name: &str) -> Option<usize> {
        match self.option(name)? {
            OptionValue::Integer(number) if *number >= 0 => usize::try_from(*number).ok(),
            _ => self.wrong(name, "a whole number, 0 or more"),
        }
    }

    /// A switch; off where it is left out.
    pub fn switch(&mut self, name: &str) -> bool {
        match self.option(name) {
            None => false,
            Some(OptionValue::Boolean(switch)) => *switch,
            Some(_) => self.wrong(name, "true or false").unwrap_or_default(),
        }
    }

    /// A text.
    pub fn text(&mut self, name: &str) -> Cow<'static, str> {
        let text = self.text_if_any(name);
        self.required(name, text)
    }

    /// A text that may be left out.
    pub fn text_if_any(&mut self, name: &str) -> Option<Cow<'static, str>> {
        match self.option(name)? {
            OptionValue::Text(text) => Some(text.clone()),
            _ => self.wrong(name, "a text"),
        }
    }

    /// A text that is one of a few; the first where it is left out.
    pub fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.text_if_any(name);
        let found = text.as_ref().map(|text| choices.iter().find(|(choice, _)| choice == text));
        if let (Some(text), Some(None)) = (&text, found) {
            let allowed: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            self.problem(name, format!("the option “{name}” is “{text}”; allowed: {}", allowed.join(", ")));
        }
        found.flatten().unwrap_or(&choices[0]).1
    }

    /// A list of texts; empty where it is left out.
    pub fn list(&mut self, name: &str) -> Vec<Cow<'static, str>> {
        match self.option(name) {
            None => Vec::new(),
            Some(OptionValue::List(texts)) => texts.clone(),
            Some(_) => self.wrong(name, "a list of texts").unwrap_or_default(),
        }
    }

    /// A list of phrases that is looked for in every draft.
    pub fn phrases(&mut self, name: &str) -> ListId {
        let phrases = self.list(name);
        self.find(phrases.iter().map(Cow::as_ref))
    }

    /// Has phrases looked for in every draft.
    pub fn find<'p>(&mut self, phrases: impl IntoIterator<Item = &'p str>) -> ListId {
        self.phrases.add(phrases)
    }

    /// A table of texts; empty where it is left out.
    pub fn pairs(&mut self, name: &str) -> Vec<(Cow<'static, str>, Cow<'static, str>)> {
        match self.option(name) {
            None => Vec::new(),
            Some(OptionValue::Pairs(pairs)) => pairs.clone(),
            Some(_) => self.wrong(name, "a table of texts").unwrap_or_default(),
        }
    }

    /// A list of situations; none where it is left out.
    pub fn situations(&mut self, name: &str) -> Vec<Situation> {
        let mut situations = Vec::new();
        for text in self.list(name) {
            match Situation::ALL.iter().find(|situation| situation.name() == text) {
                Some(situation) => situations.push(*situation),
                None => {
                    let allowed: Vec<&str> = Situation::ALL.iter().map(|situation| situation.name()).collect();
                    self.problem(name, format!("the option “{name}” holds “{text}”; allowed: {}", allowed.join(", ")));
                }
            }
        }
        situations
    }

    /// Spares the situations of the option `unless`.
    pub fn unless(&mut self) {
        let situations = self.situations("unless");
        self.gate.spare(&situations);
    }

    /// Has the check asked only of drafts that have this, and all else that is needed.
    pub fn needs(&mut self, need: Need) {
        self.gate.need(need);
    }

    /// Has the check asked only of drafts in which a phrase of one of these lists stands.
    pub fn needs_phrase(&mut self, lists: &[ListId]) {
        self.gate.need_phrase(lists);
    }

    /// Which drafts the check is asked of.
    pub fn gate(&mut self) -> Gate {
        std::mem::take(&mut self.gate)
    }

    /// The names of the options that were asked for, and the problems met, those with options
    /// that nothing asked for included.
    pub fn finish(mut self) -> (Vec<String>, Vec<CardFault>) {
        for (name, _) in &self.card.options {
            if !self.asked.iter().any(|asked| asked == name) {
                let known = if self.asked.is_empty() { "none".to_owned() } else { self.asked.join(", ") };
                self.problem(name, format!("unknown option “{name}”; check “{}” knows: {known}", self.card.check));
            }
        }
        (self.asked, self.problems)
    }

    fn option(&mut self, name: &str) -> Option<&'a OptionValue> {
        if !self.asked.iter().any(|asked| asked == name) {
            self.asked.push(name.to_owned());
        }
        self.card.options.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn required<T: Default>(&mut self, name: &str, value: Option<T>) -> T {
        if value.is_none() && !self.card.options.iter().any(|(known, _)| known == name) {
            self.problem(name, format!("the option “{name}” is missing; check “{}” needs it", self.card.check));
        }
        value.unwrap_or_default()
    }

    fn wrong<T>(&mut self, name: &str, allowed: &str) -> Option<T> {
        self.problem(name, format!("the option “{name}” must be {allowed}"));
        None
    }

    fn problem(&mut self, key: &str, message: String) {
        self.problems.push(CardFault { key: key.to_owned(), message });
    }
}
