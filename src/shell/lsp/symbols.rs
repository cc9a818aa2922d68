//! Document symbols: the parts of a draft, with what they ask and by when.

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind};

use super::view::View;
use crate::Span;
use crate::draft::{Attachment, Block, BlockId, Role};
use crate::reading::{Ask, TimeExpression, TimeRole};
use crate::report::{escape, shortened, text_at, when};

/// The symbols of a draft, within one another where the client can show that.
pub fn symbols(view: &View) -> DocumentSymbolResponse {
    let mut symbols = all(view);
    symbols.iter_mut().for_each(settle);
    if view.client.nested_symbols {
        return DocumentSymbolResponse::Nested(symbols.into_iter().map(|symbol| nested(view, symbol)).collect());
    }
    let mut flat = Vec::new();
    symbols.into_iter().for_each(|symbol| flatten(view, symbol, None, &mut flat));
    DocumentSymbolResponse::Flat(flat)
}

/// A part of the draft.
struct Symbol {
    name: String,
    detail: String,
    kind: SymbolKind,
    /// All of it, its children included.
    span: Span,
    /// The words that name it.
    words: Span,
    children: Vec<Symbol>,
}

impl Symbol {
    fn new(name: String, detail: &str, kind: SymbolKind, span: Span) -> Symbol {
        // A symbol without a name is against the protocol.
        let name = if name.trim().is_empty() { detail.to_owned() } else { name };
        Symbol { name, detail: detail.to_owned(), kind, span, words: span, children: Vec::new() }
    }
}

fn all(view: &View) -> Vec<Symbol> {
    let draft = &view.report.draft;
    let mut symbols = Vec::new();
    if let Some(subject) = draft.envelope.subject.as_ref().filter(|subject| !subject.is_empty()) {
        let span = subject.source(0..subject.len());
        symbols.push(Symbol::new(shortened(&text_at(view.report, span)), "subject", SymbolKind::KEY, span));
    }
    let mut blocks = draft.blocks().peekable();
    if draft.parts.len() > 1 {
        for part in &draft.parts {
            let name = if part.html { "HTML part" } else { "text part" };
            let mut symbol = Symbol::new(name.to_owned(), "part", SymbolKind::MODULE, part.body);
            let inside = std::iter::from_fn(|| blocks.next_if(|(_, block)| block.span.start < part.body.end));
            symbol.children = sections(view, inside);
            symbols.push(symbol);
        }
    }
    symbols.extend(sections(view, blocks));
    symbols.extend(draft.envelope.attachments.iter().map(attachment));
    symbols
}

fn attachment(attachment: &Attachment) -> Symbol {
    let name = if attachment.name.is_empty() { &attachment.media_type } else { &attachment.name };
    Symbol::new(shortened(name), "attachment", SymbolKind::FILE, attachment.span)
}

