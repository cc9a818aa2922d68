//! The draft's own words, and no others: cut, never added to.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Given, Material, when};
use crate::draft::{BlockId, Format, Role};
use crate::language::{self, lists};
use crate::reading::{Ask, AskKind, Owner, SentenceId, TimeExpression, TimeRole};

/// The most items of a list of topics: a longer list is none.
pub const MOST_ITEMS: usize = 20;

/// The most items of a list that a sentence goes on with, each of fewer bytes than [`SHORT`].
const FEW_ITEMS: usize = 5;
const SHORT: usize = 50;

/// The most files and links that are listed.
const MOST_MATERIAL: usize = 20;

/// The most days in doubt that are told.
const MOST_DOUBTFUL: usize = 5;

/// The subject without what mail programs put before it, else the first heading.
pub fn subject(given: &Given) -> Option<String> {
    let mut subject = given.draft.envelope.subject.as_ref().map_or("", |subject| subject.as_str()).trim();
    while let Some((prefix, rest)) = subject.split_once(':') {
        let prefix = prefix.split_once('[').map_or(prefix, |(prefix, _)| prefix).trim();
        // Unlike those of the other lists these words may be in capitals beyond ASCII.
        let known = |word: &str| lists::REPLY_PREFIXES.contains(word) || lists::FORWARD_PREFIXES.contains(word);
        if !known(prefix) && !known(&prefix.to_lowercase()) {
            break;
        }
        subject = rest.trim();
    }
    let mut headings = given.draft.own_blocks().filter(|(_, block)| block.role == Role::Heading);
    let named = Some(subject).filter(|subject| !subject.is_empty());
    named.or_else(|| headings.next().map(|(_, block)| block.text.as_str().trim())).map(str::to_owned)
}

/// The draft's point; where it only organises, the reason that it gives.
pub fn purpose(given: &Given, organising: &[bool]) -> Option<String> {
    let topics = given.topics();
    let asked = |id: SentenceId| topics.iter().any(|ask| ask.sentence == id);
    // "We need your answer by Friday" is no purpose where something else is asked.
    let only_due = |id: SentenceId| !asked(id) && given.reading.real_asks().any(|ask| ask.sentence == id);
    let matter = |id: SentenceId| if only_due(id) { topics.first().map_or(id, |ask| ask.sentence) } else { id };
    let point = given.reading.point.filter(|id| !organising[id.0]).map(matter);
    // "I propose to cover:" only leads up to a list; "let me know" in form only is no matter.
    let courtesy = |id: SentenceId| given.reading.asks.iter().any(|ask| ask.sentence == id && ask.courtesy);
    let point = point.filter(|id| !sentence(given, *id).ends_with(':') && !courtesy(*id));
    // The task of one of several is not what all come together for.
    let tasks = || topics.iter().filter(|ask| ask.kind == AskKind::Request && matches!(ask.owner, Owner::Named(_)));
    let of_one = |id: SentenceId| {
        let own = tasks().find(|ask| ask.sentence == id);
        own.is_some_and(|own| tasks().any(|other| other.owner != own.owner))
    };
    let called = subject(given).filter(|_| point.is_some_and(of_one));
    let mut reasons = organising.iter().enumerate().filter(|(_, organises)| **organises);
    let said = |id: SentenceId| {
        let text = sentence(given, id);
        topics.iter().find(|ask| ask.sentence == id).map_or(text.clone(), |ask| with_items(given, ask, &text))
    };
    called
        .or_else(|| point.map(said))
        .or_else(|| reasons.find_map(|(index, _)| reason(given, SentenceId(index))))
        .filter(|words| !words.is_empty())
}

/// The words of a sentence.
pub fn sentence(given: &Given, id: SentenceId) -> String {
    let sentence = given.reading.sentence(id);
    part(given, sentence.block, sentence.range.clone()).trim().to_owned()
}

