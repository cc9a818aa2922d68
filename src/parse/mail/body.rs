//! Which parts of a message are its text, and which are attached.

use super::charset::{self, Charset};
use super::message::Message;
use super::structure::Part;
use super::{encoded_word, flowed, transfer};
use crate::draft::{Attachment, Block, Directive, Invitation, Role, TextPart, Transfer};
use crate::parse::directive::{
    self,
    Place::{Markup, Plain},
};
use crate::parse::html::Spots;
use crate::parse::{calendar, html, plain};
use crate::text::{Finding, MappedBytes, MappedText};

/// What a message holds.
#[derive(Debug, Default)]
pub struct Body {
    /// The blocks of all parts that are read, in order.
    pub blocks: Vec<Block>,
    /// What stands beside text in those that are HTML.
    pub spots: Spots,
    /// What the author says to Presend in them.
    pub directives: Vec<Directive>,
    /// How the parts that are read are encoded.
    pub parts: Vec<TextPart>,
    /// The parts that are not read.
    pub attachments: Vec<Attachment>,
    /// Whether a part is a calendar.
    pub calendar: bool,
    /// The meeting that a calendar part proposes.
    pub invitation: Option<Invitation>,
}

/// Reads the body of a message. Where there is no text but in a message that is passed
/// on, that is read, as forwarded; where there is none at all, the description of a
/// meeting.
pub fn read(message: Message, parts: &[Part], problems: &mut Vec<Finding>) -> Body {
    let mut found = find(message, parts, 0, Place::Root);
    // A meeting in a message that is passed on is none that this message proposes.
    let calendars = std::mem::take(&mut found.calendars);
    let mut forwarded = false;
    while found.texts.is_empty() && !found.passed_on.is_empty() {
        forwarded = true;
        let mut inner = Found::default();
        for index in std::mem::take(&mut found.passed_on) {
            for &child in &parts[index].children {
                inner.add(find(message, parts, child, Place::Root));
            }
        }
        found.add(inner);
    }
    let mut body = Body::default();
    for &index in &found.texts {
        let part = &parts[index];
        let (text, written) = decode(message, part, problems);
        let is_html = part.media.value == "text/html";
        let (text, directives) = directive::without(text, if is_html { Markup } else { Plain });
        // Nobody can suppress what is said of another's message.
        if !forwarded {
            body.directives.extend(directives);
        }
        body.parts.push(written);
        let (mut blocks, spots) = match is_html {
            true => html::blocks(&text),
            false => (plain::blocks(&text), Spots::default()),
        };
        body.spots.add(spots);
        if forwarded {
            blocks.iter_mut().for_each(|block| block.role = Role::Forwarded);
        }
        body.blocks.append(&mut blocks);
    }
    body.calendar = !calendars.is_empty();
    if let Some(mut meeting) = calendars.iter().find_map(|&index| meeting(message, &parts[index], problems)) {
        body.invitation = meeting.envelope.invitation;
        if body.blocks.is_empty() {
            body.blocks.append(&mut meeting.blocks);
        }
    }
    found.attached.extend(found.passed_on.iter().map(|&index| (index, false)));
    found.attached.sort_unstable();
    for (index, inline) in found.attached {
        body.attachments.push(attachment(message, parts, index, inline));
    }
    for (index, text) in found.unreadable {
        problems.push(Finding::new(parts[index].span, text));
    }
    body
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// It is the message.
    Root,
    /// It is one of several parts.
    Member,
    /// It belongs to another part, which shows it.
    Related,
}

