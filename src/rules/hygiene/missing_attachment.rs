use std::borrow::Cow;
use std::cell::OnceCell;

use super::attached::{Announcement, NEAR, Words, is_one_of};
use crate::draft::{Attachment, Format, LINE_BREAK};
use crate::reading::{Phrase, Sentence, TimeExpression};
use crate::rules::{Check, Setup, Situation, Subject, said};
use crate::text::{Finding, Weight};

/// The text speaks of an attachment that is not there. Options: `announced`, phrases that
/// announce one for certain; `mentioned`, phrases that likely do; `things`, the nouns of what can
/// be attached, `pictures` those that the text itself can show; the others are those of
/// [`attached`](super::attached), which knows what such a phrase says in its sentence.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let announced = setup.phrases("announced");
    let mentioned = setup.phrases("mentioned");
    let words = Words::of(setup);
    let things = setup.list("things");
    let pictures = setup.list("pictures");
    let meetings = setup.list("meetings");
    setup.needs_phrase(&[announced, mentioned]);
    Box::new(move |subject: &Subject| {
        // Only a mail shows what is attached to it.
        if subject.draft.format != Format::Mail || subject.is(Situation::Forward) {
            return Vec::new();
        }
        let attachments = &subject.draft.envelope.attachments;
        let mut found = Vec::new();
        let (other_attached, encoded_file) = (OnceCell::new(), OnceCell::new());
        for phrase in &subject.reading.phrases {
            let certain = phrase.found.list == announced;
            if !(certain || phrase.found.list == mentioned) {
                continue;
            }
            let Some((id, sentence)) = subject.sentence_of(phrase) else { continue };
            let next = subject.reading.sentences.get(id.0 + 1);
            let announcement = Announcement { subject, phrase, sentence, other_attached: &other_attached };
            if announcement.is_none(&words, &things) || has_link(&announcement, next) {
                continue;
            }
            // "I attached it on the 9th" tells of another mail.
            let is_past = |time: &TimeExpression| match (time.latest(), subject.moment()) {
                (Some(latest), Some(now)) => latest.date() < now.date() && !time.time.duration,
                _ => false,
            };
            if tells_what_was(subject, phrase) && subject.times_in(sentence).any(is_past) {
                continue;
            }
            let promised = promised(subject, sentence, &things);
            // A picture shown in the text is the logo of a signature, unless pictures are meant.
            let around = || said::words(subject.text(phrase.block, announcement.around()));
            let means_pictures = || around().any(|word| is_one_of(word, &pictures));
            let counts = |file: &&Attachment| !file.inline || !is_picture(file) || means_pictures();
            let means_meeting = || around().any(|word| is_one_of(word, &meetings));
            let is_meeting = subject.draft.envelope.calendar && means_meeting();
            let attached = attachments.iter().filter(counts).count() + usize::from(is_meeting);
            if attached >= promised
                || attached > 0 && attachments.iter().any(holds_many)
                || *encoded_file.get_or_init(|| has_encoded_file(subject))
            {
                continue;
            }
            let text = match attached {
                0 => "an attachment is announced, yet none is there".to_owned(),
                1 => format!("{promised} attachments are announced, yet 1 is there"),
                _ => format!("{promised} attachments are announced, yet {attached} are there"),
            };
            let span = subject.span(phrase.block, phrase.found.range.clone());
            let help = "attach the file, or say where it is to be found";
            // A paper may hold what was counted, and a large picture may be the paper.
            let is_open = attached > 0 && !attachments.iter().all(is_picture)
                || attachments.iter().any(|file| is_picture(file) && file.span.len() > LARGEST_LOGO);
            let weight = if certain && !is_open && !announcement.is_unsure(&words, &things) {
                Weight::Usual
            } else {
                Weight::Lighter
            };
            found.push(Finding::new(span, text).help(help).weight(weight));
        }
        // Those that are certain come first; of equal ones the first in the text.
        found.sort_by_key(|finding| finding.weight != Weight::Usual);
        found
    })
}

