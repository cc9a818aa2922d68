/// The known word nearest to a misspelt one, else the only one that starts with it; none where
/// none is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str, IntoIter: Clone>) -> Option<&'a str> {
    let known = known.into_iter();
    // What people misspell is short; the rest of a long text would cost time and say nothing.
    let word: String = word.chars().take(100).collect::<String>().to_lowercase();
    let near = known.clone().map(|known| (edits(&word, &known.to_lowercase()), known)).min_by_key(|near| near.0)?;
    let length = word.chars().count();
    if near.0 <= (length / 2).max(2) {
        return Some(near.1);
    }
    let mut longer = known.filter(|known| length > 2 && known.to_lowercase().starts_with(&word));
    longer.next().filter(|_| longer.next().is_none())
}

/// How many characters must be put in, taken out or changed to turn one word into another.
pub fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in b.iter().enumerate() {
            let best = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_characters() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("missing", "mising"), 1);
        assert_eq!(edits("kitten", "sitting"), 3);
    }

    #[test]
    fn a_misspelt_word_finds_its_like_and_nonsense_none() {
        assert_eq!(nearest("Adress", ["zone", "address"]), Some("address"));
        assert_eq!(nearest("qqqqqqqqqqqqq", ["zone", "address"]), None);
        assert_eq!(nearest("zone", []), None);
        assert_eq!(nearest("warn", ["info", "warning", "error"]), Some("warning"));
        assert_eq!(nearest("conf", ["confirmations", "confidentiality"]), None);
    }
}
