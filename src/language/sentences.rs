//! Where sentences end. A stop is a run of `.`, `!`, `?` or their kin with the quotes
//! and brackets that close after it; whether it ends a sentence is told by the word
//! before it and the word after it (see `stops`), never by a look at the whole text.

use std::ops::Range;

use super::stops::{self, Marker, is_bullet, is_stop};

/// U+2028, a line break that the author meant.
const LINE_BREAK: char = '\u{2028}';

/// Brackets further apart than this, in bytes, do not keep the sentences within together.
const LONGEST_ASIDE: usize = 250;

/// The sentences of one block, in order, without the white space between them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let is_ascii = text.is_ascii();
    let asides = asides(text);
    let mut asides = asides.iter().peekable();
    let mut found = Vec::with_capacity(1 + text.len() / 80);
    let mut sentence = Sentence::start(text, 0);
    let mut at = sentence.body;
    loop {
        at += plain(&text.as_bytes()[at..], sentence.marker.is_none(), is_ascii);
        let Some(c) = text[at..].chars().next() else { break };
        let after = at + c.len_utf8();
        while asides.next_if(|aside| aside.end <= at).is_some() {}
        let aside = asides.peek().filter(|aside| aside.start < at).map(|aside| aside.end);
        let end = if c == LINE_BREAK {
            Some(at)
        } else if is_stop(c) {
            let stop = stops::read(text, at);
            at = stop.end;
            let inside = aside.is_some_and(|end| stop.closed <= end);
            (!inside && stops::ends_sentence(text, sentence.start, &stop)).then_some(stop.closed)
        } else if c.is_whitespace() && aside.is_none() && sentence.breaks_before(&text[after..]) {
            Some(at)
        } else {
            None
        };
        match end {
            Some(end) => {
                push(&mut found, text, sentence.start..end);
                sentence = Sentence::start(text, end);
                at = sentence.body;
            }
            None => at = at.max(after),
        }
    }
    push(&mut found, text, sentence.start..text.len());
    found
}

/// How many bytes from here on neither end a sentence nor start a list item: all of ASCII but
/// stops, and white space where a list is under way or a bullet may follow.
fn plain(bytes: &[u8], no_list: bool, is_ascii: bool) -> usize {
    if no_list && is_ascii {
        return memchr::memchr3(b'.', b'!', b'?', bytes).unwrap_or(bytes.len());
    }
    let needs_look = |byte: &u8| match LOOK[usize::from(*byte)] {
        Look::Never => false,
        Look::InList => !no_list,
        Look::Always => true,
    };
    let at = bytes.iter().position(needs_look).unwrap_or(bytes.len());
    let space_before = at.checked_sub(1).is_some_and(|before| LOOK[usize::from(bytes[before])] == Look::InList);
    match bytes.get(at) {
        // A bullet after white space starts an item.
        Some(byte) if !byte.is_ascii() && space_before => at - 1,
        _ => at,
    }
}

/// Whether a sentence can end at a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Never,
    /// At white space, where a list is under way.
    InList,
    /// At a stop, or what is not ASCII.
    Always,
}

/// A table, since all text is asked for it.
static LOOK: [Look; 256] = {
    let mut table = [Look::Always; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'.' | b'!' | b'?' => Look::Always,
            b'\t'..=b'\r' | b' ' => Look::InList,
            _ => Look::Never,
        };
        byte += 1;
    }
    table
};

/// Adds a range without the white space at its end, unless nothing is left.
fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let end = range.start + text[range.clone()].trim_end().len();
    if end > range.start {
        found.push(range.start..end);
    }
}

/// The sentence that is being read.
struct Sentence<'a> {
    start: usize,
    /// Where its text starts, after a bullet and the marker of a list item.
    body: usize,
    marker: Option<Marker<'a>>,
}

