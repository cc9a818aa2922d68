//! How often a matter went there and back: the earlier messages that a draft quotes or
//! answers, and whether the draft asks again or puts right what was not understood.

mod speakers;
mod turns;

use std::ops::Range;

use jiff::civil::Date;

use super::{Phrase, Reading};
use crate::draft::{Draft, Message, Role};
use crate::language::time::Reference;
use crate::language::{self, ListId, Phrases, lists};
use crate::text::Span;
use speakers::Own;

/// How often a matter went there and back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rounds {
    /// The earlier messages that are known, the newest first.
    pub turns: Vec<Turn>,
    /// The round trips, this draft's included, in which something stayed open: a question
    /// or a word that was not understood. Times that are looked for, thanks and files
    /// that are sent do not count.
    pub count: usize,
    /// Whether the matter is still open: the draft asks on, and one side has turned down
    /// what the other said, asked again, or was not understood.
    pub open: bool,
    /// Where the draft asks again or puts right how it was understood.
    pub repeats: Vec<Repeat>,
    /// The words in the draft that keep the matter open.
    pub evidence: Vec<Span>,
}

/// A place where the draft says something again.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// The words of the draft.
    pub span: Span,
    /// What stands in the quotes that it goes back to, if it is found there.
    pub of: Option<Span>,
}

/// An earlier message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// Whose it is.
    pub side: Side,
    /// Who wrote it, as a name or address says.
    pub author: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// What it says, as far as it is known.
    pub text: String,
    /// Where it is quoted; none where only the mailbox holds it.
    pub spans: Vec<Span>,
    /// Its words that ask something, turn something down or say something again.
    pub evidence: Vec<Span>,
    /// Whether something stayed open in it.
    pub open: bool,
    /// Whether it turns down, says again or puts right what was said before.
    pub disputes: bool,
}

/// A side of an exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The author of the draft.
    Author,
    /// Who the draft answers.
    #[default]
    Other,
}

impl Side {
    fn opposite(self) -> Side {
        match self {
            Side::Author => Side::Other,
            Side::Other => Side::Author,
        }
    }
}

/// The most days between two messages of one exchange.
const LONGEST_GAP: i32 = 14;
/// An own ask repeats a quoted one with which it shares this part of its content words, in
/// percent of the words of the shorter one.
const ALIKE: usize = 60;
/// How many asks of each side are held against each other.
const MOST_ASKS: usize = 50;

/// Counts the round trips that a draft shows by itself.
pub fn find(reading: &Reading, draft: &Draft, phrases: &Phrases, reference: Reference) -> Rounds {
    let is_quote = |role: Role| matches!(role, Role::Quote | Role::Attribution);
    if draft.envelope.reply_depth == 0 && !draft.blocks.iter().any(|block| is_quote(block.role)) {
        return Rounds::default();
    }
    let turns = turns::quoted(draft, &own(draft), phrases, reference);
    judge(reading, draft, turns)
}

/// Counts the round trips again with the messages that came before the draft, the oldest
/// first. Where they are known, quotes only tell where in the draft their words stand.
pub fn with_thread(reading: &mut Reading, draft: &Draft, before: &[&Message], phrases: &Phrases, reference: Reference) {
    let quoted = std::mem::take(&mut reading.rounds.turns);
    if before.len() < quoted.len() {
        reading.rounds.turns = quoted;
        return;
    }
    let turns = turns::of_thread(draft, before, quoted, phrases, reference);
    reading.rounds = judge(reading, draft, turns);
}

fn own(draft: &Draft) -> Own {
    let closing = draft.blocks.iter().rev().find(|block| block.role == Role::Closing);
    Own::new(&draft.envelope, closing.map_or("", |block| block.text.as_str()))
}

/// What a piece of text does, as its phrases tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Correction,
    Misread,
    Again,
    Denial,
    Settled,
    Request,
}

impl Mark {
    fn of(list: ListId) -> Option<Mark> {
        Some(match list {
            lists::CORRECTION_PHRASES => Mark::Correction,
            lists::MISREAD_PHRASES => Mark::Misread,
            lists::AGAIN_PHRASES => Mark::Again,
            lists::DENIAL_PHRASES => Mark::Denial,
            lists::SETTLED_PHRASES => Mark::Settled,
            lists::REQUEST_PHRASES => Mark::Request,
            _ => return None,
        })
    }

