//! What the reader is asked.

use std::ops::Range;

use super::clauses;
use super::cues::{self, Cue, ENOUGH, Form};
use super::kinds::kind;
use super::learned::{self, Sign};
use super::offers::{hastens, offers, promises};
use super::signs;
use super::split;
use super::tokens::{Class, Gap, MOST_WORDS, Tokens};
use super::words::Words;
use super::{Ask, AskKind, Owner, Phrase, Reading, Sentence, SentenceId, Signs};
use crate::draft::{Draft, Role};
use crate::language::lists;

/// Finds the asks of all sentences.
pub fn find(reading: &mut Reading, draft: &Draft, all: &Words) {
    let mut asks = Vec::new();
    each_sentence(reading, draft, all, |id, sentence, tokens, evidence, context| {
        let Some(verdict) = judge(tokens, &evidence, context) else { return };
        let text = &draft.block(sentence.block).text;
        for (range, kind, cues) in parts(tokens, verdict.courtesy, &evidence, sentence, text.as_str())
            .unwrap_or_else(|| vec![(sentence.range.clone(), verdict.kind, verdict.cues)])
        {
            asks.push(Ask {
                span: text.source(range.clone()),
                sentence: id,
                range,
                kind,
                owner: Owner::Nobody,
                deadline: None,
                courtesy: verdict.courtesy,
                cues,
            });
        }
    });
    asks.retain(|ask| !answered(reading, draft, all, ask));
    // "By Friday?" after a list belongs to the ask that the list goes on with.
    let asked: Vec<SentenceId> = asks.iter().map(|ask| ask.sentence).collect();
    asks.retain(|ask| split::begun(reading, draft, all, ask.sentence).is_none_or(|lead| !asked.contains(&lead)));
    reading.asks = asks;
}

/// Whether the author answers a question at once: "Can you sublet? Yes, with our consent.
/// Who pays? We do."
fn answered(reading: &Reading, draft: &Draft, all: &Words, ask: &Ask) -> bool {
    let next = SentenceId(ask.sentence.0 + 1);
    let block = reading.sentence(ask.sentence).block;
    let follows = reading.sentences.get(next.0).is_some_and(|next| next.block == block);
    let said = draft.block(block).text.as_str().get(ask.range.clone()).unwrap_or_default();
    if !follows || !said.trim_end().ends_with('?') {
        return false;
    }
    let answer = all.of(next);
    let yes = matches!(answer.word(0), "yes" | "yep" | "no" | "nope") && answer.gap(1) >= Gap::Comma;
    let last = answer.len().saturating_sub(1);
    let echoes = answer.len() <= 3
        && matches!(answer.class(0), Some(Class::First | Class::Third))
        && matches!(answer.class(last), Some(Class::Do | Class::Be | Class::Have | Class::Modal));
    yes || echoes
}

/// An ask that is part of a sentence: its bytes and those of its cues in the text of the
/// block, and its kind.
type Part = (Range<usize>, AskKind, Vec<Range<usize>>);

/// The asks of a sentence that asks several people for something, each with its own
/// words; none where it is one ask.
fn parts(tokens: &Tokens, courtesy: bool, evidence: &Evidence, sentence: &Sentence, text: &str) -> Option<Vec<Part>> {
    let turns = if courtesy { Vec::new() } else { clauses::turns(tokens) };
    let mut parts = Vec::new();
    for (index, &turn) in turns.iter().enumerate() {
        let end = turns.get(index + 1).copied().unwrap_or(tokens.len());
        let inside = |cue: &&Cue| cue.from >= turn && cue.to <= end && cue.form != Form::Mark;
        let cues: Vec<Cue> = evidence.real.iter().filter(inside).cloned().collect();
        let first = if index == 0 { sentence.range.start } else { tokens.range(turn, end).start };
        let last = if end == tokens.len() { sentence.range.end } else { tokens.range(end, end + 1).start };
        let said = text.get(first..last)?.trim_end_matches([' ', ',', ';', '\n']);
        let said = said.strip_suffix(" and").unwrap_or(said).trim_end_matches([' ', ',', ';']);
        if total(&cues) >= ENOUGH {
            let spans = cues.iter().map(|cue| tokens.range(cue.from, cue.to)).collect();
            parts.push((first..first + said.len(), kind(&tokens.part(turn, end), &cues_from(&cues, turn)), spans));
        }
    }
    (parts.len() > 1).then_some(parts)
}

/// The cues with their words counted from `from`.
fn cues_from(cues: &[Cue], from: usize) -> Vec<Cue> {
    let shifted = |cue: &Cue| Cue {
        from: cue.from - from,
        to: cue.to - from,
        verb: cue.verb.map(|verb| verb - from),
        ..cue.clone()
    };
    cues.iter().map(shifted).collect()
}

