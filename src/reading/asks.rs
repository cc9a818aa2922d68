//! What the reader is asked.

use super::{Ask, AskKind, Owner, Reading, SentenceId};
use crate::draft::Draft;

/// Finds the asks of all sentences.
pub fn find(reading: &mut Reading, draft: &Draft) {
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let text = draft.block(sentence.block).text.as_str();
        if text[sentence.range.clone()].ends_with('?') {
            reading.asks.push(Ask {
                span: sentence.span,
                sentence: SentenceId(index),
                range: sentence.range.clone(),
                kind: AskKind::Question,
                owner: Owner::Nobody,
                deadline: None,
                courtesy: false,
                cues: Vec::new(),
            });
        }
    }
}