    /// Whether one side does not take what the other said.
    fn disputes(self) -> bool {
        !matches!(self, Mark::Settled | Mark::Request)
    }
}

/// What the draft itself does.
#[derive(Default)]
struct OwnMarks<'a> {
    marks: Vec<(Mark, Span)>,
    /// Asks that look for no time, with what they say.
    asks: Vec<(Span, &'a str)>,
}

impl<'a> OwnMarks<'a> {
    fn has(&self, mark: Mark) -> bool {
        self.marks.iter().any(|(known, _)| *known == mark)
    }

    fn read(reading: &Reading, draft: &'a Draft) -> OwnMarks<'a> {
        let span = |phrase: &Phrase| draft.block(phrase.block).text.source(phrase.found.range.clone());
        let marked = |phrase: &Phrase| Mark::of(phrase.found.list).map(|mark| (mark, span(phrase)));
        let mut marks: Vec<(Mark, Span)> = reading.phrases.iter().filter_map(marked).collect();
        let first = draft.own_blocks().find(|(_, block)| block.role.is_prose());
        if let Some((_, block)) = first
            && let Some(range) = denial_start(block.text.as_str())
        {
            marks.push((Mark::Denial, block.text.source(range)));
        }
        let asks = reading.real_asks().filter_map(|ask| {
            let block = draft.block(reading.sentence(ask.sentence).block);
            let said = block.text.as_str().get(ask.range.clone()).unwrap_or_default();
            let phrases = &reading.phrases;
            let id = reading.sentence(ask.sentence).block;
            let from = phrases.partition_point(|p| (p.block, p.found.range.start) < (id, ask.range.start));
            let near = phrases[from..].iter().take_while(|p| p.block == id && p.found.range.start < ask.range.end);
            let schedules = near.into_iter().any(|p| p.found.list == lists::SCHEDULING_PHRASES);
            (!schedules).then_some((ask.span, said))
        });
        OwnMarks { asks: asks.collect(), marks }
    }
}

/// Where a message starts by turning something down: "No, …", "Olga, no".
fn denial_start(text: &str) -> Option<Range<usize>> {
    let head = &text[..text.floor_char_boundary(40)];
    let found =
        language::words(head).into_iter().take(2).find(|word| lists::DENIAL_STARTS.contains(&head[word.clone()]));
    found.filter(|word| word.start == 0 || head[..word.start].ends_with([' ', '\n']))
}

/// The words of a text that carry its meaning, in lower case, each once.
fn content(text: &str) -> Vec<String> {
    let words = language::words(text).into_iter().take(60).map(|range| &text[range]);
    let mut words: Vec<String> = words
        .filter(|word| word.len() > 2 && !lists::STOP_WORDS.contains(word) && Mark::is_plain(word))
        .map(|word| word.to_lowercase().trim_end_matches('s').to_owned())
        .collect();
    words.sort();
    words.dedup();
    words
}

impl Mark {
    /// Whether a word says something by itself: not "again", which any repeat holds.
    fn is_plain(word: &str) -> bool {
        !word.eq_ignore_ascii_case("again") && !word.eq_ignore_ascii_case("still")
    }
}

/// Whether two asks are for the same.
fn alike(a: &[String], b: &[String]) -> bool {
    let shared = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    shared >= 2 && shared * 100 >= a.len().min(b.len()) * ALIKE
}

fn judge(reading: &Reading, draft: &Draft, turns: Vec<turns::Read>) -> Rounds {
    let own = OwnMarks::read(reading, draft);
    let corrects = own.has(Mark::Correction);
    let mut repeats: Vec<Repeat> = Vec::new();
    // What the author's own earlier messages asked, and where.
    let asked: Vec<&(Option<Span>, Vec<String>)> = turns.iter().flat_map(|turn| &turn.asks).take(MOST_ASKS).collect();
    for (span, said) in own.asks.iter().take(if asked.is_empty() { 0 } else { MOST_ASKS }) {
        let words = content(said);
        if let Some((of, _)) = asked.iter().find(|(_, asked)| alike(&words, asked)) {
            repeats.push(Repeat { span: *span, of: *of });
        }
    }
    let disputed = turns.iter().find(|turn| turn.turn.side == Side::Other);
    let of = disputed.and_then(|turn| turn.turn.evidence.first().or(turn.turn.spans.first()).copied());
    repeats.extend(
        own.marks.iter().filter(|(mark, _)| *mark == Mark::Correction).map(|(_, span)| Repeat { span: *span, of }),
    );
    repeats.sort_by_key(|repeat| repeat.span);

    let disputes = own.marks.iter().any(|(mark, _)| mark.disputes());
    let turns: Vec<Turn> = turns.into_iter().map(|turn| turn.turn).collect();
    let disputing = turns.iter().filter(|turn| turn.disputes).count();
    let mut count = exchanges(draft, &turns, disputes || !own.asks.is_empty());
    if corrects && !draft.envelope.list && turns.len() < draft.envelope.reply_depth {
        // What is not quoted can't be read, but that it stayed open the draft says itself.
        count = count.max(draft.envelope.reply_depth.div_ceil(2));
    }
    let settled = own.has(Mark::Settled);
    let misread = own.has(Mark::Misread);
    let open = corrects
        || (!settled && misread && disputing >= 1)
        || (!settled && disputes && (disputing >= 2 || disputing == 1 && count >= 2))
        || (!settled && !own.asks.is_empty() && disputing >= 2);
    let evidence = own.marks.iter().filter(|(mark, _)| mark.disputes()).map(|(_, span)| *span);
    let mut evidence: Vec<Span> = evidence.chain(own.asks.iter().map(|(span, _)| *span)).collect();
    evidence.sort();
    if !open {
        evidence.clear();
    }
    Rounds { turns, count, open, repeats, evidence }
}

/// How many times the matter went there and back with something left open.
fn exchanges(draft: &Draft, turns: &[Turn], own_open: bool) -> usize {
    let mut messages = vec![(Side::Author, own_open)];
    let mut last = draft.envelope.date.as_ref().map(|date| date.date());
    for turn in turns {
        if let (Some(later), Some(date)) = (last, turn.date)
            && (later - date).get_days() > LONGEST_GAP
        {
            break;
        }
        last = turn.date.or(last);
        match messages.last_mut() {
            Some((side, open)) if *side == turn.side => *open |= turn.open,
            _ => messages.push((turn.side, turn.open)),
        }
    }
    messages.chunks_exact(2).filter(|pair| pair[0].1 || pair[1].1).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Thread;
    use crate::language::PhrasesBuilder;
    use crate::{Source, parse, reading};

    /// What is read of a mail by Ida to Tom, and the draft.
    fn read(body: &str) -> (Reading, Draft) {
        let header = "From: Ida Brandt <ida@x.example>\nTo: tom@y.example\nDate: Tue, 2 Jun 2026 10:00:00 +0200\n\
                      Message-ID: <d@x>\nReferences: <a@x> <b@x> <c@x>\nSubject: Re: valve\n\n";
        let draft = parse::parse(&Source::new("draft.eml", format!("{header}{body}").into_bytes()));
        (reading::read(&draft, &PhrasesBuilder::with_pack().build(), Reference::default()), draft)
    }

    fn rounds(body: &str) -> Rounds {
        read(body).0.rounds
    }

    const VALVE: &str = "Tom, no, that's not what I meant. Which valve is leaking?\n\nIda\n\n\
                         On 1 June 2026 Tom Ark wrote:\n> It is the one you named, as I said.\n>\n\
                         > On 31 May 2026 Ida Brandt wrote:\n>> Not the red one. Which valve is leaking?\n>>\n\
                         >> On 30 May 2026 Tom Ark wrote:\n>>> The valve is leaking, please come.\n";

    #[test]
    fn a_question_that_goes_round_is_counted() {
        let got = rounds(VALVE);
        let sides: Vec<Side> = got.turns.iter().map(|turn| turn.side).collect();
        assert_eq!(sides, [Side::Other, Side::Author, Side::Other]);
        assert_eq!(got.turns[1].author.as_deref(), Some("Ida Brandt"));
        assert_eq!(got.turns[2].date, Some(jiff::civil::date(2026, 5, 30)));
        assert_eq!((got.count, got.open), (2, true));
        // The words that put it right, and the question that stood there before.
        assert_eq!(got.repeats.len(), 2);
        assert!(got.repeats.iter().all(|repeat| repeat.of.is_some()));
        assert!(got.turns.iter().all(|turn| turn.spans.len() == 1 && !turn.evidence.is_empty()));
    }

    #[test]
    fn looking_for_a_time_does_not_count() {
        let got = rounds(
            "Thursday at 12:00 it is then. See you!\n\nIda\n\n> Booked. Thursday at 12:00?\n\
             >> Full. Thursday at 8:00?\n>>> Which day suits you?\n",
        );
        assert_eq!((got.turns.len(), got.count, got.open), (3, 0, false));
    }

    #[test]
    fn lines_of_a_chat_are_turns() {
        let got =
            rounds("Which pump do you mean?\n\n> Tom: the pump is wrong\n> Ida: which pump?\n> Tom: not that one\n");
        let told: Vec<(Side, &str)> = got.turns.iter().map(|turn| (turn.side, turn.text.as_str())).collect();
        assert_eq!(
            told,
            [(Side::Other, "not that one"), (Side::Author, "which pump?"), (Side::Other, "the pump is wrong")]
        );
        assert_eq!(got.count, 2);
    }

    #[test]
    fn header_lines_stand_right_above_their_words() {
        let got = rounds(
            "Which door?\n\nIda\n\n> From: Tom, 09/12 11:02\n> Done, as I said.\n> > From: Ida, 08/12\n> > Which door?\n> > > From: Tom, 05/12\n> > > Done.\n",
        );
        let told: Vec<(Side, &str)> = got.turns.iter().map(|turn| (turn.side, turn.text.as_str())).collect();
        assert_eq!(told, [(Side::Other, "Done, as I said."), (Side::Author, "Which door?"), (Side::Other, "Done.")]);
        assert_eq!(got.count, 2);
    }

    #[test]
    fn a_long_pause_ends_the_exchange() {
        let paused = VALVE.replace("31 May", "3 May").replace("30 May", "2 May");
        assert_eq!(rounds(&paused).count, 1);
    }

    #[test]
    fn a_first_message_has_no_rounds() {
        let draft = parse::parse(&Source::new("note.txt", b"That's not what I meant. Which one?".to_vec()));
        let phrases = PhrasesBuilder::with_pack().build();
        assert_eq!(reading::read(&draft, &phrases, Reference::default()).rounds, Rounds::default());
    }

    #[test]
    fn the_thread_tells_what_is_not_quoted() {
        let (mut reading, draft) = read("Which valve do you mean?\n\nIda\n\n> Not that one.\n");
        assert_eq!(reading.rounds.turns.len(), 1);
        let message = |id: &str, parent: &str, from: &str, text: &str| Message {
            id: id.into(),
            parents: vec![parent.into()],
            from: from.into(),
            text: text.into(),
            ..Message::default()
        };
        let thread = Thread::new([
            message("a@x", "", "tom@y.example", "The valve is wrong."),
            message("b@x", "a@x", "ida@x.example", "Which valve do you mean?"),
            message("c@x", "b@x", "tom@y.example", "Not that one."),
        ]);
        let phrases = PhrasesBuilder::with_pack().build();
        with_thread(&mut reading, &draft, &thread.before(&draft.envelope), &phrases, Reference::default());
        let got = &reading.rounds;
        assert_eq!((got.turns.len(), got.count, got.open), (3, 2, true));
        // What is quoted keeps its place; what is not has none.
        assert!(!got.turns[0].spans.is_empty() && got.turns[1].spans.is_empty());
        assert_eq!(got.repeats.len(), 1);
        assert_eq!(got.repeats[0].of, None);
    }

    #[test]
    fn hostile_quotes_end_in_time() {
        let deep: String = (1..500).map(|depth| format!("{} Ana: no, again?\n", ">".repeat(depth))).collect();
        assert!(rounds(&deep).turns.len() <= turns::MOST_TURNS);
    }
}
