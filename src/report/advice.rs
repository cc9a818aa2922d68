//! The advice on the channel, for a person: the verdict, what moved it in the author's own
//! words, what would turn it round, and what helps whichever way is taken.

use std::fmt::Write as _;

use super::escape::visible;
use super::words::{shortened, text_at};
use crate::channel::factors::about;
use crate::channel::{Channel, Chosen, EITHER_FROM, LIVE_FROM, Verdict};
use crate::{Report, Source};

/// How many factors are told: more explain less.
const FACTORS: usize = 3;

/// The advice for a draft.
pub fn render(source: &Source, report: &Report) -> String {
    let advice = &report.advice;
    let mut out = String::new();
    let _ = writeln!(out, "{}: {}", visible(&source.path), advice.verdict);
    let _ = writeln!(out, "  score {:.1}; live from {LIVE_FROM:.0}, either from {EITHER_FROM:.0}", advice.score);
    for factor in advice.factors.iter().take(FACTORS) {
        let says = about(factor.name).map_or("", |about| about.says);
        let _ = writeln!(out, "  {:+.1} {}: {says}", factor.points, factor.name);
        for &span in &factor.evidence {
            let _ = writeln!(out, "      “{}”", shortened(&text_at(report, span)));
        }
    }
    match advice.recommended {
        Channel::Either => out.push_str("  a close call: either will do\n"),
        Channel::Async if advice.factors.is_empty() => out.push_str("  nothing in it has to be settled together\n"),
        Channel::Async | Channel::Live => {}
    }
    if let Some(change) = &advice.would_change_if {
        let _ = writeln!(out, "  would change if {change}");
    }
    if let Some(hint) = advice.hint {
        let stay = match advice.chosen {
            Chosen::Message => "if you send it all the same",
            Chosen::Meeting if advice.verdict == Verdict::NoMeeting => "in its place",
            Chosen::Meeting => "if it becomes a message",
        };
        let _ = writeln!(out, "  {stay}: {hint}");
    }
    let next = match advice.verdict {
        Verdict::Live | Verdict::LiveThenWritten => Some("presend agenda makes the invitation"),
        Verdict::NoMeeting => Some("presend async makes the message"),
        Verdict::Rewrite => Some("presend check tells what would come back as a question"),
        Verdict::Async => None,
    };
    if let Some(next) = next {
        let _ = writeln!(out, "  next: {next}");
    }
    out
}
