use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::draft::{BlockId, Role};
use crate::language::{AnyOf, WordSets, lists};
use crate::reading::Sentence;
use crate::rules::replacing::replace;
use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::{Finding, Safety};

/// An acronym that the reader may not know. It needs to be known who reads: outside the
/// house a few are too many, inside more. Options: `inside-above` and `outside-above`, so many
/// different ones are fine within the house and outside it; `known`, acronyms that all know;
/// `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (inside_above, outside_above) = (setup.number("inside-above"), setup.number("outside-above"));
    let mut known: Vec<Cow<'static, str>> = setup.list("known");
    known.sort_unstable();
    setup.unless();
    setup.needs(Need::Recipient);
    Box::new(move |subject: &Subject| {
        let Some(reader) = reader(subject) else { return Vec::new() };
        // Who answers has the words of the matter already.
        if reader == Reader::Outside && subject.is(Situation::Reply) {
            return Vec::new();
        }
        let names = names(subject);
        let is_known = |word: &str| {
            known.binary_search_by(|known| known.as_ref().cmp(word)).is_ok()
                || names.contains(word)
                || (reader != Reader::New && subject.context.glossary.contains_key(word))
        };
        let mut found: Vec<Acronym> = Vec::new();
        let mut seen = BTreeSet::new();
        for (_, sentence) in subject.said() {
            for range in acronyms(subject, sentence) {
                let word = stem(subject.text(sentence.block, range.clone()));
                if found.len() < MOST && !is_known(word) && seen.insert(word) {
                    found.push(Acronym { word, block: sentence.block, at: range.start..range.start + word.len() });
                }
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        let told = told(subject, &seen);
        found.retain(|acronym| !told.contains(acronym.word));
        let enough = match reader {
            Reader::Inside => inside_above,
            Reader::Outside => outside_above,
            Reader::New => 0,
        };
        if found.len() <= enough {
            return Vec::new();
        }
        let Some(first) = found.first() else { return Vec::new() };
        let others: Vec<String> = found.iter().skip(1).take(3).map(|acronym| format!("“{}”", acronym.word)).collect();
        let text = match (reader, others.is_empty()) {
            (Reader::Inside, _) => format!("“{}” and {} more acronyms are not explained", first.word, found.len() - 1),
            (_, true) => format!("a reader from outside may not know “{}”", first.word),
            (_, false) => format!("a reader from outside may not know “{}”, {}", first.word, others.join(", ")),
        };
        let meaning = subject.context.glossary.get(first.word).filter(|meaning| !meaning.trim().is_empty());
        let spelt = format!("{} ({})", meaning.map_or("<in words>", String::as_str), first.word);
        let mut finding = Finding::new(subject.span(first.block, first.at.clone()), text)
            .help(format!("say it in words the first time: “{spelt}”"));
        if meaning.is_some() {
            finding.fix = replace(subject, first.block, first.at.clone(), &spelt, Safety::Suggested);
        }
        vec![finding]
    })
}

/// So many different acronyms are enough to tell.
const MOST: usize = 40;

struct Acronym<'a> {
    word: &'a str,
    block: BlockId,
    at: Range<usize>,
}

/// Who reads, as far as it is known.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    /// Somebody of the author's house.
    Inside,
    /// Somebody outside it.
    Outside,
    /// Somebody outside it who is written to for the first time, and knows no word of the house.
    New,
}

/// The reader who knows least; none where it is not known who reads.
fn reader(subject: &Subject) -> Option<Reader> {
    let recipients = subject.draft.envelope.recipients().take(100);
    let kinds = recipients.filter_map(|to| match (subject.contact(to), subject.is_external(to)) {
        (Some(contact), external) if contact.first_contact && external != Some(false) => Some(Reader::New),
        (_, Some(true)) => Some(Reader::Outside),
        (_, Some(false)) => Some(Reader::Inside),
        (_, None) => None,
    });
    kinds.max_by_key(|reader| *reader as u8)
}

