//! Which times are deadlines, and of which ask.

use std::ops::Range;

use jiff::civil::DateTime;

use super::anchored;
use super::bindings::{give, phrases_in};
use super::deadline_signs::{self, Place};
use super::learned;
use super::split;
use super::tokens::{Class, Gap, Tokens};
use super::words::Words;
use super::{Ask, AskKind, Reading, SentenceId, Signs, TimeExpression, TimeRole};
use crate::draft::Draft;
use crate::language::lists;
use crate::language::time::Cue;

/// Tells deadlines from events and binds each deadline to its asks. `now` is the moment
/// of writing.
pub fn bind(reading: &mut Reading, draft: &Draft, tokens: &Words, now: Option<DateTime>) {
    let anchored = place_all(reading, draft, tokens);
    let mut due = vec![false; reading.times.len()];
    each_place(reading, draft, tokens, now, |index, place| {
        let mut points = learned::DEADLINES.always;
        deadline_signs::of_time(place, |sign| points += learned::DEADLINES.points(&sign));
        if place.grammar {
            points += DEADLINE_CREDIT;
        }
        // What the author promises to do binds nobody else, whatever the words around.
        // "The building closes at 16:15" today may well be why an answer is wanted.
        let time = &place.time.time;
        let names_day = time.date.is_some() || time.weekday.is_some();
        let shuts = place.ask.is_none() && names_day && a_place_shuts(place.tokens, place.at.start);
        let none = place.promise || shuts || describes(place.tokens, place.at.start, place.at.end);
        due[index] = points > DEADLINE_FROM && !none;
    });
    let mut each = due.into_iter().zip(anchored);
    reading.times.retain_mut(|time| {
        let (due, anchored) = each.next().unwrap_or_default();
        if due {
            time.role = TimeRole::Deadline;
        }
        due || !anchored
    });
    give(reading, draft, tokens);
}

/// Gives each time its sentence and adds those that hang on something else; says which
/// these are.
fn place_all(reading: &mut Reading, draft: &Draft, tokens: &Words) -> Vec<bool> {
    for index in 0..reading.times.len() {
        reading.times[index].sentence = sentence_of(reading, &reading.times[index]);
    }
    let more = anchored::find(reading, draft, tokens);
    let mut all: Vec<(TimeExpression, bool)> =
        reading.times.drain(..).map(|time| (time, false)).chain(more.into_iter().map(|time| (time, true))).collect();
    all.sort_by_key(|(time, _)| (time.block, time.time.range.start));
    let (times, anchored) = all.into_iter().unzip();
    reading.times = times;
    anchored
}

/// How many points a time brings that the grammar takes for a deadline.
pub const DEADLINE_CREDIT: i32 = 200;

/// From how many points on a time is a deadline. Above nothing, because the drafts that the
/// weights were learned from name as deadlines many dates that only matter to the reader;
/// chosen on real mail.
pub const DEADLINE_FROM: i32 = 50;

/// The signs of each time, also of those that hang on something else and were left out
/// because nobody is to act by them: what the weights of [`learned::DEADLINES`] are
/// learned from.
pub fn signs(reading: &Reading, draft: &Draft, tokens: &Words, now: Option<DateTime>) -> Vec<(TimeExpression, Signs)> {
    let mut reading = reading.clone();
    place_all(&mut reading, draft, tokens);
    let mut all: Vec<(TimeExpression, Signs)> =
        reading.times.iter().map(|time| (time.clone(), Signs::default())).collect();
    each_place(&reading, draft, tokens, now, |index, place| {
        let signs = &mut all[index].1;
        signs.grammar = Some(place.grammar);
        deadline_signs::of_time(place, |sign| signs.names.push(sign.to_string()));
    });
    all
}

/// Goes through the times that stand in a sentence.
fn each_place(
    reading: &Reading,
    draft: &Draft,
    all: &Words,
    now: Option<DateTime>,
    mut then: impl FnMut(usize, &Place),
) {
    for (index, time) in reading.times.iter().enumerate() {
        let Some(id) = time.sentence else { continue };
        let block = draft.block(reading.sentence(id).block);
        let tokens = all.of(id);
        let at = tokens.at_byte(time.time.range.start)..tokens.at_byte(time.time.range.end);
        then(
            index,
            &Place {
                tokens: &tokens,
                time,
                role: block.role,
                ask: asks_around(reading, id, 0).next().map(|ask| ask.kind),
                ask_near: asks_around(reading, id, 1).next().is_some(),
                promise: promise(&tokens, at.start, reading, id, time),
                due: said_due(reading, id, at.clone(), &tokens, 12),
                grammar: is_deadline(reading, &tokens, time, id)
                    || time.time.cue.is_some_and(Cue::bounds) && split::begun(reading, draft, all, id).is_some(),
                times: reading.times.len(),
                now,
                at,
            },
        );
    }
}

