//! The settings file, `presend.toml`.

use toml::de::DeTable;

use super::guard;
use super::layer::{KEYS, Layer, contacts, fail_level, path, paths, read_key, tables, tell, unknown_key};
use super::presets::{PRESETS, Preset};
use super::reader::{FileError, Placed, Reader, choice, read, read_on};
use crate::rules::Context;

/// The keys that only a file has, not its `[[overrides]]`.
pub const FILE_KEYS: [&str; 8] =
    ["baseline", "cards", "contacts", "extends", "fail-level", "guard", "overrides", "preset"];

/// What a settings file says.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The files that this one goes on from, as they are written: from its own folder.
    pub extends: Vec<Placed<String>>,
    /// What all starts from.
    pub preset: Option<Placed<&'static Preset>>,
    /// What it says for all drafts.
    pub layer: Layer,
    /// What it says for some drafts; the later win.
    pub overrides: Vec<Overrides>,
}

/// What a settings file says for the drafts that its globs find.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The globs.
    pub files: Vec<Placed<String>>,
    /// What is said for them.
    pub layer: Layer,
}

impl File {
    /// Puts what the file says about people and the house into the context.
    pub fn tell(&self, context: &mut Context) {
        let layer = &self.layer;
        context.contacts.extend(layer.contacts.iter().cloned());
        context.country = context.country.or(layer.country.as_ref().map(|country| country.value));
        context.date_order = layer.date_order.as_ref().map(|order| order.value);
        context.glossary = layer.glossary.iter().map(|(name, text)| (name.clone(), text.value.clone())).collect();
        context.own_domains = layer.own_domains.as_ref().map(|own| own.value.clone()).unwrap_or_default();
        context.profile = layer.profile.as_ref().map(|profile| profile.value);
        context.templates = layer.template.as_ref().map(|template| template.value).unwrap_or_default();
    }
}

/// Reads a settings file, or says all that is wrong with it, in order. Whether there are the
/// rules that it names is only known with its cards: [`rule_problems`](super::rule_problems).
pub fn file(text: &str) -> Result<File, Vec<FileError>> {
    read(text, whole)
}

/// Reads what can be read of a settings file, none where it is no TOML, and says all that is
/// wrong with it, in order.
pub fn file_with_problems(text: &str) -> (Option<File>, Vec<FileError>) {
    read_on(text, whole)
}

fn whole(reader: &mut Reader, table: &DeTable) -> File {
    let mut file = File::default();
    for (key, value) in table {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        let layer = &mut file.layer;
        let read = match name {
            "baseline" => path(reader, value).map(|path| layer.baseline = Some(path)),
            "cards" => paths(reader, value).map(|folders| layer.cards = folders),
            "contacts" => contacts(layer, reader, at, value),
            "extends" => paths(reader, value).map(|files| file.extends = files),
            "fail-level" => fail_level(reader, value).map(|level| layer.fail_level = Some(level)),
            "guard" => guard::read(reader, value).map(|guard| layer.guard = guard),
            "overrides" => tables(value, "overrides").map(|tables| {
                file.overrides = tables.into_iter().map(|(at, table)| overrides(reader, at, table)).collect();
            }),
            "preset" => choice(value, &PRESETS.each_ref().map(|preset| (preset.name, preset)))
                .map(|preset| file.preset = Some(reader.placed(value.span().start, preset))),
            _ => {
                if read_key(layer, reader, name, value).is_none() {
                    unknown_key(reader, at, name, &[&FILE_KEYS[..], &KEYS].concat());
                }
                continue;
            }
        };
        tell(reader, name, value, read);
    }
    file
}

