//! Hovers: the card of a finding, what a comment keeps back, and how an ask or a time is
//! understood.

use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::view::View;
use crate::reading::{Ask, TimeExpression, TimeRole};
use crate::report::agenda::Markup;
use crate::report::{brief, escape, when};
use crate::rules::{Card, Level};
use crate::{Span, parse};

/// What is to be said of the words at a place, of findings of at least this level.
pub fn hover(view: &View, params: &HoverParams, least: Level) -> Option<Hover> {
    let at = view.positions.byte(params.text_document_position_params.position);
    let holds = |span: Span| span.start <= at && (at < span.end || at == span.start);
    let markup = markup(view.client.hover_markdown);
    let report = view.report;
    let is_here = |found: &&crate::Diagnostic| found.level >= least && holds(found.finding.span);
    let found: Vec<_> = report.diagnostics.iter().filter(is_here).collect();
    let kept: Vec<_> = report.suppressed.iter().filter(|kept| holds(kept.by)).collect();
    let mut parts: Vec<(Span, String)> = Vec::new();
    for diagnostic in found {
        let is_told = parts.iter().any(|(_, text)| text.contains(diagnostic.rule.0.as_ref()));
        // What a rule looks for is told once.
        let card = card(view, &diagnostic.rule.0).filter(|_| !is_told);
        parts.push((
            diagnostic.finding.span,
            brief::finding(diagnostic, card, card.is_some() && can_comment(view, diagnostic), markup),
        ));
    }
    for kept in kept {
        let text = brief::finding(&kept.diagnostic, None, false, markup);
        parts.push((kept.by, format!("This keeps back: {text}")));
    }
    if parts.is_empty() {
        let times = report
            .reading
            .times
            .iter()
            .filter(|time| holds(time.span))
            .filter_map(|time| Some((time.span, self::time(time)?)));
        let asks = report.reading.asks.iter().filter(|ask| holds(ask.span)).map(|ask| (ask.span, self::ask(view, ask)));
        parts.extend(times.chain(asks).map(|(span, text)| (span, in_markup(&text, markup))));
    }
    let span = parts.iter().map(|(span, _)| *span).min_by_key(|span| span.len())?;
    let texts: Vec<String> = parts.into_iter().map(|(_, text)| text.trim_end().to_owned()).collect();
    let rule = if markup == Markup::Markdown { "\n\n---\n\n" } else { "\n\n" };
    Some(shown(texts.join(rule), markup, view.positions.range(span)))
}

/// Whether a comment where a finding stands can keep it back: none can in the header of a mail.
fn can_comment(view: &View, found: &crate::Diagnostic) -> bool {
    let at = found.finding.span.start;
    parse::suppress_here(view.source, &view.report.draft, at, &found.rule.0, "reason").is_some()
}

/// A hover with a text.
pub fn shown(value: String, markup: Markup, range: lsp_types::Range) -> Hover {
    let kind = if markup == Markup::Markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range: Some(range) }
}

/// How texts are written for a client.
pub fn markup(is_markdown: bool) -> Markup {
    if is_markdown { Markup::Markdown } else { Markup::Text }
}

/// The card of a rule.
pub fn card<'v>(view: &'v View, name: &str) -> Option<&'v Card> {
    view.settings.rules.iter().map(|rule| &rule.card).find(|card| card.name.0 == name)
}

fn in_markup(text: &str, markup: Markup) -> String {
    match markup {
        Markup::Markdown => crate::report::markdown(text),
        Markup::Text => escape::visible(text).into_owned(),
    }
}

/// What was understood of an ask.
fn ask(view: &View, ask: &Ask) -> String {
    let form = if ask.courtesy { ", in form only: it needs no answer" } else { "" };
    let owner =
        ask.owner.name().map_or_else(|| ", of nobody in particular".to_owned(), |owner| format!(", of {owner}"));
    let time = ask.deadline.map(|id| view.report.reading.time(id));
    let due = match time.map(|time| (time, time.latest())) {
        Some((time, _)) if time.time.disagreement().is_some() => ", by a day in doubt".to_owned(),
        Some((_, Some(latest))) => format!(", due {}", when::in_full(latest)),
        Some((_, None)) => ", by a time that names no day".to_owned(),
        None => meant(view, ask).map_or_else(|| ", without a date".to_owned(), |at| format!(", on {at}")),
    };
    let rest = if ask.courtesy { String::new() } else { owner + &due };
    format!("Read as a {}{form}{rest}", ask.kind.name())
}

