//! What a person has in a compose window, as the message that it will be.
//!
//! The mail client makes the real one only after it has asked; this one has the same header, the
//! same text and the same list of attached files, with nothing in them.

use std::fmt::Write as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// What stands in a compose window.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Details {
    /// The sender, as the header will have it.
    pub from: String,
    /// The people written to, one mailbox each.
    pub to: Vec<String>,
    /// The people in copy.
    pub cc: Vec<String>,
    /// The people in blind copy.
    pub bcc: Vec<String>,
    /// The subject.
    pub subject: String,
    /// Whether the author writes plain text.
    pub is_plain_text: bool,
    /// The text of a plain message.
    pub plain_text_body: String,
    /// The page of an HTML message.
    pub body: String,
    /// The attached files.
    pub attachments: Vec<File>,
    /// Further fields of the header.
    pub headers: Vec<Field>,
}

/// An attached file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its media type, where the client knows it.
    pub content_type: String,
}

/// A field of the header.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The message (RFC 5322), its text in UTF-8 and not encoded.
pub fn message(details: &Details) -> String {
    let text = if details.is_plain_text { &details.plain_text_body } else { &details.body };
    let mut out = String::with_capacity(text.len() + 1024);
    field(&mut out, "From", &details.from);
    for (name, people) in [("To", &details.to), ("Cc", &details.cc), ("Bcc", &details.bcc)] {
        field(&mut out, name, &people.join(", "));
    }
    // An empty subject is one that the author left empty.
    let _ = writeln!(out, "Subject: {}", on_one_line(&details.subject));
    for Field { name, value } in details.headers.iter().filter(|header| is_own(&header.name)) {
        field(&mut out, name, value);
    }
    out.push_str("MIME-Version: 1.0\n");
    let pictures = if details.is_plain_text { 0 } else { pictures(text) };
    let kind = if details.is_plain_text { "plain" } else { "html" };
    let head = format!("Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n");
    if pictures == 0 && details.attachments.is_empty() {
        out.push_str(&head);
        out.push_str(text);
        return out;
    }
    let boundary = boundary(text);
    let _ = write!(out, "Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n--{boundary}\n{head}");
    out.push_str(text);
    for _ in 0..pictures {
        let _ = write!(
            out,
            "\n--{boundary}\nContent-Type: image/png\nContent-Disposition: inline\nContent-ID: <picture>\n\n"
        );
    }
    for file in &details.attachments {
        let (kind, name) = (media_type(file), utf8_percent_encode(&file.name, NON_ALPHANUMERIC));
        let _ = write!(
            out,
            "\n--{boundary}\nContent-Type: {kind}\nContent-Disposition: attachment; size={}; filename*=utf-8''{name}\n\n",
            file.size
        );
    }
    let _ = writeln!(out, "\n--{boundary}--");
    out
}

fn field(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(out, "{name}: {}", on_one_line(value));
    }
}

/// A value can't begin another field, nor end the header.
fn on_one_line(value: &str) -> String {
    value.replace(char::is_control, " ")
}

/// Whether a further field may be one of this name: a name as RFC 5322 has it, and none that says
/// what is said already.
fn is_own(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
    is_name
        && !["from", "to", "cc", "bcc", "subject"].contains(&lower.as_str())
        && !["content-", "mime-"].iter().any(|start| lower.starts_with(start))
}

/// How many pictures a page shows that travel with it.
fn pictures(page: &str) -> usize {
    let travels = ["\"data:image", "\"cid:", "\"mailbox:", "\"imap:", "\"file:"];
    let tags = page.split("<img").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    tags.filter(|tag| travels.iter().any(|start| tag.contains(start))).count()
}

/// A delimiter that does not stand in the text.
fn boundary(text: &str) -> String {
    let mut number = 0_usize;
    loop {
        let boundary = format!("presend-{number}");
        if !text.contains(&boundary) {
            return boundary;
        }
        number += 1;
    }
}

