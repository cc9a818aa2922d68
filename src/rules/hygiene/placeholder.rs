use std::borrow::Cow;
use std::ops::Range;

use super::mention::{Talk, Use};
use crate::draft::{Block, BlockId, Format, Role};
use crate::language::{ListId, is_cited};
use crate::rules::said::{self, is_code};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, MappedText, Weight};

/// A place that should have been filled in. Options: `fields`, the words that field names
/// are made of; `openings`, what a bracket starts with that is to be filled in
/// ("[insert …]"); `markers`, what programs leave for the author to replace; `currencies`, behind
/// which a bracket stands for a figure; `unfilled`, words that stand for something to come ("TBD"); `greetings`,
/// words that a name follows; `titles`, words that a name follows there; `before-crosses`,
/// words behind which XXX stands for something; `instructions`, words beside which a bracket
/// names a key or a field of a form; `addressing`, greetings that need a name; `spoken-of` and
/// `seen`, words that tell that fields are spoken of.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = Words::of(setup);
    Box::new(move |subject: &Subject| {
        if subject.is(Situation::Template) {
            return Vec::new();
        }
        gaps(subject, &words)
    })
}

/// All places of a draft that should have been filled in.
pub fn gaps(subject: &Subject, words: &Words) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut merge_fields = Fields::default();
    if let Some(line) = &subject.draft.envelope.subject {
        scan(subject, line, None, true, words, &mut found, &mut merge_fields);
    }
    let in_subject = found.len();
    // In a template the signature is not yet anybody's.
    let is_looked_at = |role: Role| role.is_own() || role == Role::Signature && subject.is(Situation::Template);
    for (id, block) in subject.draft.blocks().filter(|(_, block)| is_looked_at(block.role)) {
        // Phrases are looked for in the author's own text only.
        let is_spelt = !block.role.is_own() || subject.block_has(words.spelt, id);
        if is_spelt || has_mark(block.text.as_str()) {
            scan(subject, &block.text, Some(id), is_spelt, words, &mut found, &mut merge_fields);
        }
        if block.role == Role::Greeting {
            found.extend(empty_name(&block.text, words));
        }
    }
    // What the text speaks of, the subject speaks of too.
    if found.len() == in_subject && merge_fields.mentioned > 0 {
        found.clear();
    }
    // A page full of fields is a template, and meant to be one.
    if merge_fields.all > 3 && subject.draft.format != Format::Mail {
        return Vec::new();
    }
    found.sort_by_key(|finding| finding.span);
    found.dedup_by(|later, first| first.span.overlaps(later.span));
    found
}

/// The words that tell such places.
pub struct Words {
    fields: Vec<Cow<'static, str>>,
    openings: Vec<Cow<'static, str>>,
    unfilled: Vec<Cow<'static, str>>,
    /// What programs leave for the author to replace.
    markers: Vec<Cow<'static, str>>,
    /// Behind these, a bracket stands for a figure.
    currencies: Vec<Cow<'static, str>>,
    greetings: Vec<Cow<'static, str>>,
    titles: Vec<Cow<'static, str>>,
    before_crosses: Vec<Cow<'static, str>>,
    instructions: Vec<Cow<'static, str>>,
    /// What starts with a letter, to be found with all other phrases.
    spelt: ListId,
    /// Greetings that need a name.
    addressing: Vec<Cow<'static, str>>,
    /// What tells that fields are spoken of.
    pub talk: Talk,
}

impl Words {
    /// Whether a name has to follow a text: "Dear", "Dear Mr."
    fn greets(&self, before: &str) -> bool {
        let last = before.trim_end_matches([' ', '.']).rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        self.greetings.iter().chain(&self.titles).any(|known| known.eq_ignore_ascii_case(last))
    }

    /// Whether a figure has to follow a text: "EUR".
    fn counts(&self, before: &str) -> bool {
        let last = before.split_whitespace().next_back().unwrap_or_default();
        self.currencies.iter().any(|currency| currency.eq_ignore_ascii_case(last))
    }

    /// Whether a text tells what to do with a field.
    fn instruct(&self, text: &str) -> bool {
        let spaced = format!(" {} ", said::words(&text.to_lowercase()).collect::<Vec<_>>().join(" "));
        self.instructions.iter().any(|word| spaced.contains(&format!(" {word} ")))
    }
}

/// How many merge fields a draft has.
#[derive(Default)]
struct Fields {
    all: usize,
    mentioned: usize,
}

