//! Weekdays that are over: "we met on Thursday" tells of the last one, not of the next. Where the
//! words leave open which is meant, the weekday is of neither.

use jiff::Span;
use jiff::civil::Date;

use super::tokens::{Class, Gap, Tokens};
use super::words::Words;
use super::{Reading, SentenceId, TimeRole};
use crate::language::lists;
use crate::language::time::{Cue, TimeMatch};

/// Which time a clause tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    /// What is or is to come.
    Other,
    Unsure,
}

/// Moves weekdays of clauses in the past tense to the last such day before `today`, and resolves
/// none whose clause leaves open whether it is over. What the reader is to do lies ahead.
pub fn settle(reading: &mut Reading, all: &Words, today: Option<Date>) {
    let Some(today) = today else { return };
    for index in 0..reading.times.len() {
        let time = &reading.times[index];
        let Some(id) = time.sentence.filter(|_| time.role == TimeRole::Event && is_open(&time.time)) else { continue };
        let tense = tense(reading, &all.of(id), id, index, today);
        let time = &mut reading.times[index].time;
        match tense {
            Tense::Past => time.bounds = time.bounds.and_then(|bounds| before(bounds, today)),
            Tense::Unsure => time.bounds = None,
            Tense::Other => continue,
        }
        // The clocks elsewhere are told of the day that was taken before.
        time.there = None;
    }
}

type Bounds = (jiff::civil::DateTime, jiff::civil::DateTime);

/// The same weekday in the last week in which all of it was over.
fn before((mut from, mut to): Bounds, today: Date) -> Option<Bounds> {
    while to.date() >= today {
        (from, to) = (from.checked_sub(Span::new().weeks(1)).ok()?, to.checked_sub(Span::new().weeks(1)).ok()?);
    }
    Some((from, to))
}

/// Whether only its weekday says which day it is.
fn is_open(time: &TimeMatch) -> bool {
    time.coming && time.bounds.is_some() && matches!(time.cue, None | Some(Cue::At))
}

/// The tense of the clause that a time stands in.
fn tense(reading: &Reading, tokens: &Tokens, id: SentenceId, index: usize, today: Date) -> Tense {
    // What stands in a row is of one tense: "yesterday and Friday".
    let place = |index: usize| {
        let time = &reading.times[index];
        let range = &time.time.range;
        (time.sentence == Some(id)).then(|| tokens.at_byte(range.start)..tokens.at_byte(range.end))
    };
    let Some(mut at) = place(index) else { return Tense::Other };
    let mut first = index;
    while let Some(before) = first.checked_sub(1)
        && let Some(other) = place(before)
        && (other.end..at.start).all(|word| matches!(tokens.word(word), "and" | "or" | "on"))
    {
        (first, at) = (before, other.start..at.end);
        if !reading.times[first].time.coming {
            let over = reading.times[first].time.bounds.is_some_and(|(_, to)| to.date() < today);
            return if over { Tense::Past } else { Tense::Other };
        }
    }
    let lead = at.start.saturating_sub(1);
    let from = if at.start > 0 && tokens.class(lead) == Some(Class::Preposition) { lead } else { at.start };
    let before = if tokens.gap(from) >= Gap::Colon { Clause::default() } else { Clause::read(tokens, 0, from) };
    let parted = from > 0 && tokens.gap(from) >= Gap::Comma;
    let placed = tokens.word(at.start) == "from"
        || from < at.start && matches!(tokens.word(from), "on" | "at" | "in" | "over" | "during");
    match before.tense {
        Some(Tense::Other) => Tense::Other,
        Some(Tense::Past) if placed && !parted && !before.doubts(tokens, from) => Tense::Past,
        // "We moved it to Friday" tells where it stands now.
        Some(_) if from < at.start && tokens.word(from) == "to" => Tense::Other,
        Some(_) => Tense::Unsure,
        // "Thanks for the call on Friday."
        None if matches!(tokens.word(0), "thanks" | "thank") && !parted => Tense::Unsure,
        None if from == 0 => Clause::first(tokens, at.end).unwrap_or(Tense::Other),
        // "The talk on Friday was good."
        None if tokens.gap(at.end) == Gap::Space && Clause::first(tokens, at.end) == Some(Tense::Past) => Tense::Unsure,
        None => Tense::Other,
    }
}

