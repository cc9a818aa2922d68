use super::wording::{is_direct, words_of};
use crate::draft::{BlockId, LINE_BREAK, Role};
use crate::reading::{Ask, Sentence, SentenceId};
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// An ask between the sentences of a long paragraph. Options: `sentences` and `words`, from
/// which a paragraph is long; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (sentences, words) = (setup.number("sentences"), setup.number("words"));
    setup.unless();
    Box::new(move |subject: &Subject| {
        // That an ask lies amid a long paragraph is plain before its words are looked at.
        let amid = |ask: &Ask| {
            let paragraph = paragraph(subject, ask.sentence)?;
            let length: usize = paragraph.iter().map(|sentence| sentence.length).sum();
            let sentence = subject.reading.sentence(ask.sentence);
            let is_inside = sentence != paragraph.first()? && sentence != paragraph.last()?;
            (paragraph.len() >= sentences && length >= words && is_inside).then_some(length)
        };
        if !subject.owed().iter().any(|ask| amid(ask).is_some()) {
            return Vec::new();
        }
        let is_asked = |ask: &&&Ask| {
            let is_aside = subject.ask_text(ask).starts_with(['(', '"', '“', '«']);
            !is_aside && is_direct(&words_of(subject, ask))
        };
        let asks: Vec<&Ask> = subject.owed().iter().filter(is_asked).copied().collect();
        let block = |ask: &Ask| subject.reading.sentence(ask.sentence).block;
        // Asks that stand together are seen together.
        let is_alone = |at: usize| {
            let mut beside = at.checked_sub(1).and_then(|before| asks.get(before)).into_iter().chain(asks.get(at + 1));
            beside.all(|other| block(other) != block(asks[at]))
        };
        let mut found = asks.iter().enumerate().filter(|(at, _)| is_alone(*at)).filter_map(|(_, ask)| {
            let text = format!("the ask stands in the middle of a paragraph of {} words", amid(ask)?);
            let help = format!("give it a line of its own: “{}”", excerpt(subject.ask_text(ask), 70));
            Some(Finding::new(ask.span, text).help(help).part_of("point/buried-ask"))
        });
        found.next().into_iter().collect()
    })
}

/// The sentences of the paragraph that holds this one: a line break that the author meant
/// parts as well as an empty line does.
fn paragraph<'a>(subject: &Subject<'a>, id: SentenceId) -> Option<&'a [Sentence]> {
    let block = subject.reading.sentence(id).block;
    if subject.draft.block(block).role != Role::Prose {
        return None;
    }
    let all = &subject.reading.sentences;
    let joined = |one: &Sentence, next: &Sentence| {
        next.block == block && one.block == block && !breaks(subject, block, one.range.end, next.range.start)
    };
    // A paragraph that is longer than this is a wall, whatever it asks.
    const MOST: usize = 60;
    let mut first = id.0;
    while first > 0 && id.0 - first < MOST && joined(all.get(first - 1)?, all.get(first)?) {
        first -= 1;
    }
    let mut last = id.0;
    while last - id.0 < MOST && all.get(last + 1).is_some_and(|next| joined(&all[last], next)) {
        last += 1;
    }
    all.get(first..=last)
}

fn breaks(subject: &Subject, block: BlockId, from: usize, to: usize) -> bool {
    subject.text(block, from..to).contains(LINE_BREAK)
}
