use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem::Finder;

use super::links;
use crate::draft::{Format, Role};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Span, Weight};

/// A link or path that does not work where it is read, whether it is shown or stands behind the
/// words of a link. Options: `instructions`, words of
/// sentences that tell what to run, where "localhost" is the reader's own; `inside`, ends of
/// hosts that exist inside a house only; `expiring`, parts of links that work for a while;
/// `bare`, texts of links that don't say where they lead.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let instructions = setup.list("instructions");
    let inside = setup.list("inside");
    let expiring: Vec<Finder<'static>> =
        setup.list("expiring").iter().map(|part| Finder::new(part.as_bytes()).into_owned()).collect();
    let bare = setup.list("bare");
    Box::new(move |subject: &Subject| {
        if subject.is(Situation::Template) || subject.draft.format == Format::Calendar {
            return Vec::new();
        }
        let goes_out = || subject.draft.envelope.recipients().any(|to| subject.is_external(to) == Some(true));
        let is_list = subject.is_any(&[Situation::Bulk, Situation::MailingList]);
        let is_fault = |text: &str, range: &Range<usize>, place: Place| match place {
            Place::Own => true,
            Place::Computer => !instructs(text, range, &instructions),
            Place::House => goes_out(),
            Place::Expiring => subject.draft.format == Format::Mail,
        };
        let mut found = Vec::new();
        for (id, block) in subject.draft.own_blocks().filter(|(_, block)| block.role != Role::Table) {
            let text = block.text.as_str();
            for (range, place) in places(text, &inside, &expiring) {
                let span = subject.span(id, range.clone());
                if is_fault(text, &range, place) && !is_code(subject, span) {
                    found.push(finding(span, &text[range], place));
                }
                if found.len() >= MOST {
                    return found;
                }
            }
        }
        for link in &subject.draft.links {
            // A path on the same site may start as one on a disk does.
            let place = if link.target.starts_with('/') { None } else { place(&link.target, &inside, &expiring) };
            let Some((place, block)) = place.zip(links::shown_in(subject, link)) else { continue };
            let range = block.text.range_of(link.span);
            let (end, span) = (range.end, block.text.source(range));
            // What shows its address is told already, and newsletters are full of links that end.
            let is_told = || found.iter().any(|known: &Finding| known.span.overlaps(span));
            let is_spared = block.role == Role::Table || place == Place::Expiring && is_list;
            // The words of the link may say what to run, too.
            if !span.is_empty()
                && !is_spared
                && is_fault(block.text.as_str(), &(end..end), place)
                && !is_code(subject, span)
                && !is_told()
            {
                found.push(finding(span, &link.target, place));
            }
            if found.len() >= MOST {
                return found;
            }
        }
        if !is_list {
            found.extend(links::findings(subject, &bare));
        }
        found.sort_by_key(|finding: &Finding| finding.weight != Weight::Usual);
        found
    })
}

/// So many links say enough.
const MOST: usize = 100;

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A file of the author's own.
    Own,
    /// A server on the author's computer.
    Computer,
    /// A host or share within the author's house.
    House,
    /// A link that works for a while.
    Expiring,
}

fn finding(span: Span, link: &str, place: Place) -> Finding {
    let shown = shortened(link);
    let (text, help) = match place {
        Place::Own => (
            format!("“{shown}” is a file on your own computer"),
            "attach the file, or put it where the reader can open it",
        ),
        Place::Computer => {
            (format!("“{shown}” opens on your own computer only"), "put in the address that the reader can open")
        }
        Place::House => (
            format!("“{shown}” does not open outside your house"),
            "attach it, or share it where those outside can open it",
        ),
        Place::Expiring => {
            (format!("“{shown}” works for a while only"), "say until when it works, or share a link that stays")
        }
    };
    let weight = if place == Place::Expiring { Weight::Lighter } else { Weight::Usual };
    Finding::new(span, text).help(help).weight(weight)
}

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// The links and paths of a text that don't work everywhere. Every link and every path has a
/// slash, so that only words with one are looked at.
fn places(text: &str, inside: &[Cow<str>], expiring: &[Finder]) -> Vec<(Range<usize>, Place)> {
    let mut found = Vec::new();
    let mut end = 0;
    while let Some(slash) = memchr::memchr2(b'/', b'\\', &text.as_bytes()[end..]).map(|at| end + at) {
        let word = text[end..slash].rfind(char::is_whitespace).map_or(end, |space| end + space);
        let word = word + (text[word..].len() - text[word..].trim_start().len());
        end = text[slash..].find(char::is_whitespace).map_or(text.len(), |len| slash + len);
        let start = end - text[word..end].trim_start_matches(OPENING).len();
        let link = text[start..end].trim_end_matches(|c: char| ".,;:!?)]}>\"'”’»*".contains(c));
        found.extend(place(link, inside, expiring).map(|place| (start..start + link.len(), place)));
    }
    found
}

const OPENING: [char; 10] = ['(', '[', '{', '<', '"', '\'', '“', '‘', '«', '*'];

