//! The formats of `presend check`, read as those read them for whom they are made.

use std::fs;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use jsonschema::Validator;
use presend::report::{OutputFormat, Paint, Statistics, Tally};
use presend::rules::Level;
use presend::text::Origin;
use presend::{Context, Settings, Source, check};
use proptest::prelude::*;
use serde_json::Value;

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);

static SARIF: LazyLock<Validator> = LazyLock::new(|| {
    let mut schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).expect("the schema is JSON");
    // The pattern of two fields that Presend does not write has a bracket too many and is none.
    for object in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][object]["properties"]["language"];
        language.as_object_mut().expect("it is there").remove("pattern");
    }
    jsonschema::validator_for(&schema).expect("the schema is one")
});

const FORMATS: [&str; 11] =
    ["full", "concise", "statistics", "html", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson"];

/// The document of some drafts, and of one that can't be read.
fn document(format: OutputFormat, sources: &[Source], unreadable: Option<&str>) -> String {
    let mut document = format.document(&SETTINGS);
    let mut out = Vec::new();
    for source in sources {
        let report = check(source, &SETTINGS, &Context::default());
        document.count(Tally::of(&report, SETTINGS.fail_level), &Statistics::of(source, &report));
        out.extend(document.piece(format.piece(source, &report, &SETTINGS, Paint::Plain).into_bytes()));
    }
    out.extend(unreadable.map(|message| document.problem(message)).unwrap_or_default());
    out.extend(document.close().into_bytes());
    String::from_utf8(out).unwrap()
}

/// Fails where a document is not what its readers take.
fn is_valid(format: OutputFormat, document: &str) {
    let json = || serde_json::from_str::<Value>(document).unwrap();
    match format {
        OutputFormat::Json => assert!(json().is_array()),
        OutputFormat::Jsonl => {
            document.lines().for_each(|line| assert!(serde_json::from_str::<Value>(line).unwrap().is_object()));
        }
        OutputFormat::Sarif => sarif(&json()),
        OutputFormat::Junit => junit(document),
        OutputFormat::Gitlab => json().as_array().unwrap().iter().for_each(gitlab),
        OutputFormat::Rdjson => rdjson(&json()),
        OutputFormat::Github => document.lines().for_each(github),
        OutputFormat::Html => html(document),
        OutputFormat::Full | OutputFormat::Concise | OutputFormat::Statistics => {
            assert!(!document.chars().any(|c| c.is_control() && c != '\n'), "{document:?}");
        }
    }
}

/// The schema of the standard, and what it says in words only: results name a rule of the tool.
fn sarif(log: &Value) {
    let errors: Vec<String> =
        SARIF.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
    }
}

/// XML whose suites hold as many tests and failures as they say.
fn junit(document: &str) {
    let xml = roxmltree::Document::parse(document).unwrap();
    assert_eq!(xml.root_element().tag_name().name(), "testsuites");
    for suite in xml.root_element().children().filter(roxmltree::Node::is_element) {
        let holds = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        for (attribute, tag) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
            assert_eq!(suite.attribute(attribute), Some(holds(tag).as_str()), "{attribute}");
        }
        for case in suite.children().filter(roxmltree::Node::is_element) {
            assert!(case.has_tag_name("testcase") && case.has_attribute("name") && case.has_attribute("classname"));
            let inner: Vec<_> = case.children().filter(roxmltree::Node::is_element).collect();
            assert!(inner.iter().all(|node| ["failure", "error", "system-out"].contains(&node.tag_name().name())));
        }
    }
}

