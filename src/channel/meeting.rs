//! Whether a draft proposes a meeting, and what the meeting would be for.

use crate::draft::{Draft, Role};
use crate::language::time::Cue;
use crate::language::{ListId, Phrases, lists, stands_in};
use crate::reading::{Ask, AskKind, Reading, SentenceId};
use crate::text::Span;

/// In how many of the first sentences a meeting is proposed: what stands later is one
/// point among others.
const FIRST: usize = 6;

/// The least and the most minutes from the start of a meeting to its end.
const MOMENT: i64 = 10;
const HALF_A_DAY: i64 = 300;

/// A meeting that a draft proposes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meeting {
    /// The words that propose it.
    pub proposal: Vec<Span>,
    /// Words of telling: one speaks, the others listen.
    pub informs: Vec<Span>,
    /// Words of one question that a message could ask.
    pub asks_only: Vec<Span>,
    /// Words of what people need each other for.
    pub settles: Vec<Span>,
}

impl Meeting {
    /// Whether it is said to be for telling, or for one question.
    pub fn tells_or_asks(&self) -> bool {
        !self.informs.is_empty() || !self.asks_only.is_empty()
    }
}

/// The meeting that a draft proposes, if it does.
pub fn meeting(draft: &Draft, reading: &Reading) -> Option<Meeting> {
    let envelope = &draft.envelope;
    let sentence = proposal(draft, reading);
    let proposal = sentence.map(|id| reading.sentence(id).span);
    if !is_invitation(draft) && proposal.is_none() {
        return None;
    }
    let named = subject_of(draft);
    let phrases = Phrases::of_pack(&[lists::MEETING_INFORMS, lists::MEETING_ASKS_ONLY, lists::MEETING_SETTLES]);
    // "Please read the sheet before" tells nothing: it is what the reader is to do.
    let acts = |ask: &&Ask| ask.kind == AskKind::Request && Some(ask.sentence) != sentence;
    let asked: Vec<Span> = reading.real_asks().filter(acts).map(|ask| ask.span).collect();
    let is_asked = |span: Span| {
        let next = asked.partition_point(|ask| ask.end <= span.start);
        asked.get(next).is_some_and(|ask| ask.contains(span))
    };
    let found: Vec<(ListId, Span)> = draft
        .own_blocks()
        .flat_map(|(_, block)| {
            let found = phrases.find(block.text.as_str()).into_iter();
            found.map(|found| (found.list, block.text.source(found.range)))
        })
        .filter(|(list, span)| *list != lists::MEETING_INFORMS || !is_asked(*span))
        .collect();
    // A meeting that is only moved was found worth while before.
    let moved = stands_in(&named, lists::MEETING_MOVES) || sentence.is_some_and(|id| is_moved(draft, reading, id));
    let spans =
        |list: ListId| found.iter().filter(|(known, _)| *known == list).map(|(_, span)| *span).collect::<Vec<Span>>();
    let subject = || envelope.subject.as_ref().map(|subject| subject.source(0..subject.len()));
    let in_subject = subject().filter(|_| stands_in(&named, lists::MEETING_INFORMS));
    if moved {
        let settles = spans(lists::MEETING_SETTLES);
        return Some(Meeting {
            proposal: proposal.or_else(subject).into_iter().collect(),
            settles,
            ..Meeting::default()
        });
    }
    Some(Meeting {
        proposal: proposal.or_else(subject).into_iter().collect(),
        informs: in_subject.into_iter().chain(spans(lists::MEETING_INFORMS)).collect(),
        asks_only: spans(lists::MEETING_ASKS_ONLY),
        settles: spans(lists::MEETING_SETTLES),
    })
}

/// Whether a sentence moves a meeting to another time.
fn is_moved(draft: &Draft, reading: &Reading, id: SentenceId) -> bool {
    let sentence = reading.sentence(id);
    let text = draft.block(sentence.block).text.as_str().get(sentence.range.clone()).unwrap_or_default();
    stands_in(&text.to_lowercase(), lists::MEETING_MOVES)
}

/// Whether a draft is an invitation, whatever its words: a calendar's, or one by its front matter.
pub fn is_invitation(draft: &Draft) -> bool {
    let envelope = &draft.envelope;
    envelope.invitation.is_some()
        || envelope.channel.as_deref().is_some_and(|channel| channel.eq_ignore_ascii_case("meeting"))
}