/// The sentence that a time stands in.
fn sentence_of(reading: &Reading, time: &TimeExpression) -> Option<SentenceId> {
    let start = time.time.range.start;
    let after = reading.sentences.partition_point(|s| (s.block, s.range.start) <= (time.block, start));
    let index = after.checked_sub(1)?;
    let sentence = reading.sentences.get(index)?;
    (sentence.block == time.block && start < sentence.range.end).then_some(SentenceId(index))
}

/// Whether the reader is to act by this time.
fn is_deadline(reading: &Reading, tokens: &Tokens, time: &TimeExpression, id: SentenceId) -> bool {
    let found = &time.time;
    let at = tokens.at_byte(found.range.start);
    let end = tokens.at_byte(found.range.end);
    if found.cue == Some(Cue::After) || found.duration && found.cue != Some(Cue::Within) || is_modifier(tokens, at, end)
    {
        return false;
    }
    let asked = asked_before(reading, id, time);
    if promise(tokens, at, reading, id, time) {
        return false;
    }
    // "by the ninth": the article parts the preposition from the time.
    let article = at > 1 && tokens.word(at - 1) == "the" && matches!(tokens.word(at - 2), "by" | "before");
    let binding = article
        || matches!(found.cue, Some(Cue::By | Cue::Before | Cue::Within))
        || found.vague && is_urgent(tokens, at, end);
    let near = |reach: usize| asks_around(reading, id, reach).next().is_some();
    let asks_here = near(0);
    let fragment = is_fragment(tokens, at, end);
    if binding {
        // "If it isn't here by noon you get the old one" tells the reader until when.
        if condition(tokens, at) {
            return true;
        }
        let near = if fragment { near(3) } else { near(1) && !foretold(tokens, at) };
        return asks_here || said_due(reading, id, at..end, tokens, 12) || near;
    }
    let named = || {
        let mut nouns = phrases_in(reading, id, lists::DUE_NOUNS);
        nouns.any(|range| range.end <= found.range.start && !is_farewell(tokens, tokens.at_byte(range.start)))
    };
    if !found.vague && (said_due(reading, id, at..end, tokens, 3) || named()) {
        return true;
    }
    match found.cue {
        Some(Cue::Until) => asks_here || fragment && near(2),
        // "Send it today": a time right after what is asked, unless they meet then.
        _ => asked == Some(true) && same_clause(reading, tokens, at, end, id, time),
    }
}

/// Whether the words before the time only tell what will be: "prices will rise by May".
fn foretold(tokens: &Tokens, at: usize) -> bool {
    (0..at).any(|word| matches!(tokens.word(word), "will" | "won't" | "would" | "was" | "were" | "had" | "did"))
}

/// Whether the time stands in a condition that asks for nothing else: "if I have it by
/// noon", "unless you call before ten".
fn condition(tokens: &Tokens, at: usize) -> bool {
    let within = |word: &usize| *word == 0 || tokens.gap(*word) < Gap::Comma;
    let Some(start) = (0..at).rev().find(|word| matches!(tokens.word(*word), "if" | "unless") || !within(word)) else {
        return false;
    };
    matches!(tokens.word(start), "if" | "unless")
        && !matches!(tokens.word(start.wrapping_sub(1)), "as" | "even" | "see" | "know" | "wonder" | "wondering")
        && !foretold(tokens, at)
}

