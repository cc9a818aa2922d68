//! What was understood of a draft, for people.

use std::fmt::Write as _;

use annotate_snippets::renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_LINE_NUM_STYLE};

use super::counted;
use super::escape::visible;
use super::paint::Paint;
use super::places::Places;
use super::words::{shortened, text_at};
use crate::check::Report;
use crate::draft::{Address, BlockId, Envelope, Invitation};
use crate::reading::{Ask, TimeExpression, TimeRole};
use crate::text::{Source, Span};

/// The outline of a draft: envelope, point, asks, times, parts and the channel advice,
/// each with its line in the file.
pub fn render(source: &Source, report: &Report, paint: Paint) -> String {
    let mut outline = Outline { places: Places::new(source), report, paint, out: String::new() };
    let reading = &report.reading;
    let message = source.origin.map(|origin| format!(" (message {})", origin.message)).unwrap_or_default();
    outline.heading(&format!("{}{message}", visible(&source.path)));
    let summary = report.summary;
    outline.line(&format!(
        "{}{} in {}, {}, {} s to read",
        report.draft.format.name(),
        report.draft.template.as_ref().map(|t| format!(", {} template,", t.dialect.title())).unwrap_or_default(),
        match reading.language.code {
            "" => "an unknown language",
            code => code,
        },
        counted(summary.words, "word"),
        summary.reading_seconds
    ));
    outline.envelope(&report.draft.envelope);

    outline.heading("Point");
    match reading.point {
        Some(id) => {
            let sentence = reading.sentence(id);
            let text = outline.block_text(sentence.block, &sentence.range);
            outline.entry(sentence.span, "", &text);
        }
        None => outline.line("none found"),
    }
    if !reading.asks.is_empty() {
        outline.heading("Asks");
        reading.asks.iter().for_each(|ask| outline.ask(ask));
    }
    if !reading.times.is_empty() {
        outline.heading("Times");
        reading.times.iter().for_each(|time| outline.time(time));
    }
    outline.rounds();
    outline.heading("Parts");
    for block in &report.draft.blocks {
        outline.entry(block.span, block.role.name(), block.text.as_str());
    }
    outline.heading("Channel");
    let advice = &report.advice;
    outline.line(&format!(
        "{} (chosen: {}, recommended: {}, score {})",
        advice.verdict.name(),
        advice.chosen.name(),
        advice.recommended.name(),
        advice.score
    ));
    for factor in &advice.factors {
        let words: Vec<String> = factor.evidence.iter().map(|&span| format!("“{}”", text_at(report, span))).collect();
        outline.line(&shortened(&format!("{:+} {}: {}", factor.points, factor.name, words.join(", "))));
    }
    if let Some(change) = &advice.would_change_if {
        outline.line(&format!("would change if {}", visible(change)));
    }
    outline.out
}

struct Outline<'a> {
    places: Places<'a>,
    report: &'a Report,
    paint: Paint,
    out: String,
}

