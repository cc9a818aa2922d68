//! The tags of all dialects as marks in a text, before anybody knows what they mean.

use std::ops::Range;

/// What a tag starts and ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `{{ }}`.
    Curly,
    /// `{{{ }}}`.
    Triple,
    /// `{{{{ }}}}`: what stands up to its end is shown as it is.
    Quad,
    /// `{{! }}`, `{{!-- --}}` and `{{/* */}}`: a comment.
    CurlyComment,
    /// `{% %}`.
    Percent,
    /// `{# #}`: a comment.
    Hash,
    /// `<% %>`.
    Angle,
    /// `*| |*`.
    Star,
    /// `{!Name.Of}`.
    Bang,
}

/// One tag as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it starts and ends with.
    pub style: Style,
    /// All of its bytes. Of a tag that never ends just what starts it.
    pub range: Range<usize>,
    /// What stands between, without white space and the signs that trim it (`-`, `~`).
    pub inside: Range<usize>,
    /// Whether it ends.
    pub closed: bool,
}

/// No merge tag of Mailchimp's is longer, in bytes.
const LONGEST_STAR: usize = 200;

/// The tags of a text, in order. Each byte is looked at a constant number of times.
pub struct Marks<'a> {
    text: &'a str,
    at: usize,
    /// The closing marks that are known not to come any more.
    gone: Vec<&'static str>,
}

impl<'a> Marks<'a> {
    /// The tags of this text.
    pub fn new(text: &'a str) -> Marks<'a> {
        Marks { text, at: 0, gone: Vec::new() }
    }

    /// Where `close` stands from byte `from` on.
    fn find(&mut self, from: usize, close: &'static str) -> Option<usize> {
        if self.gone.contains(&close) {
            return None;
        }
        let found = self.text[from..].find(close).map(|at| from + at);
        if found.is_none() {
            self.gone.push(close);
        }
        found
    }

    /// Where `close` stands, with no other tag's start before it. What stands in quotes is
    /// passed over, unless the tag has no end then.
    fn find_in_tag(&self, from: usize, close: &str, open: &[&str]) -> Option<usize> {
        let find = |passes_quotes: bool| {
            let bytes = self.text.as_bytes();
            let starts = |at: usize, mark: &str| bytes[at..].starts_with(mark.as_bytes());
            let mut at = from;
            while at < bytes.len() {
                if starts(at, close) {
                    return Some(at);
                }
                if open.iter().any(|open| starts(at, open)) {
                    return None;
                }
                at = if passes_quotes { quoted_end(bytes, at) } else { at } + 1;
            }
            None
        };
        find(true).or_else(|| find(false))
    }

    fn mark(&self, style: Style, start: usize, open: usize, close: Option<(usize, usize)>) -> Mark {
        let Some((end, len)) = close else {
            // The last of three braces may start another tag: `{{{% if %}`.
            let range = start..start + open.min(2);
            return Mark { style, inside: range.end..range.end, range, closed: false };
        };
        let inside = start + open..end.max(start + open);
        Mark { style, range: start..end + len, inside: trimmed(self.text, inside, style), closed: true }
    }

    /// The tag that starts at `start`, if one does.
    fn tag_at(&mut self, start: usize) -> Option<Mark> {
        let rest = &self.text[start..];
        let escaped = self.text[..start].ends_with('\\');
        if let Some(behind) = rest.strip_prefix("{{") {
            if escaped {
                return None;
            }
            let bare = behind.trim_start_matches(['-', '~']).trim_start();
            if rest.starts_with("{{!--") {
                let close = self.find(start + 5, "--}}").or_else(|| self.find(start + 5, "--~}}"));
                return Some(self.mark(
                    Style::CurlyComment,
                    start,
                    5,
                    close.map(|at| (at, self.text[at..].find("}}").map_or(4, |l| l + 2))),
                ));
            }
            if bare.starts_with("/*") {
                let open = rest.len() - bare.len() + 2;
                let close = self.find(start + open, "*/").and_then(|at| Some((at, self.text[at..].find("}}")? + 2)));
                return Some(self.mark(Style::CurlyComment, start, open, close));
            }
            if rest.starts_with("{{!") || rest.starts_with("{{~!") {
                let close = self.find_in_tag(start + 3, "}}", &["{{"]).map(|at| (at, 2));
                return Some(self.mark(Style::CurlyComment, start, 3, close));
            }
            if rest.starts_with("{{{{") && rest[4..].starts_with(|c: char| c.is_alphabetic() || c == '/') {
                let close = self.find_in_tag(start + 4, "}}}}", &["{{"]).map(|at| (at, 4));
                return Some(self.mark(Style::Quad, start, 4, close));
            }
            if rest.starts_with("{{{") && !rest.starts_with("{{{{") {
                let close = self.find_in_tag(start + 3, "}}}", &["{{", "{%"]).map(|at| (at, 3));
                return Some(self.mark(Style::Triple, start, 3, close));
            }
            let close = self.find_in_tag(start + 2, "}}", &["{{", "{%"]).map(|at| (at, 2));
            return Some(self.mark(Style::Curly, start, 2, close));
        }
        if rest.starts_with("{%") {
            let close = self.find_in_tag(start + 2, "%}", &["{%", "{{"]).map(|at| (at, 2));
            return Some(self.mark(Style::Percent, start, 2, close));
        }
        if let Some(behind) = rest.strip_prefix("{#") {
            // Minified style sheets have `{#` too, so one that never ends is a tag only before a space.
            let close = self.find(start + 2, "#}").map(|at| (at, 2));
            let is_tag = close.is_some() || behind.starts_with([' ', '-']);
            return is_tag.then(|| self.mark(Style::Hash, start, 2, close));
        }
        if rest.starts_with("<%") && !rest.starts_with("<%%") {
            let close = self.find_in_tag(start + 2, "%>", &["<%"]).map(|at| (at, 2));
            return Some(self.mark(Style::Angle, start, 2, close));
        }
        if rest.starts_with("*|") && rest[2..].starts_with(|c: char| c.is_ascii_uppercase()) {
            let line = &rest[2..rest.floor_char_boundary(LONGEST_STAR)];
            let line = line.split('\n').next().unwrap_or_default();
            let end = line.find("|*").filter(|end| !line[..*end].contains("*|"));
            return Some(self.mark(Style::Star, start, 2, end.map(|end| (start + 2 + end, 2))));
        }
        if let Some(name) = rest.strip_prefix("{!") {
            let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$'))).unwrap_or(name.len());
            let is_field =
                name[..end].contains(['.', '$']) && name.starts_with(|c: char| c.is_alphabetic() || c == '$');
            return is_field.then(|| {
                let closed = name[end..].starts_with('}');
                self.mark(Style::Bang, start, 2, closed.then_some((start + 2 + end, 1)))
            });
        }
        None
    }
}

impl Iterator for Marks<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        loop {
            let bytes = self.text.as_bytes().get(self.at..)?;
            let start = self.at + bytes.iter().position(|byte| matches!(byte, b'{' | b'<' | b'*'))?;
            let found = self.tag_at(start);
            self.at = found.as_ref().map_or(start + 1, |mark| mark.range.end);
            if found.is_some() {
                return found;
            }
        }
    }
}

