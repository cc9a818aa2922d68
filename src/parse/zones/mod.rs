//! Which blocks are the author's own, and which are greeting, closing, quote,
//! attribution, forwarded message, signature or disclaimer.
//!
//! Works on the lines of all blocks, whatever format they came from: first what others
//! wrote is found from the top down, then each stretch of the author's own is peeled
//! from its end: notices, lines of mail programs, the signature, the closing.

mod attribution;
mod conference;
mod disclaimer;
mod ending;
mod greeting;
mod headers;
mod patch;
mod signature;
mod words;

pub use greeting::greeted;

use std::ops::Range;

use crate::draft::{Block, LINE_BREAK, Role};

/// Longer code is taken as one line, in bytes.
const MOST_CODE: usize = 1 << 20;

/// One line of a block, with the role it has been found to have.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    text: &'a str,
    /// The block it stands in.
    block: usize,
    /// Where it starts in the text of the block.
    start: usize,
    /// The role of its block.
    role: Role,
    /// What it names, if it could stand in the header of a mail.
    field: Option<headers::Field>,
    /// What it was found to be, if anything else than its block says.
    found: Option<Role>,
}

impl Line<'_> {
    /// Whether it belongs to a quote that is marked as such.
    fn is_quoted(&self) -> bool {
        matches!(self.role, Role::Quote | Role::Forwarded | Role::Attribution)
    }

    /// Whether it is, so far, the author's own.
    fn is_open(&self) -> bool {
        self.found.is_none() && !self.is_quoted()
    }
}

/// Gives each block of a body its role, from its words and its place. A block whose
/// lines differ in role is split.
pub fn assign(blocks: &mut Vec<Block>) {
    let mut lines = lines(blocks);
    others(&mut lines);
    conference::mark(&mut lines);
    patch::mark(&mut lines);
    for stretch in stretches(&lines) {
        let is_last = lines[stretch.end..].iter().all(|line| !line.is_open());
        let before = lines.get(stretch.end).and_then(|line| line.found);
        if is_last || matches!(before, Some(Role::Attribution | Role::Forwarded | Role::Quote)) {
            ending::peel(&mut lines, stretch);
        }
    }
    disclaimer::banner(&mut lines);
    let greeting = greeting::find(&mut lines);
    let found: Vec<(usize, usize, Role)> =
        lines.iter().filter_map(|line| line.found.map(|role| (line.block, line.start, role))).collect();
    if found.is_empty() && greeting.is_none() {
        return;
    }
    let starts: Vec<(usize, usize)> = lines.iter().map(|line| (line.block, line.start)).collect();
    split(blocks, &starts, &found, greeting);
}

/// The lines of all blocks. A quoted block is one line, as nothing inside it matters.
fn lines(blocks: &[Block]) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(blocks.iter().map(|block| 1 + block.text.len() / 60).sum());
    for (index, block) in blocks.iter().enumerate() {
        let line = |text, start| Line { text, block: index, start, role: block.role, field: None, found: None };
        let text = block.text.as_str();
        // Nor does anything inside a text that nobody reads.
        if line(text, 0).is_quoted() || (block.role == Role::Code && text.len() > MOST_CODE) {
            lines.push(line(text, 0));
            continue;
        }
        let mut start = 0;
        for (end, len) in breaks(text).chain([(text.len(), 0)]) {
            let words = text[start..end].trim_ascii();
            lines.push(Line { field: headers::field(words), ..line(words, start) });
            start = end + len;
        }
    }
    lines
}

/// The line breaks of a text: where each stands, and its length.
fn breaks(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let mut sign = [0; LINE_BREAK.len_utf8()];
    LINE_BREAK.encode_utf8(&mut sign);
    memchr::memchr2_iter(b'\n', sign[0], bytes).filter_map(move |at| match bytes[at] {
        b'\n' => Some((at, 1)),
        _ => bytes[at..].starts_with(&sign).then_some((at, sign.len())),
    })
}

/// Finds what others wrote: attribution lines, the header of a mail that is answered or
/// passed on, and what stands below them.
fn others(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        if lines[at].is_quoted() {
            at += 1;
        } else if let Some(header) = headers::find(lines, at) {
            at = take_header(lines, header);
        } else if let Some(attribution) = attribution::find(lines, at) {
            mark(lines, attribution.start..at + 1, Role::Attribution);
            at += 1;
            // Without quote marks, all that follows is the mail that is answered.
            if lines.get(at).is_some_and(|next| !next.is_quoted()) {
                mark(lines, at..lines.len(), Role::Quote);
                return;
            }
        } else {
            at += 1;
        }
    }
}

