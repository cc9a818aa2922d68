//! The other way: a comment that keeps a finding back, written where it will be read.
//!
//! What a comment may look like depends on the format, on the language of a template, and on
//! what stands around. So each way that may do is tried, and the draft is read again with the
//! comment in it: one counts only if it says what it should, the text stays the same, and no
//! other program would take it for text.

use std::ops::Range;

use super::MARK;
use crate::draft::{Dialect, Directive, Draft, Format, Reach, Templates, TextPart, Transfer};
use crate::parse;
use crate::text::{Edit, Source, Span};

/// How long a line of quoted-printable may be (RFC 2045, 6.7).
const QUOTED_PRINTABLE_LINE: usize = 76;

/// A comment as it is put into the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppression {
    /// What is put where.
    pub edit: Edit,
    /// Where the reason stands in the text of the edit; none where a comment that is there
    /// already takes one more name.
    pub reason: Option<Range<usize>>,
}

/// A comment that keeps back what a rule finds on the line of byte `at`, or at the least in
/// its block. None where no comment can stand: in a header, in base64, in what others wrote.
pub fn suppress_here(source: &Source, draft: &Draft, at: usize, rule: &str, reason: &str) -> Option<Suppression> {
    let part = match draft.format {
        Format::Calendar => return None,
        Format::Mail => Some(draft.parts.iter().find(|part| part.body.start <= at && at <= part.body.end)?),
        _ if at < head(source, draft) => return None,
        _ => None,
    };
    if part.is_some_and(|part| part.transfer == Transfer::Base64) {
        return None;
    }
    let goal = Goal { source, draft, rule, reason, at: Some(at) };
    let line = line(source, part, at);
    let style = Style::of(draft, part);
    let block = draft.blocks.iter().find(|block| block.span.start <= at && at < block.span.end.max(at + 1));
    let above = |at: usize, verb| goal.own_line(style, verb, line_start(&source.bytes, at));
    let words = &source.bytes[line.range()];
    let end = Span::at(line.start + words.trim_ascii_end().len());
    goal.one_more(|directive| speaks_for_line(source, directive, at))
        .or_else(|| goal.try_comment(style, "ok", end, &goal.room(style, part, end.start), ""))
        .or_else(|| above(at, "ok-next"))
        .or_else(|| (style != Style::BRACKETS).then(|| goal.try_comment(style, "ok", Span::at(at), "", " "))?)
        .or_else(|| above(block?.span.start, "ok"))
}

/// A comment that keeps back what a rule finds in the whole draft. None where none can stand.
pub fn suppress_in_file(source: &Source, draft: &Draft, rule: &str, reason: &str) -> Option<Suppression> {
    let goal = Goal { source, draft, rule, reason, at: None };
    if let Some(more) = goal.one_more(|directive| directive.reach == Reach::Whole) {
        return Some(more);
    }
    match draft.format {
        Format::Calendar => None,
        Format::Mail => {
            let at = parse::header_end(source);
            let open = if source.bytes[..at].ends_with(b"\n") { "" } else { newline(&source.bytes) };
            goal.try_text(Span::at(at), format!("{open}X-Presend-Ignore: {rule} ("), ")", newline(&source.bytes))
        }
        _ => {
            let style = Style::of(draft, None);
            let first = goal.own_line(style, "ok-file", head(source, draft));
            // What stands first may be a quote, in which nobody is heard.
            first.or_else(|| goal.last_line(style, "ok-file"))
        }
    }
}