/// Whether "attached" tells of what was done: "I attached the photo", not "is attached" nor
/// "I have attached".
fn tells_what_was(subject: &Subject, phrase: &Phrase) -> bool {
    let words = subject.text(phrase.block, phrase.found.range.clone()).to_lowercase();
    words.ends_with("attached") && ["i ", "we "].iter().any(|who| words.starts_with(who)) && !words.contains("have")
}

/// A larger picture in the text is hardly a logo, in bytes as it is sent.
const LARGEST_LOGO: usize = 60_000;

fn is_picture(file: &Attachment) -> bool {
    file.media_type.starts_with("image/")
}

/// Whether a file is a box of files.
fn holds_many(file: &Attachment) -> bool {
    const BOXES: [&str; 7] = ["zip", "x-tar", "gzip", "x-7z", "rar", "compressed", "rfc822"];
    BOXES.iter().any(|kind| file.media_type.contains(kind))
}

/// Whether a file stands in the text itself, encoded as it was done before MIME.
fn has_encoded_file(subject: &Subject) -> bool {
    let lines = memchr::memmem::find_iter(&subject.source.bytes, b"\nbegin ").take(10);
    let is_mode = |at: usize| {
        let mode = subject.source.bytes.get(at + 7..at + 11).unwrap_or_default();
        mode.len() == 4 && mode[..3].iter().all(u8::is_ascii_digit) && mode[3] == b' '
    };
    { lines }.any(is_mode)
}

/// Whether a link leads to it: in the sentence, the next one, or a paragraph of its own behind.
fn has_link(announcement: &Announcement, next: Option<&Sentence>) -> bool {
    let Announcement { subject, sentence, .. } = announcement;
    let holds = |text: &str| ["http://", "https://", "www."].iter().any(|start| text.contains(start));
    let links = &subject.draft.links;
    let is_linked = |sentence: &Sentence| {
        let from = links.partition_point(|link| link.span.start < sentence.span.start);
        links[from..].first().is_some_and(|link| link.span.end <= sentence.span.end && holds(&link.target))
    };
    let starts_with_link = |sentence: &Sentence| {
        let text = subject.sentence_text(sentence);
        holds(&text[..text.floor_char_boundary(NEAR)]) || is_linked(sentence)
    };
    let blocks = subject.draft.blocks.get(sentence.block.0 + 1..).unwrap_or_default();
    let is_link = |text: &str| {
        text.len() <= LINK_BYTES && holds(text) && text.split([' ', '\n', LINE_BREAK]).count() <= LINK_WORDS
    };
    holds(subject.text(sentence.block, announcement.around()))
        || is_linked(sentence)
        || next.is_some_and(starts_with_link)
        || blocks.iter().take(2).any(|block| block.role.is_own() && is_link(block.text.as_str()))
}

/// A longer paragraph is not there for its link, in bytes.
const LINK_BYTES: usize = 1000;

/// Nor is one with more words.
const LINK_WORDS: usize = 8;

/// How many files a sentence promises: "the two photos" are two, else one.
fn promised(subject: &Subject, sentence: &Sentence, things: &[Cow<str>]) -> usize {
    const NUMBERS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let words: Vec<String> = subject.words(sentence).take(60).map(str::to_lowercase).collect();
    let count = |word: &str| {
        let number = NUMBERS.iter().position(|number| *number == word).map(|index| index + 2);
        number.or_else(|| word.parse().ok().filter(|number| (2..=20).contains(number)))
    };
    // A file has many pages.
    const PARTS: [&str; 5] = ["page", "slide", "table", "copy", "list"];
    let is_plural = |word: &String| {
        let stem = word.strip_suffix('s');
        stem.is_some_and(|stem| !PARTS.contains(&stem) && things.iter().any(|thing| *thing == stem))
    };
    words
        .iter()
        .enumerate()
        .filter(|(index, _)| words[index + 1..].iter().take(2).any(is_plural))
        .find_map(|(_, word)| count(word))
        .unwrap_or(1)
}
