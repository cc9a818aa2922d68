//! How long a check takes, and each stage of it: `cargo bench`.
//!
//! The drafts are the fixtures: a mail of a dozen lines, a long one made of many of them
//! with answers quoted below, as a thread is that was never cut, and "prose", what a
//! hundred people wrote of their own in one mail. The reading is measured by the author's
//! own text, everything else by the bytes of the file.

#![allow(missing_docs, reason = "a benchmark is called by its name only")]

use std::hint::black_box;

use divan::Bencher;
use divan::counter::BytesCount;
use presend::report::Paint;
use presend::{Context, Settings, Source, channel, check, fix, language, parse, reading, report};

const SMALL: &[u8] = include_bytes!("../fixtures/contract.eml");
const QUOTED_PRINTABLE: &[u8] = include_bytes!("../fixtures/seating-quoted-printable.eml");
const MARKDOWN: &[u8] = include_bytes!("../fixtures/release-notes.md");
const HTML: &[u8] = include_bytes!("../fixtures/offer-html.eml");

const NAMES: &[&str] = &["small", "long", "prose", "quoted-printable", "markdown", "html"];

fn main() {
    divan::main();
}

/// A draft by its name.
fn draft(name: &str) -> Source<'static> {
    match name {
        "small" => Source::new("small.eml", SMALL),
        "long" => Source::new("long.eml", long()),
        "prose" => Source::new("prose.eml", prose()),
        "quoted-printable" => Source::new("encoded.eml", QUOTED_PRINTABLE),
        "markdown" => Source::new("notes.md", MARKDOWN),
        "html" => Source::new("offer.eml", HTML),
        _ => panic!("no draft is called {name}"),
    }
}

/// A mail of about 100 kB: the body of the small one again and again, half of it quoted.
fn long() -> Vec<u8> {
    let small = String::from_utf8_lossy(SMALL).replace("\r\n", "\n");
    let (header, body) = small.split_once("\n\n").expect("a mail has a header and a body");
    let own = format!("{body}\n").repeat(50_000 / body.len());
    let quoted: String = own.lines().map(|line| format!("> {line}\n")).collect();
    format!("{header}\n\n{own}\nOn Mon, 1 Jun 2026 at 09:00, Ana <ana@a.example> wrote:\n{quoted}").into_bytes()
}

/// The bodies of the labelled mails k001 to k100, about 60 kB, quotes left out.
fn prose() -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/channel/drafts");
    let mut all = String::from("Subject: Everything\n\n");
    for number in 1..=100 {
        let path = folder.join(format!("k{number:03}.eml"));
        let mail = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        let body = mail.split_once("\n\n").map_or("", |(_, body)| body);
        all.extend(body.lines().filter(|line| !line.starts_with('>')).flat_map(|line| [line, "\n"]));
        all.push('\n');
    }
    all.into_bytes()
}

/// How many bytes of a draft are the author's own text.
fn own_text(draft: &presend::draft::Draft) -> BytesCount {
    BytesCount::new(draft.own_blocks().map(|(_, block)| block.text.len()).sum::<usize>())
}

