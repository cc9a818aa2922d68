use crate::render::Problem;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Finds templates that can't be filled in.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| match subject.rendering {
        Some(Err(problem)) => vec![finding(problem)],
        _ => Vec::new(),
    })
}

fn finding(problem: &Problem) -> Finding {
    let text = format!("this template can't be filled in: {}", problem.text);
    Finding::new(problem.span, text).help("mend it, or check it without data")
}
