use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of one block, in order, without the white space between them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    text.unicode_sentences()
        .map(|sentence| {
            let at = sentence.as_ptr() as usize - text.as_ptr() as usize;
            at..at + sentence.trim_end().len()
        })
        .collect()
}
