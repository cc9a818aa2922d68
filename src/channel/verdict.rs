//! The verdict: what the model hears, with what is certain beside it, what the draft chose,
//! and how that is told.

use super::advice::{Advice, Channel, Chosen, EITHER_FROM, Factor, LIVE_FROM, Verdict};
use super::contacts::Contact;
use super::factors::about;
use super::meeting::{Meeting, meeting};
use super::model::{FACTORS, FULL, Heard, Model};
use super::situation::hours_to_answer;
use crate::draft::Draft;
use crate::language::lists;
use crate::reading::{Phrase, Reading, TimeRole};
use crate::text::Span;

/// What the model's sum has where a message begins to be one too few, in hundredths of log
/// odds. Chosen on real mail, where a false alarm costs most (docs/channel.md).
const THRESHOLD: i32 = 36;

/// How many hundredths of log odds make one point of the score.
const HUNDREDTHS: f32 = 10.0;

/// From how many recipients on a message is a broadcast.
const CROWD: usize = 8;

/// From how many sentences on a text is a document: one of 1,795 labelled drafts and mails is
/// as long, and it is none that should be talked about.
const LONG: usize = 60;

/// Below how many points a meeting is one that a message could replace.
const NO_MEETING_BELOW: f32 = 10.0;

/// How many sentences are shown for a factor.
const EVIDENCE: usize = 2;

/// What a second round on an open question counts, in points: of 36 labelled drafts that
/// show it 35 are live.
const AGAIN: f32 = 12.0;

/// What is known beside the draft.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// What is recorded about people.
    pub contacts: &'a [Contact],
}

