use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of a text (UAX #29 segments that hold a letter or digit), in order, as
/// byte ranges.
pub fn words(text: &str) -> Vec<Range<usize>> {
    text.unicode_word_indices().map(|(at, word)| at..at + word.len()).collect()
}
