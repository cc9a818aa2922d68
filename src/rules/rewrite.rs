//! Concrete rewrites, made from the draft's own words. One is proposed only where it comes
//! out as a person would write it; a plain hint is better than a crippled sentence.

use jiff::ZonedDateTime;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::Subject;
use super::steps::is_conditional;
use crate::channel::agenda::CLOSED;
use crate::draft::LINE_BREAK;
use crate::language::capitalised;
use crate::language::lists;
use crate::reading::Ask;

/// What asks and is followed by what is asked for; longer ones first.
const LEADS: &[&str] = &[
    "i would really appreciate it if you could",
    "i would appreciate it if you could",
    "i'd appreciate it if you could",
    "i would be grateful if you could",
    "i was wondering if you could",
    "i was hoping you could",
    "it would be great if you could",
    "would it be possible for you to",
    "i would like you to",
    "i'd like you to",
    "we would like you to",
    "i need you to",
    "we need you to",
    "i want you to",
    "could you two",
    "could you all",
    "could one of you",
    "could you",
    "can you",
    "would you",
    "will you",
    "you need to",
    "please",
    "pls",
    "kindly",
];

/// What may stand around a lead and says nothing.
const FILLERS: &[&str] = &["possibly", "maybe", "perhaps", "also", "then", "and", "but", "so", "just", "or"];

/// Stands for a time that was taken out.
const TIME: char = '\u{1}';

/// The most words of a proposed ask.
const LONGEST: usize = 10;

/// What is asked, as short as it can be said: "Approve the print quote". None where the
/// ask does not boil down to a verb and what goes with it.
pub fn shortest(subject: &Subject, ask: &Ask) -> Option<String> {
    if is_conditional(subject, ask) {
        return None;
    }
    imperative(&without_times(subject, ask))
}

/// The text of an ask with a mark for each time: a rewrite names its own.
fn without_times(subject: &Subject, ask: &Ask) -> String {
    let block = subject.reading.sentence(ask.sentence).block;
    let mut text = String::new();
    let mut at = ask.range.start;
    let times = &subject.reading.times;
    let first = times.partition_point(|time| (time.block, time.time.range.start) < (block, at));
    for time in times[first..].iter().take_while(|time| time.block == block && time.time.range.start < ask.range.end) {
        if time.time.range.end <= ask.range.end {
            text.push_str(subject.text(block, at..time.time.range.start));
            text.push(TIME);
            at = time.time.range.end;
        }
    }
    text.push_str(subject.text(block, at..ask.range.end));
    text.replace('’', "'").replace('\n', " ")
}

/// The act that a text asks for, as an imperative.
fn imperative(text: &str) -> Option<String> {
    // "Ben, could you …", "Since the hall is closed, please …": what stands before the lead
    // is no part of the act.
    let parts = || std::iter::successors(Some(text), |rest| rest.split_once(", ").map(|(_, after)| after));
    let led = parts().find_map(|part| strip_leads(part).filter(|(_, led)| *led));
    let (rest, led) = led.or_else(|| strip_leads(text))?;
    let head = rest.split(['?', '!', ';', ':', '(', LINE_BREAK, TIME]).next()?;
    // Where a time is followed by more of the same thought, no cut is clean.
    if let Some(after) = rest[head.len()..].strip_prefix(TIME)
        && !starts_new_thought(after)
    {
        return None;
    }
    let head = head.split(". ").next()?;
    let clause = match head.split_once(',') {
        Some((clause, after)) if starts_new_thought(after) => clause,
        Some(_) => return None,
        None => head,
    };
    let mut words: Vec<&str> = clause.split_whitespace().collect();
    cut_at_next_act(&mut words);
    // What led to the time that was taken out.
    if rest[head.len()..].starts_with(TIME) {
        while words.last().is_some_and(|last| matches!(*last, "on" | "at" | "in" | "by" | "for" | "from" | "before")) {
            words.pop();
        }
    }
    while words.last().is_some_and(|last| matches!(last.trim_end_matches('.'), "please" | "pls" | "thanks" | "thx")) {
        words.pop();
    }
    let last = words.last_mut()?;
    *last = last.trim_end_matches(['.', '-', '–']);
    let (first, second) = (words.first()?.to_lowercase(), words.get(1)?.to_lowercase());
    let is_verb = lists::BASE_VERBS.contains(&first) || lists::NOUN_VERBS.contains(&first);
    // "Budget about the same" may be a noun; "Budget the same" is none.
    let is_certain = led || !lists::NOUN_VERBS.contains(&first) || OBJECTS.contains(&second.as_str());
    let is_plain = |word: &&str| word.chars().all(|c| c.is_alphanumeric() || "'’.,-–&%$€£".contains(c));
    let denies = |word: &&str| word.eq_ignore_ascii_case("not") || word.eq_ignore_ascii_case("never");
    (is_verb
        && is_certain
        && !lists::IDLE_VERBS.contains(&first)
        && !lists::LASTING_VERBS.contains(&first)
        && !lists::SUBJECT_WORDS.contains(&second)
        && !words.iter().any(denies)
        && words.len() <= LONGEST
        && words.last().is_some_and(|last| !last.is_empty() && !lists::NO_LAST_WORDS.contains(last))
        && words.iter().all(is_plain))
    .then(|| capitalised(&words.join(" ")))
}

