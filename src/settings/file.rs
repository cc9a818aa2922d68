//! The settings file, `presend.toml`.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::contacts::People;
use super::reader::{FileError, Reader, Value, choice, meant, placed, read, text, texts};
use crate::channel::Contact;
use crate::language::time::Country;
use crate::rules::{Context, DateOrder, Level, Profile, RuleName};

/// The keys of the file.
const KEYS: [&str; 8] = ["cards", "contacts", "country", "date-order", "glossary", "own-domains", "profile", "rules"];

/// What a settings file says.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The folders of the author's own cards, as they are written: from the file's own folder.
    pub cards: Vec<String>,
    /// The file with the contacts, as it is written; where they stand in the file itself, none.
    pub contacts_file: Option<String>,
    /// The contacts that stand in the file itself.
    pub contacts: Vec<Contact>,
    /// The author's country.
    pub country: Option<Country>,
    /// How numeric dates are written.
    pub date_order: Option<DateOrder>,
    /// Acronyms that all readers know, with what they stand for.
    pub glossary: BTreeMap<String, String>,
    /// The domains of the author's own house, in lower case.
    pub own_domains: Vec<String>,
    /// What kind of message every draft is.
    pub profile: Option<Profile>,
    /// The levels of rules, each with its byte in the file.
    pub levels: Vec<(RuleName, Level, usize)>,
}

impl File {
    /// Puts what the file says about people and the house into the context.
    pub fn tell(&self, context: &mut Context) {
        context.contacts.extend(self.contacts.iter().cloned());
        context.country = context.country.or(self.country);
        context.date_order = self.date_order;
        context.glossary.clone_from(&self.glossary);
        context.own_domains.clone_from(&self.own_domains);
        context.profile = self.profile;
    }

    /// What is wrong with the levels, given the names of all rules there are; `text` is the
    /// file.
    pub fn unknown_rules(&self, text: &str, rules: &[&str]) -> Vec<FileError> {
        let unknown = self.levels.iter().filter(|(name, ..)| !rules.contains(&name.0.as_ref()));
        unknown
            .map(|(name, _, at)| placed(text, *at, format!("there is no rule “{name}”; {}", meant(&name.0, rules))))
            .collect()
    }
}

/// Reads a settings file, or says all that is wrong with it, in order. Whether there are the
/// rules that it names is only known with its cards: [`File::unknown_rules`].
pub fn file(text: &str) -> Result<File, Vec<FileError>> {
    read(text, |reader, table| {
        let mut file = File::default();
        for (key, value) in table {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            let read = match name {
                "cards" => texts(value).map(|folders| file.cards = folders),
                "contacts" => contacts(reader, at, value, &mut file),
                "country" => country(value).map(|country| file.country = Some(country)),
                "date-order" => {
                    choice(value, &DateOrder::ALL.map(|o| (o.name(), o))).map(|order| file.date_order = Some(order))
                }
                "glossary" => glossary(value).map(|glossary| file.glossary = glossary),
                "own-domains" => texts(value).and_then(domains).map(|domains| file.own_domains = domains),
                "profile" => {
                    choice(value, &Profile::ALL.map(|p| (p.name(), p))).map(|profile| file.profile = Some(profile))
                }
                "rules" => levels(reader, value).map(|levels| file.levels = levels),
                _ => {
                    reader.problem(at, format!("there is no key “{name}”; {}", meant(name, &KEYS)));
                    continue;
                }
            };
            if let Err(allowed) = read {
                reader.problem(value.span().start, format!("“{name}” {allowed}"));
            }
        }
        file
    })
}

/// The name of a file with contacts, or the contacts themselves.
fn contacts(reader: &mut Reader, at: usize, value: &Value, file: &mut File) -> Result<(), String> {
    if let DeValue::String(path) = value.get_ref() {
        file.contacts_file = Some(path.to_string());
        return Ok(());
    }
    let mut people = People::default();
    people.read(reader, at, value);
    file.contacts = people.contacts;
    Ok(())
}

fn country(value: &Value) -> Result<Country, String> {
    let written = text(value)?;
    Country::new(written).map_err(|known| format!("can't be “{written}”; {known}"))
}

fn domains(written: Vec<String>) -> Result<Vec<String>, String> {
    let is_domain = |domain: &String| domain.contains('.') && !domain.contains(['@', ' ', '/']);
    match written.iter().find(|domain| !is_domain(domain)) {
        Some(wrong) => Err(format!("can't hold “{wrong}”; write domains, such as example.com")),
        None => Ok(written.iter().map(|domain| domain.trim_start_matches('.').to_lowercase()).collect()),
    }
}

