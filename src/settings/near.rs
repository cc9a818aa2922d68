/// The known word nearest to a misspelt one, unless none is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // What people misspell is short; the rest of a long text would cost time and say nothing.
    let word: String = word.chars().take(100).collect::<String>().to_lowercase();
    let near = known.into_iter().map(|known| (edits(&word, &known.to_lowercase()), known)).min_by_key(|near| near.0)?;
    (near.0 <= (word.chars().count() / 2).max(2)).then_some(near.1)
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
    }
}
