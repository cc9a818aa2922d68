//! Say it in fewer words, in an order that is easy to read.

mod filler;
mod hedge;
mod hidden_verb;
mod list_in_prose;
mod needs_summary;
mod passive_ask;
mod readability;
mod repetition;
mod untrimmed_quote;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("concise-filler", filler::build),
    ("concise-hedge", hedge::build),
    ("concise-hidden-verb", hidden_verb::build),
    ("concise-list-in-prose", list_in_prose::build),
    ("concise-needs-summary", needs_summary::build),
    ("concise-passive-ask", passive_ask::build),
    ("concise-readability", readability::build),
    ("concise-repetition", repetition::build),
    ("concise-untrimmed-quote", untrimmed_quote::build),
];

/// A few words of the draft as a sentence names them: “a”, “b” and 2 more.
fn quoted_list(words: &[&str]) -> String {
    const SHOWN: usize = 3;
    let quoted: Vec<String> = words.iter().take(SHOWN).map(|word| format!("“{}”", word.replace('\n', " "))).collect();
    let more = words.len().saturating_sub(SHOWN);
    match (quoted.as_slice(), more) {
        ([first @ .., last], 0) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        (_, 0) => quoted.concat(),
        _ => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// Whether a list of lower-case words holds this one, whatever its case.
fn holds(list: &[impl AsRef<str>], word: &str) -> bool {
    list.iter().any(|known| known.as_ref().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_three_and_counts_the_rest() {
        assert_eq!(quoted_list(&["a"]), "“a”");
        assert_eq!(quoted_list(&["a", "b\nc"]), "“a” and “b c”");
        assert_eq!(quoted_list(&["a", "b", "c", "d", "e"]), "“a”, “b”, “c” and 2 more");
        assert_eq!(quoted_list(&[]), "");
    }
}
