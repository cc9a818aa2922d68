//! News and judgement that touch the reader so closely that they are said, not written: the
//! loss of work, an illness that was found, a death in the family, a reproach.
//!
//! A word alone is none of these: who is meant and whether it is told as a fact stand beside it.

use crate::draft::Draft;
use crate::language::{WordSet, lists};
use crate::reading::{Class, Gap, Phrase, Reading, SentenceId, Word};
use crate::text::Span;

/// How many sentences back the reader's scan may stand, of which "they" or "it" tells.
const BACK: usize = 2;

/// How many words may stand between two that belong together: "your latest blood test",
/// "you have a small tumour", "your mother Anna has died".
const NEAR: usize = 3;

/// The words that tell the reader grave news which they do not know yet.
pub fn grave(draft: &Draft, reading: &Reading) -> Option<Span> {
    if reading.phrases_of(lists::CHANNEL_NEWS_KNOWN).next().is_some() {
        return None;
    }
    let told = reading.phrases.iter().find(|phrase| {
        let list = phrase.found.list;
        let is_grave = |told: Told| match list {
            lists::CHANNEL_GRAVE_DISMISSAL => told.is_a_fact(),
            lists::CHANNEL_GRAVE_ILLNESS => told.is_a_fact() && told.is_found_in_the_reader(),
            _ => told.is_a_fact() && told.is_of_kin(),
        };
        [lists::CHANNEL_GRAVE_DISMISSAL, lists::CHANNEL_GRAVE_ILLNESS, lists::CHANNEL_GRAVE_DEATH].contains(&list)
            && draft.block(phrase.block).role.is_prose()
            && Told::at(draft, reading, phrase).is_some_and(is_grave)
    })?;
    Some(draft.block(told.block).text.source(told.found.range.clone()))
}

/// The sentences that reproach the reader with their work or conduct.
pub fn reproaches(reading: &Reading) -> Vec<Span> {
    let is = |word: &Word, set: WordSet| word.sets.has(set);
    let reproaches = |words: &[Word]| {
        let your = |at: usize| is(&words[at], lists::CHANNEL_YOUR);
        let conduct = |at: usize| near(words, at).iter().any(|word| is(word, lists::CHANNEL_CONDUCT));
        let you_are = |at: usize| words[at].class == Class::You && near(words, at).iter().any(|w| w.class == Class::Be);
        let place = words.iter().position(|w| is(w, lists::CHANNEL_REPROACH) || is(w, lists::CHANNEL_FAULT));
        let Some(place) = place else { return false };
        let denied = words[..place].iter().any(|word| is(word, lists::CHANNEL_NEWS_DENIED));
        let open = words.iter().any(|word| is(word, lists::CHANNEL_NEWS_OPEN));
        let fault = is(&words[place], lists::CHANNEL_FAULT);
        let mut said_of = (0..words.len())
            .filter(|&at| your(at) && conduct(at) || fault && you_are(at) && (at..=at + NEAR + 1).contains(&place));
        !denied && !open && said_of.next().is_some()
    };
    let sentences = reading.sentences.iter();
    let found = sentences.filter(|s| reading.words.get(s.words.clone()).is_some_and(reproaches));
    found.map(|sentence| sentence.span).collect()
}

/// Whether a word is a noun or verb of its own that goes on what stands before it.
fn goes_on(next: &Word) -> bool {
    next.gap == Gap::Space && next.class == Class::Other
}

/// Whether words behind "your" name an examination: "latest blood test", not "test tubes".
fn is_examined(words: &[Word]) -> bool {
    let known = |word: &Word| word.sets.has(lists::CHANNEL_BODY) || word.sets.has(lists::CHANNEL_FOUND);
    let ends = |at: usize| words.get(at + 1).is_none_or(|next| !goes_on(next) || known(next));
    (0..words.len().min(NEAR)).any(|at| words[at].sets.has(lists::CHANNEL_BODY) && ends(at))
}

/// The few words after a place.
fn near(words: &[Word], at: usize) -> &[Word] {
    let after = words.get(at + 1..).unwrap_or_default();
    &after[..after.len().min(NEAR)]
}

/// A sentence that may tell grave news.
struct Told<'a> {
    reading: &'a Reading,
    id: SentenceId,
    /// The words before the phrase, those of it, and those behind it.
    before: &'a [Word],
    phrase: &'a [Word],
    after: &'a [Word],
    asks: bool,
    /// Whether it opens news: "I have to tell you".
    opens: bool,
}

