use std::borrow::Cow;

use super::written;
use crate::draft::{Dialect, Tag, TagRole};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// A tag of another language than the template's: whoever fills the template in leaves it as it
/// is. Options: `beside`, the dialects that may stand beside the template's own, as a second
/// program fills them in; with `several` tags of one this is likely; `spared`, tags that the
/// program which sends the mail fills in.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let beside = setup.list("beside");
    let several = setup.number("several");
    let spared = setup.list("spared");
    Box::new(move |subject: &Subject| {
        let Some(template) = &subject.draft.template else { return Vec::new() };
        let is_spared = |tag: &Tag| spared.iter().any(|name| *name == written(subject, tag.inside));
        let is_foreign =
            |tag: &&Tag| tag.dialect != template.dialect && !may_stand(&beside, tag.dialect) && !is_spared(tag);
        let mut foreign: Vec<(&Tag, usize)> = Vec::new();
        for tag in template.tags.iter().filter(|tag| tag.role != TagRole::Comment).filter(is_foreign) {
            match foreign.iter_mut().find(|(first, _)| first.dialect == tag.dialect) {
                Some((_, count)) => *count += 1,
                None => foreign.push((tag, 1)),
            }
        }
        let finding = |(tag, count): (&Tag, usize)| {
            let (own, other) = (template.dialect.title(), tag.dialect.title());
            let text =
                format!("“{}” is a tag of {other}, and the template is written in {own}", written(subject, tag.span));
            let help = format!(
                "write it in {own}; where a second program fills it in, put “beside = [\"{}\"]” into your settings",
                tag.dialect.name()
            );
            let weight = if count >= several { Weight::Lighter } else { Weight::Usual };
            Finding::new(tag.span, text).help(help).weight(weight)
        };
        foreign.into_iter().map(finding).collect()
    })
}

fn may_stand(beside: &[Cow<str>], dialect: Dialect) -> bool {
    beside.iter().any(|name| Dialect::named(name) == Some(dialect))
}
