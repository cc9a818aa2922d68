//! Times that a template leaves to its data: `{{ due_date }}`.

use super::{TimeExpression, TimeRole};
use crate::draft::{BlockId, Draft};
use crate::language::time::{Cue, TimeMatch};

/// Adds the tags of a block that give a day or a time, in order. Which one nobody knows.
pub fn add_times(times: &mut Vec<TimeExpression>, draft: &Draft, id: BlockId) {
    let Some(template) = &draft.template else { return };
    let block = draft.block(id);
    let text = block.text.as_str();
    let first = times.partition_point(|time| time.block < id);
    let known = times.len();
    for (number, tag) in template.masks(text).filter(|(number, _)| template.tags[*number].is_time()) {
        let (cue, start) = cue(&text[..tag.start]).map_or((None, tag.start), |(cue, start)| (Some(cue), start));
        times.push(TimeExpression {
            span: template.tags[number].span.cover(block.text.source(start..tag.end)),
            block: id,
            sentence: None,
            time: TimeMatch { cue, ..TimeMatch::nothing(start..tag.end) },
            role: TimeRole::Event,
        });
    }
    if times.len() > known {
        times[first..].sort_by_key(|time| time.time.range.start);
    }
}

/// The preposition that a text ends with, and where it starts.
fn cue(before: &str) -> Option<(Cue, usize)> {
    const CUES: [(&str, Cue); 6] = [
        ("by", Cue::By),
        ("due", Cue::By),
        ("before", Cue::Before),
        ("until", Cue::Until),
        ("till", Cue::Until),
        ("within", Cue::Within),
    ];
    let before = before.trim_end();
    let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
    let start = before.ceil_char_boundary(start);
    let word = &before[start..];
    CUES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, cue)| (*cue, start))
}
