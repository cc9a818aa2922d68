use super::{Situation, Subject};
use crate::language::ListId;

/// What must be so of a draft before a check is asked: most checks find nothing in most
/// drafts, and that is mostly plain from what the whole draft has or has not.
#[derive(Debug, Default)]
pub struct Gate {
    /// The situations that the card spares.
    pub unless: Vec<Situation>,
    /// What the check can find nothing without: all of these.
    pub needs: Vec<Need>,
}

/// Something without which a check finds nothing.
#[derive(Debug)]
pub enum Need {
    /// A phrase of one of these lists.
    Phrase(Vec<ListId>),
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
    /// More than so many words that say something.
    WordsAbove(usize),
    /// A meeting that is proposed.
    Meeting,
    /// One of these situations.
    Situation(Situation),
}

impl Gate {
    /// Whether the check has to be asked.
    pub fn opens(&self, subject: &Subject) -> bool {
        self.needs.iter().all(|need| need.is_met(subject)) && !subject.is_any(&self.unless)
    }
}

impl Need {
    fn is_met(&self, subject: &Subject) -> bool {
        match self {
            Need::Phrase(lists) => lists.iter().any(|list| subject.has_phrase(*list)),
            Need::Ask => subject.reading.real_asks().next().is_some(),
            Need::Time => !subject.reading.times.is_empty(),
            Need::Moment => subject.moment().is_some(),
            Need::Recipient => subject.draft.envelope.recipients().next().is_some(),
            Need::SubjectLine => subject.draft.envelope.subject.is_some(),
            Need::WordsAbove(count) => subject.said_words() > *count,
            Need::Meeting => subject.proposal().is_some(),
            Need::Situation(situation) => subject.is(*situation),
        }
    }
}