/// Where the first comment of a file may stand: behind its front matter and its doctype.
fn head(source: &Source, draft: &Draft) -> usize {
    let bytes = &source.bytes;
    let first = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = std::str::from_utf8(&bytes[first..]).unwrap_or_default();
    let front = match (&draft.template, draft.format) {
        (Some(template), _) => template.front_matter.map_or(0, |front| front.end),
        (None, Format::Markdown) => first + parse::front_matter_end(text),
        _ => 0,
    };
    let start = first.max(front);
    let rest = &bytes[start.min(bytes.len())..];
    let blank = rest.len() - rest.trim_ascii_start().len();
    let declares = |word: &[u8]| rest[blank..].get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word));
    let is_declared = draft.format == Format::Html && (declares(b"<!doctype") || declares(b"<?xml"));
    match rest[blank..].iter().position(|&byte| byte == b'>').filter(|_| is_declared) {
        Some(end) => next_line(bytes, start + blank + end),
        None => start,
    }
}

/// The line that `at` lies on, its soft line breaks included; without its end.
fn line(source: &Source, part: Option<&TextPart>, at: usize) -> Span {
    let bytes = &source.bytes[..part.map_or(source.bytes.len(), |part| part.body.end.min(source.bytes.len()))];
    let at = at.min(bytes.len());
    let is_soft = part.is_some_and(|part| part.transfer == Transfer::QuotedPrintable);
    let mut end = at;
    loop {
        end += bytes[end..].iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len() - end);
        if end == bytes.len() || !is_soft || !bytes[..end].trim_ascii_end().ends_with(b"=") {
            return Span::new(line_start(bytes, at), end);
        }
        end += 1;
    }
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    bytes[..at.min(bytes.len())].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1)
}

/// The start of the line after the one of `at`, or the end.
fn next_line(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |newline| at + newline + 1)
}

/// The line break that a source uses.
fn newline(bytes: &[u8]) -> &'static str {
    let first = bytes.iter().position(|&byte| byte == b'\n');
    if first.is_some_and(|at| bytes[..at].ends_with(b"\r")) { "\r\n" } else { "\n" }
}

/// Whether a directive speaks for one line only, the one of `at`.
fn speaks_for_line(source: &Source, directive: &Directive, at: usize) -> bool {
    let Reach::Part(part) = directive.reach else { return false };
    part.start <= at && (at < part.end || at == part.start) && !source.slice(part).trim_ascii().contains(&b'\n')
}

/// How a comment starts and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    open: &'static str,
    close: &'static str,
}

impl Style {
    const BRACKETS: Style = Style { open: "[", close: "]" };

    /// The comment of a text: of its template, which no reader gets, else of its format.
    fn of(draft: &Draft, part: Option<&TextPart>) -> Style {
        let style = |open, close| Style { open, close };
        let is_markup = match (part, draft.format) {
            (Some(part), _) => part.html,
            (None, format) => matches!(format, Format::Html | Format::Markdown),
        };
        match draft.template.as_ref().map(|template| template.dialect) {
            Some(Dialect::Jinja) => style("{# ", " #}"),
            Some(Dialect::Liquid) => style("{% comment %}", "{% endcomment %}"),
            Some(Dialect::Handlebars) => style("{{!-- ", " --}}"),
            Some(Dialect::Erb | Dialect::Ejs) => style("<%# ", " %>"),
            Some(Dialect::Go) => style("{{/* ", " */}}"),
            Some(Dialect::Mailchimp | Dialect::Salesforce | Dialect::Mjml) | None if is_markup => {
                style("<!-- ", " -->")
            }
            Some(Dialect::Mailchimp | Dialect::Salesforce | Dialect::Mjml) | None => Style::BRACKETS,
        }
    }
}

/// What a comment is to say, and of which draft.
#[derive(Clone, Copy)]
struct Goal<'a> {
    source: &'a Source<'a>,
    draft: &'a Draft,
    rule: &'a str,
    reason: &'a str,
    /// For which place it is to speak; none for the whole draft.
    at: Option<usize>,
}

