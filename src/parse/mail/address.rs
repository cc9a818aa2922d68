use super::encoded_word;
use crate::draft::Address;
use crate::text::{Finding, Span};

/// Reads a list of addresses: mailboxes and groups (RFC 5322, 3.4), with quoted names,
/// comments, encoded words and the obsolete routes. A group gives its members. What is
/// no address is a name without one.
pub fn read(bytes: &[u8], span: Span, problems: &mut Vec<Finding>) -> Vec<Address> {
    let mut list = Vec::new();
    let mut mailbox = Mailbox::default();
    let mut at = span.start;
    while at < span.end {
        let start = at;
        let byte = bytes[at];
        at += 1;
        match byte {
            b'"' => {
                at = quoted_end(bytes, at, span.end);
                mailbox.add(Token::Quoted, Span::new(start, at));
            }
            b'(' => {
                at = comment_end(bytes, at, span.end);
                mailbox.add(Token::Comment, Span::new(start, at));
            }
            b'<' => {
                at = angle_end(bytes, at, span.end);
                mailbox.add(Token::Angle, Span::new(start, at));
            }
            // Outlook parts addresses by semicolons.
            b',' | b';' => list.extend(std::mem::take(&mut mailbox).finish(bytes, problems)),
            // The name of a group. A colon within an address is part of a route or literal.
            b':' if !mailbox.has_at => mailbox = Mailbox::default(),
            byte if byte.is_ascii_whitespace() => {}
            _ => {
                let len = bytes[at..span.end].iter().position(|&byte| is_special(byte)).unwrap_or(span.end - at);
                at += len;
                mailbox.has_at |= bytes[start..at].contains(&b'@');
                mailbox.add(Token::Atom, Span::new(start, at));
            }
        }
    }
    list.extend(mailbox.finish(bytes, problems));
    list
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'(' | b'<' | b',' | b';' | b':') || byte.is_ascii_whitespace()
}

/// Where a quoted string ends, its closing quote included.
fn quoted_end(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    end
}