/// Words after a verb that show that it is one.
const OBJECTS: &[&str] =
    &["the", "a", "an", "this", "these", "that", "your", "my", "our", "me", "us", "it", "them", "all"];

/// Whether a text is empty or goes on with another thought, so that what stands before it
/// is whole.
fn starts_new_thought(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == TIME);
    let word = text.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    word.is_empty()
        || word.starts_with(|c: char| !c.is_alphanumeric())
        || lists::NEW_THOUGHT_WORDS.contains(word)
        || (word == "and" && text.split_whitespace().nth(1).is_some_and(|next| lists::NEW_THOUGHT_WORDS.contains(next)))
}

/// Cuts a clause before "and I …", and a long one before "and" with the next act.
fn cut_at_next_act(words: &mut Vec<&str>) {
    let is_long = words.len() > LONGEST;
    let cut = words.windows(2).skip(1).position(|pair| {
        pair[0] == "and"
            && (lists::NEW_THOUGHT_WORDS.contains(pair[1])
                || pair[1].ends_with("'ll")
                || (is_long && lists::BASE_VERBS.contains(pair[1])))
    });
    if let Some(cut) = cut {
        words.truncate(cut + 1);
    }
}

/// The text without the leads and fillers before it, and whether there was a lead; none
/// where nothing is left.
fn strip_leads(text: &str) -> Option<(&str, bool)> {
    let (mut rest, mut led) = (text, false);
    loop {
        rest = rest.trim_start_matches([',', ' ', '-', '–', TIME]);
        if let Some(shorter) = strip(rest, LEADS) {
            (rest, led) = (shorter, true);
        } else if let Some(shorter) = strip(rest, FILLERS) {
            rest = shorter;
        } else {
            return (!rest.is_empty()).then_some((rest, led));
        }
    }
}

/// The text after one of these, whole words each.
fn strip<'t>(text: &'t str, leads: &[&str]) -> Option<&'t str> {
    // Most leads start with another letter.
    let first = text.bytes().next()?.to_ascii_lowercase();
    leads.iter().filter(|lead| lead.as_bytes().first() == Some(&first)).find_map(|lead| {
        let (head, tail) = text.split_at_checked(lead.len())?;
        (head.eq_ignore_ascii_case(lead) && tail.starts_with([' ', ',', TIME])).then_some(tail)
    })
}

/// The author's zone: that of the clock, unless the draft's date says that it was written
/// elsewhere. The Date of a mail tells an offset only, and the clock's zone has a name.
pub fn home<'a>(subject: &Subject<'a>) -> Option<&'a TimeZone> {
    *subject.facts.home.get_or_init(|| {
        let moment = subject.moment()?;
        Some(match &subject.context.now {
            Some(now) if now.time_zone().to_offset(moment.timestamp()) == moment.offset() => now.time_zone(),
            _ => moment.time_zone(),
        })
    })
}

/// The moment of writing on the author's clock.
pub fn now<'a>(subject: &Subject<'a>) -> Option<&'a ZonedDateTime> {
    let find = || Some(subject.moment()?.with_time_zone(home(subject)?.clone()));
    subject.facts.now.get_or_init(find).as_ref()
}

/// Whether people work on this day: no weekend, and no public holiday of the author's
/// country; where that is not known, none on which nearly all countries rest.
pub fn is_working_day(subject: &Subject, day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        && match subject.context.country {
            Some(country) => country.holiday(day).is_none(),
            None => !CLOSED.contains(&(day.month(), day.day())),
        }
}

/// The working day so many working days after this one.
pub fn working_days_after(subject: &Subject, mut day: Date, mut count: usize) -> Option<Date> {
    while count > 0 {
        day = day.tomorrow().ok()?;
        count -= usize::from(is_working_day(subject, day));
    }
    Some(day)
}