impl Goal<'_> {
    /// One more name in a comment that is there and speaks for the place.
    fn one_more(&self, speaks: impl Fn(&Directive) -> bool) -> Option<Suppression> {
        let fits = |directive: &&Directive| directive.fault.is_none() && speaks(directive);
        let names = self.draft.directives.iter().filter(fits).filter_map(|directive| directive.names.last());
        let edits = names.map(|last| Edit { span: Span::at(last.span.end), text: format!(", {}", self.rule) });
        let edit = edits.into_iter().find(|edit| self.holds(edit, 0))?;
        Some(Suppression { edit, reason: None })
    }

    /// A comment on a line of its own, which starts at `at` and is moved in as the next one is.
    fn own_line(&self, style: Style, verb: &str, at: usize) -> Option<Suppression> {
        let rest = &self.source.bytes[at.min(self.source.bytes.len())..];
        let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let indent = std::str::from_utf8(&rest[..indent]).unwrap_or_default();
        self.try_comment(style, verb, Span::at(at), indent, newline(&self.source.bytes))
    }

    /// A comment on a line behind all others.
    fn last_line(&self, style: Style, verb: &str) -> Option<Suppression> {
        let (bytes, newline) = (&self.source.bytes, newline(&self.source.bytes));
        let before = if bytes.ends_with(b"\n") { newline.to_owned() } else { newline.repeat(2) };
        self.try_comment(style, verb, Span::at(bytes.len()), &before, newline)
    }

    /// What parts a comment at the end of a line from its words.
    fn room(&self, style: Style, part: Option<&TextPart>, end: usize) -> String {
        let is_quoted_printable = part.is_some_and(|part| part.transfer == Transfer::QuotedPrintable);
        let length = end - line_start(&self.source.bytes, end) + style.open.len() + style.close.len();
        let length = length + " presend: ok : ".len() + self.rule.len() + self.reason.len();
        match is_quoted_printable && length > QUOTED_PRINTABLE_LINE {
            true => format!("={} ", newline(&self.source.bytes)),
            false => " ".to_owned(),
        }
    }

    /// A comment between two texts, if it can stand there.
    fn try_comment(&self, style: Style, verb: &str, span: Span, before: &str, after: &str) -> Option<Suppression> {
        let Style { open, close } = style;
        // Others take a comment for none in the midst of a tag, in code, in a script.
        let plain = Edit { span, text: format!("{before}{open}note{close}{after}") };
        if style != Style::BRACKETS && !self.keeps_text(&plain) {
            return None;
        }
        self.try_text(span, format!("{before}{open}{MARK} {verb} {}: ", self.rule), close, after)
    }

    /// A comment of a start, the reason and an end, if it is read as it is meant.
    fn try_text(&self, span: Span, mut text: String, close: &str, after: &str) -> Option<Suppression> {
        let reason = text.len()..text.len() + self.reason.len();
        text.extend([self.reason, close, after]);
        let edit = Edit { span, text };
        self.holds(&edit, 1).then_some(Suppression { edit, reason: Some(reason) })
    }

    /// Whether the text is the same with an edit.
    fn keeps_text(&self, edit: &Edit) -> bool {
        let edited = self.edited(edit);
        is_same(self.source, self.draft, &edited, &self.read(&edited))
    }

    /// Whether the draft says with an edit what it should, by so many comments more, and nothing
    /// else.
    fn holds(&self, edit: &Edit, more: usize) -> bool {
        let edited = self.edited(edit);
        let draft = self.read(&edited);
        let faults = |draft: &Draft| draft.directives.iter().filter(|directive| directive.fault.is_some()).count();
        let at = self.at.map(|at| if edit.span.start <= at { at + edit.text.len() } else { at });
        let speaks = |directive: &Directive| {
            let reaches = match (directive.reach, at) {
                (Reach::Part(part), Some(at)) => part.start <= at && (at < part.end || at == part.start),
                (Reach::Whole, None) => true,
                _ => false,
            };
            let says = more == 0 || directive.reason.as_deref() == Some(self.reason);
            reaches && says && directive.names.iter().any(|name| name.text == self.rule)
        };
        draft.directives.iter().any(speaks)
            && draft.directives.len() == self.draft.directives.len() + more
            && faults(&draft) == faults(self.draft)
            && is_same(self.source, self.draft, &edited, &draft)
    }

    fn edited(&self, edit: &Edit) -> Source<'static> {
        let mut bytes = self.source.bytes.to_vec();
        bytes.splice(edit.span.range(), edit.text.bytes());
        Source { path: self.source.path.clone(), bytes: bytes.into(), origin: self.source.origin }
    }

    /// Reads a source as the draft was read.
    fn read(&self, source: &Source) -> Draft {
        let dialect = self.draft.template.as_ref().map(|template| template.dialect);
        parse::parse_as(source, dialect.map_or(Templates::None, Templates::Of))
    }
}