/// What a sentence that proposes a meeting says of its reason: "to agree the floor plan".
pub fn reason(given: &Given, id: SentenceId) -> Option<String> {
    let sentence = given.reading.sentence(id);
    let text = part(given, sentence.block, 0..usize::MAX);
    let words = &given.reading.words[sentence.words.clone()];
    let word = |at: usize| words.get(at).and_then(|word| text.get(word.range.clone())).unwrap_or_default();
    // A reason stands after what is proposed, however short.
    let start = (2..words.len()).find(|&at| {
        let next = word(at + 1);
        lists::REASON_STARTS.contains(word(at))
            && match word(at) {
                // Not "to meet", "to Thursday", "so please".
                "to" => lists::BASE_VERBS.contains(next) && !organises(next),
                "so" => matches!(if next == "that" { word(at + 2) } else { next }, "we" | "I"),
                _ => !next.is_empty(),
            }
    })?;
    let from = words[start].range.start;
    // The time of the meeting is none of the reason.
    let time = given.reading.times_in(sentence.block, &(from..sentence.range.end)).iter().find(|time| time.time.clock);
    let mut words = text.get(from..time.map_or(sentence.range.end, |time| time.time.range.start))?.trim();
    if time.is_some() {
        words = without_last(words);
    }
    let words = words.trim_end_matches(['.', '!', '?', ',', ';', ':', ' ']);
    (words.split_whitespace().nth(1).is_some()).then(|| words.to_owned())
}

/// The matters that a proposal to meet lists: "to discuss the vendor, the budget and the
/// risks". Fewer than three may be one: "terms and conditions".
pub fn listed_in_reason(given: &Given, id: SentenceId) -> Vec<String> {
    let reason = reason(given, id).unwrap_or_default();
    let mut words = reason.splitn(3, ' ');
    let to_talk =
        words.next() == Some("to") && words.next().is_some_and(|verb| matches!(verb, "discuss" | "cover" | "review"));
    let Some((rest, last)) = words.next().filter(|_| to_talk).and_then(|rest| rest.rsplit_once(" and ")) else {
        return Vec::new();
    };
    let parts = rest.trim_end_matches(',').split(", ").chain([last]).map(|part| part.trim().to_owned());
    let items: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    if items.len() > 2 { items } else { Vec::new() }
}

fn organises(verb: &str) -> bool {
    lists::MEETING_WORDS.contains(verb) || matches!(verb, "talk" | "call" | "speak" | "have" | "set" | "book" | "get")
}

/// How many minutes a topic says that it takes: "10 min: the venue", "the venue (10 minutes)".
pub fn minutes(words: &str) -> Option<u32> {
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let (number, unit) = word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()));
        let unit = if unit.is_empty() { words.peek().copied().unwrap_or_default() } else { unit };
        if matches!(unit, "min" | "mins" | "minutes") {
            return number.parse().ok().filter(|minutes| (1..=240).contains(minutes));
        }
    }
    None
}

/// The list items that stand after an ask which only leads up to them, "I propose to
/// cover:"; those that ask something themselves are left to their own asks.
pub fn items(given: &Given, ask: &Ask) -> Vec<String> {
    let block = given.reading.sentence(ask.sentence).block;
    let leads = part(given, block, ask.range.clone()).trim_end().ends_with(':');
    if leads { items_after(given, block) } else { Vec::new() }
}

/// The items of the draft's own list of topics: after a short line with "agenda" or "topics".
pub fn own_topics(given: &Given) -> Vec<String> {
    let mut blocks = given.draft.own_blocks().filter(|(_, block)| {
        let text = block.text.as_str();
        let mut words = language::words(text.get(..text.len().min(60)).unwrap_or_default()).into_iter();
        let is_topic = |word: Range<usize>| text.get(word).is_some_and(|word| lists::AGENDA_WORDS.contains(word));
        text.len() < 40 && matches!(block.role, Role::Prose | Role::Heading) && words.any(is_topic)
    });
    blocks.find_map(|(id, _)| Some(items_after(given, id)).filter(|items| !items.is_empty())).unwrap_or_default()
}

