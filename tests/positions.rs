//! Every span points at the bytes that its text came from.
//!
//! For every place that a report names, the bytes at the place are decoded by themselves,
//! by mailparse and not by the parser under test, and must give the text that is reported:
//! no more and no less, but for white space and markup. Runs over `fixtures/` and over the
//! folders in `PRESEND_CORPUS` (parted by colons).

mod compare;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use presend::draft::{Draft, Format, Role};
use presend::text::MappedText;
use presend::{Context, Report, Settings, Source, Span, check};

use compare::{
    calendar_text, equal, escaped, escaped_byte, is_marked_up, matches, without_from_quotes, without_marks,
    without_tags,
};

/// How many failures are shown.
const SHOWN: usize = 40;

#[test]
fn every_place_holds_its_text() {
    let mut files = Vec::new();
    let corpus = std::env::var("PRESEND_CORPUS").unwrap_or_default();
    for folder in std::iter::once("fixtures").chain(corpus.split(':').filter(|folder| !folder.is_empty())) {
        collect(Path::new(folder), &mut files);
    }
    assert!(!files.is_empty(), "no drafts to look at");
    let settings = Settings::default();
    let (mut failures, mut count, mut failed) = (String::new(), 0, 0);
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        let source = Source::new(path.to_string_lossy(), bytes);
        let report = check(&source, &settings, &Context::default());
        let decoders = Decoders::new(&source, &report.draft);
        for claim in claims(&source, &report) {
            count += 1;
            if let Err(fault) = decoders.hold(&claim) {
                failed += 1;
                if failed <= SHOWN {
                    writeln!(failures, "{}: {} at {:?}: {fault}", source.path, claim.what, claim.span).unwrap();
                }
            }
        }
    }
    eprintln!("{count} places, {failed} of them wrong");
    assert_eq!(failed, 0, "of {count} places:\n{failures}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            collect(&path, files);
        } else if name != "README.md" && !name.starts_with("LICENSE") {
            files.push(path);
        }
    }
}

/// A place that the report names, with the text it gives for it.
struct Claim {
    what: &'static str,
    span: Span,
    /// None where only the place itself is claimed.
    text: Option<String>,
    /// Whether the text stands in the header.
    header: bool,
    /// Whether the text may lack quote marks that stand in the source.
    quoted: bool,
}

/// A claim that a place in the body holds a text.
fn claim(what: &'static str, span: Span, text: Option<&str>) -> Claim {
    Claim { what, span, text: text.map(str::to_owned), header: false, quoted: false }
}

