//! The verdict: what the model hears, with what is certain beside it, what the draft chose,
//! and how that is told.

use super::advice::{Advice, Channel, Chosen, EITHER_FROM, Factor, LIVE_FROM, Verdict};
use super::certain::{certain, simple_ask};
use super::contacts::Contact;
use super::factors::about;
use super::meeting::{Meeting, meeting};
use super::model::{FACTORS, Heard, Model, Told};
use super::news::{grave, reproaches};
use crate::draft::Draft;
use crate::language::lists;
use crate::reading::Reading;
use crate::text::Span;

/// What the model's sum has where a message begins to be one too few, in hundredths of log
/// odds. Chosen on real mail, where a false alarm costs most (docs/channel.md).
const THRESHOLD: i32 = 36;

/// How many hundredths of log odds make one point of the score.
const HUNDREDTHS: f32 = 10.0;

/// How far above [`LIVE_FROM`] grave news lifts the score, whatever the other words say, and
/// what it counts at least, in points.
const GRAVE: f32 = 10.0;

/// Below how many points a meeting is one that a message could replace.
const NO_MEETING_BELOW: f32 = 12.0;

/// How many sentences are shown for a factor.
const EVIDENCE: usize = 2;

/// Up to how many words a proposal of a meeting is nothing but that, and a draft that asks
/// nothing is a notice. Of the labelled drafts of no more words that ask nothing, the model
/// called one of five live ones live, and none of the others; of 44 notices written later, five.
const BARE: usize = 30;

/// The advice for a draft, with what is recorded about people.
pub fn advise(draft: &Draft, reading: &Reading, model: &Model, contacts: &[Contact]) -> Advice {
    let meeting = meeting(draft, reading);
    let heard = if reading.language.is_english() { model.hear(draft, reading) } else { Heard::default() };
    let words = if heard.count > 0 { LIVE_FROM + (heard.sum() - THRESHOLD) as f32 / HUNDREDTHS } else { 0.0 };
    let mut beside = certain(draft, reading, contacts, meeting.is_some());
    beside.extend(meeting.iter().flat_map(purpose));
    if meeting.is_none() && beside.iter().all(|factor| factor.points < 0.0) {
        beside.extend(simple_ask(draft, reading));
    }
    let fits = fitting(draft, reading, &beside, &heard);
    let (mut factors, unnamed) = named(&heard, words, reading, &fits);
    // Of a few words those that name no reason say too little to count.
    let shown: f32 = factors.iter().chain(&beside).map(|factor| factor.points.max(0.0)).sum();
    let words = if unnamed > shown && reading.word_count() <= BARE { words - unnamed } else { words };
    let sum = words + beside.iter().map(|factor| factor.points).sum::<f32>();
    let told = grave(draft, reading).filter(|_| !beside.iter().any(|factor| factor.name == "broadcast"));
    if let Some(span) = told {
        let points = (LIVE_FROM + GRAVE - sum).max(GRAVE);
        beside.push(Factor { name: "sensitivity", points, evidence: vec![span], certain: vec![span] });
    }
    let score = tenths(words + beside.iter().map(|factor| factor.points).sum::<f32>());
    factors.append(&mut beside);
    join(&mut factors);
    let chosen = if meeting.is_some() { Chosen::Meeting } else { Chosen::Message };
    let recommended = match channel(score) {
        // What can't be shown is not said.
        Channel::Live if factors.iter().all(|factor| factor.points <= 0.0) => Channel::Either,
        Channel::Live if is_notice(reading, &factors) => Channel::Either,
        recommended => recommended,
    };
    let mut verdict = verdict(recommended, chosen, score, &factors);
    if verdict == Verdict::LiveThenWritten && factors.first().is_some_and(|first| first.name == "brainstorm") {
        // Two people remember what they came up with.
        verdict = if draft.envelope.recipients().count() > 1 { verdict } else { Verdict::Live };
    }
    if let Some(meeting) = meeting.as_ref().filter(|_| verdict == Verdict::NoMeeting) {
        verdict = match () {
            // A meeting is called needless only where its own words say so.
            _ if meeting.tells_or_asks() => Verdict::NoMeeting,
            // Without a purpose no channel can be judged.
            _ if meeting.settles.is_empty() && reading.word_count() <= BARE => Verdict::Rewrite,
            _ => Verdict::Async,
        };
    }
    let would_change_if = change(verdict, score, &factors);
    let hint = factors.first().filter(|_| verdict != Verdict::Async).and_then(|first| about(first.name));
    Advice {
        recommended,
        chosen,
        verdict,
        score,
        factors,
        would_change_if,
        hint: hint.map(|about| about.hint),
        meeting,
    }
}