/// What the words of a sentence up to a place say of the verb that governs what follows.
#[derive(Default)]
struct Clause {
    tense: Option<Tense>,
    /// The word that tells the tense.
    verb: usize,
    /// Whether something makes the whole unreal or a wish: "if", "would".
    unreal: bool,
    /// Whether a word tells of what lies ahead of its own time: "planned", "said".
    ahead: Option<usize>,
}

impl Clause {
    fn read(tokens: &Tokens, from: usize, to: usize) -> Clause {
        let mut clause = Clause::default();
        for at in from..to {
            clause.take(tokens, at, from);
        }
        clause
    }

    /// The tense of the first verb.
    fn first(tokens: &Tokens, from: usize) -> Option<Tense> {
        let mut clause = Clause::default();
        for at in from..tokens.len() {
            if at > from && tokens.gap(at) >= Gap::Comma {
                return clause.tense;
            }
            clause.take(tokens, at, from);
            if clause.tense.is_some() {
                // "Friday was to be the day".
                let open = clause.tense == Some(Tense::Past) && tokens.word(at + 1) == "to";
                return if open || clause.ahead == Some(at) || clause.unreal {
                    Some(Tense::Unsure)
                } else {
                    clause.tense
                };
            }
        }
        None
    }

    fn take(&mut self, tokens: &Tokens, at: usize, from: usize) {
        let word = tokens.word(at);
        let gap = tokens.gap(at);
        if gap >= Gap::Colon {
            *self = Clause::default();
        } else if gap >= Gap::Comma && self.tense == Some(Tense::Past) {
            self.tense = Some(Tense::Unsure);
        }
        self.unreal |= tokens.is(at, lists::UNREAL);
        if tokens.is(at, lists::PLANNED) {
            self.ahead = Some(at);
        }
        let found = match tokens.class(at) {
            Some(Class::Modal) => {
                self.unreal = true;
                Some(if matches!(tokens.word(at + 1), "have" | "of") { Tense::Unsure } else { Tense::Other })
            }
            Some(Class::Be) => match word {
                "was" | "were" | "wasn't" | "weren't" => Some(Tense::Past),
                // Part of what an auxiliary has said already.
                "be" | "been" | "being" => None,
                _ => Some(Tense::Other),
            },
            Some(Class::Have) if is_helped(tokens, at, from) => None,
            Some(Class::Have) => Some(match word {
                "had" | "hadn't" => Tense::Past,
                _ => Tense::Other,
            }),
            Some(Class::Do) => Some(if word.starts_with("did") { Tense::Past } else { Tense::Other }),
            Some(Class::Please) => Some(Tense::Other),
            Some(Class::First | Class::Third) if word.contains('\'') => Some(Tense::Other),
            Some(Class::Not) if word.starts_with("don") => Some(Tense::Other),
            Some(Class::Preposition) if word == "to" && self.tense == Some(Tense::Past) => {
                tokens.is(at + 1, lists::BASE_VERBS).then_some(Tense::Unsure)
            }
            _ => verb(tokens, at, from),
        };
        if let Some(tense) = found {
            // "We need it signed": only a new clause has a verb of its own.
            self.tense = Some(tense);
            self.verb = at;
        }
    }

    /// Whether the place where a time stands is more than what the verb tells of: another
    /// verb may stand between, or it tells of what is planned.
    fn doubts(&self, tokens: &Tokens, at: usize) -> bool {
        let other = (self.verb + 1..at).any(|word| {
            let text = tokens.word(word);
            let stem =
                text.strip_suffix("es").filter(|stem| lists::BASE_VERBS.contains(stem)).or(text.strip_suffix('s'));
            let verb = lists::BASE_VERBS.contains(text) || stem.is_some_and(|stem| lists::BASE_VERBS.contains(stem));
            let named = tokens.class(word.saturating_sub(1)) == Some(Class::Determiner);
            verb && !named && !is_past(tokens, word) && !is_helped(tokens, word, self.verb)
        });
        let far = (0..at).rev().find(|word| tokens.is(*word, lists::TOLD)).is_some_and(|word| at - word > 3);
        other || far || self.unreal || self.ahead.is_some()
    }
}

