//! Every example on every card.

use presend::rules::cards;
use presend::{Context, Settings, Source, check, examples};

/// Tuesday, 2 June 2026, 10:00 in Berlin: the moment of all examples.
fn moment() -> Context {
    let now = examples::MOMENT.parse().expect("it is a moment");
    Context { now: Some(now), ..Context::default() }
}

#[test]
fn examples_hold() {
    let mut faults = Vec::new();
    for card in cards() {
        for failure in examples::failures(&card).unwrap_or_else(|fault| panic!("{}: {fault}", card.name)) {
            faults.push(format!("rules/{}.toml:{}: {}", card.name, failure.line, failure.message));
        }
    }
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
