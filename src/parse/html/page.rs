//! From tokens to blocks.

mod preheader;
mod roles;
mod spots;

use std::ops::Range;

use super::effects::{self, effects};
use super::stack::{Effect, Kind, Stack};
use super::style::Hidden;
use super::tables::Table;
use super::tokens::{Tag, Token, tokens};
use crate::draft::{Block, Role};
use crate::parse::flow::{Flow, Gap};
use crate::parse::{MOST_PARTS, plain, unread};
use crate::text::MappedText;
use preheader::Preheader;
pub use spots::Spots;

/// What an HTML text holds.
#[derive(Debug, Default)]
pub struct Page {
    /// The text of the first `title`.
    pub title: Option<MappedText>,
    /// The line that mail programs show behind the subject, where the page hides one.
    pub preheader: Option<MappedText>,
    /// The visible text.
    pub blocks: Vec<Block>,
    /// What stands in it beside text.
    pub spots: Spots,
}

/// Reads an HTML text.
pub fn read(markup: &MappedText) -> Page {
    let mut reader = Reader::new(markup);
    let mut end = markup.len();
    for token in tokens(markup.as_str()) {
        if reader.blocks.len() + reader.breaks >= MOST_PARTS {
            end = token.range().start;
            break;
        }
        match token {
            Token::Text(range) => reader.text(None, range),
            Token::Decoded(text, range) => reader.text(Some(&text), range),
            Token::Start(tag) => reader.start(&tag),
            Token::End(name, range) => reader.end(&name, range),
        }
    }
    reader.close_to(0, end..end);
    reader.flush(end);
    reader.blocks.extend(unread(markup, end));
    Page {
        title: reader.title.filter(|title| !title.is_empty()),
        preheader: reader.preheader.text,
        blocks: reader.blocks,
        spots: reader.spots,
    }
}

/// The state between two tokens.
struct Reader<'a> {
    markup: &'a MappedText,
    stack: Stack,
    hidden: Hidden,
    title: Option<MappedText>,
    preheader: Preheader,
    /// Where the content of the open title or style sheet starts.
    raw: usize,
    blocks: Vec<Block>,
    spots: Spots,
    /// How many line breaks have been read.
    breaks: usize,
    flow: Flow<'a>,
    /// Where the block that is gathered starts in the markup, its tag included.
    start: Option<usize>,
    /// Whether each open list is numbered.
    lists: Vec<bool>,
    /// The list item whose first block comes next.
    item: Option<(usize, bool)>,
    heading: usize,
    tables: Vec<Table>,
    /// The heights of the open elements with [`Effect::Conversation`].
    conversations: Vec<usize>,
    /// What follows a divider is quoted up to the end of the element around it.
    rests: Vec<Rest>,
    /// How many blocks had been read at the last divider: several dividers in a row are one.
    divided_at: Option<usize>,
}

/// The text of some markup in one line.
fn line(markup: &MappedText) -> MappedText {
    let mut flow = Flow::new(markup);
    for token in tokens(markup.as_str()) {
        match token {
            Token::Text(range) => flow.push(range),
            Token::Decoded(text, range) => flow.push_decoded(&text, range),
            _ => {}
        }
    }
    flow.take()
}

struct Rest {
    /// The height of the quote or conversation that it ends with, else 0.
    height: usize,
    /// Whether it or what it stands in is a message passed on.
    forwarded: bool,
}

impl<'a> Reader<'a> {
    fn new(markup: &'a MappedText) -> Reader<'a> {
        Reader {
            markup,
            stack: Stack::default(),
            hidden: Hidden::default(),
            title: None,
            preheader: Preheader::default(),
            raw: 0,
            blocks: Vec::new(),
            spots: Spots::default(),
            breaks: 0,
            flow: Flow::new(markup),
            start: None,
            lists: Vec::new(),
            item: None,
            heading: 0,
            tables: Vec::new(),
            conversations: Vec::new(),
            rests: Vec::new(),
            divided_at: None,
        }
    }

    /// Adds text: the markup at `range`, or `decoded`, which it stands for.
    fn text(&mut self, decoded: Option<&str>, range: Range<usize>) {
        let text = decoded.or_else(|| self.markup.as_str().get(range.clone())).unwrap_or_default();
        if self.stack.last(Kind::Head) > 0 && self.stack.last(Kind::Head) == self.stack.height() {
            if text.trim().is_empty() {
                return;
            }
            // Text ends a head that nobody closed.
            self.close_to(self.stack.height() - 1, range.start..range.start);
        }
        if self.stack.within(Effect::Hidden) || self.stack.within(Effect::Struck) {
            return;
        }
        self.start.get_or_insert(range.start);
        if self.stack.within(Effect::Preformatted) {
            match decoded {
                Some(text) => self.flow.push_raw_decoded(text, range),
                None => self.flow.push_raw(range),
            }
        } else if self.stack.within(Effect::Wrapped) && decoded.is_none() {
            self.lines(range);
        } else {
            match decoded {
                Some(text) => self.flow.push_decoded(text, range),
                None => self.flow.push(range),
            }
        }
    }

    /// Adds text whose line breaks count, as `white-space: pre-wrap` has it.
    fn lines(&mut self, range: Range<usize>) {
        let markup = self.markup;
        let mut at = range.start;
        for line in markup.as_str()[range].split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']).len();
            self.flow.push(at..at + content);
            if content < line.len() {
                self.line_break(at + content..at + line.len());
            }
            at += line.len();
            self.start.get_or_insert(at);
        }
    }

