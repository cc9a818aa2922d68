//! Every example on every card, what rules make of whole drafts, and what the safe fixes do to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use presend::rules::{Card, OptionValue, cards};
use presend::text::Fix;
use presend::{Context, Settings, Source, check, examples, fix};

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
    assert_eq!(found("a.eml", text), ["hygiene/missing-attachment"]);
    // The same phrase in an English draft is found.
    let english = "Subject: The move\n\nDear Mara,\n\nWe move in summer. In order to pack we took the boxes back.\n";
    assert_eq!(found("a.eml", english), ["concise/wordy-phrase"]);
}

/// The words of a text in lower case, without what parts them.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn no_replacement_speaks_to_the_author() {
    let mut faults = Vec::new();
    for card in cards().into_iter().filter(|card| card.check == "replace") {
        let written = card.options.iter().filter(|(name, _)| *name == "safe" || *name == "suggested");
        let pairs = written.flat_map(|(_, table)| match table {
            OptionValue::Pairs(pairs) => pairs.clone(),
            _ => Vec::new(),
        });
        for (phrase, replacement) in pairs {
            // The reader of the mail is “you” where the phrase says so too; else it is the author.
            let speaks =
                ["you", "your"].iter().any(|you| words(&replacement).contains(*you) && !words(&phrase).contains(*you));
            let is_blank = replacement.contains(['[', ']', '<', '>', '{', '}', '_', '…', '/', '(', ';', ':']);
            if speaks || is_blank {
                faults.push(format!("{}: “{phrase}” = “{replacement}”", card.name));
            }
        }
    }
    assert!(faults.is_empty(), "these are to be advised, not written:\n{}", faults.join("\n"));
}

/// The words of a fix that are neither of the draft, nor of its card, nor of a date.
fn foreign(draft: &str, card: &Card, told: &str, fix: &Fix) -> Vec<String> {
    // What leads to a date, and a question that takes the place of one about a question.
    const LEADS: &[&str] = &["by", "could", "you", "tell", "me"];
    const DATES: &[&str] = &["june", "july", "august", "wed", "thu", "fri", "mon", "tue", "utc", "cest", "cet"];
    let mut fixed = draft.as_bytes().to_vec();
    for edit in fix.edits.iter().rev() {
        fixed.splice(edit.span.range(), edit.text.bytes());
    }
    let known: BTreeSet<String> = words(&format!("{draft} {:?} {told}", card.options));
    // A verb may be in another form than on the card.
    let is_form = |word: &str| known.iter().any(|known| known.len() > 2 && word.starts_with(&known[..known.len() - 1]));
    let is_known = |word: &String| {
        word.parse::<u32>().is_ok() || is_form(word) || LEADS.iter().chain(DATES).any(|known| known == word)
    };
    words(&String::from_utf8(fixed).unwrap()).difference(&known).filter(|word| !is_known(word)).cloned().collect()
}

