//! What speaks for a conversation or against it for certain, whatever was learned: an answer
//! within hours, a second round on an open question, a crowd, what is recorded about the
//! reader, steps that branch, plain words.

use super::advice::Factor;
use super::contacts::{Contact, recorded};
use super::hours::shared_minutes;
use super::news::reproaches;
use crate::draft::{Address, Block, Draft, Role};
use crate::language::time::Cue;
use crate::language::{ListId, lists};
use crate::reading::{AskKind, Phrase, Reading, TimeExpression, is_group};
use crate::text::Span;

/// What an answer that is needed within the hour counts, in points, and one within four: half
/// of all replies take longer than 47 minutes (Kooti and others 2015).
const AT_ONCE: f32 = 20.0;
const SOON: f32 = 6.0;

/// From how many recipients on a message is a broadcast.
const CROWD: usize = 8;

/// From how many sentences on a text is a document: one of 1,795 labelled drafts and mails is
/// as long, and it is none that should be talked about.
const LONG: usize = 60;

/// What a second round on an open question counts, in points: of 36 labelled drafts that
/// show it 35 are live.
const AGAIN: f32 = 12.0;

/// The lists of plain words, by the factor that they support.
const PLAIN: [(&str, ListId); 6] = [
    ("brainstorm", lists::CHANNEL_BRAINSTORM),
    ("complexity", lists::CHANNEL_COMPLEXITY),
    ("conflict", lists::CHANNEL_CONFLICT),
    ("rapport", lists::CHANNEL_RAPPORT),
    ("sensitivity", lists::CHANNEL_SENSITIVITY),
    ("walkthrough", lists::CHANNEL_WALKTHROUGH),
];

/// What plain words count, in points; two of a list count twice.
const PLAINLY: f32 = 5.0;

/// What steps with conditions count, in points: the catalogue takes them for enough.
const STEPS: f32 = 10.0;

/// What a single ask counts, in points.
const SIMPLY: f32 = -3.0;

/// What a recorded preference for a talk counts, in points: it decides unless much speaks
/// against it. One for writing counts half: hard news is not for mail because the reader
/// likes mail.
const PREFERRED: f32 = 24.0;

/// What a first message to somebody counts that asks something, in points.
const FIRST_CONTACT: f32 = 8.0;

/// Below how many shared working minutes a day a talk is hard to arrange, and what that
/// counts, in points: what is urgent or sensitive is talked about all the same.
const OVERLAP: u32 = 120;
const APART: f32 = -6.0;

/// What is certain, whatever the words.
pub fn certain(draft: &Draft, reading: &Reading, contacts: &[Contact], meets: bool) -> Vec<Factor> {
    let envelope = &draft.envelope;
    let mut factors = Vec::new();
    let mut add = |name, points, evidence: Vec<Span>| {
        factors.push(Factor { name, points, certain: evidence.clone(), evidence });
    };
    if let Some((hours, span)) = answer_within(reading) {
        match hours {
            0 => add("urgency", AT_ONCE, vec![span]),
            1..=3 => add("urgency", SOON, vec![span]),
            _ => {}
        }
    }
    // A mailing list and the readers of a newsletter can't be called, and a crowd only if it
    // comes together anyway. What takes so long to read is to be read.
    let bulk: Vec<&Phrase> = reading.phrases_of(lists::BULK).take(2).collect();
    if envelope.list || bulk.len() > 1 || reading.sentences.len() > LONG {
        let spans = bulk.iter().map(|phrase| draft.block(phrase.block).text.source(phrase.found.range.clone()));
        add("broadcast", -20.0, spans.collect());
    } else if !meets && (envelope.recipients().count() >= CROWD || tells_a_group(draft, reading)) {
        add("broadcast", -12.0, Vec::new());
    }
    for (name, list) in PLAIN {
        let found = reading
            .phrases_of(list)
            .filter(|phrase| name != "sensitivity" || beside_the_reader(draft, reading, phrase));
        let spans: Vec<Span> =
            found.map(|phrase| draft.block(phrase.block).text.source(phrase.found.range.clone())).collect();
        if !spans.is_empty() {
            add(name, if spans.len() > 1 { 2.0 * PLAINLY } else { PLAINLY }, spans);
        }
    }
    let spans = reproaches(reading);
    if !spans.is_empty() {
        add("sensitivity", PLAINLY, spans);
    }
    if let Some(spans) = branching_steps(draft, reading) {
        add("walkthrough", STEPS, spans);
    }
    let rounds = &reading.rounds;
    let again = rounds.count >= 2 && rounds.open;
    if again || !rounds.repeats.is_empty() {
        let own = rounds.repeats.iter().map(|repeat| repeat.span);
        let long = rounds.count >= 3 || envelope.reply_depth >= 4;
        let points = if again && long {
            1.5 * AGAIN
        } else if again {
            AGAIN
        } else {
            AGAIN / 2.0
        };
        add("back-and-forth", points, own.chain(rounds.evidence.iter().copied()).collect());
    }
    let recorded = |address: &Address| recorded(contacts, address);
    if let [reader] = envelope.to.as_slice()
        && let Some(contact) = recorded(reader)
    {
        if let Some(preference) = contact.prefers {
            add(
                "contact-preference",
                if preference.is_live() { PREFERRED } else { -PREFERRED / 2.0 },
                vec![reader.span],
            );
        }
        if contact.first_contact && reading.real_asks().next().is_some() {
            add("rapport", FIRST_CONTACT, vec![reader.span]);
        }
    }
    let people = envelope.from.iter().chain(&envelope.to).filter_map(recorded);
    let hours: Vec<_> = people.filter_map(|contact| Some((contact.zone.as_ref()?, contact.hours?))).collect();
    if let Some(moment) = reading.moment.filter(|_| hours.len() > 1)
        && shared_minutes(moment.date(), &hours) < OVERLAP
    {
        add("no-overlap", APART, envelope.to.iter().map(|address| address.span).collect());
    }
    factors
}