/// Whether nothing between what is asked and the time starts another clause, and the
/// time neither describes a noun nor spans more than a moment.
fn same_clause(
    reading: &Reading,
    tokens: &Tokens,
    at: usize,
    end: usize,
    id: SentenceId,
    time: &TimeExpression,
) -> bool {
    let Some(ask) = asks_around(reading, id, 0).next() else { return false };
    let Some(cue) = ask.cues.iter().rev().find(|cue| cue.end <= time.time.range.start) else { return false };
    let from = tokens.at_byte(cue.end).min(at);
    let broken = (from..at).any(|word| {
        matches!(
            tokens.class(word),
            Some(
                Class::Subordinator
                    | Class::Wh
                    | Class::First
                    | Class::Third
                    | Class::Be
                    | Class::Modal
                    | Class::Have
                    | Class::Do
            )
        ) && tokens.word(word) != "it"
            || tokens.word(word) == "that"
            || tokens.gap(word) > Gap::Bracket && word > from
    });
    let spans = |word: &str| {
        matches!(
            word,
            "in" | "of" | "during" | "for" | "since" | "from" | "every" | "each" | "last" | "and" | "between"
        )
    };
    let before = at.checked_sub(1);
    let loose = spans(tokens.word(at))
        || before.is_some_and(|before| {
            spans(tokens.word(before)) || tokens.word(before) == "to" || tokens.class(before) == Some(Class::Determiner)
        });
    let described = end < tokens.len()
        && tokens.gap(end) == Gap::Space
        && tokens.class(end) == Some(Class::Other)
        && !tokens.word(end).ends_with("ing")
        && !tokens.word(end).ends_with("ly");
    let named = (at..end).any(|word| matches!(tokens.word(word), "the" | "this" | "next"));
    !(broken || loose || described && named)
}

/// Whether an ask of this sentence is for an act and its words stand before the time
/// in the same clause.
fn asked_before(reading: &Reading, id: SentenceId, time: &TimeExpression) -> Option<bool> {
    let ask = asks_around(reading, id, 0).next()?;
    let before = ask.cues.iter().any(|cue| cue.end <= time.time.range.start);
    Some(before && matches!(ask.kind, AskKind::Request | AskKind::Decision))
}

/// Whether the time only describes a noun: "the Friday meeting", "Monday's list".
fn is_modifier(tokens: &Tokens, at: usize, end: usize) -> bool {
    let possessive = end > at && tokens.word(end - 1).ends_with("'s");
    possessive || describes(tokens, at, end)
}

/// Whether the time stands between an article and its noun: "the Friday meeting".
fn describes(tokens: &Tokens, at: usize, end: usize) -> bool {
    let described = tokens.gap(end) == Gap::Space && tokens.class(end) == Some(Class::Other) && end < tokens.len();
    let article = at > 0 && tokens.class(at - 1) == Some(Class::Determiner)
        || tokens.class(at) == Some(Class::Determiner) && !matches!(tokens.word(at), "this" | "the" | "all");
    described && article
}

/// "asap", "as soon as possible": vague, but binding.
fn is_urgent(tokens: &Tokens, at: usize, end: usize) -> bool {
    (at..end.max(at + 1)).any(|word| {
        matches!(
            tokens.word(word),
            "asap"
                | "soon"
                | "immediately"
                | "soonest"
                | "promptly"
                | "convenience"
                | "urgently"
                | "sooner"
                | "now"
                | "straightaway"
                | "quickly"
                | "once"
        )
    })
}

/// Whether the author, not the reader, is to act by the time: "I'll send it by Friday".
fn promise(tokens: &Tokens, at: usize, reading: &Reading, id: SentenceId, time: &TimeExpression) -> bool {
    for before in (0..at).rev() {
        match tokens.class(before) {
            Some(Class::First) => {
                if before > 0 && matches!(tokens.word(before - 1), "if" | "unless") {
                    return false;
                }
                let word = tokens.word(before);
                let next = tokens.word(before + 1);
                let wishes = matches!(
                    next,
                    "need"
                        | "want"
                        | "would"
                        | "require"
                        | "ask"
                        | "must"
                        | "have"
                        | "hope"
                        | "expect"
                        | "still"
                        | "really"
                        | "suggest"
                        | "propose"
                ) || matches!(word, "i'd" | "we'd");
                // A cue between the author and the time governs the time more closely.
                let named = tokens.all[before].range.start;
                let asked_here = asks_around(reading, id, 0)
                    .any(|ask| ask.cues.iter().any(|cue| cue.end <= time.time.range.start && cue.end > named));
                return !wishes
                    && !asked_here
                    && (tokens.is(before, lists::PROMISE_WORDS)
                        || matches!(
                            next,
                            "will"
                                | "can"
                                | "could"
                                | "am"
                                | "are"
                                | "was"
                                | "were"
                                | "shall"
                                | "plan"
                                | "intend"
                                | "expect"
                                | "should"
                                | "may"
                                | "might"
                                | "leave"
                                | "have"
                                | "had"
                        )
                        || next.ends_with("ed"));
            }
            // "I'll send you the plan": the reader only gets something.
            Some(Class::You)
                if before > 1 && tokens.is(before - 1, lists::BASE_VERBS) && is_author(tokens, before - 2) => {}
            Some(Class::You | Class::Please) => return false,
            _ => {}
        }
        if tokens.gap(before) >= Gap::Bracket && before > 0 {
            return false;
        }
    }
    false
}