fn comment_end(bytes: &[u8], mut at: usize, end: usize) -> usize {
    let mut depth = 1usize;
    while at < end && depth > 0 {
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    at.min(end)
}

/// Where an address in angle brackets ends. One that is never closed ends before the
/// next comma, so that it does not swallow the others.
fn angle_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let rest = &bytes[at..end];
    match rest.iter().position(|&byte| byte == b'>' || byte == b'<') {
        Some(len) if rest[len] == b'>' => at + len + 1,
        _ => at + rest.iter().position(|&byte| byte == b',').unwrap_or(rest.len()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Atom,
    Quoted,
    Comment,
    Angle,
}

/// The tokens of one mailbox.
#[derive(Default)]
struct Mailbox {
    tokens: Vec<(Token, Span)>,
    has_at: bool,
}

impl Mailbox {
    fn add(&mut self, token: Token, span: Span) {
        self.tokens.push((token, span));
    }

    fn finish(self, bytes: &[u8], problems: &mut Vec<Finding>) -> Option<Address> {
        let tokens = &self.tokens;
        let span = tokens.first()?.1.cover(tokens.last()?.1);
        let comment =
            tokens.iter().find(|(token, _)| *token == Token::Comment).map(|(_, span)| inner(*span, bytes, b')'));
        if let Some(angle) = tokens.iter().position(|(token, _)| *token == Token::Angle) {
            let words = tokens[..angle].iter().filter(|(token, _)| *token != Token::Comment);
            let name = phrase(words, bytes, problems);
            let address = route_free(&without_space(bytes, inner(tokens[angle].1, bytes, b'>')));
            let name = if name.is_empty() { comment.map_or(name, |span| text(bytes, span, problems)) } else { name };
            return Some(Address { name, address, span }).filter(|a| !(a.name.is_empty() && a.address.is_empty()));
        }
        let words = tokens.iter().filter(|(token, _)| *token != Token::Comment);
        if !self.has_at {
            let name = phrase(words, bytes, problems);
            return (!name.is_empty()).then(|| Address { name, address: String::new(), span });
        }
        // `local@domain`, perhaps with space around its dots. Words without an @ before
        // one with it are a name that lacks its brackets.
        let parts: Vec<Span> = words.map(|(_, span)| *span).collect();
        let bare = |span: Span| &bytes[span.range()];
        let at = parts.iter().position(|span| bare(*span).contains(&b'@'))?;
        let mut first = at;
        let mut last = at;
        while first > 0 && bare(parts[first]).starts_with(b"@") {
            first -= 1;
        }
        while last + 1 < parts.len()
            && (bare(parts[last]).ends_with(b"@")
                || bare(parts[last + 1]).starts_with(b".")
                || bare(parts[last]) == b".")
        {
            last += 1;
        }
        let address = parts[first..=last].iter().map(|span| String::from_utf8_lossy(bare(*span))).collect();
        let name = match (first, comment) {
            (0, Some(span)) => text(bytes, span, problems),
            (0, None) => String::new(),
            _ => text(bytes, parts[0].cover(parts[first - 1]), problems),
        };
        Some(Address { name, address, span })
    }
}

/// The span within brackets, the closing one of which may be missing.
fn inner(span: Span, bytes: &[u8], close: u8) -> Span {
    let closed = span.len() > 1 && bytes[span.end - 1] == close;
    Span::new(span.start + 1, span.end - usize::from(closed))
}

fn without_space(bytes: &[u8], span: Span) -> String {
    let bytes: Vec<u8> = bytes[span.range()].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `@relay,@other:local@domain` without its route.
fn route_free(address: &str) -> String {
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    match address.split_once(':') {
        Some((route, address)) if route.starts_with('@') => address.to_owned(),
        _ => address.to_owned(),
    }
}

/// A display name: words and quoted strings, joined by spaces.
fn phrase<'a>(tokens: impl Iterator<Item = &'a (Token, Span)>, bytes: &[u8], problems: &mut Vec<Finding>) -> String {
    let mut name = String::new();
    // Neighbouring words are decoded together, as encoded words may run on.
    let mut words: Option<Span> = None;
    let mut add = |more: String| {
        if !name.is_empty() && !more.is_empty() {
            name.push(' ');
        }
        name.push_str(&more);
    };
    for &(token, span) in tokens {
        if token == Token::Atom {
            words = Some(words.map_or(span, |words| words.cover(span)));
            continue;
        }
        if let Some(words) = words.take() {
            add(text(bytes, words, problems));
        }
        add(unquoted(&text(bytes, inner(span, bytes, b'"'), problems)));
    }
    if let Some(words) = words {
        add(text(bytes, words, problems));
    }
    // Some programs quote twice: "'Ana'".
    let bare = name.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    bare.map_or_else(|| name.clone(), str::to_owned)
}

/// A quoted string without its backslashes.
fn unquoted(text: &str) -> String {
    let mut chars = text.chars();
    let mut plain = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        plain.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    plain
}

fn text(bytes: &[u8], span: Span, problems: &mut Vec<Finding>) -> String {
    encoded_word::decode(bytes, span, problems).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses as `name <address>` with the source they stand for.
    fn check(field: &str, expected: &[(&str, &str)]) {
        let got = read(field.as_bytes(), Span::new(0, field.len()), &mut Vec::new());
        let got: Vec<(String, &str)> = got.iter().map(|a| (a.display(), &field[a.span.range()])).collect();
        let got: Vec<(&str, &str)> = got.iter().map(|(shown, span)| (shown.as_str(), *span)).collect();
        assert_eq!(got, expected, "{field}");
    }

    #[test]
    fn mailboxes_are_read_with_their_places() {
        check("ana@example.org", &[("ana@example.org", "ana@example.org")]);
        check(
            "Ana Ruiz <ana@example.org>, \"Orr, Ben\" <ben@example.org>",
            &[
                ("Ana Ruiz <ana@example.org>", "Ana Ruiz <ana@example.org>"),
                ("Orr, Ben <ben@example.org>", "\"Orr, Ben\" <ben@example.org>"),
            ],
        );
        check(
            "=?utf-8?Q?J=C3=B6rg?=\r\n =?utf-8?Q?_Ulm?= <j@x.org>",
            &[("Jörg Ulm <j@x.org>", "=?utf-8?Q?J=C3=B6rg?=\r\n =?utf-8?Q?_Ulm?= <j@x.org>")],
        );
        check("\"=?utf-8?Q?J=C3=B6rg?=\" <j@x.org>", &[("Jörg <j@x.org>", "\"=?utf-8?Q?J=C3=B6rg?=\" <j@x.org>")]);
    }

    #[test]
    fn old_and_odd_forms_are_read() {
        check("ana@example.org (Ana Ruiz)", &[("Ana Ruiz <ana@example.org>", "ana@example.org (Ana Ruiz)")]);
        check(
            "Team: a@x.org, b@x.org;, c@x.org",
            &[("a@x.org", "a@x.org"), ("b@x.org", "b@x.org"), ("c@x.org", "c@x.org")],
        );
        check("undisclosed-recipients:;", &[]);
        check("<@relay,@two:ana@x.org>", &[("ana@x.org", "<@relay,@two:ana@x.org>")]);
        check("ana @ example . org", &[("ana@example.org", "ana @ example . org")]);
        check("Ana Ruiz ana@x.org", &[("Ana Ruiz <ana@x.org>", "Ana Ruiz ana@x.org")]);
        check("a@x.org; b@x.org", &[("a@x.org", "a@x.org"), ("b@x.org", "b@x.org")]);
        check("\"a b\"@x.org", &[("\"a b\"@x.org", "\"a b\"@x.org")]);
        check("ana@[192.0.2.1]", &[("ana@[192.0.2.1]", "ana@[192.0.2.1]")]);
    }

    #[test]
    fn broken_lists_give_what_they_can() {
        check("", &[]);
        check(",, ;", &[]);
        check("Ana", &[("Ana", "Ana")]);
        check("Ana <ana@x.org, b@x.org", &[("Ana <ana@x.org>", "Ana <ana@x.org"), ("b@x.org", "b@x.org")]);
        check("\"Ana <a@x.org>", &[("Ana <a@x.org>", "\"Ana <a@x.org>")]);
        check("<>", &[]);
        check("(", &[]);
    }
}
