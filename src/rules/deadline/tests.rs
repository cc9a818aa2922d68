//! What the rules of this group say of dates at the seams of the calendar: leap days, year
//! ends, changes of the clocks in both hemispheres.

use crate::{Context, Settings, Source, check};

/// The rules of this group that speak of a text, written at this moment.
fn speak(now: &str, text: &str) -> Vec<String> {
    let context = Context { now: Some(now.parse().expect("it is a moment")), ..Context::default() };
    let source = Source::new("draft.txt", text.as_bytes().to_vec());
    let report = check(&source, &Settings::default(), &context);
    let names = report.diagnostics.iter().map(|diagnostic| diagnostic.rule.to_string());
    let mut names: Vec<String> = names.filter_map(|name| Some(name.strip_prefix("deadline/")?.to_owned())).collect();
    names.dedup();
    names
}

/// Each text at its moment is spoken of by these rules alone.
fn table(rows: &[(&str, &str, &[&str])]) {
    for (now, text, rules) in rows {
        assert_eq!(speak(now, text), *rules, "{text} ({now})");
    }
}

const BERLIN: &str = "2026-06-02T10:00:00+02:00[Europe/Berlin]";
const YEAR_END: &str = "2026-12-30T10:00:00+01:00[Europe/Berlin]";
const LEAP_YEAR: &str = "2028-01-12T10:00:00+01:00[Europe/Berlin]";

#[test]
fn pages_that_say_where_to_click_need_no_date() {
    let page = |ask: &str| {
        let text =
            format!("<p>Hi Ana,</p><p>{ask}</p><p><a href='https://a.example'>Confirm address</a></p><p>The team");
        let context = Context { now: BERLIN.parse().ok(), ..Context::default() };
        let report = check(&Source::new("page.html", text.into_bytes()), &Settings::default(), &context);
        report.diagnostics.iter().any(|diagnostic| *diagnostic.rule.0 == *"deadline/missing")
    };
    assert!(!page("Please confirm your email address by clicking the link below."));
    assert!(!page("You can confirm it here:"), "a button is no ask");
    assert!(page("Please send me the signed contract."));
    assert!(page("Could you fill in the survey by clicking the link below?"));
}

#[test]
fn leap_days() {
    table(&[
        (BERLIN, "Please confirm by 29 February.", &["impossible-date"]),
        (BERLIN, "Please confirm by 29 February 2028.", &[]),
        (BERLIN, "Please confirm by 29 February 2100.", &["impossible-date"]),
        (LEAP_YEAR, "Please confirm by 29 February.", &["too-far"]),
        ("2028-03-01T10:00:00+01:00[Europe/Berlin]", "Please confirm by 29 February.", &["past"]),
        ("2027-03-01T10:00:00+01:00[Europe/Berlin]", "Please pay the rent by 29 February.", &[]),
        (BERLIN, "Please confirm by 30 February.", &["impossible-date"]),
    ]);
}

#[test]
fn an_hour_beside_a_date_leaves_it_as_it_is() {
    table(&[
        (BERLIN, "Please confirm by 03/04/2027 at 9.", &["ambiguous-date", "too-far"]),
        (BERLIN, "The hearing is on 03/04/2027, 9 am.", &["ambiguous-date"]),
        (BERLIN, "The disk filled up on 03/04/2026 09:14.", &[]),
        (BERLIN, "The disk filled up on 05/07/2026 09:14.", &[]),
    ]);
}

#[test]
fn weekdays_beside_other_days() {
    table(&[
        (YEAR_END, "Please confirm by Thursday, the 5th.", &["weekday-mismatch"]),
        (YEAR_END, "Please confirm by Tuesday, the 5th.", &[]),
        (YEAR_END, "Please confirm by tomorrow, Friday.", &["weekday-mismatch"]),
        (YEAR_END, "Please confirm by tomorrow, Thursday.", &[]),
        (YEAR_END, "Please confirm today (Tuesday).", &["weekday-mismatch"]),
        ("2026-12-30T01:00:00+01:00[Europe/Berlin]", "Please confirm today (Tuesday).", &[]),
        // The month may have been told before.
        (YEAR_END, "In May we swim. Please confirm by tomorrow, Friday.", &["weekday-mismatch"]),
        (YEAR_END, "In May we swim. Please confirm Wednesday the 5th.", &[]),
    ]);
}

