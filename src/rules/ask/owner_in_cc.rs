use crate::draft::{Address, Format, Role};
use crate::reading::{Ask, Owner};
use crate::rules::hygiene::names::Nicknames;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Edit, Finding, Fix, Safety, Span, Weight};

/// Who is asked by name stands in copy, or is no reader at all. Options: `unless`
/// (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    setup.unless();
    let nicknames = Nicknames::new(Vec::new());
    setup.needs(Need::Ask);
    setup.needs(Need::Recipient);
    Box::new(move |subject: &Subject| {
        let envelope = &subject.draft.envelope;
        let people = envelope.to.len() + envelope.cc.len();
        if envelope.to.is_empty() || people > MOST_PEOPLE {
            return Vec::new();
        }
        let mut checked: Vec<&str> = Vec::new();
        for ask in subject.reading.real_asks() {
            let Some(name) = called(subject, ask).filter(|name| !checked.contains(name)) else { continue };
            if checked.len() >= MOST_NAMES {
                break;
            }
            checked.push(name);
            let is = |address: &&Address| goes_by(subject, address, name, &nicknames);
            if envelope.to.iter().any(|address| is(&address)) {
                continue;
            }
            let mut copies = envelope.cc.iter().filter(is);
            match (copies.next(), copies.next()) {
                (Some(copy), None) => return vec![in_copy(subject, ask, name, copy)],
                (None, _) if is_stranger(subject, ask, name, &nicknames) => {
                    let text = format!("“{name}” is asked, yet is not among the people it goes to");
                    let help = format!("add {name} to To, or ask somebody who gets this");
                    return vec![Finding::new(ask.span, text).help(help).weight(Weight::Lighter)];
                }
                _ => {}
            }
        }
        Vec::new()
    })
}

/// In a longer list of people or names the reader finds nobody anyway.
const MOST_PEOPLE: usize = 30;
const MOST_NAMES: usize = 8;

/// The name by which an ask calls somebody, in its own sentence or in the greeting.
fn called<'a>(subject: &Subject<'a>, ask: &'a Ask) -> Option<&'a str> {
    let Owner::Named(name) = &ask.owner else { return None };
    let said = subject.sentence_text(subject.reading.sentence(ask.sentence));
    let is_name = name.chars().count() >= 2 && name.split(' ').all(|part| part.starts_with(char::is_alphabetic));
    let is_one = !name.contains(" and ") && !name.contains(" or ") && !name.contains(',');
    // An answer to a list greets who is answered, and a greeting of two is for both.
    let is_greeted = || {
        if subject.draft.blocks.iter().any(|block| !block.role.is_own()) {
            return false;
        }
        let mut greetings = subject.draft.own_blocks().filter(|(_, block)| block.role == Role::Greeting);
        greetings.any(|(_, block)| {
            block.text.as_str().trim_end_matches([',', '!', ':', ' ']).ends_with(&format!(" {name}"))
                && !block.text.as_str().trim_end_matches(',').contains([',', '&'])
        })
    };
    (is_name && is_one && (said.contains(name.as_str()) || is_greeted())).then_some(name.as_str())
}

/// Whether somebody can be called by this name.
fn goes_by(subject: &Subject, address: &Address, name: &str, nicknames: &Nicknames) -> bool {
    let contact = subject.contact(address);
    let recorded = contact.into_iter().flat_map(|contact| std::iter::once(&contact.name).chain(&contact.nicknames));
    let known = recorded.map(String::as_str).chain([address.name.as_str(), address.local()]);
    let known: Vec<&str> =
        known.flat_map(|known| known.split(|c: char| !is_letter(c))).filter(|k| !k.is_empty()).collect();
    name.split(' ').all(|part| known.iter().any(|known| nicknames.same(part, known)))
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’')
}

