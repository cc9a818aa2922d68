//! Who is asked.

use super::tokens::{Class, Gap, Tokens};
use super::words::Words;
use super::{Ask, Owner, Reading, Sentence, SentenceId, clauses};
use crate::draft::{Address, BlockId, Draft, Envelope, Role};
use crate::language::{self, lists};

/// Gives each ask its owner.
pub fn assign(reading: &mut Reading, draft: &Draft, tokens: &Words) {
    if reading.asks.is_empty() {
        return;
    }
    let otherwise = addressee(draft);
    let mut owners = Vec::with_capacity(reading.asks.len());
    // Who was called last in this block: "Ana, one more thing. Could you…"
    let mut called: Option<(BlockId, String)> = None;
    let mut next = 0;
    for ask in &reading.asks {
        let block = reading.sentence(ask.sentence).block;
        if ask.range != reading.sentence(ask.sentence).range {
            // One of several asks of a sentence names its own.
            owners.push(of_part(&tokens.of(ask.sentence), ask, draft.block(block).text.as_str()));
            next = ask.sentence.0 + 1;
            continue;
        }
        for id in (next..=ask.sentence.0).map(SentenceId) {
            let sentence = reading.sentence(id);
            if sentence.block != block {
                continue;
            }
            let text = draft.block(sentence.block).text.as_str();
            if let Some(name) = named(&tokens.of(id), text, sentence) {
                called = Some((sentence.block, name));
            }
        }
        next = ask.sentence.0 + 1;
        let same_block = called.as_ref().filter(|(of, _)| *of == block).map(|(_, name)| name.clone());
        let name = same_block.or_else(|| lead_in(draft, block));
        owners.push(name.map_or_else(|| otherwise.clone(), Owner::Named));
    }
    for (ask, owner) in reading.asks.iter_mut().zip(owners) {
        ask.owner = owner;
    }
}

/// Who is called, or given a task, where a part of a sentence begins.
fn of_part(tokens: &Tokens, ask: &Ask, text: &str) -> Owner {
    let (from, to) = (tokens.at_byte(ask.range.start), tokens.at_byte(ask.range.end));
    let part = tokens.part(from, to);
    let mut end = clauses::vocative(&part, 0).unwrap_or(0);
    if end == 0 {
        // "Ana to check the doors".
        end = (0..part.len()).find(|&at| part.word(at) == "to").unwrap_or(0);
    }
    match text.get(part.range(0, end)) {
        Some(name) if end > 0 => Owner::Named(name.to_owned()),
        _ => Owner::Nobody,
    }
}

/// Who is asked where no sentence names anybody: the only recipient, unless the greeting
/// calls somebody in copy; else the one name of the greeting.
fn addressee(draft: &Draft) -> Owner {
    let greeted = greeting_name(draft);
    let Some(only) = only_recipient(&draft.envelope) else { return greeted.map_or(Owner::Nobody, Owner::Named) };
    let is = |address: &Address, name: &str| is_called(&address.name, &address.address, name);
    let in_copy = |name: &String| {
        !draft.envelope.to.iter().any(|to| is(to, name)) && draft.envelope.cc.iter().any(|copy| is(copy, name))
    };
    greeted.filter(in_copy).map_or(only, Owner::Named)
}

/// Whether an address is one that many people read, by its local part.
pub fn is_group(address: &Address) -> bool {
    address.local().split(['-', '.', '_', '+']).any(|part| lists::GROUP_ADDRESSES.contains(part))
}

fn only_recipient(envelope: &Envelope) -> Option<Owner> {
    let [only] = envelope.to.as_slice() else { return None };
    if envelope.list || is_group(only) {
        return None;
    }
    let shown = if only.name.is_empty() { &only.address } else { &only.name };
    (!shown.is_empty()).then(|| Owner::Recipient(shown.clone()))
}

/// The name in "Hi Ana," where the greeting holds just one.
fn greeting_name(draft: &Draft) -> Option<String> {
    let (_, greeting) = draft.own_blocks().find(|(_, block)| block.role == Role::Greeting)?;
    let text = greeting.text.as_str();
    let names: Vec<&str> = language::words(text)
        .into_iter()
        .filter_map(|range| text.get(range))
        .filter(|word| word.starts_with(char::is_uppercase) && !is_salutation(word))
        .collect();
    match names.as_slice() {
        [name] => Some((*name).to_owned()),
        [first, last]
            if !text.contains([',', '/', '&']) || text.trim_end().ends_with(',') && !text.contains(" and ") =>
        {
            Some(format!("{first} {last}"))
        }
        _ => None,
    }
}

