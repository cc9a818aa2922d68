use super::{VERDICT, words_at};
use crate::channel::factors::ABOUT;
use crate::channel::{Advice, Chosen, EITHER_FROM, Factor, LIVE_FROM};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Span};

/// How many points against a conversation settle a close call: a list, a crowd, a reader
/// who prefers mail, working hours that do not meet.
const AGAINST: f32 = -6.0;

/// One reason for a conversation, told at the words that show it. Options: `factor` (its
/// name in the verdict), `from` (how many points it must have), `text` with `{words}`,
/// `help`; `words` (how many words must show it beyond doubt where either channel will do;
/// 1 if left out); `alone-from` (from how many points on such words do, however little else
/// speaks for a conversation); `many` and `help-many` (what helps more people than that,
/// also where they are to meet); `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let names: Vec<(&str, &'static str)> = ABOUT.iter().map(|about| (about.name, about.name)).collect();
    let name = setup.choice("factor", &names);
    let from = setup.number("from") as f32;
    let (text, help) = (setup.text("text"), setup.text("help"));
    let words = setup.number_if_any("words").unwrap_or(1);
    let alone_from = setup.number_if_any("alone-from").map_or(f32::INFINITY, |points| points as f32);
    let many = setup.number_if_any("many").unwrap_or(usize::MAX);
    let help_many = setup.text_if_any("help-many");
    setup.unless();
    Box::new(move |subject: &Subject| {
        let advice = subject.advice;
        let Some(at) = advice.factors.iter().position(|factor| factor.name == name) else { return Vec::new() };
        let (heavier, factor) = (&advice.factors[..at], &advice.factors[at]);
        let shows = factor.certain.len() >= words.max(1);
        let is_near = advice.score >= LIVE_FROM
            || shows && (advice.score >= EITHER_FROM && !is_against(advice) || factor.points >= alone_from);
        let for_many = help_many.as_ref().filter(|_| subject.draft.envelope.recipients().count() > many);
        // Who proposes a meeting has chosen to talk already.
        let helps = advice.chosen == Chosen::Message || for_many.is_some();
        if factor.points < from || !is_near || !helps {
            return Vec::new();
        }
        let Some((place, words)) = place(subject, heavier, factor) else { return Vec::new() };
        let help = for_many.unwrap_or(&help).clone();
        vec![Finding::new(place, text.replace("{words}", &words)).help(help).part_of(VERDICT)]
    })
}

/// Whether something certain speaks against a conversation.
fn is_against(advice: &Advice) -> bool {
    advice.factors.iter().any(|factor| factor.points <= AGAINST)
}

/// The words that show the factor, those beyond doubt first, and that show no heavier one:
/// that one is told there.
fn place(subject: &Subject, heavier: &[Factor], factor: &Factor) -> Option<(Span, String)> {
    let is_told = |span: Span| {
        let mut told = heavier.iter().filter(|other| other.points > 0.0).flat_map(|other| &other.evidence);
        told.any(|other| other.overlaps(span))
    };
    let places = factor.certain.iter().chain(&factor.evidence).copied().filter(|&span| !is_told(span));
    places.into_iter().find_map(|span| Some((span, words_at(subject, span)?)))
}

#[cfg(test)]
mod tests {
    use crate::{Context, Settings, Source, check};

    const QUARREL: &str = "Frankly, this is unacceptable. You ignored my last two mails, and I am fed up with asking.";

    /// The rules of this group that speak in a mail with this header, the verdict being off.
    fn rules(header: &str, text: &str) -> Vec<String> {
        let mail = format!("From: mia@example.com\n{header}\nDate: Tue, 2 Jun 2026 10:00:00 +0200\n\n{text}\n");
        let mut settings = Settings::default();
        settings.rules.retain(|rule| rule.card.name.group() == "channel" && rule.card.name.0 != "channel/verdict");
        let report = check(&Source::new("a.eml", mail.into_bytes()), &settings, &Context::default());
        report.diagnostics.iter().map(|found| found.rule.to_string()).collect()
    }

    #[test]
    fn who_cannot_be_called_is_not_advised_to_call() {
        assert_eq!(rules("To: rob@example.com", QUARREL), ["channel/conflict"]);
        assert!(rules("To: dev@example.com\nList-Id: <dev.example.com>", QUARREL).is_empty());
    }

    #[test]
    fn the_words_of_one_reason_are_not_told_as_another() {
        let dispute = "As I said on Monday, that is not what we agreed. The discount was for the first year.";
        assert_eq!(rules("To: rob@example.com\nIn-Reply-To: <a@example.com>", dispute), ["channel/conflict"]);
    }
}