/// Whether a draft is a short notice: a few words that ask nothing, of which none is certain
/// to speak for a conversation. What was learned from letters says little of them: “The sauna
/// is open. Towels are at the desk.” was called urgent.
fn is_notice(reading: &Reading, factors: &[Factor]) -> bool {
    reading.word_count() <= BARE
        && reading.real_asks().next().is_none()
        && factors.iter().all(|factor| factor.points < 0.0 || factor.certain.is_empty())
}

fn channel(score: f32) -> Channel {
    match score {
        _ if score >= LIVE_FROM => Channel::Live,
        _ if score >= EITHER_FROM => Channel::Either,
        _ => Channel::Async,
    }
}

fn verdict(recommended: Channel, chosen: Chosen, score: f32, factors: &[Factor]) -> Verdict {
    let written = || {
        let first = factors.iter().find(|factor| factor.points > 0.0).and_then(|factor| about(factor.name));
        first.is_some_and(|first| first.then_written)
    };
    match (recommended, chosen) {
        (Channel::Live, _) if written() => Verdict::LiveThenWritten,
        (Channel::Live, _) => Verdict::Live,
        (_, Chosen::Meeting) if score < NO_MEETING_BELOW => Verdict::NoMeeting,
        _ => Verdict::Async,
    }
}

/// What a meeting is for. The points are a judgement: words of telling count up to three
/// times, so that they outweigh the learned words of any meeting, and words of settling
/// nearly undo them.
fn purpose(meeting: &Meeting) -> Vec<Factor> {
    let count = |spans: &[Span], most: usize| spans.len().min(most) as f32;
    let mut factors = Vec::new();
    let mut add = |name, points: f32, evidence: &[Span]| {
        if points != 0.0 {
            let evidence: Vec<Span> = evidence.iter().copied().take(EVIDENCE).collect();
            factors.push(Factor { name, points, certain: evidence.clone(), evidence });
        }
    };
    add("broadcast", -4.0 * count(&meeting.informs, 3), &meeting.informs);
    let only = if meeting.settles.is_empty() { -12.0 } else { -5.0 };
    add("simple-ask", only * count(&meeting.asks_only, 1), &meeting.asks_only);
    add("decision", 3.0 * count(&meeting.settles, 3), &meeting.settles);
    if !meeting.tells_or_asks() {
        // Who proposes it has a reason, though it may not be said.
        add("decision", 4.0, &meeting.proposal);
    }
    factors
}

/// Which factors can be the reason, given the rest of the draft: nobody gets to know another
/// by a reproach, and where no terms are named none are settled. The draft is asked only for
/// what a sentence shows.
fn fitting(draft: &Draft, reading: &Reading, beside: &[Factor], heard: &Heard) -> [bool; FACTORS.len()] {
    let blames = || beside.iter().any(|factor| factor.name == "conflict") || !reproaches(reading).is_empty();
    let mut fits = [true; FACTORS.len()];
    for (at, name) in FACTORS.into_iter().enumerate() {
        let is_shown = || heard.sentences.iter().any(|told| told.looks[at] > 0 && told.shows[at]);
        fits[at] = match name {
            "rapport" => !is_shown() || !blames(),
            "negotiation" => !is_shown() || names_terms(draft, reading),
            _ => true,
        };
    }
    fits
}

/// Whether a draft names terms: by a word for them, a sum of money, or numbers that are no
/// times beside a condition ("640, if the garage goes in").
fn names_terms(draft: &Draft, reading: &Reading) -> bool {
    let holds = |marks: &[char]| draft.own_blocks().any(|(_, block)| block.text.as_str().contains(marks));
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let counts = || {
        reading.sentences.iter().any(|sentence| {
            let block = &draft.block(sentence.block).text;
            let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
            words.iter().filter(|word| block.as_str().get(word.range.clone()).is_some_and(is_number)).any(|word| {
                let span = block.source(word.range.clone());
                !reading.times.iter().any(|time| time.span.overlaps(span))
            })
        })
    };
    let conditions = ["if", "unless"];
    let depends = || reading.words.iter().any(|word| conditions.contains(&word.folded(&reading.words.folded)));
    reading.phrases_of(lists::CHANNEL_TERMS).next().is_some()
        || holds(&['$', '€', '£', '¥', '%'])
        || depends() && counts()
}

