//! The JSON contracts of `inspect` and `check` (docs/inspect.md). Positions are those of
//! the file as it was given, also for a message of a mailbox.

use std::ops::Range;

use serde::Serialize;

use super::places::Places;
use super::shown::{self, offset};
use super::words::{plain, text_at};
use crate::channel::Advice;
use crate::check::Report;
use crate::draft::{Address, Block, BlockId, Envelope};
use crate::reading::{Ask, Sentence, TimeExpression, TimeRole};
use crate::text::{Edit, Safety, Source, Span};

/// The version of both contracts.
const SCHEMA: u32 = 1;

/// What was understood of a draft: one object of the `inspect` contract.
pub fn inspection(source: &Source, report: &Report) -> String {
    let view = View { source, report };
    let reading = &report.reading;
    to_json(&Inspection {
        schema: SCHEMA,
        path: &source.path,
        message: source.origin.map(|origin| origin.message),
        format: report.draft.format.name(),
        template: report.draft.template.as_ref().map(|template| template.dialect.name()),
        language: reading.language.code,
        envelope: envelope(&report.draft.envelope),
        parts: report.draft.blocks.iter().map(|block| view.part(block)).collect(),
        sentences: reading.sentences.iter().map(|sentence| view.sentence(sentence)).collect(),
        asks: reading.asks.iter().map(|ask| view.ask(ask)).collect(),
        times: reading.times.iter().map(|time| view.time(time)).collect(),
        point: reading.point.map(|id| view.sentence(reading.sentence(id))),
        rounds: view.rounds(),
        advice: advice(source, report),
    })
}

/// A report as the objects of the contract.
#[derive(Clone, Copy)]
struct View<'a> {
    source: &'a Source<'a>,
    report: &'a Report,
}

impl<'a> View<'a> {
    fn text(self, block: BlockId, range: &Range<usize>) -> String {
        plain(self.report.draft.block(block).text.as_str().get(range.clone()).unwrap_or_default())
    }

    fn passage(self, span: Span, block: BlockId, range: &Range<usize>) -> Passage {
        passage(self.source, span, self.text(block, range))
    }

    fn part(self, block: &Block) -> Part<'a> {
        let text = plain(block.text.as_str());
        // The span of an item covers its marker, so its text shows it.
        let text = if block.marker.is_empty() { text } else { format!("{} {text}", block.marker) };
        let passage = passage(self.source, block.span, text);
        Part { role: block.role.name(), passage }
    }

    fn sentence(self, sentence: &Sentence) -> Passage {
        self.passage(sentence.span, sentence.block, &sentence.range)
    }

    fn ask(self, ask: &'a Ask) -> AskObject<'a> {
        let block = self.report.reading.sentence(ask.sentence).block;
        let source = |cue: &Range<usize>| self.report.draft.block(block).text.source(cue.clone());
        AskObject {
            passage: self.passage(ask.span, block, &ask.range),
            kind: ask.kind.name(),
            courtesy: ask.courtesy,
            owner: ask.owner.name(),
            deadline: ask.deadline.map(|id| id.0),
            cues: ask.cues.iter().map(|cue| text_at(self.report, source(cue))).collect(),
        }
    }

    fn rounds(self) -> RoundsObject {
        let passage = |span| passage(self.source, span, text_at(self.report, span));
        let rounds = &self.report.reading.rounds;
        let repeats = rounds.repeats.iter();
        RoundsObject {
            count: rounds.count,
            open: rounds.open,
            repeats: repeats
                .map(|repeat| RepeatObject { passage: passage(repeat.span), of: repeat.of.map(passage) })
                .collect(),
        }
    }

    fn time(self, time: &TimeExpression) -> TimeObject {
        TimeObject {
            passage: self.passage(time.span, time.block, &time.time.range),
            role: match time.role {
                TimeRole::Deadline => "deadline",
                TimeRole::Event => "event",
            },
            vague: time.time.vague,
            from: time.time.bounds.map(|(from, _)| moment(from)),
            to: time.time.bounds.map(|(_, to)| moment(to)),
            other: time.time.other.map(|(from, to)| Bounds { from: moment(from), to: moment(to) }),
            zone: time.time.zone.as_ref().map(|range| self.text(time.block, range)),
        }
    }
}

