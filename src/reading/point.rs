//! What the message is for.

use super::learned::{self, Sign};
use super::tokens::Tokens;
use super::words::Words;
use super::{Ask, AskKind, Reading, Sentence, SentenceId, TimeRole, signs};
use crate::draft::{Draft, Role};
use crate::language::{self, ListId, lists};
use crate::text::MappedText;

/// The one sentence that says what the message is for: the main ask, the decision or
/// the news; none where nothing is said beyond greetings and thanks.
pub fn find(reading: &Reading, draft: &Draft, tokens: &Words) -> Option<SentenceId> {
    let mut best: Option<(i32, SentenceId)> = None;
    each_candidate(reading, draft, tokens, |candidate| {
        let mut points = candidate.weight() * WEIGHT;
        // Most sentences of a long draft can't come near the best, and cost nothing more.
        if best.is_some_and(|(most, _)| points + REACH < most) {
            return;
        }
        candidate.signs(|sign| points += learned::POINT.points(&sign));
        if best.is_none_or(|(most, _)| points > most) {
            best = Some((points, candidate.id));
        }
    });
    best.filter(|(points, _)| *points > 0).map(|(_, id)| id)
}

/// How many points one of [`Candidate::weight`] is. Chosen on real mail; see
/// docs/reading.md.
const WEIGHT: i32 = 10;

/// How many points the learned weights of a sentence seldom bring.
const REACH: i32 = 250;

/// The signs of each sentence that may be the point, by name, with what it weighs by its
/// place: what the weights of [`learned::POINT`] are learned from.
pub fn signs(reading: &Reading, draft: &Draft, tokens: &Words) -> Vec<(SentenceId, i32, Vec<String>)> {
    let mut all = Vec::new();
    each_candidate(reading, draft, tokens, |candidate| {
        let mut signs = Vec::new();
        candidate.signs(|sign| signs.push(sign.to_string()));
        all.push((candidate.id, candidate.weight() * WEIGHT, signs));
    });
    all
}

/// A sentence that may be the point.
struct Candidate<'a> {
    id: SentenceId,
    tokens: Tokens<'a>,
    text: &'a str,
    role: Role,
    /// What it asks, if anything.
    ask: Option<&'a Ask>,
    said: Said,
    /// Whether it sets a deadline.
    due: bool,
    /// How many candidates stand before and after it.
    before: usize,
    after: usize,
    /// How many sentences that ask stand before it, and in the whole draft.
    asked_before: usize,
    asked: usize,
    /// How many of its words stand in the subject.
    of_subject: usize,
}

impl Candidate<'_> {
    /// How much its part and place speak for it.
    fn weight(&self) -> i32 {
        let place = self.before.min(12) as i32;
        let short = self.tokens.len() < 4;
        match self.ask.filter(|ask| !ask.courtesy) {
            Some(ask) => {
                let decision = if ask.kind == AskKind::Decision { 10 } else { 0 };
                let back = if self.said.looks_back && self.tokens.len() < 7 { 10 } else { 0 };
                let side = if self.said.side { 12 } else { 0 };
                60 + decision - back - side - if short { 10 } else { 0 } - 2 * place
            }
            None if self.said.preamble || matches!(self.role, Role::Greeting | Role::Closing) => -50,
            None => {
                let news = if self.said.news { 10 } else { 0 };
                let item = if self.role == Role::ListItem { 10 } else { 0 };
                [42, 27, 18, 10][place.min(3) as usize] + news - item - if short { 15 } else { 0 }
            }
        }
    }

    /// The signs that weights are learned for.
    fn signs(&self, mut give: impl FnMut(Sign)) {
        let kind = match self.ask {
            None => "none",
            Some(ask) if ask.courtesy => "courtesy",
            Some(ask) => ask.kind.name(),
        };
        let asks = self.ask.is_some_and(|ask| !ask.courtesy);
        let part = if asks { "ask" } else { "news" };
        give(Sign::of("ask", kind));
        let mut sign = |kind, first, second| give(Sign::pair(kind, first, second));
        sign("place", count(self.before), part);
        sign("left", count(self.after), kind);
        if asks {
            sign("ask-place", count(self.asked_before), count(self.asked - 1 - self.asked_before));
        } else {
            sign("asks", count(self.asked), count(self.before));
        }
        sign("subject", count(self.of_subject), part);
        for (there, name) in [
            (self.said.preamble, "preamble"),
            (self.said.news, "news"),
            (self.said.side, "side"),
            (self.said.looks_back, "looks-back"),
            (self.due, "deadline"),
        ] {
            if there {
                sign("has", name, kind);
            }
        }
        // Two words in a row would tell more of one draft than of drafts.
        signs::of_words(&self.tokens, self.text, self.role, give);
    }
}

/// Goes through the sentences that may be the point.
fn each_candidate(reading: &Reading, draft: &Draft, all: &Words, mut then: impl FnMut(Candidate)) {
    let eligible = |sentence: &Sentence| {
        let role = draft.block(sentence.block).role;
        matches!(role, Role::Prose | Role::ListItem | Role::Greeting | Role::Closing) && sentence.words.len() > 1
    };
    let mut after = reading.sentences.iter().filter(|sentence| eligible(sentence)).count();
    let subject = draft.envelope.subject.as_ref().map(content_words).unwrap_or_default();
    let asked = {
        let mut asking: Vec<SentenceId> = reading.real_asks().map(|ask| ask.sentence).collect();
        asking.retain(|id| eligible(reading.sentence(*id)));
        asking.dedup();
        asking.len()
    };
    let mut asks = reading.asks.iter().peekable();
    let mut times = reading.times.iter().peekable();
    let mut phrases = Cursor { reading, next: 0 };
    let (mut before, mut asked_before) = (0, 0);
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let id = SentenceId(index);
        let said = phrases.inside(sentence);
        let mut ask: Option<&Ask> = None;
        while let Some(next) = asks.next_if(|ask| ask.sentence <= id) {
            if next.sentence == id && ask.is_none_or(|known| known.courtesy) {
                ask = Some(next);
            }
        }
        let mut due = false;
        while let Some(time) = times.next_if(|time| time.sentence.is_none_or(|of| of <= id)) {
            due |= time.sentence == Some(id) && time.role == TimeRole::Deadline;
        }
        if !eligible(sentence) {
            continue;
        }
        let block = draft.block(sentence.block);
        let tokens = all.of(id);
        let Some(text) = block.text.as_str().get(sentence.range.clone()) else { continue };
        let of_subject = (0..tokens.len()).filter(|&at| subject.iter().any(|word| word == tokens.word(at))).count();
        after -= 1;
        let role = block.role;
        then(Candidate { id, tokens, text, role, ask, said, due, before, after, asked_before, asked, of_subject });
        before += 1;
        asked_before += usize::from(ask.is_some_and(|ask| !ask.courtesy));
    }
}

/// A number of sentences, the greater ones as one.
fn count(number: usize) -> &'static str {
    match number {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "5",
        6..=9 => "9",
        _ => "more",
    }
}

/// The words of a subject that tell its topic, in lower case.
fn content_words(subject: &MappedText) -> Vec<String> {
    let text = subject.as_str();
    let words = language::words(text).into_iter().filter_map(|range| text.get(range));
    words.filter(|word| word.len() > 3 && !lists::STOP_WORDS.contains(word)).map(str::to_lowercase).take(20).collect()
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
