//! The text of a template with a word for each tag that gives a value, and nothing for the
//! others, byte for byte as long as before.

use std::ops::Range;

use memchr::memmem;

use super::super::directive::MARK;
use crate::draft::{Format, Tag, TagRole, Template};

/// Puts masks over the tags of a text, and notes which stand within an element's own tag.
/// Gives, in order, what became nothing.
pub fn mask(bytes: &mut [u8], tags: &mut [Tag], format: Format) -> Vec<Range<usize>> {
    let (directives, comments): (Vec<_>, Vec<_>) =
        comments(tags).into_iter().partition(|range| is_directive(&bytes[range.clone()]));
    let mut blanks: Vec<Range<usize>> = Vec::new();
    for (number, tag) in tags.iter().enumerate() {
        match tag.role {
            _ if directives.iter().any(|range| range.contains(&tag.span.start)) => {}
            TagRole::Value => {
                bytes[tag.span.range()].copy_from_slice(Template::mask(number, tag.span.len()).as_bytes())
            }
            TagRole::Unclosed => {}
            // Comments to Presend are read, and then taken out, with those of all formats.
            TagRole::Comment if is_directive(&bytes[tag.span.range()]) => {}
            _ => blanks.push(tag.span.range()),
        }
    }
    blanks.extend(comments);
    blanks.iter().for_each(|range| blank(bytes, range.clone()));
    let is_html = format == Format::Html || format == Format::Mail;
    let (mut markup, mut lines) = (Markup::default(), Lines::default());
    for tag in tags {
        tag.in_markup = is_html && markup.holds(bytes, tag.span.start);
        if tag.role == TagRole::Middle && !tag.in_markup {
            part(bytes, tag.span.range(), format, &mut lines);
        }
    }
    blanks.sort_by_key(|range| range.start);
    blanks
}

/// The spaces that tags left beside other white space, in order. Where spaces mean something,
/// as in Markdown before a line and after it, they are to be left out of the text.
pub fn needless(bytes: &[u8], blanks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for blank in blanks {
        for at in blank.clone().filter(|at| bytes[*at] == b' ') {
            match runs.last_mut() {
                Some(run) if run.end > at => {}
                Some(run) if run.end == at => run.end += 1,
                _ => runs.push(at..at + 1),
            }
        }
    }
    let is_white = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let before = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at));
    runs.retain(|run| is_white(before(run.start)) || is_white(bytes.get(run.end)));
    runs
}

/// What stands between `{% comment %}` and its end is nobody's to read.
fn comments(tags: &[Tag]) -> Vec<Range<usize>> {
    let comments = tags.iter().enumerate().filter(|(_, tag)| tag.role == TagRole::Open && tag.name == "comment");
    let range = |(index, open): (usize, &Tag)| {
        let close = tags.get(index + 1).filter(|close| close.role == TagRole::Close && close.name == "comment")?;
        Some(open.span.start..close.span.end)
    };
    comments.filter_map(range).collect()
}

/// Whether a comment speaks to Presend.
fn is_directive(comment: &[u8]) -> bool {
    memmem::find(comment, MARK.as_bytes()).is_some()
}