/// The signs of each sentence, by name: what the weights of [`learned::ASKS`] are learned
/// from.
pub fn signs(reading: &Reading, draft: &Draft, tokens: &Words) -> Vec<Signs> {
    let mut all = vec![Signs::default(); reading.sentences.len()];
    each_sentence(reading, draft, tokens, |id, _, tokens, evidence, context| {
        let signs = &mut all[id.0];
        signs.grammar = (!evidence.is_none(tokens, context)).then(|| evidence.is_enough());
        evidence.signs(tokens, context, |sign| signs.names.push(sign.to_string()));
    });
    all
}

/// Gathers what speaks for an ask in each sentence that has words.
fn each_sentence(
    reading: &Reading,
    draft: &Draft,
    all: &Words,
    mut then: impl FnMut(SentenceId, &Sentence, &Tokens, Evidence, &Context),
) {
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
        let tokens = all.of(SentenceId(index));
        let Some(said) = text.get(sentence.range.clone()) else { continue };
        let near = &reading.phrases[phrases..];
        let inside = near
            .iter()
            .take(MOST_WORDS)
            .take_while(|phrase| phrase.block == sentence.block && phrase.found.range.start < sentence.range.end);
        if !tokens.is_empty() {
            let context = Context { said, role: block.role };
            let evidence = Evidence::gather(&tokens, inside, &context);
            then(SentenceId(index), sentence, &tokens, evidence, &context);
        }
    }
}

/// How many signs of a sentence are weighed.
const MOST_CUES: usize = 40;

struct Context<'a> {
    /// The sentence.
    said: &'a str,
    role: Role,
}

/// What speaks for and against an ask in a sentence.
struct Evidence {
    /// The cues that count.
    real: Vec<Cue>,
    /// The cues within words of courtesy.
    polite: Vec<Cue>,
    /// Whether there are words of courtesy, with a cue in them or not.
    courteous: bool,
    /// Whether a closer offers an answer: "if you have any questions".
    topic: bool,
    /// Whether all that is asked for is a message, and that only if there are questions.
    only_contact: bool,
    /// Words that say whose ask it is, or that it is none.
    bulk: bool,
    reported: bool,
    legal: bool,
    small_talk: bool,
}

