//! JUnit XML, as Jenkins and GitLab read it: a draft is a suite, a rule that spoke is a
//! test of it, so that a test keeps its name when lines move. The counts stand at each
//! suite; the root has none, since it is written first.

use std::fmt::Write as _;

use super::document::Document;
use super::markup::escaped;
use super::places::Places;
use super::shown::{message_of, sentence};
use crate::check::{Diagnostic, Report};
use crate::rules::{Level, RuleName};
use crate::text::Source;

/// The root around the suites; what can't be read is a suite with an error.
pub fn document() -> Document {
    let opening = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"presend\">\n";
    Document::new(opening, "", |_| "</testsuites>\n".to_owned()).with_problems(|message| {
        let message = escaped(message);
        format!(
            "  <testsuite name=\"{message}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase classname=\"presend\" \
             name=\"{message}\">\n      <error type=\"unreadable\" message=\"{message}\"/>\n    </testcase>\n  </testsuite>\n"
        )
    })
}

/// The suite of a draft: a rule fails with a finding of the level that makes the command
/// fail, and passes with milder ones, which stand in its output.
pub fn suite(source: &Source, report: &Report, fail_level: Level) -> String {
    let places = Places::new(source);
    let name = escaped(&format!("{}{}", source.path, message_of(source)));
    let rules = by_rule(report);
    let fails = |found: &&(&RuleName, Vec<&Diagnostic>)| found.1.iter().any(|one| one.level >= fail_level);
    let failures = rules.iter().filter(fails).count();
    let tests = rules.len().max(1);
    let mut out = format!("  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n");
    if rules.is_empty() {
        let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"no findings\"/>");
    }
    for found in &rules {
        let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"{}\">", escaped(&found.0.0));
        let lines: String = found.1.iter().map(|one| escaped(&line(source, &places, one)) + "\n").collect();
        let grave = found.1.iter().rev().max_by_key(|one| one.level).filter(|_| fails(&found));
        let _ = match grave {
            Some(grave) => {
                let (level, text) = (grave.level.name(), escaped(&grave.finding.text));
                writeln!(out, "      <failure type=\"{level}\" message=\"{text}\">{lines}</failure>")
            }
            None => writeln!(out, "      <system-out>{lines}</system-out>"),
        };
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n");
    out
}

/// The findings of each rule, the rules in the order in which they spoke.
fn by_rule(report: &Report) -> Vec<(&RuleName, Vec<&Diagnostic>)> {
    let mut rules: Vec<(&RuleName, Vec<&Diagnostic>)> = Vec::new();
    for diagnostic in &report.diagnostics {
        match rules.iter_mut().find(|(rule, _)| *rule == &diagnostic.rule) {
            Some((_, found)) => found.push(diagnostic),
            None => rules.push((&diagnostic.rule, vec![diagnostic])),
        }
    }
    rules
}

fn line(source: &Source, places: &Places, diagnostic: &Diagnostic) -> String {
    let at = places.position(diagnostic.finding.span.start);
    format!("{}:{}:{}: {}: {}", source.path, at.line, at.column, diagnostic.level.name(), sentence(source, diagnostic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, check};

    #[test]
    fn a_rule_is_a_test_that_fails_from_the_fail_level_on() {
        let source =
            Source::new("<a>&\u{1b}.txt", "Hi Ana,\n\nin order to start, send it to [NAME] and [DATE].\n".as_bytes());
        let report = check(&source, &Settings::default(), &Context::default());
        let suite = suite(&source, &report, Level::Warning);
        assert!(suite.starts_with("  <testsuite name=\"&lt;a&gt;&amp;\\u{1b}.txt\" tests=\""), "{suite}");
        let test = |rule: &str| suite.split("<testcase").find(|test| test.contains(rule)).unwrap().to_owned();
        assert_eq!(test("hygiene/placeholder").matches("<failure type=\"error\"").count(), 1);
        assert_eq!(test("hygiene/placeholder").matches("was never filled in").count(), 3);
        assert!(test("concise/wordy-phrase").contains("<system-out>"), "{suite}");
        assert!(super::suite(&source, &report, Level::Info).contains("<failure type=\"info\""));
    }
}