/// Leaves nothing but line breaks.
fn blank(bytes: &mut [u8], range: Range<usize>) {
    for byte in &mut bytes[range] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// Parts the branches of a block, so that they are not read as one sentence: by the blank
/// line that a tag on its own line leaves or one before the line that it starts, in a page by
/// `<br>`, within a line by a stroke.
fn part(bytes: &mut [u8], tag: Range<usize>, format: Format, lines: &mut Lines) {
    const BREAK: &[u8] = b"<br>";
    let alone = lines.is_blank(bytes, tag.start) && lines.is_blank(bytes, tag.end.saturating_sub(1));
    if alone && (format != Format::Html || tag.len() < BREAK.len()) {
        return;
    }
    let before = bytes[..tag.start].iter().rev().take(LOOK).find(|byte| !byte.is_ascii_whitespace());
    let after = bytes[tag.end..].iter().take(LOOK).find(|byte| !byte.is_ascii_whitespace());
    let is_parted =
        before.is_none_or(|byte| matches!(byte, b'.' | b'!' | b'?' | b'>')) || after.is_none_or(|byte| *byte == b'<');
    if is_parted {
        return;
    }
    let on_line = bytes[..tag.start].iter().rev().take(LOOK).find(|byte| !matches!(byte, b' ' | b'\t'));
    let starts_line = on_line.is_none_or(|byte| *byte == b'\n') && matches!(format, Format::Text | Format::Markdown);
    match alone {
        true => bytes[tag.start..tag.start + BREAK.len()].copy_from_slice(BREAK),
        false => bytes[tag.start + tag.len() / 2] = if starts_line { b'\n' } else { b'/' },
    }
}

/// How far around a tag is looked for what parts it from the text, in bytes.
const LOOK: usize = 200;

/// Which lines are blank; to be asked in order, so that each line is read once.
#[derive(Default)]
struct Lines {
    line: Range<usize>,
    blank: bool,
}

impl Lines {
    fn is_blank(&mut self, bytes: &[u8], at: usize) -> bool {
        if !self.line.contains(&at) {
            let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
            self.line = start..end;
            self.blank = bytes[start..end].iter().all(u8::is_ascii_whitespace);
        }
        self.blank
    }
}

/// Whether a byte stands within the tag of an element; to be asked in order.
#[derive(Default)]
struct Markup {
    at: usize,
    open: bool,
}

impl Markup {
    fn holds(&mut self, bytes: &[u8], at: usize) -> bool {
        for index in self.at..at {
            match bytes[index] {
                b'<' => {
                    self.open = bytes.get(index + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'/')
                }
                b'>' => self.open = false,
                _ => {}
            }
        }
        self.at = self.at.max(at);
        self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Dialect;

    /// The masked text, each mask as `@`.
    fn masked(text: &str, dialect: Dialect, format: Format) -> String {
        let mut bytes = text.as_bytes().to_vec();
        let mut tags = super::super::tags::tags(text, dialect);
        mask(&mut bytes, &mut tags, format);
        let masked = String::from_utf8(bytes).unwrap();
        assert_eq!(masked.len(), text.len());
        let template = Template { dialect, tags, front_matter: None };
        let mut shown = String::new();
        let mut at = 0;
        for (_, range) in template.masks(&masked) {
            shown += &masked[at..range.start];
            shown += "@";
            at = range.end;
        }
        shown + &masked[at..]
    }

    #[test]
    fn values_are_words_and_the_rest_is_nothing() {
        let jinja = |text| masked(text, Dialect::Jinja, Format::Text);
        assert_eq!(jinja("Hi {{ name }},"), "Hi @,");
        assert_eq!(jinja("{{ a }}{{ b }}'s"), "@@'s");
        assert_eq!(jinja("a {# é #}b"), "a         b");
        assert_eq!(jinja("{% comment %}x{% endcomment %}y"), format!("{}y", " ".repeat(30)));
        assert_eq!(jinja("{% raw %}{{ a }}{% endraw %}"), format!("{}{{{{ a }}}}{}", " ".repeat(9), " ".repeat(12)));
    }

    #[test]
    fn branches_are_parted() {
        let text = |text, format| {
            let masked = masked(text, Dialect::Jinja, format);
            let lines: Vec<String> =
                masked.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            lines.join("|")
        };
        let inline = "{% if n %}one item{% else %}{{ n }} items{% endif %} left";
        assert_eq!(text(inline, Format::Text), "one item / @ items left");
        assert_eq!(text("{% if n %}Yes.{% else %}No.{% endif %}", Format::Text), "Yes. No.");
        let lines = "A\n{% if n %}\nB\n{% else %}\nC\n{% endif %}\nD";
        assert_eq!(text(lines, Format::Text), "A||B||C||D");
        assert_eq!(text(lines, Format::Html), "A||B|<br>|C||D");
        let starts = "A\n{% if n %}B\n{% else %}- C\n{% endif %}D";
        assert_eq!(text(starts, Format::Text), "A|B||- C|D");
        let attribute =
            "<p class=\"{% if n %}a{% else %}b{% endif %}\">x{% if n %}<b>y</b>{% else %}<i>z</i>{% endif %}";
        assert_eq!(text(attribute, Format::Html), "<p class=\" a b \">x <b>y</b> <i>z</i>");
    }

    #[test]
    fn spaces_beside_white_space_are_needless() {
        let without = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            let mut tags = super::super::tags::tags(text, Dialect::Jinja);
            let blanks = mask(&mut bytes, &mut tags, Format::Markdown);
            let mut left = String::from_utf8(bytes.clone()).unwrap();
            for range in needless(&bytes, &blanks).into_iter().rev() {
                left.replace_range(range, "");
            }
            left
        };
        assert_eq!(without("{% if a %}{% if b %}# Plan{% endif %}{% endif %}\n- {# c #}one"), "# Plan\n- one");
        assert_eq!(without("a {% if b %}b{% endif %} c"), "a b c");
        assert_eq!(without("{% comment %}x\ny{% endcomment %}\nz"), "\n\nz");
        assert_eq!(without("Yes.{% endif %}No."), format!("Yes.{}No.", " ".repeat(11)));
        assert_eq!(without("{# presend: ok a/b: c #} d"), "{# presend: ok a/b: c #} d");
    }
}
