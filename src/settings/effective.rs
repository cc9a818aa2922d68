//! What the layers of settings come to, with where each value comes from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Settings;
use super::guard::Guard;
use super::layer::{Layer, Origin, Source};
use super::reader::{Place, Placed};
use super::rule_table::{Chosen, breadth, put, selects};
use crate::channel::Contact;
use crate::draft::Templates;
use crate::language::PhrasesBuilder;
use crate::language::time::Country;
use crate::rules::{self, Card, Context, DateOrder, Level, Profile};

/// A value with where it comes from.
#[derive(Clone, Debug)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// A rule with what the settings make of it.
#[derive(Clone, Debug)]
pub struct RuleState {
    /// The card, with the options that count.
    pub card: Card,
    /// The level that counts.
    pub level: Known<Level>,
    /// The level that the card gives.
    pub card_level: Level,
    /// The options that settings changed, by name, with where the last change comes from.
    pub changed: BTreeMap<String, Origin>,
}

/// What counts for a draft.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The file of findings that are known and not told.
    pub baseline: Option<Known<PathBuf>>,
    /// The author's country.
    pub country: Option<Known<Country>>,
    /// How numeric dates are written.
    pub date_order: Option<Known<DateOrder>>,
    /// The least level that makes the check fail.
    pub fail_level: Known<Level>,
    /// What guards do.
    pub guard: Guard,
    /// What kind of message every draft is.
    pub profile: Option<Known<Profile>>,
    /// Whether drafts are templates.
    pub template: Option<Known<Templates>>,
    /// The domains of the author's own house.
    pub own_domains: Option<Known<Vec<String>>>,
    /// Acronyms that all readers know.
    pub glossary: BTreeMap<String, Known<String>>,
    /// The people.
    pub contacts: Vec<Contact>,
    /// The rules, in the order of the cards.
    pub rules: Vec<RuleState>,
}

