//! List markers: `-`, `*`, `•`, `1.`, `2)`, `(a)`.

/// The marker that a line starts with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marker {
    /// Its length in bytes, without the white space after it.
    pub len: usize,
    /// What it is made of.
    pub kind: Kind,
}

/// What a marker is made of. Items of one list share it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A bullet.
    Bullet(char),
    /// A number with what stands after it.
    Number(u32, char),
    /// A letter, counted from 1, with what stands after it.
    Letter(u32, char),
}

impl Marker {
    /// Whether it carries a number or letter.
    pub fn is_numbered(self) -> bool {
        !matches!(self.kind, Kind::Bullet(_))
    }

    /// Whether a list may begin with it.
    pub fn is_first(self) -> bool {
        matches!(self.kind, Kind::Bullet(_) | Kind::Number(0 | 1, _) | Kind::Letter(1, _))
    }

    /// Whether it may follow `before` in the same list.
    pub fn follows(self, before: Marker) -> bool {
        match (before.kind, self.kind) {
            (Kind::Bullet(a), Kind::Bullet(b)) => a == b,
            (Kind::Number(a, x), Kind::Number(b, y)) => x == y && (b == a || b == a + 1),
            (Kind::Letter(a, x), Kind::Letter(b, y)) => x == y && b == a + 1,
            _ => false,
        }
    }
}

/// The marker at the start of a line that has text after it.
pub fn read(content: &str) -> Option<Marker> {
    let first = content.chars().next()?;
    let marker = match first {
        '-' | '*' | '+' | '•' | '–' | '—' | '·' | '▪' | '■' | '●' | '○' | '‣' | '►' | '➢' | '✓' | '\u{f0b7}' => {
            Marker { len: first.len_utf8(), kind: Kind::Bullet(first) }
        }
        '(' => counted(&content[1..], true).map(|marker| Marker { len: marker.len + 1, ..marker })?,
        _ if first.is_ascii_alphanumeric() => counted(content, false)?,
        _ => return None,
    };
    let rest = &content[marker.len..];
    let is_parted =
        rest.starts_with([' ', '\t', '\u{a0}']) || (matches!(first, '•' | '·' | '▪' | '●') && !rest.is_empty());
    (is_parted && !rest.trim_start().is_empty()).then_some(marker)
}

/// A number of up to three digits, or one letter, and the `.` or `)` after it. A letter
/// with a dot is an initial more often than a marker, and is left alone.
fn counted(content: &str, opened: bool) -> Option<Marker> {
    let bytes = content.as_bytes();
    let digits = bytes.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let (len, number) = match digits {
        0 if bytes.first()?.is_ascii_alphabetic() => (1, None),
        1..=3 => (digits, content[..digits].parse::<u32>().ok()),
        _ => return None,
    };
    let close = char::from(*bytes.get(len)?);
    let is_closed = close == ')' || (close == '.' && !opened && number.is_some());
    if !is_closed {
        return None;
    }
    let kind = match number {
        Some(number) => Kind::Number(number, close),
        None => Kind::Letter(u32::from(bytes[0].to_ascii_lowercase() - b'a') + 1, close),
    };
    Some(Marker { len: len + 1, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_need_text_after_them() {
        assert_eq!(read("- one").map(|m| m.len), Some(1));
        assert_eq!(read("• one").map(|m| m.len), Some(3));
        assert_eq!(read("12) one").map(|m| m.kind), Some(Kind::Number(12, ')')));
        assert_eq!(read("(b) one").map(|m| (m.len, m.kind)), Some((3, Kind::Letter(2, ')'))));
        for none in ["-", "- ", "-5 degrees", "*bold*", "A. Silva called", "2026. That year", "1.5 litres", "-- "] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn items_follow_each_other() {
        let marker = |text| read(text).unwrap();
        assert!(marker("2. b").follows(marker("1. a")));
        assert!(!marker("4. b").follows(marker("1. a")));
        assert!(!marker("* b").follows(marker("- a")));
    }
}
