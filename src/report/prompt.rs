//! Findings for a window of a mail client that asks its author: whole texts rather than lines,
//! with what the window needs to show the words in the draft (docs/guards-thunderbird.md).

use serde::Serialize;

use super::advice;
use super::escape::visible;
use super::words::{decoded, hidden, plain, text_at};
use crate::channel::factors::about;
use crate::check::{Diagnostic, Report};
use crate::parse;
use crate::rules::Level;
use crate::settings::{Decision, Guard};
use crate::text::{Source, Span};

/// How many findings are told; of the others only how many there are.
const MOST: usize = 50;
/// How many characters of the words of a finding are told.
const WORDS: usize = 240;
/// How many characters of any other text are told.
const TEXT: usize = 1000;
/// How many characters before and after the words are told, so that they are found where they stand
/// twice.
const AROUND: usize = 32;

/// What is told of a message.
#[derive(Clone, Debug, Serialize)]
pub struct Prompt {
    /// What becomes of the message.
    pub decision: &'static str,
    /// The findings, gravest first.
    pub findings: Vec<FindingObject>,
    /// How many more there are.
    pub more: usize,
    /// Whether it should be a message at all; none where it was not looked at.
    pub verdict: Option<VerdictObject>,
}

impl Prompt {
    /// What is told of a message that was not looked at.
    pub fn bare(decision: Decision) -> Prompt {
        Prompt { decision: decision.name(), findings: Vec::new(), more: 0, verdict: None }
    }
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingObject {
    rule: String,
    level: &'static str,
    decision: &'static str,
    text: String,
    help: Option<String>,
    words: String,
    before: String,
    after: String,
    part: String,
}

/// The verdict, in the words of `presend advise`.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictObject {
    name: &'static str,
    text: String,
    reasons: Vec<ReasonObject>,
    change: Option<String>,
    hint: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct ReasonObject {
    text: &'static str,
    words: Vec<String>,
}

/// What a window tells of a report, by the policy of guards.
pub fn prompt(source: &Source, report: &Report, guard: &Guard) -> Prompt {
    let mut found: Vec<&Diagnostic> = report.diagnostics.iter().filter(|found| found.level > Level::Off).collect();
    found.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
    let body = parse::header_end(source);
    let gravest = found.first().map_or(Level::Off, |diagnostic| diagnostic.level);
    Prompt {
        decision: guard.decide(gravest).name(),
        findings: found.iter().take(MOST).map(|diagnostic| finding(source, report, diagnostic, guard, body)).collect(),
        more: found.len().saturating_sub(MOST),
        verdict: Some(verdict(source, report)),
    }
}

/// One finding of a message whose body starts at a byte.
fn finding(source: &Source, report: &Report, diagnostic: &Diagnostic, guard: &Guard, body: usize) -> FindingObject {
    let found = &diagnostic.finding;
    let (before, after) = around(report, found.span);
    FindingObject {
        rule: diagnostic.rule.to_string(),
        level: diagnostic.level.name(),
        decision: guard.decide(diagnostic.level).name(),
        text: capped(&visible(&found.text), TEXT),
        help: found.remedy().map(|remedy| capped(&visible(remedy), TEXT)),
        words: words(source, report, diagnostic, body),
        before,
        after,
        part: part(source, report, diagnostic, body),
    }
}

/// What stands before and after the words in their block.
fn around(report: &Report, span: Span) -> (String, String) {
    let Some((text, range)) = decoded(report, span) else { return Default::default() };
    let string = text.as_str();
    let start = string[..range.start].char_indices().rev().take(AROUND).last().map_or(range.start, |(at, _)| at);
    let end = string[range.end..].char_indices().nth(AROUND).map_or(string.len(), |(at, _)| range.end + at);
    let shown = |range| plain(&hidden(report, text, range));
    (shown(start..range.start), shown(range.end..end))
}

/// The words of a finding; what stands in no text of the draft, such as an address, as the header
/// has it.
fn words(source: &Source, report: &Report, diagnostic: &Diagnostic, body: usize) -> String {
    let span = diagnostic.finding.span;
    let text = text_at(report, span);
    if text.is_empty() && !diagnostic.finding.masked && span.end <= body {
        return capped(&visible(&String::from_utf8_lossy(source.slice(span))), WORDS);
    }
    capped(&text, WORDS)
}

/// Where the words stand: `body`, else the field of the header in lower case, such as `to`.
fn part(source: &Source, report: &Report, diagnostic: &Diagnostic, body: usize) -> String {
    let start = diagnostic.finding.span.start;
    let subject = report.draft.envelope.subject.as_ref();
    if subject.is_some_and(|subject| subject.source(0..subject.len()).contains(diagnostic.finding.span)) {
        return "subject".to_owned();
    }
    if start >= body {
        return "body".to_owned();
    }
    let line = memchr::memrchr(b'\n', &source.bytes[..start]).map_or(0, |at| at + 1);
    let name = source.bytes[line..].split(|&byte| byte == b':' || byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

fn verdict(source: &Source, report: &Report) -> VerdictObject {
    let told = advice::told(&report.advice).iter();
    VerdictObject {
        name: report.advice.verdict.name(),
        text: advice::said(&report.advice),
        reasons: told
            .filter_map(|factor| {
                let words = advice::evidence(source, report, factor);
                about(factor.name).map(|about| ReasonObject { text: about.says, words })
            })
            .collect(),
        change: report.advice.would_change_if.as_deref().map(|change| capped(&visible(change), TEXT)),
        hint: report.advice.hint.map(|hint| format!("{}: {hint}", advice::staying(&report.advice))),
    }
}

/// The start of a text, cut at a character.
fn capped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, check};

    fn prompt_of(text: &str) -> serde_json::Value {
        let source = Source::new("message.eml", text.as_bytes());
        let report = check(&source, &Settings::default(), &Context::default());
        serde_json::to_value(prompt(&source, &report, &Guard::default())).expect("it is JSON")
    }

    fn mail(subject: &str, body: &str) -> String {
        format!("From: a@a.example\nTo: b@b.example\nSubject: {subject}\n\n{body}")
    }

    #[test]
    fn a_finding_tells_its_words_and_where_they_stand() {
        let prompt =
            prompt_of(&mail("Quick question", "Hello Ben,\n\nI have attached the contract for Monday's call.\n"));
        assert_eq!(prompt["decision"], "hold");
        let first = &prompt["findings"][0];
        assert_eq!(first["rule"], "hygiene/missing-attachment");
        assert_eq!((&first["level"], &first["decision"]), (&"error".into(), &"hold".into()));
        assert_eq!((&first["words"], &first["part"]), (&"I have attached".into(), &"body".into()));
        let parts: Vec<_> = prompt["findings"].as_array().expect("a list").iter().map(|f| &f["part"]).collect();
        assert!(parts.contains(&&"subject".into()), "{prompt:#}");
    }

    #[test]
    fn words_that_stand_twice_are_told_apart_by_what_is_around_them() {
        let body = "Hello Ben,\n\nas we agreed on Friday in the office, I have attached the contract.\n\nAna\n";
        let prompt = prompt_of(&mail("The contract", body));
        let findings = prompt["findings"].as_array().expect("a list");
        let found = findings.iter().find(|found| found["rule"] == "hygiene/missing-attachment").expect("it is found");
        assert_eq!(found["before"], "agreed on Friday in the office, ");
        assert_eq!(found["after"], " the contract.");
    }

    #[test]
    fn a_draft_that_is_fine_passes_with_its_verdict() {
        let prompt = prompt_of(&mail(
            "Contract signed",
            "Hello Ben,\n\nthe contract is signed and in the archive. There is nothing left to do for you.\n\nAna\n",
        ));
        assert_eq!(prompt["decision"], "pass");
        assert_eq!(prompt["verdict"]["text"], "a message serves");
    }

    #[test]
    fn the_answer_stays_small_and_shows_no_secret() {
        let many = "Hello,\n\n".to_owned()
            + &"I have attached it. Please answer as soon as possible! Password: Sonne!2026x. ".repeat(2000);
        let prompt = prompt_of(&mail("Re", &many));
        let text = prompt.to_string();
        assert!(text.len() < 300_000, "{}", text.len());
        assert!(!text.contains("Sonne!2026x"));
        assert!(prompt["findings"].as_array().expect("a list").len() <= MOST);
    }
}