/// Which rules run, by the command line.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these, where there are any.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Effective {
    /// What is built in, for the rules of these cards.
    pub fn new(cards: Vec<Card>) -> Effective {
        let state = |card: Card| RuleState {
            level: Known { value: card.level, origin: Origin::DEFAULT },
            card_level: card.level,
            card,
            changed: BTreeMap::new(),
        };
        Effective {
            baseline: None,
            country: None,
            date_order: None,
            fail_level: Known { value: Level::Warning, origin: Origin::DEFAULT },
            guard: Guard::default(),
            profile: None,
            template: None,
            own_domains: None,
            glossary: BTreeMap::new(),
            contacts: Vec::new(),
            rules: cards.into_iter().map(state).collect(),
        }
    }

    /// Puts a layer over what counted before it.
    pub fn add(&mut self, source: &Source, layer: &Layer) {
        let origin = |place: Place| Origin { source: source.clone(), place };
        fn known<T: Clone>(over: &mut Option<Known<T>>, placed: &Option<Placed<T>>, origin: impl Fn(Place) -> Origin) {
            if let Some(placed) = placed {
                *over = Some(Known { value: placed.value.clone(), origin: origin(placed.place) });
            }
        }
        known(&mut self.baseline, &layer.baseline, origin);
        known(&mut self.country, &layer.country, origin);
        known(&mut self.date_order, &layer.date_order, origin);
        known(&mut self.profile, &layer.profile, origin);
        known(&mut self.template, &layer.template, origin);
        known(&mut self.own_domains, &layer.own_domains, origin);
        if let Some(level) = &layer.fail_level {
            self.fail_level = Known { value: level.value, origin: origin(level.place) };
        }
        self.guard.add(source, &layer.guard);
        for (name, meaning) in &layer.glossary {
            let known = Known { value: meaning.value.clone(), origin: origin(meaning.place) };
            self.glossary.insert(name.clone(), known);
        }
        self.people(&layer.contacts);
        for setting in &layer.rules {
            for rule in self.rules.iter_mut().filter(|rule| selects(&setting.selector, &rule.card.name)) {
                if let Some(level) = setting.level {
                    let value = match level {
                        Chosen::Default => rule.card_level,
                        Chosen::Level(level) => level,
                    };
                    rule.level = Known { value, origin: origin(setting.place) };
                }
                for (name, value) in &setting.options {
                    // Whether it fits was told when its file was read.
                    if put(&mut rule.card, name, &value.value).is_ok() {
                        let name = match rule.card.options.iter().any(|(known, _)| known == name) {
                            true => name,
                            false => name.trim_start_matches("extend-"),
                        };
                        rule.changed.insert(name.to_owned(), origin(value.place));
                    }
                }
            }
        }
    }

    /// Adds people; whoever is known by the same address is replaced.
    fn people(&mut self, more: &[Contact]) {
        if more.is_empty() {
            return;
        }
        let new: std::collections::BTreeSet<String> =
            more.iter().map(|contact| contact.address.to_lowercase()).collect();
        self.contacts.retain(|known| !new.contains(&known.address.to_lowercase()));
        self.contacts.extend(more.iter().cloned());
    }

    /// Leaves on what the command line selects and does not ignore. The narrower name wins; of
    /// equals, the one to ignore. A rule that is selected by its name or group runs also where it
    /// is off otherwise.
    pub fn select(&mut self, selection: &Selection) {
        let narrowest = |names: &[String], card: &Card| {
            names.iter().filter(|name| selects(name, &card.name)).map(|name| breadth(name)).min()
        };
        let origin = |option| Origin { source: Source::CommandLine(option), place: Place::default() };
        for rule in &mut self.rules {
            let selected = narrowest(&selection.select, &rule.card);
            let ignored = narrowest(&selection.ignore, &rule.card);
            let option = match (selected, ignored) {
                (_, Some(ignored)) if selected.is_none_or(|selected| ignored <= selected) => "--ignore",
                (None, _) if !selection.select.is_empty() => "--select",
                (Some(breadth), _) if breadth < 2 && rule.level.value == Level::Off => {
                    rule.level = Known { value: rule.card_level.max(Level::Info), origin: origin("--select") };
                    continue;
                }
                _ => continue,
            };
            rule.level = Known { value: Level::Off, origin: origin(option) };
        }
    }

    /// The rules with their levels, ready to run; or what is wrong with the options of one.
    pub fn into_settings(self) -> Result<Settings, String> {
        let mut phrases = PhrasesBuilder::with_pack();
        let levels: Vec<Level> = self.rules.iter().map(|rule| rule.level.value).collect();
        let mut rules = rules::compile(self.rules.into_iter().map(|rule| rule.card).collect(), &mut phrases)?;
        for (rule, level) in rules.iter_mut().zip(levels) {
            rule.level = level;
        }
        Ok(Settings { fail_level: self.fail_level.value, guard: self.guard, ..Settings::of(rules, phrases) })
    }

    /// Puts what is known of people and the house into the context.
    pub fn tell(&self, context: &mut Context) {
        context.contacts.clone_from(&self.contacts);
        context.country = self.country.as_ref().map(|country| country.value);
        context.date_order = self.date_order.as_ref().map(|order| order.value);
        context.glossary = self.glossary.iter().map(|(name, text)| (name.clone(), text.value.clone())).collect();
        context.own_domains = self.own_domains.as_ref().map(|own| own.value.clone()).unwrap_or_default();
        context.profile = self.profile.as_ref().map(|profile| profile.value);
        context.templates = self.template.as_ref().map(|template| template.value).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cards;
    use crate::settings::file;

    fn after(texts: &[&str]) -> Effective {
        let mut effective = Effective::new(cards());
        for (number, text) in texts.iter().enumerate() {
            let source = Source::File(number.to_string().into());
            effective.add(&source, &file(text).expect("it is right").layer);
        }
        effective
    }

    fn level(effective: &Effective, name: &str) -> Level {
        effective.rules.iter().find(|rule| rule.card.name.0 == name).expect("there is such a rule").level.value
    }

    #[test]
    fn in_one_layer_the_narrower_name_wins_and_of_two_layers_the_later() {
        let narrow = "[rules]\n\"concise/hedge\" = \"error\"\nconcise = \"off\"\nall = \"warning\"\n";
        let effective = after(&[narrow]);
        let levels = ["concise/hedge", "concise/filler", "point/preamble"].map(|name| level(&effective, name));
        assert_eq!(levels, [Level::Error, Level::Off, Level::Warning]);
        let effective = after(&[narrow, "[rules]\nconcise = \"default\"\n"]);
        assert_eq!(level(&effective, "concise/hedge"), Level::Info);
    }

    #[test]
    fn tables_and_people_add_up_and_other_values_are_replaced() {
        let first = "own-domains = [\"a.example\"]\n[glossary]\nA = \"one\"\nB = \"two\"\n\
                     [[contacts]]\naddress = \"ana@a.example\"\nname = \"Ana\"\n[[contacts]]\naddress = \"ben@a.example\"\n";
        let second = "own-domains = [\"b.example\"]\n[glossary]\nB = \"three\"\n\
                      [[contacts]]\naddress = \"ANA@a.example\"\nname = \"Anna\"\n";
        let effective = after(&[first, second]);
        let mut context = Context::default();
        effective.tell(&mut context);
        assert_eq!((context.own_domains, context.glossary.len()), (vec!["b.example".to_owned()], 2));
        assert_eq!(context.glossary["B"], "three");
        let names: Vec<&str> = context.contacts.iter().map(|contact| contact.name.as_str()).collect();
        assert_eq!(names, ["", "Anna"]);
    }

    #[test]
    fn options_change_the_rule_and_lists_can_be_extended() {
        let text = "[rules]\n\"concise/too-long\" = { words = 480, extend-unless = [\"chat\"] }\n";
        let effective = after(&[text]);
        let rule = effective.rules.iter().find(|rule| rule.card.name.0 == "concise/too-long").expect("it is there");
        assert_eq!(rule.changed.keys().collect::<Vec<_>>(), ["unless", "words"]);
        effective.into_settings().map(|settings| settings.rules.len()).expect("it makes rules");
    }

    #[test]
    fn the_command_line_selects_and_ignores_by_the_narrower_name() {
        let select = |select: &[&str], ignore: &[&str]| {
            let mut effective = Effective::new(cards());
            let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
            effective.select(&Selection { select: names(select), ignore: names(ignore) });
            ["concise/hedge", "concise/filler", "concise/untrimmed-quote", "point/preamble"]
                .map(|name| level(&effective, name) > Level::Off)
        };
        assert_eq!(select(&[], &[]), [true, true, false, true]);
        assert_eq!(select(&["concise"], &[]), [true, true, true, false]);
        assert_eq!(select(&["all"], &["concise"]), [false, false, false, true]);
        assert_eq!(select(&["concise/hedge"], &["concise"]), [true, false, false, false]);
        assert_eq!(select(&["concise"], &["concise", "concise/hedge"]), [false; 4]);
        assert_eq!(select(&[], &["concise"]), [false, false, false, true]);
    }
}
