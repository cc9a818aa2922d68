//! From a span of the source back to the words that its reader sees there.

use std::borrow::Cow;
use std::ops::Range;

use super::escape::visible;
use crate::check::Report;
use crate::draft::LINE_BREAK;
use crate::text::{MappedText, Span};

/// How many characters of a text are shown.
const WIDTH: usize = 76;

/// The start of a text, on one line.
pub fn shortened(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => {
            let end = text[..end].rfind(' ').filter(|&at| at > end / 2).unwrap_or(end);
            format!("{}…", &text[..end])
        }
        None => text.into_owned(),
    }
}

/// The decoded text at a span of the source, line breaks as `\n`; empty where the span
/// lies in no text.
pub fn text_at(report: &Report, span: Span) -> String {
    decoded(report, span).map(|(text, range)| plain(&hidden(report, text, range))).unwrap_or_default()
}

/// A part of a text of the draft; each byte of a secret in it is an asterisk.
pub fn hidden<'a>(report: &Report, text: &'a MappedText, range: Range<usize>) -> Cow<'a, str> {
    let shown = &text.as_str()[range.clone()];
    let span = text.source(range.clone());
    if range.is_empty() || !report.secrets_in(span).any(|_| true) {
        return Cow::Borrowed(shown);
    }
    let mut bytes = shown.as_bytes().to_vec();
    for secret in report.secrets_in(span) {
        let secret = text.range_of(secret);
        let (from, to) = (secret.start.max(range.start), secret.end.min(range.end));
        if from < to {
            bytes[from - range.start..to - range.start].fill(b'*');
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// Decoded text as the JSON contract shows it: [`LINE_BREAK`] is `\n`.
pub fn plain(text: &str) -> String {
    text.replace(LINE_BREAK, "\n")
}

/// The decoded text in which a span lies, the subject or a block's, and its bytes there.
pub fn decoded(report: &Report, span: Span) -> Option<(&MappedText, Range<usize>)> {
    home(report, span).map(|text| (text, decoded_range(text, span))).filter(|(_, range)| !range.is_empty())
}

/// The subject or the block that holds a span.
fn home(report: &Report, span: Span) -> Option<&MappedText> {
    let subject = report.draft.envelope.subject.as_ref();
    if let Some(subject) = subject.filter(|subject| subject.source(0..subject.len()).contains(span)) {
        return Some(subject);
    }
    let blocks = &report.draft.blocks;
    let block = blocks.get(blocks.partition_point(|block| block.span.end <= span.start))?;
    block.span.contains(span).then_some(&block.text)
}

/// The bytes of `text` that came from `span`. Where a base64 quad holds more than the
/// span's words, the range is cut to whole words.
pub fn decoded_range(text: &MappedText, span: Span) -> Range<usize> {
    whole_words(text, text.range_of(span))
}

/// The range without what its outer base64 quads hold beyond the words: at most two
/// bytes on each side, and only where the source stays the same.
fn whole_words(text: &MappedText, range: Range<usize>) -> Range<usize> {
    if text.verbatim(range.clone()).is_some() {
        return range;
    }
    let string = text.as_str();
    let span = text.source(range.clone());
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts_word = |at: usize| !inside(string[..at].chars().next_back()) && inside(string[at..].chars().next());
    let ends_word = |at: usize| {
        let last = string[..at].chars().next_back();
        !inside(string[at..].chars().next()) && last.is_some_and(|c| !c.is_whitespace())
    };
    let start = (range.start..range.end)
        .take(3)
        .filter(|&at| string.is_char_boundary(at) && text.source(at..range.end) == span)
        .find(|&at| starts_word(at))
        .unwrap_or(range.start);
    let end = (start + 1..=range.end)
        .rev()
        .take(3)
        .filter(|&at| string.is_char_boundary(at) && text.source(start..at) == span)
        .find(|&at| ends_word(at))
        .unwrap_or(range.end);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Mapping;

    #[test]
    fn a_quoted_printable_span_gives_its_decoded_words() {
        // Source: "gr=C3=BC=C3=9Fe Sie"
        let mut text = MappedText::default();
        text.push_verbatim("gr", 0);
        text.push_whole("ü", Span::new(2, 8));
        text.push_whole("ß", Span::new(8, 14));
        text.push_verbatim("e Sie", 14);
        let span = text.source(0..7);
        assert_eq!(&text.as_str()[decoded_range(&text, span)], "grüße");
        assert_eq!(&text.as_str()[decoded_range(&text, text.source(8..11))], "Sie");
    }

    #[test]
    fn a_base64_span_gives_whole_words_back() {
        let words = "Hello, could you please answer?";
        let mut map = Mapping::default();
        map.push_base64(words.len(), Span::new(100, 100 + words.len().div_ceil(3) * 4));
        let text = MappedText::from_parts(words.into(), map);
        for phrase in ["could you", "please answer?", "Hello,"] {
            let start = words.find(phrase).unwrap();
            let span = text.source(start..start + phrase.len());
            assert_eq!(&words[decoded_range(&text, span)], phrase);
        }
    }

    /// What each renderer of findings shows of a draft.
    fn shown(name: &str, draft: &str) -> String {
        use crate::report::{Paint, advice, concise, full, json};
        let settings = crate::Settings::default();
        let source = crate::Source::new(name, draft.as_bytes());
        let report = crate::check(&source, &settings, &crate::Context::default());
        assert!(report.diagnostics.iter().any(|found| found.finding.masked), "{name}");
        [
            full::render(&source, &report, &settings.rules, Paint::Plain),
            concise::render(&source, &report),
            json::findings(&source, &report),
            advice::render(&source, &report),
        ]
        .concat()
    }

    #[test]
    fn no_report_of_findings_shows_a_secret() {
        let head = "From: a@b.example\nTo: c@d.example\nSubject: Login, pw: maple7tree\nMIME-Version: 1.0\n";
        let text = "Could you log in as ana, password: Sonne!2026x, and tell me whether Sonne!2026x works in the shop?";
        let quoted = text.replace("Sonne", "S=6Fnne");
        let base64 = "Q291bGQgeW91IGxvZyBpbiBhcyBhbmEsIHBhc3N3b3JkOiBTb25uZSEyMDI2eCwgYW5kIHRlbGwg\n\
                      bWUgd2hldGhlciBTb25uZSEyMDI2eCB3b3JrcyBpbiB0aGUgc2hvcD8K\n";
        let mail = |encoding: &str, body: &str| {
            format!("{head}Content-Type: text/plain\nContent-Transfer-Encoding: {encoding}\n\n{body}\n")
        };
        for (name, draft) in [
            ("a.txt", text.to_owned()),
            ("a.md", text.to_owned()),
            ("a.html", format!("<p>{text}</p>")),
            ("a.eml", mail("8bit", text)),
            ("b.eml", mail("quoted-printable", &quoted)),
            ("c.eml", mail("base64", base64)),
        ] {
            let shown = shown(name, &draft);
            for secret in ["Sonne", "nne!2026x", "2026x", "6Fnne", "U29ubmUhMjAyNng", "Tb25uZSEyMDI2e", "maple7tree"] {
                assert!(!shown.contains(secret), "{name} shows {secret}:\n{shown}");
            }
            assert!(shown.contains("****"), "{shown}");
        }
    }
}
