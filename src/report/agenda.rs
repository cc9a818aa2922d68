//! An agenda as Markdown or plain text, and a message in place of a meeting.
//!
//! Every line is a fixed label with words of the draft or a blank behind it.

use std::fmt::Write as _;

use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::escape::visible;
use crate::channel::agenda::{
    AROUND, Agenda, By, CROWD, Clock, Given, Instead, Material, Person, Task, When, with_phrases,
};
use crate::check::{Context, Report};
use crate::text::Source;

/// What is left for the author to fill in.
const BLANK: &str = "____";

/// How an agenda is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

/// Makes something from a draft and what it was checked with.
pub fn with_given<T>(source: &Source, report: &Report, context: &Context, make: impl FnOnce(Given) -> T) -> T {
    let reading = with_phrases(&report.draft, &report.reading);
    make(Given {
        source,
        draft: &report.draft,
        reading: &reading,
        advice: &report.advice,
        contacts: &context.contacts,
        now: context.now.as_ref(),
        author: context.author.as_ref(),
        start: None,
    })
}

/// The agenda.
pub fn render(agenda: &Agenda, markup: Markup) -> String {
    let mut page = Page { markup, out: String::new() };
    page.title(agenda.title.as_deref());
    page.field("Purpose", agenda.purpose.as_deref());
    page.when(&agenda.when);
    page.length(agenda);
    if let Some(host) = &agenda.people.host {
        page.field("Host", Some(&host.shown));
    }
    page.people("Needed", &agenda.people.needed);
    if !agenda.people.optional.is_empty() {
        page.people("Optional", &agenda.people.optional);
    }
    if agenda.people.count() > CROWD {
        page.note(&format!(
            "{} people: with more than {CROWD} a talk decides less. Who can read the notes instead?",
            agenda.people.count()
        ));
    }
    if !agenda.doubtful.is_empty() {
        let days: Vec<String> = agenda.doubtful.iter().map(|day| format!("“{}”", page.safe(day))).collect();
        page.note(&format!("Weekday and date don't agree: {}", days.join(", ")));
    }

    page.heading("Outcome");
    match agenda.outcome.as_slice() {
        [] => page.line(&format!("By the end we have decided: {BLANK}")),
        decisions => {
            page.line("By the end we have decided:");
            if markup == Markup::Markdown {
                page.gap();
            }
            decisions.iter().for_each(|words| page.item("-", words));
        }
    }

    page.heading("Topics");
    if agenda.topics.is_empty() {
        page.line(&format!("Topics: {BLANK}"));
    }
    for (index, topic) in agenda.topics.iter().enumerate() {
        let owner = topic.owner.as_deref().map(|owner| format!("{owner}: ")).unwrap_or_default();
        let minutes = if topic.stated { String::new() } else { format!(" ({} min)", topic.minutes) };
        page.item(&format!("{}.", index + 1), &format!("{owner}{}{minutes}", topic.words));
    }

    if !agenda.material.is_empty() || !agenda.before.is_empty() {
        page.heading("Prepare");
        agenda.material.iter().for_each(|material| page.material(material));
        agenda.before.iter().for_each(|task| page.task(task));
    }

    page.heading("Notes");
    page.item("-", &format!("Notes: {BLANK}"));
    if agenda.recording {
        page.item("-", &format!("Recording: {BLANK} (only if all agree)"));
    }

    page.heading("Follow-up");
    if agenda.tasks.is_empty() {
        page.item("- [ ]", &format!("{BLANK}: {BLANK}, by {BLANK}"));
    }
    agenda.tasks.iter().for_each(|task| page.task(task));
    page.out
}

/// The message in place of a meeting, as it can be pasted into a mail.
pub fn instead(message: &Instead) -> String {
    let mut page = Page { markup: Markup::Text, out: String::new() };
    page.field("Subject", message.subject.as_deref());
    page.gap();
    match message.summary.as_slice() {
        [] => page.line(BLANK),
        [only] => page.line(&visible(only.trim())),
        several => several.iter().for_each(|words| page.item("-", words)),
    }
    page.gap();
    if message.questions.is_empty() {
        page.field("Questions", None);
    }
    for (index, (owner, words)) in message.questions.iter().enumerate() {
        page.item(&format!("{}.", index + 1), &format!("{}: {words}", owner.as_deref().unwrap_or(BLANK)));
    }
    page.gap();
    page.field("Reply by", message.reply_by.map(shown).as_deref());
    if !message.material.is_empty() {
        page.gap();
        message.material.iter().for_each(|material| page.material(material));
    }
    page.out
}

struct Page {
    markup: Markup,
    out: String,
}

