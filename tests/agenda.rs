//! Agendas and messages: whole drafts with what must come out, and that no word is made up.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use presend::channel::agenda::{Agenda, Given, agenda, instead};
use presend::channel::{Contact, Factor};
use presend::draft::Draft;
use presend::report::agenda::{Markup, with_given};
use presend::report::{self, ics};
use presend::{Context, Report, Settings, Source, check};
use proptest::prelude::*;

/// What the people of the examples have recorded: address, zone, from and to.
const CONTACTS: &[(&str, &str, i8, i8)] = &[
    ("ana@nordwind.example", "America/New_York", 9, 17),
    ("ben@lindholm.example", "Europe/Berlin", 8, 16),
    ("mara@lindholm.example", "Europe/Berlin", 9, 17),
    ("kofi@atlas.example", "Europe/Berlin", 9, 17),
    ("lena@atlas.example", "Europe/Berlin", 9, 17),
    ("priya@atlas.example", "America/New_York", 8, 16),
    ("sam@atlas.example", "Europe/London", 9, 17),
    ("prakash@fen.example", "Europe/London", 9, 17),
];

fn context() -> Context {
    let contact = |&(address, zone, from, to): &(&str, &str, i8, i8)| Contact {
        address: address.to_owned(),
        zone: jiff::tz::TimeZone::get(zone).ok(),
        hours: Some((jiff::civil::time(from, 0, 0, 0), jiff::civil::time(to, 0, 0, 0))),
        ..Contact::default()
    };
    Context {
        now: "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok(),
        contacts: CONTACTS.iter().map(contact).collect(),
        ..Context::default()
    }
}

/// Does `work` with what an agenda is made from.
fn with<T>(source: &Source, context: &Context, settings: &Settings, work: impl Fn(&Report, &Given) -> T) -> T {
    let report = check(source, settings, context);
    with_given(source, &report, context, |given| work(&report, &given))
}

fn examples() -> Vec<(String, Source<'static>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/agenda");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), Source::new(path.display().to_string(), fs::read(path).unwrap()))).collect()
}