/// The factors that sentences show, which share the points of the words among them; and how
/// many of these no factor shows that could be named.
fn named(heard: &Heard, points: f32, reading: &Reading, fits: &[bool; FACTORS.len()]) -> (Vec<Factor>, f32) {
    let mut sums = [0_i64; FACTORS.len()];
    let mut hidden = 0;
    let mut shown: [Vec<(i64, Span)>; FACTORS.len()] = Default::default();
    for Told { id, share, looks, shows } in &heard.sentences {
        let all: i64 = looks.iter().map(|&look| i64::from(look)).sum();
        for (at, &look) in looks.iter().enumerate().filter(|(_, look)| **look > 0) {
            // A sentence that says much counts for more than two that say half as much.
            let part = i64::from(*share) * i64::from(*share) * i64::from(look) / all.max(1);
            if !shows[at] || !fits[at] {
                hidden += part;
                continue;
            }
            sums[at] += part;
            shown[at].push((part, reading.sentence(*id).span));
        }
    }
    let all: i64 = sums.iter().sum::<i64>() + hidden;
    let mut factors = Vec::new();
    for ((name, sum), mut shown) in FACTORS.into_iter().zip(sums).zip(shown) {
        let share = tenths(points.max(0.0) * sum as f32 / all.max(1) as f32);
        if share >= 1.0 {
            shown.sort_by_key(|(part, span)| (std::cmp::Reverse(*part), *span));
            let evidence = shown.into_iter().take(EVIDENCE).map(|(_, span)| span).collect();
            factors.push(Factor { name, points: share, evidence, certain: Vec::new() });
        }
    }
    (factors, tenths(points.max(0.0) * hidden as f32 / all.max(1) as f32))
}

/// A number of points, rounded to tenths.
fn tenths(points: f32) -> f32 {
    (points * 10.0).round() / 10.0
}

/// Puts factors of one name together, the weightiest first.
fn join(factors: &mut Vec<Factor>) {
    factors.sort_by(|a, b| a.name.cmp(b.name));
    factors.dedup_by(|next, first| {
        let same = next.name == first.name;
        if same {
            first.points += next.points;
            first.evidence.append(&mut next.evidence);
            first.certain.append(&mut next.certain);
        }
        same
    });
    for factor in factors.iter_mut() {
        factor.points = tenths(factor.points);
        factor.certain.truncate(EVIDENCE);
        let all = std::mem::take(&mut factor.evidence);
        for span in all {
            if factor.evidence.len() < EVIDENCE && !factor.evidence.iter().any(|shown| shown.contains(span)) {
                factor.evidence.push(span);
            }
        }
    }
    factors.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then(a.name.cmp(b.name)));
}