/// The media type of a file, by its name where the client does not tell it. Only those are told
/// apart that a rule tells apart.
fn media_type(file: &File) -> &str {
    let is_type = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-_".contains(&byte);
    if file.content_type.contains('/') && file.content_type.bytes().all(is_type) {
        return &file.content_type;
    }
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("bmp" | "gif" | "heic" | "jpeg" | "jpg" | "png" | "svg" | "tif" | "tiff" | "webp") => "image/png",
        Some("eml") => "message/rfc822",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Report, Settings, Source, check};

    fn report(details: &Details) -> Report {
        check(&Source::new("message.eml", message(details).as_bytes()), &Settings::default(), &Context::default())
    }

    fn file(name: &str) -> File {
        File { name: name.into(), size: 7, ..File::default() }
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let details = Details {
            from: "Zoë <zoe@a.example>".into(),
            to: vec!["Ben <ben@b.example>".into(), "cem@c.example".into()],
            bcc: vec!["dan@d.example".into()],
            subject: "Größe".into(),
            is_plain_text: true,
            plain_text_body: "Hello Ben,\n\nfünf Tage\n".into(),
            attachments: vec![file("Übersicht \"A\".pdf"), file("a.png")],
            ..Details::default()
        };
        let draft = report(&details).draft;
        let envelope = &draft.envelope;
        assert_eq!(envelope.from.as_ref().expect("a sender").display(), "Zoë <zoe@a.example>");
        assert_eq!(
            envelope.to.iter().map(|to| to.address.as_str()).collect::<Vec<_>>(),
            ["ben@b.example", "cem@c.example"]
        );
        assert_eq!(envelope.bcc[0].address, "dan@d.example");
        assert_eq!(envelope.subject.as_ref().expect("a subject").as_str(), "Größe");
        let names: Vec<_> = envelope.attachments.iter().map(|file| (&*file.name, &*file.media_type)).collect();
        assert_eq!(names, [("Übersicht \"A\".pdf", "application/pdf"), ("a.png", "image/png")]);
        assert!(draft.blocks.iter().any(|block| block.text.as_str() == "fünf Tage"), "{:?}", draft.blocks);
    }

    #[test]
    fn nothing_in_a_field_becomes_another_field() {
        let details = Details {
            subject: "Hello\r\nX-Presend: send\n\nHi".into(),
            to: vec!["a@a.example\nBcc: b@b.example".into()],
            headers: vec![
                Field { name: "X-A\nX-Presend".into(), value: "send".into() },
                Field { name: "Content-Type".into(), value: "text/plain".into() },
                Field { name: "X-B".into(), value: "1\nX-Presend: send".into() },
            ],
            ..Details::default()
        };
        let message = message(&details);
        let header = message.split("\n\n").next().expect("a header");
        let names: Vec<&str> = header.lines().map(|line| line.split(':').next().expect("a name")).collect();
        assert_eq!(names, ["To", "Subject", "X-B", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]);
        assert!(!crate::shell::guard::own_fields(message.as_bytes()).sends_anyway);
    }

    #[test]
    fn text_that_looks_like_a_delimiter_stays_text() {
        let text = "Hello Ben,\n\n--presend-0\nContent-Type: text/plain\n\n--presend-1--\nfine\n";
        let details = Details {
            is_plain_text: true,
            plain_text_body: text.into(),
            attachments: vec![file("a.txt")],
            ..Details::default()
        };
        assert!(message(&details).contains("boundary=\"presend-2\""));
        assert_eq!(report(&details).draft.envelope.attachments.len(), 1);
    }

    #[test]
    fn files_and_pasted_pictures_count_as_attached() {
        let missing = |details: &Details| {
            report(details).diagnostics.iter().any(|found| found.rule.to_string() == "hygiene/missing-attachment")
        };
        let page = |body: &str| Details {
            to: vec!["a@a.example".into()],
            subject: "The plan".into(),
            body: format!("<html><body>{body}</body></html>"),
            ..Details::default()
        };
        let announced = page("<p>Hello Ben,</p><p>I have attached the plan of Monday.</p>");
        assert!(missing(&announced));
        assert!(!missing(&Details { attachments: vec![file("plan.odt")], ..announced }));
        let picture = "<p>Hello Ben,</p><p>I have attached a screenshot of it.</p>";
        assert!(missing(&page(picture)));
        assert!(!missing(&page(&format!("{picture}<img class=\"a\" src=\"data:image/png;base64,\">"))));
        assert!(missing(&page(&format!("{picture}<img src=\"https://a.example/logo.png\">"))));
    }
}
