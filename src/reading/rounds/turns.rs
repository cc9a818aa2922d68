//! The earlier messages that a draft quotes, one turn each.

use std::ops::Range;

use jiff::civil::Date;

use super::speakers::{self, Own};
use super::{Mark, Side, Turn, content, denial_start};
use crate::draft::{Block, Draft, LINE_BREAK, Message, Role};
use crate::language::time::Reference;
use crate::language::{self, Phrases, lists};
use crate::text::Span;

/// More turns than anybody follows are not told apart.
pub const MOST_TURNS: usize = 40;
/// Quotes deeper than this are taken for one.
const DEEPEST: usize = 40;

/// A turn while it is put together.
struct Building {
    depth: usize,
    author: Option<String>,
    date: Option<Date>,
    /// The parts of blocks that hold its words.
    parts: Vec<(usize, Range<usize>)>,
    /// Whether it came below the one before it in time too, as in a chat.
    is_chat: bool,
}

/// The turns that are quoted in a draft, the newest first.
pub fn quoted(draft: &Draft, own: &Own, phrases: &Phrases, reference: Reference) -> Vec<Read> {
    let mut builder = Builder { reference, turns: Vec::new(), at: vec![None; DEEPEST + 1], pending: None };
    let is_chat = is_chat(draft);
    let chats = depths_of_chats(draft);
    for (index, block) in draft.blocks.iter().enumerate() {
        if block.role == Role::Attribution || block.role == Role::Quote {
            builder.block(index, block, is_chat, &chats);
        }
    }
    let mut turns = builder.turns;
    turns.retain(|turn| !turn.parts.is_empty());
    newest_first(&mut turns);
    turns.truncate(MOST_TURNS);
    let sides = sides(&turns, own);
    turns.into_iter().zip(sides).map(|(turn, side)| finished(draft, turn, side, phrases, reference)).collect()
}

struct Builder<'a> {
    reference: Reference<'a>,
    turns: Vec<Building>,
    /// The turn that goes on at each depth.
    at: Vec<Option<usize>>,
    /// Who wrote what comes next, where a line said so.
    pending: Option<(Option<String>, Option<Date>)>,
}

impl Builder<'_> {
    fn block(&mut self, index: usize, block: &Block, is_chat: bool, chats: &[bool]) {
        let text = block.text.as_str();
        let depth = block.depth.min(DEEPEST);
        if block.role == Role::Attribution {
            // A mail program's lines above a whole message: who, when, to whom.
            let from = lines(text).find_map(|line| speakers::attribution(&text[line]));
            let author = from.or_else(|| speakers::attribution(text)).and_then(|found| found.author);
            self.pending = Some((author, self.date(text)));
            return;
        }
        // A line wrapped before "wrote:"; "From: Ana" with her words below it ends otherwise.
        if text.ends_with([':', '：'])
            && let Some(author) = speakers::attribution(text).and_then(|found| found.author)
        {
            self.pending = Some((Some(author), self.date(text)));
            return;
        }
        let mut in_header = false;
        for line in lines(text) {
            let said = &text[line.clone()];
            if let Some(found) = speakers::attribution(said) {
                self.pending = Some((found.author, self.date(said)));
                in_header = true;
                continue;
            }
            if in_header && speakers::is_header_line(said) {
                if let Some((_, date)) = &mut self.pending {
                    *date = date.or(date_in(said, self.reference));
                }
                continue;
            }
            in_header = false;
            let known = self.at[depth].filter(|_| self.pending.is_none());
            let speaks = speakers::speaker(said).filter(|_| known.is_none() || chats[depth]);
            match speaks {
                Some((name, from)) => {
                    let date = self.date(&said[..from]);
                    let is_chat = known.is_some();
                    self.start(depth, Some(name), date, is_chat);
                    self.say(depth, index, line.start + from..line.end);
                }
                None if is_chat && known.is_some() => {
                    self.start(depth, None, None, true);
                    self.say(depth, index, line);
                }
                None => {
                    if known.is_none() {
                        let (author, date) = self.pending.take().unwrap_or_default();
                        self.start(depth, author, date, false);
                    }
                    self.say(depth, index, line);
                }
            }
        }
    }

    fn start(&mut self, depth: usize, author: Option<String>, date: Option<Date>, is_chat: bool) {
        self.pending = None;
        self.at[depth..].fill(None);
        self.at[depth] = Some(self.turns.len());
        self.turns.push(Building { depth, author, date, parts: Vec::new(), is_chat });
    }

    fn say(&mut self, depth: usize, block: usize, line: Range<usize>) {
        let Some(turn) = self.at[depth].and_then(|at| self.turns.get_mut(at)) else { return };
        match turn.parts.last_mut() {
            Some((last, range)) if *last == block => range.end = line.end,
            _ => turn.parts.push((block, line)),
        }
    }

    fn date(&self, text: &str) -> Option<Date> {
        date_in(text, self.reference)
    }
}

