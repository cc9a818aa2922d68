//! A draft as its reader sees it, the words that were found marked and numbered, and what is
//! said of them beside.

use std::fmt::Write as _;
use std::ops::Range;

use super::{anchor, gauge};
use crate::check::{Diagnostic, Report};
use crate::draft::{Block, LINE_BREAK, Role};
use crate::report::advice::said;
use crate::report::escape::push_visible;
use crate::report::full::cost;
use crate::report::markup::escaped;
use crate::report::places::Places;
use crate::report::shown::message_of;
use crate::report::words::{decoded_range, hidden};
use crate::report::{Tally, counted};
use crate::rules::{Level, Rule, RuleName};
use crate::text::{MappedText, Safety, Source, Span};

/// How far a list or a quote is moved in, in steps.
const DEEPEST: usize = 6;

/// The draft with its findings and the channel it should take.
pub fn render(source: &Source, report: &Report, rules: &[Rule]) -> String {
    let name = format!("{}{}", source.path, message_of(source));
    let page = Page { id: anchor(&name), report, rules, places: Places::new(source) };
    let clean = report.diagnostics.is_empty();
    let (class, open) = if clean { ("draft clean", "") } else { ("draft", " open") };
    let mut out = format!("<details class=\"{class}\" id=\"{}\"{open}>\n<summary><h2>{}</h2>", page.id, escaped(&name));
    let tally = Tally::of(report, Level::Warning);
    let counts = [
        ("error", tally.errors, counted(tally.errors, "error")),
        ("warning", tally.warnings, counted(tally.warnings, "warning")),
        ("info", tally.infos, format!("{} info", tally.infos)),
    ];
    for (level, count, text) in counts {
        if count > 0 {
            let _ = write!(out, " <span class=\"count {level}\">{text}</span>");
        }
    }
    let sum = &report.summary;
    let _ = writeln!(
        out,
        " <span class=\"about\">{}{}, {}; {}</span></summary>",
        if clean { "no findings; " } else { "" },
        counted(sum.words, "word"),
        counted(sum.asks, "ask"),
        escaped(&said(&report.advice)),
    );
    out.push_str(&gauge::render(source, report));
    page.push_text(&mut out);
    out.push_str("</details>\n");
    out
}

struct Page<'a> {
    id: String,
    report: &'a Report,
    rules: &'a [Rule],
    places: Places<'a>,
}

/// A finding in a text: its bytes there, and its place among the findings of the draft.
struct Mark {
    range: Range<usize>,
    index: usize,
}