    /// A line break that counts; the second one in a row ends the paragraph.
    fn line_break(&mut self, range: Range<usize>) {
        self.breaks += 1;
        if self.flow.gap() == Some(Gap::Break) {
            self.flush(range.start);
        } else {
            self.flow.push_gap(Gap::Break, range);
        }
    }

    fn start(&mut self, tag: &Tag) {
        let kind = Kind::of(&tag.name);
        let within_head = matches!(
            tag.name.as_str(),
            "html" | "head" | "title" | "style" | "script" | "meta" | "link" | "base" | "template" | "noscript"
        );
        if self.stack.last(Kind::Head) > 0 && !within_head {
            self.close_to(self.stack.last(Kind::Head) - 1, tag.range.clone());
        }
        self.imply_ends(kind, &tag.range);
        if effects::is_reply_divider(tag) && !self.stack.within(Effect::Hidden) {
            self.flush(tag.range.start);
            self.divide(false);
        }
        let is_seen = !self.stack.within(Effect::Hidden);
        self.spots.start(tag, is_seen && !self.is_foreign() && !self.stack.within(Effect::Signature));
        let Some(kind) = kind else { return self.start_empty(tag) };
        if kind == Kind::Html || kind == Kind::Body && self.stack.last(Kind::Body) > 0 {
            return;
        }
        // Paths such as `<o:p/>` come from XML, where the element ends here; so do those of MJML.
        if (tag.name.contains(':') || tag.name.starts_with("mj-"))
            && self.markup.as_str().as_bytes()[..tag.range.end].ends_with(b"/>")
        {
            return;
        }
        if matches!(tag.name.as_str(), "title" | "style" | "mj-title" | "mj-style") {
            self.raw = tag.range.end;
        }
        let effects = effects(tag, Some(kind), &self.hidden);
        if !kind.is_inline() || effects.has(Effect::Signature) || effects.has(Effect::Attribution) {
            self.flush(tag.range.start);
            self.start = Some(tag.range.start);
        }
        self.stack.push(kind, effects);
        if effects.has(Effect::Hidden) && self.blocks.is_empty() && self.flow.is_empty() {
            self.preheader.open(tag, self.stack.height());
        }
        if effects.has(Effect::Conversation) {
            self.conversations.push(self.stack.height());
        }
        if self.stack.within(Effect::Hidden) {
            // Tags count for nesting alone where nothing is seen.
            match kind {
                Kind::List => self.lists.push(false),
                Kind::Table => self.tables.push(Table::new(self.blocks.len(), false)),
                _ => {}
            }
            return;
        }
        match kind {
            Kind::Heading => self.heading = tag.name.as_bytes().get(1).map_or(1, |digit| usize::from(digit - b'0')),
            Kind::List => self.lists.push(tag.name == "ol"),
            Kind::Item => self.item = Some((self.lists.len().max(1), self.lists.last() == Some(&true))),
            Kind::Paragraph | Kind::Division => {
                if let Some(depth) = effects::word_list_depth(tag) {
                    self.item = Some((depth, false));
                }
            }
            Kind::Table => {
                if let Some(around) = self.tables.last_mut() {
                    around.is_layout();
                }
                let data = !matches!(tag.attribute("role"), Some("presentation" | "none")) && !self.is_foreign();
                self.tables.push(Table::new(self.blocks.len(), data));
            }
            Kind::Row => self.tables.last_mut().into_iter().for_each(Table::start_row),
            Kind::Cell if tag.name != "caption" => {
                let blocks = self.blocks.len();
                if let Some(table) = self.tables.last_mut() {
                    table.start_cell(blocks, tag.name == "th");
                }
            }
            _ => {}
        }
    }

