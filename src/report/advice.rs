//! The advice on the channel, for a person: the verdict, what moved it in the author's own
//! words, what would turn it round, and what helps whichever way is taken.

use std::fmt::Write as _;

use super::escape::visible;
use super::words::{shortened, text_at};
use crate::channel::factors::about;
use crate::channel::{Advice, Channel, Chosen, EITHER_FROM, Factor, LIVE_FROM, Verdict};
use crate::{Report, Source};

/// How many factors are told: more explain less.
const FACTORS: usize = 3;

/// From how many points on a factor is told: what is fainter explains nothing.
const TOLD_FROM: f32 = 3.0;

/// From how many points on the rest of the score is told.
const REST_FROM: f32 = 1.0;

/// The advice for a draft.
pub fn render(source: &Source, report: &Report) -> String {
    let advice = &report.advice;
    let mut out = String::new();
    let _ = writeln!(out, "{}: {}", visible(&source.path), said(advice));
    let _ = writeln!(out, "  score {:.1}; live from {LIVE_FROM:.0}, either from {EITHER_FROM:.0}", advice.score);
    let told = told(advice);
    for factor in told {
        let says = about(factor.name).map_or("", |about| about.says);
        let _ = writeln!(out, "  {:+.1} {}: {says}", factor.points, factor.name);
        for quote in evidence(source, report, factor) {
            let _ = writeln!(out, "      “{quote}”");
        }
    }
    for (points, from) in rest(advice, told) {
        let _ = writeln!(out, "  and {points:+.1} from {from}");
    }
    if !report.reading.language.is_english() {
        out.push_str("  not in English: only what is certain was judged, not the words\n");
    } else if advice.recommended == Channel::Async && told.is_empty() {
        out.push_str("  nothing in it has to be settled together\n");
    }
    if let Some(change) = &advice.would_change_if {
        let _ = writeln!(out, "  would change if {change}");
    }
    if let Some(hint) = advice.hint {
        let _ = writeln!(out, "  {}: {hint}", staying(advice));
    }
    out
}

/// The command that goes on from a verdict, for who is at a command line.
pub fn next(advice: &Advice) -> Option<&'static str> {
    match advice.verdict {
        Verdict::Live | Verdict::LiveThenWritten => Some("presend agenda makes the invitation"),
        Verdict::NoMeeting => Some("presend async makes the message"),
        Verdict::Rewrite => Some("presend check tells what would come back as a question"),
        Verdict::Async => None,
    }
}

/// The verdict in words, given what the draft is.
pub fn said(advice: &Advice) -> String {
    let close = advice.recommended == Channel::Either && matches!(advice.verdict, Verdict::Async | Verdict::Rewrite);
    match (advice.chosen, advice.verdict) {
        _ if close => "a close call, either will do".to_owned(),
        (Chosen::Meeting, Verdict::Async) => "the meeting may stand".to_owned(),
        (Chosen::Meeting, Verdict::Rewrite) => "the meeting may stand, once the invitation is rewritten".to_owned(),
        (_, verdict) => verdict.to_string(),
    }
}

/// What the hint is for: the case that the author stays with the channel, given what the draft is.
pub fn staying(advice: &Advice) -> &'static str {
    match advice.chosen {
        Chosen::Message => "if you send it all the same",
        Chosen::Meeting if advice.verdict == Verdict::NoMeeting => "in its place",
        Chosen::Meeting => "if it becomes a message",
    }
}

/// The words on which a factor rests, each on one line and safe to show.
pub fn evidence(source: &Source, report: &Report, factor: &Factor) -> Vec<String> {
    let quotes = factor.evidence.iter().map(|&span| {
        let text = Some(text_at(report, span)).filter(|text| !text.is_empty());
        // An address stands in the header, which is no text.
        shortened(&text.unwrap_or_else(|| String::from_utf8_lossy(source.slice(span)).into_owned()))
    });
    quotes.collect()
}

/// The factors that are told: they come the weightiest first.
pub fn told(advice: &Advice) -> &[Factor] {
    let weighty = advice.factors.iter().take(FACTORS).take_while(|factor| factor.points.abs() >= TOLD_FROM).count();
    // What is advised against the draft is never without a reason.
    let least = usize::from(advice.recommended != Channel::Async).min(advice.factors.len());
    &advice.factors[..weighty.max(least)]
}

/// What the factors told leave open of the score: the points of fainter ones, and what words
/// that are none take away, where it is enough to be told.
pub fn rest(advice: &Advice, told: &[Factor]) -> Vec<(f32, &'static str)> {
    let sum = |factors: &[Factor]| factors.iter().map(|factor| factor.points).sum::<f32>();
    let wording = advice.score - sum(&advice.factors);
    let fainter = sum(&advice.factors[told.len()..]) + wording.max(0.0);
    let rest = [(fainter, "smaller signs"), (wording.min(0.0), "the rest, which reads like a message")];
    rest.into_iter().filter(|(points, _)| points.abs() >= REST_FROM && !told.is_empty()).collect()
}