impl Words {
    /// The words on a card.
    pub fn of(setup: &mut Setup) -> Words {
        let unfilled = setup.list("unfilled");
        let crosses: Vec<String> = CROSSES.map(|count| "X".repeat(count)).collect();
        let spelt = unfilled.iter().map(Cow::as_ref).chain([LATIN]).chain(crosses.iter().map(String::as_str));
        Words {
            spelt: setup.find(spelt),
            fields: setup.list("fields"),
            markers: setup.list("markers"),
            currencies: setup.list("currencies"),
            openings: setup.list("openings"),
            unfilled,
            greetings: setup.list("greetings"),
            titles: setup.list("titles"),
            before_crosses: setup.list("before-crosses"),
            instructions: setup.list("instructions"),
            addressing: setup.list("addressing"),
            talk: Talk::of(setup),
        }
    }
}

/// The pairs of marks that fields stand in, with whether any name will do between them.
const MARKS: &[(&str, &str, bool)] = &[
    ("{{", "}}", true),
    ("*|", "|*", true),
    ("${", "}", false),
    ("<<", ">>", false),
    ("{", "}", false),
    ("%", "%", false),
];

/// Marks that a name stands in behind a greeting: elsewhere they are those of addresses, of
/// programs and of quotes.
const NAME_MARKS: &[(&str, &str, bool)] = &[("<", ">", false), ("«", "»", false)];

/// Whether a text has any of the marks that fields and brackets start with.
fn has_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'[', b'{', b'<', bytes).is_some()
        || memchr::memchr3(b'(', b'$', b'%', bytes).is_some()
        || memchr::memchr2(b'*', GUILLEMET, bytes).is_some()
}

/// How many crosses stand for something.
const CROSSES: std::ops::RangeInclusive<usize> = 3..=12;

/// What fills a page until its text is there.
const LATIN: &str = "lorem ipsum";

/// The longest field name, in bytes.
const LONGEST_FIELD: usize = 40;

/// Looks for what should have been filled in; for what starts with a letter only where a text
/// has it spelt.
fn scan(
    subject: &Subject,
    text: &MappedText,
    block: Option<BlockId>,
    is_spelt: bool,
    words: &Words,
    found: &mut Vec<Finding>,
    fields: &mut Fields,
) {
    let starts = if is_spelt { &STARTS } else { &MARK_STARTS };
    let all = text.as_str();
    let (mut at, mut code_end) = (0, None);
    let bytes = all.as_bytes();
    while let Some(start) = bytes[at..].iter().position(|byte| starts[usize::from(*byte)]).map(|next| at + next) {
        let rest = &all[start..];
        // Fields start with a mark; what starts with a letter must start a word.
        // In "%{name}" and "@{name}" the mark before is a program's.
        let is_bracket = matches!(bytes[start], b'(' | b'[');
        let is_field = !bytes[start].is_ascii_alphabetic() && !is_bracket;
        let field = if is_field { field(&all[..start], rest, words) } else { None };
        let hit = field.map(|length| (length, true)).or_else(|| {
            let whole = !all[..start].ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
            if whole { unfilled(&all[..start], rest, words).map(|length| (length, false)) } else { None }
        });
        let Some((length, is_field)) = hit else {
            at = start + 1;
            continue;
        };
        let range = start..start + length;
        at = range.end;
        if is_field && is_program(subject, text, &range) {
            code_end = Some(at);
            continue;
        }
        fields.all += usize::from(is_field);
        let shown = &all[range.clone()];
        let is_meant = is_field || is_bracketed(shown);
        let used = if is_meant {
            words.talk.of_field(subject, text, block, &range, code_end)
        } else if is_cited(all, range.clone()) || is_code(subject, text, &range) {
            Use::Mentioned
        } else {
            Use::Unfilled
        };
        if used == Use::Mentioned
            || is_instruction(all, &range, words)
            || is_for_reader(subject, text, block, &range, words)
        {
            fields.mentioned += 1;
            code_end = Some(at);
            continue;
        }
        let finding = Finding::new(text.source(range), format!("“{shown}” was never filled in"));
        let finding = if is_meant {
            finding.help("write what belongs here, or leave it out")
        } else {
            finding.help("write what is known, or say who finds out by when")
        };
        let greets = block.is_none_or(|block| subject.draft.block(block).role == Role::Greeting);
        let is_sure = is_meant && used == Use::Unfilled && (greets || !is_common(shown));
        found.push(if is_sure { finding } else { finding.weight(Weight::Lighter) });
    }
}

/// Whether many programs write a field so: "{name}", "%name%".
fn is_common(shown: &str) -> bool {
    let name = shown.trim_start_matches(['$', '{', '%', '<']).trim_end_matches(['}', '%', '>']);
    let is_own = shown.starts_with("{{") || shown.starts_with('*') || shown.starts_with('[');
    !is_own && name.chars().all(|c| c.is_lowercase() || c == '.')
}