    /// An element that holds nothing.
    fn start_empty(&mut self, tag: &Tag) {
        if self.stack.within(Effect::Hidden) {
            return;
        }
        match tag.name.as_str() {
            "br" if self.stack.within(Effect::Preformatted) => self.flow.push_raw_decoded("\n", tag.range.clone()),
            "br" => self.line_break(tag.range.clone()),
            "hr" => self.flush(tag.range.start),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, range: Range<usize>) {
        match name {
            // What comes after the end of a page is read as part of it.
            "html" | "body" => return,
            "br" => return self.line_break(range),
            "title" | "mj-title" => return self.end_title(range),
            "style" | "mj-style" => {
                let (_, sheet) = self.take_raw(range.start);
                self.hidden.read(sheet);
            }
            _ => {}
        }
        self.spots.end(name, self.markup, range.start, !self.stack.within(Effect::Hidden));
        let Some(kind) = Kind::of(name) else { return };
        let Some(height) = self.stack.find(kind) else {
            // A stray end of a paragraph still starts a new line.
            if kind == Kind::Paragraph {
                self.flush(range.end);
            }
            return;
        };
        if kind.is_inline() && height < self.stack.height() {
            self.stack.close_early(height);
        } else {
            self.close_to(height - 1, range);
        }
    }

    /// The content of the title or style sheet that ends here, with its place.
    fn take_raw(&mut self, end: usize) -> (Range<usize>, &'a str) {
        let range = std::mem::replace(&mut self.raw, usize::MAX)..end;
        let content = self.markup.as_str().get(range.clone());
        content.map_or((end..end, ""), |content| (range, content))
    }

    /// The title is hidden text, so it is read from the markup at its end tag.
    fn end_title(&mut self, range: Range<usize>) {
        let Some(height) = self.stack.find(Kind::Inline) else { return };
        let (content, _) = self.take_raw(range.start);
        if self.title.is_none() {
            self.title = Some(line(&self.markup.slice(content)));
        }
        self.close_to(height - 1, range);
    }

    /// Closes the elements that a start tag of this kind ends.
    fn imply_ends(&mut self, kind: Option<Kind>, tag: &Range<usize>) {
        let Some(kind) = kind else { return };
        if kind.is_inline() {
            return;
        }
        if let Some(height) = self.stack.find(Kind::Paragraph) {
            self.close_to(height - 1, tag.start..tag.start);
        }
        let ended: &[Kind] = match kind {
            Kind::Item => &[Kind::Item],
            Kind::Term => &[Kind::Term],
            Kind::Heading => &[Kind::Heading],
            Kind::Cell => &[Kind::Cell],
            Kind::Row => &[Kind::Row],
            _ => &[],
        };
        for &kind in ended {
            if let Some(height) = self.stack.find(kind) {
                self.close_to(height - 1, tag.start..tag.start);
            }
        }
    }

    /// Closes open elements down to `height`; `tag` is what closes them.
    fn close_to(&mut self, height: usize, tag: Range<usize>) {
        while self.stack.height() > height {
            let closed = self.stack.height();
            self.preheader.close(self.markup, closed, tag.start);
            // The block belongs to the element, so it ends before the element does.
            let ends_block = self.stack.top().is_some_and(|(kind, effects)| {
                !kind.is_inline() || effects.has(Effect::Signature) || effects.has(Effect::Attribution)
            });
            if ends_block {
                self.flush(tag.end);
            }
            match self.stack.pop() {
                Some(Kind::List) => {
                    self.lists.pop();
                }
                Some(Kind::Item) => self.item = None,
                // A paragraph that Word made a list item, and that was empty.
                Some(Kind::Paragraph) if self.lists.is_empty() => self.item = None,
                Some(Kind::Table) => {
                    let end = self.markup.source(tag.end..tag.end).start;
                    if let Some(table) = self.tables.pop() {
                        table.end(&mut self.blocks, end);
                    }
                }
                _ => {}
            }
            self.conversations.pop_if(|height| *height >= closed);
            while self.rests.last().is_some_and(|rest| rest.height >= closed) {
                self.rests.pop();
            }
        }
    }

    /// Ends the block that is being gathered; its markup ends at `end`.
    fn flush(&mut self, end: usize) {
        let start = self.start.take();
        if self.flow.is_empty() {
            self.flow.take();
            return;
        }
        let code = self.stack.within(Effect::Preformatted);
        let text = if code { self.flow.take_code() } else { self.flow.take() };
        if text.is_empty() {
            return;
        }
        let start = start.unwrap_or(end).min(end);
        let span = self.markup.source(start..end);
        let role = self.role(&text);
        let depth = self.quote_depth().max(1);
        if code && (role != Role::Code || self.stack.within(Effect::Wrapped)) {
            // Plain text in an HTML coat, such as Thunderbird makes of a plain mail.
            for mut block in plain::blocks(&text) {
                if role != Role::Code {
                    block.role = role;
                    block.depth = if matches!(role, Role::Quote | Role::Forwarded) { depth } else { 0 };
                }
                self.blocks.push(block);
            }
            return;
        }
        let mut block = Block::new(role, text, span);
        match role {
            Role::Quote | Role::Forwarded => block.depth = depth,
            Role::Heading => block.depth = self.heading,
            Role::ListItem => {
                if let Some((depth, numbered)) = self.item {
                    (block.depth, block.numbered) = (depth, numbered);
                }
            }
            _ => {}
        }
        self.item = None;
        self.blocks.push(block);
    }
}
