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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Level, RuleName};
    use crate::text::{Finding, Span};

    fn diagnostic(rule: &'static str, level: Level, at: usize, part_of: Option<&'static str>) -> Diagnostic {
        let finding = Finding { part_of, ..Finding::new(Span::new(at, at + 2), rule) };
        Diagnostic { rule: RuleName(rule.into()), level, finding }
    }

    #[test]
    fn a_part_is_told_at_the_whole_and_alone_where_that_is_silent() {
        let part = |at, level| diagnostic("a/part", level, at, Some("a/whole"));
        let whole = diagnostic("a/whole", Level::Warning, 0, None);
        let mut joined = vec![part(1, Level::Info), part(4, Level::Info), part(5, Level::Warning), whole.clone()];
        join(&mut joined);
        let places: Vec<usize> = joined[0].finding.related.iter().map(|related| related.span.start).collect();
        // The words of the first part are those of the whole, the third are those of the second.
        assert_eq!((joined.len(), places), (1, vec![4]));

        let mut graver = vec![part(4, Level::Error), whole];
        join(&mut graver);
        assert_eq!(graver.len(), 2);
        let mut alone = vec![part(4, Level::Info)];
        join(&mut alone);
        assert_eq!(alone, [part(4, Level::Info)]);
    }
}