/// The first single factor without which the verdict would be another.
fn change(verdict: Verdict, score: f32, factors: &[Factor]) -> Option<String> {
    if verdict == Verdict::Async {
        return None;
    }
    let live = matches!(verdict, Verdict::Live | Verdict::LiveThenWritten);
    let flips = |factor: &&Factor| {
        let without = score - factor.points;
        if live { without < LIVE_FROM } else { without >= NO_MEETING_BELOW }
    };
    let speaks = |factor: &&Factor| (factor.points > 0.0) == live;
    let found = factors.iter().filter(speaks).find(flips).or_else(|| factors.iter().find(speaks))?;
    about(found.name).map(|about| about.without.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::Preference;
    use crate::channel::model::built_in;
    use crate::language::PhrasesBuilder;
    use crate::{Source, parse, reading};

    const QUARREL: &str = "You told the client that it was my fault. That is not what happened, and I am not going to \
                           take the blame for your mistake again.";

    fn advice(header: &str, text: &str, contacts: &[Contact]) -> Advice {
        let mail = format!("From: Mia <mia@example.com>\n{header}Date: Tue, 2 Jun 2026 10:00:00 +0200\n\n{text}\n");
        let draft = parse::parse(&Source::new("draft.eml", mail.into_bytes()));
        let reading = reading::read(&draft, &PhrasesBuilder::with_pack().build(), Default::default());
        advise(&draft, &reading, &built_in(), contacts)
    }

    fn verdict_of(header: &str, text: &str) -> Verdict {
        advice(header, text, &[]).verdict
    }

    #[test]
    fn a_quarrel_is_for_a_talk_but_not_with_a_mailing_list() {
        assert_eq!(verdict_of("To: rob@example.com\n", QUARREL), Verdict::Live);
        assert_eq!(verdict_of("To: dev@example.com\nList-Id: <dev.example.com>\n", QUARREL), Verdict::Async);
    }

    #[test]
    fn what_the_reader_prefers_decides() {
        let ask = "Does the March date still work, and should we keep the parking?";
        let prefers = |preference| {
            let contact = Contact { address: "Rob@example.com".into(), prefers: preference, ..Contact::default() };
            advice("To: rob@example.com\n", ask, &[contact]).recommended
        };
        assert_eq!(prefers(Some(Preference::Phone)), Channel::Live);
        assert_eq!((prefers(Some(Preference::Email)), prefers(None)), (Channel::Async, Channel::Async));
    }

    #[test]
    fn a_language_that_is_not_known_is_left_alone() {
        let text = "Sie haben dem Kunden gesagt, dass es mein Fehler war. Das stimmt nicht, und ich nehme die Schuld nicht noch einmal auf mich.";
        let advice = advice("To: rob@example.com\n", text, &[]);
        assert_eq!((advice.verdict, advice.score, advice.factors.len()), (Verdict::Async, 0.0, 0));
    }

    #[test]
    fn the_score_is_told_by_its_factors_and_one_of_them_turns_it() {
        let advice = advice("To: rob@example.com\n", QUARREL, &[]);
        let first = &advice.factors[0];
        assert_eq!((first.name, first.evidence.len()), ("conflict", 2));
        assert!(advice.factors.windows(2).all(|pair| pair[0].points.abs() >= pair[1].points.abs()));
        assert!(advice.would_change_if.is_some() && advice.hint.is_some());
    }

    #[test]
    fn a_short_notice_needs_no_talk() {
        for notice in [
            "The sauna is open. Towels are at the desk.\n\nThe front desk",
            "The park is open.\n\nDogs are welcome.\n\nEntry is free.",
            "Hi Jo,\n\nthe train leaves at 9:12. I have the tickets.\n\nMax",
            "The lamp has left our house today. It is fragile.\n\nThe rug has left our house today.",
        ] {
            let recommended = advice("To: rob@example.com\n", notice, &[]).recommended;
            assert_ne!(recommended, Channel::Live, "{notice}");
        }
    }

    #[test]
    fn words_of_any_matter_name_no_reason() {
        let named = |text: &str| {
            let advice = advice("To: rob@example.com\n", text, &[]);
            advice
                .factors
                .into_iter()
                .filter(|factor| factor.points > 0.0)
                .map(|factor| factor.name)
                .collect::<Vec<_>>()
        };
        assert!(named("We would like to ship each Wednesday.").is_empty());
        assert!(named("I would like to cancel my order.").is_empty());
        assert!(named("We would like to book a room for six on Friday at 9.").is_empty());
        assert!(!named("Let's meet on Monday, 7 December at 9:00. Does 10am work?").contains(&"negotiation"));
        assert!(named("I would love to hear about your work and to get to know you.").contains(&"rapport"));
        assert!(named("If you come down to 800, we could sign for three years.").contains(&"negotiation"));
    }

    #[test]
    fn nobody_gets_to_know_another_by_a_reproach() {
        let text = "I am disappointed with your work on the fair. You missed the opening, and the guests noticed it. \
                    We have to talk about your place in the team.";
        let advice = advice("To: rob@example.com\n", text, &[]);
        assert_eq!((advice.verdict, advice.factors[0].name), (Verdict::Live, "sensitivity"));
        assert!(advice.factors.iter().all(|factor| factor.name != "rapport"));
    }

    #[test]
    fn grave_news_is_said_but_not_to_a_list() {
        let text = "Your scan is back, and it shows a tumour.";
        assert_eq!(verdict_of("To: rob@example.com\n", text), Verdict::Live);
        assert_eq!(verdict_of("To: all@example.com\nList-Id: <all.example.com>\n", text), Verdict::Async);
    }

    #[test]
    fn nothing_is_said_of_an_empty_draft() {
        let advice = advice("To: rob@example.com\n", "", &[]);
        assert_eq!((advice.verdict, advice.score), (Verdict::Async, 0.0));
    }
}
