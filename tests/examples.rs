//! Every example on every card.

use presend::rules::{Card, Example, Level, RuleName, cards};
use presend::{Context, Report, Settings, Source, check, fix};

/// Tuesday, 2 June 2026, 10:00 in Berlin: the moment of all examples.
fn moment() -> Context {
    let now = "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().expect("it is a moment");
    Context { now: Some(now), ..Context::default() }
}

/// A text of an example as a draft: a mail where it has a header, else plain text.
fn source(example: &Example, text: String) -> Source<'static> {
    Source::new(if example.header.is_some() { "example.eml" } else { "example.txt" }, text.into_bytes())
}

fn report(example: &Example, text: String, settings: &Settings) -> Report {
    check(&source(example, text), settings, &moment())
}

fn spans(report: &Report) -> Vec<std::ops::Range<usize>> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.finding.span.range()).collect()
}

/// What is wrong with the examples of a card.
fn faults(card: &Card) -> Vec<String> {
    let settings = only(&card.name);
    let mut faults = Vec::new();
    for (number, example) in card.examples.iter().enumerate() {
        let mut fault = |what: String| faults.push(format!("{} example {}: {what}", card.name, number + 1));
        if let Some(good) = &example.good {
            let draft = example.draft(good);
            for span in spans(&report(example, draft.text.clone(), &settings)) {
                fault(format!("the good draft has a finding at “{}”", &draft.text[span]));
            }
        }
        let Some(bad) = &example.bad else { continue };
        let draft = example.draft(bad);
        let found = report(example, draft.text.clone(), &settings);
        if spans(&found) != draft.spans {
            let found: Vec<&str> = spans(&found).into_iter().map(|span| &draft.text[span]).collect();
            let marked: Vec<&str> = draft.spans.iter().map(|span| &draft.text[span.clone()]).collect();
            fault(format!("marked are {marked:?}, found are {found:?}"));
        }
        for diagnostic in &found.diagnostics {
            let text = &diagnostic.finding.text;
            if text.ends_with('.') || text.is_empty() || diagnostic.finding.help.is_none() {
                fault(format!("“{text}” ends with a full stop, is empty or comes without help"));
            }
        }
        let once = fix(&source(example, draft.text.clone()), &found);
        let expected = example.fixed.as_ref().map(|fixed| example.draft(fixed).text);
        let once = once.map(|bytes| String::from_utf8(bytes).expect("a fix keeps the text a text"));
        if once != expected {
            fault(format!("the fix makes {once:?}, the card says {expected:?}"));
        }
        if let Some(once) = once {
            let again = report(example, once.clone(), &settings);
            if let Some(twice) = fix(&source(example, once), &again) {
                fault(format!("fixing twice changes it again: {:?}", String::from_utf8_lossy(&twice)));
            }
        }
    }
    faults
}

/// The settings of one rule, which is on whatever its level is by default.
fn only(name: &RuleName) -> Settings {
    let mut settings = Settings::default().only(name);
    settings.rules.iter_mut().for_each(|rule| rule.level = rule.level.max(Level::Info));
    settings
}

#[test]
fn examples_hold() {
    let faults: Vec<String> = cards().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn rules_of_english_are_silent_on_a_german_draft_and_others_are_not() {
    let text = "Subject: Umzug\n\nLiebe Mara,\n\nwir ziehen im Sommer um, und der Plan für das neue Haus liegt im Anhang. \
                In order to wissen wir nicht mehr, wo die Kisten sind und wer sie am Morgen holt.\n\nViele Grüße\nBen\n";
    let found = |text: &str| -> Vec<String> {
        let report = check(&Source::new("a.eml", text.as_bytes().to_vec()), &Settings::default(), &moment());
        report.diagnostics.iter().map(|diagnostic| diagnostic.rule.to_string()).collect()
    };
    assert_eq!(found(text), ["hygiene/missing-attachment"]);
    // The same phrase in an English draft is found.
    let english = "Subject: The move\n\nDear Mara,\n\nWe move in summer. In order to pack we took the boxes back.\n";
    assert_eq!(found(english), ["concise/wordy-phrase"]);
}