impl Page {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
    }

    fn gap(&mut self) {
        self.out.push('\n');
    }

    /// Text of the draft, harmless to the terminal and to the markup.
    fn safe(&self, text: &str) -> String {
        let text = visible(text.trim());
        match self.markup {
            Markup::Markdown => escaped(&text),
            Markup::Text => text.into_owned(),
        }
    }

    fn title(&mut self, title: Option<&str>) {
        let title = self.safe(title.unwrap_or(BLANK));
        let _ = match self.markup {
            Markup::Markdown => writeln!(self.out, "# {title}\n"),
            Markup::Text => writeln!(self.out, "Title: {title}"),
        };
    }

    fn heading(&mut self, name: &str) {
        let _ = match self.markup {
            Markup::Markdown => writeln!(self.out, "\n## {name}\n"),
            Markup::Text => writeln!(self.out, "\n{}", name.to_uppercase()),
        };
    }

    fn item(&mut self, marker: &str, text: &str) {
        let text = self.safe(text);
        let _ = writeln!(self.out, "{marker} {text}");
    }

    fn field(&mut self, name: &str, value: Option<&str>) {
        let value = self.safe(value.unwrap_or(BLANK));
        let _ = match self.markup {
            Markup::Markdown => writeln!(self.out, "- {name}: {value}"),
            Markup::Text => writeln!(self.out, "{name}: {value}"),
        };
    }

    fn note(&mut self, text: &str) {
        let _ = match self.markup {
            Markup::Markdown => writeln!(self.out, "\n> {text}"),
            Markup::Text => writeln!(self.out, "({text})"),
        };
    }

    fn people(&mut self, name: &str, people: &[Person]) {
        let all: Vec<&str> = people.iter().map(|person| person.shown.as_str()).collect();
        self.field(name, Some(all.join(", ")).filter(|all| !all.is_empty()).as_deref());
    }

    fn when(&mut self, when: &When) {
        let told: Vec<String> = when.starts.iter().map(|start| by_all_clocks(when, start)).collect();
        match told.as_slice() {
            [] => self.field("When", None),
            [only] => self.field("When", Some(only)),
            several => {
                self.line(if self.markup == Markup::Markdown { "- When, one of:" } else { "When, one of:" });
                let indent = if self.markup == Markup::Markdown { "  " } else { "" };
                several.iter().for_each(|slot| self.item(&format!("{indent}-"), slot));
            }
        }
    }

    fn length(&mut self, agenda: &Agenda) {
        let length = agenda.minutes.map(|minutes| match agenda.too_long {
            Some(all) => format!("{minutes} min (the topics need {all} min: leave some out, or hold two talks)"),
            None => format!("{minutes} min, {AROUND} of them to open and to close"),
        });
        self.field("Length", length.as_deref());
    }

    fn material(&mut self, material: &Material) {
        let name = &material.name;
        self.item("-", &if material.attached { format!("{name} (attached)") } else { name.clone() });
    }

    fn task(&mut self, task: &Task) {
        self.item("- [ ]", &format!("{}: {}, by {}", task.owner, task.words, shown(task.by)));
    }
}

/// A day, with the time where the draft names one: "Fri 5 June", "Fri 5 June 17:00".
fn shown(by: By) -> String {
    let (day, time) = (day(by.latest), by.latest.strftime("%H:%M"));
    if by.clock { format!("{day} {time}") } else { day }
}

fn day(moment: DateTime) -> String {
    moment.strftime("%a %-d %B").to_string()
}

/// A talk by the clocks of all: "Thu 4 June 15:00–15:25 Europe/Berlin (Mara), …".
fn by_all_clocks(when: &When, start: &ZonedDateTime) -> String {
    let end = when.end(start);
    let one = |clock: &Clock| {
        let (start, end) = (start.with_time_zone(clock.zone.clone()), end.with_time_zone(clock.zone.clone()));
        let names = match clock.names.join(", ") {
            names if names.is_empty() => names,
            names => format!(" ({names})"),
        };
        let times = format!("{}–{}", start.strftime("%H:%M"), end.strftime("%H:%M"));
        format!("{} {times} {}{names}", day(start.datetime()), zone_name(&clock.zone, &start))
    };
    when.clocks.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What a zone is called, else how far it is from UTC.
fn zone_name(zone: &TimeZone, at: &ZonedDateTime) -> String {
    zone.iana_name().map_or_else(|| format!("UTC{}", at.strftime("%:z")), str::to_owned)
}

/// Text that stays text in Markdown. A mark inside a word, as in `a_b` or a link, is none.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut rest = text.chars().peekable();
    // What would start a heading, quote or list of its own.
    let leads = text.starts_with(['#', '>', '-', '+', '=', '~', '|'])
        || text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
            && text.starts_with(|c: char| c.is_ascii_digit());
    if leads && !text.starts_with(|c: char| c.is_ascii_digit()) {
        safe.push('\\');
    }
    let mut number = leads && text.starts_with(|c: char| c.is_ascii_digit());
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let marks = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '~' => next == Some('~') || before == Some('~'),
            '&' => next.is_some_and(|next| next.is_alphanumeric() || next == '#'),
            // A blank is no emphasis: white space stands around it.
            '_' => !(is_blank(before, next) || inside(before) && inside(next)),
            '.' | ')' if number => true,
            _ => false,
        };
        number &= c.is_ascii_digit();
        if marks {
            safe.push('\\');
        }
        safe.push(c);
        before = Some(c);
    }
    safe
}

/// Whether an underscore is one of a row of them.
fn is_blank(before: Option<char>, next: Option<char>) -> bool {
    before == Some('_') || next == Some('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_draft_makes_no_markup() {
        for (text, expected) in [
            ("a plain sentence, with R&D - and 3.5 % (so)", "a plain sentence, with R\\&D - and 3.5 % (so)"),
            ("# no heading", "\\# no heading"),
            ("- no item", "\\- no item"),
            ("12. no number", "12\\. no number"),
            ("> no quote", "\\> no quote"),
            ("*no* _emphasis_ `code`", "\\*no\\* \\_emphasis\\_ \\`code\\`"),
            ("<script>[a](b)", "\\<script>\\[a\\](b)"),
            ("snake_case https://a.example/x_y", "snake_case https://a.example/x_y"),
            ("Notes: ____", "Notes: ____"),
            ("2026 is the year", "2026 is the year"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        let message = Instead { summary: vec!["a\u{1b}[31m\nb".into()], ..Instead::default() };
        assert!(instead(&message).contains("a\\u{1b}[31m b"));
        let agenda = Agenda { title: Some("a\u{202e}b".into()), ..Agenda::default() };
        for markup in [Markup::Markdown, Markup::Text] {
            assert!(!render(&agenda, markup).contains('\u{202e}'));
        }
    }
}
