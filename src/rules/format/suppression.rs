use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// Reports comments to Presend that say nothing. Which rules there are, and which comments
/// are of no use, only the engine knows: it adds those findings.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| {
        let directives = subject.draft.directives.iter();
        let wrong = directives.filter_map(|directive| Some((directive.span, directive.fault.as_ref()?)));
        wrong
            .map(|(span, fault)| {
                Finding::new(span, fault.clone())
                    .help("write the rule that the finding names, as in: presend: ok deadline/missing: reason")
                    .weight(Weight::Heavier)
            })
            .collect()
    })
}