fn items_after(given: &Given, block: BlockId) -> Vec<String> {
    let blocks = given.draft.blocks.iter().enumerate().skip(block.0 + 1);
    let items = blocks.take_while(|(_, block)| block.role == Role::ListItem).take(MOST_ITEMS);
    let asks = |id: BlockId| {
        let sentences = &given.reading.sentences;
        let first = sentences.partition_point(|sentence| sentence.block < id);
        let asks = &given.reading.asks;
        let at = asks.partition_point(|ask| ask.sentence.0 < first);
        asks.get(at).is_some_and(|ask| given.reading.sentence(ask.sentence).block == id)
    };
    let silent = items.filter(|(id, _)| !asks(BlockId(*id)));
    silent.map(|(_, block)| block.text.as_str().trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// The text without the words at its end that hang before a time: "at", "on the".
fn without_last(mut text: &str) -> &str {
    loop {
        text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
        let start = text.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
        // A white space may take more than one byte.
        let start = text.ceil_char_boundary(start);
        if start == 0 || !lists::PLACE_WORDS.contains(&text[start..]) {
            return text;
        }
        text = &text[..start];
    }
}

/// The words of an ask, without the name that it calls.
pub fn ask(given: &Given, ask: &Ask) -> String {
    let text = part(given, given.reading.sentence(ask.sentence).block, ask.range.clone()).trim();
    let rest = without_name(text, &ask.owner).trim();
    with_items(given, ask, if rest.is_empty() { text } else { rest })
}

/// The words of an ask with the items of the short list that it goes on with: "Can you send
/// me", "the form", "your address".
fn with_items(given: &Given, ask: &Ask, text: &str) -> String {
    let block = given.reading.sentence(ask.sentence).block;
    let is_open = ask.range.end >= given.draft.block(block).text.as_str().trim_end().len()
        && given.draft.block(block).role == Role::Prose
        && text.ends_with(char::is_alphanumeric);
    let items = if is_open { items_after(given, block) } else { Vec::new() };
    let is_simple = (1..=FEW_ITEMS).contains(&items.len()) && items.iter().all(|item| item.len() < SHORT);
    if is_simple { format!("{text} {}", items.join(", ")) } else { text.to_owned() }
}

/// The words of an ask as a list of tasks has them: no name, no "could you", no deadline.
pub fn task(given: &Given, ask: &Ask) -> String {
    let block = given.reading.sentence(ask.sentence).block;
    let mut range = ask.range.clone();
    if let Some(time) = ask.deadline.map(|id| given.reading.time(id)).filter(|time| time.block == block) {
        let after = part(given, block, time.time.range.end..range.end);
        if range.contains(&time.time.range.start) && !after.contains(char::is_alphanumeric) {
            range.end = time.time.range.start;
        }
    }
    let text = part(given, block, range).trim();
    let mut rest = without_name(text, &ask.owner);
    loop {
        rest = rest.trim_start_matches([' ', '\n', ',', ':', '–', '—']);
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        if end == 0 || !lists::TASK_OPENERS.contains(&rest[..end]) {
            break;
        }
        rest = &rest[end..];
    }
    let rest = rest.trim_end_matches(['?', '.', '!', ',', ';', ':', '–', '—', ' ', '\n']);
    with_items(given, ask, if rest.is_empty() { text } else { rest })
}

/// The days to meet or to act on whose weekday and date don't agree, each once.
pub fn doubtful(given: &Given, organising: &[bool]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let counts = |time: &&TimeExpression| time.role == TimeRole::Deadline || when::meets(time, organising);
    let times = given.reading.times.iter().filter(counts);
    let words = times.filter_map(|time| Some(part(given, time.block, time.time.disagreement()?).replace('\n', " ")));
    words.filter(|words| seen.insert(words.clone())).take(MOST_DOUBTFUL).collect()
}

/// The text after the name that it starts with, if it does: "Ana, which…", "Hi Ana, …".
fn without_name<'a>(text: &'a str, owner: &Owner) -> &'a str {
    let Owner::Named(name) = owner else { return text };
    let start = text.trim_start_matches('@');
    let (greeting, rest) = start.split_once(' ').unwrap_or((start, ""));
    let greeted = matches!(greeting.to_ascii_lowercase().as_str(), "hi" | "hello" | "hey" | "dear" | "ok" | "and");
    let start = if greeted { rest } else { start };
    match start.strip_prefix(name.as_str()).map(str::trim_start) {
        Some(rest) if rest.starts_with([',', ':', '–', '—', '-']) => {
            rest.trim_start_matches([',', ':', '–', '—', '-', ' '])
        }
        // "@Ben can you send it".
        Some(rest) if text.starts_with('@') => rest,
        // "Ben to send it", "Ben please send it".
        Some(rest) if rest.starts_with("please ") => rest,
        Some(rest) => rest.strip_prefix("to ").unwrap_or(text),
        _ => text,
    }
}

/// A part of a block's text.
fn part<'a>(given: &Given<'a>, block: BlockId, range: Range<usize>) -> &'a str {
    let text = given.draft.block(block).text.as_str();
    text.get(range.start..range.end.min(text.len())).unwrap_or_default()
}

