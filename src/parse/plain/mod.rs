//! Plain text, also the plain part of a mail.

mod build;
mod layout;
mod lines;
mod marker;
mod wrap;

use super::MOST_PARTS;
use super::directive::{self, Place};
use crate::draft::{Block, Draft, Format, Role};
use crate::text::{MappedText, Source};

use build::Builder;
use lines::Line;
use marker::Marker;

/// Reads a plain-text file.
pub fn parse(source: &Source) -> Draft {
    let (text, directives) = directive::without(super::file_text(source), Place::Plain);
    Draft { format: Format::Text, blocks: blocks(&text), directives, ..Draft::default() }
}

/// The blocks of a plain text: hard-wrapped lines rejoined, lists, quotes, signatures
/// and the rest told apart.
pub fn blocks(text: &MappedText) -> Vec<Block> {
    let lines = lines::split(text.as_str());
    let wrap = wrap::detect(text.as_str(), &lines);
    let mut builder = Builder { text, wrap, blocks: Vec::new() };
    let mut lists = Lists::default();
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        at += if rest[0].is_blank() {
            1
        } else if rest[0].depth > 0 {
            lists = Lists::default();
            quote(&mut builder, rest)
        } else if let Some(len) = layout::fenced(text.as_str(), rest) {
            builder.push_raw(Role::Code, &rest[1..len - 1], &rest[..len]);
            len
        } else {
            let len = rest.iter().take_while(|line| is_own(text.as_str(), line)).count().max(1);
            let is_last = rest[len..].iter().all(Line::is_blank);
            paragraph(&mut builder, &rest[..len], &mut lists, is_last);
            len
        };
    }
    let mut blocks = builder.blocks;
    if lines.len() >= MOST_PARTS {
        let end = lines.last().map_or(0, |line| line.end);
        blocks.extend(super::unread(text, end));
    }
    super::zones::assign(&mut blocks);
    blocks
}

/// Whether a line can be part of a paragraph of the author's own.
fn is_own(text: &str, line: &Line) -> bool {
    line.depth == 0 && !line.is_blank() && !layout::is_fence(line.content(text))
}

/// Adds the quoted paragraph that the lines start with, and says how many lines it has.
fn quote(builder: &mut Builder, lines: &[Line]) -> usize {
    let len = lines.iter().take_while(|line| !line.is_blank() && line.depth == lines[0].depth).count();
    builder.push_wrapped(Role::Quote, &lines[..len], lines[0].depth);
    len
}

/// The lists that are open, from the outermost to the innermost.
#[derive(Default)]
struct Lists {
    open: Vec<(usize, Marker)>,
}

impl Lists {
    /// Whether an item with this marker and indentation goes on with an open list.
    fn continues(&self, indent: usize, marker: Marker) -> bool {
        self.open.iter().any(|(column, before)| column.abs_diff(indent) <= 1 && marker.follows(*before))
    }

    /// Whether an item with this indentation lies inside the innermost item.
    fn nests(&self, indent: usize) -> bool {
        self.open.last().is_some_and(|(column, _)| indent > column + 1)
    }

    /// Enters an item and gives its depth.
    fn enter(&mut self, indent: usize, marker: Marker) -> usize {
        while self.open.last().is_some_and(|(column, _)| indent <= column + 1) {
            self.open.pop();
        }
        self.open.push((indent, marker));
        self.open.len()
    }
}

/// Adds the blocks of lines without a blank one between.
fn paragraph(builder: &mut Builder, lines: &[Line], lists: &mut Lists, is_last: bool) {
    let text = builder.text.as_str();
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        if at == 0 && layout::is_underlined(text, rest) {
            let depth = if rest[1].content(text).starts_with('=') { 1 } else { 2 };
            builder.push_heading(&rest[..1], &rest[..2], 0, depth);
            at += 2;
        } else if layout::is_rule(rest[0].content(text)) {
            builder.push_wrapped(Role::Prose, &rest[..1], 0);
            at += 1;
        } else if let Some(rows) = layout::table(text, rest) {
            builder.push_table(&rest[..rows]);
            at += rows;
        } else if let Some(len) = layout::code(text, rest) {
            builder.push_raw(Role::Code, &rest[..len], &rest[..len]);
            at += len;
        } else if let Some(marker) = item(builder, lists, lines, at, is_last) {
            let depth = lists.enter(rest[0].indent, marker);
            let len = 1 + continuation(builder, lists, lines, at + 1, is_last);
            builder.push_item(&rest[..len], marker, depth);
            at += len;
            continue;
        } else if let Some((marks, depth)) = layout::heading(text, lines, at, is_last) {
            builder.push_heading(&rest[..1], &rest[..1], marks, depth);
            at += 1;
        } else {
            let len = 1 + prose(builder, lists, lines, at + 1, is_last);
            builder.push_wrapped(Role::Prose, &rest[..len], 0);
            at += len;
        }
        *lists = Lists::default();
    }
}

