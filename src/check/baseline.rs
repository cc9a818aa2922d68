//! The findings that a team knows and leaves for later: what `presend baseline` records.
//!
//! An entry is a rule with two hashes: of the finding's words with those around them, and of
//! the words alone. Where the words around changed, the words alone find the entry.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::fingerprint::{fingerprint, own_words};
use super::{Diagnostic, Report};
use crate::rules::RuleName;
use crate::text::Source;

/// The version of the file.
const VERSION: u32 = 1;

/// What is known of all drafts, by the name of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The entries of each draft.
    pub drafts: BTreeMap<String, Entries>,
}

/// What is known of a draft: how often each key is there.
pub type Entries = BTreeMap<Key, usize>;

/// What a finding is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The rule.
    pub rule: String,
    /// The hash of the words with those around them.
    pub around: String,
    /// The hash of the words.
    pub words: String,
}

/// What a draft's findings are known by.
pub fn entries(source: &Source, report: &Report) -> Entries {
    let mut entries = Entries::new();
    for diagnostic in &report.diagnostics {
        *entries.entry(key(source, report, diagnostic)).or_default() += 1;
    }
    entries
}

fn key(source: &Source, report: &Report, diagnostic: &Diagnostic) -> Key {
    Key {
        rule: diagnostic.rule.0.to_string(),
        around: fingerprint(source, report, diagnostic),
        words: own_words(source, report, diagnostic),
    }
}

/// Takes the findings that are known out of a report, and gives the entries that found them.
/// Those whose surroundings are the same come first, so that of two the moved one is new.
pub fn take(source: &Source, report: &mut Report, known: &Entries) -> Entries {
    let (mut left, mut used) = (known.clone(), Entries::new());
    let keys: Vec<Key> = report.diagnostics.iter().map(|diagnostic| key(source, report, diagnostic)).collect();
    let mut is_known: Vec<bool> = keys.iter().map(|key| spend(&mut left, &mut used, key)).collect();
    // Entries by rule and words alone, for those that are left.
    let mut by_words: BTreeMap<(&str, &str), Vec<Key>> = BTreeMap::new();
    let rest = left.clone();
    for (entry, count) in &rest {
        let same = by_words.entry((&entry.rule, &entry.words)).or_default();
        same.extend(std::iter::repeat_n(entry, *count).cloned());
    }
    for (key, is_known) in keys.iter().zip(&mut is_known).filter(|(_, is_known)| !**is_known) {
        let entry = by_words.get_mut(&(key.rule.as_str(), key.words.as_str())).and_then(Vec::pop);
        *is_known = entry.is_some_and(|entry| spend(&mut left, &mut used, &entry));
    }
    let mut is_known = is_known.into_iter();
    report.diagnostics.retain(|_| !is_known.next().unwrap_or_default());
    super::judge(report);
    used
}

/// Moves one of an entry from those left to those used, if there is one.
fn spend(left: &mut Entries, used: &mut Entries, key: &Key) -> bool {
    let Some(count) = left.get_mut(key).filter(|count| **count > 0) else { return false };
    *count -= 1;
    *used.entry(key.clone()).or_default() += 1;
    true
}

/// The rules of entries that were not used, each with how many: they are obsolete.
pub fn unused(known: &Entries, used: &Entries) -> BTreeMap<RuleName, usize> {
    let mut unused = BTreeMap::new();
    for (key, count) in known {
        let left = count - used.get(key).copied().unwrap_or_default().min(*count);
        if left > 0 {
            *unused.entry(RuleName(key.rule.clone().into())).or_default() += left;
        }
    }
    unused
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    drafts: BTreeMap<String, Vec<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    around: String,
    words: String,
    count: usize,
}

impl Baseline {
    /// Reads a baseline, or says what is wrong with it and on which line.
    pub fn read(text: &str) -> Result<Baseline, String> {
        let file: File = serde_json::from_str(text).map_err(|error| {
            format!("{}:{}: this is no baseline ({error})", error.line().max(1), error.column().max(1))
        })?;
        if file.version != VERSION {
            return Err(format!("1:1: this baseline is of version {}, known is {VERSION}", file.version));
        }
        let mut baseline = Baseline::default();
        for (name, entries) in file.drafts {
            let draft = baseline.drafts.entry(name).or_default();
            for Entry { rule, around, words, count } in entries {
                *draft.entry(Key { rule, around, words }).or_default() += count;
            }
        }
        Ok(baseline)
    }