impl<'a> Told<'a> {
    fn at(draft: &Draft, reading: &'a Reading, phrase: &Phrase) -> Option<Told<'a>> {
        let (id, sentence) = reading.sentence_at(phrase.block, phrase.found.range.start)?;
        let words = reading.words.get(sentence.words.clone())?;
        let first = words.partition_point(|word| word.range.start < phrase.found.range.start);
        let last = words.partition_point(|word| word.range.start < phrase.found.range.end);
        let text = draft.block(sentence.block).text.as_str().get(sentence.range.clone())?;
        let opens = |found: &&Phrase| found.found.list == lists::CHANNEL_NEWS_TOLD;
        Some(Told {
            reading,
            id,
            before: words.get(..first)?,
            phrase: words.get(first..last)?,
            after: words.get(last..)?,
            asks: text.trim_end().ends_with('?'),
            opens: reading.phrases_in(sentence.block, &sentence.range).iter().any(|found| opens(&found)),
        })
    }

    fn has(&self, set: WordSet) -> bool {
        self.before.iter().chain(self.after).any(|word| word.sets.has(set))
    }

    /// Whether it is told as true: not asked, supposed or quoted.
    fn is_a_fact(&self) -> bool {
        let goes_on = self.after.first().is_some_and(|next| next.gap == Gap::Joined);
        !self.asks && !goes_on && !self.has(lists::CHANNEL_NEWS_OPEN) && !self.phrase.iter().any(|word| word.quoted)
    }

    /// Whether an illness was found in the reader: "you have a tumour", "your scan … it is
    /// cancer"; not "no cancer" and not "the cancer survey".
    fn is_found_in_the_reader(&self) -> bool {
        let names_more = self.after.first().is_some_and(|next| goes_on(next) && !next.sets.has(lists::CHANNEL_FOUND));
        let last = self.before.len().saturating_sub(2 * NEAR);
        let mut have = self.before[last..].windows(2);
        let has_it = have.any(|pair| pair[0].class == Class::You && matches!(pair[1].class, Class::Have | Class::Be));
        let examined = || {
            (self.id.0.saturating_sub(BACK)..=self.id.0).any(|id| {
                let sentence = self.reading.sentence(SentenceId(id));
                let words = self.reading.words.get(sentence.words.clone()).unwrap_or_default();
                let body = |at: usize| is_examined(&words[at + 1..]);
                (0..words.len()).any(|at| words[at].sets.has(lists::CHANNEL_YOUR) && body(at))
            })
        };
        !names_more && !self.has(lists::CHANNEL_NEWS_DENIED) && (has_it || examined())
    }

    /// Whether one of the reader's family died: "your wife", "Grandpa"; not the author's, of
    /// whom they write on their own behalf, and not in words of condolence or memory.
    fn is_of_kin(&self) -> bool {
        let Some(kin) = self.before.iter().rposition(|word| word.sets.has(lists::CHANNEL_KIN)) else { return false };
        let joined = self.before.last().is_some_and(|word| word.class == Class::Conjunction);
        let owners = &self.before[kin.saturating_sub(2)..kin];
        let has = |set: WordSet| owners.iter().any(|word| word.sets.has(set));
        let ours = has(lists::CHANNEL_YOUR) || self.before[kin].capital && !has(lists::CHANNEL_THEIRS);
        let answers = self.has(lists::CHANNEL_NEWS_HEARD) && !self.opens || self.has(lists::CHANNEL_NEWS_PAST);
        ours && !answers && (joined || self.before.len() - kin <= NEAR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::PhrasesBuilder;
    use crate::{Source, parse, reading};

    fn read(text: &str) -> (Draft, Reading) {
        let draft = parse::parse(&Source::new("draft.txt", text.as_bytes()));
        let reading = reading::read(&draft, &PhrasesBuilder::with_pack().build(), Default::default());
        (draft, reading)
    }

    fn is_grave(text: &str) -> bool {
        let (draft, reading) = read(text);
        grave(&draft, &reading).is_some()
    }

    #[test]
    fn grave_news_of_the_reader_is_found() {
        for text in [
            "The biopsy is back. You have a small tumour in the left lung.",
            "Your blood test came back on Monday. It is leukaemia.",
            "I have to tell you that Grandma died this morning.",
            "Your husband fell from the roof and did not survive.",
            "We are ending your employment on 31 March.",
        ] {
            assert!(is_grave(text), "{text}");
        }
    }

    #[test]
    fn other_talk_of_illness_death_and_work_is_not_grave_news() {
        for text in [
            "Your mammogram shows no sign of cancer.",
            "Your breast cancer screening is due in May.",
            "The tumour cells in your test tubes grow too slowly.",
            "Do you have cancer in the family?",
            "As discussed on the phone, your biopsy shows cancer.",
            "My father died last night, so I can't come to work.",
            "I was sorry to hear that your mother died.",
            "Your father died two years ago, and the house is still his.",
            "Your son says that the battery of his phone died.",
            "If we have to let you go, you get three months' pay.",
        ] {
            assert!(!is_grave(text), "{text}");
        }
    }

    #[test]
    fn a_reproach_is_of_the_readers_own_work_or_conduct() {
        let count = |text: &str| reproaches(&read(text).1).len();
        assert_eq!(count("I am disappointed with your work. You were rude to a guest."), 2);
        assert_eq!(count("Your attitude in the meeting last week was unprofessional."), 1);
        assert_eq!(count("The waiter was rude. I am disappointed with the food. I'm not unhappy with your work."), 0);
        assert_eq!(count("If you are unhappy with our work, tell us."), 0);
    }
}