/// The attachments, and the links and files that the draft names; not those of the blocks'
/// parts that are `left_out`.
pub fn material(given: &Given, left_out: &[(BlockId, Range<usize>)]) -> Vec<Material> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |name: &str, attached: bool| {
        let name = name.trim();
        if !name.is_empty() && found.len() < MOST_MATERIAL && seen.insert(name.to_owned()) {
            found.push(Material { name: name.to_owned(), attached });
        }
    };
    for attachment in given.draft.envelope.attachments.iter().filter(|attachment| !attachment.inline) {
        add(&attachment.name, true);
    }
    for (id, block) in given.draft.own_blocks() {
        let text = block.text.as_str();
        let mut at = 0;
        for piece in text.split_inclusive(char::is_whitespace) {
            let place = at;
            at += piece.len();
            let left = left_out.partition_point(|(block, range)| (*block, range.end) <= (id, place));
            if left_out.get(left).is_some_and(|(block, range)| *block == id && range.contains(&place)) {
                continue;
            }
            if let Some(name) = link(piece).or_else(|| file(piece)) {
                add(name, false);
            }
        }
        if given.draft.format == Format::Markdown && block.role != Role::Greeting {
            // The target of a link is no text; in Markdown it stands as it is in the file.
            let source = String::from_utf8_lossy(given.source.slice(block.span)).into_owned();
            source.match_indices("](http").for_each(|(at, _)| {
                let target = &source[at + 2..];
                add(&target[..target.find([')', ' ', '\n']).unwrap_or(target.len())], false);
            });
        }
    }
    found
}

/// The link in a word, without the marks around it.
fn link(word: &str) -> Option<&str> {
    let start = ["https://", "http://", "www."].iter().filter_map(|start| word.find(start)).min()?;
    let link = &word[start..];
    let end = link.find(['<', '>', '"', '”', '“']).unwrap_or(link.len());
    let link = link[..end].trim_end_matches(|c: char| c.is_whitespace() || ".,;:!?'’)]".contains(c));
    (link.len() > "https://".len()).then_some(link)
}

/// The name of a file in a word: "budget.xlsx".
fn file(word: &str) -> Option<&str> {
    let name = word.trim_matches(|c: char| !c.is_alphanumeric());
    let (stem, extension) = name.rsplit_once('.')?;
    let known = lists::FILE_EXTENSIONS.contains(extension) && !extension.is_empty();
    (known && language::words(stem).len() < 20 && !stem.is_empty() && !name.contains('@')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_and_a_file_lose_the_marks_around_them() {
        for (word, expected) in [
            ("(https://a.example/x_y?z=1).", Some("https://a.example/x_y?z=1")),
            ("<https://a.example>", Some("https://a.example")),
            ("www.a.example,", Some("www.a.example")),
            ("https://", None),
            ("“budget.xlsx”,", Some("budget.xlsx")),
            ("plan-v2.final.PDF.", Some("plan-v2.final.PDF")),
            ("ben@mail.md", None),
            (".pdf", None),
            ("e.g.", None),
            ("4.5", None),
        ] {
            assert_eq!(link(word).or_else(|| file(word)), expected, "{word}");
        }
    }

    #[test]
    fn the_name_that_is_called_goes_and_nothing_else() {
        let ana = Owner::Named("Ana".into());
        for (text, expected) in [
            ("Ana, which hall?", "which hall?"),
            ("Hi Ana, which hall?", "which hall?"),
            ("@Ana: which hall?", "which hall?"),
            ("@Ana can you choose?", "can you choose?"),
            ("Ana to choose the hall", "choose the hall"),
            ("Ana should choose", "Ana should choose"),
            ("Anabel, which hall?", "Anabel, which hall?"),
            ("Can Ana choose?", "Can Ana choose?"),
        ] {
            assert_eq!(without_name(text, &ana), expected, "{text}");
        }
        assert_eq!(without_name("Ana, which hall?", &Owner::Nobody), "Ana, which hall?");
    }

    #[test]
    fn a_topic_may_say_how_long_it_takes() {
        for (words, expected) in [
            ("10 min: the venue", Some(10)),
            ("the venue (5min)", Some(5)),
            ("the venue, 15 minutes", Some(15)),
            ("the venue, 9000 minutes", None),
            ("the minutes of May", None),
            ("room 12", None),
        ] {
            assert_eq!(minutes(words), expected, "{words}");
        }
    }

    #[test]
    fn words_that_hang_before_a_time_go_with_it() {
        assert_eq!(without_last("to agree the plan on"), "to agree the plan");
        assert_eq!(without_last("to agree, at the"), "to agree");
        assert_eq!(without_last("on"), "on");
        assert_eq!(without_last("größe\u{2003}at"), "größe");
    }
}
