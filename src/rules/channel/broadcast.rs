use super::words_at;
use crate::channel::{Channel, Chosen};
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// The rule that says of the whole meeting what this one says of a part.
const NEEDLESS: &str = "meeting/could-be-async";

/// Words of a proposed meeting that only tell, where nothing has to be talked about.
/// Options: `from` (how many points they must count); `wins` (factors of the verdict that
/// bring people together all the same) and `wins-from` (from how many points on).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let from = setup.number("from") as f32;
    let (wins, wins_from) = (setup.list("wins"), setup.number("wins-from") as f32);
    Box::new(move |subject: &Subject| {
        let advice = subject.advice;
        let wins = |name: &str| wins.iter().any(|win| win == name);
        let needed = advice.recommended == Channel::Live
            || advice.factors.iter().any(|factor| factor.points >= wins_from && wins(factor.name));
        let tells = advice.factors.iter().find(|factor| factor.name == "broadcast" && factor.points <= -from);
        let Some(tells) = tells.filter(|_| advice.chosen == Chosen::Meeting && !needed) else { return Vec::new() };
        let place = tells.certain.iter().find_map(|&span| Some((span, words_at(subject, span)?)));
        let Some((span, words)) = place else { return Vec::new() };
        let text = format!("“{words}” needs no meeting: one tells, the others listen");
        let help = "send that part ahead in writing, and meet only for what has to be settled";
        vec![Finding::new(span, text).help(help).part_of(NEEDLESS)]
    })
}