/// Whether a word is the author or a modal after which a verb follows.
fn is_author(tokens: &Tokens, at: usize) -> bool {
    matches!(tokens.class(at), Some(Class::First | Class::Modal | Class::Opener))
}

/// Whether the sentence says that something is due, at most `reach` words from the time.
fn said_due(reading: &Reading, id: SentenceId, time: Range<usize>, tokens: &Tokens, reach: usize) -> bool {
    let asked = asks_around(reading, id, 0).next().is_some();
    phrases_in(reading, id, lists::DUE_PHRASES).any(|range| {
        let (from, to) = (tokens.at_byte(range.start), tokens.at_byte(range.end));
        // "Claims that are due on Friday" only tells which claims, where nothing is asked.
        let told = (1..=2).any(|back| {
            from.checked_sub(back).is_some_and(|word| matches!(tokens.word(word), "which" | "that" | "who"))
        });
        if told && !asked || is_farewell(tokens, from) {
            return false;
        }
        let overlaps = from < time.end && time.start < to;
        overlaps || to <= time.start && time.start - to <= reach || from >= time.end && from - time.end <= reach.min(4)
    })
}

/// Whether the words at `at` are the last day that somebody is there: "my last day is Friday",
/// not "the last day to sign up".
fn is_farewell(tokens: &Tokens, at: usize) -> bool {
    let of_somebody = at.checked_sub(1).is_some_and(|before| {
        let word = tokens.word(before);
        matches!(word, "my" | "your" | "his" | "her" | "our" | "their") || word.ends_with("'s")
    });
    tokens.word(at) == "last" && of_somebody
}

/// Whether the words before a time tell that a place shuts: "the office closes on Friday",
/// not "the poll closes on Friday".
fn a_place_shuts(tokens: &Tokens, time: usize) -> bool {
    let is_place = |at: usize| lists::PLACES_THAT_SHUT.contains(tokens.word(at));
    (1..time).any(|at| matches!(tokens.word(at), "close" | "closes" | "shuts") && is_place(at - 1))
}

/// "By Friday please.", "Before noon if you can.": little beside the time.
fn is_fragment(tokens: &Tokens, at: usize, end: usize) -> bool {
    let rest = tokens.len().saturating_sub(end.saturating_sub(at));
    let finite = |word: usize| {
        (word < at || word >= end) && matches!(tokens.class(word), Some(Class::Be | Class::Have | Class::Modal))
    };
    rest <= 4 && !(0..tokens.len()).any(finite)
}