/// Words of the people's names and of their houses: "KM" signs, "ACME" is theirs.
fn names(subject: &Subject) -> BTreeSet<String> {
    let envelope = &subject.draft.envelope;
    let people = envelope.recipients().take(100).chain(&envelope.from);
    let mut names = BTreeSet::new();
    for person in people {
        let words = person.name.split(|c: char| !c.is_alphanumeric());
        let domains = person.address.rsplit('@').next().unwrap_or_default().split('.');
        names.extend(words.chain(domains).map(str::to_uppercase));
        names.insert(person.name.split_whitespace().filter_map(|word| word.chars().next()).collect());
    }
    names
}

/// The acronyms of a sentence that does not shout: three to six capitals.
fn acronyms<'a>(subject: &Subject<'a>, sentence: &Sentence) -> Vec<Range<usize>> {
    let words = subject.words_in(sentence);
    let text = |range: Range<usize>| subject.text(sentence.block, range);
    let found: Vec<Range<usize>> = words
        .iter()
        .map(|word| word.range.clone())
        .filter(|range| is_acronym(stem(text(range.clone()))))
        // "ISO-9001", "#BUG", "IT/HR" and "file.PDF" are parts of something else.
        .filter(|range| {
            let joined =
                |c: char| matches!(c, '-' | '/' | '_' | '#' | '@' | '.' | '&' | '\\' | ':') || c.is_alphanumeric();
            let before = text(sentence.range.start..range.start).chars().next_back();
            let mut after = text(range.end..sentence.range.end).chars();
            let next = after.next();
            let ends = |c: char| matches!(c, '.' | ':') && after.clone().next().is_none_or(char::is_whitespace);
            !before.is_some_and(joined) && next.is_none_or(|next| !joined(next) || ends(next))
        })
        .collect();
    let capitals = words.iter().filter(|word| !text(word.range.clone()).contains(char::is_lowercase)).count();
    if capitals * 2 > words.len() { Vec::new() } else { found }
}

/// Whether a word is an acronym rather than a word that is stressed, a name or a code: three
/// capitals, or up to six of which none is a vowel.
fn is_acronym(word: &str) -> bool {
    (3..=6).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && (word.len() == 3 || !word.contains(['A', 'E', 'I', 'O', 'U', 'Y']))
        && !word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
        && !WordSets::of(word).meets(EVERYDAY)
}

/// Words that are every-day English in capitals too: "NOW", "ALL".
const EVERYDAY: AnyOf = AnyOf::these(&[lists::STOP_WORDS, lists::BASE_VERBS, lists::NOUN_VERBS]);

/// An acronym without its plural: "SLAs", "SLA's".
fn stem(word: &str) -> &str {
    let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).or_else(|| word.strip_suffix('s'));
    stem.filter(|stem| is_acronym(stem)).unwrap_or(word)
}

/// Those of the acronyms that the message explains, or that the reader used: "service level
/// agreement (SLA)", "SLA (service level agreement)", a word of what is answered.
fn told<'a>(subject: &Subject<'a>, words: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let mut told = BTreeSet::new();
    let mut initials = Vec::new();
    for block in &subject.draft.blocks {
        let text = block.text.as_str();
        let is_theirs = matches!(block.role, Role::Quote | Role::Forwarded | Role::Attribution | Role::Signature);
        initials.clear();
        for (at, word) in pieces(text) {
            let known = words.get(stem(word)).copied();
            let is_opened = text[..at].ends_with('(');
            let after = &text[at + word.len()..];
            let opens = after.starts_with(" (") || after.starts_with(" = ") || after.starts_with(" stands");
            if let Some(known) = known
                && (is_theirs || is_opened || opens || ends_with(&initials, known))
            {
                told.insert(known);
            }
            initials.extend(word.chars().next().map(|first| first.to_ascii_uppercase()));
        }
    }
    told
}

/// Whether the words before start with the letters of an acronym.
fn ends_with(initials: &[char], acronym: &str) -> bool {
    let letters: Vec<char> = acronym.chars().collect();
    letters.len() >= 3 && initials.ends_with(&letters)
}

/// The words of a text with their places.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let parts = |c: char| !c.is_alphanumeric() && c != '\'' && c != '’';
    let pieces = text.split_inclusive(parts).map(move |piece| {
        at += piece.len();
        (at - piece.len(), piece.trim_end_matches(parts))
    });
    pieces.filter(|(_, piece)| !piece.is_empty())
}
