//! What the safe fixes of a draft come to.

use super::Report;
use crate::text::{Edit, Fix, Safety, Source};

/// How often a draft is fixed and read again, at most. A fix brings forth no other but
/// where two overlap, so that a few rounds are enough; only in a base64 part, which is
/// written anew as a whole, each fix takes its own.
const ROUNDS: usize = 100;

/// The edits of all safe fixes, in order, none over another. A fix that lies among the edits of
/// one already taken is left for the next round.
pub fn safe_edits<'a>(source: &Source, report: &'a Report) -> Vec<&'a Edit> {
    let fixes = report.diagnostics.iter().filter_map(|diagnostic| diagnostic.finding.fix.as_ref());
    let mut safe: Vec<&Fix> = fixes.filter(|fix| fix.safety == Safety::Safe && !fix.edits.is_empty()).collect();
    safe.sort_by_key(|fix| fix.edits[0].span);
    let mut edits = Vec::new();
    let mut taken = 0;
    for fix in safe {
        let first = fix.edits[0].span.start;
        if first < taken || !is_sound(source, &fix.edits) {
            continue;
        }
        // Two insertions at one place would stand in an order that nobody chose.
        taken = fix.edits[fix.edits.len() - 1].span.end.max(first + 1);
        edits.extend(&fix.edits);
    }
    edits
}

/// The source with all safe fixes applied, or none where there is nothing to apply.
pub fn fix(source: &Source, report: &Report) -> Option<Vec<u8>> {
    let edits = safe_edits(source, report);
    if edits.is_empty() {
        return None;
    }
    let mut fixed = Vec::with_capacity(source.bytes.len());
    let mut at = 0;
    for edit in edits {
        fixed.extend_from_slice(&source.bytes[at..edit.span.start]);
        fixed.extend_from_slice(edit.text.as_bytes());
        at = edit.span.end;
    }
    fixed.extend_from_slice(&source.bytes[at..]);
    Some(fixed)
}

/// The source with safe fixes applied until there are no more, or none where there are none;
/// and what is left to say of it. `check` checks the draft anew.
pub fn fix_all(source: &Source, mut report: Report, check: impl Fn(&Source) -> Report) -> (Option<Vec<u8>>, Report) {
    let mut bytes: Option<Vec<u8>> = None;
    for _ in 0..ROUNDS {
        let current = Source::new(source.path.as_str(), bytes.as_deref().unwrap_or(&source.bytes));
        let Some(next) = fix(&current, &report) else { break };
        report = check(&Source::new(source.path.as_str(), next.as_slice()));
        bytes = Some(next);
    }
    (bytes, report)
}

/// Whether edits lie in the source, in order.
fn is_sound(source: &Source, edits: &[Edit]) -> bool {
    edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
        && edits.last().is_some_and(|last| last.span.end <= source.bytes.len())
}
