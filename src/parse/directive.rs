//! Comments to Presend: `presend: ok RULE: reason`, in the comments of each format. They are
//! read and taken out of the text before anything else reads it, so that no rule counts them
//! as words of the draft. The rest keeps its positions.

use std::ops::Range;

use memchr::memmem;

use crate::draft::{Block, Directive, Draft, Fault, Name, Reach, Role};
use crate::text::{MappedText, Source, Span};

/// What every directive holds.
pub const MARK: &str = "presend:";

/// How many bytes a comment may have: what never ends is none.
const LONGEST: usize = 1000;

/// No more directives than this are looked for in one text; nobody writes more.
const MOST: usize = 500;

/// What a directive starts with.
const VERBS: [&str; 5] = ["ok", "ok-next", "ok-file", "off", "on"];

/// How comments start and end: HTML, Jinja and Django, Liquid, Handlebars, ERB and EJS, Go, and
/// the line of plain text.
const COMMENTS: [(&str, &str); 15] = [
    ("<!--", "-->"),
    ("{#-", "#}"),
    ("{#", "#}"),
    ("{% #", "%}"),
    ("{%- #", "%}"),
    ("{%#", "%}"),
    ("{%-#", "%}"),
    ("{{!--", "--}}"),
    ("{{~!--", "--~}}"),
    ("{{!", "}}"),
    ("<%#-", "%>"),
    ("<%#", "%>"),
    ("{{/*", "*/}}"),
    ("{{- /*", "*/ -}}"),
    ("[", "]"),
];

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Text that is shown as it stands: `[presend: …]` is a directive at the end of a line.
    Plain,
    /// HTML, Markdown: only comments are directives.
    Markup,
}

/// Takes the directives out of a text. `is_code` says which bytes of it only show one. None
/// where there is none, which costs one search.
pub fn take(
    text: &MappedText,
    place: Place,
    is_code: impl FnOnce(&str) -> Vec<Range<usize>>,
) -> Option<(MappedText, Vec<Directive>)> {
    let all = text.as_str();
    memmem::find(all.as_bytes(), MARK.as_bytes())?;
    let code = is_code(all);
    let (mut rest, mut directives) = (MappedText::default(), Vec::new());
    let mut from = 0;
    for at in memmem::find_iter(all.as_bytes(), MARK.as_bytes()).take(MOST) {
        let Some(comment) = comment(all, at).filter(|comment| comment.range.start >= from) else { continue };
        if code.iter().any(|code| code.start <= at && at < code.end) {
            continue;
        }
        let cut = cut(all, &comment.range);
        let directive = directive(text, &comment, &cut);
        if let Some(fault) = misplaced(all, &comment, place) {
            if is_meant(all, &comment.range) && directive.fault.is_none() && directive.reach != Reach::On {
                directives.push(Directive { fault: Some(fault), ..directive });
            }
            continue;
        }
        directives.push(directive);
        // Two comments on one line share the white space between them.
        let start = cut.start.max(from);
        rest.push_from(text, from..start);
        from = cut.end.max(start);
    }
    rest.push_from(text, from..all.len());
    (!directives.is_empty()).then_some((rest, directives))
}

/// The directives of a text, and the text without them.
pub fn without(text: MappedText, place: Place) -> (MappedText, Vec<Directive>) {
    take(&text, place, |_| Vec::new()).unwrap_or((text, Vec::new()))
}

/// The directive of a header field of a mail: `RULE, RULE (reason)`.
pub fn header(bytes: &[u8], value: Span) -> Directive {
    let text = String::from_utf8_lossy(&bytes[value.range()]);
    let start = bytes[..value.start].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let end = bytes[value.end..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| value.end + at + 1);
    let line = Span::new(start, end);
    // A value that begins on the line after its name is left to a person.
    let whole = bytes[line.range()].first().is_some_and(|first| !first.is_ascii_whitespace());
    let mapped = MappedText::verbatim_at(&text, value.start);
    let (names, reason) = names(&mapped, 0..text.len());
    let fault = names.is_empty().then_some(Fault::NoRule);
    let removal = (whole && matches!(text, std::borrow::Cow::Borrowed(_))).then_some(line);
    Directive { span: value, reach: Reach::Whole, names, reason, fault, removal }
}

/// Makes blocks' directives those of a part, and drops those that stand in what others wrote.
pub fn settle(source: &Source, draft: &mut Draft) {
    if draft.directives.is_empty() {
        return;
    }
    let blocks = &draft.blocks;
    draft.directives.retain(|directive| !is_quoted(source, blocks, directive.span));
    for directive in draft.directives.iter_mut().filter(|directive| directive.reach == Reach::Block) {
        let at = directive.span.start;
        // Its own bytes lie in no block, but may lie between the first and the last of one.
        let block = blocks.iter().find(|block| block.span.end > at);
        directive.reach = Reach::Part(block.map_or(Span::at(at), |block| block.span));
    }
}

