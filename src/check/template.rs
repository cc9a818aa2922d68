//! Tags of templates in what is said of a draft: the rules saw words of the same length.

use super::Report;
use crate::draft::{TagRole, Template};
use crate::reading::Owner;
use crate::text::{Finding, Fix, MappedText, Source};

/// Shows each tag as it stands in the source, and drops the fixes that would lose one.
pub fn unmask(source: &Source, report: &mut Report) {
    let Some(template) = report.draft.template.take() else { return };
    let show = |text: &mut String| {
        if let std::borrow::Cow::Owned(shown) = template.unmasked(&source.bytes, text) {
            *text = shown;
        }
    };
    let suppressed = report.suppressed.iter_mut().map(|suppressed| &mut suppressed.diagnostic);
    for diagnostic in report.diagnostics.iter_mut().chain(suppressed) {
        let finding: &mut Finding = &mut diagnostic.finding;
        show(&mut finding.text);
        finding.help.iter_mut().for_each(show);
        finding.related.iter_mut().for_each(|related| show(&mut related.text));
        finding.fix.take_if(|fix| !keeps_tags(&template, fix));
        if let Some(fix) = &mut finding.fix {
            show(&mut fix.title);
            fix.edits.iter_mut().for_each(|edit| show(&mut edit.text));
        }
    }
    report.advice.would_change_if.iter_mut().for_each(show);
    for ask in &mut report.reading.asks {
        if let Owner::Named(name) | Owner::Recipient(name) = &mut ask.owner {
            show(name);
        }
    }
    // A tag is as long as its mask, so all places in the texts stay what they are.
    let show_mapped = |text: &mut MappedText| {
        if let std::borrow::Cow::Owned(shown) = template.unmasked(&source.bytes, text.as_str())
            && shown.len() == text.len()
        {
            *text = MappedText::from_parts(shown, text.map().clone());
        }
    };
    report.draft.blocks.iter_mut().for_each(|block| show_mapped(&mut block.text));
    let envelope = &mut report.draft.envelope;
    envelope.subject.iter_mut().chain(&mut envelope.preheader).for_each(show_mapped);
    for person in envelope.from.iter_mut().chain(&mut envelope.to).chain(&mut envelope.cc).chain(&mut envelope.bcc) {
        show(&mut person.name);
        show(&mut person.address);
    }
    report.draft.template = Some(template);
}

/// Whether what a fix writes holds each tag that it takes away.
fn keeps_tags(template: &Template, fix: &Fix) -> bool {
    fix.edits.iter().all(|edit| {
        let kept: Vec<usize> = template.masks(&edit.text).map(|(number, _)| number).collect();
        template.tags_in(edit.span).iter().all(|tag| {
            tag.role == TagRole::Value
                && edit.span.contains(tag.span)
                && kept.iter().any(|number| template.tags[*number].span == tag.span)
        })
    })
}
