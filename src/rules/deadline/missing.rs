use std::borrow::Cow;

use super::moments::{has_wh_word, is_dated_by_subject, names_moment, starts_within};
use crate::channel::Chosen;
use crate::draft::{Format, Role};
use crate::language::time::Cue;
use crate::language::{ListId, lists};
use crate::reading::{Ask, AskKind, Owner, SentenceId, TimeExpression, TimeRole};
use crate::rules::rewrite::with_deadline;
use crate::rules::steps::{asks_in_words, is_conditional, is_step};
use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::{Finding, Weight};

/// Someone is to act or answer, and nothing says by when. Options: `waivers`, phrases by
/// which the author leaves the time to the reader; `implied`, words of a time that the ask
/// depends on ("before the fair"); `standing`, verbs of what holds from now on; `clicks`, phrases that
/// say where to click on a page; questions
/// count in a message of `question-words` words or with so many `questions`; `hours`, in
/// which a clock time makes plain that it is now; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let waivers = setup.phrases("waivers");
    let timeless = Timeless {
        implied: setup.phrases("implied"),
        standing: setup.list("standing"),
        clicks: setup.phrases("clicks"),
    };
    let question_words = setup.number("question-words");
    let questions = setup.number("questions");
    let hours = setup.number("hours");
    setup.unless();
    setup.needs(Need::Ask);
    Box::new(move |subject: &Subject| {
        let reading = subject.reading;
        // Of a day that no calendar has deadline/impossible-date speaks.
        if reading.times.iter().any(|time| is_deadline(subject, time))
            || !reading.impossible.is_empty()
            || proposes_meeting(subject)
            || waived(subject, waivers)
            || starts_within(subject, hours)
        {
            return Vec::new();
        }
        let undated = || reading.real_asks().filter(|ask| timeless.leaves_open(subject, ask));
        let (acts, asked): (Vec<&Ask>, Vec<&Ask>) = undated().partition(|ask| wants_act(subject, ask));
        // Newsletters greet nobody, and their questions want no answer.
        let asked = if is_addressed(subject) { asked } else { Vec::new() };
        let words = subject.said_words();
        let open = match acts.is_empty() && (words >= question_words || asked.len() >= questions) {
            true => &asked,
            false => &acts,
        };
        let Some(first) = open.iter().find(|ask| ask.kind == AskKind::Decision).or(open.first()) else {
            return Vec::new();
        };
        if is_dated_by_subject(subject) {
            return Vec::new();
        }
        let text = match open.len() {
            1 => "this ask has no date by which the answer is needed".to_owned(),
            count => format!("none of {count} asks has a date by which the answer is needed"),
        };
        let finding = Finding::new(first.span, text).help(with_deadline("say by when", subject, first));
        // "Which one?" is answered in passing; "please decide" is not.
        let people = subject.draft.envelope.to.len();
        let waits = first.kind == AskKind::Decision || (2..=10).contains(&people);
        let sentence = reading.sentence(first.sentence);
        let is_certain = waits
            && !acts.is_empty()
            && asks_in_words(subject, sentence)
            && !subject.words(sentence).any(|word| word.eq_ignore_ascii_case("if"))
            && !subject.is(Situation::Reply);
        vec![finding.weight(if is_certain { Weight::Usual } else { Weight::Lighter })]
    })
}

/// Whether a time says by when: the rule deadline/vague speaks of those that are vague.
fn is_deadline(subject: &Subject, time: &TimeExpression) -> bool {
    time.role == TimeRole::Deadline && !time.time.vague && time.time.bounds.is_some() && binds(subject, time)
}

/// Whether a time can bind an ask: "until the lift is repaired" says how long, "not before
/// April" from when on.
fn binds(subject: &Subject, time: &TimeExpression) -> bool {
    let before = || subject.text(time.block, 0..time.time.range.start).trim_end();
    match time.time.cue {
        Some(Cue::Until) => false,
        Some(Cue::Before) => !before().ends_with(" not"),
        _ => true,
    }
}

/// Whether the message proposes a meeting: its time is the one that counts.
fn proposes_meeting(subject: &Subject) -> bool {
    subject.is(Situation::Invite)
        || (subject.advice.chosen == Chosen::Meeting
            && subject.reading.real_asks().any(|ask| ask.kind == AskKind::Meeting))
}

/// The most words of a sentence that says nothing but "no rush".
const BARE: usize = 8;

/// Whether the author leaves the time to the reader: beside an ask, or in a short sentence.
fn waived(subject: &Subject, waivers: ListId) -> bool {
    let mut asking: Option<Vec<SentenceId>> = None;
    subject.phrases_of(waivers).any(|phrase| {
        let Some((id, sentence)) = subject.sentence_of(phrase) else { return false };
        let asking = asking.get_or_insert_with(|| subject.reading.real_asks().map(|ask| ask.sentence).collect());
        let next = asking.partition_point(|ask| ask.0 + 1 < id.0);
        sentence.length <= BARE || asking.get(next).is_some_and(|ask| ask.0 <= id.0 + 1)
    })
}

/// What leaves an ask without a date.
struct Timeless {
    implied: ListId,
    standing: Vec<Cow<'static, str>>,
    clicks: ListId,
}