/// After a change that is meant, run with TRYCMD=overwrite and read what changed.
#[test]
fn examples_give_what_is_written_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agenda");
    let (settings, context) = (Settings::default(), context());
    let mut faults = Vec::new();
    for (name, source) in examples() {
        let made = with(&source, &context, &settings, |report, given| {
            let agenda = agenda(given);
            let written = report.draft.envelope.date.as_ref().or(given.now).unwrap();
            vec![
                (format!("{name}.agenda.md"), report::agenda::render(&agenda, Markup::Markdown)),
                (format!("{name}.agenda.txt"), report::agenda::render(&agenda, Markup::Text)),
                (format!("{name}.ics"), ics::invitation(&agenda, written).unwrap_or_default().replace("\r\n", "\n")),
                (format!("{name}.async.txt"), report::agenda::instead(&instead(given))),
            ]
        });
        for (file, text) in made {
            let path = folder.join(&file);
            if std::env::var_os("TRYCMD").is_some_and(|value| value == "overwrite") {
                if text.is_empty() { drop(fs::remove_file(path)) } else { fs::write(path, text).unwrap() }
            } else if fs::read_to_string(&path).unwrap_or_default() != text {
                faults.push(format!("{file} is now:\n{text}"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn agenda_of(name: &str, change: impl Fn(&mut Given) + Copy) -> Agenda {
    let (_, source) = examples().into_iter().find(|(found, _)| found == name).unwrap();
    with(&source, &context(), &Settings::default(), |_, given| {
        let mut given = *given;
        change(&mut given);
        agenda(&given)
    })
}

#[test]
fn a_private_talk_is_never_recorded() {
    assert!(agenda_of("venue", |_| ()).recording);
    assert!(!agenda_of("feedback", |_| ()).recording, "one to one");
    let (_, source) = examples().into_iter().find(|(name, _)| name == "venue").unwrap();
    for name in ["sensitivity", "conflict", "complexity"] {
        let recording = with(&source, &context(), &Settings::default(), |report, given| {
            let factor = Factor { name, points: 20.0, evidence: Vec::new(), certain: Vec::new() };
            let advice = presend::channel::Advice { factors: vec![factor], ..report.advice.clone() };
            agenda(&Given { advice: &advice, ..*given }).recording
        });
        assert_eq!(recording, name == "complexity", "{name}");
    }
}

#[test]
fn without_all_hours_no_time_is_proposed() {
    assert_eq!(agenda_of("venue", |_| ()).when.starts.len(), 3);
    assert!(agenda_of("venue", |given| given.contacts = &[]).when.starts.is_empty());
    assert!(agenda_of("venue", |given| given.contacts = &given.contacts[1..]).when.starts.is_empty());
    let start = "2026-06-04T15:00:00+02:00[Europe/Berlin]".parse().unwrap();
    let (_, source) = examples().into_iter().find(|(name, _)| name == "venue").unwrap();
    let told = with(&source, &Context::default(), &Settings::default(), |_, given| {
        agenda(&Given { start: Some(&start), contacts: &[], ..*given }).when.starts
    });
    assert_eq!(told, std::slice::from_ref(&start));
}

#[test]
fn nobody_in_blind_copy_is_named() {
    let (settings, context) = (Settings::default(), context());
    let (_, source) = examples().into_iter().find(|(name, _)| name == "committee").unwrap();
    with(&source, &context, &settings, |report, given| {
        let agenda = agenda(given);
        let all = report::agenda::render(&agenda, Markup::Text)
            + &ics::invitation(&agenda, report.draft.envelope.date.as_ref().unwrap()).unwrap()
            + &report::agenda::instead(&instead(given));
        assert!(report.draft.envelope.bcc.len() == 1 && !all.to_lowercase().contains("secret"), "{all}");
    });
}

/// The words that are printed whatever the draft says.
const LABELS: &str = "Title Purpose When one of Length min of them to open and to close the topics need leave some out \
    or hold two talks Host Needed Optional people with more than a talk decides less Who can read the notes instead \
    Outcome By the end we have decided Topics Prepare attached Notes Recording only if all agree Follow up by Subject \
    Questions Reply UTC Weekday and date don't agree";
/// How dates are printed.
const DATES: &str = "Mon Tue Wed Thu Fri Sat Sun January February March April May June July August September October \
    November December";
/// The zones of [`CONTACTS`], and that of the clock.
const ZONES: &str = "Europe/Berlin America/New_York Europe/London";

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).filter(|word| !word.chars().all(|c| c.is_ascii_digit()))
}

/// All that may be printed: what the draft says, decoded, with the labels.
fn known(draft: &Draft, source: &Source) -> BTreeSet<String> {
    let envelope = &draft.envelope;
    let mut all: Vec<String> = draft.blocks.iter().map(|block| block.text.as_str().to_owned()).collect();
    all.extend(envelope.subject.iter().map(|subject| subject.as_str().to_owned()));
    all.extend(envelope.from.iter().chain(&envelope.to).chain(&envelope.cc).map(|person| person.display()));
    all.extend(envelope.attachments.iter().map(|attachment| attachment.name.clone()));
    if draft.format == presend::draft::Format::Markdown {
        // The targets of links are no text.
        all.push(String::from_utf8_lossy(&source.bytes).into_owned());
    }
    all.extend([LABELS, DATES, ZONES].map(str::to_owned));
    // What a terminal would obey stands as its number.
    let seen: Vec<String> = all.iter().map(|text| text.chars().flat_map(shown).collect()).collect();
    // A name ends where UAX #29 ends the word, which may be before a digit of an old script.
    let by_standard = seen.iter().flat_map(|text| {
        presend::language::words(text).into_iter().map(|range| text[range].to_lowercase()).collect::<Vec<_>>()
    });
    seen.iter().flat_map(|text| words(text)).chain(by_standard).collect()
}

fn shown(c: char) -> Vec<char> {
    match presend::report::escape::visible(&c.to_string()) {
        text if text.starts_with("\\u") => text.chars().collect(),
        _ => vec![c],
    }
}

/// The text that Markdown shows: a backslash only keeps a mark from being markup.
fn unescaped(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown.chars().peekable();
    while let Some(c) = rest.next() {
        let escapes = c == '\\' && rest.peek().is_some_and(char::is_ascii_punctuation);
        text.extend(if escapes { rest.next() } else { Some(c) });
    }
    text
}

fn says_nothing_of_its_own(name: &str, bytes: &[u8], settings: &Settings) {
    let source = Source::new(name, bytes.to_vec());
    with(&source, &context(), settings, |report, given| {
        let known = known(&report.draft, &source);
        let agenda = agenda(given);
        for text in [
            unescaped(&report::agenda::render(&agenda, Markup::Markdown)),
            report::agenda::render(&agenda, Markup::Text),
            report::agenda::instead(&instead(given)),
        ] {
            for word in words(&text) {
                let draft = String::from_utf8_lossy(bytes);
                assert!(known.contains(&word), "“{word}” is not in the draft {draft:?}:\n{text}");
            }
        }
        let now = given.now.unwrap();
        let invitation = ics::invitation(&agenda, now);
        assert_eq!(invitation, ics::invitation(&agenda, now));
        for line in invitation.unwrap_or_default().split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
        }
    });
}

/// Pieces of drafts of all kinds.
const PIECES: &[&str] = &[
    "From: Mara Lind <mara@lindholm.example>\n",
    "To: Ana Costa <ana@nordwind.example>, ben@lindholm.example\n",
    "Cc: Team <team@a.example>\n",
    "Subject: Re: the hall\n",
    "Date: Tue, 2 Jun 2026 10:00:00 +0200\n",
    "---\nto: Ana Costa <ana@nordwind.example>\nsubject: \"*hall*\"\n---\n",
    "\n",
    "\n\n",
    "Hi Ana,\n",
    "# Agenda\n",
    "Agenda:\n\n",
    "- 10 min: the offers\n- who signs\n",
    "- Ben to send the list by Friday.\n",
    "Ana, which hall should we choose? ",
    "@ben could you please send the plan.pdf by 5 June, 17:00?\n",
    "Let's meet on Thursday at 10:00 to agree the floor plan. ",
    "Can we talk tomorrow so that I can share what changed? ",
    "Please join us at 14:30.\n",
    "I would propose to cover:\n",
    "The price goes up from Monday. We have decided to wait.\n",
    "See https://a.example/x_y?z=1 and [it](http://b.example/c). ",
    "Ben, please answer by 9 June.\n",
    "Could you sign it in *time*, or <b>not</b>? ",
    "grüße\u{202e} 𝄞 \u{1b}[31m a\u{2028}b `c` \\d ",
    "Best regards,\nMara\n",
    "> Ana, could you send the quote?\n",
];

#[test]
fn the_examples_say_nothing_of_their_own() {
    let settings = Settings::default();
    for (_, source) in examples() {
        says_nothing_of_its_own(&source.path, &source.bytes, &settings);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_draft_gives_a_word_that_is_not_in_it(
        name in prop::sample::select(vec!["a.eml", "a.md", "a.txt", "a.html"]),
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16),
    ) {
        thread_local!(static SETTINGS: Settings = Settings::default());
        SETTINGS.with(|settings| says_nothing_of_its_own(name, pieces.concat().as_bytes(), settings));
    }

    #[test]
    fn no_text_gives_a_word_that_is_not_in_it(text in "\\PC{0,200}") {
        thread_local!(static SETTINGS: Settings = Settings::default());
        SETTINGS.with(|settings| says_nothing_of_its_own("a.md", text.as_bytes(), settings));
    }
}
