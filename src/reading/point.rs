//! What the message is for.

use super::{Reading, SentenceId};
use crate::draft::Draft;

/// The one sentence that says what the message is for: the main ask, the decision or the news.
pub fn find(reading: &Reading, draft: &Draft) -> Option<SentenceId> {
    let _ = draft;
    reading.real_asks().next().map(|ask| ask.sentence)
}