/// The noon that leaves the reader two working days, in the author's zone.
fn noon(subject: &Subject) -> Option<ZonedDateTime> {
    let now = now(subject)?;
    let day = working_days_after(subject, now.date(), 2)?;
    day.at(12, 0, 0, 0).to_zoned_datetime(now.time_zone().clone()).ok()
}

/// A deadline that leaves the reader two working days: "Thu 4 June, 12:00 CEST".
pub fn deadline(subject: &Subject) -> Option<String> {
    Some(at(&noon(subject)?))
}

/// A moment as a draft should name it: "Thu 4 June, 12:00 CEST".
pub fn at(moment: &ZonedDateTime) -> String {
    format!("{} {}", moment.strftime("%a %-d %B, %H:%M"), zone_name(moment))
}

/// The day of that deadline: "Thu 4 June".
pub fn deadline_day(subject: &Subject) -> Option<String> {
    Some(noon(subject)?.strftime("%a %-d %B").to_string())
}

/// The abbreviation of a moment's zone, else its offset: "CEST", "(UTC+2)".
pub fn zone_name(moment: &ZonedDateTime) -> String {
    let name = moment.strftime("%Z").to_string();
    let seconds = moment.offset().seconds();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return name;
    }
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("(UTC{sign}{hours})"),
        (hours, minutes) => format!("(UTC{sign}{hours}:{minutes:02})"),
    }
}

/// A hint with what to write in place of an ask: "say by when: “Approve the quote by Thu
/// 4 June, 12:00 CEST”"; where the ask can't be said shortly, with the date only.
pub fn with_deadline(hint: &str, subject: &Subject, ask: &Ask) -> String {
    match (deadline(subject), shortest(subject, ask)) {
        (Some(deadline), Some(ask)) => format!("{hint}: “{ask} by {deadline}”"),
        (Some(deadline), None) => format!("{hint}, such as “by {deadline}”"),
        (None, _) => format!("{hint}, with day and time"),
    }
}

/// A text cut to about `most` characters at a word, to be quoted in a message.
pub fn excerpt(text: &str, most: usize) -> String {
    let end = text.char_indices().nth(most).map(|(end, _)| end);
    let shown = text[..end.unwrap_or(text.len())].replace(['\n', LINE_BREAK], " ");
    if end.is_none() {
        return shown;
    }
    let cut = shown.rfind(' ').unwrap_or(shown.len());
    format!("{} …", shown[..cut].trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ask_is_shortened_where_it_comes_out_clean() {
        for (text, short) in [
            ("Please approve the print quote.", Some("Approve the print quote")),
            ("Could you also pick the photographer?", Some("Pick the photographer")),
            ("Ben, could you book the small hall?", Some("Book the small hall")),
            ("Since the hall is closed, please book the yard.", Some("Book the yard")),
            ("Please approve the quote \u{1}.", Some("Approve the quote")),
            ("can you update the link pls?", Some("Update the link")),
            ("Send the list to Hanne by \u{1}, so that she can print it.", Some("Send the list to Hanne")),
            ("\u{1}, could you send the list?", Some("Send the list")),
            (
                "Could you check the plan of the yard and tell me whether the van can turn there?",
                Some("Check the plan of the yard"),
            ),
            ("Send the keys back and I will return the deposit.", Some("Send the keys back")),
            // Nothing of these comes out clean.
            ("Due to the fact that the hall is closed", None),
            ("Which one do you prefer?", None),
            ("Plan about the same as last year.", None),
            ("Please send \u{1} the list.", None),
            ("Please buy apples, pears and plums.", None),
            ("Could you tell me how many of the chairs that we hired for the dinner are still in the hall?", None),
            ("Please don't worry.", None),
            ("Do we take the hall or the yard?", None),
            ("Please do not open the crate.", None),
            ("Please be punctual and bring the keys.", None),
            ("Please enjoy the day.", None),
            ("Could you ask what colour the doors are?", None),
            ("", None),
        ] {
            assert_eq!(imperative(text).as_deref(), short, "{text}");
        }
    }

    #[test]
    fn a_zone_is_named_by_what_is_known_of_it() {
        for (moment, name) in [
            ("2026-06-04T12:00:00+02:00[Europe/Berlin]", "CEST"),
            ("2026-06-04T12:00:00+02:00[+02:00]", "(UTC+2)"),
            ("2026-06-04T12:00:00+05:30[+05:30]", "(UTC+5:30)"),
            ("2026-06-04T12:00:00-03:30[-03:30]", "(UTC-3:30)"),
            ("2026-06-04T12:00:00+00:00[UTC]", "UTC"),
        ] {
            assert_eq!(zone_name(&moment.parse().expect("it is a moment")), name);
        }
    }
}