/// The day that a line names, unless it would lie after the draft: "On Thursday" of a
/// quote is not the one to come.
fn date_in(text: &str, reference: Reference) -> Option<Date> {
    let now = reference.now?.date();
    let text = &text[..text.floor_char_boundary(300)];
    let times = language::time::times(text, reference);
    let days = times
        .iter()
        .filter(|time| !time.relative && time.date.is_some() && time.other.is_none())
        .filter_map(|time| time.bounds);
    days.map(|(from, _)| from.date()).find(|day| *day <= now)
}

/// The lines of a block's text that are not empty.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut breaks = memchr::memchr2_iter(b'\n', LINE_BREAK_STARTS, text.as_bytes());
    let mut at = 0;
    std::iter::from_fn(move || {
        if at > text.len() {
            return None;
        }
        let start = at;
        let is_break = |at: &usize| text[*at..].starts_with(['\n', LINE_BREAK]);
        // The first byte of a line break is that of other marks too.
        let end = breaks.find(is_break).unwrap_or(text.len());
        at = end + text[end..].chars().next().map_or(1, char::len_utf8);
        Some(start..end)
    })
    .filter(|line| !line.is_empty())
}

/// The first byte of [`LINE_BREAK`].
const LINE_BREAK_STARTS: u8 = 0xe2;

/// Whether each quoted line is a message: in a chat nobody wraps lines.
fn is_chat(draft: &Draft) -> bool {
    let channel = draft.envelope.channel.as_deref().unwrap_or_default();
    ["chat", "slack", "teams", "im"].iter().any(|chat| channel.eq_ignore_ascii_case(chat))
}

/// The depths at which several lines start with who speaks.
fn depths_of_chats(draft: &Draft) -> Vec<bool> {
    let mut speakers_at = vec![0; DEEPEST + 1];
    for block in draft.blocks.iter().filter(|block| block.role == Role::Quote) {
        let text = block.text.as_str();
        speakers_at[block.depth.min(DEEPEST)] +=
            lines(text).filter(|line| speakers::speaker(&text[line.clone()]).is_some()).count();
    }
    speakers_at.into_iter().map(|lines| lines >= 2).collect()
}

/// Puts the lines of a chat, which run down the page, in the order of quotes.
fn newest_first(turns: &mut [Building]) {
    let mut at = 0;
    while at < turns.len() {
        let run = turns[at + 1..].iter().take_while(|turn| turn.is_chat && turn.depth == turns[at].depth).count();
        turns[at..=at + run].reverse();
        at += run + 1;
    }
}

/// Whose turn each is. A draft answers the other side, so the newest is theirs unless a
/// name says otherwise; from there the sides alternate where no names do.
fn sides(turns: &[Building], own: &Own) -> Vec<Side> {
    let newest = turns.first().and_then(|turn| turn.author.as_deref());
    let mut last = Side::Author;
    turns
        .iter()
        .map(|turn| {
            last = match turn.author.as_deref() {
                Some(name) if own.is(name) => Side::Author,
                Some(name) if own.is_unknown() && newest.is_some_and(|newest| newest != name) => Side::Author,
                Some(_) => Side::Other,
                None => last.opposite(),
            };
            last
        })
        .collect()
}

/// A turn with what it asks.
pub struct Read {
    /// The turn.
    pub turn: Turn,
    /// Those asks of the author's own that look for no time: where they are quoted, and their
    /// content words.
    pub asks: Vec<(Option<Span>, Vec<String>)>,
}

