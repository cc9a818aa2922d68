use crate::render::Missing;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Finds fields for which the sample data has no value.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| match subject.rendering {
        // A tag that includes another template may stand for several.
        Some(Ok(rendering)) => rendering.missing.chunk_by(|a, b| a.span == b.span).filter_map(finding).collect(),
        _ => Vec::new(),
    })
}

fn finding(missing: &[Missing]) -> Option<Finding> {
    let name = |missing: &Missing| match &missing.partial {
        Some(partial) => format!("“{}” of “{partial}”", missing.name),
        None => format!("“{}”", missing.name),
    };
    let mut names: Vec<String> = missing.iter().map(name).collect();
    names.dedup();
    let has = if names.len() == 1 { "has" } else { "have" };
    let text = format!("{} {has} no value in the data: the reader sees nothing there", joined(&names));
    Some(Finding::new(missing.first()?.span, text).help("give the data a value, or the field a fallback"))
}

/// The names as people list them.
fn joined(names: &[String]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => names.concat(),
    }
}
