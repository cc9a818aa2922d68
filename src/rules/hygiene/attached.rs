//! What a sentence with "attached" says: whether something comes with this mail, or hangs
//! elsewhere, was sent by another, is denied, or stands in the text itself.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::draft::{Block, LINE_BREAK, Role};
use crate::language::ListId;
use crate::reading::{Phrase, Sentence};
use crate::rules::said::{self, is_cited, reports, words};
use crate::rules::{Setup, Situation, Subject};

/// The words that tell it.
pub struct Words {
    /// Deny an announcement in the same clause.
    denied: ListId,
    /// Make it a condition, where they stand before it in the same clause.
    conditions: ListId,
    /// Tell, anywhere in the sentence, that it comes by another way.
    other_ways: ListId,
    /// Tell of what somebody else attached, in an answer.
    received: ListId,
    /// Entries of programs that hold files, and such programs.
    holders: Vec<Cow<'static, str>>,
    /// Nouns that "to" goes with: "the answer to your request".
    toward: Vec<Cow<'static, str>>,
    /// What is attached to a thing in thought.
    valued: Vec<Cow<'static, str>>,
    /// Nouns for what is sent.
    mails: Vec<Cow<'static, str>>,
    /// Words that make it another one: "my last mail", "your message".
    other_mails: Vec<Cow<'static, str>>,
}

impl Words {
    /// The words on a card.
    pub fn of(setup: &mut Setup) -> Words {
        Words {
            denied: setup.phrases("denied"),
            conditions: setup.phrases("conditions"),
            other_ways: setup.phrases("other-ways"),
            received: setup.phrases("received"),
            holders: setup.list("holders"),
            toward: setup.list("toward"),
            valued: setup.list("valued"),
            mails: setup.list("mails"),
            other_mails: setup.list("other-mails"),
        }
    }

    /// Whether the mail that these words name at this place is another one: "my last mail", "my
    /// mail of Monday".
    fn is_other_mail(&self, named: &[String], mail: usize) -> bool {
        const OF: [&str; 6] = ["of", "from", "that", "i", "vom", "von"];
        named[..mail].iter().any(|word| is_one_of(word, &self.other_mails))
            || named.get(mail + 1).is_some_and(|word| OF.contains(&word.as_str()))
    }
}

/// A phrase that may announce an attachment, in its sentence.
pub struct Announcement<'s, 'a> {
    /// The draft.
    pub subject: &'s Subject<'a>,
    /// The phrase.
    pub phrase: &'s Phrase,
    /// Its sentence.
    pub sentence: &'a Sentence,
    /// Whether the mail that is answered announced an attachment, once it was asked for.
    pub other_attached: &'s OnceCell<bool>,
}

/// How many words may stand between "your" and "and": "your letter of 12 May and".
const NAMED: usize = 6;

/// Words before the noun of an attached thing that is a certain one.
const DETERMINERS: [&str; 16] = [
    "the", "a", "an", "my", "our", "its", "this", "that", "each", "your", "every", "all", "both", "his", "her", "their",
];

/// Words that say where it hangs: "attached to the wall", "enclosed by a fence".
const PLACES: [&str; 17] = [
    "to", "onto", "at", "on", "by", "under", "behind", "above", "between", "within", "inside", "in", "with", "before",
    "after", "while", "during",
];

