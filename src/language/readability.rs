/// Grade levels by published formulas, rough as all of them are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Readability {
    /// Flesch–Kincaid grade: 0.39 words per sentence + 11.8 syllables per word − 15.59.
    pub flesch_kincaid: f32,
    /// Automated readability index: 4.71 letters per word + 0.5 words per sentence − 21.43.
    pub automated: f32,
    /// Coleman–Liau: 5.88 letters per word − 29.6 sentences per word − 15.8.
    pub coleman_liau: f32,
}

/// The readability of sentences, each given as its words.
pub fn readability(sentences: &[Vec<&str>]) -> Option<Readability> {
    let _ = sentences;
    None
}
