use super::subject_line::{better, without_tags};
use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::{Finding, Weight};

/// The subject is too long to be read in a list. Tags, ticket numbers, quoted titles and
/// figures don't count. Options: `words`, `characters`, the most that fit; `cut-characters`, with
/// more of which it weighs more; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let most_words = setup.number("words");
    let most_characters = setup.number("characters");
    let cut_characters = setup.number("cut-characters");
    setup.unless();
    setup.needs(Need::SubjectLine);
    Box::new(move |subject: &Subject| {
        // Those who answer or pass on keep the subject, so that the thread stays one.
        let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
        if subject.is(Situation::Reply) || subject.is(Situation::Forward) {
            return Vec::new();
        }
        // The name that a tag gives is as long as a word.
        let line_text = match &subject.draft.template {
            Some(template) => template.shortened(line.as_str()),
            None => line.as_str().into(),
        };
        let text = without_titles(without_tags(&line_text));
        // A date, a time and a number are read at a glance.
        let is_word = |word: &&str| word.contains(char::is_alphabetic);
        let words = text.split_whitespace().filter(is_word).count();
        let characters = text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1);
        if words <= most_words && characters <= most_characters {
            return Vec::new();
        }
        let count = match characters > most_characters {
            true => format!("{characters} characters"),
            false => format!("{words} words"),
        };
        let finding = Finding::new(line.source(0..line.len()), format!("a subject of {count} is cut off in a list"));
        let finding = finding.help(match better(subject) {
            Some(better) if better.chars().count() < characters => format!("say what you want: “{better}”"),
            _ => "name the topic and the act in three to seven words, and leave the rest to the text".to_owned(),
        });
        vec![finding.weight(if characters > cut_characters { Weight::Heavier } else { Weight::Usual })]
    })
}

/// A subject without the titles that stand in quotes: they can't be shortened.
fn without_titles(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(['“', '"', '«']) {
        let Some((_, after)) = after.split_once(['”', '"', '»']) else { break };
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::without_titles;

    #[test]
    fn titles_in_quotes_do_not_count() {
        assert_eq!(without_titles("Review of “The Lost Weekend” by May"), "Review of  by May");
        assert_eq!(without_titles("A 5\" pipe"), "A 5\" pipe");
        assert_eq!(without_titles("\"A\" or \"B\""), " or ");
    }
}