/// The parts by what is done with them, by their places.
#[derive(Debug, Default)]
struct Found {
    /// Read.
    texts: Vec<usize>,
    /// Listed, with whether they are shown inside the text.
    attached: Vec<(usize, bool)>,
    /// Messages within the message.
    passed_on: Vec<usize>,
    /// Calendars, those that are listed as files too included.
    calendars: Vec<usize>,
    /// Not to be read, with why.
    unreadable: Vec<(usize, &'static str)>,
}

impl Found {
    fn add(&mut self, other: Found) {
        self.texts.extend(other.texts);
        self.attached.extend(other.attached);
        self.passed_on.extend(other.passed_on);
        self.calendars.extend(other.calendars);
        self.unreadable.extend(other.unreadable);
    }
}

/// Sorts a part and all parts within it. Parts lie no deeper than `structure` lets them.
fn find(message: Message, parts: &[Part], index: usize, place: Place) -> Found {
    let part = &parts[index];
    let mut found = Found::default();
    let members = |place: Place| part.children.iter().map(move |&child| find(message, parts, child, place));
    match part.media.value.as_str() {
        _ if part.too_deep => found.unreadable.push((index, "this part lies too deep within others to be read")),
        "multipart/encrypted" | "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
            // Nothing is wrong with it: what it holds is for the reader alone.
            found.attached.push((index, false));
        }
        // A signature is nothing that its author attached.
        "application/pgp-signature" | "application/pkcs7-signature" | "application/x-pkcs7-signature" => {}
        "multipart/alternative" => {
            let mut choices: Vec<Found> = members(Place::Member).collect();
            let chosen = choose(message, parts, &choices);
            for (number, choice) in choices.iter_mut().enumerate() {
                if chosen != Some(number) {
                    choice.texts.clear();
                }
            }
            choices.into_iter().for_each(|choice| found.add(choice));
        }
        "multipart/related" => {
            for (number, &child) in part.children.iter().enumerate() {
                found.add(find(message, parts, child, if number == 0 { place } else { Place::Related }));
            }
        }
        _ if part.main_type() == "multipart" && !part.children.is_empty() => {
            members(Place::Member).for_each(|member| found.add(member));
        }
        _ if !part.children.is_empty() => found.passed_on.push(index),
        _ if is_text(part, place) => found.texts.push(index),
        kind => {
            let is_calendar = matches!(kind, "text/calendar" | "application/ics");
            if is_calendar {
                found.calendars.push(index);
            }
            // A calendar without a name is what mail programs show as the meeting itself.
            if !is_calendar || part.disposition.value == "attachment" || !part.file_name().is_empty() {
                // What can be shown in the text has an id to show it by; a picture without one is a file.
                let has_id = part.header.first("Content-ID").is_some();
                let inline = place == Place::Related || part.disposition.value == "inline" && has_id;
                found.attached.push((index, inline));
            }
        }
    }
    found
}

/// The alternative that is read: the first with plain text, else the first with HTML.
fn choose(message: Message, parts: &[Part], choices: &[Found]) -> Option<usize> {
    let has = |html: bool| {
        choices.iter().position(|choice| {
            choice.texts.iter().any(|&index| {
                let part = &parts[index];
                let blank = message.slice(part.body).trim_ascii().is_empty();
                (part.media.value == "text/html") == html && !blank
            })
        })
    };
    has(false).or_else(|| has(true))
}

/// Whether a part without parts is text to read. One with a file name is a file, unless
/// it is all there is.
fn is_text(part: &Part, place: Place) -> bool {
    if place == Place::Related || part.disposition.value == "attachment" {
        return false;
    }
    let kind = part.media.value.as_str();
    let readable = match part.main_type() {
        "text" => !matches!(
            kind,
            "text/calendar" | "text/vcard" | "text/x-vcard" | "text/directory" | "text/rfc822-headers" | "text/css"
        ),
        // A multipart that shows no parts is read as what it says.
        "multipart" => true,
        _ => false,
    };
    readable && (place == Place::Root || part.file_name().is_empty())
}

fn attachment(message: Message, parts: &[Part], index: usize, inline: bool) -> Attachment {
    let part = &parts[index];
    let mut name = part.file_name();
    // A message that is attached goes by its subject.
    if name.is_empty()
        && let Some(subject) = part.children.first().and_then(|&child| parts[child].header.first("Subject"))
    {
        name = encoded_word::decode(message.bytes, subject, &mut Vec::new()).as_str().to_owned();
    }
    Attachment { name, media_type: part.media.value.clone(), inline, span: part.span }
}

/// What a calendar part says of its meeting.
fn meeting(message: Message, part: &Part, problems: &mut Vec<Finding>) -> Option<calendar::Meeting> {
    let (bytes, charset) = bytes(message, part, problems);
    let mut meeting = calendar::read(bytes, charset, problems)?;
    // Some programs say only in the mail that it answers.
    if part.media.raw("method").is_some_and(|(method, _)| calendar::proposes_nothing(method)) {
        meeting.envelope.invitation = None;
    }
    Some(meeting)
}

