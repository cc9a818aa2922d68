//! What holds for any input.

use std::sync::LazyLock;

use presend::text::Finding;
use presend::{Context, Report, Settings, Source, Span, check, fix};
use proptest::prelude::*;

const NAMES: &[&str] = &["draft.eml", "draft.md", "draft.txt", "draft.html", "draft", "draft.ics", "draft.bin"];

/// Names of templates in all dialects and formats.
const TEMPLATES: &[&str] = &[
    "a.html.j2",
    "a.txt.liquid",
    "a.hbs",
    "a.html.hbs",
    "a.erb",
    "a.md.ejs",
    "a.eml.j2",
    "a.txt.gotmpl",
    "a.tmpl",
    "a.mjml",
];

/// All that can be known beside a draft, so that no rule is silent for want of it.
fn context() -> Context {
    let mut context = Context { now: "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok(), ..Context::default() };
    let known = "own-domains = [\"a.example\"]\ncountry = \"GB\"\ndate-order = \"day-month\"\n[glossary]\nSLA = \"level\"\n\
                 [[contacts]]\naddress = \"ben@b.example\"\nzone = \"Asia/Tokyo\"\nhours = \"9:00-17:00\"\nprefers = \"phone\"\n";
    presend::settings::file(known).expect("it is right").tell(&mut context);
    context
}

/// The settings of all tests: without an optimiser, building them takes longer than the
/// checks do.
static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = Settings::default();
    // Rules that are off by default hold to the same.
    settings.rules.iter_mut().for_each(|rule| rule.level = rule.level.max(presend::rules::Level::Info));
    settings
});

fn run(name: &str, bytes: &[u8]) -> Report {
    check(&Source::new(name, bytes.to_vec()), &SETTINGS, &context())
}

/// Every span that a report holds, with what it belongs to.
fn spans(report: &Report) -> Vec<(&'static str, Span)> {
    let mut spans = Vec::new();
    let of_finding = |kind, finding: &Finding, spans: &mut Vec<(&'static str, Span)>| {
        spans.push((kind, finding.span));
        spans.extend(finding.related.iter().map(|related| ("related", related.span)));
        spans.extend(finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| ("edit", edit.span)));
    };
    report.draft.problems.iter().for_each(|problem| of_finding("problem", problem, &mut spans));
    report.diagnostics.iter().for_each(|diagnostic| of_finding("finding", &diagnostic.finding, &mut spans));
    spans.extend(report.draft.blocks.iter().map(|block| ("block", block.span)));
    spans.extend(report.draft.links.iter().map(|link| ("link", link.span)));
    spans.extend(report.reading.sentences.iter().map(|sentence| ("sentence", sentence.span)));
    spans.extend(report.reading.times.iter().map(|time| ("time", time.span)));
    for ask in &report.reading.asks {
        spans.push(("ask", ask.span));
        let text = &report.draft.block(report.reading.sentence(ask.sentence).block).text;
        spans.extend(ask.cues.iter().map(|cue| ("cue", text.source(cue.clone()))));
    }
    let rounds = &report.reading.rounds;
    spans.extend(rounds.evidence.iter().map(|&span| ("kept open", span)));
    for turn in &rounds.turns {
        spans.extend(turn.spans.iter().chain(&turn.evidence).map(|&span| ("turn", span)));
    }
    for repeat in &rounds.repeats {
        spans.push(("repeat", repeat.span));
        spans.extend(repeat.of.map(|of| ("repeated", of)));
    }
    spans.extend(report.advice.factors.iter().flat_map(|factor| &factor.evidence).map(|&span| ("evidence", span)));
    spans
}

fn holds_for(name: &str, bytes: &[u8]) {
    let report = run(name, bytes);
    // Where the draft says that each byte is a character, a span may end between any two.
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains("charset=iso-8859-1"));
    for (kind, span) in spans(&report) {
        assert!(span.start <= span.end && span.end <= bytes.len(), "{kind} {span:?} of {} bytes", bytes.len());
        if let Some(text) = text {
            let whole = text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
            assert!(whole, "{kind} {span:?} cuts a character of {text:?}");
        }
    }
    assert_eq!(format!("{report:?}"), format!("{:?}", run(name, bytes)), "two reports of one draft differ");
    fixes_come_to_rest(name, bytes, report);
}

