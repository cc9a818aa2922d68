use super::*;
use crate::draft::{Address, LINE_BREAK, Role};
use crate::text::Span;

fn read_text(text: &str) -> Draft {
    parse(&Source::new("a.ics", text.as_bytes()))
}

/// A calendar with these lines in its meeting.
fn meeting(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn shown(people: &[Address]) -> Vec<String> {
    people.iter().map(Address::display).collect()
}

/// The start, minutes, place, whether it comes again and whether it ends, as one text.
fn invitation(text: &str) -> String {
    let draft = read_text(text);
    let Some(found) = draft.envelope.invitation else { return String::from("none") };
    let start = found.start.map(|start| start.to_string()).unwrap_or_default();
    let minutes = found.minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    let location = found.location.unwrap_or_default();
    let again = if found.recurring { if found.ends { " again, ends" } else { " again" } } else { "" };
    format!("{start} {minutes} {location}{again}").trim().to_owned()
}

fn problems(text: &str) -> Vec<(String, String)> {
    let found = read_text(text).problems;
    found.into_iter().map(|problem| (text[problem.span.range()].to_owned(), problem.text)).collect()
}

#[test]
fn the_envelope_is_read() {
    let text = meeting(
        "ORGANIZER;CN=Ana Ruiz:MAILTO:ana@x.org\r\nATTENDEE;CN=Ana Ruiz;ROLE=CHAIR:mailto:Ana@x.org\r\n\
         ATTENDEE;CN=\"Orr, Ben\";ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:ben@x.org\r\n\
         ATTENDEE;CN=eva@x.org:mailto:eva@x.org\r\nATTENDEE;ROLE=OPT-PARTICIPANT:mailto:cy@\r\n x.org\r\n\
         ATTENDEE;ROLE=NON-PARTICIPANT;CN=Di ^'D^' Doe;EMAIL=di@x.org:urn:uuid:1\r\n\
         ATTENDEE;CUTYPE=ROOM;CN=Blue room:mailto:blue@x.org\r\nATTENDEE;CUTYPE=resource:mailto:beamer@x.org\r\n\
         ATTENDEE:\r\nSUMMARY:Budget\\, third qua\r\n rter\r\nDTSTAMP:20260601T080000Z\r\n\
         ATTACH:https://x.org/files/plan.pdf?a=/b\r\n\
         ATTACH;FMTTYPE=Image/PNG;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=map.png:aGk=\r\n",
    );
    let Draft { format, envelope, problems, .. } = read_text(&text);
    assert_eq!((format, problems), (Format::Calendar, Vec::new()));
    assert_eq!(shown(envelope.from.as_slice()), ["Ana Ruiz <ana@x.org>"]);
    assert_eq!(shown(&envelope.to), ["Orr, Ben <ben@x.org>", "eva@x.org"]);
    assert_eq!(shown(&envelope.cc), ["cy@x.org", "Di \"D\" Doe <di@x.org>"]);
    assert_eq!(&text[envelope.cc[0].span.range()], "mailto:cy@\r\n x.org");
    assert!(text[envelope.to[0].span.range()].starts_with("Orr, Ben\";ROLE"));
    let subject = envelope.subject.unwrap();
    assert_eq!(subject.as_str(), "Budget, third quarter");
    assert_eq!(&text[subject.source(6..21).range()], "\\, third qua\r\n rter");
    assert_eq!(envelope.date.unwrap().to_string(), "2026-06-01T08:00:00+00:00[UTC]");
    let files: Vec<(&str, &str)> =
        envelope.attachments.iter().map(|file| (file.name.as_str(), file.media_type.as_str())).collect();
    assert_eq!(files, [("plan.pdf", "application/octet-stream"), ("map.png", "image/png")]);
}

#[test]
fn the_meeting_is_read() {
    let check = |lines: &str, expected: &str| assert_eq!(invitation(&meeting(lines)), expected, "{lines}");
    check(
        "DTSTART;TZID=Europe/Berlin:20260602T100000\r\nDTEND;TZID=Europe/Berlin:20260602T103000\r\nLOCATION:Room 2\\, \
         ground floor\r\n",
        "2026-06-02T10:00:00+02:00[Europe/Berlin] 30 Room 2, ground floor",
    );
    check(
        "DTSTART:20260602T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n",
        "2026-06-02T08:00:00+00:00[UTC] 60  again",
    );
    check(
        "DTSTART;TZID=\"W. Europe Standard Time\":20260602T100000\r\nRRULE:FREQ=DAILY;count=3\r\nURL:https://x.org/j\r\n",
        "2026-06-02T10:00:00+02:00[Europe/Berlin]  https://x.org/j again, ends",
    );
    check(
        "DTSTART;VALUE=DATE:20260602\r\nRDATE;VALUE=DATE:20260609\r\n",
        "2026-06-02T00:00:00Z[Etc/Unknown] 1440  again, ends",
    );
    check(
        "DTSTART:20260602T100000\r\nDTEND;TZID=UTC:20260602T110000\r\nLOCATION: \r\n",
        "2026-06-02T10:00:00Z[Etc/Unknown] 60",
    );
    check("", "");
}

#[test]
fn an_answer_proposes_no_meeting() {
    let text = meeting("SUMMARY:Plan\r\nDESCRIPTION:I can come.\r\n");
    for method in ["REPLY", "cancel", "COUNTER"] {
        let draft = read_text(&text.replace("REQUEST", method));
        assert!(draft.envelope.invitation.is_none());
        assert_eq!((draft.envelope.subject.unwrap().as_str(), draft.blocks.len()), ("Plan", 1));
    }
    assert_eq!(invitation(&text.replace("SUMMARY:Plan", "STATUS:CANCELLED")), "none");
    assert_eq!(invitation(&text.replace("METHOD:REQUEST\r\n", "")), "");
}

#[test]
fn the_description_is_read_as_plain_text() {
    let text = meeting(
        "DESCRIPTION:Hi Ben\\,\\n\\nthe plan is to decide\\; co\r\n uld you read it by Friday?\\n\\n- one\\n- two\\n\\nBest,\\n\
         Ana\r\nBEGIN:VALARM\r\nDESCRIPTION:Reminder\r\nEND:VALARM\r\n",
    );
    let blocks = read_text(&text).blocks;
    let got: Vec<(Role, String)> =
        blocks.iter().map(|block| (block.role, block.text.as_str().replace(LINE_BREAK, "/"))).collect();
    let expected = [
        (Role::Greeting, "Hi Ben,"),
        (Role::Prose, "the plan is to decide; could you read it by Friday?"),
        (Role::ListItem, "one"),
        (Role::ListItem, "two"),
        (Role::Closing, "Best,/Ana"),
    ];
    assert_eq!(got, expected.map(|(role, text)| (role, text.to_owned())));
    assert_eq!(&text[blocks[0].span.range()], "Hi Ben\\,");
    assert_eq!(&text[blocks[1].text.source(15..28).range()], "decide\\; co\r\n uld");
}

#[test]
fn a_character_that_is_folded_in_its_middle_is_read() {
    let mut bytes = meeting("SUMMARY:Gr\u{fc}\u{df}e\r\n").into_bytes();
    let at = bytes.windows(2).position(|pair| pair == "ü".as_bytes()).unwrap() + 1;
    bytes.splice(at..at, *b"\r\n ");
    let draft = parse(&Source::new("a.ics", &bytes[..]));
    let subject = draft.envelope.subject.unwrap();
    assert_eq!(subject.as_str(), "Grüße");
    assert_eq!(subject.source(2..4), Span::new(at - 1, at + 4));
}

#[test]
fn utf_16_and_latin_1_are_read() {
    let text = meeting("SUMMARY:Gr\u{fc}n\r\n  und blau\r\n");
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let narrow: Vec<u8> = text.chars().map(|c| c as u8).collect();
    for bytes in [wide, narrow] {
        let draft = parse(&Source::new("a.ics", &bytes[..]));
        assert_eq!(draft.envelope.subject.unwrap().as_str(), "Grün und blau");
    }
}

#[test]
fn the_first_meeting_counts() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Task\nEND:VTODO\nBEGIN:VEVENT\nSUMMARY:One\nEND:VEVENT\n\
                BEGIN:VEVENT\nSUMMARY:Two\nDESCRIPTION:x\nEND:VEVENT\nEND:VCALENDAR\n";
    let draft = read_text(text);
    assert_eq!(draft.envelope.subject.unwrap().as_str(), "One");
    assert!(draft.blocks.is_empty());
    let tasks = "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Task\nEND:VTODO\nEND:VCALENDAR\n";
    let draft = read_text(tasks);
    assert!(draft.envelope.subject.is_none() && draft.problems.is_empty());
}