/// What is said of somebody in copy, with the fix that moves the address.
fn in_copy(subject: &Subject, ask: &Ask, name: &str, copy: &Address) -> Finding {
    let text = format!("“{name}” is asked, yet stands in Cc");
    let help = format!("move {name} to To: who is in copy only reads along");
    let finding = Finding::new(ask.span, text).help(help).related(copy.span, "the address in copy");
    match move_to_to(subject, copy) {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

/// Whether the name is surely nobody's here: each reader is known by first name and surname,
/// the author and those who are quoted have another one, and the sentence calls it plainly.
fn is_stranger(subject: &Subject, ask: &Ask, name: &str, nicknames: &Nicknames) -> bool {
    let envelope = &subject.draft.envelope;
    let is_known = |address: &Address| {
        let words = address.name.split_whitespace();
        subject.contact(address).is_some()
            || (words.clone().count() == 2
                && words.into_iter().all(|word| word.starts_with(char::is_uppercase) && word.chars().all(is_letter)))
    };
    let said = subject.sentence_text(subject.reading.sentence(ask.sentence)).trim_start();
    let after = said.strip_prefix(name).unwrap_or_default();
    let is_called = after.starts_with(", ") && (said.ends_with('?') || after.to_lowercase().starts_with(", please"));
    let is_author = envelope.from.iter().any(|from| goes_by(subject, from, name, nicknames));
    let is_quoted = subject.draft.blocks.iter().any(|block| !block.role.is_own() && block.text.as_str().contains(name));
    is_called
        && envelope.bcc.is_empty()
        && envelope.to.iter().chain(&envelope.cc).all(is_known)
        && !is_author
        && !is_quoted
}

/// Moves an address from Cc to the end of To, where the header has it in one piece.
fn move_to_to(subject: &Subject, copy: &Address) -> Option<Fix> {
    let envelope = &subject.draft.envelope;
    let bytes = subject.source.bytes.as_ref();
    if subject.draft.format != Format::Mail {
        return None;
    }
    let last = envelope.to.last()?.span;
    let written = std::str::from_utf8(bytes.get(copy.span.range())?).ok()?;
    // Groups and Outlook's lists go on with a semicolon, comments with a bracket.
    let next = bytes.get(last.end..)?.iter().find(|byte| !matches!(byte, b' ' | b'\t'))?;
    if !matches!(next, b'\r' | b'\n') || written.contains(['\r', '\n', ':', ';']) {
        return None;
    }
    let mut edits = vec![
        Edit { span: Span::at(last.end), text: format!(", {written}") },
        Edit { span: without(bytes, &envelope.cc, copy.span)?, text: String::new() },
    ];
    edits.sort_by_key(|edit| edit.span);
    Some(Fix { title: format!("move “{}” to To", copy.display()), safety: Safety::Safe, edits })
}

/// What has to go so that an address no longer stands in its list: with its comma, or its
/// line where it is the only one.
fn without(bytes: &[u8], list: &[Address], span: Span) -> Option<Span> {
    let at = list.iter().position(|address| address.span == span)?;
    let is_gap = |from: usize, to: usize| {
        let gap = bytes.get(from..to)?;
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        (gap.iter().all(is_blank) && gap.iter().filter(|byte| **byte == b',').count() == 1).then_some(())
    };
    if let Some(before) = at.checked_sub(1).and_then(|before| list.get(before)) {
        is_gap(before.span.end, span.start)?;
        return Some(Span::new(before.span.end, span.end));
    }
    if let Some(after) = list.get(1) {
        is_gap(span.end, after.span.start)?;
        return Some(Span::new(span.start, after.span.start));
    }
    let line = bytes.get(..span.start)?.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let name = bytes.get(line..span.start)?;
    let end = span.end + bytes.get(span.end..)?.iter().position(|byte| *byte == b'\n')? + 1;
    let is_alone = name.trim_ascii().eq_ignore_ascii_case(b"cc:") && bytes.get(span.end..end)?.trim_ascii().is_empty();
    is_alone.then(|| Span::new(line, end))
}

#[cfg(test)]
mod tests {
    use crate::rules::RuleName;
    use crate::{Context, Settings, Source, check, fix};

    /// The header after the fix; none where there is no finding or no fix.
    fn fixed(header: &str, text: &str) -> Option<String> {
        let mail = format!("From: cem@example.org\n{header}\nSubject: Lease\n\n{text}\n");
        let settings = Settings::default().only(&RuleName("ask/owner-in-cc".into()));
        let source = Source::new("a.eml", mail.into_bytes());
        let report = check(&source, &settings, &Context::default());
        let fixed = String::from_utf8(fix(&source, &report)?).ok()?;
        let again = Source::new("a.eml", fixed.clone().into_bytes());
        assert!(check(&again, &settings, &Context::default()).diagnostics.is_empty(), "{fixed}");
        let header = fixed.split_once("\nSubject")?.0;
        Some(header.split_once('\n')?.1.to_owned())
    }

    #[test]
    fn the_address_moves_wherever_it_stands() {
        const ASK: &str = "Ben, please sign the lease.";
        for (header, moved) in [
            ("To: ana@a.example\nCc: ben@b.example", "To: ana@a.example, ben@b.example"),
            ("Cc: Ben King <k@b.example>\nTo: ana@a.example", "To: ana@a.example, Ben King <k@b.example>"),
            (
                "To: ana@a.example\nCc: ben@b.example,\n dora@d.example",
                "To: ana@a.example, ben@b.example\nCc: dora@d.example",
            ),
            (
                "To: ana@a.example\nCc: dora@d.example, ben@b.example",
                "To: ana@a.example, ben@b.example\nCc: dora@d.example",
            ),
            (
                "To: ana@a.example\nCc: dora@d.example,\n \"King, Ben\" <k@b.example>, eva@e.example",
                "To: ana@a.example, \"King, Ben\" <k@b.example>\nCc: dora@d.example, eva@e.example",
            ),
        ] {
            assert_eq!(fixed(header, ASK).as_deref(), Some(moved), "{header}");
        }
        let greeted = "Hi Ben,\n\nplease sign the lease.";
        let moved = Some("To: ana@a.example, ben@b.example");
        assert_eq!(fixed("To: ana@a.example\nCc: ben@b.example", greeted).as_deref(), moved);
        // No fix in a group, and no finding where somebody in To has the name.
        assert_eq!(fixed("To: us: ana@a.example;\nCc: ben@b.example", ASK), None);
        assert_eq!(fixed("To: Ben King <k@b.example>\nCc: ben@b.example", ASK), None);
        assert_eq!(fixed("To: ana@a.example\nCc: ben@b.example", "Ben signed the lease."), None);
    }
}