fn context() -> Context {
    Context { now: "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok(), ..Context::default() }
}

/// What a run costs before it reads the first draft.
#[divan::bench]
fn start_up() -> Settings {
    Settings::default()
}

#[divan::bench(args = NAMES)]
fn whole_check(bencher: Bencher, name: &str) {
    let (source, settings, context) = (draft(name), Settings::default(), context());
    let bytes = BytesCount::new(source.bytes.len());
    bencher.counter(bytes).bench_local(|| check(black_box(&source), &settings, &context));
}

#[divan::bench(args = NAMES)]
fn stage_1_parse(bencher: Bencher, name: &str) {
    let source = draft(name);
    bencher.counter(BytesCount::new(source.bytes.len())).bench_local(|| parse::parse(black_box(&source)));
}

#[divan::bench(args = NAMES)]
fn stage_2_read(bencher: Bencher, name: &str) {
    let (source, settings, context) = (draft(name), Settings::default(), context());
    let draft = parse::parse(&source);
    bencher
        .counter(own_text(&draft))
        .bench_local(|| reading::read(black_box(&draft), &settings.phrases, context.reference()));
}

#[divan::bench(args = NAMES)]
fn stage_3_channel(bencher: Bencher, name: &str) {
    let settings = Settings::default();
    let report = check(&draft(name), &settings, &context());
    bencher.bench_local(|| channel::advise(black_box(&report.draft), &report.reading, &settings.channel, &[]));
}

#[divan::bench(args = NAMES)]
fn stage_4_rules(bencher: Bencher, name: &str) {
    let (source, settings, context) = (draft(name), Settings::default(), context());
    let report = check(&source, &settings, &context);
    bencher.bench_local(|| {
        let subject = presend::rules::Subject {
            is_filled: false,
            source: &source,
            draft: &report.draft,
            reading: &report.reading,
            advice: &report.advice,
            context: &context,
            rendering: None,
            facts: &presend::rules::Facts::default(),
        };
        settings.rules.iter().map(|rule| rule.find(black_box(&subject)).len()).sum::<usize>()
    });
}

#[divan::bench(args = NAMES)]
fn stage_5_render(bencher: Bencher, name: &str) {
    let (source, settings) = (draft(name), Settings::default());
    let report = check(&source, &settings, &context());
    bencher.bench_local(|| report::full::render(black_box(&source), &report, &settings.rules, Paint::Plain));
}

#[divan::bench(args = NAMES)]
fn stage_5_json(bencher: Bencher, name: &str) {
    let source = draft(name);
    let report = check(&source, &Settings::default(), &context());
    bencher.bench_local(|| report::json::findings(black_box(&source), &report));
}

#[divan::bench(args = NAMES)]
fn stage_5_sarif(bencher: Bencher, name: &str) {
    let source = draft(name);
    let report = check(&source, &Settings::default(), &context());
    bencher.bench_local(|| report::sarif::results(black_box(&source), &report));
}

#[divan::bench(args = NAMES)]
fn fixes(bencher: Bencher, name: &str) {
    let source = draft(name);
    let report = check(&source, &Settings::default(), &context());
    bencher.bench_local(|| fix(black_box(&source), &report));
}

#[divan::bench(args = NAMES)]
fn language_sentences(bencher: Bencher, name: &str) {
    let draft = parse::parse(&draft(name));
    let texts: Vec<&str> = draft.own_blocks().map(|(_, block)| block.text.as_str()).collect();
    bencher
        .counter(own_text(&draft))
        .bench_local(|| texts.iter().map(|text| language::sentences(black_box(text)).len()).sum::<usize>());
}

#[divan::bench(args = NAMES)]
fn language_words(bencher: Bencher, name: &str) {
    let draft = parse::parse(&draft(name));
    let texts: Vec<&str> = draft.own_blocks().map(|(_, block)| block.text.as_str()).collect();
    bencher
        .counter(own_text(&draft))
        .bench_local(|| texts.iter().map(|text| language::words(black_box(text)).len()).sum::<usize>());
}

#[divan::bench(args = NAMES)]
fn language_phrases(bencher: Bencher, name: &str) {
    let (draft, settings) = (parse::parse(&draft(name)), Settings::default());
    let texts: Vec<&str> = draft.own_blocks().map(|(_, block)| block.text.as_str()).collect();
    bencher
        .counter(own_text(&draft))
        .bench_local(|| texts.iter().map(|text| settings.phrases.find(black_box(text)).len()).sum::<usize>());
}

#[divan::bench(args = NAMES)]
fn language_detect(bencher: Bencher, name: &str) {
    let draft = parse::parse(&draft(name));
    let own: String = draft.own_blocks().map(|(_, block)| block.text.as_str()).collect();
    bencher.counter(own_text(&draft)).bench_local(|| language::detect(black_box(&own)));
}

#[divan::bench(args = NAMES)]
fn language_times(bencher: Bencher, name: &str) {
    let draft = parse::parse(&draft(name));
    let texts: Vec<&str> = draft.own_blocks().map(|(_, block)| block.text.as_str()).collect();
    bencher.counter(own_text(&draft)).bench_local(|| {
        texts.iter().map(|text| language::time::times(black_box(text), Default::default()).len()).sum::<usize>()
    });
}