#[test]
fn zones_that_the_calendar_defines_are_known() {
    let zone = |offsets: &str| {
        let text = meeting("DTSTART;TZID=Our Time:20260602T100000\r\n");
        let zone = format!("BEGIN:VTIMEZONE\r\nTZID:Our Time\r\n{offsets}END:VTIMEZONE\r\nBEGIN:VEVENT");
        text.replacen("BEGIN:VEVENT", &zone, 1)
    };
    let standard = "BEGIN:STANDARD\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\n";
    assert_eq!(invitation(&zone(standard)), "2026-06-02T10:00:00+03:00[+03:00]");
    let changing = format!("{standard}BEGIN:DAYLIGHT\r\nTZOFFSETTO:+0400\r\nEND:DAYLIGHT\r\n");
    assert_eq!(invitation(&zone(&changing)), "2026-06-02T10:00:00Z[Etc/Unknown]");
    assert_eq!(problems(&zone(&changing)), []);
}

#[test]
fn what_can_not_be_read_is_said() {
    let check = |text: &str, expected: &[&str]| {
        let found = problems(text);
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, expected, "{text}: {found:?}");
    };
    check(&meeting("DTSTART;TZID=Our Time:20260602T100000\r\n"), &["Our Time"]);
    check(&meeting("DTSTART:next week\r\n"), &["next week"]);
    check(&meeting("DTSTART:20260602T100000\r\nDTEND:20260602T090000\r\n"), &["20260602T090000"]);
    check(&meeting("DTSTART:20260602T100000\r\nDURATION:long\r\n"), &["long"]);
    check(&meeting("DESCRIPTION:one\r\ntwo\r\n"), &["two"]);
    check("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Plan\n", &["SUMMARY:Plan"]);
    check("Subject: x\nHi\n", &["Subject: x", "Hi"]);
    check("", &[]);
}