#[test]
fn a_fix_writes_words_of_the_draft_of_its_card_or_of_a_date() {
    let mut faults = Vec::new();
    // What a comment names is put right by the name of a rule.
    let names: Vec<String> = cards().iter().map(|card| card.name.to_string()).collect();
    let names = names.join(" ");
    for card in cards() {
        let bad = card.examples.iter().filter(|example| example.bad.is_some());
        for (example, findings) in bad.zip(examples::found(&card).unwrap()) {
            let draft = example.draft(example.bad.as_deref().unwrap()).text;
            let told = example.settings.as_deref().unwrap_or_default();
            let told = if *card.name.0 == *"format/suppression" { names.as_str() } else { told };
            for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
                let foreign = foreign(&draft, &card, told, fix);
                if !foreign.is_empty() {
                    faults.push(format!("rules/{}.toml:{}: {foreign:?}", card.name, example.line));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_short_note_without_a_greeting_is_no_newsletter() {
    let mail = |body: &str| {
        found("a.eml", &format!("From: jo@acme.example\nTo: ana@acme.example\nSubject: Hall for May\n\n{body}\n"))
    };
    let wordy = "concise/wordy-phrase";
    let asks = "In order to win, please reply by Monday. At this point in time it is so. In order to see it, come.";
    assert_eq!(mail(asks), [wordy; 3]);
    let tells = "I moved us to the large hall, as the small one is shut at this point in time. The chairs and the lamps are there already.";
    assert_eq!(mail(tells), [wordy]);
    assert_eq!(mail(&format!("{tells}\n\nhttps://hall.example/news")), [""; 0]);
    let article = "The large hall opened its doors at this point in time. The chairs and the lamps were there already, as were the guests.";
    assert_eq!(mail(article), [""; 0]);
}

#[test]
fn a_sentence_may_start_with_a_sign_or_a_tag() {
    let wordy = ["concise/wordy-phrase"];
    assert_eq!(found("a.md", "- ✅ In order to win, we train.\n"), wordy);
    assert_eq!(found("a.txt.j2", "{{ a }}{{ b }} 1) In order to win, we train.\n"), wordy);
    assert_eq!(found("a.txt.j2", "{{ a }} of Prior to Nowhere Lane is here.\n"), [""; 0]);
}

#[test]
fn tags_at_the_start_of_a_line_make_no_code_in_markdown() {
    for text in [
        "{% if a %}In order to win, we train.{% endif %}\n",
        "- {% if a %}{% if b %}In order to win, we train.{% endif %}{% endif %}\n",
    ] {
        assert_eq!(found("a.md.j2", text), ["concise/wordy-phrase"], "{text}");
        let text = text
            .replace("{% if a %}", "{{#if a}}")
            .replace("{% if b %}", "{{#if b}}")
            .replace("{% endif %}", "{{/if}}");
        assert_eq!(found("a.md.hbs", &text), ["concise/wordy-phrase"], "{text}");
    }
}

/// The rules that speak of a draft.
fn found(name: &str, text: &str) -> Vec<String> {
    let report = check(&Source::new(name, text.as_bytes().to_vec()), &Settings::default(), &moment());
    report.diagnostics.iter().map(|diagnostic| diagnostic.rule.to_string()).collect()
}

/// How often each rule speaks.
fn counts(report: &presend::Report) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        *counts.entry(diagnostic.rule.to_string()).or_default() += 1;
    }
    counts
}

/// What a safe fix brings forth: a rule that speaks more often when all is fixed.
fn brought_forth(name: &str, bytes: &[u8], settings: &Settings, context: &Context) -> Vec<String> {
    let mut report = check(&Source::new(name, bytes.to_vec()), settings, context);
    let before = counts(&report);
    let mut bytes = bytes.to_vec();
    // A rule shows a few findings at a time, so that more may come up once those are fixed.
    let mut shown = before.clone();
    for _ in 0..100 {
        let source = Source::new(name, bytes.clone());
        let Some(fixed) = fix(&source, &report) else { break };
        report = check(&Source::new(name, fixed.clone()), settings, context);
        bytes = fixed;
        for (rule, count) in counts(&report) {
            let most = shown.entry(rule).or_default();
            *most = count.max(*most);
        }
    }
    let more =
        |(rule, count): (&String, &usize)| (before.get(rule).copied().unwrap_or(0) < *count).then(|| rule.clone());
    shown.iter().filter_map(more).collect()
}

#[test]
fn safe_fixes_bring_forth_no_finding_of_another_rule() {
    let settings = Settings::default();
    let mut faults = Vec::new();
    for card in cards() {
        for example in card.examples.iter().filter(|example| example.fixed.is_some()) {
            let draft = example.draft(example.bad.as_deref().unwrap());
            let name = if example.header.is_some() { "example.eml" } else { "example.txt" };
            for rule in brought_forth(name, draft.text.as_bytes(), &settings, &moment()) {
                faults.push(format!("rules/{}.toml:{}: the fix brings forth {rule}", card.name, example.line));
            }
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/channel/drafts");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for rule in brought_forth(&name, &fs::read(&path).unwrap(), &settings, &moment()) {
            faults.push(format!("{name}: fixing brings forth {rule}"));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
