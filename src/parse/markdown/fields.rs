//! The fields of front matter: `key: value`, with the place of every value.

use std::ops::Range;

use crate::draft::Address;
use crate::text::MappedText;

/// A field. Ranges are bytes of the text.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// The name in lower case.
    pub key: String,
    /// The value: one scalar, the items of a list, or the lines of a folded text.
    pub values: Vec<Scalar>,
    /// Whether the value is a list.
    pub list: bool,
    /// Brackets and quotation marks without a partner.
    pub unclosed: Vec<Range<usize>>,
}

/// A value, without its quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// Where it stands.
    pub range: Range<usize>,
    /// The quotation mark around it.
    quote: Option<char>,
}

/// The most lines that are read: nobody writes more.
const MOST_LINES: usize = 10_000;
/// The most items of a list in brackets, likewise.
const MOST_ITEMS: usize = 10_000;

/// The fields on the lines at `range`, and the lines that are none.
pub fn split(text: &str, range: Range<usize>) -> (Vec<Field>, Vec<Range<usize>>) {
    let (mut fields, mut strays) = (Vec::<Field>::new(), Vec::new());
    let mut at = range.start;
    // Where a list in brackets that goes on over several lines ends.
    let mut taken = range.start;
    for line in text[range.clone()].split_inclusive('\n').take(MOST_LINES) {
        let start = at;
        at += line.len();
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') || start < taken {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let body = start + indent..start + indent + content.len();
        let continues = indent > 0 || content == "-" || content.starts_with("- ");
        if !continues && let Some((key, value)) = key_and_value(text, body.clone()) {
            let mut field = Field { key, values: Vec::new(), list: false, unclosed: Vec::new() };
            taken = field.read_value(text, value, range.end);
            fields.push(field);
        } else if continues && let Some(field) = fields.last_mut() {
            field.read_line(text, body);
        } else {
            strays.push(body);
        }
    }
    (fields, strays)
}

/// The key and the place of the value of a line `key: value`.
fn key_and_value(text: &str, line: Range<usize>) -> Option<(String, Range<usize>)> {
    let (key, value) = text[line.clone()].split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_'));
    let value_follows = value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && value_follows).then(|| (key.to_lowercase(), trimmed(text, line.end - value.len()..line.end)))
}

impl Field {
    /// Reads what stands behind the key, and gives the end of what was read; a list in
    /// brackets may go on up to `end`.
    fn read_value(&mut self, text: &str, value: Range<usize>, end: usize) -> usize {
        let content = &text[value.clone()];
        let is_block_mark = content.starts_with(['|', '>']) && content.len() <= 3;
        if content.starts_with('[') {
            self.list = true;
            return self.read_list(text, value, end);
        }
        if !content.is_empty() && !is_block_mark && !content.starts_with("# ") {
            self.read_scalar(text, value.clone());
        }
        value.end
    }

    /// Reads a further line of the value: an item of a list, or more of a text.
    fn read_line(&mut self, text: &str, line: Range<usize>) {
        match text[line.clone()].strip_prefix('-') {
            Some(item) if item.is_empty() || item.starts_with(' ') => {
                self.list = true;
                self.read_scalar(text, trimmed(text, line.start + 1..line.end));
            }
            _ => self.read_scalar(text, line),
        }
    }

    /// Reads `[a, "b, c"]`; without its end, the list ends with its line.
    fn read_list(&mut self, text: &str, value: Range<usize>, end: usize) -> usize {
        let mut quote = None;
        let mut item = value.start + 1;
        let mut items = Vec::new();
        let rest = &text[item..end];
        for (at, char) in rest.char_indices().map(|(at, char)| (at + value.start + 1, char)) {
            // The next field ends a list that nobody closed; a line of the list is indented.
            if char == '\n' && !rest[at - value.start..].starts_with([' ', '\t', ']', '\r', '\n']) {
                break;
            }
            match (quote, char) {
                (Some(open), _) => quote = (char != open).then_some(open),
                (None, '"' | '\'') if text[item..at].trim().is_empty() => quote = Some(char),
                (None, ',' | ']') => {
                    if items.len() < MOST_ITEMS {
                        items.push(item..at);
                    }
                    item = at + 1;
                }
                _ => {}
            }
            if quote.is_none() && char == ']' {
                items.into_iter().for_each(|item| self.read_scalar(text, trimmed(text, item)));
                return at + 1;
            }
        }
        self.unclosed.push(value.start..value.start + 1);
        let mut at = value.start + 1;
        for item in text[at..value.end].split(',').take(MOST_ITEMS) {
            self.read_scalar(text, trimmed(text, at..at + item.len()));
            at += item.len() + 1;
        }
        value.end
    }