/// The advice for a draft.
pub fn advise(draft: &Draft, reading: &Reading, model: &Model, known: Known) -> Advice {
    let meeting = meeting(draft, reading);
    let heard = if reading.language.is_english() { model.hear(draft, reading) } else { Heard::default() };
    let words = if heard.count > 0 { LIVE_FROM + (heard.sum() - THRESHOLD) as f32 / HUNDREDTHS } else { 0.0 };
    let mut beside = certain(draft, reading, known, meeting.is_some());
    beside.extend(meeting.iter().flat_map(purpose));
    let score = tenths(words + beside.iter().map(|factor| factor.points).sum::<f32>());
    // The sentences come first: they say more than single words.
    let mut factors = named(&heard, words, reading);
    factors.append(&mut beside);
    join(&mut factors);
    let chosen = if meeting.is_some() { Chosen::Meeting } else { Chosen::Message };
    let recommended = channel(score);
    let verdict = verdict(recommended, chosen, score, &factors);
    let would_change_if = change(verdict, chosen, score, &factors);
    let hint = factors.first().filter(|_| verdict != Verdict::Async).and_then(|first| about(first.name));
    Advice { recommended, chosen, verdict, score, factors, would_change_if, hint: hint.map(|about| about.hint) }
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

/// What is certain, whatever the words.
fn certain(draft: &Draft, reading: &Reading, known: Known, meets: bool) -> Vec<Factor> {
    let envelope = &draft.envelope;
    let mut factors = Vec::new();
    let mut add = |name, points, evidence| factors.push(Factor { name, points, evidence });
    let first_deadline = || {
        let deadlines = reading.times.iter().filter(|time| time.role == TimeRole::Deadline);
        let dated = deadlines.filter_map(|time| Some((time.latest()?, time.span)));
        dated.min_by_key(|(latest, _)| *latest).map(|(_, span)| span)
    };
    match hours_to_answer(draft, reading) {
        Some(0) => add("urgency", 12.0, first_deadline().into_iter().collect()),
        Some(1..=3) => add("urgency", 6.0, first_deadline().into_iter().collect()),
        _ => {}
    }
    // A mailing list and the readers of a newsletter can't be called, and a crowd only if it
    // comes together anyway. What takes so long to read is to be read.
    let bulk: Vec<&Phrase> = reading.phrases_of(lists::BULK).take(2).collect();
    if envelope.list || bulk.len() > 1 || reading.sentences.len() > LONG {
        let spans = bulk.iter().map(|phrase| draft.block(phrase.block).text.source(phrase.found.range.clone()));
        add("broadcast", -20.0, spans.collect());
    } else if !meets && envelope.recipients().count() >= CROWD {
        add("broadcast", -12.0, Vec::new());
    }
    let rounds = &reading.rounds;
    let again = rounds.count >= 2 && rounds.open;
    if again || !rounds.repeats.is_empty() {
        let own = rounds.repeats.iter().map(|repeat| repeat.span);
        add("back-and-forth", if again { AGAIN } else { AGAIN / 2.0 }, own.chain(rounds.evidence.iter().copied()).collect());
    }
    let recorded = |address: &crate::draft::Address| {
        known.contacts.iter().find(|contact| contact.address.eq_ignore_ascii_case(&address.address))
    };
    if let [reader] = envelope.to.as_slice()
        && let Some(preference) = recorded(reader).and_then(|contact| contact.prefers)
    {
        add("contact-preference", if preference.is_live() { 12.0 } else { -12.0 }, vec![reader.span]);
    }
    factors
}

/// What a meeting is for.
fn purpose(meeting: &Meeting) -> Vec<Factor> {
    let count = |spans: &[Span], most: usize| spans.len().min(most) as f32;
    let mut factors = Vec::new();
    let mut add = |name, points: f32, evidence: &[Span]| {
        if points != 0.0 {
            factors.push(Factor { name, points, evidence: evidence.iter().copied().take(EVIDENCE).collect() });
        }
    };
    add("broadcast", -4.0 * count(&meeting.informs, 3), &meeting.informs);
    add("simple-ask", -5.0 * count(&meeting.asks_only, 1), &meeting.asks_only);
    add("decision", 3.0 * count(&meeting.settles, 3), &meeting.settles);
    if meeting.informs.is_empty() && meeting.asks_only.is_empty() {
        // Who proposes it has a reason, though it may not be said.
        add("decision", 4.0, &meeting.proposal);
    }
    factors
}

/// The factors that sentences show, which share the points of the words among them.
fn named(heard: &Heard, points: f32, reading: &Reading) -> Vec<Factor> {
    let mut sums = [0_i64; FACTORS.len()];
    let mut shown: [Vec<(i64, Span)>; FACTORS.len()] = Default::default();
    for (id, share, looks) in &heard.sentences {
        let all: i64 = looks.iter().map(|&look| i64::from(look)).sum();
        for (at, &look) in looks.iter().enumerate().filter(|(_, look)| **look > 0) {
            // A sentence that says much counts for more than two that say half as much.
            let part = i64::from(*share) * i64::from(*share) * i64::from(look) / all.max(1);
            sums[at] += part;
            if *share * 3 >= FULL {
                shown[at].push((part, reading.sentence(*id).span));
            }
        }
    }
    let all: i64 = sums.iter().sum();
    let mut factors = Vec::new();
    for ((name, sum), mut shown) in FACTORS.into_iter().zip(sums).zip(shown) {
        let share = tenths(points.max(0.0) * sum as f32 / all.max(1) as f32);
        if share >= 1.0 {
            shown.sort_by_key(|(part, span)| (std::cmp::Reverse(*part), *span));
            let evidence = shown.into_iter().take(EVIDENCE).map(|(_, span)| span).collect();
            factors.push(Factor { name, points: share, evidence });
        }
    }
    factors
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
        }
        same
    });
    for factor in factors.iter_mut() {
        factor.points = tenths(factor.points);
        factor.evidence.truncate(EVIDENCE);
    }
    factors.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then(a.name.cmp(b.name)));
}

/// The first single factor without which the verdict would be another.
fn change(verdict: Verdict, chosen: Chosen, score: f32, factors: &[Factor]) -> Option<String> {
    if verdict == Verdict::Async {
        return None;
    }
    let live = matches!(verdict, Verdict::Live | Verdict::LiveThenWritten);
    let flips = |factor: &&Factor| {
        let without = score - factor.points;
        if live { without < LIVE_FROM } else { without >= NO_MEETING_BELOW }
    };
    let mut tried = factors.iter().filter(|factor| (factor.points > 0.0) == live);
    let found = tried.find(flips).or_else(|| factors.iter().find(|factor| (factor.points > 0.0) == live))?;
    let _ = chosen;
    about(found.name).map(|about| about.without.to_owned())
}
