//! SARIF 2.1.0 (OASIS), as GitHub code scanning and editors read it: one run, its results
//! one a line. Columns count Unicode code points.

use serde_json::{Value, json};

use super::document::{Document, Totals, items};
use super::places::Places;
use super::shown::{fix, offset, sentence};
use super::uri::{is_absolute, uri};
use crate::check::{Report, fingerprint};
use crate::rules::{Card, Level, Rule};
use crate::settings::Settings;
use crate::text::{Fix, Safety, Source, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log around the results: the tool with its rules, and how the run went. Drafts of other
/// folders can have other levels, so results name their rule and say their own level.
pub fn document(settings: &Settings) -> Document {
    let rules: Vec<String> = settings.rules.iter().map(|rule| descriptor(rule).to_string()).collect();
    let bases = json!({ "%SRCROOT%": { "description": { "text": "The folder in which presend was started." } } });
    let opening = format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{{\"name\":\"presend\",\
         \"version\":\"{0}\",\"semanticVersion\":\"{0}\",\"rules\":[{1}\n]}}}},\"columnKind\":\"unicodeCodePoints\",\
         \"originalUriBaseIds\":{bases},\"results\":[",
        env!("CARGO_PKG_VERSION"),
        items(rules),
    );
    Document::new(opening, ",", closing)
}

fn closing(totals: &Totals) -> String {
    let told = totals.messages.iter().map(|message| notification(message));
    let untold = totals.unreadable - totals.messages.len();
    let rest = (untold > 0).then(|| notification(&format!("{untold} more could not be read")));
    let invocation = json!({
        "executionSuccessful": totals.unreadable == 0,
        "toolExecutionNotifications": told.chain(rest).collect::<Vec<Value>>(),
    });
    format!("\n],\"invocations\":[{invocation}]}}]}}\n")
}

fn notification(message: &str) -> Value {
    json!({ "level": "error", "message": { "text": message } })
}

fn descriptor(rule: &Rule) -> Value {
    let card = &rule.card;
    let (summary, cost, why) = (card.summary.trim(), card.cost.trim(), card.why.trim());
    json!({
        "id": card.name.0,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": format!("{summary} {cost}") },
        "help": { "text": format!("{cost}\n\n{why}"), "markdown": help(card) },
        "defaultConfiguration": { "enabled": rule.level > Level::Off, "level": level(rule.level) },
        "properties": { "tags": [card.name.group()] },
    })
}

/// What a rule is about, with an example of each kind.
fn help(card: &Card) -> String {
    let mut out = format!("**{}** {}\n\n{}\n", card.summary.trim(), card.cost.trim(), card.why.trim());
    let bad = card.examples.iter().find_map(|example| Some((example, example.bad.as_ref()?)));
    let good = card.examples.iter().find_map(|example| Some((example, example.good.as_ref()?)));
    for (title, example) in [("Reported, at the words in «»", bad), ("Not reported", good)] {
        if let Some((example, body)) = example {
            let header = example.header.as_ref().map(|header| format!("{}\n\n", header.trim())).unwrap_or_default();
            out.push_str(&format!("\n{title}:\n\n`````text\n{header}{}\n`````\n", body.trim_matches('\n')));
        }
    }
    out
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "none",
        Level::Info => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// The results of a draft.
pub fn results(source: &Source, report: &Report) -> String {
    let places = Places::new(source);
    let told = report.diagnostics.iter().map(|diagnostic| (diagnostic, None));
    let kept_back = report.suppressed.iter().map(|suppressed| (&suppressed.diagnostic, Some(suppressed)));
    items(told.chain(kept_back).map(|(diagnostic, suppressed)| {
        let finding = &diagnostic.finding;
        let mut result = json!({
            "ruleId": diagnostic.rule.0,
            "level": level(diagnostic.level),
            "message": { "text": sentence(source, diagnostic) },
            "locations": [location(source, &places, finding.span)],
            "partialFingerprints": { "presend/v1": fingerprint(source, report, diagnostic) },
        });
        let related = finding.related.iter().enumerate().map(|(id, related)| {
            let mut location = location(source, &places, related.span);
            location["id"] = json!(id + 1);
            location["message"] = json!({ "text": related.text });
            location
        });
        if !finding.related.is_empty() {
            result["relatedLocations"] = related.collect();
        }
        if let Some(suppressed) = suppressed {
            let mut suppression = json!({ "kind": "inSource", "location": location(source, &places, suppressed.by) });
            if let Some(reason) = &suppressed.reason {
                suppression["justification"] = json!(reason);
            }
            result["suppressions"] = json!([suppression]);
        }
        if let Some(fix) = fix(report, diagnostic).filter(|fix| fix.safety == Safety::Safe) {
            result["fixes"] = json!([fix_object(source, &places, fix)]);
        }
        result.to_string()
    }))
}

fn location(source: &Source, places: &Places, span: Span) -> Value {
    let region = region(source, places, span);
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact(source), "region": region } });
    if let Some(origin) = source.origin {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": format!("message {}", origin.message) }]);
    }
    location
}

fn artifact(source: &Source) -> Value {
    match is_absolute(&source.path) {
        true => json!({ "uri": uri(&source.path) }),
        false => json!({ "uri": uri(&source.path), "uriBaseId": "%SRCROOT%" }),
    }
}

fn region(source: &Source, places: &Places, span: Span) -> Value {
    let (start, end) = places.positions(span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": offset(source, span.start),
        "byteLength": span.len(),
    })
}

fn fix_object(source: &Source, places: &Places, fix: &Fix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        let region = region(source, places, edit.span);
        json!({ "deletedRegion": region, "insertedContent": { "text": edit.text } })
    });
    let replacements: Vec<Value> = replacements.collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": artifact(source), "replacements": replacements }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, check};

    #[test]
    fn every_result_points_at_its_rule_and_at_its_words() {
        let settings = Settings::default();
        let text = "Hi Ana,\n\nüber: in order to start, could you send the plan?\n";
        let source = Source::new("a b.txt", text.as_bytes());
        let report = check(&source, &settings, &Context::default());
        let results: Value = serde_json::from_str(&format!("[{}]", results(&source, &report))).unwrap();
        let wordy = results.as_array().unwrap().iter().find(|r| r["ruleId"] == "concise/wordy-phrase").unwrap();
        let place = &wordy["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], json!({ "uri": "a%20b.txt", "uriBaseId": "%SRCROOT%" }));
        let at = text.find("in order").unwrap();
        assert_eq!(place["region"]["startColumn"], 7, "the ü counts once");
        assert_eq!((&place["region"]["byteOffset"], &place["region"]["byteLength"]), (&json!(at), &json!(11)));
        let replaced = &wordy["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(replaced["insertedContent"]["text"], "to");
    }

    #[test]
    fn drafts_that_cannot_be_read_are_told_at_the_end_the_first_thousand_by_name() {
        let mut document = document(&Settings::default());
        for number in 0..1002 {
            assert!(document.problem(&format!("can't read {number}")).is_empty());
        }
        let log: Value = serde_json::from_str(&document.close()).unwrap();
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        let told = invocation["toolExecutionNotifications"].as_array().unwrap();
        assert_eq!((told.len(), &told[1000]["message"]["text"]), (1001, &json!("2 more could not be read")));
    }
}