#[test]
fn components_that_never_end_or_begin_cost_no_more_than_others() {
    for text in ["BEGIN:A\n".repeat(100_000), "END:A\n".repeat(100_000), "BEGIN:VEVENT\n".repeat(100_000)] {
        read_text(&text);
    }
    read_text(&("BEGIN:A\n".repeat(50_000) + &"END:B\n".repeat(50_000)));
    read_text(&meeting(&format!("DESCRIPTION:{}\r\n", "\\n,\r\n \\".repeat(30_000))));
    read_text(&meeting(&format!("ATTENDEE{}:mailto:a@x.org\r\n", ";A=\"b\",\"".repeat(30_000))));
    let text = meeting("SUMMARY:Plan\r\n").replace("END:VEVENT", "BEGIN:VALARM\r\nSUMMARY:x\r\nEND:VEVENT");
    assert_eq!(problems(&text), []);
}

#[test]
fn calendars_are_known_by_their_first_line() {
    assert!(looks_like_calendar(b"\xef\xbb\xbfbegin:vcalendar\r\n"));
    assert!(looks_like_calendar(b"\nBEGIN:VCALENDAR"));
    assert!(!looks_like_calendar(b"BEGIN:VCALENDARS"));
    assert!(!looks_like_calendar(b"BEGIN:VCARD"));
    assert!(!looks_like_calendar(b""));
}