fn claims(source: &Source, report: &Report) -> Vec<Claim> {
    let (draft, reading) = (&report.draft, &report.reading);
    let mut claims = Vec::new();
    for sentence in &reading.sentences {
        let text = &draft.block(sentence.block).text;
        assert_eq!(text.source(sentence.range.clone()), sentence.span, "{}", source.path);
        claims.push(claim("sentence", sentence.span, Some(&text.as_str()[sentence.range.clone()])));
    }
    for ask in &reading.asks {
        let text = &draft.block(reading.sentence(ask.sentence).block).text;
        claims.push(claim("ask", ask.span, Some(&text.as_str()[ask.range.clone()])));
        claims.extend(
            ask.cues.iter().map(|cue| claim("cue", text.source(cue.clone()), Some(&text.as_str()[cue.clone()]))),
        );
    }
    for time in &reading.times {
        claims.push(claim("time", time.span, Some(&draft.block(time.block).text.as_str()[time.time.range.clone()])));
    }
    if let Some(point) = reading.point {
        let sentence = reading.sentence(point);
        claims.push(claim(
            "point",
            sentence.span,
            Some(&draft.block(sentence.block).text.as_str()[sentence.range.clone()]),
        ));
    }
    for phrase in &reading.phrases {
        let text = &draft.block(phrase.block).text;
        claims.push(claim(
            "phrase",
            text.source(phrase.found.range.clone()),
            Some(&text.as_str()[phrase.found.range.clone()]),
        ));
    }
    for problem in &draft.problems {
        claims.push(claim("problem", problem.span, None));
    }
    for attachment in &draft.envelope.attachments {
        claims.push(claim("attachment", attachment.span, None));
    }
    for diagnostic in &report.diagnostics {
        claims.push(claim("finding", diagnostic.finding.span, None));
        claims.extend(diagnostic.finding.related.iter().map(|related| claim("related", related.span, None)));
        let edits = diagnostic.finding.fix.iter().flat_map(|fix| &fix.edits);
        claims.extend(edits.map(|edit| claim("edit", edit.span, None)));
    }
    for block in &draft.blocks {
        let span = block.text.source(0..block.text.len());
        claims.push(claim("part", block.span, None));
        assert!(block.span.contains(span), "{}: {:?} holds {span:?}", source.path, block.span);
        let text = Some(block.text.as_str().to_owned()).filter(|text| !text.is_empty());
        claims.push(Claim { what: "part text", span, text, header: false, quoted: is_quoted(block.role) });
        claims.extend(verbatim_words(&block.text));
    }
    if matches!(draft.format, Format::Mail | Format::Calendar) {
        let in_mail = draft.format == Format::Mail;
        if let Some(subject) = &draft.envelope.subject {
            let span = subject.source(0..subject.len());
            let text = Some(subject.as_str().to_owned());
            claims.push(Claim { what: "subject", span, text, header: in_mail, quoted: false });
        }
        for address in draft.envelope.from.iter().chain(draft.envelope.recipients()) {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            let bytes = source.slice(address.span);
            let shown = if in_mail { String::from_utf8_lossy(bytes).into_owned() } else { calendar_text(bytes) };
            let shown = bare(&shown);
            assert!(shown.contains(&bare(&address.address)), "{}: {shown} is not {address:?}", source.path);
        }
    }
    claims
}

fn is_quoted(role: Role) -> bool {
    !role.is_own() && role != Role::Code
}

/// The words of a text of which it is said that they stand in the source as they are.
fn verbatim_words(text: &MappedText) -> Vec<Claim> {
    let all = text.as_str();
    let words = all.split_whitespace().map(|word| (word.as_ptr() as usize - all.as_ptr() as usize, word));
    words
        .filter_map(|(at, word)| {
            let span = text.verbatim(at..at + word.len())?;
            Some(Claim { what: "verbatim", span, text: Some(word.to_owned()), header: false, quoted: false })
        })
        .collect()
}

/// A way to decode the bytes of a stretch of the source.
struct Decoder {
    span: Span,
    /// The header of a message that is encoded in this way.
    header: Vec<u8>,
    base64: bool,
    quoted_printable: bool,
    /// Whether mailparse knows what charset is meant.
    charset: bool,
    html: bool,
    calendar: bool,
}

struct Decoders<'a> {
    source: &'a Source<'a>,
    format: Format,
    parts: Vec<Decoder>,
    mbox: bool,
}

