//! What `limit` can measure.

use super::limit::Thresholds;
use crate::draft::{BlockId, LINE_BREAK, Role};
use crate::reading::{Ask, Class, Sentence, SentenceId};
use crate::rules::rewrite::excerpt;
use crate::rules::{Situation, Subject};
use crate::text::Span;

/// One thing measured.
pub struct Measured {
    /// What to point at.
    pub span: Span,
    /// How much of it there is.
    pub value: usize,
    /// How much of it weighs on the reader: what the thresholds are held against.
    pub load: usize,
    /// Whether the measure's stricter thresholds count.
    pub strict: bool,
    /// What the draft's own words say about it, for `{part}` in texts.
    pub part: String,
}

/// A measure: the name of its stricter case, and how to take it. It is told the
/// thresholds, to point at where they are passed and to leave out what is far below.
#[derive(Clone, Copy)]
pub struct Measure {
    /// What is counted: the option that moves all thresholds at once.
    pub unit: &'static str,
    /// The name of the stricter case.
    pub strict: &'static str,
    /// Takes the measure.
    pub take: fn(&Subject, Thresholds) -> Vec<Measured>,
}

/// The measures, with the case in which stricter thresholds may count.
pub const MEASURES: &[(&str, Measure)] = &[
    // The author's words, tables aside; stricter in chat. `{part}` is the start of the
    // longest paragraph.
    ("words", Measure { unit: "words", strict: "chat", take: words }),
    // The words of a sentence, its longest stretch without a stop being what counts;
    // stricter where it asks. `{part}` is where it could be split.
    ("sentence-words", Measure { unit: "words", strict: "ask", take: sentence_words }),
    // The words of a paragraph, those in quotation marks aside; stricter in chat. `{part}`
    // is where it could be broken.
    ("paragraph-words", Measure { unit: "words", strict: "chat", take: paragraph_words }),
    // The asks of a message; stricter where they stand in no list. `{part}` is the first.
    ("asks", Measure { unit: "asks", strict: "unlisted", take: asks }),
    // The words of the subject line; no stricter case. `{part}` is the subject.
    ("subject-words", Measure { unit: "words", strict: "chat", take: subject_words }),
];

fn words(subject: &Subject, thresholds: Thresholds) -> Vec<Measured> {
    let strict = subject.is(Situation::Chat);
    if subject.said_words() <= thresholds.above(strict) {
        return Vec::new();
    }
    let mut value = 0;
    let mut crossing = None;
    for (_, sentence) in subject.said() {
        value += sentence.length;
        if value > thresholds.above(strict) && crossing.is_none() {
            crossing = Some(sentence.span);
        }
    }
    let Some(span) = crossing else { return Vec::new() };
    let part = longest_paragraph(subject);
    vec![Measured { span, value, load: value, strict, part }]
}

/// The start of the longest paragraph, with its words.
fn longest_paragraph(subject: &Subject) -> String {
    let mut paragraphs: Vec<(BlockId, &Sentence, usize)> = Vec::new();
    for (_, sentence) in subject.said() {
        match paragraphs.last_mut() {
            Some((block, _, words)) if *block == sentence.block => *words += sentence.length,
            _ => paragraphs.push((sentence.block, sentence, sentence.length)),
        }
    }
    let longest = paragraphs.into_iter().rev().max_by_key(|(_, _, words)| *words);
    longest.map_or_else(String::new, |(_, first, words)| {
        format!("“{}” ({words} words)", excerpt(subject.sentence_text(first), 40))
    })
}