/// The marker of the line at `at`, where it starts a list item rather than happens to
/// stand at the start of a line.
fn item(builder: &Builder, lists: &Lists, lines: &[Line], at: usize, is_last: bool) -> Option<Marker> {
    let text = builder.text.as_str();
    let line = &lines[at];
    let marker = marker::read(line.content(text))?;
    if lists.continues(line.indent, marker) || (lists.nests(line.indent) && marker.is_first()) {
        return Some(marker);
    }
    let more = || {
        let next = lines[at + 1..].iter().take(12);
        next.filter_map(|line| marker::read(line.content(text))).any(|next| next.follows(marker))
    };
    if at == 0 {
        // "- Ben" below a mail is its author's name.
        let is_name = is_last
            && lines.len() == 1
            && line.width < 25
            && matches!(marker.kind, marker::Kind::Bullet('-' | '–' | '—'));
        let is_letter = matches!(marker.kind, marker::Kind::Letter(..));
        return (!is_name && (!is_letter || marker.is_first())).then_some(marker);
    }
    let before = &lines[at - 1];
    let is_meant = || !wrap::is_soft(text, builder.wrap, before, line);
    let is_item =
        marker.is_first() && (before.content(text).ends_with(':') || more() || (!marker.is_numbered() && is_meant()));
    is_item.then_some(marker)
}

/// How many lines from `at` on still belong to the item before them.
fn continuation(builder: &Builder, lists: &Lists, lines: &[Line], at: usize, is_last: bool) -> usize {
    let text = builder.text.as_str();
    let column = lists.open.last().map_or(0, |(column, _)| *column);
    (at..lines.len())
        .take_while(|&next| {
            let belongs =
                lines[next].indent > column || wrap::is_soft(text, builder.wrap, &lines[next - 1], &lines[next]);
            belongs
                && !layout::is_rule(lines[next].content(text))
                && item(builder, lists, lines, next, is_last).is_none()
        })
        .count()
}

/// How many lines from `at` on go on with the paragraph.
fn prose(builder: &Builder, lists: &Lists, lines: &[Line], at: usize, is_last: bool) -> usize {
    let text = builder.text.as_str();
    (at..lines.len())
        .take_while(|&next| {
            !layout::is_rule(lines[next].content(text))
                && layout::table(text, &lines[next..]).is_none()
                && item(builder, lists, lines, next, is_last).is_none()
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::LINE_BREAK;

    fn read(text: &str) -> Vec<(Role, String)> {
        let text = MappedText::verbatim_at(text, 0);
        let shown = |block: &Block| block.text.as_str().replace(LINE_BREAK, "/");
        blocks(&text).iter().map(|block| (block.role, shown(block))).collect()
    }

    #[test]
    fn lists_nest_and_wrap() {
        let text = "What is left:\n- book the room for the\n  whole day\n  - ask Rui\n- 1. is not a number here\n\nThat is it.";
        let found = read(text);
        let items: Vec<&str> =
            found.iter().filter(|(role, _)| *role == Role::ListItem).map(|(_, t)| t.as_str()).collect();
        assert_eq!(items, ["book the room for the\nwhole day", "ask Rui", "1. is not a number here"]);
        let mapped = MappedText::verbatim_at(text, 0);
        let depths: Vec<usize> = blocks(&mapped).iter().filter(|b| b.role == Role::ListItem).map(|b| b.depth).collect();
        assert_eq!(depths, [1, 2, 1]);
    }

    #[test]
    fn a_dash_inside_a_wrapped_sentence_is_no_item() {
        let found = read(
            "The committee met on Tuesday in the small hall next to the library\n- or so the minutes say - and nobody spoke against the plan of the\nboard.",
        );
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn spans_cover_markers_and_quote_marks() {
        let text = "Hello there, this is\n\n> quoted\n> text\n\n* item";
        let mapped = MappedText::verbatim_at(text, 0);
        let spans: Vec<&str> = blocks(&mapped).iter().map(|b| &text[b.span.start..b.span.end]).collect();
        assert_eq!(spans, ["Hello there, this is", "> quoted\n> text", "* item"]);
    }

    #[test]
    fn white_space_is_single_and_tables_keep_their_cells() {
        let found =
            read("So  many\u{a0}\tspaces.\n\nName\tDay\nAna\tMonday\nRui\tFriday\n\n| a | b |\n|---|---|\n| c | d |");
        assert_eq!(found[0].1, "So many spaces.");
        assert_eq!(found[1], (Role::Table, "Name\tDay\nAna\tMonday\nRui\tFriday".into()));
        assert_eq!(found[2], (Role::Table, "a\tb\nc\td".into()));
    }

    #[test]
    fn headings_and_code() {
        let found = read(
            "Plan\n====\n\nWe start in May.\n\nNext steps:\n\nBook it.\n\n    fn main() {\n        run();\n    }\n\nDone now.",
        );
        let roles: Vec<Role> = found.iter().map(|(role, _)| *role).collect();
        assert_eq!(roles, [Role::Heading, Role::Prose, Role::Heading, Role::Prose, Role::Code, Role::Prose]);
        assert_eq!(found[4].1, "fn main() {\n        run();\n    }");
    }

    #[test]
    fn hostile_input_takes_linear_time() {
        let long = "a ".repeat(1_000_000);
        assert_eq!(read(&long).len(), 1);
        let nested: String = (1..2_000).map(|depth| format!("{} x\n", ">".repeat(depth))).collect();
        assert_eq!(read(&nested).len(), 1_999);
        assert_eq!(read(&"- a\n".repeat(50_000)).len(), 50_000);
        read(&"From: a\n".repeat(50_000));
        read(&"On 1 May 2020 Ana\n".repeat(50_000));
        read(&"wrote:\n".repeat(50_000));
        read(&"--\n".repeat(50_000));
        read(&"a | b\n\n```\n".repeat(20_000));
    }
}
