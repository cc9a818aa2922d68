//! What the reader is asked.

use std::ops::Range;

use super::cues::{self, Cue, ENOUGH, Form};
use super::tokens::{Class, MOST_WORDS, Tokens};
use super::{Ask, AskKind, Owner, Phrase, Reading, SentenceId};
use crate::draft::{Draft, Role};
use crate::language::lists;

/// Finds the asks of all sentences.
pub fn find(reading: &mut Reading, draft: &Draft) {
    let mut tokens = Tokens::default();
    let mut asks = Vec::new();
    let mut phrases = 0;
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let block = draft.block(sentence.block);
        let text = block.text.as_str();
        // Phrases and sentences both stand in order of block and start, so one cursor serves all.
        while reading
            .phrases
            .get(phrases)
            .is_some_and(|phrase| (phrase.block, phrase.found.range.start) < (sentence.block, sentence.range.start))
        {
            phrases += 1;
        }
        tokens.fill(reading, sentence, text);
        let Some(said) = text.get(sentence.range.clone()) else { continue };
        let near = &reading.phrases[phrases..];
        let inside = near
            .iter()
            .take(MOST_WORDS)
            .take_while(|phrase| phrase.block == sentence.block && phrase.found.range.start < sentence.range.end);
        let context = Context { said, role: block.role };
        if let Some(verdict) = judge(&tokens, inside, &context) {
            asks.push(Ask {
                span: sentence.span,
                sentence: SentenceId(index),
                range: sentence.range.clone(),
                kind: verdict.kind,
                owner: Owner::Nobody,
                deadline: None,
                courtesy: verdict.courtesy,
                cues: verdict.cues,
            });
        }
    }
    reading.asks = asks;
}

/// How many signs of a sentence are weighed.
const MOST_CUES: usize = 40;

struct Context<'a> {
    /// The sentence.
    said: &'a str,
    role: Role,
}

/// What is asked in a sentence.
#[derive(Debug, PartialEq)]
struct Verdict {
    kind: AskKind,
    courtesy: bool,
    /// The bytes of the cues in the text of the block.
    cues: Vec<Range<usize>>,
}

/// Weighs the signs of a sentence.
fn judge<'a>(tokens: &Tokens, phrases: impl Iterator<Item = &'a Phrase>, context: &Context) -> Option<Verdict> {
    if tokens.len() == 0 {
        return None;
    }
    let mut cues = cues::find(tokens);
    let mut courtesy: Vec<(usize, usize)> = Vec::new();
    let mut void: Vec<(usize, usize)> = Vec::new();
    let mut topic = false;
    let mut bulk = 0;
    for phrase in phrases {
        let (from, to) = (tokens.at_byte(phrase.found.range.start), tokens.at_byte(phrase.found.range.end));
        let quoted = tokens.all.get(from).is_some_and(|token| token.quoted);
        match phrase.found.list {
            lists::ASK_PHRASES if !quoted => {
                cues.push(Cue { form: Form::Phrase, weight: ENOUGH, from, to, verb: None })
            }
            lists::ASK_HINTS if !quoted => cues.push(Cue { form: Form::Hint, weight: 5, from, to, verb: None }),
            lists::COURTESY => courtesy.push((from, to)),
            lists::SMALL_TALK => void.push((from, to)),
            lists::REPORTED => void.push((from, tokens.len())),
            lists::LEGAL => void.push((0, tokens.len())),
            lists::BULK => bulk = 5,
            lists::COURTESY_TOPICS => topic |= offered(tokens, from),
            _ => {}
        }
    }
    if let Some(mark) = question_mark(tokens, context) {
        cues.push(mark);
    }
    cues.truncate(MOST_CUES);
    let overlaps = |cue: &Cue, all: &[(usize, usize)]| all.iter().any(|&(from, to)| cue.from < to && from < cue.to);
    cues.retain(|cue| !overlaps(cue, &void));
    let (polite, real): (Vec<Cue>, Vec<Cue>) = cues.into_iter().partition(|cue| overlaps(cue, &courtesy));
    let weight = total(&real) - bulk;
    let only_contact = topic && real.iter().filter(|cue| cue.weight >= ENOUGH).all(|cue| is_contact(tokens, cue));
    if context.role == Role::Heading
        && !(weight >= ENOUGH && real.iter().any(|cue| cue.form == Form::Mark) && tokens.len() > 3)
    {
        return None;
    }
    let courtesy = weight < ENOUGH || only_contact;
    if courtesy && !(only_contact && weight >= ENOUGH || !polite.is_empty()) {
        return None;
    }
    let shown = if courtesy && !polite.is_empty() { &polite } else { &real };
    let mut spans: Vec<Range<usize>> = shown.iter().map(|cue| tokens.range(cue.from, cue.to)).collect();
    spans.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    spans.dedup_by(|later, first| later.start < first.end);
    Some(Verdict { kind: kind(tokens, shown), courtesy, cues: spans })
}

