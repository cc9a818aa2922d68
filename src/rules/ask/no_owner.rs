use std::borrow::Cow;

use super::wording::{Readers, first_name, holds, reaches_many, readers, words_of};
use crate::language::lists;
use crate::reading::{Ask, AskKind, Owner, Tokens};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// Several people are asked, and none of them by name. Options: `nobody`, words for a person
/// who is not named; `any`, those of them with which a question is asked of a crowd;
/// `before` and `after`, the verbs that stand beside them in an ask, `after-to` those with a
/// "to" behind; `together` and `duties`, as in "we need to", with `talks`, verbs that all do
/// together; `crowd`, names of everybody: "@here"; `each`, words that ask everybody; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = Words {
        nobody: setup.list("nobody"),
        any: setup.list("any"),
        before: setup.list("before"),
        after: setup.list("after"),
        after_to: setup.list("after-to"),
        together: setup.list("together"),
        duties: setup.list("duties"),
        talks: setup.list("talks"),
        crowd: setup.list("crowd"),
    };
    let each = setup.phrases("each");
    setup.unless();
    setup.needs(Need::Ask);
    Box::new(move |subject: &Subject| {
        let readers = readers(subject);
        if readers == Readers::One {
            return Vec::new();
        }
        let mut found =
            subject.reading.real_asks().filter_map(|ask| {
                if ask.owner.name().is_some_and(|name| {
                    matches!(ask.owner, Owner::Named(_)) && !holds(&words.crowd, &name.to_lowercase())
                }) {
                    return None;
                }
                let sentence = subject.reading.sentence(ask.sentence);
                let worded = words_of(subject, ask);
                let shown = words.somebody(&worded, ask);
                let weight = match (&shown, readers) {
                    (Some(_), Readers::Many) => Weight::Usual,
                    (Some(_), _) => Weight::Lighter,
                    // "We need to" is said of oneself too, so that it tells less.
                    (None, Readers::Many) if words.is_duty_of_all(&worded) => Weight::Lighter,
                    (None, _) => return None,
                };
                if subject.sentence_has(each, sentence) || names_a_reader(subject, &worded) {
                    return None;
                }
                let text = match shown {
                    Some(shown) => format!("“{shown}” may be anybody, so that each waits for another"),
                    None => "several people read this, and none of them is named to do it".to_owned(),
                };
                let name = first_name(subject).unwrap_or("<name>");
                let help = format!("name one person: “{name}, could you …?”");
                Some(Finding::new(ask.span, text).help(help).weight(weight))
            });
        found.next().into_iter().collect()
    })
}

struct Words {
    nobody: Vec<Cow<'static, str>>,
    any: Vec<Cow<'static, str>>,
    before: Vec<Cow<'static, str>>,
    after: Vec<Cow<'static, str>>,
    after_to: Vec<Cow<'static, str>>,
    together: Vec<Cow<'static, str>>,
    duties: Vec<Cow<'static, str>>,
    talks: Vec<Cow<'static, str>>,
    crowd: Vec<Cow<'static, str>>,
}

impl Words {
    /// The words of an ask that stand for nobody in particular: "someone", "one of you".
    fn somebody(&self, words: &Tokens, ask: &Ask) -> Option<String> {
        let word = |at: Option<usize>| at.map_or("", |at| words.word(at));
        (0..words.len()).find_map(|at| {
            let pair = (word(Some(at + 1)), word(Some(at + 2)));
            let (shown, end) = match (word(Some(at)), pair) {
                (one @ ("one" | "any"), ("of", who @ ("you" | "us"))) => (format!("{one} of {who}"), at + 2),
                (one, _) if holds(&self.nobody, one) => (one.to_owned(), at),
                _ => return None,
            };
            // "Can anyone tell me where it is?" is answered by whoever knows.
            if holds(&self.any, &shown) && ask.kind == AskKind::Question {
                return None;
            }
            // "Someone really should".
            let skipped = usize::from(word(Some(end + 1)).ends_with("ly") || word(Some(end + 1)) == "else");
            let (next, then) = (word(Some(end + 1 + skipped)), word(Some(end + 2 + skipped)));
            let before = word(at.checked_sub(1));
            let is_case = matches!(before, "if" | "whether" | "that" | "when" | "unless" | "because" | "who");
            let asks = holds(&self.before, before)
                || (!is_case && (holds(&self.after, next) || (holds(&self.after_to, next) && then == "to")))
                || (before == "if" && matches!(next, "can" | "could"))
                || (before == "if" && end > at && next == "would")
                // "Someone remind the press."
                || ((at == 0 || before == "and") && end == at && words.is(end + 1 + skipped, lists::BASE_VERBS));
            asks.then_some(shown)
        })
    }

    /// Whether all together have to do it: "we need to update the list".
    fn is_duty_of_all(&self, words: &Tokens) -> bool {
        let word = |at: usize| words.word(at);
        (0..words.len()).any(|at| {
            let skipped = usize::from(matches!(word(at + 1), "still" | "also" | "really" | "all" | "now"));
            let duty = at + 1 + skipped;
            let to = usize::from(word(duty + 1) == "to");
            let act = duty + 1 + to;
            holds(&self.together, word(at))
                && holds(&self.duties, word(duty))
                && (to == 1 || matches!(word(duty), "must" | "should"))
                && (words.is(act, lists::BASE_VERBS) || words.is(act, lists::NOUN_VERBS))
                && !holds(&self.talks, word(act))
        })
    }
}

/// Whether one of the readers is named in it: "could someone, Ben perhaps, look at it?"
fn names_a_reader(subject: &Subject, words: &Tokens) -> bool {
    let people = subject.draft.envelope.recipients().take(30).filter(|address| !reaches_many(address));
    let names = people.flat_map(|address| address.name.split(|c: char| !c.is_alphabetic()));
    let known: Vec<String> = names.filter(|name| name.chars().count() > 2).map(str::to_lowercase).collect();
    let is_known =
        |word: &str| known.iter().any(|known| known == word || !word.is_ascii() && *known == word.to_lowercase());
    (0..words.len()).any(|at| is_known(words.word(at)))
}