fn paragraph_words(subject: &Subject, thresholds: Thresholds) -> Vec<Measured> {
    let strict = subject.is(Situation::Chat);
    if !has_long_block(subject, thresholds.above(strict)) {
        return Vec::new();
    }
    let said: Vec<&Sentence> =
        subject.said().map(|(_, s)| s).filter(|s| subject.draft.block(s.block).role == Role::Prose).collect();
    // A line break that the author meant parts a paragraph as well as an empty line does.
    let joined = |one: &&Sentence, next: &&Sentence| {
        one.block == next.block && !subject.text(one.block, one.range.end..next.range.start).contains(LINE_BREAK)
    };
    let paragraphs = said.chunk_by(joined);
    let long = paragraphs.filter_map(|sentences| {
        let total: usize = sentences.iter().map(|sentence| sentence.length).sum();
        if total <= thresholds.above(strict) {
            return None;
        }
        let first = sentences.first()?;
        let text = subject.text(first.block, first.range.start..sentences.last()?.range.end);
        let value = total.saturating_sub(quoted_words(text));
        Some(Measured { span: first.span, value, load: value, strict, part: break_point(subject, sentences, total) })
    });
    long.collect()
}

/// Whether the sentences of any block have more words together: few drafts have such a block.
fn has_long_block(subject: &Subject, above: usize) -> bool {
    let (mut block, mut words) = (None, 0);
    subject.said().any(|(_, sentence)| {
        words = if block == Some(sentence.block) { words + sentence.length } else { sentence.length };
        block = Some(sentence.block);
        words > above
    })
}

/// The sentence before which a paragraph could be broken best: of those in its middle half
/// the one that takes up the fewest words of the sentence before it.
fn break_point(subject: &Subject, sentences: &[&Sentence], total: usize) -> String {
    let mut before = sentences.first().map_or(0, |sentence| sentence.length);
    let mut best = None;
    for pair in sentences.windows(2) {
        let [last, next] = pair else { continue };
        if (total / 4..=total - total / 4).contains(&before) {
            let rank = (shared(subject, last, next), before.abs_diff(total / 2));
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, *next));
            }
        }
        before += next.length;
    }
    match best {
        Some((_, next)) => format!("before “{}”", excerpt(subject.sentence_text(next), 30)),
        None => "in two".to_owned(),
    }
}

/// How many longer words two sentences share, as far as their first words tell.
fn shared(subject: &Subject, last: &Sentence, next: &Sentence) -> usize {
    const COMPARED: usize = 40;
    let known: Vec<&str> = subject.words(last).take(COMPARED).filter(|word| word.len() > 3).collect();
    subject.words(next).take(COMPARED).filter(|word| known.iter().any(|known| known.eq_ignore_ascii_case(word))).count()
}

fn sentence_words(subject: &Subject, thresholds: Thresholds) -> Vec<Measured> {
    let asking: Vec<_> = subject.reading.real_asks().map(|ask| ask.sentence).collect();
    let is_long = |id: &SentenceId, sentence: &Sentence| {
        sentence.length > thresholds.above(asking.binary_search(id).is_ok()) && !is_series(subject, sentence)
    };
    subject
        .said()
        .filter(|(id, sentence)| is_long(id, sentence))
        .filter_map(|(id, sentence)| {
            let strict = asking.binary_search(&id).is_ok();
            let quoted = quoted_words(subject.sentence_text(sentence));
            let value = sentence.length.saturating_sub(quoted);
            let above = thresholds.above(strict);
            if value <= above {
                return None;
            }
            let load = longest_stretch(subject.sentence_text(sentence)).saturating_sub(quoted).min(value);
            // The rest is worth its time only for a sentence that will be reported.
            let part = |sentence| split_point(subject, sentence);
            (load > above).then(|| Measured { span: sentence.span, value, load, strict, part: part(sentence) })
        })
        .collect()
}

/// Whether a sentence is a series of names or figures rather than running text: four in
/// ten of its words start with a capital or a digit.
fn is_series(subject: &Subject, sentence: &Sentence) -> bool {
    let series = subject.words_in(sentence).iter().filter(|word| word.capital || word.class == Class::Number);
    series.count() * 10 >= sentence.words.len() * 4
}

