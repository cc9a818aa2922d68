use std::borrow::Cow;

use crate::draft::Role;
use crate::language::lists;
use crate::reading::{Class, Sentence, SentenceId, Word};
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// So many sentences are compared with each other at most; more is a book.
const MOST_SENTENCES: usize = 200;

/// Words beyond these in one sentence are not compared.
const MOST_WORDS: usize = 60;

/// A thing said twice. Options: `share`, how many of a hundred words two sentences share
/// at least; `least-words`, how many words that carry meaning each has at least; `top`, the
/// words at the start of a message of `long` words and more in which a summary may stand.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (share, least) = (setup.number("share"), setup.number("least-words"));
    let (top, long) = (setup.number("top"), setup.number("long"));
    setup.unless();
    Box::new(move |subject: &Subject| {
        let (mut said, mut total): (Vec<Outline>, usize) = (Vec::new(), 0);
        for (id, sentence) in subject.said() {
            if said.len() < MOST_SENTENCES && sentence.length >= least && is_sentence(subject.sentence_text(sentence)) {
                let outline = Outline::read(subject, id, sentence, total);
                if outline.words >= least {
                    said.push(outline);
                }
            }
            total += sentence.length;
        }
        for (index, second) in said.iter().enumerate() {
            let first = said.iter().take(index).find(|first| {
                // The items of a list are often alike but for the one word that matters.
                let share = if first.listed && second.listed { 100 } else { share };
                let is_summary = first.from < top && total >= long && second.from >= top;
                !is_summary && first.may_be_like(second, share) && {
                    let (first, second) = (Said::read(subject, first.id), Said::read(subject, second.id));
                    let are_long = first.stems.len() >= least && second.stems.len() >= least;
                    are_long && first.marks == second.marks && is_alike(&first.stems, &second.stems, share)
                }
            });
            if let Some(first) = first {
                let (first, second) = (subject.reading.sentence(first.id), subject.reading.sentence(second.id));
                let text = format!("this was said before: “{}”", excerpt(subject.sentence_text(first), 60));
                let finding = Finding::new(second.span, text).help("keep the clearer of the two, and cut the other");
                return vec![finding.related(first.span, "said here first")];
            }
        }
        Vec::new()
    })
}

/// Whether a text is one: an address, a headline or a table drawn with bars is none.
fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?'])
        && (memchr::memchr2(b'|', b':', text.as_bytes()).is_none() || !text.contains('|') && !text.contains("://"))
}

/// What tells at a glance that two sentences are not alike.
struct Outline {
    id: SentenceId,
    /// The words of the message before it.
    from: usize,
    /// Whether it stands in a list.
    listed: bool,
    /// How many of its words carry meaning.
    words: usize,
    /// A bit for the first two letters of each of them: what two words share that have the
    /// same stem.
    starts: u64,
    /// A bit for each name and number, as far as its first letter shows that it is one.
    marks: u64,
}

impl Outline {
    fn read(subject: &Subject, id: SentenceId, sentence: &Sentence, from: usize) -> Outline {
        let listed = subject.draft.block(sentence.block).role == Role::ListItem;
        let mut outline = Outline { id, from, listed, words: 0, starts: 0, marks: 0 };
        let text = subject.draft.block(sentence.block).text.as_str().as_bytes();
        let letter = |at: usize| text.get(at).copied().filter(u8::is_ascii).map_or(0, usize::from);
        for (at, word) in subject.words_in(sentence).iter().take(MOST_WORDS).enumerate() {
            let (first, second) = (letter(word.range.start), letter(word.range.start + 1));
            if at > 0 && word.capital || word.class == Class::Number {
                outline.marks |= 1 << ((word.range.len() + first + second * 7) % 64);
            }
            if carries_meaning(word) {
                let are_letters = first > 0 && second > 0;
                let place = if are_letters { (first | 0x20) * 37 + (second | 0x20) } else { 0 };
                outline.words += 1;
                outline.starts |= 1 << (place % 64);
            }
        }
        outline
    }

    /// Whether they can name the same things and share so many of a hundred stems: each letter
    /// pair that only one of them has stands for a stem that only one of them has.
    fn may_be_like(&self, other: &Outline, share: usize) -> bool {
        if self.marks != other.marks {
            return false;
        }
        let apart = (self.starts ^ other.starts).count_ones() as usize;
        apart * share <= (100 - share.min(100)) * self.words.min(other.words)
    }
}

fn carries_meaning(word: &Word) -> bool {
    word.range.len() > 2 && !word.sets.has(lists::STOP_WORDS)
}

/// What a sentence is compared by.
struct Said<'a> {
    /// The words that carry meaning, without their endings, each once and in order.
    stems: Vec<Cow<'a, str>>,
    /// Names and figures, each once and in order: where they differ, so do the things said.
    marks: Vec<&'a str>,
}

impl<'a> Said<'a> {
    fn read(subject: &Subject<'a>, id: SentenceId) -> Said<'a> {
        let mut said = Said { stems: Vec::new(), marks: Vec::new() };
        let sentence = subject.reading.sentence(id);
        for (at, word) in subject.words_in(sentence).iter().take(MOST_WORDS).enumerate() {
            let written = subject.text(sentence.block, word.range.clone());
            if at > 0 && word.capital || written.contains(|c: char| c.is_numeric()) {
                said.marks.push(written);
            }
            if carries_meaning(word) {
                said.stems.push(stem(written));
            }
        }
        said.stems.sort_unstable();
        said.stems.dedup();
        said.marks.sort_unstable();
        said.marks.dedup();
        said
    }
}

/// A word in lower case without the ending of a plural, a past or an "-ing".
fn stem(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return without_ending(word).into();
    }
    without_ending(&word.to_lowercase()).to_owned().into()
}

fn without_ending(word: &str) -> &str {
    let stem =
        ["ing", "ed", "es", "s"].iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() > 3));
    stem.unwrap_or(word).trim_end_matches('e')
}

/// Whether the words that both have are this share of those that either has, in hundredths.
fn is_alike(first: &[Cow<str>], second: &[Cow<str>], share: usize) -> bool {
    let most = first.len().min(second.len());
    // Sets of very different sizes can't be alike.
    if most * 100 < share * first.len().max(second.len()) {
        return false;
    }
    let both = first.iter().filter(|stem| second.binary_search(stem).is_ok()).count();
    both * 100 >= share * (first.len() + second.len() - both)
}