/// After a few rounds of safe fixes there is nothing left to fix.
fn fixes_come_to_rest(name: &str, bytes: &[u8], mut report: Report) {
    let mut bytes = bytes.to_vec();
    for _ in 0..8 {
        let Some(fixed) = fix(&Source::new(name, bytes.clone()), &report) else { return };
        assert_ne!(fixed, bytes, "a fix that changes nothing");
        report = run(name, &fixed);
        bytes = fixed;
    }
    let source = Source::new(name, bytes.clone());
    assert_eq!(fix(&source, &report), None, "fixes do not come to rest: {:?}", String::from_utf8_lossy(&bytes));
}

/// Pieces that drafts are made of, good and broken, to be glued together in any order.
const PIECES: &[&str] = &[
    "From: Ana <ana@a.example>\n",
    "To: ben@b.example, \"Cy, D.\" <cy@c.example>\n",
    "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= re: it\n",
    "Date: Tue, 2 Jun 2026 10:00:00 +0200\n",
    "Content-Type: text/plain; charset=utf-8; format=flowed\n",
    "Content-Type: multipart/alternative; boundary=\"b\"\n",
    "Content-Type: text/html; charset=iso-8859-1\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Transfer-Encoding: base64\n",
    "--b\n",
    "--b--\n",
    "\n",
    "\n\n",
    "\r\n",
    "Q291bGQgeW91IHNlbmQgaXQgYnkgRnJpZGF5PyDDvA==\n",
    "caf=C3=A9 =E2=80=99 soft=\n",
    "Hi Ben,\n",
    "Could you send me the report by Friday 5 pm?\n",
    "Please review it as soon as possible. Thanks! ",
    "In order to due to the fact that at this point in time ",
    "Let me know what you think… ",
    "I’ve attached the file. TODO: [name] {{first_name}} XXX ",
    "Monday, 3 June 2026 at 10:30 CET, tomorrow, 3/4, 31.12.2025. ",
    "> Could you send the invoice by Monday?\n",
    ">> old\n> > older\n",
    "> Ana: that’s not what I meant?\n>> Ben Tue 9:40 – still not, as I said\n",
    "On Mon, 1 Jun 2026 at 09:00, Ana <ana@a.example> wrote:\n",
    "-----Original Message-----\n",
    "-- \nAna Berg\n+49 30 1234\n",
    "Best regards,\nAna\n",
    "# Heading\n",
    "- item one\n- item two\n",
    "1. first\n2) second\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "```\ncode in order to\n```\n",
    "---\nto: ben@b.example\nsubject: x\n---\n",
    "[link](https://a.example/x?y=1) **bold** _it_ `code` ",
    "<p>Could you call <b>Ben</b> by&nbsp;Friday?</p>",
    "<blockquote type=cite>in order to</blockquote>",
    "<div class=gmail_quote>old &lt;x&gt; &#x1f600; &amp",
    "<br><table><tr><td>a<td>b</table><style>p{}</style><!-- c ",
    "<script>if (a<b) in order to</script>",
    "&eacute;&nbsp;&#0;&bogus;",
    "\u{feff}",
    "日本語の文。次の文？ ",
    "Übermäßig 𝄞 e\u{301} \u{200d}👩‍👧 ",
    "\u{2028}",
    "\t \u{a0} ",
    "((((((((",
    "\"\"''“”",
    "?!?!... . . . ",
    "a.b@c.example http://x.example/?q=1&r=2 ",
    "\u{0}\u{1b}[0m",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
    "METHOD:REQUEST\r\n",
    "BEGIN:VEVENT\r\n",
    "BEGIN:VALARM\n",
    "END:VALARM\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "ORGANIZER;CN=\"Berg, Ana\":mailto:ana@a.exam\r\n ple\r\nATTENDEE;ROLE=OPT-PARTICIPANT:MAILTO:b@b.example\n",
    "SUMMARY:Größe\\, Gew\r\n icht in order to\r\n",
    "DESCRIPTION:Hi Ben\\,\\n\\ncould you send it by Fri\r\n\t day? In order to\\; due to the fact that\\n\\n- ü\\nBest\\,\\NAna \\x \\",
    "DTSTART;TZID=Europe/Berlin:20260602T100000\r\nDTEND:20260602T090000Z\r\nRRULE:FREQ=DAILY;UNTIL=\r\n",
    "DTSTART;TZID=Nowhere;VALUE=DATE:99999999T999999\r\nDURATION:P99999999999W\n",
    "Content-Type: text/calendar; method=REQUEST; charset=utf-8\n",
    "\r\n ",
];