impl Timeless {
    /// Whether an ask needs a date and has none.
    fn leaves_open(&self, subject: &Subject, ask: &Ask) -> bool {
        let sentence = subject.reading.sentence(ask.sentence);
        let bound = ask.deadline.map(|id| subject.reading.time(id));
        if is_conditional(subject, ask)
            || is_title(subject, ask)
            || bound.is_some_and(|time| binds(subject, time))
            || (is_step(subject, ask) && (is_told(subject, ask) || !is_addressed(subject)))
            || self.holds_on(subject, ask)
            || self.leads_through_a_page(subject, ask)
        {
            return false;
        }
        let acts = wants_act(subject, ask);
        let now = subject.moment().map(|moment| moment.datetime());
        let is_free = bound.is_none();
        let text = |range| subject.text(sentence.block, range);
        // "Tell me what you can do today" says what the answer is about, not when it is due.
        let asks_about = |time: &TimeExpression| {
            !time.time.cue.is_some_and(Cue::bounds) && has_wh_word(text(sentence.range.start..time.time.range.start))
        };
        let dates = |time: &TimeExpression| {
            (time.time.vague && is_free) || (acts && names_moment(time, now) && !asks_about(time))
        };
        let implied = || acts && is_free && subject.sentence_has(self.implied, sentence);
        !subject.times_in(sentence).any(dates) && !implied()
    }

    /// Whether it says where to click on a page that a program sends, or is the button: "please
    /// confirm your address by clicking the link below".
    fn leads_through_a_page(&self, subject: &Subject, ask: &Ask) -> bool {
        if subject.draft.format != Format::Html {
            return false;
        }
        let sentence = subject.reading.sentence(ask.sentence);
        let block = &subject.draft.block(sentence.block).text;
        let whole = block.source(0..block.len());
        let links = &subject.draft.links;
        let is_button = || {
            let link = links.get(links.partition_point(|link| link.span.end < whole.end));
            link.is_some_and(|link| link.span.contains(whole))
        };
        let asks = subject.sentence_text(sentence).trim_end().ends_with('?');
        !asks && subject.sentence_has(self.clicks, sentence) || is_step(subject, ask) && is_button()
    }

    /// Whether it says what holds from now on: "please leave it there", "please don't lock it".
    fn holds_on(&self, subject: &Subject, ask: &Ask) -> bool {
        const LEADS: &[&str] = &["please", "also", "and", "so", "but"];
        let sentence = subject.reading.sentence(ask.sentence);
        if subject.sentence_text(sentence).trim_end().ends_with('?') {
            return false;
        }
        let is_lead = |word: &str| LEADS.iter().any(|lead| word.eq_ignore_ascii_case(lead));
        let first = subject.words(sentence).find(|word| !is_lead(word)).unwrap_or_default();
        let mut pleaded = subject.words(sentence).skip_while(|word| !word.eq_ignore_ascii_case("please")).skip(1);
        forbids(subject.words(sentence).skip_while(|word| is_lead(word)))
            || forbids(&mut pleaded)
            || self.standing.iter().any(|verb| verb.eq_ignore_ascii_case(first))
    }
}

/// Whether words start with "don't", "do not" or "never".
fn forbids<'a>(mut words: impl Iterator<Item = &'a str>) -> bool {
    match words.next().map(str::to_lowercase).as_deref() {
        Some("don't" | "don’t" | "never") => true,
        Some("do") => words.next().is_some_and(|word| word.eq_ignore_ascii_case("not")),
        _ => false,
    }
}

/// Whether it is a line of a few words that leads to a list: "What changes".
fn is_title(subject: &Subject, ask: &Ask) -> bool {
    const FEW: usize = 4;
    let sentence = subject.reading.sentence(ask.sentence);
    let block = subject.draft.block(sentence.block).text.as_str();
    ask.kind == AskKind::Question
        && sentence.length <= FEW
        && block.len() == sentence.range.len()
        && !block.contains('?')
}

/// Whether a bare instruction tells how to do something rather than asks for it: as an item
/// of a list, or to somebody who asked how, also in chat.
fn is_told(subject: &Subject, ask: &Ask) -> bool {
    let block = subject.reading.sentence(ask.sentence).block;
    subject.draft.block(block).role == Role::ListItem || subject.is_any(&[Situation::Reply, Situation::Chat])
}

/// Whether somebody in particular is written to: newsletters greet nobody.
fn is_addressed(subject: &Subject) -> bool {
    let is_reader = |name: &str| subject.draft.envelope.to.iter().any(|to| to.name.split(' ').any(|part| part == name));
    let is_named = |ask: &Ask| matches!(&ask.owner, Owner::Named(name) if is_reader(name));
    if subject.draft.envelope.from.is_some() && subject.draft.envelope.recipients().next().is_none() {
        return false;
    }
    subject.draft.envelope.from.is_none()
        || subject.reading.asks.first().is_some_and(is_named)
        || subject.is(Situation::Reply)
        || subject.is(Situation::Chat)
        || subject.draft.blocks.iter().any(|block| matches!(block.role, Role::Greeting | Role::Closing))
}

/// Whether an ask wants an act or a decision, and not only to know.
fn wants_act(subject: &Subject, ask: &Ask) -> bool {
    // "Thoughts?" asks for work, not for a fact.
    let judges = || subject.sentence_has(lists::LOOKS_BACK, subject.reading.sentence(ask.sentence));
    let acts = matches!(ask.kind, AskKind::Request | AskKind::Decision) && !is_plain_question(subject, ask);
    acts || (ask.kind != AskKind::Meeting && judges())
}

/// Whether an ask only wants to know: a question that does not ask for an act ("could you").
fn is_plain_question(subject: &Subject, ask: &Ask) -> bool {
    let sentence = subject.reading.sentence(ask.sentence);
    subject.sentence_text(sentence).ends_with('?') && !asks_in_words(subject, sentence)
}
