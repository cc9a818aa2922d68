use crate::channel::{Chosen, EITHER_FROM, shared_minutes};
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// A talk between people whose recorded working hours hardly meet. Options: `minutes`
/// (below how many shared ones a day); `wins` (factors of the verdict that a talk is for
/// all the same where words show them beyond doubt) and `wins-from` (from how many points).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let minutes = setup.number("minutes");
    let (wins, wins_from) = (setup.list("wins"), setup.number("wins-from") as f32);
    Box::new(move |subject: &Subject| {
        let advice = subject.advice;
        let counted = advice.factors.iter().find(|factor| factor.name == "no-overlap");
        let without = advice.score - counted.map_or(0.0, |factor| factor.points);
        let talks = advice.chosen == Chosen::Meeting || without >= EITHER_FROM;
        let wins = |name: &str| wins.iter().any(|win| win == name);
        let mut certain = advice.factors.iter().filter(|factor| !factor.certain.is_empty());
        if !talks || certain.any(|factor| factor.points >= wins_from && wins(factor.name)) {
            return Vec::new();
        }
        let envelope = &subject.draft.envelope;
        let author = envelope.from.as_ref().or(subject.context.author.as_ref());
        let people = author.into_iter().chain(&envelope.to).filter_map(|address| subject.contact(address));
        let hours: Vec<_> = people.filter_map(|contact| Some((contact.zone.as_ref()?, contact.hours?))).collect();
        let (Some(now), Some(place)) = (subject.moment(), envelope.to.first()) else { return Vec::new() };
        let shared = shared_minutes(now.date(), &hours) as usize;
        if hours.len() < 2 || shared >= minutes {
            return Vec::new();
        }
        let text = match shared {
            0 => "your working hours never meet".to_owned(),
            minutes => format!("your working hours meet for {minutes} minutes a day"),
        };
        let help = "settle it in writing, with all that is needed to answer in one go; if you talk, record it for those who can't come";
        vec![Finding::new(place.span, text).help(help)]
    })
}