/// Tags of all dialects, whole and broken, and what may stand beside them.
const TAGS: &[&str] = &[
    "{{ name }}",
    "{{name}}",
    "{{{ user.name }}}",
    "{{ a | default: \"}}\" }}",
    "{{ .Name }}",
    "{{",
    "}}",
    "{{ é }}",
    "{{\n x\n}}",
    "{% if a %}",
    "{%- else -%}",
    "{% endif %}",
    "{% raw %}",
    "{% endraw %}",
    "{% comment %}",
    "{% endcomment %}",
    "{%",
    "%}",
    "{# note #}",
    "{#",
    "{{!-- c --}}",
    "{{#each a}}",
    "{{/each}}",
    "{{else}}",
    "{{> foot}}",
    "{{{{raw}}}}",
    "{{{{/raw}}}}",
    "<%= a %>",
    "<% if (a) { %>",
    "<% } %>",
    "<% end %>",
    "<%# c %>",
    "<%",
    "*|FNAME|*",
    "*|IF:A|*",
    "*|END:IF|*",
    "*|A",
    "{!Contact.Name}",
    "{{ if .A }}",
    "{{ end }}",
    "{{- /* c */ -}}",
    "<a href=\"{{ url }}\">",
    "<p ",
    ">",
    "</p>",
    " ",
    "\n",
    "\n\n",
    "Hi ",
    ",\n\n",
    "Please pay by ",
    "{{ due_date }}",
    ". ",
    "In order to see it, ",
    "é",
    "Xbbbx ",
    "---\nsubject: x\n---\n",
];

/// Each text of the draft shows the tags that lie in it as the source does, and no mask is left.
fn tags_lie_in_their_places(name: &str, text: &str) {
    let report = run(name, text.as_bytes());
    let Some(template) = &report.draft.template else { panic!("{name} is a template") };
    let mut end = 0;
    for tag in &template.tags {
        assert!(end <= tag.span.start && tag.span.contains(tag.inside), "{tag:?} in {text:?}");
        assert!(["{", "<%", "*|"].iter().any(|open| text[tag.span.range()].starts_with(open)), "{tag:?} in {text:?}");
        end = tag.span.end;
    }
    for block in &report.draft.blocks {
        // An own text of the author that looks like a mask is none.
        for (number, range) in template.masks(block.text.as_str()) {
            assert_eq!(
                block.text.verbatim(range.clone()).map(|span| &text[span.range()]),
                Some(&block.text.as_str()[range]),
                "{number} in {text:?}"
            );
        }
        for tag in template.tags.iter().filter(|tag| tag.role == presend::draft::TagRole::Value) {
            let range = block.text.range_of(tag.span);
            if !range.is_empty() && block.text.verbatim(range.clone()) == Some(tag.span) {
                assert_eq!(&block.text.as_str()[range], &text[tag.span.range()], "{text:?}");
            }
        }
    }
}

fn draft() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

/// Sentences of an author, none of which looks like a header or an attribution line.
fn own_text() -> impl Strategy<Value = String> {
    const SENTENCES: &[&str] = &[
        "Could you send me the signed contract by Friday?",
        "Please review the attached plan in order to be ready.",
        "The budget is final.",
        "We met the supplier on Monday and agreed on the price.",
        "What do you think?",
        "I will call you tomorrow at 10 am.",
        "Let me know if you have any questions.",
    ];
    prop::collection::vec(prop::sample::select(SENTENCES), 1..6).prop_map(|sentences| sentences.join(" "))
}

/// What a report says of the author's own words: asks, times, findings, as text.
fn said(report: &Report, own: &str) -> Vec<String> {
    let start = |span: Span| span.start..span.end;
    let mut said: Vec<String> =
        report.reading.asks.iter().map(|ask| format!("ask {:?} {:?}", start(ask.span), ask.kind)).collect();
    said.extend(report.reading.times.iter().map(|time| format!("time {:?} {:?}", start(time.span), time.role)));
    let own_findings = report
        .diagnostics
        .iter()
        .filter(|d| d.finding.span.end <= own.len() && !READ_QUOTES.contains(&d.rule.0.as_ref()));
    said.extend(own_findings.map(|d| format!("{} {:?} {}", d.rule, start(d.finding.span), d.finding.text)));
    said
}

