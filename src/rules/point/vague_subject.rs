use crate::language::words;
use crate::rules::rewrite::{deadline, shortest};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::Finding;

/// The subject names no topic. Options: `vague`, words that name none; `particles`,
/// words that don't count.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let vague = setup.list("vague");
    let particles = setup.list("particles");
    Box::new(move |subject: &Subject| {
        // Those who answer or pass on keep the subject, so that the thread stays one.
        let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
        if subject.is(Situation::Reply) || subject.is(Situation::Forward) {
            return Vec::new();
        }
        let text = without_tags(line.as_str());
        let mut named = false;
        for range in words(text) {
            let word = text[range].to_lowercase();
            if vague.iter().any(|vague| *vague == word) {
                named = true;
            } else if !particles.iter().any(|particle| *particle == word) {
                return Vec::new();
            }
        }
        if !named {
            return Vec::new();
        }
        let shown = line.as_str().trim();
        let finding = Finding::new(line.source(0..line.len()), format!("the subject “{shown}” names no topic"));
        let ask = subject.reading.real_asks().find_map(|ask| Some((ask, shortest(subject, ask)?)));
        vec![finding.help(match ask {
            Some((ask, short)) => {
                let by = match ask.deadline {
                    Some(id) => {
                        let time = subject.reading.time(id);
                        Some(subject.text(time.block, time.time.range.clone()).replace('\n', " "))
                    }
                    None => deadline(subject).map(|deadline| format!("by {deadline}")),
                };
                format!(
                    "name what you want: “{}”",
                    [Some(short), by].into_iter().flatten().collect::<Vec<_>>().join(" ")
                )
            }
            None => "name the topic, and what the reader is to do or know".to_owned(),
        })]
    })
}

/// The subject without "Re:", "Fwd:" and "[list]" before it.
fn without_tags(line: &str) -> &str {
    let mut text = line.trim();
    loop {
        let lower = text.get(..4).unwrap_or_default().to_ascii_lowercase();
        let rest = if let Some(tag) = text.strip_prefix('[') {
            tag.split_once(']').map(|(_, rest)| rest)
        } else {
            ["re:", "fw:", "fwd:"].iter().find(|tag| lower.starts_with(**tag)).and_then(|tag| text.get(tag.len()..))
        };
        match rest {
            Some(rest) if !rest.trim().is_empty() => text = rest.trim(),
            _ => return text,
        }
    }
}