/// The longest text in quotes that is passed over, in bytes.
const LONGEST_QUOTED: usize = 200;

/// Where the text in quotes ends that starts at this byte of a tag; `at` where none does.
fn quoted_end(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    // Between back quotes Go takes anything.
    if !matches!(quote, b'"' | b'\'' | b'`') {
        return at;
    }
    let rest = &bytes[at + 1..bytes.len().min(at + LONGEST_QUOTED)];
    let end = rest.iter().position(|byte| *byte == quote || *byte == b'\n');
    end.filter(|end| rest[*end] == quote).map_or(at, |end| at + 1 + end)
}

/// A range without the white space at its ends, and the signs there that trim it.
fn trimmed(text: &str, range: Range<usize>, style: Style) -> Range<usize> {
    let inside = &text[range.clone()];
    // `<%- a %>` gives a value in EJS.
    let signs: &[char] = if style == Style::Angle { &[] } else { &['-', '~', '+'] };
    let body = inside.strip_prefix(signs).unwrap_or(inside);
    let start = range.end - body.trim_start().len();
    let body = body.strip_suffix(['-', '~', '+']).unwrap_or(body).trim();
    start..start + body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Style, &str, &str, bool)> {
        Marks::new(text).map(|m| (m.style, &text[m.range], &text[m.inside], m.closed)).collect()
    }

    #[test]
    fn all_styles_are_found() {
        use Style::*;
        assert_eq!(
            read(
                "a {{ x }} {{{ y }}} {%- if z -%} {# c {{ d }} #} <%= e %> *|FNAME|* {!Contact.Name} {{!-- {{f}} --}}"
            ),
            [
                (Curly, "{{ x }}", "x", true),
                (Triple, "{{{ y }}}", "y", true),
                (Percent, "{%- if z -%}", "if z", true),
                (Hash, "{# c {{ d }} #}", "c {{ d }}", true),
                (Angle, "<%= e %>", "= e", true),
                (Star, "*|FNAME|*", "FNAME", true),
                (Bang, "{!Contact.Name}", "Contact.Name", true),
                (CurlyComment, "{{!-- {{f}} --}}", "{{f}}", true),
            ]
        );
        assert_eq!(read("{{ `{{ .X }}` }}"), [(Curly, "{{ `{{ .X }}` }}", "`{{ .X }}`", true)]);
        assert_eq!(read("{{- /* {{ no }} */ -}}x"), [(CurlyComment, "{{- /* {{ no }} */ -}}", "{{ no }}", true)]);
    }

    #[test]
    fn a_tag_that_never_ends_is_known_and_what_is_none_is_left() {
        assert_eq!(read("{{ a {{ b }}"), [(Style::Curly, "{{", "", false), (Style::Curly, "{{ b }}", "b", true)]);
        assert_eq!(read("a {# b"), [(Style::Hash, "{#", "", false)]);
        assert_eq!(read("{% if a"), [(Style::Percent, "{%", "", false)]);
        for none in ["a{#b{c:d}}", "**|**", "{ {x} }", "{!important}", "<%%", "| *a*| b", "{", "{!", "*|", "\\{{x"] {
            assert_eq!(read(none), [], "{none}");
        }
        assert_eq!(read("{{}}{{-}}").len(), 2);
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for part in [
            "{{", "{{{", "{%", "{#", "<%", "*|A", "{!A.", "{{!--", "{{/*", "{{ é", "{{!", "{{{{a", "{{'", "{{\"a",
            "<%'",
        ] {
            assert!(Marks::new(&part.repeat(50_000)).count() <= 100_000, "{part}");
        }
    }
}