/// The asks that want an answer in this sentence and those at most `reach` away.
fn asks_around(reading: &Reading, id: SentenceId, reach: usize) -> impl Iterator<Item = &Ask> {
    let first = reading.asks.partition_point(|ask| ask.sentence.0 + reach < id.0);
    let last = reading.asks.partition_point(|ask| ask.sentence.0 <= id.0 + reach);
    reading.asks[first..last].iter().filter(|ask| !ask.courtesy)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{draft_of, read_draft};
    use super::*;
    use crate::draft::{BlockId, Role};
    use crate::language::time::TimeMatch;

    /// Reads a draft in which the times are those in `«»`, whatever the grammar of times
    /// would find, and gives the role of each and the deadline of each ask.
    fn bound(blocks: &[(Role, &str)]) -> (Vec<TimeRole>, Vec<Option<usize>>) {
        let plain: Vec<(Role, String)> =
            blocks.iter().map(|(role, text)| (*role, text.replace(['«', '»'], ""))).collect();
        let parts: Vec<(Role, &str)> = plain.iter().map(|(role, text)| (*role, text.as_str())).collect();
        let draft = draft_of(&parts);
        let mut reading = read_draft(&draft);
        reading.times.clear();
        for (index, (_, marked)) in blocks.iter().enumerate() {
            let mut shift = 0;
            let mut rest = *marked;
            let mut at = 0;
            while let (Some(open), Some(close)) = (rest.find('«'), rest.find('»')) {
                let start = at + open - shift;
                let text = &rest[open + '«'.len_utf8()..close];
                let range = start..start + text.len();
                let cue = match text.split(' ').next() {
                    Some("by") => Some(Cue::By),
                    Some("before") => Some(Cue::Before),
                    Some("until") => Some(Cue::Until),
                    Some("on" | "in" | "at") => Some(Cue::At),
                    _ => None,
                };
                let vague = matches!(text, "asap" | "soon");
                let time = TimeMatch { cue, vague, ..TimeMatch::nothing(range.clone()) };
                let span = draft.blocks[index].text.source(range);
                reading.times.push(TimeExpression {
                    span,
                    block: BlockId(index),
                    sentence: None,
                    time,
                    role: TimeRole::Event,
                });
                at += close + '»'.len_utf8();
                shift += '«'.len_utf8() + '»'.len_utf8();
                rest = &rest[close + '»'.len_utf8()..];
            }
        }
        for ask in &mut reading.asks {
            ask.deadline = None;
        }
        let tokens = reading.words.clone();
        bind(&mut reading, &draft, &tokens, None);
        let roles = reading.times.iter().map(|time| time.role).collect();
        (roles, reading.asks.iter().map(|ask| ask.deadline.map(|id| id.0)).collect())
    }

    #[test]
    fn a_time_of_what_the_reader_does_is_a_deadline() {
        for text in [
            "Please send me the plan «by Friday».",
            "Could you send me the plan «before noon»?",
            "Send me the plan «today».",
            "Please call me «asap».",
            "I need the plan «by Friday».",
            "The plan is due «on Friday».",
            "The poll closes «on Friday».",
            "The last day to send the form is «31 December».",
            "Please check the plan. «by Friday» if you can.",
            "If the list isn't here «by noon» you get the old one.",
            "If I have all three «by Tuesday» the bus is ours.",
        ] {
            assert_eq!(bound(&[(Role::Prose, text)]).0, [TimeRole::Deadline], "{text}");
        }
    }

    #[test]
    fn a_time_of_anything_else_is_an_event() {
        for text in [
            "I'll send you the plan «by Friday».",
            "The fair is «on Friday».",
            "We met «in June».",
            "Did you see the fair «on Friday»?",
            "Please bring the «Friday» list.",
            "Prices will double «by 2040».",
            "The fair opens even if it rains «before noon».",
            "My last day will be «31 December».",
        ] {
            assert_eq!(bound(&[(Role::Prose, text)]).0, [TimeRole::Event], "{text}");
        }
    }

    #[test]
    fn the_day_on_which_a_place_shuts_is_an_event() {
        let roles = |text| -> Vec<TimeRole> {
            read_draft(&draft_of(&[(Role::Prose, text)])).times.iter().map(|time| time.role).collect()
        };
        assert_eq!(roles("The office closes on Friday."), [TimeRole::Event]);
        assert_eq!(roles("The poll closes on Friday."), [TimeRole::Deadline]);
    }

    #[test]
    fn a_deadline_is_bound_over_sentences_and_lists() {
        let (_, deadlines) = bound(&[(Role::Prose, "Could you check the plan? I need it «by Friday».")]);
        assert_eq!(deadlines, [Some(0), Some(0)]);
        let (_, deadlines) = bound(&[
            (Role::Prose, "I need two things «by Friday»:"),
            (Role::ListItem, "send me the plan"),
            (Role::ListItem, "count the chairs"),
        ]);
        assert_eq!(deadlines, [Some(0), Some(0), Some(0)]);
        let (_, deadlines) =
            bound(&[(Role::Prose, "Ben, send the list «by Friday», and Ana, check the doors «by noon».")]);
        assert_eq!(deadlines, [Some(0), Some(1)]);
        let (_, deadlines) =
            bound(&[(Role::Prose, "The crates must be here «by June». Please send me the price «by Friday».")]);
        assert_eq!(deadlines.last(), Some(&Some(1)));
        let (_, deadlines) =
            bound(&[(Role::Prose, "Who has the key? Where is the van?"), (Role::Prose, "Please reply «by Friday».")]);
        assert_eq!(deadlines, [Some(0), Some(0), Some(0)]);
    }
}