#[test]
fn year_ends() {
    table(&[
        (YEAR_END, "Please confirm by Mon 4 January.", &[]),
        (YEAR_END, "Please confirm by Tue 5 January.", &[]),
        (YEAR_END, "Please confirm by Wed 5 January.", &["weekday-mismatch"]),
        (YEAR_END, "Please confirm by Thu 31 December.", &[]),
        (YEAR_END, "Please confirm by 29 December.", &["past"]),
        (YEAR_END, "Please confirm by 5 January 2026.", &["past"]),
        (YEAR_END, "Please confirm by 5 January 2027.", &[]),
        (YEAR_END, "Please confirm by 31 November.", &["impossible-date"]),
        (YEAR_END, "Please confirm by next Friday.", &["ambiguous-relative"]),
        ("2027-01-02T10:00:00+01:00[Europe/Berlin]", "Please confirm by Thu 31 December.", &["past"]),
    ]);
}

#[test]
fn changes_of_the_clocks() {
    const SYDNEY: &str = "2026-09-01T10:00:00+10:00[Australia/Sydney]";
    const NEW_YORK: &str = "2026-09-01T10:00:00-04:00[America/New_York]";
    const SANTIAGO: &str = "2026-09-01T10:00:00-04:00[America/Santiago]";
    const SAO_PAULO: &str = "2026-09-01T10:00:00-03:00[America/Sao_Paulo]";
    table(&[
        (BERLIN, "Please restart it on Sunday 25 October at 02:30.", &["clock-change"]),
        (BERLIN, "Please restart it on Sunday 25 October at 01:59.", &[]),
        (BERLIN, "Please restart it on Sunday 25 October at 03:00.", &[]),
        (BERLIN, "Please restart it on Sunday 28 March 2027 at 02:00.", &["clock-change"]),
        (BERLIN, "Please restart it on Sunday 28 March 2027 at 03:00.", &[]),
        (BERLIN, "Please restart it on Sunday 25 October at 2:30 pm.", &[]),
        (BERLIN, "Please restart it on Sunday 25 October at 1:30 am London time.", &["clock-change"]),
        (NEW_YORK, "Please restart it on Sunday 1 November at 1:30 am.", &["clock-change"]),
        (NEW_YORK, "Please restart it on Sunday 1 November at 1:30 am EST.", &[]),
        (NEW_YORK, "Please restart it on Sunday 14 March 2027 at 2:30 am.", &["clock-change"]),
        (NEW_YORK, "Please restart it on Sunday 25 October at 2:30 am.", &[]),
        (SYDNEY, "Please restart it on Sunday 4 October at 2:30 am.", &["clock-change"]),
        (SYDNEY, "Please restart it on Sunday 4 April 2027 at 2:30 am.", &["clock-change"]),
        (SYDNEY, "Please restart it on Sunday 4 October at 2:30 am Brisbane time.", &[]),
        // In Chile the clocks change at midnight.
        (SANTIAGO, "Please restart it on Sunday 6 September at 00:15.", &["clock-change"]),
        (SANTIAGO, "Please restart it on Saturday 3 April 2027 at 23:15.", &["clock-change"]),
        // Brazil has given summer time up.
        (SAO_PAULO, "Please restart it on Sunday 18 October at 00:15.", &[]),
        ("2026-06-02T10:00:00+00:00[UTC]", "Please restart it on Sunday 25 October at 02:30.", &[]),
    ]);
}

#[test]
fn what_is_over_is_not_read_ahead() {
    table(&[
        (BERLIN, "It has been broken since Wednesday; please mend it by Thu 4 June.", &[]),
        (BERLIN, "Please send me the notes of last Friday by Thu 4 June.", &[]),
        (BERLIN, "We met on Sunday 31 May at 15:00.", &[]),
        (BERLIN, "Please confirm by 9:00 today.", &["past"]),
        (BERLIN, "Please confirm by 11:00 today.", &[]),
        (BERLIN, "It was due by 9:00 today; please send it by 17:00.", &[]),
        (BERLIN, "Please pay the invoice due 15 May by Thu 4 June.", &[]),
    ]);
}

#[test]
fn long_drafts_of_nothing_but_dates_are_read() {
    for (words, rules) in [
        ("Please call by 3/4 at 15:00 CET. ", &["ambiguous-date"][..]),
        ("by next Friday at midnight ", &[]),
        ("31 June ", &["impossible-date"]),
        ("can we meet on Sunday at 5 pm ", &[]),
    ] {
        assert_eq!(speak(BERLIN, &words.repeat(200_000 / words.len())), rules, "{words:?}");
    }
}
