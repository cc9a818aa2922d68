use super::header::Header;
use super::message::Message;
use super::{address, date, encoded_word};
use crate::draft::{Address, Envelope};
use crate::language::lists;
use crate::text::Finding;

/// The most messages of a thread that are counted.
const MAX_DEPTH: usize = 1000;

/// Reads who writes to whom about what from a message's header.
pub fn read(message: Message, header: &Header, problems: &mut Vec<Finding>) -> Envelope {
    let addresses = |name: &str, problems: &mut Vec<Finding>| -> Vec<Address> {
        header.all(name).flat_map(|value| address::read(message.bytes, value, problems)).collect()
    };
    let field = header.named("Subject").next();
    let subject = field.map(|field| encoded_word::decode(message.bytes, field.value, problems));
    let subject = subject.filter(|subject| !subject.is_empty());
    let blank_subject = field.filter(|_| subject.is_none()).map(|field| field.label);
    let (reply, forwarded) = subject.as_ref().map_or((false, false), |subject| prefixes(subject.as_str()));
    let text = |name: &str| header.first(name).map(|value| String::from_utf8_lossy(message.slice(value)));
    let ids = |name: &str| text(name).map(|value| ids(&value)).unwrap_or_default();
    let references = ids("References");
    let answers = reply || header.first("In-Reply-To").is_some_and(|value| !value.is_empty());
    let to_list =
        text("Precedence").is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "list" | "bulk"));
    Envelope {
        from: addresses("From", problems).into_iter().next(),
        to: addresses("To", problems),
        cc: addresses("Cc", problems),
        bcc: addresses("Bcc", problems),
        date: text("Date").and_then(|value| date::read(&value)),
        message_id: ids("Message-ID").into_iter().next(),
        in_reply_to: ids("In-Reply-To"),
        reply_depth: references.len().max(usize::from(answers)),
        references,
        forwarded,
        list: to_list
            || ["List-Id", "List-Post", "List-Unsubscribe", "Mailing-List"]
                .iter()
                .any(|name| header.first(name).is_some()),
        subject,
        blank_subject,
        ..Envelope::default()
    }
}

/// The message ids of a field: what stands in angle brackets.
fn ids(value: &str) -> Vec<String> {
    let inside = |part: &str| part.split('>').next().unwrap_or_default().split_whitespace().collect();
    value.split('<').skip(1).take(MAX_DEPTH).map(inside).collect()
}

/// Whether a subject says that it answers and that it passes on: `[team] Re: Fwd: Plan`.
fn prefixes(subject: &str) -> (bool, bool) {
    let (mut reply, mut forwarded) = (false, false);
    let mut rest = subject.trim_start();
    loop {
        if let Some((_, behind)) = rest.strip_prefix('[').and_then(|tagged| tagged.split_once(']')) {
            rest = behind.trim_start();
            continue;
        }
        let Some((prefix, behind)) = rest.split_once([':', '：']) else { break };
        // `Re[2]:`, `Re(2):`, `Re^2:`, `Re2:` count the answers.
        let word = prefix.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || "[]()^*".contains(c));
        let word = word.to_lowercase();
        if lists::REPLY_PREFIXES.contains(&word) {
            reply = true;
        } else if lists::FORWARD_PREFIXES.contains(&word) {
            forwarded = true;
        } else {
            break;
        }
        rest = behind.trim_start();
    }
    (reply, forwarded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn read_text(text: &str) -> Envelope {
        let message = Message::new(text.as_bytes(), false);
        let (header, _) = Header::read(message, Span::new(0, text.len()), |_| false);
        read(message, &header, &mut Vec::new())
    }

    #[test]
    fn the_envelope_is_read() {
        let got = read_text(
            "From: Ana <ana@x.org>\nTo: ben@x.org\nTo: eva@x.org\nCc: =?utf-8?Q?J=C3=B6rg?= <j@x.org>\n\
             Subject: =?utf-8?Q?Caf=C3=A9?=\nDate: Tue, 2 Jun 2026 10:00:00 +0200\nList-Id: <team.x.org>\n\n",
        );
        assert_eq!(got.from.unwrap().display(), "Ana <ana@x.org>");
        assert_eq!(got.to.len(), 2);
        assert_eq!(got.cc[0].name, "Jörg");
        assert_eq!(got.subject.unwrap().as_str(), "Café");
        assert_eq!(got.date.unwrap().to_string(), "2026-06-02T10:00:00+02:00[+02:00]");
        assert!(got.list);
        assert_eq!(got.reply_depth, 0);
    }

    #[test]
    fn the_thread_is_counted() {
        assert_eq!(read_text("References: <a@x> <b@x>\n <c@x>\nIn-Reply-To: <c@x>\n").reply_depth, 3);
        assert_eq!(read_text("In-Reply-To: your mail\n").reply_depth, 1);
        assert_eq!(read_text("Subject: RE: plan\n").reply_depth, 1);
        assert_eq!(read_text("Subject: Regarding: plan\n").reply_depth, 0);
        let blank = read_text("To: a@b.example\nSubject:\n");
        assert_eq!((blank.subject, blank.blank_subject), (None, Some(Span::new(16, 24))));
        assert_eq!(read_text("Subject: a\n").blank_subject, None);
    }

    #[test]
    fn the_thread_is_named() {
        let got = read_text("Message-ID: <c@x>\nReferences: <a@x>\n <b@x> <long\n @x>\nIn-Reply-To: yours <b@x>\n");
        assert_eq!(got.message_id.as_deref(), Some("c@x"));
        assert_eq!(got.references, ["a@x", "b@x", "long@x"]);
        assert_eq!(got.in_reply_to, ["b@x"]);
        assert_eq!(read_text("Message-ID: none\nReferences: <broken\n").message_id, None);
    }

    #[test]
    fn prefixes_are_known_in_many_forms() {
        assert_eq!(prefixes("Re: Plan"), (true, false));
        assert_eq!(prefixes("[team] AW: WG: Plan"), (true, true));
        assert_eq!(prefixes("Re[2]: [team] Fwd: Plan"), (true, true));
        assert_eq!(prefixes("Note: Re: Plan"), (false, false));
        assert_eq!(prefixes("[a] [b"), (false, false));
    }
}
