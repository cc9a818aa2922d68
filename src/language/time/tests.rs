//! What is found, and what it means, as seen from Tuesday 2 June 2026, 10:00, in Berlin.

use super::*;

fn reference() -> ZonedDateTime {
    "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().expect("a zoned time")
}

fn find(text: &str) -> Vec<TimeMatch> {
    times(text, Reference { now: Some(&reference()), country: None })
}

/// The only expression of a text is this one, from one moment to another.
fn means(text: &str, phrase: &str, from: &str, to: &str) {
    let found = find(text);
    let texts: Vec<&str> = found.iter().map(|time| &text[time.range.clone()]).collect();
    assert_eq!(texts, [phrase], "{text}");
    let bounds = found[0].bounds.map(|(from, to)| (from.to_string(), to.to_string()));
    let full =
        |moment: &str, rest: &str| if moment.contains('T') { moment.to_owned() } else { format!("{moment}T{rest}") };
    assert_eq!(bounds, Some((full(from, "00:00:00"), full(to, "23:59:59"))), "{text}");
}

#[test]
fn days() {
    for (text, phrase, from, to) in [
        ("Send it today.", "today", "2026-06-02", "2026-06-02"),
        ("It arrived on the day before yesterday.", "the day before yesterday", "2026-05-31", "2026-05-31"),
        ("Reply by Friday, please.", "by Friday", "2026-06-05", "2026-06-05"),
        ("See you next Friday.", "next Friday", "2026-06-12", "2026-06-12"),
        ("We met last Tuesday.", "last Tuesday", "2026-05-26", "2026-05-26"),
        ("Let us talk Monday week.", "Monday week", "2026-06-15", "2026-06-15"),
        ("It ships a week from Friday.", "a week from Friday", "2026-06-12", "2026-06-12"),
        ("Is Tuesday of next week fine?", "Tuesday of next week", "2026-06-09", "2026-06-09"),
        ("It starts on 14 June.", "14 June", "2026-06-14", "2026-06-14"),
        ("It starts on the twenty-first of June.", "twenty-first of June", "2026-06-21", "2026-06-21"),
        ("It ended on June 14th, 2024.", "June 14th, 2024", "2024-06-14", "2024-06-14"),
        ("It starts on May twenty nine.", "May twenty nine", "2026-05-29", "2026-05-29"),
        ("No later than the 14th works.", "No later than the 14th", "2026-06-14", "2026-06-14"),
        ("The form is due on the 1st.", "the 1st", "2026-07-01", "2026-07-01"),
        ("Filed 2025-11-30.", "2025-11-30", "2025-11-30", "2025-11-30"),
        ("Filed on 30.11.2025.", "30.11.2025", "2025-11-30", "2025-11-30"),
        ("Reply by 31.12.", "by 31.12", "2026-12-31", "2026-12-31"),
        ("Use sheet draft-2025-11-30.ods", "2025-11-30", "2025-11-30", "2025-11-30"),
        ("We pay two weeks after Christmas.", "two weeks after Christmas", "2027-01-08", "2027-01-08"),
        ("They left two weeks ago.", "two weeks ago", "2026-05-19", "2026-05-19"),
    ] {
        means(text, phrase, from, to);
    }
    // Before a day ends as the day begins.
    means("Shops close before Easter.", "before Easter", "2027-03-27T00:00:00", "2027-03-28T00:00:00");
}

#[test]
fn clock_times() {
    for (text, phrase, from, to) in [
        ("Call me at half past three.", "half past three", "2026-06-02T15:30:00", "2026-06-02T15:30:00"),
        ("Doors open at 1530 hrs.", "1530 hrs", "2026-06-02T15:30:00", "2026-06-02T15:30:00"),
        ("Answer by 5 if you can.", "by 5", "2026-06-02T17:00:00", "2026-06-02T17:00:00"),
        ("We leave Thursday at 7.30.", "Thursday at 7.30", "2026-06-04T19:30:00", "2026-06-04T19:30:00"),
        ("Please answer by noon on the 23rd.", "by noon on the 23rd", "2026-06-23T12:00:00", "2026-06-23T12:00:00"),
        ("Join tomorrow from 2 to 4 pm.", "tomorrow from 2 to 4 pm", "2026-06-03T14:00:00", "2026-06-03T16:00:00"),
        ("The gates: 8 p.m. sharp.", "8 p.m. sharp", "2026-06-02T20:00:00", "2026-06-02T20:00:00"),
        ("Join Monday 10-12.", "Monday 10-12", "2026-06-08T10:00:00", "2026-06-08T12:00:00"),
        (
            "Reply by 11am ET on Friday 5 June.",
            "by 11am ET on Friday 5 June",
            "2026-06-05T17:00:00",
            "2026-06-05T17:00:00",
        ),
        ("It ran at 2026-06-01T08:00:00Z.", "2026-06-01T08:00:00Z", "2026-06-01T10:00:00", "2026-06-01T10:00:00"),
        ("Get it to me by EOD Friday.", "by EOD Friday", "2026-06-05T17:00:00", "2026-06-05T23:59:59"),
        ("We meet tomorrow morning.", "tomorrow morning", "2026-06-03T06:00:00", "2026-06-03T12:00:00"),
        ("Done within 48 hours.", "within 48 hours", "2026-06-02T10:00:00", "2026-06-04T10:00:00"),
    ] {
        means(text, phrase, from, to);
    }
}

