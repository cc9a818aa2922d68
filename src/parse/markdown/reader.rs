//! From pulldown-cmark's events to blocks.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::draft::{Block, Link, Role};
use crate::parse::flow::{Flow, Gap};
use crate::parse::{MOST_PARTS, html, unread};
use crate::text::MappedText;

/// No more bytes of a text are read than this, and the rest of the line they end on.
const MOST_READ: usize = 2 << 20;

/// What is read beside CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// Reads the blocks and links of a Markdown text from byte `offset` on.
pub fn read(markup: &MappedText, offset: usize) -> (Vec<Block>, Vec<Link>) {
    let all = markup.as_str().get(offset..).unwrap_or_default();
    // The parser takes many times the memory of what it reads.
    let cut = all.get(MOST_READ..).and_then(|rest| rest.find('\n')).map_or(all.len(), |at| MOST_READ + at);
    let body = &all[..cut];
    let mut end = offset + cut;
    let mut reader = Reader::new(markup);
    for (event, range) in Parser::new_ext(body, OPTIONS).into_offset_iter() {
        if reader.blocks.len() >= MOST_PARTS {
            end = reader.start.unwrap_or(range.start + offset);
            reader.flow.take();
            break;
        }
        reader.event(event, range.start + offset..range.end + offset);
    }
    reader.flush(end);
    if end < markup.len() {
        reader.blocks.extend(unread(markup, end));
    }
    (reader.blocks, reader.links)
}

/// Where code stands in a Markdown text.
pub fn code(body: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let body = body.get(..MOST_READ).unwrap_or(body);
    let events = Parser::new_ext(body, OPTIONS).into_offset_iter();
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// The state between two events. Ranges are bytes of the markup.
struct Reader<'a> {
    markup: &'a MappedText,
    flow: Flow<'a>,
    blocks: Vec<Block>,
    /// Where the block that is gathered starts, its list marker included.
    start: Option<usize>,
    quotes: usize,
    /// Whether each open list is numbered.
    lists: Vec<bool>,
    /// Whether the next block is the first one of a list item.
    item: bool,
    leaf: Leaf,
    /// In how many images and struck-out passages the text stands.
    unread: usize,
    /// The HTML block that is gathered.
    html: MappedText,
    links: Vec<Link>,
    /// What parts the next cell of a table from the text before it.
    separator: String,
    /// How many cells of the row have begun.
    cells: usize,
    /// Where the last text of a table ends.
    cell_end: usize,
    /// Whether a signature has begun.
    signature: bool,
}

/// What the text that is gathered is.
#[derive(Clone, Copy, PartialEq)]
enum Leaf {
    Paragraph,
    Heading(usize),
    Code,
    Table,
}

impl<'a> Reader<'a> {
    fn new(markup: &'a MappedText) -> Reader<'a> {
        Reader {
            markup,
            flow: Flow::new(markup),
            blocks: Vec::new(),
            start: None,
            quotes: 0,
            lists: Vec::new(),
            item: false,
            leaf: Leaf::Paragraph,
            unread: 0,
            html: MappedText::default(),
            links: Vec::new(),
            separator: String::new(),
            cells: 0,
            cell_end: 0,
            signature: false,
        }
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Html(text) => match self.stands(&text, &range) {
                true => self.html.push_from(self.markup, range),
                false => self.html.push_whole(&text, self.markup.source(range)),
            },
            Event::Rule => self.flush(range.start),
            _ if self.unread > 0 => {}
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.text(&text, code_range(self.markup.as_str(), &text, range)),
            Event::SoftBreak => self.flow.push_gap(Gap::Wrap, range),
            Event::HardBreak => self.flow.push_gap(Gap::Break, range),
            Event::InlineHtml(tag) => match html::element(&tag) {
                Some(name) if name.eq_ignore_ascii_case("br") => self.flow.push_gap(Gap::Break, range),
                // `<your name>` is no markup but a gap that the author left to be filled.
                Some(name) if !html::is_element(name) => self.text(&tag, range),
                _ => {}
            },
            // Not switched on, or without a text of their own.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Adds text that the markup has at `range`.
    fn text(&mut self, text: &str, range: Range<usize>) {
        self.start.get_or_insert(range.start);
        if self.leaf == Leaf::Table {
            self.separate_cell(&range);
        }
        match (self.stands(text, &range), self.leaf) {
            (true, Leaf::Code) => self.flow.push_raw(range),
            (false, Leaf::Code) => self.flow.push_raw_decoded(text, range),
            (true, _) => self.flow.push(range),
            (false, _) => self.flow.push_decoded(text, range),
        }
    }

    /// Writes the tab or line break before the first text of a cell.
    fn separate_cell(&mut self, range: &Range<usize>) {
        if !self.separator.is_empty() {
            self.flow.separate(&self.separator, self.cell_end.min(range.start)..range.start);
            self.separator.clear();
        }
        self.cell_end = range.end;
    }

    /// Whether a text stands in the markup at `range` as it is.
    fn stands(&self, text: &str, range: &Range<usize>) -> bool {
        self.markup.as_str().get(range.clone()) == Some(text)
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::Link { dest_url, .. } => {
                self.links.push(Link { span: self.markup.source(range), target: dest_url.to_string() });
                return;
            }
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => return,
            // Struck-out text is taken back; of an image only the picture is seen.
            Tag::Strikethrough | Tag::Image { .. } => {
                self.unread += 1;
                return;
            }
            Tag::TableHead | Tag::TableRow => {
                // Empty cells at the end of a row leave no trace.
                self.separator.clear();
                self.separator.push('\n');
                self.cells = 0;
                return;
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.separator.push('\t');
                }
                self.cells += 1;
                return;
            }
            _ => {}
        }
        // The text of a tight list item ends where a block in it starts.
        if !self.flow.is_empty() {
            self.flush(range.start);
        }
        match tag {
            Tag::Item => {
                self.start = Some(range.start);
                self.item = true;
            }
            Tag::List(first) => self.lists.push(first.is_some()),
            // GitHub's notes and warnings look like quotes and are the author's words.
            Tag::BlockQuote(None) => {
                self.start.get_or_insert(range.start);
                self.quotes += 1;
            }
            _ => {
                self.start.get_or_insert(range.start);
                self.flow.reserve(range.len());
            }
        }
        match tag {
            Tag::Heading { level, .. } => self.leaf = Leaf::Heading(*level as usize),
            Tag::CodeBlock(_) => self.leaf = Leaf::Code,
            Tag::Table(_) => self.leaf = Leaf::Table,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strikethrough | TagEnd::Image => self.unread = self.unread.saturating_sub(1),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell => {}
            TagEnd::BlockQuote(kind) => {
                self.flush(range.end);
                self.quotes -= usize::from(kind.is_none() && self.quotes > 0);
            }
            TagEnd::List(_) => {
                self.flush(range.end);
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush(range.end);
                self.item = false;
            }
            TagEnd::HtmlBlock => self.end_html(),
            _ => self.flush(range.end),
        }
    }