/// The weight of cues together: of those that share words only the heaviest counts.
fn total(cues: &[Cue]) -> i32 {
    let mut sum = 0;
    for (index, cue) in cues.iter().enumerate() {
        let rival = cues.iter().enumerate().any(|(other_index, other)| {
            let shares =
                other.from < cue.to && cue.from < other.to && other.form != Form::Mark && cue.form != Form::Mark;
            shares && (other.weight, std::cmp::Reverse(other_index)) > (cue.weight, std::cmp::Reverse(index))
        });
        if !rival {
            sum += cue.weight;
        }
    }
    sum
}

/// Whether a courtesy topic at `at` is offered: "if you have any questions", "with questions".
fn offered(tokens: &Tokens, at: usize) -> bool {
    at == 0
        || (at.saturating_sub(9)..at)
            .any(|before| matches!(tokens.word(before), "if" | "should" | "with" | "for" | "any" | "in" | "when"))
        || matches!(tokens.word(at), "any")
}

/// Whether a cue asks for nothing but a message.
fn is_contact(tokens: &Tokens, cue: &Cue) -> bool {
    cue.verb.is_some_and(|verb| tokens.is(verb, lists::CONTACT_VERBS))
}

/// The cue of a question mark at the end, if the question wants an answer.
fn question_mark(tokens: &Tokens, context: &Context) -> Option<Cue> {
    let said = context.said.trim_end_matches([')', '"', '”', '\'', '*', '_', '!', ' ']);
    if !said.ends_with('?') || tokens.all.last().is_some_and(|last| last.quoted) {
        return None;
    }
    // "(sp??)", "Contract 12 - ???": a mark beside nothing only says that the author is unsure.
    let stem = said.trim_end_matches(['?', '!', '.']);
    let aside = context.said.trim_end().ends_with(')')
        && stem.rfind('(').is_some_and(|open| stem[open..].split_whitespace().count() < 3);
    let apart =
        !stem.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '"' | '”' | '\'' | '’' | '*' | '`' | '%'));
    if aside || apart && (said.ends_with("??") || tokens.len() < 3 || !stem.ends_with(' ')) {
        return None;
    }
    let last = tokens.len();
    let short = last <= 2
        && matches!(
            tokens.word(last - 1),
            "ok" | "okay"
                | "right"
                | "huh"
                | "no"
                | "yes"
                | "really"
                | "eh"
                | "see"
                | "remember"
                | "hello"
                | "so"
                | "what"
        );
    let tag = tokens.len() > 3 && matches!(tokens.word(last - 1), "huh" | "eh");
    (!short && !tag).then(|| Cue {
        form: Form::Mark,
        weight: if apart { 5 } else { ENOUGH },
        from: last - 1,
        to: last,
        verb: None,
    })
}

/// What kind of answer the cues want.
fn kind(tokens: &Tokens, cues: &[Cue]) -> AskKind {
    let words = || (0..tokens.len()).map(|at| tokens.word(at));
    let has = |form: Form| cues.iter().any(|cue| cue.form == form);
    let asks_act = has(Form::Imperative) || has(Form::Polite) || has(Form::Duty) || has(Form::Wish);
    let choice = (0..tokens.len()).any(|at| tokens.is(at, lists::DECISION_WORDS))
        || (has(Form::Mark)
            && words().any(|word| word == "or")
            && words().take(3).any(|word| matches!(word, "should" | "do" | "shall")));
    if choice {
        return AskKind::Decision;
    }
    let attends = cues.iter().any(|cue| {
        cue.form == Form::Imperative
            && cue.verb.is_some_and(|verb| matches!(tokens.word(verb), "attend" | "join" | "meet"))
    });
    let free = words().any(|word| matches!(word, "free" | "available"));
    let meets = (0..tokens.len()).any(|at| tokens.is(at, lists::MEETING_WORDS));
    if meets
        && (has(Form::Proposal) || has(Form::Phrase) || has(Form::Polite) || has(Form::Inversion) || has(Form::Mark))
        || (free && (has(Form::Mark) || has(Form::Inversion)))
        || attends
        || calls(tokens)
    {
        return AskKind::Meeting;
    }
    // "Tell me whether…" wants information; the first verb that is asked for decides.
    let first = cues.iter().filter(|cue| cue.verb.is_some()).min_by_key(|cue| cue.from).and_then(|cue| cue.verb);
    let tells = first.is_some_and(|verb| {
        matches!(tokens.word(verb), "tell" | "explain" | "clarify" | "know" | "let" | "advise" | "say")
            && (verb + 1..verb + 5).any(|next| matches!(tokens.class(next), Some(Class::Wh | Class::Subordinator)))
    });
    if tells || !asks_act && (has(Form::Mark) || has(Form::Inversion) || !has(Form::Proposal)) {
        return AskKind::Question;
    }
    AskKind::Request
}