/// How many whole hours are left to the first deadline of an ask, and where it stands.
fn answer_within(reading: &Reading) -> Option<(i64, Span)> {
    let now = reading.moment?;
    // "Now" and "today" are said of anything; a clock time and "within" are meant.
    let is_meant = |time: &&TimeExpression| time.time.clock || time.time.cue.is_some_and(Cue::bounds);
    let deadlines = reading.real_asks().filter_map(|ask| ask.deadline).map(|id| reading.time(id)).filter(is_meant);
    let left = deadlines.filter_map(|time| time.latest().filter(|latest| *latest >= now).map(|latest| (latest, time)));
    let (latest, time) = left.min_by_key(|(latest, _)| *latest)?;
    Some((latest.duration_since(now).as_hours(), time.span))
}

/// Whether a message to a group address asks nothing.
fn tells_a_group(draft: &Draft, reading: &Reading) -> bool {
    draft.envelope.to.iter().any(is_group) && reading.real_asks().next().is_none()
}

/// Whether the reader is named in the sentence of a phrase: "you", "your".
fn beside_the_reader(draft: &Draft, reading: &Reading, phrase: &Phrase) -> bool {
    let text = draft.block(phrase.block).text.as_str();
    let sentence = reading.sentence_at(phrase.block, phrase.found.range.start);
    sentence.is_some_and(|(_, sentence)| {
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        let mut words = words.iter().filter_map(|word| text.get(word.range.clone()));
        words.any(|word| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("you")))
    })
}

/// The steps of a procedure that branches: at least as many list items as are hard to keep
/// in mind, with at least two conditions among them.
fn branching_steps(draft: &Draft, reading: &Reading) -> Option<Vec<Span>> {
    let items: Vec<&Block> = draft.own_blocks().map(|(_, block)| block).filter(|b| b.role == Role::ListItem).collect();
    let conditional = items.iter().filter(|block| {
        let text = block.text.as_str().to_lowercase();
        text.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "if" | "unless" | "depending" | "otherwise"))
    });
    let spans: Vec<Span> = conditional.map(|block| block.text.source(0..block.text.len())).collect();
    (items.len() >= 6 && spans.len() >= 2 && reading.real_asks().count() * 2 >= items.len()).then_some(spans)
}

/// The only ask of a message to one person, where nothing certain speaks for a talk.
pub fn simple_ask(draft: &Draft, reading: &Reading) -> Option<Factor> {
    let mut asks = reading.real_asks();
    let (Some(ask), None) = (asks.next(), asks.next()) else { return None };
    let is_plain = draft.envelope.recipients().count() == 1 && ask.kind != AskKind::Meeting;
    let spans = || vec![ask.span];
    is_plain.then(|| Factor { name: "simple-ask", points: SIMPLY, evidence: spans(), certain: spans() })
}