fn glossary(value: &Value) -> Result<BTreeMap<String, String>, String> {
    let wrong = || "is a table of acronyms, each with what it stands for: SLA = \"service level agreement\"".to_owned();
    let DeValue::Table(entries) = value.get_ref() else { return Err(wrong()) };
    let entry = |(name, meaning): (&toml::Spanned<toml::de::DeString>, &Value)| {
        Some((name.get_ref().to_string(), text(meaning).ok()?.to_owned()))
    };
    entries.iter().map(entry).collect::<Option<_>>().ok_or_else(wrong)
}

fn levels(reader: &mut Reader, value: &Value) -> Result<Vec<(RuleName, Level, usize)>, String> {
    let DeValue::Table(entries) = value.get_ref() else {
        return Err("is a table: \"deadline/missing\" = \"info\"".to_owned());
    };
    let mut levels = Vec::new();
    for (name, level) in entries {
        let written = name.get_ref().as_ref();
        match choice(level, &Level::ALL.map(|level| (level.name(), level))) {
            Ok(level) => levels.push((RuleName(written.to_owned().into()), level, name.span().start)),
            Err(allowed) => reader.problem(level.span().start, format!("the level of {written} {allowed}")),
        }
    }
    Ok(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [&str; 2] = ["deadline/missing", "point/preamble"];

    fn problems(text: &str) -> Vec<String> {
        let problems = file(text).expect_err("something is wrong");
        // Which countries are known is not at issue here.
        let short = |problem: String| match problem.split_once(" are known: ") {
            Some((start, _)) => format!("{start} are known: …"),
            None => problem,
        };
        problems.iter().map(|problem| short(problem.to_string())).collect()
    }

    #[test]
    fn a_file_is_read() {
        let text = "cards = [\"house\"]\ncountry = \"GB\"\ndate-order = \"day-month\"\nprofile = \"chat\"\n\
                    own-domains = [\"A.example\"]\n[glossary]\nSLA = \"service level agreement\"\n\
                    [rules]\n\"deadline/missing\" = \"off\"\n[[contacts]]\naddress = \"a@b.example\"\n";
        let file = file(text).expect("all is right");
        assert_eq!((file.cards, file.own_domains), (vec!["house".to_owned()], vec!["a.example".to_owned()]));
        assert_eq!((file.date_order, file.profile), (Some(DateOrder::DayMonth), Some(Profile::Chat)));
        assert_eq!(file.glossary["SLA"], "service level agreement");
        assert_eq!((file.levels[0].0.0.as_ref(), file.levels[0].1), ("deadline/missing", Level::Off));
        assert_eq!(file.contacts[0].address, "a@b.example");
        let elsewhere = super::file("contacts = \"people.toml\"\n").expect("all is right");
        assert_eq!(elsewhere.contacts_file.as_deref(), Some("people.toml"));
    }

    #[test]
    fn all_problems_are_told_with_their_places() {
        let text = "card = [\"house\"]\ncountry = \"Wales\"\nprofile = \"mail\"\nown-domains = [\"@a.example\"]\n\
                    [glossary]\nSLA = 3\n[rules]\n\"point/preamble\" = \"none\"\n\
                    [[contacts]]\nname = \"Ana\"\n";
        assert_eq!(
            problems(text),
            [
                "1:1: there is no key “card”; did you mean “cards”?",
                "2:11: “country” can't be “Wales”; write one of the countries whose holidays are known: …",
                "3:11: “profile” can't be “mail”; did you mean “email”?",
                "4:15: “own-domains” can't hold “@a.example”; write domains, such as example.com",
                "5:1: “glossary” is a table of acronyms, each with what it stands for: SLA = \"service level agreement\"",
                "8:20: the level of point/preamble can't be “none”; known are off, info, warning, error",
                "9:1: a contact needs “address”: drafts find it by that",
            ]
        );
    }

    #[test]
    fn a_rule_that_is_none_is_told_with_its_place() {
        let text = "[rules]\n\"point/preamble\" = \"off\"\n\"deadline/mising\" = \"off\"\n";
        let unknown = file(text).expect("its form is right").unknown_rules(text, &RULES);
        let told: Vec<String> = unknown.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["3:1: there is no rule “deadline/mising”; did you mean “deadline/missing”?"]);
    }
}