impl Outline<'_> {
    fn heading(&mut self, text: &str) {
        let text = self.paint.on(DEFAULT_EMPHASIS_STYLE, text);
        let _ = writeln!(self.out, "{text}");
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "  {text}");
    }

    /// A line of the file, what stands there, and its words.
    fn entry(&mut self, span: Span, what: &str, text: &str) {
        let line = format!("{:>5}", self.places.position(span.start).line);
        let line = self.paint.on(DEFAULT_LINE_NUM_STYLE, &line);
        let gap = if what.is_empty() { "" } else { "  " };
        let _ = writeln!(self.out, "{line}  {what}{gap}{}", shortened(text));
    }

    fn block_text(&self, block: BlockId, range: &std::ops::Range<usize>) -> String {
        self.report.draft.block(block).text.as_str().get(range.clone()).unwrap_or_default().to_owned()
    }

    fn envelope(&mut self, envelope: &Envelope) {
        let people = |all: &[Address]| all.iter().map(Address::display).collect::<Vec<_>>().join(", ");
        let from = envelope.from.as_ref().map(Address::display).unwrap_or_default();
        let subject = envelope.subject.as_ref().map(|subject| subject.as_str().to_owned()).unwrap_or_default();
        let date = envelope.date.as_ref().map(|date| date.strftime("%Y-%m-%d %H:%M %:z").to_string());
        let attached: Vec<&str> = envelope.attachments.iter().map(|a| a.name.as_str()).collect();
        let before = match envelope.reply_depth {
            0 => String::new(),
            depth => format!("{} before it", counted(depth, "message")),
        };
        let rows = [
            ("from", from),
            ("to", people(&envelope.to)),
            ("cc", people(&envelope.cc)),
            ("subject", subject),
            ("date", date.unwrap_or_default()),
            ("thread", before),
            ("attached", attached.join(", ")),
            ("meeting", envelope.invitation.as_ref().map(meeting).unwrap_or_default()),
        ];
        for (name, value) in rows {
            if !value.is_empty() {
                self.line(&format!("{name:<8}  {}", shortened(&value)));
            }
        }
    }

    fn rounds(&mut self) {
        let rounds = &self.report.reading.rounds;
        if rounds.count == 0 && rounds.repeats.is_empty() {
            return;
        }
        self.heading("Rounds");
        let state = if rounds.open { "still open" } else { "not open" };
        self.line(&format!("{}, {state}", counted(rounds.count, "round trip")));
        for repeat in &rounds.repeats {
            let text = text_at(self.report, repeat.span);
            let before = repeat.of.map(|of| text_at(self.report, of)).filter(|of| !of.is_empty());
            let after = before.map(|of| format!(", after “{of}”")).unwrap_or_default();
            self.entry(repeat.span, "[again]", &format!("{text}{after}"));
        }
    }

    fn ask(&mut self, ask: &Ask) {
        let reading = &self.report.reading;
        let text = self.block_text(reading.sentence(ask.sentence).block, &ask.range);
        let mut what = ask.kind.name().to_owned();
        if ask.courtesy {
            what.push_str(" in form only");
        }
        if let Some(owner) = ask.owner.name() {
            let _ = write!(what, ", of {}", visible(owner));
        }
        if let Some(id) = ask.deadline {
            let time = reading.time(id);
            let _ = write!(what, ", {}", visible(&self.block_text(time.block, &time.time.range)));
        }
        self.entry(ask.span, &format!("[{what}]"), &text);
    }

    fn time(&mut self, time: &TimeExpression) {
        let role = match time.role {
            TimeRole::Deadline => "deadline",
            TimeRole::Event => "event",
        };
        let when = match time.time.bounds {
            Some((from, to)) if from.date() == to.date() => from.date().to_string(),
            Some((from, to)) => format!("{} to {}", from.date(), to.date()),
            None if time.time.vague => "vague".to_owned(),
            None => "not resolved".to_owned(),
        };
        let text = self.block_text(time.block, &time.time.range);
        self.entry(time.span, &format!("[{role}, {when}]"), &text);
    }
}

/// When, how long and where a meeting is, in words.
fn meeting(invitation: &Invitation) -> String {
    let start = invitation.start.as_ref().map(|start| {
        let format = if start.time_zone().is_unknown() { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M %:z" };
        start.strftime(format).to_string()
    });
    let minutes = invitation.minutes.map(|minutes| format!("{minutes} min"));
    let again = match (invitation.recurring, invitation.ends) {
        (false, _) => None,
        (true, true) => Some("recurring".to_owned()),
        (true, false) => Some("recurring without end".to_owned()),
    };
    let place = invitation.location.as_ref().map(|place| format!("at {place}"));
    let parts: Vec<String> = [start, minutes, again, place].into_iter().flatten().collect();
    if parts.is_empty() { "no start is given".to_owned() } else { parts.join(", ") }
}