/// Whether the marks of a field are those of a program: in a path, behind a command or a name,
/// escaped.
fn is_program(subject: &Subject, text: &MappedText, range: &Range<usize>) -> bool {
    let (before, rest) = text.as_str().split_at(range.start);
    let after = &rest[range.len()..];
    // Windows calls the user so.
    if matches!(&rest[..range.len()], "%USERNAME%" | "${USERNAME}") {
        return true;
    }
    if before.ends_with(['%', '$', '@', '#']) || is_escaped(subject, text, range.start) {
        return true;
    }
    // A field of two braces or with "*|" may be left in a link; other marks are of many programs.
    let is_own = rest.starts_with("{{") || rest.starts_with("*|");
    !is_own
        && (before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\\' | '/' | '<' | '=' | '.' | '_' | '-'))
            || after.starts_with(['\\', '/', '=', '(', '_', '>']))
}

/// The first byte of "«".
const GUILLEMET: u8 = 0xc2;

/// The bytes that what should have been filled in can start with.
const STARTS: [bool; 256] = table(b"{*$<%[(\xc2XTFlL");

/// Those of them that are marks.
const MARK_STARTS: [bool; 256] = table(b"{*$<%[(\xc2");

/// A table of bytes, as all text is asked for them.
const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}

fn is_bracketed(text: &str) -> bool {
    text.starts_with('[') && !text.to_ascii_lowercase().starts_with("[tb") && !text.starts_with("[TODO")
}

/// The length of the merge field, or the mark of a program, that the text starts with.
fn field(before: &str, text: &str, words: &Words) -> Option<usize> {
    if let Some(marker) = words.markers.iter().find(|marker| text.starts_with(marker.as_ref())) {
        return Some(marker.len());
    }
    let greeted = if words.greets(before) { NAME_MARKS } else { &[] };
    for (open, close, any_name) in MARKS.iter().chain(greeted) {
        let Some(inside) = text.strip_prefix(open) else { continue };
        let window = &inside[..inside.floor_char_boundary(LONGEST_FIELD + close.len())];
        let Some(end) = window.find(close) else { continue };
        let name = inside[..end].trim();
        let is_name = !name.is_empty()
            && name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | '|' | ':'));
        if is_name && (*any_name || names_field(name, words)) {
            return Some(open.len() + end + close.len());
        }
    }
    None
}

/// Whether the parts of a name say that it is a field of a letter: "first_name".
fn names_field(name: &str, words: &Words) -> bool {
    let lower = name.to_lowercase();
    let mut parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.clone().count() <= 4 && parts.any(|part| words.fields.iter().any(|field| *field == part))
}

/// How many words a field to fill in has at most: "[insert name of contact person]".
const FIELD_WORDS: usize = 5;

/// The length of what stands for something to come: "[insert date]", "XXX", "TBD:".
fn unfilled(before: &str, text: &str, words: &Words) -> Option<usize> {
    if let Some(inside) = text.strip_prefix('[') {
        let window = &inside[..inside.floor_char_boundary(LONGEST_FIELD)];
        let end = window.find(']')?;
        let name = inside[..end].trim();
        let lower = name.to_lowercase();
        // A longer text is a joke more often than a field: "[insert drum roll here, please]".
        let is_short = name.split_whitespace().count() <= FIELD_WORDS;
        let opens = is_short
            && words.openings.iter().any(|opening| {
                lower.strip_prefix(opening.as_ref()).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
            });
        let shouts = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && names_field(name, words);
        let stands_in = words.unfilled.iter().any(|word| *word == name) || is_titled_field(name, words);
        // "[name]" alone is also a part of a quote, or of a command.
        let lacks = (words.greets(before) || words.counts(before)) && are_fields(name, words);
        // A link's text stands in brackets too: "[name](…)".
        return ((opens || shouts || stands_in || lacks) && !inside[end + 1..].starts_with(['(', '[', ':']))
            .then_some(end + 2);
    }
    if let Some(inside) = text.strip_prefix('(') {
        let word = words.unfilled.iter().find(|word| inside.starts_with(word.as_ref()))?;
        return inside[word.len()..].starts_with(')').then_some(word.len() + 2);
    }
    let ends_word = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
    let crosses = text.bytes().take_while(|byte| *byte == b'X').count();
    if CROSSES.contains(&crosses) && ends_word(&text[crosses..]) {
        // "XXX" alone is also a film, a mark in code, and a size.
        let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let is_meant = words.before_crosses.iter().any(|known| known.eq_ignore_ascii_case(word));
        return (is_meant && before.ends_with([' ', '\n'])).then_some(crosses);
    }
    // "Lorem ipsum" alone is what such text is called.
    let is_latin = text.get(..LATIN.len()).is_some_and(|start| start.eq_ignore_ascii_case(LATIN));
    if is_latin && (before.is_empty() || said::words(&text[LATIN.len()..]).next() == Some("dolor")) {
        return Some(LATIN.len());
    }
    words.unfilled.iter().find_map(|word| {
        let rest = text.strip_prefix(word.as_ref())?;
        (rest.starts_with(':') && !rest.starts_with("://")).then_some(word.len())
    })
}