impl Page<'_> {
    fn push_text(&self, out: &mut String) {
        let (envelope, blocks) = (&self.report.draft.envelope, &self.report.draft.blocks);
        let subject = envelope.subject.as_ref();
        let in_subject = |span| subject.is_some_and(|subject| subject.source(0..subject.len()).contains(span));
        let first_block = |span: Span| blocks.partition_point(|block| block.span.end <= span.start);
        let mut notes_of: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
        let mut marks_of: Vec<Vec<Mark>> = (0..blocks.len()).map(|_| Vec::new()).collect();
        let (mut at_subject, mut elsewhere) = (Vec::new(), Vec::new());
        for (index, diagnostic) in self.report.diagnostics.iter().enumerate() {
            let span = diagnostic.finding.span;
            let first = first_block(span);
            match blocks.get(first) {
                _ if in_subject(span) => at_subject.push(index),
                Some(block) if block.span.start <= span.end => notes_of[first].push(index),
                _ => elsewhere.push(index),
            }
            if !in_subject(span) {
                for (at, block) in
                    blocks.iter().enumerate().skip(first).take_while(|(_, block)| block.span.start < span.end)
                {
                    marks_of[at].extend(self.mark(&block.text, span, index));
                }
            }
        }
        out.push_str("<h3>Text</h3>\n");
        let addresses =
            [("From", envelope.from.as_slice()), ("To", &envelope.to), ("Cc", &envelope.cc), ("Bcc", &envelope.bcc)];
        let mut head = String::new();
        for (title, all) in addresses.iter().filter(|(_, all)| !all.is_empty()) {
            let all: Vec<String> = all.iter().map(|address| escaped(&address.display())).collect();
            let _ = writeln!(head, "<p class=\"head\" dir=\"auto\"><b>{title}:</b> {}</p>", all.join(", "));
        }
        if !head.is_empty() || !elsewhere.is_empty() {
            self.push_row(out, &head, &elsewhere);
        }
        if let Some(subject) = subject {
            let span = |index: &usize| self.report.diagnostics[*index].finding.span;
            let marks: Vec<Mark> =
                at_subject.iter().filter_map(|index| self.mark(subject, span(index), *index)).collect();
            let text = self.marked(subject, &marks, false);
            self.push_row(out, &format!("<p class=\"head\" dir=\"auto\"><b>Subject:</b> {text}</p>\n"), &at_subject);
        }
        for ((block, marks), notes) in blocks.iter().zip(&marks_of).zip(&notes_of) {
            self.push_row(out, &self.block(block, marks), notes);
        }
    }

    fn mark(&self, text: &MappedText, span: Span, index: usize) -> Option<Mark> {
        let range = decoded_range(text, span);
        let string = text.as_str();
        let range = string.floor_char_boundary(range.start)..string.ceil_char_boundary(range.end);
        (!range.is_empty()).then_some(Mark { range, index })
    }

    /// Adds a text with the findings that begin in it.
    fn push_row(&self, out: &mut String, text: &str, notes: &[usize]) {
        let _ = write!(out, "<div class=\"row\"><div class=\"text\">{text}</div>");
        if !notes.is_empty() {
            out.push_str("<ul class=\"notes\">\n");
            notes.iter().for_each(|&index| self.push_note(out, index));
            out.push_str("</ul>");
        }
        out.push_str("</div>\n");
    }

    fn block(&self, block: &Block, marks: &[Mark]) -> String {
        let (tag, lines) = match block.role {
            Role::Quote | Role::Forwarded | Role::Attribution => ("blockquote", false),
            Role::Code | Role::Table => ("pre", true),
            _ => ("p", false),
        };
        let marker = if block.marker.is_empty() { String::new() } else { escaped(&block.marker) + " " };
        let (role, depth) = (block.role.name(), block.depth.min(DEEPEST));
        let text = self.marked(&block.text, marks, lines);
        // A scrolling box has to be reached by the keyboard.
        let focus = if lines { " tabindex=\"0\"" } else { "" };
        format!("<{tag} class=\"{role} depth-{depth}\" dir=\"auto\"{focus}>{marker}{text}</{tag}>")
    }

    /// The text with its marks, each followed by the numbers of the findings that end there.
    /// Where marks lie over one another, the gravest shows.
    fn marked(&self, text: &MappedText, marks: &[Mark], lines: bool) -> String {
        let shown = hidden(self.report, text, 0..text.len());
        let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
        cuts.extend([0, shown.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut out = String::new();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            // Asterisks may be longer than what they hide.
            let words = shown_words(&shown[shown.floor_char_boundary(*from)..shown.floor_char_boundary(*to)], lines);
            let over = marks.iter().filter(|mark| mark.range.start <= *from && *to <= mark.range.end);
            match over.max_by_key(|mark| (self.diagnostic(mark).level, std::cmp::Reverse(mark.range.len()))) {
                Some(mark) => {
                    let diagnostic = self.diagnostic(mark);
                    let (level, title) = (diagnostic.level.name(), escaped(&title(diagnostic)));
                    let _ = write!(out, "<mark class=\"{level}\" title=\"{title}\">{words}</mark>");
                }
                None => out.push_str(&words),
            }
            for mark in marks.iter().filter(|mark| mark.range.end == *to) {
                let (id, number, title) = (&self.id, mark.index + 1, escaped(&title(self.diagnostic(mark))));
                let level = self.diagnostic(mark).level.name();
                let _ = write!(
                    out,
                    "<a class=\"ref {level}\" href=\"#{id}-{number}\" aria-label=\"{number}: {title}\">{number}</a>"
                );
            }
        }
        out
    }

    fn diagnostic(&self, mark: &Mark) -> &Diagnostic {
        &self.report.diagnostics[mark.index]
    }

    /// Adds what is said of a finding: what it costs the reader only at the first of its rule.
    fn push_note(&self, out: &mut String, index: usize) {
        let diagnostic = &self.report.diagnostics[index];
        let (finding, level) = (&diagnostic.finding, diagnostic.level.name());
        let (at, number) = (self.places.position(finding.span.start), index + 1);
        let _ = writeln!(
            out,
            "<li class=\"note {level}\" id=\"{}-{number}\"><p class=\"said\"><b>{number}</b> <b class=\"level\">{level}</b> \
             {}</p>\n<p class=\"rule\"><code>{}</code> line {}, column {}</p>",
            self.id,
            escaped(&finding.text),
            escaped(&diagnostic.rule.0),
            at.line,
            at.column,
        );
        let first = |rule: &RuleName| self.report.diagnostics[..index].iter().all(|before| before.rule != *rule);
        let why = first(&diagnostic.rule).then(|| cost(self.rules, &diagnostic.rule)).flatten();
        let help = match &finding.fix {
            Some(fix) if fix.safety == Safety::Safe => Some(("Fix", format!("{} (--fix does it)", fix.title))),
            _ => finding.remedy().map(|remedy| ("Help", remedy.to_owned())),
        };
        let related = finding.related.iter().map(|related| {
            ("See", format!("line {}: {}", self.places.position(related.span.start).line, related.text))
        });
        for (title, text) in why.map(|why| ("Why", why.to_owned())).into_iter().chain(help).chain(related) {
            let _ = writeln!(out, "<p><b>{title}:</b> {}</p>", escaped(&text));
        }
        out.push_str("</li>\n");
    }
}

/// What a mark says when it is pointed at.
fn title(diagnostic: &Diagnostic) -> String {
    match diagnostic.level {
        Level::Off => diagnostic.finding.text.clone(),
        level => format!("{}: {}", level.name(), diagnostic.finding.text),
    }
}

/// Words as HTML: line breaks that the author meant stay, others where `lines` says so.
fn shown_words(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split(|c| c == LINE_BREAK || lines && c == '\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let mut safe = String::with_capacity(line.len());
        for c in line.chars() {
            match c {
                // Cells of a table stand apart.
                '\t' if lines => safe.push_str("   "),
                _ => push_visible(&mut safe, c),
            }
        }
        out.push_str(&escaped(&safe));
    }
    out
}
