use std::borrow::Cow;
use std::ops::Range;

use super::names::{Nicknames, fold, is_near};
use crate::draft::{Address, Block, BlockId, Role};
use crate::parse::greeted;
use crate::reading::is_group;
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Safety, Weight};

/// The greeting names nobody whom the mail goes to. Options: `nicknames`, families of
/// first names; `titles`, words before a name; `formal`, those of them that only a name follows; `not-names`, words that greet somebody
/// without a name; `roles`, words of names and addresses that are nobody's; `languages`, in
/// which names are greeted as they are written.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = Words {
        nicknames: Nicknames::new(setup.list("nicknames")),
        titles: setup.list("titles"),
        formal: setup.list("formal"),
        not_names: setup.list("not-names"),
        roles: setup.list("roles"),
    };
    let languages = setup.list("languages");
    Box::new(move |subject: &Subject| {
        let speaks = || languages.iter().any(|code| code == subject.reading.language.code);
        if subject.draft.envelope.to.is_empty() || subject.draft.envelope.list || subject.is(Situation::Template) {
            return Vec::new();
        }
        let Some((id, block)) = subject.draft.own_blocks().find(|(_, block)| block.role == Role::Greeting) else {
            return Vec::new();
        };
        let Some(names) = called(block, &words) else { return Vec::new() };
        let Some(people) = people(subject, &words).filter(|_| speaks()) else { return Vec::new() };
        names.iter().filter_map(|name| mismatch(subject, id, name, &people, names.len() == 1, &words)).take(1).collect()
    })
}

struct Words {
    nicknames: Nicknames,
    titles: Vec<Cow<'static, str>>,
    formal: Vec<Cow<'static, str>>,
    not_names: Vec<Cow<'static, str>>,
    roles: Vec<Cow<'static, str>>,
}

/// Somebody whom the mail goes to.
struct Person<'a> {
    address: &'a Address,
    /// All words that the person may be called by.
    names: Vec<String>,
    /// Whether name and address go together, so that it is surely a person's.
    sure: bool,
}

/// Where in the greeting the names stand; none where it can't be said whom it greets.
fn called(block: &Block, words: &Words) -> Option<Vec<Range<usize>>> {
    let text = block.text.as_str();
    let range = greeted(text)?;
    let mut names = Vec::new();
    for (at, part) in parts(&text[range.clone()]) {
        let lower = part.to_lowercase().replace('’', "'");
        let is_of = |list: &[Cow<str>]| list.iter().any(|known| *known == lower);
        if is_of(&words.not_names) || is_of(&words.roles) && !is_of(&words.titles) {
            return None;
        }
        let is_title = words.titles.iter().any(|title| *title == lower);
        let letters = part.chars().count();
        // Small words ("and", "van") and single letters tell nothing.
        if is_title || letters < 2 || part.starts_with(char::is_lowercase) {
            continue;
        }
        let is_initials = letters <= 3 && part.chars().all(char::is_uppercase);
        if is_initials || !part.chars().all(is_latin_letter) {
            return None;
        }
        names.push(range.start + at..range.start + at + part.len());
    }
    (!names.is_empty() && names.len() <= 6).then_some(names)
}

/// The people in To and Cc; none where it is not known who somebody there is.
fn people<'a>(subject: &Subject<'a>, words: &Words) -> Option<Vec<Person<'a>>> {
    let envelope = &subject.draft.envelope;
    if envelope.to.len() + envelope.cc.len() > MOST || !envelope.bcc.is_empty() {
        return None;
    }
    // A copy to oneself greets whoever the mail is for.
    let others = envelope.to.iter().chain(&envelope.cc).filter(|address| !is_author(subject, address));
    let people: Vec<Person> = others.map(|address| person(subject, address, words)).collect::<Option<_>>()?;
    (!people.is_empty()).then_some(people)
}

/// To more people a mail has no greeting by name.
const MOST: usize = 30;

fn is_author(subject: &Subject, address: &Address) -> bool {
    let has_name = |from: &Address| parts(&address.name).all(|(_, part)| from.name.contains(part));
    subject.draft.envelope.from.as_ref().is_some_and(|from| {
        from.address.eq_ignore_ascii_case(&address.address) || (!address.name.is_empty() && has_name(from))
    })
}