/// Whether a place lies in what somebody else wrote.
fn is_quoted(source: &Source, blocks: &[Block], span: Span) -> bool {
    let others = |block: &Block| matches!(block.role, Role::Quote | Role::Attribution | Role::Forwarded);
    let after = blocks.iter().position(|block| block.span.end > span.start);
    let before = blocks[..after.unwrap_or(blocks.len())].last();
    // Lines with a mark of their own say where the quote ends.
    let is_open = |block: &Block| others(block) && !source.slice(block.span).trim_ascii_start().starts_with(b">");
    match after.map(|index| &blocks[index]) {
        Some(block) if block.span.start <= span.start => others(block),
        Some(block) => others(block) && before.is_some_and(is_open),
        None => before.is_some_and(is_open),
    }
}

/// A comment in a text.
struct Comment {
    range: Range<usize>,
    /// What stands behind `presend:`.
    content: Range<usize>,
}

/// The comment whose first word is the mark at `at`.
fn comment(all: &str, at: usize) -> Option<Comment> {
    let before = all[..at].trim_end();
    let bytes = all.as_bytes();
    let content = at + MARK.len();
    let limit = (content + LONGEST).min(all.len());
    let find = |close: &str| memmem::find(&bytes[content..limit], close.as_bytes()).map(|len| content + len);
    if let Some((open, close)) = COMMENTS.iter().find(|(open, _)| before.ends_with(open)) {
        let range = before.len() - open.len()..find(close)? + close.len();
        if *open == "[" && !is_in_own_line(all, &range) {
            return None;
        }
        return Some(Comment { content: content..range.end - close.len(), range });
    }
    // Liquid and Django: {% comment %} presend: … {% endcomment %}.
    let tag = before.strip_suffix("%}")?;
    let start = tag.rfind("{%").filter(|start| tag[start + 2..].trim_matches(['-', ' ']).starts_with("comment"))?;
    let close = find("{%")?;
    let end = close + all[close..limit.max(close)].find("%}")? + 2;
    let is_end = all[close + 2..end - 2].trim_matches(['-', ' ']) == "endcomment";
    is_end.then_some(Comment { range: start..end, content: content..close })
}

/// Whether a bracket lies on one line, which is none of a quote.
fn is_in_own_line(all: &str, range: &Range<usize>) -> bool {
    let line = line(all, range.clone());
    !all[range.clone()].contains('\n') && !all[line.start..].trim_start().starts_with('>')
}

/// Why a directive counts for nothing where it stands: one in brackets, unless it ends a line of
/// plain text.
fn misplaced(all: &str, comment: &Comment, place: Place) -> Option<Fault> {
    let rest = &all[comment.range.end..line(all, comment.range.clone()).end];
    match place {
        _ if !all[comment.range.start..].starts_with('[') => None,
        Place::Markup => Some(Fault::NoComment),
        Place::Plain => (!rest.trim().is_empty()).then_some(Fault::InLine),
    }
}

/// Whether a bracket is meant as it stands: not in quotes or code, and no part of a link.
fn is_meant(all: &str, range: &Range<usize>) -> bool {
    let bytes = all.as_bytes();
    let before = &bytes[range.start.saturating_sub(LONGEST)..range.start];
    let is_in = |element: &str| {
        let last = |mark: &str| memmem::rfind(before, format!("{mark}{element}").as_bytes());
        last("<") > last("</")
    };
    !all[..range.start].ends_with(['"', '\'', '`', '“', '‘', '«', '„', '[', '\\'])
        && !all[range.end..].starts_with(['(', '[', ':', ']'])
        && !["code", "pre", "kbd", "samp"].into_iter().any(is_in)
}

