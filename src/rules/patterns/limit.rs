//! `limit`: a measure that should not grow too large.

use std::borrow::Cow;

use crate::draft::Role;
use crate::reading::{Ask, Sentence};
use crate::rules::rewrite::excerpt;
use crate::rules::steps::{is_conditional, is_step};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Span, Weight};

/// One thing measured.
struct Measured {
    /// What to point at.
    span: Span,
    /// How much of it there is.
    value: usize,
    /// How much of it weighs on the reader: what the thresholds are held against.
    load: usize,
    /// Whether the measure's stricter thresholds count.
    strict: bool,
    /// What the draft's own words say about it, for `{part}` in texts.
    part: String,
}

/// What is too much.
#[derive(Clone, Copy)]
struct Thresholds {
    above: usize,
    far_above: usize,
    strict_above: usize,
    strict_far_above: usize,
}

impl Thresholds {
    /// Past which value there is a finding.
    fn above(self, strict: bool) -> usize {
        if strict { self.strict_above } else { self.above }
    }

    /// Past which value a finding weighs more.
    fn far_above(self, strict: bool) -> usize {
        if strict { self.strict_far_above } else { self.far_above }
    }

    /// Twice as much of everything.
    fn doubled(self) -> Thresholds {
        let double = |value: usize| value.saturating_mul(2);
        Thresholds {
            above: double(self.above),
            far_above: double(self.far_above),
            strict_above: double(self.strict_above),
            strict_far_above: double(self.strict_far_above),
        }
    }
}

/// A measure: the name of its stricter case, and how to take it. It is told the
/// thresholds, to point at where they are passed and to leave out what is far below.
#[derive(Clone, Copy)]
struct Measure {
    strict: &'static str,
    take: fn(&Subject, Thresholds) -> Vec<Measured>,
}

/// The measures, with the case in which stricter thresholds may count.
const MEASURES: &[(&str, Measure)] = &[
    // The author's words, tables aside; stricter in chat. `{part}` is the start of the
    // longest paragraph.
    ("words", Measure { strict: "chat", take: words }),
    // The words of a sentence, its longest stretch without a stop being what counts;
    // stricter where it asks. `{part}` is where it could be split.
    ("sentence-words", Measure { strict: "ask", take: sentence_words }),
    // The words of a paragraph; stricter in chat. `{part}` is its start.
    ("paragraph-words", Measure { strict: "chat", take: paragraph_words }),
    // The asks of a message; stricter where they stand in no list. `{part}` is the first.
    ("asks", Measure { strict: "unlisted", take: asks }),
    // The words of the subject line; no stricter case. `{part}` is the subject.
    ("subject-words", Measure { strict: "chat", take: subject_words }),
];

/// Options: `measure`; `above`, past which there is a finding, and `far-above`, past which
/// it weighs more; the same with the name of the stricter case before them; `text` and
/// `help` with `{value}`, `{limit}` and `{part}`; `unless` (situations to spare);
/// `double-if` (situations in which twice as much is allowed); `lighter-if` (situations to
/// be milder in).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let measure = setup.choice("measure", MEASURES);
    let above = setup.number("above");
    let far_above = setup.number_if_any("far-above").unwrap_or(usize::MAX);
    let thresholds = Thresholds {
        above,
        far_above,
        strict_above: setup.number_if_any(&format!("{}-above", measure.strict)).unwrap_or(above),
        strict_far_above: setup.number_if_any(&format!("{}-far-above", measure.strict)).unwrap_or(far_above),
    };
    let (text, help) = (setup.text("text"), setup.text_if_any("help"));
    let (unless, double_if): (Vec<Situation>, Vec<Situation>) =
        (setup.situations("unless"), setup.situations("double-if"));
    let lighter_if: Vec<Situation> = setup.situations("lighter-if");
    Box::new(move |subject: &Subject| {
        if subject.is_any(&unless) {
            return Vec::new();
        }
        let thresholds = if subject.is_any(&double_if) { thresholds.doubled() } else { thresholds };
        let mut taken = (measure.take)(subject, thresholds);
        // The largest first; of equal ones the first in the text.
        taken.sort_by_key(|measured| std::cmp::Reverse(measured.value));
        let mut found = Vec::new();
        for measured in taken {
            let above = thresholds.above(measured.strict);
            if measured.load <= above {
                continue;
            }
            let fill = |text: &Cow<str>| {
                text.replace("{value}", &measured.value.to_string())
                    .replace("{limit}", &above.to_string())
                    .replace("{part}", &measured.part)
            };
            let mut finding = Finding::new(measured.span, fill(&text));
            finding.help = help.as_ref().map(fill);
            finding.weight = match (measured.load > thresholds.far_above(measured.strict), subject.is_any(&lighter_if))
            {
                (true, false) => Weight::Heavier,
                (false, true) => Weight::Lighter,
                _ => Weight::Usual,
            };
            found.push(finding);
        }
        found
    })
}