/// The bytes of a part without its transfer encoding, and the charset that it names.
fn bytes(message: Message, part: &Part, problems: &mut Vec<Finding>) -> (MappedBytes, Charset) {
    let bytes = transfer::decode(message, part.body, transfer_of(part), problems);
    let charset = part.media.raw("charset").map_or(Charset::Unspecified, |(label, span)| {
        Charset::for_label(label).unwrap_or_else(|| {
            problems.push(encoded_word::unknown_charset(message.bytes, span));
            Charset::Unspecified
        })
    });
    (bytes, charset)
}

/// The text of a part, without transfer encoding, charset and soft line breaks, and how it is
/// written.
fn decode(message: Message, part: &Part, problems: &mut Vec<Finding>) -> (MappedText, TextPart) {
    let (bytes, charset) = bytes(message, part, problems);
    let written = TextPart {
        body: part.body,
        transfer: transfer_of(part),
        charset: charset::encoding(&bytes.bytes, charset),
        html: part.media.value == "text/html",
    };
    let text = charset::decode(bytes, charset);
    if let Charset::Named(encoding) = charset
        && let Some(at) = text.as_str().find('\u{fffd}')
    {
        let span = text.source(at..at + '\u{fffd}'.len_utf8());
        problems.push(Finding::new(span, format!("this can't be read as {}", encoding.name())));
    }
    if part.media.is("format", "flowed") && part.media.value == "text/plain" {
        return (flowed::unfold(&text, part.media.is("delsp", "yes")), written);
    }
    (text, written)
}

