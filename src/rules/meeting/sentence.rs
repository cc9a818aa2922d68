//! The sentence that proposes a meeting in a mail.

use super::when::slot;
use super::words::folded;
use crate::language::{lists, stands_in};
use crate::reading::{AskKind, Sentence, SentenceId};
use crate::rules::Subject;

/// In how many of the first sentences a meeting without a time is proposed.
const FIRST: usize = 3;

/// Whether a sentence proposes something to its reader.
pub fn proposes(subject: &Subject, sentence: &Sentence) -> bool {
    stands_in(&folded(subject.sentence_text(sentence)), lists::MEETING_PROPOSES)
}

/// The sentence that calls people together at a time, without a word for the meeting:
/// "please join me on Thursday at 10:00 to choose the stand".
pub fn gathers(subject: &Subject) -> Option<SentenceId> {
    let calls = |sentence: &Sentence| {
        slot(subject, sentence).is_some() && stands_in(&folded(subject.sentence_text(sentence)), lists::MEETING_JOINS)
    };
    subject.said().take(FIRST).find(|(_, sentence)| calls(sentence)).map(|(id, _)| id)
}

/// The sentence that asks for a talk and names no time.
pub fn untimed(subject: &Subject) -> Option<SentenceId> {
    if !subject.reading.real_asks().any(|ask| ask.kind == AskKind::Meeting) {
        return None;
    }
    let asks = |sentence: &Sentence| {
        let text = folded(subject.sentence_text(sentence));
        stands_in(&text, lists::MEETING_PROPOSES) && stands_in(&text, lists::MEETING_TALKS)
    };
    subject.said().take(FIRST).find(|(_, sentence)| asks(sentence)).map(|(id, _)| id)
}