impl Evidence {
    fn gather<'a>(tokens: &Tokens, phrases: impl Iterator<Item = &'a Phrase>, context: &Context) -> Evidence {
        let mut cues = cues::find(tokens);
        let mut courtesy: Vec<(usize, usize)> = Vec::new();
        let mut void: Vec<(usize, usize)> = Vec::new();
        let (mut topic, mut bulk, mut reported, mut legal, mut small_talk) = (false, false, false, false, false);
        for phrase in phrases {
            let (from, to) = (tokens.at_byte(phrase.found.range.start), tokens.at_byte(phrase.found.range.end));
            let quoted = tokens.all.get(from).is_some_and(|token| token.quoted);
            match phrase.found.list {
                lists::ASK_PHRASES if !quoted => {
                    cues.push(Cue { form: Form::Phrase, weight: ENOUGH, from, to, verb: None })
                }
                lists::ASK_HINTS if !quoted => cues.push(Cue { form: Form::Hint, weight: 5, from, to, verb: None }),
                lists::COURTESY => courtesy.push((from, to)),
                lists::SMALL_TALK => {
                    small_talk = true;
                    void.push((from, to));
                }
                lists::REPORTED => {
                    reported = true;
                    void.push((from, tokens.len()));
                }
                lists::LEGAL => {
                    legal = true;
                    void.push((0, tokens.len()));
                }
                lists::BULK => bulk = true,
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
        let only_contact = topic && real.iter().filter(|cue| cue.weight >= ENOUGH).all(|cue| is_contact(tokens, cue));
        let courteous = !courtesy.is_empty();
        Evidence { real, polite, courteous, topic, only_contact, bulk, reported, legal, small_talk }
    }

    /// Whether the cues weigh enough for an ask.
    fn is_enough(&self) -> bool {
        total(&self.real) - if self.bulk { BULK } else { 0 } >= ENOUGH
    }

    /// Whether it asks in form only, whatever was learned of its words.
    fn is_polite(&self) -> bool {
        self.only_contact || self.courteous && total(&self.real) < ENOUGH
    }

    /// Whether nothing that the grammar knows of speaks for an ask, and no word is for the
    /// reader, or the author promises: what else was learned then seldom makes one, and need not be added up.
    fn is_mute(&self, tokens: &Tokens) -> bool {
        let promises = promises(tokens);
        // "We'll get back to you asap" hastens what the author does.
        let nothing = |cue: &Cue| promises && cue.form == Form::Hint && hastens(tokens, cue);
        self.real.iter().all(nothing)
            && self.polite.is_empty()
            && (!speaks_to_reader(tokens) || promises || offers(tokens))
    }

    /// Whether it can't be an ask that wants an answer.
    fn is_none(&self, tokens: &Tokens, context: &Context) -> bool {
        self.is_polite() || self.is_mute(tokens) || context.role == Role::Heading && !is_whole_question(tokens, self)
    }

    /// The signs that weights are learned for.
    fn signs<'a>(&self, tokens: &Tokens<'a>, context: &Context, mut give: impl FnMut(Sign<'a>)) {
        for cue in &self.real {
            let force = if cue.weight >= ENOUGH { "strong" } else { "weak" };
            give(Sign::pair("cue", cue.form.name(), force).shown(cue.from, cue.to));
            if let Some(verb) = cue.verb {
                give(Sign::pair("verb", cue.form.name(), tokens.shown(verb).0).shown(cue.from, cue.to));
            }
        }
        give(Sign::of(
            "cues",
            match total(&self.real) {
                0 => "none",
                1..=4 => "few",
                5..=9 => "some",
                10..=14 => "enough",
                15..=19 => "many",
                20..=29 => "more",
                _ => "most",
            },
        ));
        for (there, name) in [
            (self.courteous, "courtesy"),
            (self.topic, "topic"),
            (self.only_contact, "contact"),
            (self.bulk, "bulk"),
            (self.reported, "reported"),
            (self.legal, "legal"),
            (self.small_talk, "small-talk"),
        ] {
            if there {
                give(Sign::of("has", name));
            }
        }
        signs::of_pairs(tokens, &mut give);
        signs::of_words(tokens, context.said, context.role, give);
    }
}

/// What is asked in a sentence.
#[derive(Debug, PartialEq)]
struct Verdict {
    kind: AskKind,
    courtesy: bool,
    /// The bytes of the cues in the text of the block.
    cues: Vec<Range<usize>>,
}

/// How many points a sign must bring to be named as a cue.
const TELLING: i32 = 100;

/// How many points cues bring that weigh [`ENOUGH`] together. Chosen on real mail: with
/// less, learned weights outvote the grammar that they know too little of.
pub const CREDIT: i32 = 170;

/// From how many points on a sentence asks. Below nothing, because a sentence of real
/// mail asks oftener than those that the weights were learned from.
pub const ASKS_FROM: i32 = -30;

/// How much less the cues weigh beside words with which a machine writes to a crowd.
const BULK: i32 = 5;

/// Weighs the signs of a sentence.
fn judge(tokens: &Tokens, evidence: &Evidence, context: &Context) -> Option<Verdict> {
    let Evidence { real, polite, .. } = evidence;
    if evidence.is_mute(tokens) {
        return None;
    }
    let mut points = learned::ASKS.always + if evidence.is_enough() { CREDIT } else { 0 };
    let mut telling: Vec<Range<usize>> = Vec::new();
    evidence.signs(tokens, context, |sign| {
        let share = learned::ASKS.points(&sign);
        points += share;
        if share >= TELLING && sign.to > sign.from {
            telling.push(tokens.range(sign.from, sign.to));
        }
    });
    let asks = points > ASKS_FROM;
    if context.role == Role::Heading && !(asks && is_whole_question(tokens, evidence)) {
        return None;
    }
    let courtesy = !asks || evidence.is_polite();
    if courtesy && !(evidence.only_contact && evidence.is_enough() || !polite.is_empty()) {
        return None;
    }
    let shown = if courtesy && !polite.is_empty() { polite } else { real };
    let mut cues: Vec<Range<usize>> = shown.iter().map(|cue| tokens.range(cue.from, cue.to)).collect();
    if cues.is_empty() {
        cues = telling;
    }
    cues.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    cues.dedup_by(|later, first| later.start < first.end);
    Some(Verdict { kind: kind(tokens, shown), courtesy, cues })
}

/// Whether a sentence speaks of the reader or to somebody.
fn speaks_to_reader(tokens: &Tokens) -> bool {
    tokens.all.iter().enumerate().any(|(at, token)| match token.class {
        Class::You | Class::Please | Class::Object => true,
        Class::Determiner => tokens.word(at) == "your",
        Class::First => matches!(tokens.word(at), "we" | "we'll"),
        Class::Modal => matches!(tokens.word(at), "must" | "should"),
        Class::Other => matches!(tokens.word(at), "yours" | "need"),
        _ => false,
    })
}

/// Whether a sentence is a question of several words with its mark.
fn is_whole_question(tokens: &Tokens, evidence: &Evidence) -> bool {
    evidence.real.iter().any(|cue| cue.form == Form::Mark) && tokens.len() > 3
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
    if cues::marvels(tokens, 0) {
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
            ("Call me Monday.", Request),
            ("We need four by Friday.", Request),
            ("You can send me the rest tomorrow, please.", Request),
            ("Who could come along and help?", Question),
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
            "The van leaves at ten, so submit yours today.",
            "Let me have it by noon.",
            "Your signature is needed on page 3.",
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
            "Help yourselves to the cake.",
            "You can reach me at 07700 900123 any time.",
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
            "No need to do anything for now; I'll have a new plan for you by Friday.",
            "Can you sublet? Yes, with our consent.",
            "Who pays for the paint? We do.",
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
            "We will answer you ASAP!",
            "Call me Ishmael.",
            "Would you believe it?",
            "We need four.",
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
