use crate::language::ListId;
use crate::language::capitalised;
use crate::reading::Phrase;
use crate::rules::patterns;
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Fix, Safety, Weight};

/// The message starts with a set phrase: the pattern `phrases` with its options, milder
/// with people who are written to for the first time. Option: `announcing`, phrases that
/// announce what comes ("I am writing to ask whether …"); what they announce can be said
/// at once.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let announcing = setup.phrases("announcing");
    let phrases = patterns::phrases(setup);
    Box::new(move |subject: &Subject| {
        let mut found = phrases.check(subject);
        let envelope = &subject.draft.envelope;
        let is_new = |contact: &crate::channel::Contact| contact.first_contact;
        // To a stranger one courtesy is good manners.
        if found.len() == 1 && envelope.to.iter().any(|to| subject.contact(to).is_some_and(is_new)) {
            return Vec::new();
        }
        for finding in &mut found {
            if finding.weight != Weight::Heavier {
                finding.part_of = Some("point/no-lead");
            }
            if finding.fix.is_none() {
                finding.fix = phrase_at(subject, announcing, finding.span.start).and_then(|p| said_at_once(subject, p));
            }
        }
        found
    })
}

/// The announcing phrase that starts at this place of the source.
fn phrase_at<'a>(subject: &Subject<'a>, list: ListId, start: usize) -> Option<&'a Phrase> {
    let at = |phrase: &&Phrase| subject.span(phrase.block, phrase.found.range.clone()).start == start;
    subject.phrases_of(list).find(at)
}

/// How an announcement goes on, with how the matter itself starts.
const STARTS: &[(&str, &str)] = &[
    ("ask whether ", "could you tell me whether "),
    ("ask you whether ", "could you tell me whether "),
    ("ask if you could ", "could you "),
    ("ask if you can ", "can you "),
    ("ask if ", "could you tell me whether "),
    ("ask you to ", "could you "),
    ("request that you ", "could you "),
    ("let you know that ", ""),
    ("tell you that ", ""),
    ("inform you that ", ""),
];

/// The longest sentence that is rewritten: in a longer one the mark at its end is far off.
const LONGEST: usize = 200;

/// "I am writing to ask whether the van is booked." becomes "Could you tell me whether the
/// van is booked?"
fn said_at_once(subject: &Subject, phrase: &Phrase) -> Option<Fix> {
    let (_, sentence) = subject.sentence_at(phrase.block, phrase.found.range.start)?;
    let text = subject.text(phrase.block, phrase.found.range.end..sentence.range.end);
    let rest = text.trim_start();
    let (start, matter) = STARTS.iter().find_map(|(lead, start)| Some((start, rest.strip_prefix(lead)?)))?;
    let matter = matter.trim_end();
    let statement = matter.strip_suffix('.').unwrap_or(matter);
    if statement.is_empty() || statement.len() > LONGEST || statement.contains(['.', '?', '!', ';', '\n']) {
        return None;
    }
    let mark = if start.is_empty() { "." } else { "?" };
    let range = phrase.found.range.start..phrase.found.range.end + text.trim_end().len();
    let said = capitalised(&format!("{start}{statement}{mark}"));
    let mut fix = replace(subject, phrase.block, range, &said, Safety::Suggested)?;
    fix.title = "say it at once".to_owned();
    Some(fix)
}