/// The findings of a draft: one object of the `check` contract.
pub fn findings(source: &Source, report: &Report) -> String {
    let places = Places::new(source);
    let diagnostics = report.diagnostics.iter().map(|diagnostic| {
        let finding = &diagnostic.finding;
        let (start, end) = places.positions(finding.span);
        DiagnosticObject {
            rule: &diagnostic.rule.0,
            level: diagnostic.level.name(),
            text: &finding.text,
            start: offset(source, finding.span.start),
            end: offset(source, finding.span.end),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            help: finding.help.as_deref(),
            related: finding
                .related
                .iter()
                .map(|related| RelatedObject {
                    start: offset(source, related.span.start),
                    end: offset(source, related.span.end),
                    text: &related.text,
                })
                .collect(),
            fix: shown::fix(report, diagnostic).map(|fix| FixObject {
                title: &fix.title,
                safety: match fix.safety {
                    Safety::Safe => "safe",
                    Safety::Suggested => "suggested",
                },
                edits: fix.edits.iter().map(|edit| edit_object(source, edit)).collect(),
            }),
        }
    });
    to_json(&Findings {
        schema: SCHEMA,
        path: &source.path,
        message: source.origin.map(|origin| origin.message),
        diagnostics: diagnostics.collect(),
        summary: SummaryObject {
            words: report.summary.words,
            reading_seconds: report.summary.reading_seconds,
            asks: report.summary.asks,
            deadlines: report.summary.deadlines,
        },
        advice: advice(source, report),
    })
}

fn to_json(object: &impl Serialize) -> String {
    // Serializing strings and numbers into memory can't fail.
    serde_json::to_string(object).unwrap_or_default()
}

/// Where a span lies in the file as it was given.
fn passage(source: &Source, span: Span, text: String) -> Passage {
    Passage { start: offset(source, span.start), end: offset(source, span.end), text }
}

fn moment(moment: jiff::civil::DateTime) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn envelope(envelope: &Envelope) -> EnvelopeObject<'_> {
    let all = |addresses: &[Address]| addresses.iter().map(Address::display).collect();
    EnvelopeObject {
        from: envelope.from.as_ref().map(Address::display),
        to: all(&envelope.to),
        cc: all(&envelope.cc),
        subject: envelope.subject.as_ref().map(|subject| plain(subject.as_str())),
        date: envelope.date.as_ref().map(|date| date.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()),
        reply_depth: envelope.reply_depth,
        attachments: envelope
            .attachments
            .iter()
            .filter(|attachment| !attachment.inline)
            .map(|attachment| if attachment.name.is_empty() { &attachment.media_type } else { &attachment.name })
            .map(String::as_str)
            .collect(),
        invitation: envelope.invitation.as_ref().map(|invitation| InvitationObject {
            start: invitation.start.as_ref().map(|start| {
                // One without a zone is meant by the clock of whoever reads it.
                let format = if start.time_zone().is_unknown() { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%:z" };
                start.strftime(format).to_string()
            }),
            minutes: invitation.minutes,
            location: invitation.location.as_deref(),
            recurring: invitation.recurring,
            ends: invitation.ends,
        }),
    }
}

fn advice<'a>(source: &Source, report: &'a Report) -> AdviceObject<'a> {
    let Advice { recommended, chosen, verdict, score, factors, would_change_if, hint, meeting: _ } = &report.advice;
    AdviceObject {
        recommended: recommended.name(),
        chosen: chosen.name(),
        verdict: verdict.name(),
        score: *score,
        factors: factors
            .iter()
            .map(|factor| FactorObject {
                name: factor.name,
                points: factor.points,
                evidence: factor.evidence.iter().map(|&span| passage(source, span, text_at(report, span))).collect(),
            })
            .collect(),
        would_change_if: would_change_if.as_deref(),
        hint: *hint,
    }
}

