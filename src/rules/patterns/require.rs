//! `require`: words that should be there.

use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Options: `any-of` (one of these phrases must be there), `text`, `help`, `from-words`
/// (only in messages of so many words), `unless` (situations to spare). The finding is
/// about the first sentence.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let list = setup.phrases("any-of");
    let (text, help) = (setup.text("text"), setup.text_if_any("help"));
    let from_words = setup.number_if_any("from-words").unwrap_or(1);
    setup.unless();
    Box::new(move |subject: &Subject| {
        let there = subject.phrases_of(list).next().is_some();
        if there || subject.reading.word_count() < from_words {
            return Vec::new();
        }
        let first = subject.said().next();
        first
            .map(|(_, sentence)| Finding {
                help: help.as_ref().map(|help| help.to_string()),
                ..Finding::new(sentence.span, text.as_ref())
            })
            .into_iter()
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::card;
    use crate::{Context, Settings, Source, check};

    /// A card as a team would write it: no built-in rule requires a phrase.
    const CARD: &str = r#"
level = "warning"
summary = "A report names no ticket."
cost = "The reader has to ask which ticket is meant."
why = "Our tickets hold the history."
check = "require"
evidence = "advice"
since = "0.1.0"

[options]
any-of = ["ticket", "incident"]
from-words = 4
text = "the report names no ticket"
help = "name the ticket"
unless = ["reply"]

[[examples]]
bad = "«The pump is loud again.»"

[sources]
house = "Our own habit."
"#;

    #[test]
    fn a_user_card_can_require_a_phrase() {
        let card = card::read("team/ticket", CARD).expect("the card is right");
        let settings = Settings::with_cards(vec![card], &[]).expect("it makes a rule");
        let found = |name: &str, text: &str| {
            let report = check(&Source::new(name, text.as_bytes().to_vec()), &settings, &Context::default());
            let found = report.diagnostics.into_iter();
            found.map(|d| (text[d.finding.span.range()].to_owned(), d.finding.help)).collect::<Vec<_>>()
        };
        let expected = vec![("The pump is loud again.".to_owned(), Some("name the ticket".to_owned()))];
        assert_eq!(found("a.txt", "The pump is loud again. It was oiled in May."), expected);
        assert_eq!(found("a.txt", "The pump is loud again; see the ticket of May."), []);
        assert_eq!(found("a.txt", "It is loud."), []);
        let reply = "From: a@b.example\nSubject: Re: Pump\nIn-Reply-To: <1@b.example>\n\nThe pump is loud again.\n";
        assert_eq!(found("a.eml", reply), []);
    }
}