impl<'a> Sentence<'a> {
    /// The sentence that starts at or after `at`.
    fn start(text: &'a str, at: usize) -> Sentence<'a> {
        let start = at + (text[at..].len() - text[at..].trim_start().len());
        let mut body = start;
        if let Some(bullet) = text[start..].chars().next().filter(|&c| is_bullet(c)) {
            body += bullet.len_utf8();
            body += usize::from(text[body..].starts_with(' '));
        }
        let marker = Marker::read(&text[body..]);
        body += marker.as_ref().map_or(0, |marker| marker.len);
        Sentence { start, body, marker }
    }

    /// Whether a new list item starts here, so that "1) pay 2) sign" gives two.
    fn breaks_before(&self, rest: &str) -> bool {
        if rest.starts_with(is_bullet) {
            return true;
        }
        let Some(marker) = &self.marker else { return false };
        Marker::read(rest).is_some_and(|next| marker.precedes(&next))
    }
}

/// The innermost-closed pairs of brackets, merged where nested: a sentence that stands
/// whole inside such a pair is part of the one around it.
fn asides(text: &str) -> Vec<Range<usize>> {
    if memchr::memchr2(b'(', b'[', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut pairs: Vec<Range<usize>> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            // ":(" is a face, not a bracket.
            '(' | '[' if !matches!(before, ':' | ';' | '-' | '=') => open.push((c, at)),
            ')' | ']' => {
                let opener = if c == ')' { '(' } else { '[' };
                if let Some(&(_, start)) = open.last().filter(|(c, _)| *c == opener) {
                    open.pop();
                    if at - start <= LONGEST_ASIDE {
                        while pairs.pop_if(|inner| inner.start > start).is_some() {}
                        pairs.push(start..at + 1);
                    }
                }
            }
            LINE_BREAK => open.clear(),
            _ => {}
        }
        before = c;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits at `|` and holds the rest against what the scanner finds.
    fn check(marked: &str) {
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        let text = marked.replace('|', "");
        let found: Vec<&str> = sentences(&text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn plain_stops() {
        check("The quote is here.| Can you sign it?| Thanks!");
        check("No stop at the end");
        check("Really?!| Yes.");
        check("Was ist los?| Ärger.| Übermorgen mehr.");
    }

    #[test]
    fn names_and_titles() {
        check("Dr. Weber and Mrs. Lang met Gen. Ortiz at St. Anne's.| They agreed.");
        check("Ask Paula K. Brandt or J. R. Ewart.| Both know.");
        check("We take plan B. |Marketing will hate it.");
        check("It was I. |The rest is history.");
    }

    #[test]
    fn abbreviations_that_may_end() {
        check("We met in the U.S. |The flight was long.");
        check("The U.S. Embassy is closed.");
        check("Bring pens, paper, etc. |Marketing brings cake.");
        check("Acme Inc. and Borg Ltd. Europe signed.| We wait for Cray Corp. |It is late.");
        check("Some tools, e.g. Excel, i.e. spreadsheets, vs. Python.");
    }

    #[test]
    fn times_numbers_and_files() {
        check("Be there at 5 p.m. CET.| Bring a pen.");
        check("The call is at 5 p.m. |Sofia will dial in.");
        check("At 9 a.m. Sofia called.");
        check("It costs 3.50 euros, see p. 55 and No. 7 of Vol. 2.| Fine?");
        check("Open report.final.pdf or https://a.example/x.y?z=1. |Then tell me.");
        check("Write to ben.k@mail.example.org. |Ok?");
        check("We need 600. |How many do you have?");
    }

    #[test]
    fn quotes_brackets_and_ellipses() {
        check("He said \"No.\" |Then he left.");
        check("“Is it late?” she asked. |“Yes.”");
        check("It works (I tried it. Twice.) on my machine.| Good.");
        check("The plan (see below) is fine.) |Next.");
        check("I wonder... maybe not.| Well… |That is it.");
        check("A footnote.[2] |More text.");
    }

    #[test]
    fn lists_inside_text() {
        check("1. Pay the bill |2. Sign the form |3. Send it");
        check("a) come b) see".replace(" b)", "| b)").as_str());
        check("• One thing |• Another thing");
        check("Version 2. |Version 3.");
    }

    #[test]
    fn lower_case_writers() {
        check("i got the file. |thanks for that. |can you send the other one?");
        check("what time? |my place or yours?");
        check("“Why?” he asked. |\"It rains.\" she said.");
        check("Add salt and -- surprise! -- you can eat it.");
        check("Yahoo! is a company.");
    }

    #[test]
    fn other_scripts() {
        check("今日は晴れ。|明日は雨？|はい！");
        check("متى الاجتماع؟ |غدا.");
        check("यह एक वाक्य है। |दूसरा भी।");
    }

    #[test]
    fn line_breaks_end_and_soft_wraps_do_not() {
        let text = "Two lines\u{2028}of an address\nwrapped here";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Two lines", "of an address\nwrapped here"]);
        assert!(sentences(" \u{2028} ").is_empty());
    }

    #[test]
    fn hostile_input_takes_linear_time() {
        for piece in ["a", ".", ". ", "(", "a. ", "1. ", "?!\u{2028}", "\u{301}. ", "a.b", " •", ". . . "] {
            let text = piece.repeat(200_000);
            assert!(sentences(&text).len() <= text.len());
        }
    }
}