/// Marks a header and what it heads, and gives the line that comes next.
fn take_header(lines: &mut [Line], header: headers::Header) -> usize {
    let below = header.lines.end;
    let quoted = lines[below..].iter().take_while(|line| line.is_quoted()).count();
    // Without words of the author's above it, a mail is passed on rather than answered.
    let is_forward = header.is_forward || (quoted == 0 && header.lines.start == 0);
    let end = if quoted > 0 {
        below + quoted
    } else {
        let len = if is_forward { headers::forward_end(&lines[below..]) } else { None };
        len.map_or(lines.len(), |len| below + len)
    };
    let (head, body) = if is_forward { (Role::Forwarded, Role::Forwarded) } else { (Role::Attribution, Role::Quote) };
    mark(lines, header.lines, head);
    mark(lines, below..end, body);
    end
}

fn mark(lines: &mut [Line], range: Range<usize>, role: Role) {
    for line in &mut lines[range] {
        line.found = Some(role);
    }
}

/// The stretches of lines that are the author's own so far.
fn stretches(lines: &[Line]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.is_open()) {
        match stretches.last_mut() {
            Some(last) if last.end == index => last.end += 1,
            _ => stretches.push(index..index + 1),
        }
    }
    stretches
}

/// Gives the blocks the roles that were found for their lines. `greeting` is where the
/// greeting ends inside its line, as a block and a byte of its text.
fn split(
    blocks: &mut Vec<Block>,
    starts: &[(usize, usize)],
    found: &[(usize, usize, Role)],
    greeting: Option<(usize, usize)>,
) {
    let (mut starts, mut found) = (starts.iter().copied().peekable(), found.iter().copied().peekable());
    let old = std::mem::take(blocks);
    blocks.reserve(old.len());
    for (index, block) in old.into_iter().enumerate() {
        let is_found = found.peek().is_some_and(|(of, _, _)| *of == index);
        if !is_found && greeting.is_none_or(|(of, _)| of != index) {
            while starts.next_if(|(of, _)| *of == index).is_some() {}
            blocks.push(block);
            continue;
        }
        // The pieces of the block: where each starts, and its role.
        let mut pieces: Vec<(usize, Role)> = Vec::new();
        while let Some((_, start)) = starts.next_if(|(of, _)| *of == index) {
            let role =
                found.next_if(|(of, at, _)| (*of, *at) == (index, start)).map_or(block.role, |(_, _, role)| role);
            if pieces.last().is_none_or(|(_, last)| *last != role) {
                pieces.push((start, role));
            }
        }
        if let Some((_, at)) = greeting.filter(|(of, _)| *of == index) {
            let first = pieces.first().map_or(0, |(start, _)| *start);
            pieces.insert(1.min(pieces.len()), (at, block.role));
            pieces[0] = (first, Role::Greeting);
            pieces.dedup_by(|later, first| later.1 == first.1);
        }
        match pieces.as_slice() {
            [] => blocks.push(block),
            [(_, role)] => blocks.push(with_role(block, *role)),
            _ => blocks.extend(cut(&block, &pieces)),
        }
    }
}

/// The pieces of a block, each with its role.
fn cut(block: &Block, pieces: &[(usize, Role)]) -> Vec<Block> {
    let text = block.text.as_str();
    let last = pieces.len() - 1;
    let mut parts = Vec::with_capacity(pieces.len());
    for (index, (start, role)) in pieces.iter().enumerate() {
        let end = pieces.get(index + 1).map_or(text.len(), |(next, _)| *next);
        let part = &text[*start..end];
        let from = start + (part.len() - part.trim_start().len());
        let range = from..(from + part.trim().len()).max(from);
        if range.is_empty() && parts.len() + 1 < pieces.len() {
            continue;
        }
        let mut span = block.text.source(range.clone());
        if index == 0 {
            span.start = block.span.start.min(span.end);
        }
        if index == last {
            span.end = block.span.end.max(span.start);
        }
        let part = Block {
            role: block.role,
            text: block.text.slice(range),
            span,
            ..Block::new(block.role, block.text.slice(0..0), span)
        };
        let part = Block { depth: block.depth, numbered: block.numbered, ..part };
        let marker = if index == 0 { block.marker.clone() } else { String::new() };
        parts.push(with_role(Block { marker, ..part }, *role));
    }
    parts
}

/// The block with another role; what belongs to its old one alone is gone.
fn with_role(block: Block, role: Role) -> Block {
    if block.role == role {
        return block;
    }
    let depth = match (role, block.role) {
        (Role::Quote, Role::Quote) => block.depth + 1,
        (Role::Quote, _) => 1,
        _ => 0,
    };
    Block { role, depth, numbered: false, marker: String::new(), ..block }
}

#[cfg(test)]
mod tests;