fn is_salutation(word: &str) -> bool {
    lists::NOT_NAMES.contains(word)
        || matches!(
            word,
            "Hi" | "Hello"
                | "Hey"
                | "Dear"
                | "Good"
                | "Greetings"
                | "Mr"
                | "Mrs"
                | "Ms"
                | "Dr"
                | "Prof"
                | "To"
                | "Thanks"
                | "Hallo"
                | "Evening"
        )
}

/// The name in a line of its own before a list: "Ana:".
fn lead_in(draft: &Draft, block: BlockId) -> Option<String> {
    if draft.block(block).role != Role::ListItem {
        return None;
    }
    let before = draft.blocks.get(..block.0)?.iter().rev().take(30).find(|block| block.role != Role::ListItem)?;
    let name = before.text.as_str().strip_suffix(':')?;
    let called =
        name.split([' ', '\n']).all(|word| word.starts_with(char::is_uppercase)) && name.split(' ').count() <= 2;
    (called && !lists::NOT_NAMES.contains(name.split(' ').next()?)).then(|| name.to_owned())
}

/// The name a sentence calls or gives a task to.
fn named(tokens: &Tokens, text: &str, sentence: &Sentence) -> Option<String> {
    let written = |from: usize, to: usize| text.get(tokens.range(from, to)).map(str::to_owned);
    let is_name = |at: usize| {
        tokens.all.get(at).is_some_and(|token| token.capital && !token.quoted)
            && (tokens.class(at) == Some(Class::Other) || clauses::is_called_will(tokens, at))
            && !tokens.is(at, lists::NOT_NAMES)
            && !tokens.word(at).ends_with("ed")
    };
    if let Some(at) = (0..tokens.len()).find(|&at| is_mention(tokens, at, text)) {
        return written(at, at + 1);
    }
    for start in clauses::starts(tokens).into_iter().filter(|start| start.sure) {
        if let Some((from, to)) = start.vocative
            && (from..to).all(|at| is_name(at) || matches!(tokens.word(at), "and" | "or"))
        {
            return written(from, to);
        }
    }
    // A greeting within the sentence: "Hi Ana, could you".
    if matches!(tokens.word(0), "hi" | "hello" | "hey" | "dear" | "ok" | "thanks")
        && is_name(1)
        && tokens.gap(2) > Gap::Joined
    {
        return written(1, 2);
    }
    // "Can Ana send it?", "Ana to send it", "Ana should send it", "Ana, please".
    if tokens.class(0) == Some(Class::Modal) && is_name(1) && !is_name(2) {
        return written(1, 2);
    }
    if is_name(0) && (tokens.word(1) == "to" || tokens.class(1) == Some(Class::Please)) {
        return written(0, 1);
    }
    // "Nominations should reach us": what is due, not who.
    if is_name(0)
        && !tokens.word(0).ends_with('s')
        && matches!(tokens.word(1), "should" | "must" | "needs" | "can" | "will")
        && !text.get(sentence.range.clone())?.ends_with('?')
    {
        return matches!(tokens.word(1), "should" | "must" | "needs").then(|| written(0, 1)).flatten();
    }
    // "Could you send it, Ana?"
    let last = tokens.len().checked_sub(1)?;
    (last > 1 && is_name(last) && tokens.gap(last) == Gap::Comma).then(|| written(last, last + 1)).flatten()
}

/// Whether the word at `at` is the name of a mention, "@ben". The second half of an address
/// is none, nor is a domain, "@corp.example", or a thing, "the @param tag".
fn is_mention(tokens: &Tokens, at: usize, text: &str) -> bool {
    let Some(range) = tokens.all.get(at).map(|token| token.range.clone()) else { return false };
    let (Some(before), Some(name)) = (text.get(..range.start), text.get(range)) else { return false };
    let Some(before) = before.strip_suffix('@') else { return false };
    let stands_free = before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || "([{".contains(c));
    let is_thing = at > 0 && tokens.class(at - 1) == Some(Class::Determiner);
    // A mark that combines with a sign makes a word of it, and no name.
    stands_free && !is_thing && name.starts_with(char::is_alphanumeric) && !name.contains('.')
}

