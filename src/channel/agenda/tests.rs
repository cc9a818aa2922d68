use super::*;
use crate::{Context, Settings, check};

/// The agenda of a mail from Mara to Ana and Ben, Cyril in copy.
fn of(body: &str) -> Agenda {
    let mail = format!(
        "From: Mara Lind <mara@a.example>\nTo: Ana Costa <ana@a.example>, Ben Okafor <ben@a.example>\n\
         Cc: Cyril Hahn <cyril@a.example>\nSubject: Re: AW: The hall\nDate: Tue, 2 Jun 2026 10:00:00 +0200\n\n{body}\n"
    );
    let source = Source::new("a.eml", mail.into_bytes());
    let context = Context::default();
    let report = check(&source, &Settings::default(), &context);
    let reading = with_phrases(&report.draft, &report.reading);
    agenda(&Given {
        source: &source,
        draft: &report.draft,
        reading: &reading,
        advice: &report.advice,
        contacts: &[],
        now: None,
        author: None,
        start: None,
    })
}

fn names(people: &[Person]) -> Vec<&str> {
    people.iter().map(Person::short).collect()
}

#[test]
fn a_talk_is_as_long_as_its_topics_and_ends_early() {
    for (topics, expected) in
        [(5, (15, 10)), (10, (15, 15)), (15, (25, 20)), (25, (50, 30)), (45, (50, 50)), (70, (50, 75))]
    {
        assert_eq!(length(topics), expected);
    }
}

#[test]
fn who_must_answer_is_needed() {
    for (body, needed, optional) in [
        ("Ana, which hall do we take?", &["Ana"][..], &["Ben", "Cyril"][..]),
        ("Which hall do we take?", &["Ana", "Ben"], &["Cyril"]),
        ("Ana, which hall do we take? What does it cost?", &["Ana"], &["Ben", "Cyril"]),
        ("Cyril, which hall do we take?", &["Cyril"], &["Ana", "Ben"]),
        ("Dora, which hall do we take?", &["Dora"], &["Ana", "Ben", "Cyril"]),
        ("The hall has burnt down.", &["Ana", "Ben"], &["Cyril"]),
    ] {
        let agenda = of(body);
        assert_eq!(
            (names(&agenda.people.needed), names(&agenda.people.optional)),
            (needed.to_vec(), optional.to_vec()),
            "{body}"
        );
    }
}

#[test]
fn the_subject_loses_what_mail_programs_add() {
    assert_eq!(of("Hi.").title.as_deref(), Some("The hall"));
}

#[test]
fn what_only_wants_a_reply_or_a_meeting_is_no_topic() {
    for (body, expected) in [
        ("Ana, which hall do we take? Please reply by Friday.", &["which hall do we take?"][..]),
        ("Can we meet on Thursday? Ana, which hall do we take?", &["which hall do we take?"]),
        (
            "Ana, does the price come down if we sign for two years?",
            &["does the price come down if we sign for two years?"],
        ),
        ("Let me know if you have any questions.", &[]),
    ] {
        let topics: Vec<String> = of(body).topics.into_iter().map(|topic| topic.words).collect();
        assert_eq!(topics, expected, "{body}");
    }
}

#[test]
fn a_task_has_an_owner_and_a_day() {
    let tasks = |body: &str| -> Vec<(String, String, String)> {
        let agenda = of(body);
        let all = agenda.tasks.into_iter().chain(agenda.before);
        all.map(|task| (task.owner, task.words, task.by.latest.date().to_string())).collect()
    };
    let list = ("Ben".to_owned(), "send the list".to_owned(), "2026-06-05".to_owned());
    assert_eq!(tasks("Ben, could you please send the list by Friday?"), std::slice::from_ref(&list));
    assert_eq!(tasks("Ben to send the list by Friday, 5 June."), [list]);
    for none in ["Could you please send the list by Friday?", "Ben, could you please send the list?"] {
        assert!(tasks(none).is_empty(), "{none}");
    }
}

#[test]
fn what_is_done_before_the_talk_is_no_topic() {
    let agenda =
        of("Let's meet on Monday, 8 June at 10:00. Ben, please send the list by Friday. Ana, which hall do we take?");
    assert_eq!(agenda.before.iter().map(|task| task.words.as_str()).collect::<Vec<_>>(), ["send the list"]);
    assert_eq!(agenda.topics.iter().map(|topic| topic.words.as_str()).collect::<Vec<_>>(), ["which hall do we take?"]);
    assert_eq!(agenda.when.start().map(|start| start.to_string()).as_deref(), Some("2026-06-08T10:00:00"));
}

#[test]
fn a_clock_time_without_its_day_starts_no_talk() {
    assert!(of("Let's meet on one of the days. See you at 17:00.").when.starts.is_empty());
    assert_eq!(of("Let's meet on Thursday at 10:00 or on Friday at 11:00.").when.starts.len(), 2);
}

#[test]
fn a_day_in_doubt_settles_nothing() {
    let sure = of("Can we meet on Thursday, 4 June 2026 at 14:00? Ana, please send the plan by Friday, 5 June 2026.");
    assert_eq!((sure.when.starts.len(), sure.tasks.len(), sure.doubtful.len()), (1, 1, 0));
    let doubtful = of("Can we meet on Friday, 4 June 2026 at 14:00? Ana, please send the plan by Monday, 5 June 2026.");
    assert_eq!((doubtful.when.starts.len(), doubtful.tasks.len()), (0, 0));
    assert_eq!(doubtful.doubtful, ["Friday, 4 June 2026", "Monday, 5 June 2026"]);
}

#[test]
fn the_day_of_the_reply_is_not_that_of_the_tasks() {
    let tasks = |body: &str| of(body).tasks.into_iter().map(|task| task.words).collect::<Vec<_>>();
    let reply = "Please reply by Friday. Ana, please send the plan. Ben, please call the caterer by Monday.";
    assert_eq!(tasks(reply), ["call the caterer"]);
    assert_eq!(tasks("Ana, could you check the lamps? They are due by Friday."), ["check the lamps"]);
}