fn finished(draft: &Draft, turn: Building, side: Side, phrases: &Phrases, reference: Reference) -> Read {
    let mut read =
        Read { turn: Turn { side, author: turn.author, date: turn.date, ..Turn::default() }, asks: Vec::new() };
    // The first words tell what a message is about; a quoted book would cost time.
    let mut room = MOST_READ;
    for (block, range) in turn.parts {
        let source = &draft.blocks[block].text;
        read.turn.spans.push(source.source(range.clone()));
        let text = &source.as_str()[range.clone()];
        let text = &text[..text.floor_char_boundary(room)];
        room -= text.len();
        let place = |found: Range<usize>| Some(source.source(range.start + found.start..range.start + found.end));
        understand(&mut read, text, place, phrases, reference);
    }
    read
}

/// How much of a turn is read, in bytes.
const MOST_READ: usize = 4_000;

/// Adds to a turn what this text of it says.
fn understand(
    read: &mut Read,
    text: &str,
    place: impl Fn(Range<usize>) -> Option<Span>,
    phrases: &Phrases,
    reference: Reference,
) {
    let is_start = read.turn.text.is_empty();
    if !is_start {
        read.turn.text.push('\n');
    }
    read.turn.text.push_str(text);
    let found = phrases.find_quoted(text);
    let mut asks = Vec::new();
    // Most of what is quoted says nothing that matters here, whatever its sentences are.
    let tells = text.contains('?') || found.iter().any(|phrase| Mark::of(phrase.list).is_some());
    for sentence in if tells { language::sentences(text) } else { Vec::new() } {
        let said = &text[sentence.clone()];
        let inside = || found.iter().filter(|phrase| sentence.contains(&phrase.range.start));
        let is_ask = said.contains('?') || inside().any(|phrase| Mark::of(phrase.list) == Some(Mark::Request));
        let schedules = || {
            inside().any(|phrase| phrase.list == lists::SCHEDULING_PHRASES)
                || !language::time::times(said, reference).is_empty()
        };
        let disputes = inside().filter(|phrase| Mark::of(phrase.list).is_some_and(Mark::disputes));
        let disputed: Vec<Range<usize>> = disputes.map(|phrase| phrase.range.clone()).collect();
        if is_ask && (!disputed.is_empty() || !schedules()) {
            asks.push(sentence.clone());
        }
        read.turn.disputes |= !disputed.is_empty();
        read.turn.evidence.extend(disputed.into_iter().filter_map(&place));
    }
    if is_start && let Some(start) = denial_start(text) {
        read.turn.disputes = true;
        read.turn.evidence.extend(place(start));
    }
    read.turn.open |= read.turn.disputes || !asks.is_empty();
    for ask in asks {
        let span = place(ask.clone());
        read.turn.evidence.extend(span);
        if read.turn.side == Side::Author {
            read.asks.push((span, content(&text[ask])));
        }
    }
    read.turn.evidence.sort();
}

/// The messages before a draft as turns, the newest first, with the places where they are
/// quoted.
pub fn of_thread(
    draft: &Draft,
    before: &[&Message],
    quoted: Vec<Turn>,
    phrases: &Phrases,
    reference: Reference,
) -> Vec<Read> {
    let author = draft.envelope.from.as_ref().map(|from| from.address.to_lowercase());
    let mut quoted = quoted.into_iter().peekable();
    let newest = before.iter().rev().take(MOST_TURNS);
    newest
        .map(|message| {
            let side = if Some(&message.from) == author.as_ref() { Side::Author } else { Side::Other };
            let zone = reference.now.map_or(jiff::tz::TimeZone::UTC, |now| now.time_zone().clone());
            let date = message.date.map(|date| date.to_zoned_datetime(zone).date());
            let turn = Turn { side, author: Some(message.from.clone()), date, ..Turn::default() };
            let mut read = Read { turn, asks: Vec::new() };
            let text = &message.text[..message.text.floor_char_boundary(MOST_READ)];
            understand(&mut read, text, |_| None, phrases, reference);
            // Both run from the newest to the oldest, so the next quote is this message or none.
            if let Some(quote) = quoted.next_if(|quote| holds(text, &quote.text)) {
                (read.turn.spans, read.turn.evidence) = (quote.spans, quote.evidence);
            }
            read
        })
        .collect()
}

/// Whether a message holds the start of a quote, however its lines are wrapped.
fn holds(message: &str, quote: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = words(quote);
    let start = &quote[..quote.floor_char_boundary(40)];
    !start.is_empty() && words(message).contains(start)
}
