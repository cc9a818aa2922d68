//! What a decoded place must equal, but for white space and markup.

/// Lines as they were before an mbox file quoted them.
pub fn without_from_quotes(bytes: &[u8]) -> Vec<u8> {
    let lines = bytes.split_inclusive(|&byte| byte == b'\n').enumerate();
    lines
        .flat_map(|(number, line)| {
            let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
            let quoted = number > 0 && quotes > 0 && line[quotes..].starts_with(b"From ");
            &line[usize::from(quoted)..]
        })
        .copied()
        .collect()
}

/// What bytes of a calendar say: lines unfolded, then without escapes.
pub fn calendar_text(bytes: &[u8]) -> String {
    let folds = regex::bytes::Regex::new("\r*\n[ \t]").unwrap();
    let unfolded = folds.replace_all(bytes, &b""[..]).into_owned();
    let text = String::from_utf8_lossy(&unfolded).into_owned();
    let escapes = regex::Regex::new(r"\\([nN,;:\\\x22])").unwrap();
    let shown = |found: &regex::Captures| {
        if found[1].eq_ignore_ascii_case("n") { "\n".to_owned() } else { found[1].to_owned() }
    };
    escapes.replace_all(&text, shown).into_owned()
}

pub fn escaped_byte(byte: u8) -> Vec<u8> {
    if byte.is_ascii() { vec![byte] } else { format!("={byte:02X}").into_bytes() }
}

/// Quoted-printable with everything escaped that should have been.
pub fn escaped(bytes: &[u8]) -> Vec<u8> {
    let is_plain = |at: usize| match bytes[at] {
        b'=' => {
            let rest = &bytes[at + 1..];
            let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
            line.trim_ascii().is_empty() || (rest.len() > 1 && rest[..2].iter().all(u8::is_ascii_hexdigit))
        }
        byte => byte.is_ascii(),
    };
    let byte = |at: usize| if is_plain(at) { vec![bytes[at]] } else { format!("={:02X}", bytes[at]).into_bytes() };
    (0..bytes.len()).flat_map(byte).collect()
}

/// Without white space, which the parser makes single.
pub fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

pub fn equal(got: &str, text: &str) -> Result<(), String> {
    if dense(got) == dense(text) { Ok(()) } else { Err(format!("{got:?} is not {text:?}")) }
}

/// Without quote marks, `>`, `|` or `AR>`, and the bars between the cells of a table.
pub fn without_marks(text: &str) -> String {
    let marks = regex::Regex::new("[A-Za-z]{0,4}>|[|]").unwrap();
    marks.replace_all(text, "").into_owned()
}

/// HTML without tags, comments, scripts and styles.
pub fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = rest[at..].to_ascii_lowercase();
        let end = ["script", "style", "title", "!--"]
            .iter()
            .find(|name| tag[1..].starts_with(**name))
            .map_or(">".to_owned(), |name| if *name == "!--" { "-->".to_owned() } else { format!("</{name}>") });
        rest = tag.find(&end).map_or("", |len| &rest[at + len + end.len()..]);
    }
    text + rest
}

/// Whether HTML without tags shows a text; an entity that is not known here stands for
/// any one character.
pub fn matches(html: &str, text: &str) -> bool {
    let (html, text) = (dense(html), dense(text));
    let (mut html, mut text) = (html.as_str(), text.as_str());
    while let Some(first) = html.chars().next() {
        let behind = &html[first.len_utf8()..];
        let end = behind.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(behind.len());
        // The semicolon may be missing behind a number and behind `nbsp`.
        let number = behind.strip_prefix('#').map(|digits| digits.split(|c: char| !c.is_ascii_digit()).next());
        let name = match number.flatten() {
            Some(digits) if !digits.is_empty() => &behind[..=digits.len()],
            _ if behind.starts_with("nbsp") => "nbsp",
            _ if behind[end..].starts_with(';') => &behind[..end],
            _ => "",
        };
        let named = first == '&' && !name.is_empty();
        let close = usize::from(named && behind[name.len()..].starts_with(';'));
        let len = if named { 1 + name.len() + close } else { first.len_utf8() };
        let shown = match name {
            _ if !named => Some(first),
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "nbsp" => Some(' '),
            _ => match name.strip_prefix('#').map(str::parse) {
                Some(Ok(number)) if !(128..160).contains(&number) => char::from_u32(number),
                _ => text.chars().next(),
            },
        };
        html = &html[len..];
        let Some(shown) = shown.filter(|c| !c.is_whitespace()) else { continue };
        let Some(rest) = text.strip_prefix(shown) else { return false };
        text = rest;
    }
    text.is_empty()
}

/// Whether Markdown shows a text: the text with marks between its characters.
pub fn is_marked_up(markdown: &str, text: &str) -> bool {
    let mut text = text.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut destination = false;
    for c in markdown.chars().filter(|c| !c.is_whitespace()) {
        if text.peek() == Some(&c) {
            text.next();
            destination = false;
        } else if !("*_`[]()<>#>|\\+-~!\"'&;:.=".contains(c) || destination || c.is_ascii_digit()) {
            return false;
        }
        destination |= matches!(c, '(' | '<' | '&' | '[');
    }
    text.next().is_none()
}