/// What GitLab asks of an issue: https://docs.gitlab.com/ci/testing/code_quality/
fn gitlab(issue: &Value) {
    for field in ["description", "check_name", "fingerprint"] {
        assert!(issue[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {issue}");
    }
    let severity = issue["severity"].as_str().unwrap();
    assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
    assert!(!issue["location"]["path"].as_str().unwrap().starts_with("./"));
    assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
}

/// What reviewdog reads: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
fn rdjson(result: &Value) {
    assert!(result["source"]["name"].is_string());
    for diagnostic in result["diagnostics"].as_array().unwrap() {
        assert!(diagnostic["message"].is_string() && diagnostic["location"]["path"].is_string());
        assert!(["ERROR", "WARNING", "INFO"].contains(&diagnostic["severity"].as_str().unwrap()));
        let suggestions = diagnostic["suggestions"].as_array().into_iter().flatten();
        for range in suggestions.map(|one| &one["range"]).chain([&diagnostic["location"]["range"]]) {
            let at = |end: &str| (range[end]["line"].as_u64().unwrap(), range[end]["column"].as_u64().unwrap());
            assert!(at("start") >= (1, 1) && at("start") <= at("end"), "{range}");
        }
    }
}

/// A workflow command: nothing of a draft stands where the runner reads properties.
fn github(line: &str) {
    let command = line.strip_prefix("::").unwrap();
    let (head, data) = command.split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    assert!(["error", "warning", "notice"].contains(&name), "{line}");
    for property in properties.split(',') {
        let (name, value) = property.split_once('=').unwrap();
        assert!(["file", "line", "col", "endLine", "endColumn", "title"].contains(&name), "{line}");
        assert!(!value.contains([':', '\r']), "{line}");
    }
    assert!(!data.contains('\r') && !data.is_empty(), "{line}");
}

/// HTML whose elements are all closed in order; text that a person can't see is an escape.
fn html(document: &str) {
    assert!(document.starts_with("<!DOCTYPE html>") && document.ends_with("</html>\n"));
    assert!(!document.chars().any(|c| c.is_control() && c != '\n'), "{document:?}");
    let mut open = Vec::new();
    for tag in html5gum::Tokenizer::new(document).map(|token| token.unwrap()) {
        match tag {
            html5gum::Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.0).unwrap();
                assert!(name != "script" && !tag.attributes.keys().any(|name| name.starts_with(b"on")));
                let is_void = ["meta", "link", "input"].contains(&name.as_str()) || tag.self_closing;
                if !is_void {
                    open.push(name);
                }
            }
            html5gum::Token::EndTag(tag) => {
                assert_eq!(open.pop().map(String::into_bytes).as_deref(), Some(&tag.name.0[..]), "{open:?}");
            }
            html5gum::Token::Error(error) => panic!("{error:?} in {document}"),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

const DRAFT: &str = "Hi <b>Ana</b>,\n\nplease send [NAME] & \"it\" ]]> to \u{202e}x\u{1b} in order to start::error::y.\n\
                     log in as ana, password: Wolke!1999q, 100 %0A\n";

#[test]
fn a_run_of_any_size_is_a_valid_document() {
    let hostile = Source::new("./a,b:<c>\"%\u{1b}.txt", DRAFT.as_bytes());
    let message = Source::message("box.mbox", DRAFT.as_bytes(), Origin { message: 2, offset: 90, line: 7 });
    let mail = Source::new("c.eml", "Subject: Hi\r\nTo: a@b.example\r\n\r\n=FF could you?\r\n".as_bytes());
    let all = [hostile, message, mail];
    for format in OutputFormat::ALL {
        for (sources, unreadable) in
            [(&all[..], Some("can't read <x>:\n,y")), (&all[..1], None), (&[], Some("gone")), (&[], None)]
        {
            let document = document(format, sources, unreadable);
            is_valid(format, &document);
            assert!(!document.contains("Wolke") && !document.contains("1999q"), "a secret in {format:?}");
            assert!(sources.is_empty() || document.contains("hygiene/placeholder"), "{format:?}");
        }
    }
}

#[test]
fn the_schema_does_refuse_what_is_wrong() {
    let log = document(OutputFormat::Sarif, &[Source::new("a.txt", DRAFT.as_bytes())], None);
    let mut log: Value = serde_json::from_str(&log).unwrap();
    assert!(log["runs"][0]["results"].as_array().unwrap().iter().any(|result| result["fixes"].is_array()));
    assert!(SARIF.is_valid(&log));
    log["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!SARIF.is_valid(&log));
}

#[test]
fn what_comments_keep_back_is_in_sarif_with_its_reason() {
    let draft =
        "Hi Ana,\n\nplease send it to [NAME]. [presend: ok hygiene/placeholder: \"quoted\"]\n\nAnd to [DATE].\n";
    let log = document(OutputFormat::Sarif, &[Source::new("a.txt", draft.as_bytes())], None);
    let log: Value = serde_json::from_str(&log).unwrap();
    sarif(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of_rule: Vec<_> = results.iter().filter(|result| result["ruleId"] == "hygiene/placeholder").collect();
    let line = |location: &Value| location["physicalLocation"]["region"]["startLine"].as_u64();
    let lines: Vec<_> = of_rule.iter().map(|result| line(&result["locations"][0])).collect();
    assert_eq!(lines, [Some(5), Some(3)]);
    assert!(of_rule[0].get("suppressions").is_none());
    let suppression = &of_rule[1]["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["justification"]), (&"inSource".into(), &"\"quoted\"".into()));
    assert_eq!(line(&suppression["location"]), Some(3));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_valid_documents(
        name in "[^\u{0}]{0,6}\\.(txt|md|eml|html|ics)",
        words in prop::collection::vec(
            prop_oneof![
                Just(b"in order to [NAME] ".to_vec()), Just(b"\n\ncould you send it?".to_vec()), Just(b"Subject: Hi\n\n".to_vec()),
                Just(b"password: Wolke!1999q ".to_vec()), Just("\u{2028}\u{202e}ü\u{1b}<b>&".as_bytes().to_vec()),
                Just(b"Content-Transfer-Encoding: base64\n\nQ291bGQgeW91".to_vec()), prop::collection::vec(any::<u8>(), 0..12),
            ],
            0..12,
        ),
    ) {
        let sources = [Source::new(name, words.concat())];
        for format in OutputFormat::ALL {
            is_valid(format, &document(format, &sources, None));
        }
    }
}

fn presend(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(["check", "--exit-zero", "--now", "2026-06-02T10:00Z"]).args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    presend(arguments).output().unwrap()
}

#[test]
fn threads_change_no_byte_of_any_format() {
    for format in FORMATS {
        let run = |threads: &str| {
            output(&[
                "--threads",
                threads,
                "--output-format",
                format,
                "fixtures/outbox.mbox",
                "fixtures/contract.eml",
                "fixtures/landing.html",
                "fixtures/handover.txt",
                "fixtures/release-notes.md",
            ])
        };
        let (one, many) = (run("1"), run("8"));
        assert_eq!(one.status.code(), Some(0), "{format}");
        assert!(one.stdout == many.stdout && !one.stdout.is_empty(), "{format}");
    }
}

/// Cut off in the middle, a run leaves the report of the last one as it was.
#[cfg(unix)]
#[test]
fn a_file_that_was_being_written_is_whole_or_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.html");
    fs::write(&report, "the last report").unwrap();
    let arguments =
        ["--output-format", "html", "--output-file", report.to_str().unwrap(), "fixtures/contract.eml", "-"];
    // It waits for its standard input, with the first draft written.
    let mut child = presend(&arguments).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read_to_string(&report).unwrap(), "the last report");
    let done = presend(&arguments).stdin(Stdio::null()).output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    html(&fs::read_to_string(&report).unwrap());
}

#[test]
fn levels_are_those_of_the_reader() {
    // Each format names a level in its reader's own word.
    let source = [Source::new("a.txt", "Hi Ana,\n\nplease send it to [NAME] in order to start.\n".as_bytes())];
    let report = check(&source[0], &SETTINGS, &Context::default());
    assert!(report.diagnostics.iter().any(|found| found.level == Level::Error));
    for (format, word) in [
        (OutputFormat::Sarif, "\"level\":\"error\""),
        (OutputFormat::Github, "::error file=a.txt,"),
        (OutputFormat::Gitlab, "\"severity\":\"major\""),
        (OutputFormat::Rdjson, "\"severity\":\"ERROR\""),
        (OutputFormat::Junit, "<failure type=\"error\""),
    ] {
        assert!(document(format, &source, None).contains(word), "{format:?}");
    }
}
