use super::{Situation, Subject};
use crate::language::ListId;

/// What must be so of a draft before a check is asked: most checks find nothing in most
/// drafts, and that is mostly plain from what the whole draft has or has not.
#[derive(Debug, Default)]
pub struct Gate {
    unless: Situations,
    needs: Needs,
    phrases: Vec<Vec<ListId>>,
}

/// Something without which a check finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// An ask that wants an answer.
    Ask,
    /// A time or date.
    Time,
    /// The moment of writing.
    Moment,
    /// Somebody whom it goes to.
    Recipient,
    /// A subject line.
    SubjectLine,
    /// A meeting that is proposed.
    Meeting,
    /// An answer to another message.
    Reply,
    /// A message in a chat.
    Chat,
}

impl Need {
    /// All that can be needed.
    const ALL: [Need; 8] = [
        Need::Ask,
        Need::Time,
        Need::Moment,
        Need::Recipient,
        Need::SubjectLine,
        Need::Meeting,
        Need::Reply,
        Need::Chat,
    ];

    fn is_met(self, subject: &Subject) -> bool {
        match self {
            Need::Ask => subject.reading.real_asks().next().is_some(),
            Need::Time => !subject.reading.times.is_empty(),
            Need::Moment => subject.moment().is_some(),
            Need::Recipient => subject.draft.envelope.recipients().next().is_some(),
            Need::SubjectLine => subject.draft.envelope.subject.is_some(),
            Need::Meeting => subject.proposal().is_some(),
            Need::Reply => subject.is(Situation::Reply),
            Need::Chat => subject.is(Situation::Chat),
        }
    }
}

/// A set of situations, one bit each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Situations(u16);

impl Situations {
    /// The situations that `holds` says yes to.
    pub fn that(holds: impl Fn(Situation) -> bool) -> Situations {
        Situations(Situation::ALL.iter().filter(|s| holds(**s)).fold(0, |bits, s| bits | 1 << *s as u16))
    }

    /// Whether a situation is in the set.
    pub fn has(self, situation: Situation) -> bool {
        self.0 >> situation as u16 & 1 == 1
    }
}

/// A set of needs, one bit each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Needs(u16);

impl Needs {
    /// Those that a draft meets.
    pub fn met(subject: &Subject) -> Needs {
        Needs(Need::ALL.iter().filter(|need| need.is_met(subject)).fold(0, |bits, need| bits | 1 << *need as u16))
    }
}

impl Gate {
    /// Spares drafts in these situations.
    pub fn spare(&mut self, situations: &[Situation]) {
        self.unless = Situations::that(|situation| situations.contains(&situation));
    }

    /// Wants drafts that have this.
    pub fn need(&mut self, need: Need) {
        self.needs.0 |= 1 << need as u16;
    }

    /// Wants drafts in which a phrase of one of these lists stands.
    pub fn need_phrase(&mut self, lists: &[ListId]) {
        self.phrases.push(lists.to_vec());
    }

    /// Whether the check has to be asked.
    pub fn opens(&self, subject: &Subject) -> bool {
        self.phrases.iter().all(|lists| lists.iter().any(|list| subject.has_phrase(*list)))
            && self.needs.0 & !subject.needs_met().0 == 0
            && self.unless.0 & subject.situations().0 == 0
            && !(subject.is_filled && self.unless.has(Situation::Template))
    }
}