#[test]
fn periods_and_ranges() {
    for (text, phrase, from, to) in [
        ("It will be done next week.", "next week", "2026-06-08", "2026-06-14"),
        ("Plan it by the end of the month.", "by the end of the month", "2026-06-27", "2026-06-30"),
        ("Sales fell in the third quarter of 2025.", "the third quarter of 2025", "2025-07-01", "2025-09-30"),
        ("Sales fell in Q3.", "Q3", "2026-07-01", "2026-09-30"),
        ("We moved in 2019.", "2019", "2019-01-01", "2019-12-31"),
        ("We move in May.", "May", "2026-05-01", "2026-05-31"),
        ("We move in early July.", "early July", "2026-07-01", "2026-07-11"),
        ("I am away June 3-5.", "June 3-5", "2026-06-03", "2026-06-05"),
        ("I am away June 10-12.", "June 10-12", "2026-06-10", "2026-06-12"),
        ("I am away 10-12 June.", "10-12 June", "2026-06-10", "2026-06-12"),
        ("I am away from the 3rd to the 5th of July.", "from the 3rd to the 5th of July", "2026-07-03", "2026-07-05"),
        ("I am away Mon-Wed.", "Mon-Wed", "2026-06-08", "2026-06-10"),
        ("It is the first Monday of next month.", "first Monday of next month", "2026-07-06", "2026-07-06"),
        ("Book the week of 17 June.", "the week of 17 June", "2026-06-15", "2026-06-21"),
    ] {
        means(text, phrase, from, to);
    }
}