fn person<'a>(subject: &Subject<'a>, address: &'a Address, words: &Words) -> Option<Person<'a>> {
    let is_role = |word: &str| words.roles.iter().any(|role| role.eq_ignore_ascii_case(word));
    let contact = subject.contact(address);
    let shown: Vec<&str> = parts(&address.name).map(|(_, part)| part).collect();
    let local: Vec<&str> = parts(address.local()).map(|(_, part)| part).collect();
    if is_group(address)
        || shown.iter().chain(&local).any(|word| is_role(word) || !word.chars().all(is_latin_letter))
        || shown.iter().any(|word| words.not_names.iter().any(|not_name| not_name.eq_ignore_ascii_case(word)))
    {
        return None;
    }
    let joined = fold(address.local());
    let goes_together = shown.iter().any(|name| name.chars().count() >= 3 && joined.contains(&fold(name)));
    let first_names = |names: &[&str]| names.iter().any(|name| words.nicknames.knows(name));
    let sure = match shown.len() {
        _ if contact.is_some() => true,
        2.. => goes_together && shown.iter().all(|name| name.starts_with(char::is_uppercase)),
        // An address alone names a person only where it is plainly "first.last".
        0 => local.len() == 2 && local.iter().all(|name| name.len() >= 3) && first_names(&local),
        _ => first_names(&shown),
    };
    if !sure && shown.len() < 2 {
        return None;
    }
    let mut names: Vec<String> = shown.iter().chain(&local).map(|name| (*name).to_owned()).collect();
    names.push(joined);
    if let Some(contact) = contact {
        let recorded = std::iter::once(&contact.name).chain(&contact.nicknames);
        names.extend(recorded.flat_map(|name| parts(name)).map(|(_, part)| part.to_owned()));
    }
    Some(Person { address, names, sure })
}

/// What is the matter with a greeted name, if anything.
fn mismatch(
    subject: &Subject,
    id: BlockId,
    name: &Range<usize>,
    people: &[Person],
    only: bool,
    words: &Words,
) -> Option<Finding> {
    let nicknames = &words.nicknames;
    let written = subject.text(id, name.clone());
    let fits = |person: &Person| {
        person.names.iter().any(|known| nicknames.same(written, known))
            || (written.len() >= 3 && fold(person.address.local()).contains(&fold(written)))
            || person.names.iter().any(|known| is_initial(known, written))
    };
    // Whoever is answered may write from an address that tells no name.
    let is_answered = || {
        let attributions = subject.draft.blocks.iter().filter(|block| block.role == Role::Attribution);
        attributions.flat_map(|block| parts(block.text.as_str())).any(|(_, part)| nicknames.same(written, part))
    };
    if people.iter().any(fits) || is_answered() {
        return None;
    }
    let span = subject.span(id, name.clone());
    let near = people.iter().flat_map(|person| parts(&person.address.name)).find(|(_, known)| is_near(written, known));
    if let Some((_, right)) = near {
        let finding = Finding::new(span, format!("“{written}” is spelt “{right}” in the address"));
        let finding = finding.help(format!("check the spelling: “{right}”?")).weight(Weight::Lighter);
        return Some(match replace(subject, id, name.clone(), right, Safety::Suggested) {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
    let [person] = people else {
        let text = format!("the greeting names “{written}”, who is not among the people it goes to");
        let help = format!("add {written} to the recipients, or mend the greeting");
        return Some(Finding::new(span, text).help(help).weight(Weight::Lighter));
    };
    let shown = if person.address.name.is_empty() { &person.address.address } else { &person.address.name };
    let text = format!("the greeting names “{written}”, yet the mail goes to “{shown}”");
    // What is no name that is known may be a pet name, a place, or a joke.
    let before = subject.text(id, 0..name.start).trim_end_matches([' ', '.']);
    let last = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let has_title = words.formal.iter().any(|title| title.eq_ignore_ascii_case(last));
    let is_name = nicknames.knows(written) || has_title;
    let weight = if person.sure && only && is_name { Weight::Usual } else { Weight::Lighter };
    Some(Finding::new(span, text).help("mend the name, or the address").weight(weight))
}

/// Whether a name is given by its first letter alone: "M. Achterberg".
fn is_initial(known: &str, name: &str) -> bool {
    known.chars().count() == 1 && fold(name).starts_with(&fold(known))
}

/// The words of a name or address with their places: "Jean-Paul" is two.
fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let parts_names = |c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’'));
    let pieces = text.split_inclusive(parts_names).map(move |piece| {
        at += piece.len();
        (at - piece.len(), piece.trim_end_matches(|c: char| !c.is_alphabetic()))
    });
    pieces.filter(|(_, part)| part.starts_with(char::is_alphabetic))
}

fn is_latin_letter(c: char) -> bool {
    c < '\u{250}' || c == '’' || ('\u{1e00}'..'\u{1f00}').contains(&c)
}