/// Whether an auxiliary stands before a word, so that it is a participle or a base form.
fn is_helped(tokens: &Tokens, at: usize, from: usize) -> bool {
    let mut before = at;
    while before > from {
        before -= 1;
        match tokens.class(before) {
            Some(Class::Be | Class::Have | Class::Modal | Class::Do) => return true,
            // "did you call", "was never called", "have already called".
            Some(Class::You | Class::First | Class::Third | Class::Not | Class::Opener) if at - before <= 3 => {
                if tokens.word(before).contains('\'') {
                    return true;
                }
            }
            Some(Class::Other) if tokens.word(before).ends_with("ly") || tokens.word(before) == "already" => {}
            _ => return tokens.word(before).ends_with("'s"),
        }
    }
    false
}

/// The tense that a word tells as the verb of a clause, if it is one.
fn verb(tokens: &Tokens, at: usize, from: usize) -> Option<Tense> {
    if !matches!(tokens.class(at), Some(Class::Other | Class::Opener)) || is_helped(tokens, at, from) {
        return None;
    }
    let past = is_past(tokens, at);
    let mut subject = at;
    while subject > from
        && tokens.gap(subject) == Gap::Space
        && (tokens.word(subject - 1).ends_with("ly")
            || matches!(tokens.word(subject - 1), "all" | "both" | "already" | "even" | "only")
            || matches!(tokens.class(subject - 1), Some(Class::Opener | Class::Not)))
    {
        subject -= 1;
    }
    let first = subject == from || tokens.gap(subject) >= Gap::Comma;
    if first {
        // "Called you on Friday", "Send me the list": the author's act or a request.
        let base = tokens.is(at, lists::BASE_VERBS);
        return if past { Some(Tense::Unsure) } else { base.then_some(Tense::Other) };
    }
    let named = subject - 1;
    let opens = named == from
        || tokens.gap(named) >= Gap::Comma
        || matches!(
            tokens.class(named - 1),
            Some(Class::Conjunction | Class::Subordinator | Class::Wh | Class::Opener | Class::Preposition)
        )
        || matches!(tokens.word(named - 1), "that" | "and");
    match tokens.class(named) {
        // "the parcel I ordered": what follows may have a verb of its own.
        Some(Class::First | Class::Third | Class::You) if past => Some(if opens { Tense::Past } else { Tense::Unsure }),
        Some(Class::First) if tokens.is(at, lists::SAME_IN_THE_PAST) => Some(Tense::Unsure),
        Some(Class::First) => Some(Tense::Other),
        Some(Class::You | Class::Third) => opens.then_some(Tense::Other),
        Some(Class::Conjunction) if past => Some(Tense::Past),
        Some(Class::Conjunction) => tokens.is(at, lists::BASE_VERBS).then_some(Tense::Other),
        Some(Class::Wh) if past => Some(Tense::Unsure),
        // "the updated list", "the list updated on Friday".
        Some(Class::Determiner | Class::Preposition) => None,
        Some(Class::Other | Class::Number | Class::Object) if tokens.is(at, lists::PRETERITES) => Some(Tense::Past),
        Some(Class::Other) if past => {
            let nouns = (from..named).all(|word| {
                matches!(tokens.class(word), Some(Class::Other | Class::Opener | Class::Conjunction))
                    && !is_verb(tokens, word)
                    || word == from && tokens.class(word) == Some(Class::Determiner)
            });
            let goes_on = matches!(
                tokens.class(at + 1),
                Some(Class::Preposition | Class::Determiner | Class::Object | Class::You | Class::Opener)
            ) || tokens.word(at + 1).ends_with("ly");
            Some(if nouns && goes_on && named < from + 3 { Tense::Past } else { Tense::Unsure })
        }
        Some(Class::Object) if past => Some(Tense::Unsure),
        _ => None,
    }
}