/// The lines that a range lies on, without the last line break.
fn line(all: &str, range: Range<usize>) -> Range<usize> {
    let start = all[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = all[range.end..].find('\n').map_or(all.len(), |len| range.end + len);
    start..end
}

/// The bytes to take out: whole lines where nothing else stands on them; else the comment,
/// and at the end of a line the white space before it, too.
fn cut(all: &str, range: &Range<usize>) -> Range<usize> {
    let line = line(all, range.clone());
    let ends = all[range.end..line.end].trim().is_empty();
    match ends {
        true if all[line.start..range.start].trim().is_empty() => line.start..(line.end + 1).min(all.len()),
        true => line.start + all[line.start..range.start].trim_end().len()..range.end,
        false => range.clone(),
    }
}

fn directive(text: &MappedText, comment: &Comment, cut: &Range<usize>) -> Directive {
    let all = text.as_str();
    let content = &all[comment.content.clone()];
    let content = content.trim_end().trim_end_matches('-');
    let from = comment.content.start + (content.len() - content.trim_start().len());
    let content = content.trim();
    let verb = content.split([' ', '\t', '\n', '\r', ':', ',']).next().unwrap_or_default();
    let alone = cut.start == line(all, comment.range.clone()).start && cut.len() > comment.range.len()
        || cut == &line(all, comment.range.clone());
    let (names, reason) = names(text, from + verb.len()..from + content.len());
    let reach = match verb {
        "ok" if alone => Reach::Block,
        "ok" => Reach::Part(part(text, line(all, comment.range.clone()))),
        "ok-next" => Reach::Part(next_line(text, comment.range.end)),
        "ok-file" => Reach::Whole,
        "off" => Reach::Off,
        "on" => Reach::On,
        _ => Reach::Part(Span::default()),
    };
    let fault = match verb {
        "on" => None,
        verb if !VERBS.contains(&verb) => Some(Fault::Verb(verb.to_owned())),
        _ => names.is_empty().then_some(Fault::NoRule),
    };
    let removal = text.verbatim(cut.clone());
    Directive { span: text.source(comment.range.clone()), reach, names, reason, fault, removal }
}

/// The source of a line. The byte that ends it says where, since in base64 the next line may
/// share bytes with it.
fn part(text: &MappedText, line: Range<usize>) -> Span {
    let start = text.source(line.start..line.start).start;
    let end = text.source(line.end..line.end).start;
    Span::new(start, end.max(start))
}

/// The source of the first line with words behind the one that `at` lies on.
fn next_line(text: &MappedText, at: usize) -> Span {
    let all = text.as_str();
    let end = line(all, at..at).end;
    let blank = all[end..].len() - all[end..].trim_start().len();
    let at = end + blank;
    if at == all.len() { Span::at(text.source(at..at).start) } else { part(text, line(all, at..at)) }
}

/// The names of a list, and the reason behind it: after a colon or in parentheses.
fn names(text: &MappedText, range: Range<usize>) -> (Vec<Name>, Option<String>) {
    let all = &text.as_str()[range.clone()];
    let (mut names, mut reasons) = (Vec::new(), Vec::new());
    let mut from = 0;
    while from < all.len() {
        let end = all[from..].find([':', '(']).map_or(all.len(), |len| from + len);
        let mut at = range.start + from;
        for word in all[from..end].split([',', ' ', '\t', '\n', '\r', ';']) {
            let name = word.trim_end_matches("/*").to_owned();
            if !name.is_empty() {
                names.push(Name { text: name, span: text.source(at..at + word.len()) });
            }
            at += word.len() + 1;
        }
        // What stands in parentheses ends with them; behind a colon all is the reason.
        let reason = match all[end..].starts_with('(') {
            true => in_parentheses(&all[end..]),
            false => &all[end..],
        };
        from = end + reason.len();
        let reason = reason.strip_suffix(')').filter(|_| reason.starts_with('(')).unwrap_or(reason);
        reasons.extend(reason.trim_start_matches([':', '(']).split_whitespace());
    }
    let reason = reasons.join(" ");
    (names, (!reason.is_empty()).then_some(reason))
}

/// The start of a text up to the parenthesis that closes the first, or all of it.
fn in_parentheses(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.char_indices().find(|&(_, char)| {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.map_or(text, |(at, _)| &text[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn read(path: &str, text: &str) -> Draft {
        parse(&Source::new(path, text.as_bytes()))
    }

    fn body(draft: &Draft) -> String {
        draft.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn comments_of_all_formats_are_read_and_are_no_text() {
        for (path, comment) in [
            ("a.md", "<!-- presend: ok a/b, c: known -->"),
            ("a.html", "<!--presend: ok a/b c (known)-->"),
            ("a.txt", "[presend: ok a/b, c: known]"),
            ("a.html", "{# presend: ok a/b, c: known #}"),
            ("a.liquid", "{% # presend: ok a/b, c: known %}"),
            ("a.html", "{%- # presend: ok a/b, c: known -%}"),
            ("a.html", "{{!-- presend: ok a/b, c: known --}}"),
            ("a.md", "{% comment %}presend: ok a/b, c: known{% endcomment %}"),
            ("a.html", "<%# presend: ok a/b, c: known %>"),
            ("a.txt", "{{/* presend: ok a/b, c: known */}}"),
        ] {
            let text = format!("One line {comment}\nmore.\n");
            let draft = read(path, &text);
            assert_eq!(body(&draft).replace(['\n', '\u{2028}'], " "), "One line more.", "{comment}");
            let [directive] = &draft.directives[..] else { panic!("{comment}: {:?}", draft.directives) };
            let names: Vec<&str> = directive.names.iter().map(|name| name.text.as_str()).collect();
            assert_eq!((names, directive.reason.as_deref()), (vec!["a/b", "c"], Some("known")), "{comment}");
            assert_eq!(directive.reach, Reach::Part(Span::new(0, text.find('\n').unwrap())), "{comment}");
            assert_eq!(&text[directive.span.range()], comment);
        }
    }

    #[test]
    fn a_reason_ends_with_its_parentheses_and_more_names_may_follow() {
        let read = |value: &str| {
            let draft = read("a.eml", &format!("Subject: x\nX-Presend-Ignore: {value}\n\nHello.\n"));
            let directive = draft.directives.into_iter().next().expect("the header is read");
            let names: Vec<String> = directive.names.into_iter().map(|name| name.text).collect();
            (names.join(" "), directive.reason.unwrap_or_default())
        };
        let known = |names: &str, reason: &str| (names.to_owned(), reason.to_owned());
        assert_eq!(read("a/b, c (they (all) know), d"), known("a/b c d", "they (all) know"));
        assert_eq!(read("a (one) b (two): three (3)"), known("a b", "one two three (3)"));
        assert_eq!(read("a: they know (all), d"), known("a", "they know (all), d"));
        assert_eq!(read("a (open, d"), known("a", "open, d"));
        assert_eq!(read("a ()"), known("a", ""));
    }

    #[test]
    fn a_line_of_its_own_speaks_for_the_block_that_follows_or_holds_it() {
        let reach = |text: &str| match read("a.txt", text).directives[0].reach {
            Reach::Part(span) => text[span.range()].to_owned(),
            _ => panic!("no part"),
        };
        assert_eq!(reach("Hi Ana,\n\n[presend: ok x]\nOne two\nthree.\n\nFour.\n"), "One two\nthree.");
        assert_eq!(reach("One two\n[presend: ok-next x]\n\nthree.\n"), "three.");
        assert_eq!(body(&read("a.txt", "One two\n[presend: ok x]\nthree.\n")), "One two\u{2028}three.");
    }

    #[test]
    fn what_only_shows_a_directive_or_was_written_by_others_is_none() {
        for (path, text) in [
            ("a.md", "```\n<!-- presend: ok x -->\n```\n"),
            ("a.md", "Write `<!-- presend: ok x -->` there.\n"),
            ("a.txt", "> [presend: ok-file x]\n"),
            ("a.txt", "Put “[presend: ok x]” there.\n"),
            ("a.txt", "Put [presend: RULE] there.\n"),
            ("a.txt", "> Put [presend: ok x] there.\n"),
            ("a.md", "Write `[presend: ok x]` there.\n"),
            ("a.md", "    [presend: ok x]\n"),
            ("a.md", "Read [presend: ok x](https://example.org).\n"),
            ("a.html", "<p>Write <code>[presend: ok x]</code> there.</p>"),
            (
                "a.eml",
                "Subject: x\n\nHi\n\n-----Original Message-----\nFrom: B <b@x.org>\nSubject: y\n\nHello.\n\n[presend: ok-file x]\n",
            ),
        ] {
            assert_eq!(read(path, text).directives, [], "{text}");
        }
    }

    #[test]
    fn brackets_in_the_wrong_place_stay_in_the_text_and_count_for_nothing() {
        for (path, text, fault) in [
            ("a.txt", "Put [presend: ok x] there.\n", Fault::InLine),
            ("a.md", "[presend: ok x]\nOne.\n", Fault::NoComment),
            ("a.md", "One. [presend: off x, y: so]\n", Fault::NoComment),
            ("a.html", "<p>[presend: ok-file x]</p>", Fault::NoComment),
        ] {
            let draft = read(path, text);
            let [directive] = &draft.directives[..] else { panic!("{text}: {:?}", draft.directives) };
            assert_eq!(directive.fault, Some(fault), "{text}");
            let bracket = &text[directive.span.range()];
            assert!(bracket.starts_with('[') && bracket.ends_with(']') && body(&draft).contains(bracket), "{text}");
        }
    }

    #[test]
    fn positions_stay_right_in_encoded_mail() {
        let text = "Subject: x\nX-Presend-Ignore: a/b, c (known)\nContent-Transfer-Encoding: quoted-printable\n\n\
                    Gr=C3=BC=C3=9Fe [presend: ok=\n x: so]\nnext\n";
        let draft = read("a.eml", text);
        let [header, line] = &draft.directives[..] else { panic!("{:?}", draft.directives) };
        assert_eq!((header.reach, header.names.len(), header.reason.as_deref()), (Reach::Whole, 2, Some("known")));
        assert_eq!(header.removal.map(|span| &text[span.range()]), Some("X-Presend-Ignore: a/b, c (known)\n"));
        assert_eq!(&text[line.span.range()], "[presend: ok=\n x: so]");
        assert_eq!(body(&draft), "Grüße\u{2028}next");
    }
}
