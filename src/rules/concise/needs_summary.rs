use crate::draft::Role;
use crate::rules::rewrite::shortest;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// A very long message that asks for something and does not start with it. Options:
/// `above`, the words past which that is missed, and `far-above`, past which it weighs
/// more; `opening`, the words within which the summary, the first ask or a list starts;
/// `labels`, phrases that open a summary; `links`,
/// how many make it a digest that is looked through rather than read; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (above, far_above, opening) = (setup.number("above"), setup.number("far-above"), setup.number("opening"));
    let links = setup.number("links");
    let labels = setup.phrases("labels");
    setup.unless();
    setup.needs(Need::Ask);
    Box::new(move |subject: &Subject| {
        let total = subject.said_words();
        if total <= above {
            return Vec::new();
        }
        let Some(first_ask) = subject.reading.real_asks().next() else { return Vec::new() };
        let with_link = |text: &str| text.contains("://") || text.contains("www.");
        if subject.draft.own_blocks().filter(|(_, block)| with_link(block.text.as_str())).count() >= links {
            return Vec::new();
        }
        let mut first = None;
        let (mut words, mut items) = (0, 0);
        for (id, sentence) in subject.said() {
            if words > opening {
                break;
            }
            first.get_or_insert(sentence);
            words += sentence.length;
            items += usize::from(subject.draft.block(sentence.block).role == Role::ListItem);
            if items > 1 || first_ask.sentence == id || subject.sentence_has(labels, sentence) {
                return Vec::new();
            }
        }
        let Some(first) = first else { return Vec::new() };
        let point = subject.reading.point;
        let ask = subject.reading.real_asks().find(|ask| Some(ask.sentence) == point);
        let ask = ask.and_then(|ask| shortest(subject, ask));
        let example = ask.map_or_else(String::new, |ask| format!(", such as “In short: {ask}”"));
        let help = format!("open with what you want, of whom and by when{example}");
        let weight = if total > far_above { Weight::Heavier } else { Weight::Usual };
        let text = format!("{total} words start without a summary");
        vec![Finding::new(first.span, text).help(help).weight(weight)]
    })
}