fn transfer_of(part: &Part) -> Transfer {
    if part.main_type() == "multipart" { Transfer::Identity } else { part.transfer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::mail::structure;

    /// The texts that are read, and the attachments.
    fn check(text: &str, texts: &[&str], attachments: &[&str]) -> Vec<Finding> {
        let message = Message::new(text.as_bytes(), false);
        let mut problems = Vec::new();
        let body = read(message, &structure::parts(message), &mut problems);
        let got: Vec<&str> = body.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(got, texts, "{text}");
        let got: Vec<String> = body.attachments.iter().map(|a| format!("{} {}", a.name, a.media_type)).collect();
        assert_eq!(got, attachments, "{text}");
        problems
    }

    fn multipart(kind: &str, parts: &[&str]) -> String {
        let boundary = format!("=_{}_{}", kind, parts.concat().len());
        let mut text = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\n\n");
        for part in parts {
            text.push_str(&format!("--{boundary}\n{part}\n"));
        }
        text + &format!("--{boundary}--\n")
    }

    const PLAIN: &str = "Content-Type: text/plain\n\nPlain words.";
    const HTML: &str = "Content-Type: text/html\n\n<p>HTML words.";
    const PDF: &str = "Content-Type: application/pdf; name=plan.pdf\n\n%PDF";

    #[test]
    fn the_plain_alternative_is_read() {
        check(&multipart("alternative", &[PLAIN, HTML]), &["Plain words."], &[]);
        check(&multipart("alternative", &[HTML, PLAIN]), &["Plain words."], &[]);
        let blank = "Content-Type: text/plain\n\n \n";
        let text = multipart("alternative", &[blank, PLAIN]);
        check(&text, &["Plain words."], &[]);
    }

    #[test]
    fn files_are_listed() {
        let note = "Content-Type: text/plain\nContent-Disposition: attachment; filename=note.txt\n\nNot read.";
        check(
            &multipart("mixed", &[PLAIN, PDF, note]),
            &["Plain words."],
            &["plan.pdf application/pdf", "note.txt text/plain"],
        );
        let related = multipart("related", &[PLAIN, "Content-Type: image/png\nContent-ID: <a@b>\n\nx"]);
        check(&related, &["Plain words."], &[" image/png"]);
        check(PDF, &[], &["plan.pdf application/pdf"]);
    }

    #[test]
    fn signatures_are_no_attachments() {
        let signature = "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN";
        check(&multipart("signed", &[PLAIN, signature]), &["Plain words."], &[]);
    }

    #[test]
    fn what_is_sealed_is_listed_and_no_fault() {
        let version = "Content-Type: application/pgp-encrypted\n\nVersion: 1";
        assert_eq!(check(&multipart("encrypted", &[version, PDF]), &[], &[" multipart/encrypted"]), []);
        let sealed = "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB";
        assert_eq!(check(sealed, &[], &["smime.p7m application/pkcs7-mime"]), []);
    }

    #[test]
    fn a_message_is_attached_or_forwarded() {
        let passed_on = format!("Content-Type: message/rfc822\n\nSubject: Old plan\n{PLAIN}");
        check(&multipart("mixed", &[PLAIN, &passed_on]), &["Plain words."], &["Old plan message/rfc822"]);
        for text in [multipart("mixed", &[&passed_on]), passed_on] {
            let message = Message::new(text.as_bytes(), false);
            let body = read(message, &structure::parts(message), &mut Vec::new());
            assert_eq!(body.blocks.len(), 1);
            assert_eq!(body.blocks[0].role, Role::Forwarded);
            assert!(body.attachments.is_empty());
        }
    }

    #[test]
    fn an_unknown_charset_is_said() {
        let problems = check("Content-Type: text/plain; charset=x-none\n\nHi", &["Hi"], &[]);
        assert_eq!(problems[0].span.range(), 34..40);
        let problems = check(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\na=FFb",
            &["a\u{fffd}b"],
            &[],
        );
        assert_eq!(problems.len(), 1);
    }

    /// A calendar part with this header and method, encoded as the header says.
    fn calendar(header: &str, method: &str) -> String {
        let text = format!(
            "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nDTSTART:20260602T080000Z\r\nDURATION:PT30M\r\n\
             DESCRIPTION:We dec=\r\n\r\n ide=2E\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        format!("Content-Type: text/calendar{header}\nContent-Transfer-Encoding: quoted-printable\n\n{text}")
    }

    fn minutes(text: &str) -> Option<u32> {
        let message = Message::new(text.as_bytes(), false);
        read(message, &structure::parts(message), &mut Vec::new()).invitation?.minutes
    }

    #[test]
    fn a_calendar_part_gives_the_meeting() {
        let text = multipart("alternative", &[PLAIN, HTML, &calendar("; method=REQUEST", "REQUEST")]);
        check(&text, &["Plain words."], &[]);
        assert_eq!(minutes(&text), Some(30));
        let file = calendar("; name=invite.ics", "REQUEST");
        let text = multipart("mixed", &[PLAIN, &file]);
        check(&text, &["Plain words."], &["invite.ics text/calendar"]);
        assert_eq!(minutes(&text), Some(30));
        let passed_on = format!("Content-Type: message/rfc822\n\nSubject: Old plan\n{file}");
        assert_eq!(minutes(&multipart("mixed", &[PLAIN, &passed_on])), None);
    }

    #[test]
    fn the_description_is_the_text_where_there_is_no_other() {
        for text in [
            calendar("", "REQUEST"),
            multipart("mixed", &["Content-Type: text/plain\n\n \n", &calendar("", "REQUEST")]),
        ] {
            check(&text, &["We decide."], &[]);
            let message = Message::new(text.as_bytes(), false);
            let body = read(message, &structure::parts(message), &mut Vec::new());
            assert_eq!(&text[body.blocks[0].span.range()], "We dec=\r\n\r\n ide=2E");
        }
    }

    #[test]
    fn an_answer_gives_no_meeting() {
        for (header, method) in [("", "REPLY"), ("; method=reply", "REQUEST"), ("; method=CANCEL", "CANCEL")] {
            assert_eq!(
                minutes(&multipart("alternative", &[PLAIN, &calendar(header, method)])),
                None,
                "{header} {method}"
            );
        }
    }

    #[test]
    fn a_multipart_without_parts_is_text() {
        check("Content-Type: multipart/mixed\n\nHi", &["Hi"], &[]);
        check("Content-Type: multipart/mixed; boundary=x\n\nHi", &["Hi"], &[]);
    }
}
