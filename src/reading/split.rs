//! Sentences that a list interrupts: "Can you send me", two items, "by Friday?".

use super::tokens::Class;
use super::words::Words;
use super::{Reading, SentenceId};
use crate::draft::Draft;
use crate::draft::Role;

/// How many words beside a time the end of such a sentence may have.
const FEW_WORDS: usize = 3;

/// The sentence that stands before a list and that this one, after the list, only ends with
/// a time.
pub fn begun(reading: &Reading, draft: &Draft, all: &Words, id: SentenceId) -> Option<SentenceId> {
    let sentence = reading.sentence(id);
    let block = draft.block(sentence.block);
    let text = block.text.as_str().trim_start();
    let before = draft.blocks.get(..sentence.block.0)?;
    let items = before.iter().rev().take_while(|block| block.role == Role::ListItem).count();
    let is_first = id.0.checked_sub(1).is_none_or(|last| reading.sentences[last].block < sentence.block);
    let goes_on = items > 0 && is_first && block.role == Role::Prose && text.starts_with(char::is_lowercase);
    if !goes_on || !only_says_when(reading, all, id) {
        return None;
    }
    let lead = sentence.block.0.checked_sub(items + 1)?;
    let said = before.get(lead).filter(|block| block.role == Role::Prose)?.text.as_str().trim_end();
    let last = reading.sentences.partition_point(|other| other.block.0 <= lead).checked_sub(1)?;
    let is_open = !said.ends_with(['.', '?', '!', '…']) && reading.sentences[last].block.0 == lead;
    is_open.then_some(SentenceId(last))
}

/// Whether a sentence is a time with its preposition and little else: "by Friday, please?".
fn only_says_when(reading: &Reading, all: &Words, id: SentenceId) -> bool {
    let sentence = reading.sentence(id);
    let times = reading.times_in(sentence.block, &sentence.range);
    let tokens = all.of(id);
    let is_said = |start: usize| times.iter().any(|time| time.time.range.contains(&start));
    let rest = tokens.all.iter().filter(|token| !is_said(token.range.start));
    let opens = matches!(tokens.class(0), Some(Class::Preposition | Class::Subordinator));
    !times.is_empty() && opens && rest.take(FEW_WORDS + 1).count() <= FEW_WORDS
}

#[cfg(test)]
mod tests {
    use super::super::tests::{draft_of, read_draft};
    use crate::draft::Role;

    /// The asks of a sentence around a list, and whether each has a date.
    fn asks(before: &str, after: &str) -> Vec<(String, bool)> {
        let items = [(Role::ListItem, "the signed form"), (Role::ListItem, "your new address")];
        let draft = draft_of(&[(Role::Prose, before), items[0], items[1], (Role::Prose, after)]);
        let reading = read_draft(&draft);
        let words = |ask: &crate::reading::Ask| {
            let block = draft.block(reading.sentence(ask.sentence).block);
            block.text.as_str()[ask.range.clone()].to_owned()
        };
        reading.asks.iter().map(|ask| (words(ask), ask.deadline.is_some())).collect()
    }

    #[test]
    fn the_time_after_a_list_is_that_of_the_ask_before_it() {
        for after in ["by Friday?", "by Friday at noon, please? Thanks!", "before Friday if possible"] {
            assert_eq!(asks("Could you send me", after), [("Could you send me".to_owned(), true)], "{after}");
        }
        assert_eq!(asks("Could you send me", "by Friday, and can you call Ana?").len(), 2);
        assert_eq!(asks("Could you send me these?", "by Friday?").len(), 2);
    }
}