    /// Adds the blocks of an HTML block; comments give none.
    fn end_html(&mut self) {
        self.start = None;
        let html = std::mem::take(&mut self.html);
        for mut block in html::fragment(&html) {
            if self.quotes > 0 {
                (block.role, block.depth) = (Role::Quote, self.quotes);
            } else if self.signature {
                block.role = Role::Signature;
            }
            self.blocks.push(block);
        }
    }

    /// Ends the block that is being gathered; its markup ends at `end`.
    fn flush(&mut self, end: usize) {
        let leaf = std::mem::replace(&mut self.leaf, Leaf::Paragraph);
        self.separator.clear();
        if self.flow.is_empty() {
            // A marker without text, an empty paragraph.
            self.flow.take();
            self.start = None;
            return;
        }
        let text = if leaf == Leaf::Code { self.flow.take_code() } else { self.flow.take() };
        let start = self.start.take().unwrap_or(end).min(end);
        let source = self.markup.as_str().get(start..end).unwrap_or_default();
        let end = start + source.trim_end().len();
        // A paragraph above the two dashes of a signature is no heading, nor is one of several lines.
        let above_dashes = matches!(leaf, Leaf::Heading(_)) && ends_in_dashes(source);
        let mut block = Block::new(Role::Prose, text, self.markup.source(start..end));
        let first = std::mem::take(&mut self.item);
        (block.role, block.depth) = match leaf {
            _ if self.quotes > 0 => (Role::Quote, self.quotes),
            _ if self.signature || starts_with_dashes(block.text.as_str()) => {
                self.signature = true;
                (Role::Signature, 0)
            }
            Leaf::Code => (Role::Code, 0),
            Leaf::Table => (Role::Table, 0),
            Leaf::Heading(level) if !above_dashes && !block.text.as_str().contains('\n') => (Role::Heading, level),
            _ if first => (Role::ListItem, self.lists.len()),
            _ => (Role::Prose, 0),
        };
        block.numbered = block.role == Role::ListItem && self.lists.last() == Some(&true);
        self.signature |= above_dashes && self.quotes == 0;
        if !block.text.is_empty() {
            self.blocks.push(block);
        }
    }
}

/// Where the text of a code span lies: within its backticks and the space beside them.
fn code_range(markup: &str, text: &str, range: Range<usize>) -> Range<usize> {
    let Some(source) = markup.get(range.clone()) else { return range };
    let ticks = source.len() - source.trim_start_matches('`').len();
    let inner = source.len().saturating_sub(text.len()) / 2;
    let start = range.start + inner.max(ticks);
    let found = start..start + text.len();
    if found.end <= range.end && markup.get(found.clone()) == Some(text) { found } else { range }
}

/// Whether a heading is one only by the two dashes below it, which part a signature from a mail.
fn ends_in_dashes(source: &str) -> bool {
    source.trim_end().rsplit('\n').next().is_some_and(|line| line.trim_start_matches(['>', ' ']) == "--")
}

/// Whether a paragraph starts with the line that parts a signature from a mail.
fn starts_with_dashes(text: &str) -> bool {
    text == "--" || text.starts_with("--\n") || text.starts_with("--\u{2028}")
}

#[cfg(test)]
mod tests;