fn words(subject: &Subject, thresholds: Thresholds) -> Vec<Measured> {
    let strict = subject.is(Situation::Chat);
    let mut value = 0;
    let mut crossing = None;
    for (_, sentence) in subject.said() {
        value += sentence.length;
        if value > thresholds.above(strict) && crossing.is_none() {
            crossing = Some(sentence.span);
        }
    }
    let Some(span) = crossing else { return Vec::new() };
    let longest = paragraph_words(subject, thresholds).into_iter().max_by_key(|paragraph| paragraph.value);
    let part = longest.map_or_else(String::new, |p| format!("“{}” ({} words)", p.part, p.value));
    vec![Measured { span, value, load: value, strict, part }]
}

fn paragraph_words(subject: &Subject, _: Thresholds) -> Vec<Measured> {
    let mut paragraphs: Vec<(crate::draft::BlockId, Measured)> = Vec::new();
    for (_, sentence) in subject.said() {
        if subject.draft.block(sentence.block).role != Role::Prose {
            continue;
        }
        match paragraphs.last_mut() {
            Some((block, measured)) if *block == sentence.block => measured.value += sentence.length,
            _ => paragraphs.push((
                sentence.block,
                Measured {
                    span: sentence.span,
                    value: sentence.length,
                    load: 0,
                    strict: subject.is(Situation::Chat),
                    part: excerpt(subject.sentence_text(sentence), 40),
                },
            )),
        }
    }
    paragraphs.into_iter().map(|(_, measured)| Measured { load: measured.value, ..measured }).collect()
}

fn sentence_words(subject: &Subject, thresholds: Thresholds) -> Vec<Measured> {
    let asking: Vec<_> = subject.reading.real_asks().map(|ask| ask.sentence).collect();
    let least = thresholds.above.min(thresholds.strict_above);
    subject
        .said()
        .filter(|(_, sentence)| sentence.words.len() > least && !is_series(subject, sentence))
        .filter_map(|(id, sentence)| {
            let strict = asking.binary_search(&id).is_ok();
            let quoted = quoted_words(subject.sentence_text(sentence));
            let value = sentence.length.saturating_sub(quoted);
            // The rest is worth its time only for a sentence that will be reported.
            (value > thresholds.above(strict)).then(|| Measured {
                span: sentence.span,
                value,
                load: longest_stretch(subject.sentence_text(sentence)).saturating_sub(quoted).min(value),
                strict,
                part: split_point(subject, sentence),
            })
        })
        .collect()
}

/// Whether a sentence is a series of names or figures rather than running text: four in
/// ten of its words start with a capital or a digit.
fn is_series(subject: &Subject, sentence: &Sentence) -> bool {
    let series = subject.words(sentence).filter(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()));
    series.count() * 10 >= sentence.words.len() * 4
}

/// The words of the longest stretch in which a reader finds no stop: no colon, semicolon,
/// dash or end of a sentence. What stands in brackets can be skipped.
fn longest_stretch(text: &str) -> usize {
    let (mut longest, mut words, mut depth) = (0, 0, 0_usize);
    for word in text.split_whitespace() {
        depth += usize::from(word.starts_with(['(', '[']));
        words += usize::from(depth == 0 && word.contains(char::is_alphanumeric));
        longest = longest.max(words);
        if word.ends_with([';', ':', '?', '!', '.', '–', '—']) || word == "-" {
            words = 0;
        }
        depth = depth.saturating_sub(usize::from(word.contains([')', ']'])));
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
    let words = subject.reading.words.get(sentence.words.clone()).unwrap_or_default();
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

fn asks(subject: &Subject, thresholds: Thresholds) -> Vec<Measured> {
    let mut counted: Vec<&Ask> = Vec::new();
    let mut unlisted = 0;
    let mut last: Option<(&Ask, &Sentence)> = None;
    for ask in subject.reading.real_asks().filter(|ask| !is_conditional(subject, ask)) {
        let sentence = subject.reading.sentence(ask.sentence);
        let listed = subject.draft.block(sentence.block).role == Role::ListItem;
        // To answer are one: the asks of a sentence, those of a list item, and instructions
        // given one after the other.
        let is_more = last.is_some_and(|(before, its)| {
            its.block == sentence.block
                && (listed
                    || before.sentence == ask.sentence
                    || (ask.sentence.0 == before.sentence.0 + 1 && is_step(subject, before) && is_step(subject, ask)))
        });
        if !is_more {
            counted.push(ask);
            unlisted += usize::from(!listed);
        }
        last = Some((ask, sentence));
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