impl<'a> Announcement<'_, 'a> {
    /// Whether nothing is announced that has to come with this mail.
    pub fn is_none(&self, words: &Words, things: &[Cow<str>]) -> bool {
        let subject = self.subject;
        let range = &self.phrase.found.range;
        let clause = self.clause();
        let has = |list: ListId, range: Range<usize>| {
            subject.has_phrase(list)
                && subject.phrases_in(self.phrase.block, range).any(|phrase| phrase.found.list == list)
        };
        // "If you have time, read the attached plan" announces it; "if it is attached" does not.
        let is_conditional = !self.is_certain_thing() && has(words.conditions, clause.start..range.start);
        has(words.denied, clause.clone())
            || is_conditional
            || has(words.other_ways, self.around())
            || is_cited(subject, self.phrase.block, range)
            || reports(self.text(clause.start..range.start))
            || subject.is(Situation::Reply)
                && self.is_thing()
                && (has(words.received, self.around())
                    || self.is_unsure(words, things) && *self.other_attached.get_or_init(|| other_attached(subject)))
            || self.is_beside_received(words, clause.start)
            || self.is_elsewhere(words, things, clause.end)
            || self.is_annex(words)
            || self.is_valued(words)
            || self.is_any_kind()
            || self.is_shown()
    }

    /// Whether it may be of another mail, or no file: "the file that I attached", "I attached gdb".
    pub fn is_unsure(&self, known: &Words, things: &[Cow<str>]) -> bool {
        let phrase = self.text(self.phrase.found.range.clone()).to_ascii_lowercase();
        let is_act =
            phrase.ends_with("attached") && ["i ", "we ", "i've ", "we've "].iter().any(|who| phrase.starts_with(who));
        let before = self.text(self.around().start..self.phrase.found.range.start);
        if !is_act {
            // In an answer "the attached plan" may be the other's, unless the reader is pointed to it.
            const POINTERS: [&str; 9] = ["please", "see", "find", "could", "can", "would", "bitte", "have", "look"];
            let points = || words(before).any(|word| POINTERS.iter().any(|known| word.eq_ignore_ascii_case(known)));
            return self.subject.is(Situation::Reply) && self.is_thing() && !points();
        }
        let last = words(before).next_back().unwrap_or_default();
        // A bare word in small letters that is neither a plural nor a known thing is a name.
        let behind = words(self.text(self.phrase.found.range.end..self.around().end)).collect::<Vec<_>>();
        let object = behind.first().copied().unwrap_or_default();
        let ends = behind.get(1).is_none_or(|next| matches!(*next, "and" | "to" | "but" | "for" | "with" | "again"));
        let is_name = ends
            && object.chars().all(char::is_lowercase)
            && !object.ends_with('s')
            && !matches!(object, "it" | "both" | "all" | "everything" | "one" | "some" | "below" | "mine")
            && !is_one_of(object, things);
        // "I attached the tracker to the wheel".
        let to = behind.iter().take(6).position(|word| *word == "to").filter(|to| *to > 0);
        let hangs = to.is_some_and(|to| {
            let has_determiner = behind.get(to + 1).is_some_and(|word| DETERMINERS.contains(word));
            let is_toward = is_one_of(behind[to - 1], &known.toward);
            has_determiner && !is_toward && !behind[..to].iter().any(|word| is_one_of(word, things))
        });
        hangs || matches!(last, "that" | "which") || is_one_of(last, things) && !is_after_break(before) || is_name
    }

    fn text(&self, range: Range<usize>) -> &'a str {
        self.subject.text(self.phrase.block, range)
    }

    /// The sentence, as far as it says something of the phrase.
    pub fn around(&self) -> Range<usize> {
        let text = self.subject.draft.block(self.phrase.block).text.as_str();
        let (range, whole) = (&self.phrase.found.range, &self.sentence.range);
        let start = whole.start.max(text.floor_char_boundary(range.start.saturating_sub(NEAR)));
        start..whole.end.min(text.ceil_char_boundary(range.end + NEAR))
    }

    /// The clause that the phrase stands in.
    fn clause(&self) -> Range<usize> {
        const JOINTS: [&str; 8] = [" but ", " so ", " and i ", " and we ", " aber ", " mais ", " pero ", " maar "];
        let (range, whole) = (&self.phrase.found.range, self.around());
        let marks = |c: char| matches!(c, ',' | ';' | ':' | '–' | '—' | '(' | ')' | LINE_BREAK);
        let before = self.text(whole.start..range.start).to_ascii_lowercase();
        let after = self.text(range.end..whole.end).to_ascii_lowercase();
        let joint_before = JOINTS.iter().filter_map(|joint| before.rfind(joint).map(|at| at + 1)).max();
        let start = before.rfind(marks).max(joint_before).unwrap_or(0);
        let joint_after = JOINTS.iter().filter_map(|joint| after.find(joint)).min();
        let end = [after.find(marks), joint_after].into_iter().flatten().min().unwrap_or(after.len());
        whole.start + start..range.end + end
    }

    /// The words behind the phrase, up to an end of its sentence, in lower case.
    fn behind(&self, end: usize) -> Vec<String> {
        words(self.text(self.phrase.found.range.end..end)).take(14).map(str::to_lowercase).collect()
    }

    /// Whether the phrase is a thing that is attached ("attached file"), not an act.
    fn is_thing(&self) -> bool {
        let text = self.text(self.phrase.found.range.clone());
        let mut words = words(text).map(str::to_lowercase);
        words.next().is_some_and(|word| word == "attached")
            && words.next().is_some_and(|word| !matches!(word.as_str(), "is" | "are" | "you" | "please" | "to"))
    }

    /// Whether it is such a thing that is a certain one: "the attached file", "see attached".
    fn is_certain_thing(&self) -> bool {
        self.is_thing() || self.text(self.phrase.found.range.clone()).to_ascii_lowercase().starts_with("see ")
    }

    /// Whether "attached files" are spoken of in general: neither "the", "see" nor the start of
    /// the sentence stands before them, or others do something to them.
    fn is_any_kind(&self) -> bool {
        const DEFINITE: [&str; 14] =
            ["the", "this", "these", "my", "our", "see", "in", "and", "please", "find", "with", "two", "three", "four"];
        const VERBS: [&str; 12] =
            ["are", "can", "could", "get", "had", "has", "have", "may", "must", "should", "was", "were"];
        let range = &self.phrase.found.range;
        let before = self.text(self.sentence.range.start..range.start);
        let mut last_words = words(before).rev().map(str::to_lowercase);
        let (last, last_but_one) = (last_words.next().unwrap_or_default(), last_words.next().unwrap_or_default());
        let asks = self.text(self.sentence.range.clone()).trim_end().ends_with('?');
        let is_mine = |word: &str| matches!(word, "i" | "we");
        if !self.is_thing() {
            // "Do you see the attached disks?", "how do I find attached files?", "see the attachment policy".
            let phrase = self.text(range.clone()).to_ascii_lowercase();
            let is_looked_for = phrase.starts_with("see ")
                && (is_mine(&last) || matches!(last.as_str(), "you" | "they"))
                || phrase.starts_with("find ") && is_mine(&last) && asks;
            let next = words(self.text(range.end..self.around().end)).next().unwrap_or_default().to_lowercase();
            return is_looked_for || phrase.ends_with("attachment") && POLICIES.contains(&next.as_str());
        }
        if last == "find" && is_mine(&last_but_one) && asks {
            return true;
        }
        let next = words(self.text(range.end..self.sentence.range.end)).next().unwrap_or_default();
        let is_past = matches!(next, "was" | "were" | "had");
        if last.is_empty() {
            return self.text(range.clone()).ends_with('s') && VERBS.contains(&next);
        }
        is_past || !DEFINITE.contains(&last.as_str())
    }

    /// Whether it came with what the other one sent, in no answer too: "thank you for your letter
    /// and the attached plan". "Thank you for your help with the attached plan" is none.
    fn is_beside_received(&self, words: &Words, start: usize) -> bool {
        let subject = self.subject;
        let range = start..self.phrase.found.range.start;
        let mut before = said::words(self.text(range.clone())).rev().map(str::to_lowercase).peekable();
        before.next_if(|word| DETERMINERS.contains(&word.as_str()));
        self.is_thing()
            && matches!(before.next().as_deref(), Some("and" | "plus"))
            && before.take(NAMED).skip(1).any(|word| word == "your")
            && subject.phrases_in(self.phrase.block, range).any(|phrase| phrase.found.list == words.received)
    }

    /// Whether it hangs on something else than this mail: "attached to the wall", "I attached
    /// the log to the ticket", "emotionally attached", "I have attached gdb to the process".
    fn is_elsewhere(&self, words: &Words, things: &[Cow<str>], end: usize) -> bool {
        let phrase = self.text(self.phrase.found.range.clone()).to_ascii_lowercase();
        if !phrase.ends_with("attached") && !phrase.ends_with("enclosed") && !phrase.ends_with("attaching") {
            return false;
        }
        let behind = self.behind(end);
        let is_of = |list: &[Cow<str>], word: &str| list.iter().any(|known| is_form_of(word, known));
        let is_done = phrase.starts_with("is ") || phrase.starts_with("are ");
        let words_before = || said::words(self.text(self.clause().start..self.phrase.found.range.start));
        for (at, place) in behind.iter().enumerate().filter(|(_, word)| PLACES.contains(&word.as_str())) {
            let named = &behind[at + 1..behind.len().min(at + 6)];
            let mail = named.iter().position(|word| is_of(&words.mails, word));
            if let Some(mail) = mail {
                return words.is_other_mail(named, mail) && matches!(place.as_str(), "to" | "with" | "in" | "at");
            }
            let has_determiner = named.first().is_some_and(|word| DETERMINERS.contains(&word.as_str()));
            let holder = named.iter().take(4).position(|word| is_of(&words.holders, word));
            let is_toward = at > 0 && is_of(&words.toward, &behind[at - 1]);
            let is_there = match place.as_str() {
                "to" | "onto" => {
                    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
                    let is_key = named.iter().take(2).any(is_number);
                    let is_thing = behind[..at].iter().any(|word| is_one_of(word, things));
                    at == 0 || !is_toward && (holder.is_some() || is_key) || !is_thing && at == 1 && has_determiner
                }
                "in" | "on" => {
                    let is_enclosed = at == 0 && phrase.ends_with("enclosed") && place == "in" && !is_format(named);
                    is_enclosed
                        || holder.is_some_and(|holder| holder == 0 || holder <= 2 && has_determiner)
                        || place == "on" && at == 0 && has_determiner
                }
                // "The plan is attached with our notes", "the sensor with glue".
                "with" => at == 0 && is_done && !words_before().any(|word| is_one_of(word, things)),
                "at" => {
                    at == 0 && has_determiner && !named.iter().any(|word| matches!(word.as_str(), "end" | "bottom"))
                }
                _ => at == 0,
            };
            if is_there {
                return true;
            }
        }
        false
    }

    /// Whether the annex of another paper is meant: "im Anhang des Vertrags", "in allegato al
    /// contratto". "Im Anhang der Plan" is none: what has no verb before it announces.
    fn is_annex(&self, known: &Words) -> bool {
        const ANNEXES: [&str; 9] =
            ["anhang", "anlage", "bijlage", "allegato", "anexo", "bilaga", "jointe", "jointes", "attachment"];
        const OF: [&str; 37] = [
            "des", "dieses", "dieser", "eures", "eurer", "ihres", "ihrer", "deiner", "deines", "unseres", "unserer",
            "meines", "meiner", "zu", "zum", "zur", "vom", "von", // German
            "bij", "van", "al", "alla", "del", "della", "dell", "du", "de", "au", "à", "la", "do", "da", "ao", "till",
            "i", "to", "of",
        ];
        let phrase = self.text(self.phrase.found.range.clone()).to_lowercase();
        let Some(last) = words(&phrase).next_back().filter(|last| ANNEXES.contains(last)) else { return false };
        let behind = self.behind(self.sentence.range.end);
        let Some(next) = behind.first() else { return false };
        let before = self.text(self.around().start..self.phrase.found.range.start);
        let starts = before.is_empty() || is_after_break(before);
        let is_numbered = next.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'i' | b'v' | b'x'))
            || next.len() == 1 && !matches!(next.as_str(), "a" | "e" | "i" | "o" | "y");
        let is_of = is_numbered || OF.contains(&next.as_str()) || next == "der" && !starts;
        // "In allegato la fattura" announces; only "al", "del" and their like lead to a paper.
        let announces = matches!((last, next.as_str()), ("allegato", "la" | "i") | ("jointe" | "jointes", "la" | "à"));
        let named = &behind[1..];
        let is_mail = |word: &String| known.mails.iter().any(|mail| word.ends_with(mail.as_ref()));
        let mail = named.iter().take(3).position(is_mail);
        let is_this_mail = mail.is_some_and(|mail| !known.is_other_mail(named, mail));
        is_of && !announces && !is_this_mail
    }

    /// Whether it is weight, value, a condition: "attached great importance to it".
    fn is_valued(&self, words: &Words) -> bool {
        let behind = self.behind(self.sentence.range.end);
        let phrase = self.text(self.phrase.found.range.clone());
        let value = behind.iter().take(4).position(|word| words.valued.iter().any(|value| is_form_of(word, value)));
        // "The value table" is a thing.
        phrase.ends_with("attached")
            && value.is_some_and(|at| !behind[..at].iter().any(|word| matches!(word.as_str(), "the" | "my" | "our")))
    }

    /// Whether it stands in the text itself: "the log is attached below", and there it is.
    fn is_shown(&self) -> bool {
        const BELOW: [&str; 9] =
            ["below", "underneath", "hereunder", "bottom", "inline", "end", "unten", "ci-dessous", "abajo"];
        let behind = self.text(self.phrase.found.range.end..self.sentence.range.end);
        let is_below = words(behind).take(5).any(|word| BELOW.iter().any(|below| word.eq_ignore_ascii_case(below)));
        let ends_open = self.text(self.sentence.range.clone()).trim_end().ends_with(':');
        let block = self.phrase.block;
        let blocks = self.subject.draft.blocks.get(block.0 + 1..).unwrap_or_default();
        let blocks = &blocks[..blocks.len().min(MOST_BLOCKS)];
        let is_text =
            |role: Role| role.is_prose() || matches!(role, Role::Table | Role::Code | Role::Forwarded | Role::Heading);
        let more_in_block =
            || !self.text(self.sentence.range.end..self.subject.draft.block(block).text.len()).trim().is_empty();
        // What is named in a list may be the names of files.
        let start = |text: &'a str| &text[..text.floor_char_boundary(NEAR)];
        let is_data = |block: &'a Block| {
            matches!(block.role, Role::Table | Role::Code | Role::Forwarded)
                || block.role == Role::Prose && start(block.text.as_str()).matches(MARKS_OF_DATA).count() >= 3
        };
        let next_is_data = || blocks.first().is_some_and(is_data);
        is_below && (more_in_block() || blocks.iter().any(|block| is_text(block.role)) || has_tail(blocks))
            || ends_open && next_is_data()
    }
}