/// "a call", "a quick call": a call to be held, not made.
fn calls(tokens: &Tokens) -> bool {
    (1..tokens.len()).any(|at| {
        tokens.word(at) == "call"
            && matches!(tokens.word(at - 1), "a" | "quick" | "short" | "conference" | "phone" | "video")
            && !(1..4).any(|back| matches!(tokens.word(at.saturating_sub(back)), "give" | "me"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{draft_of, read_draft};
    use super::*;

    /// The kind of the first ask of a text, and whether it is a courtesy.
    fn ask(text: &str) -> Option<(AskKind, bool)> {
        let reading = read_draft(&draft_of(&[(Role::Prose, text)]));
        reading.asks.first().map(|ask| (ask.kind, ask.courtesy))
    }

    #[test]
    fn asks_have_their_kind() {
        use AskKind::{Decision, Meeting, Question, Request};
        for (text, kind) in [
            ("Is the van back from the garage?", Question),
            ("What does the second crate weigh", Question),
            ("Do you know the code of the gate", Question),
            ("Please tell me how many chairs we have.", Question),
            ("Let me know whether the paint has dried.", Question),
            ("I was wondering whether the kiln is still warm.", Question),
            ("Any news on the gearbox?", Question),
            ("Send me the plan of the cellar.", Request),
            ("Olga, bring the long ladder.", Request),
            ("1) Please also count the spare keys.", Request),
            ("If it rains, cover the woodpile.", Request),
            ("If it rains call me.", Request),
            ("Don't touch the blue lever.", Request),
            ("Could you water the tomatoes", Request),
            ("Would you mind moving your bike?", Request),
            ("It would be great if you could mend the latch.", Request),
            ("You should lock the shed at night.", Request),
            ("The form must be signed by both owners.", Request),
            ("Everyone must wear a helmet.", Request),
            ("Igor to sweep the stairs.", Request),
            ("Please approve the quote for the gutters.", Decision),
            ("Should we take the oak or the pine?", Decision),
            ("Which of the two pumps do you prefer?", Decision),
            ("Can we meet on the dyke at ten?", Meeting),
            ("Are you free for a quick call tomorrow?", Meeting),
            ("Let's have lunch next week.", Meeting),
        ] {
            assert_eq!(ask(text), Some((kind, false)), "{text}");
        }
    }

    #[test]
    fn wishes_and_needs_ask() {
        for text in [
            "We still need the meter readings from you.",
            "I'd like the trailer back.",
            "I'd like you to check the boiler.",
            "I need it by noon.",
            "I suggest that we drain the pond first.",
            "We need to talk about the roof.",
        ] {
            assert!(ask(text).is_some_and(|(_, courtesy)| !courtesy), "{text}");
        }
    }

    #[test]
    fn courtesy_is_told_from_asking() {
        for text in [
            "Please let me know if you have any questions.",
            "If you have any questions, please call me.",
            "Feel free to ring at any hour.",
            "Please don't hesitate to contact us.",
            "Please find the drawing attached.",
            "How are you?",
        ] {
            assert_ne!(ask(text).map(|(_, courtesy)| courtesy), Some(false), "{text}");
        }
        assert_eq!(
            ask("Please check the drawing and let me know if you have any questions."),
            Some((AskKind::Request, false))
        );
    }

    #[test]
    fn statements_promises_reports_and_small_talk_ask_nothing() {
        for text in [
            "The van is back from the garage.",
            "I'll send you the plan tomorrow.",
            "We will print, fold and ship the maps.",
            "He asked me to bring the ladder.",
            "You should have seen the harvest.",
            "If you need to leave early, that is fine.",
            "What matters is the weight of the crate.",
            "Call volume is down this week.",
            "Have a great weekend!",
            "Thank you for the tomatoes.",
            "Take care",
            "Let me explain how the lock works.",
            "You don't need to do anything.",
            "The sign says \"please ring the bell\".",
            "I can't read the label (resin??)",
            "If you are not the intended recipient, please delete this mail.",
        ] {
            assert_eq!(ask(text), None, "{text}");
        }
    }

    #[test]
    fn an_ask_names_its_cues() {
        let text = "Hi, could you send the list?";
        let reading = read_draft(&draft_of(&[(Role::Prose, text)]));
        let cues: Vec<&str> = reading.asks[0].cues.iter().map(|cue| &text[cue.clone()]).collect();
        assert_eq!(cues, ["could you", "list"]);
    }

    #[test]
    fn a_heading_asks_only_with_a_whole_question() {
        let kinds = |text| read_draft(&draft_of(&[(Role::Heading, text)])).asks.len();
        assert_eq!(kinds("Questions?"), 0);
        assert_eq!(kinds("Check the list"), 0);
        assert_eq!(kinds("Which pump should we buy?"), 1);
    }
}
