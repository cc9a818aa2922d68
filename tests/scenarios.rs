//! The twenty scenarios of the catalogue, each with the verdict it must get.

use std::fs;
use std::path::Path;

use presend::channel::Verdict;
use presend::{Context, Settings, Source, check, settings};

/// What each draft of `fixtures/scenarios` should get, and why.
const EXPECTED: [(&str, Verdict); 20] = [
    // News that needs no answer.
    ("01.eml", Verdict::Async),
    ("02.eml", Verdict::NoMeeting),
    // A first contact; ideas; a procedure that branches.
    ("03.eml", Verdict::Live),
    ("04.eml", Verdict::Live),
    ("05.eml", Verdict::LiveThenWritten),
    ("06.eml", Verdict::Async),
    // An answer within minutes.
    ("07.eml", Verdict::Live),
    // One closed question with a date.
    ("08.eml", Verdict::Async),
    // A late point, and too many questions: to be rewritten, not talked about.
    ("09.eml", Verdict::Rewrite),
    ("10.eml", Verdict::Rewrite),
    // Each answer decides the next question.
    ("11.eml", Verdict::LiveThenWritten),
    // Four round trips.
    ("12.eml", Verdict::LiveThenWritten),
    // Judgement of the reader's work.
    ("13.eml", Verdict::Live),
    // Terms for the record.
    ("14.eml", Verdict::Async),
    // The reader prefers the phone.
    ("15.eml", Verdict::Live),
    ("16.ics", Verdict::NoMeeting),
    // A decision that hangs on others, with agenda and pre-read.
    ("17.eml", Verdict::LiveThenWritten),
    ("18.eml", Verdict::Rewrite),
    // A call without a purpose.
    ("19.eml", Verdict::Rewrite),
    ("20.eml", Verdict::Live),
];

#[test]
fn the_scenarios_of_the_catalogue_get_their_verdicts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let rules = Settings::default();
    let mut wrong = Vec::new();
    for (name, expected) in EXPECTED {
        // What is recorded about the reader stands beside the draft.
        let recorded = fs::read_to_string(folder.join(name).with_extension("toml"));
        let contacts = recorded.map_or_else(|_| Vec::new(), |text| settings::contacts(&text).unwrap());
        let context = Context { contacts, ..Context::default() };
        let bytes = fs::read(folder.join(name)).unwrap();
        let advice = check(&Source::new(name, &bytes), &rules, &context).advice;
        if advice.verdict != expected {
            wrong.push(format!("{name}: {:?}, not {expected:?}; {advice:?}", advice.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