/// Whether all words of a name are those of fields: "[first name]".
fn are_fields(name: &str, words: &Words) -> bool {
    name.split(' ').all(|word| {
        let lower = word.to_lowercase();
        words.fields.iter().any(|field| *field == lower) || matches!(lower.as_str(), "first" | "last" | "full")
    })
}

/// Whether all words of a name are those of fields, each with a capital: "[First Name]".
fn is_titled_field(name: &str, words: &Words) -> bool {
    name.split(' ').all(|word| word.starts_with(char::is_uppercase)) && are_fields(name, words)
}

/// Whether the braces that end with this byte are shown as they are: `\\{{name}}`.
fn is_escaped(subject: &Subject, text: &MappedText, brace: usize) -> bool {
    let start = text.as_str()[..brace].trim_end_matches('{').len();
    let before = text.source(start..start + 1).start.checked_sub(1).and_then(|at| subject.source.bytes.get(at));
    before == Some(&b'\\') || text.as_str()[..start].ends_with('\\')
}

/// Whether a bracket names a key or a field in a sentence that tells what to do with one:
/// “press [Enter] twice”. “[insert date]” says itself that it is to be filled in.
fn is_instruction(text: &str, bracket: &Range<usize>, words: &Words) -> bool {
    let shown = text[bracket.clone()].trim_matches(['[', ']', ' ']).to_lowercase();
    let (before, behind) = (&text[..bracket.start], &text[bracket.end..]);
    let opens = words
        .openings
        .iter()
        .any(|opening| shown.strip_prefix(opening.as_ref()).is_some_and(|rest| rest.starts_with([' ', ':'])));
    if !text[bracket.clone()].starts_with('[') || opens || words.greets(before) {
        return false;
    }
    const ENDS: [char; 4] = ['.', '!', '?', '\n'];
    let start = before.rfind(ENDS).map_or(0, |at| at + 1);
    let end = behind.find(ENDS).unwrap_or(behind.len());
    words.instruct(&[&before[start..], " ", &behind[..end]].concat())
}

/// Whether a bracket stands in lines that the reader is told to copy or to fill in: the text
/// before them says so, and ends with a colon.
fn is_for_reader(
    subject: &Subject,
    text: &MappedText,
    block: Option<BlockId>,
    range: &Range<usize>,
    words: &Words,
) -> bool {
    let is_bracket = text.as_str()[range.clone()].starts_with('[');
    let Some(before) = block.and_then(|block| subject.draft.blocks.get(..block.0)) else { return false };
    let tells = |block: &Block| {
        let text = block.text.as_str();
        block.role.is_own() && text.ends_with(':') && text.len() <= LONGEST_TELLING && words.instruct(text)
    };
    is_bracket && before.iter().rev().take(LINES_TO_FILL).any(tells)
}

/// What tells the reader to fill in lines is no longer, in bytes.
const LONGEST_TELLING: usize = 500;

/// How many paragraphs of lines to fill in follow.
const LINES_TO_FILL: usize = 8;

/// A greeting whose name is missing, or is what a program puts there for none: "Dear ,",
/// "Hi null,".
fn empty_name(text: &MappedText, words: &Words) -> Option<Finding> {
    let line = text.as_str();
    let (head, rest) = line.split_once([' ', ','])?;
    let greets = words.greetings.iter().any(|greeting| greeting.eq_ignore_ascii_case(head));
    let name = rest.trim().trim_end_matches([',', '!', '.', ':', ' ']);
    let no_name = ["null", "undefined", "none", "nan"].iter().any(|none| name.eq_ignore_ascii_case(none));
    // "Hello," alone is a greeting; "Hello ," lost its name. French has a space before its "!".
    let lost = name.is_empty() && rest.trim_end() == "," && line[head.len()..].starts_with(' ');
    // "Dear Mr. ," has a title, and nothing behind it.
    let is_title = |word: &str| words.titles.iter().any(|title| title.eq_ignore_ascii_case(word.trim_end_matches('.')));
    let lost = lost || (line.trim_end().ends_with(" ,") && !name.is_empty() && name.split(' ').all(is_title));
    (greets && (no_name || lost)).then(|| {
        let finding = Finding::new(text.source(0..line.len()), format!("“{line}” greets nobody"))
            .help("write the name, or a greeting that needs none");
        // "Hello" needs no name, and the space may be a slip of the hand.
        let needs_none = name.is_empty() && !words.addressing.iter().any(|known| known.eq_ignore_ascii_case(head));
        if needs_none { finding.weight(Weight::Lighter) } else { finding }
    })
}
