use super::plan::wants_plan;
use super::proposal::Proposal;
use super::words::tells_end;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// A meeting has no end, or is long without a break. Options: `long` (more minutes than this
/// want a break or topics with minutes), `breaks` (words of one), `people` (from how many on,
/// with the author), `gap` (whether to hint that 30 or 60 minutes leave no time to the next).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let long = setup.number("long");
    let breaks = setup.list("breaks");
    let people = setup.number("people");
    let gap = setup.switch("gap");
    setup.needs(Need::Meeting);
    Box::new(move |subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject).filter(|p| wants_plan(subject, p)) else { return Vec::new() };
        let time = proposal.time().map(|time| time.span);
        let Some(place) = time.or_else(|| proposal.place()).filter(|_| proposal.start.is_some()) else {
            return Vec::new();
        };
        let crowd = proposal.is_of(people);
        let Some(minutes) = proposal.minutes else {
            let open = crowd && !tells_end(&proposal.text);
            let finding = || Finding::new(place, "the meeting has a start and no end");
            return open.then(|| finding().help("say how long it takes, such as “10:00–10:25”")).into_iter().collect();
        };
        let parted = || proposal.says(&breaks) || proposal.text.matches(" min").count() > 2;
        let hint = if crowd && minutes as usize > long && !parted() {
            let text = format!("{minutes} minutes are long without a break");
            Finding::new(place, text).help("give the topics their minutes and say when the break is, or make two of it")
        } else if gap && matches!(minutes, 30 | 60) {
            let shorter = if minutes == 30 { 25 } else { 50 };
            let text = format!("{minutes} minutes leave no time to get to the next meeting");
            Finding::new(place, text).help(format!("plan {shorter} minutes"))
        } else {
            return Vec::new();
        };
        vec![hint.weight(Weight::Lighter)]
    })
}