/// The words of the longest stretch in which a reader finds no stop: no colon, semicolon,
/// dash or end of a sentence. What stands in brackets can be skipped.
fn longest_stretch(text: &str) -> usize {
    let (mut longest, mut words, mut depth) = (0, 0, 0_usize);
    for word in text.split_whitespace() {
        depth += usize::from(word.starts_with(['(', '[']));
        let is_word = word.starts_with(|c: char| c.is_ascii_alphanumeric()) || word.contains(char::is_alphanumeric);
        words += usize::from(depth == 0 && is_word);
        longest = longest.max(words);
        if word.ends_with([';', ':', '?', '!', '.', '–', '—']) || word == "-" {
            words = 0;
        }
        if depth > 0 && word.contains([')', ']']) {
            depth -= 1;
        }
    }
    longest
}

/// How many words stand in quotation marks: they are somebody else's.
fn quoted_words(text: &str) -> usize {
    let (mut quoted, mut open, mut after_space) = (0, None, false);
    // A curly quote starts with the byte of all general punctuation.
    if !text.bytes().any(|byte| matches!(byte, b'"' | 0xe2)) {
        return 0;
    }
    for c in text.chars() {
        match (c, &mut open) {
            ('“' | '„' | '"', None) => open = Some(1),
            ('”' | '"', Some(count)) => {
                quoted += *count;
                open = None;
            }
            (_, Some(count)) if after_space && !c.is_whitespace() => *count += 1,
            _ => {}
        }
        after_space = c.is_whitespace();
    }
    quoted
}

/// The words at which a sentence could be split best: a joint near its middle.
fn split_point(subject: &Subject, sentence: &Sentence) -> String {
    const JOINTS: &[&str] = &["and", "but", "so", "which", "because", "while", "although", "since", "where", "however"];
    let words = subject.words_in(sentence);
    let text = |range| subject.text(sentence.block, range);
    let joint = |index: &usize| {
        let between = text(words[index - 1].range.end..words[*index].range.start);
        let word = text(words[*index].range.clone());
        between.ends_with(char::is_whitespace)
            && match between.trim() {
                ";" | "–" | "—" | "-" => true,
                "," => JOINTS.iter().any(|joint| joint.eq_ignore_ascii_case(word)),
                _ => false,
            }
    };
    let middle = words.len() / 2;
    match (2..words.len().saturating_sub(2)).filter(joint).min_by_key(|index| index.abs_diff(middle)) {
        Some(index) => format!("before “{} …”", text(words[index].range.start..words[index + 2].range.end)),
        None => "where a new thought starts".to_owned(),
    }
}

/// A message that asks less often than once in so many words tells rather than asks: the card
/// of ask/too-many has the figures.
const WORDS_EACH: usize = 60;

fn asks(subject: &Subject, thresholds: Thresholds) -> Vec<Measured> {
    let mut counted: Vec<&Ask> = Vec::new();
    let mut unlisted = 0;
    let mut last: Option<(&Ask, &Sentence)> = None;
    // What to do in some case, and how to do a thing, is read and not answered.
    for &ask in subject.owed() {
        let sentence = subject.reading.sentence(ask.sentence);
        let listed = subject.draft.block(sentence.block).role == Role::ListItem;
        // To answer are one: the asks of a sentence, and those of a list item.
        let is_more = last
            .is_some_and(|(before, its)| its.block == sentence.block && (listed || before.sentence == ask.sentence));
        if !is_more {
            counted.push(ask);
            unlisted += usize::from(!listed);
        }
        last = Some((ask, sentence));
    }
    // Reports and newsletters put many a question, few of them to their reader.
    if counted.len() * WORDS_EACH < subject.reading.word_count() {
        return Vec::new();
    }
    let strict = unlisted > thresholds.strict_above;
    let Some(extra) = counted.get(thresholds.above(strict)) else { return Vec::new() };
    let part = excerpt(subject.ask_text(counted[0]), 40);
    vec![Measured { span: extra.span, value: counted.len(), load: counted.len(), strict, part }]
}

fn subject_words(subject: &Subject, _: Thresholds) -> Vec<Measured> {
    let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
    let value = crate::language::words(line.as_str()).len();
    vec![Measured {
        span: line.source(0..line.len()),
        value,
        load: value,
        strict: false,
        part: excerpt(line.as_str(), 40),
    }]
}