/// The moment that an ask names and that is no deadline: "can we meet tomorrow at 10".
fn meant(view: &View, ask: &Ask) -> Option<String> {
    let reading = &view.report.reading;
    let times = reading.times_in(reading.sentence(ask.sentence).block, &ask.range);
    times.iter().filter(|time| time.time.disagreement().is_none()).find_map(day)
}

/// What was understood of a time; none where there is no more to say.
fn time(time: &TimeExpression) -> Option<String> {
    let role = match time.role {
        TimeRole::Deadline => "deadline",
        TimeRole::Event => "time",
    };
    Some(format!("Read as a {role}: {}", day(time)?))
}

/// The day or the days of a time.
fn day(time: &TimeExpression) -> Option<String> {
    let (from, to) = time.time.bounds?;
    let is_limit = time.time.cue.is_some_and(crate::language::time::Cue::bounds);
    Some(match is_limit || from.date() == to.date() {
        true => when::in_full(to),
        false => format!("{} to {}", when::in_full(from), when::in_full(to)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::view::with_view;

    /// The text of the hover at a place, and the words it is of.
    fn at(text: &str, place: &str, is_markdown: bool) -> Option<(String, String)> {
        let client = Client { hover_markdown: is_markdown, ..Client::default() };
        with_view("a.eml", text, &client, |view| {
            let position = view.positions.position(text.find(place).expect("it is there"));
            let params = serde_json::json!({ "textDocument": { "uri": view.uri }, "position": position });
            let hover = hover(view, &serde_json::from_value(params).unwrap(), Level::Info)?;
            let HoverContents::Markup(content) = hover.contents else { panic!("no markup") };
            assert_eq!(content.kind == MarkupKind::Markdown, is_markdown);
            Some((content.value, text[view.positions.span(hover.range?).range()].to_owned()))
        })
    }

    const MAIL: &str = "To: Ana <ana@b.example>\nDate: Sat, 28 Nov 2026 20:00:00 +0100\nSubject: Yard\n\n\
                        We met in order to plan.\n\nCould you send the plan by Friday?\n";

    #[test]
    fn a_finding_shows_its_card() {
        let (text, words) = at(MAIL, "order to", true).expect("there is one");
        assert_eq!(words, "in order to");
        assert!(
            text.starts_with("**info** `concise/wordy-phrase`: ")
                && text.contains("presend: ok concise/wordy-phrase: reason"),
            "{text}"
        );
        let (text, _) = at(MAIL, "order to", false).expect("there is one");
        assert!(text.starts_with("info concise/wordy-phrase: ") && !text.contains("**"), "{text}");
        assert_eq!(at(MAIL, "We met", true), None);
    }

    #[test]
    fn a_comment_is_told_of_only_where_one_can_stand() {
        let mail = MAIL.replace("Subject: Yard", "Subject: Update");
        let (text, _) = at(&mail, "Update", true).expect("there is a finding");
        assert!(!text.contains("presend: ok"), "{text}");
    }

    #[test]
    fn an_ask_and_its_date_are_told_as_they_are_read() {
        let (text, words) = at(MAIL, "Could you", true).expect("there is one");
        assert_eq!(text, "Read as a request, of Ana, due Friday, 4 December 2026");
        assert_eq!(words, "Could you send the plan by Friday?");
        let (text, words) = at(MAIL, "Friday", false).expect("there is one");
        assert!(text.starts_with("Read as a deadline: Friday, 4 December 2026\n\nRead as a request"), "{text}");
        assert_eq!(words, "by Friday");
        let meeting =
            MAIL.replace("Could you send the plan by Friday", "Can we meet tomorrow at 10 to look at the plan");
        let (text, _) = at(&meeting, "tomorrow", false).expect("there is one");
        let day = "Sunday, 29 November 2026, 10:00";
        assert_eq!(text, format!("Read as a time: {day}\n\nRead as a meeting, of Ana, on {day}"));
    }

    #[test]
    fn a_comment_tells_what_it_keeps_back() {
        let mail = MAIL.replace("to plan.", "to plan. [presend: ok concise: known]");
        let (text, words) = at(&mail, "presend: ok", true).expect("there is one");
        assert!(text.starts_with("This keeps back: **info** `concise/wordy-phrase`"), "{text}");
        assert_eq!(words, "[presend: ok concise: known]");
    }
}