/// Whether two drafts say the same.
fn is_same(source: &Source, draft: &Draft, other_source: &Source, other: &Draft) -> bool {
    draft.format == other.format
        && draft.blocks.len() == other.blocks.len()
        && shown(source, draft).eq(shown(other_source, other))
        && draft.blocks.iter().zip(&other.blocks).all(|(a, b)| (a.role, a.depth) == (b.role, b.depth))
}

/// The texts of a draft, each tag of a template as it stands there.
fn shown<'a>(source: &'a Source, draft: &'a Draft) -> impl Iterator<Item = std::borrow::Cow<'a, str>> {
    let envelope = &draft.envelope;
    let head = envelope.subject.iter().chain(&envelope.preheader);
    head.chain(draft.blocks.iter().map(|block| &block.text)).map(|text| match &draft.template {
        Some(template) => template.unmasked(&source.bytes, text.as_str()),
        None => text.as_str().into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Report, Settings, check};

    const WORDY: &str = "concise/wordy-phrase";

    fn report(source: &Source) -> Report {
        check(source, &Settings::default(), &Context::default())
    }

    /// The places of what the rule finds.
    fn found(report: &Report) -> Vec<usize> {
        report.diagnostics.iter().filter(|d| *d.rule.0 == *WORDY).map(|d| d.finding.span.start).collect()
    }

    fn written(source: &Source, suppression: &Suppression) -> String {
        let mut bytes = source.bytes.to_vec();
        bytes.splice(suppression.edit.span.range(), suppression.edit.text.bytes());
        String::from_utf8(bytes).expect("it is text")
    }

    /// Keeps back each finding of a draft by a comment of its own, one after the other, and
    /// gives what the draft is in the end.
    fn all_kept(name: &str, text: &str) -> String {
        let mut text = text.to_owned();
        loop {
            let source = Source::new(name, text.as_bytes());
            let report = report(&source);
            let places = found(&report);
            let wrong: Vec<_> = report.diagnostics.iter().filter(|d| *d.rule.0 == *"format/suppression").collect();
            assert!(wrong.is_empty(), "{name}: {wrong:?} in\n{text}");
            let Some(&at) = places.first() else { return text };
            let suppression = suppress_here(&source, &report.draft, at, WORDY, "known")
                .unwrap_or_else(|| panic!("{name}: no way in\n{text}"));
            let next = written(&source, &suppression);
            let left = found(&self::report(&Source::new(name, next.as_bytes())));
            let edit = &suppression.edit;
            let place = if edit.span.start <= at { at + edit.text.len() } else { at };
            assert!(!left.contains(&place), "{name}: {at} is not kept back in\n{next}");
            if let Some(reason) = suppression.reason {
                assert_eq!(&suppression.edit.text[reason], "known");
            }
            text = next;
        }
    }

    #[test]
    fn a_comment_is_written_as_the_format_has_it() {
        let line = "We met in order to plan the yard.";
        for (name, text, expected) in [
            ("a.txt", line.to_owned(), format!("{line} [presend: ok {WORDY}: known]")),
            ("a.txt", format!("{line}\r\nB.\r\n"), format!("{line} [presend: ok {WORDY}: known]\r\nB.\r\n")),
            ("a.md", format!("{line}\n"), format!("{line} <!-- presend: ok {WORDY}: known -->\n")),
            ("a.md", format!("- {line}  \n  B.\n"), format!("- {line} <!-- presend: ok {WORDY}: known -->  \n  B.\n")),
            ("a.html", format!("<p>{line}</p>\n"), format!("<p>{line}</p> <!-- presend: ok {WORDY}: known -->\n")),
            (
                "a.mjml",
                format!("<mj-text>{line}</mj-text>"),
                format!("<mj-text>{line}</mj-text> <!-- presend: ok {WORDY}: known -->"),
            ),
            ("a.txt.j2", format!("{line}\n"), format!("{line} {{# presend: ok {WORDY}: known #}}\n")),
            (
                "a.txt.liquid",
                format!("{line}\n"),
                format!("{line} {{% comment %}}presend: ok {WORDY}: known{{% endcomment %}}\n"),
            ),
            ("a.txt.hbs", format!("{line}\n"), format!("{line} {{{{!-- presend: ok {WORDY}: known --}}}}\n")),
            ("a.html.erb", format!("<p>{line}</p>\n"), format!("<p>{line}</p> <%# presend: ok {WORDY}: known %>\n")),
            ("a.txt.ejs", format!("{line}\n"), format!("{line} <%# presend: ok {WORDY}: known %>\n")),
            ("a.md.gotmpl", format!("{line}\n"), format!("{line} {{{{/* presend: ok {WORDY}: known */}}}}\n")),
            (
                "a.eml",
                format!("Subject: Yard\n\n{line}\n"),
                format!("Subject: Yard\n\n{line} [presend: ok {WORDY}: known]\n"),
            ),
        ] {
            assert_eq!(all_kept(name, &text), expected, "{name}");
        }
    }

    #[test]
    fn every_finding_can_be_kept_back_where_it_stands() {
        let line = "We met in order to plan the yard.";
        for (name, text) in [
            ("a.txt", format!("{line}\nAnd {line}\n\n- {line}\n- {line}\n  and {line}\n\n{line}")),
            ("a.txt", format!("Yard\n====\n\n| a | {line} |\n| b | {line} |\n\n1) {line}\n2) {line}")),
            ("a.md", format!("---\nto: Ana\n---\n{line}\n\n> A quote.\n\n* {line}\n\n  {line}\n* {line}\n\n{line}")),
            (
                "a.md",
                format!("| a | b |\n| - | - |\n| c | {line} |\n| d | {line} |\n\n## {line} ##\n\n{line}\\\nmore.\n"),
            ),
            ("a.md", format!("{line} `one\ntwo` and\n{line}\n")),
            ("a.md", format!("<div>\n<p>{line} <a\nhref='x'>x</a></p>\n</div>\n\n{line}\n")),
            (
                "a.html",
                format!(
                    "<!DOCTYPE html>\n<title>Yard</title>\n<table><tr><td>{line}\n<td>{line}</table>\n<p\nclass='a'>{line} <a\nhref='x'>x</a>\n<ul><li>{line}</ul>"
                ),
            ),
            (
                "a.html.j2",
                format!(
                    "{{% if a %}}\n<p title=\"{{{{ b }}}}\">{line}</p>\n{{% else %}}\n<li>{line} {{{{ c }}}}\n{{% endif %}}\n{line}"
                ),
            ),
            (
                "a.txt.liquid",
                format!("---\nsubject: Yard\n---\n{{% for a in b %}}\n{line} {{{{ a }}}}\n{{% endfor %}}\n{line}"),
            ),
            ("a.md.hbs", format!("{{{{#if a}}}}\n- {line}\n- {{{{b}}}} {line}\n{{{{/if}}}}\n")),
            (
                "a.eml",
                format!(
                    "From: Ana <a@b.example>\r\nSubject: Yard\r\n\r\n{line}\r\n\r\nand {line}\r\n\r\n-- \r\nAna\r\n"
                ),
            ),
            (
                "a.eml",
                format!(
                    "Subject: Yard\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=C3=9Fe. We met in or=\nder to plan the yard, and then we all went home, whi=\nch was late.\n\n{line}\n"
                ),
            ),
            (
                "a.eml",
                format!("Subject: Yard\nContent-Type: text/plain; format=flowed\n\n{line} \nAnd more.\n\n{line}\n"),
            ),
            ("a.eml", format!("Subject: Yard\nContent-Type: text/html\n\n<p>{line}</p>\n<p>{line}</p>\n")),
            (
                "a.eml",
                format!(
                    "Subject: Yard\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n{line}\n--x\nContent-Type: text/html\n\n<p>{line}\n--x--\n"
                ),
            ),
        ] {
            all_kept(name, &text);
        }
    }

    #[test]
    fn one_comment_serves_a_line_and_each_of_its_rules() {
        let text = "We met in order to plan in order to win. [presend: ok concise/too-long: quoted]\n";
        let source = Source::new("a.txt", text.as_bytes());
        let report = report(&source);
        let more = suppress_here(&source, &report.draft, found(&report)[0], WORDY, "known").expect("there is a way");
        assert_eq!(more.reason, None);
        let expected =
            "We met in order to plan in order to win. [presend: ok concise/too-long, concise/wordy-phrase: quoted]\n";
        assert_eq!(written(&source, &more), expected);
        assert!(found(&self::report(&Source::new("a.txt", expected.as_bytes()))).is_empty());
    }

    #[test]
    fn no_comment_is_put_where_none_can_stand() {
        use base64::Engine as _;
        let line = "We met in order to plan the yard.";
        let body = base64::engine::general_purpose::STANDARD.encode(format!("{line}\n"));
        let encoded = format!("Subject: Yard\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{body}\n");
        let header = format!("Subject: {line}\n\nHello Ana.\n");
        let event = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260602T080000Z\r\nDESCRIPTION:{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let front = format!("---\nsubject: {line}\n---\nHello.\n");
        for (name, text, needle) in [
            ("a.eml", encoded.as_str(), &body[..8]),
            ("a.eml", &header, "in order"),
            ("a.ics", &event, "in order"),
            ("a.md", &front, "in order"),
            ("a.txt", "> We met in order to\n> plan.\n> And more.\n", "more"),
        ] {
            let source = Source::new(name, text.as_bytes());
            let at = text.find(needle).expect("it is there");
            let draft = parse::parse(&source);
            let here = suppress_here(&source, &draft, at, WORDY, "known");
            let inside = here.filter(|here| text[..here.edit.span.start].contains('\n') || name != "a.txt");
            assert_eq!(inside, None, "{name}");
        }
    }

    #[test]
    fn a_whole_draft_is_spoken_for_at_its_top() {
        let line = "We met in order to plan the yard.";
        let comment = format!("presend: ok-file {WORDY}: known");
        for (name, text, expected) in [
            ("a.txt", format!("{line}\n"), format!("[{comment}]\n{line}\n")),
            (
                "a.md",
                format!("---\nto: Ana\n---\n# {line}\n"),
                format!("---\nto: Ana\n---\n<!-- {comment} -->\n# {line}\n"),
            ),
            (
                "a.html",
                format!("<!doctype html>\n<p>{line}\n"),
                format!("<!doctype html>\n<!-- {comment} -->\n<p>{line}\n"),
            ),
            ("a.html.j2", format!("<p>{line} {{{{ a }}}}\n"), format!("{{# {comment} #}}\n<p>{line} {{{{ a }}}}\n")),
            (
                "a.md.hbs",
                format!("---\nto: Ana\n---\n{line}\n"),
                format!("---\nto: Ana\n---\n{{{{!-- {comment} --}}}}\n{line}\n"),
            ),
            (
                "a.eml",
                format!("Subject: {line}\r\nTo: a@b.example\r\n\r\n{line}\r\n"),
                format!("Subject: {line}\r\nTo: a@b.example\r\nX-Presend-Ignore: {WORDY} (known)\r\n\r\n{line}\r\n"),
            ),
            (
                "",
                format!("To: a@b.example\nSubject:\n\n{line}\n"),
                format!("To: a@b.example\nSubject:\nX-Presend-Ignore: {WORDY} (known)\n\n{line}\n"),
            ),
            (
                "a.eml",
                format!("X-Presend-Ignore: ask (so)\n\n{line}\n"),
                format!("X-Presend-Ignore: ask, {WORDY} (so)\n\n{line}\n"),
            ),
            (
                "a.txt",
                format!("{line}\n\n[presend: ok-file ask]\n"),
                format!("{line}\n\n[presend: ok-file ask, {WORDY}]\n"),
            ),
        ] {
            let source = Source::new(name, text.as_bytes());
            let report = report(&source);
            let suppression = suppress_in_file(&source, &report.draft, WORDY, "known").expect("there is a way");
            let next = written(&source, &suppression);
            assert_eq!(next, expected, "{name}");
            assert!(found(&self::report(&Source::new(name, next.as_bytes()))).is_empty(), "{name}");
        }
        let draft = "Subject: Yard";
        let source = Source::new("a.eml", draft.as_bytes());
        let suppression = suppress_in_file(&source, &parse::parse(&source), WORDY, "known").expect("there is a way");
        assert_eq!(written(&source, &suppression), format!("{draft}\nX-Presend-Ignore: {WORDY} (known)\n"));
    }

    #[test]
    fn a_reason_that_would_end_the_comment_is_none() {
        let source = Source::new("a.md", b"We met in order to plan.\n".as_slice());
        let draft = parse::parse(&source);
        assert_eq!(suppress_here(&source, &draft, 7, WORDY, "a --> b"), None);
        assert!(suppress_here(&source, &draft, 7, WORDY, "a (b): c").is_some());
    }
    #[test]
    fn what_any_rule_finds_in_its_examples_is_kept_back() {
        let settings = Settings::default();
        let report = |source: &Source| check(source, &settings, &Context::default());
        let mut kept = 0;
        for card in crate::rules::cards() {
            let plain = card.examples.iter().filter(|example| example.settings.is_none() && example.data.is_none());
            for (example, bad) in plain.filter_map(|example| Some((example, example.bad.as_deref()?))) {
                let text = example.draft(bad).text;
                let drafts = match example.header {
                    Some(_) => vec![("a.eml", text)],
                    None => vec![("a.txt", text.clone()), ("a.html.j2", format!("<p>{text}</p>")), ("a.md", text)],
                };
                for (name, text) in drafts {
                    let source = Source::new(name, text.as_bytes());
                    let before = report(&source);
                    let Some(found) = before.diagnostics.iter().find(|found| found.rule == card.name) else { continue };
                    let at = found.finding.span.start;
                    let Some(suppression) = suppress_here(&source, &before.draft, at, &card.name.0, "known") else {
                        let in_header = text.find("\n\n").is_some_and(|end| at < end) && name == "a.eml";
                        assert!(in_header || text.contains("base64"), "{}: no way in {name}: {text}", card.name);
                        continue;
                    };
                    kept += 1;
                    let next = written(&source, &suppression);
                    let place = if suppression.edit.span.start <= at { at + suppression.edit.text.len() } else { at };
                    let left = report(&Source::new(name, next.as_bytes()));
                    let is_left = |d: &crate::Diagnostic| d.rule == card.name && d.finding.span.start == place;
                    let is_wrong = |d: &crate::Diagnostic| *d.rule.0 == *"format/suppression";
                    let told: Vec<_> = left.diagnostics.iter().filter(|d| is_left(d) || is_wrong(d)).collect();
                    assert!(told.is_empty(), "{}: {told:?} in {name}: {next}", card.name);
                }
            }
        }
        assert!(kept > 200, "only {kept}");
    }
}
