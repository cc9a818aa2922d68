//! What the message is for.

use super::{Ask, AskKind, Reading, Sentence, SentenceId};
use crate::draft::{Draft, Role};
use crate::language::{ListId, lists};

/// The one sentence that says what the message is for: the main ask, the decision or
/// the news; none where nothing is said beyond greetings and thanks.
pub fn find(reading: &Reading, draft: &Draft) -> Option<SentenceId> {
    let mut best: Option<(i32, SentenceId)> = None;
    let mut order = 0;
    let mut asks = reading.real_asks().peekable();
    let mut phrases = Cursor { reading, next: 0 };
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let id = SentenceId(index);
        let mut here: Option<&Ask> = None;
        while let Some(ask) = asks.next_if(|ask| ask.sentence <= id) {
            if ask.sentence == id {
                here = here.or(Some(ask));
            }
        }
        let said = phrases.inside(sentence);
        let role = draft.block(sentence.block).role;
        if !matches!(role, Role::Prose | Role::ListItem | Role::Greeting | Role::Closing)
            || (here.is_none() && matches!(role, Role::Greeting | Role::Closing))
        {
            continue;
        }
        let preamble = here.is_none() && said.preamble || sentence.words.len() < 2;
        let score = match here {
            Some(ask) => ask_score(ask, &said, sentence, order),
            None if preamble => continue,
            None => news_score(&said, sentence, order, role),
        };
        order += 1;
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, id));
        }
    }
    best.filter(|(score, _)| *score > 0).map(|(_, id)| id)
}

/// How much an ask is what the message is for, in tenths.
fn ask_score(ask: &Ask, said: &Said, sentence: &Sentence, order: i32) -> i32 {
    let kind = match ask.kind {
        AskKind::Decision => 10,
        AskKind::Request | AskKind::Question | AskKind::Meeting => 0,
    };
    let back = if said.looks_back && sentence.words.len() < 7 { 10 } else { 0 };
    let short = if sentence.words.len() < 4 { 10 } else { 0 };
    let side = if said.side { 12 } else { 0 };
    60 + kind - back - side - short - 2 * order.min(12)
}

/// How much a statement is what the message is for, in tenths.
fn news_score(said: &Said, sentence: &Sentence, order: i32, role: Role) -> i32 {
    let place = match order {
        0 => 42,
        1 => 27,
        2 => 18,
        _ => 10,
    };
    let short = if sentence.words.len() < 4 { 15 } else { 0 };
    place + if said.news { 10 } else { 0 } - short - if role == Role::ListItem { 10 } else { 0 }
}

/// Which lists have a phrase in a sentence.
struct Said {
    preamble: bool,
    news: bool,
    looks_back: bool,
    side: bool,
}

/// Walks the phrases in step with the sentences.
struct Cursor<'a> {
    reading: &'a Reading,
    next: usize,
}

impl Cursor<'_> {
    fn inside(&mut self, sentence: &Sentence) -> Said {
        let mut said = Said { preamble: false, news: false, looks_back: false, side: false };
        while let Some(phrase) = self.reading.phrases.get(self.next) {
            let start = (phrase.block, phrase.found.range.start);
            if start >= (sentence.block, sentence.range.end) {
                break;
            }
            if start >= (sentence.block, sentence.range.start) {
                let early = phrase.found.range.start - sentence.range.start < 40;
                let is = |list: ListId| phrase.found.list == list;
                said.preamble |= is(lists::PREAMBLE) && early;
                said.news |= is(lists::NEWS) && early;
                said.side |= is(lists::SIDE_ASKS);
                said.looks_back |= is(lists::LOOKS_BACK);
            }
            self.next += 1;
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{draft_of, read_draft};
    use crate::draft::Role;

    fn point(text: &str) -> Option<String> {
        let draft = draft_of(&[(Role::Greeting, "Hi Ana,"), (Role::Prose, text), (Role::Closing, "Best regards, Ben")]);
        let reading = read_draft(&draft);
        reading.point.map(|id| {
            let sentence = reading.sentence(id);
            draft.block(sentence.block).text.as_str()[sentence.range.clone()].to_owned()
        })
    }

    #[test]
    fn the_point_is_the_main_ask_else_the_news_else_nothing() {
        for (text, expected) in [
            (
                "I hope you are well. The pump is loud. Could you look at the pump in the cellar?",
                Some("Could you look at the pump in the cellar?"),
            ),
            (
                "Could you look at the pump? Please decide whether we buy a new one.",
                Some("Please decide whether we buy a new one."),
            ),
            (
                "Thanks for the tomatoes. The market moves to the church square.",
                Some("The market moves to the church square."),
            ),
            (
                "From Monday the gate will be locked at six. Nobody was happy. It was a long evening.",
                Some("From Monday the gate will be locked at six."),
            ),
            ("Thank you for the tomatoes.", None),
        ] {
            assert_eq!(point(text).as_deref(), expected, "{text}");
        }
    }
}