fn edit_object<'a>(source: &Source, edit: &'a Edit) -> EditObject<'a> {
    EditObject { start: offset(source, edit.span.start), end: offset(source, edit.span.end), text: &edit.text }
}

#[derive(Serialize)]
struct Passage {
    start: u64,
    end: u64,
    text: String,
}

#[derive(Serialize)]
struct Inspection<'a> {
    schema: u32,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<usize>,
    format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a str>,
    language: &'a str,
    envelope: EnvelopeObject<'a>,
    parts: Vec<Part<'a>>,
    sentences: Vec<Passage>,
    asks: Vec<AskObject<'a>>,
    times: Vec<TimeObject>,
    point: Option<Passage>,
    rounds: RoundsObject,
    advice: AdviceObject<'a>,
}

#[derive(Serialize)]
struct RoundsObject {
    count: usize,
    open: bool,
    repeats: Vec<RepeatObject>,
}

#[derive(Serialize)]
struct RepeatObject {
    #[serde(flatten)]
    passage: Passage,
    of: Option<Passage>,
}

#[derive(Serialize)]
struct EnvelopeObject<'a> {
    from: Option<String>,
    to: Vec<String>,
    cc: Vec<String>,
    subject: Option<String>,
    date: Option<String>,
    reply_depth: usize,
    attachments: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationObject<'a>>,
}

#[derive(Serialize)]
struct InvitationObject<'a> {
    start: Option<String>,
    minutes: Option<u32>,
    location: Option<&'a str>,
    recurring: bool,
    ends: bool,
}

#[derive(Serialize)]
struct Part<'a> {
    role: &'a str,
    #[serde(flatten)]
    passage: Passage,
}

#[derive(Serialize)]
struct AskObject<'a> {
    #[serde(flatten)]
    passage: Passage,
    kind: &'a str,
    courtesy: bool,
    owner: Option<&'a str>,
    deadline: Option<usize>,
    cues: Vec<String>,
}

#[derive(Serialize)]
struct TimeObject {
    #[serde(flatten)]
    passage: Passage,
    role: &'static str,
    vague: bool,
    from: Option<String>,
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<Bounds>,
    zone: Option<String>,
}

/// The second reading of a date such as 3/5.
#[derive(Serialize)]
struct Bounds {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct AdviceObject<'a> {
    recommended: &'a str,
    chosen: &'a str,
    verdict: &'a str,
    score: f32,
    factors: Vec<FactorObject<'a>>,
    would_change_if: Option<&'a str>,
    hint: Option<&'a str>,
}

#[derive(Serialize)]
struct FactorObject<'a> {
    name: &'a str,
    points: f32,
    evidence: Vec<Passage>,
}

#[derive(Serialize)]
struct Findings<'a> {
    schema: u32,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<usize>,
    diagnostics: Vec<DiagnosticObject<'a>>,
    summary: SummaryObject,
    advice: AdviceObject<'a>,
}

#[derive(Serialize)]
struct DiagnosticObject<'a> {
    rule: &'a str,
    level: &'a str,
    text: &'a str,
    start: u64,
    end: u64,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: Option<&'a str>,
    related: Vec<RelatedObject<'a>>,
    fix: Option<FixObject<'a>>,
}

#[derive(Serialize)]
struct RelatedObject<'a> {
    start: u64,
    end: u64,
    text: &'a str,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    safety: &'a str,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    start: u64,
    end: u64,
    text: &'a str,
}

#[derive(Serialize)]
struct SummaryObject {
    words: usize,
    reading_seconds: usize,
    asks: usize,
    deadlines: usize,
}
