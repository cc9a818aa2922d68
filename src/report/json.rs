//! The JSON contracts of `inspect` and `check`.

use serde_json::{Value, json};

use crate::check::Report;
use crate::text::{Source, Span};

/// What was understood of a draft: one object of the `inspect` contract.
pub fn inspection(source: &Source, report: &Report) -> Value {
    let text_of = |block: crate::draft::BlockId, range: std::ops::Range<usize>| {
        report.draft.block(block).text.as_str()[range].to_owned()
    };
    let place = |span: Span| (span.start, span.end);
    let sentences: Vec<Value> = report
        .reading
        .sentences
        .iter()
        .map(|s| {
            let (start, end) = place(s.span);
            json!({"start": start, "end": end, "text": text_of(s.block, s.range.clone())})
        })
        .collect();
    let asks: Vec<Value> = report.reading.asks.iter().map(|a| {
        let block = report.reading.sentence(a.sentence).block;
        json!({"start": a.span.start, "end": a.span.end, "text": text_of(block, a.range.clone()), "kind": a.kind.name(),
               "courtesy": a.courtesy, "owner": a.owner.name(), "deadline": a.deadline.map(|d| d.0), "cues": []})
    }).collect();
    let times: Vec<Value> = report.reading.times.iter().map(|t| {
        let role = match t.role { crate::reading::TimeRole::Deadline => "deadline", crate::reading::TimeRole::Event => "event" };
        json!({"start": t.span.start, "end": t.span.end, "text": text_of(t.block, t.time.range.clone()), "role": role, "vague": t.time.vague,
               "from": t.time.bounds.map(|b| b.0.to_string()), "to": t.time.bounds.map(|b| b.1.to_string()), "zone": null})
    }).collect();
    let parts: Vec<Value> = report
        .draft
        .blocks
        .iter()
        .map(|b| json!({"role": b.role.name(), "start": b.span.start, "end": b.span.end, "text": b.text.as_str()}))
        .collect();
    let point = report.reading.point.map(|p| {
        let s = report.reading.sentence(p);
        json!({"start": s.span.start, "end": s.span.end, "text": text_of(s.block, s.range.clone())})
    });
    json!({"schema": 1, "path": source.path, "format": report.draft.format.name(), "language": report.reading.language.code,
           "parts": parts, "sentences": sentences, "asks": asks, "times": times, "point": point,
           "advice": {"recommended": "async", "chosen": "message", "verdict": "async", "score": 0.0, "factors": []}})
}
