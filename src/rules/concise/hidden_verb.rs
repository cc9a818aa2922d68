use std::borrow::Cow;
use std::str::SplitWhitespace;

use crate::reading::Sentence;
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Safety};

/// A verb that may stand before a noun which hides the real one, with its forms: base,
/// third person, past, participle, "-ing"; and the word that belongs to it.
const LIGHT: &[([&str; 5], &str)] = &[
    (["make", "makes", "made", "made", "making"], ""),
    (["give", "gives", "gave", "given", "giving"], ""),
    (["have", "has", "had", "had", "having"], ""),
    (["take", "takes", "took", "taken", "taking"], ""),
    (["do", "does", "did", "done", "doing"], ""),
    (["reach", "reaches", "reached", "reached", "reaching"], ""),
    (["conduct", "conducts", "conducted", "conducted", "conducting"], ""),
    (["perform", "performs", "performed", "performed", "performing"], ""),
    (["provide", "provides", "provided", "provided", "providing"], ""),
    (["carry", "carries", "carried", "carried", "carrying"], "out"),
    (["come", "comes", "came", "come", "coming"], "to"),
];

/// What the card says of a noun that hides a verb. It is read where the noun stands behind a
/// light verb: few drafts have one, and each start would take longer.
struct Noun<'a> {
    /// The light verbs that it hides it with, by their base form.
    after: &'a str,
    verb: &'a str,
    /// Words that may follow the noun, each behind a sign: those with "-" fall away with it.
    follows: SplitWhitespace<'a>,
}

/// A verb that hides in a noun: "make a decision". Options: `verbs`, by noun: the verbs
/// before it, `>`, the real verb, then the words that may follow: with `+` where they
/// stay, with `-` where they fall away, and `+.` where nothing need follow.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let nouns = setup.pairs("verbs");
    let list = setup.find(nouns.iter().map(|(noun, _)| noun.as_ref()));
    setup.unless();
    setup.needs_phrase(&[list]);
    Box::new(move |subject: &Subject| {
        let standing = subject.phrases_of(list).filter_map(|phrase| subject.word_of(phrase));
        standing.filter_map(|(sentence, noun)| hidden(subject, sentence, noun, &nouns)).collect::<Vec<_>>()
    })
}

impl Noun<'_> {
    fn read(text: &str) -> Option<Noun<'_>> {
        let (after, rest) = text.split_once('>')?;
        let mut follows = rest.split_whitespace();
        Some(Noun { after, verb: follows.next()?, follows })
    }
}

/// What is said of the noun at this place of a sentence, where it hides a verb.
fn hidden(subject: &Subject, sentence: &Sentence, noun: usize, nouns: &[(Cow<str>, Cow<str>)]) -> Option<Finding> {
    let all = subject.words_in(sentence);
    let word = |at: usize| all.get(at).map_or("", |word| subject.text(sentence.block, word.range.clone()));
    // The word that belongs to the verb and an article may stand between.
    let (at, base, form) = (noun.saturating_sub(3)..noun).find_map(|at| {
        let (base, form, next) = light(word(at), || word(at + 1), at)?;
        let next = next + usize::from(matches!(word(next), "a" | "an" | "the"));
        (next == noun).then_some((at, base, form))
    })?;
    let (_, text) = nouns.iter().find(|(known, _)| known == word(noun))?;
    let mut known = Noun::read(text)?;
    if !known.after.split_whitespace().any(|light| light == base) {
        return None;
    }
    let (first, last) = (all.get(at)?, all.get(noun)?);
    let rest = subject.text(sentence.block, last.range.end..sentence.range.end);
    let is_last = rest.trim_start().chars().next().is_none_or(|c| matches!(c, '.' | ',' | ';' | '?' | '!'));
    let follow = if is_last { "." } else { word(noun + 1) };
    let follows = known.follows.find(|signed| signed.get(1..) == Some(follow))?;
    let end = if follows.starts_with('-') { all.get(noun + 1).unwrap_or(last).range.end } else { last.range.end };
    let range = first.range.start..end;
    let verb = inflected(known.verb, form);
    let words = subject.text(sentence.block, range.clone()).replace('\n', " ");
    let mut finding = Finding::new(subject.span(sentence.block, range.clone()), format!("“{words}” hides a verb"))
        .help(format!("write “{verb}”"));
    finding.fix = replace(subject, sentence.block, range, &verb, Safety::Safe);
    Some(finding)
}

/// The base and the form of a light verb at `at`, and the place after it.
fn light<'t>(word: &str, next: impl Fn() -> &'t str, at: usize) -> Option<(&'static str, usize, usize)> {
    // All forms of a verb start with the same letter.
    let first = word.as_bytes().first()?.to_ascii_lowercase();
    let mut verbs = LIGHT.iter().filter(|(forms, _)| forms[0].as_bytes().first() == Some(&first));
    verbs.find_map(|(forms, particle)| {
        let form = forms.iter().position(|form| form.eq_ignore_ascii_case(word))?;
        let after = if particle.is_empty() { at + 1 } else { at + 2 };
        (particle.is_empty() || next() == *particle).then_some((forms[0], form, after))
    })
}

/// A regular verb in the form of a light one.
fn inflected(verb: &str, form: usize) -> String {
    let stem_y = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let stem_e = verb.strip_suffix('e');
    match (form, stem_y, stem_e) {
        (1, Some(stem), _) => format!("{stem}ies"),
        (1, ..) if verb.ends_with(['s', 'x']) || verb.ends_with("ch") || verb.ends_with("sh") => format!("{verb}es"),
        (1, ..) => format!("{verb}s"),
        (2 | 3, Some(stem), _) => format!("{stem}ied"),
        (2 | 3, _, Some(stem)) => format!("{stem}ed"),
        (2 | 3, ..) => format!("{verb}ed"),
        (4, _, Some(stem)) if !stem.ends_with('e') => format!("{stem}ing"),
        (4, ..) => format!("{verb}ing"),
        _ => verb.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_take_the_form_of_those_they_replace() {
        for (verb, forms) in [
            ("decide", ["decide", "decides", "decided", "decided", "deciding"]),
            ("apply", ["apply", "applies", "applied", "applied", "applying"]),
            ("assess", ["assess", "assesses", "assessed", "assessed", "assessing"]),
            ("agree", ["agree", "agrees", "agreed", "agreed", "agreeing"]),
            ("survey", ["survey", "surveys", "surveyed", "surveyed", "surveying"]),
        ] {
            for (form, word) in forms.iter().enumerate() {
                assert_eq!(inflected(verb, form), *word);
            }
        }
    }
}