    fn read_scalar(&mut self, text: &str, range: Range<usize>) {
        let content = &text[range.clone()];
        if let Some(quote) = content.chars().next().filter(|char| matches!(char, '"' | '\'')) {
            match closing_quote(content, quote) {
                Some(end) if content[end + 1..].is_empty() || content[end + 1..].trim_start().starts_with('#') => {
                    self.values.push(Scalar { range: range.start + 1..range.start + end, quote: Some(quote) });
                    return;
                }
                // More behind the quotation mark: `"Doe, Jane" <jane@example.org>`.
                Some(_) => {}
                None => {
                    self.unclosed.push(range.start..range.start + 1);
                    self.values.push(Scalar { range: range.start + 1..range.end, quote: None });
                    return;
                }
            }
        }
        // A comment needs a space on both sides, so that "fix for #33" stays whole.
        let end = content.find(" # ").map_or(range.end, |at| range.start + at);
        let range = trimmed(text, range.start..end);
        if !range.is_empty() {
            self.values.push(Scalar { range, quote: None });
        }
    }
}

/// Where the quotation mark at the start of `content` is closed.
fn closing_quote(content: &str, quote: char) -> Option<usize> {
    let mut chars = content.char_indices().skip(1).peekable();
    while let Some((at, char)) = chars.next() {
        let doubled = char == '\'' && quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'');
        if doubled || char == '\\' && quote == '"' {
            chars.next();
        } else if char == quote {
            return Some(at);
        }
    }
    None
}

/// The range without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let content = &text[range.clone()];
    let start = range.start + (content.len() - content.trim_start().len());
    start..start + content.trim().len()
}

impl Scalar {
    /// The pieces of the value: decoded characters, or none for what reads as it stands,
    /// each with its place.
    pub fn pieces(&self, text: &str) -> Vec<(Option<String>, Range<usize>)> {
        let escape = match self.quote {
            Some('"') => '\\',
            Some(_) => '\'',
            None => return vec![(None, self.range.clone())],
        };
        let mut pieces = Vec::new();
        let mut from = self.range.start;
        while let Some(found) = text[from..self.range.end].find(escape) {
            let at = from + found;
            pieces.push((None, from..at));
            let (char, len) = unescape(&text[at..self.range.end]);
            pieces.push((Some(char.to_string()), at..at + len));
            from = at + len;
        }
        pieces.push((None, from..self.range.end));
        pieces
    }

    /// The value.
    fn decoded(&self, text: &str) -> String {
        self.pieces(text).into_iter().map(|(piece, range)| piece.unwrap_or_else(|| text[range].to_owned())).collect()
    }
}

/// The character that an escape at the start of `text` stands for, and its length.
fn unescape(text: &str) -> (char, usize) {
    let mut chars = text.chars();
    let mark = chars.next().unwrap_or_default();
    let Some(char) = chars.next().filter(|_| mark == '\\') else { return (mark, text.len().min(2)) };
    let digits = match char {
        'n' | 'r' | 't' | ' ' => return (' ', 2),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return (char, 1 + char.len_utf8()),
    };
    let code = text.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    code.map_or((char, 2), |decoded| (decoded, 2 + digits))
}

/// The addresses of a field: the items of a list, or one text with commas between.
pub fn addresses(text: &MappedText, field: &Field) -> Vec<Address> {
    let mut addresses = Vec::new();
    for scalar in &field.values {
        let parts = if field.list { vec![scalar.range.clone()] } else { parts(text.as_str(), scalar.range.clone()) };
        for range in parts {
            let value = Scalar { range: range.clone(), quote: scalar.quote }.decoded(text.as_str());
            let (name, address) = name_and_address(value.trim());
            if !name.is_empty() || !address.is_empty() {
                addresses.push(Address { name, address, span: text.source(range) });
            }
        }
    }
    addresses
}

/// The parts of a list of addresses in one text: at commas and semicolons outside of
/// quotation marks and angle brackets, and at the spaces between handles (`@ana @ben`).
fn parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let content = &text[range.clone()];
    let handles = content.split_whitespace().all(|word| word.starts_with(['@', '#']));
    let (mut quoted, mut angled, mut from) = (false, false, range.start);
    let mut parts = Vec::new();
    for (at, char) in content.char_indices() {
        match char {
            '"' => quoted = !quoted,
            '<' => angled = true,
            '>' => angled = false,
            _ => {}
        }
        let parted = matches!(char, ',' | ';') || handles && char.is_whitespace();
        if parted && !quoted && !angled && parts.len() < MOST_ITEMS {
            parts.push(trimmed(text, from..range.start + at));
            from = range.start + at + char.len_utf8();
        }
    }
    parts.push(trimmed(text, from..range.end));
    parts.retain(|part| !part.is_empty());
    parts
}

/// The two halves of `Name <local@domain>`; either may be missing.
fn name_and_address(text: &str) -> (String, String) {
    if let Some((name, address)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        (name.trim().trim_matches('"').to_owned(), address.trim().to_owned())
    } else if text.find('@').is_some_and(|at| at > 0) && !text.contains(char::is_whitespace) {
        (String::new(), text.to_owned())
    } else {
        (text.to_owned(), String::new())
    }
}
