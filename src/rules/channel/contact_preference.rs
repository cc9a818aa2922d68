use super::VERDICT;
use crate::channel::{Chosen, Contact, Preference};
use crate::draft::Address;
use crate::rules::rewrite::shortest;
use crate::rules::{Check, Profile, Setup, Subject};
use crate::text::Finding;

/// How many asks the words for a call name.
const ASKS: usize = 3;

/// The only reader prefers another channel than the draft's, by what is recorded. Options:
/// `most-words` (up to how many words a mail can be a chat message instead).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let most_words = setup.number("most-words");
    Box::new(move |subject: &Subject| {
        let Some((reader, contact)) = reader(subject) else { return Vec::new() };
        let Some((says, call)) = preferred(subject) else { return Vec::new() };
        let preference = contact.prefers.unwrap_or(Preference::Email);
        let asks = subject.reading.real_asks().next().is_some();
        let is_chat = subject.profile() == Profile::Chat;
        let is_short = subject.reading.word_count() <= most_words && subject.draft.envelope.attachments.is_empty();
        let help = match (preference, subject.advice.chosen) {
            (Preference::Phone | Preference::Video, Chosen::Message) if asks => call,
            (Preference::Email, Chosen::Meeting) => "write what the meeting is to settle, and ask for an answer".into(),
            (Preference::Chat | Preference::Text, Chosen::Meeting) => "send the question as a short message".into(),
            (Preference::Chat, Chosen::Message) if asks && is_short && !is_chat => "send it as a chat message".into(),
            (Preference::Text, Chosen::Message) if asks && is_short => "send it as a text message".into(),
            (Preference::Email, Chosen::Message) if asks && is_chat => "send it as a mail with a subject".into(),
            _ => return Vec::new(),
        };
        vec![Finding::new(reader.span, says).help(help).part_of(VERDICT)]
    })
}

/// What is said of the channel that the only reader prefers, and the words for a call.
pub fn preferred(subject: &Subject) -> Option<(String, String)> {
    let (reader, contact) = reader(subject)?;
    let prefers = match contact.prefers? {
        Preference::Phone => "a call",
        Preference::Video => "a video call",
        Preference::Chat => "chat",
        Preference::Email => "email",
        Preference::Text => "a text message",
    };
    let name = name(reader, contact);
    Some((format!("{name} prefers {prefers}, by what you recorded"), call(subject, name)))
}

/// The only reader, with what is recorded.
fn reader<'a>(subject: &Subject<'a>) -> Option<(&'a Address, &'a Contact)> {
    let [reader] = subject.draft.envelope.to.as_slice() else { return None };
    Some((reader, subject.contact(reader)?))
}

/// How the reader is called, shortly.
fn name<'a>(reader: &'a Address, contact: &'a Contact) -> &'a str {
    [&contact.name, &reader.name].into_iter().find(|name| !name.is_empty()).unwrap_or(&reader.address)
}

/// Whom to call about what: the words to hand over.
fn call(subject: &Subject, name: &str) -> String {
    let asks: Vec<String> = subject.reading.real_asks().filter_map(|ask| shortest(subject, ask)).take(ASKS).collect();
    let points = if asks.is_empty() { String::new() } else { format!(" about “{}”", asks.join("”, “")) };
    format!("call {name}{points}; what has to stand in writing can follow")
}
