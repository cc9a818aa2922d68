//! What kind of message it is, as far as that speaks for or against a conversation,
//! whatever the words: who is asked, how much, by when, how often the two have written.

use crate::draft::{Draft, Role};
use crate::reading::learned::Sign;
use crate::reading::{AskKind, Reading, TimeRole};

/// The signs of the situation, as they stand in the table of weights.
pub fn signs(draft: &Draft, reading: &Reading) -> Vec<Sign<'static>> {
    let envelope = &draft.envelope;
    let mut signs = Vec::new();
    let mut add = |kind: &'static str, value: &'static str| signs.push(Sign::of(kind, value));
    add("asks", some(reading.real_asks().count()));
    let mut owners: Vec<&str> = reading.real_asks().filter_map(|ask| ask.owner.name()).collect();
    owners.sort_unstable();
    owners.dedup();
    add("people-asked", some(owners.len()));
    add("recipients", some(envelope.recipients().count()));
    add("replies", some(envelope.reply_depth));
    if reading.real_asks().any(|ask| ask.kind == AskKind::Decision) {
        add("ask", "decision");
    }
    if reading.real_asks().any(|ask| ask.kind == AskKind::Meeting) {
        add("ask", "meeting");
    }
    if let Some(hours) = hours_to_answer(reading) {
        add(
            "answer-within",
            if hours <= 4 {
                "hours"
            } else if hours <= 24 {
                "a-day"
            } else {
                "days"
            },
        );
    }
    let items = draft.own_blocks().filter(|(_, block)| block.role == Role::ListItem).count();
    add("list-items", some(items));
    if draft.blocks.iter().any(|block| block.role == Role::Forwarded) {
        add("passes", "on");
    }
    signs
}

/// A number as far as it matters.
fn some(number: usize) -> &'static str {
    match number {
        0 => "none",
        1 => "one",
        2 => "two",
        3..=5 => "few",
        _ => "many",
    }
}

/// How many hours are left to the first deadline after the moment of writing.
fn hours_to_answer(reading: &Reading) -> Option<i64> {
    let now = reading.moment?;
    let deadlines = reading.times.iter().filter(|time| time.role == TimeRole::Deadline);
    let left = deadlines.filter_map(|time| time.latest()).filter(|latest| *latest >= now);
    left.map(|latest| latest.duration_since(now).as_hours()).min()
}