/// The blocks, each below its heading.
fn sections<'b>(view: &View, blocks: impl Iterator<Item = (BlockId, &'b Block)>) -> Vec<Symbol> {
    // The headings that are open, from the outermost to the innermost.
    let mut open: Vec<(usize, Symbol)> = Vec::new();
    let mut done: Vec<Symbol> = Vec::new();
    let mut last: Option<Role> = None;
    for (id, block) in blocks {
        let is_heading = block.role == Role::Heading;
        while is_heading && open.last().is_some_and(|(depth, _)| *depth >= block.depth) {
            close(&mut open, &mut done);
        }
        let siblings = open.last_mut().map_or(&mut done, |(_, heading)| &mut heading.children);
        // What others wrote is one part, however many paragraphs it has.
        if !block.role.is_own()
            && last == Some(block.role)
            && let Some(before) = siblings.last_mut()
        {
            before.span = before.span.cover(block.span);
        } else if is_heading {
            open.push((block.depth, self::block(view, id, block)));
        } else {
            siblings.push(self::block(view, id, block));
        }
        last = Some(block.role);
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

/// Puts the innermost heading where it belongs.
fn close(open: &mut Vec<(usize, Symbol)>, done: &mut Vec<Symbol>) {
    let Some((_, heading)) = open.pop() else { return };
    open.last_mut().map_or(done, |(_, outer)| &mut outer.children).push(heading);
}

/// A block with what it asks and by when.
fn block(view: &View, id: BlockId, block: &Block) -> Symbol {
    let text = text_at(view.report, block.text.source(0..block.text.len()));
    let mut symbol = Symbol::new(shortened(&text), block.role.name(), kind(block.role), block.span);
    let reading = &view.report.reading;
    let first = reading.times.partition_point(|time| time.block < id);
    let of_block = reading.times[first..].iter().take_while(|time| time.block == id);
    let mut deadlines: Vec<&TimeExpression> = of_block.filter(|time| time.role == TimeRole::Deadline).collect();
    let asked = reading.asks.partition_point(|ask| reading.sentence(ask.sentence).block < id);
    let asks = reading.asks[asked..].iter().take_while(|ask| reading.sentence(ask.sentence).block == id);
    for ask in asks.filter(|ask| !ask.courtesy) {
        let mut child = self::ask(view, ask);
        let inside: Vec<_> = deadlines.extract_if(.., |time| ask.span.contains(time.span)).collect();
        child.children = inside.into_iter().map(|time| deadline(view, time)).collect();
        symbol.children.push(child);
    }
    symbol.children.extend(deadlines.into_iter().map(|time| deadline(view, time)));
    symbol.children.sort_by_key(|child| child.span);
    symbol
}

fn ask(view: &View, ask: &Ask) -> Symbol {
    let owner = ask.owner.name().map(|owner| format!(" of {}", escape::visible(owner))).unwrap_or_default();
    let detail = format!("{}{owner}", ask.kind.name());
    Symbol::new(shortened(&text_at(view.report, ask.span)), &detail, SymbolKind::FUNCTION, ask.span)
}

fn deadline(view: &View, time: &TimeExpression) -> Symbol {
    let day = when::day(time, view.report.reading.moment).map(|day| format!(": {day}")).unwrap_or_default();
    Symbol::new(shortened(&text_at(view.report, time.span)), &format!("deadline{day}"), SymbolKind::EVENT, time.span)
}

/// The kinds are those that editors show apart; the protocol has none for prose.
fn kind(role: Role) -> SymbolKind {
    match role {
        Role::Heading => SymbolKind::NAMESPACE,
        Role::Prose => SymbolKind::STRING,
        Role::ListItem => SymbolKind::ENUM_MEMBER,
        Role::Table => SymbolKind::ARRAY,
        Role::Code => SymbolKind::OBJECT,
        Role::Greeting | Role::Closing | Role::Signature | Role::Disclaimer => SymbolKind::CONSTANT,
        Role::Quote | Role::Attribution | Role::Forwarded => SymbolKind::PACKAGE,
    }
}

/// Makes a symbol hold its children and its own words, as the protocol wants it.
fn settle(symbol: &mut Symbol) {
    symbol.children.iter_mut().for_each(settle);
    symbol.span = symbol.children.iter().fold(symbol.span.cover(symbol.words), |all, child| all.cover(child.span));
}

#[expect(deprecated, reason = "the field has no default, and must be none")]
fn nested(view: &View, symbol: Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested(view, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail),
        kind: symbol.kind,
        tags: None,
        deprecated: None,
        range: view.positions.range(symbol.span),
        selection_range: view.positions.range(symbol.words),
        children: (!children.is_empty()).then_some(children),
    }
}

#[expect(deprecated, reason = "the field has no default, and must be none")]
fn flatten(view: &View, symbol: Symbol, container: Option<&str>, flat: &mut Vec<SymbolInformation>) {
    flat.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: symbol.kind,
        tags: None,
        deprecated: None,
        location: Location { uri: view.uri.clone(), range: view.positions.range(symbol.span) },
        container_name: container.map(str::to_owned),
    });
    symbol.children.into_iter().for_each(|child| flatten(view, child, Some(&symbol.name), flat));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::view::with_view;

    fn nested_of(name: &str, text: &str) -> Vec<DocumentSymbol> {
        let client = Client { nested_symbols: true, ..Client::default() };
        match with_view(name, text, &client, symbols) {
            DocumentSymbolResponse::Nested(symbols) => symbols,
            DocumentSymbolResponse::Flat(_) => panic!("flat"),
        }
    }

    /// The symbols as an outline, and whether each lies within its parent.
    fn outline(symbols: &[DocumentSymbol], depth: usize, out: &mut String) {
        for symbol in symbols {
            let (range, words) = (symbol.range, symbol.selection_range);
            assert!(range.start <= words.start && words.end <= range.end, "{symbol:?}");
            out.push_str(&format!(
                "{}{} [{}]\n",
                "  ".repeat(depth),
                symbol.name,
                symbol.detail.as_deref().unwrap_or_default()
            ));
            for child in symbol.children.iter().flatten() {
                assert!(range.start <= child.range.start && child.range.end <= range.end, "{symbol:?}");
            }
            outline(symbol.children.as_deref().unwrap_or_default(), depth + 1, out);
        }
    }

    fn outline_of(name: &str, text: &str) -> String {
        let mut out = String::new();
        outline(&nested_of(name, text), 0, &mut out);
        out
    }

    #[test]
    fn a_mail_shows_its_parts_and_what_it_asks() {
        let mail = "To: Ana <ana@b.example>\nDate: Sat, 28 Nov 2026 20:00:00 +0100\nSubject: Yard\n\nHi Ana,\n\n\
                    could you send the plan by Friday? Thanks.\n\n> We met.\n>\n> And then we went home.\n\n-- \nBen\n";
        let expected = "Yard [subject]\nHi Ana, [greeting]\ncould you send the plan by Friday? Thanks. [prose]\n  \
                        could you send the plan by Friday? [request of Ana]\n    by Friday [deadline: 4 Dec]\n\
                        We met. [quote]\n-- Ben [signature]\n";
        assert_eq!(outline_of("a.eml", mail), expected);
    }

    #[test]
    fn headings_hold_what_is_below_them() {
        let text =
            "Before.\n\n# Yard\n\nWe met.\n\n## Fence\n\n- Could you paint it?\n\n# House\n\nDone.\n\nThe end.\n";
        let expected = "Before. [prose]\nYard [heading]\n  We met. [prose]\n  Fence [heading]\n    Could you paint it? [list-item]\n      \
                        Could you paint it? [request]\nHouse [heading]\n  Done. [prose]\n  The end. [prose]\n";
        assert_eq!(outline_of("a.md", text), expected);
    }

    #[test]
    fn parts_and_files_of_a_mail_are_told_apart() {
        use base64::Engine as _;
        let body = base64::engine::general_purpose::STANDARD.encode("Could you answer by Friday?\n\nThanks, Ana.\n");
        let mail = format!(
            "Subject: Yard\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nWe met.\n--x\nContent-Type: text/html\n\
             Content-Transfer-Encoding: base64\n\n{body}\n--x\nContent-Type: application/pdf; name=plan.pdf\n\nx\n--x--\n"
        );
        let expected = "Yard [subject]\ntext part [part]\n  We met. [prose]\nHTML part [part]\n  ";
        let outline = outline_of("a.eml", &mail);
        assert!(outline.starts_with(expected) && outline.ends_with("plan.pdf [attachment]\n"), "{outline}");
    }

    #[test]
    fn a_client_that_knows_no_nesting_gets_a_list() {
        let flat = with_view("a.md", "# Yard\n\nCould you paint it?\n", &Client::default(), symbols);
        let DocumentSymbolResponse::Flat(flat) = flat else { panic!("nested") };
        let shown: Vec<_> = flat.iter().map(|s| (s.name.as_str(), s.container_name.as_deref())).collect();
        let ask = "Could you paint it?";
        assert_eq!(shown, [("Yard", None), (ask, Some("Yard")), (ask, Some(ask))]);
        assert!(nested_of("a.txt", "").is_empty());
    }
}