/// The keys of one `[[overrides]]`. A key that drafts can differ in is read with
/// [`read_key`].
fn overrides(reader: &mut Reader, at: usize, table: &DeTable) -> Overrides {
    let mut overrides = Overrides::default();
    for (key, value) in table {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        if name == "files" {
            let read = paths(reader, value).and_then(|files| match files.is_empty() {
                true => Err("is empty: write globs of the drafts it is for, such as [\"sales/**\"]".into()),
                false => {
                    overrides.files = files;
                    Ok(())
                }
            });
            tell(reader, name, value, read);
        } else if read_key(&mut overrides.layer, reader, name, value).is_none() {
            match FILE_KEYS.contains(&name) {
                true => reader.problem(at, format!("“{name}” is for all drafts: it stands above [[overrides]]")),
                false => unknown_key(reader, at, name, &[&["files"][..], &KEYS].concat()),
            }
        }
    }
    if !table.iter().any(|(name, _)| name.get_ref() == "files") {
        reader.problem(at, "[[overrides]] needs “files”: globs of the drafts it is for, such as [\"sales/**\"]");
    }
    overrides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{DateOrder, Level, Profile, cards};
    use crate::settings::{Chosen, rule_problems};

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
        let text = "baseline = \"known.json\"\ncards = [\"house\"]\ncountry = \"GB\"\ndate-order = \"day-month\"\nprofile = \"chat\"\n\
                    own-domains = [\"A.example\"]\nextends = \"../base.toml\"\npreset = \"strict\"\n\
                    [glossary]\nSLA = \"service level agreement\"\n\
                    [rules]\n\"deadline/missing\" = \"off\"\n[[contacts]]\naddress = \"a@b.example\"\n\
                    [[overrides]]\nfiles = \"*.md\"\nprofile = \"list\"\n";
        let file = file(text).expect("all is right");
        let layer = &file.layer;
        assert_eq!(layer.baseline.as_ref().map(|path| path.value.as_path()), Some("known.json".as_ref()));
        assert_eq!((layer.cards[0].value.as_str(), layer.cards[0].place.column), ("house", 10));
        assert_eq!(layer.own_domains.as_ref().map(|own| own.value.clone()), Some(vec!["a.example".to_owned()]));
        assert_eq!(layer.date_order.as_ref().map(|order| order.value), Some(DateOrder::DayMonth));
        assert_eq!(layer.profile.as_ref().map(|profile| profile.value), Some(Profile::Chat));
        assert_eq!((layer.glossary[0].0.as_str(), layer.glossary[0].1.place.line), ("SLA", 10));
        assert_eq!(layer.rules[0].level, Some(Chosen::Level(Level::Off)));
        assert_eq!(layer.contacts[0].address, "a@b.example");
        assert_eq!(
            (file.extends[0].value.as_str(), file.preset.map(|p| p.value.name)),
            ("../base.toml", Some("strict"))
        );
        let overrides = &file.overrides[0];
        assert_eq!(overrides.files[0].value, "*.md");
        assert_eq!(overrides.layer.profile.as_ref().map(|profile| profile.value), Some(Profile::List));
        let elsewhere = super::file("contacts = [\"people.toml\", \"more.vcf\"]\n").expect("all is right");
        assert_eq!(elsewhere.layer.contacts_files.len(), 2);
    }

    #[test]
    fn all_problems_are_told_with_their_places() {
        let text = "card = [\"house\"]\ncountry = \"Wales\"\nprofile = \"mail\"\nown-domains = [\"@a.example\"]\n\
                    [glossary]\nSLA = 3\n[rules]\n\"point/preamble\" = \"none\"\nconcise = { words = 3 }\n\
                    [[contacts]]\nname = \"Ana\"\n[[overrides]]\npreset = \"list\"\n";
        assert_eq!(
            problems(text),
            [
                "1:1: there is no key “card”; did you mean “cards”?",
                "2:11: “country” can't be “Wales”; write one of the countries whose holidays are known: …",
                "3:11: “profile” can't be “mail”; did you mean “email”?",
                "4:16: “own-domains” can't hold “@a.example”; write domains, such as example.com",
                "6:7: what “SLA” stands for in “glossary” is a text: write it in quotation marks",
                "8:20: the level of point/preamble can't be “none”; known are off, info, warning, error, default",
                "9:13: only a rule has options; for the rule write \"concise/words\" = …",
                "10:1: a contact needs “address”: drafts find it by that",
                "12:1: [[overrides]] needs “files”: globs of the drafts it is for, such as [\"sales/**\"]",
                "13:1: “preset” is for all drafts: it stands above [[overrides]]",
            ]
        );
    }

    #[test]
    fn overrides_for_no_drafts_are_told() {
        assert_eq!(
            problems("[[overrides]]\nfiles = []\n"),
            ["2:9: “files” is empty: write globs of the drafts it is for, such as [\"sales/**\"]"]
        );
    }

    #[test]
    fn a_rule_without_quotation_marks_is_told_what_is_missing() {
        assert_eq!(
            problems("[rules]\nconcise/too-long = \"off\"\n"),
            ["2:8: the name of a rule stands in quotation marks: \"concise/too-long\""]
        );
    }

    #[test]
    fn rules_and_options_that_are_none_are_told_with_their_places() {
        let text = "[rules]\n\"point/preamble\" = \"off\"\n\"deadline/mising\" = \"off\"\ntoo-long = \"off\"\n\
                    \"concise/too-long\" = { wordz = 300 }\n\"concise/long-sentence\" = { words = \"many\" }\n\
                    \"concise/wall-of-text\" = { level = \"info\", words = 90, extend-unless = [\"chat\"] }\n";
        let read = file(text).expect("its form is right");
        let told: Vec<String> = rule_problems(&read.layer.rules, &cards()).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "3:1: there is no rule “deadline/mising”; did you mean “deadline/missing”?",
                "4:1: there is no rule or group of rules “too-long”; did you mean “concise/too-long”?",
                "5:24: the rule concise/too-long has no option “wordz”; did you mean “words”?",
                "6:29: the option “words” must be a whole number, 0 or more",
            ]
        );
    }
}