/// Rules that have to look at what is quoted: whether the reply still is about it, and whether
/// what it points to is there.
const READ_QUOTES: [&str; 2] = ["point/subject-drift", "ask/missing-reference"];

const HEADER: &str = "From: Ana <ana@a.example>\nTo: Ben <ben@b.example>\nSubject: Re: Contract\nDate: Tue, 2 Jun 2026 10:00:00 +0200\n\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_sound_report(bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(NAMES)) {
        holds_for(name, &bytes);
    }

    #[test]
    fn any_text_gives_a_sound_report(text in "\\PC{0,200}", name in prop::sample::select(NAMES)) {
        holds_for(name, text.as_bytes());
    }

    #[test]
    fn any_pieces_of_drafts_give_a_sound_report(text in draft(), name in prop::sample::select(NAMES)) {
        holds_for(name, text.as_bytes());
    }

    #[test]
    fn any_template_is_read_with_its_tags_in_their_places(
        pieces in prop::collection::vec(prop::sample::select(TAGS), 0..20), text in draft(), name in prop::sample::select(TEMPLATES)
    ) {
        let text = text.chars().take(400).collect::<String>() + &pieces.concat();
        holds_for(name, text.as_bytes());
        tags_lie_in_their_places(name, &text);
    }

    #[test]
    fn any_calendar_gives_a_sound_report(
        text in draft(), line_break in prop::sample::select(&["\\n", "\r\n ", "\n\t", "\\N\n ", "\r\n"]), hits in prop::collection::vec(any::<prop::sample::Index>(), 0..6)
    ) {
        let mut text = text.replace("\r\n", "\n").replace('\n', line_break);
        for at in hits {
            // A fold, also in the middle of an escape.
            let at = at.index(text.len() + 1);
            if text.is_char_boundary(at) {
                text.insert_str(at, "\r\n ");
            }
        }
        let calendar = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{text}\r\nDESCRIPTION:{text}\r\nEND:VEVENT\r\n");
        holds_for("draft.ics", calendar.as_bytes());
        holds_for("draft.eml", format!("Content-Type: text/calendar\r\n\r\n{calendar}").as_bytes());
    }

    #[test]
    fn a_draft_with_broken_bytes_gives_a_sound_report(
        text in draft(), name in prop::sample::select(NAMES), hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let mut bytes = text.into_bytes();
        for (at, byte) in hits.into_iter().filter(|_| !bytes.is_empty()).collect::<Vec<_>>() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        holds_for(name, &bytes);
    }

    #[test]
    fn quoted_text_changes_nothing_of_what_is_said(own in own_text(), quoted in own_text()) {
        let own = format!("{HEADER}{own}\n");
        let with_quote = format!("{own}\nOn Mon, 1 Jun 2026 at 09:00, Ben <ben@b.example> wrote:\n> {}\n", quoted.replace(". ", ".\n> "));
        prop_assert_eq!(said(&run("a.eml", own.as_bytes()), &own), said(&run("a.eml", with_quote.as_bytes()), &own));
    }

    #[test]
    fn sentences_lie_in_order_and_hold_all_words(text in "(\\PC|[.?!()\"“” \n\u{2028}1a]){0,80}") {
        let sentences = presend::language::sentences(&text);
        prop_assert!(sentences.is_sorted_by(|a, b| a.end <= b.start));
        let inside: String = sentences.iter().map(|range| &text[range.clone()]).collect();
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(solid(&inside), solid(&text));
        for range in sentences {
            prop_assert_eq!(text[range.clone()].trim(), &text[range]);
        }
    }
}

#[test]
fn hostile_drafts_are_read() {
    for piece in [
        "a",
        "a ",
        "> ",
        "<div>",
        "(",
        "\"",
        "[x](",
        "- ",
        "=",
        "&",
        "*",
        "a. ",
        "by Friday ",
        "\n",
        ">\n",
        "{{ a }}",
        "{% if a %}",
        "{{",
        "<% a %>",
        "{{'",
        "*|A|*",
    ] {
        let text = piece.repeat(10_000 / piece.len());
        for name in NAMES.iter().chain(&["a.html.j2", "a.txt.hbs", "a.erb"]) {
            let report = run(name, text.as_bytes());
            assert!(spans(&report).iter().all(|(_, span)| span.end <= text.len()), "{piece:?} in {name}");
        }
    }
}