    /// The file: in order, an entry a line, so that a change is a line of a diff.
    pub fn write(&self) -> String {
        let mut out = format!("{{\n  \"version\": {VERSION},\n  \"drafts\": {{");
        let drafts = self.drafts.iter().filter(|(_, entries)| !entries.is_empty());
        for (number, (name, entries)) in drafts.enumerate() {
            let _ = write!(out, "{}\n    {}: [", if number > 0 { "," } else { "" }, serde_json::json!(name));
            for (number, (key, count)) in entries.iter().enumerate() {
                let Key { rule, around, words } = key;
                let rule = serde_json::json!(rule);
                let comma = if number > 0 { "," } else { "" };
                let _ = write!(
                    out,
                    "{comma}\n      {{ \"rule\": {rule}, \"around\": \"{around}\", \"words\": \"{words}\", \"count\": {count} }}"
                );
            }
            out.push_str("\n    ]");
        }
        out.push_str("\n  }\n}\n");
        out
    }

    /// How many findings are known.
    pub fn count(&self) -> usize {
        self.drafts.values().flat_map(Entries::values).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, check};

    fn report(text: &str) -> (Source<'_>, Report) {
        let source = Source::new("a.txt", text.as_bytes());
        let settings = Settings::default().only(&RuleName("concise/wordy-phrase".into()));
        let report = check(&source, &settings, &Context::default());
        (source, report)
    }

    /// Where the findings stand that are new since `before`, and how many entries are obsolete.
    fn new_since(before: &str, after: &str) -> (Vec<usize>, usize) {
        let (source, recorded) = report(before);
        let known = entries(&source, &recorded);
        let (source, mut report) = report(after);
        let used = take(&source, &mut report, &known);
        let places = report.diagnostics.iter().map(|found| found.finding.span.start).collect();
        (places, unused(&known, &used).values().sum())
    }

    #[test]
    fn known_findings_stay_known_wherever_they_move() {
        let known = "We met in order to plan the yard.\n";
        assert_eq!(new_since(known, known), (vec![], 0));
        assert_eq!(new_since(known, &format!("Hello.\n\nOne more paragraph.\n\n{known}")), (vec![], 0));
        assert_eq!(new_since(known, "They all came in order to plan the house.\n"), (vec![], 0));
        assert_eq!(new_since(known, "We plan the yard.\n"), (vec![], 1));
    }

    #[test]
    fn of_two_alike_the_one_with_other_words_around_is_new() {
        let known = "All people of the yard came, stood around all day, and then met in order to plan the work.\n";
        let added = "And now in order to end it: tell all the people of the second floor.\n\n";
        let place = added.find("in order").unwrap();
        assert_eq!(new_since(known, &format!("{added}{known}")), (vec![place], 0));
        let twice = format!("{known}\n{known}");
        assert_eq!(new_since(&twice, known), (vec![], 1));
    }

    #[test]
    fn what_is_known_asks_for_no_rewriting() {
        use crate::channel::Verdict;
        let text = "Hi Ana,\n\nthe plan of the yard is in [NAME], as agreed.\n\nRegards\nBen\n";
        let source = Source::new("a.txt", text.as_bytes());
        let mut report = check(&source, &Settings::default(), &Context::default());
        assert_eq!(report.advice.verdict, Verdict::Rewrite);
        let known = entries(&source, &report);
        take(&source, &mut report, &Entries::new());
        assert_eq!(report.advice.verdict, Verdict::Rewrite);
        take(&source, &mut report, &known);
        assert_eq!(report.advice.verdict, Verdict::Async);
    }

    #[test]
    fn what_is_written_is_read_again_and_damage_is_told_with_its_line() {
        let (source, report) = report("We met in order to plan the yard.\n");
        let baseline = Baseline { drafts: [("a \"b\".txt".to_owned(), entries(&source, &report))].into() };
        let text = baseline.write();
        assert_eq!(Baseline::read(&text), Ok(baseline));
        assert!(Baseline::read(&Baseline::default().write()).is_ok());
        let damaged = text.replace("\"rule\"", "\"rul\"");
        assert!(Baseline::read(&damaged).unwrap_err().starts_with("5:"), "{:?}", Baseline::read(&damaged));
        assert!(Baseline::read("").unwrap_err().starts_with("1:"));
    }
}
