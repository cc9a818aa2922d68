use crate::reading::{Ask, AskKind};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::Finding;

/// Several people are asked to decide, and nothing says what happens if nobody answers.
/// Options: `default`, words that say it; `needs-a-yes`, words of what silence can never
/// allow.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let default = setup.phrases("default");
    let needs_a_yes = setup.phrases("needs-a-yes");
    setup.needs(Need::Ask);
    Box::new(move |subject: &Subject| {
        let envelope = &subject.draft.envelope;
        let asked = |ask: &&Ask| ask.kind == AskKind::Decision;
        let reading = subject.reading;
        let Some(ask) = reading.real_asks().find(asked).filter(|_| envelope.to.len() > 1) else { return Vec::new() };
        let in_text = |list| subject.phrases_of(list).next().is_some();
        if in_text(default) || in_text(needs_a_yes) {
            return Vec::new();
        }
        let finding = Finding::new(ask.span, "nothing says what happens if nobody answers");
        vec![finding.help("name what you will do by default, such as “without an answer I take the first one”")]
    })
}