impl<'a> Decoders<'a> {
    fn new(source: &'a Source, draft: &Draft) -> Decoders<'a> {
        let mut parts = Vec::new();
        let mbox = source.bytes.starts_with(b"From ");
        if draft.format == Format::Mail {
            let start =
                if mbox { source.bytes.iter().position(|&byte| byte == b'\n').map_or(0, |at| at + 1) } else { 0 };
            add_parts(&source.bytes, start, &mut parts);
            // Where mailparse gives up, the bytes must hold the text as they are.
            let span = Span::new(0, source.bytes.len());
            let (header, none) = (b"\n".to_vec(), false);
            let (base64, quoted_printable, charset, html, calendar) = (none, none, none, none, none);
            parts.push(Decoder { span, header, base64, quoted_printable, charset, html, calendar });
        }
        Decoders { source, format: draft.format, parts, mbox }
    }

    fn hold(&self, claim: &Claim) -> Result<(), String> {
        let Span { start, end } = claim.span;
        if start > end || end > self.source.bytes.len() {
            return Err("lies outside the source".to_owned());
        }
        let Some(text) = &claim.text else { return Ok(()) };
        let bytes = self.source.slice(claim.span);
        if claim.what == "verbatim" {
            return if bytes == text.as_bytes() { Ok(()) } else { Err(format!("{text:?} is not verbatim")) };
        }
        if claim.header {
            let got = self.header_text(claim.span);
            return equal(&got, text);
        }
        if self.format == Format::Calendar {
            return self.markup_holds(&calendar_text(bytes), text, claim.quoted, false);
        }
        if self.format != Format::Mail {
            let decoded = String::from_utf8_lossy(bytes);
            return self.markup_holds(&decoded, text, claim.quoted, self.format == Format::Html);
        }
        // The innermost part that holds the place.
        let Some(part) = self.parts.iter().filter(|part| part.span.contains(claim.span)).min_by_key(|p| p.span.len())
        else {
            return Err(format!("no part holds {text:?}"));
        };
        let mut first = None;
        for decoded in part.decode(&self.source.bytes, claim.span, self.mbox) {
            match self.markup_holds(&decoded, text, claim.quoted, part.html) {
                Ok(()) => return Ok(()),
                Err(fault) => first = first.or(Some(fault)),
            }
        }
        Err(first.unwrap_or_else(|| format!("can't decode what should be {text:?}")))
    }

    fn markup_holds(&self, decoded: &str, text: &str, quoted: bool, html: bool) -> Result<(), String> {
        if html {
            let shown = without_tags(decoded);
            return if matches(&shown, text) { Ok(()) } else { Err(format!("{shown:?} is not {text:?}")) };
        }
        if self.format == Format::Markdown {
            return if is_marked_up(decoded, text) { Ok(()) } else { Err(format!("{decoded:?} is not {text:?}")) };
        }
        let plainly = equal(decoded, text);
        if plainly.is_err() && (quoted || text.contains('\t')) {
            return equal(&without_marks(decoded), &without_marks(text));
        }
        plainly
    }

    /// The text of a stretch of a header field; a stretch that starts or ends inside an
    /// encoded word is widened to hold it whole.
    fn header_text(&self, span: Span) -> String {
        let bytes = &self.source.bytes;
        let mut field = b"Subject: ".to_vec();
        let before = &bytes[..span.start];
        if let Some(at) = before.windows(2).rposition(|pair| pair == b"=?")
            && before[at + 2..].iter().filter(|&&byte| byte == b'?').count() == 2
            && before.ends_with(b"?")
        {
            field.extend_from_slice(&before[at..]);
        }
        field.extend_from_slice(&bytes[span.range()]);
        let opened = field.windows(2).rposition(|pair| pair == b"=?");
        if opened.is_some_and(|at| field[at..].iter().filter(|&&byte| byte == b'?').count() == 3) {
            let rest = &bytes[span.end..];
            let len = rest.windows(2).position(|pair| pair == b"?=").map_or(0, |at| at + 2);
            field.extend_from_slice(&rest[..len]);
        }
        // Bytes that should have been escaped.
        if field.windows(3).any(|bytes| bytes.eq_ignore_ascii_case(b"?Q?")) {
            field = field.iter().flat_map(|byte| escaped_byte(*byte)).collect();
        }
        // A charset that nobody knows is read as UTF-8.
        let label = field.windows(2).position(|pair| pair == b"=?").map_or(0..0, |at| {
            let len = field[at + 2..].iter().position(|&byte| byte == b'?').unwrap_or(0);
            at + 2..at + 2 + len
        });
        if !label.is_empty() && encoding_rs::Encoding::for_label(&field[label.clone()]).is_none() {
            field.splice(label, *b"utf-8");
        }
        // A lone base64 word may lack padding.
        if let Some(at) = field.windows(3).position(|bytes| bytes.eq_ignore_ascii_case(b"?B?"))
            && let Some(len) = field[at + 3..].windows(2).position(|pair| pair == b"?=")
        {
            let word = field[at + 3..at + 3 + len].to_vec();
            let mut letters = word.trim_ascii_end().to_vec();
            letters.resize(letters.len().next_multiple_of(4), b'=');
            field.splice(at + 3..at + 3 + len, letters);
        }
        match mailparse::parse_header(&field) {
            Ok((header, _)) => header.get_value(),
            Err(error) => error.to_string(),
        }
    }
}

/// Adds the leaves of a message, also of the messages in it.
fn add_parts(bytes: &[u8], start: usize, parts: &mut Vec<Decoder>) {
    let Ok(mail) = mailparse::parse_mail(&bytes[start..]) else { return };
    for part in mail.parts() {
        let at = part.raw_bytes.as_ptr() as usize - bytes.as_ptr() as usize;
        let span = Span::new(at, at + part.raw_bytes.len());
        if part.ctype.mimetype == "message/rfc822" {
            let body = part.raw_bytes.len() - header_len(part.raw_bytes);
            add_parts(&bytes[..span.end], span.end - body, parts);
        }
        let mut header = Vec::new();
        for field in &part.headers {
            let name = field.get_key().to_ascii_lowercase();
            let multipart = part.ctype.mimetype.starts_with("multipart");
            if name == "content-type" && !multipart || name == "content-transfer-encoding" {
                header.extend_from_slice(format!("{name}: ").as_bytes());
                header.extend_from_slice(field.get_value_raw().trim_ascii());
                header.push(b'\n');
            }
        }
        header.push(b'\n');
        let Ok(plain) = mailparse::parse_mail(&header) else { continue };
        let base64 = matches!(plain.get_body_encoded(), mailparse::body::Body::Base64(_));
        let quoted_printable = matches!(plain.get_body_encoded(), mailparse::body::Body::QuotedPrintable(_));
        let label = part.ctype.charset.to_ascii_lowercase();
        let charset = label != "us-ascii" && encoding_rs::Encoding::for_label(label.as_bytes()).is_some();
        let html = part.ctype.mimetype == "text/html";
        let calendar = part.ctype.mimetype == "text/calendar";
        parts.push(Decoder { span, header, base64, quoted_printable, charset, html, calendar });
    }
}

fn header_len(bytes: &[u8]) -> usize {
    mailparse::parse_headers(bytes).map_or(0, |(_, len)| len)
}

impl Decoder {
    /// What the bytes at a place may say. More than one answer where base64 quads hold
    /// bytes of the text beside it, or no charset is given.
    fn decode(&self, bytes: &[u8], span: Span, mbox: bool) -> Vec<String> {
        let mut message = self.header.clone();
        if self.header.windows(11).any(|window| window.eq_ignore_ascii_case(b"iso-2022-jp"))
            && !self.base64
            && bytes.get(span.start) != Some(&0x1b)
        {
            // The escape sequence before the place says in which set it is written.
            let before = &bytes[self.span.start..span.start];
            if let Some(at) = before.iter().rposition(|&byte| byte == 0x1b) {
                message.extend_from_slice(&before[at..(at + 3).min(before.len())]);
            }
        }
        let content = &bytes[span.range()];
        let mut content = if mbox { without_from_quotes(content) } else { content.to_vec() };
        if self.quoted_printable {
            // mailparse drops bytes that should have been escaped.
            content = escaped(&content);
        }
        if self.base64 {
            // mailparse takes no base64 with foreign bytes or without padding.
            content.retain(|&byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
            content.resize(content.len().next_multiple_of(4), b'=');
        }
        message.extend_from_slice(&content);
        let Ok(mail) = mailparse::parse_mail(&message) else { return Vec::new() };
        let Ok(raw) = mail.get_body_raw() else { return Vec::new() };
        let slack = if self.base64 { 2 } else { 0 };
        let mut answers = Vec::new();
        for from in 0..=slack.min(raw.len()) {
            for to in (raw.len().saturating_sub(slack)..=raw.len()).rev().filter(|&to| to >= from) {
                let raw = &raw[from..to];
                if self.calendar {
                    answers.push(calendar_text(raw));
                } else if self.charset {
                    let label = mail.ctype.charset.as_bytes();
                    let encoding = encoding_rs::Encoding::for_label(label).unwrap_or(encoding_rs::UTF_8);
                    answers.push(encoding.decode(raw).0.into_owned());
                    if encoding.is_single_byte() {
                        // Mail programs that write UTF-8 often claim to write Latin-1.
                        answers.extend(String::from_utf8(raw.to_vec()));
                    }
                } else {
                    answers.push(String::from_utf8_lossy(raw).into_owned());
                    answers.push(encoding_rs::WINDOWS_1252.decode(raw).0.into_owned());
                }
            }
        }
        answers
    }
}