/// Whether somebody who is shown with this name and has this address is called so.
pub fn is_called(shown: &str, address: &str, called: &str) -> bool {
    let local = address.rsplit_once('@').map_or("", |(local, _)| local);
    let parts = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect::<Vec<_>>();
    let known: Vec<String> = parts(shown).into_iter().chain(parts(local)).collect();
    let called = parts(called);
    !called.is_empty() && called.iter().all(|part| known.contains(part))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{draft_of, read_draft};
    use crate::draft::{Address, Role};

    fn owner(text: &str, to: &[(&str, &str)]) -> Option<String> {
        let mut draft = draft_of(&[(Role::Prose, text)]);
        draft.envelope.to = to
            .iter()
            .map(|(name, address)| Address {
                name: name.to_string(),
                address: address.to_string(),
                ..Address::default()
            })
            .collect();
        let reading = read_draft(&draft);
        reading.asks.first().and_then(|ask| ask.owner.name().map(str::to_owned))
    }

    #[test]
    fn the_owner_is_who_is_called_else_the_only_recipient() {
        let ana = ("Ana Ruiz", "ana@example.com");
        let ben = ("", "ben@example.com");
        for (text, to, expected) in [
            ("Ben, could you book the van?", &[ana, ben][..], Some("Ben")),
            ("Could you book the van, Ben?", &[ana, ben], Some("Ben")),
            ("@ben please book the van.", &[ana], Some("ben")),
            ("Ben to book the van.", &[ana, ben], Some("Ben")),
            ("Can Ben book the van?", &[ana, ben], Some("Ben")),
            ("Could you book the van?", &[ana], Some("Ana Ruiz")),
            ("Could you book the van?", &[ben], Some("ben@example.com")),
            ("Could you book the van?", &[("", "sales-team@example.com")], None),
            ("Could you book the van?", &[ana, ben], None),
            ("Attached, please check the list.", &[ana, ben], None),
            ("All, please check the list.", &[ana, ben], None),
            ("Will, will you bring the tent?", &[ana, ben], Some("Will")),
            ("Nominations should reach the secretary.", &[ana, ben], None),
            ("Please reply to jobs@corp.example.", &[ana, ben], None),
            ("Please write from your address @corp.example.", &[ana, ben], None),
            ("Please add the @param tag.", &[ana, ben], None),
            ("Please check the list (@ben).", &[ana], Some("ben")),
        ] {
            assert_eq!(owner(text, to).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn each_ask_of_a_sentence_has_its_owner() {
        for text in [
            "Ben, send the list, and Ana, check the doors.",
            "Ben to send the list and Ana to check the doors.",
            "Ben, please send the list; Ana, can you check the doors?",
        ] {
            let draft = draft_of(&[(Role::Prose, text)]);
            let reading = read_draft(&draft);
            let asks: Vec<(Option<&str>, bool)> =
                reading.asks.iter().map(|ask| (ask.owner.name(), text[ask.range.clone()].contains("doors"))).collect();
            assert_eq!(asks, [(Some("Ben"), false), (Some("Ana"), true)], "{text}");
        }
    }

    #[test]
    fn a_greeting_and_a_line_before_a_list_name_the_owner() {
        let draft = draft_of(&[(Role::Greeting, "Hi Ana,"), (Role::Prose, "Please check the list.")]);
        assert_eq!(read_draft(&draft).asks[0].owner.name(), Some("Ana"));
        let draft =
            draft_of(&[(Role::Greeting, "Hi Ana and Ben,"), (Role::Prose, "Ben:"), (Role::ListItem, "send the list")]);
        assert_eq!(read_draft(&draft).asks[0].owner.name(), Some("Ben"));
        let draft = draft_of(&[(Role::Greeting, "Hi Ana and Ben,"), (Role::Prose, "Please check the list.")]);
        assert_eq!(read_draft(&draft).asks[0].owner.name(), None);
    }

    #[test]
    fn who_is_greeted_in_copy_is_asked() {
        let address = |name: &str| Address { name: name.to_owned(), ..Address::default() };
        for (greeting, expected) in [("Hi Cleo,", "Cleo"), ("Hi Ben,", "Ben Holt"), ("Hi Benny,", "Ben Holt")] {
            let mut draft = draft_of(&[(Role::Greeting, greeting), (Role::Prose, "Please check the list.")]);
            draft.envelope.to = vec![address("Ben Holt")];
            draft.envelope.cc = vec![address("Cleo Park")];
            assert_eq!(read_draft(&draft).asks[0].owner.name(), Some(expected), "{greeting}");
        }
    }
}