/// The subject in lower case.
fn subject_of(draft: &Draft) -> String {
    draft.envelope.subject.as_ref().map(|subject| subject.as_str().to_lowercase()).unwrap_or_default()
}

/// The sentence that proposes a meeting: it names one, by its name or by how long it takes,
/// at a time to come, in words of a proposal; or it asks for one.
pub fn proposal(draft: &Draft, reading: &Reading) -> Option<SentenceId> {
    let in_subject = || draft.envelope.reply_depth == 0 && stands_in(&subject_of(draft), lists::MEETING_NOUNS);
    let said = reading.sentences.iter().enumerate().filter(|(_, sentence)| {
        let role = draft.block(sentence.block).role;
        role != Role::Greeting && role != Role::Closing
    });
    for (index, sentence) in said.take(FIRST) {
        let id = SentenceId(index);
        let phrases = reading.phrases_in(sentence.block, &sentence.range);
        let has = |list: ListId| phrases.iter().any(|phrase| phrase.found.list == list);
        let asked = reading.real_asks().any(|ask| ask.sentence == id && ask.kind == AskKind::Meeting);
        if !asked && !has(lists::MEETING_PROPOSALS) {
            continue;
        }
        let named = has(lists::MEETING_NOUNS) || holds_a_slot(reading, id);
        let to_come = is_to_come(reading, id);
        // The subject may say what the sentence leaves out.
        if named && to_come || (named || to_come) && in_subject() {
            return Some(id);
        }
    }
    None
}

/// Whether a time stands in the sentence that is not over, and not one to answer by.
fn is_to_come(reading: &Reading, id: SentenceId) -> bool {
    reading.times.iter().any(|time| {
        time.sentence == Some(id)
            && !time.time.cue.is_some_and(Cue::bounds)
            && match (time.latest(), reading.moment) {
                (Some(latest), Some(now)) => latest >= now,
                _ => !time.time.vague,
            }
    })
}

/// Whether a sentence names from when to when on one day.
fn holds_a_slot(reading: &Reading, id: SentenceId) -> bool {
    reading.times.iter().filter(|time| time.sentence == Some(id)).any(|time| {
        time.time.bounds.is_some_and(|(from, to)| {
            let minutes = to.duration_since(from).as_mins();
            (MOMENT..=HALF_A_DAY).contains(&minutes)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::PhrasesBuilder;
    use crate::{Source, parse, reading};

    fn of(subject: &str, text: &str) -> Option<Meeting> {
        let mail = format!("Subject: {subject}\nDate: Tue, 2 Jun 2026 10:00:00 +0200\n\n{text}\n");
        let draft = parse::parse(&Source::new("draft.eml", mail.into_bytes()));
        let reading = reading::read(&draft, &PhrasesBuilder::with_pack().build(), Default::default());
        meeting(&draft, &reading)
    }

    #[test]
    fn a_proposal_names_a_meeting_and_a_time_to_come() {
        assert!(of("Plan", "Can we meet on Thursday at 14:00 to choose the hall?").is_some());
        assert!(of("Plan", "Please keep Thursday from 9:00 to 9:45 free.").is_some());
        assert!(of("Manager call", "Please hold Wednesday, 1:00 to 2:00.").is_some());
        assert!(of("Plan", "Thank you for the meeting on Monday, 1 June. Could you send the notes?").is_none());
        assert!(of("Plan", "Can you approve it within 15 minutes?").is_none());
        assert!(of("Plan", "The meeting room has new chairs.").is_none());
    }

    #[test]
    fn what_is_moved_and_what_the_reader_reads_tell_nothing() {
        let moved = of("Presentation", "Could we postpone the presentation of Friday, 5 June to Monday at 9:00?");
        assert!(moved.is_some_and(|meeting| !meeting.tells_or_asks()));
        let asked = of("Contract", "Can we meet on Friday at 9:00 for half an hour? Please read the contract before.");
        assert!(asked.is_some_and(|meeting| !meeting.tells_or_asks()));
    }

    #[test]
    fn what_it_is_for_is_told_by_its_words() {
        let status = of("Sync", "Please join a call on Friday at 9:00. Everybody gives an update.").expect("it is one");
        assert!(status.tells_or_asks() && status.settles.is_empty());
        let choice = of("Hall", "Can we meet on Friday at 9:00 to decide on the hall?").expect("it is one");
        assert!(!choice.tells_or_asks() && !choice.settles.is_empty());
    }
}
