use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::Finding;

/// A chat message that greets and asks nothing yet. Options: `greetings`, the words that it
/// may be made of beside names; `most-words`.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let greetings = setup.list("greetings");
    let most_words = setup.number("most-words");
    setup.needs(Need::Chat);
    Box::new(move |subject: &Subject| {
        let envelope = &subject.draft.envelope;
        // Who answers, shows something or greets a room does not keep anybody waiting.
        if subject.is(Situation::Reply)
            || subject.reading.words.len() > most_words + MOST_NAMES
            || !envelope.attachments.is_empty()
            || envelope.recipients().count() > 1
            || envelope.to.iter().any(|to| to.display().starts_with('#'))
            || subject.draft.blocks.iter().any(|block| !block.role.is_own())
        {
            return Vec::new();
        }
        let is_greeting = |word: &str| greetings.iter().any(|known| word.eq_ignore_ascii_case(known));
        let (mut greeted, mut greeting_words) = (false, 0);
        for sentence in &subject.reading.sentences {
            for word in subject.words(sentence) {
                if is_room(word) {
                    return Vec::new();
                }
                if is_greeting(word) {
                    (greeted, greeting_words) = (true, greeting_words + 1);
                } else if !is_name(subject, word) {
                    return Vec::new();
                }
            }
        }
        let (Some(first), Some(last)) = (subject.reading.sentences.first(), subject.reading.sentences.last()) else {
            return Vec::new();
        };
        if !greeted || greeting_words > most_words {
            return Vec::new();
        }
        let span = crate::Span::new(first.span.start, last.span.end);
        let finding = Finding::new(span, "a greeting alone makes the reader wait for the question");
        vec![finding.help("put the question into the same message")]
    })
}

/// How many names are looked at.
const MOST_NAMES: usize = 4;

/// Whether a word greets a room, not a person.
fn is_room(word: &str) -> bool {
    const ROOMS: [&str; 6] = ["all", "everybody", "everyone", "folks", "guys", "team"];
    ROOMS.iter().any(|room| word.eq_ignore_ascii_case(room))
}

/// Whether a word is a name: that of a reader, or one with a capital.
fn is_name(subject: &Subject, word: &str) -> bool {
    let known = |name: &str| name.split([' ', '.', '@']).any(|part| part.eq_ignore_ascii_case(word));
    word.starts_with(char::is_uppercase)
        || subject.draft.envelope.to.iter().any(|to| {
            let contact = subject.contact(to);
            known(&to.name)
                || known(to.local())
                || contact
                    .is_some_and(|contact| known(&contact.name) || contact.nicknames.iter().any(|name| known(name)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_no_person() {
        assert!(is_room("All") && !is_room("Ana"));
    }
}