/// What has to do with attachments and is none.
const POLICIES: [&str; 8] = ["button", "dialog", "icon", "limit", "menu", "policy", "settings", "size"];

/// How much of a quoted mail is looked at, in bytes.
const QUOTED: usize = 20_000;

/// Whether the mail that is answered announced an attachment.
fn other_attached(subject: &Subject) -> bool {
    let quoted = subject.draft.blocks.iter().filter(|block| matches!(block.role, Role::Quote | Role::Forwarded));
    let starts = quoted.map(|block| block.text.as_str()).map(|text| &text[..text.floor_char_boundary(QUOTED)]);
    let mut left = QUOTED;
    { starts }
        .take_while(|text| {
            left = left.saturating_sub(text.len());
            left > 0
        })
        .any(|text| text.to_ascii_lowercase().contains("attach"))
}

/// Words further away than this say nothing of a phrase, in bytes.
pub const NEAR: usize = 400;

/// What is attached below stands within so many blocks.
const MOST_BLOCKS: usize = 50;

/// Whether a text ends with a mark, so that what follows starts anew.
fn is_after_break(text: &str) -> bool {
    text.trim_end().ends_with(|c: char| !c.is_alphanumeric())
}

/// Marks that a log or a program has, and a sentence hardly.
const MARKS_OF_DATA: [char; 10] = ['$', '=', '{', '}', '<', '>', ';', '|', ':', '_'];

/// Whether a signature is so long that it holds what was pasted below it.
fn has_tail(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| block.role == Role::Signature && block.text.as_str().lines().count() > 3)
}

/// Whether "in" leads to a format or a language: "in PDF", "in German".
fn is_format(named: &[String]) -> bool {
    named
        .first()
        .is_some_and(|word| matches!(word.as_str(), "pdf" | "word" | "excel" | "english" | "german" | "french"))
        || named.iter().take(3).any(|word| word == "format")
}

/// Whether a word is this noun, or its plural.
fn is_form_of(word: &str, noun: &str) -> bool {
    word.strip_prefix(noun).is_some_and(|rest| rest.is_empty() || rest == "s")
}

/// Whether a word is one of these, or the plural of one.
pub fn is_one_of(word: &str, nouns: &[Cow<str>]) -> bool {
    let word = word.to_lowercase();
    nouns.iter().any(|noun| is_form_of(&word, noun))
}
