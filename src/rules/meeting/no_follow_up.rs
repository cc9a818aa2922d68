use super::plan::{has_agenda, is_planned, misses_record};
use super::proposal::{Kind, Proposal};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::Finding;

/// A meeting decides or plans something, and nobody is to send round who does what then.
/// Options: `people` (from how many on, with the author); `words` of what follows; `plans`, words of meetings that bring forth tasks.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let people = setup.number("people");
    let follows = setup.list("words");
    let plans = setup.list("plans");
    setup.needs(Need::Meeting);
    Box::new(move |subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject).filter(|p| is_planned(subject, p)) else { return Vec::new() };
        let decides = proposal.kind == Kind::Decide || super::words::says_any(&proposal.head, &plans);
        // Who lists topics plans with care, and an invitation is read as the plan; a mail that
        // asks for a time is not there yet.
        let is_due = decides && proposal.is_of(people) && (proposal.invited || has_agenda(subject, proposal));
        if !is_due || proposal.says(&follows) || misses_record(proposal) {
            return Vec::new();
        }
        let Some(place) = proposal.place() else { return Vec::new() };
        let finding = Finding::new(place, "nothing says who sends round what was decided and who does what");
        vec![finding.help("add a line: “I send the decisions and actions by …”")]
    })
}