fn place(link: &str, inside: &[Cow<str>], expiring: &[Finder]) -> Option<Place> {
    let bytes = link.as_bytes();
    if bytes.len() < 4 {
        return None;
    }
    // Somebody's own value goes in the place of a variable.
    if link.contains(['%', '{', '<', '$']) && !link.contains("://") {
        return None;
    }
    let starts = |start: &str| link.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if starts("file://") {
        return Some(if link[7..].starts_with('/') || !link[7..].contains('/') { Place::Own } else { Place::House });
    }
    if bytes[1] == b':' && bytes[2] == b'\\' && bytes[0].is_ascii_alphabetic() {
        // Drives such as S: are shared within a house.
        return Some(if starts("C:\\Users\\") || starts("C:\\Documents") { Place::Own } else { Place::House });
    }
    if let Some(rest) = link.strip_prefix("\\\\") {
        return rest
            .split_once('\\')
            .is_some_and(|(host, path)| !host.is_empty() && !path.is_empty())
            .then_some(Place::House);
    }
    if starts("/Users/") && link[7..].contains('/') {
        return Some(Place::Own);
    }
    let (_, rest) = link.split_once(':').filter(|(scheme, _)| matches!(*scheme, "http" | "https" | "ftp"))?;
    let rest = rest.strip_prefix("//")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    if host == "localhost" || host == "0.0.0.0" || host.starts_with("127.") && is_numeric(&host) {
        return Some(Place::Computer);
    }
    let bare = !host.is_empty() && !host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if bare || is_private(&host) || inside.iter().any(|end| host.ends_with(end.as_ref())) {
        return Some(Place::House);
    }
    expiring.iter().any(|part| part.find(rest.as_bytes()).is_some()).then_some(Place::Expiring)
}

fn is_numeric(host: &str) -> bool {
    host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// Whether an address is one of a network that is not connected (RFC 1918).
fn is_private(host: &str) -> bool {
    let second = || host.split('.').nth(1).and_then(|part| part.parse::<u8>().ok());
    (host.starts_with("10.")
        || host.starts_with("192.168.")
        || host.starts_with("172.") && second().is_some_and(|part| (16..32).contains(&part)))
        && is_numeric(host)
}

/// How many bytes beside a link are looked at.
const BESIDE: usize = 120;

/// Whether the words beside a link tell what to run, so that the reader's own computer is
/// meant.
fn instructs(text: &str, range: &Range<usize>, instructions: &[Cow<str>]) -> bool {
    let start = text.ceil_char_boundary(range.start.saturating_sub(BESIDE));
    let end = text.floor_char_boundary((range.end + BESIDE).min(text.len()));
    let words = text[start..range.start].split(|c: char| !c.is_alphabetic());
    let mut words = words.chain(text[range.end..end].split(|c: char| !c.is_alphabetic()));
    words.any(|word| instructions.iter().any(|instruction| instruction.eq_ignore_ascii_case(word)))
}

/// Whether the source has it in backticks.
fn is_code(subject: &Subject, span: Span) -> bool {
    subject.source.bytes[span.start.saturating_sub(1)..].iter().take(2).any(|&byte| byte == b'`')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, Source, check};

    /// The words that are told of a draft.
    fn told<'t>(path: &str, text: &'t str) -> Vec<&'t str> {
        let report = check(&Source::new(path, text.as_bytes()), &Settings::default(), &Context::default());
        let of_it = report.diagnostics.iter().filter(|found| *found.rule.0 == *"hygiene/bad-link");
        of_it.map(|found| &text[found.finding.span.range()]).collect()
    }

    #[test]
    fn the_address_behind_words_counts_as_one_that_is_shown() {
        let text =
            "The plan is on [the demo page](http://localhost:3000), its text in [the *old* file](file:///C:/a.docx).\n";
        assert_eq!(told("a.md", text), ["the demo page", "the *old* file"]);
        let text = "See <http://localhost:3000/a> and [http://localhost/b](http://localhost/b).\n";
        assert_eq!(told("a.md", text), ["http://localhost:3000/a", "http://localhost/b"]);
        let text = "<p>The plan is on <a href=\"http://localhost:3000\">the demo page</a>.</p>\n";
        assert_eq!(told("a.html", text), ["the demo page"]);
    }

    #[test]
    fn addresses_behind_words_that_work_or_are_meant_so_are_spared() {
        let text = "Run it, then see [the demo page](http://localhost:8080).\n\nWe keep it as [`demo`](http://localhost).\n\n\
                    Write to [Ana](mailto:ana@example.org). The plan is on [our site](/Users/ana/plan), [in the \
                    folder](../plan.md) and on [the web](https://example.org/localhost).\n\n\
                    ```\n[the demo page](http://localhost:3000)\n```\n";
        assert_eq!(told("a.md", text), [""; 0]);
        assert_eq!(told("a.html.j2", "<p>It is on <a href=\"{{ url }}\">the demo page</a>.</p>\n"), [""; 0]);
    }

    #[test]
    fn places_are_told_apart() {
        let kind = |link: &str| place(link, &[".internal".into()], &[Finder::new("X-Amz-Expires=")]);
        for own in ["file:///home/ana/plan.pdf", "C:\\Users\\ana\\plan.docx", "/Users/ana/plan.pdf"] {
            assert!(kind(own) == Some(Place::Own), "{own}");
        }
        for computer in ["http://localhost:8080/plan", "https://127.0.0.1/", "http://0.0.0.0:3000"] {
            assert!(kind(computer) == Some(Place::Computer), "{computer}");
        }
        for house in [
            "\\\\srv\\plans\\a.pdf",
            "S:\\plans",
            "http://wiki/plan",
            "https://ci.yard.internal/1",
            "http://192.168.0.4/",
        ] {
            assert!(kind(house) == Some(Place::House), "{house}");
        }
        for open in [
            "https://example.org/localhost",
            "http://127.example.org",
            "\\\\",
            "a:\\",
            "http://172.40.0.1/",
            "é",
            "/Users/ana",
            "\\\\\\\\é",
        ] {
            assert!(kind(open).is_none(), "{open}");
        }
        assert!(kind("https://s.example.org/a?X-Amz-Expires=600") == Some(Place::Expiring));
    }
}
