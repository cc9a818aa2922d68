use crate::language::time::Cue;
use crate::language::{lists, words};
use crate::reading::TimeExpression;
use crate::rules::rewrite::{deadline_day, shortest};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::Finding;

/// The subject names no topic. Options: `vague`, words that name none; `particles`,
/// words that don't count.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let vague = setup.list("vague");
    let particles = setup.list("particles");
    Box::new(move |subject: &Subject| {
        // Those who answer or pass on keep the subject, so that the thread stays one.
        let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
        if subject.is(Situation::Reply) || subject.is(Situation::Forward) {
            return Vec::new();
        }
        let text = without_tags(line.as_str());
        let mut named = false;
        for range in words(text) {
            let word = text[range].to_lowercase();
            if vague.iter().any(|vague| *vague == word) {
                named = true;
            } else if !particles.iter().any(|particle| *particle == word) {
                return Vec::new();
            }
        }
        if !named {
            return Vec::new();
        }
        let shown = line.as_str().trim();
        let finding = Finding::new(line.source(0..line.len()), format!("the subject “{shown}” names no topic"));
        vec![finding.help(match better(subject) {
            Some(better) => format!("name what you want: “{better}”"),
            None => "name the topic, and what the reader is to do or know".to_owned(),
        })]
    })
}

/// The most characters of a proposed subject.
const LONGEST: usize = 60;

/// A subject made from the main ask, where it can be understood by itself: "Approve the
/// print quote by Thu 4 June".
fn better(subject: &Subject) -> Option<String> {
    let ask = subject.reading.real_asks().next()?;
    let short = shortest(subject, ask)?;
    let points = |word: &str| lists::POINTING_WORDS.contains(word.trim_end_matches("'s"));
    if short.split(' ').any(points) || short.chars().count() > LONGEST {
        return None;
    }
    let by = match ask.deadline.map(|id| subject.reading.time(id)) {
        Some(time) if !time.time.vague => written_deadline(subject, time),
        _ => deadline_day(subject).map(|day| format!("by {day}")),
    };
    let dated = by.map(|by| format!("{short} {by}")).filter(|dated| dated.chars().count() <= LONGEST);
    Some(dated.unwrap_or(short))
}

/// A deadline in the author's words; none where they contradict themselves ("Friday 4
/// June" on a Thursday) or need their sentence.
fn written_deadline(subject: &Subject, time: &TimeExpression) -> Option<String> {
    let (weekday, date) = (time.time.weekday.as_ref(), time.time.date.as_ref());
    if weekday.zip(date).is_some_and(|((weekday, _), (date, _))| date.weekday() != *weekday) {
        return None;
    }
    let words = subject.text(time.block, time.time.range.clone()).replace('\n', " ");
    match time.time.cue {
        None | Some(Cue::At) => Some(format!("by {words}")),
        Some(_) => ["by ", "before ", "until "].iter().any(|start| words.starts_with(start)).then_some(words),
    }
}

/// The subject without "Re:", "Fwd:" and "[list]" before it.
fn without_tags(line: &str) -> &str {
    let mut text = line.trim();
    loop {
        let lower = text.get(..4).unwrap_or_default().to_ascii_lowercase();
        let rest = if let Some(tag) = text.strip_prefix('[') {
            tag.split_once(']').map(|(_, rest)| rest)
        } else {
            ["re:", "fw:", "fwd:"].iter().find(|tag| lower.starts_with(**tag)).and_then(|tag| text.get(tag.len()..))
        };
        match rest {
            Some(rest) if !rest.trim().is_empty() => text = rest.trim(),
            _ => return text,
        }
    }
}
