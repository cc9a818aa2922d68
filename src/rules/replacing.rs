//! Fixes: edits that keep case, articles and the encoding of the source.

use std::ops::Range;

use super::Subject;
use crate::draft::BlockId;
use crate::language::capitalised;
use crate::parse;
use crate::reading::SentenceId;
use crate::text::{Fix, Safety};

/// Puts `replacement` in the place of a part of a block; an empty one cuts the part.
/// None where the source has no place for it.
pub fn replace(
    subject: &Subject,
    block: BlockId,
    range: Range<usize>,
    replacement: &str,
    safety: Safety,
) -> Option<Fix> {
    let text = subject.draft.block(block).text.as_str();
    let words = text.get(range.clone())?;
    let after = &text[range.end..];
    let mut range = range;
    let mut new = if words.contains(char::is_lowercase) {
        if words.starts_with(char::is_uppercase) { capitalised(replacement) } else { replacement.to_owned() }
    } else {
        replacement.to_uppercase()
    };
    if replacement.is_empty() {
        // The next word takes the place, and the capital.
        let gap = after.len() - after.trim_start_matches([',', ' ', '\n']).len();
        let next = after[gap..].chars().next().filter(|c| c.is_alphanumeric())?;
        range.end += gap + next.len_utf8();
        new = if words.starts_with(char::is_uppercase) { next.to_uppercase().to_string() } else { next.to_string() };
    } else if let Some(article) = text[..range.start].rsplit([' ', '\n']).nth(1)
        && matches!(article, "a" | "an" | "A" | "An")
        && text[..range.start].ends_with(' ')
    {
        let right = format!("{}{}", &article[..1], if starts_with_vowel(replacement) { "n" } else { "" });
        if right != article {
            range.start -= article.len() + 1;
            new = format!("{right} {new}");
        }
    }
    let title = match replacement.is_empty() {
        true => format!("cut “{}”", words.replace('\n', " ")),
        false => format!("replace by “{replacement}”"),
    };
    edit(subject, block, range, new, title, safety)
}

/// Cuts a sentence and the space after it; only where another one follows in its block,
/// so that no empty paragraph is left.
pub fn delete(subject: &Subject, id: SentenceId) -> Option<Fix> {
    let sentence = subject.reading.sentence(id);
    let next = subject.reading.sentences.get(id.0 + 1).filter(|next| next.block == sentence.block)?;
    let range = sentence.range.start..next.range.start;
    edit(subject, sentence.block, range, String::new(), "cut the sentence".to_owned(), Safety::Safe)
}

/// Writes these very words in the place of a part of a block, whatever its case.
pub fn write(subject: &Subject, block: BlockId, range: Range<usize>, words: String, safety: Safety) -> Option<Fix> {
    let title = format!("write “{}”", words.replace('\n', " "));
    edit(subject, block, range, words, title, safety)
}

/// One edit, where the source has a place for it.
fn edit(
    subject: &Subject,
    block: BlockId,
    range: Range<usize>,
    new: String,
    title: String,
    safety: Safety,
) -> Option<Fix> {
    let text = &subject.draft.block(block).text;
    let edit = parse::edit(subject.source, subject.draft, text, range, &new)?;
    Some(Fix { title, safety, edits: vec![edit] })
}

/// Whether a word is said with a vowel at its start, as far as its letters tell.
fn starts_with_vowel(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    if ["use", "uni", "euro", "one"].iter().any(|start| text.starts_with(start)) {
        return false;
    }
    text.starts_with(['a', 'e', 'i', 'o', 'u']) || ["hour", "honest", "honour"].iter().any(|s| text.starts_with(s))
}