/// Whether a word may be the past form of a verb.
fn is_past(tokens: &Tokens, at: usize) -> bool {
    let word = tokens.word(at);
    let regular = word.len() > 4
        && word.ends_with("ed")
        && (!word.ends_with("eed") || matches!(word, "agreed" | "freed" | "guaranteed"))
        && !matches!(word, "hundred" | "embed" | "sacred");
    regular || tokens.is(at, lists::PRETERITES) || tokens.is(at, lists::PARTICIPLES)
}

/// Whether a word of a noun phrase may be a verb after all: "wants", "needs".
fn is_verb(tokens: &Tokens, at: usize) -> bool {
    let text = tokens.word(at);
    matches!(text, "needs" | "wants" | "expects")
        || text.strip_suffix('s').is_some_and(|stem| lists::BASE_VERBS.contains(stem))
}

#[cfg(test)]
mod tests {
    use super::super::tests::draft_of;
    use crate::draft::Role;
    use crate::language::PhrasesBuilder;
    use crate::language::time::Reference;

    /// The days that the times of a text start on, as of Tuesday, 2 June 2026.
    fn days(text: &str) -> Vec<String> {
        let now = "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok();
        let reference = Reference { now: now.as_ref(), country: None };
        let draft = draft_of(&[(Role::Prose, text)]);
        let reading = super::super::read(&draft, &PhrasesBuilder::with_pack().build(), reference);
        let day = |time: &super::super::TimeExpression| {
            time.time.bounds.map_or("none".to_owned(), |(from, _)| from.strftime("%-d.%-m.").to_string())
        };
        reading.times.iter().map(day).collect()
    }

    #[test]
    fn what_is_told_as_over_lies_in_the_past() {
        for (text, expected) in [
            ("We walked home on Monday.", "1.6."),
            ("I saw Ana on Tuesday, and she is well.", "26.5."),
            ("The pump broke on Saturday at 21:00.", "30.5."),
            ("The parcel arrived on Friday.", "29.5."),
            ("Our neighbour phoned on Friday and asked for the key.", "29.5."),
            ("Sorry I missed you on Thursday.", "28.5."),
            ("I never got it on Friday.", "29.5."),
            ("Did anyone feed the cat on Sunday?", "31.5."),
            ("On Wednesday the boiler was cold.", "27.5."),
            ("On Friday we painted the fence.", "29.5."),
            ("Thursday was too hot.", "28.5."),
            ("She was ill because it rained on Sunday.", "31.5."),
            ("We were in Rome from Monday to Wednesday.", "25.5."),
        ] {
            assert_eq!(days(text), [expected], "{text}");
        }
        assert_eq!(days("It rained all day yesterday and Sunday."), ["1.6.", "31.5."]);
        assert_eq!(days("We sang on Friday and Saturday."), ["29.5.", "30.5."]);
    }

    #[test]
    fn what_is_to_come_stays_ahead() {
        for text in [
            "We meet on Friday.",
            "The shop is closed on Friday.",
            "We're booked on Friday.",
            "I told you that we need it by Friday.",
            "You said you would bring it on Friday.",
            "You promised to bring it by Friday.",
            "I called to say that the bus leaves by Friday.",
            "We moved the dinner to Friday.",
            "Please have the fence painted by Friday.",
            "I need the fence painted on Friday.",
            "I asked her and she can come on Friday.",
            "The list that I sent is for Friday.",
            "Could you have it mended on Friday?",
            "I called the shop; see you on Friday.",
            "Come on Friday.",
            "It would be great if you came on Friday.",
            "Friday works for me.",
            "Lunch on Friday?",
        ] {
            assert_eq!(days(text), ["5.6."], "{text}");
        }
    }

    #[test]
    fn what_may_be_either_is_neither() {
        for text in [
            "We agreed to meet on Friday.",
            "He told me the shop opens on Friday.",
            "The parcel I ordered comes on Friday.",
            "I dream of what we would do if he came on Friday.",
            "I wish you were here on Friday.",
            "I think it arrived on Friday.",
            "The play was planned for Friday.",
            "We put it up on Friday.",
            "The walk on Friday was a joy.",
            "Thanks for the cake on Friday.",
            "Painted the fence on Friday.",
        ] {
            assert_eq!(days(text), ["none"], "{text}");
        }
    }
}
