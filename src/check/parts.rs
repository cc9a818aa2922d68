//! Findings that are part of what another rule says.

use super::Diagnostic;
use crate::text::Related;

/// Makes each finding that is part of what another rule says, and no graver, a place of that
/// rule's first finding; places that are shown already are not shown again.
pub fn join(diagnostics: &mut Vec<Diagnostic>) {
    let (parts, mut wholes): (Vec<_>, Vec<_>) =
        std::mem::take(diagnostics).into_iter().partition(|found| found.finding.part_of.is_some());
    for part in parts {
        let of = |whole: &&mut Diagnostic| part.finding.part_of == Some(&*whole.rule.0) && part.level <= whole.level;
        let Some(whole) = wholes.iter_mut().find(of) else {
            diagnostics.push(part);
            continue;
        };
        let (span, whole) = (part.finding.span, &mut whole.finding);
        if !whole.span.overlaps(span) && !whole.related.iter().any(|shown| shown.span.overlaps(span)) {
            whole.related.push(Related { span, text: part.finding.text });
        }
    }
    diagnostics.append(&mut wholes);
}