#[test]
fn what_has_a_number_of_its_own_may_be_due_by_a_date() {
    means("Pay the invoice by 12/06.", "by 12/06", "2026-06-12", "2026-06-12");
    for text in ["We won by 3:1.", "See invoice 12/06 and page 3:16.", "The ratio is 16:10."] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn dots_after_a_weekday_part_hours_and_minutes() {
    for (text, phrase, from, to) in [
        ("We meet Tuesday 7.45.", "Tuesday 7.45", "2026-06-09T19:45:00", "2026-06-09T19:45:00"),
        ("Open Sunday from 8.40.", "Sunday from 8.40", "2026-06-07T08:40:00", "2026-06-07T08:40:00"),
        ("It was Friday 5.6. and it rained.", "Friday 5.6", "2026-06-05", "2026-06-05"),
    ] {
        means(text, phrase, from, to);
    }
}

#[test]
fn weeks_of_a_month_are_those_of_the_calendar() {
    for (text, phrase, from, to) in [
        ("It starts in the first week of August 2027.", "the first week of August 2027", "2027-08-02", "2027-08-08"),
        ("We move in the third week of October.", "the third week of October", "2026-10-12", "2026-10-18"),
        ("Pack in the last week of July.", "the last week of July", "2026-07-27", "2026-07-31"),
    ] {
        means(text, phrase, from, to);
    }
}

#[test]
fn last_night_was_yesterday() {
    means("The roof leaked last night.", "last night", "2026-06-01T18:00:00", "2026-06-01T23:59:59");
    assert!(find("It was the last night of the fair.").iter().all(|time| time.bounds.is_none()));
    assert_eq!(find("My last day here will be a sad one."), []);
}

#[test]
fn what_comes_again_and_again_is_no_one_day() {
    for text in [
        "Each Thursday we sing.",
        "The choir meets every Tuesday at 7 pm.",
        "The bins go out every other Wednesday.",
        "Every second Friday, bring cake.",
        "The shop is shut every Monday, Tuesday and Sunday.",
        "The council meets every first Monday of the month.",
        "The pool is shut on Mondays.",
        "I can talk in the evenings.",
        "She drives at night.",
        "That evening it rained.",
    ] {
        assert!(find(text).iter().all(|time| time.bounds.is_none()), "{text}");
    }
    means("Give one to each by Friday.", "by Friday", "2026-06-05", "2026-06-05");
    means("Every child gets a cake on Friday.", "Friday", "2026-06-05", "2026-06-05");
    means("See you on Wednesday evening.", "Wednesday evening", "2026-06-03T18:00:00", "2026-06-03T23:00:00");
}

#[test]
fn a_weekday_may_belie_the_day_beside_it() {
    let belied = |text: &str| find(text).iter().any(|time| time.disagreement().is_some());
    for text in [
        "Send it by Wednesday, the 9th.",
        "We leave on Monday the 12th.",
        "Reply by tomorrow, Thursday.",
        "Is today (Monday) fine?",
        "Reply by tomorrow Thursday.",
        "Reply by tomorrow, Thursday, so that we can print it.",
    ] {
        assert!(belied(text), "{text}");
    }
    for text in [
        // Of this month, the last or the one after the next.
        "Send it by Tuesday, the 2nd.",
        "We met on Saturday the 30th.",
        "Send it by Thursday the 9th of July.",
        "Is Thursday the 9th fine?",
        // More than one day.
        "If not today, Thursday.",
        "Come today, Thursday or Friday.",
        "Come by tomorrow, Thursday or Friday.",
        "Come by tomorrow, Thursday, or Friday.",
        "Come by tomorrow, Thursday, Friday or Monday.",
        "Is today Monday?",
        "If today is too early, Thursday works.",
        "Reply by tomorrow, Thursday at the latest.",
        "Reply by tomorrow, Wednesday.",
        "The bus leaves Thursday 4 times.",
    ] {
        assert!(!belied(text), "{text}");
    }
    means("Send it by Wednesday, the 9th.", "by Wednesday, the 9th", "2026-06-09", "2026-06-09");
}

#[test]
fn since_looks_back() {
    for (text, phrase, from, to) in [
        ("It has been slow since January.", "since January", "2026-01-01", "2026-01-31"),
        ("It has been slow since October.", "since October", "2025-10-01", "2025-10-31"),
        ("It has been slow since Friday.", "since Friday", "2026-05-29", "2026-05-29"),
        ("It has been slow since the 14th.", "since the 14th", "2026-05-14", "2026-05-14"),
        ("It has been slow since 9 am.", "since 9 am", "2026-06-02T09:00:00", "2026-06-02T09:00:00"),
    ] {
        means(text, phrase, from, to);
    }
}

/// Whatever stands in a text, no start looks further ahead than a few tokens, and no reader calls
/// itself ever deeper.
#[test]
fn dense_text_is_read_piece_by_piece() {
    for words in [
        "5 ",
        "one ",
        "twenty ",
        "the ",
        "of the ",
        "from 5 to ",
        "in the next ",
        "may ",
        "5.",
        "5:",
        "5/",
        "a'",
        "as ",
        "Monday, ",
        "2 years 1 ",
        "last ",
        "this past ",
        "half ",
        "new ",
        "a@",
        "half past ",
        "early ",
        "end of ",
    ] {
        let text = words.repeat(200_000 / words.len());
        let found = find(&text);
        assert!(found.is_sorted_by(|a, b| a.range.end <= b.range.start), "{words:?}");
        assert!(found.iter().all(|time| time.range.len() < 200), "{words:?}");
    }
}

#[test]
fn what_is_no_time() {
    for text in [
        "You may march on, Sun Li said; we sat down.",
        "April said that June Smith will come.",
        "Give me a second, the second half begins.",
        "Version 1.2.3 costs $5 or 5 EUR; call 555-1212.",
        "Support is 24/7, 9/10 said yes, take 1/2 cup.",
        "The ratio is 16:10, see page 12, IP 10.1.2.3.",
        "The 14th floor and five people at 4 sites.",
        "In June 31 people came, and April 31 guests.",
        "Part 13/31/2026 and file 2026-13-40.",
        "See you soon! Get well soon.",
        "https://a.example/2026/05/03/may",
        "",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn days_that_no_calendar_has_are_impossible() {
    for (text, phrase) in [
        ("Reply by 31 June.", "by 31 June"),
        ("Reply by June 31st, please.", "by June 31st"),
        ("Reply by the 31st of September.", "by the 31st of September"),
        ("Reply by 30 February 2027.", "by 30 February 2027"),
        ("Reply by 29 Feb 2026.", "by 29 Feb 2026"),
        ("It was paid on 29 February 1900.", "29 February 1900"),
        ("Reply by 2026-02-30.", "by 2026-02-30"),
        ("Reply by 31/04/2026.", "by 31/04/2026"),
        ("Reply by 04/31/2026.", "by 04/31/2026"),
        ("Reply by 31/6.", "by 31/6"),
        ("Reply by 31.11. at the latest.", "by 31.11"),
        ("It starts on 31.06.2026.", "31.06.2026"),
        ("We are closed 28-31 June.", "28-31 June"),
        ("We are closed June 28-31.", "June 28-31"),
        ("It is due on the 31st of this month.", "the 31st of this month"),
        ("It is on the fifth Friday of June.", "fifth Friday of June"),
        ("Plan it for week 53 of 2025.", "week 53 of 2025"),
    ] {
        let found = find(text);
        let texts: Vec<&str> = found.iter().map(|time| &text[time.range.clone()]).collect();
        assert_eq!(texts, [phrase], "{text}");
        assert!(found[0].impossible.is_some() && found[0].bounds.is_none() && found[0].other.is_none(), "{text}");
    }
    for text in [
        "Reply by 30 June.",
        "Reply by 29 February 2028.",
        "It was paid on 29 February 2000.",
        "Some are born on 29 February.",
        "Reply by the 31st of July.",
        "It is due on the 30th of this month.",
        "It is on the fifth Monday of June.",
        "Plan it for week 53 of 2026.",
        "We are closed 28-31 July.",
        "Reply by 31/12.",
    ] {
        assert!(find(text).iter().all(|time| time.impossible.is_none() && time.bounds.is_some()), "{text}");
    }
}

#[test]
fn the_clocks_of_a_written_zone_are_kept() {
    // Half past two does not come there on that day; on the author's clock it is an instant.
    let text = "The servers restart on 8 March 2026 at 2:30 am ET.";
    let found = find(text).remove(0);
    let there = found.there.expect("the zone is known");
    assert_eq!((there.from.to_string().as_str(), there.from), ("2026-03-08T02:30:00", there.to));
    assert_eq!(found.hours.map(|range| &text[range]), Some("2:30 am"));
    let text = "Join on Friday, 9:00-10:30 CET, or call.";
    let found = find(text).remove(0);
    assert_eq!(found.hours.map(|range| &text[range]), Some("9:00-10:30"));
    let there = found.there.expect("the zone is known");
    assert_eq!(there.from.to_string() + " " + &there.to.to_string(), "2026-06-05T09:00:00 2026-06-05T10:30:00");
    assert_eq!(find("Join on Friday at 9:00.")[0].there, None);
    assert_eq!(find("Join on Friday at 9:00 your time.")[0].there, None);
}

#[test]
fn vague_ones_say_so() {
    for text in
        ["asap", "at your earliest convenience", "in the next few days", "as soon as possible", "when you get a chance"]
    {
        let draft = format!("Please answer {text}.");
        let found = find(&draft);
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].vague && found[0].bounds.is_none(), "{text}");
        assert_eq!(&draft[found[0].range.clone()], text);
    }
}

#[test]
fn numeric_dates_keep_both_readings() {
    let found = find("Reply by 06/07.");
    assert_eq!(found[0].bounds.map(|b| b.0.date().to_string()).as_deref(), Some("2026-06-07"));
    assert_eq!(found[0].other.map(|b| b.0.date().to_string()).as_deref(), Some("2026-07-06"));
    assert_eq!(find("Reply by 06/13.")[0].other, None);
}

#[test]
fn fields_tell_what_is_written() {
    let text = "Reply by Friday 4 June 2026, 15:00 CET.";
    let found = find(text).remove(0);
    assert_eq!(found.cue, Some(Cue::By));
    assert_eq!(
        found.weekday.as_ref().map(|(day, range)| (*day, &text[range.clone()])),
        Some((Weekday::Friday, "Friday"))
    );
    assert_eq!(
        found.date.as_ref().map(|(date, range)| (date.to_string(), &text[range.clone()])),
        Some(("2026-06-04".to_owned(), "4 June 2026"))
    );
    assert_eq!(found.zone.map(|range| &text[range]), Some("CET"));
    assert_eq!(found.year, Some(2026));
    assert!(found.clock && !found.relative && !found.vague);
    assert!(find("We stay for two weeks.")[0].duration);
    assert_eq!(find("Call on Friday.")[0].cue, Some(Cue::At));
}

#[test]
fn nothing_overflows() {
    for text in [
        "in 99999999999 weeks",
        "31/12/9999 and 2 centuries later",
        "in 9999 decades",
        "next 99999 years",
        "5 ".repeat(5000).as_str(),
        "é’s 14.".repeat(20_000).as_str(),
    ] {
        find(text);
        times(text, Reference::default());
        times(text, Reference { now: "9999-12-30T00:00:00+00:00[UTC]".parse().ok().as_ref(), country: None });
    }
    assert_eq!(
        times("Reply by 4 June 2026.", Reference::default())[0].bounds.map(|b| b.1.to_string()).as_deref(),
        Some("2026-06-04T23:59:59")
    );
    assert_eq!(times("Reply by Friday.", Reference::default())[0].bounds, None);
}
